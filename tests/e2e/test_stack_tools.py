# SPDX-License-Identifier: GPL-2.0-or-later
"""The packed plugin from the command line: fetched, masked, indexed, composited; the numbers are those of numpy."""

from __future__ import annotations

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
