# SPDX-License-Identifier: GPL-2.0-or-later
"""The lattice of blocks: where a point falls, what a block costs, which numbers it needs."""

from __future__ import annotations

import random
import threading

import pytest

from timestack.plugin.core.catalogue import load_catalogue
from timestack.plugin.core.errors import Cancelled
from timestack.plugin.core.live_block import SIDE_PX, LiveBlock, choose_sample_type, locate_block
from timestack.plugin.core.price import Image
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.turns import Turns

UTM = "EPSG:32633"


@pytest.mark.parametrize("bands", [1, 2, 4, 12])
@pytest.mark.parametrize("scenes", [1, 73])
def test_a_block_costs_what_one_pixel_costs_and_one_pixel_more_a_side_does_not(bands, scenes):
    pixel = Image(1, 1, bands, scenes).units
    assert Image(SIDE_PX, SIDE_PX, bands, scenes).units == pixel
    if bands * scenes > 1:
        assert Image(SIDE_PX + 1, SIDE_PX + 1, bands, scenes).units > pixel


@pytest.mark.parametrize("resolution", [10, 30, 0.3, 5500.0, 7.77])
def test_every_point_lies_in_the_pixel_that_is_told(resolution):
    chance = random.Random(str(resolution))
    for _ in range(500):
        x, y = chance.uniform(-2e6, 2e6), chance.uniform(-1e6, 1e7)
        block, column, row = locate_block(x, y, UTM, resolution)
        assert 0 <= column < SIDE_PX and 0 <= row < SIDE_PX
        grid = block.grid
        left, top = grid.xmin + column * resolution, grid.ymax - row * resolution
        assert -1e-6 <= x - left <= resolution + 1e-6 and -1e-6 <= top - y <= resolution + 1e-6


def test_edges_belong_where_grids_say_they_do():
    for x, y in [(500000.0, 5100000.0), (0.0, 0.0), (510.0, 510.0), (-510.0, -510.0), (499990.0, 5099990.0)]:
        block, column, row = locate_block(x, y, UTM, 10)
        assert block.grid.locate(x, y) == (column, row)


def test_blocks_and_neighbourhoods_lie_side_by_side():
    block = LiveBlock(UTM, 10, 980, 10000)
    assert LiveBlock(UTM, 10, 981, 10000).grid.xmin == block.grid.bounds[2]
    assert LiveBlock(UTM, 10, 980, 10001).grid.bounds[1] == block.grid.ymax
    for place in (block, LiveBlock(UTM, 10, -1, -1)):
        outer, inner = place.neighbourhood_grid.bounds, place.grid.bounds
        assert outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


@pytest.mark.parametrize(
    ("collection", "bands", "expected"),
    [
        ("sentinel-2-l2a", ("B04", "B08", "SCL"), "UINT16"),
        ("sentinel-2-l2a", ("B04", "CLD", "dataMask"), "UINT16"),
        ("sentinel-2-l2a", ("B04", "sunZenithAngles"), "FLOAT32"),
        ("landsat-ot-l2", ("B04", "BQA"), "FLOAT32"),
        ("sentinel-1-grd", ("VV",), "FLOAT32"),
        ("byoc-12", ("yield",), "FLOAT32"),
    ],
)
def test_nothing_is_rounded_away(collection, bands, expected):
    assert choose_sample_type(load_catalogue().get(collection), bands) == expected


def test_turns_are_taken_one_after_the_other_and_waiting_can_be_cancelled():
    turns, inside = Turns(), threading.Event()
    leave = threading.Event()

    def hold():
        with turns.take("a", SilentProgress()):
            inside.set()
            leave.wait(5)

    class Over(SilentProgress):
        def is_cancelled(self):
            return True

    thread = threading.Thread(target=hold)
    thread.start()
    assert inside.wait(5)
    with turns.take("b", Over()):
        pass  # nobody is at it
    with pytest.raises(Cancelled), turns.take("a", Over()):
        raise AssertionError("two at once")
    leave.set()
    with turns.take("a", SilentProgress()):
        thread.join(5)
