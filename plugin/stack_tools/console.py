# SPDX-License-Identifier: GPL-2.0-or-later
"""The algorithms that make a stack of a stack as methods of the console's stack object, under their ids."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from ..console_arguments import choose_day, in_words
from ..core.phenology import SeasonRule
from ..core.progress import Progress, SilentProgress
from ..stacks import check_target
from .bands import AUTO, split_names, split_numbers
from .blocks import StackTool, run_tool
from .clear_pixels import MaskChoice
from .composite import CompositeTool
from .index import IndexTool
from .masks import MaskTool
from .phenology import PhenologyTool
from .regular import RegularTool
from .series_days import DaySpan
from .smooth import Harmonic, SavitzkyGolay, SmoothTool, Whittaker
from .trends import TrendTool

_Stack = TypeVar("_Stack", bound="StackTools")


class StackTools:
    """Every method writes ``output`` and opens it; ``progress`` may stop it, which leaves no file.

    All raise ``TimestackError`` with one sentence that names what to change.
    """

    path: str

    def __init__(self, path: str | os.PathLike[str]) -> None:
        raise TypeError("a part of the console's stack object")

    @in_words
    def indexstack(
        self: _Stack,
        index: str = "NDVI",
        *,
        output: str | os.PathLike[str],
        band_name: str = "",
        sample_type: str = "FLOAT32",
        progress: Progress | None = None,
    ) -> _Stack:
        """A named index, or a formula over band names, for every date."""
        return self._run(IndexTool(index, band_name, sample_type), output, progress)

    @in_words
    def maskstack(
        self: _Stack,
        mask_band: str = "AUTO",
        *,
        output: str | os.PathLike[str],
        classes: Iterable[int] = (),
        bits: Iterable[int] = (),
        mask_stack: str | os.PathLike[str] | StackTools = "",
        dilate: float = 0.0,
        invert: bool = False,
        progress: Progress | None = None,
    ) -> _Stack:
        """Nodata where a mask band, of this stack or of a second one, tells of clouds.

        :param classes: values that are masked; :param bits: bits of which none may be set.
        :param dilate: pixels by which the mask grows.
        """
        holder = mask_stack.path if isinstance(mask_stack, StackTools) else os.fspath(mask_stack)
        return self._run(MaskTool(choose_mask(mask_band, classes, bits), holder, dilate, invert), output, progress)

    @in_words
    def compositestack(
        self: _Stack,
        period: str = "month",
        method: str = "median",
        *,
        output: str | os.PathLike[str],
        percentile: float = 50.0,
        bands: str | Sequence[str] = (),
        mask_band: str = "",
        classes: Iterable[int] = (),
        bits: Iterable[int] = (),
        keep_empty: bool = False,
        sample_type: str = AUTO,
        progress: Progress | None = None,
    ) -> _Stack:
        """One image for each period.

        :param period: month, 10 days, season, year, all, or a number of days such as ``16 days``.
        :param method: median, mean, min, max, percentile, count; least_cloudy and max_ndvi take all bands of one date.
        """
        mask = choose_mask(mask_band, classes, bits)
        tool = CompositeTool(period, method, mask, percentile, split_names(bands), keep_empty, sample_type)
        return self._run(tool, output, progress)

    @in_words
    def regularisestack(
        self: _Stack,
        step_days: int = 10,
        method: str = "linear",
        *,
        output: str | os.PathLike[str],
        max_gap_days: float | None = None,
        start: str | date | None = None,
        end: str | date | None = None,
        bands: str | Sequence[str] = (),
        origin: bool = True,
        mask_band: str = "",
        classes: Iterable[int] = (),
        bits: Iterable[int] = (),
        sample_type: str = AUTO,
        progress: Progress | None = None,
    ) -> _Stack:
        """Every so many days from the first date, or ``start``, on; bands ``…_ORIGIN`` tell observed (1), filled (2).

        :param method: linear, nearest, cubic, akima or natural.
        :param max_gap_days: nothing is filled between observations farther apart; None for no limit.
        """
        gap = math.inf if max_gap_days is None else max_gap_days
        mask = choose_mask(mask_band, classes, bits)
        names, span = split_names(bands), choose_span(start, end)
        tool = RegularTool(step_days, method, mask, gap, names, origin, sample_type, span)
        return self._run(tool, output, progress)

    @in_words
    def smoothstack(
        self: _Stack,
        method: str = "whittaker",
        *,
        output: str | os.PathLike[str],
        bands: str | Sequence[str] = (),
        step_days: int = 0,
        mask_band: str = "",
        classes: Iterable[int] = (),
        bits: Iterable[int] = (),
        mask_weight: float = 0.0,
        window: int = 7,
        window_days: float = 0.0,
        degree: int = 2,
        penalty: float = 0.0,
        order: int = 2,
        asymmetry: float = 0.0,
        node_days: float = 0.0,
        harmonics: int = 2,
        trend: bool = True,
        robust: bool = False,
        period_days: float = 365.25,
        start: str | date | None = None,
        end: str | date | None = None,
        sample_type: str = AUTO,
        progress: Progress | None = None,
    ) -> _Stack:
        """A curve through each series, at the dates of the stack or every ``step_days``.

        :param method: savitzky_golay (``degree``, ``window`` observations or ``window_days``), whittaker (``penalty``,
            0 for the V-curve, ``order``, ``asymmetry``, ``node_days``) or harmonic (``harmonics``, ``trend``,
            ``robust``, ``period_days``).
        :param mask_weight: of observations that the mask finds not clear, 0 to 1.
        :param start: first and :param end: last day of even steps; None for those of the stack.
        """
        tool = SmoothTool(
            method, choose_mask(mask_band, classes, bits), split_names(bands),
            savitzky_golay=SavitzkyGolay(degree, window, window_days),
            whittaker=Whittaker(penalty, order, asymmetry, node_days),
            harmonic=Harmonic(harmonics, trend, robust, period_days),
            mask_weight=mask_weight, step_days=step_days, sample_type=sample_type, days=choose_span(start, end),
        )  # fmt: skip
        return self._run(tool, output, progress)

    @in_words
    def trendstack(
        self,
        *,
        output: str | os.PathLike[str],
        bands: str | Sequence[str] = (),
        seasonal: str = "none",
        mask_band: str = "",
        classes: Iterable[int] = (),
        bits: Iterable[int] = (),
        progress: Progress | None = None,
    ) -> Path:
        """A raster of Theil and Sen's slope per year, Mann and Kendall's p, tau and the count; its path.

        :param seasonal: none, month or season: whether these are each compared with themselves alone.
        """
        tool = TrendTool(choose_mask(mask_band, classes, bits), split_names(bands), seasonal)
        check_target(Path(output))
        return run_tool(tool, self.path, Path(output), progress or SilentProgress()).path

    @in_words
    def phenologystack(
        self: _Stack,
        method: str = "share",
        *,
        output: str | os.PathLike[str],
        start_share: float = 0.2,
        end_share: float = 0.2,
        bands: str | Sequence[str] = (),
        first_month: int = 1,
        level: float = 0.0,
        base: str = "own",
        least_amplitude: float = 0.0,
        mask_band: str = "",
        classes: Iterable[int] = (),
        bits: Iterable[int] = (),
        progress: Progress | None = None,
    ) -> _Stack:
        """Start, peak and end of the season of each year, of a smooth stack, as days of the year.

        :param method: share (of the amplitude above ``base``: ``own`` side or ``mean`` of both), level or slope.
        """
        rule = SeasonRule(method, start_share, end_share, level, base, least_amplitude, first_month)
        return self._run(
            PhenologyTool(choose_mask(mask_band, classes, bits), split_names(bands), rule), output, progress
        )

    def _run(self: _Stack, tool: StackTool, output: str | os.PathLike[str], progress: Progress | None) -> _Stack:
        check_target(Path(output))
        return type(self)(run_tool(tool, self.path, Path(output), progress or SilentProgress()).path)


def choose_mask(band: str, classes: Iterable[int], bits: Iterable[int]) -> MaskChoice:
    """A mask as the tools take it."""
    return MaskChoice(band, split_numbers(classes, "CLASSES"), split_numbers(bits, "BITS"))


def choose_span(start: str | date | None, end: str | date | None) -> DaySpan:
    """Days between which even steps lie. :raises InvalidRequest: for what is no day."""
    return DaySpan(choose_day("START", start) if start else None, choose_day("END", end) if end else None)
