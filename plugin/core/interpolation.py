# SPDX-License-Identifier: GPL-2.0-or-later
"""Series onto given days, between observations only: never before the first, after the last, or across a long gap."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .knot_slopes import akima_slopes, spline_slopes
from .neighbours import fill_between
from .smoothing.observations import Observations, gather

NEAREST, LINEAR, CUBIC, NATURAL, AKIMA = "nearest", "linear", "cubic", "natural", "akima"
METHODS = (LINEAR, NEAREST, CUBIC, NATURAL, AKIMA)
"""``cubic`` is the not-a-knot spline, which SciPy, MATLAB and eo-learn call cubic; ``natural`` has straight ends."""

_CHUNK_VALUES = 400_000
"""Of some series at a time, so that they stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class Interpolated:
    """Series on given days."""

    values: np.ndarray
    """(n, …) of float64; NaN where there is nothing to go by."""

    is_observed: np.ndarray
    """(n, …) of bool: the value was observed at that very moment. Of the others those that are not NaN were filled."""


def interpolate(
    days: np.ndarray,
    values: np.ndarray,
    onto_days: np.ndarray,
    method: str = LINEAR,
    max_gap_days: float = math.inf,
) -> Interpolated:
    """Series on other days.

    :param days: (time,) in days, any order; what was observed within half a day counts as its mean, at the first of
        these instants. Pass whole days where the time of day does not matter, so that observations fall on the days of
        ``onto_days``.
    :param values: (time, …), NaN where nothing was observed. Series may have gaps of their own: each curve goes through
        the observations of its series.
    :param onto_days: (n,).
    :param method: one of :data:`METHODS`; ``nearest`` takes the older of two equally near. With two observations
        every curve is a line.
    :param max_gap_days: two observations farther apart than this have nothing filled between them. (A cubic curve still
        knows those beyond the gap.)
    :raises ValueError: when the method is unknown, the gap is negative or shapes do not fit.
    """
    if method not in METHODS or not max_gap_days >= 0:
        raise ValueError(f"method {method}, max_gap_days {max_gap_days}")
    values, wanted = np.asarray(values, "float64"), np.asarray(onto_days, "float64")
    if values.ndim < 1 or values.shape[:1] != np.shape(days):
        raise ValueError(f"days {np.shape(days)} and values {values.shape}: not (time,) and (time, …)")
    flat = values.reshape(values.shape[0], math.prod(values.shape[1:]))
    filled = np.full((wanted.size, flat.shape[1]), np.nan)
    is_observed = np.zeros(filled.shape, bool)
    size = max(64, _CHUNK_VALUES // max(flat.shape[0], wanted.size, 1))
    for first in range(0, max(1, flat.shape[1]), size):
        part = slice(first, first + size)
        seen = gather(days, flat[:, part])
        if method in (NEAREST, LINEAR):
            fill_between(seen, wanted, method == NEAREST, max_gap_days, filled[:, part], is_observed[:, part])
        else:
            filled[:, part], is_observed[:, part] = _Knots.of(seen).read(wanted, method, max_gap_days)
    shape = (wanted.size, *values.shape[1:])
    return Interpolated(filled.reshape(shape), is_observed.reshape(shape))


@dataclass(frozen=True, eq=False)
class _Knots:
    """The observations of some series as knots of curves, moved to the front of each: (knot, series)."""

    all_days: np.ndarray
    before: np.ndarray
    """(day + 1, series): how many observations of a series lie before each day."""

    days: np.ndarray
    values: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, seen: Observations) -> _Knots:
        observed = seen.weights > 0
        counts = observed.sum(axis=0)
        size = max(1, int(counts.max(initial=0)))
        order = np.argsort(~observed, axis=0, kind="stable")[:size]
        is_knot = np.arange(size)[:, None] < counts
        days = seen.days[order]
        # Behind the last observation the days go on, so that nothing is divided by zero.
        last = np.take_along_axis(days, np.maximum(counts - 1, 0)[None], axis=0)
        days = np.where(is_knot, days, last + np.arange(1, size + 1)[:, None])
        values = np.where(is_knot, np.take_along_axis(seen.values, order, axis=0), 0.0)
        before = np.zeros((seen.days.size + 1, counts.size), "int64")
        np.cumsum(observed, axis=0, out=before[1:])
        return cls(seen.days, before, days, values, counts)

    def read(self, wanted: np.ndarray, method: str, max_gap_days: float) -> tuple[np.ndarray, np.ndarray]:
        """Values and whether they were observed, (n, series) each."""
        rank = self.before[np.searchsorted(self.all_days, wanted, "right")]
        at = np.maximum(rank - 1, 0)
        left = np.minimum(at, np.maximum(self.counts - 2, 0))
        right = np.minimum(left + 1, len(self.days) - 1)
        start, end = (np.take_along_axis(self.days, place, axis=0) for place in (left, right))
        moments = np.broadcast_to(wanted[:, None], start.shape)
        is_observed = (rank > 0) & (np.take_along_axis(self.days, at, axis=0) == moments)
        is_between = (rank > 0) & (rank < self.counts) & (end - start <= max_gap_days)
        with np.errstate(all="ignore"):
            between = self._between(method, left, right, (moments - start) / (end - start), end - start)
        exact = np.take_along_axis(self.values, at, axis=0)
        return np.where(is_observed, exact, np.where(is_between, between, np.nan)), is_observed

    def _between(
        self, method: str, left: np.ndarray, right: np.ndarray, share: np.ndarray, width: np.ndarray
    ) -> np.ndarray:
        """Values a share of the way from one knot to the next; cubic ones in Hermite's form."""
        low, high = (np.take_along_axis(self.values, place, axis=0) for place in (left, right))
        if method == AKIMA:
            slopes = akima_slopes(self.days, self.values, self.counts)
        else:
            slopes = spline_slopes(self.days, self.values, self.counts, method == NATURAL)
        rise, fall = (np.take_along_axis(slopes, place, axis=0) * width for place in (left, right))
        change = high - low
        bend = rise + fall - 2 * change
        return np.asarray(low + share * (rise + share * (change - rise - bend + share * bend)))
