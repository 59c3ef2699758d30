# SPDX-License-Identifier: GPL-2.0-or-later
"""The service's helper functions: indices, colours, step functions and bit decoders."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from ..engine.conversion import to_number, to_truth
from ..engine.lanes import Lanes
from ..engine.merging import distribute, merge
from ..engine.methods import argument
from ..engine.operators import BINARY, divide, to_int32
from ..engine.properties import read
from ..engine.values import UNDEFINED, Choice, HostFunction, JsArray, JsObject
from ..errors import Refusal

JAVA_DOUBLE_MAX_VAL = 1.7976931348623157e308

BLUE_RED = ((1, 0x000080), (0.875, 0x0000FF), (0.625, 0x00FFFF), (0.375, 0xFFFF00), (0.125, 0xFF0000), (0, 0x800000))
RED_TEMPERATURE = ((1, 0x000000), (0.525, 0xAE0000), (0.3, 0xFF6E00), (0.25, 0xFF8600), (0, 0xFFFFFF))
GREEN_WHITE = ((1, 0x000000), (0.6, 0x006600), (0.3, 0x80B300), (0, 0xFFFFFF))
OCEAN_COLOR = (
    (0, (147, 0, 108)), (0.0471, (111, 0, 144)), (0.098, (72, 0, 183)), (0.149, (33, 0, 222)), (0.2, (0, 10, 255)),
    (0.2471, (0, 74, 255)), (0.298, (0, 144, 255)), (0.349, (0, 213, 255)), (0.4, (0, 255, 215)),
    (0.4471, (0, 255, 119)), (0.498, (0, 255, 15)), (0.549, (96, 255, 0)), (0.6, (200, 255, 0)),
    (0.6471, (255, 235, 0)), (0.698, (255, 183, 0)), (0.749, (255, 131, 0)), (0.8, (255, 79, 0)),
    (0.8471, (255, 31, 0)), (0.898, (230, 0, 0)), (0.949, (165, 0, 0)), (1, (105, 0, 0)),
)  # fmt: skip


def shared_array(items: Any) -> JsArray:
    """A constant array."""
    return JsArray(list(items), None, True)


def scale_constant(table: Any) -> JsArray:
    """A named colour scale as scripts see it: pairs of position and colour."""

    def colour(value: Any) -> Any:
        return shared_array([c / 255.0 for c in value]) if isinstance(value, tuple) else float(value)

    return shared_array([shared_array([float(position), colour(value)]) for position, value in table])


def index(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """``(x - y) / (x + y)``, 0 where the sum is 0."""
    x, y = to_number(argument(arguments, 0)), to_number(argument(arguments, 1))
    total = x + y
    if isinstance(total, np.ndarray):
        return np.where(total != 0, (x - y) / total, 0.0)
    return divide(x - y, total) if total != 0 else 0.0


def inverse(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """``1 / x``, the largest number where x is 0."""
    x = to_number(argument(arguments, 0))
    if isinstance(x, np.ndarray):
        return np.where(x != 0, 1.0 / x, JAVA_DOUBLE_MAX_VAL)
    return 1.0 / x if x != 0 else JAVA_DOUBLE_MAX_VAL


def components(colour: Any, lanes: Lanes) -> list:
    """The items of an array argument."""
    if not isinstance(colour, JsArray) or colour.count is not None:
        raise Refusal("a colour that differs from pixel to pixel is not supported here")
    return colour.items


def split_colour(value: Any) -> list:
    """Red, green and blue (0..255) of a 24-bit colour."""
    number = to_int32(value)
    parts = [(number >> shift) & 255 for shift in (16, 8, 0)]
    return [p.astype(np.float64) if isinstance(p, np.ndarray) else float(p) for p in parts]


def _int_to_rgb(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsArray:
    return runtime.new_array(split_colour(argument(arguments, 0)), lanes)


def _rgb_to_int(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    given = [*components(argument(arguments, 0), lanes), UNDEFINED, UNDEFINED, UNDEFINED]
    red, green, blue = (to_int32(c) & 255 for c in given[:3])
    result = (red << 16) + (green << 8) + blue
    return result.astype(np.float64) if isinstance(result, np.ndarray) else float(result)


def _normalize_rgb(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsArray:
    return runtime.new_array([to_number(c) / 255.0 for c in components(argument(arguments, 0), lanes)], lanes)


def _combine(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsArray:
    share = to_number(argument(arguments, 2))
    first, second = components(argument(arguments, 0), lanes), components(argument(arguments, 1), lanes)
    mixed = [to_number(a) * share + to_number(b) * (1.0 - share) for a, b in zip(first, second)]
    return runtime.new_array(mixed, lanes)


def _steps(operator: str) -> Callable[[Any, Lanes, Any, list], Any]:
    """``valueMap`` (<=) and ``colorMap`` (<): the value of the first edge that is not below."""
    compare = BINARY[operator]

    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        value, edges, values = (argument(arguments, k) for k in range(3))
        if isinstance(edges, Choice) or isinstance(values, Choice):
            return _each_table(runtime, lanes, run, value, edges, values)
        if not isinstance(edges, JsArray) or not isinstance(values, JsArray):
            return value
        if edges.count is not None or values.count is not None:
            raise Refusal("a table whose length differs from pixel to pixel")
        result = values.items[-1] if values.items else UNDEFINED
        for position in range(len(edges.items) - 1, -1, -1):
            hit = compare(value, edges.items[position], lanes)
            step = values.items[position] if position < len(values.items) else UNDEFINED
            if isinstance(hit, np.ndarray):
                result = merge(hit, step, result)
            elif hit:
                result = step
        return result

    return run


def _each_table(runtime: Any, lanes: Lanes, call: Any, value: Any, edges: Any, values: Any) -> Any:
    """Edges or values that are different arrays for different pixels."""
    if isinstance(edges, Choice):
        return distribute(lanes, edges, lambda one, part: call(runtime, part, None, [value, one, values]))
    return distribute(lanes, values, lambda one, part: call(runtime, part, None, [value, edges, one]))


def _interpolate(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """Piecewise linear between edges, clamped outside; values are numbers or arrays."""
    value, edges, values = (argument(arguments, k) for k in range(3))
    if isinstance(edges, Choice) or isinstance(values, Choice):
        return _each_table(runtime, lanes, _interpolate, value, edges, values)
    if not isinstance(edges, JsArray) or not isinstance(values, JsArray):
        return value
    if edges.count is not None or values.count is not None:
        raise Refusal("interpolation between edges whose number differs from pixel to pixel")
    if not edges.items or len(values.items) < len(edges.items):
        raise Refusal("interpolation with fewer values than edges")
    if len({isinstance(one, JsArray) for one in values.items}) > 1:
        raise Refusal("interpolation between numbers and arrays")
    number = to_number(value)
    limits = [to_number(edge) for edge in edges.items]
    if not isinstance(number, np.ndarray) and not any(isinstance(limit, np.ndarray) for limit in limits):
        return _interpolate_plain(runtime, lanes, number, limits, values.items)
    tables = [values.items]
    as_array = isinstance(values.items[0], JsArray)
    if as_array:
        tables = [[read(runtime, v, c, lanes) for v in values.items] for c in range(len(values.items[0].items))]
    results = [_interpolate_lanes(number, limits, [to_number(v) for v in table]) for table in tables]
    return runtime.new_array(results, lanes) if as_array else results[0]


def _interpolate_plain(runtime: Any, lanes: Lanes, number: float, limits: list, values: list) -> Any:
    if number <= limits[0]:
        return values[0]
    for k in range(1, len(limits)):
        if number <= limits[k]:
            share = divide(number - limits[k - 1], limits[k] - limits[k - 1])
            low, high = values[k - 1], values[k]
            if not isinstance(low, JsArray):
                return to_number(low) * (1 - share) + to_number(high) * share
            pairs = zip(low.items, high.items)
            return runtime.new_array([to_number(a) * (1 - share) + to_number(b) * share for a, b in pairs], lanes)
    return values[-1]


def _interpolate_lanes(number: Any, limits: list, values: list) -> Any:
    if all(not isinstance(v, np.ndarray) for v in limits + values) and len(values) >= len(limits):
        if all(limits[k] < limits[k + 1] for k in range(len(limits) - 1)):
            return _interpolate_table(number, np.array(limits), np.array(values))
    result = values[-1]
    for k in range(len(limits) - 1, 0, -1):
        share = (number - limits[k - 1]) / (limits[k] - limits[k - 1])
        result = np.where(number <= limits[k], values[k - 1] * (1 - share) + values[k] * share, result)
    return np.where(number <= limits[0], values[0], result)


def _interpolate_table(number: np.ndarray, limits: np.ndarray, values: np.ndarray) -> np.ndarray:
    position = np.searchsorted(limits, number)  # the first edge that is not below
    upper = np.clip(position, 1, len(limits) - 1) if len(limits) > 1 else np.zeros_like(position)
    lower = np.maximum(upper - 1, 0)
    share = (number - limits[lower]) / (limits[upper] - limits[lower])
    result = values[lower] * (1 - share) + values[upper] * share
    result = np.where(position >= len(limits), values[-1], result)
    return np.where(position == 0, values[0], result)


def _bit_fields(fields: Any) -> Callable[[Any, Lanes, Any, list], JsObject]:
    """A decoder: name to number of the lowest bit and mask."""

    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
        number = to_number(argument(arguments, 0))
        number = np.where(np.isfinite(number), number, 0.0)
        bits = np.mod(np.trunc(number), 2.0**32).astype(np.int64)
        found = {}
        for name, shift, mask in fields:
            part = ((bits >> shift) & mask).astype(np.float64)
            found[name] = part if part.ndim else float(part)
        return runtime.new_object(found, lanes)

    return run


_L8C2 = [(name, bit, 1) for bit, name in enumerate(
    ("fill", "dilatedCloud", "cirrus", "cloud", "cloudShadow", "snow", "clear", "water"))] + [
    ("cloudConfidence", 8, 3), ("cloudShadowConfidence", 10, 3), ("snowIceConfidence", 12, 3),
    ("cirrusConfidence", 14, 3),
]  # fmt: skip
_L8 = [
    ("designatedFill", 0, 1), ("terrainOcclusion", 1, 1), ("radiometricSaturation", 2, 3), ("cloud", 4, 1),
    ("cloudConfidence", 5, 3), ("cloudShadowConfidence", 7, 3), ("snowIceConfidence", 9, 3),
    ("cirrusConfidence", 11, 3),
]  # fmt: skip
_OLCI_FLAGS = (
    "dubious", "sun_glint_risk", "duplicated", "cosmetic", "invalid", "straylight_risk", "bright", "tidal_region",
    "fresh_inland_water", "coastline", "land",
)  # fmt: skip
_OLCI = [(name, 21 + k, 1) for k, name in enumerate(_OLCI_FLAGS)] + [
    (f"saturatedB{k:02d}", 21 - k, 1) for k in range(1, 22)
]


def helper_globals() -> dict[str, Any]:
    """Helper functions and constants of the service."""
    calls = {
        "index": index, "inverse": inverse, "int2rgb": _int_to_rgb, "hex2rgb": _int_to_rgb,
        "rgb2int": _rgb_to_int, "rgb2hex": _rgb_to_int, "normalizeRGB": _normalize_rgb, "combine": _combine,
        "valueMap": _steps("<="), "colorMap": _steps("<"), "valueInterpolate": _interpolate, "colorBlend": _interpolate,
        "decodeL8C2Qa": _bit_fields(_L8C2), "decodeLs8Qa": _bit_fields(_L8),
        "decodeS3OLCIQualityFlags": _bit_fields(_OLCI),
    }  # fmt: skip
    found: dict[str, Any] = {name: HostFunction(name, call) for name, call in calls.items()}
    types = ("INT8", "UINT8", "INT16", "UINT16", "FLOAT32", "AUTO")
    found["SampleType"] = JsObject({name: name for name in types}, None, True)
    found["Mosaicking"] = JsObject({name: name for name in ("SIMPLE", "ORBIT", "TILE")}, None, True)
    found["JAVA_DOUBLE_MAX_VAL"] = JAVA_DOUBLE_MAX_VAL
    found["blueRed"], found["redTemperature"] = scale_constant(BLUE_RED), scale_constant(RED_TEMPERATURE)
    found["greenWhite"], found["oceanColor"] = scale_constant(GREEN_WHITE), scale_constant(OCEAN_COLOR)
    return found


def is_given(value: Any) -> bool:
    """Is an optional argument there?"""
    return bool(to_truth(value is not UNDEFINED and value is not None))
