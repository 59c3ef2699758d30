# SPDX-License-Identifier: GPL-2.0-or-later
"""Has the system fetch all blocks of a TIFF that a read will need at once, instead of one after the other.

A pixel of a stack of 280 bands lies in 280 blocks, and GDAL waits for the disk for each, twice more where the place of
the block is not yet known. Asked for together they take a third of the time, and on slow disks less. It is a hint:
what is read, and whether it can be read, stays GDAL's business.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from typing import BinaryIO

import numpy as np

from .stack_reader import Window
from .tiff_blocks import read_blocks

_MAX_TABLE_BYTES = 32 << 20
"""Of the table that tells where each block lies; it is kept while the stack is open."""

_MAX_BLOCKS = 20_000
_MAX_BYTES = 64 << 20


class Prefetch:
    """Knows where the blocks of a TIFF with a plane for each band lie. Holds the file open until :meth:`close`."""

    def __init__(self, path: str) -> None:
        """
        :raises ValueError: for every other file, and where the system takes no hints.
        :raises OSError: when it cannot be read.
        """
        self._file: BinaryIO | None = None
        if not hasattr(os, "posix_fadvise"):
            raise ValueError("no posix_fadvise")
        self._file = file = open(path, "rb", buffering=0)  # noqa: SIM115 - open until close()
        try:
            self._number, self._size = file.fileno(), os.fstat(file.fileno()).st_size
            self._blocks = read_blocks(file, _MAX_TABLE_BYTES)
            if not self._blocks.is_by_band:
                raise ValueError("bands are not apart")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """May be called twice."""
        if self._file is not None:
            self._file.close()

    def __del__(self) -> None:
        self.close()

    def fetch(self, numbers: Sequence[int], window: Window) -> None:
        """Ask for the blocks of some bands (from 1) under a window of pixels, and do not wait for them."""
        column, row, width, height = window
        all_blocks = self._blocks
        across = np.arange(column // all_blocks.block_width, (column + width - 1) // all_blocks.block_width + 1)
        down = np.arange(row // all_blocks.block_height, (row + height - 1) // all_blocks.block_height + 1)
        within = (down[:, None] * all_blocks.across + across).ravel()
        blocks = ((np.asarray(numbers, np.int64) - 1)[:, None] * all_blocks.of_band + within).ravel()
        if not 0 < blocks.size <= _MAX_BLOCKS or blocks.min() < 0 or blocks.max() >= len(all_blocks.offsets):
            return
        offsets, sizes = all_blocks.offsets[blocks].tolist(), all_blocks.sizes[blocks].tolist()
        if sum(sizes) > _MAX_BYTES:
            return
        with contextlib.suppress(OSError):  # no such file system, or gone from the network
            for offset, size in zip(offsets, sizes):
                if 0 < size <= self._size - offset:
                    os.posix_fadvise(self._number, offset, size, os.POSIX_FADV_WILLNEED)


def open_prefetch(path: str) -> Prefetch | None:
    """For a file that can do with it, else None."""
    try:
        return Prefetch(path)
    except (OSError, ValueError):  # a subdataset, another format, or not ours to read
        return None
