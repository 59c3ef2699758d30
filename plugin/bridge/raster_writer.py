# SPDX-License-Identifier: GPL-2.0-or-later
"""Writing a GeoTIFF: window by window under a temporary name, visible only when it is whole."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import threading
import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import numpy as np
from osgeo import gdal

from ..core.errors import FileProblem, InvalidRequest
from ..core.grid import PixelGrid
from .gdal_cache import bounded_cache
from .gdal_errors import GdalErrors
from .gdal_types import gdal_type, predictor
from .projection import open_crs
from .tiff_blocks import last_byte

_LOG = logging.getLogger(__name__)
_Writer = TypeVar("_Writer", bound="RasterWriter")

BLOCK_PX = 64
"""Side of the tiles of the file. Windows of whole tiles are written once; others make GDAL rewrite tiles."""

_FREE_BYTES = 1024 * 1024
"""A disk with less than this left counts as full when a write has failed."""

_FULL = ("no space left", "not enough space", "disk full", "file too large", "quota", "free disk space")
_PROBE_BYTES = 4096


class RasterWriter:
    """A GeoTIFF in the making; a context manager.

    Pixels that are never written read as nodata. Leaving the ``with`` without :meth:`commit` removes the temporary
    file, so a file under its final name is always whole. One writer may be fed from several threads.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        grid: PixelGrid,
        band_count: int,
        dtype: str,
        *,
        compression: str = "DEFLATE",
        photometric: str = "MINISBLACK",
        scratch: Path | None = None,
    ) -> None:
        """
        :param dtype: numpy name of the sample type.
        :param scratch: folder for the file while it is being made, taken where it is on the same disk as ``path``.
        :param compression: ``DEFLATE``, ``ZSTD`` (DEFLATE where GDAL lacks it), ``LZW`` or ``NONE``.
        """
        self.path = Path(path)
        self.grid, self.band_count, self.dtype = grid, band_count, dtype
        self._compression, self._photometric = compression, photometric
        name = f".{self.path.name}.{uuid.uuid4().hex[:8]}.part"
        is_near = scratch is not None and _is_same_disk(scratch, self.path.parent)
        self._temporary = scratch / name if scratch is not None and is_near else self.path.with_name(name)
        self._dataset: gdal.Dataset | None = None
        self._bounds = ExitStack()
        self._lock = threading.Lock()

    def __enter__(self: _Writer) -> _Writer:
        """:raises FileProblem: when the file cannot be made."""
        if not self.path.parent.is_dir():
            raise FileProblem(str(self.path), f"no such folder: {self.path.parent}", "no_folder")
        if self.path.is_dir():
            raise FileProblem(str(self.path), "is a folder", "is_folder")
        self._bounds.enter_context(bounded_cache())
        try:
            self._create()
        except BaseException:
            self._abandon()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._abandon()

    def write_bands(self, numbers: Sequence[int], column: int, row: int, values: np.ndarray) -> None:
        """Write a window of some bands, in any order; windows of whole tiles are best.

        :param numbers: GDAL's band numbers, from 1.
        :param values: (band, y, x), in the file's sample type.
        :raises FileProblem: when the disk is full or fails.
        """
        if values.ndim != 3 or values.shape[0] != len(numbers):
            raise ValueError(f"expected ({len(numbers)}, y, x), got {values.shape}")
        block = np.ascontiguousarray(values, dtype=self.dtype)
        status = -1
        with self._lock, GdalErrors() as errors:
            if self._dataset is None:
                raise ValueError("the file is not open")
            status = self._dataset.WriteRaster(
                column, row, block.shape[2], block.shape[1], block.tobytes(),
                buf_type=gdal_type(self.dtype), band_list=list(numbers),
            )  # fmt: skip
        self._check(errors, status == 0)

    def commit(self) -> None:
        """Everything is written: put the file under its final name, in place of an older one.

        :raises FileProblem: when the data did not all reach the disk, or the old file is in use.
        """
        with self._lock:
            with GdalErrors() as errors:
                if self._dataset is None:
                    raise ValueError("the file is not open")
                self._dataset.FlushCache()
            self._check(errors)
            self._check(self._close())
            self._sync()
            self._verify()
            self._put_in_place()

    def _create(self) -> None:
        driver = gdal.GetDriverByName("GTiff")
        code = gdal_type(self.dtype)
        with GdalErrors() as errors:
            self._dataset = driver.Create(
                str(self._temporary), self.grid.width, self.grid.height, self.band_count, code,
                options=self._options(driver),
            )  # fmt: skip
        self._check(errors, self._dataset is not None)
        with GdalErrors() as errors:
            self._dataset.SetGeoTransform(self.grid.geotransform)
            if self.grid.crs:
                self._dataset.SetProjection(open_crs(self.grid.crs).ExportToWkt())
            self._describe(self._dataset)
        self._check(errors)

    def _options(self, driver: gdal.Driver) -> list[str]:
        compression = self._compression.upper()
        known = driver.GetMetadataItem("DMD_CREATIONOPTIONLIST") or ""
        if compression not in ("DEFLATE", "ZSTD", "LZW", "NONE"):
            raise InvalidRequest(
                "COMPRESSION", "unknown_choice", value=self._compression, choices="DEFLATE, ZSTD, LZW, NONE"
            )
        if compression != "NONE" and f">{compression}<" not in known:
            _LOG.warning("this GDAL has no %s, writing DEFLATE", compression)
            compression = "DEFLATE"
        options = [
            "TILED=YES", f"BLOCKXSIZE={BLOCK_PX}", f"BLOCKYSIZE={BLOCK_PX}", "INTERLEAVE=BAND", "BIGTIFF=IF_SAFER",
            f"PHOTOMETRIC={self._photometric}", "ALPHA=NO", f"COMPRESS={compression}",
        ]  # fmt: skip
        if compression != "NONE":
            options.append(f"PREDICTOR={predictor(self.dtype)}")
        if compression == "ZSTD":
            options.append("ZSTD_LEVEL=1")
        if compression == "DEFLATE":  # differences of measured values hardly shrink further: others cost time only
            options.append("ZLEVEL=1")
        return options

    def _describe(self, dataset: gdal.Dataset) -> None:
        """All metadata before the first pixel, so that the directory is written once, in the TIFF itself."""

    def _close(self) -> GdalErrors:
        """Closing writes the last blocks, the fill and the directory, so it can fail as any other writing."""
        dataset, self._dataset = self._dataset, None
        with GdalErrors() as errors:
            if hasattr(dataset, "Close"):  # GDAL 3.8 on; an exception in a destructor would be lost
                dataset.Close()
            del dataset
        return errors

    def _check(self, errors: GdalErrors, succeeded: bool = True) -> None:
        """:raises FileProblem: when GDAL has failed, with the rule that tells why."""
        if errors.failures or not succeeded:
            raise self._problem(" ".join(errors.failures) or "could not be written")

    def _problem(self, reason: str) -> FileProblem:
        """What lies behind GDAL's words, which differ by version: the system is asked, with a few bytes more."""
        try:
            with open(self._temporary, "ab") as file:
                file.write(bytes(_PROBE_BYTES))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            return self._system_problem(error, reason)
        text = reason.lower()
        if any(words in text for words in _FULL) or _free_bytes(self.path.parent) < _FREE_BYTES:
            return FileProblem(str(self.path), reason, "disk_full")
        return FileProblem(str(self.path), reason, "write_failed")

    def _system_problem(self, error: OSError, reason: str = "") -> FileProblem:
        rule = {
            errno.ENOSPC: "disk_full", errno.EFBIG: "disk_full", errno.EDQUOT: "disk_full",
            errno.EACCES: "no_permission", errno.EPERM: "no_permission", errno.EROFS: "no_permission",
        }.get(error.errno or 0, "write_failed")  # fmt: skip
        return FileProblem(str(self.path), reason or str(error), rule)

    def _sync(self) -> None:
        """Network disks tell of lost writes only now."""
        try:
            with open(self._temporary, "rb+") as file:
                os.fsync(file.fileno())
        except OSError as error:
            raise self._system_problem(error) from error

    def _verify(self) -> None:
        """Open the file again: a directory or blocks that did not reach the disk show now."""
        dataset = None
        with GdalErrors() as errors:
            dataset = gdal.OpenEx(str(self._temporary), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=["GTiff"])
        if dataset is None or dataset.RasterCount != self.band_count:
            raise self._problem(errors.failure or "the written file cannot be read again")
        try:
            is_whole = last_byte(self._temporary) <= self._temporary.stat().st_size
        except (OSError, ValueError) as error:
            raise self._problem(str(error)) from error
        if not is_whole:
            raise self._problem("the last blocks are not in the file")

    def _put_in_place(self) -> None:
        stem = self.path.with_suffix("")
        stale = [
            self.path.with_name(self.path.name + ".aux.xml"), Path(f"{stem}.profile.tif"),
            Path(f"{stem}.profile.tif.aux.xml"), self.path.with_name(self.path.name + ".ovr"),
        ]  # fmt: skip
        try:
            os.replace(self._temporary, self.path)
            for path in stale:
                path.unlink(missing_ok=True)
        except PermissionError as error:  # Windows: somebody has the old file open
            raise FileProblem(str(self.path), str(error), "in_use") from error
        except OSError as error:
            raise self._system_problem(error) from error

    def _abandon(self) -> None:
        """Close, remove what was not committed, give the cache back. Harmless after a commit."""
        self._close()
        for path in (self._temporary, self._temporary.with_name(self._temporary.name + ".aux.xml")):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                _LOG.warning("cannot remove %s: %s", path, error)
        self._bounds.close()


def _is_same_disk(scratch: Path, folder: Path) -> bool:
    """Whether a file can be renamed from one folder into the other."""
    try:
        return scratch.stat().st_dev == folder.stat().st_dev
    except OSError:
        return False


def _free_bytes(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return _FREE_BYTES
