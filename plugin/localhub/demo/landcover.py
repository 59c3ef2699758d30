# SPDX-License-Identifier: GPL-2.0-or-later
"""The land that does not change with the date, computed block by block and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from .canvas import Canvas
from .countryside import paint_countryside, relief
from .extent import local_x, local_y
from .settlements import paint_settlements
from .waters import meadow_share, paint_waters, river_distance

_SIDE = 128
_MAX_BLOCKS = 500
"""All 442 blocks of the landscape fit, in about 90 MB; a window of 640 m needs one to four."""

_BLUR = (
    *((0, 1, 0.09), (0, -1, 0.09), (1, 0, 0.09), (-1, 0, 0.09)),
    *((1, 1, 0.035), (1, -1, 0.035), (-1, 1, 0.035), (-1, -1, 0.035)),
)
"""What a pixel of the sensor gathers from its neighbours: row, column, share."""


@dataclass(frozen=True)
class Land:
    """Static land of a set of pixels; all arrays have the shape of the set."""

    primary: np.ndarray
    """int32 unit codes."""

    secondary: np.ndarray
    fraction: np.ndarray
    """uint8, share of the secondary unit times 255."""

    vigour: np.ndarray
    """int8, times 127."""

    texture: np.ndarray
    """int8, times 127."""

    relief: np.ndarray
    """int8, slope towards the sun times 200."""


_FIELDS = ("primary", "secondary", "fraction", "vigour", "texture", "relief")
_TYPES = (np.int32, np.int32, np.uint8, np.int8, np.int8, np.int8)


class LandCover:
    """Gives the land under pixels. Safe to use from several threads."""

    def __init__(self) -> None:
        self._blocks: OrderedDict[tuple[int, int], Land] = OrderedDict()
        self._lock = threading.Lock()

    def sample(self, rows: np.ndarray, columns: np.ndarray) -> Land:
        """Land of 10 m pixels whose rows and columns broadcast."""
        shape = np.broadcast(rows, columns).shape
        parts = [np.empty(shape, kind) for kind in _TYPES]
        if rows.shape[1] == 1 and columns.shape[0] == 1:
            self._sample_rectangle(rows[:, 0], columns[0], parts)
        else:
            all_rows, all_columns = np.broadcast_arrays(rows, columns)
            self._sample_scattered(all_rows, all_columns, parts)
        return Land(*parts)

    def _sample_rectangle(self, rows: np.ndarray, columns: np.ndarray, parts: list[np.ndarray]) -> None:
        for block_row in np.unique(rows // _SIDE):
            in_rows = np.flatnonzero(rows // _SIDE == block_row)
            for block_column in np.unique(columns // _SIDE):
                in_columns = np.flatnonzero(columns // _SIDE == block_column)
                land = self._block(int(block_row), int(block_column))
                target = np.ix_(in_rows, in_columns)
                source = np.ix_(rows[in_rows] % _SIDE, columns[in_columns] % _SIDE)
                for part, name in zip(parts, _FIELDS):
                    part[target] = getattr(land, name)[source]

    def _sample_scattered(self, rows: np.ndarray, columns: np.ndarray, parts: list[np.ndarray]) -> None:
        numbers = (rows // _SIDE) * 65536 + columns // _SIDE
        for number in np.unique(numbers):
            where = numbers == number
            land = self._block(int(number) // 65536, int(number) % 65536)
            for part, name in zip(parts, _FIELDS):
                part[where] = getattr(land, name)[rows[where] % _SIDE, columns[where] % _SIDE]

    def _block(self, block_row: int, block_column: int) -> Land:
        key = (block_row, block_column)
        with self._lock:
            if key in self._blocks:
                self._blocks.move_to_end(key)
                return self._blocks[key]
        land = _paint_block(block_row, block_column)
        with self._lock:
            self._blocks[key] = land
            while len(self._blocks) > _MAX_BLOCKS:
                self._blocks.popitem(last=False)
        return land


def _paint_block(block_row: int, block_column: int) -> Land:
    rows = np.arange(block_row * _SIDE - 1, (block_row + 1) * _SIDE + 1)
    columns = np.arange(block_column * _SIDE - 1, (block_column + 1) * _SIDE + 1)
    x, y = (np.ascontiguousarray(values) for values in np.meshgrid(local_x(columns), local_y(rows)))
    canvas = Canvas(x, y)
    distance = river_distance(canvas)
    paint_countryside(canvas, meadow_share(canvas, distance))
    paint_waters(canvas, distance)
    paint_settlements(canvas)
    slope = relief(x, y)
    primary, secondary, fraction = _gather_neighbours(canvas)
    inner = (slice(1, -1), slice(1, -1))
    return Land(
        primary.astype(np.int32),
        secondary.astype(np.int32),
        np.rint(fraction * 255).astype(np.uint8),
        np.rint(canvas.vigour[inner] * 127).astype(np.int8),
        np.rint(np.clip(canvas.texture[inner], -1, 1) * 127).astype(np.int8),
        np.rint(np.clip(slope[inner], -0.6, 0.6) * 200).astype(np.int8),
    )


def _gather_neighbours(canvas: Canvas) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Let pixels without a second unit take one from their neighbours, as blurred edges do."""
    height, width = canvas.x.shape
    own = canvas.primary[1:-1, 1:-1]
    other, share, strongest = own.copy(), np.zeros(own.shape, np.float32), np.zeros(own.shape, np.float32)
    for row, column, weight in _BLUR:
        window = (slice(1 + row, height - 1 + row), slice(1 + column, width - 1 + column))
        beside = np.where(canvas.fraction[window] > 0.5, canvas.secondary[window], canvas.primary[window])
        foreign = beside != own
        share += np.float32(weight) * foreign
        stronger = foreign & (weight > strongest)
        np.copyto(other, beside, where=stronger)
        np.copyto(strongest, np.float32(weight), where=stronger)
    fraction = canvas.fraction[1:-1, 1:-1]
    taken = fraction > share
    return own, np.where(taken, canvas.secondary[1:-1, 1:-1], other), np.where(taken, fraction, share)
