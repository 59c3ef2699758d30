# SPDX-License-Identifier: GPL-2.0-or-later
"""The town, its industry and the villages: streets, houses, gardens, halls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .canvas import Canvas, Cover, strip_share, unit_code
from .lines import MAIN_ROADS, MOTORWAY, distance_to, winding
from .noise import as_uniform, fractal_noise, hash_grid, value_noise


@dataclass(frozen=True)
class Settlement:
    """A place people live or work in."""

    x: float
    y: float
    radius_m: float
    turn: float
    """Direction of its streets, radians."""

    block_m: tuple[float, float] = (118.0, 74.0)
    is_industry: bool = False


SETTLEMENTS = (
    Settlement(17450, 12300, 1350, 0.35),
    Settlement(18650, 11200, 620, 0.1, (230.0, 170.0), True),
    Settlement(16450, 13550, 420, 0.8, (200.0, 150.0), True),
    Settlement(12860, 8600, 400, 0.22, (110.0, 72.0)),
    Settlement(11300, 3000, 330, 1.1, (120.0, 76.0)),
    Settlement(7200, 11900, 480, 0.6, (115.0, 72.0)),
    Settlement(8200, 6300, 260, 1.3, (115.0, 78.0)),
    Settlement(22800, 13500, 430, 0.05, (112.0, 70.0)),
    Settlement(20800, 8200, 300, 0.9, (120.0, 70.0)),
    Settlement(26200, 15300, 380, 0.4, (116.0, 74.0)),
    Settlement(24400, 2700, 360, 0.7, (116.0, 70.0)),
    Settlement(4100, 7000, 300, 0.2, (110.0, 74.0)),
    Settlement(7600, 15600, 280, 1.0, (110.0, 74.0)),
    Settlement(17600, 16900, 310, 0.5, (112.0, 72.0)),
    Settlement(27400, 10700, 290, 1.2, (112.0, 72.0)),
    Settlement(15400, 3500, 300, 0.15, (210.0, 160.0), True),
)


def paint_settlements(canvas: Canvas) -> None:
    """Roads first, then what lies along the streets."""
    for road in MAIN_ROADS:
        distance = distance_to(canvas, winding(road, 28.0), 40.0)
        if distance is not None:
            canvas.mix_in(strip_share(distance, 7.0) * 0.3, unit_code(Cover.VERGE))
            canvas.mix_in(strip_share(distance, 4.2), unit_code(Cover.ASPHALT))
    for settlement in SETTLEMENTS:
        _paint_settlement(canvas, settlement)
    distance = distance_to(canvas, winding(MOTORWAY, 10.0), 60.0)
    if distance is not None:
        canvas.mix_in(strip_share(distance, 20.0), unit_code(Cover.VERGE))
        canvas.mix_in(strip_share(np.abs(distance - 7.5), 5.5), unit_code(Cover.ASPHALT))


def _paint_settlement(canvas: Canvas, place: Settlement) -> None:
    xmin, ymin, xmax, ymax = canvas.reach
    reach = 1.6 * place.radius_m
    if place.x + reach < xmin or place.x - reach > xmax or place.y + reach < ymin or place.y - reach > ymax:
        return
    blocks = _find_blocks(canvas, place)
    wet = (canvas.primary == unit_code(Cover.RIVER)) | (canvas.primary >> 20 == Cover.LAKE)
    inside = blocks.inside & ~wet
    if not inside.any():
        return
    part = Canvas(canvas.x, canvas.y)
    (_paint_halls if place.is_industry else _paint_houses)(part, blocks, place)
    part.mix_in(strip_share(blocks.to_street, 4.0 if place.is_industry else 3.2), unit_code(Cover.ASPHALT))
    for name in ("primary", "secondary", "fraction"):
        np.copyto(getattr(canvas, name), getattr(part, name), where=inside)
    grain = as_uniform(hash_grid(503, np.floor(canvas.x / 10), np.floor(canvas.y / 10))) - 0.5
    np.copyto(canvas.texture, 1.5 * grain, where=inside)
    np.copyto(canvas.vigour, np.clip(0.4 * fractal_noise(canvas.x, canvas.y, 60.0, 505, 2), -1, 1), where=inside)


@dataclass(frozen=True)
class _Blocks:
    inside: np.ndarray
    key: np.ndarray
    a: np.ndarray
    """Metres within the block along its longer side."""

    b: np.ndarray
    to_street: np.ndarray
    core: np.ndarray
    """1 in the centre of the place, 0 at its rim."""


def _find_blocks(canvas: Canvas, place: Settlement) -> _Blocks:
    """Street blocks of a lattice turned and bent a little."""
    long_m, short_m = place.block_m
    x = canvas.x + np.float32(22) * value_noise(canvas.x, canvas.y, 520.0, 511)
    y = canvas.y + np.float32(22) * value_noise(canvas.x, canvas.y, 520.0, 513)
    cosine, sine = np.float32(np.cos(place.turn)), np.float32(np.sin(place.turn))
    a = (x - place.x) * cosine + (y - place.y) * sine
    b = (y - place.y) * cosine - (x - place.x) * sine
    column, row = np.floor(a / long_m), np.floor(b / short_m)
    center_a, center_b = (column + 0.5) * long_m, (row + 0.5) * short_m
    rim = 0.85 + 0.28 * value_noise(center_a + place.x, center_b + place.y, 0.55 * place.radius_m, 515)
    away = np.hypot(center_a, center_b) / place.radius_m
    a, b = a - column * long_m, b - row * short_m
    to_street = np.minimum(np.minimum(a, long_m - a), np.minimum(b, short_m - b))
    core = np.exp(-((np.hypot(center_a, center_b) / (0.45 * place.radius_m)) ** 2)) * (place.radius_m > 900)
    key = hash_grid(517, np.full_like(column, int(place.x)), column, row)
    return _Blocks(away < rim, key, a, b, to_street, core)


def _paint_houses(part: Canvas, blocks: _Blocks, place: Settlement) -> None:
    long_m, short_m = place.block_m
    plot_m = long_m / round(long_m / 23.0)
    column, row = np.floor(blocks.a / plot_m), np.floor(blocks.b / (short_m / 2))
    plot = hash_grid(521, blocks.key, column, row)
    part.fill_all(unit_code(Cover.GARDEN, plot & 63))
    park = as_uniform(blocks.key, 3) < 0.06
    part.fill(park, unit_code(Cover.DECIDUOUS, 240))
    half_a = 5.0 + 2.0 * as_uniform(plot, 1) + 4.5 * blocks.core
    half_b = 5.0 + 2.5 * as_uniform(plot, 2) + 6.0 * blocks.core
    front = np.where(row == 0, 17.0 - 3 * as_uniform(plot, 4), short_m - 17.0 + 3 * as_uniform(plot, 4))
    from_a = np.abs(blocks.a - (column + 0.5) * plot_m + 4 * (as_uniform(plot, 5) - 0.5))
    roof = strip_share(from_a, half_a) * strip_share(np.abs(blocks.b - front), half_b)
    roof = roof * (as_uniform(plot, 6) < 0.85) * ~park
    red = as_uniform(plot, 7) < 0.82
    code = np.where(red, unit_code(Cover.RED_ROOF, plot & 31), unit_code(Cover.GREY_ROOF, plot & 31))
    part.fill(roof > 0.6, code)
    part.mix_in(roof * (roof <= 0.6), code)
    part.mix_in(0.45 * blocks.core * (roof < 0.2), unit_code(Cover.YARD, 1))


def _paint_halls(part: Canvas, blocks: _Blocks, place: Settlement) -> None:
    long_m, short_m = place.block_m
    key = blocks.key
    part.fill_all(unit_code(Cover.YARD, key & 7))
    part.fill(as_uniform(key, 11) < 0.22, unit_code(Cover.VERGE, 3))
    half_a = long_m * (0.18 + 0.22 * as_uniform(key, 12))
    half_b = short_m * (0.16 + 0.24 * as_uniform(key, 13))
    from_a = np.abs(blocks.a - long_m * (0.5 + 0.1 * (as_uniform(key, 14) - 0.5)))
    from_b = np.abs(blocks.b - short_m * (0.5 + 0.1 * (as_uniform(key, 15) - 0.5)))
    roof = strip_share(from_a, half_a) * strip_share(from_b, half_b) * (as_uniform(key, 11) >= 0.22)
    code = np.where(as_uniform(key, 16) < 0.7, unit_code(Cover.HALL, key & 15), unit_code(Cover.GREY_ROOF, key & 31))
    part.fill(roof > 0.6, code)
    part.mix_in(roof * (roof <= 0.6), code)
