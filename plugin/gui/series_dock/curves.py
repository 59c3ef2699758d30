# SPDX-License-Identifier: GPL-2.0-or-later
"""Observed series of one place and the curves through them, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Union

import numpy as np

from ...core.profile import AreaProfile, Profile
from ...core.smoothing import choose_penalty, fit_harmonic, smooth_savitzky_golay, smooth_whittaker
from .choice import HARMONIC, MEDIAN, NO_CURVE, SAVITZKY_GOLAY
from .reading import CLEAR, Reading

AnyProfile = Union[Profile, AreaProfile]

_DAY_S = 86400.0
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_CURVE_POINTS = 240
_WINDOW_OBSERVATIONS = 7
_DEGREE = 2
_TREND_FROM_DAYS = 730.0
_FEWEST = 4


@dataclass(frozen=True, eq=False)
class Observed:
    """One quantity at one place. All arrays are (time,)."""

    name: str
    times: tuple[datetime, ...]
    values: np.ndarray
    """NaN without data."""

    is_clear: np.ndarray
    low: np.ndarray | None = None
    """The 10th percentile; of areas only, like the next two."""

    high: np.ndarray | None = None
    valid_share: np.ndarray | None = None
    """Share of the pixels that the value is made of."""

    def equals(self, other: Observed) -> bool:
        """Whether both hold the same."""
        arrays = [(self.values, other.values), (self.is_clear, other.is_clear)]
        for one, two in ((self.low, other.low), (self.high, other.high), (self.valid_share, other.valid_share)):
            if (one is None) != (two is None):
                return False
            if one is not None and two is not None:
                arrays.append((one, two))
        same = (self.name, self.times) == (other.name, other.times)
        return same and all(((one == two) | ((one != one) & (two != two))).all() for one, two in arrays)


@dataclass(frozen=True, eq=False)
class Curve:
    """A computed line."""

    times: tuple[datetime, ...]
    values: np.ndarray
    """NaN where there is none."""


def observe(profile: AnyProfile, reading: Reading, statistic: str) -> tuple[Observed, ...]:
    """The quantities of a place.

    :param profile: of a point: the bands of the stack; of an area: the columns of ``reading``.
    :param statistic: of an area, ``mean`` or ``median``.
    """
    if isinstance(profile, AreaProfile):
        return _observe_area(profile, reading, statistic)
    arrays = {band: profile.values[:, place] for place, band in enumerate(profile.bands)}
    values, clear = reading.values(arrays), reading.clear(arrays)
    return tuple(Observed(name, profile.times, series, clear) for name, series in zip(reading.names, values))


def _observe_area(profile: AreaProfile, reading: Reading, statistic: str) -> tuple[Observed, ...]:
    centre = profile.median if statistic == MEDIAN else profile.mean
    clear = reading.is_clear_enough(profile.mean[:, profile.bands.index(CLEAR)])
    found = []
    for name in reading.names:
        place = profile.bands.index(name)
        found.append(
            Observed(
                name, profile.times, centre[:, place], clear, profile.p10[:, place], profile.p90[:, place],
                profile.valid_share[:, place],
            )
        )  # fmt: skip
    return tuple(found)


def draw_curve(observed: Observed, method: str) -> Curve | None:
    """The curve through the clear observations of a series; None where there are too few, or none is wanted.

    Takes some 0.2 s for a long series: not for the main thread.
    """
    weights = (observed.is_clear & np.isfinite(observed.values)).astype("float64")
    if method == NO_CURVE or np.count_nonzero(weights) < _FEWEST:
        return None
    days = np.array([(time - _EPOCH).total_seconds() / _DAY_S for time in observed.times])
    seen = np.unique(days[weights > 0])
    onto = np.linspace(seen[0], seen[-1], _CURVE_POINTS)
    if method == HARMONIC:
        span = float(seen[-1] - seen[0])
        fit = fit_harmonic(days, observed.values, weights, has_trend=span >= _TREND_FROM_DAYS)
        values = fit.evaluate(onto)
    elif method == SAVITZKY_GOLAY:
        count = min(_WINDOW_OBSERVATIONS, (len(seen) - 1) // 2 * 2 + 1)
        values = smooth_savitzky_golay(
            days, observed.values, weights, degree=_DEGREE, window_observations=count, onto_days=onto
        )
    else:
        onto = seen  # between its nodes the curve is straight
        penalty = choose_penalty(days, observed.values, weights)
        values = smooth_whittaker(days, observed.values, penalty, weights, onto_days=onto)
    if not np.isfinite(values).any():
        return None
    return Curve(tuple(_EPOCH + timedelta(days=float(day)) for day in onto), np.asarray(values))
