# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas on the globe: a box of any CRS as a ring of degrees, what touches it, how large it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from .acquisitions import Ring
from .grid import Bounds

ToDegrees = Callable[[str, Sequence[tuple[float, float]]], list[tuple[float, float]]]
"""Points of a CRS in degrees, longitude first (:meth:`.ports.CoverageService.to_longitude_latitude`)."""

_SIDE_POINTS = 9
_DRAWN_IN = 1e-6
_RADIUS_KM = 6371.0072
"""Of the sphere with the surface of the WGS 84 ellipsoid."""


def box_ring(bounds: Bounds, crs: str, to_degrees: ToDegrees) -> Ring:
    """The edge of a box, closed, in degrees, with several points along each side.

    The box is drawn in by a millionth, so that what only shares an edge with it does not touch it. Points without a
    place in degrees are left out.
    """
    xmin, ymin, xmax, ymax = bounds
    dx, dy = (xmax - xmin) * _DRAWN_IN, (ymax - ymin) * _DRAWN_IN
    left, low, right, high = xmin + dx, ymin + dy, xmax - dx, ymax - dy
    corners = [(left, low), (right, low), (right, high), (left, high)]
    points = [
        (x1 + (x2 - x1) * piece / _SIDE_POINTS, y1 + (y2 - y1) * piece / _SIDE_POINTS)
        for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]])
        for piece in range(_SIDE_POINTS)
    ]
    ring = [(x, y) for x, y in to_degrees(crs, points) if math.isfinite(x) and math.isfinite(y)]
    return (*ring, ring[0]) if ring else ()


class TouchTest:
    """Tells which footprints share a place with an area."""

    def __init__(self, area: Ring) -> None:
        """:param area: closed ring of (longitude, latitude); empty touches everything, because it is not known."""
        self._turn = area[0][0] if area else 0.0
        self._area = self._unwrap(area)
        self._known: dict[tuple[Ring, ...], bool] = {}

    def touches(self, footprint: tuple[Ring, ...]) -> bool:
        """Whether any of the rings shares a place with the area; True where the footprint is unknown."""
        if not footprint or not len(self._area):
            return True
        if footprint not in self._known:
            self._known[footprint] = any(_overlap(self._unwrap(ring), self._area) for ring in footprint)
        return self._known[footprint]

    def _unwrap(self, ring: Ring) -> np.ndarray:
        """The ring, (point, axis), on the turn of the earth of the area, so that the date line cuts nothing in two."""
        points = np.array(ring, np.float64).reshape(-1, 2)
        points[:, 0] -= 360.0 * np.round((points[:, 0] - self._turn) / 360.0)
        return points


def _overlap(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two closed rings of (x, y) share a place."""
    if not len(one) or (one.max(axis=0) < other.min(axis=0)).any() or (other.max(axis=0) < one.min(axis=0)).any():
        return False
    return _edges_cross(one, other) or _holds(one, other[0]) or _holds(other, one[0])


def _edges_cross(one: np.ndarray, other: np.ndarray) -> bool:
    a, b = one[:-1, None], one[1:, None]
    c, d = other[None, :-1], other[None, 1:]
    apart = (_side(a, b, c) * _side(a, b, d) > 0) | (_side(c, d, a) * _side(c, d, b) > 0)
    boxes = (np.minimum(a, b) <= np.maximum(c, d)) & (np.minimum(c, d) <= np.maximum(a, b))
    return bool((~apart & boxes.all(axis=-1)).any())


def _side(start: np.ndarray, end: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Above zero left of the line from start to end."""
    along, aside = end - start, point - start
    result: np.ndarray = np.sign(along[..., 0] * aside[..., 1] - along[..., 1] * aside[..., 0])
    return result


def _holds(ring: np.ndarray, point: np.ndarray) -> bool:
    """Even-odd rule."""
    (x, y), start, end = point, ring[:-1], ring[1:]
    spans = (start[:, 1] > y) != (end[:, 1] > y)
    rise = np.where(spans, end[:, 1] - start[:, 1], 1.0)
    crossing = start[:, 0] + (end[:, 0] - start[:, 0]) * (y - start[:, 1]) / rise
    return bool((spans & (x < crossing)).sum() % 2)


def ring_area_km2(ring: Iterable[tuple[float, float]]) -> float:
    """Area on the globe of a ring of (longitude, latitude) that holds no pole.

    Lambert's cylindrical projection keeps areas: x is the longitude, y the sine of the latitude.
    """
    points = np.radians(np.array(list(ring), np.float64).reshape(-1, 2))
    if len(points) < 3:
        return 0.0
    x, y = np.unwrap(points[:, 0]), np.sin(points[:, 1])
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y)) / 2 * _RADIUS_KM**2)
