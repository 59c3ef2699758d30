# SPDX-License-Identifier: GPL-2.0-or-later
"""One WCS GetCoverage question in Sentinel Hub's dialect, for versions 1.0.0 and 1.1.2."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlencode

from .dates import format_instant
from .errors import InvalidRequest
from .grid import Bounds, PixelGrid
from .wkt import swap_axes

VERSIONS = ("1.0.0", "1.1.2")
MAX_SIDE_PX = 2500
MAX_URL_BYTES = 8000
"""The service's own limit is not documented; longer addresses are split into several questions."""

_LATITUDE_FIRST = ("EPSG:4326",)


@dataclass(frozen=True)
class CoverageRequest:
    """Everything that goes into one GetCoverage address but the address of the service."""

    coverage: str
    """Id of the layer, which decides the collection."""

    grid: PixelGrid
    time_from: datetime
    """Closed interval, UTC."""

    time_to: datetime
    evalscript: str = ""
    max_cloud_cover_pct: float = 100.0
    priority: str = "leastRecent"
    resampling: str = "NEAREST"
    geometry_wkt: str = ""
    """Polygon in the grid's CRS in x, y order; pixels outside get dataMask 0."""

    version: str = "1.1.2"
    as_resolution: bool = False
    """Say RESX and RESY instead of WIDTH and HEIGHT."""

    units: float = field(default=0.0, compare=False)
    """Processing units that the answer is expected to cost, 0 where that is not known. No part of the address."""

    def __post_init__(self) -> None:
        if self.version not in VERSIONS:
            raise InvalidRequest("VERSION", "unknown_choice", value=self.version, choices=", ".join(VERSIONS))
        if self.time_from.tzinfo is None or self.time_to.tzinfo is None:
            raise ValueError("request times are timezone-aware")
        if max(self.grid.width, self.grid.height) > MAX_SIDE_PX:
            raise InvalidRequest(
                "EXTENT", "too_many_pixels", width=self.grid.width, height=self.grid.height, limit=MAX_SIDE_PX
            )

    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Names and plain values, in a fixed order, not yet percent-encoded."""
        flipped = is_latitude_first(self.grid.crs, self.version)
        pairs = [
            ("SERVICE", "WCS"),
            ("VERSION", self.version),
            ("REQUEST", "GetCoverage"),
            ("COVERAGE", self.coverage),
            ("CRS", self.grid.crs),
            ("BBOX", format_bbox(self.grid.bounds, flipped)),
            *self._size(),
            ("FORMAT", "image/tiff"),
            ("TIME", f"{format_instant(self.time_from)}/{format_instant(self.time_to)}"),
            ("MAXCC", f"{self.max_cloud_cover_pct:g}"),
            ("PRIORITY", self.priority),
            ("WARNINGS", "NO"),
        ]
        if self.resampling != "NEAREST":
            pairs += [("UPSAMPLING", self.resampling), ("DOWNSAMPLING", self.resampling)]
        if self.geometry_wkt:
            pairs.append(("GEOMETRY", swap_axes(self.geometry_wkt) if flipped else self.geometry_wkt))
        if self.evalscript:
            pairs.append(("EVALSCRIPT", base64.b64encode(self.evalscript.encode("utf-8")).decode("ascii")))
        return tuple(pairs)

    def _size(self) -> list[tuple[str, str]]:
        if not self.as_resolution:
            return [("WIDTH", str(self.grid.width)), ("HEIGHT", str(self.grid.height))]
        return [("RESX", repr(self.grid.pixel_width)), ("RESY", repr(self.grid.pixel_height))]

    def query(self) -> str:
        """The percent-encoded query string; ``: / ,`` stay readable, ``+ / =`` of the script are encoded."""
        plain = [pair for pair in self.parameters() if pair[0] != "EVALSCRIPT"]
        script = [pair for pair in self.parameters() if pair[0] == "EVALSCRIPT"]
        text = urlencode(plain, safe=":/,", quote_via=quote)
        return "&".join([text, *(f"{key}={quote(value, safe='')}" for key, value in script)])


def is_latitude_first(crs: str, version: str) -> bool:
    """Whether coordinates are written latitude first: EPSG:4326 in WCS 1.1.2 (and WFS 2.0.0), never in 1.0.0."""
    return crs.upper() in _LATITUDE_FIRST and version != "1.0.0"


def format_bbox(bounds: Bounds, latitude_first: bool) -> str:
    """Four numbers with enough digits to come back as the same floats."""
    xmin, ymin, xmax, ymax = bounds
    ordered = (ymin, xmin, ymax, xmax) if latitude_first else (xmin, ymin, xmax, ymax)
    return ",".join(_shortest(value) for value in ordered)


def _shortest(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
