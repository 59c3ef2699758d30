# SPDX-License-Identifier: GPL-2.0-or-later
"""What a stack is: its grid, its time steps, its bands, and what its values mean."""

from __future__ import annotations

from dataclasses import dataclass

from .grid import PixelGrid
from .timeline import TimeStep


@dataclass(frozen=True)
class StackBand:
    """One band of every time step."""

    name: str
    units: str = ""
    """``DN``, ``REFLECTANCE`` …, empty where unknown."""

    wavelength_nm: float | None = None


@dataclass(frozen=True)
class StackInfo:
    """Everything about a stack but its pixels. Raster band number = step * len(bands) + band + 1."""

    grid: PixelGrid
    steps: tuple[TimeStep, ...]
    """Ascending in time."""

    bands: tuple[StackBand, ...]
    dtype: str
    """numpy name: ``uint8``, ``uint16``, ``int16``, ``float32`` …"""

    nodata: float | None
    """Value of pixels without data; NaN is allowed for float types."""

    mosaicking: str = "ORBIT"
    collection: str = ""
    connection: str = ""
    """Name of the connection, never an address with an instance id in it."""

    scale: float = 1.0
    """Physical value = stored value * scale + offset, as GDAL knows them."""

    offset: float = 0.0
    request_json: str = "{}"
    """The request that made it, free of secrets."""

    evalscript: str = ""

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """(time, band, y, x)."""
        return (len(self.steps), len(self.bands), self.grid.height, self.grid.width)

    @property
    def band_names(self) -> tuple[str, ...]:
        """Names of the bands of one time step."""
        return tuple(band.name for band in self.bands)

    def band_number(self, step: int, band: int) -> int:
        """GDAL's number (from 1) of a band of a time step, both counted from 0."""
        return step * len(self.bands) + band + 1
