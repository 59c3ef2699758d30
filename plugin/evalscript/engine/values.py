# SPDX-License-Identifier: GPL-2.0-or-later
"""The values a script computes with.

Numbers are ``float`` or float64 arrays, booleans ``bool`` or bool arrays, texts ``str``,
null is ``None``; the rest is defined here.
"""

from __future__ import annotations

from typing import Any, Callable

import numpy as np


class _Undefined:
    """The value of JavaScript's ``undefined``."""

    def __repr__(self) -> str:
        return "undefined"

    def __bool__(self) -> bool:
        return False


class _Hole(_Undefined):
    """An array slot that was never written."""


class Stale:
    """Stands where another pixel may have left a value; to read it ends the run."""


UNDEFINED: Any = _Undefined()
HOLE: Any = _Hole()
STALE: Any = Stale()
STALE_KEY: Any = Stale()
"""The same for a property that was not there before the first pixel."""


SERVICE_KINDS = frozenset((
    "ColorMapVisualizer", "ColorRampVisualizer", "ColorGradientVisualizer", "HighlightCompressVisualizer",
    "HighlightCompressVisualizerSingle", "DefaultVisualizer", "Identity",
))  # fmt: skip
"""Objects of the service's classes: what they are made of is known in part, so the rest is refused."""


class Container:
    """What arrays and objects share: who made them, and the bytes they hold."""

    __slots__ = ("budget", "frozen", "held", "lanes", "origin", "shared")

    def __init__(self, lanes: Any, shared: bool) -> None:
        """Note the lanes for which it exists, and whether all pixels see the same one."""
        self.lanes = lanes
        self.shared = shared
        self.held = 0
        self.frozen = False
        self.budget: Any = None
        self.origin: Any = None

    def hold(self, budget: Any, count: int) -> None:
        """Charge the run's budget for pixel values kept here."""
        budget.hold(count)
        self.budget = budget
        self.held += count

    def __del__(self) -> None:
        if self.held:
            self.budget.release(self.held)


class JsArray(Container):
    """An array; with ``count`` its length differs per lane and slots beyond it hold anything."""

    __slots__ = ("count", "element", "items", "props")

    def __init__(self, items: list, lanes: Any, shared: bool) -> None:
        super().__init__(lanes, shared)
        self.items = items
        self.count: np.ndarray | None = None
        self.props: dict[str, Any] | None = None
        self.element: Any = None  # how a typed array stores numbers


class JsObject(Container):
    """An object; ``partial`` names the properties that only some lanes have.

    An object that has or inherits an :class:`Accessor` keeps ``partial`` as a dict, if only an
    empty one, so that quick reads pass it by. ``ranks`` tells in which order properties came
    into being where that may differ per lane.
    """

    __slots__ = ("kind", "partial", "props", "proto", "ranks")

    def __init__(self, props: dict[str, Any], lanes: Any, shared: bool, kind: str = "Object") -> None:
        super().__init__(lanes, shared)
        self.props = props
        self.partial: dict[str, np.ndarray] | None = None
        self.proto: JsObject | None = None
        self.ranks: dict[str, Any] | None = None
        self.kind = kind


class Accessor:
    """A property with a getter and a setter, each a function or None."""

    __slots__ = ("getter", "setter")

    def __init__(self, getter: Any, setter: Any) -> None:
        self.getter = getter
        self.setter = setter


class JsDate:
    """A point in time, milliseconds since 1970 UTC; a float or one per lane."""

    __slots__ = ("lanes", "shared", "time")

    def __init__(self, time: Any, lanes: Any = None, shared: bool = True) -> None:
        self.time = time
        self.lanes = lanes
        self.shared = shared


class Choice:
    """A value that differs per lane: ``options[index]``.

    At most one option is numeric and at most one boolean; no option is a Choice.
    """

    __slots__ = ("index", "options", "partition")

    def __init__(self, options: list, index: np.ndarray) -> None:
        self.options = options
        self.index = index
        self.partition: Any = None


class Function(Container):
    """A function of the script with the scope it was made in."""

    __slots__ = ("code", "fields", "home", "parent", "props", "scope", "this")

    def __init__(self, code: Any, scope: Any, this: Any, lanes: Any, shared: bool) -> None:
        super().__init__(lanes, shared)
        self.code = code
        self.scope = scope
        self.this = this
        self.props: dict[str, Any] = {}
        self.home: Any = None  # the prototype or class a method was written in, for super
        self.parent: Any = None  # the class that this one extends
        self.fields: list | None = None  # name, key and value of the fields of a class


class JsSymbol:
    """A well-known symbol; ``symbol_key`` is the hidden property name that stands for it."""

    __slots__ = ("symbol_key",)

    def __init__(self, symbol_key: str) -> None:
        self.symbol_key = symbol_key


HostCall = Callable[[Any, Any, Any, list], Any]


class HostFunction:
    """A built-in: ``call(runtime, lanes, this, arguments)``, and ``construct`` for ``new``."""

    __slots__ = ("call", "construct", "name", "props")

    def __init__(
        self, name: str, call: HostCall, construct: HostCall | None = None, props: dict[str, Any] | None = None
    ) -> None:
        self.name = name
        self.call = call
        self.construct = construct
        self.props = props or {}


NUMBER, BOOLEAN, OTHER = 1, 2, 0


def kind_of(value: Any) -> int:
    """Is a value (of all its lanes) a number, a boolean or something else?"""
    if isinstance(value, np.ndarray):
        return BOOLEAN if value.dtype == np.bool_ else NUMBER
    if isinstance(value, bool):
        return BOOLEAN
    return NUMBER if isinstance(value, float) else OTHER


def is_varying_number(value: Any) -> bool:
    """Is it a number that differs per lane?"""
    return isinstance(value, np.ndarray)


def is_nullish(value: Any) -> bool:
    """Is it null or undefined?"""
    return value is None or value is UNDEFINED
