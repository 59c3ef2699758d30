# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing a cube as netCDF-4 with GDAL's multidimensional interface."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal

from ..core.cube_description import Attributes, CubeDescription
from ..core.errors import FileProblem
from ..core.stack import StackInfo
from .gdal_errors import GdalErrors
from .gdal_types import gdal_type
from .projection import open_crs


def has_netcdf() -> bool:
    """Whether this GDAL can write netCDF cubes."""
    driver = gdal.GetDriverByName("netCDF")
    return driver is not None and driver.GetMetadataItem("DCAP_CREATE_MULTIDIMENSIONAL") == "YES"


class NetcdfCube:
    """A netCDF file in the making; :meth:`close` before it is used."""

    def __init__(self, path: Path, info: StackInfo, cube: CubeDescription, chunk: tuple[int, int, int]) -> None:
        """:raises FileProblem: when it cannot be made."""
        self._path = path
        self._arrays: list[gdal.MDArray] = []
        self._dataset = None
        with GdalErrors() as errors:
            self._dataset = gdal.GetDriverByName("netCDF").CreateMultiDimensional(str(path), [], ["FORMAT=NC4"])
            if self._dataset is not None:
                self._build(info, cube, chunk)
        self._check(errors, self._dataset is not None and len(self._arrays) == len(cube.names))

    def write(self, band: int, row: int, column: int, values: np.ndarray) -> None:
        """All times of a window of one band: (time, y, x). :raises FileProblem: when the disk fails."""
        status = -1
        with GdalErrors() as errors:
            status = self._arrays[band].Write(np.ascontiguousarray(values), array_start_idx=[0, row, column])
        self._check(errors, status in (0, None))

    def close(self) -> None:
        """Write what is left. :raises FileProblem: when the disk fails."""
        with GdalErrors() as errors:
            self._arrays.clear()
            self._dataset = None
        self._check(errors, True)

    def _build(self, info: StackInfo, cube: CubeDescription, chunk: tuple[int, int, int]) -> None:
        root = self._dataset.GetRootGroup()
        _describe(root, cube.general)
        double = gdal.ExtendedDataType.Create(gdal.GDT_Float64)
        kinds = {"time": gdal.DIM_TYPE_TEMPORAL, "y": gdal.DIM_TYPE_HORIZONTAL_Y, "x": gdal.DIM_TYPE_HORIZONTAL_X}
        dimensions = []
        for axis in cube.axes:
            dimension = root.CreateDimension(axis.name, kinds[axis.name], None, len(axis.values))
            coordinates = root.CreateMDArray(axis.name, [dimension], double)
            _describe(coordinates, axis.attributes)
            coordinates.Write(np.ascontiguousarray(axis.values, dtype="float64"))
            dimensions.append(dimension)
        kind = gdal.ExtendedDataType.Create(gdal_type(info.dtype))
        options = [f"BLOCKSIZE={','.join(str(size) for size in chunk)}", "COMPRESS=DEFLATE", "ZLEVEL=1"]
        for name, attributes, units in zip(cube.names, cube.attributes, cube.units):
            array = root.CreateMDArray(name, dimensions, kind, options)
            if info.nodata is not None:
                array.SetNoDataValueDouble(info.nodata)
            if (info.scale, info.offset) != (1.0, 0.0):
                array.SetScale(info.scale)
                array.SetOffset(info.offset)
            array.SetUnit(units)
            if info.grid.crs:
                array.SetSpatialRef(open_crs(info.grid.crs))
            _describe(array, attributes)
            self._arrays.append(array)

    def _check(self, errors: GdalErrors, succeeded: bool) -> None:
        if errors.failures or not succeeded:
            raise FileProblem(str(self._path), errors.failure or "could not be written", "write_failed")


def _describe(item: gdal.Group | gdal.MDArray, attributes: Attributes) -> None:
    for name, value in attributes.items():
        kind = (
            gdal.ExtendedDataType.CreateString() if isinstance(value, str)
            else gdal.ExtendedDataType.Create(gdal.GDT_Float64)
        )  # fmt: skip
        item.CreateAttribute(name, [], kind).Write(value)
