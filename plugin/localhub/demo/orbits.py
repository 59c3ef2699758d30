# SPDX-License-Identifier: GPL-2.0-or-later
"""Who flies over when: passes of the two satellites, the tiles they fill, and the records of the scenes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from ...core.dates import start_of_day
from ...core.grid import Bounds
from ..source import SceneRecord
from .extent import CRS, LANDSCAPE, ORIGIN_X, ORIGIN_Y, PIXEL_M
from .lonlat import utm33_to_lonlat
from .noise import hash_number, uniform_number

TILES: dict[str, Bounds] = {
    "33TVM": (399960.0, 5090220.0, 509760.0, 5200020.0),
    "33TWM": (499980.0, 5090220.0, 609780.0, 5200020.0),
}
_LAST_DAY = date(2021, 12, 31)
_REVISIT_DAYS = 5
_EDGE_SLOPE = 0.25
"""Metres east per metre north of a swath edge: the satellites descend towards the south-south-west."""

_EDGE_MIDDLE_Y = 5102000.0
_BASELINE = "N02.14"
_FIRST_SCENE_ID = 4_100_000
Point = tuple[float, float]


@dataclass(frozen=True)
class Orbit:
    """One relative orbit whose swath edge crosses the landscape."""

    number: int
    first_day: date
    second_of_day: int
    edge_x: float
    """Where the swath edge crosses the middle of the landscape."""

    side: int
    """1: data east of the edge, -1: west of it."""

    tiles: tuple[str, ...]
    first_satellite: int
    """0: the first pass is S2A's, 1: S2B's."""


ORBITS = (
    Orbit(122, date(2020, 1, 5), 10 * 3600 + 5 * 60 + 31, 490600.0, 1, ("33TVM", "33TWM"), 0),
    Orbit(22, date(2020, 1, 8), 10 * 3600 + 15 * 60 + 33, 497000.0, -1, ("33TVM",), 0),
)


@dataclass(frozen=True)
class Pass:
    """One flight over the landscape. Both tiles of a pass show the same weather and noise."""

    orbit: Orbit
    day: date
    satellite: str

    @property
    def seed(self) -> int:
        """Starts all randomness of this pass."""
        return hash_number(self.day.toordinal(), self.orbit.number) & 0xFFFFFF

    @property
    def edge_x(self) -> float:
        """Swath edge at the middle of the landscape; it wanders by a few hundred metres from pass to pass."""
        return self.orbit.edge_x + 500.0 * (uniform_number(self.seed, 7) - 0.5)

    def time_of(self, tile_id: str) -> datetime:
        """Sensing time of a tile: a second more or less from date to date, seconds later in the second tile."""
        first = self.day == self.orbit.first_day
        seconds = 0 if first else int(uniform_number(self.seed, 3) * 3) - 1
        seconds += self.orbit.tiles.index(tile_id) * (3 + hash_number(self.seed, 5) % 2)
        return start_of_day(self.day) + timedelta(seconds=self.orbit.second_of_day + seconds)


def list_passes() -> list[Pass]:
    """All passes of the two years, orbit by orbit."""
    passes = []
    for orbit in ORBITS:
        day, turn = orbit.first_day, orbit.first_satellite
        while day <= _LAST_DAY:
            passes.append(Pass(orbit, day, "AB"[turn % 2]))
            day, turn = day + timedelta(days=_REVISIT_DAYS), turn + 1
    return passes


def has_data(flight: Pass, tile_id: str, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Whether 10 m pixels lie in the tile and in the swath (the landscape is another matter)."""
    x = ORIGIN_X + columns * PIXEL_M + PIXEL_M / 2
    y = ORIGIN_Y - rows * PIXEL_M - PIXEL_M / 2
    xmin, ymin, xmax, ymax = TILES[tile_id]
    in_tile = (x > xmin) & (x < xmax) & (y > ymin) & (y < ymax)
    filled: np.ndarray = in_tile & (_beyond_edge(flight, x, y) > 0)
    return filled


def _beyond_edge(flight: Pass, x: Any, y: Any) -> Any:
    """Above zero on the side of the swath edge with data; of numbers or arrays."""
    return (x - flight.edge_x - _EDGE_SLOPE * (y - _EDGE_MIDDLE_Y)) * flight.orbit.side


def make_record(flight: Pass, tile_id: str, cloud_cover_pct: float, index: int) -> SceneRecord:
    """What the source tells of one tile of a pass."""
    day, time = flight.day, flight.time_of(tile_id)
    zone, band, square = tile_id[:2], tile_id[2], tile_id[3:]
    made = time + timedelta(hours=2, seconds=hash_number(flight.seed, 11) % 3600)
    absolute_orbit = (14798 if flight.satellite == "B" else 23706) + round(14.3 * (day - ORBITS[0].first_day).days)
    return SceneRecord(
        time=time,
        data_path=f"s3://sentinel-s2-l2a/tiles/{zone}/{band}/{square}/{day.year}/{day.month}/{day.day}/0",
        tile_id=tile_id,
        crs=CRS,
        bounds=TILES[tile_id],
        footprint=(_ring(_outline(flight, tile_id)),),
        cloud_cover_pct=cloud_cover_pct,
        product_id=(
            f"S2{flight.satellite}_OPER_MSI_L2A_TL_EPAE_{made:%Y%m%dT%H%M%S}"
            f"_A{absolute_orbit:06d}_T{tile_id}_{_BASELINE}"
        ),
        scene_id=_FIRST_SCENE_ID + index,
    )


def _outline(flight: Pass, tile_id: str) -> list[Point]:
    """Tile, landscape and swath in common, in metres."""
    tile = TILES[tile_id]
    xmin, ymin = max(tile[0], LANDSCAPE[0]), max(tile[1], LANDSCAPE[1])
    xmax, ymax = min(tile[2], LANDSCAPE[2]), min(tile[3], LANDSCAPE[3])
    corners = [(xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax)]
    return _clip(corners, lambda point: _beyond_edge(flight, *point))


def _clip(corners: Sequence[Point], signed: Callable[[Point], float]) -> list[Point]:
    """The part of a convex polygon where a linear function is not negative."""
    kept: list[Point] = []
    for start, end in zip(corners, [*corners[1:], corners[0]]):
        at_start, at_end = signed(start), signed(end)
        if at_start >= 0:
            kept.append(start)
        if at_start * at_end < 0:
            share = at_start / (at_start - at_end)
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
    return kept


def _ring(corners: Sequence[Point]) -> tuple[Point, ...]:
    """Closed ring in degrees, with a vertex every few kilometres, for straight lines of UTM are curves there."""
    ring = []
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]]):
        pieces = int(max(abs(x2 - x1), abs(y2 - y1)) // 4000) + 1
        for piece in range(pieces):
            share = piece / pieces
            longitude, latitude = utm33_to_lonlat(x1 + share * (x2 - x1), y1 + share * (y2 - y1))
            ring.append((round(longitude, 7), round(latitude, 7)))
    return (*ring, ring[0])
