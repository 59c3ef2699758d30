# SPDX-License-Identifier: GPL-2.0-or-later
"""Array methods that call nothing, and ``Array`` itself."""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np

from ..budget import check_items, check_text
from ..engine.changes import is_whole, push
from ..engine.conversion import join, to_number, to_text
from ..engine.lanes import DEAD, Lanes, narrow, settle
from ..engine.merging import check_growth, fill_holes, gather, lanes_of, merge
from ..engine.methods import ARRAY_METHODS, argument, method
from ..engine.values import HOLE, UNDEFINED, Choice, JsArray, Stale
from ..errors import CarriedState, Refusal


def lanes_at(array: JsArray, position: int, lanes: Lanes) -> Lanes:
    """The active lanes whose array reaches a position."""
    return lanes if array.count is None else narrow(lanes, array.count > position)


def lanes_with(array: JsArray, position: int, lanes: Lanes) -> Lanes:
    """The active lanes whose array has a value at a position, which a hole is not."""
    item = array.items[position]
    if type(item) is Stale:
        raise CarriedState("an array item carries a value from one pixel to the next")
    part = DEAD if item is HOLE else lanes_at(array, position, lanes)
    holes = lanes_of(item, HOLE)
    return part if holes is None or part is DEAD else narrow(part, ~holes)


def whole_number(value: Any, what: str) -> int:
    """An argument that must not differ per pixel, truncated."""
    number = to_number(value)
    if isinstance(number, np.ndarray):
        raise Refusal(f"{what} differs from pixel to pixel")
    if number != number:
        return 0
    return int(number) if math.isfinite(number) else int(math.copysign(2**53, number))


def by_length(runtime: Any, array: JsArray, lanes: Lanes, operation: Callable[[JsArray, Lanes], Any]) -> Any:
    """Run an operation once per length an array has, on plain copies, and join the results."""
    if array.count is None:
        return operation(array, lanes)
    result: Any = UNDEFINED
    for length in np.unique(array.count if lanes is None else array.count[lanes]):
        mask = array.count == length
        part = narrow(lanes, mask)
        if part is DEAD:
            continue
        value = operation(runtime.new_array(array.items[: int(length)], part), part)
        result = value if part is lanes else merge(mask, value, result)
    return result


@method(ARRAY_METHODS, "push")
def array_push(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Append; returns the new length."""
    push(runtime, array, arguments, lanes)
    return float(len(array.items)) if array.count is None else array.count.astype(np.float64)


def counts_of(runtime: Any, array: JsArray) -> np.ndarray:
    """The length per lane."""
    return np.full(runtime.lane_count, len(array.items), np.int32) if array.count is None else array.count


def rearrange(runtime: Any, lanes: Lanes, pool: list, source: Callable[[int], np.ndarray], counts: Any) -> JsArray:
    """A new array whose slot k holds ``pool[source(k)]``, lane by lane.

    :param counts: the new length per lane.
    """
    counts = np.asarray(counts, np.int64)
    active = counts if lanes is None else counts[lanes]
    longest = int(active.max())
    check_items(longest)
    items = []
    for k in range(longest):
        runtime.budget.tick()
        items.append(gather(pool, source(k), counts > k, HOLE))
    made = runtime.new_array(items, lanes)
    if (active != longest).any():
        made.count = np.minimum(counts, longest).astype(np.int32)
    return made


def replace_items(runtime: Any, lanes: Lanes, array: JsArray, new: JsArray) -> None:
    """The array gets the items of another one in some lanes."""
    array.hold(runtime.budget, runtime.size_of(new.items))
    if is_whole(array, lanes):
        array.items[:] = new.items
        array.count = new.count
        return
    old_count, new_count = counts_of(runtime, array), counts_of(runtime, new)
    items = array.items
    items.extend([HOLE] * (len(new.items) - len(items)))
    for k in range(len(items)):
        items[k] = merge(lanes, new.items[k] if k < len(new.items) else HOLE, items[k])
    array.count = np.where(lanes, new_count, old_count).astype(np.int32)


def place(value: Any, counts: np.ndarray) -> np.ndarray:
    """Positions per lane: negative ones count from the end, all are kept within the array."""
    number = to_number(value)
    number = np.trunc(np.where(number != number, 0.0, number))
    return np.where(number < 0, np.maximum(counts + number, 0), np.minimum(number, counts)).astype(np.int64)


def is_plain(array: JsArray, arguments: list) -> bool:
    """Do the length and the arguments not depend on the lane?"""
    return array.count is None and not any(isinstance(value, (np.ndarray, Choice)) for value in arguments)


@method(ARRAY_METHODS, "pop")
def array_pop(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Take the last item."""
    runtime.check_change(array)
    if array.count is None and is_whole(array, lanes):
        return fill_holes(array.items.pop()) if array.items else UNDEFINED
    count = np.full(runtime.lane_count, len(array.items), np.int32) if array.count is None else array.count
    filled = count > 0
    value = gather(array.items, count - 1, filled)
    array.count = count - (filled if lanes is None else filled & lanes)
    return value


@method(ARRAY_METHODS, "shift")
def array_shift(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Take the first item."""
    runtime.check_change(array)
    items = array.items
    if array.count is None and is_whole(array, lanes):
        return fill_holes(items.pop(0)) if items else UNDEFINED
    if not items:
        return UNDEFINED
    count = np.full(runtime.lane_count, len(items), np.int32) if array.count is None else array.count
    filled = count > 0
    value = fill_holes(items[0])
    value = value if filled.all() else merge(filled, value, UNDEFINED)
    for slot in range(len(items) - 1):
        items[slot] = items[slot + 1] if lanes is None else merge(lanes, items[slot + 1], items[slot])
    array.count = count - (filled if lanes is None else filled & lanes)
    return value


@method(ARRAY_METHODS, "unshift")
def array_unshift(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Put items in front."""
    _splice(runtime, lanes, array, 0.0, 0.0, arguments)
    return float(len(array.items)) if array.count is None else array.count.astype(np.float64)


@method(ARRAY_METHODS, "splice")
def array_splice(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Remove and insert items."""
    count = 0.0 if not arguments else math.inf if len(arguments) < 2 else arguments[1]
    return _splice(runtime, lanes, array, argument(arguments, 0, 0.0), count, arguments[2:])


def _splice(runtime: Any, lanes: Lanes, array: JsArray, where: Any, count: Any, added: list) -> JsArray:
    runtime.check_change(array)
    length = len(array.items)
    check_items(length + len(added))
    if is_plain(array, [where, count]) and is_whole(array, lanes):
        start = _clamp(where, length)
        end = start + max(0, min(whole_number(count, "the count"), length - start))
        removed = runtime.new_array(array.items[start:end], lanes)
        array.hold(runtime.budget, runtime.size_of(added))
        array.items[start:end] = added
        return removed
    counts = counts_of(runtime, array).astype(np.int64)
    first = place(where, counts)
    number = to_number(count)
    number = np.where(number != number, 0.0, np.clip(number, 0, length))
    dropped = np.minimum(number.astype(np.int64), counts - first)
    old = list(array.items)
    pool, more = [*old, *added, HOLE], len(added)
    removed = rearrange(runtime, lanes, pool, lambda k: np.minimum(first + k, length), dropped)

    def source(k: int) -> np.ndarray:
        behind = np.minimum(k - more + dropped, length)
        return np.where(k < first, min(k, length), np.where(k < first + more, length + k - first, behind))

    replace_items(runtime, lanes, array, rearrange(runtime, lanes, pool, source, counts - dropped + more))
    return removed


def _clamp(value: Any, length: int) -> int:
    position = whole_number(value, "a position in an array")
    return max(0, length + position) if position < 0 else min(position, length)


@method(ARRAY_METHODS, "slice")
def array_slice(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """A part of the array."""
    length = len(array.items)
    if is_plain(array, arguments):
        start = _clamp(argument(arguments, 0, 0.0), length)
        return runtime.new_array(array.items[start : _clamp(argument(arguments, 1, float(length)), length)], lanes)
    if not arguments:
        twin = runtime.new_array(list(array.items), lanes)
        twin.count = array.count
        return twin
    counts = counts_of(runtime, array).astype(np.int64)
    first = place(argument(arguments, 0, 0.0), counts)
    last = place(argument(arguments, 1, math.inf), counts)
    pool = [*array.items, HOLE]
    return rearrange(runtime, lanes, pool, lambda k: np.minimum(first + k, length), np.maximum(last - first, 0))


@method(ARRAY_METHODS, "concat")
def array_concat(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """A new array with more items."""
    result = array_slice(runtime, lanes, array, [])
    for value in arguments:
        append_value(runtime, lanes, result, value)
    return result


def append_value(runtime: Any, lanes: Lanes, result: JsArray, value: Any) -> None:
    """Put a value, or the items of an array, behind the others."""
    if isinstance(value, Choice) and any(isinstance(option, JsArray) for option in value.options):
        for position, option in enumerate(value.options):
            part = narrow(lanes, value.index == position)
            if part is not DEAD:
                append_value(runtime, part, result, option)
    elif isinstance(value, JsArray):
        append_items(runtime, lanes, result, value)
    else:
        push(runtime, result, [value], lanes)


def append_items(runtime: Any, lanes: Lanes, result: JsArray, value: JsArray) -> None:
    """Put the items of an array behind the others."""
    for position, item in enumerate(list(value.items)):
        part = lanes_at(value, position, lanes)
        if part is not DEAD:
            push(runtime, result, [item], part)


@method(ARRAY_METHODS, "reverse")
def array_reverse(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Turn the array round, in place."""
    runtime.check_change(array)
    items = array.items
    if array.count is None:
        turned = items[::-1]
    else:
        turned = [gather(items, array.count - 1 - k, array.count > k, HOLE) for k in range(len(items))]
    if not is_whole(array, lanes):
        turned = [merge(lanes, new, old) for new, old in zip(turned, items)]
    items[:] = turned
    return array


@method(ARRAY_METHODS, "fill")
def array_fill(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Write one value into a range of slots, in place."""
    check_growth(array.items)
    runtime.check_change(array)
    value = argument(arguments, 0)
    array.hold(runtime.budget, runtime.size_of([value]))
    counts = counts_of(runtime, array)
    plain = is_plain(array, arguments[1:3])
    first: Any = place(argument(arguments, 1, 0.0), counts)
    last: Any = place(argument(arguments, 2, math.inf), counts)
    for slot in range(len(array.items)):
        part = lanes
        if not plain:
            part = narrow(lanes, (first <= slot) & (slot < last))
        elif not first[0] <= slot < last[0]:
            part = DEAD
        if part is not DEAD:
            array.items[slot] = value if is_whole(array, part) else merge(part, value, array.items[slot])
    return array


@method(ARRAY_METHODS, "copyWithin")
def array_copy_within(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Copy a range of slots over others, in place."""
    runtime.check_change(array)
    counts = counts_of(runtime, array).astype(np.int64)
    target, first = place(argument(arguments, 0, 0.0), counts), place(argument(arguments, 1, 0.0), counts)
    size = np.minimum(place(argument(arguments, 2, math.inf), counts) - first, counts - target)

    def source(k: int) -> np.ndarray:
        return np.where((k >= target) & (k < target + size), first + k - target, k)

    replace_items(runtime, lanes, array, rearrange(runtime, lanes, list(array.items), source, counts))
    return array


@method(ARRAY_METHODS, "join", "toString")
def array_join(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """All items as one text."""
    separator = to_text(argument(arguments, 0, ","), lanes)
    return join(array, separator, lanes)


def repeat_text(text: str, count: int) -> str:
    """``text.repeat(count)`` within the limits."""
    check_text(len(text) * count)
    return text * count


def compact(runtime: Any, items: list, keeps: list[Any], lanes: Lanes) -> JsArray:
    """The items each lane keeps, close together.

    :param keeps: per item the lanes that keep it, as a mask or DEAD.
    """
    result = runtime.new_array([], lanes)
    if all(keep is lanes or keep is DEAD for keep in keeps):
        push(runtime, result, [item for item, keep in zip(items, keeps) if keep is not DEAD], lanes)
        return result
    size = runtime.lane_count
    count = np.zeros(size, np.int32)
    source = np.zeros((len(items), size), np.int16)
    everyone = np.arange(size)
    for position, keep in enumerate(keeps):
        if keep is DEAD:
            continue
        chosen = everyone if keep is None else np.flatnonzero(keep)
        source[count[chosen], chosen] = position
        count[chosen] += 1
    longest = int(count.max())
    if lanes is not None:
        count[~lanes] = longest
    result.items = [gather(items, source[k], count > k) for k in range(longest)]
    result.hold(runtime.budget, runtime.size_of(result.items))
    result.count = None if settle(count == longest) is None else count
    return result
