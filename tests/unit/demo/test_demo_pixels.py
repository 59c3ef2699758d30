# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels of the demo: the same in every window and thread, consistent between bands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.localhub.demo import DemoSource
from timestack.plugin.localhub.demo.cells import find_cells

WINDOW = PixelGrid("EPSG:32633", 500000.0, 5100640.0, 10.0, 10.0, 64, 64)
WIDE = PixelGrid("EPSG:32633", 499400.0, 5101240.0, 10.0, 10.0, 184, 184)
DISTRICT = PixelGrid("EPSG:32633", 496000.0, 5104000.0, 40.0, 40.0, 200, 150)
CORNER = PixelGrid("EPSG:32633", 487000.0, 5113000.0, 40.0, 40.0, 200, 100)
"""The north-western corner of the landscape, cut by the swath edge."""
ALL_BANDS = tuple(DemoSource().bands)


@pytest.fixture(scope="module")
def source():
    return DemoSource()


def record_of(source, day, tile_id="33TVM"):
    return next(record for record in source.records() if f"{record.time:%Y-%m-%d}" == day and record.tile_id == tile_id)


@pytest.mark.parametrize("day", ["2020-01-30", "2020-05-04", "2020-05-09", "2020-06-13"])
def test_a_pixel_has_one_value_in_every_window(source, day):
    record = record_of(source, day)
    small = source.read(record, ALL_BANDS, WINDOW)
    large = DemoSource().read(record, ALL_BANDS, WIDE)
    for name in (*ALL_BANDS, "dataMask"):
        np.testing.assert_array_equal(small[name], large[name][60:124, 60:124], err_msg=name)


def test_a_coarse_grid_shows_the_pixels_under_its_centres(source):
    record = record_of(source, "2020-05-09")
    coarse = replace(WIDE, pixel_width=50.0, pixel_height=50.0, width=36, height=36)
    few, many = source.read(record, ("B04", "B11", "SCL"), coarse), source.read(record, ("B04", "B11", "SCL"), WIDE)
    for name, values in few.items():
        np.testing.assert_array_equal(values, many[name][2:180:5, 2:180:5], err_msg=name)


def test_threads_see_the_same_land():
    source, alone = DemoSource(), DemoSource()
    record = record_of(source, "2020-05-09")
    windows = [WIDE.window(column, row, 46, 46) for row in range(0, 184, 46) for column in range(0, 184, 46)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda grid: source.read(record, ("B04", "B11", "CLM"), grid), windows * 3))
    for grid, arrays in zip(windows * 3, answers):
        for name, values in alone.read(record, ("B04", "B11", "CLM"), grid).items():
            np.testing.assert_array_equal(values, arrays[name], err_msg=name)


def test_types_and_shapes(source):
    arrays = source.read(record_of(source, "2020-05-04"), ALL_BANDS, WINDOW.window(0, 0, 20, 11))
    assert set(arrays) == {*ALL_BANDS, "dataMask"}
    assert all(values.shape == (11, 20) for values in arrays.values())
    assert arrays["B02"].dtype == np.uint16 and arrays["dataMask"].dtype == np.uint8
    assert arrays["SCL"].dtype == np.uint8 and arrays["viewZenithMean"].dtype == np.float32


def test_unknown_band_is_a_key_error(source):
    with pytest.raises(KeyError):
        source.read(source.records()[0], ["B10"], WINDOW)


@pytest.mark.parametrize(("names", "side"), [(("B05", "B8A", "B11", "SCL", "CLD"), 2), (("B01", "B09"), 6)])
def test_coarse_bands_are_constant_on_their_native_cells(source, names, side):
    grid = PixelGrid("EPSG:32633", 499980.0, 5100660.0, 10.0, 10.0, 60, 60)
    arrays = source.read(record_of(source, "2020-05-09"), names, grid)
    for name in names:
        blocks = arrays[name].reshape(60 // side, side, 60 // side, side)
        assert (blocks.max(axis=(1, 3)) == blocks.min(axis=(1, 3))).all(), name
        assert np.unique(arrays[name]).size > 1, name


def test_fine_bands_vary_from_pixel_to_pixel(source):
    red = source.read(record_of(source, "2020-05-04"), ["B04"], WINDOW)["B04"].astype(int)
    assert (np.diff(red, axis=1) != 0).mean() > 0.9


def test_nothing_outside_of_swath_tile_and_landscape(source):
    record = record_of(source, "2020-05-04")
    arrays = source.read(record, ALL_BANDS, CORNER)
    blank = arrays["dataMask"] == 0
    assert 0.5 < blank.mean() < 0.95
    assert not any(arrays[name][blank].any() for name in ALL_BANDS)
    filled = ~blank
    assert (arrays["B02"][filled] > 0).all() and (arrays["SCL"][filled] > 0).all()


def test_a_window_far_away_is_empty(source):
    far = PixelGrid("EPSG:32633", 300000.0, 5000000.0, 10.0, 10.0, 30, 30)
    assert not any(values.any() for values in source.read(source.records()[0], ALL_BANDS, far).values())


def test_swath_edge_is_a_slanting_line(source):
    mask = source.read(record_of(source, "2020-05-04"), [], CORNER)["dataMask"]
    first = mask[25:].argmax(axis=1)
    assert first[0] > first[-1] + 15 and (np.diff(first) <= 0).all()


def test_both_tiles_of_a_pass_agree_where_they_overlap(source):
    pixels = [source.read(record_of(source, "2020-05-09", tile), ("B04", "SCL"), WINDOW) for tile in ("33TVM", "33TWM")]
    np.testing.assert_array_equal(pixels[0]["B04"], pixels[1]["B04"])


@pytest.mark.parametrize("day", ["2020-05-09", "2020-06-13", "2020-10-31"])
def test_cloud_bands_tell_one_story(source, day):
    arrays = source.read(record_of(source, day), ("SCL", "CLM", "CLP", "CLD", "B02"), DISTRICT)
    filled = arrays["dataMask"] == 1
    classes, mask = arrays["SCL"][filled], arrays["CLM"][filled]
    assert 0.05 < mask.mean() < 0.95
    assert (mask[classes == 9] == 1).mean() > 0.93
    assert (mask[np.isin(classes, (4, 5, 6))] == 1).mean() < 0.08
    assert ((arrays["CLP"][filled] >= 102) == (mask == 1)).all()
    assert arrays["CLD"][filled][classes == 9].min() > arrays["CLD"][filled][np.isin(classes, (4, 5, 6))].max()
    assert np.median(arrays["B02"][filled][classes == 9]) > 3 * np.median(arrays["B02"][filled][classes == 4])


def test_shadows_are_dark_and_lie_beside_clouds(source):
    arrays = source.read(record_of(source, "2020-05-09"), ("SCL", "B08"), DISTRICT)
    shadow = arrays["SCL"] == 3
    assert shadow.sum() > 300
    assert np.median(arrays["B08"][shadow]) < 0.6 * np.median(arrays["B08"][arrays["SCL"] == 4])
    # the sun stands in the south-south-east, so clouds lie to the south-east of their shadows
    cloud = arrays["SCL"] >= 8
    assert shadow[:-20, :-10][cloud[20:, 10:]].mean() > 1.5 * shadow[20:, 10:][cloud[:-20, :-10]].mean()


def test_snow_lies_on_a_clear_winter_day(source):
    arrays = source.read(record_of(source, "2021-01-14"), ("SCL", "SNW", "B03", "B11"), DISTRICT)
    snow = arrays["SCL"] == 11
    assert snow[arrays["dataMask"] == 1].mean() > 0.5
    green, short = arrays["B03"][snow].astype(float), arrays["B11"][snow].astype(float)
    assert np.percentile((green - short) / (green + short), 1) > 0.4
    assert arrays["SNW"][snow].min() > arrays["SNW"][np.isin(arrays["SCL"], (4, 6))].max()


def test_sun_is_low_in_winter_and_in_the_south_east(source):
    names = ("sunZenithAngles", "sunAzimuthAngles")
    winter, summer = (source.read(record_of(source, day), names, WINDOW) for day in ("2020-12-20", "2020-06-18"))
    assert 69 < winter["sunZenithAngles"].mean() < 72 and 24 < summer["sunZenithAngles"].mean() < 28
    assert 140 < summer["sunAzimuthAngles"].mean() < winter["sunAzimuthAngles"].mean() < 172


def test_scattered_cells_equal_those_of_a_rectangle(source, monkeypatch):
    """A grid of another CRS asks for scattered cells; the shift stands in for its projection."""
    from timestack.plugin.localhub.scenes import projection

    monkeypatch.setattr(projection, "transform_points", lambda x, y, *_: (np.asarray(x) + 7.0, np.asarray(y) - 7.0))
    find_cells.cache_clear()
    record = record_of(source, "2020-05-09")
    sparse = PixelGrid("EPSG:3794", 498000.0, 5104000.0, 500.0, 500.0, 12, 12)
    assert find_cells(sparse, 2).columns.shape[1] == 1, "few cells of a large rectangle"
    names = ("B04", "B11", "SCL", "CLM")
    shifted = source.read(record, names, sparse)
    direct = DemoSource().read(record, names, replace(sparse, crs="EPSG:32633", xmin=498007.0, ymax=5103993.0))
    find_cells.cache_clear()
    for name in names:
        np.testing.assert_array_equal(shifted[name], direct[name], err_msg=name)
