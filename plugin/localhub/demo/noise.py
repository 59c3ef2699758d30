# SPDX-License-Identifier: GPL-2.0-or-later
"""Randomness of places: numbers that depend on whole coordinates only, never on the window asked for."""

from __future__ import annotations

import math

import numpy as np

_MASK = 0xFFFFFFFF
_PRIME_A, _PRIME_B, _PRIME_C = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35


def hash_number(*values: int) -> int:
    """A well mixed 32-bit number from whole numbers."""
    mixed = 0x811C9DC5
    for value in values:
        mixed = ((mixed ^ (value & _MASK)) * _PRIME_A) & _MASK
        mixed = ((mixed ^ (mixed >> 15)) * _PRIME_B) & _MASK
        mixed = ((mixed ^ (mixed >> 13)) * _PRIME_C) & _MASK
        mixed ^= mixed >> 16
    return mixed


def uniform_number(*values: int) -> float:
    """A number in [0, 1) from whole numbers."""
    return hash_number(*values) / 4294967296.0


def hash_grid(seed: int, *coordinates: np.ndarray) -> np.ndarray:
    """Well mixed uint32 for each tuple of whole coordinates (arrays that broadcast)."""
    mixed: np.ndarray = np.full(1, hash_number(seed), np.uint32)
    for coordinate in coordinates:
        mixed = (mixed ^ np.asarray(coordinate).astype(np.int64).astype(np.uint32)) * np.uint32(_PRIME_A)
        mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(_PRIME_B)
        mixed ^= mixed >> np.uint32(13)
    mixed = mixed * np.uint32(_PRIME_C)
    return mixed ^ (mixed >> np.uint32(16))


def uniform(seed: int, *coordinates: np.ndarray) -> np.ndarray:
    """float32 in [0, 1) for each tuple of whole coordinates."""
    return as_uniform(hash_grid(seed, *coordinates))


def as_uniform(hashed: np.ndarray, salt: int = 0) -> np.ndarray:
    """Turn hashes into float32 in [0, 1); different salts give independent numbers of the same hash."""
    if salt:
        hashed = (hashed ^ np.uint32(hash_number(salt))) * np.uint32(_PRIME_B)
        hashed = (hashed ^ (hashed >> np.uint32(14))) * np.uint32(_PRIME_C)
        hashed = hashed ^ (hashed >> np.uint32(15))
    return (hashed >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24)


def gaussian(seed: int, *coordinates: np.ndarray) -> np.ndarray:
    """Roughly normal float32 (mean 0, deviation 1, cut at 3.4) from the four bytes of one hash."""
    hashed = hash_grid(seed, *coordinates)
    total = (hashed & np.uint32(255)) + ((hashed >> np.uint32(8)) & np.uint32(255))
    total += ((hashed >> np.uint32(16)) & np.uint32(255)) + (hashed >> np.uint32(24))
    return (total.astype(np.float32) - np.float32(510.0)) * np.float32(1.0 / 147.8)


def value_noise(x: np.ndarray, y: np.ndarray, cell: float, seed: int) -> np.ndarray:
    """Smooth noise in [-1, 1] with features of about ``cell``.

    :param x: coordinates that broadcast with ``y``.
    """
    left, weight_x = _split(x, cell)
    low, weight_y = _split(y, cell)
    south_west, south_east, north_west, north_east = _corners(left, low, seed, max(x.size, y.size))
    west = south_west * (1 - weight_y) + north_west * weight_y
    east = south_east * (1 - weight_y) + north_east * weight_y
    blend: np.ndarray = west + (east - west) * weight_x
    return blend


def _split(values: np.ndarray, cell: float) -> tuple[np.ndarray, np.ndarray]:
    scaled = np.asarray(values, np.float32) * np.float32(1.0 / cell)
    whole = np.floor(scaled)
    rest = scaled - whole
    return whole.astype(np.int32), rest * rest * (3 - 2 * rest)


def _corners(column: np.ndarray, row: np.ndarray, seed: int, points: int) -> tuple[np.ndarray, ...]:
    """Random values on the four corners of lattice cells: hashed once per corner where that is less work."""
    first_column, first_row = int(column.min()), int(row.min())
    width, height = int(column.max()) - first_column + 2, int(row.max()) - first_row + 2
    if width * height > 4 * points + 64:
        return tuple(_corner(seed, column + east, row + north) for north in (0, 1) for east in (0, 1))
    columns, rows = np.arange(first_column, first_column + width), np.arange(first_row, first_row + height)
    table = _corner(seed, columns[None, :], rows[:, None]).ravel()
    place = (row - first_row).astype(np.intp) * width + (column - first_column)
    return tuple(table.take(place + shift) for shift in (0, 1, width, width + 1))


def _corner(seed: int, column: np.ndarray, row: np.ndarray) -> np.ndarray:
    return uniform(seed, column, row) * np.float32(2) - np.float32(1)


def fractal_noise(
    x: np.ndarray, y: np.ndarray, cell: float, seed: int, octaves: int = 4, gain: float = 0.5, turning: bool = False
) -> np.ndarray:
    """Sum of octaves of :func:`value_noise`, scaled to a deviation of about 1.

    :param turning: turn the lattice from octave to octave, so that it shows nowhere; slower.
    """
    total: np.ndarray = np.zeros(1, np.float32)
    weight, power = 1.0, 0.0
    for octave in range(octaves):
        # odd offsets and a ratio that is not whole keep the lattices from lining up
        shift = np.float32(37.1 * octave)
        total = total + value_noise(x + shift, y - shift, cell, seed + 101 * octave) * np.float32(weight)
        power += weight * weight
        weight *= gain
        cell /= 2.13
        if turning:
            x, y = x * np.float32(0.8) + y * np.float32(0.6), y * np.float32(0.8) - x * np.float32(0.6)
    scaled: np.ndarray = total * np.float32(1.0 / (0.42 * math.sqrt(power)))
    return scaled
