# SPDX-License-Identifier: GPL-2.0-or-later
"""What the service charges for an answer, in processing units (SENTINEL_HUB.md, section 9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DATA_MASK = "dataMask"
MIN_IMAGE_UNITS = 0.005
"""The least that an image costs, over OGC and by the Process API."""

MIN_STATISTICAL_UNITS = 0.01
INTEGER_FORMAT, FLOAT_FORMAT, OCTET_STREAM_FORMAT = 1.0, 2.0, 1.4
"""Factors of the answer's format: 8 or 16 bit, 32-bit float TIFF, ``application/octet-stream``."""

MANAGEMENT_UNITS = 1.0
"""Each call that changes something of a BYOC or Zarr collection."""

_UNIT_PX = 512 * 512
_MIN_AREA = 0.01
_LARGE_TILE_PX = 10_000
_MIN_CATALOG_UNITS, _MAX_CATALOG_UNITS = 0.01, 1.0
_CATALOG_KM2 = 1_000_000.0


@dataclass(frozen=True)
class Radar:
    """What a Sentinel-1 layer or request does to its pixels."""

    is_orthorectified: bool = False
    is_terrain_corrected: bool = False
    """Radiometric terrain correction (GAMMA0_TERRAIN), which takes the place of plain orthorectification."""

    has_speckle_filter: bool = False

    @property
    def factor(self) -> float:
        """What the price is multiplied by."""
        geometry = 2.5 if self.is_terrain_corrected else 2.0 if self.is_orthorectified else 1.0
        return geometry * (2.0 if self.has_speckle_filter else 1.0)


@dataclass(frozen=True)
class Image:
    """Everything about an answer that its price depends on."""

    width: int
    """Pixels of the bounding box, not of the polygon inside it."""

    height: int
    input_bands: int
    """Bands that the script reads, as :func:`count_bands` counts them."""

    samples: int = 1
    """Scenes for each pixel: days with ORBIT, source tiles with TILE, 1 when they are flattened."""

    format_factor: float = INTEGER_FORMAT
    local_collections: int = 1
    remote_collections: int = 0
    """Of a fusion: collections of another deployment, each of which counts twice."""

    radar: Radar = Radar()

    @property
    def raw_units(self) -> float:
        """The product of all factors, before any minimum."""
        area = max(self.width * self.height / _UNIT_PX, _MIN_AREA)
        fusion = max(self.local_collections + 2 * self.remote_collections, 1)
        pixels = area * max(self.input_bands, 1) / 3 * max(self.samples, 1)
        return pixels * self.format_factor * fusion * self.radar.factor

    @property
    def units(self) -> float:
        """Price over OGC and by the Process API."""
        return max(self.raw_units, MIN_IMAGE_UNITS)

    @property
    def statistical_units(self) -> float:
        """Price by the Statistical API."""
        return max(self.raw_units, MIN_STATISTICAL_UNITS)

    @property
    def async_units(self) -> float:
        """Price by the Async Process API: at least 10, two thirds for images of 10 000 pixels and more."""
        return max(self.raw_units * (2 / 3 if self._is_large else 1.0), 10.0)

    @property
    def batch_tile_units(self) -> float:
        """Price of one tile of a batch task, whose sum is at least :data:`MIN_BATCH_UNITS`."""
        return self.raw_units * (1 / 3 if self._is_large else 1.0)

    @property
    def _is_large(self) -> bool:
        return self.width * self.height >= _LARGE_TILE_PX


MIN_BATCH_UNITS = 100.0
"""The least that a batch task costs, of images or of statistics."""


def batch_units(tiles: Iterable[Image]) -> float:
    """Price of a batch task."""
    return max(sum(tile.batch_tile_units for tile in tiles), MIN_BATCH_UNITS)


def processing_units(width: int, height: int, input_bands: int, is_float: bool, samples: int) -> float:
    """Price of one image of one collection.

    :param input_bands: as :func:`count_bands` counts them.
    :param is_float: 32-bit samples in the answer count twice.
    :param samples: scenes for each pixel, 1 when they are flattened.
    """
    return Image(width, height, input_bands, samples, FLOAT_FORMAT if is_float else INTEGER_FORMAT).units


def count_bands(names: Iterable[str]) -> int:
    """Bands that are charged: each once. ``dataMask`` is free unless it is alone; ``SCL`` and its like are not."""
    return max(len(set(names) - {DATA_MASK}), 1)


def catalog_units(area_km2: float, months: int) -> float:
    """Price of one question to the Catalog or to WFS, each page of a list included.

    :param months: as :func:`count_months` counts them.
    """
    units = max(area_km2 / _CATALOG_KM2, _MIN_AREA) * max(months, 1)
    return min(max(units, _MIN_CATALOG_UNITS), _MAX_CATALOG_UNITS)


def count_months(start: date, end: date) -> int:
    """Months of a range of days, both inclusive, those begun included: 12 for a calendar year."""
    behind = end + timedelta(days=1)
    months = (behind.year - start.year) * 12 + behind.month - start.month
    return max(months + (1 if behind.day > start.day else 0), 1)
