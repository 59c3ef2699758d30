# SPDX-License-Identifier: GPL-2.0-or-later
"""``stackfromrasters``: dates from everywhere, mixed grids onto one, pixels as they were or as GDAL warps them."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from osgeo import gdal
from qgis.core import QgsFeature, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer
from raster_builders import noise, run, write
from stack_builders import build_info, write_stack

from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.name_patterns import NamePattern, tell_bands_apart

pytestmark = pytest.mark.usefixtures("qgis_app")

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("way", ["folder", "files"])
def test_a_folder_of_pictures_becomes_a_stack(tmp_path, folder, way):
    late = write(folder / "scene_20200315.tif", noise(1), names=("B04", "B08"), nodata=0)
    early = write(folder / "scene_20200105.tif", noise(2), names=("B04", "B08"), nodata=0)
    (folder / "notes.txt").write_text("nothing")
    inputs = str(folder) if way == "folder" else [str(path) for path in sorted(folder.glob("*.tif"))]
    results, stack = run(tmp_path, inputs)
    assert (results["STEPS"], results["DATES"]) == (2, "2020-01-05,2020-03-15")
    assert stack.bands == ("B04", "B08")
    assert stack.info.nodata == 0
    np.testing.assert_array_equal(stack.read().data, np.stack([early, late]))


def test_files_of_one_band_each_become_bands(tmp_path, folder):
    pixels = {}
    for day in ("20200105", "20200110"):
        for band in ("B04", "B08", "SCL"):
            pixels[day, band] = write(folder / f"T33TVM_{day}_{band}.tif", noise(len(pixels), bands=1))[0]
    _, stack = run(tmp_path, str(folder))
    assert stack.bands == ("B04", "B08", "SCL")
    assert stack.info.nodata is None
    np.testing.assert_array_equal(stack.read(bands=["SCL"], times=[1]).data[0, 0], pixels["20200110", "SCL"])


def test_tiles_of_a_day_merge_and_the_first_one_wins(tmp_path, folder):
    one = noise(1, 1)
    one[0, :5] = 0
    write(folder / "a_20200105T101010.tif", one, nodata=0)
    two = write(folder / "b_20200105T101530.tif", noise(2, 1), at=(500100, 5100050), nodata=0)
    _, stack = run(
        tmp_path, [str(folder / "a_20200105T101010.tif"), str(folder / "b_20200105T101530.tif")], BANDS="red"
    )
    assert stack.shape == (1, 1, 25, 40)
    expected = np.zeros((25, 40), "uint16")
    expected[:20, 10:] = two[0]
    expected[5:, :30] = np.where(one[0] == 0, expected[5:, :30], one[0])
    np.testing.assert_array_equal(stack.read().data[0, 0], expected)
    _, stack = run(tmp_path, str(folder), MERGE=False, BANDS="red")
    assert [step.label for step in stack.info.steps] == ["2020-01-05T10:10:10Z", "2020-01-05T10:15:30Z"]


@pytest.mark.parametrize("resampling", ["NEAREST", "BILINEAR", "AVERAGE"])
def test_other_grids_are_warped_as_gdal_does(tmp_path, folder, resampling):
    write(folder / "x_2020-01-05.tif", noise(1, 1), nodata=0)
    write(folder / "x_2020-02-05.tif", noise(2, 1, 40, 40), at=(500003, 5100003), size=7.0, nodata=0)
    write(folder / "x_2020-03-05.tif", noise(3, 1, 30, 30), at=(15.0, 46.0561), size=0.0001, crs="EPSG:4326", nodata=0)
    _, stack = run(tmp_path, str(folder), RESAMPLING=resampling, EXTENT="500000,500300,5099800,5100000 [EPSG:32633]")
    assert stack.info.grid.crs == "EPSG:32633"
    assert stack.info.grid.bounds == (500000, 5099800, 500300, 5100000)
    names = {"NEAREST": "near", "BILINEAR": "bilinear", "AVERAGE": "average"}
    for step, name in enumerate(("x_2020-01-05", "x_2020-02-05", "x_2020-03-05")):
        theirs = gdal.Warp("", str(folder / f"{name}.tif"), format="MEM", dstSRS="EPSG:32633", dstNodata=0,
                           outputBounds=(500000, 5099800, 500300, 5100000), xRes=10, yRes=10,
                           resampleAlg=names[resampling]).ReadAsArray()  # fmt: skip
        if step:
            assert theirs.any()
        np.testing.assert_array_equal(stack.read().data[step, 0], theirs)


def test_resolution_crs_and_align(tmp_path, folder):
    write(folder / "x_2020-01-05.tif", noise(1, 1), nodata=0)
    _, stack = run(tmp_path, str(folder), RESOLUTION=20)
    assert (stack.info.grid.pixel_width, stack.shape[2:]) == (20, (10, 15))
    _, stack = run(tmp_path, str(folder), CRS="EPSG:3035")
    assert stack.info.grid.crs == "EPSG:3035"
    assert stack.info.grid.pixel_width == pytest.approx(10, rel=0.1)
    write(tmp_path / "like.tif", noise(1, 1, 7, 9), at=(500005, 5100005))
    _, stack = run(tmp_path, str(folder), ALIGN=str(tmp_path / "like.tif"))
    assert (stack.info.grid.xmin, stack.shape[2:]) == (500005, (7, 9))


def test_dates_by_pattern_table_and_metadata(tmp_path, folder):
    one = write(folder / "a3_05012020_x.tif", noise(1, 1))
    write(folder / "a4_06012020_x.tif", noise(2, 1))
    with pytest.raises(QgsProcessingException, match=r"INPUT: .*a3_05012020_x"):
        run(tmp_path, str(folder))
    results, stack = run(tmp_path, str(folder), PATTERN="_%d%m%Y_", BANDS="v")
    assert results["DATES"] == "2020-01-05,2020-01-06"
    np.testing.assert_array_equal(stack.read().data[0], one)
    results, stack = run(tmp_path, str(folder), PATTERN=r"_(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4})_(?P<band>x)")
    assert (results["DATES"], stack.bands) == ("2020-01-05,2020-01-06", ("x",))
    table = QgsVectorLayer("NoGeometry?field=file:string&field=day:string", "dates", "memory")
    for name, day in (("a3_05012020_x.tif", "2021-07-01"), ("a4_06012020_x", "2021-07-02")):
        feature = QgsFeature(table.fields())
        feature.setAttributes([name, day])
        table.dataProvider().addFeature(feature)
    results, _ = run(tmp_path, str(folder), TABLE=table, FILE_FIELD="file", DATE_FIELD="day")
    assert results["DATES"] == "2021-07-01,2021-07-02"
    write(folder / "b.tif", noise(3, 1), items={"TIFFTAG_DATETIME": "x", "ACQUISITION_DATE": "2020-02-02"})
    results, _ = run(tmp_path, [str(folder / "b.tif")])
    assert results["DATES"] == "2020-02-02"


def test_a_netcdf_of_xarray_with_two_variables(tmp_path):
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("netCDF4")
    values = np.random.default_rng(1).random((2, 3, 20, 30)).astype("float32")
    times = np.array(["2020-01-05", "2020-02-05", "2020-03-05"], "datetime64[ns]")
    x, y = 14 + np.arange(30) * 0.01, 46 - np.arange(20) * 0.01
    cube = xarray.Dataset(
        {name: (("time", "y", "x"), values[n]) for n, name in enumerate(("red", "nir"))},
        coords={"time": times, "y": ("y", y, {"units": "degrees_north", "standard_name": "latitude"}),
                "x": ("x", x, {"units": "degrees_east", "standard_name": "longitude"})},
    )  # fmt: skip
    cube.to_netcdf(tmp_path / "cube.nc", engine="netcdf4")
    results, stack = run(tmp_path, [str(tmp_path / "cube.nc")])
    assert results["DATES"] == "2020-01-05,2020-02-05,2020-03-05"
    assert stack.bands == ("red", "nir")
    np.testing.assert_array_equal(stack.read().data, np.moveaxis(values, 0, 1))


def test_stacks_can_be_put_together(tmp_path):
    one, two = build_info(steps=2), build_info(steps=4)
    first = write_stack(tmp_path / "one.tif", one)
    second = write_stack(tmp_path / "two.tif", two)
    _, stack = run(tmp_path, [str(tmp_path / "one.tif"), str(tmp_path / "two.tif")])
    assert stack.shape == (4, 3, 70, 130)
    np.testing.assert_array_equal(stack.read().data, np.concatenate([first, second[2:]]))
    assert stack.info.request_json == "{}"
    assert stack.info.bands[0].wavelength_nm == 492.4


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"PATTERN": "x_%Q"}, "PATTERN: 'x_%Q' cannot be read"),
        ({"PATTERN": "(("}, "PATTERN: "),
        ({"PATTERN": "zz%Y"}, "PATTERN: 'zz%Y' finds no date in x_2020-01-05.tif"),
        ({"BANDS": "a,b,c"}, "BANDS: "),
        ({"NODATA": -1}, "NODATA: "),
        ({"ALIGN": "/nowhere.tif"}, "ALIGN|nowhere"),
    ],
)
def test_what_cannot_work_is_said_and_leaves_no_file(tmp_path, folder, parameters, words):
    write(folder / "x_2020-01-05.tif", noise(1))
    with pytest.raises(QgsProcessingException, match=words.replace("((", r"\(\(")):
        run(tmp_path, str(folder), **parameters)
    assert not list(tmp_path.glob("*out*"))


def test_a_cancel_leaves_nothing(tmp_path, folder):
    write(folder / "x_2020-01-05.tif", noise(1))
    feedback = QgsProcessingFeedback()
    feedback.cancel()
    import processing

    processing.run("timestack:stackfromrasters", {"INPUT": str(folder), "OUTPUT": str(tmp_path / "out.tif")},
                   feedback=feedback)  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_the_console_gives_the_same(tmp_path, folder):
    import timestack

    pixels = write(folder / "x_2020-01-05.tif", noise(1), names=("B1", "B2"))
    stack = timestack.stackfromrasters(str(folder), output=tmp_path / "o.tif", dates={"x_2020-01-05": "2019-09-09"})
    assert stack.times == (datetime(2019, 9, 9, tzinfo=timezone.utc),)
    np.testing.assert_array_equal(stack.read().data[0], pixels)


@pytest.mark.parametrize(
    ("pattern", "name", "day"),
    [
        ("%Y%j", "LC8_2020032.tif", "2020-02-01"),
        ("S2_*_%Y-%m-%d", "S2_any_thing_2020-05-06.tif", "2020-05-06"),
        (r"(\d{8})", "x20200708y", "2020-07-08"),
        ("%Y%m%d", "20209999", None),
        ("%d%b%Y", "x05Mar2021", "2021-03-05"),
    ],
)
def test_patterns(pattern, name, day):
    found = NamePattern(pattern).read(name)
    assert (found and f"{found.time:%Y-%m-%d}") == day


def test_bad_patterns_are_refused():
    with pytest.raises(InvalidRequest, match="unreadable_pattern"):
        NamePattern("*[")


def test_bands_are_told_apart_only_when_every_day_has_each():
    assert tell_bands_apart(["T33 B04", "T33 B08"] * 2, [1, 1, 2, 2]) == ["B04", "B08"] * 2
    assert tell_bands_apart(["a", "b"], [1, 2]) == ["", ""]
    assert tell_bands_apart(["same", "same"], [1, 2]) == ["", ""]


@pytest.mark.parametrize("name", ["landsat_tm_etm_colorado", "s2_l2a_field_spain_2019", "s2_l2a_meadow_slovenia_2021"])
def test_real_series_keep_their_dates_and_pixels(tmp_path, name):
    """Files are named by their day, as LT05_2011-10-21.tif."""
    files = sorted((REAL / name).glob("*.tif"), key=lambda file: file.stem[-10:])
    if not files:
        pytest.skip("no real series here")
    results, stack = run(tmp_path, str(REAL / name))
    assert results["DATES"].split(",") == [file.stem[-10:] for file in files]
    grid = stack.info.grid
    for step, file in enumerate(files):
        theirs = gdal.Warp("", str(file), format="MEM", outputBounds=grid.bounds, width=grid.width,
                           height=grid.height, outputType=gdal.GDT_Float64).ReadAsArray()  # fmt: skip
        np.testing.assert_array_equal(stack.read(times=[step]).data[0], theirs)
