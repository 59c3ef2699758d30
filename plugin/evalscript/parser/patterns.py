# SPDX-License-Identifier: GPL-2.0-or-later
"""Turns an expression that was read into the pattern it proves to be, as in ``[a, b] = …``."""

from __future__ import annotations

from ..errors import ParseFault
from .syntax import Node


def to_pattern(node: Node, declares: bool = False) -> Node:
    """Reread an expression as an assignment target.

    :param declares: True for parameters and declarations, where only new names are allowed.
    :raises ParseFault: when nothing can be assigned to it.
    """
    if node.type == "Identifier" or node.type.endswith("Pattern") or node.type == "RestElement":
        return node
    if node.type == "MemberExpression" and not declares and not node.optional:
        return node
    if node.type == "ArrayExpression":
        node.type = "ArrayPattern"
        node.elements = [None if e is None else to_pattern(e, declares) for e in node.elements]
        return node
    if node.type == "SpreadElement":
        node.type = "RestElement"
        node.argument = to_pattern(node.argument, declares)
        return node
    if node.type == "ObjectExpression":
        return _object_pattern(node, declares)
    if node.type == "AssignmentExpression" and node.operator == "=":
        node.type = "AssignmentPattern"
        del node.operator
        node.left = to_pattern(node.left, declares)
        return node
    raise ParseFault("nothing can be assigned to this expression", node.line, node.column)


def _object_pattern(node: Node, declares: bool) -> Node:
    node.type = "ObjectPattern"
    properties = []
    for item in node.properties:
        if item.type == "SpreadElement":
            properties.append(to_pattern(item, declares))
            continue
        if getattr(item, "method", False):
            raise ParseFault("a method cannot be assigned to", item.line, item.column)
        item.value = to_pattern(item.value, declares)
        properties.append(item)
    node.properties = properties
    return node
