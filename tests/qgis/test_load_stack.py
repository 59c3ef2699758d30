# SPDX-License-Identifier: GPL-2.0-or-later
"""``loadstack`` through the registry, as the toolbox runs it: in the background, then onto the canvas."""

from __future__ import annotations

import gc
import os

import numpy as np
import pytest
from stack_builders import build_info, write_raster, write_stack

pytest.importorskip("qgis.core")

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QTimer

from timestack.plugin.bridge.layers import is_stack_layer, shown_step

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def project():
    project = QgsProject()
    yield project
    project.clear()
    QCoreApplication.processEvents()


@pytest.fixture
def path(tmp_path):
    info = build_info()
    write_stack(tmp_path / "s.tif", info, np.random.default_rng(1).integers(100, 1000, info.shape).astype("uint16"))
    return tmp_path / "s.tif"


def run_in_background(project, **parameters):
    """Run as the toolbox does, and load what comes out as the toolbox does."""
    from processing.gui.Postprocessing import handleAlgorithmResults

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:loadstack")
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(project)
    good, message = algorithm.checkParameterValues(parameters, context)
    assert good, message
    outcome = {}
    loop = QEventLoop()
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    task.executed.connect(lambda ok, results: (outcome.update(ok=ok, **results), loop.quit()))
    QTimer.singleShot(20000, loop.quit)
    QgsApplication.taskManager().addTask(task)
    loop.exec()
    assert outcome.pop("ok"), feedback.textLog()
    assert handleAlgorithmResults(algorithm, context, feedback, parameters=parameters)
    del task, context, algorithm  # as the toolbox does, before anything that waits for the event loop has its turn
    gc.collect()
    for _ in range(3):
        QCoreApplication.processEvents()
    return outcome


def test_one_layer_that_is_ready_to_be_driven(project, path):
    results = run_in_background(project, INPUT=str(path))
    assert results["STEPS"] == 4
    assert results["DATES"] == "2020-01-05,2020-01-10,2020-01-15,2020-01-20"
    assert results["OUTPUT"] == str(path)
    (layer,) = project.mapLayers().values()
    assert layer.name() == "s"
    assert is_stack_layer(layer)
    assert shown_step(layer) == 0
    assert layer.temporalProperties().isActive()
    assert os.listdir(path.parent) == ["s.tif"]


def test_a_group_with_a_layer_for_each_date(project, path):
    run_in_background(project, INPUT=str(path), MODE="GROUP")
    root = project.layerTreeRoot()
    (group,) = root.findGroups()
    assert group.name() == "s"
    assert [node.name() for node in group.findLayers()] == ["2020-01-05", "2020-01-10", "2020-01-15", "2020-01-20"]
    assert [node.isVisible() for node in group.findLayers()] == [True, False, False, False]
    assert len(root.findLayers()) == 4
    assert not any(key.startswith("timestack/") for layer in project.mapLayers().values()
                   for key in layer.customPropertyKeys())  # fmt: skip
    assert os.listdir(path.parent) == ["s.tif"]


def test_a_layer_of_the_project_can_be_the_input(project, path):
    layer = QgsRasterLayer(str(path), "mine")
    project.addMapLayer(layer)
    run_in_background(project, INPUT=layer.id())
    names = sorted((layer.name(), is_stack_layer(layer)) for layer in project.mapLayers().values())
    assert names == [("mine", False), ("mine", True)]


def test_a_default_style_of_the_user_does_not_undress_the_stack(project, path, tmp_path):
    from processing.core.ProcessingConfig import ProcessingConfig

    plain = QgsRasterLayer(str(path), "plain")
    plain.saveNamedStyle(str(tmp_path / "mine.qml"))
    before = ProcessingConfig.getSetting(ProcessingConfig.RASTER_STYLE)
    ProcessingConfig.setSettingValue(ProcessingConfig.RASTER_STYLE, str(tmp_path / "mine.qml"))
    try:
        run_in_background(project, INPUT=str(path))
    finally:
        ProcessingConfig.setSettingValue(ProcessingConfig.RASTER_STYLE, before)
    (layer,) = project.mapLayers().values()
    assert is_stack_layer(layer)
    assert layer.renderer().redBand() == 3


def test_without_a_project_the_dates_are_told(path):
    import processing

    results = processing.run("timestack:loadstack", {"INPUT": str(path)})
    assert results["STEPS"] == 4


@pytest.mark.parametrize("mode", ["LAYER", "GROUP"])
def test_a_raster_without_dates_is_refused_in_words(tmp_path, mode):
    import processing

    write_raster(tmp_path / "plain.tif", ["red", "nir"], [1, 2]).FlushCache()
    with pytest.raises(QgsProcessingException, match="date"):
        processing.run("timestack:loadstack", {"INPUT": str(tmp_path / "plain.tif"), "MODE": mode})
