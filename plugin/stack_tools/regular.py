# SPDX-License-Identifier: GPL-2.0-or-later
"""``regularisestack``: the series of each pixel onto even steps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from ..bridge.stack_reader import StackFile
from ..core.clear_sky import holds_classes
from ..core.errors import InvalidRequest
from ..core.interpolation import AKIMA, CUBIC, LINEAR, NATURAL, NEAREST, interpolate
from ..core.progress import Progress
from ..core.stack import StackBand
from ..core.timeline import ORBIT
from .bands import AUTO, SAMPLE_TYPES, check_choice, choose_bands, typed
from .blocks import Block, Plan
from .clear_pixels import ClearReader, MaskChoice
from .series_days import MOST_STEP_DAYS, DaySpan, even_days, numbers_of, steps_at, whole_days

METHODS = (LINEAR, NEAREST, CUBIC, AKIMA, NATURAL)
OBSERVED, FILLED = 1.0, 2.0
ORIGIN_SUFFIX = "_ORIGIN"


@dataclass(frozen=True)
class RegularTool:
    """Which steps, and how the days between observations are filled."""

    step_days: int
    method: str
    mask: MaskChoice
    max_gap_days: float = math.inf
    """Nothing is filled between observations farther apart."""

    bands: tuple[str, ...] = ()
    has_origin: bool = True
    """Whether a band beside each tells observed (1) from filled (2)."""

    sample_type: str = AUTO
    days: DaySpan = field(default_factory=DaySpan)
    name = "regularisestack"

    def check(self) -> None:
        """:raises InvalidRequest: for parameters that cannot work with any stack."""
        if not 1 <= self.step_days <= MOST_STEP_DAYS:
            raise InvalidRequest("STEP_DAYS", "not_in_range", value=self.step_days, low=1, high=MOST_STEP_DAYS)
        if not self.max_gap_days >= 0:
            raise InvalidRequest("MAX_GAP_DAYS", "number_not_in_range", value=self.max_gap_days, low=0, high=math.inf)
        check_choice(self.method, METHODS, "METHOD")
        check_choice(self.sample_type, SAMPLE_TYPES, "SAMPLE_TYPE")
        self.mask.check()

    def history(self) -> dict[str, object]:
        """The parameters."""
        gap = None if math.isinf(self.max_gap_days) else self.max_gap_days
        return {"STEP_DAYS": self.step_days, "METHOD": self.method, "MAX_GAP_DAYS": gap, "MASK_BAND": self.mask.band}

    @contextmanager
    def plan(self, source: StackFile, progress: Progress) -> Iterator[Plan]:
        """:raises InvalidRequest: when bands are missing, or there would be too many steps."""
        info = source.info
        outputs = choose_bands(self.bands, info)
        rule = self.mask.find_rule(info)
        reader = ClearReader(rule, info, outputs) if rule else None
        days = even_days(info, self.step_days, self.days)
        wanted, observed = numbers_of(days), whole_days(info)
        bands = [info.bands[place] for place in outputs]
        if self.has_origin:
            bands += [StackBand(band.name + ORIGIN_SUFFIX, "1 observed, 2 filled") for band in bands]
        result = replace(info, steps=steps_at(days), bands=tuple(bands), mosaicking=ORBIT)
        result = typed(result, self.sample_type, self.method != NEAREST, self.has_origin)
        is_plain = (result.scale, result.offset) == (1.0, 0.0)
        classes = [place for place in outputs if holds_classes(info.bands[place].name, info.collection)]

        def compute(block: Block) -> np.ndarray:
            clear = reader.read(block)[0] if reader else None
            made = np.empty((len(days), len(bands), *block.values.shape[2:]))
            for at, band in enumerate(outputs):
                values = block.meant(band) if is_plain else block.physical(band)
                if clear is not None:
                    values[~clear] = np.nan
                if band in classes:
                    _keep_first(observed, values)
                found = interpolate(observed, values, wanted, self.method, self.max_gap_days)
                made[:, at] = found.values
                if self.has_origin:
                    origin = np.where(found.is_observed, OBSERVED, FILLED)
                    np.putmask(origin, np.isnan(found.values), np.nan)
                    made[:, len(outputs) + at] = origin
            return made

        read = tuple(dict.fromkeys((*outputs, *(reader.bands if reader else ()))))
        work = len(info.steps) * 8 * 4 + len(days) * 8 * (len(bands) * 3 + 3)
        yield Plan(result, read, compute, work)


def _keep_first(days: np.ndarray, values: np.ndarray) -> None:
    """Of several observations of a day only the first: between classes there is no mean.

    :param days: (time,); :param values: (time, …), changed in place.
    """
    for place in range(1, len(days)):
        earlier = values[:place][days[:place] == days[place]]
        if len(earlier):
            values[place][np.isfinite(earlier).any(axis=0)] = np.nan
