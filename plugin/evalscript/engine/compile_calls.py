# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles calls, ``new`` and the lists of values they take."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from ..budget import check_items
from ..errors import Fault, JsThrow, Refusal
from ..parser import Node
from .compile_members import ShortCircuit, compile_key
from .compiler import Run, compile_expression, expression
from .lanes import DEAD, Lanes, narrow
from .merging import fill_holes, merge
from .properties import call_method, read
from .scopes import Scope
from .values import HOLE, UNDEFINED, Choice, JsArray, JsObject, is_nullish


def compile_items(nodes: list) -> Callable[[Any, Scope, Lanes], list]:
    """Arguments or array elements, spreads included."""
    parts = []
    has_spread = False
    for node in nodes:
        if node is None:
            parts.append((False, lambda runtime, scope, lanes: HOLE))
        elif node.type == "SpreadElement":
            parts.append((True, compile_expression(node.argument)))
            has_spread = True
        else:
            parts.append((False, compile_expression(node)))
    plain = [part for _, part in parts]
    if not has_spread:
        return lambda runtime, scope, lanes: [part(runtime, scope, lanes) for part in plain]

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> list:
        values: list[Any] = []
        for is_spread, part in parts:
            value = part(runtime, scope, lanes)
            values.extend(iterate(value, lanes)) if is_spread else values.append(value)
            check_items(len(values))
        return values

    return run


def iterate(value: Any, lanes: Lanes) -> list:
    """The values that ``for…of`` and ``...`` see; the number must not depend on the pixel."""
    if isinstance(value, JsArray):
        if value.count is None:
            return [fill_holes(item) for item in value.items]
        counts = np.unique(value.count if lanes is None else value.count[lanes])
        if len(counts) == 1:
            return [fill_holes(item) for item in value.items[: int(counts[0])]]
        raise Refusal("an array whose length differs from pixel to pixel cannot be spread here")
    if isinstance(value, str):
        return list(value)
    if isinstance(value, JsObject) and value.kind in ("Map", "Set"):
        return list(value.origin.entries())
    if isinstance(value, Choice):
        return _iterate_choice(value, lanes)
    raise JsThrow("the value is not iterable", lanes=lanes)


def _iterate_choice(value: Choice, lanes: Lanes) -> list:
    lists = []
    for position, option in enumerate(value.options):
        part = narrow(lanes, value.index == position)
        if part is not DEAD:
            lists.append((value.index == position, iterate(option, part)))
    if len({len(items) for _, items in lists}) != 1:
        raise Refusal("arrays of different length for different pixels cannot be spread here")
    result = lists[0][1]
    for mask, items in lists[1:]:
        result = [merge(mask, new, old) for new, old in zip(items, result)]
    return result


@expression("CallExpression")
def compile_call(node: Node) -> Run:
    """``f(a)`` and ``a.f(b)``."""
    arguments_of = compile_items(node.arguments)
    line, column = node.line, node.column
    callee = node.callee
    if callee.type == "MemberExpression":
        return _compile_method_call(node, arguments_of)
    function_of = compile_expression(callee)
    optional = node.optional
    shown = getattr(callee, "name", "the value")

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        try:
            function = function_of(runtime, scope, lanes)
            if optional and is_nullish(function):
                raise ShortCircuit
            if (
                function is UNDEFINED
                or function is None
                or isinstance(function, (float, str, bool, np.ndarray, JsArray))
            ):
                raise JsThrow(f"{shown} is not a function", lanes=lanes)
            return runtime.call(function, UNDEFINED, arguments_of(runtime, scope, lanes), lanes)
        except Fault as fault:
            fault.locate(line, column)
            raise

    return run


def _compile_method_call(node: Node, arguments_of: Any) -> Run:
    callee = node.callee
    holder_of, key_of = compile_expression(callee.object), compile_key(callee)
    optional, optional_call = callee.optional, node.optional
    line, column = callee.property.line, callee.property.column

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        holder = holder_of(runtime, scope, lanes)
        try:
            if optional and is_nullish(holder):
                raise ShortCircuit
            key = key_of(runtime, scope, lanes)
            if is_nullish(holder):
                read(runtime, holder, key, lanes)
            if optional_call and is_nullish(read(runtime, holder, key, lanes)):
                raise ShortCircuit
            return call_method(runtime, holder, key, arguments_of(runtime, scope, lanes), lanes)
        except Fault as fault:
            fault.locate(line, column)
            raise

    return run


@expression("NewExpression")
def compile_new(node: Node) -> Run:
    """``new F(a)``."""
    function_of, arguments_of = compile_expression(node.callee), compile_items(node.arguments)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        try:
            return runtime.construct(function_of(runtime, scope, lanes), arguments_of(runtime, scope, lanes), lanes)
        except Fault as fault:
            fault.locate(node.line, node.column)
            raise

    return run
