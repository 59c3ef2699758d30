# SPDX-License-Identifier: GPL-2.0-or-later
"""Which scenes a question sees. Discovery and images both ask here, so they never disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..core.dates import UTC, end_of_day, start_of_day
from ..core.grid import Bounds
from .parameters import Parameters
from .periods import Period, parse_period
from .scenes.projection import LonLatArea
from .source import SceneRecord, SceneSource

MOST_RECENT, LEAST_RECENT, LEAST_CLOUDY = "mostRecent", "leastRecent", "leastCC"
PRIORITIES = (MOST_RECENT, LEAST_RECENT, LEAST_CLOUDY)


@dataclass(frozen=True)
class SceneQuery:
    """Area, time, cloud cover and order."""

    bounds: Bounds | None
    """In the CRS, x first; None for everywhere."""

    crs: str
    period: Period
    max_cloud_cover_pct: float = 100.0
    """Of a whole source tile; tiles without a figure pass."""

    priority: str = MOST_RECENT

    @classmethod
    def from_parameters(cls, parameters: Parameters, bounds: Bounds | None, crs: str) -> SceneQuery:
        """Read TIME, MAXCC and PRIORITY."""
        return cls(
            bounds,
            crs,
            parse_period(parameters.find("TIME")),
            parameters.number("MAXCC", 100.0, 0.0, 100.0),
            parameters.choose("PRIORITY", PRIORITIES, MOST_RECENT),
        )


def select_scenes(source: SceneSource, query: SceneQuery) -> list[SceneRecord]:
    """The scenes that a query sees, in the order of its priority."""
    area = LonLatArea(query.bounds, query.crs) if query.bounds else None
    found = [
        record
        for record in source.records()
        if query.period.holds(record.time)
        and (record.cloud_cover_pct is None or record.cloud_cover_pct <= query.max_cloud_cover_pct)
        and (area is None or area.touches(record.footprint))
    ]
    return sort_scenes(found, query.priority)


def sort_scenes(records: Sequence[SceneRecord], priority: str) -> list[SceneRecord]:
    """Scenes in the order of a priority; among equals the newer comes first, then the path decides."""
    ordered = sorted(records, key=lambda record: record.data_path)
    ordered.sort(key=lambda record: record.time, reverse=priority != LEAST_RECENT)
    if priority == LEAST_CLOUDY:
        ordered.sort(key=lambda record: 101.0 if record.cloud_cover_pct is None else record.cloud_cover_pct)
    return ordered


def keep_newest_day(records: Sequence[SceneRecord]) -> list[SceneRecord]:
    """What a question without TIME is answered from when its scenes stay apart: the newest UTC day."""
    if not records:
        return []
    day = max(record.time.astimezone(UTC).date() for record in records)
    newest = Period(start_of_day(day), end_of_day(day) + timedelta(microseconds=999_999))
    return [record for record in records if newest.holds(record.time)]
