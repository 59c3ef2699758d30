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
from ..engine.lanewise import find_cases, run_cases, value_at, varies
from ..engine.merging import gather, lanes_of, merge
from ..engine.methods import ARRAY_METHODS, argument, method
from ..engine.values import HOLE, NUMBER, UNDEFINED, Choice, Function, HostFunction, JsArray, kind_of
from ..errors import JsThrow, Refusal
from .arrays import compact

MAX_EXACT = 64


@method(ARRAY_METHODS, "sort")
def array_sort(runtime: Any, lanes: Lanes, array: JsArray, arguments: list) -> Any:
    """Sort in place."""
    runtime.check_change(array)
    comparator = argument(arguments, 0)
    if comparator is not UNDEFINED and not isinstance(comparator, (Function, HostFunction, Choice)):
        raise JsThrow("The comparison function must be either a function or undefined", lanes=lanes)
    items = array.items
    if len(items) < 2:
        return array
    plain = array.count is None and not any(isinstance(item, (np.ndarray, Choice)) for item in items)
    if plain and is_whole(array, lanes) and _sort_plain(runtime, lanes, array, comparator):
        return array
    if _is_numeric(array) and _direction(comparator):
        _sort_numbers(runtime, lanes, array, comparator, _direction(comparator))
    else:
        _sort_lanes(runtime, lanes, array, comparator)
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


def _sort_plain(runtime: Any, lanes: Lanes, array: JsArray, comparator: Any) -> bool:
    """Nothing differs per lane; False when, after all, the comparison returns something that does."""
    present = [item for item in array.items if item is not UNDEFINED and item is not HOLE]
    rest = [UNDEFINED] * sum(1 for item in array.items if item is UNDEFINED)
    rest += [HOLE] * sum(1 for item in array.items if item is HOLE)
    if comparator is UNDEFINED:
        texts = [to_text(item, lanes) for item in present]
        if not all(type(text) is str for text in texts):
            return False
        ranks = sorted(range(len(present)), key=lambda k: text_key(texts[k]))
        present = [present[k] for k in ranks]
    else:
        try:
            present = _merge_sorted(runtime, lanes, present, comparator)
        except _Varying:
            return False
    array.items[:] = present + rest
    return True


def text_key(text: str) -> bytes:
    """Orders texts by their UTF-16 code units, as JavaScript does."""
    return text.encode("utf-16-be", "surrogatepass")


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


def _sort_lanes(runtime: Any, lanes: Lanes, array: JsArray, comparator: Any) -> None:
    """Items that differ per lane: undefined ones go to the end, holes behind them, the rest is sorted."""
    old = list(array.items)
    size, everywhere = runtime.lane_count, np.ones(runtime.lane_count, np.bool_)
    count = np.full(size, len(old), np.int32) if array.count is None else array.count
    holes = sum(_lanes_equal(item, HOLE, size) & (count > k) for k, item in enumerate(old))
    undefined = sum(_lanes_equal(item, UNDEFINED, size) & (count > k) for k, item in enumerate(old))
    present = count - holes - undefined
    values, sortable = old, count
    if np.any(holes) or np.any(undefined):
        keeps = []
        for k, item in enumerate(old):
            missing = _lanes_equal(item, HOLE, size) | _lanes_equal(item, UNDEFINED, size) | (count <= k)
            keeps.append(narrow(lanes, ~missing))
        packed = compact(runtime, old, keeps, lanes)
        values = packed.items
        sortable = np.minimum(present, len(values))
    order = (_order_texts if comparator is UNDEFINED else _order_lanes)(runtime, lanes, values, sortable, comparator)
    pool = [*values, UNDEFINED, HOLE]
    for k in range(len(old)):
        row = order[k] if k < len(order) else np.zeros(size, np.int64)
        source = np.where(k < present, row, np.where(k < present + undefined, len(pool) - 2, len(pool) - 1))
        new = gather(pool, source, everywhere, HOLE)
        array.items[k] = new if is_whole(array, lanes) else merge(lanes, new, old[k])
    array.hold(runtime.budget, runtime.size_of(array.items))


def _lanes_equal(item: Any, sentinel: Any, size: int) -> np.ndarray:
    """The lanes in which an item is undefined or a hole."""
    if item is sentinel:
        return np.ones(size, np.bool_)
    found = lanes_of(item, sentinel)
    return np.zeros(size, np.bool_) if found is None else found


def _order_texts(runtime: Any, lanes: Lanes, items: list, count: np.ndarray, comparator: Any) -> np.ndarray:
    """Per slot and lane the item that the order of the texts puts there."""
    order = np.zeros((len(items), runtime.lane_count), np.int64)
    if not any(varies(value) for value in [count, *items]):
        representatives, index = [0], np.zeros(runtime.lane_count, np.int64)
    else:
        representatives, index = find_cases(lanes, [count.astype(np.float64), *items])
    columns = np.zeros((len(items), len(representatives)), np.int64)

    def ranks(lane: int) -> list[int]:
        keys = [_plain_key(runtime, value_at(item, lane), lane) for item in items[: int(count[lane])]]
        return sorted(range(len(keys)), key=keys.__getitem__)

    for case, found in enumerate(run_cases(representatives, ranks)):
        columns[: len(found), case] = found
    for k in range(len(items)):
        order[k] = columns[k][index]
    return order


def _plain_key(runtime: Any, value: Any, lane: int) -> bytes:
    text = to_text(value, None)
    if type(text) is not str:
        raise Refusal("sort() of arrays or objects whose texts differ from pixel to pixel")
    return text_key(text)


def _order_lanes(runtime: Any, lanes: Lanes, items: list, count: np.ndarray, comparator: Any) -> np.ndarray:
    """V8's binary insertion sort in all lanes at once.

    Up to 63 items come out as in V8 even with a comparison that contradicts itself.
    """
    size, total = runtime.lane_count, len(items)
    order = np.repeat(np.arange(total, dtype=np.int64)[:, None], size, axis=1)
    if total < 2:
        return order
    columns = np.arange(size)
    run = _find_run(runtime, lanes, items, count, comparator, order)
    for start in range(1, total):
        part = narrow(lanes, (count > start) & (run <= start))
        if part is DEAD:
            continue
        left, right = np.zeros(size, np.int64), np.full(size, start, np.int64)
        if part is not None:
            left[~part] = right[~part] = start
        while True:
            looking = narrow(part, left < right)
            if looking is DEAD:
                break
            middle = left + ((right - left) >> 1)
            other = gather(items, order[np.minimum(middle, start), columns], np.ones(size, np.bool_))
            before = _is_before(runtime, comparator, items[start], other, looking)
            active = np.ones(size, np.bool_) if looking is None else looking
            right = np.where(active & before, middle, right)
            left = np.where(active & ~before, middle + 1, left)
        _insert(order, start, left)
    if total >= MAX_EXACT:
        _check_order(runtime, lanes, items, count, comparator, order)
    return order


def _is_before(runtime: Any, comparator: Any, first: Any, second: Any, lanes: Lanes) -> Any:
    return to_number(runtime.call(comparator, UNDEFINED, [first, second], lanes)) < 0


def _find_run(runtime: Any, lanes: Lanes, items: list, count: np.ndarray, comparator: Any, order: np.ndarray) -> Any:
    """The length of the ordered beginning of each lane; a falling one is turned round in ``order``."""
    size = runtime.lane_count
    run = np.ones(size, np.int64)
    part = narrow(lanes, count > 1)
    if part is DEAD:
        return run
    falling = np.broadcast_to(_is_before(runtime, comparator, items[1], items[0], part), (size,))
    going = np.ones(size, np.bool_) if part is None else part.copy()
    run[going] = 2
    for k in range(2, len(items)):
        part = narrow(lanes, going & (count > k))
        if part is DEAD:
            break
        before = np.broadcast_to(_is_before(runtime, comparator, items[k], items[k - 1], part), (size,))
        going = going & (count > k) & (before == falling)
        run[going] += 1
    turned = falling & (run > 1) & (count > 1)
    for lane_run in np.unique(run[turned]):
        chosen = np.flatnonzero(turned & (run == lane_run))
        order[:lane_run, chosen] = order[:lane_run, chosen][::-1]
    return run


def _insert(order: np.ndarray, start: int, place: np.ndarray) -> None:
    """Move slot ``start`` of each lane to its place; what was there moves up."""
    pivot = order[start].copy()
    for k in range(start, 0, -1):
        moved = place < k
        if not moved.any():
            break
        order[k] = np.where(moved, order[k - 1], order[k])
    order[place, np.arange(order.shape[1])] = np.where(place < start, pivot, order[place, np.arange(order.shape[1])])


def _check_order(runtime: Any, lanes: Lanes, items: list, count: Any, comparator: Any, order: np.ndarray) -> None:
    """A contradictory comparison of many items: what comes out depends on every step of the sort."""
    everywhere = np.ones(runtime.lane_count, np.bool_)
    for k in range(len(items) - 1):
        part = narrow(lanes, count > k + 1)
        if part is DEAD:
            break
        first, second = gather(items, order[k], everywhere), gather(items, order[k + 1], everywhere)
        result = to_number(runtime.call(comparator, UNDEFINED, [second, first], part))
        wrong = np.broadcast_to((result < 0) | (result != result), everywhere.shape)
        if np.any(wrong if part is None else wrong & part):
            raise Refusal("the comparison of sort() contradicts itself")
