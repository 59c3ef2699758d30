# SPDX-License-Identifier: GPL-2.0-or-later
"""Formulas over the bands of a stack, computed on numpy arrays of any shape; named indices are words of the language.

Values without data go through: NaN in, NaN out, also in comparisons. What is no number (a division by zero, the root of
a negative number, an overflow) is NaN at the place where it comes up: ``min(1 / 0, 5)`` is NaN, not 5.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from .band_roles import find_roles
from .errors import InvalidRequest
from .formula import Call, Dialect, Name, Node, Number, Operation, names_in, parse_formula
from .indices import INDICES
from .stack import StackBand

FUNCTIONS: dict[str, tuple[int, int]] = {
    "abs": (1, 1), "sqrt": (1, 1), "exp": (1, 1), "ln": (1, 1), "log": (1, 1), "log10": (1, 1), "min": (1, 9),
    "max": (1, 9), "clip": (3, 3), "where": (3, 3), "round": (1, 1), "floor": (1, 1), "ceil": (1, 1), "sin": (1, 1),
    "cos": (1, 1), "tan": (1, 1), "atan": (1, 1), "bit": (2, 2),
}  # fmt: skip
"""Fewest and most arguments. ``log`` is ``ln``; ``clip(x, low, high)``; ``where(condition, then, otherwise)``;
``bit(x, n)`` is bit n (from 0) of a whole number, 0 or 1."""

CONSTANTS = {"nan": math.nan, "pi": math.pi}

_DIALECT = Dialect(FUNCTIONS, has_logic=True, has_quotes=True, constants=tuple(CONSTANTS))
_REFLECTANCE = "reflectance"
"""Not for people: marks bands inside indices with constants, which the factor is applied to."""

_DN_PER_REFLECTANCE = 10000.0
_HIGHEST_REFLECTANCE = 10.0
"""Above that, values are digital numbers: snow and sun glint reach 1 to 2, a dark lake in digital numbers 100."""


@dataclass(frozen=True)
class BandFormula:
    """A formula that was understood for the bands of one stack."""

    text: str
    tree: Node
    """Names are bands of the stack, indices are written out."""

    bands: tuple[str, ...]
    """Bands that it reads, in the order of their first use."""

    needs_reflectance: bool
    """Whether an index with constants is in it, so that the factor matters."""

    def evaluate(self, arrays: Mapping[str, np.ndarray], reflectance_factor: float = 1.0) -> np.ndarray:
        """Compute it.

        :param arrays: band to physical values, NaN without data; shapes that numpy broadcasts.
        :param reflectance_factor: makes the values reflectances of 0 to 1 (:func:`choose_reflectance_factor`). It is
            applied inside indices with constants alone; what people write themselves takes the values as they are.
        :returns: float64 of the common shape; NaN where there is no number. Conditions are 1 and 0.
        :raises KeyError: when a band is missing.
        """
        values = {name: np.asarray(arrays[name], "float64") for name in self.bands}
        shape = np.broadcast_shapes(*(array.shape for array in values.values()))
        with np.errstate(all="ignore"):
            result = _compute(self.tree, values, reflectance_factor)
        return _finite(np.broadcast_to(result, shape))


def compile_bands(
    text: str, bands: Sequence[StackBand], collection: str = "", parameter: str = "EXPRESSION"
) -> BandFormula:
    """Read a formula over band names and index names.

    ``+ - * / ^ **``, brackets, ``< <= > >= == !=`` (which do not chain), ``and or not``, :data:`FUNCTIONS`,
    :data:`CONSTANTS`. A name is a band, spelled as it is or in other case; else a constant; else a named index, whose
    bands are found by :func:`.band_roles.find_roles`. A name in double quotes is a band, with any characters.

    :param parameter: key of the parameter that errors name.
    :raises InvalidRequest: ``expression_…`` with position and vocabulary; ``unknown_band`` with the choices, for an
        index of which bands are missing too.
    """
    tree = _Resolver(bands, collection, parameter).resolve(parse_formula(text, _DIALECT, parameter))
    used = tuple(name.text for name in names_in(tree))
    if not used:
        raise InvalidRequest(parameter, "expression_without_band")
    return BandFormula(text, tree, used, _needs_reflectance(tree))


def choose_reflectance_factor(
    bands: Sequence[StackBand], sample: Mapping[str, np.ndarray], needed: Sequence[str]
) -> float:
    """What the values of some bands are multiplied by to be reflectances of 0 to 1.

    1 where the units say ``REFLECTANCE``; 1/10000 where they say ``DN`` and no scale was applied, which shows in the
    sample; where units are unknown, the sample decides alone.

    :param sample: band to physical values, NaN without data; part of a stack is enough: choose once and keep it.
    :param needed: names of the bands that the formula reads.
    """
    units = {band.name: band.units.upper() for band in bands}
    if needed and all(units.get(name) == "REFLECTANCE" for name in needed):
        return 1.0
    highest = 0.0
    for name in needed:
        values = np.asarray(sample[name], "float64")
        finite = np.abs(values[np.isfinite(values)])
        highest = max(highest, float(np.percentile(finite, 99)) if finite.size else 0.0)
    return 1.0 / _DN_PER_REFLECTANCE if highest > _HIGHEST_REFLECTANCE else 1.0


class _Resolver:
    """Replaces names by bands, constants and indices."""

    def __init__(self, bands: Sequence[StackBand], collection: str, parameter: str) -> None:
        self._names = [band.name for band in bands]
        self._roles = find_roles(bands, collection)
        self._parameter = parameter

    def resolve(self, node: Node) -> Node:
        if isinstance(node, Name):
            return self._resolve_name(node)
        if isinstance(node, Operation):
            return Operation(node.sign, tuple(self.resolve(operand) for operand in node.operands))
        if isinstance(node, Call):
            return Call(node.function, tuple(self.resolve(argument) for argument in node.arguments))
        return node

    def _resolve_name(self, name: Name) -> Node:
        band = self._find_band(name.text)
        if band is not None:
            return Name(band)
        if not name.is_quoted and name.text.lower() in CONSTANTS:
            return Number(CONSTANTS[name.text.lower()])
        index = None if name.is_quoted else INDICES.get(name.text.upper())
        if index is None:
            raise self._unknown(name.text)
        lacking = [role for role in index.roles if role not in self._roles]
        if lacking:
            words = ", ".join(role.replace("_", " ") for role in lacking)
            raise InvalidRequest(
                self._parameter, "index_lacks_bands", value=name.text, lacking=words, choices=self._choices()
            )
        return self._write_out(index.tree, index.needs_reflectance)

    def _find_band(self, text: str) -> str | None:
        if text in self._names:
            return text
        alike = [name for name in self._names if name.lower() == text.lower()]
        return alike[0] if len(alike) == 1 else None

    def _write_out(self, node: Node, is_reflectance: bool) -> Node:
        if isinstance(node, Name):
            band = Name(self._roles[node.text])
            return Call(_REFLECTANCE, (band,)) if is_reflectance else band
        if isinstance(node, Operation):
            return Operation(node.sign, tuple(self._write_out(part, is_reflectance) for part in node.operands))
        if isinstance(node, Call):
            return Call(node.function, tuple(self._write_out(part, is_reflectance) for part in node.arguments))
        return node

    def _unknown(self, text: str) -> InvalidRequest:
        return InvalidRequest(self._parameter, "unknown_band", band=text[:100], choices=self._choices())

    def _choices(self) -> str:
        indices = [name for name, index in INDICES.items() if all(role in self._roles for role in index.roles)]
        return ", ".join((*self._names[:100], *indices))


def _needs_reflectance(node: Node) -> bool:
    if isinstance(node, Call):
        return node.function == _REFLECTANCE or any(map(_needs_reflectance, node.arguments))
    return isinstance(node, Operation) and any(map(_needs_reflectance, node.operands))


def _compute(node: Node, values: Mapping[str, np.ndarray], factor: float) -> np.ndarray:
    if isinstance(node, Number):
        return np.asarray(node.value, "float64")
    if isinstance(node, Name):
        return values[node.text]
    if isinstance(node, Operation):
        operands = [_compute(operand, values, factor) for operand in node.operands]
        return _SIGNS[node.sign, len(operands)](*operands)
    arguments = [_compute(argument, values, factor) for argument in node.arguments]
    if node.function == _REFLECTANCE:
        return arguments[0] * factor
    return _CALLS[node.function](*arguments)


def _finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)


def _keeping_nan(condition: np.ndarray, *operands: np.ndarray) -> np.ndarray:
    """A condition as 1 and 0; NaN where an operand is."""
    missing = reduce(np.logical_or, (np.isnan(operand) for operand in operands))
    return np.where(missing, np.nan, condition.astype("float64"))


def _compare(comparison: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    return lambda left, right: _keeping_nan(comparison(left, right), left, right)


def _choose(condition: np.ndarray, then: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(condition), np.nan, np.where(condition != 0, then, otherwise))


def _bit(values: np.ndarray, place: np.ndarray) -> np.ndarray:
    halves = np.floor(values / np.exp2(np.floor(place)))
    return _finite(halves - 2 * np.floor(halves / 2))


_SIGNS: dict[tuple[str, int], Callable[..., np.ndarray]] = {
    ("+", 2): np.add, ("-", 2): np.subtract, ("-", 1): np.negative, ("*", 2): np.multiply,
    ("/", 2): lambda left, right: _finite(left / right),
    ("^", 2): lambda left, right: np.where(np.isnan(left) | np.isnan(right), np.nan, _finite(np.power(left, right))),
    ("<", 2): _compare(np.less), ("<=", 2): _compare(np.less_equal), (">", 2): _compare(np.greater),
    (">=", 2): _compare(np.greater_equal), ("==", 2): _compare(np.equal), ("!=", 2): _compare(np.not_equal),
    ("and", 2): _compare(np.logical_and), ("or", 2): _compare(np.logical_or),
    ("not", 1): lambda value: _keeping_nan(value == 0, value),
}  # fmt: skip
_CALLS: dict[str, Callable[..., np.ndarray]] = {
    "abs": np.abs, "sqrt": np.sqrt, "exp": lambda value: _finite(np.exp(value)),
    "ln": lambda value: _finite(np.log(value)), "log": lambda value: _finite(np.log(value)),
    "log10": lambda value: _finite(np.log10(value)),
    "min": lambda *values: reduce(np.minimum, values), "max": lambda *values: reduce(np.maximum, values),
    "clip": lambda value, low, high: np.minimum(np.maximum(value, low), high), "where": _choose,
    "round": lambda value: np.floor(value + 0.5), "floor": np.floor, "ceil": np.ceil, "sin": np.sin, "cos": np.cos,
    "tan": np.tan, "atan": np.arctan, "bit": _bit,
}  # fmt: skip
