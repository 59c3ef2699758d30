# SPDX-License-Identifier: GPL-2.0-or-later
"""From the pixels of any grid to the cells of a native lattice, and back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...core.grid import PixelGrid
from .extent import CRS, FIRST_COLUMN, FIRST_ROW, LAST_COLUMN, LAST_ROW, ORIGIN_X, ORIGIN_Y, PIXEL_M

_MARGIN = 64
"""10 m pixels around the landscape that are told apart; places farther out all count as the outermost ones."""

_STRIDE = 2**20

_SUBPIXELS = {1: (0,), 2: (0, 1), 6: (0, 2, 4), 16: (2, 6, 10, 14), 500: (250,)}
"""Which 10 m pixels along a side stand for a cell of 10, 20, 60, 160 and 5000 m."""


@dataclass(frozen=True)
class Cells:
    """Distinct cells of a lattice: ``rows`` and ``columns`` broadcast to the set of cells to compute."""

    rows: np.ndarray
    columns: np.ndarray
    size: int
    """Side of a cell in 10 m pixels."""

    take_rows: np.ndarray
    take_columns: np.ndarray
    """For each pixel of the grid, the place of its cell in the set, along both axes of it."""

    def spread(self, values: np.ndarray) -> np.ndarray:
        """One value per cell to one value per pixel of the grid, (y, x)."""
        spread: np.ndarray = values[self.take_rows, self.take_columns]
        return spread

    def pixels(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the 10 m pixels that stand for the cells, refined along both axes of the set."""
        count = len(_SUBPIXELS[self.size])
        columns = self.columns if self.columns.shape[0] == 1 else np.repeat(self.columns, count, axis=0)
        return self._refine(self.rows, 0), self._refine(columns, 1)

    def mean(self, values: np.ndarray) -> np.ndarray:
        """Values of :meth:`pixels` averaged to one value per cell."""
        count = len(_SUBPIXELS[self.size])
        if count == 1:
            return values
        total = np.zeros((values.shape[0] // count, values.shape[1] // count), np.float32)
        for row in range(count):  # a fixed order of adding, so that a cell has one value in every window
            for column in range(count):
                total += values[row::count, column::count]
        return total / np.float32(count * count)

    def _refine(self, numbers: np.ndarray, axis: int) -> np.ndarray:
        parts = np.array(_SUBPIXELS[self.size])
        pattern = np.tile(parts, numbers.shape[axis])
        refined = np.repeat(numbers * self.size, parts.size, axis=axis)
        pixels: np.ndarray = refined + (pattern[:, None] if axis == 0 else pattern[None, :])
        return pixels


@lru_cache(maxsize=12)
def find_cells(grid: PixelGrid, size: int) -> Cells:
    """The cells of ``size`` 10 m pixels under the pixel centres of a grid of any CRS.

    Kept for the next date of the same grid: projecting every pixel costs more than computing it.
    """
    x = grid.xmin + (np.arange(grid.width) + 0.5) * grid.pixel_width
    y = grid.ymax - (np.arange(grid.height) + 0.5) * grid.pixel_height
    if grid.crs.upper() == CRS:
        rows, take_rows = np.unique(_row(y, size), return_inverse=True)
        columns, take_columns = np.unique(_column(x, size), return_inverse=True)
        return Cells(rows[:, None], columns[None, :], size, take_rows[:, None], take_columns[None, :])
    from ..scenes.projection import transform_points

    all_x, all_y = (values.ravel() for values in np.meshgrid(x, y))
    native_x, native_y = transform_points(all_x, all_y, grid.crs, CRS)
    rows, columns = _row(np.asarray(native_y), size), _column(np.asarray(native_x), size)
    shape = (grid.height, grid.width)
    return _enclose(rows.reshape(shape), columns.reshape(shape), size)


def _row(y: np.ndarray, size: int) -> np.ndarray:
    return _whole((ORIGIN_Y - y) / PIXEL_M, FIRST_ROW, LAST_ROW, size)


def _column(x: np.ndarray, size: int) -> np.ndarray:
    return _whole((x - ORIGIN_X) / PIXEL_M, FIRST_COLUMN, LAST_COLUMN, size)


def _whole(numbers: np.ndarray, first: int, last: int, size: int) -> np.ndarray:
    """Cell numbers. A hair is added, so that a centre a rounding error short of an edge still lies beyond it."""
    usable = np.where(np.isfinite(numbers), numbers, first - _MARGIN)
    return np.floor(np.clip(usable + 1e-6, first - _MARGIN, last + _MARGIN)).astype(np.int64) // size


def _enclose(rows: np.ndarray, columns: np.ndarray, size: int) -> Cells:
    """All cells of the enclosing rectangle, or only the ones hit where that is far fewer."""
    first_row, first_column = int(rows.min()), int(columns.min())
    height, width = int(rows.max()) - first_row + 1, int(columns.max()) - first_column + 1
    if height * width <= 3 * rows.size + 4096:
        all_rows = np.arange(first_row, first_row + height)[:, None]
        all_columns = np.arange(first_column, first_column + width)[None, :]
        return Cells(all_rows, all_columns, size, rows - first_row, columns - first_column)
    keys, inverse = np.unique(rows * _STRIDE + columns, return_inverse=True)
    hit_rows, hit_columns = np.divmod(keys, _STRIDE)
    inverse = inverse.reshape(rows.shape)
    return Cells(hit_rows[:, None], hit_columns[:, None], size, inverse, np.zeros_like(inverse))
