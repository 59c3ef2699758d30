# SPDX-License-Identifier: GPL-2.0-or-later
"""How far a source reaches, for the documents that describe it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..core.dates import UTC
from ..core.grid import Bounds
from .layers import find_collection
from .scenes.projection import is_geographic, metres_per_unit, transform_bounds
from .source import SceneRecord, SceneSource

_WORLD = (-180.0, -90.0, 180.0, 90.0)
_DEFAULT_RESOLUTION_M = 10.0


@dataclass(frozen=True)
class Extent:
    """Where and when a source has scenes."""

    lonlat: Bounds
    crs: str
    """The CRS of most scenes."""

    bounds: Bounds
    """In that CRS, on whole pixels."""

    pixel_size: float
    """In units of that CRS."""

    width: int
    height: int
    times: tuple[datetime, ...]
    """Ascending."""

    @property
    def days(self) -> tuple[str, ...]:
        """UTC days with a scene, ascending."""
        return tuple(sorted({time.astimezone(UTC).date().isoformat() for time in self.times}))


def measure(source: SceneSource) -> Extent:
    """The extent of all scenes of a source."""
    records = source.records()
    corners = [point for record in records for ring in record.footprint for point in ring]
    lonlat = _WORLD
    if corners:
        xs, ys = zip(*corners)
        lonlat = (min(xs), min(ys), max(xs), max(ys))
    crs = Counter(record.crs for record in records if record.crs.startswith("EPSG:")).most_common(1)
    native = crs[0][0] if crs else "EPSG:4326"
    boxes = {transform_bounds(record.bounds, record.crs, native) for record in _unique_boxes(records)} - {None}
    bounds = _union(boxes) if boxes else lonlat
    size = _pixel_size(source, native)
    width = max(1, round((bounds[2] - bounds[0]) / size))
    height = max(1, round((bounds[3] - bounds[1]) / size))
    bounds = (bounds[0], bounds[3] - height * size, bounds[0] + width * size, bounds[3])
    return Extent(lonlat, native, bounds, size, width, height, tuple(sorted(record.time for record in records)))


def _unique_boxes(records: Sequence[SceneRecord]) -> list[SceneRecord]:
    return list({(record.bounds, record.crs): record for record in records}.values())


def _union(boxes: set) -> Bounds:
    lows_x, lows_y, highs_x, highs_y = zip(*boxes)
    return min(lows_x), min(lows_y), max(highs_x), max(highs_y)


def _pixel_size(source: SceneSource, crs: str) -> float:
    known = getattr(source, "resolution", None)
    if known is not None and known[0] == crs:
        return float(known[1])
    collection = find_collection(source)
    metres = (collection.native_resolution_m if collection else None) or _DEFAULT_RESOLUTION_M
    size = metres / metres_per_unit(crs)
    return round(size, 9) if is_geographic(crs) else size
