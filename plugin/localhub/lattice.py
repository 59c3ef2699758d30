# SPDX-License-Identifier: GPL-2.0-or-later
"""The native pixels of one scene: how large they are seen from a grid, and which of them lie under it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from ..core.grid import Bounds, PixelGrid
from .scenes.projection import pixel_centres, transform_points

_NOWHERE = -1e6
"""Position of a place that does not exist in the other CRS: far from every pixel."""

_SAME = 1e-6


@dataclass(frozen=True)
class Lattice:
    """Native pixels from the upper left corner of a scene on."""

    crs: str
    left: float
    top: float
    pixel_width: float
    pixel_height: float
    width: int
    height: int

    @classmethod
    def over(cls, bounds: Bounds, crs: str, pixel_size: tuple[float, float]) -> Lattice:
        """The pixels of a size (x and y, in CRS units) that cover a scene; the last ones may stick out."""
        xmin, ymin, xmax, ymax = bounds
        width = max(1, math.ceil((xmax - xmin) / pixel_size[0] - 1e-3))
        height = max(1, math.ceil((ymax - ymin) / pixel_size[1] - 1e-3))
        return cls(crs, xmin, ymax, *pixel_size, width, height)

    @property
    def pixel_side(self) -> float:
        """Side of the square as large as a pixel, in CRS units."""
        return math.sqrt(self.pixel_width * self.pixel_height)

    def thin(self, step: int) -> Lattice:
        """The lattice with one pixel in place of ``step`` times ``step``."""
        return replace(
            self,
            pixel_width=self.pixel_width * step,
            pixel_height=self.pixel_height * step,
            width=math.ceil(self.width / step),
            height=math.ceil(self.height / step),
        )

    def holds(self, grid: PixelGrid) -> bool:
        """Whether the pixels of a grid are pixels of this lattice."""
        if grid.crs != self.crs:
            return False
        column = (grid.xmin - self.left) / self.pixel_width
        row = (self.top - grid.ymax) / self.pixel_height
        return (
            abs(grid.pixel_width / self.pixel_width - 1.0) * grid.width < _SAME
            and abs(grid.pixel_height / self.pixel_height - 1.0) * grid.height < _SAME
            and abs(column - round(column)) < _SAME
            and abs(row - round(row)) < _SAME
        )

    def locate(self, grid: PixelGrid) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns, in pixels from the corner, of a grid's pixel centres; they broadcast to (y, x)."""
        x, y = _centres(grid, self.crs)
        rows, columns = (self.top - y) / self.pixel_height, (x - self.left) / self.pixel_width
        return np.nan_to_num(rows, nan=_NOWHERE), np.nan_to_num(columns, nan=_NOWHERE)

    def locate_in(self, grid: PixelGrid, window: PixelGrid) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of a grid, in its pixels, on which the centres of a window of this lattice lie."""
        x, y = _centres(window, grid.crs)
        rows, columns = (grid.ymax - y) / grid.pixel_height, (x - grid.xmin) / grid.pixel_width
        return np.nan_to_num(rows, nan=_NOWHERE), np.nan_to_num(columns, nan=_NOWHERE)

    def window(self, rows: np.ndarray, columns: np.ndarray, margin: int) -> tuple[int, int, PixelGrid] | None:
        """The pixels around positions: first row, first column and their grid; None where the scene is not.

        :param margin: pixels to add on every side.
        """
        top, bottom = _extremes(rows, margin, self.height)
        left, right = _extremes(columns, margin, self.width)
        if top >= bottom or left >= right:
            return None
        x, y = self.left + left * self.pixel_width, self.top - top * self.pixel_height
        grid = PixelGrid(self.crs, x, y, self.pixel_width, self.pixel_height, right - left, bottom - top)
        return top, left, grid


@lru_cache(maxsize=256)
def seen_size(grid_crs: str, pixel_size: tuple[float, float], bounds: Bounds, crs: str) -> tuple[float, float] | None:
    """How large a grid's pixels are in a scene's CRS: side of the square as large, and length of the longer side.

    Measured in the middle of the scene, so that every part of a grid gets the same answer; None where that place
    does not exist in the grid's CRS.
    """
    x, y = transform_points(
        np.array([(bounds[0] + bounds[2]) / 2]), np.array([(bounds[1] + bounds[3]) / 2]), crs, grid_crs
    )
    dx, dy = pixel_size
    xs, ys = transform_points(x[0] + np.array([0.0, dx, 0.0]), y[0] + np.array([0.0, 0.0, dy]), grid_crs, crs)
    along_x, along_y = (xs[1] - xs[0], ys[1] - ys[0]), (xs[2] - xs[0], ys[2] - ys[0])
    area = abs(along_x[0] * along_y[1] - along_x[1] * along_y[0])
    longer = max(math.hypot(*along_x), math.hypot(*along_y))
    return (math.sqrt(area), longer) if math.isfinite(longer) and area > 0 else None


def _centres(grid: PixelGrid, crs: str) -> tuple[np.ndarray, np.ndarray]:
    """x and y of pixel centres, as a row and a column where the CRS is the grid's own."""
    if grid.crs != crs:
        return pixel_centres(grid, crs)
    x = grid.xmin + (np.arange(grid.width) + 0.5) * grid.pixel_width
    y = grid.ymax - (np.arange(grid.height) + 0.5) * grid.pixel_height
    return x[None, :], y[:, None]


def _extremes(positions: np.ndarray, margin: int, size: int) -> tuple[int, int]:
    """First and last-but-one pixel around the positions that lie anywhere near."""
    near = positions[(positions > -margin - 1) & (positions < size + margin + 1)]
    if not near.size:
        return 0, 0
    return max(0, math.floor(near.min()) - margin), min(size, math.floor(near.max()) + margin + 1)
