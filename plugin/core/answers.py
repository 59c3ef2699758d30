# SPDX-License-Identifier: GPL-2.0-or-later
"""What every answer is held against, and how it is walked through in bounded memory."""

from __future__ import annotations

from .errors import BadAnswer
from .grid import PixelGrid
from .ports import Image

_CHUNK_VALUES = 8_000_000
"""Values of an answer held in memory at once while it is copied into the stack."""


def check_image(image: Image, grid: PixelGrid, band_count: int | None, dtype: str | None) -> None:
    """:raises BadAnswer: when an answer's size, place, bands or sample type are not what was asked for."""
    if (image.width, image.height) != (grid.width, grid.height):
        raise BadAnswer(f"{grid.width} x {grid.height} pixels", f"{image.width} x {image.height}")
    if band_count is not None and image.band_count != band_count:
        raise BadAnswer(f"{band_count} bands", str(image.band_count))
    if dtype is not None and image.dtype != dtype:
        raise BadAnswer(f"sample type {dtype}", image.dtype)
    place = image.georeference()
    if place is not None:
        tolerance = (grid.pixel_width * 0.01, grid.pixel_height * 0.01)
        shift_x, shift_y = abs(place[0] - grid.xmin), abs(place[3] - grid.ymax)
        if shift_x > tolerance[0] or shift_y > tolerance[1]:
            raise BadAnswer(f"an image at {grid.xmin}, {grid.ymax}", f"one at {place[0]}, {place[3]}")


def row_chunks(height: int, values_per_row: int, block: int = 64) -> list[tuple[int, int]]:
    """(row, rows) pieces of whole blocks that keep a bounded number of values in memory."""
    rows = max(block, _CHUNK_VALUES // max(1, values_per_row) // block * block)
    return [(row, min(rows, height - row)) for row in range(0, height, rows)]
