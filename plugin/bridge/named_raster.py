# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing a raster whose bands have names but no dates."""

from __future__ import annotations

import os
from collections.abc import Mapping

from osgeo import gdal

from ..core.stack import StackInfo
from .raster_writer import RasterWriter

DOMAIN = "TIMESTACK_RESULT"
"""Not the domain of stacks: there are no dates."""


class NamedRasterWriter(RasterWriter):
    """The bands of one step of a stack's description."""

    def __init__(self, path: str | os.PathLike[str], info: StackInfo, items: Mapping[str, str]) -> None:
        """:param items: for the metadata; never anything secret."""
        super().__init__(path, info.grid, len(info.bands), info.dtype)
        self._info, self._items = info, dict(items)

    def _describe(self, dataset: gdal.Dataset) -> None:
        if self._info.nodata is not None:
            dataset.GetRasterBand(1).SetNoDataValue(self._info.nodata)
        dataset.SetMetadata(self._items, DOMAIN)
        for number, band in enumerate(self._info.bands, start=1):
            raster = dataset.GetRasterBand(number)
            raster.SetDescription(band.name)
            raster.SetMetadata({"BAND": band.name, **({"UNITS": band.units} if band.units else {})})
