# SPDX-License-Identifier: GPL-2.0-or-later
"""JavaScript's conversions to number, boolean, text and property key."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from ..budget import check_text
from ..errors import Refusal
from .calendar import date_to_text
from .lanes import Lanes
from .merging import distribute, gather
from .values import HOLE, UNDEFINED, Choice, Function, HostFunction, JsArray, JsDate, JsObject

_DECIMAL = re.compile(r"[+-]?(?:Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\Z")
_PREFIXED = re.compile(r"0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+")
MAX_DISTINCT_TEXTS = 512


def text_to_number(text: str) -> float:
    """``Number("…")``."""
    text = text.strip()
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
    if kind is JsArray and value.count is None and len(value.items) < 2:
        item = value.items[0] if value.items else None
        return to_number(None if item is UNDEFINED or item is HOLE else item)
    return float(value) if isinstance(value, float) else math.nan


def _choice_to_number(choice: Choice) -> np.ndarray:
    numbers = [to_number(option) for option in choice.options]
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
    digits, exponent = _shortest(abs(number))
    if -7 < exponent < 21:
        if exponent < 0:
            return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
        whole = digits[: exponent + 1].ljust(exponent + 1, "0")
        rest = digits[exponent + 1 :]
        return sign + whole + (f".{rest}" if rest else "")
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if exponent > 0 else '-'}{abs(exponent)}"


def _shortest(number: float) -> tuple[str, int]:
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
        return distribute(lanes, value, to_text)
    if type(value) is np.ndarray:
        return _varying_text(value, lanes)
    return _uniform_text(value)


def _uniform_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_to_text(value)
    if value is UNDEFINED or value is HOLE:
        return "undefined"
    if value is None:
        return "null"
    if isinstance(value, JsArray):
        return join(value, ",")
    if isinstance(value, JsDate):
        return date_to_text(value.time)
    if isinstance(value, JsObject):
        if value.kind == "Error":
            return f"{value.props.get('name')}: {value.props.get('message')}"
        return f"[object {value.kind}]" if value.kind in ("Map", "Set") else "[object Object]"
    if isinstance(value, (Function, HostFunction)):
        return "function () { [code] }"
    raise Refusal("this value cannot be turned into a text")


def _varying_text(values: np.ndarray, lanes: Lanes) -> Any:
    active = values if lanes is None else values[lanes]
    distinct = np.unique(active)
    if len(distinct) > MAX_DISTINCT_TEXTS:
        raise Refusal("a number that differs from pixel to pixel cannot be turned into a text")
    texts = [_uniform_text(v.item()) for v in distinct]
    index = np.clip(np.searchsorted(distinct, values), 0, len(distinct) - 1)
    return gather(texts, index, np.ones(values.shape, np.bool_))


def join(array: JsArray, separator: str) -> str:
    """``array.join(separator)`` for an array that is the same for all pixels."""
    if array.count is not None:
        raise Refusal("an array whose length differs from pixel to pixel cannot be turned into a text")
    parts = []
    length = 0
    for item in array.items:
        if item is UNDEFINED or item is HOLE or item is None:
            part = ""
        elif isinstance(item, (np.ndarray, Choice)):
            raise Refusal("an array whose values differ from pixel to pixel cannot be turned into a text")
        else:
            part = _uniform_text(item) if type(item) is not str else item
        length += len(part) + len(separator)
        check_text(length)
        parts.append(part)
    return separator.join(parts)


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
    return to_text(value, lanes)
