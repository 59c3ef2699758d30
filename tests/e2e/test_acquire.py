# SPDX-License-Identifier: GPL-2.0-or-later
"""The packed plugin from the command line: a stack brought up to date, a composite, a table of points."""

from __future__ import annotations

import csv
import json

from osgeo import gdal

SMALL = {"EXTENT": "500100,500260,5100100,5100228 [EPSG:32633]", "START": "2020-04-01"}


def test_a_stack_is_brought_up_to_date(run_algorithm, qgis_process, tmp_path):
    target = tmp_path / "stack.tif"
    run_algorithm("fetchtemporalstack", **SMALL, END="2020-05-12", BANDS="B08", OUTPUT=target)
    results = run_algorithm("extendstack", INPUT=target, END="2020-05-31")
    assert results["OUTPUT"] == str(target) and results["NEW_DATES"] == "2020-05-14,2020-05-19,2020-05-24,2020-05-29"
    assert (gdal.Open(str(target)).RasterCount, results["STEPS"]) == (12, 12)
    before = target.read_bytes()
    answer = qgis_process("run", "timestack:extendstack", "--", f"INPUT={target}", "END=2020-05-31")
    assert answer.returncode == 0 and "nothing new" in answer.stdout and target.read_bytes() == before
    left = {path.name for path in tmp_path.iterdir()}
    assert left - {"stack.tif.aux.xml"} == {"stack.tif"}, "qgis_process itself keeps statistics of raster inputs"


def test_a_composite_is_computed(run_algorithm, tmp_path):
    target = tmp_path / "median.tif"
    results = run_algorithm("fetchcomposite", **SMALL, END="2020-05-31", BANDS="B04,B08", OUTPUT=target)
    dataset = gdal.Open(str(target))
    assert [dataset.GetRasterBand(n).GetDescription() for n in (1, 2)] == ["B04", "B08"] and results["STEPS"] == 12
    assert dataset.GetRasterBand(2).ReadAsArray().mean() > dataset.GetRasterBand(1).ReadAsArray().mean() > 100


def test_points_become_a_table(run_algorithm, qgis_process, tmp_path):
    points = [{"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Point", "coordinates": place}}
              for name, place in (("a", [15.001, 46.052]), ("b", [15.004, 46.053]))]  # fmt: skip
    (tmp_path / "points.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": points}))
    results = run_algorithm(
        "fetchtimeseries", INPUT=tmp_path / "points.geojson", ID_FIELD="name", START="2020-04-01", END="2020-04-30",
        BANDS="B08,SCL", OUTPUT=tmp_path / "series.csv",
    )  # fmt: skip
    with open(tmp_path / "series.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == results["ROWS"] == 2 * 6 * 2 and [row["id"] for row in rows] == ["a"] * 12 + ["b"] * 12
    assert rows[0]["datetime"].startswith("2020/04/04") and rows[0]["band"] == "B08" and float(rows[0]["value"]) > 0
    answer = qgis_process(
        "run", "timestack:fetchtimeseries", "--", f"INPUT={tmp_path / 'points.geojson'}", "BANDS=B77",
        f"OUTPUT={tmp_path / 'none.csv'}",
    )  # fmt: skip
    assert answer.returncode != 0 and "BANDS: there is no band B77" in answer.stdout + answer.stderr
    assert not (tmp_path / "none.csv").exists()
