# SPDX-License-Identifier: GPL-2.0-or-later
"""What the smoothers start from: one value and weight for each distinct day and series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

APART_DAYS = 0.5
"""Tiles of one pass are seconds apart; a curve through both of them could not follow anything else."""


@dataclass(frozen=True, eq=False)
class Observations:
    """Observations of many series. All arrays are float64."""

    days: np.ndarray
    """(day,), distinct and ascending."""

    values: np.ndarray
    """(day, series); 0 where nothing was observed. Of several at one instant the weighted mean."""

    weights: np.ndarray
    """(day, series); 0 where nothing was observed. Of several at one instant the sum."""

    shape: tuple[int, ...]
    """Of what the series were before they were put side by side."""

    @property
    def counts(self) -> np.ndarray:
        """(series,) the number of days with an observation."""
        return np.asarray(np.count_nonzero(self.weights, axis=0))

    def instants(self, days: np.ndarray) -> np.ndarray:
        """The day under which each of the gathered days counts."""
        return np.asarray(self.days[np.searchsorted(self.days, np.asarray(days, "float64"), "right") - 1])

    def spread(self, curves: np.ndarray) -> np.ndarray:
        """Series side by side (n, series) back in their shape (n, …)."""
        return curves.reshape(curves.shape[0], *self.shape)

    def is_within(self, days: np.ndarray) -> np.ndarray:
        """(n, series) of bool: whether a day lies from the first to the last observation of a series, both included."""
        observed = self.weights > 0
        first = np.where(observed.any(axis=0), self.days[np.argmax(observed, axis=0)], np.inf)
        last = self.days[len(self.days) - 1 - np.argmax(observed[::-1], axis=0)]
        return np.asarray((days[:, None] >= first) & (days[:, None] <= last))


def gather(
    days: np.ndarray, values: np.ndarray, weights: np.ndarray | None = None, apart_days: float = APART_DAYS
) -> Observations:
    """Put series side by side and merge what was observed at one instant, or nearly so.

    The merged weighted mean, weighing as much as all together, gives the same least squares fit as they do apart.

    :param days: (time,) in days from any origin, in any order, finite.
    :param values: (time, …); NaN (and infinity) where nothing was observed.
    :param weights: (time,) or (time, …), 0 or more; 0 or NaN leaves an observation out. None: all 1.
    :param apart_days: what follows the first of some instants by no more than this counts as observed with it.
    :raises ValueError: when shapes do not fit, a day is not finite, a weight is negative, or there is no day at all.
    """
    days, values = np.asarray(days, "float64"), np.asarray(values, "float64")
    if days.ndim != 1 or values.ndim < 1 or values.shape[0] != days.size or days.size == 0:
        raise ValueError(f"days {days.shape} and values {values.shape}: not (time,) and (time, …)")
    if not np.isfinite(days).all():
        raise ValueError("days must be finite")
    flat = values.reshape(days.size, -1)
    known = np.isfinite(flat)
    if weights is None:
        weighed = known.astype("float64")
    else:
        weighed = _weigh(np.asarray(weights, "float64"), values, known)
        known = weighed > 0
    flat = _blank(flat, known)
    distinct, place = np.unique(days, return_inverse=True)
    if apart_days > 0:
        distinct, place = _join_near(distinct, place, apart_days)
    if distinct.size < days.size:
        flat, weighed = _merge(flat, weighed, place, distinct.size)
    elif (place[1:] < place[:-1]).any():
        order = np.argsort(days)
        flat, weighed = flat[order], weighed[order]
    return Observations(distinct, flat, weighed, values.shape[1:])


def _blank(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Zeros where values (of float64) are not known: bit by bit, since asking at each place takes ten times as long."""
    bits = known.astype("int64")
    np.negative(bits, out=bits)
    bits &= values.view("int64")
    return bits.view("float64")


def _join_near(distinct: np.ndarray, place: np.ndarray, apart_days: float) -> tuple[np.ndarray, np.ndarray]:
    """Fewer instants, and the place of each observation among them."""
    starts = [0]
    for at in range(1, distinct.size):
        if distinct[at] - distinct[starts[-1]] > apart_days:
            starts.append(at)
    kept = distinct[starts]
    return kept, np.searchsorted(kept, distinct, "right")[place] - 1


def _weigh(weights: np.ndarray, values: np.ndarray, known: np.ndarray) -> np.ndarray:
    if weights.shape == values.shape[:1]:
        weights = weights.reshape(-1, *[1] * (values.ndim - 1))
    if (weights < 0).any() or np.isinf(weights).any():
        raise ValueError("weights must be 0 or more, and finite")
    flat = np.broadcast_to(weights, values.shape).reshape(known.shape)
    return np.where(known & (flat > 0), flat, 0.0)


def _merge(values: np.ndarray, weights: np.ndarray, place: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    totals = np.zeros((size, values.shape[1]))
    sums = np.zeros_like(totals)
    np.add.at(totals, place, weights)
    np.add.at(sums, place, weights * values)
    with np.errstate(invalid="ignore"):
        return np.where(totals > 0, sums / np.where(totals > 0, totals, 1.0), 0.0), totals
