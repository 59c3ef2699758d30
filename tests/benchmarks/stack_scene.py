# SPDX-License-Identifier: GPL-2.0-or-later
"""A large stack to measure with: parcels with a season, texture and sensor noise, clouds and swath edges as nodata."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np

BANDS = ("B02", "B03", "B04", "B08")
FIRST = datetime(2023, 1, 3, 10, 20, 31, tzinfo=timezone.utc)
_EVERY_DAYS, _OFF_DAYS = 5, (0, 1, -1)
PIXEL_M, WEST, NORTH, CRS = 10.0, 399960.0, 5000040.0, "EPSG:32633"

_KINDS = np.array(
    [(0.25, 0.85, 95, 200), (0.2, 0.8, 150, 265), (0.45, 0.75, 80, 310), (0.5, 0.9, 110, 290), (0.1, 0.2, 100, 250)],
    "float32",
)
"""Of parcels: least and most vegetation, the days of the year on which it comes and goes."""

_NOISE_SPARE_PX = 512


def dates_of(count: int) -> list[datetime]:
    """When a scene was observed: about every five days."""
    days = [_EVERY_DAYS * number + _OFF_DAYS[number % len(_OFF_DAYS)] for number in range(count)]
    return [FIRST + timedelta(days=day) for day in days]


class Scene:
    """Dates of a landscape, each made on its own."""

    def __init__(self, side: int, dates: int, seed: int = 7) -> None:
        numbers = np.random.default_rng(seed)
        self.side, self.dates, self.seed = side, dates, seed
        east, south = (_smooth(numbers, side, ((40, 1.0), (15, 0.25))) for _ in range(2))
        parcels = (np.floor(east * 4).astype("int64") * 131 + np.floor(south * 4).astype("int64")) & 1023
        self._kind = (parcels * 2654435761 >> 7) % len(_KINDS)
        self._late_days = ((parcels * 40503 >> 3) % 41 - 20).astype("float32")
        self._texture = _smooth(numbers, side, ((6, 0.5), (2, 0.5))) * 25
        self._noise = numbers.normal(0, 1, (side + _NOISE_SPARE_PX,) * 2).astype("float32")
        self._cloud_shares = np.clip(numbers.beta(0.55, 0.9, dates), 0, 1)
        self._is_edge = numbers.random(dates) < 0.1

    def read(self, date: int) -> np.ndarray:
        """(band, y, x) of uint16, 0 where there is nothing to see."""
        numbers = np.random.default_rng(self.seed * 1000 + date)
        least, most, comes, goes = (column[self._kind] for column in _KINDS.T)
        day = 3 + _EVERY_DAYS * date - self._late_days
        green = least + (most - least) * (_rise(day - comes) - _rise(day - goes))
        red = 1500 - 1350 * np.clip(green, 0, 1) + self._texture
        infrared = np.minimum(red * (1 + green) / np.maximum(1 - green, 0.08), 4500)
        found = np.empty((len(BANDS), self.side, self.side), "uint16")
        for place, band in enumerate((0.65 * red + 180, 0.8 * red + 0.08 * infrared + 150, red, infrared)):
            row, column = numbers.integers(0, _NOISE_SPARE_PX, 2)
            noise = self._noise[row : row + self.side, column : column + self.side]
            found[place] = np.clip(band + noise * (18 + 0.012 * band), 1, 16000)
        found[:, self._hidden(date, numbers)] = 0
        return found

    def _hidden(self, date: int, numbers: np.random.Generator) -> np.ndarray:
        clouds = _smooth(numbers, self.side, ((max(8, self.side // 4), 1.0), (max(6, self.side // 12), 0.5), (32, 0.2)))
        share = self._cloud_shares[date]
        hidden: np.ndarray = clouds > np.quantile(clouds[::8, ::8], 1 - share) if share > 0.02 else clouds > np.inf
        if self._is_edge[date]:
            rows, columns = np.ogrid[: self.side, : self.side]
            hidden |= columns + 0.3 * rows > self.side * 0.7
        return hidden


def make_stack(path: Path, side: int, dates: int) -> None:
    """A stack file of a scene, as the plugin itself writes stacks."""
    from timestack.plugin.bridge.stack_file import StackWriter
    from timestack.plugin.core.grid import PixelGrid
    from timestack.plugin.core.stack import StackBand, StackInfo
    from timestack.plugin.core.timeline import ORBIT, TimeStep

    info = StackInfo(
        grid=PixelGrid(CRS, WEST, NORTH, PIXEL_M, PIXEL_M, side, side),
        steps=tuple(TimeStep(ORBIT, time, f"{time:%Y-%m-%d}") for time in dates_of(dates)),
        bands=tuple(StackBand(name) for name in BANDS), dtype="uint16", nodata=0.0, mosaicking=ORBIT,
        scale=0.0001, offset=0.0,
    )  # fmt: skip
    scene = Scene(side, dates)
    with StackWriter(path, info) as writer, ThreadPoolExecutor(2) as pool:
        for date in range(0, dates, 2):
            pair = range(date, min(date + 2, dates))
            for number, values in zip(pair, pool.map(scene.read, pair)):
                writer.write(number, 0, 0, values)
        writer.commit()


def _rise(days: np.ndarray) -> np.ndarray:
    """From 0 to 1 within some weeks."""
    return 1 / (1 + np.exp(-np.clip(days, -300, 300) / 10))


def _smooth(numbers: np.random.Generator, side: int, scales: tuple[tuple[int, float], ...]) -> np.ndarray:
    """A sum of random landscapes, straight between points that lie ``scale`` pixels apart: (y, x) of float32."""
    total = np.zeros((side, side), "float32")
    for scale, weight in scales:
        points = numbers.normal(0, weight, (side // scale + 3,) * 2).astype("float32")
        at = np.arange(side, dtype="float32") / scale
        low = at.astype("int64")
        share = at - low
        rows = points[low] * (1 - share[:, None]) + points[low + 1] * share[:, None]
        total += rows[:, low] * (1 - share) + rows[:, low + 1] * share
    return total
