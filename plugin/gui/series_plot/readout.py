# SPDX-License-Identifier: GPL-2.0-or-later
"""What is told about one date: the values of everything that has one then, and the plot as a whole in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...bridge.i18n import tr
from .content import PlotContent
from .hit_testing import computed_at, value_at
from .legend import HOLLOW, LINE, POINT, RIBBON
from .plot_words import format_date, format_value
from .tracks import PointTrack, RibbonTrack, Shade, Track, Tracks, to_time

_MOST_ROWS = 14


@dataclass(frozen=True)
class Row:
    """One value, with what its sample looks like."""

    kind: str
    label: str
    value: str
    colour: str
    shade: Shade | None = None
    symbol: str = ""


def read_out(tracks: Tracks, time_s: float, decimals: int) -> list[Row]:
    """Every series with a value on that date, then lines and ribbons there.

    :param decimals: of the axis; values are told with two more.
    """
    rows = [_point_row(track, time_s, decimals) for track in tracks.points]
    rows += [_line_row(track, time_s, decimals) for track in tracks.lines]
    rows += [_ribbon_row(track, time_s, decimals) for track in tracks.ribbons]
    found = [row for row in rows if row is not None]
    if len(found) > _MOST_ROWS:
        rest = len(found) - _MOST_ROWS + 1
        found = [*found[: _MOST_ROWS - 1], Row("", tr("and {count} more").format(count=rest), "", "#000000")]
    return found


def value_decimals(axis_decimals: int, track: Track) -> int:
    """Two more than the axis, none where the values are whole numbers."""
    if axis_decimals < 0:
        return axis_decimals
    is_whole = track.ys.size and (track.ys == track.ys.round()).all() and axis_decimals == 0
    return 0 if is_whole else min(axis_decimals + 2, 8)


def summarise(content: PlotContent, tracks: Tracks) -> str:
    """The plot for those who cannot see it: each series with its number of values, dates, range and last value."""
    sentences = [content.title] if content.title else []
    for series in content.series:
        own = [track for track in tracks.points if track.key == series.key]
        sentences.append(_series_sentence(series.label, own))
    if content.lines:
        names = ", ".join(line.label for line in content.lines)
        sentences.append(tr("Computed lines: {names}.").format(names=names))
    if content.ribbons:
        names = ", ".join(ribbon.label for ribbon in content.ribbons)
        sentences.append(tr("Ribbons: {names}.").format(names=names))
    return "\n".join(sentences) or content.message or tr("Nothing to show.")


def _series_sentence(label: str, tracks: Sequence[PointTrack]) -> str:
    filled = [track for track in tracks if track.ys.size]
    if not filled:
        return tr("{label}: no values.").format(label=label)
    low, high = min(float(track.ys.min()) for track in filled), max(float(track.ys.max()) for track in filled)
    last = max(filled, key=lambda track: float(track.times_s.max()))
    text = tr(
        "{label}: {count} values from {first} to {last}, {unclear} of them not clear; from {low} to {high}, "
        "the last one {value}."
    )
    return text.format(
        label=label,
        count=sum(track.ys.size for track in filled),
        first=format_date(to_time(min(float(track.times_s.min()) for track in filled))),
        last=format_date(to_time(float(last.times_s.max()))),
        unclear=sum(int(track.is_hollow.sum()) for track in filled),
        low=_short(low),
        high=_short(high),
        value=_short(float(last.ys[last.times_s.argmax()])),
    )


def _short(value: float) -> str:
    return format_value(value, 0 if value == round(value) and abs(value) < 1e7 else (3 if abs(value) < 1e4 else -1))


def _point_row(track: PointTrack, time_s: float, decimals: int) -> Row | None:
    place = value_at(track, time_s)
    if place is None:
        return None
    value = format_value(float(track.ys[place]), value_decimals(decimals, track))
    is_hollow = bool(track.is_hollow[place])
    if is_hollow:
        value = tr("{value} (not clear)").format(value=value)
    kind = HOLLOW if is_hollow else POINT
    return Row(kind, track.label, value, track.colour, track.shade, track.symbol)


def _line_row(track: Track, time_s: float, decimals: int) -> Row | None:
    value = computed_at(track, time_s)
    if value is None:
        return None
    return Row(LINE, track.label, format_value(value, value_decimals(decimals, track)), track.colour, track.shade)


def _ribbon_row(track: RibbonTrack, time_s: float, decimals: int) -> Row | None:
    place = value_at(track, time_s)
    if place is None:
        return None
    shown = value_decimals(decimals, track)
    text = tr("{low} to {high}").format(
        low=format_value(float(track.ys[place]), shown), high=format_value(float(track.highs[place]), shown)
    )
    return Row(RIBBON, track.label, text, track.colour, track.shade)
