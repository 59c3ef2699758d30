# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing what a script returned: one GeoTIFF for each of its outputs."""

from __future__ import annotations

import os
from collections.abc import Mapping

from osgeo import gdal

from ..core.grid import PixelGrid
from .raster_writer import RasterWriter

DOMAIN = "TIMESTACK_SCRIPT"
"""Not the domain of stacks: nobody has proved which band of a script is which date."""


class ScriptRasterWriter(RasterWriter):
    """One output in the making, under its final name only when it is whole."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        grid: PixelGrid,
        band_count: int,
        dtype: str,
        *,
        output_id: str,
        nodata: float | None = None,
        about: Mapping[str, str] | None = None,
    ) -> None:
        """
        :param about: items for the file's metadata; never anything secret.
        """
        is_picture = dtype == "uint8" and band_count == 3
        super().__init__(path, grid, band_count, dtype, photometric="RGB" if is_picture else "MINISBLACK")
        self._output_id, self._nodata, self._about = output_id, nodata, dict(about or {})

    def _describe(self, dataset: gdal.Dataset) -> None:
        if self._nodata is not None:
            dataset.GetRasterBand(1).SetNoDataValue(self._nodata)
        dataset.SetMetadata(self._about, DOMAIN)
        for number in range(1, self.band_count + 1):
            dataset.GetRasterBand(number).SetDescription(f"{self._output_id} {number}")


def storable_dtype(dtype: str) -> str:
    """The sample type in which this GDAL can store values: signed bytes need GDAL 3.7, and are 16 bits wide before."""
    return "int16" if dtype == "int8" and not hasattr(gdal, "GDT_Int8") else dtype
