# SPDX-License-Identifier: GPL-2.0-or-later
"""Places in one coordinate reference system told in another. x (longitude, easting) always comes first.

Works in any thread without QGIS: GDAL's projection objects are kept per thread, never shared.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from osgeo import osr

from ..core.errors import InvalidRequest
from ..core.grid import Bounds
from .gdal_errors import GdalErrors

_CODE = re.compile(r"\s*(?:urn:ogc:def:crs:)?(?P<authority>[A-Za-z]+)\s*:[^:]*?:?\s*(?P<code>[A-Za-z0-9]+)\s*")
_SURE = 90
"""GDAL's confidence, in percent, from which a described CRS is taken for a catalogued one."""

_KEPT = 32
_local = threading.local()


def open_crs(text: str) -> osr.SpatialReference:
    """A CRS from an authority code, a URN, WKT or a PROJ text, with x first.

    :raises InvalidRequest: when GDAL does not know it.
    """
    crs = osr.SpatialReference()
    status = -1
    match = _CODE.fullmatch(text)
    with GdalErrors():
        status = crs.SetFromUserInput(f"{match['authority'].upper()}:{match['code'].upper()}" if match else text)
    if not text.strip() or status != 0:
        raise InvalidRequest("CRS", "unknown_crs", value=text[:80])
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


@lru_cache(maxsize=256)
def normalise_crs(text: str) -> str:
    """The authority code of a CRS: ``EPSG:32633`` for ``epsg:32633``, a URN or its WKT.

    :raises InvalidRequest: when GDAL does not know the CRS, or no catalogue lists it.
    """
    crs = open_crs(text)
    authority, code = crs.GetAuthorityName(None), crs.GetAuthorityCode(None)
    if not (authority and code):
        with GdalErrors():
            for match, confidence in crs.FindMatches() or ():
                if confidence >= _SURE:
                    authority, code = match.GetAuthorityName(None), match.GetAuthorityCode(None)
                    break
    if not (authority and code):
        raise InvalidRequest("CRS", "unknown_crs", value=text[:80])
    return f"{authority}:{code}"


@lru_cache(maxsize=256)
def is_geographic(crs: str) -> bool:
    """Whether the CRS counts in degrees.

    :raises InvalidRequest: for an unknown CRS.
    """
    return bool(open_crs(crs).IsGeographic())


def transform_points(x: ArrayLike, y: ArrayLike, from_crs: str, to_crs: str) -> tuple[np.ndarray, np.ndarray]:
    """Points of one CRS in another: x and y as float64 arrays of one dimension.

    A point that has no place in the other CRS comes back as NaN.

    :raises InvalidRequest: for an unknown CRS.
    """
    xs = np.atleast_1d(np.asarray(x, dtype="float64")).ravel()
    ys = np.atleast_1d(np.asarray(y, dtype="float64")).ravel()
    if from_crs == to_crs:
        return xs.copy(), ys.copy()
    transformation = _transformation(from_crs, to_crs)
    moved: list = []
    with GdalErrors():
        moved = transformation.TransformPoints(np.column_stack([xs, ys]).tolist())
    if len(moved) != len(xs):  # GDAL's exceptions are on and one point failed: ask point by point
        moved = [_move(transformation, px, py) for px, py in zip(xs.tolist(), ys.tolist())]
    result = np.array([point[:2] for point in moved], dtype="float64").reshape(-1, 2)
    result[~np.isfinite(result).all(axis=1)] = np.nan
    return result[:, 0], result[:, 1]


def transform_point(x: float, y: float, from_crs: str, to_crs: str) -> tuple[float, float]:
    """One point of a CRS in another.

    :raises InvalidRequest: for an unknown CRS, or a point without a place in the other CRS.
    """
    xs, ys = transform_points(x, y, from_crs, to_crs)
    if np.isnan(xs[0]):
        raise InvalidRequest("CRS", "not_transformable", value=f"{x:g}, {y:g}", crs=to_crs[:80])
    return float(xs[0]), float(ys[0])


def transform_bounds(bounds: Bounds, from_crs: str, to_crs: str, densify: int = 21) -> Bounds:
    """The box in another CRS that holds a box.

    :param bounds: xmin, ymin, xmax, ymax.
    :param densify: points along each side; as many lines of them run across the inside, for areas around a pole.
    :raises InvalidRequest: for an unknown CRS, or a box without a place in the other CRS.
    """
    if from_crs == to_crs:
        return bounds
    xmin, ymin, xmax, ymax = bounds
    across, down = np.meshgrid(np.linspace(xmin, xmax, densify), np.linspace(ymin, ymax, densify))
    xs, ys = transform_points(across, down, from_crs, to_crs)
    if np.isnan(xs).any():
        raise InvalidRequest("EXTENT", "not_transformable", value=", ".join(f"{v:g}" for v in bounds), crs=to_crs[:80])
    return (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))


def _transformation(from_crs: str, to_crs: str) -> osr.CoordinateTransformation:
    kept = _local.__dict__.setdefault("transformations", {})
    key = (from_crs, to_crs)
    if key not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        transformation = None
        source, target = open_crs(from_crs), open_crs(to_crs)
        with GdalErrors():
            transformation = osr.CoordinateTransformation(source, target)
        if transformation is None:
            raise InvalidRequest("CRS", "not_transformable", value=from_crs[:80], crs=to_crs[:80])
        kept[key] = transformation
    return kept[key]


def _move(transformation: osr.CoordinateTransformation, x: float, y: float) -> tuple[float, float]:
    moved = (np.nan, np.nan)
    with GdalErrors():
        moved = transformation.TransformPoint(x, y)
    return moved[0], moved[1]
