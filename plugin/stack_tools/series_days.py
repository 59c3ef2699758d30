# SPDX-License-Identifier: GPL-2.0-or-later
"""The days of a stack as numbers, and time steps at days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class DaySpan:
    """Between which days even steps lie, both included; None for the first or the last day of the stack."""

    first: date | None = None
    last: date | None = None


def even_days(info: StackInfo, step_days: int, span: DaySpan = DaySpan()) -> tuple[date, ...]:
    """Every so many days from the first day of a span or a stack to its last.

    :raises InvalidRequest: when the step is no number of days, there would be too many, or the days are exchanged.
    """
    if not 1 <= step_days <= MOST_STEP_DAYS:
        raise InvalidRequest("STEP_DAYS", "not_in_range", value=step_days, low=1, high=MOST_STEP_DAYS)
    own = [info.steps[place].time.astimezone(UTC).date() for place in (0, -1)]
    first, last = span.first or own[0], span.last or own[1]
    if last < first:
        raise InvalidRequest("END" if span.last else "START", "no_days_between", value=f"{first} … {last}")
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
