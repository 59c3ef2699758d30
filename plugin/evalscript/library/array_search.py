# SPDX-License-Identifier: GPL-2.0-or-later
"""Array methods that look for values, list them or open nested arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..engine.changes import push
from ..engine.conversion import to_number
from ..engine.lanes import DEAD, Lanes, narrow
from ..engine.merging import fill_holes, gather
from ..engine.methods import ARRAY_METHODS, argument, method
from ..engine.operators import equal
from ..engine.values import NUMBER, UNDEFINED, Choice, JsArray, kind_of
from .arrays import array_slice, by_length, counts_of, is_plain, lanes_with, whole_number


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


def _matches(array: JsArray, arguments: list, lanes: Lanes, nan_equal: bool, from_end: bool = False) -> list[Any]:
    """Per slot whether it equals a value and lies in the range searched, as bool or bool array."""
    value, result = argument(arguments, 0), []
    limit = _search_limit(array, arguments, from_end)
    for position, item in enumerate(array.items):
        item = fill_holes(item) if nan_equal else item
        found = equal(item, value, True, lanes)
        if nan_equal:
            found = found | (_is_nan(item) & _is_nan(value))
        if array.count is not None:
            found = found & (array.count > position)
        if limit is not None:
            found = found & (position <= limit if from_end else position >= limit)
        result.append(found)
    return result


def _search_limit(array: JsArray, arguments: list, from_end: bool) -> Any:
    if len(arguments) < 2:
        return None
    start = np.asarray(to_number(arguments[1]))
    start = np.trunc(np.where(start != start, 0.0, start))
    count = len(array.items) if array.count is None else array.count
    limit = np.where(start < 0, start + count, start)
    return limit if limit.ndim else float(limit)


@method(ARRAY_METHODS, "includes")
def array_includes(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Is a value among the items? NaN counts as equal to NaN."""
    result: Any = False
    for found in _matches(array, arguments, lanes, True):
        result = result | found
    return result


@method(ARRAY_METHODS, "indexOf")
def array_index_of(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The first position of a value, -1 when it is missing."""
    matches = _matches(array, arguments, lanes, False)
    return _position(matches, range(len(matches) - 1, -1, -1))


@method(ARRAY_METHODS, "lastIndexOf")
def array_last_index_of(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The last position of a value, -1 when it is missing."""
    matches = _matches(array, arguments, lanes, False, from_end=True)
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
    if is_plain(array, arguments):
        position = whole_number(argument(arguments, 0, 0.0), "the argument of at")
        position += len(array.items) if position < 0 else 0
        return fill_holes(array.items[position]) if 0 <= position < len(array.items) else UNDEFINED
    number = np.asarray(to_number(argument(arguments, 0, 0.0)))
    number = np.trunc(np.where(number != number, 0.0, number))
    counts = counts_of(runtime, array)
    number = np.where(number < 0, number + counts, number)
    return gather(array.items, number, (number >= 0) & (number < counts))


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
    result = runtime.new_array([], lanes)
    _flatten(runtime, lanes, array, result, min(depth, 50))
    return result


def _flatten(runtime: Any, lanes: Lanes, value: Any, result: JsArray, depth: int) -> None:
    for position, item in enumerate(value.items):
        part = lanes_with(value, position, lanes)
        if part is DEAD:
            continue
        for option, chosen in split_options(item, part):
            if isinstance(option, JsArray) and depth > 0:
                _flatten(runtime, chosen, option, result, depth - 1)
            else:
                push(runtime, result, [option], chosen)


def split_options(value: Any, lanes: Lanes) -> list[tuple[Any, Lanes]]:
    """The alternatives of a value with their lanes; only those with arrays are taken apart."""
    if not isinstance(value, Choice) or not any(isinstance(option, JsArray) for option in value.options):
        return [(value, lanes)]
    parts = [(option, narrow(lanes, value.index == k)) for k, option in enumerate(value.options)]
    return [(option, part) for option, part in parts if part is not DEAD]
