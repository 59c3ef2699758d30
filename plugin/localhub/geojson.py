# SPDX-License-Identifier: GPL-2.0-or-later
"""Polygons in GeoJSON."""

from __future__ import annotations

import math

import numpy as np

from .json_body import JsonObject, wrong
from .places import Polygons

_KINDS = ("Polygon", "MultiPolygon")
_MAX_CORNERS = 20_000


def read_polygons(asked: JsonObject) -> Polygons:
    """All rings of a Polygon or MultiPolygon, holes included.

    :raises Refusal: for anything else.
    """
    asked.allow("type", "coordinates", "crs", "bbox")
    kind = asked.text("type", choices=_KINDS)
    coordinates = asked.items("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    path = asked.at("coordinates")
    rings, corners = [], 0
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise wrong(path, "should be lists of rings")
        for ring in polygon:
            if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
                raise wrong(path, "should have closed rings of at least four positions")
            corners += len(ring)
            if corners > _MAX_CORNERS:
                raise wrong(path, f"should have at most {_MAX_CORNERS} positions")
            rings.append(np.array([_read_position(position, path) for position in ring]))
    return Polygons(tuple(rings))


def _read_position(position: object, path: str) -> tuple[float, float]:
    if isinstance(position, list) and len(position) in (2, 3):
        numbers = [float(v) for v in position if isinstance(v, (int, float)) and not isinstance(v, bool)]
        if len(numbers) == len(position) and all(math.isfinite(v) and abs(v) <= 1e9 for v in numbers):
            return numbers[0], numbers[1]
    raise wrong(path, "should have positions of two numbers")
