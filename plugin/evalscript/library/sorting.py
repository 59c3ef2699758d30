# SPDX-License-Identifier: GPL-2.0-or-later
"""``array.sort``: stable, and quick for the usual comparison of numbers."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from ..engine.changes import is_whole
from ..engine.conversion import to_number, to_text
from ..engine.lanes import DEAD, Lanes, narrow
from ..engine.merging import lanes_of, merge
from ..engine.methods import ARRAY_METHODS, argument, method
from ..engine.values import HOLE, NUMBER, UNDEFINED, Choice, Function, JsArray, kind_of
from ..errors import Refusal
from .arrays import lanes_at

MAX_NETWORK = 64


@method(ARRAY_METHODS, "sort")
def array_sort(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Sort in place."""
    runtime.check_change(array)
    comparator = argument(arguments, 0)
    items = array.items
    if array.count is None and not any(isinstance(item, (np.ndarray, Choice)) for item in items):
        _sort_plain(runtime, lanes, array, comparator)
    elif comparator is UNDEFINED:
        raise Refusal("sort() without a comparison sorts texts, and the numbers differ from pixel to pixel")
    elif _is_numeric(array) and _direction(comparator):
        _sort_numbers(runtime, lanes, array, comparator, _direction(comparator))
    else:
        _exchange(runtime, lanes, array, comparator)
    return array


def _is_numeric(array: JsArray) -> bool:
    return bool(array.items) and all(kind_of(item) == NUMBER for item in array.items)


def _direction(comparator: Any) -> int:
    """1 for ``(a, b) => a - b``, -1 for ``(a, b) => b - a``, else 0."""
    if not isinstance(comparator, Function) or comparator.code.simple is None or len(comparator.code.simple) != 2:
        return 0
    body = comparator.code.node.body
    if body.type == "BlockStatement":
        if len(body.body) != 1 or body.body[0].type != "ReturnStatement":
            return 0
        body = body.body[0].argument
    if body is None or body.type != "BinaryExpression" or body.operator != "-":
        return 0
    names = [getattr(side, "name", None) for side in (body.left, body.right)]
    if names == comparator.code.simple:
        return 1
    return -1 if names[::-1] == comparator.code.simple else 0


def _sort_plain(runtime: Any, lanes: Lanes, array: JsArray, comparator: Any) -> None:
    """Nothing differs per lane except, perhaps, what the comparison returns."""
    present = [item for item in array.items if item is not UNDEFINED and item is not HOLE]
    rest = [UNDEFINED] * sum(1 for item in array.items if item is UNDEFINED)
    rest += [HOLE] * sum(1 for item in array.items if item is HOLE)
    if not is_whole(array, lanes) and len(array.items) > 1:
        _exchange(runtime, lanes, array, comparator)
        return
    if comparator is UNDEFINED:
        present.sort(key=lambda item: to_text(item).encode("utf-16-be", "surrogatepass"))
    else:
        try:
            present = _merge_sorted(runtime, lanes, present, comparator)
        except _Varying:
            _exchange(runtime, lanes, array, comparator)
            return
    array.items[:] = present + rest


class _Varying(Exception):
    """The comparison of two items differs per lane."""


def _merge_sorted(runtime: Any, lanes: Lanes, items: list, comparator: Any) -> list:
    def compare(first: Any, second: Any) -> int:
        order = to_number(runtime.call(comparator, UNDEFINED, [first, second], lanes))
        if isinstance(order, np.ndarray):
            raise _Varying
        return -1 if order < 0 else 1 if order > 0 else 0

    return sorted(items, key=functools.cmp_to_key(compare))


def _sort_numbers(runtime: Any, lanes: Lanes, array: JsArray, comparator: Any, direction: int) -> None:
    size = runtime.lane_count
    stack = np.empty((len(array.items), size))
    for position, item in enumerate(array.items):
        stack[position] = item
    if array.count is not None:
        beyond = np.arange(len(array.items))[:, None] >= array.count
        stack[beyond] = math.inf * direction
    odd = np.isnan(stack).any(axis=0)
    if lanes is not None:
        odd &= lanes
    original = stack.copy() if odd.any() else stack
    stack.sort(axis=0)
    if direction < 0:
        stack = stack[::-1]
    if odd.any():
        _sort_with_nan(runtime, stack, original, array.count, np.flatnonzero(odd), direction)
    rows = list(stack)
    if not is_whole(array, lanes):
        rows = [merge(lanes, new, old) for new, old in zip(rows, array.items)]
    array.items[:] = rows


def _sort_with_nan(runtime: Any, stack: Any, original: Any, count: Any, where: Any, direction: int) -> None:
    """Lanes with NaN one by one: the result depends on the sort's very comparisons, and V8's is Python's."""

    def compare(first: float, second: float) -> int:
        order = (first - second) * direction
        return -1 if order < 0 else 1 if order > 0 else 0

    key = functools.cmp_to_key(compare)
    for lane in where:
        runtime.budget.tick()
        length = len(stack) if count is None else int(count[lane])
        stack[:, lane] = original[:, lane]
        stack[:length, lane] = sorted(original[:length, lane].tolist(), key=key)


def _exchange(runtime: Any, lanes: Lanes, array: JsArray, comparator: Any) -> None:
    """Stable odd-even exchange with the script's own comparison, for items that differ per lane."""
    items = array.items
    if comparator is UNDEFINED:
        raise Refusal("sort() without a comparison in some pixels only")
    if len(items) > MAX_NETWORK:
        raise Refusal(f"more than {MAX_NETWORK} items are sorted by a comparison that differs from pixel to pixel")
    if any(item is HOLE or item is UNDEFINED or _may_be_undefined(array, k) for k, item in enumerate(items)):
        raise Refusal("an array with undefined items is sorted differently from pixel to pixel")
    for turn in range(len(items)):
        for position in range(turn % 2, len(items) - 1, 2):
            part = lanes_at(array, position + 1, lanes)
            if part is DEAD:
                continue
            first, second = items[position], items[position + 1]
            order = to_number(runtime.call(comparator, UNDEFINED, [first, second], part))
            _swap(array, position, order, part)


def _may_be_undefined(array: JsArray, position: int) -> bool:
    item = array.items[position]
    for sentinel in (UNDEFINED, HOLE):
        missing = lanes_of(item, sentinel)
        if missing is not None and (missing if array.count is None else missing & (array.count > position)).any():
            return True
    return False


def _swap(array: JsArray, position: int, order: Any, part: Lanes) -> None:
    items = array.items
    first, second = items[position], items[position + 1]
    if not isinstance(order, np.ndarray):
        hit = part if order > 0 else DEAD
    else:
        if (np.isnan(order) if part is None else np.isnan(order) & part).any():
            raise Refusal("the comparison of sort() gives NaN for some pixels")
        hit = narrow(part, order > 0)
    if hit is DEAD:
        return
    if hit is None or (hit is part and is_whole(array, hit)):
        items[position], items[position + 1] = second, first
    else:
        items[position], items[position + 1] = merge(hit, second, first), merge(hit, first, second)
