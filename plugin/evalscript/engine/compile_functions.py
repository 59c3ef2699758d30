# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles functions and classes."""

from __future__ import annotations

from typing import Any

from ..errors import JsThrow
from ..parser import Node
from ..parser.syntax import bound_names, walk
from .compiler import Declarations, Run, compile_expression, compile_sequence, expression, statement, var_names
from .conversion import to_text
from .lanes import Lanes
from .patterns import compile_pattern, declare
from .scopes import UNSET, Scope, write_name
from .values import UNDEFINED, Function, JsObject


class Code:
    """A compiled function, without the scope it closes over."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.is_arrow = node.type == "ArrowFunctionExpression"
        self.is_expression = node.body.type != "BlockStatement"
        statements = [] if self.is_expression else node.body.body
        self.body: Run = compile_expression(node.body) if self.is_expression else compile_sequence(statements)
        self.declarations = Declarations(statements)
        self.vars = var_names(statements)
        self.uses_arguments = not self.is_arrow and any(
            n.type == "Identifier" and n.name == "arguments" for n in walk(node.body)
        )
        rest = node.params[-1] if node.params and node.params[-1].type == "RestElement" else None
        params = node.params[:-1] if rest is not None else node.params
        self.rest = None if rest is None else compile_pattern(rest.argument, declares=True)
        self.simple = [p.name for p in params] if all(p.type == "Identifier" for p in params) else None
        self.params = [] if self.simple is not None else [compile_pattern(p, declares=True) for p in params]
        self.param_names = [name for p in node.params for name in bound_names(p)]
        self.count = len(params)

    def enter(self, runtime: Any, function: Function, scope: Scope, this: Any, arguments: list, lanes: Lanes) -> None:
        """Fill a fresh scope with ``this``, parameters and declarations."""
        names = scope.names
        if not self.is_arrow:
            names["this"] = this
        if self.uses_arguments:
            names["arguments"] = runtime.new_array(list(arguments), lanes)
        given = len(arguments)
        if self.simple is not None:
            for position, name in enumerate(self.simple):
                names[name] = arguments[position] if position < given else UNDEFINED
        else:
            for position, store in enumerate(self.params):
                store(runtime, scope, arguments[position] if position < given else UNDEFINED, lanes)
        if self.rest is not None:
            self.rest(runtime, scope, runtime.new_array(list(arguments[self.count :]), lanes), lanes)
        for name in self.vars:
            if name not in names:
                names[name] = UNDEFINED
        if not self.declarations.is_empty:
            self.declarations.enter(runtime, scope, lanes)


def compile_code(node: Node) -> Code:
    """The code of a function node."""
    return Code(node)


def _make(runtime: Any, code: Code, scope: Scope, this: Any, lanes: Lanes) -> Function:
    made = Function(code, scope, this, lanes, not runtime.in_pixel)
    if runtime.in_pixel:
        made.hold(runtime.budget, runtime.lane_count * 8)
    return made


@expression("FunctionExpression")
def compile_function(node: Node) -> Run:
    """``function f(…) {…}`` as a value; its name is visible inside."""
    code = compile_code(node)
    name = node.id.name if node.id is not None else None

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Function:
        if name is None:
            return _make(runtime, code, scope, UNDEFINED, lanes)
        inner = Scope(scope, lanes, runtime.in_pixel)
        made = inner.names[name] = _make(runtime, code, inner, UNDEFINED, lanes)
        return made

    return run


@expression("ArrowFunctionExpression")
def compile_arrow(node: Node) -> Run:
    """``(…) => …``; ``this`` comes from the scope around it."""
    code = compile_code(node)
    return lambda runtime, scope, lanes: _make(runtime, code, scope, UNDEFINED, lanes)


@expression("ClassExpression")
def compile_class(node: Node) -> Run:
    """``class {…}`` with a constructor, methods and static methods."""
    empty = Node("BlockStatement", node.line, node.column, body=[])
    constructor = Node("FunctionExpression", node.line, node.column, id=None, params=[], body=empty)
    methods = []
    for member in node.members:
        if member.kind == "constructor":
            constructor = member.value
            continue
        key = compile_expression(member.key) if member.computed else None
        name = getattr(member.key, "name", None) or to_text(getattr(member.key, "value", None))
        methods.append((member.static, name, key, compile_code(member.value)))
    code = compile_code(constructor)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Function:
        made = _make(runtime, code, scope, UNDEFINED, lanes)
        prototype: JsObject = runtime.new_object({}, lanes)
        made.props["prototype"] = prototype
        for is_static, name, key, method in methods:
            if key is not None:
                name = to_text(key(runtime, scope, lanes), lanes)
            if not isinstance(name, str):
                raise JsThrow("a method name differs from pixel to pixel", lanes=lanes)
            owner = made.props if is_static else prototype.props
            owner[name] = _make(runtime, method, scope, UNDEFINED, lanes)
        return made

    return run


@statement("ClassDeclaration")
def compile_class_declaration(node: Node) -> Run:
    """``class Name {…}``."""
    value, name = compile_class(node), node.id.name

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        declare(scope, name, value(runtime, scope, lanes), lanes)
        return lanes

    return run


@statement("FunctionDeclaration")
def compile_function_declaration(node: Node) -> Run:
    """A function that is the whole body of an ``if``; elsewhere declarations are entered with their block."""
    code, name = compile_code(node), node.id.name

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        made = _make(runtime, code, scope, UNDEFINED, lanes)
        if scope.holder(name) is None:
            scope.names[name] = UNSET
        write_name(runtime, scope, name, made, lanes)
        return lanes

    return run
