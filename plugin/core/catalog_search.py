# SPDX-License-Identifier: GPL-2.0-or-later
"""Date discovery by the Catalog: the questions, and reading the answers (STAC items)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .acquisitions import Acquisition, tile_id_from_path
from .catalogue import load_catalogue
from .dates import end_of_day, format_instant, parse_instant, start_of_day
from .discovery import beginning_of, read_cloud_cover, read_rings
from .errors import BadAnswer

PAGE_SIZE = 100
"""The service gives at most this many items at once."""

_CLOUDS = "eo:cloud_cover"
_FIELDS = {
    "include": ["properties.datetime", f"properties.{_CLOUDS}", "properties.proj:epsg"],
    "exclude": ["links", "bbox"],
}


@dataclass(frozen=True)
class CatalogSearch:
    """A search for scenes, of which each page is one question."""

    collection: str
    outline: tuple[tuple[float, float], ...]
    """The area as corners (longitude, latitude), not closed."""

    start: date
    """First UTC day, inclusive."""

    end: date
    """Last UTC day, inclusive."""

    max_cloud_cover_pct: float = 100.0

    def body(self, next_page: object = None) -> bytes:
        """The body of the POST, JSON in UTF-8.

        :param next_page: what the page before has told, None for the first one.
        """
        content: dict[str, object] = {
            "collections": [self.collection],
            "datetime": f"{format_instant(start_of_day(self.start))}/{format_instant(end_of_day(self.end))}",
            "limit": PAGE_SIZE,
            "fields": _FIELDS,
            **self._area(),
        }
        if self._asks_for_clouds:
            content["filter"] = f"{_CLOUDS} <= {self.max_cloud_cover_pct:g}"
        if next_page is not None:
            content["next"] = next_page
        return json.dumps(content, allow_nan=False).encode("utf-8")

    @property
    def _asks_for_clouds(self) -> bool:
        """Only of collections of which every scene has a figure: the filter drops scenes without."""
        catalogued = load_catalogue().get(self.collection)
        return self.max_cloud_cover_pct < 100 and catalogued is not None and catalogued.has_cloud_cover

    def _area(self) -> dict[str, object]:
        """The outline itself; its box where it reaches across the line of 180 degrees."""
        xs, ys = [x for x, _ in self.outline], [y for _, y in self.outline]
        if max(xs) - min(xs) > 180:
            return {"bbox": [-180.0, max(-90.0, min(ys)), 180.0, min(90.0, max(ys))]}
        ring = [list(corner) for corner in (*self.outline, self.outline[0])]
        return {"intersects": {"type": "Polygon", "coordinates": [ring]}}

    def wants(self, found: Acquisition) -> bool:
        """The cloud limit as a download holds it: scenes without a figure pass."""
        return found.cloud_cover_pct is None or found.cloud_cover_pct <= self.max_cloud_cover_pct


def read_items(body: bytes) -> tuple[list[Acquisition], object]:
    """The acquisitions of one page, and what to ask for the next one (None behind the last).

    :raises BadAnswer: when the body is not the list it should be, or a scene has no date.
    """
    try:
        content = json.loads(body)
        context = content.get("context") or {}
        next_page = context.get("next")
        if next_page is not None and not isinstance(next_page, (int, str)):
            raise ValueError("the next page is neither number nor text")
        return [_acquisition(item) for item in content["features"]], next_page
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise BadAnswer("a STAC list of scenes", f"{beginning_of(body)} ({error})") from error


def _acquisition(item: Mapping[str, Any]) -> Acquisition:
    properties = item["properties"]
    name = str(item["id"])
    path = _data_path(item.get("assets") or {}) or name
    code = properties.get("proj:epsg")
    return Acquisition(
        time=parse_instant(str(properties["datetime"])),
        data_path=path,
        tile_id=tile_id_from_path(name) or tile_id_from_path(path),
        cloud_cover_pct=read_cloud_cover(properties.get(_CLOUDS)),
        footprint=tuple(read_rings(item.get("geometry") or {})),
        product_id=name,
        crs=f"EPSG:{int(code)}" if code else "",
    )


def _data_path(assets: Mapping[str, Any]) -> str:
    """Where the scene is kept, written as WFS writes it; whether scripts see the same text is not known."""
    data = assets.get("data") or {}
    return str(data.get("href") or "").rstrip("/")


def outline_points(bounds: Sequence[float], per_side: int = 8) -> tuple[list[float], list[float]]:
    """Points along the sides of a box, anticlockwise, so that its outline can be told in another CRS.

    :param bounds: xmin, ymin, xmax, ymax.
    :returns: xs and ys.
    """
    xmin, ymin, xmax, ymax = bounds
    corners = ((xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax))
    xs, ys = [], []
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1]):
        for step in range(per_side):
            xs.append(x1 + (x2 - x1) * step / per_side)
            ys.append(y1 + (y2 - y1) * step / per_side)
    return xs, ys
