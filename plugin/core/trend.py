# SPDX-License-Identifier: GPL-2.0-or-later
"""Trends that outliers and odd distributions do not move: the slope of Theil and Sen, the test of Mann and Kendall.

Slope: P. K. Sen, Estimates of the Regression Coefficient Based on Kendall's Tau, JASA 63 (1968): the median of the
slopes of all pairs. Test: H. B. Mann, Econometrica 13 (1945), with Kendall's correction for ties and for continuity,
as in R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), section 16.4. Both by seasons:
R. M. Hirsch, J. R. Slack and R. A. Smith, Water Resources Research 18 (1982).

The p value rests on the normal distribution, which is near enough from ten observations on, and on observations that
are independent of each other; a year's course is a dependence, for which the seasonal variants are there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from .dates import UTC
from .order_statistics import median_of_known
from .smoothing.observations import Observations, gather

DAYS_PER_YEAR = 365.25

_CHUNK_PAIRS = 2_000_000


@dataclass(frozen=True, eq=False)
class Trend:
    """Trends of many series; all arrays are (…) of float64."""

    slope_per_year: np.ndarray
    """Theil and Sen's; NaN with fewer than two observations (by seasons: none twice in one season)."""

    p_value: np.ndarray
    """Two-sided; NaN where the slope is. 1 for a constant series."""

    z_score: np.ndarray
    """Above 0 where the series rises."""

    tau: np.ndarray
    """Kendall's, -1 to 1: the sum of the signs of all pairs through their number; ties count 0."""

    count: np.ndarray
    """Observations that took part."""


def find_trend(days: np.ndarray, values: np.ndarray) -> Trend:
    """Trends over all observations.

    :param days: (time,) in days, any order; what was observed within half a day counts as its mean.
    :param values: (time, …), NaN where nothing was observed.
    :raises ValueError: when shapes do not fit.
    """
    seen = gather(days, values)
    counts = seen.counts
    slopes = np.full(counts.size, np.nan)
    sums, variances = np.zeros(counts.size), np.zeros(counts.size)
    order = np.argsort(seen.weights <= 0, axis=0, kind="stable")
    for count in np.unique(counts[counts > 1]):
        # Series with equally many observations have equally many pairs, and no gaps once they are moved to the front.
        places = np.flatnonzero(counts == count)
        size = max(1, _CHUNK_PAIRS // (int(count) * (int(count) - 1) // 2))
        for first in range(0, places.size, size):
            part = places[first : first + size]
            rows = order[:count, part]
            found = _of_whole_series(seen.days[rows].T, np.take_along_axis(seen.values[:, part], rows, axis=0).T)
            slopes[part], sums[part], variances[part] = found
    pairs = counts * (counts - 1) / 2
    return _trend(seen.shape, slopes * DAYS_PER_YEAR, sums, variances, pairs, counts)


def find_seasonal_trend(days: np.ndarray, values: np.ndarray, years: np.ndarray, seasons: np.ndarray) -> Trend:
    """Trends over the years, each season compared with itself alone.

    Observations of one season of one year count as their mean.

    :param days: (time,), for the check of shapes; years tell the time.
    :param values: (time, …), NaN where nothing was observed.
    :param years: (time,) of int; :param seasons: (time,) of int: as :func:`calendar_seasons` gives them.
    :raises ValueError: when shapes do not fit.
    """
    years, seasons = np.asarray(years), np.asarray(seasons)
    if years.shape != np.shape(days) or seasons.shape != np.shape(days):
        raise ValueError(f"days {np.shape(days)}, years {years.shape}, seasons {seasons.shape}")
    shape = np.shape(values)[1:]
    flat = np.asarray(values, "float64").reshape(len(years), -1)
    parts = [gather(years[seasons == one], flat[seasons == one]) for one in np.unique(seasons)]
    if not parts:
        raise ValueError("no time at all")
    pair_rows = sum(part.days.size * (part.days.size - 1) // 2 for part in parts)
    size = max(1, _CHUNK_PAIRS // max(1, pair_rows))
    slopes = np.full(flat.shape[1], np.nan)
    sums, variances, pairs, counts = (np.zeros(flat.shape[1]) for _ in range(4))
    for first in range(0, flat.shape[1], size):
        chosen = slice(first, first + size)
        pooled = []
        for part in parts:
            each, signs, variance, count = _of_season(part, chosen)
            pooled.append(each)
            sums[chosen] += signs
            variances[chosen] += variance
            pairs[chosen] += count * (count - 1) / 2
            counts[chosen] += count
        slopes[chosen] = median_of_known(np.concatenate(pooled, axis=1).T)
    return _trend(shape, slopes, sums, variances, pairs, counts)


def calendar_seasons(times: Sequence[datetime], months: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """The year and the season of instants, (time,) of int each.

    :param times: UTC. :param months: 1: seasons are months, 1 to 12. 3: from December to February 0, … autumn 3;
        December belongs to the next year, with the winter that it begins.
    :raises ValueError: for other lengths.
    """
    if months not in (1, 3):
        raise ValueError(f"{months} months: 1 or 3")
    moments = [time.astimezone(UTC) for time in times]
    if months == 1:
        return np.array([time.year for time in moments], int), np.array([time.month for time in moments], int)
    years = [time.year + (time.month == 12) for time in moments]
    return np.array(years, int), np.array([time.month % 12 // 3 for time in moments], int)


def _of_whole_series(days: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Slope per day, sum of signs and its variance of series (series, time) without gaps."""
    early, late = np.triu_indices(values.shape[1], 1)
    rises = values[:, late] - values[:, early]
    sums = np.sign(rises).sum(axis=1)
    rises /= days[:, late] - days[:, early]
    return np.median(rises, axis=1), sums, _variance(values)


def _of_season(seen: Observations, part: slice) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Slopes per year (series, pair) with NaN, sum of signs, its variance, number of years."""
    values = np.where(seen.weights[:, part] > 0, seen.values[:, part], np.nan).T
    early, late = np.triu_indices(values.shape[1], 1)
    rises = values[:, late] - values[:, early]
    sums = np.nansum(np.sign(rises), axis=1)
    return rises / (seen.days[late] - seen.days[early]), sums, _variance(values), seen.counts[part]


def _variance(values: np.ndarray) -> np.ndarray:
    """Of the sum of signs, if there is no trend: (n (n - 1) (2n + 5) - sum over ties of t (t - 1) (2t + 5)) / 18.

    :param values: (series, time), NaN for gaps.
    """
    count = np.isfinite(values).sum(axis=1)
    ordered = np.sort(values, axis=1)
    places = np.arange(values.shape[1])
    is_new = np.ones(values.shape, bool)
    is_new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    # The sum over ties, added up value by value: the t-th of a tie brings f(t) - f(t - 1).
    nth = places - np.maximum.accumulate(np.where(is_new, places, 0), axis=1) + 1
    ties = (_spread(nth) - _spread(nth - 1)).sum(axis=1)
    return np.asarray((_spread(count) - ties) / 18.0)


def _spread(count: np.ndarray) -> np.ndarray:
    return np.asarray(count * (count - 1.0) * (2.0 * count + 5.0))


def _trend(
    shape: tuple[int, ...],
    slopes: np.ndarray,
    sums: np.ndarray,
    variances: np.ndarray,
    pairs: np.ndarray,
    counts: np.ndarray,
) -> Trend:
    with np.errstate(all="ignore"):
        z_scores = np.where(variances > 0, (sums - np.sign(sums)) / np.sqrt(variances), 0.0)
        tau = sums / pairs
    z_scores = np.where(pairs > 0, z_scores, np.nan)
    arrays = (slopes, _two_sided(z_scores), z_scores, np.where(pairs > 0, tau, np.nan), counts.astype("float64"))
    return Trend(*(array.reshape(shape) for array in arrays))


def _two_sided(z_scores: np.ndarray) -> np.ndarray:
    """The share of a normal distribution that lies as far out; sums of signs repeat, so that few differ."""
    distinct, place = np.unique(np.abs(z_scores), return_inverse=True)
    shares = np.array([math.erfc(value / math.sqrt(2)) for value in distinct.tolist()], "float64")
    return np.asarray(shares[place.reshape(z_scores.shape)])
