# SPDX-License-Identifier: GPL-2.0-or-later
"""Bringing a stack up to a later day: which of its time steps stay, and which days are to be fetched.

The result has the time steps that a stack fetched whole would have. Filters that pick one day of a period decide anew
about the period that the old stack ends in. A day counts as unchanged while the same scenes stand behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .stack_request import SceneSelection
from .timeline import TILE, TimeStep


@dataclass(frozen=True)
class ExtensionPlan:
    """What becomes of a stack."""

    kept: tuple[int, ...]
    """Steps of the old stack that stay, counted from 0."""

    days: tuple[date, ...]
    """UTC days to fetch, ascending."""

    changed: tuple[str, ...]
    """Days of the old stack whose scenes are others now."""

    dropped: tuple[str, ...]
    """Days of the old stack that its filter, or the service, no longer gives."""


def joint_day(steps: Sequence[TimeStep], selection: SceneSelection) -> date:
    """The first day that has to be looked at again.

    It is the last day of the stack, of which more scenes may have come later; with a filter by periods the first day
    of the period that the last step lies in.
    """
    last = steps[-1].time.date()
    if selection.scenes in ("first_of_month", "clearest_of_month"):
        last = last.replace(day=1)
    elif selection.scenes == "clearest_of_10_days":
        last = last.replace(day=min((last.day - 1) // 10, 2) * 10 + 1)
    return max(last, selection.start)


def plan_extension(
    old: Sequence[TimeStep], marks: Mapping[str, str], now: Sequence[TimeStep], joint: date
) -> ExtensionPlan:
    """Compare a stack with what there is now.

    :param old: the steps of the stack.
    :param marks: ``scenes_mark`` of its steps by their key, as its file tells them.
    :param now: the steps that the selection keeps from the joint on, as discovered now.
    """
    before = [index for index, step in enumerate(old) if step.time.date() < joint]
    held, found = _by_day(old, joint), _by_day(now, joint)
    same = {day for day in held if day in found and _is_same(held[day], found[day], marks)}
    kept = before + [index for index, step in enumerate(old) if step.time.date() in same]
    return ExtensionPlan(
        kept=tuple(kept),
        days=tuple(sorted(day for day in found if day not in same)),
        changed=tuple(str(day) for day in sorted(held) if day in found and day not in same),
        dropped=tuple(str(day) for day in sorted(held) if day not in found),
    )


def plan_undiscovered(old: Sequence[TimeStep], fetched: Sequence[TimeStep], joint: date) -> ExtensionPlan:
    """The same where scenes cannot be listed: everything from the joint on was fetched, and takes the old one's place.

    Without a day that the old stack does not have, nothing is new.
    """
    held, found = _by_day(old, joint), _by_day(fetched, joint)
    kept = tuple(index for index, step in enumerate(old) if step.time.date() < joint)
    if set(found) <= set(held) and all(len(found[day]) <= len(held[day]) for day in found):
        return ExtensionPlan(tuple(range(len(old))), (), (), ())
    dropped = tuple(str(day) for day in sorted(held) if day not in found)
    return ExtensionPlan(kept, tuple(sorted(found)), (), dropped)


def select_days(selection: SceneSelection, days: Sequence[date], end: date) -> SceneSelection:
    """The selection that fetches just these days. The filter has been applied already."""
    if selection.keeps_everything:
        return replace(selection, start=days[0], end=end)
    return replace(selection, start=days[0], end=days[-1], scenes="all", months=(), dates=tuple(days))


def _by_day(steps: Sequence[TimeStep], joint: date) -> dict[date, list[TimeStep]]:
    days: dict[date, list[TimeStep]] = {}
    for step in steps:
        if step.time.date() >= joint:
            days.setdefault(step.time.date(), []).append(step)
    return days


def _is_same(held: Sequence[TimeStep], found: Sequence[TimeStep], marks: Mapping[str, str]) -> bool:
    if [step.key for step in held] != [step.key for step in found]:
        return False
    return all(step.mosaicking == TILE or marks.get(step.key) == step.scenes_mark != "" for step in found)
