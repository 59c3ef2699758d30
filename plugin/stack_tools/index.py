# SPDX-License-Identifier: GPL-2.0-or-later
"""``indexstack``: one index or formula for each date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from ..bridge.raster_writer import BLOCK_PX
from ..bridge.stack_reader import StackFile
from ..core.band_expression import BandFormula, choose_reflectance_factor, compile_bands
from ..core.indices import INDICES
from ..core.progress import Progress, check_cancelled
from ..core.stack import StackBand, StackInfo
from .bands import check_choice
from .blocks import Block, Plan

SAMPLE_TYPES = ("FLOAT32", "INT16")
"""INT16 holds ten-thousandths, from -3.2767 to 3.2767."""

_SCALE = 0.0001
_ENOUGH_VALUES = 1000


@dataclass(frozen=True)
class IndexTool:
    """Which index."""

    index: str
    """A named index, or a formula over band names."""

    band_name: str = ""
    """Of the result; empty for the name of the index, or ``INDEX``."""

    sample_type: str = "FLOAT32"
    name = "indexstack"

    def check(self) -> None:
        """:raises InvalidRequest: for parameters that cannot work with any stack."""
        check_choice(self.sample_type, SAMPLE_TYPES, "SAMPLE_TYPE")

    def history(self) -> dict[str, object]:
        """The parameters."""
        return {"INDEX": self.index, "SAMPLE_TYPE": self.sample_type}

    @contextmanager
    def plan(self, source: StackFile, progress: Progress) -> Iterator[Plan]:
        """:raises InvalidRequest: when the formula cannot be read or a band is missing."""
        info = source.info
        formula = compile_bands(self.index.strip(), info.bands, info.collection, "INDEX")
        places = {band: info.band_names.index(band) for band in formula.bands}
        factor = find_reflectance_factor(formula, places, source, progress)

        def compute(block: Block) -> np.ndarray:
            arrays = {name: block.meant(place) for name, place in places.items()}
            return formula.evaluate(arrays, factor)[:, None]

        work = len(info.steps) * 8 * (2 * len(places) + 4)
        yield Plan(self._describe(info), tuple(places.values()), compute, work)

    def _describe(self, info: StackInfo) -> StackInfo:
        named = self.index.strip().upper()
        name = self.band_name.strip() or (named if named in INDICES else "INDEX")
        result = replace(info, bands=(StackBand(name),), scale=1.0, offset=0.0)
        if self.sample_type == "INT16":
            return replace(result, dtype="int16", nodata=-32768.0, scale=_SCALE)
        return replace(result, dtype="float32", nodata=float("nan"))


def find_reflectance_factor(
    formula: BandFormula, places: Mapping[str, int], source: StackFile, progress: Progress
) -> float:
    """What makes the stack's values reflectances, told by its units, else by as many pixels as it takes."""
    info = source.info
    if not formula.needs_reflectance:
        return 1.0
    units = {info.bands[place].units.upper() for place in places.values()}
    known: dict[str, list[np.ndarray]] = {name: [] for name in places}
    for column, row, grid in [] if units == {"REFLECTANCE"} else _from_the_middle(info):
        check_cancelled(progress)
        window = (column, row, grid[0], grid[1])
        block = Block(source.read(tuple(places.values()), window=window), tuple(places.values()), window, info)
        for name, place in places.items():
            values = block.physical(place)
            known[name].append(values[np.isfinite(values)])
        if all(sum(part.size for part in parts) >= _ENOUGH_VALUES for parts in known.values()):
            break
    sample = {name: np.concatenate([*parts, np.empty(0)]) for name, parts in known.items()}
    return choose_reflectance_factor(info.bands, sample, formula.bands)


def _from_the_middle(info: StackInfo) -> list[tuple[int, int, tuple[int, int]]]:
    """(column, row, (width, height)) of all tiles, the middle ones first: edges are often empty."""
    tiles = [(column, row, (grid.width, grid.height)) for column, row, grid in info.grid.tiles(BLOCK_PX)]
    middle_x, middle_y = info.grid.width / 2, info.grid.height / 2
    return sorted(tiles, key=lambda tile: (tile[0] + 32 - middle_x) ** 2 + (tile[1] + 32 - middle_y) ** 2)
