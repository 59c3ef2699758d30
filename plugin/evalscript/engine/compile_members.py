# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles property access, calls and assignment."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np

from ..budget import check_items
from ..errors import Fault, JsThrow, Refusal
from ..parser import Node
from .changes import remove, write
from .compile_expressions import combine_logical, needs_right
from .compiler import Run, compile_expression, expression
from .conversion import to_key, to_number
from .lanes import DEAD, Lanes, narrow
from .merging import fill_holes, merge
from .operators import BINARY
from .properties import call_method, read
from .scopes import Scope, write_name
from .values import HOLE, UNDEFINED, Choice, JsArray, JsObject, is_nullish

Store = Callable[[Any, Scope, Any, Any], None]


class _ShortCircuit(Exception):
    """``a?.b``: a is null or undefined, the whole chain is undefined."""


def compile_key(node: Node) -> Run:
    """The key of a member expression."""
    if not node.computed:
        name = node.property.name
        return lambda runtime, scope, lanes: name
    if node.property.type == "Literal" and getattr(node.property, "regex", None) is None:
        constant = to_key(node.property.value, None)
        return lambda runtime, scope, lanes: constant
    key = compile_expression(node.property)
    return lambda runtime, scope, lanes: _numeric_key(to_key(key(runtime, scope, lanes), lanes))


def _numeric_key(key: Any) -> Any:
    """``a["3"]`` is ``a[3]``."""
    if type(key) is str and key.isdigit() and len(key) < 10 and (key[0] != "0" or key == "0") and key.isascii():
        return int(key)
    return key


@expression("MemberExpression")
def compile_member(node: Node) -> Run:
    """``a.b`` and ``a[b]``."""
    holder_of, key_of = compile_expression(node.object), compile_key(node)
    optional, line, column = node.optional, node.property.line, node.property.column
    name = None if node.computed else node.property.name

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        holder = holder_of(runtime, scope, lanes)
        if name is not None and type(holder) is JsObject and holder.partial is None and name in holder.props:
            return holder.props[name]
        try:
            if optional:
                return _read_optional(runtime, scope, holder, key_of, lanes)
            return read(runtime, holder, key_of(runtime, scope, lanes), lanes)
        except Fault as fault:
            fault.locate(line, column)
            raise

    return run


def _read_optional(runtime: Any, scope: Scope, holder: Any, key_of: Run, lanes: Lanes) -> Any:
    missing = needs_right("??", holder)
    if not isinstance(missing, np.ndarray):
        if missing:
            raise _ShortCircuit
        return read(runtime, holder, key_of(runtime, scope, lanes), lanes)
    part = narrow(lanes, ~missing)
    if part is DEAD:
        raise _ShortCircuit
    value = read(runtime, holder, key_of(runtime, scope, part), part)
    return value if part is lanes else merge(~missing, value, UNDEFINED)


@expression("ChainExpression")
def compile_chain(node: Node) -> Run:
    """Ends an optional chain."""
    inner = compile_expression(node.expression)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        try:
            return inner(runtime, scope, lanes)
        except _ShortCircuit:
            return UNDEFINED

    return run


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
                raise _ShortCircuit
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
                raise _ShortCircuit
            key = key_of(runtime, scope, lanes)
            if is_nullish(holder):
                read(runtime, holder, key, lanes)
            if optional_call and is_nullish(read(runtime, holder, key, lanes)):
                raise _ShortCircuit
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


class Target:
    """Where an assignment goes: found once, then read and written."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.is_member = node.type == "MemberExpression"
        self.name = node.name if node.type == "Identifier" else None
        if self.is_member:
            self.holder_of, self.key_of = compile_expression(node.object), compile_key(node)
        elif self.name is not None:
            self.value_of = compile_expression(node)
        else:
            self.assign = PATTERN_COMPILERS[0](node, False)

    def find(self, runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        """Holder and key of a member; nothing for the rest."""
        if self.is_member:
            return self.holder_of(runtime, scope, lanes), self.key_of(runtime, scope, lanes)
        return None

    def load(self, runtime: Any, scope: Scope, place: Any, lanes: Lanes) -> Any:
        """The present value."""
        if place is None:
            return self.value_of(runtime, scope, lanes)
        return read(runtime, place[0], place[1], lanes)

    def store(self, runtime: Any, scope: Scope, place: Any, value: Any, lanes: Lanes) -> None:
        """Assign a value."""
        try:
            if self.name is not None:
                write_name(runtime, scope, self.name, value, lanes)
            elif place is not None:
                write(runtime, place[0], place[1], value, lanes)
            else:
                self.assign(runtime, scope, value, lanes)
        except Fault as fault:
            fault.locate(self.node.line, self.node.column)
            raise


PATTERN_COMPILERS: list[Callable[[Node, bool], Store]] = []


def compile_store(node: Node) -> Store:
    """How a value is assigned to a name, member or pattern: ``store(runtime, scope, value, lanes)``."""
    target = Target(node)

    def store(runtime: Any, scope: Scope, value: Any, lanes: Lanes) -> None:
        target.store(runtime, scope, target.find(runtime, scope, lanes), value, lanes)

    return store


@expression("AssignmentExpression")
def compile_assignment(node: Node) -> Run:
    """``a = b``, ``a += b``, ``a ??= b``."""
    target, right = Target(node.left), compile_expression(node.right)
    operator = node.operator[:-1]
    if operator in ("&&", "||", "??"):
        return _compile_logical_assignment(operator, target, right)
    apply = BINARY[operator] if operator else None

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        place = target.find(runtime, scope, lanes)
        if apply is None:
            value = right(runtime, scope, lanes)
        else:
            value = apply(target.load(runtime, scope, place, lanes), right(runtime, scope, lanes), lanes)
        target.store(runtime, scope, place, value, lanes)
        return value

    return run


def _compile_logical_assignment(operator: str, target: Target, right: Run) -> Run:
    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        place = target.find(runtime, scope, lanes)
        old = target.load(runtime, scope, place, lanes)

        def assign(runtime_: Any, scope_: Scope, part: Lanes) -> Any:
            value = right(runtime_, scope_, part)
            target.store(runtime_, scope_, place, value, part)
            return value

        return combine_logical(runtime, scope, lanes, operator, old, assign)

    return run


@expression("UpdateExpression")
def compile_update(node: Node) -> Run:
    """``a++`` and ``--a``."""
    target = Target(node.argument)
    step = 1.0 if node.operator == "++" else -1.0
    prefix = node.prefix

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        place = target.find(runtime, scope, lanes)
        old = to_number(target.load(runtime, scope, place, lanes))
        new = old + step
        target.store(runtime, scope, place, new, lanes)
        return new if prefix else old

    return run


def compile_delete(node: Node) -> Run:
    """``delete a.b``."""
    target = node.argument
    if target.type != "MemberExpression":
        return lambda runtime, scope, lanes: True
    holder_of, key_of = compile_expression(target.object), compile_key(target)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> bool:
        return remove(runtime, holder_of(runtime, scope, lanes), key_of(runtime, scope, lanes), lanes)

    return run
