# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics of pixels of which each counts by the share of it that lies inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

STATISTICS = ("mean", "median", "std", "min", "max", "p10", "p90", "count", "valid_share")
"""``std`` divides by the sum of shares; ``count`` is that sum, in pixels; ``valid_share`` the share of the area that
has data."""

_QUANTILES = {"median": 0.5, "p10": 0.1, "p90": 0.9}


def summarise_weighted(
    values: np.ndarray, valid: np.ndarray, shares: np.ndarray, area_px: float, wanted: Sequence[str] = STATISTICS
) -> np.ndarray:
    """The statistics of each row: (row, statistic) of float64, NaN without data (count and share 0).

    :param values: (row, pixel); :param valid: of the same shape, where there is data.
    :param shares: (pixel,), above 0.
    :param area_px: area of the whole polygon, in pixels.
    """
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
            quantiles = weighted_quantiles(numbers, weights, [_QUANTILES[name] for name in asked])
            columns.update(zip(asked, quantiles))
    for place, name in enumerate(wanted):
        if name in columns:
            keep = np.ones_like(has_data) if name in ("count", "valid_share") else has_data
            result[keep, place] = columns[name][keep]
    return result


def weighted_quantiles(values: np.ndarray, weights: np.ndarray, shares: Sequence[float]) -> list[np.ndarray]:
    """Quantiles of each row, interpolated linearly: for each share (row,); NaN where a row has no weight.

    With n values in ascending order, value k (from 0) stands at k * w_k + (n - 1) * (w_0 + … + w_(k-1)), and the
    quantile q at q * (n - 1) * (sum of weights): the definition of exactextract, which for equal weights is numpy's
    default (Hyndman and Fan's type 7).

    :param values: (row, value); :param weights: of the same shape, 0 for what does not count.
    """
    if not len(shares):
        return []
    if not values.shape[1]:
        return [np.full(len(values), np.nan) for _ in shares]
    keyed = np.where(weights > 0, values, np.inf)  # what does not count comes last
    order = np.argsort(keyed, axis=1, kind="stable")
    ordered, heavy = np.take_along_axis(keyed, order, axis=1), np.take_along_axis(weights, order, axis=1)
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
