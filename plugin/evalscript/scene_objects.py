# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes and metadata as scripts see them, as plain trees that each engine turns into its own values.

A tree is made of numbers, texts, None, lists and dicts, and of the three marks defined here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from .engine.calendar import scene_text
from .model import Orbit, Tile
from .request import AnyScene, Request, Source

COLLECTION_NAMES = {"ORBIT": "orbits", "TILE": "tiles"}
Origin = tuple[int, int]


@dataclass(frozen=True)
class Moment:
    """Becomes a Date."""

    time: datetime
    """Aware."""


@dataclass(frozen=True)
class Listing:
    """Becomes an array that has properties besides its items."""

    items: list
    props: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Member:
    """Becomes an object that is known again when a hook returns it."""

    props: dict[str, Any]
    origin: Origin
    """Position of the source, and of the scene in it."""


def moment(time: datetime | None) -> Moment | None:
    """A time as a mark; without a zone it is UTC."""
    if time is None:
        return None
    return Moment(time.replace(tzinfo=timezone.utc) if time.tzinfo is None else time)


def collection_name(source: Source) -> str:
    """``orbits`` or ``tiles``."""
    return COLLECTION_NAMES.get(source.mosaicking, "tiles")


def tile_tree(tile: Tile, origin: Origin) -> Member:
    """One element of ``scenes.tiles``."""
    plain: dict[str, Any] = {"date": scene_text(tile.date)}
    if tile.cloud_cover_pct is not None:
        plain["cloudCoverage"] = float(tile.cloud_cover_pct)
    plain.update(dataPath=tile.data_path, shId=tile.sh_id, tileId=tile.tile_id)
    if tile.geometry is not None:
        plain["dataGeometry"] = tile.geometry
    if tile.envelope is not None:
        plain["dataEnvelope"] = tile.envelope
    plain.update(tile.extra)
    return Member(plain, origin)


def scene_tree(scene: AnyScene, origin: Origin, with_tiles: bool = True) -> Member:
    """The present form of one scene."""
    if isinstance(scene, Tile):
        return tile_tree(scene, origin)
    plain: dict[str, Any] = {"dateFrom": scene_text(scene.date_from), "dateTo": scene_text(scene.date_to)}
    if with_tiles:
        plain["tiles"] = [tile_tree(tile, (origin[0], k)) for k, tile in enumerate(scene.tiles)]
    return Member(plain, origin)


def legacy_trees(source: Source, position: int) -> list[Member]:
    """The deprecated form of a source's scenes, whose ``date`` is a Date."""
    made = []
    for k, scene in enumerate(source.scenes):
        member = scene_tree(scene, (position, k))
        member.props["date"] = moment(scene.date_from if isinstance(scene, Orbit) else scene.date)
        member.props["idx"] = float(k)
        made.append(member)
    return made


def _member_trees(source: Source, position: int, with_tiles: bool = True) -> list[Member]:
    return [scene_tree(scene, (position, k), with_tiles) for k, scene in enumerate(source.scenes)]


def _scene_listing(source: Source, position: int) -> Listing:
    """The deprecated array, which has ``.orbits`` or ``.tiles`` too."""
    return Listing(legacy_trees(source, position), {collection_name(source): _member_trees(source, position)})


def scenes_tree(request: Request) -> Any:
    """``scenes`` of evaluatePixel and updateOutputMetadata.

    In a data fusion script ``scenes.<input>`` has ``scenes`` in both forms, ``orbits`` or ``tiles``, and the
    factor, as public scripts use them; the documentation does not say what is there.
    """
    if not request.is_fusion:
        source = request.sources[0]
        return _scene_listing(source, 0) if source.mosaicking in COLLECTION_NAMES else {}
    return {
        source.id: {
            "scenes": _scene_listing(source, position),
            collection_name(source): _member_trees(source, position),
            "normalizationFactor": float(request.normalization_factor),
        }
        for position, source in enumerate(request.sources)
    }


def collections_tree(request: Request) -> dict[str, Any]:
    """``collections`` of preProcessScenes; orbits come without tiles."""
    period = {"from": moment(request.time_from), "to": moment(request.time_to)}
    period = {name: value for name, value in period.items() if value is not None}
    made = []
    for position, source in enumerate(request.sources):
        members = _member_trees(source, position, with_tiles=False)
        made.append({**period, "scenes": {collection_name(source): members}})
    if not request.is_fusion:
        return made[0]
    return {**period, **{source.id: one for source, one in zip(request.sources, made)}}


def counting_tree(request: Request) -> dict[str, Any]:
    """``collection`` of updateOutput, whose scenes have a Date."""
    made = [{"scenes": _scene_listing(source, k)} for k, source in enumerate(request.sources)]
    return {s.id: one for s, one in zip(request.sources, made)} if request.is_fusion else made[0]


def metadata_tree(request: Request) -> dict[str, Any]:
    """``inputMetadata``; from and to are there for older scripts."""
    made: dict[str, Any] = {
        "serviceVersion": request.service_version,
        "normalizationFactor": float(request.normalization_factor),
    }
    for name, time in (("from", request.time_from), ("to", request.time_to)):
        if time is not None:
            made[name] = moment(time)
    return made


def to_plain_tree(tree: Any) -> Any:
    """A tree as JSON-able data, to show: a Date as text, an array with properties as those properties."""
    if isinstance(tree, Moment):
        return scene_text(tree.time)
    if isinstance(tree, Listing):
        return to_plain_tree(tree.props or tree.items)
    if isinstance(tree, Member):
        tree = tree.props
    if isinstance(tree, dict):
        return {name: to_plain_tree(value) for name, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [to_plain_tree(value) for value in tree]
    return tree
