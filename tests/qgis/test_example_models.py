# SPDX-License-Identifier: GPL-2.0-or-later
"""The example models as QGIS has them: what is in their files, how they are declared, run, refused and cancelled."""

from __future__ import annotations

import threading

import model_answers
import numpy as np
import pytest
from osgeo import gdal

pytest.importorskip("qgis.core")

from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

pytestmark = pytest.mark.usefixtures("qgis_app")

SMALL = {"EXTENT": "500100,500260,5100100,5100228 [EPSG:32633]", "START": "2020-04-01", "END": "2020-05-31"}
DAYS = {"START": "2020-04-01", "END": "2020-05-31"}
STEPS = {
    "monthlyndvi": ["fetchtemporalstack", "maskstack", "indexstack", "compositestack"],
    "parcelseries": ["fetchtemporalstack", "maskstack", "indexstack", "zonaltimeseries"],
    "tendaycube": ["fetchtemporalstack", "regularisestack", "exportcube"],
}
every_model = pytest.mark.parametrize("name", list(STEPS))


def create(name):
    return QgsApplication.processingRegistry().createAlgorithmById(f"timestack:{name}")


class Listener(QgsProcessingFeedback):
    """Keeps errors, and cancels when something is said."""

    def __init__(self, cancel_at=""):
        super().__init__()
        self.errors, self.said, self.cancel_at = [], [], cancel_at

    def reportError(self, error, fatalError=False):
        self.errors.append(error)

    def pushInfo(self, info):
        self.said.append(info)
        if self.cancel_at and self.cancel_at in info:
            self.cancel()


def run(name, feedback=None, **parameters):
    algorithm, context = create(name), QgsProcessingContext()
    good, message = algorithm.checkParameterValues(parameters, context)
    if not good:
        raise QgsProcessingException(message)
    results, good = algorithm.run(parameters, context, feedback or QgsProcessingFeedback(), {}, False)
    assert good
    return results


@every_model
class TestFile:
    def test_the_steps_are_those_of_the_title(self, name):
        model = create(name).load_model()
        children, order = model.childAlgorithms(), []
        while len(order) < len(children):
            order += [
                key for key in children if key not in order and set(model.dependsOnChildAlgorithms(key)) <= set(order)
            ]
        assert [children[key].algorithmId() for key in order] == [f"timestack:{step}" for step in STEPS[name]]
        assert model.validate() == (True, []) and len(model.destinationParameterDefinitions()) == 1

    def test_nothing_is_left_for_the_reader_to_guess(self, name):
        """Every step has words and a comment, no two boxes lie on each other, and nothing is bound to one computer."""
        model = create(name).load_model()
        parts = [*model.childAlgorithms().values(), *model.parameterComponents().values()]
        for child in model.childAlgorithms().values():
            assert child.description() and child.comment().description()
            parts += [child.comment(), *child.modelOutputs().values()]
        boxes = [
            (part.position().x(), part.position().y(), part.size().width(), part.size().height()) for part in parts
        ]
        for place, (x, y, width, height) in enumerate(boxes):
            for other_x, other_y, other_width, other_height in boxes[:place]:
                apart_x = abs(x - other_x) >= (width + other_width) / 2
                assert apart_x or abs(y - other_y) >= (height + other_height) / 2
        assert model.helpContent()["ALG_DESC"] and model.name() and model.group() == "Timestack examples"

    def test_inputs_have_the_names_and_defaults_that_the_steps_take(self, name):
        """A word or type that has changed in a step is to be changed in the file too."""
        model, registry = create(name).load_model(), QgsApplication.processingRegistry()
        used = set()
        for child in model.childAlgorithms().values():
            step = registry.algorithmById(child.algorithmId())
            for key, sources in child.parameterSources().items():
                (source,) = sources
                assert not source.expression() and not source.expressionText()
                definition = step.parameterDefinition(key)
                assert definition is not None, f"{child.algorithmId()} has no {key} any more"
                if source.parameterName() == key:
                    used.add(key)
                    mine = model.parameterDefinition(key)
                    assert (mine.type(), mine.description()) == (definition.type(), definition.description())
                    assert model.helpContent()[key] == definition.help()
                elif not source.parameterName() and not source.outputChildId():
                    assert definition.checkValueIsAcceptable(source.staticValue())
        assert used == {component.parameterName() for component in model.orderedParameters()}


@every_model
class TestDeclaration:
    def test_it_stands_among_the_example_models(self, name):
        algorithm = QgsApplication.processingRegistry().algorithmById(f"timestack:{name}")
        assert (algorithm.groupId(), algorithm.group()) == ("examplemodels", "Example models")
        assert algorithm.shortDescription() and algorithm.shortHelpString() and len(algorithm.tags()) > 5

    def test_it_has_the_inputs_of_the_model_and_one_output(self, name):
        """Also in the copy that the provider made while it was still loading."""
        for algorithm in (QgsApplication.processingRegistry().algorithmById(f"timestack:{name}"), create(name)):
            model = algorithm.load_model()
            inputs = [component.parameterName() for component in model.orderedParameters()]
            names = [definition.name() for definition in algorithm.parameterDefinitions()]
            assert names == [*inputs, "OUTPUT"]
            for key in inputs:
                definition = algorithm.parameterDefinition(key)
                assert definition.help() and definition.description()
                if key != "ZONES":
                    assert definition.defaultValue() == model.parameterDefinition(key).defaultValue()

    def test_the_connection_is_kept_like_that_of_a_fetch(self, name):
        """Our own parameter spares secrets in histories; a clone of it would not."""
        both = create(name), create("fetchtemporalstack")
        kinds = [type(algorithm.parameterDefinition("CONNECTION")) for algorithm in both]
        assert kinds[0] is kinds[1]

    def test_it_needs_nothing_but_an_output(self, name):
        algorithm = create(name)
        for definition in algorithm.parameterDefinitions():
            optional = definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
            assert (
                optional or definition.isDestination() or definition.checkValueIsAcceptable(definition.defaultValue())
            )


@pytest.fixture
def stack(tmp_path):
    def fetch(**selection):
        path = str(tmp_path / "stack.tif")
        run("fetchtemporalstack", MAX_CLOUD_COVER=80, BANDS="B04,B08,SCL", OUTPUT=path, **selection)
        return path

    return fetch


class TestRun:
    def test_monthly_ndvi(self, stack, tmp_path):
        results = run("monthlyndvi", **SMALL, OUTPUT=str(tmp_path / "m.tif"))
        expected = model_answers.monthly_median(stack(**SMALL))
        found = gdal.Open(results["OUTPUT"]).ReadAsArray()
        np.testing.assert_allclose(found, list(expected.values()), rtol=1e-5, atol=1e-6)
        assert len(found) == 2 and np.isfinite(found).mean() > 0.5

    def test_series_of_parcels_in_memory(self, stack):
        algorithm, context = create("parcelseries"), QgsProcessingContext()
        parameters = {**DAYS, "ID_FIELD": "name", "OUTPUT": "memory:"}
        results, good = algorithm.run(parameters, context, QgsProcessingFeedback(), {}, False)
        assert good
        table = QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)
        rows = {(row["id"], row["date"]): (row["mean"], row["count"]) for row in table.getFeatures()}
        path = stack(**DAYS, EXTENT="499990,500650,5099990,5100650 [EPSG:32633]")
        expected = model_answers.parcel_series(path, algorithm.parameterDefinition("ZONES").defaultValue())
        assert rows.keys() == expected.keys()
        clear = [key for key, (_, count) in expected.items() if count > 1]
        assert len(clear) > 10
        for key in clear:
            assert rows[key][0] == pytest.approx(expected[key][0], abs=5e-4)
            assert rows[key][1] == pytest.approx(expected[key][1], rel=2e-3)

    def test_defaults_are_those_of_the_model_not_of_its_steps(self):
        """MAX_CLOUD_COVER is 80 here and 100 in the fetch; what is not given must not fall through to the latter."""
        said = Listener()
        run("monthlyndvi", said, **SMALL, OUTPUT="TEMPORARY_OUTPUT")
        run("fetchtemporalstack", all_days := Listener(), **SMALL, OUTPUT="TEMPORARY_OUTPUT")
        steps = [next(line for line in one.said if "time steps" in line) for one in (said, all_days)]
        counts = [int(line.split()[0]) for line in steps]
        assert counts[0] < counts[1]

    def test_as_a_step_of_another_model(self, tmp_path):
        source = QgsProcessingModelChildParameterSource
        outer = QgsProcessingModelAlgorithm("outer", "tests")
        inner = QgsProcessingModelChildAlgorithm("timestack:monthlyndvi")
        inner.setChildId("inner")
        for key, value in SMALL.items():
            inner.addParameterSources(key, [source.fromStaticValue(value)])
        trend = QgsProcessingModelChildAlgorithm("timestack:compositestack")
        trend.setChildId("last")
        trend.addParameterSources("INPUT", [source.fromChildOutput("inner", "OUTPUT")])
        trend.addParameterSources("PERIOD", [source.fromStaticValue("all")])
        trend.addParameterSources("METHOD", [source.fromStaticValue("max")])
        output = QgsProcessingModelOutput("best")
        output.setChildId("last")
        output.setChildOutputName("OUTPUT")
        trend.setModelOutputs({"best": output})
        outer.addChildAlgorithm(inner)
        outer.addChildAlgorithm(trend)
        outer.updateDestinationParameters()
        (target,) = (definition.name() for definition in outer.destinationParameterDefinitions())
        _, good = outer.run(
            {target: str(tmp_path / "best.tif")}, QgsProcessingContext(), QgsProcessingFeedback(), {}, False
        )
        assert good
        monthly = run("monthlyndvi", **SMALL, OUTPUT=str(tmp_path / "m.tif"))["OUTPUT"]
        expected = np.fmax(*gdal.Open(monthly).ReadAsArray())
        np.testing.assert_array_equal(gdal.Open(str(tmp_path / "best.tif")).ReadAsArray(), expected)

    def test_in_the_background_its_layer_is_styled(self, tmp_path):
        """As the toolbox runs it: in a task, with the layer loaded into the project afterwards."""
        algorithm, context = create("monthlyndvi"), QgsProcessingContext()
        project = QgsProject()
        context.setProject(project)
        target = QgsProcessingOutputLayerDefinition(str(tmp_path / "m.tif"), project)
        parameters, feedback = {**SMALL, "OUTPUT": target}, Listener()
        ended = []
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        task.executed.connect(lambda good, results: ended.append((good, results)))
        QgsApplication.taskManager().addTask(task)
        wait_for(lambda: ended)
        assert ended[0][0], feedback.errors
        details = context.layersToLoadOnCompletion()
        assert list(details) == [str(tmp_path / "m.tif")]
        layer = QgsProcessingUtils.mapLayerFromString(str(tmp_path / "m.tif"), context)
        processor = context.layerToLoadOnCompletionDetails(str(tmp_path / "m.tif")).postProcessor()
        assert processor is not None, "the layer would come without its look and its dates"
        processor.postProcessLayer(layer, context, feedback)
        assert layer.temporalProperties().isActive()
        assert {path.name for path in tmp_path.iterdir()} == {"m.tif"}


def wait_for(condition, seconds=60):
    timer = threading.Event()
    for _ in range(int(seconds / 0.02)):
        QCoreApplication.processEvents()
        if condition():
            return
        timer.wait(0.02)
    raise AssertionError("waited in vain")


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "wrong", "sentence"),
        [
            ("monthlyndvi", {"OUTPUT": "/nowhere/m.tif"}, "OUTPUT: the folder /nowhere does not exist"),
            ("monthlyndvi", {"EXTENT": None}, "EXTENT: this is needed"),
            ("monthlyndvi", {"BANDS": "B04,B08"}, "BANDS: the model needs a mask band too"),
            ("monthlyndvi", {"BANDS": "B99,SCL"}, "BANDS: there is no band B99"),
            ("monthlyndvi", {"START": "2020-06-01"}, "START: the first day 2020-06-01 lies after the last day"),
            ("parcelseries", {"ZONES": None}, "ZONES: this is needed"),
            ("parcelseries", {"ZONES": "/nowhere.gpkg"}, "ZONES"),
            ("parcelseries", {"ID_FIELD": "nummer"}, "ID_FIELD: the layer has no field nummer; choose among name."),
            ("tendaycube", {"OUTPUT": "cube.tif"}, "OUTPUT: 'cube.tif' is no name for a cube"),
            ("tendaycube", {"OUTPUT": "/nowhere/c.nc"}, "OUTPUT: the folder /nowhere does not exist"),
            ("tendaycube", {"RESOLUTION": 0}, "RESOLUTION: 0.0 is not above zero"),
        ],
    )
    def test_before_the_run(self, name, wrong, sentence, tmp_path):
        good_name = str(tmp_path / f"o.{'nc' if name == 'tendaycube' else 'tif'}")
        parameters = {**DAYS, "OUTPUT": good_name, **wrong}
        good, message = create(name).checkParameterValues(parameters, QgsProcessingContext())
        assert not good and sentence in message and "\n" not in message.strip()

    @pytest.mark.parametrize("has_feature", [False, True])
    def test_parcels_without_a_polygon(self, has_feature):
        layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "empty", "memory")
        if has_feature:
            layer.dataProvider().addFeature(QgsFeature())
        good, message = create("parcelseries").checkParameterValues(
            {**DAYS, "ZONES": layer, "OUTPUT": "memory:"}, QgsProcessingContext()
        )
        assert not good and message == "ZONES: there is no polygon in it; choose another layer or selection."

    def test_parcels_without_crs(self, tmp_path):
        zones = tmp_path / "plain.csv"
        zones.write_text('wkt\n"POLYGON((0 0,1 0,1 1,0 0))"\n', encoding="utf-8")
        layer = QgsVectorLayer(f"{zones.as_uri()}?wktField=wkt", "plain", "delimitedtext")
        assert layer.isValid() and not layer.crs().isValid()
        good, message = create("parcelseries").checkParameterValues(
            {**DAYS, "ZONES": layer, "OUTPUT": "memory:"}, QgsProcessingContext()
        )
        assert not good and "coordinate reference system" in message

    @every_model
    def test_what_a_step_finds_out_is_the_only_sentence(self, name, tmp_path):
        feedback = Listener()
        output = str(tmp_path / {"monthlyndvi": "o.tif", "parcelseries": "o.csv", "tendaycube": "o.nc"}[name])
        with pytest.raises(QgsProcessingException) as caught:
            run(name, feedback, START="2020-04-01", END="2020-04-01", OUTPUT=output)
        said = str(caught.value)  # newer QGIS puts the step in front
        assert said.count("No acquisition from 2020-04-01 to 2020-04-01") == 1 and "\n" not in said
        assert feedback.errors == [] and not list(tmp_path.iterdir())


@every_model
def test_a_cancel_ends_it(name, tmp_path):
    """After the first step, with nothing at the target and no step started any more."""
    output = str(tmp_path / {"monthlyndvi": "o.tif", "parcelseries": "o.csv", "tendaycube": "o.nc"}[name])
    feedback = Listener(cancel_at="part 1 of 1")
    results = run(name, feedback, **DAYS, OUTPUT=output)
    assert results == {} and not list(tmp_path.iterdir())
    assert feedback.errors == [] and "Cancelled." in feedback.said


def test_a_cancel_of_the_dialog_reaches_the_step_in_the_background(tmp_path):
    """From the main thread, as the button does it, while the fetch is under way in a task."""
    reached, cancelled = threading.Event(), threading.Event()

    class Halting(Listener):
        def pushInfo(self, info):
            super().pushInfo(info)
            if "source tiles found" in info:
                reached.set()
                cancelled.wait(30)

    algorithm, context, feedback, ended = create("monthlyndvi"), QgsProcessingContext(), Halting(), []
    parameters = {**DAYS, "OUTPUT": str(tmp_path / "m.tif")}
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    task.executed.connect(lambda good, results: ended.append(results))
    QgsApplication.taskManager().addTask(task)
    wait_for(reached.is_set)
    feedback.cancel()
    cancelled.set()
    wait_for(lambda: ended)
    assert ended == [{}] and feedback.errors == [] and not list(tmp_path.iterdir())
    assert "Cancelled." in feedback.said and not any("part 1" in line for line in feedback.said)


@pytest.mark.parametrize("content", [None, b"", b"<not a model"])
def test_a_file_that_cannot_be_read_only_costs_its_own_model(tmp_path, monkeypatch, content):
    import shutil

    from timestack.processing_provider import example_model
    from timestack.processing_provider.provider import ALGORITHMS, TimestackProvider

    shutil.copytree(example_model.MODELS, tmp_path / "models")
    monkeypatch.setattr(example_model, "MODELS", tmp_path / "models")
    broken = tmp_path / "models" / "monthly_ndvi.model3"
    broken.unlink()
    if content is not None:
        broken.write_bytes(content)
    provider = TimestackProvider()
    provider.loadAlgorithms()
    names = {algorithm.name() for algorithm in provider.algorithms()}
    assert names == {algorithm.NAME for algorithm in ALGORITHMS} - {"monthlyndvi"}
