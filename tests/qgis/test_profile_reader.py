# SPDX-License-Identifier: GPL-2.0-or-later
"""Series behind points and areas equal a plain read of the file, with and without the cache."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsGeometry, QgsPointXY
from stack_builders import build_info, write_stack

from timestack.plugin.bridge.profile_cache import build_cache, cache_path, can_have_cache, open_cache
from timestack.plugin.bridge.profile_desk import AreaOrder, PointOrder, ProfileDesk
from timestack.plugin.bridge.profile_reader import ProfileReader
from timestack.plugin.core.errors import Cancelled, FileProblem, InvalidRequest
from timestack.plugin.core.grid import PixelGrid

CRS = ["EPSG:32633", "EPSG:3857", "EPSG:4326", "EPSG:3035", "EPSG:2193", "EPSG:3413", "EPSG:28992"]


def polygon(corners):
    return "POLYGON((" + ", ".join(f"{x} {y}" for x, y in corners) + "))"


def random_grid(rng, crs):
    """A grid of odd size somewhere within the CRS."""
    to_crs = osr.SpatialReference()
    to_crs.SetFromUserInput(crs)
    centre = {"EPSG:2193": (174.0, -41.0), "EPSG:3413": (-45.0, 75.0), "EPSG:28992": (5.5, 52.2)}.get(crs, (14.5, 46.5))
    wgs84 = osr.SpatialReference()
    wgs84.SetFromUserInput("EPSG:4326")
    for reference in (to_crs, wgs84):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    x, y, _ = osr.CoordinateTransformation(wgs84, to_crs).TransformPoint(*centre)
    size = 0.0001 if crs == "EPSG:4326" else float(rng.choice([10.0, 7.3, 20.0]))
    return PixelGrid(
        crs, x, y, size, size * float(rng.choice([1.0, 1.5])), int(rng.integers(3, 90)), int(rng.integers(3, 90))
    )


def plain_read(path, column, row, info, scale=1.0, offset=0.0):
    """What GDAL alone gives: (time, band), NaN for nodata."""
    dataset = gdal.Open(str(path))
    values = dataset.ReadAsArray(column, row, 1, 1).reshape(len(info.steps), len(info.bands)).astype(float)
    nodata = dataset.GetRasterBand(1).GetNoDataValue()
    if nodata is not None:
        values[values == nodata] = np.nan
    return values * scale + offset


@pytest.mark.parametrize("with_cache", [False, True], ids=["stack", "cache"])
def test_a_thousand_random_clicks_equal_a_plain_read(tmp_path, with_cache):
    rng = np.random.default_rng(11)
    for number in range(20):
        grid = random_grid(rng, CRS[number % len(CRS)])
        info = replace(build_info(steps=int(rng.integers(1, 9)), size=(grid.width, grid.height)), grid=grid)
        pixels = rng.integers(0, 4, (len(info.steps), len(info.bands), grid.height, grid.width)).astype(info.dtype)
        path = tmp_path / f"{number}.tif"
        write_stack(path, info, pixels)
        reader = ProfileReader(path)
        if with_cache:
            build_cache(reader.stack, lambda: False)
            reader.refresh()
            assert reader.is_cached
        to_map = str(rng.choice(["EPSG:4326", "EPSG:3857", grid.crs]))
        for _ in range(50):
            column, row = int(rng.integers(-2, grid.width + 2)), int(rng.integers(-2, grid.height + 2))
            x = grid.xmin + (column + rng.uniform(0.02, 0.98)) * grid.pixel_width
            y = grid.ymax - (row + rng.uniform(0.02, 0.98)) * grid.pixel_height
            point = reproject(x, y, grid.crs, to_map)
            if not (0 <= column < grid.width and 0 <= row < grid.height):
                with pytest.raises(InvalidRequest):
                    reader.read_point(*point, to_map)
                continue
            profile = reader.read_point(*point, to_map)
            np.testing.assert_array_equal(profile.values, plain_read(path, column, row, info))
            assert profile.times == tuple(step.time for step in info.steps)
        reader.close()


def reproject(x, y, from_crs, to_crs):
    if from_crs == to_crs:
        return x, y
    references = []
    for crs in (from_crs, to_crs):
        reference = osr.SpatialReference()
        reference.SetFromUserInput(crs)
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        references.append(reference)
    return osr.CoordinateTransformation(*references).TransformPoint(x, y)[:2]


def test_scale_and_offset_are_applied(tmp_path):
    info = replace(build_info(steps=3, size=(5, 4)), scale=0.0001, offset=-0.1)
    pixels = write_stack(tmp_path / "s.tif", info)
    profile = ProfileReader(tmp_path / "s.tif").read_pixel(2, 1)
    expected = pixels[:, :, 1, 2].astype(float)
    expected[expected == info.nodata] = np.nan
    np.testing.assert_allclose(profile.values, expected * 0.0001 - 0.1)


def test_many_points_at_once_with_some_outside(tmp_path):
    info = build_info(steps=4, size=(130, 70))
    pixels = write_stack(tmp_path / "s.tif", info).astype(float)
    pixels[pixels == info.nodata] = np.nan
    grid, reader = info.grid, ProfileReader(tmp_path / "s.tif")
    columns, rows = [0, 129, 64, -1, 3], [0, 69, 64, 5, 70]
    xs = [grid.xmin + (c + 0.5) * grid.pixel_width for c in columns]
    ys = [grid.ymax - (r + 0.5) * grid.pixel_height for r in rows]
    found = reader.read_points(xs, ys)
    for number in range(3):
        np.testing.assert_array_equal(found[number], pixels[:, :, rows[number], columns[number]])
    assert np.isnan(found[3:]).all()


@pytest.mark.parametrize("with_cache", [False, True], ids=["stack", "cache"])
@pytest.mark.parametrize("budget", [None, 5000], ids=["one pass", "passes"])
def test_an_area_equals_numpy_over_the_pixels_inside(tmp_path, with_cache, budget, monkeypatch):
    if budget:
        monkeypatch.setattr("timestack.plugin.bridge.profile_reader._AREA_BYTES", budget)
    rng = np.random.default_rng(3)
    info = build_info(steps=5, size=(150, 140))
    pixels = rng.integers(0, 3000, (5, len(info.bands), 140, 150)).astype(info.dtype)
    pixels[2] = info.nodata
    write_stack(tmp_path / "s.tif", info, pixels)
    reader, grid = ProfileReader(tmp_path / "s.tif"), info.grid
    if with_cache:
        build_cache(reader.stack, lambda: False)
        reader.refresh()
    ring = [(20.3, 10.2), (120.7, 30.1), (90.4, 130.6), (15.2, 90.9), (20.3, 10.2)]
    corners = [(grid.xmin + c * grid.pixel_width, grid.ymax - r * grid.pixel_height) for c, r in ring]
    wkt = polygon(corners)
    shape = QgsGeometry.fromWkt(wkt)
    places = [
        [
            QgsPointXY(grid.xmin + (c + 0.5) * grid.pixel_width, grid.ymax - (r + 0.5) * grid.pixel_height)
            for c in range(150)
        ]
        for r in range(140)
    ]
    inside = np.array([[shape.contains(place) for place in row] for row in places])
    area = reader.read_area(wkt, grid.crs)
    samples = pixels[:, :, inside].astype(float)
    samples[samples == info.nodata] = np.nan
    assert area.pixel_count == inside.sum()
    np.testing.assert_allclose(area.valid_share, (~np.isnan(samples)).mean(axis=2))
    keep = [0, 1, 3, 4]
    np.testing.assert_allclose(area.mean[keep], np.nanmean(samples[keep], axis=2))
    np.testing.assert_allclose(area.median[keep], np.nanmedian(samples[keep], axis=2))
    np.testing.assert_allclose(area.p10[keep], np.nanpercentile(samples[keep], 10, axis=2))
    np.testing.assert_allclose(area.p90[keep], np.nanpercentile(samples[keep], 90, axis=2))
    for statistic in (area.mean, area.median, area.p10, area.p90):
        assert np.isnan(statistic[2]).all()


def test_an_area_smaller_than_a_pixel_is_the_pixel_under_it(tmp_path):
    info = build_info(steps=3, size=(10, 10))
    pixels = write_stack(tmp_path / "s.tif", info).astype(float)
    pixels[pixels == info.nodata] = np.nan
    grid = info.grid
    x, y = grid.xmin + 4.1 * grid.pixel_width, grid.ymax - 6.1 * grid.pixel_height
    d = grid.pixel_width * 0.1
    area = ProfileReader(tmp_path / "s.tif").read_area(
        f"POLYGON(({x} {y}, {x + d} {y}, {x + d} {y - d}, {x} {y}))", grid.crs
    )
    assert area.pixel_count == 1
    np.testing.assert_array_equal(area.mean, pixels[:, :, 6, 4])


@pytest.mark.parametrize("wkt", ["POLYGON((0 0, 1 0, 1 1, 0 0))", "POINT(500000 5100000)", "nonsense", "POLYGON EMPTY"])
def test_areas_that_are_none_are_refused(tmp_path, wkt):
    info = build_info(steps=2, size=(10, 10))
    write_stack(tmp_path / "s.tif", info)
    with pytest.raises(InvalidRequest):
        ProfileReader(tmp_path / "s.tif").read_area(wkt, info.grid.crs)


def test_the_cache_is_used_only_for_the_file_it_was_made_from(tmp_path):
    path, info = tmp_path / "s.tif", build_info(steps=3, size=(20, 20))
    write_stack(path, info)
    reader = ProfileReader(path)
    build_cache(reader.stack, lambda: False)
    assert open_cache(reader.stack) is not None
    state = os.stat(path)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1_000_000_000))
    assert open_cache(reader.stack) is None
    cache_path(str(path)).write_bytes(b"no tiff")
    assert open_cache(reader.stack) is None
    assert not list(tmp_path.glob("*.part"))


def test_a_cancelled_cache_leaves_nothing(tmp_path):
    path, info = tmp_path / "s.tif", build_info(steps=3, size=(200, 200))
    write_stack(path, info)
    turns = iter([False, False, True])
    with pytest.raises(Cancelled):
        build_cache(ProfileReader(path).stack, lambda: next(turns))
    assert [entry.name for entry in tmp_path.iterdir()] == ["s.tif"]


def test_small_stacks_and_folders_that_cannot_be_written_get_no_cache(tmp_path):
    path, info = tmp_path / "s.tif", build_info(steps=3, size=(20, 20))
    write_stack(path, info)
    stack = ProfileReader(path).stack
    assert can_have_cache(stack, 1000)
    assert not can_have_cache(stack, 5_000_000)


class Answers:
    def __init__(self, desk):
        self.good, self.bad, self.caches = [], [], []
        desk.answered.connect(lambda *answer: self.good.append(answer))
        desk.failed.connect(lambda *answer: self.bad.append(answer))
        desk.cached.connect(lambda *answer: self.caches.append(answer))


@pytest.fixture
def desk(qgis_app):
    desk = ProfileDesk(cache_from_bytes=100_000)
    yield desk
    desk.close()


def wait_for(qgis_app, condition, seconds=20.0):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        qgis_app.processEvents()
        time.sleep(0.005)
    assert condition()


def centre(grid):
    return grid.xmin + grid.width * grid.pixel_width / 2, grid.ymax - grid.height * grid.pixel_height / 2


def test_the_desk_answers_and_then_builds_the_cache(tmp_path, desk, qgis_app):
    path, info = tmp_path / "s.tif", build_info(steps=5, size=(120, 120))
    write_stack(path, info)
    answers, order = Answers(desk), PointOrder(*centre(info.grid), info.grid.crs)
    ticket = desk.ask("hover", str(path), order)
    wait_for(qgis_app, lambda: answers.good)
    channel, answered, profile = answers.good[0]
    assert (channel, answered) == ("hover", ticket)
    wait_for(qgis_app, lambda: (str(path), 1.0) in answers.caches)
    desk.ask("hover", str(path), order)
    wait_for(qgis_app, lambda: len(answers.good) == 2)
    np.testing.assert_array_equal(answers.good[1][2].values, profile.values)
    assert cache_path(str(path)).exists()
    assert answers.bad == []


def test_the_cache_waits_until_nobody_asks(tmp_path, desk, qgis_app):
    path, info = tmp_path / "s.tif", build_info(steps=5, size=(120, 120))
    write_stack(path, info)
    answers, order = Answers(desk), PointOrder(*centre(info.grid), info.grid.crs)
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        count = len(answers.good)
        desk.ask("hover", str(path), order)
        wait_for(qgis_app, lambda count=count: len(answers.good) > count)
        time.sleep(0.05)
    assert answers.caches == []
    wait_for(qgis_app, lambda: (str(path), 1.0) in answers.caches)


def test_of_many_questions_of_a_channel_the_newest_is_answered(tmp_path, desk, qgis_app):
    path, info = tmp_path / "s.tif", build_info(steps=5, size=(40, 40))
    write_stack(path, info)
    answers, grid = Answers(desk), info.grid
    tickets = [
        desk.ask("hover", str(path), PointOrder(grid.xmin + (n % 40 + 0.5) * grid.pixel_width, grid.ymax - 5, grid.crs))
        for n in range(200)
    ]
    pin = desk.ask("pin 1", str(path), PointOrder(*centre(grid), grid.crs))
    wait_for(qgis_app, lambda: {tickets[-1], pin} <= {ticket for _, ticket, _ in answers.good})
    assert len(answers.good) < 150


def test_a_file_that_was_replaced_is_read_anew(tmp_path, desk, qgis_app):
    path, info = tmp_path / "s.tif", build_info(steps=5, size=(20, 20))
    answers, order = Answers(desk), PointOrder(*centre(info.grid), info.grid.crs)
    for value in (7, 9):
        write_stack(path, info, np.full((5, len(info.bands), 20, 20), value, info.dtype))
        desk.ask("pin", str(path), order)
        wait_for(qgis_app, lambda: answers.good)
        assert (answers.good.pop()[2].values == value).all()


def test_problems_are_told_in_a_sentence(tmp_path, desk, qgis_app):
    answers = Answers(desk)
    desk.ask("pin", str(tmp_path / "none.tif"), PointOrder(0, 0, "EPSG:4326"))
    wait_for(qgis_app, lambda: answers.bad)
    assert "none.tif" in answers.bad[0][2]
    path, info = tmp_path / "s.tif", build_info(steps=2, size=(20, 20))
    write_stack(path, info)
    desk.ask("pin", str(path), PointOrder(0, 0, info.grid.crs))
    wait_for(qgis_app, lambda: len(answers.bad) == 2)
    desk.ask("pin", str(path), AreaOrder("nonsense", info.grid.crs))
    wait_for(qgis_app, lambda: len(answers.bad) == 3)


def test_closing_in_the_middle_of_a_read_ends_it(tmp_path, qgis_app):
    path, info = tmp_path / "s.tif", build_info(steps=8, size=(400, 400))
    write_stack(path, info)
    grid = info.grid
    xmin, ymin, xmax, ymax = grid.bounds
    desk = ProfileDesk()
    answers = Answers(desk)
    desk.ask(
        "area",
        str(path),
        AreaOrder(f"POLYGON(({xmin} {ymin}, {xmax} {ymin}, {xmax} {ymax}, {xmin} {ymax}, {xmin} {ymin}))", grid.crs),
    )
    desk.close()
    desk.close()
    qgis_app.processEvents()
    assert answers.good == []
    with pytest.raises(FileProblem):
        ProfileReader(tmp_path / "gone.tif")
