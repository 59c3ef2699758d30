# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes as scripts see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any, Union

from .engine.calendar import from_datetime, scene_text
from .engine.runtime import Runtime
from .engine.values import UNDEFINED, Choice, JsArray, JsDate, JsObject, is_nullish
from .errors import JsThrow, Refusal
from .library.objects import from_plain
from .model import Orbit, Tile

AnyScene = Union[Tile, Orbit]
COLLECTION_NAMES = {"ORBIT": "orbits", "TILE": "tiles"}


def js_date(runtime: Runtime, moment: datetime | None) -> Any:
    """A datetime as a Date."""
    if moment is None:
        return UNDEFINED
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return JsDate(from_datetime(moment), None, not runtime.in_pixel)


def tile_object(runtime: Runtime, tile: Tile, position: int) -> JsObject:
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
    made = from_plain(runtime, plain, None)
    made.origin = position
    return made


def orbit_object(runtime: Runtime, orbit: Orbit, position: int, with_tiles: bool) -> JsObject:
    """One element of ``scenes.orbits``."""
    plain: dict[str, Any] = {"dateFrom": scene_text(orbit.date_from), "dateTo": scene_text(orbit.date_to)}
    made = from_plain(runtime, plain, None)
    if with_tiles:
        tiles = [tile_object(runtime, tile, k) for k, tile in enumerate(orbit.tiles)]
        made.props["tiles"] = runtime.new_array(tiles, None)
    made.origin = position
    return made


def scene_object(runtime: Runtime, scene: AnyScene, position: int, with_tiles: bool = True) -> JsObject:
    """The present form of one scene."""
    if isinstance(scene, Orbit):
        return orbit_object(runtime, scene, position, with_tiles)
    return tile_object(runtime, scene, position)


def legacy_scene(runtime: Runtime, scene: AnyScene, position: int) -> JsObject:
    """The deprecated form, whose ``date`` is a Date."""
    made = scene_object(runtime, scene, position)
    made.props["date"] = js_date(runtime, scene.date_from if isinstance(scene, Orbit) else scene.date)
    made.props["idx"] = float(position)
    return made


def scenes_argument(runtime: Runtime, scenes: Sequence[AnyScene], mosaicking: str) -> Any:
    """``scenes`` of evaluatePixel: ``.orbits`` or ``.tiles``, and also the deprecated array."""
    if mosaicking not in COLLECTION_NAMES:
        return runtime.new_object({}, None)
    array = runtime.new_array([legacy_scene(runtime, scene, k) for k, scene in enumerate(scenes)], None)
    members = [scene_object(runtime, scene, k) for k, scene in enumerate(scenes)]
    array.props = {COLLECTION_NAMES[mosaicking]: runtime.new_array(members, None)}
    return array


def collections_argument(
    runtime: Runtime, scenes: Sequence[AnyScene], mosaicking: str, time_from: datetime | None, time_to: datetime | None
) -> JsObject:
    """``collections`` of preProcessScenes; orbits come without tiles."""
    members = [scene_object(runtime, scene, k, with_tiles=False) for k, scene in enumerate(scenes)]
    name = COLLECTION_NAMES.get(mosaicking, "tiles")
    inner = runtime.new_object({name: runtime.new_array(members, None)}, None)
    props = {"from": js_date(runtime, time_from), "to": js_date(runtime, time_to), "scenes": inner}
    return runtime.new_object(props, None)


def kept_scenes(value: Any, mosaicking: str) -> list[int]:
    """The positions of the scenes that a hook returned: a collections object or an array of scenes.

    :raises JsThrow: when it is neither.
    """
    if isinstance(value, JsObject) and isinstance(value.props.get("scenes"), (JsObject, JsArray)):
        value = value.props["scenes"]
    if isinstance(value, JsObject):
        value = value.props.get(COLLECTION_NAMES.get(mosaicking, "tiles"))
    elif isinstance(value, JsArray) and value.props:
        value = value.props.get(COLLECTION_NAMES.get(mosaicking, "tiles"), value)
    if not isinstance(value, JsArray) or value.count is not None:
        raise JsThrow("preProcessScenes does not return scenes")
    kept = []
    for item in value.items:
        if isinstance(item, Choice):
            raise Refusal("the scenes to use differ from pixel to pixel")
        position = item.origin if isinstance(item, JsObject) else None
        if is_nullish(item) or not isinstance(position, int):
            raise JsThrow("preProcessScenes returns something that is not one of the scenes")
        kept.append(position)
    return kept


def input_metadata(
    runtime: Runtime, factor: float, version: str, time_from: datetime | None, time_to: datetime | None
) -> JsObject:
    """``inputMetadata``; from and to are there for older scripts."""
    props = {
        "serviceVersion": version,
        "normalizationFactor": float(factor),
        "from": js_date(runtime, time_from),
        "to": js_date(runtime, time_to),
    }
    return runtime.new_object(props, None)
