# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes what the variables of evaluatePixel hold, for the block engine's trace of one pixel.

The notes are calls added to the syntax tree of a script that is compiled for the trace alone, so that an
ordinary run knows nothing of them.
"""

from __future__ import annotations

from typing import Any

from .block_values import plain_at
from .engine.lanes import Lanes
from .engine.runtime import Runtime
from .engine.values import UNDEFINED, HostFunction
from .parser import Node
from .parser.syntax import FUNCTION_TYPES, bound_names
from .setup_reader import declared_functions

NOTE = "\0note"  # no script can have such a name
_LOOPS_WITH_TARGET = ("ForStatement", "ForInStatement", "ForOfStatement")


class VariableTrace:
    """Line, name and last value of each variable."""

    def __init__(self) -> None:
        self._values: dict[tuple[int, str], Any] = {}

    def install(self, runtime: Runtime) -> None:
        """Let the notes of a script arrive here."""
        runtime.builtins.names[NOTE] = HostFunction("note", self._note)

    def _note(self, runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        line, name, value = arguments
        self._values[int(line), name] = value
        return UNDEFINED

    def variables(self) -> tuple[tuple[int, str, object], ...]:
        """Line, name, plain value of the first pixel; arrays and objects as they are in the end."""
        found = []
        for (line, name), value in sorted(self._values.items()):
            plain = plain_at(value, 0, is_exact=True)
            found.append((line, name, None if plain is UNDEFINED else plain))
        return tuple(found)


def add_notes(tree: Node) -> None:
    """Add a note behind each statement of evaluatePixel that gives a variable its value."""
    function = declared_functions(tree).get("evaluatePixel")
    if function is not None and function.body.type == "BlockStatement":
        _visit_list(function.body.body)


def _visit_list(statements: list) -> None:
    noted = []
    for statement in statements:
        _visit(statement)
        noted += [statement, *_notes_for(statement)]
    statements[:] = noted


def _visit(statement: Node) -> None:
    """Go into the blocks of a statement, and make blocks of its single statements."""
    if statement.type in FUNCTION_TYPES:
        return
    if statement.type == "BlockStatement":
        _visit_list(statement.body)
    elif statement.type == "SwitchStatement":
        for case in statement.cases:
            _visit_list(case.consequent)
    elif statement.type == "TryStatement":
        for part in (statement.block, getattr(statement.handler, "body", None), statement.finalizer):
            if part is not None:
                _visit(part)
    else:
        for part in ("consequent", "alternate", "body"):
            if isinstance(getattr(statement, part, None), Node):
                setattr(statement, part, _as_block(statement, getattr(statement, part)))


def _as_block(owner: Node, body: Node) -> Node:
    """A body as a block that begins with the variables of the loop it belongs to."""
    if body.type in FUNCTION_TYPES or owner.type == "LabeledStatement":
        _visit(body)
        return body
    block = body if body.type == "BlockStatement" else Node("BlockStatement", body.line, body.column, body=[body])
    _visit_list(block.body)
    if owner.type in _LOOPS_WITH_TARGET:
        target = owner.init if owner.type == "ForStatement" else owner.left
        if target is not None and target.type == "VariableDeclaration":
            names = [name for item in target.declarations for name in bound_names(item.id)]
            block.body[:0] = [_note_of(owner, name) for name in names]
    return block


def _notes_for(statement: Node) -> list[Node]:
    names: list[str] = []
    if statement.type == "VariableDeclaration":
        names = [name for item in statement.declarations if item.init is not None for name in bound_names(item.id)]
    elif statement.type == "ExpressionStatement":
        expression = statement.expression
        if expression.type == "AssignmentExpression" and expression.left.type != "MemberExpression":
            names = bound_names(expression.left)
        elif expression.type == "UpdateExpression" and expression.argument.type == "Identifier":
            names = [expression.argument.name]
    return [_note_of(statement, name) for name in names]


def _note_of(place: Node, name: str) -> Node:
    def make(kind: str, **parts: object) -> Node:
        return Node(kind, place.line, place.column, **parts)

    values = [make("Literal", value=float(place.line)), make("Literal", value=name), make("Identifier", name=name)]
    call = make("CallExpression", callee=make("Identifier", name=NOTE), arguments=values, optional=False)
    return make("ExpressionStatement", expression=call)
