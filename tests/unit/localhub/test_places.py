# SPDX-License-Identifier: GPL-2.0-or-later
from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("osgeo")

from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.localhub.answers import Refusal
from timestack.plugin.localhub.parameters import Parameters
from timestack.plugin.localhub.places import (
    AxisOrder,
    metres_per_pixel,
    read_bbox,
    read_crs,
    read_geometry,
    read_grid,
)

UTM = AxisOrder("EPSG:32633", False)
LATITUDE_FIRST = AxisOrder("EPSG:4326", True)


@pytest.mark.parametrize(
    ("text", "latitude_first", "expected"),
    [
        ("EPSG:4326", True, AxisOrder("EPSG:4326", True)),
        ("epsg:4326", False, AxisOrder("EPSG:4326", False)),
        ("urn:ogc:def:crs:EPSG::4326", True, AxisOrder("EPSG:4326", True)),
        ("CRS:84", True, AxisOrder("EPSG:4326", False)),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", True, AxisOrder("EPSG:4326", False)),
        ("EPSG:32633", True, AxisOrder("EPSG:32633", False)),
        ("EPSG:3035", True, AxisOrder("EPSG:3035", False)),
        ("http://www.opengis.net/def/crs/EPSG/0/3857", True, AxisOrder("EPSG:3857", False)),
    ],
)
def test_crs(text: str, latitude_first: bool, expected: AxisOrder) -> None:
    assert read_crs("CRS", text, latitude_first) == expected


@pytest.mark.parametrize("text", ["EPSG:999999", "EPSG:abc", "PROJCS[]", "EPSG:5773", "/etc/passwd", ""])
def test_unknown_crs_is_refused_by_name(text: str) -> None:
    with pytest.raises(Refusal, match="SRSNAME"):
        read_crs("SRSNAME", text, True)


def test_bbox_follows_the_axis_order() -> None:
    assert read_bbox("BBOX", "46,15,47,16", LATITUDE_FIRST) == (15, 46, 16, 47)
    assert read_bbox("BBOX", "15,46,16,47", AxisOrder("EPSG:4326", False)) == (15, 46, 16, 47)


@pytest.mark.parametrize("text", ["1,2,3", "1,2,1,3", "3,2,1,4", "a,b,c,d", "nan,1,2,3", "1,2,3,inf", "1,2,3,4,5"])
def test_bad_bbox_is_refused_by_name(text: str) -> None:
    with pytest.raises(Refusal, match="BBOX"):
        read_bbox("BBOX", text, UTM)


def test_wrong_axis_order_off_the_earth_is_refused() -> None:
    with pytest.raises(Refusal, match="axis order"):
        read_bbox("BBOX", "150,-30,151,-29", LATITUDE_FIRST)


def grid_of(query: str, bounds: tuple[float, float, float, float], crs: str) -> PixelGrid:
    return read_grid(Parameters(query), bounds, crs, 2500)


def test_width_and_height() -> None:
    grid = grid_of("width=64&Height=32", (500000, 5100000, 500640, 5100640), "EPSG:32633")
    assert (grid.width, grid.height, grid.pixel_width, grid.pixel_height) == (64, 32, 10, 20)


@pytest.mark.parametrize("query", ["RESX=10&RESY=20", "RESX=10m&RESY=20m"])
def test_resolution(query: str) -> None:
    grid = grid_of(query, (500000, 5100000, 500644, 5100640), "EPSG:32633")
    assert (grid.width, grid.height) == (64, 32)
    assert grid.bounds == (500000, 5100000, 500644, 5100640)


def test_metres_in_degrees_shrink_with_the_latitude() -> None:
    grid = grid_of("RESX=10m&RESY=10m", (15.0, 59.99, 15.02, 60.01), "EPSG:4326")
    assert grid.height == round(0.02 * 111226.26 / 10)
    assert grid.width == round(0.02 * 111226.26 * math.cos(math.radians(60)) / 10)
    assert metres_per_pixel(grid) == pytest.approx(10, rel=0.01)


@pytest.mark.parametrize(
    ("query", "named"),
    [("", "WIDTH"), ("WIDTH=10", "HEIGHT"), ("RESX=10", "RESY"), ("WIDTH=x&HEIGHT=2", "WIDTH"),
     ("WIDTH=0&HEIGHT=2", "WIDTH"), ("RESX=-1&RESY=1", "RESX"), ("RESX=m&RESY=1", "RESX")],
)  # fmt: skip
def test_bad_sizes_are_refused_by_name(query: str, named: str) -> None:
    with pytest.raises(Refusal, match=named):
        grid_of(query, (0, 0, 100, 100), "EPSG:32633")


def test_too_many_pixels_in_the_words_of_the_service() -> None:
    with pytest.raises(Refusal, match=r"Output image area of 5477 x 1236 is too large! .*at most 2500 x 2500 pixels\."):
        grid_of("WIDTH=5477&HEIGHT=1236", (0, 0, 100, 100), "EPSG:32633")


GRID = PixelGrid("EPSG:32633", 0.0, 100.0, 10.0, 10.0, 10, 10)


def test_polygon_masks_pixel_centres() -> None:
    polygons = read_geometry("POLYGON((20 20, 50 20, 50 80, 20 80, 20 20))", UTM)
    expected = np.zeros((10, 10), bool)
    expected[2:8, 2:5] = True
    assert (polygons.mask(GRID) == expected).all()
    assert polygons.bounds == (20, 20, 50, 80)


def test_holes_and_many_parts() -> None:
    first = "((0 0,60 0,60 60,0 60,0 0),(20 20,40 20,40 40,20 40,20 20))"
    text = f"MULTIPOLYGON ({first},((80 80,100 80,100 100,80 100,80 80)))"
    mask = read_geometry(text, UTM).mask(GRID)
    assert mask.sum() == 36 - 4 + 4
    assert not mask[6:8, 2:4].any()
    assert mask[:2, 8:].all()


def test_mask_agrees_with_gdals_idea_of_inside() -> None:
    from osgeo import ogr

    numbers = np.random.default_rng(5)
    for _ in range(20):
        angles = np.sort(numbers.uniform(0, 2 * np.pi, 25))
        radii = numbers.uniform(5, 50, 25)
        corners = [(50 + r * np.cos(a), 50 + r * np.sin(a)) for a, r in zip(angles, radii)]
        text = f"POLYGON(({', '.join(f'{x:.6f} {y:.6f}' for x, y in [*corners, corners[0]])}))"
        polygon = ogr.CreateGeometryFromWkt(text)
        mask = read_geometry(text, UTM).mask(GRID)
        for row in range(10):
            for column in range(10):
                point = ogr.CreateGeometryFromWkt(f"POINT({column * 10 + 5} {95 - row * 10})")
                assert mask[row, column] == polygon.Contains(point)


def test_geometry_follows_the_axis_order() -> None:
    polygons = read_geometry("POLYGON((46 15, 46 16, 47 16, 46 15))", LATITUDE_FIRST)
    assert polygons.bounds == (15, 46, 16, 47)


@pytest.mark.parametrize(
    "text", ["POINT(1 2)", "POLYGON((0 0,1 1))", "POLYGON((0 0,1 0,1 1,0 0)", "POLYGON EMPTY", "0106000000",
             "POLYGON((0 0,1 x,1 1,0 0))", "POLYGON((0,1,2,3))"],
)  # fmt: skip
def test_other_geometries_are_refused_by_name(text: str) -> None:
    with pytest.raises(Refusal, match="GEOMETRY"):
        read_geometry(text, UTM)
