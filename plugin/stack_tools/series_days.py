# SPDX-License-Identifier: GPL-2.0-or-later
"""The days of a stack as numbers, and time steps at days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from ..core.dates import EPOCH_DAY, UTC, day_number, start_of_day
from ..core.errors import InvalidRequest
from ..core.regular_steps import MAX_STEPS, every_days
from ..core.stack import StackInfo
from ..core.timeline import ORBIT, TimeStep

MOST_STEP_DAYS = 3660


def whole_days(info: StackInfo) -> np.ndarray:
    """(time,) the UTC day of each step, since 1970."""
    return np.array([day_number(step.time.astimezone(UTC).date()) for step in info.steps], "float64")


def exact_days(info: StackInfo) -> np.ndarray:
    """(time,) each step in days since 1970, with the share of its day."""
    origin = start_of_day(EPOCH_DAY)
    return np.array([(step.time - origin) / timedelta(days=1) for step in info.steps], "float64")


def even_days(info: StackInfo, step_days: int) -> tuple[date, ...]:
    """Every so many days from a stack's first day to its last.

    :raises InvalidRequest: when the step is no number of days, or there would be too many.
    """
    if not 1 <= step_days <= MOST_STEP_DAYS:
        raise InvalidRequest("STEP_DAYS", "not_in_range", value=step_days, low=1, high=MOST_STEP_DAYS)
    first, last = (info.steps[place].time.astimezone(UTC).date() for place in (0, -1))
    try:
        return every_days(first, last, step_days)
    except ValueError as error:
        raise InvalidRequest("STEP_DAYS", "too_many_steps", value=step_days, limit=MAX_STEPS) from error


def steps_at(days: Sequence[date]) -> tuple[TimeStep, ...]:
    """A time step for each day."""
    return tuple(TimeStep(ORBIT, start_of_day(day), day.isoformat()) for day in days)


def numbers_of(days: Sequence[date]) -> np.ndarray:
    """(n,) days since 1970."""
    return np.array([day_number(day) for day in days], "float64")
