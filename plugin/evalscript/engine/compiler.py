# SPDX-License-Identifier: GPL-2.0-or-later
"""Turns syntax nodes into Python closures; the other ``compile_…`` modules register their node types here.

An expression becomes ``run(runtime, scope, lanes) -> value``; a statement becomes
``run(runtime, scope, lanes) -> lanes``, the lanes that go on to the next statement.
"""

from __future__ import annotations

from typing import Any, Callable

from ..errors import Fault, ParseFault
from ..parser import Node
from ..parser.syntax import FUNCTION_TYPES, bound_names, walk
from .lanes import DEAD, Lanes
from .scopes import UNSET, Scope
from .values import UNDEFINED, Function

Run = Callable[[Any, Scope, Lanes], Any]
Factory = Callable[[Node], Run]

EXPRESSIONS: dict[str, Factory] = {}
STATEMENTS: dict[str, Factory] = {}


def expression(*node_types: str) -> Callable[[Factory], Factory]:
    """Decorator that registers how an expression is compiled."""

    def enter(factory: Factory) -> Factory:
        EXPRESSIONS.update(dict.fromkeys(node_types, factory))
        return factory

    return enter


def statement(*node_types: str) -> Callable[[Factory], Factory]:
    """Decorator that registers how a statement is compiled."""

    def enter(factory: Factory) -> Factory:
        STATEMENTS.update(dict.fromkeys(node_types, factory))
        return factory

    return enter


def compile_expression(node: Node) -> Run:
    """The closure of an expression."""
    factory = EXPRESSIONS.get(node.type)
    if factory is None:
        raise ParseFault(f"{node.type} cannot be used here", node.line, node.column)
    return factory(node)


def compile_statement(node: Node) -> Run:
    """The closure of a statement."""
    factory = STATEMENTS.get(node.type)
    if factory is None:
        raise ParseFault(f"{node.type} cannot be used here", node.line, node.column)
    return factory(node)


def compile_sequence(body: list[Node]) -> Run:
    """Statements one after the other, in the scope that is given."""
    steps = [
        (compile_statement(n), (n.line, n.column))
        for n in body
        if n.type not in ("FunctionDeclaration", "EmptyStatement")
    ]

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        tick = runtime.budget.tick
        place = (0, 0)
        try:
            for step, place in steps:  # noqa: B007  the place is used when a step fails
                tick()
                lanes = step(runtime, scope, lanes)
                if lanes is DEAD:
                    return DEAD
        except Fault as fault:
            fault.locate(*place)
            raise
        return lanes

    return run


class Declarations:
    """The names a block introduces: functions first, then let, const and class as not yet set."""

    def __init__(self, body: list[Node]) -> None:
        from .compile_functions import compile_code

        self.functions = [(n.id.name, compile_code(n)) for n in body if n.type == "FunctionDeclaration"]
        self.unset: list[str] = []
        constants: list[str] = []
        for node in body:
            if node.type == "VariableDeclaration" and node.kind != "var":
                names = [name for item in node.declarations for name in bound_names(item.id)]
                self.unset.extend(names)
                constants.extend(names if node.kind == "const" else ())
            elif node.type == "ClassDeclaration":
                self.unset.append(node.id.name)
        self.constants = frozenset(constants)
        self.is_empty = not (self.functions or self.unset)

    def enter(self, runtime: Any, scope: Scope, lanes: Lanes) -> None:
        """Introduce the names in a scope."""
        names = scope.names
        for name in self.unset:
            names[name] = UNSET
        if self.constants:
            scope.constants = scope.constants | self.constants
        for name, code in self.functions:
            names[name] = Function(code, scope, UNDEFINED, lanes, not runtime.in_pixel)


def var_names(body: list[Node]) -> list[str]:
    """Names declared with ``var`` anywhere in a function body, inner functions excluded."""
    found: dict[str, None] = {}
    nested: dict[str, None] = {}
    for top in body:
        if top.type in FUNCTION_TYPES:
            continue
        for node in walk(top, into_functions=False):
            if node.type == "VariableDeclaration" and node.kind == "var":
                for item in node.declarations:
                    found.update(dict.fromkeys(bound_names(item.id)))
            elif node.type == "FunctionDeclaration":
                nested[node.id.name] = None
    lexical = {n for top in body if top.type == "VariableDeclaration" and top.kind != "var" for item in top.declarations
               for n in bound_names(item.id)}  # fmt: skip
    found.update((name, None) for name in nested if name not in lexical)
    return list(found)


def makes_functions(node: Node) -> bool:
    """Does a loop body contain functions, so that each turn needs its own variables?"""
    return any(inner.type in FUNCTION_TYPES for inner in walk(node))
