# SPDX-License-Identifier: GPL-2.0-or-later
"""Harmonic regression: a year's course as a sum of waves on a line.

``y = a + b t + sum over k of c_k cos(2 pi k t / period) + s_k sin(2 pi k t / period)`` by weighted least squares, as
used for satellite series since J. Verhoef's HANTS and by Zhu and Woodcock, Remote Sensing of Environment 144 (2014).
The robust fit is iteratively reweighted with Tukey's bisquare (4.685 scales; the scale is the median of absolute
residuals over that of a normal distribution, 0.6745), which leaves out clouds that the mask missed; see P. W. Holland
and R. E. Welsch, Communications in Statistics 6 (1977).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..order_statistics import median_of_known
from .least_squares import solve_symmetric
from .observations import APART_DAYS, Observations, gather

DAYS_PER_YEAR = 365.25

_TUKEY = 4.685
_MEDIAN_OF_NORMAL = 0.6744897501960817
_MAX_ROUNDS = 50
_SETTLED = 1e-8
_CHUNK_VALUES = 400_000


@dataclass(frozen=True, eq=False)
class HarmonicFit:
    """The curves of many series."""

    coefficients: np.ndarray
    """(coefficient, …): the level at ``origin_day``; the change in a year where there is a trend; then cosine and sine
    of each wave, the longest first. NaN where a series has too few observations, or all in one part of the year."""

    origin_day: float
    """The day that waves and trend count from."""

    harmonics: int
    has_trend: bool
    period_days: float
    first_day: np.ndarray
    """(…) of the first observation of a series; infinity without any."""

    last_day: np.ndarray

    def evaluate(self, days: np.ndarray, extrapolate: bool = False) -> np.ndarray:
        """The curves at some days, (n, …).

        :param extrapolate: whether they go on before the first and (by more than half a day) after the last
            observation of a series, else NaN.
        """
        days = np.asarray(days, "float64")
        terms = _terms(days - self.origin_day, self.harmonics, self.has_trend, self.period_days)
        curves = np.tensordot(terms, self.coefficients, axes=(1, 0))
        if not extrapolate:
            moments = days.reshape(-1, *[1] * (self.coefficients.ndim - 1))
            curves = np.where((moments >= self.first_day) & (moments <= self.last_day + APART_DAYS), curves, np.nan)
        return np.asarray(curves)

    def amplitude(self, wave: int) -> np.ndarray:
        """(…) of a wave, 1 for the longest."""
        return np.hypot(*self._wave(wave))

    def peak_day(self, wave: int) -> np.ndarray:
        """(…) where a wave is highest, in days after ``origin_day``, 0 to its length."""
        cosine, sine = self._wave(wave)
        return np.arctan2(sine, cosine) % (2 * np.pi) / (2 * np.pi) * self.period_days / wave

    def _wave(self, wave: int) -> tuple[np.ndarray, np.ndarray]:
        if not 1 <= wave <= self.harmonics:
            raise ValueError(f"wave {wave}: 1 to {self.harmonics}")
        place = 1 + self.has_trend + 2 * (wave - 1)
        return self.coefficients[place], self.coefficients[place + 1]


def fit_harmonic(
    days: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    harmonics: int = 2,
    has_trend: bool = True,
    period_days: float = DAYS_PER_YEAR,
    is_robust: bool = False,
    origin_day: float = 0.0,
) -> HarmonicFit:
    """Fit series.

    :param days: (time,) in days; what was observed within half a day counts together.
    :param values: (time, …), NaN where nothing was observed.
    :param weights: (time,) or (time, …), 0 to 1.
    :param harmonics: number of waves, 1 to 10; the k-th goes k times through a period.
    :raises ValueError: when a parameter is out of its range or shapes do not fit.
    """
    if not 1 <= harmonics <= 10:
        raise ValueError(f"harmonics {harmonics}: 1 to 10")
    if not 0 < period_days < np.inf:
        raise ValueError(f"period_days {period_days}: above 0")
    seen = gather(days, values, weights)
    # The line is fitted around the middle, where it is least entangled with the level, and moved to the origin.
    middle = float(seen.days.mean())
    terms = _terms(seen.days - origin_day, harmonics, has_trend, period_days)
    if has_trend:
        terms[:, 1] -= (middle - origin_day) / DAYS_PER_YEAR
    coefficients = np.full((terms.shape[1], seen.values.shape[1]), np.nan)
    size = max(64, _CHUNK_VALUES // seen.days.size)
    for first in range(0, coefficients.shape[1], size):
        part = slice(first, first + size)
        coefficients[:, part] = _fit(terms, seen.values[:, part], seen.weights[:, part], is_robust)
    if has_trend:
        coefficients[0] -= coefficients[1] * (middle - origin_day) / DAYS_PER_YEAR
    first_day, last_day = _range(seen)
    return HarmonicFit(
        seen.spread(coefficients), origin_day, harmonics, has_trend, period_days, first_day, last_day
    )  # fmt: skip


def _terms(days: np.ndarray, harmonics: int, has_trend: bool, period_days: float) -> np.ndarray:
    """(n, coefficient)."""
    columns = [np.ones_like(days)] + ([days / DAYS_PER_YEAR] if has_trend else [])
    for wave in range(1, harmonics + 1):
        angle = 2 * np.pi * wave * days / period_days
        columns += [np.cos(angle), np.sin(angle)]
    return np.stack(columns, axis=1)


def _range(seen: Observations) -> tuple[np.ndarray, np.ndarray]:
    observed = seen.weights > 0
    days = seen.days[:, None]
    first = np.where(observed, days, np.inf).min(axis=0)
    last = np.where(observed, days, -np.inf).max(axis=0)
    return first.reshape(seen.shape), last.reshape(seen.shape)


def _fit(terms: np.ndarray, values: np.ndarray, weights: np.ndarray, is_robust: bool) -> np.ndarray:
    coefficients = _least_squares(terms, values, weights)
    if not is_robust:
        return coefficients
    changing = np.isfinite(coefficients[0])
    for _ in range(_MAX_ROUNDS):
        places = np.flatnonzero(changing)
        if not places.size:
            break
        before, weighed = coefficients[:, places], weights[:, places]
        residuals = values[:, places] - terms @ before
        distances = np.where(weighed > 0, np.abs(residuals), np.nan)
        scale = median_of_known(distances) / _MEDIAN_OF_NORMAL
        with np.errstate(all="ignore"):
            ratios = np.where(scale > 0, residuals / (_TUKEY * scale), 0.0)
        trust = np.where(np.abs(ratios) < 1, (1 - ratios**2) ** 2, 0.0)
        after = _least_squares(terms, values[:, places], weighed * trust)
        is_lost = np.isnan(after[0])
        after[:, is_lost] = before[:, is_lost]
        coefficients[:, places] = after
        moved = np.abs(after - before).max(axis=0) > _SETTLED * np.maximum(np.abs(after).max(axis=0), 1e-30)
        changing[places] = moved & ~is_lost
    return coefficients


def _least_squares(terms: np.ndarray, values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(coefficient, series); NaN where the observations do not determine them."""
    count = terms.shape[1]
    pairs = (terms[:, :, None] * terms[:, None, :]).reshape(terms.shape[0], -1)
    matrices = (weights.T @ pairs).reshape(-1, count, count)
    result = solve_symmetric(matrices, (weights * values).T @ terms).T
    result[:, np.count_nonzero(weights, axis=0) < count] = np.nan
    return result
