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


NDVI = """//VERSION=3
function setup() { return { input: ["B04", "B08"], mosaicking: "ORBIT", output: [
  { id: "default", bands: 1, sampleType: "FLOAT32" }, { id: "count", bands: 1, sampleType: "UINT8" }] }; }
function evaluatePixel(samples) {
  if (samples.length === 0) return { default: [NaN], count: [0] };
  const all = samples.map(s => (s.B08 - s.B04) / (s.B08 + s.B04));
  return { default: [Math.max(...all)], count: [all.length] };
}
function updateOutputMetadata(scenes, inputMetadata, outputMetadata) {
  outputMetadata.userData = { days: scenes.orbits.map(orbit => orbit.dateFrom.slice(0, 10)) };
}
"""


def test_a_script_is_run_with_all_its_outputs(run_algorithm, tmp_path):
    (tmp_path / "ndvi.js").write_text(NDVI, encoding="utf-8")
    results = run_algorithm(
        "runevalscript", EVALSCRIPT=tmp_path / "ndvi.js", SCENES="demo", START="2020-07-01", END="2020-07-31",
        OUTPUT=tmp_path / "ndvi.tif", USERDATA=tmp_path / "userdata.json",
    )  # fmt: skip
    assert results["SCENE_COUNT"] == 6 and results["ENGINE"] == "block"
    ndvi = gdal.Open(str(tmp_path / "ndvi.tif")).ReadAsArray()
    assert ndvi.shape == (64, 64) and 0.4 < np.nanmean(ndvi) < 1
    assert (gdal.Open(str(tmp_path / "ndvi_count.tif")).ReadAsArray() == 6).all()
    assert '"2020-07-03"' in (tmp_path / "userdata.json").read_text()


def test_a_script_is_checked(run_algorithm, qgis_process, tmp_path):
    (tmp_path / "good.js").write_text(NDVI, encoding="utf-8")
    assert run_algorithm("checkevalscript", EVALSCRIPT=tmp_path / "good.js", SERVICE="PROCESS")["VALID"]
    (tmp_path / "bad.js").write_text(NDVI.replace("const all =", "const all"), encoding="utf-8")
    results = run_algorithm("checkevalscript", EVALSCRIPT=tmp_path / "bad.js")
    assert not results["VALID"] and "6" in results["REPORT"] and results["ERRORS"] >= 1
    answer = qgis_process(
        "run", "timestack:runevalscript", "--", f"EVALSCRIPT={tmp_path / 'bad.js'}", "SCENES=demo",
        f"OUTPUT={tmp_path / 'bad.tif'}",
    )  # fmt: skip
    assert answer.returncode != 0 and "EVALSCRIPT: line 6" in answer.stdout + answer.stderr
    assert not (tmp_path / "bad.tif").exists()
