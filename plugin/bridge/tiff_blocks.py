# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the blocks of a TIFF lie, by its own first directory. GDAL tells it too, but one block a call.

Layout after the TIFF 6.0 specification (section 2) and the BigTIFF design.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

_WIDTH, _HEIGHT, _SAMPLES, _PLANES = 256, 257, 277, 284
_ROWS_PER_STRIP, _STRIPS, _STRIP_BYTES = 278, 273, 279
_TILE_WIDTH, _TILE_HEIGHT, _TILES, _TILE_BYTES = 322, 323, 324, 325
_SEPARATE = 2
_NUMBERS = {3: "u2", 4: "u4", 16: "u8"}
_MAX_TAGS = 200


@dataclass(frozen=True)
class TiffBlocks:
    """The blocks of an image, band by band where they are apart, and within a band row by row."""

    width: int
    height: int
    bands: int
    block_width: int
    block_height: int
    is_by_band: bool
    """Each band has blocks of its own."""

    offsets: np.ndarray
    """(block,), int64; 0 for blocks that were never written."""

    sizes: np.ndarray
    """(block,), int64, in bytes."""

    @property
    def across(self) -> int:
        """Blocks side by side."""
        return -(-self.width // self.block_width)

    @property
    def of_band(self) -> int:
        """Blocks of one band, or of all of them where they share blocks."""
        return self.across * -(-self.height // self.block_height)

    @property
    def end(self) -> int:
        """The first byte behind the last block, 0 where none was written."""
        return int((self.offsets + self.sizes)[self.offsets > 0].max(initial=0))


def last_byte(path: Path) -> int:
    """Where the blocks of a file end by its own account; a shorter file has lost some.

    :raises ValueError: when it is no whole TIFF.
    :raises OSError: when it cannot be read.
    """
    with open(path, "rb") as file:
        return read_blocks(file).end


def read_blocks(file: BinaryIO, most_table_bytes: int = 1 << 31) -> TiffBlocks:
    """Read the first directory.

    :param most_table_bytes: of the table of blocks; what is larger is not read.
    :raises ValueError: when it is no TIFF, a broken one, or the table is too large.
    :raises OSError: when it cannot be read.
    """
    try:
        tags = _read_tags(file)
        is_tiled = _TILES in tags
        width, height = tags[_WIDTH].first(), tags[_HEIGHT].first()
        bands = tags[_SAMPLES].first() if _SAMPLES in tags else 1
        rows = tags[_ROWS_PER_STRIP].first() if _ROWS_PER_STRIP in tags else height
        block = (tags[_TILE_WIDTH].first(), tags[_TILE_HEIGHT].first()) if is_tiled else (width, min(rows, height))
        is_by_band = bands == 1 or (_PLANES in tags and tags[_PLANES].first() == _SEPARATE)
        if min(width, height, bands, *block) < 1:
            raise ValueError("nothing in it")
        tables = tags[_TILES if is_tiled else _STRIPS], tags[_TILE_BYTES if is_tiled else _STRIP_BYTES]
        if sum(table.size for table in tables) > most_table_bytes:
            raise ValueError("too many blocks")
        offsets, sizes = (table.values().astype(np.int64) for table in tables)
    except (IndexError, KeyError, OverflowError, struct.error) as error:
        raise ValueError(f"no plain TIFF: {error}") from error
    found = TiffBlocks(width, height, bands, *block, is_by_band, offsets, sizes)
    if not len(offsets) == len(sizes) == found.of_band * (bands if is_by_band else 1):
        raise ValueError("blocks are missing")
    return found


@dataclass(frozen=True)
class _Tag:
    """Whole numbers of a directory."""

    file: BinaryIO
    dtype: np.dtype
    count: int
    offset: int
    """Of the values in the file; small ones lie within the tag."""

    @property
    def size(self) -> int:
        return self.count * self.dtype.itemsize

    def first(self) -> int:
        """The first value; the same for all samples where there are several."""
        return int(np.frombuffer(_take(self.file, self.offset, self.dtype.itemsize), self.dtype)[0])

    def values(self) -> np.ndarray:
        return np.frombuffer(_take(self.file, self.offset, self.size), self.dtype)


def _read_tags(file: BinaryIO) -> dict[int, _Tag]:
    """The tags of the first directory that hold whole numbers."""
    order = {b"II": "<", b"MM": ">"}.get(_take(file, 0, 8)[:2], "")
    version = struct.unpack(order + "H", _take(file, 2, 2))[0] if order else 0
    if version not in (42, 43):
        raise ValueError("not a TIFF")
    number_format, count_format = ("Q", "Q") if version == 43 else ("I", "H")
    inside, tag_size = struct.calcsize("=" + number_format), struct.calcsize(f"=HH{number_format * 2}")
    start = struct.unpack(order + number_format, _take(file, inside if version == 43 else 4, inside))[0]
    head_size = struct.calcsize("=" + count_format)
    number = struct.unpack(order + count_format, _take(file, start, head_size))[0]
    if number > _MAX_TAGS:
        raise ValueError("too many tags")
    content, found = _take(file, start + head_size, number * tag_size), {}
    for place in range(0, number * tag_size, tag_size):
        name, kind, count = struct.unpack_from(f"{order}HH{number_format}", content, place)
        if kind in _NUMBERS:
            dtype = np.dtype(order + _NUMBERS[kind])
            offset = start + head_size + place + 4 + inside
            if count * dtype.itemsize > inside:
                offset = struct.unpack_from(order + number_format, content, place + 4 + inside)[0]
            found[name] = _Tag(file, dtype, count, offset)
    return found


def _take(file: BinaryIO, offset: int, size: int) -> bytes:
    """:raises ValueError: when the file ends before."""
    file.seek(offset)
    content = file.read(size)
    if len(content) != size:
        raise ValueError("the file ends too early")
    return content
