# SPDX-License-Identifier: GPL-2.0-or-later
"""Grouping of places: never dearer than one question each, every place in one group, for any places."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from timestack.plugin.core.place_groups import FREE_PX, PixelBox, group_boxes
from timestack.plugin.core.place_sampling import STATISTICS, sample_pixel, summarise

NUMBERS = st.integers(-(2**20), 2**20)
SIZES = st.integers(1, 300)
BOXES = st.lists(
    st.tuples(NUMBERS, NUMBERS, SIZES, SIZES).map(lambda b: PixelBox(b[0], b[1], b[0] + b[2], b[1] + b[3])),
    min_size=1, max_size=40,
)  # fmt: skip


def pixel(column, row):
    return PixelBox(column, row, column + 1, row + 1)


def common(boxes):
    box = boxes[0]
    for other in boxes[1:]:
        box = box.joined(other)
    return box


@settings(deadline=None, max_examples=80)
@given(BOXES)
def test_no_group_costs_more_than_its_places_and_none_is_lost(boxes):
    groups = group_boxes(boxes, 2500)
    assert sorted(index for group in groups for index in group) == list(range(len(boxes)))
    for group in groups:
        box = common([boxes[index] for index in group])
        assert box.price_px <= sum(boxes[index].price_px for index in group)
        assert max(box.width, box.height) <= 2500


def test_points_within_51_pixels_share_a_question():
    points = [pixel(column, row) for column in range(0, 51, 5) for row in range(0, 51, 5)]
    assert len(group_boxes(points)) == 1
    assert len(group_boxes([pixel(0, 0), pixel(400, 300), pixel(-300, 400)])) == 3
    assert len(group_boxes([pixel(0, 0), pixel(2000, 0)])) == 1, "a long line of pixels is still the least price"
    assert PixelBox(0, 0, 51, 51).price_px == FREE_PX < PixelBox(0, 0, 52, 51).price_px


def test_many_points_of_one_area_become_one_block():
    chance = np.random.default_rng(4)
    points = [pixel(int(x), int(y)) for x, y in chance.integers(0, 700, (1500, 2))]
    groups = group_boxes(points)
    paid = sum(common([points[index] for index in group]).price_px for group in groups)
    assert paid < 1.3 * 700 * 700 and len(groups) < 100


def test_statistics_are_those_of_numpy():
    chance = np.random.default_rng(7)
    values = chance.integers(1, 10000, (2, 9, 11)).astype("uint16")
    valid, mask = chance.random((9, 11)) < 0.7, chance.random((9, 11)) < 0.6
    result = summarise(values, valid, mask)
    for band in range(2):
        pixels = values[band][mask & valid].astype(float)
        expected = [pixels.mean(), np.median(pixels), pixels.std(), pixels.min(), pixels.max(),
                    *np.percentile(pixels, [10, 90]), pixels.size, pixels.size / mask.sum()]  # fmt: skip
        np.testing.assert_allclose(result[band], expected, rtol=1e-12)
    assert len(STATISTICS) == 9


def test_without_data_there_are_no_numbers():
    values = np.full((1, 2, 2), np.nan, "float32")
    nothing = summarise(values, np.ones((2, 2), bool), np.ones((2, 2), bool))
    assert np.isnan(nothing[0, :7]).all() and nothing[0, 7:].tolist() == [0, 0]
    assert np.isnan(sample_pixel(np.ones((1, 1, 1)), np.zeros((1, 1), bool))).all()
