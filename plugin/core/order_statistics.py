# SPDX-License-Identifier: GPL-2.0-or-later
"""Medians and percentiles over time of series with gaps, by sorting once (numpy's are slower with NaN).

Short series are sorted side by side: the steps of K. E. Batcher's merge exchange (Sorting networks and their
applications, AFIPS Spring Joint Computer Conference 1968) exchange whole rows of one time with another, many series in
one instruction. It grows faster than sorting each series does, so long ones are sorted one by one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

_MOST_EXCHANGED = 256
"""Times up to which exchanging rows is faster than sorting each series."""

_CHUNK_VALUES, _CHUNK_SERIES = 500_000, 16_384
"""So many lie in the processor's cache, while numpy's work on a row outweighs calling it."""


def percentiles_of_known(values: np.ndarray, percentiles: Sequence[float]) -> np.ndarray:
    """Percentiles over time, interpolated linearly between the two nearest values (numpy's ``linear``).

    :param values: (time, …) of float64, NaN where nothing was observed; infinities are values.
    :param percentiles: 0 to 100.
    :returns: (percentile, …) of float64; NaN where a series has no value.
    :raises ValueError: when a percentile is out of its range.
    """
    shares = np.asarray(percentiles, "float64") / 100.0
    if shares.ndim != 1 or not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError(f"percentiles {percentiles}: 0 to 100")
    values = np.asarray(values, "float64")
    flat = values.reshape(values.shape[0], math.prod(values.shape[1:]))
    found = np.full((shares.size, flat.shape[1]), np.nan)
    size = min(_CHUNK_SERIES, max(1024, _CHUNK_VALUES // max(1, values.shape[0])))
    for first in range(0, flat.shape[1] if values.shape[0] else 0, size):
        part = slice(first, first + size)
        counts = _count_known(flat[:, part])
        ordered = np.fmin(flat[:, part], np.inf)  # NaN become infinity and go last
        if len(ordered) <= _MOST_EXCHANGED:
            _exchange_rows(ordered)
        else:
            ordered = np.ascontiguousarray(np.sort(ordered.T, axis=1).T)
        for place, share in enumerate(shares):
            found[place, part] = _read(ordered, counts, share)
    return found.reshape(shares.size, *values.shape[1:])


def median_of_known(values: np.ndarray) -> np.ndarray:
    """(…) the median over time of (time, …); NaN where a series has no value."""
    return np.asarray(percentiles_of_known(values, (50.0,))[0])


def _count_known(values: np.ndarray) -> np.ndarray:
    """(series,) of float64: how many times of (time, series) are known."""
    missing = np.add.reduce(np.isnan(values).view("int8"), axis=0, dtype="int32")
    return np.asarray(len(values) - missing, "float64")


def _exchange_rows(rows: np.ndarray) -> None:
    """Sort each column of (time, series) without NaN, in place."""
    spare = np.empty_like(rows[0])
    for low, high in _exchanges(len(rows)):
        np.minimum(rows[low], rows[high], out=spare)
        np.maximum(rows[low], rows[high], out=rows[high])
        rows[low] = spare


@lru_cache(maxsize=_MOST_EXCHANGED)
def _exchanges(count: int) -> tuple[tuple[int, int], ...]:
    """Which rows are exchanged if the first is the larger: D. E. Knuth, TAOCP volume 3, algorithm 5.2.2M."""
    found = []
    top = 1 << max(0, (count - 1).bit_length() - 1)
    step = top
    while step:
        reach, offset, distance = top, 0, step
        while True:
            found += [(at, at + distance) for at in range(count - distance) if at & step == offset]
            if reach == step:
                break
            distance, reach, offset = reach - step, reach >> 1, step
        step >>= 1
    return tuple(found)


def _read(ordered: np.ndarray, counts: np.ndarray, share: float) -> np.ndarray:
    """(series,) of ascending (time, series); NaN where there are none."""
    last = np.maximum(counts - 1, 0)
    at = share * last
    low = np.floor(at)
    columns = np.arange(ordered.shape[1])
    lower, upper = (
        ordered.take(place.astype("int64") * len(columns) + columns, mode="clip")
        for place in (low, np.minimum(low + 1, last))
    )
    rest = at - low
    with np.errstate(invalid="ignore"):
        # From the nearer side, so that equal neighbours and shares of 1 are met exactly.
        between = np.where(rest < 0.5, lower + rest * (upper - lower), upper - (1 - rest) * (upper - lower))
    found = np.where((rest == 0) | (lower == upper), lower, between)
    np.putmask(found, counts == 0, np.nan)
    return found
