# SPDX-License-Identifier: GPL-2.0-or-later
"""The entry in the toolbox's context menu, the designer that it opens, and the dialogs of the models."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.gui")

from qgis.core import QgsApplication, QgsProcessingModelAlgorithm
from qgis.PyQt.QtWidgets import QFileDialog

from timestack.plugin.gui.example_model_action import ExampleModelAction

pytestmark = pytest.mark.usefixtures("qgis_app")
MODELS = ("monthlyndvi", "parcelseries", "tendaycube")


def find(name):
    return QgsApplication.processingRegistry().algorithmById(f"timestack:{name}")


@pytest.fixture
def action(qgis_app):
    made = ExampleModelAction()
    yield made
    made.remove()


def test_the_entry_comes_and_goes(qgis_app):
    from processing.gui.ProviderActions import ProviderContextMenuActions

    before = list(ProviderContextMenuActions.actions)
    made = ExampleModelAction()
    assert ProviderContextMenuActions.actions == [*before, made]
    made.remove()
    assert ProviderContextMenuActions.actions == before


def test_it_is_offered_for_example_models_only(action):
    for name in MODELS:
        action.setData(find(name), None)
        assert action.isEnabled() and action.name and not action.is_separator and not action.icon().isNull()
    for other in (find("fetchtemporalstack"), QgsApplication.processingRegistry().algorithmById("native:buffer"), None):
        action.setData(other, None)
        assert not action.isEnabled()


@pytest.mark.parametrize("name", MODELS)
def test_the_designer_opens_a_copy_that_saving_puts_elsewhere(action, name, tmp_path, monkeypatch):
    from processing.modeler.ModelerDialog import ModelerDialog

    action.setData(find(name), None)
    action.execute()
    designer = ModelerDialog.dlgs[-1]
    try:
        model = designer.model()
        assert designer.isVisible() and model.validate() == (True, [])
        assert model.sourceFilePath() == "", "saving must not write into the plugin's folder"
        chosen = str(tmp_path / "mine.model3")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *more: (chosen, ""))
        model.setName("Mine")
        assert designer.saveModel(False)
        saved = QgsProcessingModelAlgorithm()
        assert saved.fromFile(chosen) and saved.name() == "Mine"
        assert sorted(saved.childAlgorithms()) == sorted(find(name).load_model().childAlgorithms())
    finally:
        designer.setDirty(False)
        designer.close()


@pytest.mark.parametrize("name", MODELS)
def test_the_dialog_starts_with_what_works(qgis_app, name):
    """What the toolbox's dialog hands over when nobody touches it passes every check."""
    from processing.gui.AlgorithmDialog import AlgorithmDialog
    from qgis.core import QgsProcessingContext

    algorithm = find(name).create()
    dialog = AlgorithmDialog(algorithm, False, None)
    parameters = dialog.createProcessingParameters()
    try:
        assert {"CONNECTION", "START", "END", "BANDS", "OUTPUT"} <= set(parameters)
        assert parameters["CONNECTION"] == "demo"
        good, message = algorithm.checkParameterValues(parameters, QgsProcessingContext())
        assert good, message
    finally:
        dialog.close()
