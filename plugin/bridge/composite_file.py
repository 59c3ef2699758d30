# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing a composite: one raster whose bands are those asked for, and that tells what it was made of."""

from __future__ import annotations

import os

import numpy as np
from osgeo import gdal

from ..core.fetch_composite import CompositeInfo
from ..core.script_builder.spectral_indices import BAND_ROLES
from .raster_writer import RasterWriter

DOMAIN = "TIMESTACK_COMPOSITE"
"""Not the domain of stacks: a composite has no dates of its own."""


_COLOURS = {"red": gdal.GCI_RedBand, "green": gdal.GCI_GreenBand, "blue": gdal.GCI_BlueBand}


class CompositeWriter(RasterWriter):
    """Implements :class:`..core.fetch_composite.CompositeSink`."""

    def __init__(self, path: str | os.PathLike[str], info: CompositeInfo) -> None:
        super().__init__(path, info.request.grid, len(info.request.recipe.bands), info.request.dtype)
        self.info = info

    def write(self, column: int, row: int, values: np.ndarray) -> None:
        """Write a window of all bands, in any order.

        :raises FileProblem: when the disk is full or fails.
        """
        self.write_bands(range(1, self.band_count + 1), column, row, values)

    def _describe(self, dataset: gdal.Dataset) -> None:
        request = self.info.request
        recipe = request.recipe
        dataset.GetRasterBand(1).SetNoDataValue(recipe.nodata_value)
        dataset.SetMetadata(self._items(), DOMAIN)
        known = recipe.catalogued
        colours = self._colours()
        for number, name in enumerate(recipe.bands, start=1):
            raster = dataset.GetRasterBand(number)
            raster.SetDescription(name)
            raster.SetMetadata({"BAND": name, "UNITS": recipe.unit_of(name)})
            band = known.find_band(name) if known else None
            if band is not None and band.wavelength_nm is not None:
                raster.SetMetadata({"CENTRAL_WAVELENGTH_UM": f"{band.wavelength_nm / 1000:.6g}"}, "IMAGERY")
            raster.SetColorInterpretation(colours.get(name, gdal.GCI_GrayIndex if number == 1 else gdal.GCI_Undefined))
            if request.scale_of(name) != 1.0:
                raster.SetScale(request.scale_of(name))
                raster.SetOffset(0.0)

    def _colours(self) -> dict[str, int]:
        """Which bands are red, green and blue, for viewers that ask; empty unless all three are there."""
        recipe = self.info.request.recipe
        roles = BAND_ROLES.get(recipe.collection, {})
        bands = {roles[role]: code for role, code in _COLOURS.items() if roles.get(role) in recipe.bands}
        return bands if len(bands) == len(_COLOURS) else {}

    def _items(self) -> dict[str, str]:
        request, steps = self.info.request, self.info.steps
        selection, recipe = request.selection, request.recipe
        items = {
            "METHOD": recipe.method,
            "PERCENTILE": f"{recipe.percentile:g}" if recipe.method == "percentile" else "",
            "CLOUD_MASK": recipe.cloud_mask.band,
            "FROM": selection.start.isoformat(),
            "TO": selection.end.isoformat(),
            "STEPS": str(len(steps)),
            "DATES": ",".join(dict.fromkeys(step.time.date().isoformat() for step in steps)),
            "MOSAICKING": selection.mosaicking,
            "MAX_CLOUD_COVER": f"{selection.max_cloud_cover_pct:g}",
            "COLLECTION": selection.collection,
            "CONNECTION": self.info.connection,
            "EVALSCRIPT": self.info.script,
        }
        return {key: value for key, value in items.items() if value}
