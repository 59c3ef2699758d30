# SPDX-License-Identifier: GPL-2.0-or-later
"""Which pixels belong to points and polygons given in any CRS."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr

from ..core.errors import InvalidRequest
from ..core.grid import PixelGrid
from ..core.place_groups import PixelBox
from .areas import Area, choose_crs
from .gdal_errors import GdalErrors
from .projection import normalise_crs, transform_points

MAX_POLYGON_PX = 10_000_000
"""Pixels of the bounding box of a polygon; larger ones are for a stack."""

_POINT_TYPES = (ogr.wkbPoint, ogr.wkbMultiPoint)


@dataclass(frozen=True)
class Place:
    """A point or polygon as it was given."""

    name: str
    """For messages."""

    wkt: str


@dataclass(frozen=True)
class LocatedPlace:
    """A single point, or a polygon, on a lattice of pixels."""

    place: int
    """Index of the place that it belongs to."""

    crs: str
    box: PixelBox
    wkt: str
    """The polygon in the CRS; empty for a point, which is one pixel."""

    @property
    def is_point(self) -> bool:
        """Whether it is one pixel by nature."""
        return not self.wkt


def locate_places(
    places: Sequence[Place], crs: str, wanted_crs: str, resolution: float
) -> tuple[list[LocatedPlace], list[str]]:
    """The pixels of places.

    Pixels lie on multiples of the resolution, as those of a fetched stack do; a point on an edge belongs to the pixel
    right of and below it. Of a multipoint every point is located.

    :param wanted_crs: CRS of the pixels; empty for the UTM zone of each place.
    :returns: the located places, and the names of those that have no geometry or none in this CRS.
    :raises InvalidRequest: for an unknown CRS, or a polygon that is too large.
    """
    crs = normalise_crs(crs)
    if not (math.isfinite(resolution) and resolution > 0):
        raise InvalidRequest("RESOLUTION", "not_positive", value=resolution)
    located: list[LocatedPlace] = []
    unusable: list[str] = []
    for index, place in enumerate(places):
        found = _locate(index, place, crs, wanted_crs, resolution)
        located += found
        if not found:
            unusable.append(place.name)
    return located, unusable


def polygon_mask(wkt: str, grid: PixelGrid) -> np.ndarray:
    """The pixels of a grid whose middle lies inside a polygon, (y, x) of bool.

    A polygon without any such pixel (a sliver, or a small one between middles) has the pixel under a point inside it.
    """
    raster = gdal.GetDriverByName("MEM").Create("", grid.width, grid.height, 1, gdal.GDT_Byte)
    raster.SetGeoTransform(grid.geotransform)
    source = (ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")).CreateDataSource("")
    layer = source.CreateLayer("", None, ogr.wkbUnknown)  # without a CRS, as the raster: nothing is to be converted
    feature = ogr.Feature(layer.GetLayerDefn())
    geometry = ogr.CreateGeometryFromWkt(wkt)
    feature.SetGeometry(geometry)
    layer.CreateFeature(feature)
    with GdalErrors():
        gdal.RasterizeLayer(raster, [1], layer, burn_values=[1])
    mask = raster.ReadAsArray().astype(bool)
    if not mask.any():
        point = geometry.PointOnSurface()
        place = grid.locate(point.GetX(), point.GetY()) or (grid.width // 2, grid.height // 2)
        mask[place[1], place[0]] = True
    return mask


def _locate(index: int, place: Place, crs: str, wanted_crs: str, resolution: float) -> list[LocatedPlace]:
    geometry = None
    with GdalErrors():
        geometry = ogr.CreateGeometryFromWkt(place.wkt) if place.wkt.strip() else None
    if geometry is None or geometry.IsEmpty():
        return []
    xmin, xmax, ymin, ymax = geometry.GetEnvelope()
    try:
        target = normalise_crs(wanted_crs) if wanted_crs else choose_crs(Area((xmin, ymin, xmax, ymax), crs), "")
    except InvalidRequest as error:
        if error.rule == "not_transformable":
            return []
        raise
    if ogr.GT_Flatten(geometry.GetGeometryType()) in _POINT_TYPES:
        points = [geometry.GetPoint(0)] if geometry.GetGeometryCount() == 0 else [p.GetPoint(0) for p in geometry]
        xs, ys = transform_points([p[0] for p in points], [p[1] for p in points], crs, target)
        places = dict.fromkeys((float(x), float(y)) for x, y in zip(xs, ys) if math.isfinite(x) and math.isfinite(y))
        return [LocatedPlace(index, target, _point_box(x, y, resolution), "") for x, y in places]
    if not _transform(geometry, crs, target):
        return []
    box = _polygon_box(geometry, resolution)
    if box.width * box.height > MAX_POLYGON_PX:
        raise InvalidRequest("INPUT", "place_too_large", value=place.name, pixels=box.width * box.height,
                             limit=MAX_POLYGON_PX)  # fmt: skip
    return [LocatedPlace(index, target, box, geometry.ExportToIsoWkt())]


def _point_box(x: float, y: float, resolution: float) -> PixelBox:
    column, row = math.floor(x / resolution), math.floor(-y / resolution)
    return PixelBox(column, row, column + 1, row + 1)


def _polygon_box(geometry: ogr.Geometry, resolution: float) -> PixelBox:
    xmin, xmax, ymin, ymax = geometry.GetEnvelope()
    left, top = math.floor(xmin / resolution), math.floor(-ymax / resolution)
    right, bottom = math.ceil(xmax / resolution), math.ceil(-ymin / resolution)
    return PixelBox(left, top, max(right, left + 1), max(bottom, top + 1))


def _transform(geometry: ogr.Geometry, crs: str, target: str) -> bool:
    """Move every corner, in place; whether all of them have a place in the other CRS."""
    if geometry.GetGeometryCount() == 0:
        points = geometry.GetPoints() or []
        xs, ys = transform_points([p[0] for p in points], [p[1] for p in points], crs, target)
        for number, (x, y) in enumerate(zip(xs.tolist(), ys.tolist())):
            geometry.SetPoint_2D(number, x, y)
        return bool(np.isfinite(xs).all() and np.isfinite(ys).all())
    return all(_transform(geometry.GetGeometryRef(n), crs, target) for n in range(geometry.GetGeometryCount()))
