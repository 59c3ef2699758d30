# SPDX-License-Identifier: GPL-2.0-or-later
"""Whittaker's smoother: the curve that is near the observations and bends little.

P. H. C. Eilers, A Perfect Smoother, Analytical Chemistry 75 (2003): the z that minimises ``sum w (y - z)^2 + penalty *
sum (D z)^2``, where D takes differences; on uneven days divided differences, scaled so that they are derivatives
(``order! * f[x0 … x_order]``), on days one apart the plain differences. The penalty therefore is in days to the power
2 * order. (Eilers' own listing leaves out the factorial; its penalty is ``order!`` squared times ours.)

The penalty of a series by the V-curve: G. Frasso and P. H. C. Eilers, L- and V-curves for optimal smoothing,
Statistical Modelling 15 (2015). Asymmetric weights, which draw the curve to the upper envelope (clouds lower an NDVI):
P. H. C. Eilers, Anal. Chem. 76 (2004), iterated as in the whittaker packages of the WFP (Pesendorfer 2019): 10 times
at most.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from .observations import Observations, gather

_MAX_ROUNDS = 10
_LOST = 1e-4
"""Share of a series' range by which rounding may move the curve as a whole."""

_CHUNK_VALUES = 1_000_000
_LOG10_PENALTIES = np.linspace(-2.0, 4.0, 31)
"""For observations one day apart."""


def smooth_whittaker(
    days: np.ndarray,
    values: np.ndarray,
    penalty: float | np.ndarray,
    weights: np.ndarray | None = None,
    *,
    order: int = 2,
    step_days: float | None = None,
    onto_days: np.ndarray | None = None,
    asymmetry: float | None = None,
    extrapolate: bool = False,
) -> np.ndarray:
    """Smooth series.

    :param days: (time,) in days; what was observed within half a day counts together.
    :param values: (time, …), NaN where nothing was observed.
    :param penalty: above 0; a number, or one for each series (…). NaN: no curve.
    :param weights: (time,) or (time, …), 0 to 1.
    :param order: of the differences, 1 to 3.
    :param step_days: None: the curve has its nodes at the days of the observations. Else at even steps from the first
        day on, where each observation belongs to the node nearest its day (UTC midnight) and empty nodes weigh nothing;
        1 is what most packages do with satellite series, and differs from None, as it counts bends within gaps too.
    :param onto_days: (n,) where the curve is read, linearly between nodes; None for ``days``.
    :param asymmetry: above 0, below 1: the weight of observations above the curve, those below have 1 - asymmetry; 0.9
        is near the upper envelope. None: symmetric.
    :param extrapolate: whether the curve goes on before the first and after the last observation of its series.
    :returns: (n, …) of float64; NaN where there is no curve. A series of fewer observations than ``order`` is not bent
        at all: its observations come back, the rest is NaN.
        NaN too where the penalty is so large that no digits are left (about 1e13 for daily nodes).
    :raises ValueError: when a parameter is out of its range or shapes do not fit.
    """
    _check(order, step_days, asymmetry)
    seen = gather(days, values, weights)
    penalties = np.broadcast_to(np.asarray(penalty, "float64"), seen.shape).reshape(-1)
    if (penalties <= 0).any():
        raise ValueError("penalty must be above 0")
    wanted = seen.instants(days) if onto_days is None else np.asarray(onto_days, "float64")
    nodes = _place_on_nodes(seen, step_days)
    bands = _penalty_bands(nodes.days, order)
    curves = np.full((wanted.size, penalties.size), np.nan)
    read_at = _node_days(wanted, step_days)
    for part in _chunks(nodes):
        weighed, observed = nodes.weights[:, part], nodes.values[:, part]
        curve = _solve_asymmetric(bands, observed, weighed, penalties[part], asymmetry)
        is_short = (np.count_nonzero(weighed, axis=0) < order) | (nodes.days.size <= order)
        is_kept = is_short & (weighed > 0) & np.isfinite(penalties[part])
        curve = np.where(is_short, np.where(is_kept, observed, np.nan), curve)
        curves[:, part] = _read_between(nodes.days, curve, read_at)
    if not extrapolate:
        curves[~replace(seen, days=_node_days(seen.days, step_days)).is_within(read_at)] = np.nan
    return seen.spread(curves)


def choose_penalty(
    days: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    order: int = 2,
    step_days: float | None = None,
    asymmetry: float | None = None,
    log10_penalties: np.ndarray | None = None,
) -> np.ndarray:
    """The penalty of each series by the V-curve: where the L-curve of log fit and log roughness moves least.

    :param log10_penalties: (n,) evenly spaced, 2 or more; the penalty is the middle (of logarithms) of two neighbours.
        None: -2 to 4 in steps of 0.2 for observations one day apart, moved to the median distance of these.
    :returns: (…) of float64, for :func:`smooth_whittaker` with the same parameters; NaN for series of ``order``
        observations or fewer, which any penalty leaves as they are.
    :raises ValueError: as :func:`smooth_whittaker`.
    """
    _check(order, step_days, asymmetry)
    seen = gather(days, values, weights)
    nodes = _place_on_nodes(seen, step_days)
    if log10_penalties is None:
        spacing = float(np.median(np.diff(seen.days))) if seen.days.size > 1 else 1.0
        log10_penalties = _LOG10_PENALTIES + 2 * order * math.log10(spacing)
    candidates = np.asarray(log10_penalties, "float64")
    if candidates.ndim != 1 or candidates.size < 2 or not (np.diff(candidates) > 0).all():
        raise ValueError("log10_penalties must ascend, two at least")
    bands, rows = _penalty_bands(nodes.days, order), _difference_rows(nodes.days, order)
    chosen = np.full(nodes.values.shape[1], np.nan)
    for part in _chunks(nodes):
        observed, weighed = nodes.values[:, part], nodes.weights[:, part]
        found = _lowest_of_v_curve(bands, rows, observed, weighed, candidates, asymmetry)
        chosen[part] = np.where(np.count_nonzero(weighed, axis=0) > order, found, np.nan)
    return chosen.reshape(seen.shape)


def _check(order: int, step_days: float | None, asymmetry: float | None) -> None:
    if order not in (1, 2, 3):
        raise ValueError(f"order {order}: 1, 2 or 3")
    if step_days is not None and not (step_days > 0 and math.isfinite(step_days)):
        raise ValueError(f"step_days {step_days}: above 0")
    if asymmetry is not None and not 0 < asymmetry < 1:
        raise ValueError(f"asymmetry {asymmetry}: above 0, below 1")


def _node_days(days: np.ndarray, step_days: float | None) -> np.ndarray:
    """Where days lie on the axis of the nodes: even steps know no time of day."""
    return days if step_days is None else np.floor(days)


def _place_on_nodes(seen: Observations, step_days: float | None) -> Observations:
    if step_days is None:
        return seen
    whole = np.floor(seen.days)
    places = np.floor((whole - whole[0]) / step_days + 0.5).astype("int64")
    observed = np.where(seen.weights > 0, seen.values, np.nan)
    merged = gather(places.astype("float64"), observed, seen.weights)
    count = int(places[-1]) + 1
    values, weights = np.zeros((count, observed.shape[1])), np.zeros((count, observed.shape[1]))
    values[merged.days.astype("int64")], weights[merged.days.astype("int64")] = merged.values, merged.weights
    return Observations(whole[0] + step_days * np.arange(count), values, weights, seen.shape)


def _chunks(nodes: Observations) -> Iterator[slice]:
    """Series by as many as fit the processor's caches and bound the memory."""
    count = nodes.values.shape[1]
    size = max(64, _CHUNK_VALUES // max(1, nodes.days.size))
    return (slice(first, min(first + size, count)) for first in range(0, count, size))


def _difference_rows(days: np.ndarray, order: int) -> np.ndarray:
    """The rows of D without their zeros: (node - order, order + 1)."""
    rows = np.ones((max(0, days.size - order), order + 1)) * math.factorial(order)
    for one in range(order + 1):
        for other in range(order + 1):
            if one != other:
                rows[:, one] /= days[one : one + len(rows)] - days[other : other + len(rows)]
    return rows


def _penalty_bands(days: np.ndarray, order: int) -> np.ndarray:
    """D'D by its diagonals: (order + 1, node), diagonal k starting at its first row."""
    rows = _difference_rows(days, order)
    bands = np.zeros((order + 1, days.size))
    for one in range(order + 1):
        for other in range(one, order + 1):
            bands[other - one, one : one + len(rows)] += rows[:, one] * rows[:, other]
    return bands


def _solve(bands: np.ndarray, values: np.ndarray, weights: np.ndarray, penalties: np.ndarray) -> np.ndarray:
    """(W + penalty D'D) z = W y for all series at once, by LDL' of a banded matrix (Golub and Van Loan, section
    4.3)."""
    reach, count = bands.shape[0] - 1, bands.shape[1]
    pivots = np.empty_like(values)
    lower = np.zeros((reach + 1, *values.shape))
    curve: np.ndarray = weights * values
    with np.errstate(all="ignore"):
        for node in range(count):
            back = range(1, min(reach, node) + 1)
            pivots[node] = weights[node] + penalties * bands[0, node]
            scaled = {k: lower[k, node - k] * pivots[node - k] for k in back}
            for k in back:
                pivots[node] -= lower[k, node - k] * scaled[k]
                curve[node] -= lower[k, node - k] * curve[node - k]
            for ahead in range(1, min(reach, count - 1 - node) + 1):
                entry = penalties * bands[ahead, node]
                for k in range(1, min(reach - ahead, node) + 1):
                    entry = entry - lower[ahead + k, node - k] * scaled[k]
                lower[ahead, node] = entry / pivots[node]
        curve /= pivots
        for node in range(count - 2, -1, -1):
            for ahead in range(1, min(reach, count - 1 - node) + 1):
                curve[node] -= lower[ahead, node] * curve[node + ahead]
    return _without_lost(curve, values, weights)


def _without_lost(curve: np.ndarray, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """NaN for series whose equations kept too few digits: residuals must add up to 0, as D takes no level away."""
    known = weights > 0
    with np.errstate(all="ignore"):
        shift = np.abs(np.sum(weights * (values - curve), axis=0)) / weights.sum(axis=0)
    reach = np.where(known, values, -np.inf).max(axis=0) - np.where(known, values, np.inf).min(axis=0)
    size = np.where(known, np.abs(values), 0.0).max(axis=0)
    is_lost = ~(shift <= _LOST * reach + 1e-9 * size)
    return np.where(is_lost, np.nan, curve)


def _solve_asymmetric(
    bands: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    penalties: np.ndarray,
    asymmetry: float | None,
    start: np.ndarray | None = None,
) -> np.ndarray:
    """:func:`_solve`, again until no observation changes sides."""
    if asymmetry is None:
        return _solve(bands, values, weights, penalties)
    above = values > (0.0 if start is None else start)
    for _ in range(_MAX_ROUNDS):
        curve = _solve(bands, values, weights * np.where(above, asymmetry, 1 - asymmetry), penalties)
        now = values > curve
        if np.array_equal(now & (weights > 0), above & (weights > 0)):
            break
        above = now
    return curve


def _lowest_of_v_curve(
    bands: np.ndarray,
    rows: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    candidates: np.ndarray,
    asymmetry: float | None,
) -> np.ndarray:
    best = np.full(values.shape[1], np.inf)
    chosen = np.full(values.shape[1], 10.0 ** candidates[-1])
    before: tuple[np.ndarray, np.ndarray] | None = None
    curve: np.ndarray | None = None
    for place, candidate in enumerate(candidates):
        penalties = np.full(values.shape[1], 10.0**candidate)
        curve = _solve_asymmetric(bands, values, weights, penalties, asymmetry, curve)
        bends = sum(rows[:, k, None] * curve[k : k + len(rows)] for k in range(rows.shape[1]))
        with np.errstate(all="ignore"):
            fit = np.log(np.sum(weights * (values - curve) ** 2, axis=0))
            roughness = np.log(np.sum(np.square(bends), axis=0))
            if before is not None:
                speed = np.hypot(fit - before[0], roughness - before[1]) / (candidate - candidates[place - 1])
                is_better = speed < best
                best = np.where(is_better, speed, best)
                chosen = np.where(is_better, 10.0 ** ((candidate + candidates[place - 1]) / 2), chosen)
        before = (fit, roughness)
    return chosen


def _read_between(days: np.ndarray, curve: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """A curve read linearly between its nodes, and beyond them along their first and last two."""
    if days.size == 1:
        return np.where((wanted == days[0])[:, None], curve, np.nan)
    left = np.clip(np.searchsorted(days, wanted, "right") - 1, 0, days.size - 2)
    share = ((wanted - days[left]) / (days[left + 1] - days[left]))[:, None]
    between = curve[left] + share * (curve[left + 1] - curve[left])
    return np.where(share == 0, curve[left], np.where(share == 1, curve[left + 1], between))
