# SPDX-License-Identifier: GPL-2.0-or-later
"""The values of a place in one time step: of the pixel under a point, or summed up over the pixels of a polygon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from .timeline import TimeStep

STATISTICS = ("mean", "median", "std", "min", "max", "p10", "p90", "count", "valid_share")
"""Of a polygon. ``std`` is that of the pixels themselves (divided by their number); percentiles are interpolated
linearly; ``count`` is the number of pixels with data, ``valid_share`` their share of all pixels of the polygon."""


@dataclass(frozen=True)
class PlacePixels:
    """Which pixels of an image belong to a place."""

    column: int
    """Of the upper left pixel of the mask, in the image."""

    row: int
    mask: np.ndarray
    """(y, x) of bool; a point is one pixel."""

    @property
    def window(self) -> tuple[int, int, int, int]:
        """Column, row, width, height."""
        return (self.column, self.row, self.mask.shape[1], self.mask.shape[0])


def sample_pixel(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """The values of one pixel, as (band,) of float64; NaN without data.

    :param values: (band, 1, 1); :param valid: (1, 1) of bool.
    """
    sampled = values[:, 0, 0].astype("float64")
    return sampled if valid[0, 0] else np.full_like(sampled, np.nan)


def summarise(values: np.ndarray, valid: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """:data:`STATISTICS` of each band, as (band, statistic) of float64; NaN (count and share 0) without data.

    :param values: (band, y, x); :param valid: (y, x), where there is data; :param mask: (y, x), the polygon's pixels.
    """
    inside = mask & valid
    total = int(mask.sum())
    result = np.full((values.shape[0], len(STATISTICS)), np.nan)
    for band, image in enumerate(values):
        pixels = image[inside].astype("float64")
        pixels = pixels[np.isfinite(pixels)]
        result[band, 7:] = (pixels.size, pixels.size / total if total else 0.0)
        if pixels.size:
            low, middle, high = np.percentile(pixels, (10, 50, 90))
            result[band, :7] = (pixels.mean(), middle, pixels.std(), pixels.min(), pixels.max(), low, high)
    return result


@dataclass(frozen=True)
class PlaceSeries:
    """The series of one point or polygon."""

    place: int
    """Index in the order."""

    is_point: bool
    steps: tuple[TimeStep, ...]
    """Those with data, ascending."""

    values: np.ndarray
    """(time, band) for a point; (time, band, statistic) for a polygon, as :data:`STATISTICS`."""


@dataclass(frozen=True)
class SeriesRow:
    """One line of the table."""

    place: int
    time: datetime
    tile_id: str
    band: str
    value: float
    """Of the pixel; the mean of a polygon."""

    statistics: tuple[float, ...] = ()
    """Of a polygon, as :data:`STATISTICS`."""


def series_rows(series: Iterable[PlaceSeries], bands: Sequence[str]) -> Iterator[SeriesRow]:
    """The table: by place, then time, then band; only lines with data."""
    count = STATISTICS.index("count")
    for one in series:
        for step, values in zip(one.steps, one.values):
            for band, value in zip(bands, values):
                if one.is_point:
                    if np.isfinite(value):
                        yield SeriesRow(one.place, step.time, step.tile_id, band, float(value))
                elif value[count]:
                    numbers = tuple(float(number) for number in value)
                    yield SeriesRow(one.place, step.time, step.tile_id, band, numbers[0], numbers)
