# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of built-in methods per kind of value; the library fills them."""

from __future__ import annotations

from typing import Any, Callable

from .values import UNDEFINED, Function, HostFunction, JsArray, JsDate, JsObject

Method = Callable[[Any, Any, Any, list], Any]
Table = "dict[str, Method]"

ARRAY_METHODS: dict[str, Method] = {}
TEXT_METHODS: dict[str, Method] = {}
NUMBER_METHODS: dict[str, Method] = {}
DATE_METHODS: dict[str, Method] = {}
FUNCTION_METHODS: dict[str, Method] = {}
OBJECT_METHODS: dict[str, Method] = {}
MAP_METHODS: dict[str, Method] = {}
SET_METHODS: dict[str, Method] = {}
REGEX_METHODS: dict[str, Method] = {}
TYPED_ARRAY_METHODS: dict[str, Method] = {}
NOT_ON_TYPED_ARRAYS = frozenset(("push", "pop", "shift", "unshift", "splice", "concat", "flat", "flatMap"))
_OBJECT_KINDS = {"Map": MAP_METHODS, "Set": SET_METHODS, "RegExp": REGEX_METHODS}


def method(table: dict[str, Method], *names: str) -> Callable[[Method], Method]:
    """Decorator that enters a function ``(runtime, lanes, this, arguments)`` into a table."""

    def enter(function: Method) -> Method:
        for name in names:
            table[name] = function
        return function

    return enter


def find_method(holder: Any, name: str) -> Method | None:
    """The built-in method of a value."""
    kind = type(holder)
    if kind is JsArray and holder.element is not None:
        if name in NOT_ON_TYPED_ARRAYS:
            return None
        return TYPED_ARRAY_METHODS.get(name) or ARRAY_METHODS.get(name) or OBJECT_METHODS.get(name)
    if kind is JsArray:
        return ARRAY_METHODS.get(name) or OBJECT_METHODS.get(name)
    if kind is str:
        return TEXT_METHODS.get(name) or OBJECT_METHODS.get(name)
    if kind is JsDate:
        return DATE_METHODS.get(name) or OBJECT_METHODS.get(name)
    if kind is JsObject:
        own = _OBJECT_KINDS.get(holder.kind, {}).get(name)
        return own or OBJECT_METHODS.get(name)
    if kind is Function or kind is HostFunction:
        return FUNCTION_METHODS.get(name) or OBJECT_METHODS.get(name)
    return NUMBER_METHODS.get(name)


def argument(arguments: list, position: int, default: Any = UNDEFINED) -> Any:
    """An argument, or a default when it is missing or undefined."""
    if position < len(arguments):
        value = arguments[position]
        return default if value is UNDEFINED else value
    return default
