# SPDX-License-Identifier: GPL-2.0-or-later
"""``Uint8Array`` and its kin: arrays of fixed length that store numbers in one type."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..budget import check_items
from ..engine.compile_calls import as_array
from ..engine.conversion import to_number
from ..engine.lanes import Lanes
from ..engine.merging import fill_holes
from ..engine.methods import ARRAY_METHODS, TYPED_ARRAY_METHODS, argument, method
from ..engine.operators import to_int32
from ..engine.values import UNDEFINED, HostFunction, JsArray, JsObject, is_nullish, kind_of
from ..errors import JsThrow, Refusal
from .arrays import whole_number


@dataclass(frozen=True)
class Element:
    """The type of a typed array's numbers."""

    name: str
    bytes: int
    bits: int = 0
    """Width of an integer type, 0 for the others."""

    is_signed: bool = False
    clamps: bool = False

    def store(self, value: Any) -> Any:
        """The number as the type keeps it."""
        number = to_number(value)
        if self.clamps:
            kept = np.rint(np.clip(np.where(number != number, 0.0, number), 0.0, 255.0)) + 0.0
        elif self.bits:
            low = np.asarray(to_int32(number), np.int64) & ((1 << self.bits) - 1)
            kept = np.where(self.is_signed & (low >= 1 << (self.bits - 1)), low - (1 << self.bits), low)
            kept = kept.astype(np.float64)
        elif self.bytes == 4:
            kept = np.asarray(number, np.float64).astype(np.float32).astype(np.float64)
        else:
            return number
        return kept if isinstance(number, np.ndarray) else float(kept)


ELEMENTS = (
    Element("Int8Array", 1, 8, True), Element("Uint8Array", 1, 8), Element("Uint8ClampedArray", 1, clamps=True),
    Element("Int16Array", 2, 16, True), Element("Uint16Array", 2, 16), Element("Int32Array", 4, 32, True),
    Element("Uint32Array", 4, 32), Element("Float32Array", 4), Element("Float64Array", 8),
)  # fmt: skip


def typed(runtime: Any, element: Element, items: list, lanes: Lanes) -> JsArray:
    """A new typed array of some values."""
    made: JsArray = runtime.new_array([element.store(fill_holes(item)) for item in items], lanes)
    made.element = element
    return made


def typed_namespaces() -> dict[str, HostFunction]:
    """The classes."""
    return {element.name: _namespace(element) for element in ELEMENTS}


def _namespace(element: Element) -> HostFunction:
    def construct(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsArray:
        source = argument(arguments, 0, 0.0)
        if kind_of(source):
            length = whole_number(source, "the length of a typed array")
            if length < 0 or not math.isfinite(length):
                raise JsThrow(f"Invalid typed array length: {length}", "RangeError", lanes=lanes)
            check_items(length)
            made: JsArray = runtime.new_array([0.0] * length, lanes)
            made.element = element
            return made
        if is_nullish(source):
            return typed(runtime, element, [], lanes)
        return from_source(runtime, lanes, this, [source])

    def from_source(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsArray:
        source = argument(arguments, 0)
        if isinstance(source, JsObject) and source.kind == "Object":
            array = ARRAY_FROM[0](runtime, lanes, this, arguments)
        else:
            array = as_array(runtime, source, lanes)
            if len(arguments) > 1:
                array = ARRAY_METHODS["map"](runtime, lanes, array, arguments[1:])
        if array.count is not None:
            raise Refusal("a typed array whose length differs from pixel to pixel")
        return typed(runtime, element, array.items, lanes)

    def refuse(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        raise JsThrow(f"Constructor {element.name} requires 'new'", lanes=lanes)

    props = {
        "BYTES_PER_ELEMENT": float(element.bytes),
        "from": HostFunction("from", from_source),
        "of": HostFunction("of", lambda rt, lanes, this, a: typed(rt, element, list(a), lanes)),
    }
    return HostFunction(element.name, refuse, construct, props)


ARRAY_FROM: list[Any] = []
"""``Array.from``; filled by :mod:`array_namespace`."""


def _again(name: str) -> Any:
    """An array method whose result has the same type of numbers."""

    def run(runtime: Any, lanes: Lanes, this: JsArray, arguments: list) -> Any:
        found = ARRAY_METHODS[name](runtime, lanes, this, arguments)
        if found.count is not None:
            raise Refusal("a typed array whose length differs from pixel to pixel")
        return typed(runtime, this.element, found.items, lanes)

    return run


for _name in ("map", "filter", "slice"):
    TYPED_ARRAY_METHODS[_name] = _again(_name)


@method(TYPED_ARRAY_METHODS, "subarray")
def typed_subarray(runtime: Any, lanes: Lanes, this: JsArray, arguments: list) -> Any:
    """A view of a part; as it would share its numbers with this array, it cannot be changed."""
    made = TYPED_ARRAY_METHODS["slice"](runtime, lanes, this, arguments)
    made.origin = "view"
    return made


@method(TYPED_ARRAY_METHODS, "set")
def typed_set(runtime: Any, lanes: Lanes, this: JsArray, arguments: list) -> Any:
    """Copy values into the array."""
    runtime.check_change(this)
    start = whole_number(argument(arguments, 1, 0.0), "the offset")
    source = as_array(runtime, argument(arguments, 0), lanes)
    if source.count is not None or start < 0 or start + len(source.items) > len(this.items):
        raise JsThrow("offset is out of bounds", "RangeError", lanes=lanes)
    for position, item in enumerate(source.items):
        write_element(runtime, this, start + position, fill_holes(item), lanes)
    return UNDEFINED


@method(TYPED_ARRAY_METHODS, "fill")
def typed_fill(runtime: Any, lanes: Lanes, this: JsArray, arguments: list) -> Any:
    """Write one value into a range of slots."""
    value = this.element.store(argument(arguments, 0))
    return ARRAY_METHODS["fill"](runtime, lanes, this, [value, *arguments[1:]])


@method(TYPED_ARRAY_METHODS, "sort")
def typed_sort(runtime: Any, lanes: Lanes, this: JsArray, arguments: list) -> Any:
    """Sort in place, by number unless a comparison is given; NaN comes last."""
    if argument(arguments, 0) is not UNDEFINED:
        return ARRAY_METHODS["sort"](runtime, lanes, this, arguments)
    runtime.check_change(this)
    size = runtime.lane_count if any(isinstance(item, np.ndarray) for item in this.items) else 1
    rows = np.sort(np.array([np.broadcast_to(item, (size,)) for item in this.items]).reshape(-1, size), axis=0)
    for position, row in enumerate(rows):
        write_element(runtime, this, position, row if size > 1 else float(row[0]), lanes)
    return this


def write_element(runtime: Any, array: JsArray, position: int, value: Any, lanes: Lanes) -> None:
    """Store a number in one slot; slots beyond the end do not exist."""
    from ..engine.changes import write

    write(runtime, array, position, value, lanes)
