# SPDX-License-Identifier: GPL-2.0-or-later
"""The Temporal Controller drives the stack layers: the time on the canvas chooses the date that each layer draws."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from qgis.core import QgsDateTimeRange, QgsMapLayer, QgsProject, QgsRasterLayer, QgsTemporalNavigationObject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..bridge.compat import to_qdatetime
from ..bridge.layer_steps import NUMBERS
from ..bridge.layers import is_stack_layer, read_steps, show_step, shown_step, step_at
from .wiring import Wiring


class TemporalLink(QObject):  # type: ignore[misc]
    """Follows the time of a canvas with every stack layer of a project, those that come later too.

    Switching a layer's bands asks for a repaint, which the canvas merges with the one for its new time, so each frame
    is drawn once. Layers whose series does not reach into a frame keep their date; QGIS does not draw them then.
    """

    step_shown = pyqtSignal(str, int)
    """A layer (by its id) draws another step, counted from 0."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._project = canvas, project
        self._wiring = Wiring()
        self._wiring.connect(canvas, "temporalRangeChanged", self._follow)
        self._wiring.connect(project, "layersAdded", self._follow_new)
        self._wiring.connect(project, "layersWillBeRemoved", self._forget)
        self._wiring.connect(project, "readProject", self._follow)
        self._follow_new(list(project.mapLayers().values()))

    def stack_layers(self) -> Iterator[QgsRasterLayer]:
        """Every stack layer of the project, visible or not."""
        return (layer for layer in self._project.mapLayers().values() if is_stack_layer(layer))

    def show(self, layer: QgsRasterLayer, step: int) -> None:
        """Bring the canvas to a step of a layer, by way of the Temporal Controller where it is on.

        Other stack layers follow to the same time; where the controller is off, they show the step that is on then.
        """
        steps = read_steps(layer)
        if steps is None or not 0 <= step < len(steps.times):
            return
        if not self._move_controller(steps.times[step]):
            moment = to_qdatetime(steps.times[step])
            others = [other for other in self.stack_layers() if other.id() != layer.id()]
            self._show_range(others, QgsDateTimeRange(moment, moment))
        self._show(layer, step)  # the frame may hold several steps, and this one is meant

    def detach(self) -> None:
        """Let go of canvas, project and layers."""
        self._wiring.release()

    def _follow(self, *_: object) -> None:
        self._show_range(list(self.stack_layers()), self._canvas.temporalRange())

    def _follow_new(self, layers: list[QgsMapLayer]) -> None:
        rasters = [layer for layer in layers if isinstance(layer, QgsRasterLayer)]
        for raster in rasters:
            self._wiring.connect(raster, "customPropertyChanged", self._follow_dressed)
        self._show_range(rasters, self._canvas.temporalRange())

    def _forget(self, ids: list[str]) -> None:
        layers = [layer for layer in map(self._project.mapLayer, ids) if layer is not None]
        if layers:
            self._wiring.release(*layers)

    def _follow_dressed(self, key: str) -> None:
        """Processing adds a layer to the project first, and it becomes a stack layer after that."""
        if key == NUMBERS:
            self._show_range([self.sender()], self._canvas.temporalRange())

    def _show_range(self, layers: list[QgsRasterLayer], time_range: QgsDateTimeRange) -> None:
        for layer in layers:
            step = step_at(layer, time_range)
            if step is not None and layer.temporalProperties().isActive():
                self._show(layer, step)

    def _show(self, layer: QgsRasterLayer, step: int) -> None:
        if show_step(layer, step):
            self.step_shown.emit(layer.id(), step)

    def _move_controller(self, time: datetime) -> bool:
        """Put the Temporal Controller on the frame of a time; False when it is off or does not reach there."""
        controller = self._canvas.temporalController()
        if not isinstance(controller, QgsTemporalNavigationObject):
            return False
        if controller.navigationMode() != QgsTemporalNavigationObject.NavigationMode.Animated:
            return False
        moment, extents = to_qdatetime(time), controller.temporalExtents()
        if not extents.contains(moment):
            return False
        frame = controller.findBestFrameNumberForFrameStart(moment)
        while frame > 0 and controller.dateTimeRangeForFrameNumber(frame).begin() > moment:
            frame -= 1
        controller.setCurrentFrameNumber(frame)
        return True


def visible_dates(canvas: QgsMapCanvas) -> list[tuple[str, str]]:
    """(layer name, date) of the stack layers that the canvas draws just now, uppermost first."""
    time_range, dates = canvas.temporalRange(), []
    for layer in canvas.layers():
        steps, step = read_steps(layer), shown_step(layer)
        if steps is None or step is None:
            continue
        properties = layer.temporalProperties()
        if time_range.isInfinite() or not properties.isActive() or properties.isVisibleInTemporalRange(time_range):
            dates.append((layer.name(), steps.labels[step]))
    return dates
