# SPDX-License-Identifier: GPL-2.0-or-later
"""Fields, meadows, woods, hedges, tracks and relief: the land outside of the towns."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, Cover, strip_share, unit_code
from .noise import as_uniform, fractal_noise, gaussian, uniform, value_noise
from .parcels import Parcels, find_parcels

_HILLS = ((4500.0, 18500.0, 6800.0), (14500.0, 20500.0, 3600.0), (29500.0, 12500.0, 3300.0), (17500.0, -500.0, 3000.0))
_WOODS = ((11610.0, 9030.0, 720.0), (14900.0, 7100.0, 620.0), (20500.0, 15800.0, 900.0), (6300.0, 4000.0, 1000.0))
_CLEARINGS = ((17500.0, 12300.0, 2300.0), (12800.0, 8000.0, 900.0))
_HILL_FOOT = 0.25


def paint_countryside(canvas: Canvas, meadow_share: np.ndarray) -> Parcels:
    """Paint everything that follows the cadastre.

    :param meadow_share: how likely a parcel is grassland, per pixel, from the distance to the river.
    """
    parcels = find_parcels(canvas.x, canvas.y)
    chance = as_uniform(parcels.key, 21)
    canvas.fill_all(unit_code(Cover.ARABLE, parcels.key))
    canvas.fill(chance < meadow_share, unit_code(Cover.MEADOW, parcels.key))
    wooded = _wood_field(parcels.center_x, parcels.center_y) + 0.5 * (as_uniform(parcels.key, 22) - 0.5) > 0.62
    wooded |= _wood_field(canvas.x, canvas.y) > 1.05
    wooded |= (as_uniform(parcels.key, 23) < 0.018) & (parcels.to_side > 6)
    _grow_fields(canvas, parcels)
    _paint_borders(canvas, parcels, wooded)
    _paint_woods(canvas, parcels, wooded)
    return parcels


def hilliness(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """0 in the plain, 1 in the hills."""
    return np.clip(_bumps(x, y, _HILLS) * 1.6 + 0.12 * value_noise(x, y, 1500.0, 307), 0, 1)


def relief(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Slope towards the morning sun in the south-south-east, about -0.4 to 0.4."""
    hills = hilliness(x, y)
    if not (hills > 0).any():
        return np.zeros(np.broadcast(x, y).shape, np.float32)
    dx, dy = np.float32(22.0), np.float32(-54.0)
    ahead = _elevation(x + dx, y + dy) - _elevation(x - dx, y - dy)
    slope: np.ndarray = -ahead * hills / np.float32(116.0)
    return slope


def _elevation(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    total: np.ndarray = np.zeros(1, np.float32)
    x = x + np.float32(420) * value_noise(x, y, 1700.0, 325) + np.float32(60) * value_noise(x, y, 420.0, 326)
    y = y + np.float32(420) * value_noise(x, y, 1600.0, 327) + np.float32(60) * value_noise(x, y, 400.0, 328)
    for octave, (cell, height) in enumerate(((2300.0, 120.0), (1050.0, 75.0), (480.0, 30.0), (210.0, 9.0))):
        total = total + np.float32(height) * (1 - 2 * np.abs(value_noise(x, y, cell, 331 + octave)))
        x, y = x * np.float32(0.8) + y * np.float32(0.6), y * np.float32(0.8) - x * np.float32(0.6)
    return total


def _bumps(x: np.ndarray, y: np.ndarray, places: tuple[tuple[float, float, float], ...]) -> np.ndarray:
    highest = np.zeros(np.broadcast(x, y).shape, np.float32)
    for center_x, center_y, radius in places:
        squared = ((x - np.float32(center_x)) ** 2 + (y - np.float32(center_y)) ** 2) / np.float32(radius * radius)
        np.maximum(highest, 1 - squared, out=highest)
    return highest


def _wood_field(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Above about 0.6 there is forest."""
    field = 0.42 * fractal_noise(x, y, 2600.0, 311, octaves=4) + 0.0
    field = field + 1.1 * np.minimum(hilliness(x, y), 0.9)
    field = np.maximum(field, 2.4 * _bumps(x, y, _WOODS))
    return field - 2.0 * _bumps(x, y, _CLEARINGS) * (_bumps(x, y, _WOODS) <= 0)


def _grow_fields(canvas: Canvas, parcels: Parcels) -> None:
    soil = 0.30 * fractal_noise(canvas.x, canvas.y, 420.0, 341, octaves=3)
    patch = 0.22 * fractal_noise(canvas.x, canvas.y, 75.0, 343, octaves=2)
    rows = 0.16 * value_noise(parcels.across, parcels.along / 14, 16.0, 345)
    headland = 0.40 * np.clip((19 - parcels.to_end) / 10, 0, 1) + 0.2 * np.clip((12 - parcels.to_side) / 10, 0, 1)
    canvas.vigour[...] = np.clip(soil + patch + rows - headland, -1, 1)
    grain = gaussian(347, np.floor(canvas.x / 10), np.floor(canvas.y / 10))
    canvas.texture[...] = np.clip(0.33 * grain + 0.3 * rows, -1, 1)


def _paint_borders(canvas: Canvas, parcels: Parcels, wooded: np.ndarray) -> None:
    """Margins between parcels; tracks and hedges along districts."""
    ditch = np.minimum(parcels.to_side, parcels.to_end)
    canvas.mix_in(strip_share(ditch, 0.5 + 1.2 * as_uniform(parcels.key, 25)), unit_code(Cover.VERGE))
    kind = as_uniform(parcels.border, 26)
    track = strip_share(parcels.to_border, np.where(kind < 0.3, 1.6, 2.2))
    canvas.mix_in(track * (kind < 0.8), np.where(kind < 0.45, unit_code(Cover.TRACK), unit_code(Cover.VERGE, 5)))
    hedge_m = 4.0 + 2.5 * value_noise(canvas.x, canvas.y, 60.0, 349)
    hedge = strip_share(np.abs(parcels.to_border - 7.0), hedge_m) * (as_uniform(parcels.border, 27) < 0.22)
    hedge += strip_share(ditch, hedge_m) * (uniform(351, parcels.key) < 0.03)
    canvas.mix_in(np.where(wooded, 0, hedge), unit_code(Cover.SHRUB, parcels.border & 15))


def _paint_woods(canvas: Canvas, parcels: Parcels, wooded: np.ndarray) -> None:
    if not wooded.any():
        return
    x, y = canvas.x, canvas.y
    needles = value_noise(parcels.center_x, parcels.center_y, 1900.0, 353) + 0.5 * (as_uniform(parcels.key, 28) - 0.5)
    needles = needles + 0.45 * value_noise(x, y, 240.0, 355) + 0.2 * value_noise(x, y, 60.0, 356)
    stand = parcels.key & 127
    canvas.fill(wooded & (needles > 0.08), unit_code(Cover.CONIFER, stand))
    canvas.fill(wooded & (needles <= 0.08), unit_code(Cover.DECIDUOUS, stand))
    crowns = 0.34 * gaussian(357, np.floor(x / 10), np.floor(y / 10)) + 0.35 * value_noise(x, y, 24.0, 358)
    density = 0.4 * fractal_noise(x, y, 160.0, 359, octaves=3)
    np.copyto(canvas.texture, np.clip(crowns, -1, 1), where=wooded)
    np.copyto(canvas.vigour, np.clip(density, -1, 1), where=wooded)
    ride = strip_share(parcels.to_border, 2.2) * (as_uniform(parcels.border, 29) < 0.6)
    canvas.mix_in(np.where(wooded, ride, 0), unit_code(Cover.VERGE, 1))
