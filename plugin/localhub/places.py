# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a question is about: CRS, BBOX and axis order, size or resolution, and GEOMETRY."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from ..core.grid import Bounds, PixelGrid
from .answers import Refusal
from .parameters import Parameters, invalid, parse_number, parse_numbers
from .scenes.projection import is_geographic, is_known, metres_per_unit

_CODE = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:EPSG:[\d.]*:|https?://www\.opengis\.net/def/crs/EPSG/0/|EPSG:)(\d{3,6})", re.I
)
_LONGITUDE_FIRST = re.compile(
    r"(?:urn:ogc:def:crs:OGC:[\d.]*:CRS84|https?://www\.opengis\.net/def/crs/OGC/1\.3/CRS84|CRS:84)", re.I
)
_WKT = re.compile(r"\s*(?P<kind>MULTI)?POLYGON\s*(?P<body>\([\s\d.,()eE+-]+\))\s*", re.I)
_RING = re.compile(r"\(([^()]+)\)")
_MAX_CORNERS = 20_000


@dataclass(frozen=True)
class AxisOrder:
    """A CRS and how its coordinates are written in this question."""

    crs: str
    """``EPSG:n``."""

    is_flipped: bool
    """Latitude is written first."""


@dataclass(frozen=True)
class Polygons:
    """Rings in the CRS of a grid, x first; a place is inside by the even-odd rule."""

    rings: tuple[np.ndarray, ...]

    @property
    def bounds(self) -> Bounds:
        """The box around them."""
        corners = np.concatenate(self.rings)
        xmin, ymin = corners.min(axis=0)
        xmax, ymax = corners.max(axis=0)
        return float(xmin), float(ymin), float(xmax), float(ymax)

    def mask(self, grid: PixelGrid) -> np.ndarray:
        """True for the pixels of a grid whose centre is inside."""
        starts = np.concatenate(self.rings)
        ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in self.rings])
        xs = grid.xmin + (np.arange(grid.width) + 0.5) * grid.pixel_width
        inside = np.zeros((grid.height, grid.width), bool)
        for row in range(grid.height):
            y = grid.ymax - (row + 0.5) * grid.pixel_height
            cut = (starts[:, 1] > y) != (ends[:, 1] > y)
            if not cut.any():
                continue
            (x1, y1), (x2, y2) = starts[cut].T, ends[cut].T
            with np.errstate(all="ignore"):  # corners may lie anywhere
                crossings = np.sort(x1 + (y - y1) * ((x2 - x1) / (y2 - y1)))
            inside[row] = (len(crossings) - np.searchsorted(crossings, xs, side="right")) % 2 == 1
        return inside


def read_crs(name: str, text: str, latitude_first: bool) -> AxisOrder:
    """A CRS parameter.

    :param name: of the parameter, for the refusal.
    :param latitude_first: whether this version of the service writes EPSG:4326 latitude first.
    """
    if _LONGITUDE_FIRST.fullmatch(text):
        return AxisOrder("EPSG:4326", False)
    match = _CODE.fullmatch(text)
    if match is None or not is_known(f"EPSG:{int(match[1])}"):
        raise invalid(name, text, "Should be a known CRS such as EPSG:32633.")
    crs = f"EPSG:{int(match[1])}"
    return AxisOrder(crs, latitude_first and crs == "EPSG:4326")


def read_bbox(name: str, text: str, axes: AxisOrder) -> Bounds:
    """Four numbers, lower corner then upper corner, in the order of the axes."""
    numbers = parse_numbers(name, text)
    if len(numbers) != 4:
        raise invalid(name, text, "Should be four numbers.")
    a, b, c, d = numbers
    xmin, ymin, xmax, ymax = (b, a, d, c) if axes.is_flipped else (a, b, c, d)
    if xmin >= xmax or ymin >= ymax:
        raise invalid(name, text, "The upper corner should be greater than the lower corner.")
    if is_geographic(axes.crs) and not (ymin >= -90.0 and ymax <= 90.0 and xmin >= -540.0 and xmax <= 540.0):
        raise invalid(name, text, "Not on the earth; check the axis order of this version.")
    return xmin, ymin, xmax, ymax


def read_geometry(text: str, axes: AxisOrder) -> Polygons | None:
    """GEOMETRY: a POLYGON or MULTIPOLYGON in WKT, in the CRS and axis order of the question; None for an empty text."""
    if not text:
        return None
    match = _WKT.fullmatch(text)
    if match is None or text.count("(") != text.count(")"):
        raise invalid("GEOMETRY", text, "Should be a POLYGON or MULTIPOLYGON in WKT.")
    rings = []
    for ring in _RING.findall(match["body"]):
        pairs = [pair.split() for pair in ring.split(",")]
        if len(pairs) < 4 or any(len(pair) < 2 for pair in pairs):
            raise invalid("GEOMETRY", text, "A ring has too few corners.")
        corners = [(parse_number("GEOMETRY", pair[0]), parse_number("GEOMETRY", pair[1])) for pair in pairs]
        rings.append(np.array(corners)[:, ::-1] if axes.is_flipped else np.array(corners))
    if not rings or sum(map(len, rings)) > _MAX_CORNERS:
        raise invalid("GEOMETRY", text, f"Should have 4 to {_MAX_CORNERS} corners.")
    return Polygons(tuple(rings))


def read_grid(parameters: Parameters, bounds: Bounds, crs: str, max_side_px: int) -> PixelGrid:
    """The grid of an image by WIDTH and HEIGHT, or by RESX and RESY, whose last pixel count is rounded."""
    width = parameters.whole(("WIDTH",), None, 1, 10_000_000)
    height = parameters.whole(("HEIGHT",), None, 1, 10_000_000)
    res_x, res_y = parameters.find("RESX"), parameters.find("RESY")
    if width is None and height is None and res_x and res_y:
        middle = (bounds[1] + bounds[3]) / 2
        width = _count(bounds[2] - bounds[0], _resolution("RESX", res_x, crs, middle))
        height = _count(bounds[3] - bounds[1], _resolution("RESY", res_y, crs, None))
    if width is None or height is None:
        missing = "HEIGHT" if width else "WIDTH" if height else "RESY" if res_x else "RESX" if res_y else "WIDTH"
        raise Refusal(f"Parameter {missing} is missing! Give WIDTH and HEIGHT, or RESX and RESY.")
    return make_grid(bounds, crs, width, height, max_side_px)


def make_grid(bounds: Bounds, crs: str, width: int, height: int, max_side_px: int) -> PixelGrid:
    """A grid of so many pixels on a box."""
    if max(width, height) > max_side_px:
        raise Refusal(
            f"Output image area of {width} x {height} is too large! "
            f"Should be at most {max_side_px} x {max_side_px} pixels."
        )
    size_x, size_y = (bounds[2] - bounds[0]) / width, (bounds[3] - bounds[1]) / height
    return PixelGrid(crs, bounds[0], bounds[3], size_x, size_y, width, height)


def metres_per_pixel(grid: PixelGrid) -> float:
    """Size of the greater side of a pixel on the ground, nearly."""
    unit = metres_per_unit(grid.crs)
    shrink = 1.0
    if is_geographic(grid.crs):
        shrink = math.cos(math.radians(grid.ymax - grid.height * grid.pixel_height / 2))
    return unit * max(grid.pixel_height, grid.pixel_width * max(shrink, 1e-6))


def _resolution(name: str, text: str, crs: str, latitude: float | None) -> float:
    """In CRS units; ``10m`` means metres whatever the CRS. Longitudes shrink with the latitude."""
    in_metres = text[-1:] in ("m", "M")
    value = parse_number(name, text[:-1] if in_metres else text)
    if value <= 0:
        raise invalid(name, text, "Should be above 0.")
    if not in_metres:
        return value
    shrink = math.cos(math.radians(latitude)) if latitude is not None and is_geographic(crs) else 1.0
    return value / (metres_per_unit(crs) * max(shrink, 1e-6))


def _count(length: float, size: float) -> int:
    return max(1, math.floor(min(length / size, 1e7) + 0.5))
