# SPDX-License-Identifier: GPL-2.0-or-later
"""JavaScript's conversions to number, boolean, text and property key."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from ..budget import check_text
from ..errors import CarriedState, Refusal
from .calendar import date_to_text
from .lanes import Lanes
from .lanewise import each_case
from .merging import distribute, gather, lanes_of, merge
from .values import HOLE, UNDEFINED, Choice, Function, HostFunction, JsArray, JsDate, JsObject, JsSymbol, Stale

_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\Z")
_PREFIXED = re.compile(r"0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+")
WHITE_SPACE = " \t\n\r\v\f\u00a0\ufeff\u2028\u2029\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
MAX_TEXT_DEPTH = 50


def text_to_number(text: str) -> float:
    """``Number("…")``."""
    text = text.strip(WHITE_SPACE)
    if not text:
        return 0.0
    if _DECIMAL.match(text):
        return float(text.replace("Infinity", "inf"))
    if not _PREFIXED.fullmatch(text):
        return math.nan
    return float(int(text, 0)) if len(text) < 250 else math.inf


def to_number(value: Any) -> Any:
    """A float or a float64 array."""
    kind = type(value)
    if kind is float:
        return value
    if kind is np.ndarray:
        return value.astype(np.float64) if value.dtype == np.bool_ else value
    if kind is bool:
        return 1.0 if value else 0.0
    if value is None:
        return 0.0
    if kind is str:
        return text_to_number(value)
    if kind is Choice:
        return _choice_to_number(value)
    if kind is JsDate:
        return value.time
    if kind is JsArray:
        return _array_to_number(value)
    if kind is JsObject:
        if value.kind == "Wrapper":
            return to_number(value.origin)
        refuse_own_conversion(value, ("valueOf", "toString"))
    if kind is Stale:
        raise CarriedState("a value is carried from one pixel to the next")
    return float(value) if isinstance(value, float) else math.nan


def _array_to_number(array: JsArray) -> Any:
    """``Number(array)``: none is 0, one counts as itself, more are no number."""
    item = fill_missing(array.items[0]) if array.items else 0.0
    if type(item) is bool or (type(item) is np.ndarray and item.dtype == np.bool_):
        first: Any = math.nan
    elif type(item) is Choice:
        first = _choice_to_number(item, array_item=True)
    else:
        first = to_number(None if item is UNDEFINED else item)
    if array.count is None:
        return first if len(array.items) < 2 else math.nan
    return np.where(array.count == 0, 0.0, np.where(array.count == 1, first, math.nan))


def fill_missing(item: Any) -> Any:
    """Array items that are undefined, null or were never written count as empty texts; here as null."""
    return None if item is HOLE or item is UNDEFINED else item


def refuse_own_conversion(value: JsObject, names: tuple[str, ...]) -> None:
    """An object with its own valueOf() or toString() would have to be asked."""
    holder: JsObject | None = value
    while holder is not None:
        if any(name in holder.props for name in names):
            raise Refusal("an object with its own valueOf() or toString() is used as a number or text")
        holder = holder.proto


def _choice_to_number(choice: Choice, array_item: bool = False) -> np.ndarray:
    numbers = [to_number(option) for option in choice.options]
    if array_item:
        empty = (HOLE, UNDEFINED)
        numbers = [0.0 if any(o is e for e in empty) else n for o, n in zip(choice.options, numbers)]
        booleans = [isinstance(o, bool) or (isinstance(o, np.ndarray) and o.dtype == np.bool_) for o in choice.options]
        numbers = [math.nan if is_boolean else n for is_boolean, n in zip(booleans, numbers)]
    result = np.full(choice.index.shape, math.nan)
    for position, number in enumerate(numbers):
        if isinstance(number, np.ndarray) or number == number:
            np.copyto(result, number, where=choice.index == position)
    return result


def to_truth(value: Any) -> Any:
    """A bool or a bool array."""
    kind = type(value)
    if kind is bool:
        return value
    if kind is np.ndarray:
        return value if value.dtype == np.bool_ else (value != 0) & (value == value)
    if kind is float:
        return value != 0.0 and value == value
    if kind is str:
        return value != ""
    if kind is Choice:
        result = np.zeros(value.index.shape, np.bool_)
        for position, option in enumerate(value.options):
            np.copyto(result, to_truth(option), where=value.index == position)
        return result
    if kind is Stale:
        raise CarriedState("a value is carried from one pixel to the next")
    return not (value is None or value is UNDEFINED or value is HOLE)


def number_to_text(number: float) -> str:
    """``String(number)`` as ECMAScript writes it."""
    if number != number:
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    digits, exponent = shortest_digits(abs(number))
    if -7 < exponent < 21:
        if exponent < 0:
            return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
        whole = digits[: exponent + 1].ljust(exponent + 1, "0")
        rest = digits[exponent + 1 :]
        return sign + whole + (f".{rest}" if rest else "")
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if exponent > 0 else '-'}{abs(exponent)}"


def shortest_digits(number: float) -> tuple[str, int]:
    """Significant digits and decimal exponent of the shortest text that reads back as the number."""
    mantissa, _, exponent = repr(number).partition("e")
    whole, _, fraction = mantissa.partition(".")
    shift = int(exponent or 0) + len(whole) - 1
    digits = whole + fraction
    stripped = digits.lstrip("0")
    shift -= len(digits) - len(stripped)
    return stripped.rstrip("0") or "0", shift


def to_text(value: Any, lanes: Lanes = None) -> Any:
    """A text, or a Choice of texts."""
    if type(value) is str:
        return value
    if type(value) is Choice:
        if all(type(option) is str for option in value.options):
            return value
        return distribute(lanes, value, to_text)
    if type(value) is np.ndarray:
        return _varying_text(value, lanes)
    return _object_text(value, lanes)


def _object_text(value: Any, lanes: Lanes) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_to_text(value)
    if value is UNDEFINED or value is HOLE:
        return "undefined"
    if value is None:
        return "null"
    if isinstance(value, JsArray):
        return join(value, ",", lanes)
    if isinstance(value, JsDate):
        return each_case(None, lanes, [value], lambda date: date_to_text(date.time))
    if isinstance(value, JsObject):
        return _tagged_text(value, lanes)
    if isinstance(value, (Function, HostFunction)):
        return "function () { [code] }"
    raise Refusal("this value cannot be turned into a text")


def _tagged_text(value: JsObject, lanes: Lanes) -> Any:
    if value.kind == "Error":
        name, message = (to_text(find_property(value, key), lanes) for key in ("name", "message"))
        return each_case(None, lanes, [name, message], lambda n, m: f"{n}: {m}" if n and m else n or m)
    if value.kind == "Wrapper":
        return to_text(value.origin, lanes)
    if value.kind == "RegExp":
        return f"/{value.origin.source}/{value.origin.flags}"
    refuse_own_conversion(value, ("toString",))
    return f"[object {value.kind}]" if value.kind in ("Map", "Set") else "[object Object]"


def find_property(value: JsObject, name: str) -> Any:
    """A property of an object or of its prototypes; undefined where there is none."""
    holder: JsObject | None = value
    while holder is not None:
        if name in holder.props:
            return holder.props[name]
        holder = holder.proto
    return UNDEFINED


def _varying_text(values: np.ndarray, lanes: Lanes) -> Any:
    active = values if lanes is None else values[lanes]
    distinct = np.unique(active)
    texts = [_object_text(v.item(), None) for v in distinct]
    index = np.clip(np.searchsorted(distinct, values), 0, len(distinct) - 1)
    return gather(texts, index, np.ones(values.shape, np.bool_))


def join(array: JsArray, separator: Any, lanes: Lanes, depth: int = 0) -> Any:
    """``array.join(separator)``."""
    if depth > MAX_TEXT_DEPTH:
        raise Refusal("an array is nested too deeply to be turned into a text")
    if array.count is not None:
        return _join_ragged(array, separator, lanes, depth)
    parts: list[Any] = [_item_text(item, lanes, depth) for item in array.items]
    if all(type(part) is str for part in parts) and type(separator) is str:
        check_text(sum(map(len, parts)) + len(separator) * len(parts))
        return separator.join(parts)
    check_text(sum(len(part) for part in parts if type(part) is str))
    return each_case(None, lanes, [separator, *parts], _join_plain)


def _join_plain(separator: str, *parts: str) -> str:
    check_text(sum(map(len, parts)) + len(separator) * len(parts))
    return separator.join(parts)


def _join_ragged(array: JsArray, separator: Any, lanes: Lanes, depth: int) -> Any:
    count: Any = array.count
    result: Any = ""
    for length in np.unique(count if lanes is None else count[lanes]):
        part = count == length if lanes is None else lanes & (count == length)
        plain = JsArray(array.items[: int(length)], part, array.shared)
        text = join(plain, separator, part, depth)
        result = merge(part, text, result)
    return result


def _item_text(item: Any, lanes: Lanes, depth: int) -> Any:
    if item is UNDEFINED or item is HOLE or item is None:
        return ""
    if isinstance(item, JsArray):
        return join(item, ",", lanes, depth + 1)
    text = to_text(item, lanes)
    for empty in (UNDEFINED, HOLE, None):
        missing = lanes_of(item, empty)
        if missing is not None:
            text = merge(missing, "", text)
    return text


def to_key(value: Any, lanes: Lanes) -> Any:
    """A property key: int for an index, str, a float array, or a Choice of texts."""
    kind = type(value)
    if kind is str:
        return value
    if kind is float:
        return int(value) if value >= 0 and value == math.floor(value) and value < 2**31 else number_to_text(value)
    if kind is np.ndarray and value.dtype != np.bool_:
        return value
    if kind is Choice and any(isinstance(option, (float, np.ndarray)) for option in value.options):
        if all(isinstance(o, (float, np.ndarray)) or o is UNDEFINED or o is None for o in value.options):
            return to_number(value)
    if kind is JsSymbol:
        return value.symbol_key
    return to_text(value, lanes)
