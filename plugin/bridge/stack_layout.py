# SPDX-License-Identifier: GPL-2.0-or-later
"""Opening a raster and finding out which of its bands is which date: our own files, and those of other tools."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from ..core.dialects import BandText, FileText, date_bands
from ..core.errors import FileProblem, InvalidRequest
from ..core.grid import PixelGrid
from ..core.stack import StackInfo
from ..core.stack_metadata import DOMAIN, read_description
from .gdal_errors import GdalErrors
from .gdal_types import numpy_type
from .projection import normalise_crs

_BAND_DOMAINS = ("", "IMAGERY", "ENVI", "FORCE")
_FILE_DOMAINS = ("", "IMAGERY", "ENVI", "FORCE")


@dataclass(frozen=True)
class StackLayout:
    """A stack, and where its pixels are in the file."""

    info: StackInfo
    numbers: tuple[tuple[int, ...], ...]
    """GDAL's band number (from 1) by step and band. In our own files ``info.band_number`` says the same."""

    nodata: tuple[float | None, ...]
    """Nodata value of each raster band, in the order of the file."""


def open_raster(path: str | os.PathLike[str]) -> gdal.Dataset:
    """Open a raster file, or a GDAL name such as ``NETCDF:"cube.nc":B04``, for reading.

    :raises FileProblem: when it is missing, forbidden or no raster (rules ``missing``, ``no_permission``,
        ``not_a_raster``, ``several_variables``).
    """
    name = os.fspath(path)
    dataset = None
    with GdalErrors() as errors:
        dataset = gdal.OpenEx(name, gdal.OF_RASTER | gdal.OF_READONLY)
    if dataset is not None and dataset.RasterCount == 0:
        parts = [part for part, _ in dataset.GetSubDatasets()]
        if len(parts) == 1:
            return open_raster(parts[0])
        raise FileProblem(name, f"holds several variables: {', '.join(parts)[:300]}", "several_variables")
    if dataset is None:
        raise FileProblem(name, errors.failure or "cannot be opened", _why_closed(name))
    return dataset


def _why_closed(name: str) -> str:
    try:
        if os.path.exists(name):
            return "not_a_raster" if os.access(name, os.R_OK) else "no_permission"
    except ValueError:  # a text that can be no path
        return "missing"
    return "missing" if ":" not in name[2:] else "not_a_raster"


def read_layout(dataset: gdal.Dataset, path: str, grid: PixelGrid | None = None) -> StackLayout:
    """What an open raster holds.

    :param grid: of a raster that is not north up, as it will be warped.

    :raises FileProblem: when it has no dates or doubtful ones, no place on earth, or pixels of a kind that is
        no number (rules of :func:`~..core.dialects.date_bands`; ``not_north_up``, ``not_georeferenced``,
        ``sample_type``).
    """
    grid = grid or read_grid(dataset, path)
    rasters = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
    dtype = _common_dtype(rasters, path)
    nodata = tuple(raster.GetNoDataValue() for raster in rasters)
    scale, offset = _or_default(rasters[0].GetScale(), 1.0), _or_default(rasters[0].GetOffset(), 0.0)
    info = read_description(dataset.GetMetadata(DOMAIN) or {}, grid, len(rasters), dtype, nodata[0], scale, offset)
    if info is not None:
        return StackLayout(info, _in_order(info), nodata)
    dated = date_bands(_band_texts(rasters), _file_text(dataset, path))
    info = StackInfo(
        grid=grid, steps=dated.steps, bands=dated.bands, dtype=dtype, nodata=nodata[0],
        mosaicking=dated.steps[0].mosaicking, scale=scale, offset=offset,
    )  # fmt: skip
    return StackLayout(info, dated.numbers, nodata)


def _in_order(info: StackInfo) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(info.band_number(step, band) for band in range(len(info.bands))) for step in range(len(info.steps))
    )


def read_grid(dataset: gdal.Dataset, path: str) -> PixelGrid:
    """The pixels of an open raster.

    :raises FileProblem: rules ``not_georeferenced``, ``not_north_up``.
    """
    transform = dataset.GetGeoTransform(can_return_null=True)
    if transform is None:
        raise FileProblem(path, "has no georeference", "not_georeferenced")
    xmin, width, turn_x, ymax, turn_y, height = transform
    if turn_x or turn_y or width <= 0 or height >= 0:
        raise FileProblem(path, "is turned or upside down", "not_north_up")
    return PixelGrid(read_crs(dataset), xmin, ymax, width, -height, dataset.RasterXSize, dataset.RasterYSize)


def read_crs(dataset: gdal.Dataset) -> str:
    """The authority code, the WKT where no catalogue lists the CRS, empty where the file has none."""
    crs: osr.SpatialReference | None = dataset.GetSpatialRef()
    if crs is None:
        return ""
    wkt = crs.ExportToWkt()
    try:
        return normalise_crs(wkt)
    except InvalidRequest:
        return wkt


def _common_dtype(rasters: Sequence[gdal.Band], path: str) -> str:
    names = {numpy_type(raster.DataType) for raster in rasters}
    if None in names:
        raise FileProblem(path, "holds complex numbers", "sample_type")
    return str(np.result_type(*(np.dtype(name) for name in names)).name)


def _band_texts(rasters: Sequence[gdal.Band]) -> list[BandText]:
    return [
        BandText(
            description=raster.GetDescription() or "",
            items={
                key: value
                for domain in reversed(_BAND_DOMAINS)
                for key, value in (raster.GetMetadata(domain) or {}).items()
            },
            units=raster.GetUnitType() or "",
        )
        for raster in rasters
    ]


def _file_text(dataset: gdal.Dataset, path: str) -> FileText:
    items = {}
    for domain in reversed(_FILE_DOMAINS):
        items.update(dataset.GetMetadata(domain) or {})
    return FileText(path=path, name=Path(path).stem, items=items)


def _or_default(value: float | None, default: float) -> float:
    return default if value is None else value
