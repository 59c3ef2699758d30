# SPDX-License-Identifier: GPL-2.0-or-later
"""A window with a canvas and the time-series dock, as QGIS has them, to be clicked into."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsMapRendererParallelJob, QgsPointXY, QgsProject, QgsSettings
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QPoint, QSize, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMainWindow

from timestack.plugin.bridge.layers import build_stack_layer
from timestack.plugin.gui.series_dock.panel import SeriesPanel
from timestack.plugin.gui.temporal_link import TemporalLink

OUR_THREADS = ("timestack-curves", "timestack-live", "timestack-profile")
"""Threads that belong to the dock; the hub of other tests may still be running."""

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def wait_for(condition, seconds: float = 20.0) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QTest.qWait(10)


class SeriesWindow:
    """The parts of a QGIS window that the dock needs."""

    def __init__(self, live=None) -> None:
        QgsSettings().remove("timestack/series")
        self.project = QgsProject()
        self.window, self.canvas = QMainWindow(), QgsMapCanvas()
        self.canvas.setFrameStyle(0)
        self.pan = QgsMapToolPan(self.canvas)
        self.canvas.setMapTool(self.pan)
        self.window.setCentralWidget(self.canvas)
        self.link = TemporalLink(self.canvas, self.project)
        self.panel = SeriesPanel(self.canvas, self.project, self.link, live=live)
        self.dock, self.plot = self.panel.dock, self.panel.dock.plot
        self.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.window.resize(1200, 700)
        self.project.layerTreeRoot().layerOrderChanged.connect(self.follow)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.resizeDocks([self.dock], [700], Qt.Orientation.Horizontal)
        QTest.qWait(20)

    def follow(self, *_) -> None:
        tree = self.project.layerTreeRoot()
        self.canvas.setLayers([layer for layer in tree.layerOrder() if tree.findLayer(layer).isVisible()])

    def add(self, path: Path, name: str = "stack"):
        """Add a stack, make it the active layer, and wait until the dock knows it."""
        layer = build_stack_layer(path, name)
        self.project.addMapLayer(layer)
        self.look_at(layer)
        return layer

    def look_at(self, layer) -> None:
        if not self.canvas.mapSettings().destinationCrs().isValid():
            self.canvas.setDestinationCrs(layer.crs())
        transform = QgsCoordinateTransform(layer.crs(), self.canvas.mapSettings().destinationCrs(), self.project)
        self.canvas.setExtent(transform.transformBoundingBox(layer.extent()))
        self.canvas.setCurrentLayer(layer)
        presenter = self.panel.presenter
        wait_for(lambda: layer.id() in [stack.source.layer_id for stack in presenter.stacks.shown])

    def position(self, layer, column: float, row: float) -> QPoint:
        """Where a place of a layer, in its pixels, lies on the canvas."""
        extent, width, height = layer.extent(), layer.width(), layer.height()
        point = QgsPointXY(
            extent.xMinimum() + column * extent.width() / width, extent.yMaximum() - row * extent.height() / height
        )
        transform = QgsCoordinateTransform(layer.crs(), self.canvas.mapSettings().destinationCrs(), self.project)
        pixel = self.canvas.getCoordinateTransform().transform(transform.transform(point))
        return QPoint(round(pixel.x()), round(pixel.y()))

    def click_map(self, layer, column: float, row: float, button=LEFT) -> None:
        QTest.mouseClick(self.canvas.viewport(), button, pos=self.position(layer, column, row))

    def move_over(self, layer, column: float, row: float) -> None:
        QTest.mouseMove(self.canvas.viewport(), self.position(layer, column, row))

    def use_tool(self) -> None:
        self.dock.tool_action.trigger()

    def content(self):
        return self.plot.content()

    def series(self) -> dict[str, object]:
        return {one.label: one for one in self.content().series}

    def rendered(self, layer) -> np.ndarray:
        """What the canvas draws now, (y, x, rgb), one of its pixels for each of the layer's."""
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
        self.link.detach()
        self.canvas.setLayers([])
        self.canvas.stopRendering()
        self.canvas.waitWhileRendering()
        self.project.clear()
        self.window.close()
        for item in (self.dock, self.panel, self.pan, self.window, self.link, self.project):
            if not sip.isdeleted(item):
                sip.delete(item)
