# SPDX-License-Identifier: GPL-2.0-or-later
"""Ticks, scales, gaps and hit testing of the series plot, without any widget."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timestack.plugin.gui.series_plot.content import SEASONS, PlotContent, PlotLine, PlotSeries
from timestack.plugin.gui.series_plot.date_ticks import DateTicks, Room, date_ticks
from timestack.plugin.gui.series_plot.hit_testing import computed_at, nearest_point, value_at
from timestack.plugin.gui.series_plot.palette import OKABE_ITO, contrast, default_style, parse_colour, readable
from timestack.plugin.gui.series_plot.scales import Scale, Span
from timestack.plugin.gui.series_plot.tracks import DAY_S, build_tracks, season_range, to_seconds
from timestack.plugin.gui.series_plot.value_ticks import value_span, value_ticks

START = datetime(2020, 1, 1, tzinfo=timezone.utc)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def ticks(low: datetime, high: datetime, width: float, is_season: bool = False) -> DateTicks:
    scale = Scale(to_seconds(low), to_seconds(high), 40.0, 40.0 + width)
    return date_ticks(
        scale, Room(2.0, width + 55.0, 9.0), lambda text: 7.0 * len(text), lambda n: MONTHS[n - 1], is_season
    )


def texts(found: DateTicks) -> list[str]:
    return [label.text for label in found.labels]


@settings(max_examples=150, deadline=None)
@given(
    width=st.integers(100, 1950),
    span_days=st.floats(0.1, 40_000),
    start=st.datetimes(datetime(1850, 1, 1), datetime(2100, 1, 1)),
    is_season=st.booleans(),
)
def test_labels_never_overlap(width: int, span_days: float, start: datetime, is_season: bool) -> None:
    low = start.replace(tzinfo=timezone.utc)
    found = ticks(low, low + timedelta(days=min(span_days, 366) if is_season else span_days), width, is_season)
    for row in (found.labels, found.contexts):
        for one, other in zip(row, row[1:]):
            assert one.left + one.width + 9.0 <= other.left
        assert all(label.left >= 2.0 and label.left + label.width <= width + 55.0 for label in row)
    assert len(found.labels) == len(found.pixels) and set(found.strong) <= set(found.pixels)
    assert all(40.0 - 1e-6 <= pixel <= 40.0 + width + 1e-6 for pixel in found.pixels)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0.5, ["00:00", "01:00", "02:00"]),
        (25, ["1", "2", "3"]),
        (300, ["Jan", "Feb", "Mar"]),
        (1500, ["Jan", "Apr", "Jul"]),
        (6000, ["2020", "2021", "2022"]),
    ],
)
def test_each_zoom_has_its_kind_of_date(days: float, expected: list[str]) -> None:
    assert texts(ticks(START, START + timedelta(days=days), 800))[:3] == expected


def test_the_row_below_tells_the_year_once() -> None:
    found = ticks(START, START + timedelta(days=900), 800)
    assert [label.text for label in found.contexts] == ["2020", "2021", "2022"]


def test_seasons_have_months_without_years() -> None:
    low, high = season_range(7)
    scale = Scale(low, high, 0.0, 700.0)
    found = date_ticks(scale, Room(0, 720, 8), lambda text: 7.0 * len(text), lambda n: MONTHS[n - 1], True)
    assert texts(found) == [*MONTHS[6:], *MONTHS[:6], "Jul"] and not found.contexts


def test_days_keep_clear_of_the_next_month() -> None:
    found = ticks(START, START + timedelta(days=95), 420)
    assert texts(found)[:7] == ["1", "11", "21", "1", "11", "21", "1"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-1.0, 1.0, [-1.0, -0.5, 0.0, 0.5, 1.0]),
        (0.0, 10_000.0, [0.0, 2000.0, 4000.0, 6000.0, 8000.0, 10_000.0]),
        (0.1, 0.34, [0.1, 0.15, 0.2, 0.25, 0.3]),
    ],
)
def test_values_get_round_ticks(low: float, high: float, expected: list[float]) -> None:
    assert list(value_ticks(Span(low, high), 6).values) == expected


@given(st.floats(-1e12, 1e12), st.floats(1e-9, 1e12), st.integers(2, 12))
def test_ticks_lie_in_the_span_and_are_as_many_as_allowed(low: float, length: float, most: int) -> None:
    span = value_span(low, low + length)
    found = value_ticks(span, most).values
    assert len(found) <= most
    assert all(span.low - span.length * 1e-6 <= value <= span.high + span.length * 1e-6 for value in found)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("value", [0.0, 0.3, -7.0, 1e-30, 1e20])
def test_constant_values_have_an_axis_around_them(value: float) -> None:
    span = value_span(value, value)
    assert span.low < value < span.high and value_ticks(span, 5).values


@given(st.floats(0, 1000), st.floats(0.05, 20))
def test_zooming_keeps_the_place_under_the_mouse(about: float, factor: float) -> None:
    limits = Span(0.0, 1000 * DAY_S)
    view = Span(200 * DAY_S, 700 * DAY_S)
    found = view.zoomed(factor, view.low + about / 1000 * view.length, limits)
    assert limits.low <= found.low < found.high <= limits.high
    if factor < 1:
        share = (view.low + about / 1000 * view.length - found.low) / found.length
        assert share == pytest.approx(about / 1000, abs=1e-6)


def build(values: list[float], clear: list[bool] | None = None, step_days: float = 10.0, **more: object) -> PlotContent:
    times = [START + timedelta(days=step_days * n) for n in range(len(values))]
    flags = None if clear is None else np.array(clear)
    return PlotContent([PlotSeries("a", "A", "#0072b2", times, np.array(values), flags)], **more)  # type: ignore[arg-type]


NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "clear", "expected"),
    [
        ([1, 2, 3], None, [[1, 2, 3]]),
        ([1, NAN, 3, 4], None, [[1], [3, 4]]),
        ([1, 0, 3], [True, False, True], [[1, 3]]),
        ([1, NAN, 9, 3, 4], [True, True, False, True, True], [[1], [3, 4]]),
        ([9, NAN, 2, 3], [False, True, True, True], [[2, 3]]),
        ([np.inf, 2, 1e305], None, [[2]]),
        ([NAN, NAN], None, []),
        ([5, 6], [False, False], []),
    ],
)
def test_runs_end_at_gaps_and_pass_clouds_by(
    values: list[float], clear: list[bool] | None, expected: list[list[float]]
) -> None:
    track = build_tracks(build(values, clear)).points[0]
    joined = track.ys[track.joined]
    assert [joined[run].tolist() for run in track.runs] == expected


def test_times_may_come_in_any_order() -> None:
    times = [START + timedelta(days=n) for n in (5, 1, 3)]
    content = PlotContent([PlotSeries("a", "A", "#0072b2", times, np.array([5.0, 1.0, 3.0]))])
    assert build_tracks(content).points[0].ys.tolist() == [1.0, 3.0, 5.0]


def test_seasons_cut_years_and_number_them() -> None:
    tracks = build_tracks(build([1.0] * 80, layout=SEASONS))
    assert [track.shade.label for track in tracks.points if track.shade] == ["2020", "2021", "2022"]
    low, high = season_range(1)
    assert all(low <= track.xs.min() and track.xs.max() < high for track in tracks.points)


def test_the_nearest_point_in_x_is_hit_and_in_y_among_equals() -> None:
    one, two = build([0.0, 1.0, 0.5]).series[0], build([1.0, 0.0, NAN]).series[0]
    tracks = build_tracks(PlotContent([one, two])).points
    start = to_seconds(START)
    x_scale, y_scale = Scale(start, start + 20 * DAY_S, 0.0, 200.0), Scale(0.0, 1.0, 100.0, 0.0)
    hit = nearest_point(tracks, x_scale, y_scale, 12.0, 5.0, 0.0)
    assert hit and (hit.time_s, hit.y, hit.track) == (start, 1.0, tracks[1])
    hit = nearest_point(tracks, x_scale, y_scale, 199.0, 99.0, 0.0)
    assert hit and hit.y == 0.5
    assert nearest_point(tracks, Scale(0.0, 1.0, 0.0, 200.0), y_scale, 1.0, 1.0, 0.0) is None


def test_values_are_told_for_their_own_day_only() -> None:
    track = build_tracks(build([1.0, 2.0])).points[0]
    start = to_seconds(START)
    assert value_at(track, start + 0.4 * DAY_S) == 0 and value_at(track, start + 0.6 * DAY_S) is None
    hourly = build_tracks(build([1.0, 2.0, 3.0], step_days=0.25)).points[0]
    assert value_at(hourly, start + 0.3 * DAY_S) == 1


def test_lines_are_read_between_their_points_but_not_in_gaps() -> None:
    times = [START + timedelta(days=n) for n in range(5)]
    content = PlotContent(lines=[PlotLine("l", "L", "#000000", times, np.array([0.0, 1.0, NAN, 3.0, 4.0]))])
    line = build_tracks(content).lines[0]
    start = to_seconds(START)
    assert computed_at(line, start + 0.5 * DAY_S) == pytest.approx(0.5)
    assert computed_at(line, start + 2 * DAY_S) is None and computed_at(line, start + 9 * DAY_S) is None


@pytest.mark.parametrize("background", ["#ffffff", "#232629", "#808080", "#000000"])
@pytest.mark.parametrize("colour", OKABE_ITO)
def test_every_colour_stands_out_from_every_background(colour: str, background: str) -> None:
    assert contrast(readable(parse_colour(colour), parse_colour(background)), parse_colour(background)) >= 3.0


def test_styles_repeat_late() -> None:
    assert len({default_style(number) for number in range(24)}) == 24


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": "red"},
        {"colour": "#12345g"},
        {"symbol": "star"},
        {"values": np.zeros(3)},
        {"is_clear": np.ones(1, bool)},
        {"times": [datetime(2020, 1, 1), datetime(2020, 1, 2)]},
    ],
)
def test_wrong_contents_are_refused(changes: dict[str, object]) -> None:
    good: dict[str, object] = {
        "key": "a", "label": "A", "colour": "#0072b2", "times": [START, START], "values": np.zeros(2),
    }  # fmt: skip
    with pytest.raises(ValueError):
        PlotSeries(**{**good, **changes})  # type: ignore[arg-type]
