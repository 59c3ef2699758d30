# SPDX-License-Identifier: GPL-2.0-or-later
"""``phenologystack``: start, peak and end of each season."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from ..bridge.stack_reader import StackFile
from ..core.errors import InvalidRequest
from ..core.phenology import BASES, METHODS, SeasonRule, day_of_year, find_season, season_starts
from ..core.progress import Progress
from ..core.stack import StackBand, StackInfo
from ..core.timeline import ORBIT
from .bands import check_choice, check_range, choose_bands
from .blocks import Block, Plan
from .clear_pixels import ClearReader, MaskChoice
from .series_days import steps_at, whole_days

START, PEAK, END, LENGTH, PEAK_VALUE, BASE_VALUE, AMPLITUDE = RESULTS = (
    "START", "PEAK", "END", "LENGTH", "PEAK_VALUE", "BASE_VALUE", "AMPLITUDE"
)  # fmt: skip
_DAY = "day of year"


@dataclass(frozen=True)
class PhenologyTool:
    """Which seasons, and what counts as their start and end."""

    mask: MaskChoice
    bands: tuple[str, ...] = ()
    rule: SeasonRule = field(default_factory=SeasonRule)
    name = "phenologystack"

    def check(self) -> None:
        """:raises InvalidRequest: for parameters that cannot work with any stack."""
        check_choice(self.rule.method, METHODS, "METHOD")
        check_choice(self.rule.base, BASES, "BASE")
        for key, share in (("START_SHARE", self.rule.start_share), ("END_SHARE", self.rule.end_share)):
            check_range(share, 0.01, 1.0, key)
        check_range(self.rule.first_month, 1, 12, "FIRST_MONTH")
        check_range(self.rule.least_amplitude, 0.0, 1e12, "LEAST_AMPLITUDE")
        check_range(self.rule.level, -1e12, 1e12, "LEVEL")
        self.mask.check()

    def history(self) -> dict[str, object]:
        """The parameters."""
        return {**{key.upper(): value for key, value in vars(self.rule).items()}, "MASK_BAND": self.mask.band}

    @contextmanager
    def plan(self, source: StackFile, progress: Progress) -> Iterator[Plan]:
        """:raises InvalidRequest: when bands are missing or there are fewer than three dates."""
        info = source.info
        if len(info.steps) < 3:
            raise InvalidRequest("INPUT", "three_steps_needed")
        outputs = choose_bands(self.bands, info)
        rule = self.mask.find_rule(info)
        reader = ClearReader(rule, info, outputs) if rule else None
        days, seasons = whole_days(info), season_starts(source.times, self.rule.first_month)

        def compute(block: Block) -> np.ndarray:
            clear = reader.read(block)[0] if reader else None
            made = np.empty((len(seasons), len(outputs) * len(RESULTS), *block.values.shape[2:]))
            for at, band in enumerate(outputs):
                values = block.physical(band)
                if clear is not None:
                    values[~clear] = np.nan
                for step, first in enumerate(seasons):
                    found = find_season(days, values, first, self.rule)
                    moments = [day_of_year(day, first) for day in (found.start, found.peak, found.end)]
                    made[step, at * len(RESULTS) : (at + 1) * len(RESULTS)] = [
                        *moments, found.length, found.peak_value, found.base_value, found.amplitude
                    ]  # fmt: skip
            return made

        bands = tuple(one for place in outputs for one in _bands_of(info.bands[place]))
        result: StackInfo = replace(
            info, bands=bands, steps=steps_at(seasons), mosaicking=ORBIT, dtype="float32", nodata=float("nan"),
            scale=1.0, offset=0.0,
        )  # fmt: skip
        read = tuple(dict.fromkeys((*outputs, *(reader.bands if reader else ()))))
        work = len(info.steps) * 8 * 10 + len(seasons) * len(bands) * 8 * 3
        yield Plan(result, read, compute, work)


def _bands_of(band: StackBand) -> list[StackBand]:
    units = {START: _DAY, PEAK: _DAY, END: _DAY, LENGTH: "days"}
    return [StackBand(f"{band.name}_{result}", units.get(result, band.units)) for result in RESULTS]
