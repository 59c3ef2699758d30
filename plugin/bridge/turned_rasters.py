# SPDX-License-Identifier: GPL-2.0-or-later
"""Rasters that are not north up: the north-up grid that GDAL's warper brings them onto."""

from __future__ import annotations

import math

from osgeo import gdal

from ..core.grid import PixelGrid

_SNAP = 1e-6
"""Part of a pixel by which computed corners may miss a whole number."""


def north_up_grid(dataset: gdal.Dataset, crs: str) -> PixelGrid | None:
    """The grid around a turned raster, with pixels as large as its own; None where it is north up or lies nowhere.

    A raster that is only upside down, mirrored, or turned by a quarter keeps its very pixels.
    """
    transform = dataset.GetGeoTransform(can_return_null=True)
    if transform is None:
        return None
    x, along_x, across_x, y, along_y, across_y = transform
    if along_x > 0 and across_y < 0 and not across_x and not along_y:
        return None
    if not along_x * across_y - across_x * along_y:
        return None
    columns, rows = dataset.RasterXSize, dataset.RasterYSize
    corners = [(x + c * along_x + r * across_x, y + c * along_y + r * across_y)
               for c in (0, columns) for r in (0, rows)]  # fmt: skip
    xs, ys = zip(*corners)
    width, height = _pixel_size(along_x, across_x, along_y, across_y)
    return PixelGrid(
        crs, min(xs), max(ys), width, height,
        math.ceil((max(xs) - min(xs)) / width - _SNAP), math.ceil((max(ys) - min(ys)) / height - _SNAP),
    )  # fmt: skip


def _pixel_size(along_x: float, across_x: float, along_y: float, across_y: float) -> tuple[float, float]:
    if not across_x and not along_y:
        return abs(along_x), abs(across_y)
    if not along_x and not across_y:
        return abs(across_x), abs(along_y)
    side = math.sqrt(abs(along_x * across_y - across_x * along_y))
    return side, side
