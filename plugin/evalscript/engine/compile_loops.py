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
from .compile_calls import as_array
from .compiler import Run, compile_expression, compile_statement, makes_functions, statement
from .conversion import to_truth
from .keys import enumerable_keys, has_property
from .lanes import DEAD, Lanes, same, split, union
from .merging import fill_holes
from .operators import negate
from .patterns import compile_pattern
from .properties import call_method
from .runtime import Loop
from .scopes import UNSET, Scope
from .values import Choice, JsArray, JsObject, is_nullish

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
    is_constant = left.type == "VariableDeclaration" and left.kind == "const"
    constants = frozenset(bound_names(target) if is_constant else ())
    store = compile_pattern(target, declares=True) if declares else compile_store(target)
    turns_of = _compile_source(node)
    body = compile_statement(node.body)
    labels = getattr(node, "labels", ())

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        loop = Loop(labels)
        active, finished = lanes, DEAD
        runtime.frame.loops.append(loop)
        for value, ends, absent in turns_of(runtime, scope, lanes):
            if ends is not None:
                leaving, active = split(active, ends)
                finished = union(finished, leaving)
                if active is DEAD:
                    break
            if absent is True:
                continue
            passing, taking = (DEAD, active) if absent is False else split(active, absent)
            if taking is DEAD:
                continue
            inner = Scope(scope, taking, runtime.in_pixel) if declares else scope
            inner.constants = constants if declares else inner.constants
            store(runtime, inner, value, taking)
            active = union(passing, _turn(runtime, loop, body, inner, taking))
            if active is DEAD:
                break
        runtime.frame.loops.pop()
        result = union(union(finished, active), loop.broken)
        return lanes if same(result, lanes) else result

    return run


_LISTINGS = ("entries", "keys", "values")
Turns = Iterator[tuple[Any, Any, Any]]


def _compile_source(node: Node) -> Callable[[Any, Scope, Lanes], Turns]:
    """What the loop goes through: a value, the lanes past the end (or None), and those that leave it out (or False)."""
    if node.type == "ForInStatement":
        source = compile_expression(node.right)
        return lambda runtime, scope, lanes: keys_in(runtime, source(runtime, scope, lanes), lanes)
    callee = getattr(node.right, "callee", None)
    if callee is None or callee.type != "MemberExpression" or callee.computed or callee.object.type == "Super":
        source = compile_expression(node.right)
        return lambda runtime, scope, lanes: values_in(runtime, source(runtime, scope, lanes), lanes)
    name = callee.property.name
    if name not in _LISTINGS or node.right.arguments or callee.optional or node.right.optional:
        source = compile_expression(node.right)
        return lambda runtime, scope, lanes: values_in(runtime, source(runtime, scope, lanes), lanes)
    holder_of = compile_expression(callee.object)

    def turns(runtime: Any, scope: Scope, lanes: Lanes) -> Turns:
        holder = holder_of(runtime, scope, lanes)
        if isinstance(holder, JsArray):
            return _listing_in(runtime, holder, name, lanes)
        return _watch(holder, values_in(runtime, call_method(runtime, holder, name, [], lanes), lanes))

    return turns


def _listing_in(runtime: Any, array: JsArray, name: str, lanes: Lanes) -> Turns:
    """``array.entries()`` and its like, which see what the loop itself changes."""
    for position, (item, ends, absent) in enumerate(values_in(runtime, array, lanes)):
        key = float(position)
        pair = runtime.new_array([key, item], lanes) if name == "entries" else None
        yield pair if pair is not None else key if name == "keys" else item, ends, absent


def _watch(source: Any, turns: Turns) -> Turns:
    """Refuse a Map or Set that gets or loses keys while a loop goes through it: the loop has its keys of before."""
    table = source.origin if isinstance(source, JsObject) and hasattr(source.origin, "listing") else None
    if table is None:
        yield from turns
        return
    before = {place: entry.mask for place, entry in table.entries.items()}
    for turn in turns:
        yield turn
        same_keys = before.keys() == table.entries.keys()
        if not same_keys or any(not _equal_masks(before[p], e.mask) for p, e in table.entries.items()):
            raise Refusal("a Map or Set gets or loses keys while a loop goes through it")


def _watch_choice(source: Choice, turns: Turns) -> Turns:
    """Refuse arrays of which pixels have different ones when they change while a loop goes through them."""
    arrays = [option for option in source.options if isinstance(option, JsArray)]
    before = [(list(a.items), None if a.count is None else a.count.copy()) for a in arrays]
    for turn in turns:
        yield turn
        for array, (items, count) in zip(arrays, before):
            same_items = len(items) == len(array.items) and all(x is y for x, y in zip(items, array.items))
            if not same_items or not _equal_masks(count, array.count):
                raise Refusal("one of several arrays changes while a loop goes through it")


def _equal_masks(a: Any, b: Any) -> bool:
    return a is b or (a is not None and b is not None and np.array_equal(a, b))


def values_in(runtime: Any, source: Any, lanes: Lanes) -> Turns:
    """The values of an iterable, each with the lanes that have come to its end, or None.

    An array may grow or shrink meanwhile, as JavaScript allows.
    """
    if isinstance(source, JsObject) and hasattr(source.origin, "listing"):
        yield from _watch(source, values_in(runtime, as_array(runtime, source, lanes), lanes))
        return
    array = as_array(runtime, source, lanes)
    if isinstance(source, Choice):
        yield from _watch_choice(source, values_in(runtime, array, lanes))
        return
    position = 0
    while position < len(array.items):
        yield fill_holes(array.items[position]), None if array.count is None else array.count <= position, False
        position += 1


def keys_in(runtime: Any, source: Any, lanes: Lanes) -> Turns:
    """The property names that ``for…in`` sees; what the loop deletes before its turn is left out."""
    if is_nullish(source) or isinstance(source, (float, bool, np.ndarray)):
        return
    names = enumerable_keys(runtime, source, lanes)
    for position, name in enumerate(names.items):
        watched = position > 0 and isinstance(source, (JsArray, JsObject, Choice))
        absent = negate(has_property(source, name, lanes, True)) if watched else False
        yield name, None if names.count is None else names.count <= position, absent
