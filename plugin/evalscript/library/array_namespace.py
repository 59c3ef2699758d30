# SPDX-License-Identifier: GPL-2.0-or-later
"""``Array``: the constructor and its functions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..budget import check_items
from ..engine.compile_calls import ITERATOR_KEY, as_array
from ..engine.conversion import find_property, to_number
from ..engine.lanes import Lanes
from ..engine.merging import distribute, fill_holes
from ..engine.methods import ARRAY_METHODS, argument
from ..engine.properties import read
from ..engine.values import HOLE, UNDEFINED, Choice, HostFunction, JsArray, JsObject, is_nullish, kind_of
from ..errors import JsThrow
from .arrays import array_slice, whole_number
from .typed_arrays import ARRAY_FROM


def _construct_array(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsArray:
    if len(arguments) == 1 and kind_of(arguments[0]) == 1:
        length = arguments[0]
        if isinstance(length, np.ndarray):
            return _array_of_lengths(runtime, lanes, length)
        if length < 0 or length != math.floor(length):
            raise JsThrow("Invalid array length", "RangeError", lanes=lanes)
        check_items(length)
        return runtime.new_array([HOLE] * int(length), lanes)
    return runtime.new_array(list(arguments), lanes)


def _array_of_lengths(runtime: Any, lanes: Lanes, length: np.ndarray) -> JsArray:
    active = length if lanes is None else length[lanes]
    if not ((active >= 0) & (active == np.floor(active))).all():
        raise JsThrow("Invalid array length", "RangeError", lanes="unknown")
    longest = float(active.max())
    check_items(longest)
    result = runtime.new_array([HOLE] * int(longest), lanes)
    result.count = np.clip(np.nan_to_num(length), 0, longest).astype(np.int32)
    return result


def _array_from(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    source, function = argument(arguments, 0), argument(arguments, 1)
    if isinstance(source, Choice) and not all(isinstance(option, (JsArray, str)) for option in source.options):
        return distribute(lanes, source, lambda one, part: _array_from(runtime, part, this, [one, *arguments[1:]]))
    if isinstance(source, JsObject) and source.kind == "Object" and find_property(source, ITERATOR_KEY) is UNDEFINED:
        length = to_number(read(runtime, source, "length", lanes))
        if isinstance(length, np.ndarray):
            length = np.trunc(np.where(length > 0, length, 0.0))
            return _filled(runtime, lanes, _array_of_lengths(runtime, lanes, length), function)
        items: list[Any] = [read(runtime, source, k, lanes) for k in range(_length_of(length))]
    elif is_nullish(source):
        raise JsThrow("the value is not iterable", lanes=lanes)
    elif isinstance(source, (float, bool)):
        items = []
    else:
        array = as_array(runtime, source, lanes)
        if array.count is not None:
            return _filled(runtime, lanes, array_slice(runtime, lanes, array, []), function)
        items = [fill_holes(item) for item in array.items]
    if function is not UNDEFINED:
        items = [runtime.call(function, UNDEFINED, [item, float(k)], lanes) for k, item in enumerate(items)]
    return runtime.new_array(items, lanes)


def _filled(runtime: Any, lanes: Lanes, array: JsArray, function: Any) -> Any:
    """Holes become undefined, then the function makes the items."""
    array.items = [fill_holes(item) for item in array.items]
    return array if function is UNDEFINED else ARRAY_METHODS["map"](runtime, lanes, array, [function])


def _length_of(value: float) -> int:
    length = whole_number(value, "the length")
    check_items(length)
    return max(0, length)


ARRAY_FROM.append(_array_from)


def array_namespace() -> HostFunction:
    """``Array``."""
    props: dict[str, Any] = {
        "isArray": HostFunction("isArray", lambda rt, lanes, this, a: _is_array(argument(a, 0))),
        "from": HostFunction("from", _array_from),
        "of": HostFunction("of", lambda rt, lanes, this, a: rt.new_array(list(a), lanes)),
    }
    return HostFunction("Array", _construct_array, _construct_array, props)


def _is_array(value: Any) -> Any:
    options = getattr(value, "options", None)
    if options is None:
        return isinstance(value, JsArray) and value.element is None
    return np.isin(value.index, [k for k, option in enumerate(options) if _is_array(option)])
