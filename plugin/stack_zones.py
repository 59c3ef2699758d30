# SPDX-License-Identifier: GPL-2.0-or-later
"""From polygons as people give them to their statistics on every date of a stack, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .bridge.stack_reader import StackFile
from .bridge.zone_edges import read_edges
from .bridge.zone_reader import summarise_zones
from .core.errors import InvalidRequest
from .core.progress import Progress
from .core.timeline import TimeStep
from .core.weighted_statistics import STATISTICS
from .stack_samples import check_bands


@dataclass(frozen=True)
class ZonalOrder:
    """Which statistics of which polygons."""

    stack: str
    """Path of the stack."""

    zones: tuple[str, ...]
    """Valid POLYGON or MULTIPOLYGON texts, x first; an empty text is a place that cannot be used."""

    crs: str
    """Of the polygons; empty for that of the stack."""

    bands: tuple[str, ...] = ()
    """In this order; empty for all."""

    statistics: tuple[str, ...] = STATISTICS


@dataclass(frozen=True)
class ZonalSeries:
    """Statistics of polygons on every date."""

    steps: tuple[TimeStep, ...]
    bands: tuple[str, ...]
    statistics: tuple[str, ...]
    values: np.ndarray
    """(zone, time, band, statistic); NaN, and count and valid share 0, where there is no data."""

    empty: tuple[int, ...]
    """Polygons that cannot be used."""

    outside: tuple[int, ...]
    """Polygons without any pixel with data."""

    def rows(self) -> Iterator[tuple[int, int, str, np.ndarray]]:
        """(zone, step, band, statistics), by zone, then time, then band."""
        for zone in range(len(self.values)):
            for step, of_step in enumerate(np.asarray(self.values[zone])):
                for band, statistics in zip(self.bands, of_step):
                    yield zone, step, band, statistics


def check_statistics(wanted: Sequence[str]) -> tuple[str, ...]:
    """The names unchanged, all when none is wanted. :raises InvalidRequest: for one that is not known."""
    for name in wanted:
        if name not in STATISTICS:
            raise InvalidRequest("STATISTICS", "unknown_choice", value=name, choices=", ".join(STATISTICS))
    return tuple(dict.fromkeys(wanted)) or STATISTICS


def summarise_stack(order: ZonalOrder, progress: Progress) -> ZonalSeries:
    """Read the statistics of all polygons.

    :raises TimestackError: for what cannot be read, unknown bands, no polygons at all, and a cancel.
    """
    if not order.zones:
        raise InvalidRequest("ZONES", "no_zones")
    wanted = check_statistics(order.statistics)
    with StackFile(order.stack) as stack:
        bands, steps = check_bands(order.bands, stack.bands), stack.info.steps
        edges = [read_edges(wkt, order.crs, stack.info.grid) for wkt in order.zones]
        kept = wanted if "count" in wanted else (*wanted, "count")
        values = summarise_zones(stack, edges, bands, kept, progress)
    count = kept.index("count")
    empty = tuple(zone for zone, outline in enumerate(edges) if not len(outline))
    outside = tuple(zone for zone in range(len(edges)) if zone not in empty and not values[zone, ..., count].any())
    return ZonalSeries(steps, bands, wanted, values[..., : len(wanted)], empty, outside)


def zonal_rows(
    stack: str,
    zones: Mapping[Any, str] | Sequence[str],
    crs: str,
    bands: Sequence[str],
    statistics: Sequence[str],
    progress: Progress,
) -> list[dict[str, Any]]:
    """The statistics of polygons as dictionaries: id, datetime, date, band, and the statistics by name.

    :raises TimestackError: as :func:`summarise_stack`.
    """
    named = dict(zones) if isinstance(zones, Mapping) else dict(enumerate(zones))
    order = ZonalOrder(stack, tuple(named.values()), crs, tuple(bands), tuple(statistics) or STATISTICS)
    series = summarise_stack(order, progress)
    moments = [(step.time, step.time.date()) for step in series.steps]
    return [
        {
            "id": name,
            "datetime": time,
            "date": day,
            "band": band,
            **{key: value if value == value else None for key, value in zip(series.statistics, values)},
        }
        for name, of_zone in zip(named, series.values)
        for (time, day), of_step in zip(moments, of_zone.tolist())
        for band, values in zip(series.bands, of_step)
    ]
