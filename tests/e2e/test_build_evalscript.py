# SPDX-License-Identifier: GPL-2.0-or-later
"""A script built from the command line is fetched with, run here, and shows vegetation where there is some."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

PLACE = {"EXTENT": "500000,500640,5100000,5100640 [EPSG:32633]", "START": "2020-05-01", "END": "2020-06-30"}


def test_an_index_script_is_built_and_fetched_with(run_algorithm, tmp_path):
    script = tmp_path / "ndvi.js"
    built = run_algorithm("buildevalscript", PRODUCT="index", INDEX="NDVI", OUTPUT=script)
    assert built["SCRIPT"] == script.read_text(encoding="utf-8")
    results = run_algorithm(
        "fetchtemporalstack", EVALSCRIPT=script, SAMPLE_TYPE="INT16", OUTPUT=tmp_path / "ndvi.tif", **PLACE
    )
    dataset = gdal.Open(str(tmp_path / "ndvi.tif"))
    days = results["DATES"].split(",")
    names = [dataset.GetRasterBand(n + 1).GetDescription() for n in range(dataset.RasterCount)]
    assert names == [f"{day} V1" for day in days] and len(days) > 8
    values = dataset.ReadAsArray()
    seen = values[values != -32768]
    assert seen.size > values.size / 10 and 3000 < np.median(seen) < 9500, "NDVI x 10000"


def test_a_cloudless_composite_is_built_and_run_here(run_algorithm, tmp_path):
    script = tmp_path / "median.js"
    run_algorithm("buildevalscript", PRODUCT="composite", BANDS="B04,B03,B02", OUTPUT=script)
    run_algorithm("runevalscript", EVALSCRIPT=script, SCENES="demo", OUTPUT=tmp_path / "median.tif", **PLACE)
    values = gdal.Open(str(tmp_path / "median.tif")).ReadAsArray()
    assert values.shape == (3, 64, 64) and values.min() > 0 and np.percentile(values, 90) < 2500, "no clouds"
