# SPDX-License-Identifier: GPL-2.0-or-later
"""The same pixels twice: as a stack by our own writer, and as a GeoTIFF with the tiles that most people choose."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np

BANDS = ("B02", "B03", "B04", "B08")
WAVES_NM = (492.4, 559.8, 664.6, 832.8)
FIRST = datetime(2023, 1, 3, 10, 5, 31, tzinfo=timezone.utc)
EVERY_DAYS = 5
ORIGIN, PIXEL_M, CRS = (399960.0, 5000040.0), 10.0, "EPSG:32633"
WINDOW_ROWS = 512

_CLASSES = np.array(  # vegetation index at rest and at its peak; days of rise and fall; their length
    [(0.25, 0.85, 95, 200, 10), (0.2, 0.8, 150, 265, 9), (0.45, 0.75, 80, 310, 18), (0.5, 0.9, 110, 290, 14),
     (0.1, 0.2, 100, 250, 20), (-0.1, -0.05, 100, 250, 20)]
)  # fmt: skip
_PARCEL_PX, _CLOUD_FIELDS, _MARGIN_PX = 38, 3, 200
_TEXTURE = (30, 36, 45, 60)
_NOISE = (22, 25, 28, 55)


class Landscape:
    """Parcels with seasons of their own, texture, sensor noise, clouds and the edges of swaths, in uint16.

    As compressible as reflectances are (1.3 to 1.8 x by DEFLATE), and made quickly: noise and clouds are drawn once
    and shifted from date to date.
    """

    def __init__(self, side: int, dates: int, seed: int = 7) -> None:
        rng = np.random.default_rng(seed)
        self.side, self.dates = side, dates
        rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
        across = (columns + 9 * np.sin(rows / 31)) // _PARCEL_PX
        down = (rows + 7 * np.sin(columns / 43)) // (0.8 * _PARCEL_PX)
        parcels = (across + 1) * 1009 + (down + 1)
        _, self._parcel = np.unique(parcels.astype(np.int32), return_inverse=True)
        self._parcel = self._parcel.reshape(side, side).astype(np.int32)
        count = int(self._parcel.max()) + 1
        self._class = rng.integers(0, len(_CLASSES), count)
        self._delay = rng.integers(-20, 21, count)
        texture = sum(_smooth(rng, side, cell) for cell in (2, 6)) * 0.7 + 0.6 * _normal(rng, side)
        self._texture = [(texture * strength).astype(np.int16) for strength in _TEXTURE]
        wide = side + _MARGIN_PX
        self._noise = [(_normal(rng, wide) * strength).astype(np.int16) for strength in _NOISE]
        scales = ((max(8, side // 4), 1.0), (max(6, side // 12), 0.5), (32, 0.22), (8, 0.08))
        self._clouds = [sum(weight * _smooth(rng, wide, cell) for cell, weight in scales) for _ in range(_CLOUD_FIELDS)]
        self._cover = np.clip(rng.beta(0.55, 0.6, dates), 0, 1)
        self._has_edge = rng.random(dates) < 0.1
        self._shifts = rng.integers(0, _MARGIN_PX, (dates, 3, 2))

    def read(self, date: int) -> np.ndarray:
        """All bands of a date: (band, y, x)."""
        red, near, green, blue = self._colours(date)
        cloud = self._cloud(date)
        found = np.empty((len(BANDS), self.side, self.side), np.uint16)
        for band, levels in enumerate((blue, green, red, near)):
            noise = self._shifted(self._noise[band], date, 1)
            values = levels.astype(np.int16)[self._parcel] + self._texture[band] + noise
            np.maximum(values, 1, out=values)
            if cloud is not None:
                opacity, bright = cloud
                values = (values + opacity * (bright + noise // 2 - values)).astype(np.int16)
            found[band] = values
        if self._has_edge[date]:
            columns, rows = np.arange(self.side), np.arange(self.side)[:, None]
            found[:, columns + 0.3 * rows > 0.7 * self.side] = 0
        return found

    def _colours(self, date: int) -> tuple[np.ndarray, ...]:
        low, high, rise, fall, length = _CLASSES[self._class].T
        day = 3 + EVERY_DAYS * date - self._delay
        grown = 1 / (1 + np.exp((rise - day) / length)) - 1 / (1 + np.exp((fall - day) / length))
        index = low + (high - low) * grown
        red = 1500 - 1350 * np.clip(index, 0, 1)
        near = np.where(index < 0, 200, np.minimum(red * (1 + index) / np.maximum(1 - index, 0.08), 4500))
        return red, near, 0.8 * red + 0.08 * near + 150, 0.65 * red + 180

    def _cloud(self, date: int) -> tuple[np.ndarray, np.ndarray] | None:
        if self._cover[date] <= 0.02:
            return None
        field = self._shifted(self._clouds[date % _CLOUD_FIELDS], date, 0)
        opacity = np.clip((field - np.quantile(field[::16, ::16], 1 - self._cover[date])) / 0.35, 0, 1)
        return opacity, 3500 + 1500 * np.clip(field, -1, 2)

    def _shifted(self, field: np.ndarray, date: int, number: int) -> np.ndarray:
        row, column = self._shifts[date, number]
        return field[row : row + self.side, column : column + self.side]


def write_ours(path: Path, land: Landscape) -> None:
    """By the product's writer, date by date."""
    from timestack.plugin.bridge.stack_file import StackWriter
    from timestack.plugin.core.acquisitions import Acquisition
    from timestack.plugin.core.grid import PixelGrid
    from timestack.plugin.core.stack import StackBand, StackInfo
    from timestack.plugin.core.timeline import ORBIT, TimeStep

    times = [FIRST + timedelta(days=EVERY_DAYS * date) for date in range(land.dates)]
    steps = tuple(TimeStep(ORBIT, time, f"{time:%Y-%m-%d}", (Acquisition(time, "bench"),)) for time in times)
    bands = tuple(StackBand(name, "DN", wave) for name, wave in zip(BANDS, WAVES_NM))
    grid = PixelGrid(CRS, *ORIGIN, PIXEL_M, PIXEL_M, land.side, land.side)
    with StackWriter(path, StackInfo(grid, steps, bands, "uint16", 0.0)) as writer:
        for date in range(land.dates):
            values = land.read(date)
            for row in range(0, land.side, WINDOW_ROWS):
                writer.write(date, 0, row, values[:, row : row + WINDOW_ROWS])
        writer.commit()


def write_theirs(path: Path, land: Landscape) -> None:
    """Interleaved by band, tiles of 256 pixels, DEFLATE with a predictor."""
    from osgeo import gdal, osr

    options = [
        "TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256", "INTERLEAVE=BAND", "COMPRESS=DEFLATE", "PREDICTOR=2",
        "BIGTIFF=IF_SAFER",
    ]  # fmt: skip
    crs = osr.SpatialReference()
    crs.SetFromUserInput(CRS)
    count = land.dates * len(BANDS)
    target = gdal.GetDriverByName("GTiff").Create(str(path), land.side, land.side, count, gdal.GDT_UInt16, options)
    target.SetGeoTransform((ORIGIN[0], PIXEL_M, 0, ORIGIN[1], 0, -PIXEL_M))
    target.SetProjection(crs.ExportToWkt())
    target.GetRasterBand(1).SetNoDataValue(0)
    for date in range(land.dates):
        for band, values in enumerate(land.read(date)):
            target.GetRasterBand(date * len(BANDS) + band + 1).WriteArray(values)
    target.FlushCache()


WRITERS = {"stack.tif": write_ours, "tiles256.tif": write_theirs}


def _normal(rng: np.random.Generator, side: int) -> np.ndarray:
    return rng.standard_normal((side, side), dtype=np.float32)


def _smooth(rng: np.random.Generator, side: int, cell: int) -> np.ndarray:
    """Noise of so many pixels, linear between its nodes."""
    count = side // cell + 2
    nodes = rng.standard_normal((count, count), dtype=np.float32)
    places = np.arange(side, dtype=np.float32) / cell
    low = places.astype(np.int32)
    share = (places - low)[:, None]
    rows = nodes[low] * (1 - share) + nodes[low + 1] * share
    return rows[:, low] * (1 - share[:, 0]) + rows[:, low + 1] * share[:, 0]
