# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixel grids: where the pixels of an image lie."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .errors import InvalidRequest

Bounds = tuple[float, float, float, float]
"""xmin, ymin, xmax, ymax in x, y order (longitude first), outer edges of the pixels."""


@dataclass(frozen=True)
class PixelGrid:
    """A north-up grid of pixels in one coordinate reference system."""

    crs: str
    """Authority code, for example ``EPSG:32633``."""

    xmin: float
    """Left edge of the leftmost pixels, in CRS units."""

    ymax: float
    """Upper edge of the uppermost pixels, in CRS units."""

    pixel_width: float
    """Size of a pixel along x, in CRS units, positive."""

    pixel_height: float
    """Size of a pixel along y, in CRS units, positive."""

    width: int
    """Number of columns."""

    height: int
    """Number of rows."""

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise InvalidRequest("EXTENT", "empty_area")
        if not (self.pixel_width > 0 and self.pixel_height > 0):
            raise InvalidRequest("RESOLUTION", "not_positive", value=min(self.pixel_width, self.pixel_height))

    @property
    def bounds(self) -> Bounds:
        """Outer edges: xmin, ymin, xmax, ymax."""
        return (
            self.xmin,
            self.ymax - self.height * self.pixel_height,
            self.xmin + self.width * self.pixel_width,
            self.ymax,
        )

    @property
    def geotransform(self) -> tuple[float, float, float, float, float, float]:
        """The six numbers as GDAL orders them."""
        return (self.xmin, self.pixel_width, 0.0, self.ymax, 0.0, -self.pixel_height)

    @property
    def pixel_count(self) -> int:
        """Columns times rows."""
        return self.width * self.height

    def window(self, column: int, row: int, width: int, height: int) -> PixelGrid:
        """The part of this grid that starts at a column and row, cut at the right and lower edge."""
        return replace(
            self,
            xmin=self.xmin + column * self.pixel_width,
            ymax=self.ymax - row * self.pixel_height,
            width=min(width, self.width - column),
            height=min(height, self.height - row),
        )

    def tiles(self, side_px: int) -> Iterator[tuple[int, int, PixelGrid]]:
        """Cut into tiles of at most ``side_px`` pixels a side: (column, row, grid) row by row from the top left."""
        for row in range(0, self.height, side_px):
            for column in range(0, self.width, side_px):
                yield column, row, self.window(column, row, side_px, side_px)

    def locate(self, x: float, y: float) -> tuple[int, int] | None:
        """Column and row of the pixel under a point in this grid's CRS, None outside.

        A point on an edge between pixels belongs to the pixel right of and below it.
        """
        column = math.floor((x - self.xmin) / self.pixel_width)
        row = math.floor((self.ymax - y) / self.pixel_height)
        return (column, row) if 0 <= column < self.width and 0 <= row < self.height else None


def snap_grid(bounds: Bounds, crs: str, resolution: float, resolution_y: float | None = None) -> PixelGrid:
    """The grid of whole pixels, on multiples of the resolution, that covers an area.

    Edges that lie on a multiple (to a thousandth of a pixel) stay where they are, so an area that is
    already aligned gets no extra pixels, and neighbouring areas share one grid.

    :param bounds: xmin, ymin, xmax, ymax in the CRS, x first whatever the CRS says.
    :param resolution: pixel size in CRS units.
    :raises InvalidRequest: for an empty or reversed area, or a resolution that is not above zero.
    """
    size_x, size_y = resolution, resolution_y or resolution
    for size in (size_x, size_y):
        if not (math.isfinite(size) and size > 0):
            raise InvalidRequest("RESOLUTION", "not_positive", value=size)
    xmin, ymin, xmax, ymax = bounds
    if not all(math.isfinite(value) for value in bounds) or xmin >= xmax or ymin >= ymax:
        raise InvalidRequest("EXTENT", "empty_area")
    left, right = _snap_down(xmin / size_x), _snap_up(xmax / size_x)
    bottom, top = _snap_down(ymin / size_y), _snap_up(ymax / size_y)
    return PixelGrid(crs, left * size_x, top * size_y, size_x, size_y, max(1, right - left), max(1, top - bottom))


def _snap_down(value: float) -> int:
    nearest = round(value)
    return nearest if abs(value - nearest) < 1e-3 else math.floor(value)


def _snap_up(value: float) -> int:
    nearest = round(value)
    return nearest if abs(value - nearest) < 1e-3 else math.ceil(value)


def utm_crs(longitude: float, latitude: float) -> str:
    """The UTM zone of a place as an EPSG code (326xx north, 327xx south of the equator).

    The exceptions of Norway and Svalbard are left out on purpose: MGRS tiles keep them, but any zone nearby works.
    """
    zone = int((longitude + 180.0) // 6.0) % 60 + 1
    return f"EPSG:{(32600 if latitude >= 0 else 32700) + zone}"


def align_grid(bounds: Bounds, like: PixelGrid) -> PixelGrid:
    """The grid of whole pixels of another grid's lattice (same CRS, pixel size and alignment) that covers an area.

    :raises InvalidRequest: for an empty or reversed area.
    """
    xmin, ymin, xmax, ymax = bounds
    if not all(math.isfinite(value) for value in bounds) or xmin >= xmax or ymin >= ymax:
        raise InvalidRequest("EXTENT", "empty_area")
    left = _snap_down((xmin - like.xmin) / like.pixel_width)
    right = _snap_up((xmax - like.xmin) / like.pixel_width)
    top = _snap_down((like.ymax - ymax) / like.pixel_height)
    bottom = _snap_up((like.ymax - ymin) / like.pixel_height)
    return replace(
        like,
        xmin=like.xmin + left * like.pixel_width,
        ymax=like.ymax - top * like.pixel_height,
        width=max(1, right - left),
        height=max(1, bottom - top),
    )
