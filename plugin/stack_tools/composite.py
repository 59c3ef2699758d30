# SPDX-License-Identifier: GPL-2.0-or-later
"""``compositestack``: one image for each month, ten days, season, year …"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from ..bridge.stack_reader import StackFile
from ..core.band_roles import find_roles, is_quality
from ..core.compositing import (
    CHOICES,
    COUNT,
    MAX_NDVI,
    MEAN,
    MEDIAN,
    PERCENTILE,
    STATISTICS,
    Period,
    check_period,
    cut_periods,
    find_best,
    summarise,
    take_at,
)
from ..core.dates import UTC, day_number, start_of_day
from ..core.errors import InvalidRequest
from ..core.order_statistics import percentiles_of_known
from ..core.progress import Progress, check_cancelled
from ..core.stack import StackBand, StackInfo
from ..core.timeline import ORBIT, TimeStep
from .bands import AUTO, SAMPLE_TYPES, check_choice, check_range, choose_bands, find_band, typed
from .blocks import Block, Plan
from .clear_pixels import ClearReader, MaskChoice

METHODS = (*STATISTICS, *CHOICES)
DATE_BAND = "DATE"
_LOOK_PX = 512


@dataclass(frozen=True)
class CompositeTool:
    """Which periods, and how many dates become one."""

    period: str
    method: str
    mask: MaskChoice
    percentile: float = 50.0
    bands: tuple[str, ...] = ()
    """Empty: all, but for masks and classes where a statistic is asked for."""

    keeps_empty: bool = False
    """Whether periods without any date are steps too."""

    sample_type: str = AUTO
    name = "compositestack"

    def check(self) -> None:
        """:raises InvalidRequest: for parameters that cannot work with any stack."""
        check_period(self.period)
        check_choice(self.method, METHODS, "METHOD")
        check_range(self.percentile, 0.0, 100.0, "PERCENTILE")
        check_choice(self.sample_type, SAMPLE_TYPES, "SAMPLE_TYPE")
        self.mask.check()

    def history(self) -> dict[str, object]:
        """The parameters."""
        return {
            "PERIOD": self.period, "METHOD": self.method, "PERCENTILE": self.percentile,
            "MASK_BAND": self.mask.band, "CLASSES": list(self.mask.classes), "BITS": list(self.mask.bits),
        }  # fmt: skip

    @contextmanager
    def plan(self, source: StackFile, progress: Progress) -> Iterator[Plan]:
        """:raises InvalidRequest: when bands are missing, or nothing tells how cloudy the dates are."""
        info = source.info
        periods = cut_periods(source.times, self.period, self.keeps_empty)
        is_choice = self.method in CHOICES
        outputs = tuple(range(len(info.bands))) if is_choice and not self.bands else choose_bands(self.bands, info)
        rule = self.mask.find_rule(info)
        reader = ClearReader(rule, info, outputs) if rule else None
        asked = reader.bands if reader else ()
        if is_choice:
            scorer = self._scorer(source, reader, progress)
            read = tuple(dict.fromkeys((*outputs, *asked, *scorer.bands)))
            choice = _Choice(info, periods, outputs, reader, scorer)
            work = len(info.steps) * 8 * 6 + (len(outputs) + 1) * (len(periods) + 1) * 8
            yield Plan(self._describe(info, periods, outputs), read, choice.compute, work)
            return

        def compute(block: Block) -> np.ndarray:
            clear = reader.read(block)[0] if reader else None
            result = np.empty((len(periods), len(outputs), *block.values.shape[2:]))
            for at, band in enumerate(outputs):
                result[:, at] = self._summarise(block, band, clear, periods)
            return result

        work = len(info.steps) * 8 * 4 + len(outputs) * len(periods) * 8 * 3
        read = tuple(dict.fromkeys((*outputs, *asked)))
        yield Plan(self._describe(info, periods, outputs), read, compute, work)

    def _summarise(self, block: Block, band: int, clear: np.ndarray | None, periods: Sequence[Period]) -> np.ndarray:
        """(step, y, x) of a band."""
        found = np.empty((len(periods), *block.values.shape[2:]))
        info = block.info
        if self.method in (MEDIAN, PERCENTILE) and info.scale > 0:  # the order of what is stored is the same
            stored, asked = block.stored(band), 50.0 if self.method == MEDIAN else self.percentile
            missing = np.ma.getmaskarray(stored) if clear is None else np.ma.getmaskarray(stored) | ~clear
            for step, period in enumerate(periods):
                values = _rows(stored.data, period.places)
                found[step] = percentiles_of_known(values, (asked,), _rows(missing, period.places))[0]
            if (info.scale, info.offset) != (1.0, 0.0):
                found *= info.scale
                found += info.offset
            return found
        values = block.physical(band)
        if clear is not None:
            values[~clear] = np.nan
        for step, period in enumerate(periods):
            found[step] = summarise(_rows(values, period.places), self.method, self.percentile)
        return found

    def _describe(self, info: StackInfo, periods: Sequence[Period], outputs: Sequence[int]) -> StackInfo:
        bands = tuple(info.bands[place] for place in outputs)
        is_choice = self.method in CHOICES
        if is_choice:
            name = DATE_BAND
            while name in info.band_names:
                name += "_"
            bands = (*bands, StackBand(name, "days since 1970-01-01"))
        elif self.method == COUNT:
            bands = tuple(StackBand(band.name, "observations", band.wavelength_nm) for band in bands)
        steps = tuple(TimeStep(ORBIT, start_of_day(one.first), one.first.isoformat()) for one in periods)
        result = replace(info, bands=bands, steps=steps, mosaicking=ORBIT)
        if self.method == COUNT:
            result = replace(result, dtype="uint16", nodata=None, scale=1.0, offset=0.0)
        return typed(result, self.sample_type, self.method in (MEDIAN, MEAN, PERCENTILE), is_choice)

    def _scorer(self, source: StackFile, reader: ClearReader | None, progress: Progress) -> _Scorer:
        info = source.info
        if self.method == MAX_NDVI:
            roles = find_roles(info.bands, info.collection)
            if "red" not in roles or "nir" not in roles:
                raise InvalidRequest("METHOD", "no_ndvi", collection=info.collection or "INPUT")
            return _Scorer((find_band(roles["red"], info), find_band(roles["nir"], info)))
        told = [step.cloud_cover_pct for step in info.steps]
        if all(share is not None for share in told):
            return _Scorer((), -np.array(told, "float64"))
        if reader is None:
            raise InvalidRequest("METHOD", "least_cloudy_unknown")
        return _Scorer((), -find_cloud_shares(source, reader, progress))


@dataclass(frozen=True, eq=False)
class _Scorer:
    """How good observations are."""

    bands: tuple[int, ...]
    """Red and near infrared; none where the date decides."""

    dates: np.ndarray | None = None
    """(time,)."""

    def score(self, block: Block) -> np.ndarray:
        """(time, y, x), the higher the better."""
        if self.dates is not None:
            shape = (block.values.shape[0], *block.values.shape[2:])
            return np.array(np.broadcast_to(self.dates[:, None, None], shape))
        red, nir = (block.physical(place) for place in self.bands)
        with np.errstate(invalid="ignore", divide="ignore"):
            ndvi = (nir - red) / (nir + red)
        return np.where(np.isfinite(ndvi), ndvi, np.nan)


@dataclass(frozen=True, eq=False)
class _Choice:
    """All bands of the best date of each period."""

    info: StackInfo
    periods: Sequence[Period]
    outputs: tuple[int, ...]
    reader: ClearReader | None
    scorer: _Scorer

    def compute(self, block: Block) -> np.ndarray:
        """(step, band, y, x): the bands, then the date."""
        scores = self.scorer.score(block)
        pictures = [band for band in self.outputs if not is_quality(self.info.bands[band].name)] or self.outputs
        for band in pictures:
            scores[np.ma.getmaskarray(block.stored(band))] = np.nan
        if self.reader is not None:
            scores[~self.reader.read(block)[0]] = np.nan
        best = [find_best(_rows(scores, period.places)) for period in self.periods]
        result = np.empty((len(self.periods), len(self.outputs) + 1, *scores.shape[1:]))
        for at, band in enumerate(self.outputs):
            values = block.meant(band)  # the result has no scale, see ``typed``
            for step, period in enumerate(self.periods):
                result[step, at] = take_at(_rows(values, period.places), best[step])
        days = np.array([day_number(step.time.astimezone(UTC).date()) for step in self.info.steps], "float64")
        for step, period in enumerate(self.periods):
            own = days[list(period.places)][:, None, None]
            result[step, -1] = take_at(np.broadcast_to(own, (own.shape[0], *scores.shape[1:])), best[step])
        return result


def find_cloud_shares(source: StackFile, reader: ClearReader, progress: Progress) -> np.ndarray:
    """(time,) the share of each date's known pixels that are not clear, 0 to 1; 1 where none is known."""
    counts = np.zeros((2, len(source.info.steps)))
    for column, row, grid in source.info.grid.tiles(_LOOK_PX):
        for top in range(0, grid.height, 64):
            check_cancelled(progress)
            window = (column, row + top, grid.width, min(64, grid.height - top))
            block = Block(source.read(reader.bands, window=window), reader.bands, window, source.info)
            counts += np.count_nonzero(reader.read(block), axis=(2, 3))
    known = counts.sum(axis=0)
    return np.asarray(np.where(known > 0, counts[1] / np.maximum(known, 1), 1.0))


def _rows(values: np.ndarray, places: Sequence[int]) -> np.ndarray:
    """Some times of (time, …); a view where they follow each other."""
    if places and places[-1] - places[0] + 1 == len(places):
        return values[places[0] : places[-1] + 1]
    return values[list(places)]
