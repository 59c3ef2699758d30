# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing a stack file: every band carries its date, and the file appears only when it is whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..core.stack import StackInfo
from ..core.stack_metadata import DOMAIN, describe_file, describe_step
from .raster_writer import BLOCK_PX, RasterWriter

__all__ = ["BLOCK_PX", "StackWriter"]


class StackWriter(RasterWriter):
    """A stack file in the making; the sink of a fetch."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        info: StackInfo,
        *,
        compression: str = "DEFLATE",
        extra: Mapping[str, str] | None = None,
        scratch: Path | None = None,
    ) -> None:
        """
        :param compression: as :class:`.raster_writer.RasterWriter`, and so is ``scratch``.
        :param extra: more items for the file's ``TIMESTACK`` metadata; never anything secret.
        """
        count = len(info.steps) * len(info.bands)
        super().__init__(path, info.grid, count, info.dtype, compression=compression, scratch=scratch)
        self.info = info
        self._extra = dict(extra or {})

    def write(self, step: int, column: int, row: int, values: np.ndarray) -> None:
        """Write a window of one time step, in any order; windows of whole tiles are best.

        :param step: counted from 0.
        :param values: (band, y, x), in the stack's sample type.
        :raises FileProblem: when the disk is full or fails.
        """
        self.write_bands(
            [self.info.band_number(step, band) for band in range(len(self.info.bands))], column, row, values
        )

    def _describe(self, dataset: gdal.Dataset) -> None:
        """All metadata before the first pixel, so that the directory is written once, in the TIFF itself."""
        info = self.info
        if info.nodata is not None:
            dataset.GetRasterBand(1).SetNoDataValue(info.nodata)
        dataset.SetMetadata({**self._extra, **describe_file(info)}, DOMAIN)
        for index, step in enumerate(info.steps):
            for offset, band in enumerate(info.bands):
                raster = dataset.GetRasterBand(info.band_number(index, offset))
                raster.SetDescription(step.describe_band(band.name))
                own, imagery = describe_step(step, band)
                raster.SetMetadata(own)
                raster.SetMetadata(imagery, "IMAGERY")
                if (info.scale, info.offset) != (1.0, 0.0):
                    raster.SetScale(info.scale)
                    raster.SetOffset(info.offset)
