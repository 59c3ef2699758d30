# SPDX-License-Identifier: GPL-2.0-or-later
"""Lines in the landscape: the river and its meanders, roads, brooks."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from .canvas import Canvas
from .noise import value_noise

_RIVER_ANCHOR = (12150.0, 8010.0)
_RIVER_STEP_M = 30.0
_RIVER_STEPS = 1100
_RIVER_COURSE = math.radians(-11.0)

MOTORWAY = ((-200, 2300), (4000, 2900), (9000, 2500), (15000, 3300), (20500, 5900), (26000, 6500), (32200, 8200))
MAIN_ROADS = (
    ((17500, 12400), (15300, 11300), (13250, 9300), (12950, 8450), (12900, 6900), (11800, 4700), (11200, 2700),
     (11400, -100)),
    ((17500, 12400), (19800, 13300), (22800, 13500), (26200, 15300), (32100, 16200)),
    ((17500, 12400), (17100, 15200), (18000, 17600), (17500, 20100)),
    ((17500, 12400), (18600, 10500), (20600, 8600), (21300, 6200), (24600, 2500), (25600, -100)),
    ((13250, 9300), (10500, 10100), (7200, 11900), (4200, 12300), (-100, 14200)),
    ((12900, 6900), (8200, 6300), (4100, 7000), (-100, 6300)),
    ((7200, 11900), (7700, 15000), (6900, 20100)),
    ((26200, 15300), (27300, 11200), (26000, 6500)),
)
BROOKS = (
    ((9200, 19800), (9700, 17300), (9100, 14800), (9900, 12700), (10400, 10900), (10150, 9400)),
    ((22200, 19800), (22900, 17000), (22300, 14400), (23200, 11800), (22900, 9300), (23400, 5600)),
    ((3000, 300), (3900, 3400), (3500, 5600), (4600, 8600)),
    ((29800, 300), (29300, 2300), (28100, 3900), (27700, 5300)),
)


@lru_cache(maxsize=1)
def river_points() -> np.ndarray:
    """Middle line of the river, (n, 2) local metres, from west to east."""
    upstream = _meander(-1)
    return np.array(upstream[:0:-1] + _meander(1))


def _meander(sense: int) -> list[tuple[float, float]]:
    """A sine-generated curve whose bends vary, from the anchor downstream (1) or upstream (-1)."""
    x, y = _RIVER_ANCHOR
    points = [(x, y)]
    for step in range(_RIVER_STEPS):
        s = sense * step * _RIVER_STEP_M
        swing = 1.0 + 0.3 * math.sin(s / 5100.0 + 0.6) + 0.25 * math.sin(s / 830.0 + 1.9)
        bend = math.sin(s / 270.0 + 1.9 * math.sin(s / 1370.0) + 2.2)
        heading = _RIVER_COURSE + 0.25 * math.sin(s / 6900.0) + swing * bend
        x, y = x + sense * _RIVER_STEP_M * math.cos(heading), y + sense * _RIVER_STEP_M * math.sin(heading)
        points.append((x, y))
    return points


@lru_cache(maxsize=64)
def winding(points: tuple[tuple[float, float], ...], bend_m: float) -> np.ndarray:
    """A course through points that swings to both sides, as brooks and old roads do."""
    corners = np.array(points, float)
    lengths = np.hypot(*np.diff(corners, axis=0).T)
    stations = np.concatenate([[0.0], np.cumsum(lengths)])
    s = np.arange(0.0, stations[-1], 45.0)
    x, y = np.interp(s, stations, corners[:, 0]), np.interp(s, stations, corners[:, 1])
    smooth = np.ones(15) / 15
    x, y = (np.convolve(np.pad(values, 7, mode="edge"), smooth, "valid") for values in (x, y))
    zero = np.zeros_like(s)
    x = x + bend_m * value_noise(s, zero, 420.0, 71) + bend_m * 0.4 * value_noise(s, zero, 150.0, 72)
    y = y + bend_m * value_noise(s, zero, 420.0, 73) + bend_m * 0.4 * value_noise(s, zero, 150.0, 74)
    return np.stack([x, y], axis=1)


def distance_to(canvas: Canvas, points: np.ndarray, reach_m: float) -> np.ndarray | None:
    """Metres from each pixel to a line, ``reach_m`` where it is farther; None when it is nowhere nearer."""
    xmin, ymin, xmax, ymax = canvas.reach
    low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
    near = (low[:, 0] < xmax + reach_m) & (high[:, 0] > xmin - reach_m)
    near &= (low[:, 1] < ymax + reach_m) & (high[:, 1] > ymin - reach_m)
    if not near.any():
        return None
    squared = np.full(canvas.x.shape, reach_m * reach_m, np.float32)
    for index in np.flatnonzero(near):
        (x1, y1), (x2, y2) = points[index], points[index + 1]
        dx, dy = np.float32(x2 - x1), np.float32(y2 - y1)
        from_x, from_y = canvas.x - np.float32(x1), canvas.y - np.float32(y1)
        share = np.clip((from_x * dx + from_y * dy) / (dx * dx + dy * dy), 0, 1)
        np.minimum(squared, (from_x - share * dx) ** 2 + (from_y - share * dy) ** 2, out=squared)
    return np.sqrt(squared)
