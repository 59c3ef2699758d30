# SPDX-License-Identifier: GPL-2.0-or-later
"""The fetch dialog with its line that tells the price, on the demo scenes."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("qgis.gui")

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel, QWidget

from timestack.plugin import main

pytestmark = pytest.mark.usefixtures("qgis_app")


DEFAULTS = {"BANDS": "B04", "EXTENT": "500000,500640,5100000,5100640 [EPSG:32633]", "RESOLUTION": 10}


def wait_for(condition, seconds=30.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QTest.qWait(20)


@pytest.fixture
def dialogs(qgis_app):
    """What the plugin's main offers, on the provider that is registered already."""
    plugin = main.TimestackPlugin(None)
    plugin._provider = QgsApplication.processingRegistry().providerById("timestack")
    made = plugin._offer_fetch_dialogs()
    yield made
    plugin._provider.make_fetch_dialog = None
    made.detach()


@pytest.fixture
def dialog(dialogs):
    parent = QWidget()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:fetchtemporalstack")
    made = algorithm.createCustomParametersWidget(parent)
    made.show()
    yield made
    made.close()
    parent.deleteLater()


def settled(dialog, beginning=""):
    """The line, once it is of what the dialog says."""
    wait_for(lambda: dialog.cost_line.isEnabled() and not dialog._pause.isActive() and dialog.cost_line.text())
    assert dialog.cost_line.text().startswith(beginning or "Cost: ")
    return dialog.cost_line.text()


def change(dialog, **values):
    context = dialog.mainWidget().processing_context
    for key, value in values.items():
        dialog._wrappers()[key].setParameterValue(value, context)
    dialog.cost_line.setEnabled(False)


def test_the_price_stands_under_the_parameters(dialog):
    line = settled(dialog)
    assert line.startswith("Cost: 1.76 PU, ") and line.endswith("for the 73 time steps that there are")
    assert dialog.cost_hint.isVisible() and "One scene a month" in dialog.cost_hint.text()
    panel = dialog.mainWidget()
    assert panel.findChild(QLabel, "timestack_cost_line") is dialog.cost_line
    assert dialog.cost_line.isVisible() and panel.rect().contains(dialog.cost_line.geometry())


def test_it_follows_the_parameters(dialog):
    settled(dialog)
    change(dialog, BANDS="B04", SCENES="first_of_month")
    assert settled(dialog).endswith("for the 12 time steps that there are")
    change(dialog, MOSAICKING="TILE", MAX_CLOUD_COVER=20)
    assert "73 time steps" not in settled(dialog)


def test_typing_asks_once(dialog, monkeypatch):
    settled(dialog)
    started = []
    real = dialog.cost.refresh
    dialog._pause.timeout.disconnect()
    dialog._pause.timeout.connect(lambda: (started.append(1), real()))
    for bands in ("B", "B0", "B04", "B04,", "B04,B", "B04,B08"):
        change(dialog, BANDS=bands)
        QTest.qWait(10)
    settled(dialog)
    QTest.qWait(300)
    assert len(started) == 1


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"BANDS": ""}, "Cost: Bands is missing."), ({"BANDS": "B99"}, "Cost: BANDS: there is no band B99"),
        ({"MONTHS": "5,13"}, "Cost: MONTHS: "), ({"DATES": "soon"}, "Cost: DATES: "),
        ({"COLLECTION": "modis"}, "Cost: COLLECTION: "), ({"EXTENT": ""}, "Cost: EXTENT: there is neither"),
        ({"EVALSCRIPT": "//VERSION=3\nfunction setup() {"}, "Cost: "), ({"RESOLUTION": 0}, "Cost: RESOLUTION: "),
        ({"BANDS": "<b>B04</b>"}, "Cost: BANDS: "),
    ],
)  # fmt: skip
def test_half_filled_input_is_answered_in_one_sentence(dialog, values, line):
    settled(dialog)
    change(dialog, **values)
    assert settled(dialog, line)
    assert not dialog.cost_hint.isVisible()
    change(dialog, **{**dict.fromkeys(values, ""), **DEFAULTS})
    assert "73 time steps" in settled(dialog)


def test_a_closed_dialog_rests_and_an_opened_one_begins_again(dialog):
    dialog.hide()
    text = dialog.cost_line.text()
    QTest.qWait(700)
    assert dialog.cost_line.text() == text and not dialog._pause.isActive()
    dialog.show()
    assert "73 time steps" in settled(dialog)


def test_without_a_desktop_processing_shows_its_own_dialog():
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:fetchtemporalstack")
    assert algorithm.createCustomParametersWidget(None) is None


def test_values_from_outside_are_followed(dialog):
    before = settled(dialog)
    dialog.setParameters({"BANDS": "B04"})
    dialog.cost_line.setEnabled(False)
    assert settled(dialog) != before


def test_markup_in_what_is_typed_is_shown_as_it_is(dialog):
    change(dialog, BANDS="<img src='http://example.org/x.png'>")
    assert "<img" in settled(dialog)
    assert dialog.cost_line.textFormat() == Qt.TextFormat.PlainText
