# SPDX-License-Identifier: GPL-2.0-or-later
"""The packed plugin from the command line: fetch with defaults, list, and what a user sees when it cannot work."""

from __future__ import annotations

import numpy as np
from osgeo import gdal


def test_fetch_with_defaults(run_algorithm, tmp_path):
    target = tmp_path / "stack.tif"
    results = run_algorithm("fetchtemporalstack", OUTPUT=target)
    dates = results["DATES"].split(",")
    assert (results["STEPS"], len(dates), dates[0]) == (73, 73, "2020-01-05")
    dataset = gdal.Open(str(target))
    assert (dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount) == (64, 64, 73 * 4)
    names = [dataset.GetRasterBand(n + 1).GetDescription() for n in range(dataset.RasterCount)]
    assert names == [f"{day} {band}" for day in dates for band in ("B02", "B03", "B04", "B08")]
    assert dataset.GetRasterBand(1).GetMetadataItem("ACQUISITIONDATETIME", "IMAGERY").startswith("2020-01-05")
    assert [path.name for path in tmp_path.iterdir()] == ["stack.tif"]


def test_fetch_by_address_with_the_instance_id_from_the_environment(run_algorithm, tmp_path):
    from timestack.plugin.localhub import DemoSource, Hub

    secret = "5f0c1d2e-1234-4bcd-8ef0-0123456789ab"
    with Hub({secret: (DemoSource(),)}) as hub:
        results = run_algorithm(
            "fetchtemporalstack", env={"TIMESTACK_INSTANCE_ID": secret}, CONNECTION=f"{hub.address}/ogc/wcs",
            COLLECTION="sentinel-2-l2a", START="2020-04-01", END="2020-04-30", BANDS="B08", OUTPUT=tmp_path / "s.tif",
        )  # fmt: skip
    assert results["STEPS"] == 6
    assert secret.encode() not in (tmp_path / "s.tif").read_bytes()
    assert np.ptp(gdal.Open(str(tmp_path / "s.tif")).ReadAsArray()) > 100


def test_acquisitions_are_listed(run_algorithm, tmp_path):
    results = run_algorithm("listacquisitions", START="2020-01-01", END="2020-01-31", OUTPUT=tmp_path / "scenes.gpkg")
    assert results["COUNT"] == 12 and results["DATES"].startswith("2020-01-05,2020-01-10")


def test_a_mistake_is_told_in_one_sentence(qgis_process, tmp_path):
    answer = qgis_process("run", "timestack:fetchtemporalstack", "--", "BANDS=B77", f"OUTPUT={tmp_path / 's.tif'}")
    assert answer.returncode != 0
    assert "BANDS: there is no band B77; choose among" in answer.stdout + answer.stderr
    assert "Traceback" not in answer.stdout + answer.stderr
    assert not list(tmp_path.iterdir())
