# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles destructuring."""

from __future__ import annotations

from typing import Any

from ..errors import JsThrow, Refusal
from ..parser import Node
from .changes import remove
from .compile_assignment import PATTERN_COMPILERS, Store, compile_store
from .compile_calls import as_array
from .compile_expressions import copy_properties_of
from .compiler import Run, compile_expression
from .conversion import to_key
from .keys import numeric_key
from .lanes import DEAD, Lanes, narrow
from .merging import lanes_of, merge
from .methods import ARRAY_METHODS
from .properties import read
from .scopes import UNSET, Scope, Split
from .values import UNDEFINED, is_nullish


def declare(scope: Scope, name: str, value: Any, lanes: Lanes) -> None:
    """Give a let, const or parameter its value."""
    if lanes is None or lanes is scope.lanes:
        scope.names[name] = value
        return
    old = scope.names.get(name, UNSET)
    if isinstance(old, Split):
        old = old.join()
    scope.names[name] = Split(value, lanes, old)


def compile_pattern(node: Node, declares: bool) -> Store:
    """How a value is taken apart into names: ``store(runtime, scope, value, lanes)``."""
    if node.type == "ArrayPattern":
        return _compile_array(node, declares)
    if node.type == "ObjectPattern":
        return _compile_object(node, declares)
    if node.type == "AssignmentPattern":
        return _compile_default(node, declares)
    if not declares:
        return compile_store(node)
    name = node.name
    return lambda runtime, scope, value, lanes: declare(scope, name, value, lanes)


PATTERN_COMPILERS.append(compile_pattern)


def _compile_default(node: Node, declares: bool) -> Store:
    inner, default = compile_pattern(node.left, declares), compile_expression(node.right)

    def store(runtime: Any, scope: Scope, value: Any, lanes: Lanes) -> None:
        if value is UNDEFINED:
            value = default(runtime, scope, lanes)
        else:
            missing = lanes_of(value, UNDEFINED)
            part = DEAD if missing is None else narrow(lanes, missing)
            if part is not DEAD:
                value = merge(missing, default(runtime, scope, part), value)
        inner(runtime, scope, value, lanes)

    return store


def _compile_array(node: Node, declares: bool) -> Store:
    parts = []
    for position, element in enumerate(node.elements):
        if element is None:
            continue
        is_rest = element.type == "RestElement"
        parts.append((position, is_rest, compile_pattern(element.argument if is_rest else element, declares)))

    def store(runtime: Any, scope: Scope, value: Any, lanes: Lanes) -> None:
        value = as_array(runtime, value, lanes)
        for position, is_rest, inner in parts:
            if is_rest:
                taken = ARRAY_METHODS["slice"](runtime, lanes, value, [float(position)])
            else:
                taken = read(runtime, value, position, lanes)
            inner(runtime, scope, taken, lanes)

    return store


def _compile_object(node: Node, declares: bool) -> Store:
    parts: list[tuple[Run, Store]] = []
    rest: Store | None = None
    for item in node.properties:
        if item.type == "RestElement":
            rest = compile_pattern(item.argument, declares)
            continue
        parts.append((_compile_key(item), compile_pattern(item.value, declares)))

    def store(runtime: Any, scope: Scope, value: Any, lanes: Lanes) -> None:
        if is_nullish(value):
            shown = "null" if value is None else "undefined"
            raise JsThrow(f"Cannot destructure '{shown}' as it is {shown}.", lanes=lanes)
        taken = set()
        for key_of, inner in parts:
            key = key_of(runtime, scope, lanes)
            if rest is not None and not isinstance(key, (str, int)):
                raise Refusal("a property name differs from pixel to pixel")
            taken.add(str(key))
            inner(runtime, scope, read(runtime, value, key, lanes), lanes)
        if rest is not None:
            left = runtime.new_object({}, lanes)
            copy_properties_of(runtime, left, value, lanes)
            for name in taken:
                remove(runtime, left, name, lanes)
            rest(runtime, scope, left, lanes)

    return store


def _compile_key(item: Node) -> Run:
    if item.computed:
        key = compile_expression(item.key)
        return lambda runtime, scope, lanes: numeric_key(to_key(key(runtime, scope, lanes), lanes))
    constant = item.key.name if item.key.type == "Identifier" else numeric_key(to_key(item.key.value, None))
    return lambda runtime, scope, lanes: constant
