# SPDX-License-Identifier: GPL-2.0-or-later
"""Exact shares of pixels, held against shapely's intersections, and weighted statistics against repeated values."""

from __future__ import annotations

import numpy as np
import pytest

from timestack.plugin.core.coverage import cover, measure_area, orient
from timestack.plugin.core.weighted_statistics import STATISTICS, order_narrow, summarise_weighted, weighted_quantiles


def image(rings, holes, width, height):
    found = cover(orient([np.array(ring, float) for ring in rings], holes), width, height)
    shares = np.zeros((height, width))
    shares[found.rows, found.columns] = found.shares
    return shares


def star(rng, centre, radius, corners):
    angles = np.sort(rng.random(corners)) * 2 * np.pi
    reach = radius * (0.2 + rng.random(corners))
    return np.column_stack([centre[0] + reach * np.cos(angles), centre[1] + reach * np.sin(angles)])


@pytest.mark.parametrize("seed", range(25))
def test_shares_equal_intersections(seed):
    shapely = pytest.importorskip("shapely")
    rng = np.random.default_rng(seed)
    width, height = int(rng.integers(1, 14)), int(rng.integers(1, 14))
    ring = star(rng, rng.random(2) * [width, height], rng.random() * 9 + 0.05, int(rng.integers(3, 40)))
    polygon = shapely.Polygon(ring).buffer(0)
    parts = [part for part in getattr(polygon, "geoms", [polygon]) if not part.is_empty]
    rings = [np.array(line.coords) for part in parts for line in (part.exterior, *part.interiors)]
    holes = [hole for part in parts for hole in (False, *(True for _ in part.interiors))]
    expected = [
        [polygon.intersection(shapely.box(column, row, column + 1, row + 1)).area for column in range(width)]
        for row in range(height)
    ]
    np.testing.assert_allclose(image(rings, holes, width, height), expected, rtol=0, atol=1e-12)


def test_a_hole_is_left_out_whichever_way_the_rings_run():
    outside, inside = [(0, 0), (4, 0), (4, 4), (0, 4)], [(1.5, 1), (3, 1), (3, 3), (1.5, 3)]
    expected = np.ones((4, 4))
    expected[1:3, 1:3] = [[0.5, 0], [0.5, 0]]
    for one in (outside, outside[::-1]):
        for other in (inside, inside[::-1]):
            np.testing.assert_allclose(image([one, other], [False, True], 4, 4), expected, atol=1e-15)


def test_edges_on_grid_lines_give_whole_pixels():
    found = cover(orient([np.array([(2.0, 1), (5, 1), (5, 3), (2, 3), (2, 1)])], [False]), 9, 9)
    assert found.shares.tolist() == [1.0] * 6
    assert sorted(zip(found.rows.tolist(), found.columns.tolist())) == [(r, c) for r in (1, 2) for c in (2, 3, 4)]


@pytest.mark.parametrize("shift", [(-20, 0), (20, 0), (0, -20), (0, 20), (-3, -3)])
def test_what_lies_outside_is_cut_off(shift):
    ring = np.array([(0.0, 0), (4, 0), (4, 4), (0, 4)]) + shift
    assert image([ring], [False], 5, 5).sum() == pytest.approx(1.0 if shift == (-3, -3) else 0.0)


def test_a_sliver_of_a_pixel_is_found():
    assert image([[(1.2, 1.2), (1.3, 1.2), (1.3, 1.3)]], [False], 3, 3)[1, 1] == pytest.approx(0.005)


def test_area_is_that_of_the_polygon_wherever_it_lies():
    far = np.array([(5e6, 6e6), (5e6 + 3, 6e6), (5e6 + 3, 6e6 + 2), (5e6, 6e6 + 2)])
    assert measure_area(orient([far, far[:3] + 0.1], [False, True])) == pytest.approx(6.0 - 3.0, abs=1e-6)


def test_statistics_equal_those_of_repeated_values():
    """A share of 3/4 counts as three of four equal quarters."""
    rng = np.random.default_rng(2)
    values, quarters = rng.integers(0, 9000, (20, 30)), rng.integers(1, 5, 30)
    valid = rng.random(values.shape) < 0.7
    valid[3] = False
    valid[4, 1:] = False
    found = summarise_weighted(values, valid, quarters / 4, 40.0)
    named = dict(zip(STATISTICS, found.T))
    for row in range(20):
        repeated = np.repeat(values[row][valid[row]], quarters[valid[row]]).astype(float)
        assert named["count"][row] == pytest.approx(len(repeated) / 4)
        assert named["valid_share"][row] == pytest.approx(len(repeated) / 160)
        if not len(repeated):
            assert np.isnan(found[row, :7]).all()
            continue
        for name, number in (("mean", repeated.mean()), ("std", repeated.std()), ("min", repeated.min()),
                             ("max", repeated.max())):  # fmt: skip
            assert named[name][row] == pytest.approx(number, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("kind", ["uint8", "int8", "uint16", "int16"])
def test_sorting_stored_numbers_changes_nothing(kind):
    rng = np.random.default_rng(7)
    limits = np.iinfo(kind)
    values = rng.integers(max(limits.min, -90), 90, (12, 300)).astype(kind)
    valid = rng.random(values.shape) < 0.6
    valid[2], valid[5] = False, True
    shares = np.where(rng.random(300) < 0.8, 1.0, rng.random(300) + 0.01)
    order = order_narrow(values, valid)
    assert order is not None
    physical = values * 0.0001 - 0.1
    expected = summarise_weighted(physical, valid, shares, 320.0)
    np.testing.assert_array_equal(summarise_weighted(physical, valid, shares, 320.0, STATISTICS, order), expected)
    for row in range(12):  # each on its own, whatever stands beside it
        alone = summarise_weighted(physical[row : row + 1], valid[row : row + 1], shares, 320.0)
        np.testing.assert_allclose(alone[0], expected[row], rtol=1e-12)


def test_what_cannot_be_told_from_gaps_is_not_sorted_so():
    values, valid = np.array([[255, 3, 255]], "uint8"), np.array([[True, True, False]])
    assert order_narrow(values, valid) is None
    assert order_narrow(values.astype("float32"), valid) is None
    assert order_narrow(values.astype("int32"), valid) is None
    only_three = order_narrow(values, values == 3)
    assert only_three is not None and only_three[0, 0] == 1


def test_quantiles_of_equal_weights_are_those_of_numpy():
    values = np.random.default_rng(4).random((6, 17))
    for share, found in zip(
        (0.1, 0.5, 0.9, 0.0, 1.0), weighted_quantiles(values, np.full(values.shape, 0.3), (0.1, 0.5, 0.9, 0.0, 1.0))
    ):
        np.testing.assert_allclose(found, np.quantile(values, share, axis=1), rtol=1e-12)  # fmt: skip


def test_quantiles_of_unequal_weights_by_hand():
    """Places 0, 1 * 1 + 2 * 2 = 5, 2 * 1 + 2 * 3 = 8; the median stands at 0.5 * 2 * 4 = 4."""
    (median,) = weighted_quantiles(np.array([[10.0, 20.0, 40.0]]), np.array([[2.0, 1.0, 1.0]]), [0.5])
    assert median[0] == pytest.approx(10 + 10 * 4 / 5)


def test_no_weight_no_quantile():
    (median,) = weighted_quantiles(np.zeros((2, 3)), np.array([[0.0, 0, 0], [0, 0, 2.0]]), [0.5])
    assert np.isnan(median[0])
    assert median[1] == 0
