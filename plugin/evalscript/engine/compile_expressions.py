# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles values, names, operators and choices between expressions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import Fault, JsThrow, Refusal
from ..parser import Node
from .compile_logic import left_chain
from .compiler import Run, compile_expression, expression
from .conversion import to_number, to_text
from .lanes import Lanes
from .merging import distribute
from .operators import BINARY, _join_texts, negate, to_int32, type_name
from .scopes import Scope, read_name
from .values import UNDEFINED, Choice, JsObject, is_nullish

_QUICK = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
_CONSTANTS = {"undefined": UNDEFINED}


@expression("Literal")
def compile_literal(node: Node) -> Run:
    """A number, text, true, false or null."""
    if getattr(node, "regex", None) is not None:

        def refuse(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
            raise Refusal("regular expressions are not supported", node.line, node.column)

        return refuse
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
        return UNDEFINED if holder is None else holder.names["this"]

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
            result = _join_texts(_join_texts(result, value, lanes), text, lanes)
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
    from .compile_calls import compile_items

    items = compile_items(node.elements)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        return runtime.new_array(items(runtime, scope, lanes), lanes)

    return run


@expression("ObjectExpression")
def compile_object(node: Node) -> Run:
    """``{a: 1, b, [c]: d, e() {…}, ...f}``."""
    parts = []
    for item in node.properties:
        if item.type == "SpreadElement":
            parts.append((None, None, compile_expression(item.argument)))
        elif item.computed:
            parts.append((None, compile_expression(item.key), compile_expression(item.value)))
        else:
            name = item.key.name if item.key.type == "Identifier" else to_text(item.key.value)
            parts.append((name, None, compile_expression(item.value)))

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> JsObject:
        made = runtime.new_object({}, lanes)
        props = made.props
        for name, key, value in parts:
            if name is not None:
                props[name] = value(runtime, scope, lanes)
            elif key is not None:
                text = to_text(key(runtime, scope, lanes), lanes)
                if not isinstance(text, str):
                    raise Refusal("a computed property name differs from pixel to pixel", node.line, node.column)
                props[text] = value(runtime, scope, lanes)
            else:
                copy_properties(made, value(runtime, scope, lanes), lanes)
        made.hold(runtime.budget, runtime.size_of(props.values()))
        return made

    return run


def copy_properties(target: JsObject, source: Any, lanes: Lanes) -> None:
    """``{...source}``."""
    if is_nullish(source) or isinstance(source, (bool, float, np.ndarray)):
        return
    if isinstance(source, Choice):
        sources = [s for s in source.options if isinstance(s, JsObject)]
        if len(sources) != len(source.options) or any(set(s.props) != set(sources[0].props) for s in sources):
            raise Refusal("objects with different properties per pixel cannot be spread")
        for name in sources[0].props:
            target.props[name] = distribute(lanes, source, lambda one, part, key=name: one.props[key])
        return
    if not isinstance(source, JsObject) or source.partial:
        raise Refusal("this value cannot be spread into an object")
    target.props.update(source.props)
    target.origin = source.origin


def type_error(message: str, node: Node, lanes: Lanes) -> JsThrow:
    """A TypeError at a node."""
    fault = JsThrow(message, lanes=lanes)
    fault.locate(node.line, node.column)
    return fault
