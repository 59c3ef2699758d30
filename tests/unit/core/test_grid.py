import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.grid import PixelGrid, align_grid, snap_grid, utm_crs


def test_the_forum_question_is_64_by_64_pixels():
    grid = snap_grid((500000, 5100000, 500640, 5100640), "EPSG:32633", 10)
    assert (grid.width, grid.height) == (64, 64)
    assert grid.bounds == (500000, 5100000, 500640, 5100640)


def test_edges_move_outward_to_multiples_of_the_resolution():
    grid = snap_grid((500003, 5100001, 500012, 5100009), "EPSG:32633", 10)
    assert grid.bounds == (500000, 5100000, 500020, 5100010)


finite = st.floats(-1e6, 1e6, allow_nan=False)


@given(finite, finite, st.floats(0.01, 1e5), st.floats(0.01, 1e5), st.sampled_from([0.0001, 0.5, 10, 30, 60, 333.3]))
def test_a_snapped_grid_covers_the_area_and_no_more_than_a_pixel_beyond(x, y, width, height, resolution):
    bounds = (x, y, x + width, y + height)
    grid = snap_grid(bounds, "EPSG:32633", resolution)
    slack = resolution * 1.001e-3 + 1e-6
    assert grid.bounds[0] <= bounds[0] + slack and grid.bounds[1] <= bounds[1] + slack
    assert grid.bounds[2] >= bounds[2] - slack and grid.bounds[3] >= bounds[3] - slack
    assert grid.bounds[0] > bounds[0] - resolution - slack and grid.bounds[3] < bounds[3] + resolution + slack
    assert abs(grid.xmin / resolution - round(grid.xmin / resolution)) < 1e-6


@pytest.mark.parametrize("bounds", [(1, 1, 1, 2), (2, 1, 1, 2), (0, 0, math.nan, 1), (0, 0, math.inf, 1)])
def test_an_empty_or_reversed_area_is_refused(bounds):
    with pytest.raises(InvalidRequest) as caught:
        snap_grid(bounds, "EPSG:32633", 10)
    assert (caught.value.parameter, caught.value.rule) == ("EXTENT", "empty_area")


@pytest.mark.parametrize("resolution", [0, -10, math.nan, math.inf])
def test_a_resolution_that_is_no_size_is_refused(resolution):
    with pytest.raises(InvalidRequest) as caught:
        snap_grid((0, 0, 1, 1), "EPSG:32633", resolution)
    assert caught.value.parameter == "RESOLUTION"


def test_aligning_to_a_raster_keeps_its_own_lattice():
    like = PixelGrid("EPSG:32633", 465181.0522318204, 5080254.6, 9.99479222007154, 9.997448467363668, 100, 101)
    assert align_grid(like.bounds, like) == like
    part = align_grid((like.xmin + 25, like.ymax - 60, like.xmin + 45, like.ymax - 25), like)
    assert (part.width, part.height) == (3, 5)
    assert part.xmin == like.xmin + 2 * like.pixel_width and part.ymax == like.ymax - 2 * like.pixel_height


def test_tiles_are_cut_row_by_row_and_cover_everything_once():
    grid = PixelGrid("EPSG:32633", 0, 0, 10, 10, 150, 70)
    tiles = list(grid.tiles(64))
    assert [(c, r, t.width, t.height) for c, r, t in tiles] == [
        (0, 0, 64, 64), (64, 0, 64, 64), (128, 0, 22, 64), (0, 64, 64, 6), (64, 64, 64, 6), (128, 64, 22, 6)
    ]  # fmt: skip
    assert tiles[1][2].xmin == 640 and tiles[3][2].ymax == -640


def test_a_point_belongs_to_the_pixel_right_and_below():
    grid = PixelGrid("EPSG:32633", 0, 100, 10, 10, 10, 10)
    assert grid.locate(0, 100) == (0, 0)
    assert grid.locate(10, 90) == (1, 1)
    assert grid.locate(99.9, 0.1) == (9, 9)
    assert grid.locate(100, 50) is None and grid.locate(50, 0) is None


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [(15, 46, "EPSG:32633"), (-180, 10, "EPSG:32601"), (179.9, -1, "EPSG:32760"), (-4.87, 41.8, "EPSG:32630")],
)
def test_utm_zone_of_a_place(lon, lat, code):
    assert utm_crs(lon, lat) == code
