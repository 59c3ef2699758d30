# SPDX-License-Identifier: GPL-2.0-or-later
"""``smoothstack``: a curve through the series of each pixel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from ..bridge.stack_reader import StackFile
from ..core.errors import InvalidRequest
from ..core.progress import Progress
from ..core.smoothing import choose_penalty, fit_harmonic, smooth_savitzky_golay, smooth_whittaker
from ..core.timeline import ORBIT
from .bands import AUTO, SAMPLE_TYPES, check_choice, check_range, choose_bands, typed
from .blocks import Block, Plan
from .clear_pixels import ClearReader, MaskChoice
from .series_days import DaySpan, even_days, exact_days, numbers_of, steps_at

SAVITZKY_GOLAY, WHITTAKER, HARMONIC = "savitzky_golay", "whittaker", "harmonic"
METHODS = (SAVITZKY_GOLAY, WHITTAKER, HARMONIC)


@dataclass(frozen=True)
class SavitzkyGolay:
    """Parameters of that filter."""

    degree: int = 2
    window_observations: int = 7
    window_days: float = 0.0
    """Above 0: the width of the window instead of a number of observations."""

    def check(self) -> None:
        """:raises InvalidRequest: for what cannot work."""
        check_range(self.degree, 0, 5, "DEGREE")
        check_range(self.window_days, 0.0, 1e6, "WINDOW_DAYS")
        if not self.window_days and (self.window_observations <= self.degree or self.window_observations % 2 == 0):
            raise InvalidRequest("WINDOW", "not_an_odd_window", value=self.window_observations, degree=self.degree)

    def smooth(
        self, days: np.ndarray, values: np.ndarray, weights: np.ndarray | None, wanted: np.ndarray | None
    ) -> np.ndarray:
        """(n, …) the curves at the wanted days."""
        return smooth_savitzky_golay(
            days, values, weights, degree=self.degree, window_days=self.window_days or None,
            window_observations=None if self.window_days else self.window_observations, onto_days=wanted,
        )  # fmt: skip


@dataclass(frozen=True)
class Whittaker:
    """Parameters of that smoother."""

    penalty: float = 0.0
    """0: that of each series is found by the V-curve."""

    order: int = 2
    asymmetry: float = 0.0
    """0: symmetric. 0.9 is near the upper envelope."""

    node_days: float = 0.0
    """0: nodes are at the observations; else so many days apart."""

    def check(self) -> None:
        """:raises InvalidRequest: for what cannot work."""
        check_range(self.penalty, 0.0, 1e15, "PENALTY")
        check_range(self.order, 1, 3, "ORDER")
        check_range(self.asymmetry, 0.0, 0.999, "ASYMMETRY")
        check_range(self.node_days, 0.0, 366.0, "NODE_DAYS")

    def smooth(
        self, days: np.ndarray, values: np.ndarray, weights: np.ndarray | None, wanted: np.ndarray | None
    ) -> np.ndarray:
        """(n, …) the curves at the wanted days."""
        node_days, asymmetry = self.node_days or None, self.asymmetry or None
        penalty: float | np.ndarray = self.penalty
        if not self.penalty:
            found = choose_penalty(days, values, weights, order=self.order, step_days=node_days, asymmetry=asymmetry)
            penalty = np.where(np.isnan(found), 1.0, found)  # series too short to be bent come back as they are
        return smooth_whittaker(
            days, values, penalty, weights, order=self.order, step_days=node_days, onto_days=wanted,
            asymmetry=asymmetry,
        )  # fmt: skip


@dataclass(frozen=True)
class Harmonic:
    """Parameters of harmonic regression."""

    harmonics: int = 2
    has_trend: bool = True
    is_robust: bool = False
    period_days: float = 365.25

    def check(self) -> None:
        """:raises InvalidRequest: for what cannot work."""
        check_range(self.harmonics, 1, 10, "HARMONICS")
        check_range(self.period_days, 1.0, 1e6, "PERIOD_DAYS")

    def smooth(
        self, days: np.ndarray, values: np.ndarray, weights: np.ndarray | None, wanted: np.ndarray | None
    ) -> np.ndarray:
        """(n, …) the curves at the wanted days."""
        fit = fit_harmonic(
            days, values, weights, harmonics=self.harmonics, has_trend=self.has_trend, is_robust=self.is_robust,
            period_days=self.period_days, origin_day=float(days[0]),
        )  # fmt: skip
        return fit.evaluate(days if wanted is None else wanted)


@dataclass(frozen=True)
class SmoothTool:
    """Which curve."""

    method: str
    mask: MaskChoice
    bands: tuple[str, ...] = ()
    savitzky_golay: SavitzkyGolay = field(default_factory=SavitzkyGolay)
    whittaker: Whittaker = field(default_factory=Whittaker)
    harmonic: Harmonic = field(default_factory=Harmonic)
    mask_weight: float = 0.0
    """Of observations that are not clear, 0 to 1; 0 leaves them out."""

    step_days: int = 0
    """0: the curve is read at the dates of the stack; else every so many days."""

    sample_type: str = AUTO
    days: DaySpan = field(default_factory=DaySpan)
    """Of even steps."""

    name = "smoothstack"

    def check(self) -> None:
        """:raises InvalidRequest: for parameters that cannot work with any stack."""
        check_choice(self.method, METHODS, "METHOD")
        check_choice(self.sample_type, SAMPLE_TYPES, "SAMPLE_TYPE")
        check_range(self.mask_weight, 0.0, 1.0, "MASK_WEIGHT")
        check_range(self.step_days, 0, 3660, "STEP_DAYS")
        self._curve().check()
        self.mask.check()

    def history(self) -> dict[str, object]:
        """The parameters."""
        own = dict(vars(self._curve()))
        return {"METHOD": self.method, **own, "STEP_DAYS": self.step_days, "MASK_BAND": self.mask.band,
                "MASK_WEIGHT": self.mask_weight}  # fmt: skip

    def _curve(self) -> SavitzkyGolay | Whittaker | Harmonic:
        if self.method == SAVITZKY_GOLAY:
            return self.savitzky_golay
        return self.whittaker if self.method == WHITTAKER else self.harmonic

    @contextmanager
    def plan(self, source: StackFile, progress: Progress) -> Iterator[Plan]:
        """:raises InvalidRequest: when bands are missing or there is only one date."""
        info = source.info
        if len(info.steps) < 2:
            raise InvalidRequest("INPUT", "one_step_only")
        outputs = choose_bands(self.bands, info)
        rule = self.mask.find_rule(info)
        reader = ClearReader(rule, info, outputs) if rule else None
        days, wanted = exact_days(info), None
        result = replace(info, bands=tuple(info.bands[place] for place in outputs))
        if self.step_days:
            even = even_days(info, self.step_days, self.days)
            days, wanted = np.floor(days), numbers_of(even)
            result = replace(result, steps=steps_at(even), mosaicking=ORBIT)
        result = typed(result, self.sample_type, True)
        curve = self._curve()

        def compute(block: Block) -> np.ndarray:
            weights = None
            if reader is not None:
                clear, cloudy = reader.read(block)
                weights = clear + cloudy * self.mask_weight
            curves = [curve.smooth(days, block.physical(band), weights, wanted) for band in outputs]
            return np.stack(curves, axis=1)

        read = tuple(dict.fromkeys((*outputs, *(reader.bands if reader else ()))))
        work = len(info.steps) * 8 * 14 + len(result.steps) * 8 * (len(outputs) * 4 + 4)
        yield Plan(result, read, compute, work)
