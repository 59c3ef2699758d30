# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles choices between expressions: ``&&``, ``||``, ``??`` and ``?:``."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..parser import Node
from .compiler import Run, compile_expression, expression
from .conversion import to_truth
from .lanes import DEAD, Lanes, narrow, split
from .merging import merge
from .operators import negate
from .scopes import Scope
from .values import BOOLEAN, Choice, is_nullish, kind_of


def left_chain(node: Node) -> tuple[Node, list[Node]]:
    """The innermost left operand of a chain of operators of one kind, and the operations outwards."""
    kind, operations = node.type, []
    while node.type == kind:
        operations.append(node)
        node = node.left
    return node, operations[::-1]


@expression("LogicalExpression")
def compile_logical(node: Node) -> Run:
    """``&&``, ``||`` and ``??``."""
    first_node, operations = left_chain(node)
    first = compile_expression(first_node)
    steps = [(n.operator, compile_expression(n.right)) for n in operations]

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        value = first(runtime, scope, lanes)
        for operator, operand in steps:
            value = combine_logical(runtime, scope, lanes, operator, value, operand)
        return value

    return run


def needs_right(operator: str, value: Any) -> Any:
    """Is the right side of a logical operator evaluated? A bool or a bool array."""
    if operator == "&&":
        return to_truth(value)
    if operator == "||":
        return negate(value)
    if isinstance(value, Choice):
        empty = [position for position, option in enumerate(value.options) if is_nullish(option)]
        return np.isin(value.index, empty)
    return is_nullish(value)


def combine_logical(runtime: Any, scope: Scope, lanes: Lanes, operator: str, value: Any, operand: Run) -> Any:
    """Apply one logical operator; the right side runs in the lanes that need it."""
    go_on = needs_right(operator, value)
    if not isinstance(go_on, np.ndarray):
        return operand(runtime, scope, lanes) if go_on else value
    part = narrow(lanes, go_on)
    if part is DEAD:
        return value
    other = operand(runtime, scope, part)
    if part is lanes:
        return other
    if operator != "??" and kind_of(value) == BOOLEAN and kind_of(other) == BOOLEAN:
        return value & other if operator == "&&" else value | other
    return merge(go_on, other, value)


@expression("ConditionalExpression")
def compile_conditional(node: Node) -> Run:
    """``a ? b : c ? d : e``, chained in the last branch without recursion."""
    branches = []
    while node.type == "ConditionalExpression":
        branches.append((compile_expression(node.test), compile_expression(node.consequent)))
        node = node.alternate
    last = compile_expression(node)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        chosen: list[tuple[Any, Any]] = []
        for test, consequent in branches:
            condition = to_truth(test(runtime, scope, lanes))
            if isinstance(condition, np.ndarray):
                yes, no = split(lanes, condition)
                if yes is DEAD:
                    continue
                value = consequent(runtime, scope, yes)
                if no is DEAD:
                    break
                chosen.append((condition, value))
                lanes = no
            elif condition:
                value = consequent(runtime, scope, lanes)
                break
        else:
            value = last(runtime, scope, lanes)
        for condition, earlier in reversed(chosen):
            value = merge(condition, earlier, value)
        return value

    return run
