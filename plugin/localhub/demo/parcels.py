# SPDX-License-Identifier: GPL-2.0-or-later
"""The cadastre: districts of straight strips, cut across into parcels of one to eight hectares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .noise import as_uniform, hash_grid, uniform, value_noise

_DISTRICT_M = 1150.0
_JITTER = 0.95
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
    districts = _find_districts(_bend(x, y, 7), _bend(y, x, 8))
    angle = np.float32(np.pi) * value_noise(districts.seed_x, districts.seed_y, 6800.0, _SEED + 1)
    angle = angle + np.float32(6.0) * (as_uniform(districts.key, 1) - np.float32(0.5)) ** 3
    cosine, sine = np.cos(angle), np.sin(angle)
    dx, dy = x - districts.seed_x, y - districts.seed_y
    across, along = dx * cosine + dy * sine, dy * cosine - dx * sine
    size = as_uniform(districts.key, 2) ** 2
    width = 84 + 130 * size
    length = 200 + 240 * as_uniform(districts.key, 3) + 120 * size
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


def _bend(values: np.ndarray, across: np.ndarray, salt: int) -> np.ndarray:
    """Bend the borders of districts as old tracks wind."""
    wide = np.float32(70) * value_noise(values, across, 780.0, _SEED + salt)
    narrow = np.float32(12) * value_noise(values, across, 190.0, _SEED + salt + 20)
    bent: np.ndarray = values + wide + narrow
    return bent


def _cut(scaled: np.ndarray, key: np.ndarray, salt: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut a line at irregular places, about one per unit: number, middle and distance to the nearer cut."""
    whole = np.floor(scaled)
    below, above = _cut_place(whole, key, salt), _cut_place(whole + 1, key, salt)
    step = (scaled >= above).astype(np.float32) - (scaled < below).astype(np.float32)
    number = whole + step
    below, above = _cut_place(number, key, salt), _cut_place(number + 1, key, salt)
    return number, (below + above) / 2, np.minimum(scaled - below, above - scaled)


def _cut_place(number: np.ndarray, key: np.ndarray, salt: int) -> np.ndarray:
    place: np.ndarray = number + np.float32(0.7) * (uniform(_SEED + salt, key, number) - np.float32(0.5))
    return place


def _find_districts(x: np.ndarray, y: np.ndarray) -> _Districts:
    """Voronoi cells of jittered lattice points: the nearest and the second nearest."""
    column, row = np.floor(x / _DISTRICT_M).astype(np.int32), np.floor(y / _DISTRICT_M).astype(np.int32)
    far = np.full(x.shape, np.inf, np.float32)
    zero, no_key = np.zeros(x.shape, np.float32), np.zeros(x.shape, np.uint32)
    first: tuple[np.ndarray, ...] = (far, zero, zero, no_key)
    second = first
    for shift in range(9):
        seed = _seed_of(column + (shift % 3 - 1), row + (shift // 3 - 1), x, y)
        nearer, near = seed[0] < first[0], seed[0] < second[0]
        second = tuple(np.where(nearer, old, np.where(near, new, late)) for old, new, late in zip(first, seed, second))
        first = tuple(np.where(nearer, new, old) for new, old in zip(seed, first))
    apart = np.hypot(second[1] - first[1], second[2] - first[2])
    return _Districts(first[3], first[1], first[2], (second[0] - first[0]) / (2 * apart), first[3] ^ second[3])


def _seed_of(column: np.ndarray, row: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, ...]:
    """Squared distance to the seed of a lattice cell, the seed's x and y, its key."""
    key = hash_grid(_SEED, column, row)
    seed_x = ((column + 0.5 + _JITTER * (as_uniform(key, 5) - 0.5)) * _DISTRICT_M).astype(np.float32)
    seed_y = ((row + 0.5 + _JITTER * (as_uniform(key, 6) - 0.5)) * _DISTRICT_M).astype(np.float32)
    return (x - seed_x) ** 2 + (y - seed_y) ** 2, seed_x, seed_y, key
