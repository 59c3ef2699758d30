# SPDX-License-Identifier: GPL-2.0-or-later
"""``splitstack`` and ``exportcube``: what comes out, read back by others, is what went in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from osgeo import gdal
from qgis.core import QgsProcessingException, QgsProcessingFeedback
from stack_builders import build_info, build_pixels, write_stack

from timestack.plugin.bridge.stack_reader import StackFile
from timestack.plugin.core.cube_description import variable_names
from timestack.plugin.core.stack import StackBand
from timestack.plugin.core.timeline import TILE, TimeStep

pytestmark = pytest.mark.usefixtures("qgis_app")


def run(name, feedback=None, **parameters):
    import processing

    return processing.run(f"timestack:{name}", parameters, feedback=feedback)


def write_gappy(path, **more):
    info = build_info(steps=more.pop("steps", 20), **more)
    pixels = build_pixels(info)
    if info.nodata is not None:
        pixels[np.random.default_rng(5).random(info.shape) < 0.2] = info.nodata
    write_stack(path, info, pixels)
    return info, pixels


def tiles_info():
    """Two tiles of one moment, and one of the next day."""
    moments = [datetime(2020, 1, 5, 10, 5, 31, tzinfo=timezone.utc)] * 2 + [datetime(2020, 1, 6, tzinfo=timezone.utc)]
    steps = tuple(TimeStep(TILE, time, f"key{n}", (), f"33TV{n}") for n, time in enumerate(moments))
    return replace(build_info(steps=3), steps=steps, mosaicking=TILE)


def open_cube(xarray, path, **options):
    engine = "zarr" if path.suffix == ".zarr" else "netcdf4"
    pytest.importorskip({"zarr": "zarr", "netcdf4": "netCDF4"}[engine])
    return xarray.open_dataset(path, engine=engine, **options)


@pytest.mark.parametrize("ending", ["nc", "zarr"])
@pytest.mark.parametrize(
    "more",
    [{}, {"dtype": "float32", "nodata": float("nan")}, {"dtype": "int16", "nodata": -32768.0, "scale": 0.0001,
      "offset": -0.1}, {"dtype": "uint8", "nodata": None, "steps": 1, "size": (3, 2)},
     {"dtype": "float64", "nodata": -1.0, "size": (64, 128)}],
    ids=["uint16", "float32", "scaled", "tiny", "float64"],
)  # fmt: skip
def test_xarray_reads_what_went_in(tmp_path, ending, more):
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("netCDF4" if ending == "nc" else "zarr")
    info, pixels = write_gappy(tmp_path / "s.tif", **more)
    path = tmp_path / f"cube.{ending}"
    assert run("exportcube", INPUT=str(tmp_path / "s.tif"), OUTPUT=str(path))["OUTPUT"] == str(path)
    raw, decoded = open_cube(xarray, path, mask_and_scale=False), open_cube(xarray, path)
    assert [str(time)[:10] for time in decoded.time.values] == [step.label for step in info.steps]
    np.testing.assert_allclose(decoded.x.values, 500005 + 10 * np.arange(info.grid.width), rtol=0, atol=1e-9)
    np.testing.assert_allclose(decoded.y.values, 5100635 - 10 * np.arange(info.grid.height), rtol=0, atol=1e-9)
    for place, band in enumerate(info.band_names):
        assert decoded[band].dims == ("time", "y", "x")
        assert raw[band].dtype == np.dtype(info.dtype)
        np.testing.assert_array_equal(raw[band].values, pixels[:, place])
        missing = np.isnan(pixels[:, place]) if info.nodata != info.nodata else pixels[:, place] == info.nodata
        expected = np.where(missing, np.nan, pixels[:, place].astype(float) * info.scale + info.offset)
        np.testing.assert_allclose(decoded[band].values, expected, rtol=1e-6)
        assert decoded[band].attrs["long_name"] == band
        assert decoded[band].attrs["units"] == "1"
    mapping = raw[raw[info.band_names[0]].attrs["grid_mapping"]].attrs
    assert "UTM zone 33N" in mapping["spatial_ref"]
    assert decoded.x.attrs["standard_name"] == "projection_x_coordinate"
    assert decoded.y.attrs["units"] == "m"
    assert raw.attrs["Conventions"] == "CF-1.8"
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted(["s.tif", path.name])


def test_the_netcdf_opens_as_a_stack_again(tmp_path):
    info, pixels = write_gappy(tmp_path / "s.tif", bands=("B04",), scale=0.0001)
    run("exportcube", INPUT=str(tmp_path / "s.tif"), OUTPUT=str(tmp_path / "cube.nc"))
    stack = StackFile(tmp_path / "cube.nc")
    assert stack.times == tuple(step.time for step in info.steps)
    assert (stack.bands, stack.info.scale, stack.info.nodata) == (("B04",), 0.0001, 0)
    assert (stack.info.grid.crs, stack.info.grid.bounds) == (info.grid.crs, info.grid.bounds)
    np.testing.assert_array_equal(stack.read().data, pixels)


@pytest.mark.parametrize("ending", ["nc", "zarr"])
def test_times_of_day_and_degrees(tmp_path, ending):
    xarray = pytest.importorskip("xarray")
    info = tiles_info()
    info = replace(info, grid=replace(info.grid, crs="EPSG:4326", xmin=14.0, ymax=46.0, pixel_width=1e-4,
                                      pixel_height=1e-4))  # fmt: skip
    pixels = write_stack(tmp_path / "s.tif", info)
    run("exportcube", INPUT=str(tmp_path / "s.tif"), OUTPUT=str(tmp_path / f"cube.{ending}"))
    cube = open_cube(xarray, tmp_path / f"cube.{ending}")
    assert [str(time)[:19] for time in cube.time.values] == [
        "2020-01-05T10:05:31", "2020-01-05T10:05:31", "2020-01-06T00:00:00"]  # fmt: skip
    assert (cube.x.attrs["units"], cube.y.attrs["standard_name"]) == ("degrees_east", "latitude")
    np.testing.assert_array_equal(cube.B02.values, pixels[:, 0])


def test_gdal_reads_the_zarr_too(tmp_path):
    if gdal.GetDriverByName("Zarr") is None:
        pytest.skip("this GDAL has no Zarr")
    _, pixels = write_gappy(tmp_path / "s.tif")
    run("exportcube", INPUT=str(tmp_path / "s.tif"), OUTPUT=str(tmp_path / "cube"), FORMAT="ZARR")
    group = gdal.OpenEx(str(tmp_path / "cube"), gdal.OF_MULTIDIM_RASTER).GetRootGroup()
    np.testing.assert_array_equal(group.OpenMDArray("B03").ReadAsArray(), pixels[:, 1])


def test_an_older_cube_is_replaced_and_other_folders_are_not(tmp_path):
    xarray = pytest.importorskip("xarray")
    write_gappy(tmp_path / "a.tif", steps=3)
    write_gappy(tmp_path / "b.tif", steps=2)
    for name in ("cube.nc", "cube.zarr"):
        for source, count in (("a.tif", 3), ("b.tif", 2)):
            run("exportcube", INPUT=str(tmp_path / source), OUTPUT=str(tmp_path / name))
            with open_cube(xarray, tmp_path / name) as cube:
                assert cube.sizes["time"] == count
    (tmp_path / "mine.zarr").mkdir()
    (tmp_path / "mine.zarr" / "precious.txt").write_text("x")
    with pytest.raises(QgsProcessingException, match="no Zarr store"):
        run("exportcube", INPUT=str(tmp_path / "a.tif"), OUTPUT=str(tmp_path / "mine.zarr"))
    assert (tmp_path / "mine.zarr" / "precious.txt").exists()


@pytest.mark.parametrize("name", ["cube.tif", "nowhere/cube.nc"])
def test_names_that_cannot_be_are_refused(tmp_path, name):
    write_gappy(tmp_path / "s.tif", steps=1)
    with pytest.raises(QgsProcessingException, match="OUTPUT: "):
        run("exportcube", INPUT=str(tmp_path / "s.tif"), OUTPUT=str(tmp_path / name))
    assert [item.name for item in tmp_path.iterdir()] == ["s.tif"]


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("exportcube", {"OUTPUT": "cube.nc"}), ("exportcube", {"OUTPUT": "cube.zarr"}),
     ("splitstack", {"OUTPUT": "parts"})],
)  # fmt: skip
def test_a_cancel_leaves_nothing(tmp_path, name, parameters):
    class StopLater(QgsProcessingFeedback):
        def setProgress(self, share):
            super().setProgress(share)
            if share > 20:
                self.cancel()

    write_gappy(tmp_path / "s.tif")
    run(name, StopLater(), INPUT=str(tmp_path / "s.tif"), OUTPUT=str(tmp_path / parameters["OUTPUT"]))
    assert [item.name for item in tmp_path.iterdir()] == ["s.tif"]


def test_names_of_variables():
    assert variable_names(["B04", "a b", "a_b", "2x", "time", "", "é"]) == (
        "B04", "a_b", "a_b_2", "band_2x", "time_band", "band", "band_2")  # fmt: skip


def test_a_file_for_each_date(tmp_path):
    info, pixels = write_gappy(tmp_path / "s.tif", steps=3, scale=0.1)
    info = replace(info, request_json='{"a": 1}')
    results = run("splitstack", INPUT=str(tmp_path / "s.tif"), OUTPUT=str(tmp_path / "parts"))
    names = ["s_2020-01-05.tif", "s_2020-01-10.tif", "s_2020-01-15.tif"]
    assert sorted(item.name for item in (tmp_path / "parts").iterdir()) == names
    assert results["LAYERS"] == [str(tmp_path / "parts" / name) for name in names]
    for number, name in enumerate(names):
        stack = StackFile(tmp_path / "parts" / name)
        assert stack.times == (info.steps[number].time,)
        assert (stack.bands, stack.info.scale, stack.info.nodata) == (info.band_names, 0.1, 0)
        assert stack.info.request_json == "{}"
        np.testing.assert_array_equal(stack.read().data[0], pixels[number])


def test_a_file_for_each_band_and_back_again(tmp_path):
    info = replace(build_info(), bands=(StackBand("B02", "DN", 492.4), StackBand("a/b:c"), StackBand("a b c")))
    pixels = write_stack(tmp_path / "s.tif", info)
    run("splitstack", INPUT=str(tmp_path / "s.tif"), OUTPUT=str(tmp_path / "parts"), BY="BAND")
    names = sorted(item.name for item in (tmp_path / "parts").iterdir())
    assert names == ["s_B02.tif", "s_a_b_c.tif", "s_a_b_c_2.tif"]
    np.testing.assert_array_equal(StackFile(tmp_path / "parts" / "s_a_b_c_2.tif").read().data[:, 0], pixels[:, 2])
    run("stackfromrasters", INPUT=str(tmp_path / "parts"), OUTPUT=str(tmp_path / "again.tif"))
    again = StackFile(tmp_path / "again.tif")
    np.testing.assert_array_equal(again.read(bands=["B02", "a/b:c", "a b c"]).data, pixels)


def test_tiles_get_names_of_their_own(tmp_path):
    info = tiles_info()
    write_stack(tmp_path / "s.tif", info)
    import timestack

    files = timestack.open_stack(tmp_path / "s.tif").splitstack(tmp_path)
    assert [file.name for file in files] == [
        "s_20200105T100531Z_33TV0.tif", "s_20200105T100531Z_33TV1.tif", "s_20200106T000000Z_33TV2.tif"]  # fmt: skip
    assert StackFile(files[0]).info.steps[0].time == info.steps[0].time


def test_the_console_exports(tmp_path):
    import timestack

    write_gappy(tmp_path / "s.tif", steps=1)
    assert timestack.open_stack(tmp_path / "s.tif").exportcube(tmp_path / "c.nc") == tmp_path / "c.nc"
    assert (tmp_path / "c.nc").exists()
