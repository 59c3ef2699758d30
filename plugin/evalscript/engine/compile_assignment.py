# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles assignment, ``++``, ``--`` and ``delete``."""

from __future__ import annotations

from typing import Any, Callable

from ..errors import CarriedState, Fault, Refusal
from ..parser import Node
from .changes import remove, write
from .compile_logic import combine_logical
from .compile_members import compile_key
from .compiler import Run, compile_expression, expression
from .conversion import to_number
from .lanes import Lanes
from .operators import BINARY
from .properties import read
from .scopes import Scope, write_name
from .values import STALE

Store = Callable[[Any, Scope, Any, Any], None]


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
            try:
                old = target.load(runtime, scope, place, lanes)
            except CarriedState:  # what is added to a stale value is stale; it matters only if it is read
                if runtime.state.isolation is None:
                    raise
                right(runtime, scope, lanes)
                value = STALE
            else:
                value = apply(old, right(runtime, scope, lanes), lanes)
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
        try:
            old = to_number(target.load(runtime, scope, place, lanes))
        except CarriedState:
            if runtime.state.isolation is None:
                raise
            target.store(runtime, scope, place, STALE, lanes)
            return STALE
        new = old + step
        target.store(runtime, scope, place, new, lanes)
        return new if prefix else old

    return run


def compile_delete(node: Node) -> Run:
    """``delete a.b``."""
    target = node.argument
    if target.type == "ChainExpression":
        raise Refusal("delete of an optional chain is not supported", target.line, target.column)
    if target.type != "MemberExpression":
        return lambda runtime, scope, lanes: True
    holder_of, key_of = compile_expression(target.object), compile_key(target)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> bool:
        return remove(runtime, holder_of(runtime, scope, lanes), key_of(runtime, scope, lanes), lanes)

    return run
