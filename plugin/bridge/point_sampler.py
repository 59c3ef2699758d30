# SPDX-License-Identifier: GPL-2.0-or-later
"""The series of many points of a stack: each block of the file is decoded once, on two cores, in bounded memory."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ..core.grid import PixelGrid
from ..core.progress import Progress, check_cancelled
from .gdal_cache import bounded_cache
from .physical_values import to_physical
from .profile_reader import ProfileReader
from .projection import transform_points
from .roomy_array import make_room

_BLOCK_PX = 64
_FEW_POINTS = 8
"""Up to so many points of a block are read one by one; more are taken out of the window that holds them all."""

_THREADS = 2
_OUTSIDE = -1


def sample_points(
    reader: ProfileReader,
    xs: Sequence[float] | np.ndarray,
    ys: Sequence[float] | np.ndarray,
    crs: str,
    bands: Sequence[str] | None,
    progress: Progress,
) -> np.ndarray:
    """Values of the pixels under points: (point, time, band) in physical units, NaN outside and without data.

    :param crs: of the points, x first; empty for that of the stack.
    :param bands: names of those wanted, in this order; None for all.
    :raises InvalidRequest: for bands that the stack does not have, or a CRS that is not known.
    :raises Cancelled: between two blocks.
    """
    stack = reader.stack
    names = list(stack.bands if bands is None else bands)
    stack.read(bands=names, times=slice(0, 0), window=(0, 0, 1, 1))  # refuses unknown bands before any work
    columns, rows = _locate(stack.info.grid, xs, ys, crs)
    found = make_room((len(columns), stack.shape[0], len(names)))
    groups = _group_by_block(columns, rows)
    places = [stack.bands.index(name) for name in names]

    def fill(group: np.ndarray) -> None:
        check_cancelled(progress)
        if reader.is_cached and len(group) <= _FEW_POINTS:
            for point in group:
                profile = reader.read_pixel(int(columns[point]), int(rows[point]))
                found[point] = profile.values[:, places]
            return
        for part in [group] if len(group) > _FEW_POINTS else np.split(group, len(group)):
            left, top = int(columns[part].min()), int(rows[part].min())
            width, height = int(columns[part].max()) - left + 1, int(rows[part].max()) - top + 1
            values = to_physical(stack.read(bands=names, window=(left, top, width, height)), stack.info)
            found[part] = np.moveaxis(values[:, :, rows[part] - top, columns[part] - left], 2, 0)

    done = 0
    # After a cancel, blocks that wait end at once.
    with bounded_cache(), ThreadPoolExecutor(_THREADS, "timestack-sample") as pool:
        for group, _ in zip(groups, pool.map(fill, groups)):
            done += len(group)
            progress.report(done / len(columns))
    return found


def _locate(
    grid: PixelGrid, xs: Sequence[float] | np.ndarray, ys: Sequence[float] | np.ndarray, crs: str
) -> tuple[np.ndarray, np.ndarray]:
    """Column and row of the pixel under each point, :data:`_OUTSIDE` where there is none."""
    if crs and grid.crs and crs != grid.crs:
        east, north = transform_points(xs, ys, crs, grid.crs)
    else:
        east, north = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
    with np.errstate(invalid="ignore"):
        column = np.floor((east - grid.xmin) / grid.pixel_width)
        row = np.floor((grid.ymax - north) / grid.pixel_height)
        inside = (column >= 0) & (column < grid.width) & (row >= 0) & (row < grid.height)
    return (
        np.where(inside, column, _OUTSIDE).astype(np.int64),
        np.where(inside, row, _OUTSIDE).astype(np.int64),
    )


def _group_by_block(columns: np.ndarray, rows: np.ndarray) -> list[np.ndarray]:
    """Indices of the points inside, one array for each block that holds some, in the order of the file."""
    inside = np.flatnonzero(columns != _OUTSIDE)
    if not len(inside):
        return []
    blocks = rows[inside] // _BLOCK_PX * (1 << 32) + columns[inside] // _BLOCK_PX
    order = np.argsort(blocks, kind="stable")
    cuts = np.flatnonzero(np.diff(blocks[order])) + 1
    return np.split(inside[order], cuts)
