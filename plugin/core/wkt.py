# SPDX-License-Identifier: GPL-2.0-or-later
"""The little of Well-Known Text that requests need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from .errors import InvalidRequest

_RING = re.compile(r"\(([^()]+)\)")
_NEXT_POLYGON = re.compile(r"(?<=\))\s*\)\s*,")
_PAIR = re.compile(r"(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s+(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)")
_POLYGON = re.compile(r"\s*(MULTI)?POLYGON\s*\([\s\d.,()eE+-]+\)\s*", re.IGNORECASE)


def check_polygon(wkt: str, parameter: str = "MASK") -> str:
    """The text unchanged when it is a two-dimensional POLYGON or MULTIPOLYGON.

    :raises InvalidRequest: when it is something else.
    """
    if not _POLYGON.fullmatch(wkt) or wkt.count("(") != wkt.count(")"):
        raise InvalidRequest(parameter, "not_a_polygon", value=wkt[:40])
    return wkt


def swap_axes(wkt: str) -> str:
    """The same geometry with the two numbers of every pair exchanged."""
    return _PAIR.sub(r"\2 \1", wkt)


def to_geojson(wkt: str) -> dict[str, object]:
    """A polygon or multipolygon as GeoJSON, its coordinates as they are, rings closed.

    :raises InvalidRequest: when the text is something else.
    """
    text = check_polygon(wkt).strip()
    is_multiple = text.upper().startswith("MULTI")
    polygons = [[_read_ring(ring) for ring in _RING.findall(part)] for part in _NEXT_POLYGON.split(text)]
    if not all(polygons) or not all(len(ring) >= 4 for polygon in polygons for ring in polygon):
        raise InvalidRequest("MASK", "not_a_polygon", value=wkt[:40])
    if is_multiple:
        return {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Polygon", "coordinates": polygons[0]}


def _read_ring(text: str) -> list[list[float]]:
    points = [[float(x), float(y)] for x, y in _PAIR.findall(text)]
    return points if points[:1] == points[-1:] else [*points, points[0]]


def map_points(
    wkt: str, transform: Callable[[list[float], list[float]], tuple[Iterable[float], Iterable[float]]], decimals: int
) -> str:
    """The same geometry with every point moved by ``transform(xs, ys)`` and rounded to so many decimals."""
    pairs = _PAIR.findall(wkt)
    xs, ys = transform([float(x) for x, _ in pairs], [float(y) for _, y in pairs])
    moved = iter([f"{round(float(x), decimals):.15g} {round(float(y), decimals):.15g}" for x, y in zip(xs, ys)])
    return _PAIR.sub(lambda _: next(moved), wkt)
