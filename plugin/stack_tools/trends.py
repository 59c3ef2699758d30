# SPDX-License-Identifier: GPL-2.0-or-later
"""``trendstack``: what the series of each pixel does over the years, as one raster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..bridge.named_raster import NamedRasterWriter
from ..bridge.raster_writer import RasterWriter
from ..bridge.stack_reader import StackFile
from ..core.errors import InvalidRequest
from ..core.progress import Progress
from ..core.stack import StackBand, StackInfo
from ..core.trend import calendar_seasons, find_seasonal_trend, find_trend
from .bands import check_choice, choose_bands
from .blocks import Block, Plan
from .clear_pixels import ClearReader, MaskChoice
from .series_days import exact_days

NONE, MONTH, SEASON = "none", "month", "season"
SEASONS = (NONE, MONTH, SEASON)
SLOPE, P_VALUE, TAU, COUNT = "SLOPE_PER_YEAR", "P_VALUE", "TAU", "COUNT"


@dataclass(frozen=True)
class TrendTool:
    """Which trends."""

    mask: MaskChoice
    bands: tuple[str, ...] = ()
    seasonal: str = NONE
    """Whether months, or seasons of three months, are each compared with themselves alone."""

    name = "trendstack"

    def check(self) -> None:
        """:raises InvalidRequest: for parameters that cannot work with any stack."""
        check_choice(self.seasonal, SEASONS, "SEASONAL")
        self.mask.check()

    def history(self) -> dict[str, object]:
        """The parameters."""
        return {"SEASONAL": self.seasonal, "MASK_BAND": self.mask.band}

    @contextmanager
    def plan(self, source: StackFile, progress: Progress) -> Iterator[Plan]:
        """:raises InvalidRequest: when bands are missing or there is only one date."""
        info = source.info
        if len(info.steps) < 2:
            raise InvalidRequest("INPUT", "one_step_only")
        outputs = choose_bands(self.bands, info)
        rule = self.mask.find_rule(info)
        reader = ClearReader(rule, info, outputs) if rule else None
        days = exact_days(info)
        years, seasons = calendar_seasons(source.times, 1 if self.seasonal == MONTH else 3)

        def compute(block: Block) -> np.ndarray:
            clear = reader.read(block)[0] if reader else None
            found = []
            for band in outputs:
                values = block.physical(band)
                if clear is not None:
                    values[~clear] = np.nan
                trend = (
                    find_trend(days, values)
                    if self.seasonal == NONE
                    else find_seasonal_trend(days, values, years, seasons)
                )
                found += [trend.slope_per_year, trend.p_value, trend.tau, trend.count]
            return np.stack(found)[None]

        read = tuple(dict.fromkeys((*outputs, *(reader.bands if reader else ()))))
        work = len(info.steps) * 8 * 6 + len(outputs) * 4 * 8 * 4
        yield Plan(_describe(info, outputs), read, compute, work, open_writer=_open)


def _describe(info: StackInfo, outputs: tuple[int, ...]) -> StackInfo:
    """One step without a date."""
    bands = []
    for place in outputs:
        band = info.bands[place]
        bands += [
            StackBand(f"{band.name}_{SLOPE}", f"{band.units} per year".strip()), StackBand(f"{band.name}_{P_VALUE}"),
            StackBand(f"{band.name}_{TAU}"), StackBand(f"{band.name}_{COUNT}", "observations"),
        ]  # fmt: skip
    return replace(
        info, bands=tuple(bands), steps=info.steps[:1], dtype="float32", nodata=float("nan"), scale=1.0, offset=0.0
    )  # fmt: skip


def _open(path: Path, info: StackInfo, extra: Mapping[str, str]) -> RasterWriter:
    return NamedRasterWriter(path, info, extra)
