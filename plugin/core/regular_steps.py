# SPDX-License-Identifier: GPL-2.0-or-later
"""Days at even steps."""

from __future__ import annotations

from datetime import date, timedelta

MAX_STEPS = 100_000


def every_days(first: date, last: date, step_days: int) -> tuple[date, ...]:
    """Every ``step_days`` from a first day to a last one, both included where the steps meet them.

    :raises ValueError: when the step is under 1, the days are exchanged, or there would be too many.
    """
    if step_days < 1 or last < first or (last - first).days // step_days >= MAX_STEPS:
        raise ValueError(f"every {step_days} days from {first} to {last}")
    return tuple(first + timedelta(days=n) for n in range(0, (last - first).days + 1, step_days))


def every_days_of_years(first: date, last: date, step_days: int) -> tuple[date, ...]:
    """Every ``step_days`` of each year, starting anew on 1 January, as the composites of MODIS and VIIRS are dated.

    The days are the same in all years (but for a shift of one after 29 February), so that years can be laid over each
    other; the last step of a year is shorter.

    :raises ValueError: as :func:`every_days`.
    """
    if step_days < 1 or last < first or (last - first).days // step_days >= MAX_STEPS:
        raise ValueError(f"every {step_days} days of a year from {first} to {last}")
    found = []
    for year in range(first.year, last.year + 1):
        days = every_days(date(year, 1, 1), date(year, 12, 31), step_days)
        found += [day for day in days if first <= day <= last]
    return tuple(found)
