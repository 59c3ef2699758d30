# SPDX-License-Identifier: GPL-2.0-or-later
"""Blocks of pixels that cost no more than a single one: the lattice on which series are asked for at a click."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .catalogue import Collection
from .grid import PixelGrid
from .price import DATA_MASK

SIDE_PX = 51
"""The largest square at the least price: 51 * 51 pixels are just below a hundredth of 512 * 512 (:mod:`.price`)."""

_BLOCKS = 10
"""Blocks along a side of a neighbourhood, whose scenes are listed together: few enough to lie on the same tiles."""

_WHOLE_UNITS = ("DN", "PERCENT")


@dataclass(frozen=True)
class LiveBlock:
    """One block of a lattice that starts at the origin of its CRS, so that clicks near each other share blocks."""

    crs: str
    resolution: float
    """Side of a pixel in CRS units."""

    column: int
    """Counted eastward from the origin, in blocks."""

    row: int
    """Counted northward from the origin, in blocks."""

    @property
    def grid(self) -> PixelGrid:
        """Its pixels."""
        left, top = self.column * SIDE_PX * self.resolution, (self.row + 1) * SIDE_PX * self.resolution
        return PixelGrid(self.crs, left, top, self.resolution, self.resolution, SIDE_PX, SIDE_PX)

    @property
    def neighbourhood(self) -> tuple[int, int]:
        """Column and row of the group of blocks that it belongs to."""
        return self.column // _BLOCKS, self.row // _BLOCKS

    @property
    def neighbourhood_grid(self) -> PixelGrid:
        """That group as a single pixel: lists of scenes only need bounds."""
        side = _BLOCKS * SIDE_PX * self.resolution
        column, row = self.neighbourhood
        return PixelGrid(self.crs, column * side, (row + 1) * side, side, side, 1, 1)


def locate_block(x: float, y: float, crs: str, resolution: float) -> tuple[LiveBlock, int, int]:
    """The block of a point, and column and row (from the upper left) of the pixel under it.

    A point on an edge between pixels belongs to the pixel right of and below it, as in :meth:`.grid.PixelGrid.locate`.

    :param x: easting, :param y: northing, in the CRS of the blocks.
    """
    across, up = math.floor(x / resolution), math.ceil(y / resolution) - 1
    block = LiveBlock(crs, resolution, across // SIDE_PX, up // SIDE_PX)
    return block, across % SIDE_PX, SIDE_PX - 1 - up % SIDE_PX


def choose_sample_type(collection: Collection | None, bands: Sequence[str]) -> str:
    """The cheapest sample type that rounds nothing away: 16 bit for digital numbers, else floats at twice the price.

    :param collection: None where nobody knows what its numbers are.
    """
    for name in bands:
        band = collection.find_band(name) if collection is not None else None
        if name != DATA_MASK and (band is None or band.choose_units("DN") not in _WHOLE_UNITS):
            return "FLOAT32"
    return "UINT16"
