# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs an operation on plain values once per distinct combination of what the lanes hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Callable

import numpy as np

from ..errors import Stop
from .lanes import Lanes, check_limits
from .merging import gather, merge
from .values import HOLE, OTHER, UNDEFINED, Choice, JsArray, JsDate, kind_of

CASES_BETWEEN_CHECKS = 256
MAX_TEXT_OF_ALL_LANES = 20_000_000


def varies(value: Any) -> bool:
    """Does a value differ per lane?"""
    return isinstance(value, (np.ndarray, Choice)) or (isinstance(value, JsDate) and isinstance(value.time, np.ndarray))


def value_at(value: Any, lane: int) -> Any:
    """What one lane sees; containers stay as they are."""
    if isinstance(value, Choice):
        value = value.options[value.index[lane]]
    if isinstance(value, np.ndarray):
        return value[lane].item()
    if isinstance(value, JsDate) and isinstance(value.time, np.ndarray):
        return JsDate(float(value.time[lane]), None, value.shared)
    return value


def _codes(value: Any) -> np.ndarray:
    """Whole numbers from 0 on that are equal where a value is equal."""
    if isinstance(value, JsDate):
        value = value.time
    if isinstance(value, np.ndarray):
        plain = value.astype(np.int64) if value.dtype == np.bool_ else np.ascontiguousarray(value).view(np.int64)
        return np.unique(plain, return_inverse=True)[1]
    codes = value.index.astype(np.int64)
    start = len(value.options)
    for position, option in enumerate(value.options):
        if varies(option):
            inner = _codes(option)
            codes = np.where(value.index == position, start + inner, codes)
            start += int(inner.max()) + 1
    return codes


def find_cases(lanes: Lanes, values: list) -> tuple[list[int], np.ndarray]:
    """One lane per distinct combination of values, and per lane the number of its combination.

    Inactive lanes get the number 0. At least one of the values must vary.
    """
    combined: np.ndarray | None = None
    for value in values:
        if varies(value):
            codes = _codes(value)
            if combined is not None:
                codes = combined * (int(codes.max()) + 1) + codes
            combined = np.unique(codes, return_inverse=True)[1].astype(np.int64)
    if combined is None:
        raise ValueError("none of the values varies")
    active = combined if lanes is None else combined[lanes]
    _, first, inverse = np.unique(active, return_index=True, return_inverse=True)
    if lanes is None:
        return first.tolist(), inverse
    result = np.zeros(combined.shape, np.int64)
    result[lanes] = inverse
    return np.flatnonzero(lanes)[first].tolist(), result


def each_case(runtime: Any, lanes: Lanes, values: list, operation: Callable[..., Any]) -> Any:
    """``operation(*values)`` where every value is plain, joined over the lanes.

    The operation must depend on its arguments only and returns a number, boolean, text, null,
    undefined or a new array of such values.

    :param runtime: makes the arrays; None where the operation gives none.
    """
    if not any(varies(value) for value in values):
        return operation(*values)
    representatives, index = find_cases(lanes, values)
    results = run_cases(representatives, lambda lane: operation(*[value_at(value, lane) for value in values]))
    return join_results(runtime, lanes, results, index)


def run_cases(lanes: Iterable[int], operation: Callable[[int], Any]) -> list:
    """What an operation gives for single lanes, within the limits of the run.

    :raises Stop: when the time is over, the caller cancels or the texts are too long together.
    """
    results, length = [], 0
    for count, lane in enumerate(lanes):
        if count % CASES_BETWEEN_CHECKS == 0:
            check_limits()
        result = operation(lane)
        if type(result) is str:
            length += len(result)
            if length > MAX_TEXT_OF_ALL_LANES:
                raise Stop(f"the texts of all pixels have more than {MAX_TEXT_OF_ALL_LANES} characters together")
        results.append(result)
    return results


def join_results(runtime: Any, lanes: Lanes, results: list, index: np.ndarray) -> Any:
    """One value from plain results: lane by lane ``results[index]``; arrays become one array."""
    everywhere = np.ones(index.shape, np.bool_)
    if len(results) == 1:
        return results[0]
    arrays = [result for result in results if isinstance(result, JsArray)]
    if runtime is None or not arrays or any(r is not None and not isinstance(r, JsArray) for r in results):
        return gather(results, index, everywhere)
    if len(arrays) < len(results):
        empty = np.array([result is None for result in results])[index]
        filled = [JsArray([], lanes, False) if result is None else result for result in results]
        return merge(empty, None, join_results(runtime, lanes, filled, index))
    counts = np.array([len(result.items) for result in results], np.int32)
    longest = int(counts.max())
    rows = [[r.items[k] if k < len(r.items) else HOLE for r in results] for k in range(longest)]
    made = runtime.new_array([join_column(row, index) for row in rows], lanes)
    if (counts != longest).any():
        made.count = counts[index]
    for name in max((r.props or {} for r in results), key=len):
        made.props = made.props or {}
        made.props[name] = join_column([(r.props or {}).get(name, UNDEFINED) for r in results], index)
    return made


def join_column(values: list, index: np.ndarray) -> Any:
    """Lane by lane ``values[index]``; holes stay holes."""
    first = values[0]
    if all(value is first for value in values):
        return first
    if kind_of(first) == OTHER and not varies(first) and all(type(v) is str and v == first for v in values):
        return first
    return gather(values, index, np.ones(index.shape, np.bool_), HOLE)
