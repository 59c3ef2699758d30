# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes properties and array slots, in some lanes or all."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..budget import check_items
from ..errors import JsThrow, Refusal
from .conversion import to_number, to_text
from .lanes import DEAD, Lanes, covers, narrow, settle
from .merging import distribute, merge
from .values import HOLE, Choice, Container, Function, JsArray, JsObject, is_nullish


def is_whole(holder: Any, lanes: Lanes) -> bool:
    """Do the lanes include every lane that can see the holder?"""
    return lanes is None or lanes is holder.lanes or covers(lanes, holder.lanes)


def write(runtime: Any, holder: Any, key: Any, value: Any, lanes: Lanes) -> None:
    """``holder[key] = value`` in some lanes."""
    if type(key) is Choice:
        distribute(lanes, key, lambda one, part: write(runtime, holder, one, value, part))
        return
    kind = type(holder)
    if kind is JsArray:
        runtime.check_change(holder)
        _write_array(runtime, holder, key, value, lanes)
    elif kind is JsObject:
        runtime.check_change(holder)
        _write_object(runtime, holder, key, value, lanes)
    elif kind is Choice:
        distribute(lanes, holder, lambda one, part: write(runtime, one, key, value, part))
    elif kind is Function:
        runtime.check_change(holder)
        if not is_whole(holder, lanes):
            raise Refusal("a property of a function is set for some pixels only")
        holder.props[str(key)] = value
    elif is_nullish(holder):
        shown = "null" if holder is None else "undefined"
        raise JsThrow(f"Cannot set properties of {shown} (setting '{key}')", lanes=lanes)
    else:
        raise Refusal("a property is set on something that is neither an object nor an array")


def _charge(runtime: Any, holder: Container, value: Any, old: Any) -> None:
    if old is HOLE or (isinstance(value, (np.ndarray, Choice)) and not isinstance(old, (np.ndarray, Choice))):
        holder.hold(runtime.budget, runtime.size_of((value,)))


def _write_object(runtime: Any, holder: JsObject, key: Any, value: Any, lanes: Lanes) -> None:
    if isinstance(key, np.ndarray):
        _write_table(runtime, holder, key, value, lanes)
        return
    if type(key) is int:
        key = str(key)
    if holder.kind == "Prototype":
        raise Refusal("the built-in prototypes cannot be changed")
    old = holder.props.get(key, HOLE)
    check_items(len(holder.props))
    _charge(runtime, holder, value, old)
    if is_whole(holder, lanes):
        holder.props[key] = value
        if holder.partial is not None:
            holder.partial.pop(key, None)
    elif old is HOLE:
        holder.props[key] = value
        holder.partial = holder.partial or {}
        holder.partial[key] = lanes
    else:
        holder.props[key] = merge(lanes, value, old)
        if holder.partial is not None and key in holder.partial:
            holder.partial[key] = holder.partial[key] | lanes


def _write_table(runtime: Any, holder: JsObject, key: np.ndarray, value: Any, lanes: Lanes) -> None:
    names = to_text(key, lanes)
    if isinstance(names, Choice):
        distribute(lanes, names, lambda name, part: _write_object(runtime, holder, name, value, part))
    else:
        _write_object(runtime, holder, names, value, lanes)


def _write_array(runtime: Any, holder: JsArray, key: Any, value: Any, lanes: Lanes) -> None:
    if type(key) is int:
        write_slot(runtime, holder, key, value, lanes)
    elif isinstance(key, np.ndarray):
        active = key if lanes is None else key[lanes]
        for number in np.unique(active):
            if number < 0 or number != np.floor(number):
                raise Refusal("an array is written at an index that is negative, fractional or NaN for some pixels")
            check_items(number)
            runtime.budget.tick()
            part = narrow(lanes, key == number)
            if part is not DEAD:
                write_slot(runtime, holder, int(number), value, part)
    elif key == "length":
        _write_length(holder, value, lanes)
    else:
        if not is_whole(holder, lanes):
            raise Refusal("a named property of an array is set for some pixels only")
        holder.props = holder.props or {}
        check_items(len(holder.props))
        holder.props[key] = value


def write_slot(runtime: Any, holder: JsArray, key: int, value: Any, lanes: Lanes) -> None:
    """``holder[key] = value`` for one index, growing the array in those lanes."""
    items = holder.items
    check_items(key)
    grows = key >= len(items)
    _charge(runtime, holder, value, HOLE if grows else items[key])
    if is_whole(holder, lanes):
        if grows:
            items.extend([HOLE] * (key + 1 - len(items)))
        if holder.count is not None:
            _fill_gap(holder, key, lanes)
            holder.count = np.maximum(holder.count, key + 1)
        items[key] = value
        return
    if holder.count is None:
        if not grows:
            items[key] = value if items[key] is value else merge(lanes, value, items[key])
            return
        holder.count = np.full(runtime.lane_count, len(items), np.int32)
    if grows:
        items.extend([HOLE] * (key - len(items)))
        items.append(value)
    _fill_gap(holder, key, lanes)
    old = items[key]
    beyond = grows or not (holder.count > key).any()
    items[key] = value if beyond else merge(lanes, value, old)
    holder.count = np.where(lanes, np.maximum(holder.count, key + 1), holder.count)


def _fill_gap(holder: JsArray, key: int, lanes: Lanes) -> None:
    """Slots between an array's end and the index that is written become holes."""
    shortest = int(holder.count.min() if lanes is None else holder.count[lanes].min())
    for slot in range(shortest, key):
        gap = narrow(lanes, holder.count <= slot)
        if gap is None:
            holder.items[slot] = HOLE
        elif gap is not DEAD:
            holder.items[slot] = merge(gap, HOLE, holder.items[slot])


def _write_length(holder: JsArray, value: Any, lanes: Lanes) -> None:
    length = to_number(value)
    if isinstance(length, np.ndarray) or holder.count is not None or not is_whole(holder, lanes):
        raise Refusal("the length of an array is set differently from pixel to pixel")
    if length < 0 or length != int(length):
        raise JsThrow("Invalid array length", "RangeError", lanes=lanes)
    check_items(length)
    del holder.items[int(length) :]
    holder.items.extend([HOLE] * (int(length) - len(holder.items)))


def remove(runtime: Any, holder: Any, key: Any, lanes: Lanes) -> bool:
    """``delete holder[key]``."""
    if not isinstance(holder, JsObject) or not isinstance(key, (str, int)) or not is_whole(holder, lanes):
        raise Refusal("this use of delete is not supported")
    runtime.check_change(holder)
    holder.props.pop(str(key), None)
    if holder.partial is not None:
        holder.partial.pop(str(key), None)
    return True


def push(runtime: Any, holder: JsArray, values: list, lanes: Lanes) -> None:
    """Append values in some lanes."""
    runtime.check_change(holder)
    for value in values:
        check_items(len(holder.items) + 1)
        if holder.count is None and is_whole(holder, lanes):
            holder.hold(runtime.budget, runtime.size_of((value,)))
            holder.items.append(value)
            continue
        if holder.count is None:
            holder.count = np.full(runtime.lane_count, len(holder.items), np.int32)
        _push_ragged(runtime, holder, value, lanes)


def _push_ragged(runtime: Any, holder: JsArray, value: Any, lanes: Lanes) -> None:
    count = holder.count
    active = count if lanes is None else count[lanes]
    low, high = int(active.min()), int(active.max())
    if high >= len(holder.items):
        holder.items.append(value)
        holder.hold(runtime.budget, runtime.size_of((value,)))
        high -= 1
    for slot in range(low, high + 1):
        part = settle(count == slot) if lanes is None else narrow(lanes, count == slot)
        if part is DEAD:
            continue
        holder.items[slot] = value if part is None else merge(part, value, holder.items[slot])
    holder.count = count + 1 if lanes is None else count + lanes
