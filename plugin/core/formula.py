# SPDX-License-Identifier: GPL-2.0-or-later
"""Formulas over band names as a syntax tree, read by a parser of our own.

The tree is written as JavaScript in :mod:`.script_builder.expression` and computed on arrays in
:mod:`.band_expression`. Nothing of the user's text goes further than checked names and read numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Union

from .errors import InvalidRequest

MAX_CHARACTERS = 500
MAX_DEPTH = 40
"""Brackets, calls, signs and powers within each other."""


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True)
class Name:
    """A band, or what else the reader of the tree knows by this name."""

    text: str
    is_quoted: bool = False
    """Written in double quotes: a band whatever else has this name."""


@dataclass(frozen=True)
class Operation:
    """One operand (``-``, ``not``) or two (``+ - * / ^ < <= > >= == != and or``)."""

    sign: str
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Call:
    """A function of its arguments."""

    function: str
    arguments: tuple[Node, ...]


Node = Union[Number, Name, Operation, Call]


@dataclass(frozen=True)
class Dialect:
    """What a formula may contain."""

    functions: Mapping[str, tuple[int, int]]
    """Name to the fewest and the most arguments."""

    has_logic: bool = False
    """Comparisons, ``and``, ``or``, ``not``."""

    has_quotes: bool = False
    """Names in double quotes, for bands called otherwise than a variable."""

    constants: tuple[str, ...] = ()
    """Names that are no bands."""

    @property
    def vocabulary(self) -> str:
        """The words that are understood beside band names, numbers and ``+ - * / ^``, for people."""
        words = list(self.functions)
        if self.has_logic:
            words[:0] = [*_COMPARISONS, "and", "or", "not"]
        return ", ".join([*words, *self.constants])


_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_TOKEN = re.compile(
    r'\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z]\w*)|(?P<quoted>"[^"\n]{1,100}")'
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^(),<>]))",
    re.ASCII,
)


def parse_formula(text: str, dialect: Dialect, parameter: str = "EXPRESSION") -> Node:
    """Read a formula.

    ``^`` and ``**`` raise to a power, bind tighter than a sign and group from the right: ``-B04^2`` is ``-(B04^2)``.
    Comparisons do not chain. ``not`` binds looser than a comparison, ``and`` looser than that, ``or`` loosest.

    :param parameter: key of the parameter that errors name.
    :raises InvalidRequest: with the position of what cannot be read, counted from 1, and what may stand there.
    """
    if not text.strip():
        raise InvalidRequest(parameter, "expression_missing")
    if len(text) > MAX_CHARACTERS:
        raise InvalidRequest(parameter, "expression_too_long", limit=MAX_CHARACTERS)
    return _Reader(text, dialect, parameter).read()


def names_in(node: Node) -> tuple[Name, ...]:
    """The names of a tree in the order of their first use."""
    return tuple(dict.fromkeys(_walk_names(node)))


def _walk_names(node: Node) -> Iterator[Name]:
    if isinstance(node, Name):
        yield node
    elif isinstance(node, Operation):
        for operand in node.operands:
            yield from _walk_names(operand)
    elif isinstance(node, Call):
        for argument in node.arguments:
            yield from _walk_names(argument)


@dataclass(frozen=True)
class _Token:
    kind: str
    """``number``, ``name``, ``quoted``, ``sign`` (words of logic too) or ``end``."""

    text: str
    position: int


class _Reader:
    """Recursive descent; each method reads one level of binding."""

    def __init__(self, text: str, dialect: Dialect, parameter: str) -> None:
        self._dialect, self._parameter = dialect, parameter
        self._tokens = [*self._split(text), _Token("end", "…", len(text) + 1)]
        self._at = 0

    def read(self) -> Node:
        node = self._read_any(0)
        if self._tokens[self._at].kind != "end":
            raise self._refuse()
        return node

    def _split(self, text: str) -> Iterator[_Token]:
        at = 0
        while text[at:].strip():
            match = _TOKEN.match(text, at)
            kind = str(match.lastgroup) if match else ""
            if match is None or not self._knows(kind, match[kind]):
                start = at + len(text[at:]) - len(text[at:].lstrip())
                raise self._unreadable(text[start], start + 1)
            word = match[kind]
            if kind == "name" and self._dialect.has_logic and word.lower() in ("and", "or", "not"):
                kind, word = "sign", word.lower()
            yield _Token(kind, word, match.start(str(match.lastgroup)) + 1)
            at = match.end()

    def _knows(self, kind: str, text: str) -> bool:
        if kind == "quoted":
            return self._dialect.has_quotes
        return text not in _COMPARISONS or self._dialect.has_logic

    def _read_any(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._too_deep()
        left = self._read_all(depth)
        while self._take("or"):
            left = Operation("or", (left, self._read_all(depth)))
        return left

    def _read_all(self, depth: int) -> Node:
        left = self._read_not(depth)
        while self._take("and"):
            left = Operation("and", (left, self._read_not(depth)))
        return left

    def _read_not(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._too_deep()
        if self._take("not"):
            return Operation("not", (self._read_not(depth + 1),))
        left = self._read_sum(depth)
        if sign := self._take(*_COMPARISONS):
            return Operation(sign, (left, self._read_sum(depth)))
        return left

    def _read_sum(self, depth: int) -> Node:
        left = self._read_product(depth)
        while sign := self._take("+", "-"):
            left = Operation(sign, (left, self._read_product(depth)))
        return left

    def _read_product(self, depth: int) -> Node:
        left = self._read_minus(depth)
        while sign := self._take("*", "/"):
            left = Operation(sign, (left, self._read_minus(depth)))
        return left

    def _read_minus(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._too_deep()
        if self._take("+"):
            return self._read_minus(depth + 1)
        if self._take("-"):
            return Operation("-", (self._read_minus(depth + 1),))
        base = self._read_atom(depth)
        if self._take("^", "**"):
            return Operation("^", (base, self._read_minus(depth + 1)))
        return base

    def _read_atom(self, depth: int) -> Node:
        token = self._tokens[self._at]
        if token.kind == "number" and math.isfinite(float(token.text)):
            self._at += 1
            return Number(float(token.text))
        if token.kind == "quoted":
            self._at += 1
            return Name(token.text[1:-1], is_quoted=True)
        if token.kind == "name":
            self._at += 1
            return self._read_call(token.text, depth) if self._take("(") else Name(token.text)
        if self._take("("):
            inside = self._read_any(depth + 1)
            if not self._take(")"):
                raise self._refuse()
            return inside
        raise self._refuse()

    def _read_call(self, name: str, depth: int) -> Node:
        if name not in self._dialect.functions:
            self._at -= 2
            raise self._refuse()
        fewest, most = self._dialect.functions[name]
        arguments = [self._read_any(depth + 1)]
        while self._take(","):
            arguments.append(self._read_any(depth + 1))
        if not fewest <= len(arguments) <= most or not self._take(")"):
            raise self._refuse()
        return Call(name, tuple(arguments))

    def _take(self, *signs: str) -> str:
        token = self._tokens[self._at]
        if token.kind != "sign" or token.text not in signs:
            return ""
        self._at += 1
        return token.text

    def _refuse(self) -> InvalidRequest:
        token = self._tokens[self._at]
        return self._unreadable(token.text, token.position)

    def _unreadable(self, found: str, position: int) -> InvalidRequest:
        return InvalidRequest(
            self._parameter, "expression_unreadable",
            found=found[:20], position=position, functions=self._dialect.vocabulary,
        )  # fmt: skip

    def _too_deep(self) -> InvalidRequest:
        return InvalidRequest(self._parameter, "expression_too_deep", limit=MAX_DEPTH)
