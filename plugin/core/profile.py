# SPDX-License-Identifier: GPL-2.0-or-later
"""The series behind a pixel, or behind the pixels of an area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np


@dataclass(frozen=True, eq=False)
class Profile:
    """What a stack holds of one pixel."""

    times: tuple[datetime, ...]
    """UTC, ascending; one for each time step. Steps of tiles may share an instant or a day."""

    labels: tuple[str, ...]
    """How a step is called, ``2020-01-05`` or ``2020-01-05T10:05:31Z 33TVM``; one for each time step."""

    bands: tuple[str, ...]
    values: np.ndarray
    """(time, band) of float64, physical: scale and offset are applied; NaN where there is no data."""

    def __post_init__(self) -> None:
        _check_labels(self.times, self.labels)
        _check_shape("values", self.values, self.times, self.bands)

    def series(self, band: str) -> np.ndarray:
        """The values of one band, (time,).

        :raises ValueError: when there is no such band.
        """
        return self.values[:, self.bands.index(band)]

    @property
    def by_band(self) -> dict[str, np.ndarray]:
        """Each band with its values, (time,), as formulas take them."""
        return {band: self.values[:, place] for place, band in enumerate(self.bands)}


class Derivation(Protocol):
    """Makes other columns of the bands of single pixels."""

    def columns(self) -> tuple[str, ...]:
        """Their names."""
        ...

    def derive(self, samples: np.ndarray) -> np.ndarray:
        """(pixel, time, band) to (pixel, time, column), physical, NaN without data; ``time`` may be any part of all."""
        ...


@dataclass(frozen=True, eq=False)
class AreaProfile:
    """What a stack holds of the pixels of an area, summed up. All arrays are (time, band), NaN without data."""

    times: tuple[datetime, ...]
    """UTC, ascending; one for each time step."""

    labels: tuple[str, ...]
    bands: tuple[str, ...]
    mean: np.ndarray
    """float64, physical, like the next three."""

    median: np.ndarray
    p10: np.ndarray
    """The 10th percentile, interpolated linearly."""

    p90: np.ndarray
    valid_share: np.ndarray
    """Share of the pixels that have data, 0 to 1; 0 (never NaN) where none has."""

    pixel_count: int
    """Pixels whose centre lies in the area, with data or not."""

    def __post_init__(self) -> None:
        _check_labels(self.times, self.labels)
        for name in ("mean", "median", "p10", "p90", "valid_share"):
            _check_shape(name, getattr(self, name), self.times, self.bands)

    def profile(self, statistic: str = "mean") -> Profile:
        """One statistic as the profile of an imagined pixel.

        :param statistic: ``mean``, ``median``, ``p10``, ``p90`` or ``valid_share``.
        """
        return Profile(self.times, self.labels, self.bands, getattr(self, statistic))


def _check_labels(times: tuple[datetime, ...], labels: tuple[str, ...]) -> None:
    if len(times) != len(labels):
        raise ValueError(f"{len(times)} times and {len(labels)} labels")


def _check_shape(name: str, values: np.ndarray, times: tuple[datetime, ...], bands: tuple[str, ...]) -> None:
    if values.shape != (len(times), len(bands)):
        raise ValueError(f"{name} is {values.shape}, not (time, band) = {(len(times), len(bands))}")
