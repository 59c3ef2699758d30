# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas of interest: rectangles and mask polygons in any CRS, and the pixel grid that covers them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from osgeo import gdal, ogr

from ..core.errors import FileProblem, InvalidRequest
from ..core.grid import Bounds, PixelGrid, align_grid, snap_grid, utm_crs
from ..core.wkt import check_polygon, map_points
from .projection import is_geographic, normalise_crs, transform_bounds, transform_points

_UTM = re.compile(r"EPSG:32[67]\d\d")
_METRES_PER_DEGREE = 111_320.0
_MAX_MASK_CHARACTERS = 2000
"""A mask travels in the address of every request."""


@dataclass(frozen=True)
class Area:
    """A rectangle in some CRS, and a mask polygon in the same CRS where one is given."""

    bounds: Bounds
    crs: str
    mask_wkt: str = ""


def choose_crs(area: Area, wanted: str) -> str:
    """The CRS of the stack: the wanted one; else the area's own where it is a UTM zone; else its centre's zone."""
    if wanted:
        return normalise_crs(wanted)
    own = normalise_crs(area.crs)
    if _UTM.fullmatch(own):
        return own
    west, south, east, north = transform_bounds(area.bounds, own, "EPSG:4326")
    return utm_crs((west + east) / 2, (south + north) / 2)


def build_grid(area: Area, wanted_crs: str, resolution: float, resolution_y: float | None = None) -> PixelGrid:
    """Whole pixels on multiples of the resolution that cover the area.

    :raises InvalidRequest: for an empty area, a resolution not above zero, or an unknown CRS.
    """
    check_bounds(area.bounds)
    crs = choose_crs(area, wanted_crs)
    return snap_grid(transform_bounds(area.bounds, area.crs, crs), crs, resolution, resolution_y)


def check_bounds(bounds: Bounds) -> None:
    """:raises InvalidRequest: when a rectangle is empty, reversed, or not of numbers."""
    xmin, ymin, xmax, ymax = bounds
    if not (xmin < xmax and ymin < ymax):
        raise InvalidRequest("EXTENT", "empty_area")


def match_grid(area: Area | None, raster_path: str) -> PixelGrid:
    """The lattice of an existing raster (CRS, pixel size, alignment), over the area or, without one, all of it."""
    like = read_grid(raster_path)
    if area is None:
        return like
    check_bounds(area.bounds)
    return align_grid(transform_bounds(area.bounds, area.crs, like.crs), like)


def read_grid(raster_path: str) -> PixelGrid:
    """The grid of a raster file.

    :raises FileProblem: when it cannot be opened, or is rotated or not georeferenced.
    """
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(raster_path, gdal.OF_RASTER)
    except RuntimeError:
        dataset = None
    finally:
        gdal.PopErrorHandler()
    if dataset is None:
        raise FileProblem(raster_path, "it is not a raster that GDAL can read")
    transform = dataset.GetGeoTransform(can_return_null=True)
    reference = dataset.GetSpatialRef()
    if transform is None or transform[2] or transform[4] or transform[5] >= 0 or reference is None:
        raise FileProblem(raster_path, "it is not georeferenced north-up")
    return PixelGrid(
        normalise_crs(reference.ExportToWkt()), transform[0], transform[3], transform[1], -transform[5],
        dataset.RasterXSize, dataset.RasterYSize,
    )  # fmt: skip


def fit_mask(area: Area, grid: PixelGrid) -> str:
    """The mask in the grid's CRS, simplified by at most half a pixel where it is too long for an address.

    :raises InvalidRequest: when it is no polygon, or too complex even then.
    """
    if not area.mask_wkt:
        return ""
    decimals = 7 if is_geographic(grid.crs) else 2
    check_polygon(area.mask_wkt)
    wkt = map_points(area.mask_wkt, lambda xs, ys: transform_points(xs, ys, area.crs, grid.crs), decimals)
    if len(wkt) > _MAX_MASK_CHARACTERS:
        geometry = ogr.CreateGeometryFromWkt(wkt)
        simple = geometry.SimplifyPreserveTopology(grid.pixel_width / 2) if geometry is not None else None
        wkt = map_points(simple.ExportToWkt(), lambda xs, ys: (xs, ys), decimals) if simple is not None else wkt
    if len(wkt) > _MAX_MASK_CHARACTERS:
        raise InvalidRequest("MASK", "mask_too_complex", characters=len(wkt), limit=_MAX_MASK_CHARACTERS)
    return wkt


def metres_per_pixel(grid: PixelGrid) -> float:
    """Size of a pixel in metres, roughly where the CRS is in degrees."""
    return grid.pixel_height * (_METRES_PER_DEGREE if is_geographic(grid.crs) else 1.0)
