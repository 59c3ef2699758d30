# SPDX-License-Identifier: GPL-2.0-or-later
"""The packed plugin from the command line: fetched, masked, indexed, composited; the numbers are those of numpy."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from osgeo import gdal

CLOUDS = (0, 1, 3, 8, 9, 10)


def test_fetch_mask_index_and_monthly_median(run_algorithm, tmp_path):
    stack, masked, index, months = (tmp_path / f"{name}.tif" for name in ("stack", "masked", "index", "months"))
    fetched = run_algorithm(
        "fetchtemporalstack", START="2020-05-01", END="2020-07-31", BANDS="B04,B08,SCL", OUTPUT=stack
    )
    run_algorithm("maskstack", INPUT=stack, MASK_BAND="SCL", OUTPUT=masked)
    run_algorithm("indexstack", INPUT=masked, INDEX="NDVI", OUTPUT=index)
    results = run_algorithm("compositestack", INPUT=index, PERIOD="month", METHOD="median", OUTPUT=months)
    assert results["DATES"] == "2020-05-01,2020-06-01,2020-07-01"

    values = gdal.Open(str(stack)).ReadAsArray().astype("float64").reshape(-1, 3, 64, 64)
    red, nir, classes = values[:, 0], values[:, 1], values[:, 2]
    clear = ~np.isin(classes, CLOUDS) & (red > 0) & (nir > 0)
    ndvi = np.where(clear, (nir - red) / np.maximum(nir + red, 1), np.nan)
    in_month = np.array([int(day[5:7]) for day in fetched["DATES"].split(",")])
    found = gdal.Open(str(months)).ReadAsArray()
    for band, month in enumerate((5, 6, 7)):
        with np.testing.suppress_warnings() as quiet:
            quiet.filter(RuntimeWarning)
            expected = np.nanmedian(ndvi[in_month == month], axis=0)
        np.testing.assert_allclose(found[band], expected, rtol=1e-5, atol=1e-6)
    assert np.isfinite(found).mean() > 0.1
    left = {path.name for path in tmp_path.iterdir() if not path.name.endswith(".aux.xml")}  # qgis_process's own
    assert left == {"index.tif", "masked.tif", "months.tif", "stack.tif"}


def test_a_folder_for_each_date_to_the_dates_of_the_season(run_algorithm, tmp_path):
    """Every tenth day a picture; NDVI rises in a straight line from day 90 to 150 and falls from 240 to 300."""
    first = date(2019, 1, 1)
    for day in range(0, 365, 10):
        folder = tmp_path / "in" / f"{first + timedelta(days=day):%Y-%m-%d}"
        folder.mkdir(parents=True)
        value = float(np.interp(day, [90, 150, 240, 300], [0.2, 0.8, 0.8, 0.2]))
        dataset = gdal.GetDriverByName("GTiff").Create(str(folder / "ndvi.tif"), 5, 4, 1, gdal.GDT_Float32)
        dataset.SetGeoTransform((500000, 10, 0, 5100000, 0, -10))
        dataset.GetRasterBand(1).Fill(value)
        dataset.FlushCache()
    stack, seasons = tmp_path / "stack.tif", tmp_path / "seasons.tif"
    made = run_algorithm("stackfromrasters", INPUT=tmp_path / "in", RECURSIVE="true", BANDS="NDVI", OUTPUT=stack)
    assert made["STEPS"] == 37 and made["DATES"].startswith("2019-01-01,2019-01-11")
    found = run_algorithm("phenologystack", INPUT=stack, START_SHARE=0.5, END_SHARE=0.25, OUTPUT=seasons)
    assert found["DATES"] == "2019-01-01"
    start, peak, end, length = gdal.Open(str(seasons)).ReadAsArray()[:4, 2, 3]
    assert (start, peak, end, length) == (121, 151, 286, 165)  # day 0 is the first of the year
