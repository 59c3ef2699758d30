# SPDX-License-Identifier: GPL-2.0-or-later
"""Run evalscript as Processing runs it: real series against plain numpy, every output, stacks, fusion, mistakes."""

from __future__ import annotations

import base64
import contextlib
import json
import threading
import time

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from osgeo import gdal

from tests.real_series import SERIES, list_files, make_scene_folder

SMALL = {"EXTENT": "500100,500260,5100100,5100228 [EPSG:32633]", "START": "2020-07-01", "END": "2020-07-31"}
SPAIN = SERIES[0]

NDVI_STACK = """//VERSION=3
function setup() {
  return { input: [{ bands: ["B04", "B08", "dataMask"], units: "DN" }], mosaicking: "TILE",
           output: [{ id: "default", bands: 1, sampleType: "FLOAT32" },
                    { id: "raw bands/../x", bands: 2, sampleType: "INT16" }] };
}
function updateOutput(outputs, collection) { outputs.default.bands = collection.scenes.length; }
function updateOutputMetadata(scenes, inputMetadata, outputMetadata) {
  outputMetadata.userData.dates = scenes.tiles.map(tile => tile.date);
}
function evaluatePixel(samples) {
  return { default: samples.map(s => (s.B08 - s.B04) / (s.B08 + s.B04)),
           "raw bands/../x": [samples[0].B04, samples[0].B08] };
}
"""


@pytest.fixture
def run(qgis_app, tmp_path):
    """Run the algorithm through the registry, checks of the dialog included."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

    def run_algorithm(feedback=None, **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:runevalscript")
        context, feedback = QgsProcessingContext(), feedback or QgsProcessingFeedback()
        parameters.setdefault("OUTPUT", str(tmp_path / "out" / "result.tif"))
        (tmp_path / "out").mkdir(exist_ok=True)
        good, message = algorithm.checkParameterValues(parameters, context)
        if not good:
            raise QgsProcessingException(message)
        results, succeeded = algorithm.run(parameters, context, feedback, {}, False)
        if not succeeded:
            raise QgsProcessingException(feedback.textLog())
        return results

    return run_algorithm


@pytest.fixture
def refused(run, tmp_path):
    """The message of a run that must fail, and nothing left behind."""
    from qgis.core import QgsProcessingException

    def message_of(**parameters):
        with pytest.raises(QgsProcessingException) as caught:
            run(**parameters)
        assert not list((tmp_path / "out").iterdir()), "nothing half-written stays behind"
        return str(caught.value)

    return message_of


def read(path):
    return gdal.Open(str(path)).ReadAsArray()


def test_real_series_in_a_folder(run, shared_data, tmp_path):
    """Newest first, as the service tells scenes; numbers of a plain GDAL read."""
    make_scene_folder(SPAIN, shared_data, tmp_path / "scenes")
    results = run(EVALSCRIPT=NDVI_STACK, SCENES=str(tmp_path / "scenes"), USERDATA=str(tmp_path / "out" / "u.json"))
    files = list_files(SPAIN, shared_data)[::-1]
    first = gdal.Open(str(files[0].path))
    names = [first.GetRasterBand(n + 1).GetDescription() for n in range(first.RasterCount)]
    red, infrared = names.index("B04"), names.index("B08")
    pixels = np.stack([read(file.path) for file in files]).astype(float)
    data = (pixels != SPAIN.nodata).any(axis=1)
    b04, b08 = np.where(data, pixels[:, red], 0), np.where(data, pixels[:, infrared], 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = ((b08 - b04) / (b08 + b04)).astype(np.float32)
    found = read(results["OUTPUT"])
    assert found.shape == expected.shape and results["SCENE_COUNT"] == len(files)
    np.testing.assert_array_equal(found, expected)
    dataset = gdal.Open(results["OUTPUT"])
    assert dataset.GetGeoTransform() == first.GetGeoTransform()
    rasters = json.loads(results["OUTPUTS"])
    assert list(rasters) == ["default", "raw bands/../x"]
    assert rasters["raw bands/../x"] == str(tmp_path / "out" / "result_raw_bands_x.tif")
    raw = gdal.Open(rasters["raw bands/../x"])
    assert raw.GetRasterBand(1).DataType == gdal.GDT_Int16
    np.testing.assert_array_equal(raw.ReadAsArray(), np.stack([b04[0], b08[0]]))
    dates = json.loads((tmp_path / "out" / "u.json").read_text())["dates"]
    assert dates == [file.time.strftime("%Y-%m-%dT%H:%M:%SZ") for file in files]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "result.tif", "result_raw_bands_x.tif", "u.json",
    ]  # fmt: skip


def test_a_stack_gives_what_its_scenes_give(run, tmp_path):
    import timestack

    script = NDVI_STACK.replace('"TILE"', '"ORBIT"').replace("scenes.tiles", "scenes.orbits")
    script = script.replace("tile.date)", "tile.dateFrom)")
    stack = tmp_path / "stack.tif"
    timestack.fetch_stack(
        bands=["B08", "B04"], bbox=(500100, 5100100, 500260, 5100228), crs="EPSG:32633", start="2020-07-01",
        end="2020-07-31", output=stack,
    )  # fmt: skip
    demo = run(EVALSCRIPT=script, SCENES="demo", **SMALL)
    ours = run(EVALSCRIPT=script, SCENES=str(stack), OUTPUT=str(tmp_path / "out" / "b.tif"))
    np.testing.assert_array_equal(read(demo["OUTPUT"]), read(ours["OUTPUT"]))
    assert demo["USERDATA_TEXT"] == ours["USERDATA_TEXT"]
    assert gdal.Open(demo["OUTPUT"]).GetGeoTransform() == gdal.Open(ours["OUTPUT"]).GetGeoTransform()


def test_the_hub_and_the_local_run_agree(run):
    """The same script over WCS, decoded by GDAL, and here."""
    import requests

    from timestack.plugin.localhub import DemoSource, Hub

    script = """//VERSION=3
function setup() { return { input: ["B02", "B03", "B04"], output: { bands: 3 } }; }
function evaluatePixel(s) { return [2.5 * s.B04, 2.5 * s.B03, 2.5 * s.B02]; }
"""
    results = run(EVALSCRIPT=script, SCENES="demo", **{**SMALL, "EXTENT": "500100,500260,5100100,5100230 [EPSG:32633]"})
    question = {
        "SERVICE": "WCS", "VERSION": "1.1.2", "REQUEST": "GetCoverage", "COVERAGE": "SENTINEL-2-L2A",
        "CRS": "EPSG:32633", "BBOX": "500100,5100100,500260,5100230", "WIDTH": 16, "HEIGHT": 13, "FORMAT": "image/tiff",
        "TIME": "2020-07-01/2020-07-31", "EVALSCRIPT": base64.b64encode(script.encode()).decode(),
    }  # fmt: skip
    with Hub(DemoSource()) as hub:
        answer = requests.get(f"{hub.address}/ogc/wcs/{hub.instance_id}", params=question, timeout=60)
    gdal.FileFromMemBuffer("/vsimem/answer.tif", answer.content)
    dataset = gdal.Open(results["OUTPUT"])
    np.testing.assert_array_equal(read("/vsimem/answer.tif"), dataset.ReadAsArray())
    assert dataset.RasterCount == 3 and dataset.GetRasterBand(1).DataType == gdal.GDT_Byte
    assert dataset.GetRasterBand(1).GetColorInterpretation() == gdal.GCI_RedBand


def test_data_fusion_of_two_sources(run, shared_data, tmp_path):
    make_scene_folder(SPAIN, shared_data, tmp_path / "scenes")
    script = """//VERSION=3
function setup() {
  return { input: [{ datasource: "a", bands: ["B04"], units: "DN", mosaicking: "TILE" },
                   { datasource: "b", bands: ["B08"], units: "DN" }],
           output: { bands: 2, sampleType: "INT16" } };
}
function evaluatePixel(samples) { return [samples.a.length, samples.b[0].B08]; }
"""
    folder = tmp_path / "scenes"
    results = run(EVALSCRIPT=script, SCENES=f"a={folder}; b={folder}")
    files = list_files(SPAIN, shared_data)
    found = read(results["OUTPUT"])
    assert (found[0] == len(files)).all()
    simple = script.replace('{ datasource: "a", bands: ["B04"], units: "DN", mosaicking: "TILE" },', "")
    simple = simple.replace("[samples.a.length, samples.b[0].B08]", "[1, samples.B08]").replace('datasource: "b", ', "")
    alone = run(EVALSCRIPT=simple, SCENES=str(folder), OUTPUT=str(tmp_path / "out" / "alone.tif"))
    np.testing.assert_array_equal(found[1], read(alone["OUTPUT"])[1])


def test_what_the_block_engine_cannot_do_is_done_by_qt_and_said(run, qgis_app):
    pytest.importorskip("PyQt5.QtQml")
    from qgis.core import QgsProcessingFeedback

    script = """//VERSION=3
var before = 0;
function setup() { return { input: ["B04"], output: { bands: 1, sampleType: "UINT16" } }; }
function evaluatePixel(s) { before = before + 1; return [before]; }
"""
    feedback = QgsProcessingFeedback()
    results = run(feedback, EVALSCRIPT=script, SCENES="demo", **SMALL)
    assert results["ENGINE"] == "qt" and "Qt's JavaScript engine" in feedback.textLog()
    np.testing.assert_array_equal(read(results["OUTPUT"]).ravel(), np.arange(1, 16 * 13 + 1))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"EVALSCRIPT": "  "}, "EVALSCRIPT"),
        ({"EVALSCRIPT": "function setup() {}"}, "//VERSION=3"),
        ({"EVALSCRIPT": NDVI_STACK.replace("updateOutput(outputs", "updateOutput((outputs")}, "line 7"),
        ({"EVALSCRIPT": NDVI_STACK.replace("samples.map(s =>", "samples.mop(s =>")}, "line 12"),
        ({"EVALSCRIPT": NDVI_STACK.replace('"B04", "B08"', '"B04", "B99"')}, "B99"),
        ({"SCENES": "/no/such/place"}, "SCENES: '/no/such/place' is neither"),
        ({"START": "2020-08-01", "END": "2020-07-01"}, "END"),
        ({"RESOLUTION": 0}, "RESOLUTION"),
        ({"EXTENT": "0,100,0,100 [EPSG:32633]"}, "No acquisition from 2020-07-01 to 2020-07-31"),
        ({"START": "2030-01-01", "END": "2030-01-31"}, "No acquisition from 2030-01-01"),
        ({"CRS": "EPSG:4326"}, "RESOLUTION: pixels of EPSG:4326"),
        ({"SCENES": "/etc/passwd"}, "/etc/passwd"),
        ({"OUTPUT": "/no/such/folder/a.tif"}, "OUTPUT"),
        ({"TIME_LIMIT": 1, "EVALSCRIPT": NDVI_STACK.replace("return { default", "while (true) {} return { default")},
         "stopped after 1 seconds"),
    ],
)  # fmt: skip
def test_mistakes_are_told_in_one_sentence(refused, change, words):
    message = refused(**{"EVALSCRIPT": NDVI_STACK, "SCENES": "demo", **SMALL, **change})
    assert words in message and "Traceback" not in message


def test_cancel_answers_within_a_second(run, qgis_app, tmp_path):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    endless = NDVI_STACK.replace("return { default", "for (;;) {} return { default")
    feedback = QgsProcessingFeedback()
    cancelled_at = []

    def cancel():
        cancelled_at.append(time.monotonic())
        feedback.cancel()

    threading.Timer(1.5, cancel).start()
    with contextlib.suppress(QgsProcessingException):
        run(feedback, EVALSCRIPT=endless, SCENES="demo", **SMALL)
    assert time.monotonic() - cancelled_at[0] < 1.0
    assert not list((tmp_path / "out").iterdir())


def test_examples_that_are_shipped_run(run, repo_root, tmp_path):
    examples = sorted((repo_root / "plugin" / "resources" / "evalscripts").glob("*.js"))
    assert len(examples) >= 4
    for number, example in enumerate(examples):
        results = run(
            EVALSCRIPT=str(example), SCENES="demo", OUTPUT=str(tmp_path / "out" / f"{number}.tif"), **SMALL
        )
        assert results["ENGINE"] == "block"
        assert np.nanmax(read(results["OUTPUT"])) > np.nanmin(read(results["OUTPUT"]))
