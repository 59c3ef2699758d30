# SPDX-License-Identifier: GPL-2.0-or-later
"""Does the user data depend on what pixels leave in the script's variables?

The block engine runs all pixels of a block at once, so it can tell what a pixel returns but not what the last of
them left behind. A script whose ``updateOutputMetadata`` reads such variables needs an engine that runs pixel after
pixel.
"""

from __future__ import annotations

from collections.abc import Mapping

from .parser import Node
from .parser.syntax import FUNCTION_TYPES, bound_names, children, walk

_CHANGING_METHODS = frozenset(
    "push pop shift unshift splice sort reverse fill copyWithin set add delete clear setTime".split()
)


def find_pixel_memory(tree: Node, functions: Mapping[str, Node]) -> tuple[int, str] | None:
    """Line and name of a variable that evaluatePixel changes and updateOutputMetadata reads; None without one."""
    if "updateOutputMetadata" not in functions or "evaluatePixel" not in functions:
        return None
    everywhere = {**functions, **_top_level_functions(tree)}
    read = _reached(functions["updateOutputMetadata"], everywhere)
    names_read = {name for function in read for name in _names(function)}
    for function in _reached(functions["evaluatePixel"], everywhere):
        own = _own_names(function)
        for node, name in _changes(function):
            if name in names_read and name not in own and name not in everywhere:
                return node.line, name
    return None


def _top_level_functions(tree: Node) -> dict[str, Node]:
    return {node.id.name: node for node in walk(tree) if node.type == "FunctionDeclaration" and node.id is not None}


def _reached(start: Node, functions: Mapping[str, Node]) -> list[Node]:
    """A function and those whose names it mentions, and so on."""
    found, pending = [], [start]
    while pending:
        function = pending.pop()
        if any(function is other for other in found):
            continue
        found.append(function)
        pending.extend(functions[name] for name in _names(function) if name in functions)
    return found


def _names(function: Node) -> set[str]:
    return {node.name for node in walk(function) if node.type == "Identifier"}


def _own_names(function: Node) -> set[str]:
    """Parameters and variables of a function and of those inside it."""
    names: set[str] = set()
    for node in walk(function):
        if node.type in FUNCTION_TYPES:
            names.update(name for parameter in node.params for name in bound_names(parameter))
        elif node.type == "VariableDeclarator":
            names.update(bound_names(node.id))
    return names


def _changes(function: Node) -> list[tuple[Node, str]]:
    """Nodes that change a variable or what it holds, with the variable's name."""
    found = []
    for node in walk(function):
        target: Node | None = None
        if node.type == "AssignmentExpression":
            target = node.left
        elif node.type == "UpdateExpression":
            target = node.argument
        elif node.type == "CallExpression" and node.callee.type == "MemberExpression" and not node.callee.computed:
            target = node.callee.object if node.callee.property.name in _CHANGING_METHODS else None
        if target is not None:
            found.extend((node, name) for name in _roots(target))
    return found


def _roots(target: Node) -> list[str]:
    while target.type == "MemberExpression":
        target = target.object
    if target.type == "Identifier":
        return [target.name]
    if target.type in ("ArrayPattern", "ObjectPattern"):
        return [name for child in children(target) for name in _roots(child)]
    return []
