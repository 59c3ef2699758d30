# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics of many polygons on every date of a stack: each block of the file is decoded once for all of them.

Memory stays bounded: polygons are taken together until their pixels reach a limit, and the values of their pixels are
held for as many time steps at a time as fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from ..core.coverage import CoveredPixels, measure_area
from ..core.errors import InvalidRequest
from ..core.progress import Progress, ProgressShare, check_cancelled
from ..core.weighted_statistics import RANKED, order_narrow, summarise_weighted
from .gdal_cache import bounded_cache
from .roomy_array import make_room
from .stack_reader import StackFile
from .zone_edges import count_box_pixels, cover_grid

_BLOCK_PX = 64
_GROUP_PX = 8_000_000
"""Pixels of all polygons that are read together."""

_MOST_PX = 30_000_000
"""Pixels of the box of one polygon."""

_HELD_BYTES = 96 << 20
"""Values that are held at once."""

_AT_ONCE = 1 << 20
"""Values that are sorted at once."""

_THREADS = 2


@dataclass(frozen=True)
class _Group:
    """Polygons that are read together."""

    zones: range
    starts: np.ndarray
    """Where the pixels of each polygon begin, and the end: (zone + 1,)."""

    rows: np.ndarray
    columns: np.ndarray
    shares: np.ndarray

    def blocks(self) -> list[np.ndarray]:
        """Places of the pixels, one array for each block of the file, in the order of the file."""
        if not len(self.rows):
            return []
        keys = _block_keys(self.rows, self.columns)
        order = np.argsort(keys, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(keys[order])) + 1)


def summarise_zones(
    stack: StackFile,
    zones: Sequence[np.ndarray],
    bands: Sequence[str],
    wanted: Sequence[str],
    progress: Progress,
) -> np.ndarray:
    """Statistics in physical units: (zone, time, band, statistic) of float64.

    NaN (count and valid share 0) where a polygon has no data or lies outside.

    :param zones: edges of each, as :func:`.zone_edges.read_edges` gives them.
    :param wanted: names out of :data:`..core.weighted_statistics.STATISTICS`.
    :raises InvalidRequest: for a polygon of too many pixels. :raises Cancelled: between two blocks.
    """
    found = make_room((len(zones), stack.shape[0], len(bands), len(wanted)))
    with bounded_cache(), ThreadPoolExecutor(_THREADS, "timestack-zones") as pool:
        for group in _groups(stack, zones, progress):
            begin, end = group.zones.start / len(zones), group.zones.stop / len(zones)
            _summarise_group(stack, group, zones, bands, wanted, found, pool, ProgressShare(progress, begin, end))
    return found


def _groups(stack: StackFile, zones: Sequence[np.ndarray], progress: Progress) -> Iterator[_Group]:
    first, count, parts = 0, 0, []
    for number, edges in enumerate(zones):
        check_cancelled(progress)
        box = count_box_pixels(edges, stack.info.grid)
        if box > _MOST_PX:
            raise InvalidRequest("ZONES", "too_many_area_pixels", pixels=box, limit=_MOST_PX)
        if parts and count + box > _GROUP_PX:
            yield _join(range(first, number), parts)
            first, count, parts = number, 0, []
        parts.append(_sort_by_block(cover_grid(edges, stack.info.grid)))
        count += len(parts[-1].rows)
    yield _join(range(first, len(zones)), parts)


def _block_keys(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    return (rows // _BLOCK_PX).astype(np.int64) << 32 | (columns // _BLOCK_PX)


def _sort_by_block(pixels: CoveredPixels) -> CoveredPixels:
    order = np.argsort(_block_keys(pixels.rows, pixels.columns), kind="stable")
    return CoveredPixels(pixels.rows[order], pixels.columns[order], pixels.shares[order])


def _join(zones: range, parts: Sequence) -> _Group:
    starts = np.concatenate([[0], np.cumsum([len(part.rows) for part in parts])]).astype(np.int64)
    return _Group(
        zones,
        starts,
        np.concatenate([part.rows for part in parts]).astype(np.int32),
        np.concatenate([part.columns for part in parts]).astype(np.int32),
        np.concatenate([part.shares for part in parts]),
    )


def _summarise_group(
    stack: StackFile,
    group: _Group,
    zones: Sequence[np.ndarray],
    bands: Sequence[str],
    wanted: Sequence[str],
    found: np.ndarray,
    pool: ThreadPoolExecutor,
    progress: Progress,
) -> None:
    times, total = stack.shape[0], len(group.rows)
    dtype = np.dtype(stack.info.dtype)
    per_step = max(1, total * len(bands) * (dtype.itemsize + 1))
    steps_at_once = max(1, min(times, _HELD_BYTES // per_step))
    blocks = group.blocks()
    for first in range(0, times, steps_at_once):
        steps = slice(first, min(times, first + steps_at_once))
        lines = (steps.stop - steps.start) * len(bands)
        values, valid = np.empty((lines, total), dtype), np.empty((lines, total), bool)
        share = ProgressShare(progress, first / times, steps.stop / times)

        def read(places: np.ndarray, steps: slice = steps, values: np.ndarray = values,
                 valid: np.ndarray = valid) -> None:  # fmt: skip
            check_cancelled(progress)
            rows, columns = group.rows[places], group.columns[places]
            top, left = int(rows.min()), int(columns.min())
            window = (left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1)
            block = stack.read(bands=list(bands), times=steps, window=window).reshape(len(values), -1)
            inside = (rows - top) * window[2] + (columns - left)
            missing = np.ma.getmaskarray(block)
            ends = [*(np.flatnonzero(np.diff(places) != 1) + 1), len(places)]
            for begin, end in zip([0, *ends], ends):  # the pixels of one polygon lie side by side
                run = slice(int(places[begin]), int(places[begin]) + end - begin)
                values[:, run] = np.take(block.data, inside[begin:end], axis=1)
                np.logical_not(np.take(missing, inside[begin:end], axis=1), out=valid[:, run])

        def summarise(number: int, steps: slice = steps, values: np.ndarray = values,
                      valid: np.ndarray = valid) -> None:  # fmt: skip
            check_cancelled(progress)
            pixels = slice(int(group.starts[number]), int(group.starts[number + 1]))
            zone = group.zones[number]
            statistics = _summarise_pixels(
                stack, values[:, pixels], valid[:, pixels], group.shares[pixels], measure_area(zones[zone]), wanted
            )
            found[zone, steps] = statistics.reshape(-1, len(bands), len(wanted))

        for done, _ in enumerate(pool.map(read, blocks), 1):
            share.report(0.7 * done / len(blocks))
        for done, _ in enumerate(pool.map(summarise, range(len(group.zones))), 1):
            share.report(0.7 + 0.3 * done / len(group.zones))


def _summarise_pixels(
    stack: StackFile, values: np.ndarray, valid: np.ndarray, shares: np.ndarray, area_px: float, wanted: Sequence[str]
) -> np.ndarray:
    """As :func:`summarise_weighted`, of stored values, a few lines at a time."""
    info = stack.info
    lines_at_once = max(1, _AT_ONCE // max(1, len(shares)))
    parts = []
    for first in range(0, len(values), lines_at_once):
        lines = slice(first, first + lines_at_once)
        physical = values[lines].astype(np.float64)
        if (info.scale, info.offset) != (1.0, 0.0):
            physical = physical * info.scale + info.offset
        is_ranked = info.scale > 0 and not RANKED.isdisjoint(wanted)
        order = order_narrow(values[lines], valid[lines]) if is_ranked else None
        parts.append(summarise_weighted(physical, valid[lines], shares, area_px, wanted, order))
    return np.concatenate(parts)
