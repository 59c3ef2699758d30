# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading stacks: ours and others', whole, in windows, at a point, from several threads."""

from __future__ import annotations

import os
import threading
from datetime import date, datetime, timezone

import numpy as np
import pytest
from stack_builders import build_info, write_raster, write_stack

from timestack.plugin.bridge import projection
from timestack.plugin.bridge.stack_reader import StackFile, read_info
from timestack.plugin.core.errors import FileProblem, InvalidRequest

gdal = pytest.importorskip("osgeo.gdal")


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    path = tmp_path_factory.mktemp("stack") / "s.tif"
    info = build_info()
    pixels = np.arange(np.prod(info.shape)).reshape(info.shape).astype("uint16")
    write_stack(path, info, pixels)
    with StackFile(path) as opened:
        yield opened, pixels


def test_shape_times_and_bands(stack):
    opened, _ = stack
    assert opened.shape == (4, 3, 70, 130)
    assert opened.times[1] == datetime(2020, 1, 10, tzinfo=timezone.utc)
    assert opened.bands == ("B02", "B03", "B04")


def test_read_chooses_bands_times_and_window(stack):
    opened, pixels = stack
    assert (opened.read(["B04", "B02"]).data == pixels[:, [2, 0]]).all()
    assert (opened.read(times=slice(1, None, 2)).data == pixels[1::2]).all()
    assert (opened.read(times=[3, 0]).data == pixels[[3, 0]]).all()
    assert (opened.read(times=[datetime(2020, 1, 15)]).data == pixels[[2]]).all()
    assert (opened.read(times=[date(2020, 1, 20), -4]).data == pixels[[3, 0]]).all()
    assert (opened.read("B03", window=(64, 10, 3, 2)).data == pixels[:, 1:2, 10:12, 64:67]).all()
    assert opened.read(times=[]).shape == (0, 3, 70, 130)


def test_nodata_is_masked(stack):
    opened, pixels = stack
    values = opened.read()
    assert (values.mask == (pixels == 0)).all()
    assert values.fill_value == 0


@pytest.mark.parametrize(
    "wanted",
    [
        {"bands": ["B99"]}, {"bands": [3]}, {"times": [4]}, {"times": [datetime(2020, 1, 6)]},
        {"window": (0, 0, 131, 1)}, {"window": (-1, 0, 1, 1)}, {"window": (0, 0, 0, 1)},
    ],
)  # fmt: skip
def test_what_the_stack_does_not_have_is_refused(stack, wanted):
    with pytest.raises(InvalidRequest):
        stack[0].read(**wanted)


def test_profile_is_the_pixel_under_the_point(stack):
    opened, pixels = stack
    assert (opened.profile(500000 + 64 * 10 + 1, 5100640 - 33 * 10 - 1).data == pixels[:, :, 33, 64]).all()
    assert (opened.profile(500000, 5100640).data == pixels[:, :, 0, 0]).all()


def test_profile_in_another_crs(stack):
    opened, pixels = stack
    lon, lat = projection.transform_point(500645, 5100305, "EPSG:32633", "EPSG:4326")
    assert 15 < lon < 15.1
    assert (opened.profile(lon, lat, "EPSG:4326").data == pixels[:, :, 33, 64]).all()


def test_profile_outside_is_refused(stack):
    for x in (499999.9, 501300.0):
        with pytest.raises(InvalidRequest) as caught:
            stack[0].profile(x, 5100600)
        assert caught.value.rule == "outside"


def test_threads_read_the_same_stack_at_once(stack):
    opened, pixels = stack
    wrong = []

    def work(seed):
        rng = np.random.default_rng(seed)
        for _ in range(100):
            column, row = int(rng.integers(130)), int(rng.integers(70))
            values = opened.profile(500005 + column * 10, 5100635 - row * 10).data
            if not (values == pixels[:, :, row, column]).all():
                wrong.append((column, row))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert wrong == []


def test_a_closed_stack_says_so(tmp_path):
    write_stack(tmp_path / "s.tif", build_info())
    opened = StackFile(tmp_path / "s.tif")
    opened.close()
    with pytest.raises(FileProblem) as caught:
        opened.read()
    assert caught.value.rule == "closed"
    os.remove(tmp_path / "s.tif")


def test_a_file_that_is_cut_off_is_told(tmp_path):
    write_stack(tmp_path / "s.tif", build_info(steps=10))
    with open(tmp_path / "s.tif", "r+b") as file:
        file.truncate(os.path.getsize(tmp_path / "s.tif") - 20000)
    with pytest.raises(FileProblem) as caught:
        StackFile(tmp_path / "s.tif").read()
    assert caught.value.rule in ("broken", "not_a_raster")


@pytest.mark.parametrize(
    ("name", "content", "rule"), [("none.tif", None, "missing"), ("text.tif", b"no raster", "not_a_raster")]
)
def test_what_is_no_raster_is_told(tmp_path, name, content, rule):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileProblem) as caught:
        read_info(tmp_path / name)
    assert caught.value.rule == rule


def test_nan_is_masked_even_without_nodata(tmp_path):
    info = build_info(dtype="float32", nodata=None)
    pixels = np.ones(info.shape, "float32")
    pixels[1, 1, 1, 1] = np.nan
    write_stack(tmp_path / "s.tif", info, pixels)
    assert StackFile(tmp_path / "s.tif").read().mask.sum() == 1


def test_part_of_our_file_made_by_another_tool_keeps_its_dates(tmp_path):
    pixels = write_stack(tmp_path / "s.tif", build_info())
    gdal.Translate(str(tmp_path / "part.tif"), str(tmp_path / "s.tif"), bandList=[4, 5, 6, 10, 11, 12])
    opened = StackFile(tmp_path / "part.tif")
    assert [time.day for time in opened.times] == [10, 20]
    assert opened.bands == ("B02", "B03", "B04")
    assert (opened.read().data == pixels[[1, 3]]).all()


def test_a_foreign_file_ordered_by_band_is_read_by_date(tmp_path):
    names = ["B02 20200110", "B02 20200105", "B03 20200110", "B03 20200105"]
    write_raster(tmp_path / "f.tif", names, [1, 2, 3, 4], nodata=3).FlushCache()
    opened = StackFile(tmp_path / "f.tif")
    assert opened.profile(500001, 5099999).tolist() == [[2, 4], [1, None]]
    assert opened.info.nodata == 3


def test_a_turned_raster_is_refused(tmp_path):
    dataset = write_raster(tmp_path / "f.tif", ["2020-01-05 B02"], [1])
    dataset.SetGeoTransform((500000, 10, 1, 5100000, 1, -10))
    del dataset
    with pytest.raises(FileProblem) as caught:
        read_info(tmp_path / "f.tif")
    assert caught.value.rule == "not_north_up"


@pytest.mark.parametrize("driver", ["ENVI", "VRT", "HFA"])
def test_other_formats_made_from_our_file(tmp_path, driver):
    pixels = write_stack(tmp_path / "s.tif", build_info())
    gdal.Translate(str(tmp_path / "other"), str(tmp_path / "s.tif"), format=driver)
    opened = StackFile(tmp_path / "other")
    assert [time.day for time in opened.times] == [5, 10, 15, 20]
    assert (opened.read(times=[2]).data == pixels[2]).all()


def test_netcdf_from_xarray(tmp_path):
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("netCDF4")
    if gdal.GetDriverByName("netCDF") is None:
        pytest.skip("GDAL without netCDF")
    times = np.array(["2020-01-05", "2020-01-10T10:00"], dtype="datetime64[ns]")
    values = np.random.default_rng(1).random((2, 6, 5)).astype("float32")
    places = {"time": times, "y": 46 - np.arange(6) * 0.1, "x": 15 + np.arange(5) * 0.1}
    array = xarray.DataArray(values, dims=("time", "y", "x"), coords=places)
    array.x.attrs.update(units="degrees_east", standard_name="longitude")
    array.y.attrs.update(units="degrees_north", standard_name="latitude")
    array.to_dataset(name="NDVI").to_netcdf(tmp_path / "cube.nc")
    opened = StackFile(tmp_path / "cube.nc")
    assert opened.times[1] == datetime(2020, 1, 10, 10, tzinfo=timezone.utc)
    assert opened.bands == ("NDVI",)
    assert np.allclose(opened.read()[:, 0], values)


def test_real_single_scenes_take_the_date_of_their_metadata(shared_data):
    folder = shared_data / "s2_l1c_slovenia_2015_2017" / "ndvi"
    for path in sorted(folder.glob("*.tif"))[:5]:
        info = read_info(path)
        assert info.steps[0].time.strftime("%Y-%m-%dT%H%M%S") in path.name
        assert info.band_names == ("NDVI", "CLP", "CLM", "IS_VALID")
    with pytest.raises(FileProblem) as caught:
        read_info(shared_data / "s2_l1c_slovenia_2015_2017" / "static" / "DEM.tif")
    assert caught.value.rule == "no_dates"


@pytest.mark.parametrize("text", ["EPSG:32633", "epsg:32633", " EPSG:32633 ", "urn:ogc:def:crs:EPSG::32633"])
def test_crs_names(text):
    assert projection.normalise_crs(text) == "EPSG:32633"


def test_crs_by_description():
    assert projection.normalise_crs(projection.open_crs("EPSG:3035").ExportToWkt()) == "EPSG:3035"
    assert projection.is_geographic("EPSG:4326")
    assert not projection.is_geographic("EPSG:32633")


@pytest.mark.parametrize("text", ["", "EPSG:999999", "nonsense", "EPSG:"])
def test_unknown_crs(text):
    with pytest.raises(InvalidRequest) as caught:
        projection.normalise_crs(text)
    assert caught.value.rule == "unknown_crs"


def test_longitude_comes_first():
    x, y = projection.transform_points([15.0, 16.0], [46.0, 46.0], "EPSG:4326", "EPSG:32633")
    assert x[0] == pytest.approx(500000, abs=0.01)
    assert x[1] > 570000
    assert y[0] == pytest.approx(5094047, abs=1)
    assert projection.transform_point(x[0], y[0], "EPSG:32633", "EPSG:4326") == pytest.approx((15, 46))


@pytest.mark.parametrize("exceptions", [False, True])
def test_a_point_without_a_place_is_nan_alone(exceptions):
    was_on = gdal.GetUseExceptions()
    from osgeo import osr

    (osr.UseExceptions if exceptions else osr.DontUseExceptions)()
    try:
        x, _ = projection.transform_points([15.0, 200.0], [46.0, 95.0], "EPSG:4326", "EPSG:32633")
        assert np.isnan(x).tolist() == [False, True]
    finally:
        osr.DontUseExceptions()
        if was_on:
            gdal.UseExceptions()


def test_bounds_hold_every_point_of_the_box():
    box = (200000.0, 5000000.0, 800000.0, 6000000.0)
    west, south, east, north = projection.transform_bounds(box, "EPSG:32633", "EPSG:4326")
    edge_x = np.linspace(box[0], box[2], 50)
    for y in (box[1], box[3]):
        lon, lat = projection.transform_points(edge_x, np.full(50, y), "EPSG:32633", "EPSG:4326")
        assert (lon >= west - 1e-3).all()
        assert (lon <= east + 1e-3).all()
        assert (lat >= south - 1e-3).all()
        assert (lat <= north + 1e-3).all()
