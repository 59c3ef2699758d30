# SPDX-License-Identifier: GPL-2.0-or-later
"""A stack of ours tells its dates to other tools, each by the one place it looks at; and their files tell us theirs."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from osgeo import gdal
from stack_builders import build_info, write_stack

from timestack.plugin.api import Stack
from timestack.plugin.bridge.stack_reader import StackFile
from timestack.plugin.core.errors import FileProblem

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def stack(tmp_path):
    info = build_info(steps=3, bands=("B04", "B08"), size=(9, 7))
    write_stack(tmp_path / "ours.tif", info)
    return Stack(tmp_path / "ours.tif")


def strip(stack: StackFile, path, kept: str) -> None:
    """A copy that has kept its dates in one place only."""
    source = gdal.Open(stack.path)
    copy = gdal.GetDriverByName("GTiff").Create(str(path), source.RasterXSize, source.RasterYSize, 6, gdal.GDT_UInt16)
    copy.SetGeoTransform(source.GetGeoTransform())
    copy.SetProjection(source.GetProjection())
    for number in range(1, 7):
        band, other = copy.GetRasterBand(number), source.GetRasterBand(number)
        band.WriteArray(other.ReadAsArray())
        if kept == "description":
            band.SetDescription(other.GetDescription())
        elif kept == "IMAGERY":
            band.SetMetadata(other.GetMetadata("IMAGERY"), "IMAGERY")
        else:
            band.SetMetadataItem(kept, other.GetMetadataItem(kept))
    copy.FlushCache()


@pytest.mark.parametrize("kept", ["description", "start_time", "DATETIME", "IMAGERY"])
def test_each_place_tells_the_right_dates(tmp_path, stack, kept):
    strip(stack, tmp_path / "copy.tif", kept)
    copy = StackFile(tmp_path / "copy.tif")
    assert [time.date() for time in copy.times] == [time.date() for time in stack.times]
    np.testing.assert_array_equal(copy.read().data, stack.read().data)


@pytest.mark.parametrize("driver", ["ENVI", "GTiff", "HFA", "VRT", "netCDF"])
def test_conversions_of_gdal_keep_the_dates(tmp_path, stack, driver):
    if gdal.GetDriverByName(driver) is None:
        pytest.skip(f"no {driver}")
    path = tmp_path / {"ENVI": "c.dat", "GTiff": "c.tif", "HFA": "c.img", "VRT": "c.vrt", "netCDF": "c.nc"}[driver]
    if driver == "netCDF":
        stack.exportcube(path)
        copy = stack.stackfromrasters(path, output=tmp_path / "back.tif")
    else:
        gdal.Translate(str(path), stack.path, format=driver)
        copy = StackFile(path)
    assert copy.times == stack.times and copy.bands == stack.bands
    np.testing.assert_array_equal(copy.read().data, stack.read().data)


def test_a_cube_of_ours_opens_in_xarray_with_its_times(tmp_path, stack):
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("netCDF4")
    with xarray.open_dataset(stack.exportcube(tmp_path / "c.nc"), mask_and_scale=False) as cube:
        np.testing.assert_array_equal(cube["B08"].values, stack.read(bands=["B08"]).data[:, 0])
        assert [str(time)[:10] for time in cube["time"].values] == [f"{time:%Y-%m-%d}" for time in stack.times]
        np.testing.assert_allclose(cube["x"].values, stack.to_xarray()["x"].values)
        np.testing.assert_allclose(cube["y"].values, stack.to_xarray()["y"].values)


def test_what_xarray_writes_of_a_stack_can_be_stacked_again(tmp_path, stack):
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("netCDF4")
    array = stack.to_xarray()
    array.to_dataset("band").to_netcdf(tmp_path / "x.nc")
    again = stack.stackfromrasters(tmp_path / "x.nc", output=tmp_path / "again.tif")
    assert again.times == stack.times and again.bands == stack.bands
    assert again.info.grid.bounds == pytest.approx(stack.info.grid.bounds)
    np.testing.assert_array_equal(again.read().data, stack.read().data)
    bare = xarray.Dataset({name: (("time", "y", "x"), array.sel(band=name).values) for name in stack.bands},
                          coords={"time": array["time"].values})  # fmt: skip
    bare.to_netcdf(tmp_path / "bare.nc")
    with pytest.raises(FileProblem, match="no place on the map"):
        stack.stackfromrasters(tmp_path / "bare.nc", output=tmp_path / "o.tif")
    assert not (tmp_path / "o.tif").exists()
