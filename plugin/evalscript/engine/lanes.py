# SPDX-License-Identifier: GPL-2.0-or-later
"""Masks of active lanes.

A mask is ``None`` (all lanes), :data:`DEAD` (none) or a bool array with at least one True.
Masks and values are never changed in place, so identity of two masks means equality.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

ACTIVE = threading.local()
"""``runtime`` is the one whose pixels run in this thread."""


def check_limits() -> None:
    """Look at the limits of the run in this thread, from places that do not know it.

    :raises Stop: when one is exceeded or the caller cancelled.
    """
    runtime = getattr(ACTIVE, "runtime", None)
    if runtime is not None:
        runtime.budget.check()


class _Dead:
    """No lane is active."""

    def __repr__(self) -> str:
        return "DEAD"


DEAD: Any = _Dead()
Lanes = Any


def settle(mask: Lanes) -> Lanes:
    """Normal form of a bool array."""
    if mask is None or mask is DEAD:
        return mask
    if mask.all():
        return None
    return mask if mask.any() else DEAD


def split(lanes: Lanes, condition: np.ndarray) -> tuple[Lanes, Lanes]:
    """The lanes where a condition holds and the others; ``lanes`` itself comes back when one side is empty."""
    if lanes is None:
        if condition.all():
            return None, DEAD
        return (condition, ~condition) if condition.any() else (DEAD, None)
    no = lanes > condition
    if not no.any():
        return lanes, DEAD
    yes = lanes & condition
    return (yes, no) if yes.any() else (DEAD, lanes)


def narrow(lanes: Lanes, condition: np.ndarray) -> Lanes:
    """The active lanes where a condition holds."""
    if lanes is None:
        return settle(condition)
    yes = lanes & condition
    if not yes.any():
        return DEAD
    return lanes if not (lanes > yes).any() else yes


def union(first: Lanes, second: Lanes) -> Lanes:
    """The lanes of either mask."""
    if first is DEAD or first is second:
        return second
    if second is DEAD:
        return first
    if first is None or second is None:
        return None
    return settle(first | second)


def covers(outer: Lanes, inner: Lanes) -> bool:
    """Is every lane of ``inner`` in ``outer``?"""
    if outer is None or outer is inner or inner is DEAD:
        return True
    if inner is None or outer is DEAD:
        return False
    return not (inner > outer).any()


def same(first: Lanes, second: Lanes) -> bool:
    """Are two masks equal?"""
    if first is second:
        return True
    if first is None or second is None or first is DEAD or second is DEAD:
        return False
    return bool((first == second).all())
