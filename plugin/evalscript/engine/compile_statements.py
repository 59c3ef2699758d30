# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles everything between expressions and loops: blocks, declarations, if, switch, return, throw, try."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import JsThrow, Refusal
from ..parser import Node
from .compile_assignment import compile_store
from .compiler import Declarations, Run, compile_expression, compile_sequence, compile_statement, statement
from .conversion import to_text, to_truth
from .lanes import DEAD, Lanes, covers, same, split, union
from .merging import merge
from .operators import equal
from .patterns import compile_pattern
from .runtime import Attempt, Loop
from .scopes import Scope, write_name
from .values import UNDEFINED, JsObject


@statement("EmptyStatement")
def compile_empty(node: Node) -> Run:
    """``;``."""
    return lambda runtime, scope, lanes: lanes


@statement("ExpressionStatement")
def compile_expression_statement(node: Node) -> Run:
    """An expression for its effect."""
    value = compile_expression(node.expression)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        value(runtime, scope, lanes)
        return lanes

    return run


@statement("VariableDeclaration")
def compile_declaration(node: Node) -> Run:
    """``var``, ``let`` and ``const``; var names exist since their function was entered."""
    is_var = node.kind == "var"
    parts = []
    for item in node.declarations:
        if item.init is None and is_var:
            continue
        store = compile_store(item.id) if is_var else compile_pattern(item.id, declares=True)
        value = compile_expression(item.init) if item.init is not None else None
        parts.append((store, value))

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        for store, value in parts:
            store(runtime, scope, UNDEFINED if value is None else value(runtime, scope, lanes), lanes)
        return lanes

    return run


@statement("BlockStatement")
def compile_block(node: Node) -> Run:
    """``{ … }``; a scope of its own only when it declares something."""
    body, declarations = compile_sequence(node.body), Declarations(node.body)
    if declarations.is_empty:
        return body
    functions = [name for name, _ in declarations.functions]

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        inner = Scope(scope, lanes, runtime.in_pixel)
        declarations.enter(runtime, inner, lanes)
        for name in functions:  # visible behind the block too, as var is
            write_name(runtime, scope, name, inner.names[name], lanes)
        return body(runtime, inner, lanes)

    return run


@statement("IfStatement")
def compile_if(node: Node | None) -> Run:
    """``if … else if … else``, each branch in the lanes that take it."""
    branches = []
    while node is not None and node.type == "IfStatement":
        branches.append((compile_expression(node.test), _compile_branch(node.consequent)))
        node = node.alternate
    last = _compile_branch(node) if node is not None else None

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        before, after, unchanged = lanes, DEAD, True
        for test, consequent in branches:
            condition = to_truth(test(runtime, scope, lanes))
            if isinstance(condition, np.ndarray):
                yes, no = split(lanes, condition)
            else:
                yes, no = (lanes, DEAD) if condition else (DEAD, lanes)
            if yes is not DEAD:
                result = consequent(runtime, scope, yes)
                unchanged = unchanged and result is yes
                after = union(after, result)
            lanes = no
            if no is DEAD:
                break
        else:
            result = last(runtime, scope, lanes) if last is not None else lanes
            unchanged = unchanged and result is lanes
            after = union(after, result)
        return before if unchanged else after

    return run


def _compile_branch(node: Node) -> Run:
    if node.type in ("BlockStatement", "FunctionDeclaration"):
        return compile_statement(node)
    return compile_sequence([node])


@statement("ReturnStatement")
def compile_return(node: Node) -> Run:
    """``return``."""
    value = compile_expression(node.argument) if node.argument is not None else None

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        runtime.frame.leave(UNDEFINED if value is None else value(runtime, scope, lanes), lanes)
        return DEAD

    return run


@statement("SwitchStatement")
def compile_switch(node: Node) -> Run:
    """``switch``: lanes enter at their case and fall through until they break."""
    subject = compile_expression(node.discriminant)
    cases = [None if case.test is None else compile_expression(case.test) for case in node.cases]
    bodies = [compile_sequence(case.consequent) for case in node.cases]
    declarations = Declarations([s for case in node.cases for s in case.consequent])

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        value = subject(runtime, scope, lanes)
        inner = Scope(scope, lanes, runtime.in_pixel)
        declarations.enter(runtime, inner, lanes)
        entries, unmatched = _find_cases(runtime, inner, cases, value, lanes)
        loop = Loop((), "switch")
        runtime.frame.loops.append(loop)
        running: Lanes = DEAD
        for entry, body in zip(entries, bodies):
            running = union(running, entry)
            if running is not DEAD:
                running = body(runtime, inner, running)
        runtime.frame.loops.pop()
        result = union(union(running, unmatched), loop.broken)
        return lanes if same(result, lanes) else result

    return run


def _find_cases(runtime: Any, scope: Scope, cases: list, value: Any, lanes: Lanes) -> tuple[list, Lanes]:
    """The lanes that enter at each case, and those that enter nowhere."""
    entries: list[Lanes] = []
    left = lanes
    default_at = None
    for test in cases:
        entry: Lanes = DEAD
        if test is None:
            default_at = len(entries)
        elif left is not DEAD:
            condition = equal(value, test(runtime, scope, left), True, left)
            if isinstance(condition, np.ndarray):
                entry, left = split(left, condition)
            elif condition:
                entry, left = left, DEAD
        entries.append(entry)
    if default_at is not None:
        entries[default_at], left = left, DEAD
    return entries, left


@statement("BreakStatement")
def compile_break(node: Node) -> Run:
    """``break`` and ``break label``."""
    label = node.label

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        for loop in reversed(runtime.frame.loops):
            if label in loop.labels or (label is None and loop.kind != "block"):
                loop.broken = union(loop.broken, lanes)
                return DEAD
        raise JsThrow("Illegal break statement", "SyntaxError", lanes=lanes)

    return run


@statement("ContinueStatement")
def compile_continue(node: Node) -> Run:
    """``continue`` and ``continue label``."""
    label = node.label

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        for loop in reversed(runtime.frame.loops):
            if loop.kind == "loop" and (label is None or label in loop.labels):
                loop.continued = union(loop.continued, lanes)
                return DEAD
        raise JsThrow("Illegal continue statement", "SyntaxError", lanes=lanes)

    return run


@statement("ThrowStatement")
def compile_throw(node: Node) -> Run:
    """``throw``; without a ``try`` around it the first lane that throws ends the run."""
    value_of = compile_expression(node.argument)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        value = value_of(runtime, scope, lanes)
        attempts = runtime.frame.attempts
        if attempts:
            attempt = attempts[-1]
            attempt.value = value if attempt.thrown is DEAD or lanes is None else merge(lanes, value, attempt.value)
            attempt.thrown = union(attempt.thrown, lanes)
            return DEAD
        fault = JsThrow(_describe(value, lanes), value=value, lanes=lanes)
        fault.locate(node.line, node.column)
        raise fault

    return run


def _describe(value: Any, lanes: Lanes) -> str:
    if isinstance(value, JsObject) and isinstance(value.props.get("message"), str):
        return value.props["message"]
    try:
        text = to_text(value, lanes)
    except Refusal:
        return "the script threw a value"
    return text if isinstance(text, str) else "the script threw different values for different pixels"


@statement("TryStatement")
def compile_try(node: Node) -> Run:
    """``try … catch … finally``."""
    block = compile_statement(node.block)
    handler = node.handler
    caught = compile_statement(handler.body) if handler is not None else None
    bind = compile_pattern(handler.param, declares=True) if handler is not None and handler.param else None
    finalizer = compile_statement(node.finalizer) if node.finalizer is not None else None

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Lanes:
        frame = runtime.frame
        loops, depth, attempts = len(frame.loops), runtime.depth, len(frame.attempts)
        attempt = Attempt()
        if caught is not None:
            frame.attempts.append(attempt)
        try:
            result = block(runtime, scope, lanes)
        except JsThrow as fault:
            if caught is None and finalizer is not None:
                del frame.attempts[attempts:]
                runtime.frame, runtime.depth = frame, depth
                finalizer(runtime, scope, lanes)
            if caught is None or not _throws_everywhere(fault, lanes, attempt):
                raise
            result = DEAD
            del frame.loops[loops:]
            runtime.frame, runtime.depth = frame, depth
            attempt.value = error_value(runtime, fault)
            attempt.thrown = lanes
        finally:
            del frame.attempts[attempts:]
        if attempt.thrown is not DEAD and caught is not None:
            inner = Scope(scope, attempt.thrown, runtime.in_pixel)
            if bind is not None:
                bind(runtime, inner, attempt.value, attempt.thrown)
            result = union(result, caught(runtime, inner, attempt.thrown))
        if finalizer is not None and not same(finalizer(runtime, scope, lanes), lanes):
            raise Refusal("a finally block that leaves the function or loop is not supported", node.line, node.column)
        return lanes if same(result, lanes) else result

    return run


def _throws_everywhere(fault: JsThrow, lanes: Lanes, attempt: Attempt) -> bool:
    """Only when every lane of the ``try`` throws is it known what each of them did before."""
    if isinstance(fault.lanes, str) or not covers(fault.lanes, lanes) or attempt.thrown is not DEAD:
        raise Refusal("an error in some pixels inside try cannot be handled", fault.line, fault.column) from fault
    return True


def error_value(runtime: Any, fault: JsThrow) -> Any:
    """What ``catch`` receives."""
    if fault.value is not None:
        return fault.value
    props = {"name": fault.name, "message": fault.message, "stack": fault.name}
    made = JsObject(props, None, not runtime.in_pixel, "Error")
    made.origin = fault.name
    return made
