# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the pixels of a TIFF end, by its own directory: some GDAL versions lose the last block of a full disk silently.

Layout after the TIFF 6.0 specification (section 2) and the BigTIFF design.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import numpy as np

_TYPES = {3: "u2", 4: "u4", 16: "u8"}
_STRIP_OFFSETS, _STRIP_SIZES, _TILE_OFFSETS, _TILE_SIZES = 273, 279, 324, 325


def last_byte(path: Path) -> int:
    """The first byte behind the last block that the first directory of a file names, 0 for a file without blocks.

    :raises ValueError: when the directory itself is not there.
    :raises OSError: when the file cannot be read.
    """
    with open(path, "rb") as file:
        order, is_big = _read_header(file)
        tags = _read_directory(file, order, is_big)
    for offsets, sizes in ((_TILE_OFFSETS, _TILE_SIZES), (_STRIP_OFFSETS, _STRIP_SIZES)):
        if offsets in tags and sizes in tags:
            starts, lengths = tags[offsets].astype("u8"), tags[sizes].astype("u8")
            return int((starts + lengths)[starts > 0].max(initial=0))
    raise ValueError("no blocks are named")


def _read_header(file: BinaryIO) -> tuple[str, bool]:
    """Byte order and whether it is a BigTIFF; the file stands at its first directory then."""
    start = _take(file, 8)
    order = {b"II": "<", b"MM": ">"}.get(start[:2])
    if order is None:
        raise ValueError("not a TIFF")
    is_big = int(np.frombuffer(start, f"{order}u2", 1, 2)[0]) == 43
    place = np.frombuffer(_take(file, 8), f"{order}u8") if is_big else np.frombuffer(start, f"{order}u4", 1, 4)
    file.seek(int(place[0]))
    return order, is_big


def _read_directory(file: BinaryIO, order: str, is_big: bool) -> dict[int, np.ndarray]:
    """The tags that tell where blocks are."""
    field, count_type = ("u8", "u8") if is_big else ("u4", "u2")
    entry = np.dtype(
        [("tag", f"{order}u2"), ("type", f"{order}u2"), ("count", f"{order}{field}"), ("value", f"V{field[1]}")]
    )
    count = int(np.frombuffer(_take(file, np.dtype(count_type).itemsize), f"{order}{count_type}")[0])
    if count > 65535:
        raise ValueError("no directory")
    entries = np.frombuffer(_take(file, count * entry.itemsize), entry)
    found = {}
    for tag, kind, values, inline in entries.tolist():
        if tag in (_STRIP_OFFSETS, _STRIP_SIZES, _TILE_OFFSETS, _TILE_SIZES) and kind in _TYPES:
            dtype = np.dtype(f"{order}{_TYPES[kind]}")
            if values * dtype.itemsize > len(inline):
                file.seek(int(np.frombuffer(inline, f"{order}{field}")[0]))
                inline = _take(file, values * dtype.itemsize)
            found[tag] = np.frombuffer(inline, dtype, values)
    return found


def _take(file: BinaryIO, size: int) -> bytes:
    content = file.read(size)
    if len(content) != size:
        raise ValueError("the file ends too early")
    return content
