# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading a Catalog search. Coordinates are longitude and latitude, in that order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..core.grid import Bounds
from .answers import Refusal
from .catalog_items import FieldChoice
from .cloud_filter import CloudFilter, parse_filter
from .geojson import read_polygons
from .json_body import JsonObject, wrong
from .places import AxisOrder, Polygons, read_bbox
from .rfc3339 import parse_interval
from .scenes.projection import LonLatRings
from .selection import SceneQuery
from .source import SceneRecord

_MEMBERS = (
    "collections", "datetime", "bbox", "intersects", "limit", "next", "ids", "fields", "filter", "filter-lang",
    "filter-crs", "distinct",
)  # fmt: skip
_LONLAT = "EPSG:4326"
_MAX_LIMIT, _DEFAULT_LIMIT = 100, 10
_FIELD = re.compile(r"[\w:.\-]{1,100}")


@dataclass(frozen=True)
class CatalogQuestion:
    """One page of a search."""

    collection: str
    query: SceneQuery
    area: LonLatRings | None
    clouds: CloudFilter
    ids: tuple[str, ...]
    limit: int
    offset: int
    distinct: bool
    """Days only."""

    fields: FieldChoice

    def holds(self, record: SceneRecord) -> bool:
        """Whether a scene that the query sees passes the other filters too."""
        return (
            self.clouds.holds(record.cloud_cover_pct)
            and (not self.ids or (record.product_id or record.data_path) in self.ids)
            and (self.area is None or self.area.touches(record.footprint))
        )


def read_catalog_question(content: object) -> CatalogQuestion:
    """Read the body.

    :raises Refusal: naming the member that is missing or wrong.
    """
    asked = JsonObject(content).allow(*_MEMBERS)
    collections = asked.items("collections")
    if len(collections) != 1 or not isinstance(collections[0], str):
        raise wrong("collections", "should be a list of exactly one collection")
    if asked.has("bbox") == asked.has("intersects"):
        raise wrong("bbox", "or intersects should be given, one of the two")
    bounds, area = _read_area(asked)
    if asked.text("filter-lang", "cql2-text") != "cql2-text":
        raise wrong("filter-lang", "should be cql2-text; the local hub reads no other")
    distinct = asked.text("distinct", "", ("", "date"))
    fields = asked.optional("fields").allow("include", "exclude")
    return CatalogQuestion(
        collections[0],
        SceneQuery(bounds, _LONLAT, parse_interval(asked.text("datetime"), "datetime")),
        area,
        parse_filter(asked.text("filter", "")),
        tuple(_texts(asked, "ids")),
        asked.whole("limit", 1, _MAX_LIMIT, _DEFAULT_LIMIT),
        asked.whole("next", 0, 10**9, 0),
        distinct == "date",
        FieldChoice(tuple(_texts(fields, "include")), tuple(_texts(fields, "exclude")), asked.has("fields")),
    )


def _read_area(asked: JsonObject) -> tuple[Bounds, LonLatRings | None]:
    if asked.has("bbox"):
        numbers = asked.numbers("bbox", 4)
        return read_bbox("bbox", ",".join(map(repr, numbers)), AxisOrder(_LONLAT, False)), None
    polygons = read_polygons(asked.child("intersects"))
    bounds = polygons.bounds
    if not (bounds[0] >= -540 and bounds[2] <= 540 and bounds[1] >= -90 and bounds[3] <= 90):
        raise wrong("intersects", "is not on the earth")
    if bounds[0] == bounds[2] or bounds[1] == bounds[3]:
        raise wrong("intersects", "has no area")
    return bounds, LonLatRings(_rings(polygons))


def _rings(polygons: Polygons) -> list[list[tuple[float, float]]]:
    return [[(float(x), float(y)) for x, y in ring] for ring in polygons.rings]


def _texts(asked: JsonObject, name: str) -> list[str]:
    value = asked.content.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > 1000 or not all(isinstance(one, str) for one in value):
        raise wrong(asked.at(name), "should be a list of texts")
    if name != "ids" and not all(_FIELD.fullmatch(one) for one in value):
        raise Refusal(f"Invalid request: {asked.at(name)} should be names of fields.")
    return value
