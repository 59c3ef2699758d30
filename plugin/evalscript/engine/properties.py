# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads properties, array slots and table entries."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..errors import CarriedState, JsThrow, Refusal
from .conversion import number_to_text
from .keys import is_number_text, numeric_key, refuse_service_object, undefined_where_missing
from .lanes import DEAD, Lanes, covers, narrow
from .lanewise import each_case, varies
from .merging import check_length, distribute, fill_holes, gather, merge, partition_of, take
from .methods import TEXT_METHODS, find_method
from .values import (
    NUMBER,
    UNDEFINED,
    Accessor,
    Choice,
    Function,
    HostFunction,
    JsArray,
    JsObject,
    Stale,
    is_nullish,
    kind_of,
)

_NOT_OF_TEXTS = frozenset(("normalize", "isWellFormed", "toWellFormed"))
_NOT_OF_ARRAYS = frozenset(("toReversed", "toSorted", "toSpliced", "with", "buffer", "byteOffset"))


def read(runtime: Any, holder: Any, key: Any, lanes: Lanes) -> Any:
    """``holder[key]`` in some lanes.

    :param key: as :func:`~.conversion.to_key` gives it.
    :raises JsThrow: when the holder is null or undefined in one of the lanes.
    """
    if type(key) is Choice:
        return distribute(lanes, key, lambda one, part: read(runtime, holder, numeric_key(one), part))
    kind = type(holder)
    if kind is JsObject:
        return _read_object(runtime, holder, key, lanes)
    if kind is JsArray:
        return _read_array(runtime, holder, key, lanes)
    if kind is Choice:
        return _read_choice(runtime, holder, key, lanes)
    if kind is str:
        return _read_text(runtime, holder, key)
    if is_nullish(holder):
        shown = key if isinstance(key, str) else number_to_text(float(key)) if isinstance(key, int) else "…"
        raise JsThrow(
            f"Cannot read properties of {'null' if holder is None else 'undefined'} (reading '{shown}')", lanes=lanes
        )
    if kind is HostFunction and key in holder.props:
        return holder.props[key]
    if kind is Function:
        if type(key) is not str:
            return UNDEFINED
        if key == "prototype" and key not in holder.props and not holder.code.is_arrow:
            holder.props[key] = made = JsObject({"constructor": holder}, holder.lanes, holder.shared)
            made.hold(runtime.budget, 64)
        if key in holder.props:
            return fill_holes(holder.props[key])
        if key == "length" or key == "name":
            return float(holder.code.length) if key == "length" else holder.code.name
    if kind is HostFunction and type(key) is str and (key == "name" or key == "length"):
        return holder.name if key == "name" else UNDEFINED
    if hasattr(holder, "read_property"):
        return holder.read_property(runtime, key, lanes)
    return _as_function(runtime, holder, key)


def _as_function(runtime: Any, holder: Any, key: Any) -> Any:
    """A method that is read without being called; what the script added to a built-in prototype comes first."""
    if not isinstance(key, str):
        return UNDEFINED
    added = runtime.prototype_property(holder, key)
    if added is not UNDEFINED:
        return added
    if isinstance(holder, JsObject) and holder.kind == "Null":
        return UNDEFINED
    method = find_method(holder, key)
    if method is None:
        if key in (_NOT_OF_TEXTS if type(holder) is str else _NOT_OF_ARRAYS if type(holder) is JsArray else ()):
            raise Refusal(f"{key} is not supported")
        return runtime.constructor_of(holder) if key == "constructor" else UNDEFINED
    return HostFunction(key, method)


def _read_object(runtime: Any, holder: JsObject, key: Any, lanes: Lanes) -> Any:
    if isinstance(key, np.ndarray):
        refuse_service_object(holder, "a property named by a number")
        return _look_up(holder, key)
    if type(key) is int:
        key = str(key)
    owner: JsObject | None = holder
    while owner is not None:
        if key in owner.props:
            value = owner.props[key]
            if type(value) is Accessor:
                return UNDEFINED if value.getter is None else runtime.call(value.getter, holder, [], lanes)
            if type(value) is Stale:
                raise CarriedState(f"the property {key} carries a value from one pixel to the next")
            partial = owner.partial
            if not partial or key not in partial or covers(partial[key], lanes):
                return value
            if owner.proto is not None and owner.proto.props:
                raise Refusal("a property that only some pixels have hides one of the prototype")
            return merge(partial[key], value, UNDEFINED)
        owner = owner.proto
    refuse_service_object(holder, f"the property {key}")
    if key == "size" and holder.kind in ("Map", "Set"):
        return holder.origin.size(lanes)
    if key == "constructor" and holder.kind == "Object":
        return runtime.builtins.names["Object"]
    if key == "__proto__":
        return holder.proto
    if holder.kind == "RegExp":
        return holder.origin.read(key)
    return _as_function(runtime, holder, key)


def _look_up(holder: JsObject, key: np.ndarray) -> Any:
    """A table entry by a number that differs per lane."""
    names, values = [], []
    for name, value in holder.props.items():
        try:
            number = float(name)
        except ValueError:
            continue
        if number_to_text(number) == name and number == number:
            if type(value) is Accessor:
                raise Refusal("a getter is read by a number that differs from pixel to pixel")
            names.append(number)
            values.append(undefined_where_missing(holder, name, value))
    result: Any = UNDEFINED
    if names:
        order = np.argsort(names)
        ranks = np.asarray(names)[order]
        index = np.clip(np.searchsorted(ranks, key), 0, len(ranks) - 1)
        result = gather([values[k] for k in order], index, ranks[index] == key)
    if "NaN" in holder.props:
        result = merge(key != key, undefined_where_missing(holder, "NaN", holder.props["NaN"]), result)
    return result


def _read_array(runtime: Any, holder: JsArray, key: Any, lanes: Lanes) -> Any:
    items, count = holder.items, holder.count
    if type(key) is int:
        if key >= len(items):
            return UNDEFINED
        value = fill_holes(items[key])
        if count is not None:
            inside = count > key
            if not covers(inside, lanes):
                return merge(inside, value, UNDEFINED)
        return value
    if isinstance(key, np.ndarray):
        if holder.props and any(is_number_text(name) for name in holder.props):
            raise Refusal("an array with properties such as -1 is read by a number that differs from pixel to pixel")
        inside = (key >= 0) & (key < (len(items) if count is None else count)) & (key == np.floor(key))
        if lanes is not None:
            inside = inside | ~lanes if covers(inside, lanes) and items else inside
            safe = np.where((key >= 0) & (key < len(items)), key, 0)
            return gather(items, safe, inside)
        return gather(items, np.where(inside, key, 0), inside)
    if key == "length":
        check_length(items)
        return float(len(items)) if count is None else count.astype(np.float64)
    if holder.element is not None and key in ("BYTES_PER_ELEMENT", "byteLength"):
        return float(holder.element.bytes * (1 if key == "BYTES_PER_ELEMENT" else len(items)))
    if holder.props is not None and key in holder.props:
        return holder.props[key]
    return _as_function(runtime, holder, key)


def _read_text(runtime: Any, holder: str, key: Any) -> Any:
    if type(key) is str and key == "length":
        return float(len(holder))
    if type(key) is int:
        return holder[key] if key < len(holder) else UNDEFINED
    if isinstance(key, np.ndarray):
        inside = (key >= 0) & (key < len(holder)) & (key == np.floor(key))
        return gather(list(holder), np.where(inside, key, 0), inside)
    return _as_function(runtime, holder, key)


def _read_choice(runtime: Any, holder: Choice, key: Any, lanes: Lanes) -> Any:
    """The property of objects that differ per lane; quick when all have it as a number."""
    values: list[Any] = []
    for position, option in enumerate(holder.options):
        value = UNDEFINED
        if type(option) is JsObject and type(key) is str and option.partial is None:
            value = option.props.get(key, UNDEFINED)
        elif type(option) is JsArray and type(key) is int and option.count is None and key < len(option.items):
            value = fill_holes(option.items[key])
        elif is_nullish(option) and narrow(lanes, holder.index == position) is DEAD:
            value = math.nan
        if kind_of(value) != NUMBER:
            return distribute(lanes, holder, lambda one, part: read(runtime, one, key, part))
        values.append(value)
    if len(values) == 2:
        return merge(holder.index == 0, values[0], values[1])
    return take(values, partition_of(holder))


def call_method(runtime: Any, holder: Any, key: Any, arguments: list, lanes: Lanes) -> Any:
    """``holder[key](…)`` in some lanes."""
    kind = type(holder)
    if kind is Choice or kind is str:
        if key in TEXT_METHODS and _is_text(holder):
            return _call_text_method(runtime, holder, key, arguments, lanes)
    if kind is Choice:
        return distribute(lanes, holder, lambda one, part: call_method(runtime, one, key, arguments, part))
    if kind is JsArray and key != "fill":  # it reads nothing, and looks at the length itself
        check_length(holder.items)
    if type(key) is str and kind is not JsObject and kind is not Function and kind is not HostFunction:
        if kind is not JsArray or holder.props is None or key not in holder.props:
            method = find_method(holder, key) if not is_nullish(holder) else None
            if method is not None and runtime.added is None:
                return method(runtime, lanes, holder, arguments)
    function = read(runtime, holder, key, lanes)
    if function is UNDEFINED or not isinstance(function, (Function, HostFunction, Choice)):
        if kind is JsArray and key == "next":  # values() and its like give arrays here
            raise Refusal("next() of an iterator is not supported")
        raise JsThrow(f"{key} is not a function", lanes=lanes)
    return runtime.call(function, holder, arguments, lanes)


def _is_text(holder: Any) -> bool:
    return type(holder) is str or all(type(option) is str for option in holder.options)


def _call_text_method(runtime: Any, holder: Any, key: str, arguments: list, lanes: Lanes) -> Any:
    """A text method; once per distinct combination when text or arguments differ per lane."""
    method = TEXT_METHODS[key]
    if type(holder) is str and not any(varies(value) for value in arguments):
        return method(runtime, lanes, holder, arguments)
    if any(isinstance(value, (Function, HostFunction)) for value in arguments):
        return distribute(lanes, holder, lambda one, part: method(runtime, part, one, arguments))
    return each_case(runtime, lanes, [holder, *arguments], lambda text, *rest: method(runtime, lanes, text, list(rest)))
