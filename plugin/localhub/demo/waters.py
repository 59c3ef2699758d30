# SPDX-License-Identifier: GPL-2.0-or-later
"""River, brooks, lake and ponds, and what grows along them."""

from __future__ import annotations

import numpy as np

from .canvas import Canvas, Cover, strip_share, unit_code
from .lines import BROOKS, distance_to, river_points, winding
from .noise import fractal_noise, value_noise

_REACH_M = 520.0
_LAKES = ((23300.0, 9900.0, 1150.0, 0.55), (6100.0, 9200.0, 420.0, 0.7), (9300.0, 5200.0, 170.0, 0.8),
          (12500.0, 8320.0, 40.0, 0.7), (15600.0, 4600.0, 230.0, 0.5), (15950.0, 4250.0, 190.0, 0.7),
          (27000.0, 12100.0, 130.0, 0.8), (19400.0, 10300.0, 150.0, 0.6))
"""x, y, half length and flatness."""


def river_distance(canvas: Canvas) -> np.ndarray | None:
    """Metres to the middle of the river, None far from it."""
    return distance_to(canvas, river_points(), _REACH_M)


def meadow_share(canvas: Canvas, distance_m: np.ndarray | None) -> np.ndarray:
    """How likely parcels are grassland: in the flood plain more than elsewhere."""
    share = 0.13 + 0.10 * value_noise(canvas.x, canvas.y, 4200.0, 401)
    if distance_m is not None:
        share = share + 0.40 * np.clip(1.1 - distance_m / 260.0, 0, 1)
    return share


def paint_waters(canvas: Canvas, distance_m: np.ndarray | None) -> None:
    """Water over land, trees along the banks."""
    for index, brook in enumerate(BROOKS):
        beside = distance_to(canvas, winding(brook, 130.0), 60.0)
        if beside is not None:
            _paint_brook(canvas, beside, index)
    _paint_lakes(canvas)
    if distance_m is not None:
        _paint_river(canvas, distance_m)


def _paint_brook(canvas: Canvas, distance_m: np.ndarray, index: int) -> None:
    trees = 9.0 + 8.0 * value_noise(canvas.x, canvas.y, 130.0, 403)
    _plant(canvas, distance_m < trees, Cover.DECIDUOUS, 200 + index)
    canvas.mix_in(strip_share(distance_m, 1.6), unit_code(Cover.RIVER))


def _paint_river(canvas: Canvas, distance_m: np.ndarray) -> None:
    x, y = canvas.x, canvas.y
    half = 21.0 + 5.0 * value_noise(x, y, 300.0, 411)
    wood = half + 12.0 + 34.0 * value_noise(x, y, 210.0, 413) + 26.0 * value_noise(x, y, 620.0, 415)
    _plant(canvas, distance_m < np.maximum(wood, half + 4), Cover.DECIDUOUS, 210)
    bar = (distance_m < half + 9) & (value_noise(x, y, 180.0, 417) > 0.66)
    canvas.fill(bar, unit_code(Cover.GRAVEL))
    canvas.fill(distance_m < half, unit_code(Cover.RIVER))


def _paint_lakes(canvas: Canvas) -> None:
    xmin, ymin, xmax, ymax = canvas.reach
    for index, (center_x, center_y, half_m, flatness) in enumerate(_LAKES):
        reach = 1.5 * half_m + 60
        if center_x + reach < xmin or center_x - reach > xmax or center_y + reach < ymin or center_y - reach > ymax:
            continue
        turn = 0.5 + 1.1 * index
        dx, dy = canvas.x - np.float32(center_x), canvas.y - np.float32(center_y)
        u = dx * np.float32(np.cos(turn)) + dy * np.float32(np.sin(turn))
        v = (dy * np.float32(np.cos(turn)) - dx * np.float32(np.sin(turn))) / np.float32(flatness)
        shore = np.hypot(u, v) / half_m - 0.14 * fractal_noise(canvas.x, canvas.y, 0.7 * half_m, 421 + index, octaves=3)
        belt_m = 16.0 + 14.0 * value_noise(canvas.x, canvas.y, 90.0, 423)
        _plant(canvas, shore < 1 + belt_m / half_m, Cover.DECIDUOUS, 220 + index)
        canvas.fill(shore < 1, unit_code(Cover.LAKE, index))


def _plant(canvas: Canvas, where: np.ndarray, cover: Cover, key: int) -> None:
    canvas.fill(where, unit_code(cover, key))
