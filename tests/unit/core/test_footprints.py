# SPDX-License-Identifier: GPL-2.0-or-later
"""What touches an area on the globe, and how large it is."""

from __future__ import annotations

import numpy as np
import pytest

from timestack.plugin.core.footprints import TouchTest, box_ring, ring_area_km2

ogr = pytest.importorskip("osgeo.ogr")


def box(xmin, ymin, xmax, ymax):
    return ((xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax), (xmin, ymin))


def as_they_are(crs, points):
    return list(points)


AREA = box_ring((10.0, 50.0, 11.0, 51.0), "EPSG:4326", as_they_are)


@pytest.mark.parametrize(
    ("ring", "expected"),
    [
        (box(10.4, 50.4, 10.6, 50.6), True), (box(9, 49, 12, 52), True), (box(10.9, 50.9, 12, 52), True),
        (box(9, 50.4, 12, 50.6), True), (box(11.1, 50, 12, 51), False), (box(11.0, 50, 12, 51), False),
        (((9.0, 50.5), (10.5, 52.0), (9.0, 52.0), (9.0, 50.5)), False),
    ],
)  # fmt: skip
def test_inside_around_across_and_beside(ring, expected):
    assert TouchTest(AREA).touches((ring,)) is expected


def test_unknown_footprints_and_areas_touch():
    assert TouchTest(AREA).touches(())
    assert TouchTest(()).touches((box(0, 0, 1, 1),))


def test_several_rings_touch_when_one_does():
    assert TouchTest(AREA).touches((box(0, 0, 1, 1), box(10.2, 50.2, 10.3, 50.3)))


def test_the_date_line_cuts_nothing_in_two():
    area = TouchTest(box_ring((179.5, 10.0, 180.5, 11.0), "EPSG:4326", as_they_are))
    assert area.touches((box(-179.9, 10.2, -179.6, 10.4),))
    assert not area.touches((box(-179.4, 10.2, -179.1, 10.4),))


def test_random_polygons_agree_with_another_implementation():
    rng = np.random.default_rng(7)
    seen = set()
    for _ in range(400):
        rings = [_star(rng), _star(rng)]
        shapes = [_shape(ring) for ring in rings]
        expected = bool(shapes[0].Intersects(shapes[1]))
        assert TouchTest(rings[0]).touches((rings[1],)) is expected
        seen.add((expected, bool(shapes[0].Contains(shapes[1]) or shapes[1].Contains(shapes[0]))))
    assert seen == {(False, False), (True, False), (True, True)}


def _star(rng):
    """A closed ring that goes once around a random centre."""
    turns = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(8, 14))))
    far = rng.uniform(0.05, 1.0) * rng.uniform(0.5, 1.0, len(turns))
    centre = rng.uniform(0, 2, 2)
    points = [(float(centre[0] + r * np.cos(a)), float(centre[1] + r * np.sin(a))) for r, a in zip(far, turns)]
    return (*points, points[0])


def _shape(ring):
    line = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ring:
        line.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(line)
    return polygon


def test_areas():
    assert ring_area_km2(box(0, 0, 1, 1)) == pytest.approx(12_364, rel=2e-3)
    assert ring_area_km2(box(0, 60, 1, 61)) == pytest.approx(12_364 * 0.4924, rel=6e-3)
    across_the_date_line = ((179.5, 0), (-179.5, 0), (-179.5, 1), (179.5, 1))
    assert ring_area_km2(box(179.5, 0, 180.5, 1)) == pytest.approx(ring_area_km2(across_the_date_line))
    assert ring_area_km2(()) == 0.0
