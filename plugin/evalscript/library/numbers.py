# SPDX-License-Identifier: GPL-2.0-or-later
"""``Math``, ``Number``, number methods and the global number functions."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Callable

import numpy as np

from ..engine.conversion import number_to_text, to_number, to_text, to_truth
from ..engine.lanes import Lanes
from ..engine.methods import NUMBER_METHODS, argument, method
from ..engine.operators import power, to_int32
from ..engine.values import BOOLEAN, NUMBER, Choice, HostFunction, JsObject, kind_of
from ..errors import JsThrow, Refusal
from .arrays import whole_number

_FLOAT = re.compile(r"[+-]?(?:Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def number_or_array(value: Any) -> Any:
    """A numpy result as an engine value."""
    return value if isinstance(value, np.ndarray) and value.ndim else float(value)


def _round(value: Any) -> Any:
    whole = np.floor(value)
    return np.copysign(np.where(value - whole >= 0.5, whole + 1.0, whole), value)


def _unary(function: Callable[[Any], Any]) -> HostFunction:
    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        value = to_number(argument(arguments, 0))
        return number_or_array(function(value if isinstance(value, np.ndarray) else np.float64(value)))

    return HostFunction("Math", run)


def _extreme(function: Callable[[Any, Any], Any], start: float) -> HostFunction:
    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        result: Any = start
        for value in arguments:
            result = function(result, to_number(value))
        return number_or_array(result)

    return HostFunction("Math", run)


def _binary(function: Callable[[Any, Any], Any]) -> HostFunction:
    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        return number_or_array(function(to_number(argument(arguments, 0)), to_number(argument(arguments, 1))))

    return HostFunction("Math", run)


def _hypot(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    result: Any = 0.0
    for value in arguments:
        result = np.hypot(result, to_number(value))
    return number_or_array(result)


def _random(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    raise Refusal("Math.random() gives another picture each time and is not supported")


def _count_leading_zeros(value: Any) -> Any:
    bits = np.asarray(to_int32(value)) & 0xFFFFFFFF
    return 32.0 - np.ceil(np.log2(bits + 1.0))


def math_namespace() -> JsObject:
    """``Math``."""
    props: dict[str, Any] = {
        "PI": math.pi, "E": math.e, "LN2": math.log(2), "LN10": math.log(10), "SQRT2": math.sqrt(2),
        "SQRT1_2": math.sqrt(0.5), "LOG2E": 1 / math.log(2), "LOG10E": 1 / math.log(10),
        "min": _extreme(np.minimum, math.inf), "max": _extreme(np.maximum, -math.inf),
        "pow": _binary(power), "atan2": _binary(np.arctan2), "hypot": HostFunction("hypot", _hypot),
        "imul": _binary(lambda a, b: to_int32(np.float64(to_int32(a) * to_int32(b)))),
        "random": HostFunction("random", _random),
        "round": _unary(_round), "clz32": _unary(_count_leading_zeros),
        "fround": _unary(lambda v: v.astype(np.float32).astype(np.float64)),
    }  # fmt: skip
    functions = {
        "abs": np.abs, "sqrt": np.sqrt, "cbrt": np.cbrt, "exp": np.exp, "expm1": np.expm1, "log": np.log,
        "log2": np.log2, "log10": np.log10, "log1p": np.log1p, "sin": np.sin, "cos": np.cos, "tan": np.tan,
        "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh,
        "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh, "floor": np.floor, "ceil": np.ceil,
        "trunc": np.trunc, "sign": np.sign,
    }  # fmt: skip
    props.update({name: _unary(function) for name, function in functions.items()})
    return JsObject(props, None, True)


def _is_nan(value: Any) -> Any:
    return value != value


def _is_finite(value: Any) -> Any:
    return np.isfinite(value) if isinstance(value, np.ndarray) else math.isfinite(value)


def _is_whole(value: Any) -> Any:
    return (value == np.floor(value)) & np.isfinite(value) if isinstance(value, np.ndarray) else value.is_integer()


def _global_test(name: str, test: Callable[[Any], Any]) -> HostFunction:
    return HostFunction(name, lambda rt, lanes, this, a: test(to_number(argument(a, 0))))


def _number_test(name: str, test: Callable[[Any], Any]) -> HostFunction:
    """The variant of ``Number``, which is false for anything that is not a number."""

    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        value = argument(arguments, 0)
        if kind_of(value) == NUMBER:
            return test(value)
        if not isinstance(value, Choice):
            return False
        result: Any = False
        for position, option in enumerate(value.options):
            if kind_of(option) == NUMBER:
                result = test(option) & (value.index == position)
        return result

    return HostFunction(name, run)


def _parse_float(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    value = argument(arguments, 0)
    if kind_of(value) == NUMBER:
        return value
    text = to_text(value, lanes)
    if not isinstance(text, str):
        return to_number(value)
    match = _FLOAT.match(text.strip())
    return float(match.group().replace("Infinity", "inf")) if match else math.nan


def _parse_int(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    value = argument(arguments, 0)
    radix = whole_number(argument(arguments, 1, 0.0), "the radix")
    if kind_of(value) == NUMBER and radix in (0, 10):
        small = np.abs(value) < 1e-6
        if isinstance(value, np.ndarray):
            return np.where(np.isfinite(value) & ~small & (np.abs(value) < 1e21), np.trunc(value), _odd_ints(value))
        if not small and abs(value) < 1e21:
            return float(math.trunc(value))
    text = to_text(value, lanes)
    if not isinstance(text, str):
        raise Refusal("parseInt of a text that differs from pixel to pixel")
    return _parse_digits(text.strip().lower(), radix)


def _odd_ints(values: np.ndarray) -> np.ndarray:
    """parseInt reads the text of a number, so 5e-7 is 5 and 1e21 is 1."""
    small = (np.abs(values) < 1e-6) & (values != 0)
    if (small | (np.isfinite(values) & (np.abs(values) >= 1e21))).any():
        raise Refusal("parseInt of a number that is written with an exponent")
    return np.where(values == 0, 0.0, math.nan)


def _parse_digits(text: str, radix: int) -> float:
    sign = -1.0 if text.startswith("-") else 1.0
    text = text.lstrip("+-") if text[:1] in ("+", "-") else text
    if radix in (0, 16) and text.startswith("0x"):
        text, radix = text[2:], 16
    radix = radix or 10
    if not 2 <= radix <= 36:
        return math.nan
    length = 0
    while length < min(len(text), 300) and text[length] in _DIGITS[:radix]:
        length += 1
    return sign * float(int(text[:length], radix)) if length else math.nan


def _number(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    return to_number(arguments[0]) if arguments else 0.0


def number_globals() -> dict[str, Any]:
    """``Number``, ``Boolean``, ``isNaN`` and the like."""
    parse_float, parse_int = HostFunction("parseFloat", _parse_float), HostFunction("parseInt", _parse_int)
    props: dict[str, Any] = {
        "NaN": math.nan, "MAX_VALUE": 1.7976931348623157e308, "MIN_VALUE": 5e-324, "EPSILON": 2.0**-52,
        "POSITIVE_INFINITY": math.inf, "NEGATIVE_INFINITY": -math.inf,
        "MAX_SAFE_INTEGER": 2.0**53 - 1, "MIN_SAFE_INTEGER": 1 - 2.0**53,
        "parseFloat": parse_float, "parseInt": parse_int,
        "isNaN": _number_test("isNaN", _is_nan), "isFinite": _number_test("isFinite", _is_finite),
        "isInteger": _number_test("isInteger", _is_whole),
        "isSafeInteger": _number_test("isSafeInteger", lambda v: _is_whole(v) & (abs(v) < 2.0**53)),
    }  # fmt: skip
    return {
        "NaN": math.nan,
        "Infinity": math.inf,
        "Number": HostFunction("Number", _number, None, props),
        "Boolean": HostFunction("Boolean", lambda rt, lanes, this, a: to_truth(argument(a, 0))),
        "isNaN": _global_test("isNaN", _is_nan),
        "isFinite": _global_test("isFinite", _is_finite),
        "parseFloat": parse_float,
        "parseInt": parse_int,
    }


def _uniform(value: Any) -> float:
    if isinstance(value, np.ndarray):
        raise Refusal("a number that differs from pixel to pixel cannot be turned into a text")
    return to_number(value)


@method(NUMBER_METHODS, "toFixed")
def number_to_fixed(runtime: Any, lanes: Lanes, value: Any, arguments: list) -> str:
    """A text with a fixed number of decimals."""
    digits = whole_number(argument(arguments, 0, 0.0), "the number of decimals")
    number = _uniform(value)
    if not 0 <= digits <= 100:
        raise JsThrow("toFixed() digits argument must be between 0 and 100", "RangeError", lanes=lanes)
    if not math.isfinite(number) or abs(number) >= 1e21:
        return number_to_text(number)
    rounded = Decimal(abs(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) if digits < 25 else None
    if rounded is None:
        raise Refusal("toFixed() with so many decimals")
    return ("-" if number < 0 else "") + format(rounded, "f")


@method(NUMBER_METHODS, "toString", "toLocaleString")
def number_text(runtime: Any, lanes: Lanes, value: Any, arguments: list) -> Any:
    """The number as text, in another base if asked."""
    radix = whole_number(argument(arguments, 0, 10.0), "the base")
    if radix == 10 or kind_of(value) == BOOLEAN:
        return to_text(value, lanes)
    number = _uniform(value)
    if not number.is_integer() or not 2 <= radix <= 36:
        raise Refusal("toString() of a fraction in another base")
    digits, rest = "", int(abs(number))
    while rest:
        rest, digit = divmod(rest, radix)
        digits = _DIGITS[digit] + digits
    return ("-" if number < 0 else "") + (digits or "0")


@method(NUMBER_METHODS, "valueOf")
def number_value(runtime: Any, lanes: Lanes, value: Any, arguments: list) -> Any:
    """The number."""
    return value


@method(NUMBER_METHODS, "toPrecision")
def number_to_precision(runtime: Any, lanes: Lanes, value: Any, arguments: list) -> str:
    """A text with a number of significant digits."""
    digits = whole_number(argument(arguments, 0, 0.0), "the number of digits")
    number = _uniform(value)
    if not math.isfinite(number) or not digits:
        return number_to_text(number)
    if not 1 <= digits <= 100:
        raise JsThrow("toPrecision() argument must be between 1 and 100", "RangeError", lanes=lanes)
    mantissa, _, exponent = f"{number:.{digits - 1}e}".partition("e")
    if -6 <= int(exponent) < digits:
        return f"{number:.{max(0, digits - 1 - int(exponent))}f}"
    return f"{mantissa}e{int(exponent):+d}"
