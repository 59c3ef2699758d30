# SPDX-License-Identifier: GPL-2.0-or-later
"""When seasons start, peak and end: dates at which a smooth curve passes a level on its way up and down.

The levels are shares of the amplitude, as P. Jönsson and L. Eklundh, Computers & Geosciences 30 (2004), and their
TIMESAT have them; M. A. White, P. E. Thornton and S. W. Running, Global Biogeochemical
Cycles 11 (1997), take half of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from .dates import day_from_number, day_number
from .seasons import season_year
from .smoothing.observations import gather

SHARE, LEVEL, SLOPE = "share", "level", "slope"
METHODS = (SHARE, LEVEL, SLOPE)
"""Where a season starts and ends: at shares of its amplitude, at a value, or where the curve is steepest."""

OWN, MEAN = "own", "mean"
BASES = (OWN, MEAN)
"""What shares count from: the lowest value on their own side of the peak, or the mean of both sides."""

_LEAST_DATES = 3


@dataclass(frozen=True)
class SeasonRule:
    """What counts as start and end."""

    method: str = SHARE
    start_share: float = 0.2
    """Of the amplitude, above 0 and up to 1."""

    end_share: float = 0.2
    level: float = 0.0
    """For ``level``, in the units of the series."""

    base: str = OWN
    least_amplitude: float = 0.0
    """Seasons of less have no dates."""

    first_month: int = 1
    """In which seasons begin that are a year long; 7 keeps a southern summer in one piece."""


@dataclass(frozen=True, eq=False)
class SeasonDates:
    """Seasons of many series; all arrays are (…) of float64, NaN where there is no such day."""

    start: np.ndarray
    """Days since 1970, with the share of a day where the curve passes between two dates."""

    peak: np.ndarray
    end: np.ndarray
    peak_value: np.ndarray
    base_value: np.ndarray
    """The mean of the lowest values on both sides of the peak."""

    @property
    def amplitude(self) -> np.ndarray:
        """From the base to the peak."""
        return np.asarray(self.peak_value - self.base_value)

    @property
    def length(self) -> np.ndarray:
        """Days from start to end."""
        return np.asarray(self.end - self.start)


def season_starts(times: Sequence[datetime], first_month: int = 1) -> tuple[date, ...]:
    """The first days of all seasons between the first and the last instant, ascending."""
    years = [season_year(time, first_month) for time in times]
    return tuple(date(year, first_month, 1) for year in range(min(years), max(years) + 1)) if years else ()


def find_season(days: np.ndarray, values: np.ndarray, first: date, rule: SeasonRule) -> SeasonDates:
    """The season that begins on a day and lasts a year: that of the highest value in it, the first of equal ones.

    The lowest values are looked for within the season, before and after the peak, the peak included. Its start is where
    the curve, followed from the peak backwards, falls below the level for the first time, read linearly between
    dates; its end likewise ahead. A curve that does not fall so far within the season has none.

    :param days: (time,) whole days since 1970, any order; several observations of a day count as their mean.
    :param values: (time, …), smooth; NaN where there is nothing.
    :raises ValueError: when a rule or shapes are not possible.
    """
    _check(rule)
    values = np.asarray(values, "float64")
    begin, end = day_number(first), day_number(first.replace(year=first.year + 1))
    inside = (np.asarray(days) >= begin) & (np.asarray(days) < end)
    shape = values.shape[1:]
    if not inside.any():
        return SeasonDates(*(np.full(shape, np.nan) for _ in range(5)))
    seen = gather(np.asarray(days)[inside], values[inside])
    found = _find(seen.days, seen.values, seen.weights > 0, rule)
    return SeasonDates(*(array.reshape(shape) for array in found))


def day_of_year(days: np.ndarray, first: date) -> np.ndarray:
    """Days since 1970 as days of the year in which a season begins: 1 on 1 January, on through the next year."""
    return np.asarray(days - day_number(date(first.year, 1, 1)) + 1)


def date_of(day: float) -> date | None:
    """The day of a number of a result; None for NaN."""
    return None if np.isnan(day) else day_from_number(int(np.floor(day)))


def _check(rule: SeasonRule) -> None:
    is_share = all(0 < share <= 1 for share in (rule.start_share, rule.end_share))
    if rule.method not in METHODS or rule.base not in BASES or not is_share or not 1 <= rule.first_month <= 12:
        raise ValueError(f"{rule}")


def _find(days: np.ndarray, values: np.ndarray, known: np.ndarray, rule: SeasonRule) -> tuple[np.ndarray, ...]:
    """start, peak, end, peak value, base value of (time, series)."""
    order = np.argsort(~known, axis=0, kind="stable")
    counts = known.sum(axis=0)
    rows = np.arange(len(days))[:, None]
    held = rows < counts
    moments = np.where(held, days[order], np.nan)
    curve = np.where(held, np.take_along_axis(values, order, axis=0), np.nan)
    top = np.where(held, curve, -np.inf).argmax(axis=0)
    peak, highest = (np.take_along_axis(array, top[None], axis=0)[0] for array in (moments, curve))
    before, after = held & (rows <= top), held & (rows >= top)
    lowest_before = np.where(before, curve, np.inf).min(axis=0)
    lowest_after = np.where(after, curve, np.inf).min(axis=0)
    mean = (lowest_before + lowest_after) / 2
    if rule.method == SLOPE:
        start, end = _steepest(moments, curve, before, 1), _steepest(moments, curve, after, -1)
    else:
        levels = _levels(rule, highest, lowest_before, lowest_after, mean)
        start = _passing(moments, curve, before, levels[0], 1)
        end = _passing(moments, curve, after, levels[1], -1)
    with np.errstate(invalid="ignore"):
        is_season = (counts >= _LEAST_DATES) & (highest - mean >= rule.least_amplitude) & (highest > mean)
    return tuple(np.where(is_season, array, np.nan) for array in (start, peak, end, highest, mean))


def _levels(
    rule: SeasonRule, highest: np.ndarray, lowest_before: np.ndarray, lowest_after: np.ndarray, mean: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    if rule.method == LEVEL:
        return np.full_like(highest, rule.level), np.full_like(highest, rule.level)
    bases = (lowest_before, lowest_after) if rule.base == OWN else (mean, mean)
    start, end = (base + share * (highest - base) for base, share in zip(bases, (rule.start_share, rule.end_share)))
    # A share of 1 is the peak itself, above which rounding may lie.
    return np.minimum(start, highest), np.minimum(end, highest)


def _passing(moments: np.ndarray, curve: np.ndarray, side: np.ndarray, levels: np.ndarray, ahead: int) -> np.ndarray:
    """(series,) where the curve passes a level, next to the peak, which lies ``ahead`` (1 later, -1 earlier)."""
    below = side & (np.where(side, curve, np.inf) < levels)
    last = len(below) - 1
    row = last - below[::-1].argmax(axis=0) if ahead == 1 else below.argmax(axis=0)
    beside = np.clip(row + ahead, 0, last)
    low, high = (np.take_along_axis(curve, place[None], axis=0)[0] for place in (row, beside))
    day, other = (np.take_along_axis(moments, place[None], axis=0)[0] for place in (row, beside))
    with np.errstate(all="ignore"):
        passed = day + (levels - low) / (high - low) * (other - day)
    return np.where(below.any(axis=0) & (high >= levels), passed, np.nan)


def _steepest(moments: np.ndarray, curve: np.ndarray, side: np.ndarray, sign: int) -> np.ndarray:
    """(series,) the middle between the two dates that the curve rises (1) or falls (-1) fastest between."""
    if len(curve) < 2:
        return np.full(curve.shape[1:], np.nan)
    inside = side[1:] & side[:-1]
    with np.errstate(all="ignore"):
        rises = np.where(inside, sign * np.diff(curve, axis=0) / np.diff(moments, axis=0), -np.inf)
    row = rises.argmax(axis=0)[None]
    middle = np.take_along_axis((moments[1:] + moments[:-1]) / 2, row, axis=0)[0]
    return np.where(np.take_along_axis(rises, row, axis=0)[0] > 0, middle, np.nan)
