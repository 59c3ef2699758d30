# SPDX-License-Identifier: GPL-2.0-or-later
"""``NAME.profile.tif``: the pixels of a stack again, laid out so that one block holds the series of 16 x 16 pixels.

Private and deletable. It says which file it was made from (size and time of change) and is used only while that holds.
"""

from __future__ import annotations

import errno
import json
import os
import uuid
from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..core.errors import Cancelled, FileProblem
from .gdal_errors import GdalErrors
from .gdal_types import gdal_type, predictor
from .stack_reader import StackFile

_DOMAIN = "TIMESTACK_PROFILE"
_VERSION = "1"
_BLOCK_PX = 16
_WINDOW_PX = 64
"""A block of the stack file; larger windows make GDAL's cache of blocks overflow (STACK_STORAGE.md)."""

_MAX_BANDS = 10_000


def cache_path(stack_path: str) -> Path:
    """Where the cache of a stack lies."""
    return Path(f"{Path(stack_path).with_suffix('')}.profile.tif")


def open_cache(stack: StackFile) -> gdal.Dataset | None:
    """The cache of a stack, None where there is none or it was made from another state of the file."""
    path = cache_path(stack.path)
    if not path.is_file():
        return None
    with GdalErrors():
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=["GTiff"])
    if dataset is None or (dataset.GetMetadata(_DOMAIN) or {}) != _describe(stack):
        return None
    grid = stack.info.grid
    has_shape = (dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount) == (
        grid.width, grid.height, len(stack.info.steps) * len(stack.info.bands),
    )  # fmt: skip
    return dataset if has_shape else None


def can_have_cache(stack: StackFile, least_bytes: int) -> bool:
    """Whether a cache is worth its room: a plain file in a folder that can be written, above a size."""
    path = Path(stack.path)
    times, bands, height, width = stack.shape
    is_large = times * bands * height * width * np.dtype(stack.info.dtype).itemsize >= least_bytes
    if not is_large or times * bands > _MAX_BANDS:
        return False
    return path.is_file() and os.access(path.parent, os.W_OK)


def build_cache(
    stack: StackFile, is_cancelled: Callable[[], bool], report: Callable[[float], None] = lambda done: None
) -> Path:
    """Write the cache of a stack window by window; under its name it is whole or not there.

    :raises Cancelled: between two windows.
    :raises FileProblem: when the disk is full or fails, or the stack changed meanwhile.
    """
    path = cache_path(stack.path)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    described = _describe(stack)
    try:
        _write(stack, temporary, described, is_cancelled, report)
        if _describe(stack) != described:
            raise FileProblem(stack.path, "the file changed while it was read", "changed")
        os.replace(temporary, path)
    except OSError as error:
        rule = "disk_full" if error.errno == errno.ENOSPC else "write_failed"
        raise FileProblem(str(path), error.strerror or str(error), rule) from error
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _write(
    stack: StackFile,
    temporary: Path,
    described: dict[str, str],
    is_cancelled: Callable[[], bool],
    report: Callable[[float], None],
) -> None:
    grid, code = stack.info.grid, gdal_type(stack.info.dtype)
    count = len(stack.info.steps) * len(stack.info.bands)
    with GdalErrors() as errors:
        dataset = gdal.GetDriverByName("GTiff").Create(
            str(temporary), grid.width, grid.height, count, code, options=_options(stack.info.dtype)
        )
        if dataset is not None:
            dataset.SetMetadata(described, _DOMAIN)
    _check(errors, dataset is not None, temporary)
    windows = [
        (column, row, min(_WINDOW_PX, grid.width - column), min(_WINDOW_PX, grid.height - row))
        for row in range(0, grid.height, _WINDOW_PX)
        for column in range(0, grid.width, _WINDOW_PX)
    ]
    for number, window in enumerate(windows):
        if is_cancelled():
            raise Cancelled()
        values = np.ascontiguousarray(stack.read(window=window).data)
        with GdalErrors() as errors:
            status = dataset.WriteRaster(*window, values.tobytes(), buf_type=code)
        _check(errors, status == 0, temporary)
        report((number + 1) / len(windows))
    with GdalErrors() as errors:
        dataset.FlushCache()
        del dataset
    _check(errors, True, temporary)


def _options(dtype: str) -> list[str]:
    known = gdal.GetDriverByName("GTiff").GetMetadataItem("DMD_CREATIONOPTIONLIST") or ""
    options = [
        "TILED=YES", f"BLOCKXSIZE={_BLOCK_PX}", f"BLOCKYSIZE={_BLOCK_PX}", "INTERLEAVE=PIXEL", "BIGTIFF=IF_SAFER",
        "PHOTOMETRIC=MINISBLACK", "ALPHA=NO", f"PREDICTOR={predictor(dtype)}",
    ]  # fmt: skip
    return [*options, *(["COMPRESS=ZSTD", "ZSTD_LEVEL=1"] if ">ZSTD<" in known else ["COMPRESS=DEFLATE", "ZLEVEL=1"])]


def _check(errors: GdalErrors, succeeded: bool, path: Path) -> None:
    if errors.failures or not succeeded:
        reason = " ".join(errors.failures) or "could not be written"
        rule = "disk_full" if "no space left" in reason.lower() else "write_failed"
        raise FileProblem(str(path), reason, rule)


def _describe(stack: StackFile) -> dict[str, str]:
    """What the cache must say to be of this state of the file."""
    try:
        state = os.stat(stack.path)
    except OSError:
        return {}
    made_from = {"bytes": state.st_size, "changed_ns": state.st_mtime_ns, "shape": list(stack.shape)}
    return {"VERSION": _VERSION, "MADE_FROM": json.dumps(made_from, separators=(",", ":"))}
