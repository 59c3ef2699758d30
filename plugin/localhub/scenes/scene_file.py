# SPDX-License-Identifier: GPL-2.0-or-later
"""One GeoTIFF with a scene: what is in it, and its pixels on any grid."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from ...core.errors import FileProblem
from ...core.grid import Bounds, PixelGrid
from .gdal_calls import QuietGdal
from .projection import pixel_centres

_MAX_WINDOW_PX = 4 << 20
_MAX_BANDS = 1000
_OPEN_FILES = 16
_EDGE = 1e-6
"""A pixel centre this near to an edge, in source pixels, counts as on it and belongs to the right or lower pixel."""

_local = threading.local()


@dataclass(frozen=True)
class FileBand:
    """One band as the file stores it."""

    number: int
    name: str
    dtype: np.dtype
    nodata: float | None
    scale: float | None
    """None where the file has neither scale nor offset."""

    offset: float


@dataclass(frozen=True)
class SceneFile:
    """A georeferenced raster without rotation."""

    path: Path
    crs: str
    """``EPSG:n``, or WKT where no such code fits."""

    geotransform: tuple[float, ...]
    width: int
    height: int
    bands: tuple[FileBand, ...]
    metadata: Mapping[str, str]

    @property
    def bounds(self) -> Bounds:
        """Outer edges in the CRS."""
        x0, dx, _, y0, _, dy = self.geotransform
        xs, ys = sorted((x0, x0 + self.width * dx)), sorted((y0, y0 + self.height * dy))
        return xs[0], ys[0], xs[1], ys[1]

    def locate(self, grid: PixelGrid) -> tuple[np.ndarray, np.ndarray]:
        """For each pixel centre of a grid, the row and column of the source pixel that holds it.

        Rows and columns outside the file, and those of places that do not exist in its CRS, are out of range.
        """
        x0, dx, _, y0, _, dy = self.geotransform
        if grid.crs == self.crs:
            xs = grid.xmin + (np.arange(grid.width) + 0.5) * grid.pixel_width
            ys = grid.ymax - (np.arange(grid.height) + 0.5) * grid.pixel_height
            rows, columns = _index(ys, y0, dy, self.height), _index(xs, x0, dx, self.width)
            return np.broadcast_arrays(rows[:, None], columns[None, :])  # type: ignore[return-value]
        centres_x, centres_y = pixel_centres(grid, self.crs)
        return _index(centres_y, y0, dy, self.height), _index(centres_x, x0, dx, self.width)

    def gather(self, band: FileBand, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Stored values of a band at rows and columns; what lies outside the file is 0."""
        values = np.zeros(rows.shape, band.dtype)
        inside = (rows >= 0) & (columns >= 0)
        if not inside.any():
            return values
        top, bottom = int(rows[inside].min()), int(rows[inside].max()) + 1
        left, right = int(columns[inside].min()), int(columns[inside].max()) + 1
        if (bottom - top) * (right - left) > _MAX_WINDOW_PX and rows.size > 1:
            axis = 0 if rows.shape[0] > 1 else 1
            halves = zip(np.array_split(rows, 2, axis), np.array_split(columns, 2, axis))
            return np.concatenate([self.gather(band, *half) for half in halves], axis)
        window = self._read(band.number, left, top, right - left, bottom - top)
        values[inside] = window[rows[inside] - top, columns[inside] - left]
        return values

    def _read(self, number: int, left: int, top: int, width: int, height: int) -> np.ndarray:
        window = None
        dataset = _open_in_thread(str(self.path))
        with QuietGdal() as calls:
            window = dataset.GetRasterBand(number).ReadAsArray(left, top, width, height)
        if window is None or calls.failure:
            raise FileProblem(str(self.path), calls.failure or "its pixels cannot be read")
        return np.asarray(window)


def open_scene_file(path: Path, max_bands: int = _MAX_BANDS) -> SceneFile:
    """Look at a GeoTIFF.

    :raises FileProblem: when it is none, or lies nowhere on the earth.
    """
    dataset = _open(str(path))
    if dataset.RasterCount < 1 or dataset.RasterCount > max_bands:
        raise FileProblem(str(path), f"{dataset.RasterCount} bands")
    geotransform = dataset.GetGeoTransform(can_return_null=True)
    reference = dataset.GetSpatialRef()
    if geotransform is None or reference is None:
        raise FileProblem(str(path), "not georeferenced")
    if geotransform[2] or geotransform[4] or not (geotransform[1] and geotransform[5]):
        raise FileProblem(str(path), "its pixels are rotated")
    metadata = {**(dataset.GetMetadata("IMAGERY") or {}), **(dataset.GetMetadata() or {})}
    bands = tuple(_band(dataset, number, path) for number in range(1, dataset.RasterCount + 1))
    return SceneFile(
        path, _name_crs(reference), tuple(geotransform), dataset.RasterXSize, dataset.RasterYSize, bands, metadata
    )


def _band(dataset: gdal.Dataset, number: int, path: Path) -> FileBand:
    band = dataset.GetRasterBand(number)
    name = gdal.GetDataTypeName(band.DataType)
    dtype = {"Byte": "uint8", **{kind: kind.lower() for kind in _NUMPY_NAMES}}.get(name)
    if dtype is None:
        raise FileProblem(str(path), f"band {number} has samples of type {name}")
    if dtype == "uint8" and band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE":
        dtype = "int8"
    scale, offset = band.GetScale(), band.GetOffset()
    plain = scale in (None, 1.0) and offset in (None, 0.0)
    return FileBand(
        number,
        band.GetDescription().strip(),
        np.dtype(dtype),
        band.GetNoDataValue(),
        None if plain else (1.0 if scale is None else scale),
        offset or 0.0,
    )


_NUMPY_NAMES = ("Int8", "UInt16", "Int16", "UInt32", "Int32", "UInt64", "Int64", "Float32", "Float64")


def _index(places: np.ndarray, origin: float, step: float, size: int) -> np.ndarray:
    """Pixel numbers along one axis, -1 outside."""
    with np.errstate(invalid="ignore"):
        numbers = np.floor((places - origin) / step + _EDGE)
        return np.where((numbers >= 0) & (numbers < size), numbers, -1).astype(np.int64)


def _name_crs(reference: osr.SpatialReference) -> str:
    named = reference.Clone()
    if named.GetAuthorityName(None) != "EPSG":
        with QuietGdal():
            named.AutoIdentifyEPSG()
            for match, confidence in reference.FindMatches() or ():
                if confidence >= 90 and match.GetAuthorityName(None) == "EPSG":
                    named = match
                    break
    if named.GetAuthorityName(None) == "EPSG":
        return f"EPSG:{named.GetAuthorityCode(None)}"
    return str(reference.ExportToWkt())


def _open(path: str) -> gdal.Dataset:
    """Only as GeoTIFF: other formats may point to further files or to the network."""
    dataset = None
    with QuietGdal() as calls:
        dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR, allowed_drivers=["GTiff"])
    if dataset is None:
        raise FileProblem(path, calls.failure or "not a GeoTIFF")
    return dataset


def _open_in_thread(path: str) -> gdal.Dataset:
    """This thread's own handle of a file; the last few stay open."""
    kept: OrderedDict = _local.__dict__.setdefault("datasets", OrderedDict())
    if path not in kept:
        while len(kept) >= _OPEN_FILES:
            kept.popitem(last=False)
        kept[path] = _open(path)
    kept.move_to_end(path)
    return kept[path]
