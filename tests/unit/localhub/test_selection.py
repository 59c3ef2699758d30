# SPDX-License-Identifier: GPL-2.0-or-later
from __future__ import annotations

from dataclasses import replace

import pytest
from hub_stub import BOUNDS, CRS, LEFT, SIDE, TOP, StubScene, StubSource

from timestack.plugin.localhub.periods import parse_period
from timestack.plugin.localhub.scenes.projection import LonLatArea
from timestack.plugin.localhub.selection import SceneQuery, keep_newest_day, select_scenes

SOURCE = StubSource(
    StubScene("2020-01-05T10:00:00", cloud=40.0),
    StubScene("2020-01-10T10:00:00", cloud=None),
    StubScene("2020-01-10T10:00:00", tile_id="33TWM", cloud=5.0),
    StubScene("2020-02-01T00:00:00", cloud=20.0),
)


def numbers(source: StubSource = SOURCE, **changes: object) -> list[int]:
    query = replace(BASE, **changes)
    return [record.scene_id for record in select_scenes(source, query)]


BASE = SceneQuery(BOUNDS, CRS, parse_period("2020-01-01/2020-12-31"))


def test_priorities() -> None:
    assert numbers() == [4, 2, 3, 1]
    assert numbers(priority="leastRecent") == [1, 2, 3, 4]
    assert numbers(priority="leastCC") == [3, 4, 1, 2]


def test_cloud_limit_is_inclusive_and_tiles_without_a_figure_pass() -> None:
    assert numbers(max_cloud_cover_pct=20.0) == [4, 2, 3]
    assert numbers(max_cloud_cover_pct=0.0) == [2]


def test_time_is_closed() -> None:
    assert numbers(period=parse_period("2020-01-05T10:00:00Z/2020-01-31")) == [2, 3, 1]
    assert numbers(period=parse_period("2020-02/2020-02")) == [4]


def test_scenes_that_only_share_an_edge_are_not_seen() -> None:
    neighbour = (LEFT + SIDE, TOP - SIDE, LEFT + 2 * SIDE, TOP)
    source = StubSource(StubScene("2020-01-05T10:00:00"), StubScene("2020-01-06T10:00:00", bounds=neighbour))
    assert numbers(source) == [1]
    assert numbers(source, bounds=neighbour) == [2]
    assert numbers(source, bounds=(LEFT + SIDE - 10, TOP - 10, LEFT + SIDE + 10, TOP)) == [2, 1]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32632", "EPSG:3035"])
def test_area_may_be_in_any_crs(crs: str) -> None:
    from timestack.plugin.localhub.scenes.projection import transform_bounds

    assert numbers(bounds=transform_bounds(BOUNDS, CRS, crs), crs=crs) == [4, 2, 3, 1]
    far = transform_bounds((LEFT + 50_000, TOP, LEFT + 60_000, TOP + 1000), CRS, crs)
    assert numbers(bounds=far, crs=crs) == []


def test_without_an_area_everything_is_seen() -> None:
    assert numbers(bounds=None) == [4, 2, 3, 1]


def test_edges_of_large_areas_bend() -> None:
    """A northing is a curve in longitude and latitude; a straight line between the corners would run too far south."""
    ring = ((10.0, 59.9), (20.0, 59.9), (20.0, 60.2), (10.0, 60.2), (10.0, 59.9))
    area = LonLatArea((500000 - 280000, 6650000, 500000 + 280000, 6660000), "EPSG:32633")
    assert area.touches([ring])
    beneath = ((14.9, 59.5), (15.1, 59.5), (15.1, 59.97), (14.9, 59.97), (14.9, 59.5))
    assert not area.touches([beneath])


def test_date_line() -> None:
    """UTM zone 60 reaches across it; footprints may be written on either side."""
    area = LonLatArea((700000, 5090000, 760000, 5100000), "EPSG:32660")
    ring = ((179.5, 45.0), (-179.5, 45.0), (-179.5, 47.0), (179.5, 47.0), (179.5, 45.0))
    other = tuple((x if x > 0 else x + 360, y) for x, y in ring)
    assert area.touches([ring])
    assert area.touches([other])
    assert not area.touches([((0.0, 45.0), (1.0, 45.0), (1.0, 47.0), (0.0, 47.0), (0.0, 45.0))])


def test_newest_day_is_a_utc_day() -> None:
    source = StubSource(
        StubScene("2020-01-05T23:59:59"), StubScene("2020-01-06T00:00:00"), StubScene("2020-01-06T23:00:00")
    )
    assert [record.scene_id for record in keep_newest_day(source.records())] == [2, 3]
    assert keep_newest_day([]) == []
