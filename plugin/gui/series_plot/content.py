# SPDX-License-Identifier: GPL-2.0-or-later
"""What a plot shows: observed points, computed lines and ribbons over time, without a word on how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CIRCLE, SQUARE, TRIANGLE, DIAMOND, TRIANGLE_DOWN, PENTAGON = SYMBOLS = (
    "circle",
    "square",
    "triangle",
    "diamond",
    "triangle_down",
    "pentagon",
)

CALENDAR, SEASONS = LAYOUTS = ("calendar", "seasons")
"""One axis of dates, or the years over each other by day of the year."""


@dataclass(frozen=True, eq=False)
class PlotSeries:
    """Observed values, drawn as points.

    :param key: names the series within its content.
    :param colour: ``#rrggbb``; the plot may shift its lightness so that it can be read on its background.
    :param times: timezone-aware, in any order.
    :param values: one for each time; NaN is a gap, as is anything that is not finite.
    :param is_clear: one for each time; points that are not clear (clouds) are drawn hollow, never hidden, and the thin
        line between neighbours passes them by. None where nothing is known: all are drawn filled.
    :param symbol: one of ``SYMBOLS``, so that colours are not the only difference.
    :raises ValueError: lengths differ, a time has no zone, colour or symbol are unknown.
    """

    key: str
    label: str
    colour: str
    times: Sequence[datetime]
    values: Floats
    is_clear: Flags | None = None
    symbol: str = CIRCLE

    def __post_init__(self) -> None:
        _check(self.key, self.colour, self.times)
        object.__setattr__(self, "values", _as_floats(self.key, self.values, len(self.times)))
        if self.is_clear is not None:
            flags = np.asarray(self.is_clear, dtype=bool)
            _check_length(self.key, flags.shape, len(self.times))
            object.__setattr__(self, "is_clear", flags)
        if self.symbol not in SYMBOLS:
            raise ValueError(f"{self.key}: symbol {self.symbol!r} is none of {', '.join(SYMBOLS)}")


@dataclass(frozen=True, eq=False)
class PlotLine:
    """Computed values (smoothed, fitted, interpolated), drawn as a line without points; NaN interrupts it.

    :raises ValueError: as for ``PlotSeries``.
    """

    key: str
    label: str
    colour: str
    times: Sequence[datetime]
    values: Floats

    def __post_init__(self) -> None:
        _check(self.key, self.colour, self.times)
        object.__setattr__(self, "values", _as_floats(self.key, self.values, len(self.times)))


@dataclass(frozen=True, eq=False)
class PlotRibbon:
    """A translucent band between two values at each time, such as the 10th and 90th percentile; NaN interrupts it.

    :raises ValueError: as for ``PlotSeries``.
    """

    key: str
    label: str
    colour: str
    times: Sequence[datetime]
    low: Floats
    high: Floats

    def __post_init__(self) -> None:
        _check(self.key, self.colour, self.times)
        for name in ("low", "high"):
            object.__setattr__(self, name, _as_floats(self.key, getattr(self, name), len(self.times)))


@dataclass(frozen=True, eq=False)
class PlotContent:
    """All that one plot shows.

    :param message: shown in the middle where there is nothing to draw.
    :param longest_gap_days: neighbours further apart than this are not joined by a line.
    :param first_month: 1 to 12, in which the seasons begin.
    :raises ValueError: the layout is unknown, the month is none, or the gap is not above zero.
    """

    series: Sequence[PlotSeries] = ()
    lines: Sequence[PlotLine] = ()
    ribbons: Sequence[PlotRibbon] = ()
    title: str = ""
    y_label: str = ""
    layout: str = CALENDAR
    message: str = ""
    longest_gap_days: float = 60.0
    first_month: int = 1

    def __post_init__(self) -> None:
        if self.layout not in LAYOUTS:
            raise ValueError(f"layout {self.layout!r} is none of {', '.join(LAYOUTS)}")
        if not 1 <= self.first_month <= 12:
            raise ValueError(f"first month {self.first_month}")
        if not self.longest_gap_days > 0:
            raise ValueError(f"longest gap of {self.longest_gap_days} days")


def _check(key: str, colour: str, times: Sequence[datetime]) -> None:
    digits = colour[1:]
    if len(colour) != 7 or colour[0] != "#" or any(digit not in "0123456789abcdefABCDEF" for digit in digits):
        raise ValueError(f"{key}: colour {colour!r} is not #rrggbb")
    if any(time.tzinfo is None for time in times):
        raise ValueError(f"{key}: a time has no time zone")


def _as_floats(key: str, values: Floats, count: int) -> Floats:
    floats = np.asarray(values, dtype=np.float64)
    _check_length(key, floats.shape, count)
    return floats


def _check_length(key: str, shape: tuple[int, ...], count: int) -> None:
    if shape != (count,):
        raise ValueError(f"{key}: {count} times, but values of shape {shape}")
