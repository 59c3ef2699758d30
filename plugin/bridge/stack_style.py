# SPDX-License-Identifier: GPL-2.0-or-later
"""Finding a look for a stack from a small sample of its pixels: which date first, which bands, which stretch.

Reads with GDAL only, some hundred blocks of the file (0.1 s), so it may run in any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..core.band_roles import RAMP, Composite, choose_composite
from .stack_reader import StackFile

_SAMPLE_VALUES = 2_500_000
_BLOCK_PX = 64
_EVERY = 2
"""Of the pixels of a block, every second in both directions is enough."""

_MOST_STEPS = 16
_CLEAR_PCT = 20.0
_ENOUGH_PIXELS = 50
_CLOUD_VALUES = {"SCL": (3, 8, 9, 10), "CLM": (1,), "FMASK": (2, 4)}
"""Classes of mask bands that hide the ground: clouds and their shadows."""

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
    mask = next((place for place, band in enumerate(stack.bands) if band.upper() in _CLOUD_VALUES), None)
    bands = [*composite.bands, *([] if mask is None else [mask])]
    sample = _sample(stack, candidates, bands)
    clouds = [stack.info.steps[step].cloud_cover_pct for step in candidates]
    if mask is not None:
        clouds = _masked_clouds(sample[:, -1], _CLOUD_VALUES[stack.bands[mask].upper()])
    pictures = sample[:, : len(composite.bands)] * stack.info.scale + stack.info.offset
    limits = _limits(pictures, clouds, composite)
    return StackStyle(candidates[_clearest(pictures, clouds, limits, composite)], composite, limits)


def _masked_clouds(classes: np.ma.MaskedArray, cloudy: Sequence[int]) -> list[float | None]:
    """Cloudy share of each date in percent, as its own mask band (date, pixel) has it."""
    return [
        100.0 * float(np.isin(values.compressed(), cloudy).mean()) if values.count() else None for values in classes
    ]


def _candidates(stack: StackFile) -> list[int]:
    """The least cloudy steps where the stack tells, else some spread over the series."""
    steps = stack.info.steps
    known = [index for index, step in enumerate(steps) if step.cloud_cover_pct is not None]
    if known:
        return sorted(sorted(known, key=lambda index: (steps[index].cloud_cover_pct, index))[:_MOST_STEPS])
    return sorted({int(index) for index in np.linspace(0, len(steps) - 1, min(_MOST_STEPS, len(steps))).round()})


def _sample(stack: StackFile, steps: Sequence[int], bands: Sequence[int]) -> np.ma.MaskedArray:
    """Stored values (step, band, pixel) of some whole blocks, the same for all steps."""
    height, width = stack.shape[2:]
    columns, rows = -(-width // _BLOCK_PX), -(-height // _BLOCK_PX)
    wanted = max(1, _SAMPLE_VALUES // (len(steps) * len(bands) * _BLOCK_PX * _BLOCK_PX))
    blocks = np.random.default_rng(0).permutation(columns * rows)[:wanted]
    pieces = []
    for block in sorted(blocks.tolist()):
        column, row = block % columns * _BLOCK_PX, block // columns * _BLOCK_PX
        window = (column, row, min(_BLOCK_PX, width - column), min(_BLOCK_PX, height - row))
        values = stack.read(bands, steps, window)[:, :, ::_EVERY, ::_EVERY]
        pieces.append(values.reshape(len(steps), len(bands), -1))
    return np.ma.concatenate(pieces, axis=2).astype("float64")


def _clearest(
    pictures: np.ma.MaskedArray, clouds: Sequence[float | None], limits: Sequence[Limits], composite: Composite
) -> int:
    """Of the dates with nearly the most pixels: the least cloudy, else the greenest index, else the best exposed."""
    shares = 1.0 - np.ma.getmaskarray(pictures[:, 0]).mean(axis=1)
    full = [place for place in range(len(shares)) if shares[place] >= 0.9 * shares.max()]
    known = [(cloud, place) for place in full if (cloud := clouds[place]) is not None]
    if len(known) == len(full):
        least = min(known)[0]
        full = [place for cloud, place in known if cloud <= least + 1.0]
    return min(full, key=lambda place: _exposure_error(pictures[place], limits, composite))


def _exposure_error(picture: np.ma.MaskedArray, limits: Sequence[Limits], composite: Composite) -> float:
    """How far a date is from filling the stretch; for an index, how low it is (clouds are)."""
    if not picture[0].count():
        return float("inf")
    if composite.kind == RAMP:
        return -float(np.ma.median(picture[0]))
    errors = []
    for values, (low, high) in zip(picture, limits):
        darkest, brightest = np.percentile(values.compressed(), (2, 98)) if values.count() else (low, low)
        errors.append((abs(darkest - low) + abs(brightest - high)) / (high - low))
    return float(np.mean(errors))


def _limits(
    pictures: np.ma.MaskedArray, clouds: Sequence[float | None], composite: Composite
) -> tuple[Limits, ...]:
    """From the percentiles 2 and 98 of each date: as dark as a dark date, as bright as a bright one without clouds.

    Clouds brighten a date beyond all others. Where the cloud cover is known, only clear dates are asked; where it is
    not, nothing much brighter than the middle date counts.
    """
    if composite.kind == RAMP and pictures.count() and float(np.ma.abs(pictures).max()) <= 1.5:
        return (_INDEX_LIMITS[composite.ramp],)
    clear = [place for place, cloud in enumerate(clouds) if cloud is not None and cloud <= _CLEAR_PCT]
    chosen = clear or list(range(len(clouds)))
    limits = tuple(
        _band_limits([pictures[place, band] for place in chosen], 3.0 if clear else 1.6)
        for band in range(len(composite.bands))
    )
    if composite.is_natural:
        shared = (min(low for low, _ in limits), max(high for _, high in limits))
        return (shared,) * len(limits)
    return limits


def _band_limits(dates: Sequence[np.ma.MaskedArray], most: float) -> Limits:
    pairs = [np.percentile(values.compressed(), (2, 98)) for values in dates if values.count() >= _ENOUGH_PIXELS]
    if not pairs:
        left = np.ma.concatenate(list(dates)).compressed()
        pairs = [np.percentile(left, (2, 98))] if left.size else [np.array([0.0, 1.0])]
    low = float(np.quantile([pair[0] for pair in pairs], 0.2))
    brightest = [pair[1] for pair in pairs]
    middle = float(np.median(brightest))
    high = min(float(np.quantile(brightest, 0.8)), low + most * (middle - low))
    return (low, high) if high > low else (low, low + max(abs(low) * 0.01, 1e-6))
