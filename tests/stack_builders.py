# SPDX-License-Identifier: GPL-2.0-or-later
"""Small stacks for tests: seeded pixels that tell which step and band they are of."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
from osgeo import gdal

from timestack.plugin.bridge.projection import open_crs
from timestack.plugin.bridge.stack_file import StackWriter
from timestack.plugin.core.acquisitions import Acquisition
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.stack import StackBand, StackInfo
from timestack.plugin.core.timeline import ORBIT, TimeStep

FIRST_DAY = datetime(2020, 1, 5, tzinfo=timezone.utc)


def build_steps(count: int, every_days: int = 5) -> tuple[TimeStep, ...]:
    """Days with one scene each, cloudier and cloudier."""
    days = [FIRST_DAY + timedelta(days=every_days * index) for index in range(count)]
    return tuple(
        TimeStep(ORBIT, day, f"{day:%Y-%m-%d}", (Acquisition(day + timedelta(hours=10), "p", cloud_cover_pct=2.5 * i),))
        for i, day in enumerate(days)
    )


def build_info(
    steps: int = 4,
    bands: tuple[str, ...] = ("B02", "B03", "B04"),
    dtype: str = "uint16",
    nodata: float | None = 0.0,
    size: tuple[int, int] = (130, 70),
    **more: object,
) -> StackInfo:
    """A stack in UTM 33N, 10 m; ``size`` is columns, rows."""
    grid = PixelGrid("EPSG:32633", 500000.0, 5100640.0, 10.0, 10.0, *size)
    waves = {"B02": 492.4, "B03": 559.8, "B04": 664.6, "B08": 832.8}
    return StackInfo(
        grid, build_steps(steps), tuple(StackBand(name, "DN", waves.get(name)) for name in bands), dtype, nodata, **more
    )


def build_pixels(info: StackInfo, seed: int = 1) -> np.ndarray:
    """(time, band, y, x) of noise between 1 and 200, fractions for floats."""
    return (1 + np.random.default_rng(seed).random(info.shape) * 199).astype(info.dtype)


def write_stack(path: Path, info: StackInfo, pixels: np.ndarray | None = None) -> np.ndarray:
    """Write a whole stack, and hand back its pixels."""
    values = build_pixels(info) if pixels is None else pixels
    with StackWriter(path, info) as writer:
        for step in range(len(info.steps)):
            writer.write(step, 0, 0, values[step])
        writer.commit()
    return values


def write_raster(path: Path, descriptions: list[str], values: list[int], nodata: float | None = None) -> gdal.Dataset:
    """A small raster that is not ours: 4 x 3 pixels, one value in each band."""
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 4, 3, len(descriptions), gdal.GDT_Int16)
    dataset.SetGeoTransform((500000, 10, 0, 5100000, 0, -10))
    dataset.SetProjection(open_crs("EPSG:32633").ExportToWkt())
    for number, (text, value) in enumerate(zip(descriptions, values), 1):
        dataset.GetRasterBand(number).SetDescription(text)
        dataset.GetRasterBand(number).Fill(value)
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    return dataset


def same(one: float | None, other: float | None) -> bool:
    """Equal, NaN included."""
    return one == other or (one is not None and other is not None and math.isnan(one) and math.isnan(other))
