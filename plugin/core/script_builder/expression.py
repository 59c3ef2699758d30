# SPDX-License-Identifier: GPL-2.0-or-later
"""Formulas over band names, written as JavaScript.

Nothing of the user's text reaches the script but names that were checked and numbers that were read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import InvalidRequest
from ..formula import MAX_CHARACTERS, MAX_DEPTH, Call, Dialect, Name, Node, Number, names_in, parse_formula

__all__ = ["FUNCTIONS", "MAX_CHARACTERS", "MAX_DEPTH", "PARAMETER", "Expression", "parse_expression", "write_formula"]

PARAMETER = "EXPRESSION"

FUNCTIONS = {
    "abs": ("Math.abs", 1, 1), "sqrt": ("Math.sqrt", 1, 1), "exp": ("Math.exp", 1, 1), "ln": ("Math.log", 1, 1),
    "log10": ("Math.log10", 1, 1), "min": ("Math.min", 1, 9), "max": ("Math.max", 1, 9),
}  # fmt: skip
"""Name to JavaScript function, fewest and most arguments."""

_DIALECT = Dialect({name: (fewest, most) for name, (_, fewest, most) in FUNCTIONS.items()})
_SUM, _PRODUCT, _MINUS, _ATOM = 1, 2, 3, 4
_BINDINGS = {"+": (_SUM, _PRODUCT), "-": (_SUM, _PRODUCT), "*": (_PRODUCT, _MINUS), "/": (_PRODUCT, _MINUS)}
"""Of an operator of two: its own binding, and the binding that its right side must have to go without brackets."""


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
    tree = parse_formula(text, _DIALECT, PARAMETER)
    bands = {name.text: name.text for name in names_in(tree)}
    if not bands:
        raise InvalidRequest(PARAMETER, "expression_without_band")
    return write_formula(tree, bands)


def write_formula(tree: Node, bands: Mapping[str, str]) -> Expression:
    """A tree as JavaScript.

    :param bands: name in the tree to band; a name that is missing is a bug of the caller (KeyError).
    """
    used = tuple(dict.fromkeys(bands[name.text] for name in names_in(tree)))
    return Expression(_write(tree, bands).text, used)


def _write(node: Node, bands: Mapping[str, str]) -> _Piece:
    if isinstance(node, Number):
        value = node.value
        return _Piece(repr(int(value)) if value == int(value) and value < 1e15 else repr(value), _ATOM)
    if isinstance(node, Name):
        return _Piece(f"sample.{bands[node.text]}", _ATOM)
    if isinstance(node, Call):
        arguments = ", ".join(_write(argument, bands).text for argument in node.arguments)
        return _Piece(f"{FUNCTIONS[node.function][0]}({arguments})", _ATOM)
    pieces = [_write(operand, bands) for operand in node.operands]
    if len(pieces) == 1:
        return _Piece(f"-{pieces[0].within(_ATOM)}", _MINUS)
    if node.sign == "^":
        return _Piece(f"Math.pow({pieces[0].text}, {pieces[1].text})", _ATOM)
    own, right = _BINDINGS[node.sign]
    return _Piece(f"{pieces[0].within(own)} {node.sign} {pieces[1].within(right)}", own)
