# SPDX-License-Identifier: GPL-2.0-or-later
"""Formulas over band names, read by a parser of our own and written again as JavaScript.

Nothing of the user's text reaches the script but names that were checked and numbers that were read.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from ..errors import InvalidRequest

PARAMETER = "EXPRESSION"
MAX_CHARACTERS = 500
MAX_DEPTH = 40

FUNCTIONS = {
    "abs": ("Math.abs", 1, 1), "sqrt": ("Math.sqrt", 1, 1), "exp": ("Math.exp", 1, 1), "ln": ("Math.log", 1, 1),
    "log10": ("Math.log10", 1, 1), "min": ("Math.min", 1, 9), "max": ("Math.max", 1, 9),
}  # fmt: skip
"""Name to JavaScript function, fewest and most arguments."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z]\w*)|(?P<sign>\*\*|[-+*/^(),]))", re.ASCII
)
_SUM, _PRODUCT, _MINUS, _ATOM = 1, 2, 3, 4


@dataclass(frozen=True)
class Expression:
    """A formula that was understood."""

    javascript: str
    """With bands as ``sample.B04``."""

    bands: tuple[str, ...]
    """Bands that it reads, in the order of their first use."""


@dataclass(frozen=True)
class _Piece:
    text: str
    binding: int
    """How tightly its outermost operator binds; a looser piece needs brackets inside a tighter one."""

    def within(self, binding: int) -> str:
        return self.text if self.binding >= binding else f"({self.text})"


def parse_expression(text: str) -> Expression:
    """Read a formula: band names, numbers, ``+ - * / ^``, brackets and :data:`FUNCTIONS`.

    ``^`` and ``**`` raise to a power, bind tighter than a sign and group from the right: ``-B04^2`` is ``-(B04^2)``.

    :raises InvalidRequest: with the position of what cannot be read, counted from 1.
    """
    if not text.strip():
        raise InvalidRequest(PARAMETER, "expression_missing")
    if len(text) > MAX_CHARACTERS:
        raise InvalidRequest(PARAMETER, "expression_too_long", limit=MAX_CHARACTERS)
    reader = _Reader(_split(text), len(text) + 1)
    piece = reader.read_sum(0)
    reader.expect_end()
    if not reader.bands:
        raise InvalidRequest(PARAMETER, "expression_without_band")
    return Expression(piece.text, tuple(reader.bands))


def _split(text: str) -> list[tuple[str, str, int]]:
    """Tokens as (kind, text, position)."""
    tokens, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            raise _unreadable(text[start], start + 1)
        kind = str(match.lastgroup)
        tokens.append((kind, match[kind], match.start(kind) + 1))
        at = match.end()
    return tokens


def _unreadable(found: str, position: int) -> InvalidRequest:
    return InvalidRequest(
        PARAMETER, "expression_unreadable", found=found[:20], position=position, functions=", ".join(FUNCTIONS)
    )


class _Reader:
    """Recursive descent; each method reads one level of binding."""

    def __init__(self, tokens: list[tuple[str, str, int]], end: int) -> None:
        self._tokens = [*tokens, ("end", "", end)]
        self._at = 0
        self.bands: dict[str, None] = {}

    def expect_end(self) -> None:
        if self._tokens[self._at][0] != "end":
            raise self._refuse()

    def read_sum(self, depth: int) -> _Piece:
        if depth > MAX_DEPTH:
            raise InvalidRequest(PARAMETER, "expression_too_deep", limit=MAX_DEPTH)
        left = self._read_product(depth)
        while sign := self._take("+", "-"):
            right = self._read_product(depth)
            left = _Piece(f"{left.within(_SUM)} {sign} {right.within(_PRODUCT)}", _SUM)
        return left

    def _read_product(self, depth: int) -> _Piece:
        left = self._read_minus(depth)
        while sign := self._take("*", "/"):
            right = self._read_minus(depth)
            left = _Piece(f"{left.within(_PRODUCT)} {sign} {right.within(_MINUS)}", _PRODUCT)
        return left

    def _read_minus(self, depth: int) -> _Piece:
        if depth > MAX_DEPTH:
            raise InvalidRequest(PARAMETER, "expression_too_deep", limit=MAX_DEPTH)
        if self._take("+"):
            return self._read_minus(depth + 1)
        if self._take("-"):
            return _Piece(f"-{self._read_minus(depth + 1).within(_ATOM)}", _MINUS)
        base = self._read_atom(depth)
        if self._take("^", "**"):
            return _Piece(f"Math.pow({base.text}, {self._read_minus(depth + 1).text})", _ATOM)
        return base

    def _read_atom(self, depth: int) -> _Piece:
        kind, text, _ = self._tokens[self._at]
        if kind == "number":
            return self._read_number(text)
        if kind == "name":
            self._at += 1
            if self._take("("):
                return self._read_call(text, depth)
            self.bands[text] = None
            return _Piece(f"sample.{text}", _ATOM)
        if self._take("("):
            inside = self.read_sum(depth + 1)
            if not self._take(")"):
                raise self._refuse()
            return inside
        raise self._refuse()

    def _read_number(self, text: str) -> _Piece:
        value = float(text)
        if not math.isfinite(value):
            raise self._refuse()
        self._at += 1
        return _Piece(repr(int(value)) if value == int(value) and value < 1e15 else repr(value), _ATOM)

    def _read_call(self, name: str, depth: int) -> _Piece:
        if name not in FUNCTIONS:
            self._at -= 2
            raise self._refuse()
        function, fewest, most = FUNCTIONS[name]
        arguments = [self.read_sum(depth + 1).text]
        while self._take(","):
            arguments.append(self.read_sum(depth + 1).text)
        if not fewest <= len(arguments) <= most or not self._take(")"):
            raise self._refuse()
        return _Piece(f"{function}({', '.join(arguments)})", _ATOM)

    def _take(self, *signs: str) -> str:
        kind, text, _ = self._tokens[self._at]
        if kind != "sign" or text not in signs:
            return ""
        self._at += 1
        return text

    def _refuse(self) -> InvalidRequest:
        kind, text, position = self._tokens[self._at]
        return _unreadable("…" if kind == "end" else text, position)
