# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes as they would be if a collection came by evenly: for estimates that ask nobody."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from .acquisitions import Acquisition
from .dates import UTC
from .errors import InvalidRequest
from .footprints import ToDegrees, box_ring
from .grid import PixelGrid
from .stack_request import SceneSelection, StackRequest
from .timeline import TILE

_TILE_KM = 100.0
"""About the side of a source tile, where nothing better is known."""

_KM_PER_DEGREE = 111.2
_NOON = time(12, tzinfo=UTC)


def guess_scenes(request: StackRequest, to_degrees: ToDegrees) -> tuple[Acquisition, ...]:
    """One scene for each revisit of the collection, over the whole area; with TILE as many as tiles fit the area.

    Days that the selection lists are taken at its word. Nothing is said of clouds.

    :raises InvalidRequest: rule ``no_revisit_time``, when nobody can say how often the collection comes by.
    """
    tiles = _count_tiles(request.grid, to_degrees) if request.selection.mosaicking == TILE else 1
    return tuple(
        Acquisition(datetime.combine(day, _NOON) + timedelta(seconds=tile), f"guess/{day}/{tile}")
        for day in _days(request)
        for tile in range(tiles)
    )


def _days(request: StackRequest) -> Iterator[date]:
    selection = request.selection
    if selection.dates:
        yield from (day for day in selection.dates if selection.start <= day <= selection.end)
        return
    revisit_days = request.collection.revisit_days if request.collection else None
    if not revisit_days:
        raise InvalidRequest("COLLECTION", "no_revisit_time", collection=selection.collection)
    yield from _every(selection, revisit_days)


def _every(selection: SceneSelection, revisit_days: float) -> Iterator[date]:
    length = (selection.end - selection.start).days + 1
    for number in range(max(1, round(length / revisit_days))):
        yield selection.start + timedelta(days=int(number * revisit_days))


def _count_tiles(grid: PixelGrid, to_degrees: ToDegrees) -> int:
    """Source tiles that a box of this size lies on at the least."""
    ring = box_ring(grid.bounds, grid.crs, to_degrees)
    if not ring:
        return 1
    longitudes, latitudes = zip(*ring)
    tall = (max(latitudes) - min(latitudes)) * _KM_PER_DEGREE
    narrowing = math.cos(math.radians((max(latitudes) + min(latitudes)) / 2))
    wide = (max(longitudes) - min(longitudes)) * _KM_PER_DEGREE * narrowing
    count: int = max(1, math.ceil(tall / _TILE_KM)) * max(1, math.ceil(wide / _TILE_KM))
    return count
