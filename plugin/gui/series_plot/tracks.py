# SPDX-License-Identifier: GPL-2.0-or-later
"""A content laid on axes: what is drawn as numbers in order of time, cut into years for seasons, with its gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import numpy as np

from ...core.seasons import DAYS, cut_seasons
from .content import SEASONS, Flags, Floats, PlotContent, PlotLine, PlotRibbon, PlotSeries

DAY_S = 86_400.0
HUGE = 1e300
"""Beyond it a difference of two values may no longer be a number: such values are gaps."""

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Shade:
    """Which year a track is of, and where it stands among all years of the content."""

    label: str
    number: int
    count: int


@dataclass(frozen=True, eq=False)
class Track:
    """One thing to draw; arrays are (time,), ascending on the axis, without gaps within them.

    :param xs: seconds on the axis: since 1970, or for seasons in a year that stands for all.
    :param times_s: the real instants, seconds since 1970.
    :param runs: slices of the arrays that are joined by a line.
    """

    key: str
    label: str
    colour: str
    xs: Floats
    ys: Floats
    times_s: Floats
    runs: Sequence[slice]
    shade: Shade | None


@dataclass(frozen=True, eq=False)
class PointTrack(Track):
    """Observed values. ``runs`` are of ``joined``, the places of the points that a line may touch."""

    symbol: str
    is_hollow: Flags
    joined: np.ndarray


@dataclass(frozen=True, eq=False)
class RibbonTrack(Track):
    """From ``ys`` up to ``highs``."""

    highs: Floats


@dataclass(frozen=True, eq=False)
class Tracks:
    """All that is drawn, from back to front."""

    ribbons: tuple[RibbonTrack, ...]
    points: tuple[PointTrack, ...]
    lines: tuple[Track, ...]
    years: tuple[Shade, ...]
    has_one_colour: bool
    """Then the years of the seasons may have colours of their own."""

    @property
    def everything(self) -> tuple[Track, ...]:
        """In the order of drawing."""
        return self.ribbons + self.points + self.lines

    def x_range(self) -> tuple[float, float] | None:
        """The first and the last place on the axis; None for nothing."""
        found = [track.xs for track in self.everything if track.xs.size]
        return (min(xs[0] for xs in found), max(xs[-1] for xs in found)) if found else None

    def y_range(self) -> tuple[float, float] | None:
        """The least and the greatest value, those of clouds too; None for nothing."""
        found = [track.ys for track in self.everything if track.ys.size]
        found += [track.highs for track in self.ribbons if track.highs.size]
        return (float(min(ys.min() for ys in found)), float(max(ys.max() for ys in found))) if found else None


def to_seconds(time: datetime) -> float:
    """Since 1970."""
    return (time - _EPOCH) / timedelta(seconds=1)


def to_time(seconds: float) -> datetime:
    """In UTC, to the microsecond."""
    return _EPOCH + timedelta(seconds=seconds)


def season_range(first_month: int) -> tuple[float, float]:
    """The axis of the seasons: twelve months with a 29 February in them."""
    start = to_seconds(datetime(2000 if first_month <= 2 else 1999, first_month, 1, tzinfo=timezone.utc))
    return start, start + DAYS * DAY_S


def build_tracks(content: PlotContent) -> Tracks:
    """Sort, cut and join everything."""
    items = (*content.series, *content.lines, *content.ribbons)
    years = _years(content)
    return Tracks(
        tuple(track for ribbon in content.ribbons for track in _ribbons(ribbon, content, years)),
        tuple(track for series in content.series for track in _points(series, content, years)),
        tuple(track for line in content.lines for track in _lines(line, content, years)),
        tuple(years.values()),
        len({item.colour for item in items}) <= 1,
    )


def _years(content: PlotContent) -> dict[int, Shade]:
    """Every year of seasons by the number it begins in, ascending; none for a calendar."""
    if content.layout != SEASONS:
        return {}
    items = (*content.series, *content.lines, *content.ribbons)
    labels: dict[int, str] = {}
    for item in items:
        for season in cut_seasons(item.times, np.zeros(len(item.times)), content.first_month):
            labels[season.year] = season.label
    return {year: Shade(labels[year], number, len(labels)) for number, year in enumerate(sorted(labels))}


def find_runs(xs: Floats, is_gap: Flags, longest_s: float) -> list[slice]:
    """Stretches of neighbours that are no further apart than so many seconds.

    :param is_gap: (time,) whether there is a gap right before each.
    """
    if not xs.size:
        return []
    breaks = np.flatnonzero((np.diff(xs) > longest_s) | is_gap[1:]) + 1
    edges = [0, *breaks.tolist(), xs.size]
    return [slice(start, end) for start, end in zip(edges, edges[1:])]


@dataclass(frozen=True, eq=False)
class _Piece:
    """One item, or one year of it, before its gaps are taken out."""

    xs: Floats
    times_s: Floats
    steps: np.ndarray
    shade: Shade | None


def _pieces(times: Sequence[datetime], content: PlotContent, years: dict[int, Shade]) -> Iterator[_Piece]:
    seconds = np.array([to_seconds(time) for time in times], dtype=np.float64)
    if content.layout != SEASONS:
        order = np.argsort(seconds, kind="stable")
        yield _Piece(seconds[order], seconds[order], order, None)
        return
    start = season_range(content.first_month)[0]
    for season in cut_seasons(times, np.zeros(len(times)), content.first_month):
        xs = start + season.positions * DAY_S
        yield _Piece(xs, seconds[season.steps], season.steps, years[season.year])


def _points(series: PlotSeries, content: PlotContent, years: dict[int, Shade]) -> Iterator[PointTrack]:
    for piece in _pieces(series.times, content, years):
        values = series.values[piece.steps]
        kept = _usable(values)
        gap = _gap_before(kept)
        clear = np.ones(values.shape, bool) if series.is_clear is None else series.is_clear[piece.steps]
        joined = np.flatnonzero(clear[kept])
        xs = piece.xs[kept]
        # a gap that lies among clouds still separates the clear points around them
        gaps = np.diff(np.cumsum(gap)[joined], prepend=0) > 0
        runs = find_runs(xs[joined], gaps, content.longest_gap_days * DAY_S)
        yield PointTrack(
            series.key, series.label, series.colour, xs, values[kept], piece.times_s[kept], runs, piece.shade,
            series.symbol, ~clear[kept], joined,
        )  # fmt: skip


def _lines(line: PlotLine, content: PlotContent, years: dict[int, Shade]) -> Iterator[Track]:
    for piece in _pieces(line.times, content, years):
        values = line.values[piece.steps]
        kept = _usable(values)
        runs = find_runs(piece.xs[kept], _gap_before(kept), np.inf)
        yield Track(
            line.key, line.label, line.colour, piece.xs[kept], values[kept], piece.times_s[kept], runs, piece.shade
        )


def _ribbons(ribbon: PlotRibbon, content: PlotContent, years: dict[int, Shade]) -> Iterator[RibbonTrack]:
    for piece in _pieces(ribbon.times, content, years):
        low, high = ribbon.low[piece.steps], ribbon.high[piece.steps]
        kept = _usable(low) & _usable(high)
        xs = piece.xs[kept]
        runs = find_runs(xs, _gap_before(kept), content.longest_gap_days * DAY_S)
        yield RibbonTrack(
            ribbon.key, ribbon.label, ribbon.colour, xs, low[kept], piece.times_s[kept], runs, piece.shade, high[kept]
        )


def _usable(values: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.abs(values) < HUGE


def _gap_before(kept: Flags) -> Flags:
    """(kept,) whether the value right before was left out."""
    return ~np.concatenate(([True], kept[:-1]))[kept] if kept.size else kept
