# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes as STAC items, and the choice of their fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..core.dates import format_instant
from .source import SceneRecord

_DEFAULT = ("id", "type", "geometry", "bbox", "links", "assets", "properties.datetime")
"""What an empty choice gives."""

_CLOUDS = "eo:cloud_cover"


@dataclass(frozen=True)
class FieldChoice:
    """``fields`` of a search: names are added to the default set; names in both lists are dropped."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    is_given: bool = False
    """Without any choice, items are whole."""

    def apply(self, item: dict[str, Any]) -> dict[str, Any]:
        """The item with the chosen fields only."""
        if not self.is_given:
            return item
        chosen: dict[str, Any] = {}
        for path in (*_DEFAULT, *self.include):
            if not any(path == name or path.startswith(f"{name}.") for name in self.exclude):
                _copy(item, chosen, path.split(".", 1))
        for path in self.exclude:
            _drop(chosen, path.split(".", 1))
        return chosen


def describe_item(record: SceneRecord, collection: str, address: str, fields: FieldChoice) -> dict[str, Any]:
    """A scene as an item."""
    name = record.product_id or record.data_path
    corners = [point for ring in record.footprint for point in ring]
    xs, ys = zip(*corners) if corners else ((), ())
    xmin, ymin, xmax, ymax = record.bounds
    box = [[xmin, ymin], [xmax, ymin], [xmax, ymax], [xmin, ymax], [xmin, ymin]]
    properties: dict[str, Any] = {
        "datetime": format_instant(record.time),
        "proj:bbox": list(record.bounds),
        "proj:geometry": {"type": "Polygon", "coordinates": [box]},
    }
    code = record.crs.partition(":")
    if code[0] == "EPSG" and code[2].isdigit():
        properties["proj:epsg"] = int(code[2])
    if record.cloud_cover_pct is not None:
        properties[_CLOUDS] = record.cloud_cover_pct
    item = {
        "stac_version": "1.0.0", "stac_extensions": [], "type": "Feature", "id": name, "collection": collection,
        "geometry": {"type": "MultiPolygon", "coordinates": [[[list(p) for p in ring]] for ring in record.footprint]},
        "bbox": [min(xs), min(ys), max(xs), max(ys)] if corners else None, "properties": properties,
        "assets": {"data": {"title": "scene", "href": record.data_path, "type": "inode/directory"}},
        "links": [{"rel": "parent", "href": f"{address}/collections/{collection}"}],
    }  # fmt: skip
    return fields.apply(item)


def _copy(source: dict[str, Any], target: dict[str, Any], path: list[str]) -> None:
    name = path[0]
    if name not in source:
        return
    if len(path) == 1:
        target[name] = source[name]
    elif isinstance(source[name], dict):
        below = target.setdefault(name, {})
        if below is not source[name]:
            _copy(source[name], below, [path[1]])


def _drop(target: dict[str, Any], path: list[str]) -> None:
    if len(path) == 1:
        target.pop(path[0], None)
    elif isinstance(target.get(path[0]), dict):
        target[path[0]] = {key: value for key, value in target[path[0]].items() if key != path[1]}
