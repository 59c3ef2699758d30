# SPDX-License-Identifier: GPL-2.0-or-later
"""``eval`` and ``new Function``: texts that are read, compiled and run like the script itself, by this engine."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..errors import JsThrow, ParseFault, Refusal
from ..parser import Node, parse_script
from .compile_functions import compile_code
from .compiler import Declarations, Run, compile_expression, compile_sequence, var_names
from .conversion import to_text
from .lanes import DEAD, Lanes
from .scopes import Scope
from .values import UNDEFINED, Function

MAX_TEXT_LENGTH = 50_000
_KEPT_TEXTS = 64


class Fragment:
    """A compiled text: its statements, and the expression at its end that is its value."""

    def __init__(self, body: list[Node]) -> None:
        self.declarations = Declarations(body)
        self.vars = var_names(body)
        last = body[-1] if body and body[-1].type == "ExpressionStatement" else None
        if last is None and any(node.type not in ("VariableDeclaration", "FunctionDeclaration") for node in body):
            raise Refusal("eval() of statements without an expression at their end")
        self.value: Run | None = None if last is None else compile_expression(last.expression)
        self.body: Run = compile_sequence(body if last is None else body[:-1])

    def run(self, runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        """Run in a scope; new variables stay in it."""
        for name in self.vars:
            if scope.holder(name) is None or name not in scope.names:
                scope.names.setdefault(name, UNDEFINED)
        self.declarations.enter(runtime, scope, lanes)
        if self.body(runtime, scope, lanes) is DEAD or self.value is None:
            return UNDEFINED
        return self.value(runtime, scope, lanes)


def _read(text: str) -> list[Node]:
    if len(text) > MAX_TEXT_LENGTH:
        raise Refusal("a text with code is too long")
    try:
        body: list[Node] = parse_script(text).body
    except ParseFault as fault:
        raise JsThrow(fault.message, "SyntaxError", lanes=None) from fault
    return body


@lru_cache(maxsize=_KEPT_TEXTS)
def _fragment(text: str) -> Fragment:
    return Fragment(_read(text))


@lru_cache(maxsize=_KEPT_TEXTS)
def _function_code(text: str) -> Any:
    body = _read(text)
    if len(body) != 1 or body[0].type != "ExpressionStatement" or body[0].expression.type != "FunctionExpression":
        raise JsThrow("the texts do not make one function", "SyntaxError", lanes=None)
    return compile_code(body[0].expression)


def run_text(runtime: Any, scope: Scope, arguments: list, lanes: Lanes) -> Any:
    """``eval(text)`` in the scope it is called in; what is no text comes back."""
    value = arguments[0] if arguments else UNDEFINED
    if not isinstance(value, str):
        if isinstance(value, (float, bool)) or value is UNDEFINED:
            return value
        raise Refusal("eval() of a text that differs from pixel to pixel")
    runtime.budget.check()
    return _fragment(value).run(runtime, scope, lanes)


def make_function(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Function:
    """``new Function(parameters…, body)``: it sees global variables only."""
    texts = [to_text(value, lanes) for value in arguments]
    if not all(isinstance(text, str) for text in texts):
        raise Refusal("new Function() of texts that differ from pixel to pixel")
    runtime.budget.check()
    body = texts.pop() if texts else ""
    code = _function_code(f"(function anonymous({','.join(texts)}\n) {{\n{body}\n}})")
    return Function(code, runtime.globals, UNDEFINED, lanes, not runtime.in_pixel)
