# SPDX-License-Identifier: GPL-2.0-or-later
"""Arrays as image files in memory: GeoTIFF for everything, PNG and JPEG for pictures."""

from __future__ import annotations

import uuid

import numpy as np
from osgeo import gdal

from ...core.grid import PixelGrid
from .gdal_calls import QuietGdal
from .projection import open_crs

_TYPES = {
    "uint8": gdal.GDT_Byte, "int8": gdal.GDT_Byte, "uint16": gdal.GDT_UInt16, "int16": gdal.GDT_Int16,
    "float32": gdal.GDT_Float32,
}  # fmt: skip

_STRIPS_UP_TO_PX = 512
_ROWS_AT_ONCE = 256


class EncodingProblem(Exception):
    """GDAL could not write the image."""


def encode_geotiff(pixels: np.ndarray, grid: PixelGrid, nodata: float | None = None) -> bytes:
    """A GeoTIFF of a (band, row, column) array, stored pixel by pixel.

    Like the service's, it tells where it lies and what has no data, but neither band names nor dates.
    """
    options = ["COMPRESS=DEFLATE", "ZLEVEL=1", "INTERLEAVE=PIXEL", "BIGTIFF=IF_SAFER"]
    if min(grid.width, grid.height) > _STRIPS_UP_TO_PX:
        options.append("TILED=YES")
    if pixels.dtype == np.int8 and not hasattr(gdal, "GDT_Int8"):
        options.append("PIXELTYPE=SIGNEDBYTE")
    if len(pixels) == 3 and pixels.dtype == np.uint8:
        options.append("PHOTOMETRIC=RGB")
    else:
        options += ["PHOTOMETRIC=MINISBLACK", "ALPHA=NO"]
    path = f"/vsimem/timestack_{uuid.uuid4().hex}.tif"
    try:
        with QuietGdal() as calls:
            dataset = gdal.GetDriverByName("GTiff").Create(
                path, grid.width, grid.height, len(pixels), _type(pixels.dtype), options
            )
            dataset.SetGeoTransform(grid.geotransform)
            dataset.SetSpatialRef(open_crs(grid.crs))
            _write(dataset, pixels, nodata)
            dataset.FlushCache()
            dataset = None
        return _take(path, calls.failure)
    finally:
        _forget(path)


def decode_geotiff(body: bytes) -> tuple[np.ndarray, PixelGrid, float | None]:
    """The inverse of :func:`encode_geotiff`: (band, row, column), where it lies, and what stands for no data."""
    path = f"/vsimem/timestack_{uuid.uuid4().hex}.tif"
    dataset, pixels = None, None
    try:
        with QuietGdal() as calls:
            gdal.FileFromMemBuffer(path, body)
            dataset = gdal.Open(path)
            pixels = dataset.ReadAsArray() if dataset is not None else None
        if dataset is None or pixels is None:
            raise EncodingProblem(calls.failure or "the image could not be read")
        xmin, width, _, ymax, _, height = dataset.GetGeoTransform()
        crs = f"EPSG:{dataset.GetSpatialRef().GetAuthorityCode(None)}"
        grid = PixelGrid(crs, xmin, ymax, width, -height, dataset.RasterXSize, dataset.RasterYSize)
        band = dataset.GetRasterBand(1)
        nodata = band.GetNoDataValue()
        if band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE":
            pixels = pixels.view(np.int8)
        return pixels.reshape(-1, grid.height, grid.width), grid, nodata
    finally:
        band = dataset = None
        _forget(path)


def encode_picture(pixels: np.ndarray, format_name: str, quality: int = 90) -> bytes:
    """A PNG or JPEG of a (band, row, column) array."""
    path = f"/vsimem/timestack_{uuid.uuid4().hex}"
    try:
        with QuietGdal() as calls:
            memory = gdal.GetDriverByName("MEM").Create(
                "", pixels.shape[2], pixels.shape[1], len(pixels), _type(pixels.dtype)
            )
            _write(memory, pixels, None)
            options = [f"QUALITY={quality}"] if format_name == "JPEG" else []
            picture = gdal.GetDriverByName(format_name).CreateCopy(path, memory, False, options)
            picture = None  # noqa: F841 - closes the file
        return _take(path, calls.failure)
    finally:
        _forget(path)
        _forget(path + ".aux.xml")


def _type(dtype: np.dtype) -> int:
    if dtype == np.int8 and hasattr(gdal, "GDT_Int8"):
        return int(gdal.GDT_Int8)
    return int(_TYPES[dtype.name])


def _write(dataset: gdal.Dataset, pixels: np.ndarray, nodata: float | None) -> None:
    """All bands of some rows at a time, so that no compressed block is written twice."""
    if pixels.dtype == np.int8 and not hasattr(gdal, "GDT_Int8"):
        pixels = pixels.view(np.uint8)
    if nodata is not None:
        for number in range(1, len(pixels) + 1):
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
    for row in range(0, pixels.shape[1], _ROWS_AT_ONCE):
        rows = np.ascontiguousarray(pixels[:, row : row + _ROWS_AT_ONCE])
        dataset.WriteRaster(0, row, rows.shape[2], rows.shape[1], rows.tobytes(), buf_type=_type(pixels.dtype))


def _take(path: str, failure: str) -> bytes:
    """The bytes of a file in GDAL's memory."""
    content = b""
    with QuietGdal():
        status = gdal.VSIStatL(path)
        if status is not None and not failure:
            file = gdal.VSIFOpenL(path, "rb")
            content = bytes(gdal.VSIFReadL(1, status.size, file))
            gdal.VSIFCloseL(file)
    if not content:
        raise EncodingProblem(failure or "the image could not be written")
    return content


def _forget(path: str) -> None:
    """Free a file in GDAL's memory, if there is one."""
    with QuietGdal():
        gdal.Unlink(path)
