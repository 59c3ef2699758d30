# SPDX-License-Identifier: GPL-2.0-or-later
"""``NAME.profile.tif``: the pixels of a stack again, laid out so that one block holds the series of 8 x 8 pixels.

A raster of one band. Its tiles stand as the blocks of 8 x 8 pixels stand in the stack; a row of a tile is one layer (a
date and band) of the 64 pixels. A series is a column of one tile, so GDAL decodes a single small block for it; in a
file with a band for each layer it would have to fill a block of its cache for every one of them.

Private and deletable. It says which file it was made from (size and time of change) and is used only while that holds.
"""

from __future__ import annotations

import errno
import json
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..core.errors import Cancelled, FileProblem
from .gdal_errors import GdalErrors
from .gdal_types import gdal_type, predictor
from .stack_reader import StackFile, Window

_DOMAIN = "TIMESTACK_PROFILE"
_VERSION = "2"
_SIDE = 8
_PIXELS = _SIDE * _SIDE
_STEP = 16
"""The sides of a tile of a TIFF are multiples of it."""

_WINDOW_PX = 64
"""A block of the stack file; larger windows make GDAL's cache of blocks overflow (STACK_STORAGE.md)."""

_MAX_BANDS = 10_000


@dataclass(frozen=True)
class CacheLayout:
    """Where the layers of a pixel lie."""

    width: int
    """Of the stack, in pixels, as ``height``."""

    height: int
    layers: int

    @property
    def tile_rows(self) -> int:
        """The layers, and rows without use up to what a TIFF allows."""
        return -(-self.layers // _STEP) * _STEP

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of the file."""
        return -(-self.width // _SIDE) * _PIXELS, -(-self.height // _SIDE) * self.tile_rows

    def place(self, column: int, row: int) -> tuple[int, int]:
        """Column, and row of the first layer, of a pixel."""
        inside = row % _SIDE * _SIDE + column % _SIDE
        return column // _SIDE * _PIXELS + inside, row // _SIDE * self.tile_rows

    def whole_blocks(self, window: Window) -> Window:
        """Where the blocks lie that a window touches: column, row, width, height in the file."""
        column, row, width, height = window
        across = range(column // _SIDE, -(-(column + width) // _SIDE))
        down = range(row // _SIDE, -(-(row + height) // _SIDE))
        return (
            across.start * _PIXELS, down.start * self.tile_rows, len(across) * _PIXELS, len(down) * self.tile_rows,
        )  # fmt: skip

    def pack(self, values: np.ndarray) -> np.ndarray:
        """Layers (layer, y, x) of a window that begins with a block, as they lie in the file."""
        layers, height, width = values.shape
        down, across = -(-height // _SIDE), -(-width // _SIDE)
        whole = np.zeros((layers, down * _SIDE, across * _SIDE), values.dtype)
        whole[:, :height, :width] = values
        tiles = np.zeros((down, self.tile_rows, across, _SIDE, _SIDE), values.dtype)
        tiles[:, :layers] = whole.reshape(layers, down, _SIDE, across, _SIDE).transpose(1, 0, 3, 2, 4)
        return tiles.reshape(down * self.tile_rows, across * _PIXELS)

    def unpack(self, stored: np.ndarray, window: Window, layers: slice) -> np.ndarray:
        """Some layers (layer, y, x) of a window, out of its whole blocks."""
        column, row, width, height = window
        down, across = stored.shape[0] // self.tile_rows, stored.shape[1] // _PIXELS
        tiles = stored.reshape(down, self.tile_rows, across, _SIDE, _SIDE)[:, layers]
        whole = tiles.transpose(1, 0, 3, 2, 4).reshape(-1, down * _SIDE, across * _SIDE)
        top, left = row % _SIDE, column % _SIDE
        return np.ascontiguousarray(whole[:, top : top + height, left : left + width])


class ProfileCache:
    """A cache that fits its stack; of the thread that opened it."""

    def __init__(self, dataset: gdal.Dataset, layout: CacheLayout, dtype: str) -> None:
        self._dataset, self._layout, self._dtype = dataset, layout, np.dtype(dtype)
        self._code = gdal_type(dtype)

    def read(self, window: Window, layers: slice) -> np.ndarray | None:
        """Stored values (layer, y, x); None where the file cannot be read.

        :param layers: with both ends; layer = step * bands + band.
        """
        count = layers.stop - layers.start
        if window[2:] == (1, 1):
            column, row = self._layout.place(*window[:2])
            values = self._read_raster((column, row + layers.start, 1, count))
            return None if values is None else values.reshape(count, 1, 1)
        stored = self._read_raster(self._layout.whole_blocks(window))
        return None if stored is None else self._layout.unpack(stored, window, layers)

    def _read_raster(self, place: Window) -> np.ndarray | None:
        with GdalErrors() as errors:
            content = self._dataset.ReadRaster(*place, buf_type=self._code)
        if errors.failures or content is None or len(content) != place[2] * place[3] * self._dtype.itemsize:
            return None
        values = np.frombuffer(content, self._dtype).reshape(place[3], place[2])
        return values if values.flags.writeable else values.copy()


def cache_path(stack_path: str) -> Path:
    """Where the cache of a stack lies."""
    return Path(f"{Path(stack_path).with_suffix('')}.profile.tif")


def open_cache(stack: StackFile) -> ProfileCache | None:
    """The cache of a stack, None where there is none or it was made from another state of the file."""
    path = cache_path(stack.path)
    if not path.is_file():
        return None
    with GdalErrors():
        dataset = gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY, allowed_drivers=["GTiff"])
    if dataset is None or (dataset.GetMetadata(_DOMAIN) or {}) != _describe(stack):
        return None
    layout = _layout(stack)
    if (dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount) != (*layout.size, 1):
        return None
    return ProfileCache(dataset, layout, stack.info.dtype)


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
    grid, layout, code = stack.info.grid, _layout(stack), gdal_type(stack.info.dtype)
    with GdalErrors() as errors:
        dataset = gdal.GetDriverByName("GTiff").Create(
            str(temporary), *layout.size, 1, code, options=_options(layout, stack.info.dtype)
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
        values = stack.read(window=window).data.reshape(layout.layers, window[3], window[2])
        with GdalErrors() as errors:
            status = dataset.WriteRaster(*layout.whole_blocks(window), layout.pack(values).tobytes(), buf_type=code)
        _check(errors, status == 0, temporary)
        report((number + 1) / len(windows))
    with GdalErrors() as errors:
        dataset.FlushCache()
        del dataset
    _check(errors, True, temporary)


def _layout(stack: StackFile) -> CacheLayout:
    times, bands, height, width = stack.shape
    return CacheLayout(width, height, times * bands)


def _options(layout: CacheLayout, dtype: str) -> list[str]:
    known = gdal.GetDriverByName("GTiff").GetMetadataItem("DMD_CREATIONOPTIONLIST") or ""
    options = [
        "TILED=YES", f"BLOCKXSIZE={_PIXELS}", f"BLOCKYSIZE={layout.tile_rows}", "BIGTIFF=IF_SAFER",
        f"PREDICTOR={predictor(dtype)}",
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
