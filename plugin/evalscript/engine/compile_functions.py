# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles functions and classes."""

from __future__ import annotations

from typing import Any

from ..errors import JsThrow, Refusal
from ..parser import Node
from ..parser.syntax import bound_names, walk
from .changes import write
from .compiler import Declarations, Run, compile_expression, compile_sequence, expression, statement, var_names
from .conversion import to_text
from .lanes import Lanes
from .patterns import compile_pattern, declare
from .properties import read
from .scopes import UNSET, Scope, write_name
from .values import UNDEFINED, Accessor, Function, HostFunction, JsObject


class Code:
    """A compiled function, without the scope it closes over."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.is_arrow = node.type == "ArrowFunctionExpression"
        self.is_class = False
        self.is_strict = False
        self.name = node.id.name if getattr(node, "id", None) is not None else ""
        self.is_expression = node.body.type != "BlockStatement"
        statements = [] if self.is_expression else node.body.body
        self.body: Run = compile_expression(node.body) if self.is_expression else compile_sequence(statements)
        self.declarations = Declarations(statements)
        if getattr(node, "unsupported", False):
            self.is_expression, self.body = False, _refuse_run
        self.vars = var_names(statements)
        self.uses_super = not self.is_arrow and any(n.type == "Super" for n in walk(node.body))
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
        plain = 0
        while plain < len(params) and params[plain].type != "AssignmentPattern":
            plain += 1
        self.length = plain
        if self.uses_arguments and self.simple and _ties_arguments(node, self.simple):
            self.is_expression, self.body = False, _refuse_tied

    def enter(self, runtime: Any, function: Function, scope: Scope, this: Any, arguments: list, lanes: Lanes) -> None:
        """Fill a fresh scope with ``this``, parameters and declarations."""
        names = scope.names
        if not self.is_arrow:
            names["this"] = this if this is not UNDEFINED or self.is_strict else runtime.global_object
            if self.uses_super:
                names["@@function"] = function
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


def _refuse_run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
    raise Refusal("generators and async functions are not supported")


_WRITTEN_PARTS = {
    "AssignmentExpression": "left",
    "ForInStatement": "left",
    "ForOfStatement": "left",
    "UpdateExpression": "argument",
    "VariableDeclarator": "id",
}


def _ties_arguments(node: Node, params: list[str]) -> bool:
    """A parameter is written and ``arguments`` read, or the other way round: outside strict code they are one."""
    writes_argument = writes_param = False
    identifiers = lengths = 0
    for found in walk(node.body):
        target = getattr(found, _WRITTEN_PARTS.get(found.type, ""), None)
        if target is not None:
            holder = target.object if target.type == "MemberExpression" else None
            writes_argument |= holder is not None and getattr(holder, "name", None) == "arguments"
            writes_param |= any(name in params for name in bound_names(target))
        identifiers += found.type == "Identifier" and found.name == "arguments"
        is_length = found.type == "MemberExpression" and not found.computed and found.property.name == "length"
        lengths += is_length and getattr(found.object, "name", None) == "arguments"
    return writes_argument or (writes_param and identifiers != lengths)


def _refuse_tied(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
    raise Refusal("a function that changes a parameter and reads arguments is not supported")


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


def _constructor_node(node: Node) -> Node:
    """The constructor of a class; without one, what JavaScript puts in its place."""
    for member in node.members:
        if member.type == "MethodDefinition" and member.kind == "constructor":
            found: Node = member.value
            return found
    body: list[Node] = []
    params: list[Node] = []
    if node.parent is not None:
        name = Node("Identifier", node.line, node.column, name="values")
        params = [Node("RestElement", node.line, node.column, argument=name)]
        spread = Node("SpreadElement", node.line, node.column, argument=name)
        callee = Node("Super", node.line, node.column)
        call = Node("CallExpression", node.line, node.column, callee=callee, arguments=[spread], optional=False)
        body = [Node("ExpressionStatement", node.line, node.column, expression=call)]
    block = Node("BlockStatement", node.line, node.column, body=body)
    return Node("FunctionExpression", node.line, node.column, id=None, params=params, body=block)


class _Member:
    """A compiled method, accessor or field of a class."""

    def __init__(self, node: Node) -> None:
        self.static = node.static
        self.kind = "field" if node.type == "FieldDefinition" else node.kind
        self.key = compile_expression(node.key) if node.computed else None
        self.name = getattr(node.key, "name", None) or to_text(getattr(node.key, "value", None))
        self.code = compile_code(node.value) if node.value is not None else None
        if self.code is not None:
            self.code.is_strict = True

    def find_name(self, runtime: Any, scope: Scope, lanes: Lanes) -> str:
        """The property name."""
        if self.key is None:
            return str(self.name)
        key = self.key(runtime, scope, lanes)
        name = getattr(key, "symbol_key", None) or to_text(key, lanes)
        if not isinstance(name, str):
            raise Refusal("a name in a class differs from pixel to pixel")
        return name


@expression("ClassExpression")
def compile_class(node: Node) -> Run:
    """``class … extends … {…}``."""
    members = [_Member(m) for m in node.members if getattr(m, "kind", "") != "constructor"]
    code = compile_code(_constructor_node(node))
    code.is_class = code.is_strict = True
    code.name = node.id.name if node.id is not None else ""
    parent_of = compile_expression(node.parent) if node.parent is not None else None
    name = code.name

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Function:
        inner = Scope(scope, lanes, runtime.in_pixel)
        made = _make(runtime, code, inner, UNDEFINED, lanes)
        if name:
            inner.names[name] = made
        prototype: JsObject = runtime.new_object({}, lanes, "ClassPrototype")
        prototype.props["constructor"] = made
        made.props["prototype"] = made.home = prototype
        made.fields = []
        if parent_of is not None:
            _inherit(runtime, made, prototype, parent_of(runtime, scope, lanes), lanes)
        for member in members:
            _add_member(runtime, member, made, prototype, inner, lanes)
        return made

    return run


def _inherit(runtime: Any, made: Function, prototype: JsObject, parent: Any, lanes: Lanes) -> None:
    if not isinstance(parent, (Function, HostFunction)):
        raise JsThrow("Class extends value is not a constructor or null", lanes=lanes)
    if isinstance(parent, HostFunction) and not parent.name.endswith("Error"):
        raise Refusal(f"a class that extends {parent.name} is not supported")
    made.parent = parent
    above = read(runtime, parent, "prototype", lanes)
    prototype.proto = above if isinstance(above, JsObject) else None
    if prototype.proto is not None and prototype.proto.partial is not None:
        prototype.partial = {}
    for name, value in parent.props.items():
        if name != "prototype":
            made.props.setdefault(name, value)


def _add_member(runtime: Any, member: _Member, made: Function, prototype: JsObject, scope: Scope, lanes: Lanes) -> None:
    name = member.find_name(runtime, scope, lanes)
    function = None if member.code is None else _make(runtime, member.code, scope, UNDEFINED, lanes)
    if function is not None:
        function.home = made if member.static else prototype
    if member.kind == "field":
        if member.static:
            made.props[name] = UNDEFINED if function is None else runtime.call(function, made, [], lanes)
        elif made.fields is not None:
            made.fields.append((name, function))
        return
    props = made.props if member.static else prototype.props
    if member.kind in ("get", "set"):
        if member.static:
            raise Refusal("static getters and setters are not supported")
        set_accessor(prototype, name, member.kind, function)
    else:
        props[name] = function


def set_accessor(holder: JsObject, name: str, kind: str, function: Any) -> None:
    """Define a getter or setter."""
    old = holder.props.get(name)
    accessor = Accessor(old.getter, old.setter) if type(old) is Accessor else Accessor(None, None)
    if kind == "get":
        accessor.getter = function
    else:
        accessor.setter = function
    holder.props[name] = accessor
    holder.partial = {} if holder.partial is None else holder.partial


@expression("Super")
def compile_super(node: Node) -> Run:
    """``super`` in ``super.method()``; calls of ``super()`` are compiled where calls are."""

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        function = _current_method(scope)
        if isinstance(function.home, Function):
            return function.home.parent
        return function.home.proto if function.home is not None else UNDEFINED

    return run


def _current_method(scope: Scope) -> Function:
    holder = scope.holder("@@function")
    if holder is None:
        raise JsThrow("'super' keyword unexpected here", "SyntaxError")
    function: Function = holder.names["@@function"]
    return function


def call_super(runtime: Any, scope: Scope, arguments: list, lanes: Lanes) -> Any:
    """``super(…)``: the constructor of the parent works on the same object, then come the own fields."""
    function = _current_method(scope)
    holder = scope.holder("this")
    this = UNDEFINED if holder is None else holder.names["this"]
    parent = function.parent
    if isinstance(parent, Function):
        runtime.initialise(parent, this, arguments, lanes)
    elif isinstance(parent, HostFunction) and isinstance(this, JsObject):
        made = runtime.construct(parent, arguments, lanes)
        this.kind, this.origin = made.kind, made.origin
        for name, value in made.props.items():
            write(runtime, this, name, value, lanes)
    runtime.add_fields(function, this, lanes)
    return this


@expression("Unsupported")
def compile_unsupported(node: Node) -> Run:
    """``yield``, ``await``, ``new.target``."""

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        raise Refusal(f"{node.what} is not supported", node.line, node.column)

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
