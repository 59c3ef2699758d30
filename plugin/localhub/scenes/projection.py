# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate reference systems for the hub. x (longitude, easting) always comes first.

GDAL's projection objects are kept per thread and never shared.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from osgeo import ogr, osr

from ...core.errors import InvalidRequest
from ...core.grid import Bounds, PixelGrid
from .gdal_calls import QuietGdal

LONGITUDE_LATITUDE = "EPSG:4326"
EDGE_POINTS = 21
"""Points along each side of a box that is looked at in another CRS."""

_DEGREE_M = 111226.26
"""Metres in a degree of latitude, as the service counts them."""

_KEPT = 32
_local = threading.local()

Ring = Sequence[tuple[float, float]]


def open_crs(text: str) -> osr.SpatialReference:
    """A CRS from ``EPSG:n`` or WKT.

    :raises InvalidRequest: when GDAL does not know it.
    """
    crs = osr.SpatialReference()
    status = -1
    with QuietGdal():
        status = crs.SetFromUserInput(text) if text.startswith("EPSG:") else crs.ImportFromWkt(text)
    if status != 0:
        raise InvalidRequest("CRS", "unknown_crs", value=text[:80])
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


@lru_cache(maxsize=256)
def is_known(crs: str) -> bool:
    """Whether GDAL knows the CRS and it is one of the plane or of longitude and latitude."""
    try:
        found = open_crs(crs)
    except InvalidRequest:
        return False
    return bool(found.IsProjected() or found.IsGeographic())


@lru_cache(maxsize=256)
def metres_per_unit(crs: str) -> float:
    """Length of one unit of a projected CRS; of one degree of latitude in a geographic one."""
    found = open_crs(crs)
    return _DEGREE_M if found.IsGeographic() else float(found.GetLinearUnits()) or 1.0


@lru_cache(maxsize=256)
def is_geographic(crs: str) -> bool:
    """Whether the CRS counts in degrees."""
    return bool(open_crs(crs).IsGeographic())


def transform_points(xs: np.ndarray, ys: np.ndarray, from_crs: str, to_crs: str) -> tuple[np.ndarray, np.ndarray]:
    """Points of one CRS in another, as flat arrays; NaN for those that have no place there."""
    flat = np.column_stack([np.ravel(xs), np.ravel(ys)]).astype(np.float64)
    if from_crs != to_crs:
        transformation = _transformation(from_crs, to_crs)
        moved: list = []
        with QuietGdal():
            moved = transformation.TransformPoints(flat.tolist())
        if len(moved) != len(flat):
            moved = [_move(transformation, x, y) for x, y in flat.tolist()]
        flat = np.array(moved, dtype=np.float64)[:, :2]
        flat[~np.isfinite(flat).all(axis=1)] = np.nan
    return flat[:, 0], flat[:, 1]


@lru_cache(maxsize=6)
def pixel_centres(grid: PixelGrid, crs: str) -> tuple[np.ndarray, np.ndarray]:
    """Centres of a grid's pixels in another CRS, as (row, column) arrays that nobody may change."""
    x = grid.xmin + (np.arange(grid.width) + 0.5) * grid.pixel_width
    y = grid.ymax - (np.arange(grid.height) + 0.5) * grid.pixel_height
    columns, rows = np.meshgrid(x, y)
    xs, ys = transform_points(columns, rows, grid.crs, crs)
    xs, ys = xs.reshape(grid.height, grid.width), ys.reshape(grid.height, grid.width)
    xs.flags.writeable = ys.flags.writeable = False
    return xs, ys


def outline(bounds: Bounds, crs: str, to_crs: str = LONGITUDE_LATITUDE, points: int = EDGE_POINTS) -> Ring:
    """The edge of a box in another CRS, as a closed ring with ``points`` points on each side."""
    xmin, ymin, xmax, ymax = bounds
    steps = np.linspace(0.0, 1.0, points)[:-1]
    right, up = xmin + steps * (xmax - xmin), ymin + steps * (ymax - ymin)
    left, down = xmax - steps * (xmax - xmin), ymax - steps * (ymax - ymin)
    xs = np.concatenate([right, np.full(points - 1, xmax), left, np.full(points - 1, xmin)])
    ys = np.concatenate([np.full(points - 1, ymin), up, np.full(points - 1, ymax), down])
    xs, ys = transform_points(xs, ys, crs, to_crs)
    kept = [(float(x), float(y)) for x, y in zip(xs, ys) if not math.isnan(x)]
    return (*kept, kept[0]) if kept else ()


def transform_bounds(bounds: Bounds, crs: str, to_crs: str) -> Bounds | None:
    """The box in another CRS that holds a box, None when it has no place there."""
    if crs == to_crs:
        return bounds
    ring = outline(bounds, crs, to_crs)
    if not ring:
        return None
    xs, ys = zip(*ring)
    return min(xs), min(ys), max(xs), max(ys)


class LonLatRings:
    """Rings of longitude and latitude, for asking what touches any of them."""

    def __init__(self, rings: Sequence[Ring]) -> None:
        """
        :param rings: closed; none at all touches nothing.
        """
        self._anchor = rings[0][0][0] if rings and rings[0] else 0.0
        self._rings = [self._unwrap(ring) for ring in rings if ring]
        self._boxes = [_box(ring) for ring in self._rings]

    def touches(self, rings: Iterable[Ring]) -> bool:
        """Whether any of the rings shares a place with any of these."""
        for ring in map(self._unwrap, rings):
            box = _box(ring)
            for own, own_box in zip(self._rings, self._boxes):
                apart = box[0] > own_box[2] or box[2] < own_box[0] or box[1] > own_box[3] or box[3] < own_box[1]
                if not apart and bool(_polygon(ring).Intersects(_polygon(own))):
                    return True
        return False

    def _unwrap(self, ring: Ring) -> Ring:
        """The ring on the turn of the earth on which the area lies, so that the date line cuts nothing in two."""
        return [(x - 360.0 * round((x - self._anchor) / 360.0), y) for x, y in ring]


class LonLatArea(LonLatRings):
    """A box of any CRS as a polygon of longitude and latitude."""

    def __init__(self, bounds: Bounds, crs: str) -> None:
        """
        :param bounds: xmin, ymin, xmax, ymax in the CRS. They are drawn in by a millionth, so what only shares an
            edge with the box stays out.
        """
        xmin, ymin, xmax, ymax = bounds
        dx, dy = (xmax - xmin) * 1e-6, (ymax - ymin) * 1e-6
        super().__init__([outline((xmin + dx, ymin + dy, xmax - dx, ymax - dy), crs)])


def _box(ring: Ring) -> Bounds:
    xs, ys = zip(*ring)
    return min(xs), min(ys), max(xs), max(ys)


def _polygon(ring: Ring) -> ogr.Geometry:
    line = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ring:
        line.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(line)
    return polygon


def _transformation(from_crs: str, to_crs: str) -> osr.CoordinateTransformation:
    kept = _local.__dict__.setdefault("transformations", {})
    key = (from_crs, to_crs)
    if key not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        source, target = open_crs(from_crs), open_crs(to_crs)
        transformation = None
        with QuietGdal():
            transformation = osr.CoordinateTransformation(source, target)
        if transformation is None:
            raise InvalidRequest("CRS", "not_transformable", value=from_crs[:80], crs=to_crs[:80])
        kept[key] = transformation
    return kept[key]


def _move(transformation: osr.CoordinateTransformation, x: float, y: float) -> tuple[float, float]:
    moved = (np.nan, np.nan)
    with QuietGdal():
        moved = transformation.TransformPoint(x, y)
    return moved[0], moved[1]
