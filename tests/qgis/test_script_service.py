# SPDX-License-Identifier: GPL-2.0-or-later
"""What the evalscript panel stands on: run on an extent, follow a pixel, describe scenes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from osgeo import gdal

from timestack.plugin.core.errors import InvalidRequest, NoAcquisitions, ScriptError
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.script_service import MAX_SIDE_PX, ScriptService

START, END = date(2020, 7, 1), date(2020, 7, 31)
EXTENT = (500100.0, 5100100.0, 500260.0, 5100230.0)
UTM = "EPSG:32633"

SCRIPT = """//VERSION=3
function setup() {
  return { input: ["B04", "B08", "dataMask"], mosaicking: "ORBIT",
           output: [{ id: "default", bands: 2, sampleType: "INT16" },
                    { id: "ndvi", bands: 1, sampleType: "FLOAT32" }] };
}
function preProcessScenes(collections) {
  collections.scenes.orbits = collections.scenes.orbits.filter(orbit => orbit.dateFrom < "2020-07-20");
  return collections;
}
function evaluatePixel(samples, scenes, inputMetadata, customData, outputMetadata) {
  let best = -1;
  let day = "";
  for (let i = 0; i < samples.length; i++) {
    const ndvi = (samples[i].B08 - samples[i].B04) / (samples[i].B08 + samples[i].B04);
    if (ndvi > best) { best = ndvi; day = scenes.orbits[i].dateFrom; }
  }
  outputMetadata.userData = { day: day };
  return { default: [best * 10000, samples.length], ndvi: [best] };
}
"""


@pytest.fixture
def service(qgis_app):
    return ScriptService()


def test_the_trace_of_a_pixel_is_what_the_run_writes(service, tmp_path):
    outcome = service.run(SCRIPT, "demo", EXTENT, UTM, START, END, None, tmp_path, SilentProgress())
    pixels = {name: gdal.Open(str(path)).ReadAsArray() for name, path in outcome.rasters.items()}
    assert pixels["default"].shape == (2, 13, 16) and outcome.scene_count == 4
    for column, row in ((0, 0), (15, 12), (7, 3)):
        point = (500100 + 10 * column + 2, 5100230 - 10 * row - 9)
        trace = service.trace(SCRIPT, "demo", point, UTM, START, END, None, SilentProgress())
        assert trace.place == (500105 + 10 * column, 5100225 - 10 * row) and trace.crs == UTM
        assert trace.outputs["default"] == tuple(pixels["default"][:, row, column])
        assert np.float32(trace.outputs["ndvi"][0]) == pixels["ndvi"][row, column]
        assert [sample.label for sample in trace.samples] == ["2020-07-18", "2020-07-13", "2020-07-08", "2020-07-03"]
        assert trace.left_out == ("2020-07-28", "2020-07-23")
        ndvi = [(s.values["B08"] - s.values["B04"]) / (s.values["B08"] + s.values["B04"]) for s in trace.samples]
        assert trace.returned["ndvi"] == [max(ndvi)]
        best = trace.samples[int(np.argmax(ndvi))]
        day = f"{best.label}T00:00:00Z"
        assert trace.user_data == {"day": day} and best.scene["dateFrom"] == day
        variables = {variable.name: variable.value for variable in trace.variables}
        assert variables["best"] == max(ndvi) and variables["day"] == day


def test_a_trace_without_mosaicking_has_one_sample(service):
    text = """//VERSION=3
function setup() { return { input: ["B04"], output: { bands: 1 } }; }
function evaluatePixel(s) { return [s.B04 * 2]; }
"""
    trace = service.trace(text, "demo", (500105, 5100105), UTM, START, END, None, SilentProgress())
    (sample,) = trace.samples
    assert sample.label == "" and sample.scene is None and set(sample.values) == {"B04"}
    assert trace.outputs["default"] == (round(min(1, sample.values["B04"] * 2) * 255),)


def test_points_in_another_crs_and_outside(service):
    from timestack.plugin.bridge.projection import transform_point

    lonlat = transform_point(500105, 5100105, UTM, "EPSG:4326")
    trace = service.trace(SCRIPT, "demo", lonlat, "EPSG:4326", START, END, None, SilentProgress())
    assert trace.place == (500105, 5100105)
    with pytest.raises(NoAcquisitions):
        service.trace(SCRIPT, "demo", (0.0, 0.0), UTM, START, END, None, SilentProgress())
    with pytest.raises(InvalidRequest, match="no_scenes_here"):
        service.run(SCRIPT, "demo", (0.0, 0.0, 100.0, 100.0), UTM, START, END, None, None, SilentProgress())


def test_a_large_extent_is_computed_coarser_and_said(service, tmp_path):
    text = "//VERSION=3\nreturn [B04]"
    wide = (500000.0, 5100000.0, 540000.0, 5110000.0)
    outcome = service.run(text, "demo", wide, UTM, date(2020, 7, 3), date(2020, 7, 3), None, tmp_path, SilentProgress())
    dataset = gdal.Open(str(outcome.rasters["default"]))
    assert dataset.RasterXSize <= MAX_SIDE_PX and dataset.GetGeoTransform()[1] == 50
    assert [note.kind for note in outcome.notes] == ["coarser"]


def test_scenes_are_described(service):
    info = service.describe("demo")
    assert (info.collection, info.scene_count, info.crs, info.resolution) == ("sentinel-2-l2a", 437, UTM, 10)
    assert "B04" in info.bands and str(info.first)[:10] == "2020-01-05" and str(info.last)[:10] == "2021-12-30"


def test_a_mistake_has_its_line(service, tmp_path):
    broken = SCRIPT.replace("samples.length; i++", "samples.lenght(); i++")
    with pytest.raises(ScriptError) as caught:
        service.run(broken, "demo", EXTENT, UTM, START, END, None, tmp_path, SilentProgress())
    assert caught.value.line == 14 and not list(tmp_path.iterdir())


def test_examples_are_valid(service):
    assert len(service.examples()) >= 4
    for name in service.examples():
        check = service.check(service.example(name), "sentinel-2-l2a")
        assert check.is_valid, [finding for finding in check.findings if finding.severity == "error"]
    with pytest.raises(InvalidRequest):
        service.example("../collections")
