# SPDX-License-Identifier: GPL-2.0-or-later
"""Finding a look for a stack from a small sample of its pixels: which date first, which bands, which stretch.

Reads with GDAL only, at most about a million values, so it may run in any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..core.band_roles import RAMP, Composite, choose_composite
from .stack_reader import StackFile

_SAMPLE_VALUES = 500_000
_BLOCK_PX = 64
_MOST_STEPS = 24
_CLEAR_PCT = 20.0
_ENOUGH_PIXELS = 50
_INDEX_LIMITS = {"vegetation": (-0.1, 0.9), "difference": (-0.6, 0.6)}

Limits = tuple[float, float]
"""Values drawn darkest and brightest, in the physical unit (scale and offset applied)."""


@dataclass(frozen=True)
class StackStyle:
    """How a stack is drawn: the same for all its dates, so that dates can be compared by eye."""

    step: int
    """The date to show first: the clearest one."""

    composite: Composite
    limits: tuple[Limits, ...]
    """For each band of the composite."""


def plan_style(stack: StackFile) -> StackStyle:
    """Look at a sample of a stack and decide.

    :raises FileProblem: when the file cannot be read.
    """
    composite = choose_composite(stack.info.bands)
    candidates = _candidates(stack)
    sample = _sample(stack, candidates, composite.bands)
    shares = 1.0 - np.ma.getmaskarray(sample).mean(axis=(1, 2))
    return StackStyle(
        step=candidates[_clearest(stack, candidates, sample, shares)],
        composite=composite,
        limits=_limits(stack, candidates, sample, composite),
    )


def _candidates(stack: StackFile) -> list[int]:
    """The least cloudy steps where the stack tells, else some spread over the series."""
    steps = stack.info.steps
    known = [index for index, step in enumerate(steps) if step.cloud_cover_pct is not None]
    if known:
        return sorted(sorted(known, key=lambda index: (steps[index].cloud_cover_pct, index))[:_MOST_STEPS])
    return sorted({int(index) for index in np.linspace(0, len(steps) - 1, min(_MOST_STEPS, len(steps))).round()})


def _sample(stack: StackFile, steps: Sequence[int], bands: Sequence[int]) -> np.ma.MaskedArray:
    """Physical values (step, band, pixel) of some whole blocks, the same for all steps."""
    height, width = stack.shape[2:]
    columns, rows = -(-width // _BLOCK_PX), -(-height // _BLOCK_PX)
    wanted = max(1, _SAMPLE_VALUES // (len(steps) * len(bands) * _BLOCK_PX * _BLOCK_PX))
    blocks = np.random.default_rng(0).permutation(columns * rows)[:wanted]
    pieces = []
    for block in sorted(blocks.tolist()):
        column, row = block % columns * _BLOCK_PX, block // columns * _BLOCK_PX
        window = (column, row, min(_BLOCK_PX, width - column), min(_BLOCK_PX, height - row))
        values = stack.read(bands, steps, window)
        pieces.append(values.reshape(len(steps), len(bands), -1))
    return np.ma.concatenate(pieces, axis=2).astype("float64") * stack.info.scale + stack.info.offset


def _clearest(stack: StackFile, steps: Sequence[int], sample: np.ma.MaskedArray, shares: np.ndarray) -> int:
    """Of the steps with nearly the most pixels: the least cloudy, else the darkest, as clouds are bright."""
    full = [place for place in range(len(steps)) if shares[place] >= 0.9 * shares.max()]
    clouds = [stack.info.steps[steps[place]].cloud_cover_pct for place in full]
    if all(cloud is not None for cloud in clouds):
        return min(zip(clouds, full))[1]
    brightness = [float(np.ma.median(sample[place, 0])) if sample[place, 0].count() else np.inf for place in full]
    return full[int(np.argmin(brightness))]


def _limits(
    stack: StackFile, steps: Sequence[int], sample: np.ma.MaskedArray, composite: Composite
) -> tuple[Limits, ...]:
    """Percentiles 2 and 98 of each date, then the middle one of all dates, so that a few cloudy dates do not count.

    Where the cloud cover is known, only clear dates are asked, and the brighter ones of these.
    """
    if composite.kind == RAMP and sample.count() and float(np.ma.abs(sample).max()) <= 1.5:
        return (_INDEX_LIMITS[composite.ramp],)
    clouds = [stack.info.steps[step].cloud_cover_pct for step in steps]
    clear = [place for place, cloud in enumerate(clouds) if cloud is not None and cloud <= _CLEAR_PCT]
    chosen = clear or list(range(len(steps)))
    return tuple(_band_limits([sample[place, band] for place in chosen], 0.75 if clear else 0.5)
                 for band in range(len(composite.bands)))  # fmt: skip


def _band_limits(dates: Sequence[np.ma.MaskedArray], quantile: float) -> Limits:
    pairs = [np.percentile(values.compressed(), (2, 98)) for values in dates if values.count() >= _ENOUGH_PIXELS]
    if not pairs:
        left = np.ma.concatenate(list(dates)).compressed()
        pairs = [np.percentile(left, (2, 98))] if left.size else [np.array([0.0, 1.0])]
    low = float(np.quantile([pair[0] for pair in pairs], 1 - quantile))
    high = float(np.quantile([pair[1] for pair in pairs], quantile))
    return (low, high) if high > low else (low, low + max(abs(low) * 0.01, 1e-6))
