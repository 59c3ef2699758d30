# SPDX-License-Identifier: GPL-2.0-or-later
"""Savitzky and Golay's filter for uneven days: around each day a polynomial through the observations near it.

A. Savitzky and M. J. E. Golay, Smoothing and Differentiation of Data by Simplified Least Squares Procedures,
Analytical Chemistry 36 (1964). Their tables of coefficients hold for even days; here the polynomial is fitted anew for
each day, by weighted least squares of its normal equations, which gives the same numbers on even days.
"""

from __future__ import annotations

import numpy as np

from .least_squares import solve_symmetric
from .observations import Observations, gather

_CHUNK_VALUES = 400_000


def smooth_savitzky_golay(
    days: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    degree: int = 2,
    window_days: float | None = None,
    window_observations: int | None = None,
    onto_days: np.ndarray | None = None,
    extrapolate: bool = False,
) -> np.ndarray:
    """Smooth series. Exactly one of the two windows is given.

    :param days: (time,) in days; what was observed within half a day counts together.
    :param values: (time, …), NaN where nothing was observed.
    :param weights: (time,) or (time, …), 0 to 1.
    :param degree: of the polynomial, 0 to 5.
    :param window_days: the whole width: observations at most half of it away take part.
    :param window_observations: how many observations of the series take part, odd, above ``degree``: those around the
        day, and where the series ends its first or last ones. On even days without gaps this is the classical filter
        with its ends fitted (``mode="interp"`` of SciPy).
    :param onto_days: (n,) where the curve is wanted; None for ``days``.
    :param extrapolate: whether the curve goes on before the first and after the last observation of its series.
    :returns: (n, …) of float64; NaN where the window holds fewer observations than the polynomial has coefficients.
    :raises ValueError: when a parameter is out of its range or shapes do not fit.
    """
    if (window_days is None) == (window_observations is None):
        raise ValueError("give window_days or window_observations")
    if not 0 <= degree <= 5:
        raise ValueError(f"degree {degree}: 0 to 5")
    if window_days is not None and not 0 < window_days < np.inf:
        raise ValueError(f"window_days {window_days}: above 0")
    if window_observations is not None and (window_observations <= degree or window_observations % 2 == 0):
        raise ValueError(f"window_observations {window_observations}: odd and above the degree")
    seen = gather(days, values, weights)
    wanted = seen.instants(days) if onto_days is None else np.asarray(onto_days, "float64")
    curves = np.full((wanted.size, seen.values.shape[1]), np.nan)
    if window_days is not None:
        _fit_by_days(curves, seen, wanted, degree, window_days / 2)
    else:
        _fit_by_count(curves, seen, wanted, degree, int(window_observations or 0))
    if not extrapolate:
        curves[~seen.is_within(wanted)] = np.nan
    return seen.spread(curves)


def _fit_by_days(curves: np.ndarray, seen: Observations, wanted: np.ndarray, degree: int, half_days: float) -> None:
    for place, day in enumerate(wanted):
        first = np.searchsorted(seen.days, day - half_days, "left")
        last = np.searchsorted(seen.days, day + half_days, "right")
        if last > first:
            near = slice(first, last)
            offsets = (seen.days[near] - day)[:, None] / half_days
            curves[place] = _value_at_zero(offsets, seen.values[near], seen.weights[near], degree)


def _fit_by_count(curves: np.ndarray, seen: Observations, wanted: np.ndarray, degree: int, count: int) -> None:
    size = max(64, _CHUNK_VALUES // seen.days.size)
    reach = np.arange(min(count, seen.days.size))[:, None]
    for begin in range(0, curves.shape[1], size):
        part = slice(begin, begin + size)
        weights = seen.weights[:, part]
        observed = weights > 0
        # Observations moved to the front of their series, so that neighbours in the array are neighbours in the series.
        order = np.argsort(~observed, axis=0, kind="stable")
        counts = observed.sum(axis=0)
        before = np.concatenate([np.zeros((1, weights.shape[1]), int), np.cumsum(observed, axis=0)])
        for place, day in enumerate(wanted):
            rank = before[np.searchsorted(seen.days, day, "left")]
            start = np.clip(rank - count // 2, 0, np.maximum(counts - count, 0))
            rows = np.take_along_axis(order, np.minimum(start + reach, len(seen.days) - 1), axis=0)
            taken = np.where(start + reach < counts, np.take_along_axis(weights, rows, axis=0), 0.0)
            offsets = np.where(taken > 0, seen.days[rows] - day, 0.0)
            offsets = offsets / np.maximum(np.abs(offsets).max(axis=0), 1e-9)
            near = np.take_along_axis(seen.values[:, part], rows, axis=0)
            curves[place, part] = _value_at_zero(offsets, near, taken, degree)


def _value_at_zero(offsets: np.ndarray, values: np.ndarray, weights: np.ndarray, degree: int) -> np.ndarray:
    """The constant term of weighted polynomials: (series,); NaN where they are not determined.

    :param offsets: (observation, series or 1), about -1 to 1.
    """
    shape = np.broadcast_shapes(offsets.shape, values.shape)
    power = np.ones(shape)
    moments, products = [], []
    for exponent in range(2 * degree + 1):
        moments.append((weights * power).sum(axis=0))
        if exponent <= degree:
            products.append((weights * power * values).sum(axis=0))
        power = power * offsets
    hankel = np.stack([np.stack(moments[row : row + degree + 1]) for row in range(degree + 1)])
    coefficients = solve_symmetric(np.moveaxis(hankel, 2, 0), np.stack(products, axis=1))
    is_determined = np.count_nonzero(weights, axis=0) > degree
    return np.where(is_determined, coefficients[:, 0], np.nan)
