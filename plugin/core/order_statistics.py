# SPDX-License-Identifier: GPL-2.0-or-later
"""Medians and percentiles over time of series with gaps, by sorting once (numpy's are slower with NaN)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

_CHUNK_VALUES = 2_000_000


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
    size = max(64, _CHUNK_VALUES // max(1, values.shape[0]))
    for first in range(0, flat.shape[1] if values.shape[0] else 0, size):
        part = slice(first, first + size)
        ordered = np.sort(flat[:, part].T, axis=1)  # NaN go last
        counts = np.count_nonzero(~np.isnan(ordered), axis=1)
        for place, share in enumerate(shares):
            found[place, part] = _read(ordered, counts, share)
    return found.reshape(shares.size, *values.shape[1:])


def median_of_known(values: np.ndarray) -> np.ndarray:
    """(…) the median over time of (time, …); NaN where a series has no value."""
    return np.asarray(percentiles_of_known(values, (50.0,))[0])


def _read(ordered: np.ndarray, counts: np.ndarray, share: float) -> np.ndarray:
    """(series,) of ascending (series, time)."""
    at = share * np.maximum(counts - 1, 0)
    low = np.floor(at).astype("int64")
    high = np.minimum(low + 1, np.maximum(counts - 1, 0))
    rows = np.arange(len(ordered))
    lower, upper = ordered[rows, low], ordered[rows, high]
    rest = at - low
    with np.errstate(invalid="ignore"):
        # From the nearer side, so that equal neighbours and shares of 1 are met exactly.
        between = np.where(rest < 0.5, lower + rest * (upper - lower), upper - (1 - rest) * (upper - lower))
    return np.where((rest == 0) | (lower == upper), lower, between)
