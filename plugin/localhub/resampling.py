# SPDX-License-Identifier: GPL-2.0-or-later
"""UPSAMPLING and DOWNSAMPLING: bands of a scene on a grid, smoother than nearest neighbour.

Sources only know nearest neighbour. Here a scene is read on its own lattice, where that means its pixels as they are,
and its values are interpolated at the grid's pixel centres.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..core.catalogue import load_catalogue
from ..core.grid import PixelGrid
from .kernels import bicubic, bilinear, box
from .lattice import Lattice, seen_size
from .parameters import Parameters
from .source import SceneRecord, SceneSource

NEAREST, BILINEAR, BICUBIC, BOX = "NEAREST", "BILINEAR", "BICUBIC", "BOX"
UPSAMPLINGS = (NEAREST, BILINEAR, BICUBIC)
DOWNSAMPLINGS = (NEAREST, BILINEAR, BICUBIC, BOX)

_MASK = "dataMask"
_MARGIN_PX = 3
_MAX_WINDOW_PX = 1 << 20
_MOST_PER_SIDE = 10
"""Native pixels along the side of a target pixel; of more only every second, third … is read, as services read
overviews, because the work grows with their square."""

_MEASURED = ("data", "meteo")
_CODED = re.compile(r"mask|class|flag|valid|quality|lulc|land_?cover|(^|_)qa(_|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Resampling:
    """What fills the pixels that lie between native ones."""

    up: str = NEAREST
    """Where native pixels are larger than the grid's, or as large."""

    down: str = NEAREST
    """Where they are smaller."""

    @classmethod
    def from_parameters(cls, parameters: Parameters) -> Resampling:
        """Read UPSAMPLING and DOWNSAMPLING."""
        return cls(
            parameters.choose("UPSAMPLING", UPSAMPLINGS, NEAREST),
            parameters.choose("DOWNSAMPLING", DOWNSAMPLINGS, NEAREST),
        )

    @property
    def is_nearest(self) -> bool:
        """Nothing to do that a source does not do itself."""
        return self.up == self.down == NEAREST


NEAREST_ONLY = Resampling()


@dataclass(frozen=True)
class _Way:
    """How bands of one native size get onto a grid."""

    method: str
    lattice: Lattice
    margin: int
    """Native pixels around the grid's centres that count."""


class ResampledSource:
    """Reads scenes of a source like :meth:`SceneSource.read`, but interpolated.

    A pixel has data where its nearest native pixel has. Bands of classes, masks and angles, and bands and scenes that
    do not tell their native pixel size, come by nearest neighbour.
    """

    def __init__(self, source: SceneSource, resampling: Resampling) -> None:
        self._source, self._resampling = source, resampling

    def read(self, record: SceneRecord, bands: Sequence[str], grid: PixelGrid) -> Mapping[str, np.ndarray]:
        """Bands of one scene on a grid: (y, x) in stored units, float64 where interpolated, and ``dataMask``."""
        arrays = dict(self._source.read(record, bands, grid))
        mask = np.asarray(arrays[_MASK]) != 0
        if not mask.any():
            return arrays
        for way, names in self._ways(record, bands, grid).items():
            for name, smooth in self._interpolate(record, names, grid, way).items():
                nearest = np.asarray(arrays[name], dtype=np.float64)
                arrays[name] = np.where(mask & ~np.isnan(nearest) & ~np.isnan(smooth), smooth, nearest)
        return arrays

    def _ways(self, record: SceneRecord, bands: Sequence[str], grid: PixelGrid) -> dict[_Way, list[str]]:
        """The bands to interpolate, those together that are read together."""
        ways: dict[_Way, list[str]] = {}
        for name in dict.fromkeys(bands):
            resolution = self._source.bands[name].resolution
            size = record.pixel_size or (resolution and (resolution, resolution))
            if not size or not is_measured(self._source.collection_id, name):
                continue
            way = _find_way(self._resampling, record, size, grid)
            if way is not None:
                ways.setdefault(way, []).append(name)
        return ways

    def _interpolate(
        self, record: SceneRecord, names: Sequence[str], grid: PixelGrid, way: _Way
    ) -> dict[str, np.ndarray]:
        """(y, x) float64 for each band, NaN where no native pixel near has data."""
        rows, columns = way.lattice.locate(grid)
        found = way.lattice.window(rows, columns, way.margin)
        if found is None:
            return {}
        top, left, window = found
        if window.pixel_count > _MAX_WINDOW_PX and grid.pixel_count > 1:
            return self._in_halves(record, names, grid, way)
        native = self._source.read(record, names, window)
        if way.method == BOX:
            rows, columns = way.lattice.locate_in(grid, window)
        else:
            rows, columns = rows - top, columns - left
        result = {}
        for name in names:
            values = np.asarray(native[name], dtype=np.float64)
            valid = (np.asarray(native[_MASK]) != 0) & ~np.isnan(values)
            if way.method == BOX:
                result[name] = box(values, valid, rows, columns, (grid.height, grid.width))
            else:
                kernel = bicubic if way.method == BICUBIC else bilinear
                result[name] = kernel(values, valid, rows, columns)
        return result

    def _in_halves(
        self, record: SceneRecord, names: Sequence[str], grid: PixelGrid, way: _Way
    ) -> dict[str, np.ndarray]:
        """Like :meth:`_interpolate`, half after half, so that what is read at once stays small."""
        axis = 0 if grid.height >= grid.width else 1
        if axis == 0:
            middle = grid.height // 2
            parts = [grid.window(0, 0, grid.width, middle), grid.window(0, middle, grid.width, grid.height)]
        else:
            middle = grid.width // 2
            parts = [grid.window(0, 0, middle, grid.height), grid.window(middle, 0, grid.width, grid.height)]
        done = [self._interpolate(record, names, part, way) for part in parts]
        empty = [np.full((part.height, part.width), np.nan) for part in parts]
        return {name: np.concatenate([d.get(name, e) for d, e in zip(done, empty)], axis) for name in names}


@lru_cache(maxsize=1024)
def is_measured(collection_id: str, name: str) -> bool:
    """Whether means of a band's values mean anything, by its role in the catalogue.

    Of a band that its collection does not know, or of a collection of the user's own, other collections and its name
    (FMASK, QA_PIXEL) tell.
    """
    catalogue = load_catalogue()
    own = catalogue.get(collection_id)
    if own is not None and name in own.bands:
        return own.bands[name].role in _MEASURED
    roles = {entry.bands[name].role for entry in catalogue.values() if name in entry.bands}
    return not roles - set(_MEASURED) and not _CODED.search(name)


def _find_way(
    resampling: Resampling, record: SceneRecord, pixel_size: tuple[float, float], grid: PixelGrid
) -> _Way | None:
    """How pixels of a size get onto a grid; None by nearest neighbour, also where that comes to the same."""
    seen = seen_size(grid.crs, (grid.pixel_width, grid.pixel_height), record.bounds, record.crs)
    lattice = Lattice.over(record.bounds, record.crs, pixel_size)
    if seen is None or lattice.holds(grid):
        return None
    side, longer = seen
    method = resampling.up if lattice.pixel_side >= side * (1 - 1e-6) else resampling.down
    if method == NEAREST:
        return None
    lattice = lattice.thin(max(1, math.ceil(side / lattice.pixel_side / _MOST_PER_SIDE - 1e-6)))
    reach = longer / min(lattice.pixel_width, lattice.pixel_height) if method == BOX else 0.0
    return _Way(method, lattice, _MARGIN_PX + int(reach))
