# SPDX-License-Identifier: GPL-2.0-or-later
"""The static ground of a window: its land with the units numbered, kept for the next date of the same window."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np

from ...core.grid import PixelGrid
from .canvas import KEY_BITS, Cover
from .cells import Cells, find_cells
from .landcover import LandCover
from .spectra import GRAIN, SNOW_HOLD
from .units import UnitTable

_MAX_PIXELS = 1_600_000
"""Windows are kept up to this many pixels in all, about 60 MB; the latest one always."""


@dataclass(frozen=True)
class Ground:
    """The 10 m pixels that one band of a window is made of."""

    cells: Cells
    rows: np.ndarray
    columns: np.ndarray
    units: UnitTable
    primary: np.ndarray
    """Number of the unit in :attr:`units`, per pixel."""

    secondary: np.ndarray
    fraction: np.ndarray
    vigour: np.ndarray
    grain: np.ndarray
    """Factor of brightness minus one."""

    relief: np.ndarray | None
    """Slope towards the sun, None in the plain."""

    water: np.ndarray
    """Share of open water."""

    woods: np.ndarray
    """Share of trees."""

    snow_hold: np.ndarray
    """How much of the snow of open land is seen."""


class Grounds:
    """Makes grounds and keeps the latest ones. Safe to use from several threads."""

    def __init__(self) -> None:
        self._land = LandCover()
        self._kept: OrderedDict[tuple[PixelGrid, int], Ground] = OrderedDict()
        self._lock = threading.Lock()

    def under(self, grid: PixelGrid, size: int) -> Ground:
        """The ground of a grid for bands whose cells are ``size`` 10 m pixels wide."""
        key = (grid, size)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        ground = self._make(grid, size)
        with self._lock:
            self._kept[key] = ground
            while len(self._kept) > 1 and sum(each.primary.size for each in self._kept.values()) > _MAX_PIXELS:
                self._kept.popitem(last=False)
        return ground

    def _make(self, grid: PixelGrid, size: int) -> Ground:
        cells = find_cells(grid, size)
        rows, columns = cells.pixels()
        land = self._land.sample(rows, columns)
        codes, inverse = np.unique(np.stack([land.primary, land.secondary]), return_inverse=True)
        primary, secondary = inverse.reshape((2, *land.primary.shape)).astype(np.int32)
        fraction = land.fraction.astype(np.float32) / np.float32(255)
        covers = (codes >> KEY_BITS).astype(int)
        is_wet = np.isin(covers, (Cover.RIVER, Cover.LAKE))
        is_wood = np.isin(covers, (Cover.DECIDUOUS, Cover.CONIFER, Cover.SHRUB))
        slope = land.relief.astype(np.float32) / np.float32(200)
        return Ground(
            cells=cells,
            rows=rows,
            columns=columns,
            units=UnitTable(codes),
            primary=primary,
            secondary=secondary,
            fraction=fraction,
            vigour=land.vigour.astype(np.float32) / np.float32(127),
            grain=land.texture * (GRAIN[covers] / 127).astype(np.float32)[primary],
            relief=slope if slope.any() else None,
            water=_share(is_wet, primary, secondary, fraction),
            woods=_share(is_wood, primary, secondary, fraction),
            snow_hold=_share(SNOW_HOLD[covers].astype(np.float32), primary, secondary, fraction),
        )


def _share(wanted: np.ndarray, primary: np.ndarray, secondary: np.ndarray, fraction: np.ndarray) -> np.ndarray:
    share: np.ndarray = wanted[primary] * (1 - fraction) + wanted[secondary] * fraction
    return share
