# SPDX-License-Identifier: GPL-2.0-or-later
"""One answer of a service as an image on disk, read with GDAL."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array

from ..core.errors import BadAnswer
from .service_errors import looks_like_refusal, read_service_error
from .tiff_blocks import last_byte

_WHOLE_BYTES = 64 << 20
"""Answers up to this size are decoded once and kept until they are copied; services store them pixel by pixel, so
that reading a few bands decodes them all."""

_TIFF_BEGINNINGS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


class AnswerImage:
    """A GeoTIFF that a service sent. :meth:`close` removes the file unless it is kept."""

    def __init__(self, path: Path, is_kept: bool = False, on_broken: Callable[[], None] = lambda: None) -> None:
        """
        :param is_kept: the file belongs to somebody else and stays.
        :param on_broken: told when pixels cannot be read that should be there.
        :raises ServiceError: when the file is an error text after all.
        :raises BadAnswer: when it is no TIFF, or a broken one.
        """
        self._path, self._is_kept, self._on_broken = path, is_kept, on_broken
        self._dataset: gdal.Dataset | None = None
        self._whole: np.ndarray | None = None
        try:
            dataset = self._open(path)
        except Exception:
            self.close()
            raise
        self._dataset = dataset
        self.byte_count: int = path.stat().st_size
        self.band_count: int = dataset.RasterCount
        self.width: int = dataset.RasterXSize
        self.height: int = dataset.RasterYSize
        code = dataset.GetRasterBand(1).DataType
        self.nodata: float | None = dataset.GetRasterBand(1).GetNoDataValue()
        self.dtype: str = np.dtype(gdal_array.GDALTypeCodeToNumericTypeCode(code)).name

    def _open(self, path: Path) -> gdal.Dataset:
        with open(path, "rb") as file:
            beginning = file.read(65536)
        if not beginning.startswith(_TIFF_BEGINNINGS):
            if looks_like_refusal(beginning):
                raise read_service_error(200, beginning)
            raise BadAnswer("a TIFF image", f"{len(beginning)} bytes of something else")
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=["GTiff"])
        except RuntimeError as error:
            raise BadAnswer("a TIFF image", "a broken one") from error
        finally:
            gdal.PopErrorHandler()
        if dataset is None or dataset.RasterCount == 0:
            raise BadAnswer("a TIFF image", "a broken one")
        if not self._is_kept:
            _check_whole(path)
        return dataset

    def read(self, bands: Sequence[int], row: int, rows: int) -> np.ndarray:
        """(band, y, x) of whole rows; bands counted from 0.

        :raises BadAnswer: when the file ends before its pixels do.
        """
        gdal.PushErrorHandler("CPLQuietErrorHandler")
        try:
            values = self._read_run(bands, row, rows)
        except RuntimeError:
            values = None
        finally:
            gdal.PopErrorHandler()
        if values is None:
            self._on_broken()
            raise BadAnswer("a whole TIFF image", "one that is cut off")
        return values

    def _read_run(self, bands: Sequence[int], row: int, rows: int) -> np.ndarray | None:
        size = self.band_count * self.height * self.width * np.dtype(self.dtype).itemsize
        if size > _WHOLE_BYTES:
            return self._decode(bands, row, rows)
        if self._whole is None:
            self._whole = self._decode(range(self.band_count), 0, self.height)
        if self._whole is None:
            return None
        chosen = slice(bands.start, bands.stop) if isinstance(bands, range) and bands.step == 1 else list(bands)
        return self._whole[chosen, row : row + rows]

    def _decode(self, bands: Sequence[int], row: int, rows: int) -> np.ndarray | None:
        if self._dataset is None:
            self._dataset = self._open(self._path)
        numbers = [band + 1 for band in bands]
        shape = (len(numbers), rows, self.width)
        read = self._dataset.ReadRaster(
            0, row, self.width, rows, buf_xsize=self.width, buf_ysize=rows,
            buf_type=self._dataset.GetRasterBand(1).DataType, band_list=numbers,
        )  # fmt: skip
        if read is None or len(read) != int(np.prod(shape)) * np.dtype(self.dtype).itemsize:
            return None
        return np.frombuffer(read, self.dtype).reshape(shape)

    def georeference(self) -> tuple[float, float, float, float, float, float] | None:
        """The six geotransform numbers, None when the file has none."""
        if self._dataset is None:
            self._dataset = self._open(self._path)
        return self._dataset.GetGeoTransform(can_return_null=True)

    def rest(self) -> None:
        """Let go of the file until the next read, so that hundreds of answers do not hold hundreds of files open."""
        self._dataset = self._whole = None

    def close(self) -> None:
        """Let go of the file and remove it."""
        self._dataset = self._whole = None
        if self._path.exists() and not self._is_kept:
            os.remove(self._path)

    def move(self, target: Path, on_broken: Callable[[], None] = lambda: None) -> AnswerImage:
        """Put the file elsewhere, in one step, to stay there; this image is closed, the returned one goes on.

        :raises OSError: when it cannot be moved.
        """
        whole = self._whole
        self._dataset = self._whole = None
        os.replace(self._path, target)
        moved = AnswerImage(target, is_kept=True, on_broken=on_broken)
        moved._whole = whole
        return moved


def _check_whole(path: Path) -> None:
    """:raises BadAnswer: when blocks are missing that the file names; GDAL opens it all the same."""
    try:
        end = last_byte(path)
    except ValueError as error:
        raise BadAnswer("a TIFF image", "a broken one") from error
    if end > path.stat().st_size:
        raise BadAnswer("a whole TIFF image", "one that is cut off")
