"""Real series go in as local folders of scenes and come out as stacks equal to a plain GDAL read of the files."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from real_series import SERIES, describe_bands, make_scene_folder, read_plainly


@pytest.mark.parametrize("series", SERIES, ids=lambda series: series.name)
def test_stack_equals_the_files_pixel_by_pixel_and_date_by_date(series, shared_data, tmp_path, qgis_app):
    import timestack

    files = make_scene_folder(series, shared_data, tmp_path / "scenes")
    names = [name for name, _ in describe_bands(files[0].path)]
    stack = timestack.fetch_stack(
        connection=str(tmp_path / "scenes"), bands=names, start=files[0].time, end=files[-1].time, mosaicking="TILE",
        align_to=files[0].path, sample_type=series.sample_type, nodata=series.nodata, output=tmp_path / "stack.tif",
    )  # fmt: skip
    assert stack.times == tuple(scene.time for scene in files)
    assert stack.bands == tuple(names)
    values = stack.read()
    for number, scene in enumerate(files):
        expected = read_plainly(scene.path, series.nodata)
        np.testing.assert_array_equal(values.data[number], expected, err_msg=scene.path.name)
    assert stack.info.grid.width == files_width(files[0].path)


def files_width(path):
    from osgeo import gdal

    return gdal.Open(str(path)).RasterXSize


def test_days_of_two_granules_are_one_step_with_orbit(shared_data, tmp_path, qgis_app):
    import timestack

    series = next(series for series in SERIES if series.name == "L1C indices")
    files = make_scene_folder(series, shared_data, tmp_path / "scenes")
    stack = timestack.fetch_stack(
        connection=str(tmp_path / "scenes"), bands=["NDVI"], start="2015-12-01", end="2015-12-31",
        align_to=files[0].path, sample_type="FLOAT32", output=tmp_path / "stack.tif",
    )  # fmt: skip
    days = sorted({f"{scene.time:%Y-%m-%d}" for scene in files if f"{scene.time:%Y-%m}" == "2015-12"})
    assert [f"{time:%Y-%m-%d}" for time in stack.times] == days
    assert days.count("2015-12-08") == 1
