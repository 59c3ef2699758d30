# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes of a neighbourhood are listed once, for as long as the list holds."""

from __future__ import annotations

from datetime import date, datetime

from timestack.plugin.core.acquisitions import Acquisition
from timestack.plugin.core.dates import UTC
from timestack.plugin.core.kept_lists import KeptLists
from timestack.plugin.core.live_block import LiveBlock
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.stack_request import SceneSelection

SELECTION = SceneSelection("sentinel-2-l2a", date(2020, 1, 1), date(2020, 12, 31))
BLOCK, NEIGHBOUR, FAR = (LiveBlock("EPSG:32633", 10, column, 10000) for column in (980, 981, 1200))


def to_degrees(crs, points):
    """Metres, scaled to look like degrees: any plane will do."""
    return [(x / 1e5, y / 1e5) for x, y in points]


def square(xmin, ymin, xmax, ymax):
    corners = [(xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax), (xmin, ymin)]
    return (tuple(to_degrees("", corners)),)


class Lister:
    name, coverage = "lister", "layer"

    def __init__(self):
        self.asked = []
        xmin, ymin, xmax, ymax = BLOCK.grid.bounds
        self.scenes = [
            Acquisition(datetime(2020, 5, 1, tzinfo=UTC), "all", footprint=square(0, 0, 1e6, 1e7)),
            Acquisition(
                datetime(2020, 5, 2, tzinfo=UTC), "west", footprint=square(xmin - 9e4, ymin, xmin - 4000, ymax)
            ),
            Acquisition(datetime(2020, 5, 3, tzinfo=UTC), "near", footprint=square(xmax + 100, ymin, xmax + 9e4, ymax)),
        ]

    def find_acquisitions(self, selection, grid, progress):
        self.asked.append(grid)
        return self.scenes

    def to_longitude_latitude(self, crs, points):
        return to_degrees(crs, points)


def names(found):
    return [scene.data_path for scene in found]


def test_a_neighbourhood_is_listed_once_and_only_what_comes_near_a_block_is_taken():
    lists, service = KeptLists(SELECTION), Lister()
    assert lists.find(BLOCK, "ogc", to_degrees) is None and not lists.knows(BLOCK, "ogc")
    for block in (BLOCK, NEIGHBOUR):
        listed = lists.service_for(service, block, "ogc")
        found = listed.find_acquisitions(SELECTION, block.grid, SilentProgress())
        assert names(found) == names(lists.find(block, "ogc", to_degrees)) == ["all", "near"]
    assert service.asked == [BLOCK.neighbourhood_grid]


def test_other_places_and_other_services_have_lists_of_their_own():
    lists, service = KeptLists(SELECTION), Lister()
    lists.list_scenes(service, BLOCK, "ogc", SilentProgress())
    assert lists.knows(NEIGHBOUR, "ogc") and not lists.knows(FAR, "ogc") and not lists.knows(BLOCK, "process")


def test_lists_of_the_last_days_grow_old():
    now = [0.0]
    lists, service = KeptLists(SELECTION, 60.0, lambda: now[0]), Lister()
    lists.list_scenes(service, BLOCK, "ogc", SilentProgress())
    now[0] = 59.0
    assert lists.knows(BLOCK, "ogc")
    now[0] = 61.0
    assert not lists.knows(BLOCK, "ogc") and lists.find(BLOCK, "ogc", to_degrees) is None
    lists.list_scenes(service, BLOCK, "ogc", SilentProgress())
    assert len(service.asked) == 2 and lists.knows(BLOCK, "ogc")
