# SPDX-License-Identifier: GPL-2.0-or-later
"""Acquisitions: the dated scenes that exist for an area."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from .dates import UTC

Ring = tuple[tuple[float, float], ...]
"""Closed ring of (longitude, latitude) pairs in degrees, WGS 84."""

_MGRS = re.compile(r"(?:/tiles/|_T|/|^)(\d{1,2})/?([C-HJ-NP-X])/?([A-HJ-NP-Z]{2})(?=[/_.]|$)")


@dataclass(frozen=True)
class Acquisition:
    """One source tile, as discovery tells of it."""

    time: datetime
    """Sensing time, UTC."""

    data_path: str
    """Where the service keeps the tile; the key that tells two tiles of one pass apart."""

    tile_id: str = ""
    """Name of the tile in the sensor's own grid (``33TVM``), empty where it has none."""

    cloud_cover_pct: float | None = None
    """Cloud cover of the whole source tile in percent, None where the collection has no such figure."""

    footprint: tuple[Ring, ...] = ()
    """Outer rings of the area with data, empty where unknown."""

    product_id: str = ""
    """Identifier of the product the tile belongs to."""

    crs: str = ""
    """Native CRS of the tile (``EPSG:32633``), empty where unknown."""

    def __post_init__(self) -> None:
        if self.time.tzinfo is None:
            raise ValueError("acquisition times are timezone-aware")

    @property
    def day(self) -> date:
        """UTC calendar day."""
        return self.time.astimezone(UTC).date()

    def covers(self, longitude: float, latitude: float) -> bool:
        """Whether the footprint holds a point (True where the footprint is unknown)."""
        return not self.footprint or any(_inside(ring, longitude, latitude) for ring in self.footprint)


def _inside(ring: Ring, x: float, y: float) -> bool:
    """Even-odd rule."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def tile_id_from_path(data_path: str) -> str:
    """The MGRS tile in a Sentinel-2 data path or product name, empty when there is none.

    >>> tile_id_from_path("s3://sentinel-s2-l2a/tiles/33/T/VM/2020/9/15/0")
    '33TVM'
    """
    match = _MGRS.search(data_path)
    return f"{int(match[1]):02d}{match[2]}{match[3]}" if match else ""
