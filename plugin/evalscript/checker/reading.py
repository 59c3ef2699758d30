# SPDX-License-Identifier: GPL-2.0-or-later
"""A script as its checks look at it: text, tree, functions, and what surrounds each construct."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..library.builtins import make_builtins
from ..parser import Node
from ..parser.syntax import FUNCTION_TYPES, bound_names, children, walk
from ..setup_reader import declared_functions


@dataclass(frozen=True)
class Reading:
    """A script that could be parsed."""

    text: str
    tree: Node

    @cached_property
    def functions(self) -> Mapping[str, Node]:
        """Functions of the top level, by name, also those assigned without a declaration."""
        found = dict(declared_functions(self.tree))
        for node in self.tree.body:
            value = assigned_function(node)
            if value is not None:
                found.setdefault(value[0], value[1])
        return found

    @property
    def pixel_function(self) -> Node | None:
        """``evaluatePixel``."""
        return self.functions.get("evaluatePixel")

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, in no particular order."""
        return tuple(walk(self.tree))

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything that the script declares or assigns anywhere."""
        found: set[str] = set()
        for node in self.nodes:
            found.update(declared_names(node))
        return frozenset(found)

    @cached_property
    def given_names(self) -> frozenset[str]:
        """What a script finds without declaring it."""
        return frozenset(make_builtins().names) | {"undefined", "arguments", "globalThis", "console", "NaN", "Infinity"}


def assigned_function(node: Node) -> tuple[str, Node] | None:
    """``name = function () {…}`` at top level."""
    if node.type != "ExpressionStatement" or node.expression.type != "AssignmentExpression":
        return None
    left, right = node.expression.left, node.expression.right
    if left.type == "Identifier" and right.type in FUNCTION_TYPES:
        return left.name, right
    return None


def declared_names(node: Node) -> Iterator[str]:
    """The names that this one node brings into being."""
    if node.type == "VariableDeclarator":
        yield from bound_names(node.id)
    elif node.type in FUNCTION_TYPES:
        if node.id is not None:
            yield node.id.name
        for param in node.params:
            yield from bound_names(param)
    elif node.type in ("ClassDeclaration", "ClassExpression") and node.id is not None:
        yield node.id.name
    elif node.type == "CatchClause" and node.param is not None:
        yield from bound_names(node.param)
    elif node.type == "AssignmentExpression":
        if node.left.type in ("Identifier", "ArrayPattern", "ObjectPattern"):
            yield from bound_names(node.left)
    elif node.type in ("ForOfStatement", "ForInStatement") and node.left.type == "Identifier":
        yield node.left.name


def property_of(node: Node) -> str | None:
    """The name behind the dot, or in brackets as a text; None when it is computed."""
    if node.type != "MemberExpression":
        return None
    if not node.computed:
        return str(node.property.name)
    if node.property.type == "Literal" and isinstance(node.property.value, str):
        return node.property.value
    return None


def is_index(node: Node) -> bool:
    """Is this ``x[0]``, with a number?"""
    return node.type == "MemberExpression" and node.computed and is_number(node.property)


def is_number(node: Node) -> bool:
    """Is this a number as written?"""
    return node.type == "Literal" and isinstance(node.value, float)


def root_name(node: Node) -> str | None:
    """The variable at the left end of ``a.b[c].d``."""
    for _ in range(1000):
        if node.type in ("MemberExpression",):
            node = node.object
        elif node.type == "ChainExpression":
            node = node.expression
        else:
            break
    return str(node.name) if node.type == "Identifier" else None


def call_of(node: Node) -> tuple[Node, str] | None:
    """Object and method of ``object.method(…)``."""
    if node.type == "ChainExpression":
        node = node.expression
    if node.type != "CallExpression" or node.callee.type != "MemberExpression":
        return None
    method = property_of(node.callee)
    return (node.callee.object, method) if method is not None else None


def returns_of(function: Node) -> list[Node]:
    """The return statements of a function with a value, not those of functions inside it."""
    return [
        node
        for node in walk(function.body, into_functions=False)
        if node.type == "ReturnStatement" and node.argument is not None
    ]


def returns_value(function: Node) -> bool:
    """Does the function return something on some path?"""
    is_short = function.type == "ArrowFunctionExpression" and function.body.type != "BlockStatement"
    return is_short or bool(returns_of(function))


class Parents:
    """Which node is around which."""

    def __init__(self, tree: Node) -> None:
        self._parents: dict[int, Node] = {}
        for node in walk(tree):
            for child in children(node):
                self._parents[id(child)] = node

    def of(self, node: Node) -> Node | None:
        """The node directly around one."""
        return self._parents.get(id(node))

    def above(self, node: Node) -> Iterator[Node]:
        """All nodes around one, from the inside out."""
        parent = self.of(node)
        while parent is not None:
            yield parent
            parent = self.of(parent)


class LineStarts:
    """From offsets in a text to lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        for position, character in enumerate(text):
            if character == "\n":
                self._starts.append(position + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, 1-based."""
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
