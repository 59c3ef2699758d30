# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles property access, calls and assignment."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import Fault
from ..parser import Node
from .changes import find_accessor
from .compile_logic import needs_right
from .compiler import Run, compile_expression, expression
from .conversion import to_key
from .keys import numeric_key
from .lanes import DEAD, Lanes, narrow
from .merging import merge
from .properties import read
from .scopes import Scope
from .values import UNDEFINED, JsObject


class ShortCircuit(Exception):
    """``a?.b``: a is null or undefined in all lanes, the whole chain is undefined."""


def link_lanes(runtime: Any, holder: Any, is_optional: bool) -> Lanes:
    """The lanes in which an optional chain goes on behind a holder.

    :raises ShortCircuit: when there are none.
    """
    chains = runtime.chains
    lanes: Lanes = chains[-1]
    if is_optional:
        missing = needs_right("??", holder)
        if isinstance(missing, np.ndarray):
            lanes = chains[-1] = narrow(lanes, ~missing)
        if missing is True or lanes is DEAD:
            raise ShortCircuit
    return lanes


def compile_key(node: Node) -> Run:
    """The key of a member expression."""
    if not node.computed:
        name = node.property.name
        return lambda runtime, scope, lanes: name
    if node.property.type == "Literal" and getattr(node.property, "regex", None) is None:
        constant = numeric_key(to_key(node.property.value, None))
        return lambda runtime, scope, lanes: constant
    key = compile_expression(node.property)
    return lambda runtime, scope, lanes: numeric_key(to_key(key(runtime, scope, lanes), lanes))


@expression("MemberExpression")
def compile_member(node: Node) -> Run:
    """``a.b`` and ``a[b]``."""
    holder_of, key_of = compile_expression(node.object), compile_key(node)
    optional, line, column = node.optional, node.property.line, node.property.column
    name = None if node.computed else node.property.name

    in_chain = getattr(node, "in_chain", False)
    if node.object.type == "Super":
        return _compile_super_member(holder_of, key_of)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        holder = holder_of(runtime, scope, lanes)
        if name is not None and type(holder) is JsObject and holder.partial is None and name in holder.props:
            return holder.props[name]
        try:
            if in_chain:
                lanes = link_lanes(runtime, holder, optional)
            return read(runtime, holder, key_of(runtime, scope, lanes), lanes)
        except Fault as fault:
            fault.locate(line, column)
            raise

    return run


def _compile_super_member(holder_of: Run, key_of: Run) -> Run:
    """``super.name``: a getter of the parent sees the present object."""

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        holder = holder_of(runtime, scope, lanes)
        key = key_of(runtime, scope, lanes)
        accessor = find_accessor(holder, str(key)) if type(holder) is JsObject else None
        if accessor is None:
            return read(runtime, holder, key, lanes)
        owner = scope.holder("this")
        this = UNDEFINED if owner is None else owner.names["this"]
        return UNDEFINED if accessor.getter is None else runtime.call(accessor.getter, this, [], lanes)

    return run


@expression("ChainExpression")
def compile_chain(node: Node) -> Run:
    """Ends an optional chain."""
    link = node.expression
    while link.type in ("MemberExpression", "CallExpression"):
        link.in_chain = True
        link = link.object if link.type == "MemberExpression" else link.callee
    inner = compile_expression(node.expression)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        runtime.chains.append(lanes)
        try:
            value = inner(runtime, scope, lanes)
            part = runtime.chains[-1]
            return value if part is lanes else merge(part, value, UNDEFINED)
        except ShortCircuit:
            return UNDEFINED
        finally:
            runtime.chains.pop()

    return run
