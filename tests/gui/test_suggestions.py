# SPDX-License-Identifier: GPL-2.0-or-later
"""Suggestions for CONNECTION, COLLECTION and LAYER in Processing's own dialogs; the values stay plain strings."""

from __future__ import annotations

import gc

import pytest
from connection_profile import forget_connections, open_auth_database, wait_until

pytest.importorskip("qgis.gui")

from qgis.core import QgsApplication, QgsProcessingModelAlgorithm
from qgis.gui import QgsProcessingModelerParameterWidget
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox

from timestack.plugin.bridge.jobs import JobRunner
from timestack.plugin.bridge.layer_list import forget_layers
from timestack.plugin.bridge.saved_connections import SecretChanges, save_connection
from timestack.plugin.connection_service import ConnectionService
from timestack.plugin.core.deployments import ServiceRoots
from timestack.plugin.core.saved_connection import ADDRESS, SavedConnection
from timestack.plugin.gui.connection_tools import SUGGESTION_WIDGET
from timestack.plugin.gui.suggestion_widget import Suggestions
from timestack.plugin.localhub import DemoSource, Hub
from timestack.processing_provider.suggestions import use_widget

INSTANCE = "0c7b2f0e-aaaa-4bbb-8ccc-1234567890ab"
FETCH = "timestack:fetchtemporalstack"
pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture()
def desktop(qgis_app):
    open_auth_database()
    forget_connections()
    forget_layers()
    jobs = JobRunner()
    Suggestions.source, Suggestions.start = ConnectionService(), jobs.start
    use_widget(SUGGESTION_WIDGET)
    yield
    use_widget("")
    Suggestions.source = Suggestions.start = None
    jobs.stop_all()
    open_auth_database()
    forget_connections()


@pytest.fixture()
def hub(desktop):
    with Hub({INSTANCE: (DemoSource(),)}) as hub:
        roots = ServiceRoots(f"{hub.address}/ogc", "", "")
        save_connection(SavedConnection("Hub", ADDRESS, roots), SecretChanges(INSTANCE))
        yield hub


def open_dialog():
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    return AlgorithmDialog(QgsApplication.processingRegistry().createAlgorithmById(FETCH), False)


@pytest.fixture()
def dialog(desktop):
    dialog = open_dialog()
    gc.collect()
    dialog.show()
    yield dialog
    dialog.close()


def combo(dialog, key):
    return dialog.findChild(QComboBox, f"timestack_{key}")


def texts(box):
    return [box.itemText(row) for row in range(box.count())]


def values(dialog):
    return dialog.mainWidget().createProcessingParameters()


def test_saved_names_and_the_demo_are_suggested_and_anything_may_be_typed(hub, dialog):
    box = combo(dialog, "connection")
    assert texts(box) == ["Hub", "demo"]
    assert values(dialog)["CONNECTION"] == "demo"
    box.setCurrentIndex(0)
    assert values(dialog)["CONNECTION"] == "Hub"
    box.lineEdit().selectAll()
    QTest.keyClicks(box.lineEdit(), "https://sat.example/ogc")
    assert values(dialog)["CONNECTION"] == "https://sat.example/ogc"


def test_collections_are_chosen_by_title_and_handed_on_by_id(hub, dialog):
    box = combo(dialog, "collection")
    assert values(dialog)["COLLECTION"] == ""
    row = next(row for row, text in enumerate(texts(box)) if text.startswith("Sentinel-1 GRD"))
    box.setCurrentIndex(row)
    assert values(dialog)["COLLECTION"] == "sentinel-1-grd"
    box.setEditText("byoc-123")
    assert values(dialog)["COLLECTION"] == "byoc-123"
    box.setEditText("dem")
    assert values(dialog)["COLLECTION"] == "dem"


def test_layers_of_the_chosen_connection_are_suggested(hub, dialog):
    box = combo(dialog, "layer")
    assert texts(box) == []
    combo(dialog, "connection").setCurrentIndex(0)
    wait_until(lambda: len(texts(box)) == 2)
    assert values(dialog)["LAYER"] == ""
    row = next(row for row, text in enumerate(texts(box)) if "TRUE-COLOR" in text)
    box.setCurrentIndex(row)
    assert values(dialog)["LAYER"] == "TRUE-COLOR"
    combo(dialog, "connection").setEditText("demo")
    wait_until(lambda: texts(box) == [])
    assert values(dialog)["LAYER"] == "TRUE-COLOR"  # what the user chose stays until it is changed


def test_a_dialog_filled_in_from_outside_shows_it(hub, dialog):
    dialog.setParameters({"CONNECTION": "Hub", "COLLECTION": "sentinel-2-l2a", "LAYER": "SENTINEL-2-L2A"})
    gc.collect()
    assert combo(dialog, "connection").currentText() == "Hub"
    assert combo(dialog, "collection").currentText().startswith("Sentinel-2 L2A")
    wait_until(lambda: len(texts(combo(dialog, "layer"))) == 2)
    assert combo(dialog, "layer").currentText().endswith("[SENTINEL-2-L2A]")
    found = values(dialog)
    assert (found["CONNECTION"], found["COLLECTION"], found["LAYER"]) == ("Hub", "sentinel-2-l2a", "SENTINEL-2-L2A")


def test_a_locked_database_is_not_asked_for_suggestions(hub, dialog):
    QgsApplication.authManager().clearMasterPassword()
    combo(dialog, "connection").setCurrentIndex(0)
    QTest.qWait(600)
    assert texts(combo(dialog, "layer")) == []
    assert not QgsApplication.authManager().masterPasswordIsSet()


def test_a_dialog_closed_while_layers_are_asked_for_is_let_go_of(hub, desktop):
    dialog = open_dialog()
    combo(dialog, "connection").setCurrentIndex(0)
    QTest.qWait(310)
    dialog.close()
    dialog.deleteLater()
    del dialog
    QTest.qWait(500)
    gc.collect()


def test_batches_take_them_too(hub, desktop):
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    dialog = BatchAlgorithmDialog(QgsApplication.processingRegistry().createAlgorithmById(FETCH))
    boxes = dialog.findChildren(QComboBox, "timestack_connection")
    assert texts(boxes[0]) == ["Hub", "demo"]
    assert boxes[0].currentText() == "demo"
    dialog.close()


def test_the_modeler_has_qgis_own_widget(desktop):
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog

    model = QgsProcessingModelAlgorithm()
    dialog = ModelerParametersDialog(QgsApplication.processingRegistry().createAlgorithmById(FETCH), model)
    for key in ("CONNECTION", "COLLECTION", "LAYER"):
        assert isinstance(dialog.widget.widget.wrappers[key], QgsProcessingModelerParameterWidget)
    child = dialog.createAlgorithm()
    assert child.parameterSources()["CONNECTION"][0].staticValue() == "demo"
    dialog.close()


def test_without_a_desktop_the_parameters_are_plain(qgis_app):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(FETCH)
    for key in ("CONNECTION", "COLLECTION", "LAYER"):
        assert "widget_wrapper" not in algorithm.parameterDefinition(key).metadata()
        assert algorithm.parameterDefinition(key).type() == "string"
