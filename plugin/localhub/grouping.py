# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes as the samples of a mosaicking, and what a script is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Union

from ..core.dates import UTC, start_of_day
from ..evalscript import Orbit, Tile
from .source import SceneRecord

Told = Union[Tile, Orbit]


@dataclass(frozen=True)
class SceneGroup:
    """Scenes that make one sample, as the script is told of them."""

    records: tuple[SceneRecord, ...]
    told: Told | None
    """None when everything is flattened into one sample."""


def group_scenes(records: Sequence[SceneRecord], mosaicking: str, with_bounds: bool = False) -> list[SceneGroup]:
    """Scenes, in the order of their priority, as the samples of a mosaicking.

    SIMPLE is one sample of everything; ORBIT one for each UTC day, in the order of each day's first scene;
    TILE one for each scene.

    :param with_bounds: the script wants to be told where the scenes lie.
    """
    if mosaicking == "TILE":
        return [SceneGroup((record,), tell_tile(record, with_bounds)) for record in records]
    if mosaicking != "ORBIT":
        return [SceneGroup(tuple(records), None)]
    days: dict = {}
    for record in records:
        days.setdefault(record.time.astimezone(UTC).date(), []).append(record)
    groups = []
    for day, members in days.items():
        start = start_of_day(day)
        end = start + timedelta(hours=23, minutes=59, seconds=59)
        tiles = tuple(tell_tile(record, with_bounds) for record in members)
        groups.append(SceneGroup(tuple(members), Orbit(start, end, tiles)))
    return groups


def tell_tile(record: SceneRecord, with_bounds: bool = False) -> Tile:
    """What a script is told of a scene."""
    return Tile(
        date=record.time,
        cloud_cover_pct=record.cloud_cover_pct,
        data_path=record.data_path,
        sh_id=record.scene_id,
        tile_id=record.tile_id,
        geometry=_geometry(record) if with_bounds else None,
        envelope=_envelope(record) if with_bounds else None,
        extra={"productId": record.product_id} if record.product_id else {},
    )


def _geometry(record: SceneRecord) -> dict:
    rings = [[[list(point) for point in ring]] for ring in record.footprint]
    return {"type": "MultiPolygon", "coordinates": rings}


def _envelope(record: SceneRecord) -> dict:
    xmin, ymin, xmax, ymax = record.bounds
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{record.crs.replace(':', '::', 1)}"}}
    box = [[xmin, ymin], [xmax, ymin], [xmax, ymax], [xmin, ymax], [xmin, ymin]]
    return {"type": "Polygon", "crs": crs, "coordinates": [box]}
