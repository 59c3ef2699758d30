# SPDX-License-Identifier: GPL-2.0-or-later
"""Array methods that call nothing, and ``Array`` itself."""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np

from ..budget import check_items, check_text
from ..engine.changes import is_whole, push
from ..engine.compile_calls import iterate
from ..engine.conversion import join, to_number, to_text
from ..engine.lanes import DEAD, Lanes, narrow, settle
from ..engine.merging import fill_holes, gather, lanes_of, merge
from ..engine.methods import ARRAY_METHODS, argument, method
from ..engine.operators import equal
from ..engine.values import HOLE, NUMBER, UNDEFINED, Choice, JsArray, kind_of
from ..errors import Refusal


def lanes_at(array: JsArray, position: int, lanes: Lanes) -> Lanes:
    """The active lanes whose array reaches a position."""
    return lanes if array.count is None else narrow(lanes, array.count > position)


def lanes_with(array: JsArray, position: int, lanes: Lanes) -> Lanes:
    """The active lanes whose array has a value at a position, which a hole is not."""
    item = array.items[position]
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


def _need_whole(runtime: Any, array: JsArray, lanes: Lanes, name: str) -> None:
    runtime.check_change(array)
    if array.count is not None or not is_whole(array, lanes):
        raise Refusal(f"{name}() on an array that differs from pixel to pixel")


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
    _need_whole(runtime, array, lanes, "unshift")
    check_items(len(array.items) + len(arguments))
    array.hold(runtime.budget, runtime.size_of(arguments))
    array.items[:0] = arguments
    return float(len(array.items))


@method(ARRAY_METHODS, "splice")
def array_splice(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Remove and insert items."""
    _need_whole(runtime, array, lanes, "splice")
    length = len(array.items)
    start = _clamp(argument(arguments, 0, 0.0), length)
    count = length - start if len(arguments) < 2 else whole_number(arguments[1], "the argument of splice")
    end = start + max(0, min(count, length - start))
    removed = runtime.new_array(array.items[start:end], lanes)
    check_items(length + len(arguments))
    array.hold(runtime.budget, runtime.size_of(arguments[2:]))
    array.items[start:end] = arguments[2:]
    return removed


def _clamp(value: Any, length: int) -> int:
    position = whole_number(value, "a position in an array")
    return max(0, length + position) if position < 0 else min(position, length)


@method(ARRAY_METHODS, "slice")
def array_slice(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """A part of the array."""

    def cut(plain: JsArray, part: Lanes) -> JsArray:
        length = len(plain.items)
        start = _clamp(argument(arguments, 0, 0.0), length)
        end = _clamp(argument(arguments, 1, float(length)), length)
        return runtime.new_array(plain.items[start:end], part)

    if array.count is not None and not arguments:
        twin = runtime.new_array(list(array.items), lanes)
        twin.count = array.count
        return twin
    return by_length(runtime, array, lanes, cut)


@method(ARRAY_METHODS, "concat")
def array_concat(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """A new array with more items."""
    result = array_slice(runtime, lanes, array, [])
    for value in arguments:
        if not isinstance(value, JsArray):
            push(runtime, result, [value], lanes)
            continue
        for position, item in enumerate(value.items):
            part = lanes_at(value, position, lanes)
            if part is not DEAD:
                push(runtime, result, [item], part)
    return result


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
    runtime.check_change(array)
    value = argument(arguments, 0)
    start = _clamp(argument(arguments, 1, 0.0), len(array.items))
    end = _clamp(argument(arguments, 2, float(len(array.items))), len(array.items))
    array.hold(runtime.budget, runtime.size_of([value]))
    for slot in range(start, end):
        array.items[slot] = value if is_whole(array, lanes) else merge(lanes, value, array.items[slot])
    return array


@method(ARRAY_METHODS, "join", "toString")
def array_join(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """All items as one text."""
    separator = to_text(argument(arguments, 0, ","), lanes)
    return by_length(runtime, array, lanes, lambda plain, part: join(plain, separator))


def _is_nan(value: Any) -> Any:
    """In which lanes is it the number NaN?"""
    if kind_of(value) == NUMBER:
        return value != value
    result: Any = False
    if isinstance(value, Choice):
        for position, option in enumerate(value.options):
            if kind_of(option) == NUMBER:
                result = (option != option) & (value.index == position)
    return result


def _matches(array: JsArray, value: Any, lanes: Lanes, nan_equal: bool) -> list[Any]:
    """Per slot whether it equals a value, as bool or bool array."""
    result = []
    for position, item in enumerate(array.items):
        item = fill_holes(item) if nan_equal else item
        found = equal(item, value, True, lanes)
        if nan_equal:
            found = found | (_is_nan(item) & _is_nan(value))
        if array.count is not None:
            found = found & (array.count > position)
        result.append(found)
    return result


@method(ARRAY_METHODS, "includes")
def array_includes(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Is a value among the items? NaN counts as equal to NaN."""
    result: Any = False
    for found in _matches(array, argument(arguments, 0), lanes, True):
        result = result | found
    return result


@method(ARRAY_METHODS, "indexOf")
def array_index_of(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The first position of a value, -1 when it is missing."""
    matches = _matches(array, argument(arguments, 0), lanes, False)
    return _position(matches, range(len(matches) - 1, -1, -1))


@method(ARRAY_METHODS, "lastIndexOf")
def array_last_index_of(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The last position of a value, -1 when it is missing."""
    matches = _matches(array, argument(arguments, 0), lanes, False)
    return _position(matches, range(len(matches)))


def _position(matches: list[Any], order: range) -> Any:
    result: Any = -1.0
    for position in order:
        found = matches[position]
        if isinstance(found, np.ndarray):
            result = np.where(found, float(position), result)
        elif found:
            result = float(position)
    return result


@method(ARRAY_METHODS, "at")
def array_at(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The item at a position; negative ones count from the end."""

    def pick(plain: JsArray, part: Lanes) -> Any:
        position = whole_number(argument(arguments, 0, 0.0), "the argument of at")
        position += len(plain.items) if position < 0 else 0
        return fill_holes(plain.items[position]) if 0 <= position < len(plain.items) else UNDEFINED

    return by_length(runtime, array, lanes, pick)


@method(ARRAY_METHODS, "keys")
def array_keys(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The positions."""
    return by_length(
        runtime, array, lanes, lambda plain, part: runtime.new_array([float(k) for k in range(len(plain.items))], part)
    )


@method(ARRAY_METHODS, "values")
def array_values(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The items."""
    return array_slice(runtime, lanes, array, [])


@method(ARRAY_METHODS, "entries")
def array_entries(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Pairs of position and item."""
    pairs = [runtime.new_array([float(k), item], lanes) for k, item in enumerate(array.items)]
    result = runtime.new_array(pairs, lanes)
    result.count = array.count
    return result


@method(ARRAY_METHODS, "flat")
def array_flat(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Nested arrays opened, one level or as many as said."""
    depth = whole_number(argument(arguments, 0, 1.0), "the argument of flat")

    def flatten(items: list, level: int) -> list:
        result: list[Any] = []
        for item in items:
            if isinstance(item, JsArray) and level > 0:
                result.extend(flatten(iterate(item, lanes), min(level, 20) - 1))
            elif item is not HOLE:
                result.append(item)
            check_items(len(result))
        return result

    return by_length(runtime, array, lanes, lambda plain, part: runtime.new_array(flatten(plain.items, depth), part))


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
