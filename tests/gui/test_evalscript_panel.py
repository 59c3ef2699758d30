# SPDX-License-Identifier: GPL-2.0-or-later
"""The Evalscript panel in a real window: typing, Check, Run here, Trace, on the real engine and the demo scenes."""

from __future__ import annotations

import gc
import sys
import time
import traceback
from pathlib import Path

import numpy as np
import pytest
from stack_builders import build_info, write_stack

pytest.importorskip("qgis.gui")

from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsMapRendererParallelJob, QgsProject, QgsRectangle, QgsSettings
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QFileDialog, QMainWindow, QMessageBox, QPushButton

from timestack.plugin.bridge.layers import build_stack_layer
from timestack.plugin.bridge.messages import explain
from timestack.plugin.bridge.script_notes import describe_note
from timestack.plugin.bridge.script_report import describe_finding
from timestack.plugin.core.errors import FileProblem
from timestack.plugin.core.script_findings import ERROR, HINT, WARNING
from timestack.plugin.gui.evalscript_panel import code_editor
from timestack.plugin.gui.evalscript_panel.code_editor import PlainEditor, tool_tip
from timestack.plugin.gui.evalscript_panel.dock import CHECK_TAB, RUN_TAB, TRACE_TAB
from timestack.plugin.gui.evalscript_panel.panel import EvalscriptPanel
from timestack.plugin.gui.evalscript_panel.panel_place import PanelPlace
from timestack.plugin.gui.evalscript_panel.ports import Choice, Mark, Words
from timestack.plugin.gui.evalscript_panel.scene_chooser import DEMO_DAYS
from timestack.plugin.gui.evalscript_panel.script_file import MAX_BYTES, keep_draft, project_draft, read_script
from timestack.plugin.script_service import ScriptService

pytestmark = pytest.mark.usefixtures("qgis_app")

WORDS = Words(explain, describe_finding, describe_note)
LEFT = Qt.MouseButton.LeftButton
PICTURE = """//VERSION=3
function setup() {
  return { input: ["B02", "B03", "B04"], output: { bands: 3, sampleType: "UINT8" } };
}
function evaluatePixel(sample) {
  return [600 * sample.B04, 600 * sample.B03, 600 * sample.B02];
}
"""
NDVI = """//VERSION=3
function setup() {
  return {
    input: ["B04", "B08", "dataMask"],
    output: [{ id: "default", bands: 1, sampleType: "FLOAT32" }, { id: "count", bands: 1, sampleType: "UINT8" }],
    mosaicking: "ORBIT"
  };
}
function preProcessScenes(collections) {
  collections.scenes.orbits = collections.scenes.orbits.slice(0, 3);
  return collections;
}
function updateOutputMetadata(scenes, inputMetadata, outputMetadata) {
  outputMetadata.userData = { days: scenes.orbits.length };
}
function evaluatePixel(samples, scenes) {
  var best = -1;
  for (var i = 0; i < samples.length; i++) {
    var ndvi = (samples[i].B08 - samples[i].B04) / (samples[i].B08 + samples[i].B04);
    best = Math.max(best, ndvi);
  }
  return { default: [best], count: [samples.length] };
}
"""
ENDLESS = PICTURE.replace("  return [600", "  while (true) {}\n  return [600")


def wait_for(condition, seconds: float = 60.0) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QTest.qWait(20)


class Desk:
    """A window with a canvas and the panel, as QGIS has it, with the engine and the scenes of the plugin."""

    def __init__(self) -> None:
        QgsSettings().remove("timestack/evalscript")
        self.project = QgsProject()
        self.window, self.canvas = QMainWindow(), QgsMapCanvas()
        self.canvas.setFrameStyle(0)
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
        self.pan = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self.pan)
        self.window.setCentralWidget(self.canvas)
        self.panel = EvalscriptPanel(self.canvas, self.project, ScriptService(), WORDS)
        self.dock = self.panel.dock
        self.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.window.resize(1000, 700)
        self.project.layerTreeRoot().layerOrderChanged.connect(self.follow)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        wait_for(lambda: self.dock.chooser.info.text() not in ("", "…"))
        self.info = self.panel.presenter._info
        self.dock.chooser.start.clear()
        self.dock.chooser.end.clear()

    def follow(self, *_) -> None:
        self.canvas.setLayers(self.project.layerTreeRoot().layerOrder())

    def look(self, pixels: int = 40) -> None:
        """Show a square in the middle of the scenes, some layer or none."""
        xmin, ymin, xmax, ymax = self.info.bounds
        x, y, half = (xmin + xmax) / 2, (ymin + ymax) / 2, pixels * self.info.resolution / 2
        self.panel.map.zoom_to((x - half, y - half, x + half, y + half), self.info.crs)

    def run(self) -> None:
        click(self.button(self.dock.run_action))
        wait_for(lambda: not self.panel.presenter.is_busy)

    def settle(self) -> None:
        """Until the text that is there from the beginning has been checked; what it gives would replace other marks."""
        wait_for(lambda: not self.dock._settle.isActive() and not self.panel.presenter._under_way)

    def button(self, action):
        return next(widget for widget in action.associatedWidgets() if widget.metaObject().className() == "QToolButton")

    def layers(self):
        return {layer.name(): layer for layer in self.project.layerTreeRoot().layerOrder()}

    def rendered(self, layer) -> np.ndarray:
        """What the canvas draws, (y, x, rgb), one of its pixels for each of the layer's."""
        settings = self.canvas.mapSettings()
        settings.setOutputSize(QSize(layer.width(), layer.height()))
        settings.setExtent(layer.extent())
        job = QgsMapRendererParallelJob(settings)
        job.start()
        job.waitForFinished()
        image = job.renderedImage().convertToFormat(job.renderedImage().Format.Format_RGBA8888)
        bits = image.constBits()
        bits.setsize(image.sizeInBytes())
        return np.frombuffer(bits, "uint8").reshape(image.height(), -1, 4)[:, : image.width(), :3].copy()

    def close(self) -> None:
        self.panel.detach()
        self.canvas.setLayers([])
        self.canvas.stopRendering()
        self.canvas.waitWhileRendering()
        self.project.clear()
        self.window.close()
        for item in (self.dock, self.panel, self.pan, self.window, self.project):
            sip.delete(item)


@pytest.fixture
def unforeseen(monkeypatch):
    """What QGIS would show as a Python error; PyQt ends the process where nobody takes it."""
    caught: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: caught.append("".join(traceback.format_exception(*error))))
    return caught


@pytest.fixture
def desk(unforeseen):
    desk = Desk()
    yield desk
    desk.close()
    del desk
    gc.collect()
    assert unforeseen == []
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def click(widget) -> None:
    QTest.mouseClick(widget, LEFT)


def finding_texts(desk):
    return [desk.dock.tabs.findings.item(row).text() for row in range(desk.dock.tabs.findings.count())]


def test_an_example_is_there_at_first_and_has_no_errors(desk):
    assert desk.dock.text().lstrip().startswith("//VERSION=3")
    wait_for(lambda: desk.dock.tabs.findings.count())
    assert all(ERROR not in severities for severities in desk.dock.editor.marked_lines().values())
    assert "sentinel-2-l2a" in desk.dock.chooser.info.text()


def test_typing_is_checked_after_a_pause_and_a_click_on_a_finding_goes_to_its_line(desk):
    desk.dock.set_text(PICTURE.replace('"B04"]', '"B99"]'))
    wait_for(lambda: any("B99" in text for text in finding_texts(desk)))
    row = next(row for row, text in enumerate(finding_texts(desk)) if "B99" in text)
    assert ERROR in desk.dock.editor.marked_lines()[3]
    desk.dock.tabs.setCurrentIndex(CHECK_TAB)
    findings = desk.dock.tabs.findings
    QTest.mouseClick(findings.viewport(), LEFT, pos=findings.visualItemRect(findings.item(row)).center())
    assert desk.dock.editor.cursor_line() == 3
    editor = desk.dock.editor.widget
    assert desk.window.focusWidget() is editor
    QTest.keyClick(editor, Qt.Key.Key_Home)
    QTest.keyClicks(editor, "} ")
    wait_for(lambda: not any("B99" in text for text in finding_texts(desk)))  # it cannot even be read now
    assert desk.dock.editor.marked_lines()
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    wait_for(lambda: desk.dock.tabs.findings.count() == 0)
    assert desk.dock.editor.marked_lines() == {}


def test_run_here_draws_what_the_script_returns_and_a_new_run_draws_into_the_same_layer(desk):
    desk.dock.set_text(PICTURE)
    desk.dock.chooser.end.setDate(desk.info.first.date())  # a day without clouds
    desk.look()
    desk.run()
    assert desk.dock.message() == ""
    (layer,) = desk.project.mapLayers().values()
    assert layer.name() == "default"
    assert desk.project.layerTreeRoot().findLayer(layer).parent().name() == "Evalscript"
    assert desk.dock.tabs.currentIndex() == RUN_TAB
    pixels = gdal.Open(layer.source()).ReadAsArray()
    assert pixels.shape[0] == 3
    assert pixels.std() > 1
    assert (desk.rendered(layer) == np.moveaxis(pixels, 0, -1)).all()
    first = layer.source()
    desk.dock.set_text(PICTURE.replace("return [600 * sample.B04,", "return [255 - 600 * sample.B04,"))
    desk.run()
    assert [one.id() for one in desk.project.mapLayers().values()] == [layer.id()]
    assert layer.source() != first
    assert not Path(first).exists()
    changed = gdal.Open(layer.source()).ReadAsArray()
    assert (changed[0] != pixels[0]).any()
    assert (changed[1:] == pixels[1:]).all()
    assert (desk.rendered(layer) == np.moveaxis(changed, 0, -1)).all()


def test_every_output_becomes_a_layer_and_user_data_is_told(desk):
    desk.dock.set_text(NDVI)
    desk.look(30)
    desk.run()
    assert list(desk.layers()) == ["default", "count"]
    assert '"days": 3' in desk.dock.tabs.user_data.toPlainText()
    assert "3 scenes, " in desk.dock.tabs.facts.text()
    assert (gdal.Open(desk.layers()["count"].source()).ReadAsArray() == 3).all()
    stretch = desk.layers()["default"].renderer().contrastEnhancement()
    assert -1 <= stretch.minimumValue() < stretch.maximumValue() <= 1
    desk.dock.set_text(PICTURE)
    desk.run()
    assert list(desk.layers()) == ["default"]
    assert desk.layers()["default"].renderer().type() == "multibandcolor"


def test_of_many_dates_one_is_shown_that_varies(desk):
    desk.dock.set_text(
        NDVI.replace('bands: 1, sampleType: "FLOAT32"', 'bands: 6, sampleType: "FLOAT32"').replace(
            "default: [best]", "default: [0, 0.1, 0, best, 0, 0]"
        )
    )
    desk.look(30)
    desk.run()
    renderer = desk.layers()["default"].renderer()
    assert (renderer.type(), renderer.grayBand()) == ("singlebandgray", 4)


def test_a_style_that_the_user_chose_stays_as_long_as_it_fits(desk):
    desk.dock.set_text(NDVI)
    desk.look(20)
    desk.run()
    layer = desk.layers()["default"]
    layer.renderer().contrastEnhancement().setMaximumValue(7)
    desk.run()
    assert layer.renderer().contrastEnhancement().maximumValue() == 7
    other = desk.layers()["count"]
    desk.project.removeMapLayer(layer.id())
    desk.run()
    assert set(desk.layers()) == {"default", "count"}
    assert desk.layers()["count"].id() == other.id()


def test_a_script_that_fails_is_explained_and_marked_at_its_line(desk):
    desk.dock.set_text(PICTURE.replace("  return [600 * sample.B04", "  return [600 * nobody.B04"))
    desk.look()
    desk.run()
    assert "6" in desk.dock.message()
    assert ERROR in desk.dock.editor.marked_lines()[6]
    assert desk.dock.editor.cursor_line() == 6
    assert desk.project.mapLayers() == {}


def test_an_endless_script_is_cancelled_within_a_second_and_the_window_lives_meanwhile(desk):
    desk.dock.set_text(ENDLESS)
    desk.look()
    click(desk.button(desk.dock.run_action))
    assert desk.dock.is_busy_shown
    beats, begin = 0, time.monotonic()
    while time.monotonic() < begin + 1.0:
        QTest.qWait(10)
        beats += 1
    assert beats > 20
    assert desk.panel.presenter.is_busy
    begin = time.monotonic()
    click(desk.dock.cancel_button)
    assert not desk.dock.is_busy_shown
    wait_for(lambda: not [job for job in desk.panel.jobs._jobs if "run" in job.description()], 5)
    assert time.monotonic() - begin < 1.0
    assert desk.project.mapLayers() == {}


def test_a_click_on_the_map_traces_that_pixel(desk):
    desk.dock.set_text(NDVI)
    desk.look(20)
    desk.run()
    click(desk.button(desk.dock.trace_action))
    assert desk.canvas.mapTool() is desk.panel.tool
    place = QPoint(desk.canvas.width() // 3, desk.canvas.height() // 3)
    QTest.mouseClick(desk.canvas.viewport(), LEFT, pos=place)
    wait_for(lambda: not desk.panel.presenter.is_busy)
    assert desk.dock.message() == ""
    view = desk.dock.tabs.trace
    assert desk.dock.tabs.currentIndex() == TRACE_TAB
    assert view.samples.rowCount() == 3
    heads = [view.samples.horizontalHeaderItem(column).text() for column in range(view.samples.columnCount())]
    assert heads == ["Scene", "B04", "B08", "dataMask"]
    rows = [[float(view.samples.item(row, column).text()) for column in (1, 2)] for row in range(3)]
    best = max((nir - red) / (nir + red) for red, nir in rows)
    details = {
        view.details.topLevelItem(row).text(0): view.details.topLevelItem(row)
        for row in range(view.details.topLevelItemCount())
    }
    written = float(details["Written to default"].text(1))
    assert written == pytest.approx(best, abs=1e-4)
    assert details["Left out by the script"].childCount() == desk.info.scene_count - 3 or (
        details["Left out by the script"].childCount() > 0
    )
    layer = desk.layers()["default"]
    point = desk.canvas.getCoordinateTransform().toMapCoordinates(place)
    value, is_there = layer.dataProvider().sample(point, 1)
    assert is_there
    assert written == pytest.approx(value, abs=1e-6)
    assert desk.panel.map._outline.is_shown
    for row in (1, 2):
        view.samples.selectRow(row)
        scene = view.details.topLevelItem(view.details.topLevelItemCount() - 1)
        assert scene.text(0) == f"Scene {view.samples.item(row, 0).text()}"
        told = {scene.child(place).text(0): scene.child(place).text(1) for place in range(scene.childCount())}
        assert view.samples.item(row, 0).text() in told["dateFrom"]
    assert view.details.topLevelItemCount() == len(details) + 1
    click(view.copy_button)
    assert "Written to default\t" in QGuiApplication.clipboard().text()
    desk.canvas.setFocus()
    QTest.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert not desk.dock.trace_action.isChecked()
    assert desk.canvas.mapTool() is desk.pan
    assert not desk.panel.map._outline.is_shown


def test_another_map_tool_ends_tracing_and_stays(desk):
    desk.dock.trace_action.setChecked(True)
    other = QgsMapToolPan(desk.canvas)
    desk.canvas.setMapTool(other)
    assert not desk.dock.trace_action.isChecked()
    assert desk.canvas.mapTool() is other
    desk.canvas.setMapTool(desk.pan)
    sip.delete(other)


def test_the_days_reach_the_engine(desk):
    desk.dock.set_text(NDVI.replace("collections.scenes.orbits.slice(0, 3)", "collections.scenes.orbits"))
    desk.look(10)
    desk.run()
    everything = gdal.Open(desk.layers()["count"].source()).ReadAsArray().max()
    editor = desk.dock.chooser.start
    middle = desk.info.first + (desk.info.last - desk.info.first) / 2
    editor.setDate(middle.date())
    desk.run()
    part = gdal.Open(desk.layers()["count"].source()).ReadAsArray().max()
    assert 0 < part < everything


def test_the_demo_begins_with_a_summer_and_other_scenes_with_all_their_days(desk, tmp_path):
    chooser = desk.dock.chooser
    chooser.choose(str(tmp_path))
    chooser.choose("demo")
    assert desk.dock.choice() == Choice("demo", *DEMO_DAYS)
    chooser.choose(str(tmp_path))
    assert desk.dock.choice() == Choice(str(tmp_path), None, None)
    chooser.start.setDate(DEMO_DAYS[1])
    chooser.choose("demo")
    assert desk.dock.choice() == Choice("demo", DEMO_DAYS[1], None)
    wait_for(lambda: "437" in chooser.info.text())


def test_a_canvas_beside_the_scenes_says_so_and_the_button_leads_there(desk):
    desk.dock.set_text(PICTURE)
    desk.look()
    desk.run()
    desk.canvas.setExtent(QgsRectangle(0, 0, 100, 100))
    desk.run()
    assert "Zoom to scenes" in desk.dock.message()
    click(desk.dock.chooser.zoom)
    xmin, ymin, xmax, ymax = desk.info.bounds
    extent = desk.canvas.extent()
    assert extent.xMinimum() <= xmin < xmax <= extent.xMaximum()
    assert extent.yMinimum() <= ymin < ymax <= extent.yMaximum()


def test_stack_layers_of_the_project_are_scenes_and_leave_with_their_layer(desk, tmp_path):
    write_stack(tmp_path / "s.tif", build_info(size=(64, 48)))
    layer = build_stack_layer(tmp_path / "s.tif", "My stack")
    desk.project.addMapLayer(layer)
    combo = desk.dock.chooser.combo
    desk.dock.chooser.refresh()
    assert [combo.itemText(index) for index in range(combo.count())] == ["Demo", "My stack", "Folder …"]
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    assert desk.dock.choice().scenes == str(tmp_path / "s.tif")
    wait_for(lambda: "4 scenes" in desk.dock.chooser.info.text())
    del layer
    desk.project.clear()
    assert desk.dock.choice().scenes == "demo"
    assert combo.count() == 2


def test_the_panel_survives_a_project_that_is_closed_while_it_works(desk):
    desk.dock.set_text(PICTURE)
    desk.look()
    desk.run()
    desk.dock.trace_action.setChecked(True)
    desk.panel.map.mark_pixel(desk.info.bounds, desk.info.crs)
    click(desk.button(desk.dock.run_action))
    desk.canvas.setLayers([])
    desk.project.clear()
    gc.collect()
    assert not desk.dock.trace_action.isChecked()
    assert not desk.panel.map._outline.is_shown
    wait_for(lambda: not desk.panel.presenter.is_busy)
    assert set(desk.layers()) == {"default"}
    assert desk.project.layerTreeRoot().findGroup("Evalscript") is not None


def test_keys_work_from_the_editor_and_type_nothing(desk):
    desk.dock.set_text(PICTURE)
    desk.look(10)
    editor = desk.dock.editor.widget
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: not desk.panel.presenter.is_busy)
    assert set(desk.layers()) == {"default"}
    assert desk.dock.tabs.currentIndex() == RUN_TAB
    QTest.keyClick(editor, Qt.Key.Key_F7)
    assert desk.dock.tabs.currentIndex() == CHECK_TAB
    desk.dock.tabs.setCurrentIndex(RUN_TAB)
    QTest.keyClick(editor, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert desk.dock.tabs.currentIndex() == CHECK_TAB
    QTest.keyClick(editor, Qt.Key.Key_F8)
    assert desk.dock.trace_action.isChecked()
    assert desk.dock.text() == PICTURE


def test_unsaved_text_is_not_replaced_without_asking(desk, tmp_path, monkeypatch):
    desk.dock.set_text("//VERSION=3\n// mine")
    path = tmp_path / "other.js"
    path.write_bytes(b"\xef\xbb\xbf//VERSION=3\r\n// \xc3\xbc\r\n")
    answers, asked = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard], []

    def answer(*_):
        asked.append(1)
        return answers.pop(0)

    monkeypatch.setattr(QMessageBox, "question", answer)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    desk.dock.open_action.trigger()
    assert desk.dock.text() == "//VERSION=3\n// mine"
    desk.dock.open_action.trigger()
    assert desk.dock.text() == "//VERSION=3\n// ü\n"
    assert len(asked) == 2
    desk.dock.open_action.trigger()  # nothing to lose now
    assert len(asked) == 2


def test_saving_writes_the_text_and_names_the_file(desk, tmp_path, monkeypatch):
    desk.dock.set_text("//VERSION=3\n// ü")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    assert desk.panel.document.is_modified
    QTest.keyClick(desk.dock.editor.widget, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (tmp_path / "mine.js").read_bytes() == "//VERSION=3\n// ü".encode()
    assert not desk.panel.document.is_modified
    assert desk.dock._file.text() == "mine.js"
    desk.dock.set_text("other")
    assert desk.dock._file.text() == "mine.js •"
    assert desk.panel.document.save()
    assert (tmp_path / "mine.js").read_text() == "other"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "mine.js"), ""))
    desk.dock.save_as_action.trigger()
    assert "mine.js" in desk.dock.message()
    assert list(tmp_path.iterdir()) == [tmp_path / "mine.js"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a\x00b", b"x" * (MAX_BYTES + 1)])
def test_files_that_are_no_scripts_are_refused(tmp_path, content):
    (tmp_path / "a.js").write_bytes(content)
    with pytest.raises(FileProblem):
        read_script(tmp_path / "a.js")


def test_the_text_comes_back_in_the_next_session_and_with_its_project(desk, tmp_path):
    desk.dock.set_text("// of the project")
    assert desk.project.write(str(tmp_path / "p.qgz"))
    desk.dock.set_text("// of the session")
    desk.panel.document.keep()
    other = QgsProject()
    assert other.read(str(tmp_path / "p.qgz"))
    panel = EvalscriptPanel(desk.canvas, other, ScriptService(), WORDS)
    panel.begin()
    assert panel.dock.text() == "// of the project"
    panel.detach()
    keep_draft("// of the session")
    empty = QgsProject()
    later = EvalscriptPanel(desk.canvas, empty, ScriptService(), WORDS)
    assert empty.write(str(tmp_path / "e.qgz"))  # a panel that nobody has seen leaves projects alone
    assert project_draft(empty) == ""
    later.begin()
    assert later.dock.text() == "// of the session"
    assert later.document.is_modified  # it lies in no file
    later.dock.set_text(later.document._untouched)
    assert empty.write(str(tmp_path / "e.qgz"))
    assert project_draft(empty) == ""  # nor does one that was only looked at
    later.detach()
    for item in (panel.dock, later.dock, panel, later, other, empty):
        sip.delete(item)


def test_detached_means_nothing_is_left(desk):
    items = len(desk.canvas.scene().items())
    desk.dock.set_text(ENDLESS)
    desk.look()
    desk.dock.trace_action.setChecked(True)
    desk.panel.map.mark_pixel(desk.info.bounds, desk.info.crs)
    click(desk.button(desk.dock.run_action))
    QTest.qWait(200)
    desk.panel.detach()
    assert len(desk.canvas.scene().items()) == items
    assert desk.canvas.mapTool() is desk.pan
    assert sip.isdeleted(desk.panel.tool)
    assert not [job for job in desk.panel.jobs._jobs if not sip.isdeleted(job) and job.isActive()]


class Window:
    """The part of QGIS's window that a panel is put into."""

    def __init__(self, desk) -> None:
        self.desk, self.menu, self.toolbar = desk, [], []

    def mainWindow(self):
        return self.desk.window

    def addDockWidget(self, area, dock):
        self.desk.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self.desk.window.removeDockWidget(dock)

    def addPluginToRasterMenu(self, name, action):
        self.menu.append((name, action))

    def removePluginRasterMenu(self, name, action):
        self.menu.remove((name, action))

    def addToolBarIcon(self, action):
        self.toolbar.append(action)

    def removeToolBarIcon(self, action):
        self.toolbar.remove(action)


def test_the_window_gets_a_dock_an_entry_and_a_button_and_gives_all_of_them_back(desk):
    window = Window(desk)
    before = len(desk.window.findChildren(QDockWidget))
    panel = EvalscriptPanel(desk.canvas, desk.project, ScriptService(), WORDS)
    place = PanelPlace(window, panel)
    assert len(desk.window.findChildren(QDockWidget)) == before + 1
    assert not panel.dock.isVisible()
    assert panel.dock.text() == ""  # nothing is done before somebody looks
    assert panel.jobs._jobs == set()
    (name, action), (button,) = window.menu[0], window.toolbar
    assert (name, action.text(), button) == ("Timestack", "Evalscript", action)
    assert not action.icon().isNull()
    action.trigger()
    wait_for(panel.dock.isVisible, 5)
    assert panel.dock.text()
    place.remove()
    assert (window.menu, window.toolbar) == ([], [])
    assert len(desk.window.findChildren(QDockWidget)) == before
    assert sip.isdeleted(panel.dock)
    place.remove()  # a second time does no harm
    sip.delete(panel)


def test_text_of_scripts_is_never_markup(desk):
    evil = "<img src=x><b>bold</b>"
    mark = Mark(WARNING, 1, 1, evil, evil)
    desk.settle()
    desk.dock.show_marks((mark,), True)
    desk.dock.show_message(evil, ERROR)
    assert desk.dock._message_text.textFormat() == Qt.TextFormat.PlainText
    assert desk.dock.tabs.facts.textFormat() == Qt.TextFormat.PlainText
    assert "<img" not in tool_tip([mark])
    assert "&lt;img" in tool_tip([mark])


def test_a_bare_qt_editor_does_the_same_where_qscintilla_is_missing(monkeypatch, qgis_app):
    monkeypatch.setattr(code_editor, "QsciScintilla", None)
    editor = code_editor.make_editor()
    assert isinstance(editor, PlainEditor)
    changes = []
    editor.changed.connect(lambda: changes.append(1))
    editor.set_text("/* a\n b */ let x = 'text'; // end\nreturn 1.5;")
    QApplication.processEvents()
    count = len(changes)
    assert count
    editor.show_marks([Mark(HINT, 3, 1, "p", "r"), Mark(ERROR, 9, 1, "p", "r")])
    QApplication.processEvents()
    assert len(changes) == count
    assert editor.marked_lines() == {3: [HINT]}
    editor.go_to(3, 8)
    assert (editor.cursor_line(), editor.widget.textCursor().positionInBlock()) == (3, 7)
    block = editor.widget.document().findBlockByNumber(1)
    colours = {one.format.foreground().color().name() for one in block.layout().formats()}
    assert len(colours) == 3  # comment, keyword, text
    sip.delete(editor.widget)


def test_marks_that_meet_in_a_line_show_the_worst_on_top(desk):
    desk.dock.set_text(PICTURE)
    desk.settle()
    desk.dock.show_marks([Mark(severity, 3, 1, "p", "r") for severity in (HINT, ERROR, WARNING)], True)
    assert desk.dock.editor.marked_lines() == {3: [HINT, WARNING, ERROR]}
    pixels = desk.dock.editor.widget.grab().toImage()
    reds = sum(
        pixels.pixelColor(x, y).red() > 200 and pixels.pixelColor(x, y).green() < 80
        for x in range(0, pixels.width(), 2) for y in range(0, pixels.height(), 2)
    )  # fmt: skip
    assert reds > 10


def test_findings_are_drawn_with_icon_problem_and_remedy_and_no_more_of_them_than_there_is_room(desk):
    long = "word " * 40
    desk.settle()
    desk.dock.show_marks((Mark(ERROR, 3, 1, "<b>problem</b>", long), Mark(HINT, 0, 0, "other", "")), True)
    desk.dock.tabs.setCurrentIndex(CHECK_TAB)
    findings = desk.dock.tabs.findings
    lines = findings.fontMetrics().height()
    for _ in range(100):  # the rows get their height when the list has its width
        QTest.qWait(30)
        if findings.visualItemRect(findings.item(0)).height() > 3 * lines:
            break
    first, second = (findings.visualItemRect(findings.item(row)) for row in range(2))
    assert first.height() > 3 * lines
    assert second.height() < 2 * lines
    image = findings.viewport().grab().toImage()
    icon = {image.pixelColor(x, y).name() for x in range(4, 20) for y in range(first.top() + 4, first.top() + 20)}
    assert "#d5392c" in icon
    ink = [
        min(image.pixelColor(x, y).lightness() for x in range(30, image.width() - 30))
        for y in range(first.top() + 4, first.bottom() - 2)
    ]
    assert min(ink[:lines]) < min(ink[lines:])  # the remedy is fainter
    text = findings.item(0).text()
    assert "<b>problem</b>" in text  # as it stands


def test_every_button_can_be_reached_and_says_what_it_does(desk):
    for action in (desk.dock.open_action, desk.dock.save_action, desk.dock.check_action, desk.dock.run_action):
        assert action.toolTip()
        assert not action.icon().isNull()
    assert not desk.dock.trace_action.icon().isNull()
    assert all(button.text() for button in desk.dock.findChildren(QPushButton))
