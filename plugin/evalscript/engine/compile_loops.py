# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles loops; they turn until no lane is left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

import numpy as np

from ..errors import Refusal
from ..parser import Node
from ..parser.syntax import bound_names
from .compile_assignment import compile_store
from .compile_calls import iterate
from .compiler import Run, compile_expression, compile_statement, makes_functions, statement
from .conversion import to_truth
from .lanes import DEAD, Lanes, same, split, union
from .merging import fill_holes
from .patterns import compile_pattern
from .runtime import Loop
from .scopes import UNSET, Scope
from .values import Choice, JsArray, JsObject

LOOP_TYPES = ("ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement")


@statement("LabeledStatement")
def compile_labelled(node: Node) -> Run:
    """``name: for (…)``."""
    labels = []
    while node.type == "LabeledStatement":
        labels.append(node.label)
        node = node.body
    if node.type in LOOP_TYPES:
        node.labels = tuple(labels)
        return compile_statement(node)
    body = compile_statement(node)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        loop = Loop(tuple(labels), "block")
        runtime.frame.loops.append(loop)
        result = union(body(runtime, scope, lanes), loop.broken)
        runtime.frame.loops.pop()
        return lanes if same(result, lanes) else result

    return run


def _turn(runtime: Any, loop: Loop, body: Run, scope: Scope, active: Lanes) -> Lanes:
    """Run the body once; the lanes that start the next turn."""
    runtime.budget.tick()
    loop.continued = DEAD
    result = union(body(runtime, scope, active), loop.continued)
    return active if same(result, active) else result


def _compile_repeat(
    node: Node, test: Run | None, update: Run | None, body_first: bool = False, copies: bool = False
) -> Callable[..., Lanes]:
    """The turns of a loop.

    :param copies: give each turn its own copy of the loop's variables.
    """
    body = compile_statement(node.body)
    labels = getattr(node, "labels", ())

    def repeat(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        loop = Loop(labels)
        loops = runtime.frame.loops
        loops.append(loop)
        active, finished, skip_test = lanes, DEAD, body_first
        while active is not DEAD:
            if test is not None and not skip_test:
                condition = to_truth(test(runtime, scope, active))
                if not isinstance(condition, np.ndarray):
                    active, leaving = (active, DEAD) if condition else (DEAD, active)
                else:
                    active, leaving = split(active, condition)
                finished = union(finished, leaving)
                if active is DEAD:
                    break
            skip_test = False
            active = _turn(runtime, loop, body, scope, active)
            if copies:
                scope = scope.copy()
            if active is not DEAD and update is not None:
                update(runtime, scope, active)
        loops.pop()
        result = union(finished, loop.broken)
        return lanes if same(result, lanes) else result

    return repeat


@statement("WhileStatement")
def compile_while(node: Node) -> Run:
    """``while (…) …``."""
    return _compile_repeat(node, compile_expression(node.test), None)


@statement("DoWhileStatement")
def compile_do(node: Node) -> Run:
    """``do … while (…)``."""
    return _compile_repeat(node, compile_expression(node.test), None, body_first=True)


@statement("ForStatement")
def compile_for(node: Node) -> Run:
    """``for (…; …; …) …``."""
    init: Run | None = None
    names: list[str] = []
    constants: frozenset[str] = frozenset()
    if node.init is not None and node.init.type == "VariableDeclaration":
        init = compile_statement(node.init)
        if node.init.kind != "var":
            names = [name for item in node.init.declarations for name in bound_names(item.id)]
            constants = frozenset(names if node.init.kind == "const" else ())
    elif node.init is not None:
        init = compile_expression(node.init)
    test = compile_expression(node.test) if node.test is not None else None
    update = compile_expression(node.update) if node.update is not None else None
    repeat = _compile_repeat(node, test, update, copies=bool(names) and makes_functions(node))

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        if names:
            scope = Scope(scope, lanes, runtime.in_pixel)
            scope.names.update(dict.fromkeys(names, UNSET))
            scope.constants = constants
        if init is not None:
            init(runtime, scope, lanes)
        return repeat(runtime, scope, lanes)

    return run


@statement("ForOfStatement", "ForInStatement")
def compile_for_each(node: Node) -> Run:
    """``for (x of …)`` and ``for (k in …)``."""
    left = node.left
    if left.type == "VariableDeclaration":
        target = left.declarations[0].id
        declares = left.kind != "var"
    else:
        target, declares = left, False
    store = compile_pattern(target, declares=True) if declares else compile_store(target)
    source = compile_expression(node.right)
    values_of = values_in if node.type == "ForOfStatement" else keys_in
    body = compile_statement(node.body)
    labels = getattr(node, "labels", ())

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        loop = Loop(labels)
        active, finished = lanes, DEAD
        runtime.frame.loops.append(loop)
        for value, ends in values_of(source(runtime, scope, lanes), lanes):
            if ends is not None:
                leaving, active = split(active, ends)
                finished = union(finished, leaving)
                if active is DEAD:
                    break
            inner = Scope(scope, active, runtime.in_pixel) if declares else scope
            store(runtime, inner, value, active)
            active = _turn(runtime, loop, body, inner, active)
            if active is DEAD:
                break
        runtime.frame.loops.pop()
        result = union(union(finished, active), loop.broken)
        return lanes if same(result, lanes) else result

    return run


def values_in(source: Any, lanes: Lanes) -> Iterator[tuple[Any, Any]]:
    """The values of an iterable, each with the lanes whose array has ended, or None."""
    if isinstance(source, JsArray) and source.count is not None:
        count = source.count
        for position in range(int((count if lanes is None else count[lanes]).max())):
            yield fill_holes(source.items[position]), count <= position
        return
    for value in iterate(source, lanes):
        yield value, None


def keys_in(source: Any, lanes: Lanes) -> Iterator[tuple[Any, Any]]:
    """The property names that ``for…in`` sees."""
    if isinstance(source, JsObject):
        if source.partial or (source.proto is not None and source.proto.props):
            raise Refusal("for…in over an object whose properties differ from pixel to pixel, or of a class")
        names = sort_keys(source.props)
    elif isinstance(source, JsArray) and source.count is None:
        names = [str(position) for position in range(len(source.items))]
    elif isinstance(source, (JsArray, Choice)):
        raise Refusal("for…in over an array or object that differs from pixel to pixel")
    else:
        names = [str(position) for position in range(len(source))] if isinstance(source, str) else []
    for name in names:
        yield name, None


def sort_keys(props: dict[str, Any]) -> list[str]:
    """Property names in JavaScript's order: whole numbers first, ascending, then as inserted."""
    numeric = [name for name in props if name.isdigit() and (name == "0" or name[0] != "0") and len(name) < 10]
    if not numeric:
        return list(props)
    known = set(numeric)
    return sorted(numeric, key=int) + [name for name in props if name not in known]
