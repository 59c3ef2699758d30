# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles values, names, operators and choices between expressions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import Fault, JsThrow, Refusal
from ..parser import Node
from .changes import write
from .compile_logic import left_chain
from .compiler import Run, compile_expression, expression
from .conversion import to_number, to_text
from .keys import numeric_key, own_keys
from .lanes import DEAD, Lanes, narrow
from .merging import distribute
from .operators import BINARY, join_texts, negate, to_int32, type_name
from .properties import read
from .scopes import Scope, read_name
from .values import SERVICE_KINDS, UNDEFINED, Choice, JsObject, is_nullish

_NOT_COPIED = SERVICE_KINDS | {"Error"}
_QUICK = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
_CONSTANTS = {"undefined": UNDEFINED}
REGEX_FACTORY: list[Any] = []
"""How a regular expression literal becomes an object; the library fills it."""


@expression("Literal")
def compile_literal(node: Node) -> Run:
    """A number, text, true, false or null."""
    if getattr(node, "regex", None) is not None:

        def make(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
            return make_regex(runtime, pattern, flags, lanes)

        make_regex = REGEX_FACTORY[0]
        pattern, flags = node.regex, node.flags
        return make
    value = node.value
    return lambda runtime, scope, lanes: value


@expression("Identifier")
def compile_name(node: Node) -> Run:
    """The value of a variable."""
    name, line, column = node.name, node.line, node.column
    if name in _CONSTANTS:
        value = _CONSTANTS[name]
        return lambda runtime, scope, lanes: value

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        try:
            return read_name(runtime, scope, name, lanes)
        except Fault as fault:
            fault.locate(line, column)
            raise

    return run


@expression("ThisExpression")
def compile_this(node: Node) -> Run:
    """The object a method was called on."""

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        holder = scope.holder("this")
        return runtime.global_object if holder is None else holder.names["this"]

    return run


@expression("TemplateLiteral")
def compile_template(node: Node) -> Run:
    """`` `a${b}` ``."""
    texts = node.texts
    parts = [compile_expression(part) for part in node.expressions]

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        result: Any = texts[0]
        for part, text in zip(parts, texts[1:]):
            value = to_text(part(runtime, scope, lanes), lanes)
            result = join_texts(join_texts(result, value, lanes), text, lanes)
        return result

    return run


@expression("SequenceExpression")
def compile_commas(node: Node) -> Run:
    """``a, b, c``."""
    parts = [compile_expression(part) for part in node.expressions]

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        value = UNDEFINED
        for part in parts:
            value = part(runtime, scope, lanes)
        return value

    return run


@expression("BinaryExpression")
def compile_binary(node: Node) -> Run:
    """Arithmetic and comparison; a long sum is one loop, not a deep recursion."""
    first_node, operations = left_chain(node)
    first = compile_expression(first_node)
    steps = [(_operation(n.operator), compile_expression(n.right), n) for n in operations]
    if len(steps) == 1:
        apply, second, place = steps[0]

        def run_one(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
            try:
                return apply(first(runtime, scope, lanes), second(runtime, scope, lanes), lanes)
            except Fault as fault:
                fault.locate(place.line, place.column)
                raise

        return run_one

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        value = first(runtime, scope, lanes)
        try:
            for apply_next, operand, _ in steps:
                value = apply_next(value, operand(runtime, scope, lanes), lanes)
        except Fault as fault:
            fault.locate(node.line, node.column)
            raise
        return value

    return run


def _operation(operator: str) -> Any:
    general = BINARY[operator]
    quick = _QUICK.get(operator)
    if quick is None:
        return general
    array, number = np.ndarray, np.dtype(np.float64)

    def apply(a: Any, b: Any, lanes: Lanes) -> Any:
        if (type(a) is float or (type(a) is array and a.dtype is number)) and (
            type(b) is float or (type(b) is array and b.dtype is number)
        ):
            return quick(a, b)
        return general(a, b, lanes)

    return apply


@expression("UnaryExpression")
def compile_unary(node: Node) -> Run:
    """``-a``, ``!a``, ``typeof a`` and friends."""
    operator = node.operator
    if operator == "delete":
        from .compile_assignment import compile_delete

        return compile_delete(node)
    operand = compile_expression(node.argument)
    if operator == "typeof":
        return _compile_typeof(node, operand)
    return {
        "-": lambda runtime, scope, lanes: -to_number(operand(runtime, scope, lanes)),
        "+": lambda runtime, scope, lanes: to_number(operand(runtime, scope, lanes)),
        "!": lambda runtime, scope, lanes: negate(operand(runtime, scope, lanes)),
        "~": lambda runtime, scope, lanes: _invert(operand(runtime, scope, lanes)),
        "void": lambda runtime, scope, lanes: (operand(runtime, scope, lanes), UNDEFINED)[1],
    }[operator]


def _invert(value: Any) -> Any:
    result = ~to_int32(value)
    return result.astype(np.float64) if isinstance(result, np.ndarray) else float(result)


def _compile_typeof(node: Node, operand: Run) -> Run:
    name = node.argument.name if node.argument.type == "Identifier" else None

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        if name is not None and name != "undefined" and scope.holder(name) is None:
            return "undefined"
        return type_name(operand(runtime, scope, lanes), lanes)

    return run


@expression("ArrayExpression")
def compile_array(node: Node) -> Run:
    """``[a, , ...b]``."""
    from .compile_calls import RaggedSpread, compile_items, join_ragged

    items = compile_items(node.elements)
    has_spread = any(n is not None and n.type == "SpreadElement" for n in node.elements)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        values = items(runtime, scope, lanes)
        if has_spread and any(type(value) is RaggedSpread for value in values):
            return join_ragged(runtime, values, lanes)
        return runtime.new_array(values, lanes)

    return run


@expression("ObjectExpression")
def compile_object(node: Node) -> Run:
    """``{a: 1, b, [c]: d, e() {…}, ...f}``."""
    parts = []
    for item in node.properties:
        accessor = getattr(item, "kind", "init")
        if item.type == "SpreadElement":
            parts.append((None, None, compile_expression(item.argument)))
        elif accessor in ("get", "set"):
            key = compile_expression(item.key) if item.computed else None
            name = getattr(item.key, "name", None) or to_text(getattr(item.key, "value", None))
            parts.append((name, key, _compile_accessor(name, accessor, key, compile_expression(item.value))))
        elif item.computed:
            parts.append((None, compile_expression(item.key), compile_expression(item.value)))
        else:
            name = item.key.name if item.key.type == "Identifier" else to_text(item.key.value)
            parts.append((name, None, compile_expression(item.value)))

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> JsObject:
        made = runtime.new_object({}, lanes)
        props = made.props
        for name, key, value in parts:
            if isinstance(value, _ObjectAccessor):
                value.define(runtime, scope, made, lanes)
            elif name is not None:
                item = value(runtime, scope, lanes)
                if name == "__proto__":
                    _set_prototype(made, item)
                elif made.partial is None:
                    props[name] = item
                else:
                    made.partial.pop(name, None)
                    props[name] = item
            elif key is not None:
                place = key(runtime, scope, lanes)
                text = getattr(place, "symbol_key", None) or to_text(place, lanes)
                item = value(runtime, scope, lanes)
                if isinstance(text, str) and made.partial is None:
                    props[text] = item
                else:
                    write(runtime, made, text, item, lanes)
            else:
                copy_properties(runtime, made, value(runtime, scope, lanes), lanes)
        made.hold(runtime.budget, runtime.size_of(props.values()))
        return made

    return run


class _ObjectAccessor:
    """A getter or setter of an object literal."""

    def __init__(self, name: str, kind: str, key: Any, function: Run) -> None:
        self.name, self.kind, self.key, self.function = name, kind, key, function

    def define(self, runtime: Any, scope: Scope, made: JsObject, lanes: Lanes) -> None:
        """Add it to a new object."""
        from .compile_functions import set_accessor

        name: Any = self.name if self.key is None else to_text(self.key(runtime, scope, lanes), lanes)
        if not isinstance(name, str):
            raise Refusal("the name of a getter differs from pixel to pixel")
        set_accessor(made, name, self.kind, self.function(runtime, scope, lanes))


def _compile_accessor(name: str, kind: str, key: Any, function: Run) -> Any:
    return _ObjectAccessor(name, kind, key, function)


def _set_prototype(made: JsObject, value: Any) -> None:
    if isinstance(value, JsObject):
        made.proto = value
    elif value is not None:
        raise Refusal("this prototype is not supported")


def copy_properties(runtime: Any, target: JsObject, source: Any, lanes: Lanes) -> None:
    """``{...source}``."""
    if (
        isinstance(source, JsObject)
        and source.partial is None
        and target.partial is None
        and source.kind not in _NOT_COPIED
    ):
        target.props.update(source.props)
        target.origin = source.origin
        return
    if is_nullish(source) or isinstance(source, (bool, float, np.ndarray)):
        return
    if isinstance(source, Choice):
        for position, option in enumerate(source.options):
            part = narrow(lanes, source.index == position)
            if part is not DEAD:
                copy_properties_of(runtime, target, option, part)
        return
    copy_properties_of(runtime, target, source, lanes)


def copy_properties_of(runtime: Any, target: Any, source: Any, lanes: Lanes) -> None:
    """Write every listed property of one value to another."""
    if is_nullish(source):
        return
    names = own_keys(runtime, source, lanes)
    for position, name in enumerate(names.items):
        part = lanes if names.count is None else narrow(lanes, names.count > position)
        if part is not DEAD:
            copy_named(runtime, target, source, name, part)


def copy_named(runtime: Any, target: Any, source: Any, name: Any, lanes: Lanes) -> None:
    """Copy the property of one name, which may differ per lane."""
    if isinstance(name, Choice):
        distribute(lanes, name, lambda one, part: copy_named(runtime, target, source, one, part))
        return
    key = numeric_key(name)
    write(runtime, target, key, read(runtime, source, key, lanes), lanes)


def type_error(message: str, node: Node, lanes: Lanes) -> JsThrow:
    """A TypeError at a node."""
    fault = JsThrow(message, lanes=lanes)
    fault.locate(node.line, node.column)
    return fault
