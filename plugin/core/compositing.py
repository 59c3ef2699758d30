# SPDX-License-Identifier: GPL-2.0-or-later
"""Many dates to one for each period: statistics over time, and the choice of one date."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from .dates import UTC, day_from_number, day_number
from .errors import InvalidRequest
from .order_statistics import percentiles_of_known
from .regular_steps import MAX_STEPS

MONTH, TEN_DAYS, SEASON, YEAR, ALL = "month", "10 days", "season", "year", "all"
PERIODS = (MONTH, TEN_DAYS, SEASON, YEAR, ALL)

MEDIAN, MEAN, MIN, MAX, PERCENTILE, COUNT = "median", "mean", "min", "max", "percentile", "count"
LEAST_CLOUDY, MAX_NDVI = "least_cloudy", "max_ndvi"
STATISTICS = (MEDIAN, MEAN, MIN, MAX, PERCENTILE, COUNT)
CHOICES = (LEAST_CLOUDY, MAX_NDVI)
"""Methods that take all bands of one date."""

_DAYS = re.compile(r"(\d{1,5})[ _]?days?")


@dataclass(frozen=True)
class Period:
    """One step of a composite."""

    first: date
    places: tuple[int, ...]
    """Of its observations among the times, ascending; none in a period that nothing was observed in."""


def cut_periods(times: Sequence[datetime], period: str, keeps_empty: bool = False) -> tuple[Period, ...]:
    """Put instants into periods of the calendar (UTC), ascending.

    :param period: ``month``; ``10 days``: from the 1st, 11th and 21st of each month, the last being 8 to 11 days long;
        ``season``: from December, March, June, September; ``year``; ``all``; any other number of days, such as
        ``16 days``, from the day of the first instant on.
    :param keeps_empty: whether periods between the first and the last come too that have no instant.
    :raises InvalidRequest: when it is no period, or there would be too many.
    """
    days = [time.astimezone(UTC).date() for time in times]
    if not days:
        return ()
    start_of = period_starts(period, min(days))
    members: dict[date, list[int]] = {}
    for place in sorted(range(len(days)), key=lambda place: times[place]):
        members.setdefault(start_of(days[place]), []).append(place)
    if keeps_empty:
        day, last = min(days), max(days)
        while day <= last:
            members.setdefault(start_of(day), [])
            day += timedelta(days=1)
    if len(members) > MAX_STEPS:
        raise InvalidRequest("PERIOD", "too_many_steps", value=period, limit=MAX_STEPS)
    return tuple(Period(first, tuple(places)) for first, places in sorted(members.items()))


def check_period(period: str) -> None:
    """:raises InvalidRequest: when a text is no period."""
    period_starts(period, date(2000, 1, 1))


def counts_from_origin(period: str) -> bool:
    """Whether a period is so many days from the first one on, and not one of the calendar's."""
    match = _DAYS.fullmatch(period.strip().lower())
    return match is not None and int(match[1]) != 10


def period_starts(period: str, origin: date) -> Callable[[date], date]:
    """From a day to the first day of its period.

    :param origin: from which numbers of days are counted.
    :raises InvalidRequest: when it is no period.
    """
    name = period.strip().lower()
    known: dict[str, Callable[[date], date]] = {
        MONTH: lambda day: day.replace(day=1),
        TEN_DAYS: lambda day: day.replace(day=min((day.day - 1) // 10, 2) * 10 + 1),
        SEASON: _season_start,
        YEAR: lambda day: day.replace(month=1, day=1),
        ALL: lambda day: origin,
    }
    if name in known:
        return known[name]
    match = _DAYS.fullmatch(name)
    length = int(match[1]) if match else 0
    if length == 10:
        return known[TEN_DAYS]
    if length < 1:
        raise InvalidRequest("PERIOD", "not_a_period", value=period[:40])
    first = day_number(origin)
    return lambda day: day_from_number(first + (day_number(day) - first) // length * length)


def _season_start(day: date) -> date:
    month = day.month // 3 * 3
    return date(day.year - 1, 12, 1) if month == 0 else date(day.year, month, 1)


def summarise(values: np.ndarray, method: str, percentile: float = 50.0) -> np.ndarray:
    """One value for each series.

    :param values: (time, …) of float64, NaN where nothing was observed.
    :param method: one of :data:`STATISTICS`; ``percentile`` interpolates linearly, as numpy does.
    :returns: (…) of float64, NaN where a series has no observation; a count is 0 there.
    :raises ValueError: when the method is unknown.
    """
    if method not in STATISTICS:
        raise ValueError(f"method {method}")
    if method in (MEDIAN, PERCENTILE):
        return np.asarray(percentiles_of_known(values, (50.0 if method == MEDIAN else percentile,))[0])
    known = ~np.isnan(values)
    counts: np.ndarray = np.count_nonzero(known, axis=0).astype("float64")
    if method == COUNT:
        return counts
    if values.shape[0] == 0:
        return np.full(values.shape[1:], np.nan)
    if method in (MIN, MAX):
        return np.asarray((np.fmin if method == MIN else np.fmax).reduce(values, axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=0) / np.where(counts > 0, counts, np.nan))


def find_best(scores: np.ndarray) -> np.ndarray:
    """Where in time a series has its highest score, the first of equal ones; -1 where it has none.

    :param scores: (time, …), NaN for observations that cannot be chosen.
    """
    if scores.shape[0] == 0:
        return np.full(scores.shape[1:], -1)
    ranked = np.where(np.isnan(scores), -np.inf, scores)
    return np.where(np.isnan(scores).all(axis=0), -1, ranked.argmax(axis=0))


def take_at(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Values at places in time: (…) of (time, …); NaN where the place is -1."""
    if values.shape[0] == 0:
        return np.full(places.shape, np.nan)
    taken = np.take_along_axis(values, np.maximum(places, 0)[None], axis=0)[0]
    return np.where(places >= 0, taken, np.nan)
