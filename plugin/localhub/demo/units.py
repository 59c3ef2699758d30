# SPDX-License-Identifier: GPL-2.0-or-later
"""The spectra of units of land on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from . import spectra
from .canvas import KEY_BITS, Cover
from .crops import choose_crops
from .noise import as_uniform, hash_grid
from .phenology import Canopy, arable_canopy, leaf_cover, meadow_canopy
from .weather import Weather

_VIGOURS = np.array([[0.0], [0.7], [-0.7]])
_BUILT = (Cover.TRACK, Cover.ASPHALT, Cover.RED_ROOF, Cover.GREY_ROOF, Cover.HALL, Cover.YARD, Cover.GRAVEL)


@dataclass(frozen=True)
class UnitSpectra:
    """Reflectance of some units on a day, (band, unit) in the order of :data:`~.spectra.BANDS`."""

    middle: np.ndarray
    """Where vigour is 0."""

    slope: np.ndarray
    """Change per unit of vigour."""


class UnitTable:
    """What does not change about some units of land; computed once for a window."""

    def __init__(self, codes: np.ndarray) -> None:
        self.covers = codes >> KEY_BITS
        self.keys = hash_grid(601, codes & ((1 << KEY_BITS) - 1), self.covers)
        self._tone = as_uniform(self.keys, 1).astype(float)
        self._where = {cover: np.flatnonzero(self.covers == cover) for cover in Cover}
        self._sown = choose_crops(self.keys[self._where[Cover.ARABLE]])

    @property
    def sown(self) -> np.ndarray:
        """Crops of the arable units by year of harvest, in the order of the units."""
        return self._sown

    def spectra(self, day: date, weather: Weather) -> UnitSpectra:
        """Reflectance of all units."""
        cube = np.zeros((len(_VIGOURS), self.covers.size, len(spectra.BANDS)))
        for cover, where in self._where.items():
            if where.size:
                cube[:, where] = self._reflectance(cover, where, day, weather)
        middle, better, worse = (np.ascontiguousarray(layer.T, dtype=np.float32) for layer in cube)
        return UnitSpectra(middle, (better - worse) / np.float32(1.4))

    def _reflectance(self, cover: Cover, where: np.ndarray, day: date, weather: Weather) -> np.ndarray:
        """(vigour, unit, band) of the units of one cover."""
        keys, tone = self.keys[where], self._tone[where]
        if cover == Cover.ARABLE:
            canopy = arable_canopy(keys, self._sown, day, _VIGOURS)
            return _mix(canopy, self._soil(where, weather, canopy.tilled), spectra.STRAW)
        if cover in (Cover.MEADOW, Cover.VERGE, Cover.GARDEN):
            canopy = meadow_canopy(keys, day, _VIGOURS)
            grass = _mix(canopy, self._soil(where, weather, canopy.tilled), spectra.THATCH)
            return grass if cover != Cover.GARDEN else _garden(grass, keys, day, tone)
        if cover in (Cover.DECIDUOUS, Cover.SHRUB):
            return _toned(_broadleaf(keys, day), 0.10, tone)
        if cover == Cover.CONIFER:
            return _toned(spectra.NEEDLES, 0.16, tone)
        spread = 0.9 if cover == Cover.HALL else 0.4 if cover in _BUILT else 0.06
        bright = 1 + spread * (tone - 0.5)
        if cover == Cover.RIVER:
            bright = bright * (0.85 + 0.7 * weather.moisture)
        fixed: np.ndarray = spectra.FIXED[cover] * bright[:, None] * np.ones((len(_VIGOURS), 1, 1))
        return fixed

    def _soil(self, where: np.ndarray, weather: Weather, tilled: np.ndarray) -> np.ndarray:
        """Bare soil: its colour by field, darker where it is wet or freshly worked, brighter where little grows."""
        keys = self.keys[where]
        redness = 0.8 * as_uniform(keys, 3)[:, None]
        soil = spectra.SOIL * (1 - redness) + spectra.RED_SOIL * redness
        tone = 0.74 + 0.40 * as_uniform(keys, 2)
        dark = (1 - 0.40 * weather.moisture) * (1 - 0.16 * tilled) * tone * (1 - 0.26 * _VIGOURS)
        shaded: np.ndarray = soil * dark[..., None]
        return shaded


def _toned(reflectance: np.ndarray, strength: float, tone: np.ndarray) -> np.ndarray:
    """Brightness that follows vigour and the unit's own tone."""
    bright = (1 + strength * _VIGOURS) * (1 + 1.6 * strength * (tone - 0.5))
    toned: np.ndarray = reflectance * bright[..., None]
    return toned


def _garden(grass: np.ndarray, keys: np.ndarray, day: date, tone: np.ndarray) -> np.ndarray:
    """Lawns, trees and paved ground."""
    return _toned(0.44 * grass + 0.38 * _broadleaf(keys, day) + 0.18 * spectra.FIXED[Cover.YARD], 0.10, tone)


def _mix(canopy: Canopy, soil: np.ndarray, dead: np.ndarray) -> np.ndarray:
    """Leaves, flowers, dead plants and the soil between them."""
    leaves, flowers = spectra.LEAVES[canopy.kind], spectra.FLOWERS[canopy.kind]
    flower = canopy.flower[..., None]
    plants = leaves * (1 - flower) + flowers * flower
    green, dry = canopy.green[..., None], canopy.dry[..., None]
    # thin stands: leaves seen from above are shaded less by one another, yet scatter less infrared
    plants = plants * (0.80 + 0.20 * green)
    mixed: np.ndarray = green * plants + dry * dead + np.clip(1 - green - dry, 0, 1) * soil
    return mixed


def _broadleaf(keys: np.ndarray, day: date) -> np.ndarray:
    leaves, turned = (share[:, None] for share in leaf_cover(keys, day))
    crown = spectra.TREE_LEAVES * (1 - turned) + spectra.TREE_AUTUMN * turned
    trees: np.ndarray = (leaves * crown + (1 - leaves) * spectra.TREE_BARE)[None] * np.ones((len(_VIGOURS), 1, 1))
    return trees
