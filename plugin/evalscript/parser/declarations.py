# SPDX-License-Identifier: GPL-2.0-or-later
"""Names declared twice where the language forbids it (ECMAScript's early errors of blocks, functions and catch)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import ParseFault
from .syntax import FUNCTION_TYPES, Node, bound_names, walk

_Name = tuple[str, Node]
_LOOPS = ("ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement")


def check_declarations(program: Node) -> None:
    """:raises ParseFault: at the second declaration of a ``let``, ``const`` or class name in its scope."""
    _check_block(program.body, is_top=True)
    for node in walk(program):
        if node.type in FUNCTION_TYPES and node.body.type == "BlockStatement":
            taken = {name for param in node.params for name in bound_names(param)}
            _check_block(node.body.body, is_top=True, taken=taken)


def _check_block(statements: list[Node], is_top: bool = False, taken: Iterable[str] = ()) -> list[_Name]:
    """Check one block and those inside it.

    :param is_top: of a function or the script, where function declarations are like ``var``.
    :param taken: names of parameters, which no ``let`` here may repeat.
    :returns: the ``var`` names that rise out of it.
    """
    lexical: dict[str, bool] = {}
    for name, node, is_function in _lexical_names(statements, is_top):
        if name in taken or (name in lexical and not (is_function and lexical[name])):
            raise _twice(name, node)
        lexical[name] = is_function
    rising = [found for statement in statements for found in _var_names(statement)]
    if is_top:
        rising += [(node.id.name, node) for node in statements if node.type == "FunctionDeclaration"]
    _forbid(rising, lexical)
    return rising


def _lexical_names(statements: list[Node], is_top: bool) -> Iterator[tuple[str, Node, bool]]:
    for node in statements:
        if node.type == "VariableDeclaration" and node.kind != "var":
            for item in node.declarations:
                yield from ((name, item, False) for name in bound_names(item.id))
        elif node.type == "ClassDeclaration":
            yield node.id.name, node, False
        elif node.type == "FunctionDeclaration" and not is_top:
            yield node.id.name, node, True


def _var_names(node: Node | None) -> list[_Name]:
    """The ``var`` names that a statement declares for the function around it; checks the blocks inside."""
    if node is None:
        return []
    if node.type == "VariableDeclaration":
        declared = node.declarations if node.kind == "var" else []
        return [(name, item) for item in declared for name in bound_names(item.id)]
    if node.type == "BlockStatement":
        return _check_block(node.body)
    if node.type == "IfStatement":
        rising = []
        branch: Node | None = node
        while branch is not None and branch.type == "IfStatement":  # long chains of else if are lists, not depth
            rising += _var_names(branch.consequent)
            branch = branch.alternate
        return rising + _var_names(branch)
    if node.type in _LOOPS:
        return _loop_names(node)
    if node.type == "TryStatement":
        handler = node.handler
        caught = bound_names(handler.param) if handler is not None and handler.param is not None else []
        inside = _check_block(handler.body.body, taken=caught) if handler is not None else []
        if caught and handler.param.type != "Identifier":  # "catch (e) { var e }" is allowed, with a pattern it is not
            _forbid(inside, dict.fromkeys(caught, False))
        return _var_names(node.block) + inside + _var_names(node.finalizer)
    if node.type == "SwitchStatement":
        return _check_block([statement for case in node.cases for statement in case.consequent])
    if node.type == "LabeledStatement":
        return _var_names(node.body)
    return []


def _loop_names(node: Node) -> list[_Name]:
    head = getattr(node, "init", None) or getattr(node, "left", None)
    rising = _var_names(node.body)
    if head is None or head.type != "VariableDeclaration":
        return rising
    if head.kind == "var":
        return _var_names(head) + rising
    own: dict[str, bool] = {}
    for name, item, _ in _lexical_names([head], False):
        if name in own:
            raise _twice(name, item)
        own[name] = False
    _forbid(rising, own)
    return rising


def _forbid(rising: list[_Name], lexical: dict[str, bool]) -> None:
    for name, node in rising:
        if name in lexical:
            raise _twice(name, node)


def _twice(name: str, node: Node) -> ParseFault:
    return ParseFault(f"{name} is declared twice", node.line, node.column)
