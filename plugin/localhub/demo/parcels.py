# SPDX-License-Identifier: GPL-2.0-or-later
"""The cadastre: districts of straight strips, cut across into parcels of one to eight hectares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .noise import as_uniform, hash_grid, uniform, value_noise

_DISTRICT_M = 980.0
_JITTER = 0.78
_SEED = 4217


@dataclass(frozen=True)
class Parcels:
    """For each pixel, the parcel it lies in."""

    key: np.ndarray
    """uint32, one number per parcel."""

    district: np.ndarray
    """uint32, one number per district."""

    center_x: np.ndarray
    center_y: np.ndarray
    across: np.ndarray
    """Metres across the rows."""

    along: np.ndarray
    """Metres along the rows."""

    to_side: np.ndarray
    """Metres to the nearer long edge."""

    to_end: np.ndarray
    """Metres to the nearer short edge, where machines turn."""

    to_border: np.ndarray
    """Metres to the border of the district, where tracks and hedges run."""

    border: np.ndarray
    """uint32, one number per border between two districts."""


@dataclass(frozen=True)
class _Districts:
    key: np.ndarray
    seed_x: np.ndarray
    seed_y: np.ndarray
    to_border: np.ndarray
    border: np.ndarray


def find_parcels(x: np.ndarray, y: np.ndarray) -> Parcels:
    """The parcels at points in local metres."""
    districts = _find_districts(x, y)
    angle = np.float32(np.pi) * value_noise(districts.seed_x, districts.seed_y, 5200.0, _SEED + 1)
    angle = angle + np.float32(1.5) * (as_uniform(districts.key, 1) - np.float32(0.5)) ** 3 * 4
    cosine, sine = np.cos(angle), np.sin(angle)
    dx, dy = x - districts.seed_x, y - districts.seed_y
    across, along = dx * cosine + dy * sine, dy * cosine - dx * sine
    size = as_uniform(districts.key, 2) ** 2
    width = 72 + 150 * size
    length = 190 + 250 * as_uniform(districts.key, 3) + 130 * size
    strip, middle_across, to_side = _cut(across / width, districts.key, 11)
    strip_key = hash_grid(_SEED + 3, districts.key, strip)
    part, middle_along, to_end = _cut(along / length + as_uniform(strip_key, 4), strip_key, 12)
    middle_along = (middle_along - as_uniform(strip_key, 4)) * length
    middle_across = middle_across * width
    return Parcels(
        key=hash_grid(_SEED + 4, strip_key, part),
        district=districts.key,
        center_x=districts.seed_x + middle_across * cosine - middle_along * sine,
        center_y=districts.seed_y + middle_across * sine + middle_along * cosine,
        across=across,
        along=along,
        to_side=to_side * width,
        to_end=to_end * length,
        to_border=districts.to_border,
        border=districts.border,
    )


def _cut(scaled: np.ndarray, key: np.ndarray, salt: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut a line at irregular places, about one per unit: number, middle and distance to the nearer cut."""
    whole = np.floor(scaled)
    below, above = _cut_place(whole, key, salt), _cut_place(whole + 1, key, salt)
    step = (scaled >= above).astype(np.float32) - (scaled < below).astype(np.float32)
    number = whole + step
    below, above = _cut_place(number, key, salt), _cut_place(number + 1, key, salt)
    return number, (below + above) / 2, np.minimum(scaled - below, above - scaled)


def _cut_place(number: np.ndarray, key: np.ndarray, salt: int) -> np.ndarray:
    return number + np.float32(0.7) * (uniform(_SEED + salt, key, number) - np.float32(0.5))


def _find_districts(x: np.ndarray, y: np.ndarray) -> _Districts:
    """Voronoi cells of jittered lattice points: the nearest and the second nearest."""
    column, row = np.floor(x / _DISTRICT_M).astype(np.int32), np.floor(y / _DISTRICT_M).astype(np.int32)
    first = np.full(x.shape, np.inf, np.float32)
    second = first.copy()
    best = [np.zeros(x.shape, np.float32) for _ in range(4)]
    keys = [np.zeros(x.shape, np.uint32) for _ in range(2)]
    for shift_y in (-1, 0, 1):
        for shift_x in (-1, 0, 1):
            key = hash_grid(_SEED, column + shift_x, row + shift_y)
            seed_x = (column + shift_x + np.float32(0.5) + _JITTER * (as_uniform(key, 5) - np.float32(0.5))) * _DISTRICT_M
            seed_y = (row + shift_y + np.float32(0.5) + _JITTER * (as_uniform(key, 6) - np.float32(0.5))) * _DISTRICT_M
            squared = ((x - seed_x) ** 2 + (y - seed_y) ** 2).astype(np.float32)
            nearer, near = squared < first, squared < second
            second = np.where(nearer, first, np.where(near, squared, second))
            first = np.where(nearer, squared, first)
            keys[1] = np.where(nearer, keys[0], np.where(near, key, keys[1]))
            keys[0] = np.where(nearer, key, keys[0])
            best[2:] = [np.where(nearer, best[i], np.where(near, seed, best[i + 2])) for i, seed in ((0, seed_x), (1, seed_y))]
            best[:2] = [np.where(nearer, seed, best[i]) for i, seed in ((0, seed_x), (1, seed_y))]
    apart = np.hypot(best[2] - best[0], best[3] - best[1]).astype(np.float32)
    return _Districts(keys[0], best[0].astype(np.float32), best[1].astype(np.float32), (second - first) / (2 * apart), keys[0] ^ keys[1])
