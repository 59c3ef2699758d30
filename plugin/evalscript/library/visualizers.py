# SPDX-License-Identifier: GPL-2.0-or-later
"""The service's visualisers."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from ..engine.compile_calls import iterate
from ..engine.conversion import to_number
from ..engine.lanes import Lanes
from ..engine.methods import argument
from ..engine.properties import read
from ..engine.values import UNDEFINED, Choice, HostFunction, JsArray, JsObject
from ..errors import JsThrow, Refusal
from .helpers import (
    BLUE_RED,
    GREEN_WHITE,
    OCEAN_COLOR,
    RED_TEMPERATURE,
    is_given,
    scale_constant,
    shared_array,
    split_colour,
)

Process = Callable[[Any, Lanes, Any], Any]

_DEFAULT_MAP = (
    (-1, 0x000000), (-0.2, 0xFF0000), (-0.1, 0x9A0000), (0, 0x660000), (0.1, 0xFFFF33), (0.2, 0xCCCC33),
    (0.3, 0x666600), (0.4, 0x33FFFF), (0.5, 0x33CCCC), (0.6, 0x006666), (0.7, 0x33FF33), (0.8, 0x33CC33),
    (0.9, 0x006600),
)  # fmt: skip


def _visualizer(runtime: Any, lanes: Lanes, process: Process, more: dict[str, Any] | None = None) -> JsObject:
    """An object with ``process`` and ``processList``."""

    def run(rt: Any, part: Lanes, this: Any, arguments: list) -> Any:
        return process(rt, part, argument(arguments, 0))

    def run_list(rt: Any, part: Lanes, this: Any, arguments: list) -> Any:
        return rt.new_array([process(rt, part, value) for value in iterate(argument(arguments, 0), part)], part)

    props = {"process": HostFunction("process", run), "processList": HostFunction("processList", run_list)}
    props.update(more or {})
    return runtime.new_object(props, lanes)


def read_pairs(runtime: Any, pairs: Any, lanes: Lanes) -> tuple[list[float], np.ndarray]:
    """Positions and colours (n, 3) in 0..255 of a colour table.

    :raises Refusal: when the table differs from pixel to pixel.
    """
    positions, colours = [], []
    for pair in iterate(pairs, lanes):
        position, colour = to_number(read(runtime, pair, 0, lanes)), read(runtime, pair, 1, lanes)
        if isinstance(colour, JsArray):
            parts = [to_number(c) * 255.0 for c in colour.items[:3]]
        else:
            parts = split_colour(colour)
        if (
            isinstance(position, np.ndarray)
            or isinstance(colour, Choice)
            or any(isinstance(p, np.ndarray) for p in parts)
        ):
            raise Refusal("a colour table that differs from pixel to pixel is not supported")
        positions.append(position)
        colours.append(([*parts, 0.0, 0.0, 0.0])[:3])
    if not positions:
        raise JsThrow("Cannot read properties of undefined (reading '1')", lanes=lanes)
    return positions, np.array(colours)


def _as_colour(runtime: Any, table: np.ndarray, lanes: Lanes) -> JsArray:
    """An array of three numbers from an array (..., 3)."""
    parts = [table[..., band] for band in range(3)]
    return runtime.new_array([p if p.ndim else float(p) for p in parts], lanes)


def _first_not_below(positions: list[float], value: Any) -> np.ndarray:
    """The first position that is >= value, as an index; their number when there is none."""
    found = np.full(np.shape(value), len(positions))
    for k in range(len(positions) - 1, -1, -1):
        found = np.where(value <= positions[k], k, found)
    return found


def _ramp(positions: list[float], colours: np.ndarray, rounding: Callable[[Any], Any]) -> Process:
    """Linear between positions in 8 bits, clamped outside."""
    places = np.array(positions)
    last = len(positions) - 1

    def process(runtime: Any, lanes: Lanes, value: Any) -> JsArray:
        number = np.asarray(to_number(value))
        found = _first_not_below(positions, number)
        upper = np.clip(found, min(1, last), last)
        lower = np.maximum(upper - 1, 0)
        width = places[upper] - places[lower]
        share = ((number - places[lower]) / np.where(width == 0, 1.0, width))[..., None]
        mixed = rounding(colours[lower] + (colours[upper] - colours[lower]) * share)
        outside = ((found == 0) | (found > last))[..., None]
        ends = np.where((found == 0)[..., None], colours[0], colours[last])
        return _as_colour(runtime, np.where(outside, ends, mixed) / 255.0, lanes)

    return process


def _floor(value: Any) -> Any:
    return np.floor(value + 1e-9)


def _nearest(value: Any) -> Any:
    return np.floor(value + 0.5)


def _new_ramp(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    positions, colours = read_pairs(runtime, argument(arguments, 0), lanes)
    low, high = positions[0], positions[-1]
    start = to_number(arguments[1]) if len(arguments) > 1 and is_given(arguments[1]) else low
    end = to_number(arguments[2]) if len(arguments) > 2 and is_given(arguments[2]) else high
    if isinstance(start, np.ndarray) or isinstance(end, np.ndarray):
        raise Refusal("the limits of a visualiser differ from pixel to pixel")
    if high != low:
        positions = [start + (p - low) / (high - low) * (end - start) for p in positions]
    else:
        positions = [start] * len(positions)

    def turn(rt: Any, part: Lanes, this_: Any, arguments_: list) -> JsObject:
        return _visualizer(rt, part, _ramp(positions, colours[::-1], _floor))

    return _visualizer(runtime, lanes, _ramp(positions, colours, _floor), {"inverse": HostFunction("inverse", turn)})


def _new_gradient(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    positions, colours = read_pairs(runtime, argument(arguments, 0), lanes)
    start, end = to_number(argument(arguments, 1, 0.0)), to_number(argument(arguments, 2, 1.0))
    if isinstance(start, np.ndarray) or isinstance(end, np.ndarray):
        raise Refusal("the limits of a visualiser differ from pixel to pixel")
    places = [start * p + end * (1.0 - p) for p in positions]
    return _visualizer(runtime, lanes, _ramp(places, colours, _nearest))


def _new_map(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    positions, colours = read_pairs(runtime, argument(arguments, 0), lanes)

    def process(rt: Any, part: Lanes, value: Any) -> JsArray:
        number = np.asarray(to_number(value))
        found = np.full(number.shape, len(positions) - 1)
        for k in range(len(positions) - 1, -1, -1):
            found = np.where(number < positions[k], max(0, k - 1), found)
        return _as_colour(rt, colours[found] / 255.0, part)

    return _visualizer(runtime, lanes, process)


def _stretch(bends: bool, wraps: bool) -> Callable[[Any, Lanes, Any, list], JsObject]:
    def construct(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
        defaults = (0.0, 1.0, 1.0, 0.0, 1.0)
        low, high, gain, offset, gamma = (to_number(argument(arguments, k, d)) for k, d in enumerate(defaults))
        compresses = bends & (high > 0) & (high < 1)
        factor = np.float64(1.0) / (high - low)

        def process(rt: Any, part: Lanes, value: Any) -> Any:
            number = gain * (to_number(value) - low) * factor + offset
            if isinstance(gamma, np.ndarray) or gamma != 1:
                number = np.power(np.maximum(0.0, number), gamma)
            number = np.where(compresses & (number > 0.92), 0.92 + (number - 0.92) * (0.08 / 1.08), number)
            number = np.where(number < 0, 0.0, np.where(number > 1, 1.0, number))
            result = number if number.ndim else float(number)
            return rt.new_array([result], part) if wraps else result

        return _visualizer(runtime, lanes, process)

    return construct


def _new_identity(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    def process(rt: Any, part: Lanes, value: Any) -> Any:
        return value if isinstance(value, JsArray) else rt.new_array([value], part)

    keep = HostFunction("processList", lambda rt, part, this_, a: argument(a, 0))
    return _visualizer(runtime, lanes, process, {"processList": keep})


def _class(name: str, construct: Any, factories: dict[str, Any] | None = None) -> HostFunction:
    def refuse(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        raise JsThrow(f"Class constructor {name} cannot be invoked without 'new'", lanes=lanes)

    made = {key: HostFunction(key, call) for key, call in (factories or {}).items()}
    return HostFunction(name, refuse, construct, made)


def _factory(construct: Any, table: JsArray) -> Any:
    return lambda rt, lanes, this, a: construct(rt, lanes, UNDEFINED, [table, *a[:2]])


def _ascending(table: Any) -> JsArray:
    """The ramp factories pair the ascending positions with the colours in their listed order."""
    positions = sorted(position for position, _ in table)
    return scale_constant([(position, colour) for position, (_, colour) in zip(positions, table)])


def visualizer_globals() -> dict[str, HostFunction]:
    """The visualiser classes."""
    scales = {"RedTemperature": RED_TEMPERATURE, "WhiteGreen": GREEN_WHITE, "BlueRed": BLUE_RED}
    ramps = {f"create{name}": _factory(_new_ramp, _ascending(table)) for name, table in scales.items()}
    ramps["createOceanColor"] = _factory(_new_ramp, scale_constant(OCEAN_COLOR))
    gradients = {f"create{name}": _factory(_new_gradient, scale_constant(table)) for name, table in scales.items()}
    default = {"createDefaultColorMap": _factory(_new_map, scale_constant(_DEFAULT_MAP))}
    return {
        "ColorMapVisualizer": _class("ColorMapVisualizer", _new_map, default),
        "ColorRampVisualizer": _class("ColorRampVisualizer", _new_ramp, ramps),
        "ColorGradientVisualizer": _class("ColorGradientVisualizer", _new_gradient, gradients),
        "HighlightCompressVisualizer": _class("HighlightCompressVisualizer", _stretch(True, False)),
        "HighlightCompressVisualizerSingle": _class("HighlightCompressVisualizerSingle", _stretch(True, True)),
        "DefaultVisualizer": _class("DefaultVisualizer", _stretch(False, False)),
        "Identity": _class("Identity", _new_identity),
    }


__all__ = ["read_pairs", "shared_array", "visualizer_globals"]
