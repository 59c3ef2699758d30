# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics of pixels of which each counts by the share of it that lies inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

STATISTICS = ("mean", "median", "std", "min", "max", "p10", "p90", "count", "valid_share")
"""``std`` divides by the sum of shares; ``count`` is that sum, in pixels; ``valid_share`` the share of the area that
has data."""

_QUANTILES = {"median": 0.5, "p10": 0.1, "p90": 0.9}
RANKED = frozenset(_QUANTILES)
"""Those that need the order of the values."""


def summarise_weighted(
    values: np.ndarray,
    valid: np.ndarray,
    shares: np.ndarray,
    area_px: float,
    wanted: Sequence[str] = STATISTICS,
    order: np.ndarray | None = None,
) -> np.ndarray:
    """The statistics of each row: (row, statistic) of float64, NaN without data (count and share 0).

    :param values: (row, pixel); :param valid: of the same shape, where there is data.
    :param shares: (pixel,), above 0.
    :param area_px: area of the whole polygon, in pixels.
    :param order: of each row's values where that is known, as :func:`order_narrow` gives it.
    """
    has_any = valid.any(axis=1)
    if not has_any.all():  # on many dates a polygon is covered by clouds altogether
        result = np.full((len(values), len(wanted)), np.nan)
        result[:, [place for place, name in enumerate(wanted) if name in ("count", "valid_share")]] = 0.0
        if has_any.any():
            ranks = None if order is None else order[has_any]
            result[has_any] = summarise_weighted(values[has_any], valid[has_any], shares, area_px, wanted, ranks)
        return result
    numbers = np.where(valid, values, 0).astype(np.float64, copy=False)
    total = valid @ shares
    result = np.full((len(values), len(wanted)), np.nan)
    has_data = total > 0
    if not values.shape[1]:
        has_data[:] = False
    safe = np.where(has_data, total, 1.0)
    mean = (numbers @ shares) / safe
    columns = {"count": total, "valid_share": np.minimum(total / area_px, 1.0) if area_px > 0 else total * 0}
    if has_data.any():
        columns["mean"] = mean
        if "std" in wanted:
            apart = (numbers - mean[:, None]) * valid
            columns["std"] = np.sqrt((apart * apart) @ shares / safe)
        if "min" in wanted:
            columns["min"] = np.where(valid, numbers, np.inf).min(axis=1)
        if "max" in wanted:
            columns["max"] = np.where(valid, numbers, -np.inf).max(axis=1)
        asked = [name for name in wanted if name in _QUANTILES]
        if asked:
            weights = np.where(valid, shares, 0.0)
            quantiles = weighted_quantiles(numbers, weights, [_QUANTILES[name] for name in asked], order)
            columns.update(zip(asked, quantiles))
    for place, name in enumerate(wanted):
        if name in columns:
            keep = np.ones_like(has_data) if name in ("count", "valid_share") else has_data
            result[keep, place] = columns[name][keep]
    return result


def order_narrow(values: np.ndarray, valid: np.ndarray) -> np.ndarray | None:
    """Places of whole numbers in ascending order, equal ones as they come, those that are not valid last.

    Of 16 bits and less numpy sorts by counting, an order of magnitude faster than floats.

    :param values: (row, value); :param valid: of the same shape.
    :returns: (row, value) of int; None where the type is not as narrow, or has no room for what is not valid.
    """
    if values.dtype.kind not in "iu" or values.dtype.itemsize > 2:
        return None
    largest = np.iinfo(values.dtype).max
    if (valid & (values == largest)).any():
        return None
    return np.argsort(np.where(valid, values, values.dtype.type(largest)), axis=1, kind="stable")


def weighted_quantiles(
    values: np.ndarray, weights: np.ndarray, shares: Sequence[float], order: np.ndarray | None = None
) -> list[np.ndarray]:
    """Quantiles of each row, interpolated linearly: for each share (row,); NaN where a row has no weight.

    With n values in ascending order, value k (from 0) stands at k * w_k + (n - 1) * (w_0 + … + w_(k-1)), and the
    quantile q at q * (n - 1) * (sum of weights): the definition of exactextract, which for equal weights is numpy's
    default (Hyndman and Fan's type 7).

    :param values: (row, value); :param weights: of the same shape, 0 for what does not count.
    :param order: (row, value), places in ascending order, what does not count last; None to find it.
    """
    if not len(shares):
        return []
    if not values.shape[1]:
        return [np.full(len(values), np.nan) for _ in shares]
    keyed = np.where(weights > 0, values, np.inf)
    if order is None:
        order = np.argsort(keyed, axis=1, kind="stable")
    flat = order + np.arange(len(values))[:, None] * values.shape[1]
    ordered, heavy = keyed.take(flat), weights.take(flat)
    counts = (heavy > 0).sum(axis=1)
    summed = np.cumsum(heavy, axis=1)
    last = np.maximum(counts - 1, 0)
    places = np.arange(values.shape[1]) * heavy + last[:, None] * (summed - heavy)
    places = np.where(heavy > 0, places, np.inf)
    rows, found = np.arange(len(values)), []
    for share in shares:
        target = share * last * summed[:, -1]
        above = (places <= target[:, None]).sum(axis=1)
        low = np.clip(above - 1, 0, last)
        high = np.minimum(low + 1, last)
        below = ordered[rows, low]
        with np.errstate(invalid="ignore"):  # rows without weight
            gap = np.where(high > low, places[rows, high] - places[rows, low], 1.0)
            along = np.where(high > low, (target - places[rows, low]) / gap, 0.0)
            step = np.where(high > low, ordered[rows, high] - below, 0.0)
            found.append(np.where(counts > 0, below + np.clip(along, 0.0, 1.0) * step, np.nan))
    return found
