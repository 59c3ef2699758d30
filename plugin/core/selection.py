# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing among the time steps that exist: by month of the year, by date list, first or clearest of a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .timeline import TimeStep

if TYPE_CHECKING:
    from .stack_request import SceneSelection

SCENE_FILTERS = ("all", "first_of_month", "clearest_of_month", "clearest_of_10_days")


def select_steps(steps: Sequence[TimeStep], selection: SceneSelection) -> tuple[TimeStep, ...]:
    """The steps that a selection keeps, ascending in time.

    A filter that picks one scene of a period picks one UTC day; in TILE every tile of that day stays.
    The clearest day is the one with the lowest mean cloud cover of its tiles; of equals the first; days
    without a figure come last.
    """
    kept = [step for step in steps if not selection.months or step.time.month in selection.months]
    if selection.dates:
        kept = [step for step in kept if step.time.date() in selection.dates]
    if selection.scenes == "all":
        return tuple(kept)
    chosen = _choose_days(kept, selection.scenes)
    return tuple(step for step in kept if step.time.date() in chosen)


def _choose_days(steps: Sequence[TimeStep], scenes: str) -> set:
    days: dict = {}
    for step in steps:
        days.setdefault(step.time.date(), []).append(step)
    period: Callable = (
        (lambda day: (day.year, day.month))
        if scenes != "clearest_of_10_days"
        else (lambda day: (day.year, day.month, min((day.day - 1) // 10, 2)))
    )
    groups: dict = {}
    for day in sorted(days):
        groups.setdefault(period(day), []).append(day)
    if scenes == "first_of_month":
        return {group[0] for group in groups.values()}
    return {min(group, key=lambda day: (_cloudiness(days[day]), day)) for group in groups.values()}


def _cloudiness(steps: Sequence[TimeStep]) -> float:
    known = [step.cloud_cover_pct for step in steps if step.cloud_cover_pct is not None]
    return sum(known) / len(known) if known else 101.0
