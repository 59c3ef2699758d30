# SPDX-License-Identifier: GPL-2.0-or-later
"""Syntax tree nodes, in the shape of the ESTree specification."""

from __future__ import annotations

from collections.abc import Iterator


class Node:
    """One construct of the script; its parts are attributes named as in ESTree."""

    def __init__(self, node_type: str, line: int, column: int, **parts: object) -> None:
        self.type = node_type
        self.line = line
        self.column = column
        self.__dict__.update(parts)

    def __repr__(self) -> str:
        return f"<{self.type} {self.line}:{self.column}>"


FUNCTION_TYPES = ("FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression")


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below one node."""
    for value in node.__dict__.values():
        if isinstance(value, Node):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, Node):
                    yield item


def walk(node: Node, into_functions: bool = True) -> Iterator[Node]:
    """The node and everything below it, without recursion so that long chains are safe."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        if into_functions or current is node or current.type not in FUNCTION_TYPES:
            stack.extend(children(current))


def bound_names(pattern: Node) -> list[str]:
    """The variable names that a declaration pattern introduces."""
    names: list[str] = []
    stack = [pattern]
    while stack:
        current = stack.pop()
        if current.type == "Identifier":
            names.append(current.name)
        elif current.type == "ArrayPattern":
            stack.extend(e for e in current.elements if e is not None)
        elif current.type == "ObjectPattern":
            stack.extend(p.argument if p.type == "RestElement" else p.value for p in current.properties)
        elif current.type == "AssignmentPattern":
            stack.append(current.left)
        elif current.type == "RestElement":
            stack.append(current.argument)
    return names
