# SPDX-License-Identifier: GPL-2.0-or-later
"""What is read out of the bands of a stack: the chosen bands and indices, and which observations are clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...core.band_expression import BandFormula, choose_reflectance_factor, compile_bands
from ...core.band_roles import is_quality
from ...core.clear_sky import ClearRule, choose_clear_rule
from ...core.errors import InvalidRequest
from ...core.indices import INDICES, available_indices
from ...core.stack import StackInfo
from .choice import AUTOMATIC, FORMULA, SeriesChoice

Arrays = Mapping[str, np.ndarray]
CLEAR = "\x1fclear"
"""Name of the column of an area that tells which share of its pixels is clear."""

_ENOUGH_CLEAR = 0.5


class ReflectanceScale:
    """Whether values are digital numbers: chosen from the first values seen of a stack, and kept."""

    def __init__(self, info: StackInfo) -> None:
        self._info = info
        self._factors: dict[tuple[str, ...], float] = {}

    def factor(self, formula: BandFormula, arrays: Arrays) -> float:
        """See :func:`....core.band_expression.choose_reflectance_factor`."""
        if not formula.needs_reflectance:
            return 1.0
        known = self._factors.get(formula.bands)
        if known is not None:
            return known
        factor = choose_reflectance_factor(self._info.bands, arrays, formula.bands)
        if all(np.isfinite(arrays[band]).any() for band in formula.bands):
            self._factors[formula.bands] = factor
        return factor


@dataclass(frozen=True)
class Quantity:
    """One thing that is shown over time."""

    name: str
    formula: BandFormula | None = None
    """None for a band as it is."""


class Reading:
    """One stack, seen by one choice of the user."""

    def __init__(self, info: StackInfo, choice: SeriesChoice, scale: ReflectanceScale) -> None:
        self._info, self._scale = info, scale
        self.key = (choice.names, choice.expression, choice.clear, choice.clear_formula)
        """Two readings of a stack with the same key read the same."""

        self.problem: InvalidRequest | None = None
        """What is wrong with the user's formula."""

        self.clear_problem: InvalidRequest | None = None
        self.quantities = self._choose(choice)
        self._clear_formula: BandFormula | None = None
        self.rule: ClearRule | None = None
        if choice.clear == AUTOMATIC:
            self.rule = choose_clear_rule(info.band_names, info.collection)
        elif choice.clear == FORMULA and choice.clear_formula.strip():
            try:
                self._clear_formula = compile_bands(choice.clear_formula, info.bands, info.collection, "CLEAR")
            except InvalidRequest as problem:
                self.clear_problem = problem

    @property
    def names(self) -> tuple[str, ...]:
        """Of the quantities, as people read them."""
        return tuple(quantity.name for quantity in self.quantities)

    @property
    def tells_clear(self) -> bool:
        """Whether clear observations are told from others."""
        return self.rule is not None or self._clear_formula is not None

    def values(self, arrays: Arrays) -> np.ndarray:
        """The quantities (quantity, …) of band arrays of any one shape; NaN where there is no number."""
        found = []
        for quantity in self.quantities:
            formula = quantity.formula
            if formula is None:
                found.append(np.asarray(arrays[quantity.name], "float64"))
            else:
                found.append(formula.evaluate(arrays, self._scale.factor(formula, arrays)))
        shape = next(iter(arrays.values())).shape
        return np.stack([np.broadcast_to(value, shape) for value in found]) if found else np.empty((0, *shape))

    def clear(self, arrays: Arrays) -> np.ndarray:
        """Which observations are clear: bool of the arrays' shape; all of them where nothing tells."""
        if self.rule is not None:
            return self.rule.is_clear(self._stored(arrays[self.rule.band]))
        if self._clear_formula is not None:
            formula = self._clear_formula
            answer = formula.evaluate(arrays, self._scale.factor(formula, arrays))
            return np.isfinite(answer) & (answer != 0)
        return np.ones(next(iter(arrays.values())).shape, bool)

    def columns(self) -> tuple[str, ...]:
        """What :meth:`derive` gives."""
        return (*self.names, CLEAR)

    def derive(self, samples: np.ndarray) -> np.ndarray:
        """The quantities of each pixel of an area: (pixel, time, band) to (pixel, time, column).

        A date of which half of the pixels or more are clear is told by these alone, another one by all of them.
        """
        arrays = {name: samples[:, :, place] for place, name in enumerate(self._info.band_names)}
        values, clear = self.values(arrays), self.clear(arrays)
        has_data = np.isfinite(samples).any(axis=2)
        share = (clear & has_data).sum(axis=0) / np.maximum(1, has_data.sum(axis=0))
        values = np.where(clear | (share < _ENOUGH_CLEAR), values, np.nan)
        told = np.where(has_data, clear.astype("float64"), np.nan)
        return np.moveaxis(np.concatenate([values, told[None]]), 0, 2)

    def is_clear_enough(self, share: np.ndarray) -> np.ndarray:
        """Which dates of an area count as clear."""
        return np.nan_to_num(share) >= _ENOUGH_CLEAR

    def _stored(self, physical: np.ndarray) -> np.ndarray:
        """Classes and bits are meant as the file has them."""
        if (self._info.scale, self._info.offset) == (1.0, 0.0):
            return physical
        return np.rint((physical - self._info.offset) / self._info.scale)

    def _choose(self, choice: SeriesChoice) -> tuple[Quantity, ...]:
        names = suggest_names(self._info) if choice.names is None else choice.names
        quantities = [found for name in names if (found := _find(name, self._info)) is not None]
        if choice.expression.strip():
            try:
                formula = compile_bands(choice.expression, self._info.bands, self._info.collection)
                quantities.append(Quantity(choice.expression.strip(), formula))
            except InvalidRequest as problem:
                self.problem = problem
        if not quantities and names:
            quantities = [found for name in suggest_names(self._info) if (found := _find(name, self._info))]
        return tuple({quantity.name: quantity for quantity in quantities}.values())


def offered_names(infos: Sequence[StackInfo]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bands and indices of some stacks, each named once."""
    bands = dict.fromkeys(name for info in infos for name in info.band_names)
    offered = {name for info in infos for name in available_indices(info.bands, info.collection)}
    return tuple(bands), tuple(name for name in INDICES if name in offered and name not in bands)


def suggest_names(info: StackInfo) -> tuple[str, ...]:
    """What suits a stack that nobody has chosen anything for: NDVI, else its first picture band."""
    if "NDVI" in info.band_names or "NDVI" in available_indices(info.bands, info.collection):
        return ("NDVI",)
    pictures = [name for name in info.band_names if not is_quality(name)]
    return tuple((pictures or list(info.band_names))[:1])


def _find(name: str, info: StackInfo) -> Quantity | None:
    if name in info.band_names:
        return Quantity(name)
    if name in available_indices(info.bands, info.collection):
        return Quantity(name, compile_bands(name, info.bands, info.collection))
    return None
