# SPDX-License-Identifier: GPL-2.0-or-later
"""Series onto given days from the two observations around each day alone: linear and nearest.

Rows of one day each, of many series, are walked along forwards and backwards, noting which observation of each series
was met last. Nothing is decided series by series, but reckoned: clouds are hard to foresee for a processor, too.
"""

from __future__ import annotations

import numpy as np

from .smoothing.observations import Observations

_FILLED_OR_NOT = np.array([0.0, np.nan])
_NO_WIDTH = 1e-9


def fill_between(
    seen: Observations,
    wanted: np.ndarray,
    is_nearest: bool,
    max_gap_days: float,
    filled: np.ndarray,
    is_observed: np.ndarray,
) -> None:
    """Fill a table of series on wanted days.

    :param wanted: (n,) days, in any order.
    :param is_nearest: take the nearer of the two, the older of two equally near; else a share of both.
    :param max_gap_days: nothing comes between observations farther apart.
    :param filled: (n, series) of float64, to write to: NaN before the first, after the last and across such gaps.
    :param is_observed: (n, series) of bool, to write to: whether the value was observed on that very day.
    """
    befores, afters = _find_neighbours(seen, wanted)
    days = np.concatenate([[np.nan], seen.days, [np.nan]])  # so that nothing comes of neighbours that are not there
    for place, day in enumerate(wanted.tolist()):
        before, after = befores[place], afters[place]
        start = days.take(before)
        is_exact = np.equal(start, day, out=is_observed[place])
        after += is_exact * (before - after)
        width = days.take(after)
        width -= start
        share = np.subtract(day, start, out=start)
        share /= np.maximum(width, _NO_WIDTH)
        if is_nearest:
            before += (share > 0.5) * (after - before)
            value = _take(seen.values, before)
            share *= 0.0
            value += share
        else:
            value, low = _take(seen.values, after), _take(seen.values, before)
            value -= low
            value *= share
            value += low
        if max_gap_days < np.inf:
            value += _FILLED_OR_NOT.take((width > max_gap_days).view("int8"))
        filled[place] = value


def _find_neighbours(seen: Observations, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n, series) each: the number of the last observation up to a day, and of the first after it.

    Counted from 1; 0 and one more than there are days where there is none.
    """
    size, series = seen.values.shape
    observed = seen.weights > 0
    kind = np.int16 if size < np.iinfo(np.int16).max else np.int32
    befores, afters = (np.empty((wanted.size, series), kind) for _ in range(2))
    order = np.argsort(wanted, kind="stable")
    met, row, at = np.zeros(series, kind), np.empty(series, kind), 0
    for place in order:
        while at < size and seen.days[at] <= wanted[place]:
            at += 1
            np.multiply(observed[at - 1], kind(at), out=row)
            np.maximum(met, row, out=met)
        befores[place] = met
    met[:], at = size + 1, size
    for place in order[::-1]:
        while at > 0 and seen.days[at - 1] > wanted[place]:
            np.multiply(observed[at - 1], kind(size + 1 - at), out=row)
            np.minimum(met, np.subtract(kind(size + 1), row, out=row), out=met)
            at -= 1
        afters[place] = met
    return befores, afters


def _take(values: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """(series,) of (day, series): the observations by their numbers, anything where there is none."""
    at = numbers.astype("int64")
    at -= 1
    at *= values.shape[1]
    at += np.arange(values.shape[1])
    return values.take(at, mode="clip")
