# SPDX-License-Identifier: GPL-2.0-or-later
"""Joins what different lanes computed into one value, and takes it apart again."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from ..errors import Refusal
from .lanes import DEAD, Lanes, narrow
from .values import HOLE, NUMBER, OTHER, UNDEFINED, Choice, kind_of

MAX_OPTIONS = 30_000
_PRUNE_FROM = 12


def merge(mask: np.ndarray, new: Any, old: Any) -> Any:
    """Lanes of ``mask`` take ``new``, the others ``old``."""
    if new is old:
        return new
    kind = kind_of(new)
    if kind != OTHER and kind == kind_of(old):
        if type(new) is type(old) is not np.ndarray and (new == old or (new != new and old != old)):
            if kind != NUMBER or new != 0.0:
                return new
        return np.where(mask, new, old)
    if type(new) is str and new == old:
        return new
    return _combine(mask, new, old)


def _combine(mask: np.ndarray, new: Any, old: Any) -> Any:
    options: list[Any] = []
    numeric: dict[int, int] = {}
    olds = _place_all(options, numeric, old, None)
    news = _place_all(options, numeric, new, mask)
    old_index = olds[old.index] if isinstance(old, Choice) else olds[0]
    new_index = news[new.index] if isinstance(new, Choice) else news[0]
    if len(options) == 1:
        return options[0]
    if len(options) > MAX_OPTIONS:
        raise Refusal("too many different values for one variable")
    return prune(Choice(options, np.where(mask, new_index, old_index).astype(np.int16, copy=False)))


def _place_all(options: list, numeric: dict[int, int], value: Any, mask: np.ndarray | None) -> np.ndarray:
    """Add the options of a value; returns the new position of each."""
    added = value.options if isinstance(value, Choice) else (value,)
    return np.array([_place(options, numeric, item, mask) for item in added], np.int16)


def _place(options: list, numeric: dict[int, int], item: Any, mask: np.ndarray | None) -> int:
    kind = kind_of(item)
    if kind == OTHER:
        for position, known in enumerate(options):
            if known is item or (type(item) is str and type(known) is str and item == known):
                return position
    elif kind in numeric:
        position = numeric[kind]
        options[position] = merge(mask, item, options[position])
        return position
    else:
        numeric[kind] = len(options)
    options.append(item)
    return len(options) - 1


def prune(choice: Choice) -> Any:
    """Drop options that no lane takes, once there are many."""
    count = len(choice.options)
    if count < _PRUNE_FROM or count % 4:
        return choice
    used = np.flatnonzero(np.bincount(choice.index, minlength=count))
    if len(used) == count:
        return choice
    if len(used) == 1:
        return choice.options[used[0]]
    remap = np.zeros(count, np.int16)
    remap[used] = np.arange(len(used))
    return Choice([choice.options[k] for k in used], remap[choice.index])


def lanes_of(value: Any, sentinel: Any) -> np.ndarray | None:
    """The lanes in which a choice is one special value; None when there are none."""
    if type(value) is Choice:
        for position, option in enumerate(value.options):
            if option is sentinel:
                return value.index == position
    return None


def fill_holes(value: Any) -> Any:
    """An array item as it is read: slots never written are undefined."""
    if value is HOLE:
        return UNDEFINED
    holes = lanes_of(value, HOLE)
    return value if holes is None else merge(holes, UNDEFINED, value)


def distribute(lanes: Lanes, choice: Choice, operation: Callable[[Any, Lanes], Any]) -> Any:
    """Run an operation once per option some active lane takes, under the mask of those lanes."""
    result: Any = None
    is_first = True
    for position, option in enumerate(choice.options):
        part = narrow(lanes, choice.index == position)
        if part is DEAD:
            continue
        value = operation(option, part)
        if part is lanes or part is None:
            return value
        result = value if is_first else merge(part, value, result)
        is_first = False
    return UNDEFINED if is_first else result


def gather(items: list, index: np.ndarray, inside: np.ndarray) -> Any:
    """``items[index]`` lane by lane, undefined where ``inside`` is False.

    :param index: integers; any value is allowed where ``inside`` is False.
    """
    if not items or not inside.any():
        return UNDEFINED
    safe = np.where(inside, index, 0).astype(np.intp)
    items = [fill_holes(item) for item in items]
    kinds = [kind_of(item) for item in items]
    first = kinds[0]
    if first != OTHER and all(kind == first for kind in kinds):
        value = take(items, safe)
        return value if inside.all() else merge(inside, value, UNDEFINED)
    used = np.flatnonzero(np.bincount(safe[inside], minlength=len(items)))
    result: Any = UNDEFINED
    if all(kinds[k] == OTHER and not isinstance(items[k], Choice) for k in used):
        return _choose(items, used, safe, inside)
    for k in used:
        item = items[k]
        mask = inside & (safe == k)
        result = item if mask.all() else merge(mask, item, result)
    return result


def _choose(items: list, used: np.ndarray, safe: np.ndarray, inside: np.ndarray) -> Any:
    options: list[Any] = [UNDEFINED]
    remap = np.zeros(len(items), np.int16)
    for k in used:
        remap[k] = _place(options, {}, items[k], None)
    index = np.where(inside, remap[safe], 0).astype(np.int16, copy=False)
    if len(options) == 2 and inside.all():
        return options[1]
    return Choice(options, index)


def take(items: list, index: np.ndarray) -> np.ndarray:
    """``items[index]`` for numbers."""
    if not any(isinstance(item, np.ndarray) for item in items):
        return np.asarray(items)[index]
    result = np.empty(index.shape, np.asarray(items[0]).dtype)
    for k in np.flatnonzero(np.bincount(index, minlength=len(items))):
        np.copyto(result, items[k], where=index == k)
    return result
