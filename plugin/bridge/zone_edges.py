# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons in any CRS as edges on the pixel lattice of a stack."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from osgeo import ogr

from ..core.coverage import CoveredPixels, cover, orient
from ..core.grid import PixelGrid
from .gdal_errors import GdalErrors
from .projection import transform_points

_STRIP_PX = 1 << 20
"""Pixels of a polygon's box that are looked at in one go."""


def read_edges(wkt: str, crs: str, grid: PixelGrid) -> np.ndarray:
    """Edges (edge, 4) of a polygon in pixels of a grid, from its upper left corner; none when it cannot be used.

    :param wkt: a valid POLYGON or MULTIPOLYGON, x first.
    :param crs: of the polygon; empty for that of the grid. Corners are moved, edges between them stay straight.
    :raises InvalidRequest: for an unknown CRS.
    """
    geometry = None
    if wkt:
        with GdalErrors():
            geometry = ogr.CreateGeometryFromWkt(wkt)
    rings: list[np.ndarray] = []
    holes: list[bool] = []
    for polygon in _polygons(geometry):
        for number in range(polygon.GetGeometryCount()):
            points = np.array(polygon.GetGeometryRef(number).GetPoints(), dtype=float)
            if len(points) >= 3:
                rings.append(points[:, :2])
                holes.append(number > 0)
    if not rings:
        return np.zeros((0, 4))
    points = np.concatenate(rings)
    if crs and grid.crs and crs != grid.crs:
        points = np.column_stack(transform_points(points[:, 0], points[:, 1], crs, grid.crs))
    if not np.isfinite(points).all():
        return np.zeros((0, 4))
    points = np.column_stack(
        [(points[:, 0] - grid.xmin) / grid.pixel_width, (grid.ymax - points[:, 1]) / grid.pixel_height]
    )
    cuts = np.cumsum([len(ring) for ring in rings])[:-1]
    return orient(np.split(points, cuts), holes)


def count_box_pixels(edges: np.ndarray, grid: PixelGrid) -> int:
    """Pixels of the grid in the box around a polygon."""
    left, top, right, bottom = _box(edges, grid)
    return max(0, right - left) * max(0, bottom - top)


def cover_grid(edges: np.ndarray, grid: PixelGrid) -> CoveredPixels:
    """The pixels of a grid that a polygon covers; memory grows with their number, not with the polygon's box."""
    if not len(edges):
        return cover(edges, grid.width, grid.height)
    left, top, right, bottom = _box(edges, grid)
    rows_at_once = max(64, _STRIP_PX // max(1, right - left))
    parts = []
    for row in range(top, bottom, rows_at_once):
        height = min(rows_at_once, bottom - row)
        part = cover(edges - np.array([0, row, 0, row]), grid.width, height)
        parts.append((part.rows + row, part.columns, part.shares))
    if not parts:
        return cover(np.zeros((0, 4)), grid.width, grid.height)
    rows, columns, shares = (np.concatenate(pieces) for pieces in zip(*parts))
    return CoveredPixels(rows.astype(np.int32), columns.astype(np.int32), shares)


def _box(edges: np.ndarray, grid: PixelGrid) -> tuple[int, int, int, int]:
    """First and last column and row (exclusive) of a polygon within a grid: left, top, right, bottom."""
    if not len(edges):
        return (0, 0, 0, 0)
    low, high = edges[:, :2].min(axis=0), edges[:, :2].max(axis=0)
    left, top = np.clip(np.floor(low), 0, (grid.width, grid.height)).astype(int)
    right, bottom = np.clip(np.ceil(high), 0, (grid.width, grid.height)).astype(int)
    return int(left), int(top), int(right), int(bottom)


def _polygons(geometry: ogr.Geometry | None) -> Iterator[ogr.Geometry]:
    if geometry is None or geometry.IsEmpty():
        return
    kind = ogr.GT_Flatten(geometry.GetGeometryType())
    if kind == ogr.wkbPolygon:
        yield geometry
    elif kind in (ogr.wkbMultiPolygon, ogr.wkbGeometryCollection):
        for number in range(geometry.GetGeometryCount()):
            yield from _polygons(geometry.GetGeometryRef(number))
