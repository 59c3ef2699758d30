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

_CHUNK_VALUES, _CHUNK_SERIES = 500_000, 32_768
"""So many lie in the processor's cache, while numpy's work on a row outweighs calling it."""


def percentiles_of_known(
    values: np.ndarray, percentiles: Sequence[float], missing: np.ndarray | None = None
) -> np.ndarray:
    """Percentiles over time, interpolated linearly between the two nearest values (numpy's ``linear``).

    :param values: (time, …) of any number type, NaN where nothing was observed; infinities are values.
    :param percentiles: 0 to 100.
    :param missing: (time, …) of bool, where nothing was observed whatever the value.
    :returns: (percentile, …) of float64; NaN where a series has no value.
    :raises ValueError: when a percentile is out of its range.
    """
    shares = np.asarray(percentiles, "float64") / 100.0
    if shares.ndim != 1 or not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError(f"percentiles {percentiles}: 0 to 100")
    values = np.asarray(values)
    times, series = values.shape[0], math.prod(values.shape[1:])
    flat = values.reshape(times, series)
    gaps = None if missing is None else np.asarray(missing, bool).reshape(times, series)
    found = np.full((shares.size, series), np.nan)
    size = min(_CHUNK_SERIES, max(1024, _CHUNK_VALUES // max(1, times)))
    for first in range(0, series if times else 0, size):
        part = slice(first, first + size)
        ordered, counts = _gaps_as_largest(flat[:, part], None if gaps is None else gaps[:, part])
        if times <= _MOST_EXCHANGED:
            _exchange_rows(ordered)
        else:
            ordered = np.ascontiguousarray(np.sort(ordered.T, axis=1).T)
        for place, share in enumerate(shares):
            found[place, part] = _read(ordered, counts, share)
    return found.reshape(shares.size, *values.shape[1:])


def median_of_known(values: np.ndarray) -> np.ndarray:
    """(…) the median over time of (time, …); NaN where a series has no value."""
    return np.asarray(percentiles_of_known(values, (50.0,))[0])


def _gaps_as_largest(values: np.ndarray, missing: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """A copy of (time, series) in which gaps go last when it is sorted, and (series,) how many values are known.

    Whatever equals the largest value may go last as well: what stands there in the end is the same.
    """
    is_float = values.dtype.kind == "f"
    if is_float:
        gaps = np.isnan(values) if missing is None else np.isnan(values) | missing
    else:
        gaps = np.zeros(values.shape, bool) if missing is None else missing
    if is_float and missing is None:
        ordered = np.fmin(values, np.inf)
    elif values.dtype.kind == "u":
        ordered = np.multiply(gaps, np.iinfo(values.dtype).max, dtype=values.dtype)
        np.maximum(ordered, values, out=ordered)
    else:
        least, largest = (-np.inf, np.inf) if is_float else (np.iinfo(values.dtype).min, np.iinfo(values.dtype).max)
        ordered = np.array([least, largest], values.dtype).take(gaps.view("int8"))
        np.fmax(ordered, values, out=ordered)
    missed = np.add.reduce(gaps.view("int8"), axis=0, dtype="int32")
    return ordered, np.asarray(len(values) - missed, "float64")


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
        ordered.take(place.astype("int64") * len(columns) + columns, mode="clip").astype("float64")
        for place in (low, np.minimum(low + 1, last))
    )
    rest = at - low
    with np.errstate(invalid="ignore"):
        # From the nearer side, so that equal neighbours and shares of 1 are met exactly.
        between = np.where(rest < 0.5, lower + rest * (upper - lower), upper - (1 - rest) * (upper - lower))
    found = np.where((rest == 0) | (lower == upper), lower, between)
    np.putmask(found, counts == 0, np.nan)
    return found
