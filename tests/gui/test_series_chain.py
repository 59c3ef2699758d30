# SPDX-License-Identifier: GPL-2.0-or-later
"""Click the map, see the values; click a date in the plot, see its pixels on the map. And the plugin leaves nothing."""

from __future__ import annotations

import gc
import sys
import threading
import traceback
from dataclasses import replace

import numpy as np
import pytest
from stack_builders import build_info, write_stack

pytest.importorskip("qgis.gui")

from qgis.core import (
    QgsContrastEnhancement,
    QgsDateTimeRange,
    QgsInterval,
    QgsProject,
    QgsSettings,
    QgsSingleBandGrayRenderer,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsRubberBand, QgsVertexMarker
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow
from series_window import LEFT, OUR_THREADS, SeriesWindow, wait_for

from timestack.plugin.bridge import compat
from timestack.plugin.bridge.layers import build_stack_layer, shown_step
from timestack.plugin.gui.series_dock.series_place import SeriesPlace
from timestack.plugin.gui.temporal_link import TemporalLink

pytestmark = pytest.mark.usefixtures("qgis_app")

SIZE = (40, 30)
STEPS = 9
BAND = 1
"""The band that is drawn."""


@pytest.fixture
def unforeseen(monkeypatch):
    caught: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: caught.append("".join(traceback.format_exception(*error))))
    return caught


@pytest.fixture
def desk(unforeseen):
    desk = SeriesWindow()
    yield desk
    desk.close()
    del desk
    gc.collect()
    assert unforeseen == []
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def add_grey_stack(desk, path):
    """A stack of bytes whose second band is drawn as it is: the grey on the canvas is the value."""
    info = replace(build_info(steps=STEPS, bands=("B04", "B08"), dtype="uint8", size=SIZE), nodata=None)
    pixels = write_stack(path, info, np.random.default_rng(3).integers(1, 255, info.shape).astype("uint8"))
    layer = desk.add(path)
    renderer = QgsSingleBandGrayRenderer(layer.dataProvider(), BAND + 1)
    stretch = QgsContrastEnhancement(layer.dataProvider().dataType(1))
    stretch.setMinimumValue(0, False)
    stretch.setMaximumValue(255, False)
    stretch.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum, True
    )
    renderer.setContrastEnhancement(stretch)
    layer.setRenderer(renderer)
    return layer, pixels


def click_plot(desk, series, step, modifier=Qt.KeyboardModifier.NoModifier):
    """Click on the point of a series where the plot draws it."""
    QTest.mouseClick(desk.plot, LEFT, modifier, desk.plot.point_of(series.times[step], series.values[step]).toPoint())


def shows(desk, layer, pixels, step) -> bool:
    """Whether the rendered canvas equals the band of a date, pixel for pixel."""
    grey = desk.rendered(layer).astype(int)
    return bool((np.abs(grey - pixels[step, BAND][..., None].astype(int)) <= 1).all())


def test_from_a_click_on_the_map_to_the_pixels_of_the_date_that_was_clicked_in_the_plot(desk, tmp_path):
    layer, pixels = add_grey_stack(desk, tmp_path / "s.tif")
    desk.dock.choices.band_menu.actions["B08"].trigger()
    desk.dock.choices.band_menu.actions["NDVI"].trigger()
    desk.use_tool()
    desk.click_map(layer, 12.5, 7.5)
    wait_for(lambda: "Pin 1" in desk.series())
    desk.panel.presenter.leave_hover()
    shown = desk.series()["Pin 1"]
    np.testing.assert_array_equal(shown.values, pixels[:, BAND, 7, 12])
    for step in (6, 0, 8, 3):
        click_plot(desk, shown, step)
        assert shown_step(layer) == step
        assert shows(desk, layer, pixels, step)
        assert not shows(desk, layer, pixels, (step + 1) % STEPS)
    click_plot(desk, shown, 5, Qt.KeyboardModifier.ControlModifier)
    copy = next(one for one in desk.project.mapLayers().values() if one.id() != layer.id())
    assert copy.name().endswith(shown.times[5].strftime("%Y-%m-%d"))
    assert desk.canvas.layers() == [copy, layer]
    assert shows(desk, layer, pixels, 5)  # the second date lies on top
    desk.canvas.setLayers([layer])
    assert shows(desk, layer, pixels, 3)
    click_plot(desk, shown, 7, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.project.mapLayers()) == 2
    desk.follow()
    assert shows(desk, layer, pixels, 7)


def test_arrow_keys_in_the_plot_walk_through_the_dates(desk, tmp_path):
    layer, pixels = add_grey_stack(desk, tmp_path / "s.tif")
    desk.use_tool()
    desk.click_map(layer, 12.5, 7.5)
    wait_for(lambda: "Pin 1" in desk.series())
    desk.plot.setFocus()
    key = Qt.Key
    for pressed, step in (
        (key.Key_Home, 0),
        (key.Key_Right, 1),
        (key.Key_Right, 2),
        (key.Key_Left, 1),
        (key.Key_End, 8),
    ):
        QTest.keyClick(desk.plot, pressed)
        assert shown_step(layer) == step
        assert shows(desk, layer, pixels, step)


def test_the_temporal_controller_and_the_plot_move_each_other_without_an_echo(desk, tmp_path):
    controller = QgsTemporalNavigationObject()
    desk.canvas.setTemporalController(controller)
    controller.updateTemporalRange.connect(desk.canvas.setTemporalRange)
    layer, pixels = add_grey_stack(desk, tmp_path / "s.tif")
    desk.use_tool()
    desk.click_map(layer, 12.5, 7.5)
    wait_for(lambda: "Pin 1" in desk.series())
    desk.panel.presenter.leave_hover()
    shown = desk.series()["Pin 1"]
    begin, end = (compat.to_qdatetime(shown.times[place]) for place in (0, -1))
    controller.setTemporalExtents(QgsDateTimeRange(begin, end.addDays(5)))
    controller.setFrameDuration(QgsInterval(5, QgsUnitTypes.TemporalUnit.TemporalDays))
    controller.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.Animated)
    marks, steps = [], []
    mark = desk.dock.show_mark
    desk.dock.show_mark = lambda *times: (marks.append(times[0]), mark(*times))
    desk.link.step_shown.connect(lambda _, step: steps.append(step))
    controller.setCurrentFrameNumber(4)
    assert marks[-1] == shown.times[4] and steps == [4]
    marks.clear(), steps.clear()
    click_plot(desk, shown, 6)
    assert controller.currentFrameNumber() == 6
    assert (marks, steps) == ([shown.times[6]], [6])
    assert shows(desk, layer, pixels, 6)
    desk.canvas.setTemporalController(None)


class Iface:
    """The part of QGIS's window that the dock is put into."""

    def __init__(self) -> None:
        self.window, self.canvas = QMainWindow(), QgsMapCanvas()
        self.window.setCentralWidget(self.canvas)
        self.pan = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self.pan)
        self.menu, self.toolbar = [], []
        self.window.show()

    def mapCanvas(self):
        return self.canvas

    def mainWindow(self):
        return self.window

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)

    def addPluginToRasterMenu(self, name, action):
        self.menu.append((name, action))

    def removePluginRasterMenu(self, name, action):
        self.menu.remove((name, action))

    def addToolBarIcon(self, action):
        self.toolbar.append(action)

    def removeToolBarIcon(self, action):
        self.toolbar.remove(action)


def left_behind(iface):
    """What a dock could leave in a window."""
    items = [item for item in iface.canvas.scene().items() if isinstance(item, (QgsRubberBand, QgsVertexMarker))]
    threads = [thread.name for thread in threading.enumerate() if thread.name.startswith(OUR_THREADS)]
    timers = [timer for timer in iface.window.findChildren(QTimer) if "Timestack" in timer.objectName()]
    named = [one for one in iface.window.findChildren(QDockWidget) if not sip.isdeleted(one)]
    return items, threads, timers, named, iface.menu, iface.toolbar


def test_loading_and_unloading_leaves_nothing_and_a_closed_dock_is_not_even_built(tmp_path, unforeseen):
    QgsSettings().remove("timestack/series")
    info = build_info(steps=5, bands=("B04", "B08"), size=SIZE)
    write_stack(tmp_path / "s.tif", info)
    iface, project = Iface(), QgsProject()
    layer = build_stack_layer(tmp_path / "s.tif")
    project.addMapLayer(layer)
    link = TemporalLink(iface.canvas, project)
    receivers = project.receivers(project.layersAdded)
    for turn in range(3):
        place = SeriesPlace(iface, project, link)
        assert place.panel is None or turn > 0  # it opens as it was left
        assert [action.objectName() for _, action in iface.menu] == ["TimestackSeriesAction"]
        if turn == 0:
            assert not iface.window.findChildren(QDockWidget)
            assert not left_behind(iface)[1]
            place.action.trigger()
        panel = place.panel
        wait_for(lambda panel=panel: panel.presenter.stacks.shown)
        panel.dock.tool_action.trigger()
        centre = layer.extent().center()
        panel.presenter.pin(centre.x(), centre.y(), "EPSG:32633")
        panel.presenter.hover(centre.x(), centre.y(), "EPSG:32633")
        panel.presenter.choose(smoothing="whittaker")
        place.remove()
        assert iface.canvas.mapTool() is iface.pan
        assert left_behind(iface) == ([], [], [], [], [], [])
        assert project.receivers(project.layersAdded) == receivers
        assert list(project.mapLayers()) == [layer.id()]
        QTest.qWait(50)
    place = SeriesPlace(iface, project, link)
    place.action.trigger()
    assert place.panel is not None and place.panel.dock.isHidden()
    place.panel.dock.show()
    assert place.action.isChecked()
    place.panel.dock.close()
    assert not place.action.isChecked()
    place.remove()
    link.detach()
    iface.window.close()
    project.clear()
    for item in (link, iface.pan, iface.window, project):
        sip.delete(item)
    assert unforeseen == []
