# SPDX-License-Identifier: GPL-2.0-or-later
"""Arithmetic, comparison and equality."""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np

from ..budget import check_text
from ..errors import CarriedState, JsThrow
from .conversion import refuse_own_conversion, to_key, to_number, to_text, to_truth
from .keys import has_property
from .lanes import Lanes
from .lanewise import each_case
from .merging import distribute
from .values import (
    BOOLEAN,
    OTHER,
    UNDEFINED,
    Choice,
    Function,
    HostFunction,
    JsArray,
    JsDate,
    JsObject,
    Stale,
    is_nullish,
    kind_of,
)

_OBJECTS = (JsArray, JsObject, JsDate, Function, HostFunction)


def negate(value: Any) -> Any:
    """``!value``."""
    truth = to_truth(value)
    return ~truth if isinstance(truth, np.ndarray) else not truth


def divide(a: Any, b: Any) -> Any:
    """``a / b``."""
    a, b = to_number(a), to_number(b)
    if type(a) is float and type(b) is float:
        if b != 0.0:
            return a / b
        return math.nan if a == 0.0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)
    return np.divide(a, b)


def remainder(a: Any, b: Any) -> Any:
    """``a % b``."""
    a, b = to_number(a), to_number(b)
    if type(a) is float and type(b) is float:
        return math.nan if b == 0.0 or math.isinf(a) or a != a or b != b else math.fmod(a, b)
    return np.fmod(a, b)


def power(a: Any, b: Any) -> Any:
    """``a ** b``; unlike IEEE, 1 to an infinite or NaN power is NaN."""
    a, b = to_number(a), to_number(b)
    if type(b) is float and b == 2.0:
        return a * a
    result = np.power(np.float64(a) if type(a) is float else a, b)
    if type(b) is float:
        if not math.isfinite(b):
            result = np.where((np.abs(a) == 1) | (b != b), math.nan, result)
    elif not np.isfinite(b).all():
        result = np.where(((np.abs(a) == 1) & np.isinf(b)) | np.isnan(b), math.nan, result)
    return result if isinstance(result, np.ndarray) and result.ndim else float(result)


def to_int32(value: Any) -> Any:
    """ToInt32: an int, or an int64 array."""
    number = to_number(value)
    if isinstance(number, np.ndarray):
        whole = np.where(np.isfinite(number), np.trunc(number), 0.0)
        low = np.mod(whole, 4294967296.0).astype(np.int64)
        return np.where(low >= 2147483648, low - 4294967296, low)
    if not math.isfinite(number):
        return 0
    low = int(number) & 0xFFFFFFFF
    return low - (1 << 32) if low >= 1 << 31 else low


def _bits(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any, Lanes], Any]:
    def apply(a: Any, b: Any, lanes: Lanes) -> Any:
        result = operation(to_int32(a), to_int32(b))
        return result.astype(np.float64) if isinstance(result, np.ndarray) else float(result)

    return apply


def _shift_left(a: Any, b: Any) -> Any:
    shifted = (a << (b & 31)) & 0xFFFFFFFF
    if isinstance(shifted, np.ndarray):
        return np.where(shifted >= 1 << 31, shifted - (1 << 32), shifted)
    return shifted - (1 << 32) if shifted >= 1 << 31 else shifted


def _add(a: Any, b: Any, lanes: Lanes) -> Any:
    if _is_text(a) or _is_text(b):
        return join_texts(to_text(a, lanes), to_text(b, lanes), lanes)
    for first, is_left in ((a, True), (b, False)):
        if type(first) is Choice and any(kind_of(o) == OTHER and not is_nullish(o) for o in first.options):
            if is_left:
                return distribute(lanes, a, lambda one, part: _add(one, b, part))
            return distribute(lanes, b, lambda one, part: _add(a, one, part))
    if isinstance(a, (str, *_OBJECTS)) or isinstance(b, (str, *_OBJECTS)):
        return join_texts(to_text(a, lanes), to_text(b, lanes), lanes)
    return to_number(a) + to_number(b)


def _is_text(value: Any) -> bool:
    return type(value) is str or (type(value) is Choice and all(type(option) is str for option in value.options))


def join_texts(a: Any, b: Any, lanes: Lanes) -> Any:
    """Two texts, one behind the other; either may differ per lane."""
    if type(a) is str and type(b) is str:
        check_text(len(a) + len(b))
        return a + b
    return each_case(None, lanes, [a, b], lambda x, y: join_texts(x, y, None))


def _comparison(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any, Lanes], Any]:
    def compare(a: Any, b: Any, lanes: Lanes) -> Any:
        if isinstance(a, str) and isinstance(b, str):
            return operation(a, b)
        if isinstance(a, Choice) and any(map(_compares_as_text, a.options)):
            return distribute(lanes, a, lambda one, part: compare(one, b, part))
        if isinstance(b, Choice) and any(map(_compares_as_text, b.options)):
            return distribute(lanes, b, lambda one, part: compare(a, one, part))
        if _compares_as_text(a) and _compares_as_text(b):
            for value in (a, b):
                if isinstance(value, JsObject):
                    refuse_own_conversion(value, ("valueOf", "toString"))
            return compare(to_text(a, lanes), to_text(b, lanes), lanes)
        return operation(to_number(a), to_number(b))

    return compare


def _compares_as_text(value: Any) -> bool:
    """Two of these are compared by their letters, as ``[2] < [10]`` is; beside a number each counts as one."""
    if isinstance(value, JsObject):
        return value.kind != "Wrapper"
    return isinstance(value, (str, JsArray, Function, HostFunction))


def equal(a: Any, b: Any, strict: bool, lanes: Lanes) -> Any:
    """``a === b`` or ``a == b``: a bool or a bool array."""
    kind_a, kind_b = kind_of(a), kind_of(b)
    if kind_a != OTHER and kind_b != OTHER:
        if strict and kind_a != kind_b:
            return False
        return to_number(a) == to_number(b) if kind_a != BOOLEAN or kind_b != BOOLEAN else a == b
    if strict and type(a) is Choice and kind_b == OTHER and type(b) not in (Choice, Stale):
        return _is_option(a, b)
    if type(a) is Choice:
        return distribute(lanes, a, lambda one, part: equal(one, b, strict, part))
    if type(b) is Choice:
        return distribute(lanes, b, lambda one, part: equal(a, one, strict, part))
    if is_nullish(a) or is_nullish(b):
        return a is b if strict else is_nullish(a) and is_nullish(b)
    if isinstance(a, str) and isinstance(b, str):
        return a == b
    if type(a) is Stale or type(b) is Stale:
        raise CarriedState("a value is carried from one pixel to the next")
    is_object_a, is_object_b = isinstance(a, _OBJECTS), isinstance(b, _OBJECTS)
    if (is_object_a and is_object_b) or strict:
        return a is b
    if is_object_a and isinstance(b, str):
        return equal(to_text(a, lanes), b, strict, lanes)
    if is_object_b and isinstance(a, str):
        return equal(to_text(b, lanes), a, strict, lanes)
    return to_number(a) == to_number(b)


def _is_option(choice: Choice, value: Any) -> Any:
    """The lanes in which a choice is one text, object, null or undefined."""
    if any(type(option) is Stale for option in choice.options):
        raise CarriedState("a value is carried from one pixel to the next")
    text = type(value) is str
    hits = [k for k, o in enumerate(choice.options) if o is value or (text and type(o) is str and o == value)]
    return choice.index == hits[0] if len(hits) == 1 else np.isin(choice.index, hits)


def _equality(strict: bool, wanted: bool) -> Callable[[Any, Any, Lanes], Any]:
    if wanted:
        return lambda a, b, lanes: equal(a, b, strict, lanes)
    return lambda a, b, lanes: negate(equal(a, b, strict, lanes))


def _contains(a: Any, b: Any, lanes: Lanes) -> Any:
    if not isinstance(b, (JsArray, JsObject, Function, HostFunction, Choice)):
        raise JsThrow("Cannot use 'in' operator to search for a key in a value that is no object", lanes=lanes)
    return has_property(b, to_key(a, lanes), lanes, True)


def _is_instance(a: Any, b: Any, lanes: Lanes) -> Any:
    if isinstance(a, Choice):
        return distribute(lanes, a, lambda one, part: _is_instance(one, b, part))
    if isinstance(b, Choice):
        return distribute(lanes, b, lambda one, part: _is_instance(a, one, part))
    if isinstance(b, (Function, HostFunction)):
        prototype = b.props.get("prototype")
        holder = a.proto if isinstance(a, JsObject) else None
        while holder is not None:
            if holder is prototype:
                return True
            holder = holder.proto
        return isinstance(b, HostFunction) and _is_built_in(a, b.name)
    raise JsThrow("Right-hand side of 'instanceof' is not callable", lanes=lanes)


def _is_built_in(a: Any, name: str) -> bool:
    if name == "Array":
        return isinstance(a, JsArray) and a.element is None
    if name == "Date":
        return isinstance(a, JsDate)
    if name == "Object":
        return isinstance(a, _OBJECTS) and not (isinstance(a, JsObject) and a.kind == "Null")
    if name == "Function":
        return isinstance(a, (Function, HostFunction))
    if isinstance(a, JsArray):
        return a.element is not None and a.element.name == name
    if not isinstance(a, JsObject):
        return False
    if a.kind == "Error":
        return name == "Error" or (a.origin == name)
    return a.kind == name


BINARY: dict[str, Callable[[Any, Any, Lanes], Any]] = {
    "+": _add,
    "-": lambda a, b, lanes: to_number(a) - to_number(b),
    "*": lambda a, b, lanes: to_number(a) * to_number(b),
    "/": lambda a, b, lanes: divide(a, b),
    "%": lambda a, b, lanes: remainder(a, b),
    "**": lambda a, b, lanes: power(a, b),
    "<": _comparison(lambda a, b: a < b),
    ">": _comparison(lambda a, b: a > b),
    "<=": _comparison(lambda a, b: a <= b),
    ">=": _comparison(lambda a, b: a >= b),
    "===": _equality(True, True),
    "!==": _equality(True, False),
    "==": _equality(False, True),
    "!=": _equality(False, False),
    "&": _bits(lambda a, b: a & b),
    "|": _bits(lambda a, b: a | b),
    "^": _bits(lambda a, b: a ^ b),
    "<<": _bits(_shift_left),
    ">>": _bits(lambda a, b: a >> (b & 31)),
    ">>>": _bits(lambda a, b: (a & 0xFFFFFFFF) >> (b & 31)),
    "in": _contains,
    "instanceof": _is_instance,
}


def type_name(value: Any, lanes: Lanes) -> Any:
    """``typeof value``."""
    kind = kind_of(value)
    if kind != OTHER:
        return "boolean" if kind == BOOLEAN else "number"
    if isinstance(value, Choice):
        return distribute(lanes, value, type_name)
    if isinstance(value, str):
        return "string"
    if value is UNDEFINED:
        return "undefined"
    return "function" if isinstance(value, (Function, HostFunction)) else "object"
