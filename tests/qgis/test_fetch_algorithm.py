"""Fetch temporal stack as Processing runs it: results, bad input, cancel, own scripts, masks, other grids."""

from __future__ import annotations

import inspect
import threading
import time
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")

SMALL = {"EXTENT": "500100,500260,5100100,5100228 [EPSG:32633]", "START": "2020-04-01", "END": "2020-05-31"}


@pytest.fixture
def run(qgis_app, tmp_path):
    """Run the algorithm through the registry, checks of the dialog included."""
    from qgis.core import (
        QgsApplication,
        QgsProcessingContext,
        QgsProcessingException,
        QgsProcessingFeedback,
        QgsProject,
    )

    def run_algorithm(name="fetchtemporalstack", feedback=None, **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"timestack:{name}")
        context, feedback = QgsProcessingContext(), feedback or QgsProcessingFeedback()
        context.setProject(QgsProject.instance())
        parameters.setdefault("OUTPUT", str(tmp_path / "stack.tif"))
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
        assert not list(tmp_path.glob("*stack*")), "nothing half-written stays behind"
        return str(caught.value)

    return message_of


def open_stack(results):
    import timestack

    return timestack.open_stack(results["OUTPUT"])


def test_defaults_answer_the_question_of_the_forum(run):
    results = run()
    stack = open_stack(results)
    values = stack.read()
    assert values.shape == (73, 4, 64, 64) == stack.shape
    assert results["STEPS"] == 73 and results["DATES"].split(",")[0] == "2020-01-05"
    assert [f"{t:%Y-%m-%d}" for t in stack.times] == results["DATES"].split(",")
    assert all(t.utcoffset().total_seconds() == 0 for t in stack.times)
    assert stack.bands == ("B02", "B03", "B04", "B08")
    assert values.dtype == np.uint16 and 1.7 < results["PROCESSING_UNITS"] < 1.8


def test_pixels_are_those_of_the_scenes_of_each_day(run):
    from timestack.plugin.localhub import DemoSource

    stack = open_stack(run(**SMALL, BANDS="B04,SCL", MOSAICKING="TILE"))
    source = DemoSource()
    records = {(r.time, r.tile_id): r for r in source.records()}
    values = stack.read()
    assert len(stack.times) > 20
    for step, pixels in zip(stack.info.steps, values):
        expected = source.read(records[(step.time, step.tile_id)], ["B04", "SCL"], stack.info.grid)
        np.testing.assert_array_equal(pixels.data[0], expected["B04"].astype(np.uint16))
        np.testing.assert_array_equal(pixels.data[1], expected["SCL"].astype(np.uint16))


def test_reflectance_in_floats_is_a_ten_thousandth_of_dn(run, tmp_path):
    counts = open_stack(run(**SMALL, BANDS="B08")).read()
    shares = open_stack(
        run(**SMALL, BANDS="B08", UNITS="REFLECTANCE", SAMPLE_TYPE="FLOAT32", OUTPUT=str(tmp_path / "r.tif"))
    ).read()
    np.testing.assert_allclose(shares.filled(0), counts.filled(0) / 10000, rtol=1e-6)


def test_an_area_in_degrees_comes_out_in_its_utm_zone(run):
    stack = open_stack(run(EXTENT="15.0013,15.0034,46.0510,46.0525 [EPSG:4326]", START="2020-04-01", END="2020-04-30"))
    assert stack.info.grid.crs == "EPSG:32633"
    assert stack.info.grid.xmin % 10 == 0 and stack.info.grid.ymax % 10 == 0
    assert stack.read().count() > 0


def test_a_stack_in_degrees_has_its_axes_right(run):
    """EPSG:4326 is latitude first in WCS 1.1.2; exchanged axes would ask for a place in the Indian Ocean."""
    stack = open_stack(run(**SMALL, CRS="EPSG:4326", RESOLUTION=0.0001, BANDS="B08"))
    assert stack.info.grid.crs == "EPSG:4326" and 14.9 < stack.info.grid.xmin < 15.1
    straight = open_stack(run(**SMALL, BANDS="B08"))
    from timestack.plugin.bridge.projection import transform_points

    (lon,), (lat,) = transform_points([500175.0], [5100165.0], "EPSG:32633", "EPSG:4326")
    np.testing.assert_array_equal(stack.profile(float(lon), float(lat)), straight.profile(500175, 5100165))


def test_filters_keep_what_they_say(run):
    first = run(**{**SMALL, "END": "2020-08-31"}, BANDS="B04", SCENES="first_of_month")["DATES"].split(",")
    assert first == ["2020-04-04", "2020-05-04", "2020-06-03", "2020-07-03", "2020-08-02"]
    listed = run(**SMALL, BANDS="B04", DATES="2020-04-09, 2020-05-29")["DATES"]
    assert listed == "2020-04-09,2020-05-29"
    summer = run(START="2020-01-01", END="2021-12-31", EXTENT=SMALL["EXTENT"], BANDS="B04", MONTHS="7")["DATES"]
    assert {day[:7] for day in summer.split(",")} == {"2020-07", "2021-07"}


def test_filtered_scenes_hold_the_same_pixels_as_the_whole_stack(run, tmp_path):
    whole = open_stack(run(**SMALL, BANDS="B04", MOSAICKING="TILE", OUTPUT=str(tmp_path / "whole.tif")))
    part = open_stack(run(**SMALL, BANDS="B04", MOSAICKING="TILE", DATES="2020-04-14,2020-05-09"))
    wanted = [n for n, t in enumerate(whole.times) if f"{t:%Y-%m-%d}" in ("2020-04-14", "2020-05-09")]
    assert len(wanted) == len(part.times) >= 4
    np.testing.assert_array_equal(part.read().data, whole.read(times=wanted).data)


def test_a_mask_layer_blanks_what_lies_outside(run, qgis_app):
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    layer = QgsVectorLayer("Polygon?crs=EPSG:32633", "field", "memory")
    feature = QgsFeature()
    feature.setGeometry(
        QgsGeometry.fromWkt("POLYGON((500100 5100100,500180 5100100,500180 5100228,500100 5100228,500100 5100100))")
    )
    layer.dataProvider().addFeatures([feature])
    from qgis.core import QgsProject

    QgsProject.instance().addMapLayer(layer)
    values = open_stack(run(**SMALL, BANDS="B08", MASK=layer.id())).read()
    assert not values.mask[:, 0, :, :8].any() and values.mask[:, 0, :, 8:].all()
    QgsProject.instance().removeMapLayer(layer.id())


def test_aligning_to_a_raster_takes_its_pixels(run, tmp_path):
    like = run(**SMALL, BANDS="B04", OUTPUT=str(tmp_path / "like.tif"), RESOLUTION=7)["OUTPUT"]
    stack = open_stack(run(START="2020-05-01", END="2020-05-31", BANDS="B04", ALIGN_TO=like))
    assert stack.info.grid == open_stack({"OUTPUT": like}).info.grid


OWN_SCRIPT = """//VERSION=3
function setup() { return {input: ["B04", "B08", "dataMask"], output: {bands: 2, sampleType: "FLOAT32"}}; }
function evaluatePixel(s) { return [(s.B08 - s.B04) / (s.B08 + s.B04), s.dataMask]; }
"""


def test_an_own_script_runs_day_by_day(run, tmp_path):
    own = open_stack(run(**SMALL, EVALSCRIPT=OWN_SCRIPT))
    plain = open_stack(run(**SMALL, BANDS="B04,B08", OUTPUT=str(tmp_path / "plain.tif")))
    assert own.times == plain.times and own.bands == ("V1", "V2")
    red, infrared = np.moveaxis(plain.read().astype(float), 1, 0)
    np.testing.assert_allclose(own.read()[:, 0], (infrared - red) / (infrared + red), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"BANDS": ""}, ("BANDS",)),
        ({"BANDS": "B02,B99"}, ("BANDS", "B99")),
        ({"START": "2020-06-01", "END": "2020-05-01"}, ("START", "2020-06-01")),
        ({"EXTENT": "500000,500000,5100000,5100640 [EPSG:32633]"}, ("EXTENT",)),
        ({"RESOLUTION": 0}, ("RESOLUTION",)),
        ({"RESOLUTION": 5000}, ("RESOLUTION", "1500")),
        ({"UNITS": "REFLECTANCE"}, ("UNITS", "FLOAT32")),
        ({"START": "2018-01-01", "END": "2018-12-31"}, ("2018-01-01", "MAX_CLOUD_COVER")),
        ({"EXTENT": "100000,100640,5100000,5100640 [EPSG:32633]"}, ("EXTENT",)),
        ({"MONTHS": "5,13"}, ("MONTHS", "13")),
        ({"DATES": "yesterday"}, ("DATES", "yesterday")),
        ({"CONNECTION": "nowhere"}, ("CONNECTION", "nowhere")),
        ({"CONNECTION": "http://127.0.0.1:9/ogc/wcs/abc"}, ("CONNECTION", "127.0.0.1")),
        ({"COLLECTION": "sentinel-9"}, ("COLLECTION", "sentinel-9")),
        ({"LAYER": "NO-SUCH-LAYER"}, ("NO-SUCH-LAYER",)),
        ({"EVALSCRIPT": "//VERSION=3\nfunction setup( {"}, ("EVALSCRIPT", "line 2")),
        ({"EVALSCRIPT": "missing_file.js"}, ("EVALSCRIPT",)),
        ({"NODATA": -5}, ("NODATA", "UINT16")),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_bad_input_is_one_sentence_that_names_what_to_change(parameters, words, refused):
    message = refused(**{**SMALL, **parameters})
    for word in words:
        assert word in message, message
    assert "Traceback" not in message


def test_an_instance_without_a_layer_of_the_collection(refused, qgis_app):
    from timestack.plugin.localhub import DemoSource, Hub

    with Hub(DemoSource()) as hub:
        address = f"{hub.address}/ogc/wcs/{hub.instance_id}"
        message = refused(**SMALL, CONNECTION=address, COLLECTION="sentinel-2-l1c", BANDS="B10")
    assert "COLLECTION" in message and "sentinel-2-l1c" in message
    assert hub.instance_id not in message.replace("demo", "") or hub.instance_id == "demo"


def test_the_dialog_checks_a_folder_without_opening_it(qgis_app, tmp_path, monkeypatch):
    """Checks run on the main thread; a folder may hold thousands of files on a slow share."""
    from qgis.core import QgsApplication, QgsProcessingContext

    from timestack.plugin import connections

    def forbidden(*_):
        raise RuntimeError("opened on the main thread")

    monkeypatch.setattr(connections, "_open_local", forbidden)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:fetchtemporalstack")
    parameters = {**SMALL, "CONNECTION": str(tmp_path), "BANDS": "NDVI", "COLLECTION": "mine", "OUTPUT": "x.tif"}
    assert algorithm.checkParameterValues(parameters, QgsProcessingContext()) == (True, "")


def test_a_folder_without_scenes(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    message = refused(**SMALL, CONNECTION=str(tmp_path / "empty"))
    assert "empty" in message and "scenes.json" in message


def test_an_output_that_would_be_a_tiff_under_a_false_name(refused, tmp_path):
    message = refused(**SMALL, OUTPUT=str(tmp_path / "stack.png"))
    assert "OUTPUT" in message and ".tif" in message


def test_a_missing_output_folder(refused, tmp_path):
    message = refused(**SMALL, OUTPUT=str(tmp_path / "no" / "such" / "stack.tif"))
    assert "OUTPUT" in message


def test_cancel_answers_within_a_second_and_leaves_nothing(run, tmp_path):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    feedback, times = QgsProcessingFeedback(), {}

    def cancel():
        time.sleep(1.5)
        times["cancelled"] = time.monotonic()
        feedback.cancel()

    threading.Thread(target=cancel).start()
    wide = "496000,504000,5096000,5104000 [EPSG:32633]"
    try:
        results = run(feedback=feedback, EXTENT=wide, START="2020-01-01", END="2021-12-31")
    except QgsProcessingException:
        results = {}
    assert time.monotonic() - times["cancelled"] < 1.5, "a second, and half of one for a busy machine"
    assert not results.get("OUTPUT")
    assert not [path for path in tmp_path.iterdir() if "stack" in path.name]


def test_listed_acquisitions_are_those_of_the_stack(run, tmp_path):
    from qgis.core import QgsVectorLayer

    listed = run("listacquisitions", **SMALL, OUTPUT=str(tmp_path / "scenes.gpkg"))
    stack = run(**SMALL, BANDS="B04")
    assert listed["DATES"] == stack["DATES"]
    layer = QgsVectorLayer(listed["OUTPUT"], "scenes", "ogr")
    assert layer.featureCount() == listed["COUNT"] > stack["STEPS"]
    names = [field.name() for field in layer.fields()]
    assert {"datetime", "cloud_cover", "tile_id", "step"} <= set(names)
    feature = next(layer.getFeatures())
    assert feature["tile_id"] in ("33TVM", "33TWM") and 0 <= feature["cloud_cover"] <= 100
    assert feature.geometry().boundingBox().contains(feature.geometry().centroid().asPoint())
    assert feature["datetime"].toUTC().toString("yyyy-MM-ddTHH:mm").startswith("2020-04-")


def test_secrets_stay_out_of_the_stack(run):
    from timestack.plugin.localhub import DemoSource, Hub

    secret = "5f0c1d2e-1234-4bcd-8ef0-0123456789ab"
    with Hub({secret: (DemoSource(),)}) as hub:
        results = run(**SMALL, BANDS="B04", CONNECTION=f"{hub.address}/ogc/wcs/{secret}")
    assert secret.encode() not in Path(results["OUTPUT"]).read_bytes()
    assert secret not in str(results)


def test_the_modeler_runs_it(qgis_app, tmp_path):
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
    )

    model = QgsProcessingModelAlgorithm("fetch", "test")
    child = QgsProcessingModelChildAlgorithm("timestack:fetchtemporalstack")
    child.setChildId("fetch")
    for key, value in {**SMALL, "CONNECTION": "demo", "BANDS": "B04"}.items():
        child.addParameterSources(key, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    output = QgsProcessingModelOutput("stack", "stack")
    output.setChildId("fetch")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"stack": output})
    model.addChildAlgorithm(child)
    model.updateDestinationParameters()
    results, succeeded = model.run(
        {"fetch:stack": str(tmp_path / "m.tif")}, QgsProcessingContext(), QgsProcessingFeedback()
    )
    # QGIS 3.40 calls the outputs of a model by their own names
    path = results.get("fetch:stack", results.get("stack"))
    assert succeeded and path == str(tmp_path / "m.tif")
    assert open_stack({"OUTPUT": path}).shape[1:] == (1, 13, 16)


def test_the_loaded_layer_is_styled_and_nothing_lies_beside_the_file(qgis_app, tmp_path):
    """As the toolbox does it: run, then let Processing's own results handler add the layer to the project."""
    from processing.gui.Postprocessing import handleAlgorithmResults
    from qgis.core import (
        QgsApplication,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingOutputLayerDefinition,
        QgsProject,
    )

    project = QgsProject.instance()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(project)
    target = str(tmp_path / "stack.tif")
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:fetchtemporalstack")
    parameters = {**SMALL, "OUTPUT": QgsProcessingOutputLayerDefinition(target, project)}
    results, succeeded = algorithm.run(parameters, context, feedback, {}, False)
    assert succeeded, feedback.textLog()
    shows = () if "showResults" not in inspect.signature(handleAlgorithmResults).parameters else (False,)
    handleAlgorithmResults(algorithm, context, feedback, *shows, parameters)
    (layer,) = [layer for layer in project.mapLayers().values() if layer.source() == results["OUTPUT"]]
    try:
        assert layer.temporalProperties().isActive()
        assert layer.customProperty("timestack/steps")
        red, green, blue = layer.renderer().redBand(), layer.renderer().greenBand(), layer.renderer().blueBand()
        assert (red - green, green - blue) == (1, 1), "true colour of one date"
        assert [path.name for path in tmp_path.iterdir()] == ["stack.tif"]
    finally:
        project.removeMapLayer(layer.id())


def test_smaller_questions_and_fewer_workers_give_the_same_stack(run, tmp_path):
    """However it is cut: the log tells of the parts, the pixels stay."""
    whole = run(OUTPUT=str(tmp_path / "whole.tif"), START="2020-05-01", END="2020-06-30")
    cut = run(
        OUTPUT=str(tmp_path / "cut.tif"), START="2020-05-01", END="2020-06-30", PIXEL_STEPS=64 * 64 * 3, WORKERS=1
    )
    assert cut["REQUESTS"] >= whole["REQUESTS"] + 3
    np.testing.assert_array_equal(open_stack(cut).read(), open_stack(whole).read())
