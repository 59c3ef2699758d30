# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the hub's pixels come from: what a source of scenes must offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np

from ..core.grid import Bounds, PixelGrid


@dataclass(frozen=True)
class SourceBand:
    """One band that can be asked for."""

    name: str
    units: tuple[str, ...] = ("DN",)
    """Units it can be delivered in, default first (upper case)."""

    dn_per_unit: float = 1.0
    """DN divided by this is the value in the physical unit (10000 for Sentinel-2 reflectance)."""

    stored_units: str = "DN"
    """Units of what :meth:`SceneSource.read` returns."""

    resolution: float | None = None
    """Side of a native pixel in units of the scenes' CRS; None where it is not known or differs between scenes."""


@dataclass(frozen=True)
class SceneRecord:
    """One scene (source tile) of a source, without its pixels."""

    time: datetime
    """Sensing time, UTC, aware."""

    data_path: str
    """Unique within the source."""

    tile_id: str
    crs: str
    """Native CRS, ``EPSG:n``."""

    bounds: Bounds
    """Outer edges in the native CRS."""

    footprint: tuple[tuple[tuple[float, float], ...], ...]
    """Closed outer rings of (longitude, latitude) of the area with data."""

    cloud_cover_pct: float | None = None
    product_id: str = ""
    scene_id: int = 0
    """What scripts see as ``shId``."""

    pixel_size: tuple[float, float] | None = None
    """Width and height of all its native pixels in CRS units, where the scene and not the band decides: files."""


class SceneSource(Protocol):
    """A set of scenes of one collection. Methods are called from several threads at once."""

    collection_id: str
    """``sentinel-2-l2a`` …"""

    title: str

    bands: Mapping[str, SourceBand]
    """By name, in catalogue order, without ``dataMask``."""

    normalization_factor: float
    """REFLECTANCE = DN * this."""

    nodata_value: float
    """Value of band samples where there are no data: 0, or NaN for Landsat."""

    def records(self) -> Sequence[SceneRecord]:
        """Every scene there is, in any order."""
        ...

    def read(self, record: SceneRecord, bands: Sequence[str], grid: PixelGrid) -> Mapping[str, np.ndarray]:
        """Sample bands of one scene onto a grid of any CRS, nearest neighbour.

        :returns: (y, x) arrays in stored units, plus ``dataMask`` (uint8: 1 data, 0 none), for each band asked for.
        """
        ...
