# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing composites: one raster whose bands are those asked for, or a stack; they tell what they were made of."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..core.composite_periods import describe_composites
from ..core.fetch_composite import CompositeInfo
from ..core.script_builder.spectral_indices import BAND_ROLES
from ..core.stack import StackInfo
from .raster_writer import RasterWriter
from .stack_file import StackWriter

DOMAIN = "TIMESTACK_COMPOSITE"
"""Not the domain of stacks: a composite has no dates of its own."""


_COLOURS = {"red": gdal.GCI_RedBand, "green": gdal.GCI_GreenBand, "blue": gdal.GCI_BlueBand}


class CompositeWriter(RasterWriter):
    """Implements :class:`..core.fetch_composite.CompositeSink`."""

    def __init__(self, path: str | os.PathLike[str], info: CompositeInfo) -> None:
        super().__init__(path, info.request.grid, len(info.request.recipe.bands), info.request.dtype)
        self.info = info

    def write(self, step: int, column: int, row: int, values: np.ndarray) -> None:
        """Write a window of all bands, in any order.

        :param step: 0, as there is one image.
        :raises FileProblem: when the disk is full or fails.
        """
        if step:
            raise ValueError(f"period {step} of one image")
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
        steps = self.info.steps
        items = {
            **_describe_making(self.info),
            "STEPS": str(len(steps)),
            "DATES": ",".join(dict.fromkeys(step.time.date().isoformat() for step in steps)),
            "CONNECTION": self.info.connection,
            "EVALSCRIPT": self.info.script,
        }
        return {key: value for key, value in items.items() if value}


def composite_stack(info: CompositeInfo) -> StackInfo:
    """The stack that composites of several periods make."""
    return describe_composites(info.request, info.periods, info.connection, info.script)


def open_composite_stack(path: str | os.PathLike[str], info: CompositeInfo, scratch: Path | None) -> StackWriter:
    """A stack in the making, which tells how many scenes each of its dates was made of."""
    scenes = {period.first.isoformat(): len(period.steps) for period in info.periods}
    making = {"algorithm": "fetchcomposite", "PERIOD": info.request.period, **_describe_making(info), "SCENES": scenes}
    derived = json.dumps(making, ensure_ascii=False)
    return StackWriter(path, composite_stack(info), extra={"DERIVED": derived}, scratch=scratch)


def _describe_making(info: CompositeInfo) -> dict[str, str]:
    """How scenes became images."""
    selection, recipe = info.request.selection, info.request.recipe
    items = {
        "METHOD": recipe.method,
        "PERCENTILE": f"{recipe.percentile:g}" if recipe.method == "percentile" else "",
        "CLOUD_MASK": recipe.cloud_mask.band,
        "FROM": selection.start.isoformat(),
        "TO": selection.end.isoformat(),
        "MOSAICKING": selection.mosaicking,
        "MAX_CLOUD_COVER": f"{selection.max_cloud_cover_pct:g}",
        "COLLECTION": selection.collection,
    }
    return {key: value for key, value in items.items() if value}
