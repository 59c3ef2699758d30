# SPDX-License-Identifier: GPL-2.0-or-later
"""Ways to the series of one pixel, and what one process measures of them."""

from __future__ import annotations

import hashlib
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

Place = tuple[int, int]
Read = Callable[[int, int], np.ndarray]
BLOCK_PX = 256


def open_timestack(path: Path) -> Read:
    """The reader of the dock, the algorithms and the console; with a cache where there is one."""
    from timestack.plugin.bridge.profile_reader import ProfileReader

    reader = ProfileReader(path)
    return lambda column, row: np.nan_to_num(reader.read_pixel(column, row).values).ravel()


def open_rasterio(path: Path) -> Read:
    """All bands of a window of one pixel."""
    import rasterio
    from rasterio.windows import Window

    dataset = rasterio.open(path)
    return lambda column, row: dataset.read(window=Window(column, row, 1, 1)).ravel()


def open_identify(path: Path) -> Read:
    """What the identify tool of QGIS asks."""
    from qgis.core import QgsPointXY, QgsRaster, QgsRasterLayer

    layer = QgsRasterLayer(str(path), "stack", "gdal")
    provider, extent = layer.dataProvider(), layer.extent()
    width, height = layer.rasterUnitsPerPixelX(), layer.rasterUnitsPerPixelY()

    def read(column: int, row: int) -> np.ndarray:
        point = QgsPointXY(extent.xMinimum() + (column + 0.5) * width, extent.yMaximum() - (row + 0.5) * height)
        found = provider.identify(point, QgsRaster.IdentifyFormatValue).results()
        return np.array([found[band] or 0 for band in sorted(found)], float)

    read.layer = layer
    return read


READERS = {"timestack": open_timestack, "rasterio": open_rasterio, "QGIS identify": open_identify}


def evict(paths: list[Path]) -> None:
    """Drop the pages of some files from the system's cache."""
    for path in paths:
        file = os.open(path, os.O_RDONLY)
        os.fdatasync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def choose_places(side: int, count: int, seed: int) -> list[Place]:
    """Pixels of which no two lie in the same block of anybody's."""
    rng = np.random.default_rng(seed)
    across = side // BLOCK_PX
    blocks = rng.permutation(across * across)[:count]
    inside = rng.integers(0, BLOCK_PX, (len(blocks), 2))
    return [
        (int(block % across * BLOCK_PX + x), int(block // across * BLOCK_PX + y))
        for block, (x, y) in zip(blocks, inside)
    ]


def measure(reader: str, path: Path, side: int, cold_rounds: int, warm_rounds: int) -> dict[str, object]:
    """Milliseconds of a first series from the disk, opening included, and of series with everything open.

    Every pixel lies in blocks that were not read before. Imports and what a process does once are over by then.
    """
    open_file = READERS[reader]
    files = [path, *path.parent.glob(f"{path.stem}.profile.tif")]
    cold_places = choose_places(side, cold_rounds, seed=1)
    warm_places = choose_places(side, warm_rounds, seed=2)
    open_file(path)(0, 0)
    cold = []
    for place in cold_places:
        evict(files)
        start = time.perf_counter()
        open_file(path)(*place)
        cold.append(1000 * (time.perf_counter() - start))
    read = open_file(path)
    for place in warm_places:
        read(*place)  # into the system's cache
    read = open_file(path)
    read(*cold_places[0])
    warm, digest = [], hashlib.sha256()
    seen = [place for place in warm_places if _block(place) != _block(cold_places[0])]
    for place in seen:
        start = time.perf_counter()
        values = read(*place)
        warm.append(1000 * (time.perf_counter() - start))
        digest.update(np.asarray(values, np.int64).tobytes())
    return {
        "cold_ms": statistics.median(cold), "warm_ms": statistics.median(warm), "coldest_ms": max(cold),
        "values": digest.hexdigest(),
    }  # fmt: skip


def _block(place: Place) -> Place:
    return place[0] // BLOCK_PX, place[1] // BLOCK_PX
