# SPDX-License-Identifier: GPL-2.0-or-later
"""How plants cover the ground through the year: green, ripe, in flower, cut, ploughed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from . import crops
from .crops import Crop
from .noise import as_uniform

_COVER_CROP_UP, _COVER_CROP_GONE = 244.0, 325.0
_MEADOW_CUTS = ((148.0, 205.0, 262.0), (168.0, 240.0, 999.0), (190.0, 999.0, 999.0))
_ALFALFA_CUTS = (133.0, 168.0, 207.0, 254.0)


@dataclass(frozen=True)
class Canopy:
    """State of the plants of some fields on one day; all arrays broadcast to (vigour, field)."""

    green: np.ndarray
    """Share of the ground under green leaves."""

    dry: np.ndarray
    """Share under ripe or dead plants and straw."""

    flower: np.ndarray
    """Share of the green that is in flower."""

    kind: np.ndarray
    """Which :class:`~.crops.Crop` the leaves are of; one more for a cover crop."""

    tilled: np.ndarray
    """1 just after tillage, fading to 0: dark, rough soil."""


def logistic(days: np.ndarray | float, slowness: np.ndarray | float) -> np.ndarray:
    """Rise from 0 to 1 around day 0."""
    risen: np.ndarray = 1.0 / (1.0 + np.exp(-np.clip(days / slowness, -40, 40)))
    return risen


def arable_canopy(keys: np.ndarray, sown: np.ndarray, day: date, vigour: np.ndarray) -> Canopy:
    """Canopy of arable fields.

    :param sown: crops by year and field, from :func:`~.crops.choose_crops`.
    :param vigour: (v, 1) or (1, 1); parts of a field that do better are fuller and earlier.
    """
    shape = np.broadcast(vigour, keys).shape
    green, dry, flower, tilled = (np.zeros(shape) for _ in range(4))
    kind = np.zeros(shape, int) + sown[0]
    for number, year in enumerate(crops.YEARS):
        season = _season(keys, sown[number], year, (day - date(year, 1, 1)).days, vigour)
        leading = season.green > green
        kind = np.where(leading, season.kind, kind)
        flower = np.where(leading, season.flower, flower)
        green, dry = np.maximum(green, season.green), np.maximum(dry, season.dry)
        tilled = np.maximum(tilled, season.tilled)
    perennial = _cut_green(keys, _ALFALFA_CUTS, day.timetuple().tm_yday, vigour, 0.32, 92.0)
    is_alfalfa = sown[0] == Crop.ALFALFA
    green = np.where(is_alfalfa, perennial, green)
    dry = np.where(is_alfalfa, 0.25 * (1 - perennial), np.minimum(dry, 1 - green))
    return Canopy(green, dry, flower, kind, np.where(is_alfalfa, 0.0, tilled))


def _season(keys: np.ndarray, crop: np.ndarray, year: int, days: int, vigour: np.ndarray) -> Canopy:
    """One crop from sowing to the tillage after it. ``days`` counts from 1 January of the harvest year."""
    shift = crops.field_shift(keys, year)
    harvest = crops.HARVEST_DAY[crop] + shift
    ahead = days - shift + 4.0 * vigour
    strength = (0.88 + 0.12 * as_uniform(keys, 60 + year)) * (1 + 0.10 * vigour)
    seedlings = crops.WINTER_COVER[crop] * logistic(ahead - crops.SEEDLING_DAY[crop], 9.0)
    seedlings = seedlings * (1 - 0.25 * np.exp(-(((days - 35.0) / 40.0) ** 2)))
    growth = logistic(ahead - crops.GROWTH_DAY[crop], crops.GROWTH_DAYS[crop])
    grown = np.clip(strength * (seedlings + (crops.PEAK_COVER[crop] - seedlings) * growth), 0, 0.99)
    ripe = logistic(ahead - crops.RIPENING_DAY[crop], crops.RIPENING_DAYS[crop])
    standing = days < harvest
    since_harvest = days - harvest
    till = 8 + 34 * as_uniform(keys, 70 + year)
    cover_crop = _cover_crop(keys, crop, year, days, vigour)
    straw = crops.STRAW_COVER[crop] * (since_harvest < till) + 0.06 * (since_harvest < 120)
    flower = np.exp(-(((days - shift - crops.FLOWER_DAY[crop]) / crops.FLOWER_DAYS[crop]) ** 4))
    spring = np.where(crops.SEEDLING_DAY[crop] > 900, days - (crops.GROWTH_DAY[crop] + shift - 38), -1.0)
    worked = np.where(since_harvest > till, np.exp(-np.abs(since_harvest - till) / 25), 0.0)
    worked = np.maximum(worked, np.where(spring > 0, np.exp(-np.abs(spring) / 20), 0.0))
    return Canopy(
        green=np.where(standing, grown * (1 - ripe), cover_crop),
        dry=np.where(standing, grown * ripe, np.maximum(straw, 0) + 0 * vigour),
        flower=flower * standing + 0 * vigour,
        kind=np.where(standing, crop, len(Crop)) + np.zeros(np.shape(vigour), int),
        tilled=worked + 0 * vigour,
    )


def _cover_crop(keys: np.ndarray, crop: np.ndarray, year: int, days: int, vigour: np.ndarray) -> np.ndarray:
    """Mustard or volunteers after an early harvest, on nearly half of the fields."""
    early = (crop == Crop.WHEAT) | (crop == Crop.RAPE)
    wanted = early & (as_uniform(keys, 90 + year) < 0.45)
    late = 24 * as_uniform(keys, 93 + year)
    rise = logistic(days - _COVER_CROP_UP - late + 4 * vigour, 8.0)
    fall = logistic(days - _COVER_CROP_GONE - late, 7.0)
    weeds = 0.03 if days < 365 else 0.0
    green: np.ndarray = 0.85 * wanted * rise * (1 - fall) + weeds
    return green


def meadow_canopy(keys: np.ndarray, day: date, vigour: np.ndarray) -> Canopy:
    """Canopy of grassland that is cut one to three times a year."""
    number = day.timetuple().tm_yday
    use = np.minimum((as_uniform(keys, 95) * 3).astype(int), 2)
    greens = [_cut_green(keys, cuts, number, vigour, 0.60, 96.0) for cuts in _MEADOW_CUTS]
    green = np.choose(use, [np.broadcast_to(each, greens[0].shape) for each in greens])
    zero = np.zeros(green.shape)
    return Canopy(green, 0.85 * (1 - green), zero, np.full(green.shape, len(Crop) + 1), zero)


def _cut_green(
    keys: np.ndarray, cuts: tuple[float, ...], number: int, vigour: np.ndarray, winter: float, spring_day: float
) -> np.ndarray:
    shift = 16 * (as_uniform(keys, 96) - 0.5)
    full = 0.82 + 0.13 * as_uniform(keys, 97) + 0.06 * vigour
    base = winter + 0.1 * (as_uniform(keys, 98) - 0.5)
    season = logistic(number - spring_day - shift + 4 * vigour, 10.0) * (1 - logistic(number - 315.0, 14.0))
    green: np.ndarray = base + (full - base) * season
    for cut in cuts:
        since = number - cut - shift - 6 * (as_uniform(keys, int(cut)) - 0.5)
        regrown = 0.42 + 0.58 * logistic(since - 17.0 + 4 * vigour, 5.0)
        green = green * np.where(since >= 0, regrown, 1.0)
    kept: np.ndarray = np.clip(green, 0, 0.99)
    return kept


def leaf_cover(keys: np.ndarray, day: date) -> tuple[np.ndarray, np.ndarray]:
    """Leaves of deciduous trees (0 to 1), and how much of them has turned yellow and brown."""
    number = day.timetuple().tm_yday
    late = 9 * (as_uniform(keys, 99) - 0.5) + (5 if day.year == 2021 else 0)
    leaves = logistic(number - 112.0 - late, 4.0) * (1 - logistic(number - 308.0 - late, 5.0))
    return leaves, logistic(number - 289.0 - late, 6.0)
