# SPDX-License-Identifier: GPL-2.0-or-later
"""Array methods that call a function of the script per item."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..engine.conversion import to_truth
from ..engine.lanes import DEAD, Lanes, narrow, split
from ..engine.merging import fill_holes, lanes_of, merge
from ..engine.methods import ARRAY_METHODS, argument, method
from ..engine.values import HOLE, UNDEFINED, Choice, Function, HostFunction, JsArray
from ..errors import JsThrow, Refusal
from .arrays import by_length, compact, lanes_at, lanes_with


def _callback(arguments: list, lanes: Lanes) -> Any:
    function = argument(arguments, 0)
    if not isinstance(function, (Function, HostFunction, Choice)):
        raise JsThrow("the argument is not a function", lanes=lanes)
    return function


def _test(runtime: Any, function: Any, array: JsArray, position: int, lanes: Lanes) -> Lanes:
    """The lanes in which a function says yes to an item."""
    truth = to_truth(runtime.call(function, UNDEFINED, [_item(array, position), float(position), array], lanes))
    if isinstance(truth, np.ndarray):
        return narrow(lanes, truth)
    return lanes if truth else DEAD


def _item(array: JsArray, position: int) -> Any:
    return fill_holes(array.items[position])


@method(ARRAY_METHODS, "map")
def array_map(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """A new array of what a function makes of each item."""
    function = _callback(arguments, lanes)
    results: list[Any] = []
    this, before = argument(arguments, 1), array.count
    for position in range(len(array.items)):
        part = lanes_with(array, position, lanes) if position < len(array.items) else DEAD
        if part is DEAD:
            results.append(HOLE)
            continue
        item = array.items[position]
        value = runtime.call(function, this, [item, float(position), array], part)
        is_whole = part is lanes or (array.count is before and lanes_of(item, HOLE) is None)
        results.append(value if is_whole else merge(part, value, HOLE))
    result = runtime.new_array(results, lanes)
    result.count = before
    return result


@method(ARRAY_METHODS, "forEach")
def array_for_each(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Call a function per item."""
    function = _callback(arguments, lanes)
    this = argument(arguments, 1)
    for position in range(len(array.items)):
        part = lanes_with(array, position, lanes) if position < len(array.items) else DEAD
        if part is not DEAD:
            runtime.call(function, this, [array.items[position], float(position), array], part)
    return UNDEFINED


@method(ARRAY_METHODS, "filter")
def array_filter(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The items a function says yes to."""
    function = _callback(arguments, lanes)
    items = list(array.items)
    keeps = []
    for position in range(len(items)):
        part = lanes_with(array, position, lanes) if position < len(array.items) else DEAD
        if part is not DEAD:
            items[position] = array.items[position]
        keeps.append(DEAD if part is DEAD else _test(runtime, function, array, position, part))
    return compact(runtime, items, keeps, lanes)


@method(ARRAY_METHODS, "flatMap")
def array_flat_map(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """``map`` and then ``flat``."""
    return ARRAY_METHODS["flat"](runtime, lanes, array_map(runtime, lanes, array, arguments), [])


def _reduce(runtime: Any, lanes: Lanes, array: JsArray, arguments: list, backwards: bool) -> Any:
    function = _callback(arguments, lanes)
    positions = [k for k, item in enumerate(array.items) if item is not HOLE]
    if backwards:
        positions.reverse()
    if len(arguments) > 1:
        result = arguments[1]
    elif positions:
        result = array.items[positions.pop(0)]
        if lanes_of(result, HOLE) is not None:
            raise Refusal("reduce() without a start on an array that is filled differently from pixel to pixel")
    else:
        raise JsThrow("Reduce of empty array with no initial value", lanes=lanes)
    for position in positions:
        part = lanes_with(array, position, lanes)
        if part is DEAD:
            continue
        value = runtime.call(function, UNDEFINED, [result, array.items[position], float(position), array], part)
        result = value if part is lanes else merge(part, value, result)
    return result


@method(ARRAY_METHODS, "reduce")
def array_reduce(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Join all items into one value, from the left."""
    if len(arguments) > 1:
        return _reduce(runtime, lanes, array, arguments, False)
    return by_length(runtime, array, lanes, lambda plain, part: _reduce(runtime, part, plain, arguments, False))


@method(ARRAY_METHODS, "reduceRight")
def array_reduce_right(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Join all items into one value, from the right."""
    return by_length(runtime, array, lanes, lambda plain, part: _reduce(runtime, part, plain, arguments, True))


def _search(
    runtime: Any, lanes: Lanes, array: JsArray, arguments: list, order: range, reach: Any = lanes_at
) -> list[tuple[int, Lanes]]:
    """The positions at which lanes find what they look for, each with those lanes."""
    function = _callback(arguments, lanes)
    found: list[tuple[int, Lanes]] = []
    looking = lanes
    for position in order:
        part = reach(array, position, looking)
        if part is DEAD:
            continue
        hit = _test(runtime, function, array, position, part)
        if hit is DEAD:
            continue
        found.append((position, hit))
        if hit is looking or hit is None:
            break
        looking = split(looking, hit)[1]
        if looking is DEAD:
            break
    return found


def _first(array: JsArray, found: list[tuple[int, Lanes]], lanes: Lanes, missing: Any, as_position: bool) -> Any:
    result = missing
    for position, hit in found:
        value = float(position) if as_position else _item(array, position)
        result = value if hit is lanes or hit is None else merge(hit, value, result)
    return result


@method(ARRAY_METHODS, "find")
def array_find(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The first item a function says yes to."""
    found = _search(runtime, lanes, array, arguments, range(len(array.items)))
    return _first(array, found, lanes, UNDEFINED, False)


@method(ARRAY_METHODS, "findIndex")
def array_find_index(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The position of the first item a function says yes to, or -1."""
    found = _search(runtime, lanes, array, arguments, range(len(array.items)))
    return _first(array, found, lanes, -1.0, True)


@method(ARRAY_METHODS, "findLast")
def array_find_last(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The last item a function says yes to."""
    found = _search(runtime, lanes, array, arguments, range(len(array.items) - 1, -1, -1))
    return _first(array, found, lanes, UNDEFINED, False)


@method(ARRAY_METHODS, "findLastIndex")
def array_find_last_index(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """The position of the last item a function says yes to, or -1."""
    found = _search(runtime, lanes, array, arguments, range(len(array.items) - 1, -1, -1))
    return _first(array, found, lanes, -1.0, True)


@method(ARRAY_METHODS, "some")
def array_some(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Does a function say yes to any item?"""
    result: Any = False
    for _, hit in _search(runtime, lanes, array, arguments, range(len(array.items)), lanes_with):
        result = True if hit is lanes or hit is None else hit | result
    return result


@method(ARRAY_METHODS, "every")
def array_every(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Does a function say yes to all items?"""
    function = _callback(arguments, lanes)
    asking = lanes
    result: Any = True
    for position in range(len(array.items)):
        part = lanes_with(array, position, asking)
        if part is DEAD:
            continue
        hit = _test(runtime, function, array, position, part)
        if hit is part:
            continue
        failed = part if hit is DEAD else split(part, hit)[1]
        if failed is lanes:
            return False
        result = ~failed & result
        asking = split(asking, failed)[1]
        if asking is DEAD:
            break
    return result
