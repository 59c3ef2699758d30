# SPDX-License-Identifier: GPL-2.0-or-later
"""Unloading the whole plugin: what Qt objects it leaves are gone at once, and not in a worker's garbage collection."""

from __future__ import annotations

import gc

import pytest
from stack_builders import build_info, write_stack

pytest.importorskip("qgis.gui")

from qgis.core import QgsProject, QgsSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMainWindow
from series_window import wait_for

from timestack.plugin.bridge.layers import build_stack_layer
from timestack.plugin.main import _LET_GO_MS, TimestackPlugin

pytestmark = pytest.mark.usefixtures("qgis_app")


class Iface:
    """The part of QGIS's window that the plugin uses."""

    def __init__(self) -> None:
        self.window, self.canvas = QMainWindow(), QgsMapCanvas()
        self.window.setCentralWidget(self.canvas)
        self.bar = self.window.addToolBar("plugins")
        self.window.show()
        self.addDockWidget, self.removeDockWidget = self.window.addDockWidget, self.window.removeDockWidget
        self.addToolBarIcon, self.removeToolBarIcon = self.bar.addAction, self.bar.removeAction

    def mapCanvas(self):
        return self.canvas

    def mainWindow(self):
        return self.window

    def addPluginToRasterMenu(self, name, action):
        self.window.menuBar().addAction(action)

    def removePluginRasterMenu(self, name, action):
        self.window.menuBar().removeAction(action)


def owned_garbage():
    """Live Qt objects that only a garbage collection would delete, by the names of their types."""
    gc.collect()
    found = [item for item in gc.garbage if isinstance(item, QObject) and not sip.isdeleted(item)]
    return sorted(type(item).__name__ for item in found if sip.ispyowned(item))


def open_series(plugin, layer):
    """The dock, with a pin and a curve."""
    plugin._series_place.action.trigger()
    presenter = plugin._series_place.panel.presenter
    presenter.activate(layer.id())
    wait_for(lambda: presenter.stacks.shown)
    centre = layer.extent().center()
    presenter.pin(centre.x(), centre.y(), "EPSG:32633")
    presenter.choose(smoothing="whittaker")


def test_no_qt_object_waits_for_the_garbage_collection(tmp_path, monkeypatch):
    monkeypatch.setattr(TimestackPlugin, "initProcessing", lambda self: None)  # these belong to the test session
    for name in ("stop_hubs", "remove_translator", "stop_logging"):
        monkeypatch.setattr(f"timestack.plugin.main.{name}", lambda: None)
    QgsSettings().remove("timestack/series")
    info = build_info(steps=5, bands=("B04", "B08"), size=(40, 30))
    write_stack(tmp_path / "s.tif", info)
    iface, project = Iface(), QgsProject.instance()
    layer = build_stack_layer(tmp_path / "s.tif")
    project.addMapLayer(layer)
    plugin = TimestackPlugin(iface)
    plugin.initGui()
    open_series(plugin, layer)
    gc.collect()
    gc.disable()
    try:
        plugin.unload()
        QTest.qWait(_LET_GO_MS[-1] + 300)
        gc.set_debug(gc.DEBUG_SAVEALL)
        assert owned_garbage() == []
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    project.clear()
    iface.window.close()
    sip.delete(iface.window)
