# SPDX-License-Identifier: GPL-2.0-or-later
"""``Math``, ``Number``, number methods and the global number functions."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any, Callable

import numpy as np

from ..engine.conversion import WHITE_SPACE, number_to_text, shortest_digits, to_number, to_text, to_truth
from ..engine.lanes import Lanes
from ..engine.lanewise import each_case
from ..engine.methods import NUMBER_METHODS, argument, method
from ..engine.operators import power, to_int32
from ..engine.values import BOOLEAN, NUMBER, UNDEFINED, Choice, HostFunction, JsObject, kind_of
from ..errors import JsThrow, Refusal
from .arrays import whole_number

_FLOAT = re.compile(r"[+-]?(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
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


def _smaller(a: Any, b: Any) -> Any:
    """-0 is smaller than 0, which numpy leaves to chance."""
    result = np.minimum(a, b)
    return result if (result != 0).all() else np.where((result == 0) & (a == b), -(-a + -b), result)


def _larger(a: Any, b: Any) -> Any:
    result = np.maximum(a, b)
    return result if (result != 0).all() else np.where((result == 0) & (a == b), a + b, result)


def _binary(function: Callable[[Any, Any], Any]) -> HostFunction:
    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        return number_or_array(function(to_number(argument(arguments, 0)), to_number(argument(arguments, 1))))

    return HostFunction("Math", run)


def _hypot(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    sizes = [np.abs(to_number(value)) for value in arguments]
    largest: Any = 0.0
    for size in sizes:
        largest = np.fmax(largest, size)
    divisor = np.where(largest == 0, 1.0, largest)
    total = lost = np.float64(0.0)
    for size in sizes:  # V8 adds the squares with a compensation for what rounding loses
        part = (size / divisor) ** 2 - lost
        longer = total + part
        total, lost = longer, (longer - total) - part
    return number_or_array(np.where(np.isinf(largest), np.inf, np.sqrt(total) * largest))


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
        "min": _extreme(_smaller, math.inf), "max": _extreme(_larger, -math.inf),
        "pow": _binary(power), "atan2": _binary(np.arctan2), "hypot": HostFunction("hypot", _hypot),
        "imul": _binary(lambda a, b: to_int32(np.float64((to_int32(a) * to_int32(b)) & 0xFFFFFFFF))),
        "random": HostFunction("random", _random),
        "round": _unary(_round), "clz32": _unary(_count_leading_zeros),
        "fround": _unary(lambda v: v.astype(np.float32).astype(np.float64)),
    }  # fmt: skip
    functions = {
        "abs": np.abs, "sqrt": np.sqrt, "cbrt": np.cbrt, "exp": np.exp, "expm1": np.expm1, "log": np.log,
        "log2": np.log2, "log10": np.log10, "log1p": np.log1p, "sin": np.sin, "cos": np.cos, "tan": np.tan,
        "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh,
        "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh, "floor": np.floor, "ceil": np.ceil,
        "trunc": np.trunc, "sign": lambda v: np.where(v == 0, v, np.sign(v)),
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
        return value + 0.0
    return each_case(runtime, lanes, [to_text(value, lanes)], _read_float)


def _read_float(text: str) -> float:
    match = _FLOAT.match(text.strip(WHITE_SPACE))
    return float(match.group().replace("Infinity", "inf")) if match else math.nan


def _parse_int(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    value = argument(arguments, 0)
    radix = to_int32(argument(arguments, 1, 0.0))
    if isinstance(value, np.ndarray) and kind_of(value) == NUMBER and isinstance(radix, int) and radix in (0, 10):
        size = np.abs(value)
        odd = (size < 1e-6) & (size > 0) | (size >= 1e21)
        if not odd.any():
            return np.trunc(value) + 0.0
    return each_case(runtime, lanes, [to_text(value, lanes), number_or_array(radix)], _parse_digits)


def _parse_digits(text: str, base: float) -> float:
    radix = int(base)
    text = text.strip(WHITE_SPACE)
    sign = -1.0 if text.startswith("-") else 1.0
    text = text[1:] if text[:1] in ("+", "-") else text
    if radix in (0, 16) and text[:2].lower() == "0x":
        text, radix = text[2:], 16
    radix = radix or 10
    if not 2 <= radix <= 36:
        return math.nan
    length = 0
    while length < min(len(text), 400) and text[length].isascii() and text[length].lower() in _DIGITS[:radix]:
        length += 1
    if not length:
        return math.nan
    whole = int(text[:length], radix)
    return sign * (float(whole) if whole < 1 << 1024 else math.inf)


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


def _digits_argument(arguments: list, name: str, lanes: Lanes, lowest: int) -> int:
    digits = whole_number(argument(arguments, 0, 0.0), "the number of digits")
    if not lowest <= digits <= 100:
        message = f"{name}() argument must be between {lowest} and 100"
        raise JsThrow(message.replace("toFixed() ", "toFixed() digits "), "RangeError", lanes=lanes)
    return digits


def _rounded(number: float, exponent: int) -> Decimal:
    """The size of a number, rounded half up to a multiple of a power of ten, exactly."""
    with localcontext() as context:
        context.prec = 1200
        return Decimal(abs(number)).quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP)


@method(NUMBER_METHODS, "toFixed")
def number_to_fixed(runtime: Any, lanes: Lanes, value: Any, arguments: list) -> Any:
    """A text with a fixed number of decimals."""
    digits = _digits_argument(arguments, "toFixed", lanes, 0)

    def write(number: float) -> str:
        if not math.isfinite(number) or abs(number) >= 1e21:
            return number_to_text(number)
        return ("-" if number < 0 else "") + format(_rounded(number, -digits), "f")

    return each_case(runtime, lanes, [to_number(value)], write)


@method(NUMBER_METHODS, "toString", "toLocaleString")
def number_text(runtime: Any, lanes: Lanes, value: Any, arguments: list) -> Any:
    """The number as text, in another base if asked."""
    radix = whole_number(argument(arguments, 0, 10.0), "the base")
    if radix == 10 or kind_of(value) == BOOLEAN:
        return to_text(value, lanes)
    if not 2 <= radix <= 36:
        raise JsThrow("toString() radix must be between 2 and 36", "RangeError", lanes=lanes)
    return each_case(runtime, lanes, [to_number(value)], lambda number: _in_base(number, radix))


def _in_base(number: float, radix: int) -> str:
    """A number in another base, with the shortest fraction that tells it from its neighbours (as V8 writes it)."""
    if not math.isfinite(number):
        return number_to_text(number)
    size = abs(number)
    whole, fraction = int(size), size - math.floor(size)
    delta = max(0.5 * (float(np.nextafter(size, math.inf)) - size), 5e-324)
    places: list[int] = []
    while fraction >= delta:
        fraction *= radix
        delta *= radix
        digit = int(fraction)
        places.append(digit)
        fraction -= digit
        if (fraction > 0.5 or (fraction == 0.5 and digit & 1)) and fraction + delta > 1:
            while places and places[-1] + 1 >= radix:
                places.pop()
            if places:
                places[-1] += 1
            else:
                whole += 1
            break
    digits = ""
    while whole:
        whole, digit = divmod(whole, radix)
        digits = _DIGITS[digit] + digits
    tail = "".join(_DIGITS[place] for place in places)
    return ("-" if number < 0 else "") + (digits or "0") + (f".{tail}" if tail else "")


@method(NUMBER_METHODS, "valueOf")
def number_value(runtime: Any, lanes: Lanes, value: Any, arguments: list) -> Any:
    """The number."""
    return value


def _significant(number: float, digits: int) -> tuple[str, int]:
    """So many significant digits and the decimal exponent."""
    if number == 0:
        return "0" * digits, 0
    exponent = Decimal(abs(number)).adjusted()
    rounded = _rounded(number, exponent - digits + 1)
    exponent = rounded.adjusted()
    figures = "".join(map(str, rounded.as_tuple().digits))[:digits]
    return figures.ljust(digits, "0"), exponent


def _scientific(number: float, figures: str, exponent: int) -> str:
    mantissa = figures[0] + (f".{figures[1:]}" if len(figures) > 1 else "")
    return f"{'-' if number < 0 else ''}{mantissa}e{exponent:+d}"


@method(NUMBER_METHODS, "toPrecision")
def number_to_precision(runtime: Any, lanes: Lanes, value: Any, arguments: list) -> Any:
    """A text with a number of significant digits."""
    if argument(arguments, 0) is UNDEFINED:
        return to_text(value, lanes)
    asked = whole_number(argument(arguments, 0), "the number of digits")

    def write(number: float) -> str:
        if not math.isfinite(number):
            return number_to_text(number)
        digits = _digits_argument([float(asked)], "toPrecision", lanes, 1)
        figures, exponent = _significant(number, digits)
        if not -7 < exponent < digits:
            return _scientific(number, figures, exponent)
        if exponent < 0:
            text = "0." + "0" * (-exponent - 1) + figures
        else:
            text = figures[: exponent + 1] + (f".{figures[exponent + 1 :]}" if exponent + 1 < digits else "")
        return ("-" if number < 0 else "") + text

    return each_case(runtime, lanes, [to_number(value)], write)


@method(NUMBER_METHODS, "toExponential")
def number_to_exponential(runtime: Any, lanes: Lanes, value: Any, arguments: list) -> Any:
    """A text with a power of ten."""
    asked = argument(arguments, 0)

    def write(number: float) -> str:
        if not math.isfinite(number):
            return number_to_text(number)
        if asked is UNDEFINED:
            figures, exponent = shortest_digits(abs(number)) if number else ("0", 0)
        else:
            figures, exponent = _significant(number, _digits_argument([asked], "toExponential", lanes, 0) + 1)
        return _scientific(number, figures, exponent)

    return each_case(runtime, lanes, [to_number(value)], write)
