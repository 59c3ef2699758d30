# SPDX-License-Identifier: GPL-2.0-or-later
"""Images that are well-formed and wrong: another size, other bands, other dates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from ..core.date_bands import NumberCode
from .scenes.images import decode_geotiff, encode_geotiff

_SAMPLE_TYPES: Mapping[str, str] = {
    "int8": "INT8", "uint8": "UINT8", "int16": "INT16", "uint16": "UINT16", "float32": "FLOAT32"
}  # fmt: skip


def lose_an_edge(body: bytes) -> bytes:
    """The TIFF without its last row and column, or with one more where it has only one."""
    pixels, grid, nodata = decode_geotiff(body)
    for axis in (1, 2):
        pixels = pixels.repeat(2, axis) if pixels.shape[axis] == 1 else np.delete(pixels, -1, axis)
    return encode_geotiff(pixels, replace(grid, width=pixels.shape[2], height=pixels.shape[1]), nodata)


def lose_a_band(body: bytes) -> bytes:
    """The TIFF without its last band; one of a single band gets a second one."""
    pixels, grid, nodata = decode_geotiff(body)
    return encode_geotiff(pixels[:-1] if len(pixels) > 1 else pixels.repeat(2, 0), grid, nodata)


def shift_dates(body: bytes, days: Collection[int], by_days: int) -> bytes:
    """The TIFF with other dates in its date bands, which is how a service lies.

    A band, or run of bands where a day takes several, is about dates when it holds nothing but days of scenes and 0.

    :param days: numbers of the days that have scenes.
    """
    pixels, grid, nodata = decode_geotiff(body)
    code = NumberCode(_SAMPLE_TYPES[pixels.dtype.name])
    pixels, place = pixels.copy(), 0
    while place + code.digits <= len(pixels):
        digits = pixels[place : place + code.digits]
        number = code.decode(np.nan_to_num(digits, nan=0.0, posinf=0.0, neginf=0.0))
        found = set(np.unique(number).tolist()) - {0}
        if not found or not found <= set(days):
            place += 1
            continue
        number = np.where(number == 0, 0, number + by_days)
        for digit in reversed(range(code.digits)):
            pixels[place + digit] = number % code.base
            number //= code.base
        place += code.digits
    return encode_geotiff(pixels, grid, nodata)
