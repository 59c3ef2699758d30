# SPDX-License-Identifier: GPL-2.0-or-later
"""Windows of rasters on a grid that is not theirs: read as they are where the lattice fits, else by GDAL's warper."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from osgeo import gdal

from ..core.errors import FileProblem
from ..core.grid import PixelGrid
from .gdal_errors import GdalErrors
from .gdal_types import gdal_type
from .projection import open_crs
from .raster_sources import RasterSource
from .stack_layout import open_raster

RESAMPLING = {
    "NEAREST": gdal.GRA_NearestNeighbour, "BILINEAR": gdal.GRA_Bilinear, "CUBIC": gdal.GRA_Cubic,
    "AVERAGE": gdal.GRA_Average, "MODE": gdal.GRA_Mode,
}  # fmt: skip
_OPEN_AT_ONCE = 24
_SAME = 1e-3
"""Part of a pixel by which lattices may differ and still be the same."""


def lattice_offset(grid: PixelGrid, target: PixelGrid) -> tuple[int, int] | None:
    """Column and row of the target where a grid of the same lattice begins; None when the lattices differ."""
    if grid.crs != target.crs:
        return None
    for one, other, count in ((grid.pixel_width, target.pixel_width, grid.width),
                              (grid.pixel_height, target.pixel_height, grid.height)):  # fmt: skip
        if abs(one - other) * count > _SAME * other:
            return None
    column = (grid.xmin - target.xmin) / target.pixel_width
    row = (target.ymax - grid.ymax) / target.pixel_height
    if abs(column - round(column)) > _SAME or abs(row - round(row)) > _SAME:
        return None
    return round(column), round(row)


class SourceWindows:
    """Reads bands of rasters on one grid; keeps a few files open."""

    def __init__(self, target: PixelGrid, resampling: str, dtype: str, nodata: float | None) -> None:
        """:param nodata: what stands for no data; None only when nothing can be missing."""
        self._target, self._resampling, self._dtype, self._nodata = target, resampling, np.dtype(dtype), nodata
        self.lost = 0
        """Values that equal the stack's no-data value, in rasters that have another one."""
        self._open: OrderedDict[str, tuple[gdal.Dataset, object]] = OrderedDict()

    def read(self, source: RasterSource, number: int, column: int, row: int, width: int, height: int) -> np.ndarray:
        """A window of the target grid: (y, x), no data outside the source.

        :raises FileProblem: when the file cannot be read.
        """
        offset = None if source.is_turned else lattice_offset(source.grid, self._target)
        dataset = self._dataset(source, is_warped=offset is None)
        values = np.zeros((height, width), self._dtype)
        if self._nodata is not None:
            values[:] = self._nodata
        at = (0, 0) if offset is None else offset
        extent = (
            (self._target.width, self._target.height) if offset is None else (source.grid.width, source.grid.height)
        )
        left, right = max(column, at[0]), min(column + width, at[0] + extent[0])
        top, bottom = max(row, at[1]), min(row + height, at[1] + extent[1])
        if left >= right or top >= bottom:
            return values
        window = (left - at[0], top - at[1], right - left, bottom - top)
        found = self._read(dataset, source.path, number, window)
        if offset is not None and self._nodata is not None:
            missing = dataset.GetRasterBand(number).GetNoDataValue()
            if missing is not None and missing == missing:
                is_missing = found == missing
                if missing != self._nodata:
                    self.lost += int(np.count_nonzero((found == self._nodata) & ~is_missing))
                found[is_missing] = self._nodata
            elif found.dtype.kind == "f":
                found[np.isnan(found)] = self._nodata
        values[top - row : bottom - row, left - column : right - column] = found
        return values

    def _read(self, dataset: gdal.Dataset, path: str, number: int, window: tuple[int, int, int, int]) -> np.ndarray:
        content = None
        with GdalErrors() as errors:
            content = dataset.GetRasterBand(number).ReadRaster(*window, buf_type=gdal_type(self._dtype.name))
        if errors.failures or content is None:
            raise FileProblem(path, errors.failure or "ends too early", "broken")
        return np.frombuffer(bytearray(content), self._dtype).reshape(window[3], window[2])

    def _dataset(self, source: RasterSource, is_warped: bool) -> gdal.Dataset:
        if source.path in self._open:
            self._open.move_to_end(source.path)
            return self._open[source.path][0]
        plain = open_raster(source.path)
        dataset = self._warp(plain, source) if is_warped else plain
        self._open[source.path] = (dataset, plain)
        while len(self._open) > _OPEN_AT_ONCE:
            self._open.popitem(last=False)
        return dataset

    def _warp(self, plain: gdal.Dataset, source: RasterSource) -> gdal.Dataset:
        """A picture of the raster on the target grid, computed as it is read. Bands have their own missing pixels."""
        xmin, ymin, xmax, ymax = self._target.bounds
        crs = open_crs(self._target.crs).ExportToWkt() if self._target.crs else None
        warped = None
        with GdalErrors() as errors:
            warped = gdal.Warp(
                "", plain, format="VRT", dstSRS=crs, outputBounds=(xmin, ymin, xmax, ymax),
                width=self._target.width, height=self._target.height, resampleAlg=RESAMPLING[self._resampling],
                outputType=gdal_type(self._dtype.name), dstNodata=self._nodata,
                warpOptions=["UNIFIED_SRC_NODATA=NO"],
            )  # fmt: skip
        if warped is None:
            raise FileProblem(source.path, errors.failure or "cannot be warped", "broken")
        return warped
