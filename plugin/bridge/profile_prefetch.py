# SPDX-License-Identifier: GPL-2.0-or-later
"""Has the system fetch all blocks of a TIFF that a read will need at once, instead of one after the other.

A pixel of a stack of 280 bands lies in 280 blocks, and GDAL waits for the disk for each, twice more where the place of
the block is not yet known. Asked for together they take a third of the time, and on slow disks less. It is a hint:
what is read, and whether it can be read, stays GDAL's business.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .stack_reader import Window

_WIDTH, _HEIGHT, _SAMPLES, _PLANES = 256, 257, 277, 284
_ROWS_PER_STRIP, _STRIPS, _STRIP_BYTES = 278, 273, 279
_TILE_WIDTH, _TILE_HEIGHT, _TILES, _TILE_BYTES = 322, 323, 324, 325
_SEPARATE = 2
_NUMBERS = {3: "u2", 4: "u4", 16: "u8"}
_MAX_TAGS = 200
_MAX_TABLE_BYTES = 32 << 20
"""Of the table that tells where each block lies; it is kept while the stack is open."""

_MAX_BLOCKS = 20_000
_MAX_BYTES = 64 << 20


@dataclass(frozen=True)
class _Tag:
    dtype: np.dtype
    count: int
    offset: int
    """Of the values in the file; small ones lie within the tag."""

    @property
    def size(self) -> int:
        return self.count * self.dtype.itemsize


class Prefetch:
    """Knows where the blocks of a TIFF with a plane for each band lie. Holds the file open until :meth:`close`."""

    def __init__(self, path: str) -> None:
        """
        :raises ValueError: for every other file, and where the system takes no hints.
        :raises OSError: when it cannot be read.
        """
        self._file = -1
        if not hasattr(os, "posix_fadvise"):
            raise ValueError("no posix_fadvise")
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._size = os.fstat(self._file).st_size
            self._read_directory()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """May be called twice."""
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)

    def __del__(self) -> None:
        self.close()

    def fetch(self, numbers: Sequence[int], window: Window) -> None:
        """Ask for the blocks of some bands (from 1) under a window of pixels, and do not wait for them."""
        column, row, width, height = window
        across = np.arange(column // self._block[0], (column + width - 1) // self._block[0] + 1)
        down = np.arange(row // self._block[1], (row + height - 1) // self._block[1] + 1)
        within = (down[:, None] * self._blocks_across + across).ravel()
        blocks = ((np.asarray(numbers, np.int64) - 1)[:, None] * self._blocks_of_band + within).ravel()
        if not 0 < blocks.size <= _MAX_BLOCKS or blocks.min() < 0 or blocks.max() >= len(self._offsets):
            return
        offsets, sizes = self._offsets[blocks].tolist(), self._sizes[blocks].tolist()
        if sum(sizes) > _MAX_BYTES:
            return
        with contextlib.suppress(OSError):  # no such file system, or gone from the network
            for offset, size in zip(offsets, sizes):
                if 0 < size <= self._size - offset:
                    os.posix_fadvise(self._file, offset, size, os.POSIX_FADV_WILLNEED)

    def _read_directory(self) -> None:
        try:
            tags = self._read_tags()
            is_tiled = _TILES in tags
            width, height = self._number(tags[_WIDTH]), self._number(tags[_HEIGHT])
            bands = self._number(tags[_SAMPLES]) if _SAMPLES in tags else 1
            if is_tiled:
                self._block = self._number(tags[_TILE_WIDTH]), self._number(tags[_TILE_HEIGHT])
            else:
                rows = self._number(tags[_ROWS_PER_STRIP]) if _ROWS_PER_STRIP in tags else height
                self._block = width, min(rows, height)
            if bands > 1 and (_PLANES not in tags or self._number(tags[_PLANES]) != _SEPARATE):
                raise ValueError("bands are not apart")
            if min(width, height, bands, *self._block) < 1:
                raise ValueError("nothing in it")
            self._blocks_across = -(-width // self._block[0])
            self._blocks_of_band = self._blocks_across * -(-height // self._block[1])
            places = tags[_TILES if is_tiled else _STRIPS], tags[_TILE_BYTES if is_tiled else _STRIP_BYTES]
            if sum(tag.size for tag in places) > _MAX_TABLE_BYTES:
                raise ValueError("too many blocks")
            self._offsets, self._sizes = (self._values(tag).astype(np.int64) for tag in places)
        except (IndexError, KeyError, OverflowError, struct.error) as error:
            raise ValueError(f"no plain TIFF: {error}") from error
        if len(self._offsets) != self._blocks_of_band * bands or len(self._sizes) != len(self._offsets):
            raise ValueError("blocks are missing")

    def _read_tags(self) -> dict[int, _Tag]:
        """The tags of the first directory that hold whole numbers."""
        head = os.pread(self._file, 16, 0)
        order = {b"II": "<", b"MM": ">"}.get(head[:2], "")
        version = struct.unpack(order + "H", head[2:4])[0] if order else 0
        if version not in (42, 43):
            raise ValueError("no TIFF")
        is_big = version == 43
        start = struct.unpack(order + ("Q" if is_big else "I"), head[8:16] if is_big else head[4:8])[0]
        head_size, tag_size, counts = (8, 20, "Q") if is_big else (2, 12, "I")
        number = struct.unpack(order + ("Q" if is_big else "H"), os.pread(self._file, head_size, start))[0]
        if number > _MAX_TAGS:
            raise ValueError("too many tags")
        found = {}
        content = os.pread(self._file, number * tag_size, start + head_size)
        for place in range(number):
            name, kind, count = struct.unpack_from(f"{order}HH{counts}", content, place * tag_size)
            if kind in _NUMBERS:
                dtype = np.dtype(order + _NUMBERS[kind])
                inside = struct.calcsize("=" + counts)
                at = start + head_size + place * tag_size + 4 + inside
                if count * dtype.itemsize > inside:
                    at = struct.unpack_from(order + counts, content, place * tag_size + 4 + inside)[0]
                found[name] = _Tag(dtype, count, at)
        return found

    def _number(self, tag: _Tag) -> int:
        """The first value; the same for all samples where there are several."""
        return int(np.frombuffer(os.pread(self._file, tag.dtype.itemsize, tag.offset), tag.dtype)[0])

    def _values(self, tag: _Tag) -> np.ndarray:
        content = os.pread(self._file, tag.size, tag.offset)
        if len(content) != tag.size:
            raise ValueError("ends too early")
        return np.frombuffer(content, tag.dtype)


def open_prefetch(path: str) -> Prefetch | None:
    """For a file that can do with it, else None."""
    try:
        return Prefetch(path)
    except (OSError, ValueError):  # a subdataset, another format, or not ours to read
        return None
