# SPDX-License-Identifier: GPL-2.0-or-later
"""From what SCENES says to scenes: the demo, a folder, a stack, or one of these for each input of a script."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Sequence
from pathlib import Path

from .connections import DEMO
from .core.errors import InvalidRequest
from .core.grid import Bounds, PixelGrid, align_grid
from .core.script_results import SceneInfo
from .localhub import DemoSource, FolderSource
from .localhub.scenes.projection import transform_bounds
from .localhub.source import SceneRecord, SceneSource
from .stack_scenes import StackSource

_KEPT = 8
_PAIR = re.compile(r"\s*(?P<id>[A-Za-z0-9_.-]+)\s*=\s*(?P<place>[^=;]+?)\s*")
_opened: dict[str, tuple[object, SceneSource]] = {}
_lock = threading.Lock()


def split_scenes(text: str) -> dict[str, str]:
    """``s2=demo; s1=/data/s1`` by identifier of the input; a single place under the empty identifier."""
    if os.path.exists(text.strip()):
        return {"": text.strip()}
    parts = [part for part in text.split(";") if part.strip()]
    pairs = [_PAIR.fullmatch(part) for part in parts]
    if parts and all(pairs):
        return {pair["id"]: pair["place"] for pair in pairs if pair}
    return {"": text.strip()}


def recognise_scenes(text: str) -> None:
    """Tell whether SCENES can mean anything, without opening it; cheap enough for the main thread.

    :raises InvalidRequest: when it can mean nothing.
    """
    for place in split_scenes(text).values():
        if place.lower() != DEMO and not os.path.exists(place):
            raise InvalidRequest("SCENES", "unknown_scenes", value=place[:200])


def open_scenes(place: str) -> SceneSource:
    """Scenes of one place; kept open until they change on disk.

    :param place: ``demo``, a folder with scenes, or a stack file.
    :raises InvalidRequest: when it is none of these.
    :raises FileProblem: when it cannot be used.
    """
    recognise_scenes(place)
    key = DEMO if place.strip().lower() == DEMO else str(Path(place.strip()).resolve())
    fingerprint = _fingerprint(key)
    with _lock:
        kept = _opened.get(key)
        if kept is not None and kept[0] == fingerprint:
            return kept[1]
        source: SceneSource
        if key == DEMO:
            source = DemoSource()
        else:
            source = FolderSource(key) if os.path.isdir(key) else StackSource(key)
        while len(_opened) >= _KEPT:
            _opened.pop(next(iter(_opened)))
        _opened[key] = (fingerprint, source)
        return source


def describe_scenes(source: SceneSource) -> SceneInfo:
    """What a source holds, in the CRS of most of its scenes."""
    records = source.records()
    times = [record.time for record in records]
    grid = native_grid(source)
    return SceneInfo(
        source.collection_id,
        tuple(source.bands),
        min(times, default=None),
        max(times, default=None),
        len(records),
        grid.crs,
        grid.pixel_width,
        grid.bounds if isinstance(source, StackSource) else _data_bounds(records, grid),
    )


def _data_bounds(records: Sequence[SceneRecord], grid: PixelGrid) -> Bounds:
    """Whole pixels around where there are data: tiles may be empty but for a corner."""
    points = [point for footprint in {record.footprint for record in records} for ring in footprint for point in ring]
    if not points:
        return grid.bounds
    lons, lats = zip(*points)
    box = transform_bounds((min(lons), min(lats), max(lons), max(lats)), "EPSG:4326", grid.crs)
    if box is None:
        return grid.bounds
    own = grid.bounds
    clipped = (max(box[0], own[0]), max(box[1], own[1]), min(box[2], own[2]), min(box[3], own[3]))
    return align_grid(clipped, grid).bounds if clipped[0] < clipped[2] and clipped[1] < clipped[3] else own


def native_grid(source: SceneSource) -> PixelGrid:
    """The lattice of a source's own pixels over all of its scenes.

    :raises InvalidRequest: when there are no scenes.
    """
    if isinstance(source, StackSource):
        return source.info.grid
    records = source.records()
    if not records:
        raise InvalidRequest("SCENES", "no_scenes")
    counts: dict[str, int] = {}
    for record in records:
        counts[record.crs] = counts.get(record.crs, 0) + 1
    crs = max(counts, key=lambda name: counts[name])
    size = _native_size(source, [record for record in records if record.crs == crs])
    boxes = {(record.crs, record.bounds) for record in records}
    moved = [bounds if own == crs else transform_bounds(bounds, own, crs) for own, bounds in boxes]
    known = [bounds for bounds in moved if bounds is not None]
    xmin, ymin = min(box[0] for box in known), min(box[1] for box in known)
    xmax, ymax = max(box[2] for box in known), max(box[3] for box in known)
    width, height = max(1, round((xmax - xmin) / size)), max(1, round((ymax - ymin) / size))
    return PixelGrid(crs, xmin, ymax, size, size, width, height)


def _native_size(source: SceneSource, records: Sequence[SceneRecord]) -> float:
    sizes = [record.pixel_size[0] for record in records if record.pixel_size]
    sizes = sizes or [band.resolution for band in source.bands.values() if band.resolution]
    return float(min(sizes, default=10.0))


def _fingerprint(key: str) -> object:
    if key == DEMO:
        return DEMO
    if os.path.isdir(key):
        return FolderSource.read_fingerprint(key)
    status = os.stat(key)
    return status.st_size, status.st_mtime_ns
