# SPDX-License-Identifier: GPL-2.0-or-later
"""A series cut into years that lie over each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from .dates import UTC

DAYS = 366
"""Of the axis. 29 February always has its place, so that every other date has the same place in all years."""

_LEAP_YEAR = 2000


@dataclass(frozen=True, eq=False)
class Season:
    """The part of a series in one year, or in twelve months from another month on."""

    year: int
    """In which it begins."""

    label: str
    """``2020``, or ``2020/21`` where it runs into the next year."""

    positions: np.ndarray
    """(time,) on the axis of days: 0 at the first instant of the season, 366 at its end; ascending."""

    steps: np.ndarray
    """(time,) of int: places in the series."""

    values: np.ndarray
    """(time, …) as they came."""


def cut_seasons(times: Sequence[datetime], values: np.ndarray, first_month: int = 1) -> tuple[Season, ...]:
    """One part for each year that has any step, ascending.

    :param times: UTC, in any order.
    :param values: (time, …).
    :param first_month: 1 to 12; 7 keeps a southern summer in one piece.
    :raises ValueError: when the month is none, or there is not one value for each time.
    """
    values = np.asarray(values)
    if not 1 <= first_month <= 12 or len(times) != values.shape[0]:
        raise ValueError(f"first month {first_month}, {len(times)} times, values {values.shape}")
    years = np.array([season_year(time, first_month) for time in times], int)
    positions = np.array([season_position(time, first_month) for time in times], "float64")
    found = []
    for year in np.unique(years):
        steps = np.flatnonzero(years == year)
        steps = steps[np.argsort(positions[steps], kind="stable")]
        label = f"{year}" if first_month == 1 else f"{year}/{(year + 1) % 100:02d}"
        found.append(Season(int(year), label, positions[steps], steps, values[steps]))
    return tuple(found)


def season_year(time: datetime, first_month: int = 1) -> int:
    """The year in which the season of an instant begins."""
    time = time.astimezone(UTC)
    return time.year if time.month >= first_month else time.year - 1


def season_position(time: datetime, first_month: int = 1) -> float:
    """Where an instant lies on the axis of :data:`DAYS`, 0 to under 366, with the share of its day."""
    time = time.astimezone(UTC)
    day = _day_of_leap_year(time.month, time.day)
    clock = timedelta(
        hours=time.hour, minutes=time.minute, seconds=time.second, microseconds=time.microsecond
    ) / timedelta(days=1)  # fmt: skip
    return (day - _day_of_leap_year(first_month, 1)) % DAYS + clock


def position_date(position: float, year: int, first_month: int = 1) -> date:
    """The day at a place of the axis, in the season that begins in a year; 28 February for a 29th that is missing."""
    start = _day_of_leap_year(first_month, 1)
    day = date(_LEAP_YEAR, 1, 1) + timedelta(days=(start + int(position)) % DAYS)
    own_year = year if day.month >= first_month else year + 1
    try:
        return day.replace(year=own_year)
    except ValueError:
        return date(own_year, 2, 28)


def _day_of_leap_year(month: int, day: int) -> int:
    """From 0."""
    return (date(_LEAP_YEAR, month, day) - date(_LEAP_YEAR, 1, 1)).days
