# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes properties and array slots, in some lanes or all."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..budget import check_items
from ..errors import JsThrow, Refusal
from .conversion import to_number, to_text
from .keys import is_number_text, numeric_key, refuse_service_object
from .lanes import DEAD, Lanes, covers, narrow, settle
from .merging import check_length, distribute, merge
from .values import (
    HOLE,
    Accessor,
    Choice,
    Container,
    Function,
    HostFunction,
    JsArray,
    JsDate,
    JsObject,
    is_nullish,
)

MAX_TABLE_KEYS = 2000


def is_whole(holder: Any, lanes: Lanes) -> bool:
    """Do the lanes include every lane that can see the holder?"""
    return lanes is None or lanes is holder.lanes or covers(lanes, holder.lanes)


def write(runtime: Any, holder: Any, key: Any, value: Any, lanes: Lanes) -> None:
    """``holder[key] = value`` in some lanes."""
    if type(key) is Choice:
        distribute(lanes, key, lambda one, part: write(runtime, holder, numeric_key(one), value, part))
        return
    kind = type(holder)
    if (kind is JsArray or kind is JsObject) and holder.frozen:
        return
    if kind is JsArray:
        runtime.check_change(holder)
        _write_array(runtime, holder, key, value, lanes)
    elif kind is JsObject:
        refuse_service_object(holder, f"setting the property {key}")
        if (holder.partial is not None or holder.proto is not None) and not isinstance(key, (np.ndarray, Choice)):
            accessor = find_accessor(holder, str(key))
            if accessor is not None:
                if accessor.setter is not None:
                    runtime.call(accessor.setter, holder, [value], lanes)
                return
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
    elif hasattr(holder, "write_property"):
        holder.write_property(runtime, key, value, lanes)
    elif isinstance(holder, (JsDate, HostFunction)):
        raise Refusal("a property is set on something that is neither an object nor an array")


def find_accessor(holder: JsObject | None, name: str) -> Accessor | None:
    """The getter and setter of a property, own or inherited."""
    while holder is not None:
        if name in holder.props:
            found = holder.props[name]
            return found if type(found) is Accessor else None
        holder = holder.proto
    return None


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
        runtime.added = runtime.added or {}
        runtime.added.setdefault(holder.origin, {})[key] = value
    if key == "__proto__":
        raise Refusal("a prototype is changed")
    old = holder.props.get(key, HOLE)
    check_items(len(holder.props))
    _charge(runtime, holder, value, old)
    if is_whole(holder, lanes):
        if holder.ranks is not None:
            _note_whole(holder, key)
        holder.props[key] = value
        return
    if old is HOLE or (holder.partial and key in holder.partial):
        _note_partial(runtime, holder, key, lanes, old is HOLE)
    holder.props[key] = value if old is HOLE else merge(lanes, value, old)


def _start_ranks(holder: JsObject) -> dict[str, Any]:
    if holder.ranks is None:
        holder.ranks = {name: rank for rank, name in enumerate(holder.props)}
        holder.ranks["@@next"] = len(holder.ranks)
    return holder.ranks


def _next_rank(ranks: dict[str, Any]) -> int:
    ranks["@@next"] += 1
    return ranks["@@next"]


def _note_whole(holder: JsObject, key: str) -> None:
    """A property is written in all lanes of an object some of whose properties only some lanes have."""
    ranks, partial = _start_ranks(holder), holder.partial or {}
    if key in partial:
        ranks[key] = np.where(partial.pop(key), ranks[key], _next_rank(ranks))
    elif key not in holder.props:
        ranks[key] = _next_rank(ranks)


def _note_partial(runtime: Any, holder: JsObject, key: str, lanes: Lanes, is_new: bool) -> None:
    """A property is written in some lanes; those that did not have it have it from now on."""
    ranks = _start_ranks(holder)
    partial = holder.partial = {} if holder.partial is None else holder.partial
    if is_new:
        everyone = np.ones(runtime.lane_count, np.bool_)
        partial[key], ranks[key] = (everyone if lanes is None else lanes), _next_rank(ranks)
        return
    had = partial[key]
    ranks[key] = np.where(had, ranks[key], _next_rank(ranks))
    has = had | (True if lanes is None else lanes)
    partial[key] = has


def _write_table(runtime: Any, holder: JsObject, key: np.ndarray, value: Any, lanes: Lanes) -> None:
    names = to_text(key, lanes)
    if isinstance(names, Choice) and len(names.options) > MAX_TABLE_KEYS:
        raise Refusal("a table with too many different keys for different pixels")
    if isinstance(names, Choice):
        distribute(lanes, names, lambda name, part: _write_object(runtime, holder, name, value, part))
    else:
        _write_object(runtime, holder, names, value, lanes)


def _write_typed(runtime: Any, holder: JsArray, key: Any, value: Any, lanes: Lanes) -> None:
    """A typed array keeps its length and the type of its numbers."""
    if getattr(holder, "origin", None) == "view":
        raise Refusal("a part of a typed array is changed through subarray()")
    stored = holder.element.store(value)
    if type(key) is int:
        if key < len(holder.items):
            write_slot(runtime, holder, key, stored, lanes)
    elif isinstance(key, np.ndarray):
        for slot in range(len(holder.items)):
            part = narrow(lanes, key == slot)
            if part is not DEAD:
                write_slot(runtime, holder, slot, stored, part)
    elif key != "length" and not is_number_text(key):
        raise Refusal("a named property of a typed array is set")


def _write_array(runtime: Any, holder: JsArray, key: Any, value: Any, lanes: Lanes) -> None:
    if holder.element is not None:
        _write_typed(runtime, holder, key, value, lanes)
        return
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
        _write_length(runtime, holder, value, lanes)
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


def _write_length(runtime: Any, holder: JsArray, value: Any, lanes: Lanes) -> None:
    length = to_number(value)
    active = np.atleast_1d(length if lanes is None or not isinstance(length, np.ndarray) else length[lanes])
    if not ((active >= 0) & (active == np.floor(active))).all():
        raise JsThrow("Invalid array length", "RangeError", lanes="unknown" if len(active) > 1 else lanes)
    longest = float(active.max())
    check_items(longest)
    if not isinstance(length, np.ndarray) and holder.count is None and is_whole(holder, lanes):
        del holder.items[int(length) :]
        holder.items.extend([HOLE] * (int(length) - len(holder.items)))
        return
    count = np.full(runtime.lane_count, len(holder.items), np.int32) if holder.count is None else holder.count
    holder.items.extend([HOLE] * (int(longest) - len(holder.items)))
    new = np.clip(np.nan_to_num(length), 0, longest)
    new = np.where(np.ones(runtime.lane_count, np.bool_) if lanes is None else lanes, new, count).astype(np.int32)
    for slot in range(int(count.min()), len(holder.items)):
        grown = narrow(None, (count <= slot) & (new > slot))
        if grown is not DEAD:
            holder.items[slot] = merge(grown, HOLE, holder.items[slot])
    holder.count = new


def remove(runtime: Any, holder: Any, key: Any, lanes: Lanes) -> Any:
    """``delete holder[key]``."""
    if isinstance(key, np.ndarray):
        key = to_text(key, lanes)
    if isinstance(key, Choice):
        return distribute(lanes, key, lambda one, part: remove(runtime, holder, numeric_key(one), part))
    if isinstance(holder, Choice):
        return distribute(lanes, holder, lambda one, part: remove(runtime, one, key, part))
    if isinstance(holder, JsArray):
        return _remove_slot(runtime, holder, key, lanes)
    if not isinstance(holder, JsObject):
        raise Refusal("this use of delete is not supported")
    refuse_service_object(holder, f"deleting the property {key}")
    if holder.frozen:
        return False
    runtime.check_change(holder)
    name = str(key)
    if name not in holder.props:
        return True
    if not is_whole(holder, lanes):
        _start_ranks(holder)
        partial = holder.partial = {} if holder.partial is None else holder.partial
        left = partial.get(name, np.ones(runtime.lane_count, np.bool_)) & ~lanes
        if left.any():
            partial[name] = left
            return True
    holder.props.pop(name)
    if holder.ranks is not None:
        holder.ranks.pop(name, None)
    if holder.partial:
        holder.partial.pop(name, None)
    return True


def _remove_slot(runtime: Any, holder: JsArray, key: Any, lanes: Lanes) -> bool:
    if holder.frozen or holder.element is not None or key == "length":
        raise Refusal("delete of what cannot be deleted is not supported")
    runtime.check_change(holder)
    if type(key) is int:
        if key < len(holder.items):
            holder.items[key] = HOLE if is_whole(holder, lanes) else merge(lanes, HOLE, holder.items[key])
    elif holder.props and key in holder.props:
        if not is_whole(holder, lanes):
            raise Refusal("a named property of an array is deleted for some pixels only")
        holder.props.pop(key)
    return True


def push(runtime: Any, holder: JsArray, values: list, lanes: Lanes) -> None:
    """Append values in some lanes."""
    runtime.check_change(holder)
    if holder.frozen:
        raise JsThrow("Cannot add property, object is not extensible", lanes=lanes)
    check_length(holder.items)
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
