# SPDX-License-Identifier: GPL-2.0-or-later
"""The state of one run: variables, calls in progress, limits."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..budget import MAX_CALL_DEPTH, Budget, check_items
from ..errors import CarriedState, JsThrow, Refusal
from .changes import write
from .lanes import DEAD, Lanes, union
from .merging import distribute, merge
from .properties import read
from .scopes import GlobalState, Scope
from .values import BOOLEAN, UNDEFINED, Choice, Function, HostFunction, JsArray, JsDate, JsObject, kind_of

_ITEM_BYTES = 64


class Loop:
    """Lanes that left a loop, switch or labelled block, and lanes that skip to the next turn."""

    __slots__ = ("broken", "continued", "kind", "labels")

    def __init__(self, labels: tuple[str, ...], kind: str = "loop") -> None:
        self.broken: Lanes = DEAD
        self.continued: Lanes = DEAD
        self.labels = labels
        self.kind = kind


class Attempt:
    """A ``try`` block in progress: lanes that threw, and what."""

    __slots__ = ("thrown", "value")

    def __init__(self) -> None:
        self.thrown: Lanes = DEAD
        self.value: Any = UNDEFINED


class Frame:
    """One function call: what its lanes have returned so far, and the loops it is in."""

    __slots__ = ("attempts", "loops", "returned", "value")

    def __init__(self) -> None:
        self.returned: Lanes = DEAD
        self.value: Any = UNDEFINED
        self.loops: list[Loop] = []
        self.attempts: list[Attempt] = []

    def leave(self, value: Any, lanes: Lanes) -> None:
        """Some lanes return a value."""
        if self.returned is DEAD or lanes is None:
            self.value = value
        else:
            self.value = merge(lanes, value, self.value)
        self.returned = union(self.returned, lanes)


class Runtime:
    """Runs compiled code for a number of lanes."""

    def __init__(self, builtins: Scope, budget: Budget) -> None:
        self.budget = budget
        self.builtins = builtins
        self.global_object = builtins.names.get("globalThis", UNDEFINED)
        self.globals = Scope(builtins, None, False)
        self.state = GlobalState()
        self.lane_count = 1
        self.in_pixel = False
        self.frame = Frame()
        self.depth = 0
        self.chains: list[Lanes] = []  # of each optional chain that is running, the lanes in which it still goes on
        self.added: dict[str, dict[str, Any]] | None = None  # what the script added to built-in prototypes

    def new_array(self, items: list, lanes: Lanes) -> JsArray:
        """An array made by the script in some lanes."""
        check_items(len(items))
        array = JsArray(items, lanes, not self.in_pixel)
        array.hold(self.budget, self.size_of(items))
        return array

    def new_object(self, props: dict[str, Any], lanes: Lanes, kind: str = "Object") -> JsObject:
        """An object made by the script in some lanes."""
        made = JsObject(props, lanes, not self.in_pixel, kind)
        made.hold(self.budget, self.size_of(props.values()))
        return made

    def size_of(self, values: Any) -> int:
        """Bytes charged for keeping some values."""
        count = 0
        for value in values:
            count += _ITEM_BYTES
            if isinstance(value, (np.ndarray, Choice)):
                count += self.lane_count * 8
        return count

    def check_change(self, holder: Any) -> None:
        """Refuse to change what all pixels share."""
        if self.in_pixel and holder.shared:
            if self.state.isolation is None:
                raise CarriedState("an array or object made outside evaluatePixel is changed by it")
            self.state.isolation.save(holder)

    def call(self, function: Any, this: Any, arguments: list, lanes: Lanes) -> Any:
        """Call a function value in some lanes.

        :raises JsThrow: when it is no function, or throws.
        """
        kind = type(function)
        if kind is Function:
            return self._call_script(function, this, arguments, lanes)
        if kind is HostFunction:
            return function.call(self, lanes, this, arguments)
        if kind is Choice:
            return distribute(lanes, function, lambda one, part: self.call(one, this, arguments, part))
        raise JsThrow("the value is not a function", lanes=lanes)

    def _call_script(self, function: Function, this: Any, arguments: list, lanes: Lanes) -> Any:
        if function.code.is_class and type(this) is not JsObject:
            raise JsThrow(f"Class constructor {function.code.name} cannot be invoked without 'new'", lanes=lanes)
        if self.depth >= MAX_CALL_DEPTH:
            raise JsThrow("Maximum call stack size exceeded", "RangeError", lanes=lanes)
        self.budget.tick()
        code = function.code
        scope = Scope(function.scope, lanes, self.in_pixel)
        caller = self.frame
        self.frame = frame = Frame()
        self.depth += 1
        try:
            code.enter(self, function, scope, this, arguments, lanes)
            if code.is_expression:
                return code.body(self, scope, lanes)
            rest = code.body(self, scope, lanes)
        finally:
            self.frame = caller
            self.depth -= 1
        if rest is None or frame.returned is DEAD:
            return UNDEFINED
        return frame.value if rest is DEAD else merge(rest, UNDEFINED, frame.value)

    def construct(self, function: Any, arguments: list, lanes: Lanes) -> Any:
        """``new function(…)``."""
        if isinstance(function, HostFunction) and function.construct is not None:
            return function.construct(self, lanes, UNDEFINED, arguments)
        if isinstance(function, Choice):
            return distribute(lanes, function, lambda one, part: self.construct(one, arguments, part))
        if (
            not isinstance(function, Function)
            or function.code.is_arrow
            or (function.home and not function.code.is_class)
        ):
            raise JsThrow("the value is not a constructor", lanes=lanes)
        made = self.new_object({}, lanes)
        above = read(self, function, "prototype", lanes)
        made.proto = above if isinstance(above, JsObject) else None
        if made.proto is not None and made.proto.partial is not None:
            made.partial = {}
        result = self.initialise(function, made, arguments, lanes)
        if isinstance(result, (JsObject, JsArray, JsDate, Function)):
            return result
        if isinstance(result, Choice):
            raise Refusal("a constructor returns different objects for different pixels")
        return made

    def initialise(self, function: Function, made: Any, arguments: list, lanes: Lanes) -> Any:
        """Run a constructor on a new object; fields of a class without parent come first."""
        if function.fields and function.parent is None:
            self.add_fields(function, made, lanes)
        return self._call_script(function, made, arguments, lanes)

    def add_fields(self, function: Function, made: Any, lanes: Lanes) -> None:
        """Give a new object the fields of its class."""
        for name, value_of in function.fields or ():
            write(self, made, name, UNDEFINED if value_of is None else self.call(value_of, made, [], lanes), lanes)

    def constructor_of(self, value: Any) -> Any:
        """What ``value.constructor`` is for values of built-in kinds."""
        return self.builtins.names.get(constructor_name(value), UNDEFINED)

    def prototype_property(self, value: Any, key: str) -> Any:
        """What the script added to the built-in prototype of a value."""
        if self.added is None:
            return UNDEFINED
        found = self.added.get(constructor_name(value), {})
        return found[key] if key in found else self.added.get("Object", {}).get(key, UNDEFINED)


def constructor_name(value: Any) -> str:
    """The name of the built-in class of a value."""
    if isinstance(value, JsArray):
        return "Array" if value.element is None else str(value.element.name)
    if isinstance(value, str):
        return "String"
    if isinstance(value, JsDate):
        return "Date"
    if isinstance(value, (Function, HostFunction)):
        return "Function"
    if isinstance(value, JsObject):
        return value.kind if value.kind in ("Map", "Set", "RegExp", "Error") else "Object"
    return "Boolean" if kind_of(value) == BOOLEAN else "Number"
