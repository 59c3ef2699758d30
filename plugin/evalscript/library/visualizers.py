# SPDX-License-Identifier: GPL-2.0-or-later
"""The service's visualisers."""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np

from ..engine.compile_calls import iterate
from ..engine.conversion import to_number
from ..engine.lanes import Lanes
from ..engine.merging import distribute, gather, lanes_of, merge
from ..engine.methods import argument
from ..engine.properties import read
from ..engine.values import UNDEFINED, Choice, HostFunction, JsArray, JsObject
from ..errors import JsThrow, Refusal
from .arrays import by_length
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


def _visualizer(
    runtime: Any, lanes: Lanes, kind: str, process: Process, more: dict[str, Any] | None = None
) -> JsObject:
    """An object with ``process`` and ``processList``.

    :param kind: the name of its class, one of :data:`~..engine.values.SERVICE_KINDS`.
    :param more: the properties that the service's class has and scripts may read.
    """

    def run(rt: Any, part: Lanes, this: Any, arguments: list) -> Any:
        return process(rt, part, argument(arguments, 0))

    def run_list(rt: Any, part: Lanes, this: Any, arguments: list) -> Any:
        return rt.new_array([process(rt, part, value) for value in iterate(argument(arguments, 0), part)], part)

    props = {"process": HostFunction("process", run), "processList": HostFunction("processList", run_list)}
    props.update(more or {})
    return runtime.new_object(props, lanes, kind)  # type: ignore[no-any-return]


def read_pairs(runtime: Any, pairs: Any, lanes: Lanes) -> tuple[list, list]:
    """Positions, and colours as parts in 0..255, as many as the first has; each may differ per lane."""
    positions, colours = [], []
    for pair in iterate(pairs, lanes, runtime):
        positions.append(to_number(read(runtime, pair, 0, lanes)))
        colour = read(runtime, pair, 1, lanes)
        if isinstance(colour, JsArray):
            parts = [to_number(item) * 255.0 for item in iterate(colour, lanes, runtime)]
        elif isinstance(colour, Choice) and any(isinstance(option, JsArray) for option in colour.options):
            raise Refusal("a colour table with colours of different kinds for different pixels")
        else:
            parts = split_colour(colour)
        colours.append(parts)
    if not positions:
        raise JsThrow("Cannot read properties of undefined (reading '0')", lanes=lanes)
    bands = len(colours[0])
    return positions, [[*parts, *[math.nan] * bands][:bands] for parts in colours]


def _for_each_table(construct: Any) -> Any:
    """A constructor that may be given different tables for different pixels."""

    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        table = argument(arguments, 0)
        if isinstance(table, Choice):
            return distribute(lanes, table, lambda one, part: run(runtime, part, this, [one, *arguments[1:]]))
        if isinstance(table, JsArray) and table.count is not None:
            return by_length(runtime, table, lanes, lambda one, part: run(runtime, part, this, [one, *arguments[1:]]))
        return construct(runtime, lanes, this, arguments)

    return run


def _as_colour(runtime: Any, table: np.ndarray, lanes: Lanes) -> JsArray:
    """An array of numbers from an array (..., bands)."""
    parts = [table[..., band] for band in range(table.shape[-1])]
    return runtime.new_array([p if p.ndim else float(p) for p in parts], lanes)


def _first_not_below(positions: list[float], value: Any) -> np.ndarray:
    """The first position that is >= value, as an index; their number when there is none."""
    found = np.full(np.shape(value), len(positions))
    for k in range(len(positions) - 1, -1, -1):
        found = np.where(value <= positions[k], k, found)
    return found


def _ramp(positions: list, colours: list) -> Process:
    """Linear between positions in 8 bits, clamped outside."""
    if any(isinstance(value, np.ndarray) for value in [*positions, *(part for c in colours for part in c)]):
        return _ramp_of_lanes(positions, colours)
    places, table = np.array(positions), np.array(colours)
    last = len(positions) - 1

    def process(runtime: Any, lanes: Lanes, value: Any) -> JsArray:
        number = np.asarray(to_number(value))
        found = _first_not_below(positions, number)
        upper = np.clip(found, min(1, last), last)
        lower = np.maximum(upper - 1, 0)
        width = places[upper] - places[lower]
        share = ((number - places[lower]) / np.where(width == 0, 1.0, width))[..., None]
        mixed = _floor(table[lower] + (table[upper] - table[lower]) * share)
        outside = ((found == 0) | (found > last))[..., None]
        ends = np.where((found == 0)[..., None], table[0], table[last])
        return _as_colour(runtime, np.where(outside, ends, mixed) / 255.0, lanes)

    return process


def _ramp_of_lanes(positions: list, colours: list) -> Process:
    """The same where positions or colours differ per lane."""

    def process(runtime: Any, lanes: Lanes, value: Any) -> JsArray:
        number = np.asarray(to_number(value))
        parts = []
        for band in range(len(colours[0])):
            result: Any = colours[-1][band]
            for k in range(len(positions) - 1, 0, -1):
                share = (number - positions[k - 1]) / np.asarray(positions[k] - positions[k - 1])
                low = colours[k - 1][band]
                mixed = _floor(low + (colours[k][band] - low) * share)
                result = np.where(number <= positions[k], mixed, result)
            parts.append(np.where(number <= positions[0], colours[0][band], result) / 255.0)
        return runtime.new_array([p if p.ndim else float(p) for p in parts], lanes)  # type: ignore[no-any-return]

    return process


def _gradient(positions: list, colours: list, start: Any, end: Any) -> Process:
    """The older ramp: rounded, and decided by its limits first."""

    def process(runtime: Any, lanes: Lanes, value: Any) -> JsArray:
        number = np.asarray(to_number(value))
        inside = (number > start) & (number < end)
        parts = []
        for band in range(3):
            result: Any = colours[-1][band]
            for k in range(len(positions) - 1, 0, -1):
                share = (number - positions[k - 1]) / np.asarray(positions[k] - positions[k - 1])
                mixed = np.floor(colours[k][band] * share + colours[k - 1][band] * (1.0 - share) + 0.5)
                hit = inside & (number > positions[k - 1]) & (number <= positions[k])
                result = np.where(hit, mixed, result)
            parts.append(np.where(number <= start, colours[0][band], result) / 255.0)
        return runtime.new_array([p if p.ndim else float(p) for p in parts], lanes)  # type: ignore[no-any-return]

    return process


def _floor(value: Any) -> Any:
    return np.floor(value + 1e-9)


@_for_each_table
def _new_ramp(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    positions, colours = read_pairs(runtime, argument(arguments, 0), lanes)
    low, high = positions[0], positions[-1]
    start = to_number(arguments[1]) if len(arguments) > 1 and is_given(arguments[1]) else low
    end = to_number(arguments[2]) if len(arguments) > 2 and is_given(arguments[2]) else high
    if isinstance(high, np.ndarray) or isinstance(low, np.ndarray):
        flat = np.asarray(high == low)
        width = np.where(flat, 1.0, high - low)
        positions = [np.where(flat, start, start + (p - low) / width * (end - start)) for p in positions]
    elif high != low:
        positions = [start + (p - low) / (high - low) * (end - start) for p in positions]
    else:
        positions = [start] * len(positions)

    def turn(rt: Any, part: Lanes, this_: Any, arguments_: list) -> JsObject:
        return _visualizer(rt, part, "ColorRampVisualizer", _ramp(positions, colours[::-1]))

    more = {"inverse": HostFunction("inverse", turn)}
    return _visualizer(runtime, lanes, "ColorRampVisualizer", _ramp(positions, colours), more)


@_for_each_table
def _new_gradient(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    positions, colours = read_pairs(runtime, argument(arguments, 0), lanes)
    colours = [[*parts, math.nan, math.nan, math.nan][:3] for parts in colours]
    limits = {"minVal": _option(arguments, 1, 0.0), "maxVal": _option(arguments, 2, 1.0)}
    start, end = (to_number(limit) for limit in limits.values())
    places = [start * p + end * (1.0 - p) for p in positions]
    return _visualizer(runtime, lanes, "ColorGradientVisualizer", _gradient(places, colours, start, end), limits)


@_for_each_table
def _new_map(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    pairs = iterate(argument(arguments, 0), lanes, runtime)
    positions = [to_number(read(runtime, pair, 0, lanes)) for pair in pairs]
    colours = [_map_colour(runtime, read(runtime, pair, 1, lanes), lanes) for pair in pairs]
    if not positions:
        raise JsThrow("Cannot read properties of undefined (reading '1')", lanes=lanes)
    is_plain = len({len(c) for c in colours}) == 1 and not any(
        isinstance(value, np.ndarray) for value in [*positions, *(part for c in colours for part in c)]
    )
    table = np.array(colours) if is_plain else None

    def process(rt: Any, part: Lanes, value: Any) -> Any:
        number = np.asarray(to_number(value))
        found = np.full(number.shape, len(positions) - 1)
        for k in range(len(positions) - 1, -1, -1):
            found = np.where(number < positions[k], max(0, k - 1), found)
        if table is not None:
            return _as_colour(rt, table[found], part)
        choices = [rt.new_array(list(colour), part) for colour in colours]
        if not found.ndim:
            return choices[int(found)]
        return gather(choices, found, np.ones(found.shape, np.bool_))

    return _visualizer(runtime, lanes, "ColorMapVisualizer", process)


def _map_colour(runtime: Any, colour: Any, lanes: Lanes) -> list:
    """The parts of a colour as they are handed out."""
    if isinstance(colour, JsArray):
        return [to_number(item) for item in iterate(colour, lanes, runtime)]
    if isinstance(colour, Choice) and any(isinstance(option, JsArray) for option in colour.options):
        raise Refusal("a colour table with colours of different kinds for different pixels")
    return [part / 255.0 for part in split_colour(colour)]


def _option(arguments: list, position: int, default: float) -> Any:
    """An argument, or its default in the lanes where it is missing."""
    value = argument(arguments, position, default)
    missing = lanes_of(value, UNDEFINED)
    return value if missing is None else merge(missing, default, value)


def _stretch(kind: str, bends: bool, wraps: bool) -> Callable[[Any, Lanes, Any, list], JsObject]:
    def construct(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
        defaults = {"minValue": 0.0, "maxValue": 1.0, "gain": 1.0, "offset": 0.0, "gamma": 1.0}
        options = {name: _option(arguments, k, default) for k, (name, default) in enumerate(defaults.items())}
        low, high, gain, offset, gamma = (to_number(option) for option in options.values())
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

        return _visualizer(runtime, lanes, kind, process, options)

    return construct


def _new_identity(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    def process(rt: Any, part: Lanes, value: Any) -> Any:
        return value if isinstance(value, JsArray) else rt.new_array([value], part)

    keep = HostFunction("processList", lambda rt, part, this_, a: argument(a, 0))
    return _visualizer(runtime, lanes, "Identity", process, {"processList": keep})


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
        "HighlightCompressVisualizer": _class(
            "HighlightCompressVisualizer", _stretch("HighlightCompressVisualizer", True, False)
        ),
        "HighlightCompressVisualizerSingle": _class(
            "HighlightCompressVisualizerSingle", _stretch("HighlightCompressVisualizerSingle", True, True)
        ),
        "DefaultVisualizer": _class("DefaultVisualizer", _stretch("DefaultVisualizer", False, False)),
        "Identity": _class("Identity", _new_identity),
    }


__all__ = ["read_pairs", "shared_array", "visualizer_globals"]
