# SPDX-License-Identifier: GPL-2.0-or-later
"""Date discovery by WFS GetFeature: the questions, and reading the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from .acquisitions import Acquisition, Ring, tile_id_from_path
from .coverage_request import format_bbox, is_latitude_first
from .dates import end_of_day, format_instant, parse_instant, start_of_day
from .errors import BadAnswer
from .grid import Bounds

PAGE_SIZE = 100
"""The service gives at most this many features at once."""

_VERSION = "2.0.0"


@dataclass(frozen=True)
class FeatureRequest:
    """One page of a WFS GetFeature question."""

    typename: str
    """``DSS2`` for Sentinel-2 L2A, see the catalogue."""

    bounds: Bounds
    crs: str
    start: date
    """First UTC day, inclusive."""

    end: date
    """Last UTC day, inclusive."""

    max_cloud_cover_pct: float = 100.0
    offset: int = 0

    def query(self) -> str:
        """The percent-encoded query string."""
        pairs = [
            ("SERVICE", "WFS"),
            ("VERSION", _VERSION),
            ("REQUEST", "GetFeature"),
            ("TYPENAMES", self.typename),
            ("SRSNAME", self.crs),
            ("BBOX", format_bbox(self.bounds, is_latitude_first(self.crs, _VERSION))),
            ("TIME", f"{format_instant(start_of_day(self.start))}/{format_instant(end_of_day(self.end))}"),
            ("MAXCC", f"{self.max_cloud_cover_pct:g}"),
            ("MAXFEATURES", str(PAGE_SIZE)),
            ("FEATURE_OFFSET", str(self.offset)),
            ("OUTPUTFORMAT", "application/json"),
        ]
        return urlencode(pairs, safe=":/,", quote_via=quote)


def read_features(body: bytes) -> list[Acquisition]:
    """The acquisitions of one page.

    Coordinates are read as longitude, latitude whatever their CRS label says (the service labels them the other way).

    :raises BadAnswer: when the body is not the GeoJSON it should be, or a scene has no date.
    """
    try:
        content = json.loads(body)
        features = content["features"]
        return [_acquisition(feature) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise BadAnswer("a GeoJSON list of scenes", f"{beginning_of(body)} ({error})") from error


def _acquisition(feature: Mapping[str, Any]) -> Acquisition:
    properties = feature["properties"]
    if not properties.get("date"):
        raise ValueError(f"scene {properties.get('id')} has no date")
    path = str(properties.get("path") or properties["id"])
    return Acquisition(
        time=parse_instant(f"{properties['date']}T{properties.get('time') or '00:00:00'}"),
        data_path=path,
        tile_id=tile_id_from_path(path) or tile_id_from_path(str(properties.get("id") or "")),
        cloud_cover_pct=read_cloud_cover(properties.get("cloudCoverPercentage")),
        footprint=tuple(read_rings(feature.get("geometry") or {})),
        product_id=str(properties.get("id") or ""),
        crs=str(properties.get("crs") or ""),
    )


def read_cloud_cover(told: object) -> float | None:
    """Percent; None where a scene has no figure, or one that is none."""
    cover = None if told is None else float(str(told))
    return cover if cover is not None and 0 <= cover <= 100 else None


def read_rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    """The outer rings of a GeoJSON polygon or multipolygon."""
    polygons = geometry.get("coordinates") or []
    if geometry.get("type") == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        yield tuple((float(x), float(y)) for x, y, *_ in polygon[0])


def beginning_of(body: bytes) -> str:
    """The first words of an answer that is something else than expected, for messages."""
    text = body[:80].decode("utf-8", "replace").strip()
    return repr(text) if text else "an empty answer"
