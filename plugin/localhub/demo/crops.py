# SPDX-License-Identifier: GPL-2.0-or-later
"""What grows on arable land: the calendar of each crop, and which field bears which crop in which year."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from .noise import as_uniform

YEARS = (2020, 2021, 2022)
"""Years of harvest. The last one is only seen as seedlings in autumn 2021."""


class Crop(IntEnum):
    """Crops of the demo."""

    WHEAT = 0
    RAPE = 1
    MAIZE = 2
    BEET = 3
    SUNFLOWER = 4
    ALFALFA = 5


SEEDLING_DAY = np.array([-68, -108, 999, 999, 999, 999], float)
"""Day of the harvest year (1 January is 0) by which autumn sowings are up; 999: sown in spring."""

WINTER_COVER = np.array([0.34, 0.58, 0, 0, 0, 0])
GROWTH_DAY = np.array([88, 80, 162, 152, 149, 999], float)
"""Day of half the spring growth."""

GROWTH_DAYS = np.array([8.5, 8.0, 7.0, 9.0, 7.5, 9.0])
"""Slowness of the growth, days."""

PEAK_COVER = np.array([0.97, 0.96, 0.98, 0.97, 0.90, 0.95])
RIPENING_DAY = np.array([174, 171, 259, 330, 225, 999], float)
RIPENING_DAYS = np.array([6.0, 6.0, 8.0, 25.0, 7.0, 9.0])
HARVEST_DAY = np.array([198, 193, 280, 288, 257, 999], float)
STRAW_COVER = np.array([0.72, 0.5, 0.38, 0.05, 0.3, 0.0])
"""Cover of stubble left on the field."""

FLOWER_DAY = np.array([999, 121, 999, 999, 191, 999], float)
FLOWER_DAYS = np.array([1, 10, 1, 1, 8, 1], float)
"""Half the length of the flowering."""

_SHARES = np.cumsum([0.30, 0.14, 0.28, 0.10, 0.10, 0.08])
_YEAR_SHIFT = {2020: -3.0, 2021: 6.0, 2022: 0.0}
"""Spring 2020 was early, spring 2021 late."""


def choose_crops(keys: np.ndarray) -> np.ndarray:
    """Crop of each field (columns) in each year of :data:`YEARS` (rows). Alfalfa stays, the others rotate."""
    first = _draw(as_uniform(keys, 41))
    crops = [first]
    for number in range(1, len(YEARS)):
        drawn = _draw(0.92 * as_uniform(keys, 41 + number))
        repeated = drawn == crops[-1]
        drawn = np.where(repeated, (drawn + 2) % Crop.ALFALFA, drawn)
        crops.append(np.where(first == Crop.ALFALFA, Crop.ALFALFA, drawn))
    return np.stack(crops)


def _draw(chance: np.ndarray) -> np.ndarray:
    return np.minimum(np.searchsorted(_SHARES, chance, side="right"), Crop.ALFALFA)


def field_shift(keys: np.ndarray, year: int) -> np.ndarray:
    """Days by which a field is later than its crop's calendar in a year."""
    spread = as_uniform(keys, 50 + year) + as_uniform(keys, 80 + year) - 1
    shift: np.ndarray = 13.0 * spread.astype(float) + _YEAR_SHIFT[year]
    return shift
