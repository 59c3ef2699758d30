# SPDX-License-Identifier: GPL-2.0-or-later
"""Follows the raster layers of a project and the active one among them."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ...bridge.crs_names import crs_name
from ...bridge.layer_steps import NUMBERS
from ...bridge.layers import is_stack_layer, stack_path
from ..wiring import Wiring
from .comparison import is_comparison
from .ports import Source


class LayerSources(QObject):  # type: ignore[misc]
    """Tells which layers may be stacks; what lies in their files is looked up later, and elsewhere."""

    changed = pyqtSignal()
    activated = pyqtSignal(str)
    """Id of a layer."""

    redescribed = pyqtSignal(str)
    """Id of a layer that has learned other steps, as one whose stack was extended."""

    reopened = pyqtSignal(str)
    """Path of a layer whose file was opened again, as one that was replaced."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._project = canvas, project
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._tell)
        self._wiring = Wiring()
        for signal in ("layersAdded", "layersRemoved", "cleared", "readProject"):
            self._wiring.connect(project, signal, self._tell_soon)
        self._wiring.connect(canvas, "currentLayerChanged", self._on_active)
        self._wiring.connect(project, "layersAdded", self._watch)
        self._wiring.connect(project, "layersWillBeRemoved", self._forget)
        self._watch(list(project.mapLayers().values()))

    def sources(self) -> list[Source]:
        """The layers that may be stacks, as the project lists them; stack layers first."""
        layers = [layer for layer in self._project.mapLayers().values() if _may_be_stack(layer)]
        layers.sort(key=lambda layer: (not is_stack_layer(layer), layer.name().lower()))
        return [Source(layer.id(), layer.name(), stack_path(layer), crs=crs_name(layer.crs())) for layer in layers]

    def active_id(self) -> str:
        """Id of the active layer where it may be a stack; else of the only stack layer, if there is one."""
        layer = self._canvas.currentLayer()
        if _may_be_stack(layer):
            return str(layer.id())
        stacks = [found for found in self._project.mapLayers().values() if is_stack_layer(found)]
        return str(stacks[0].id()) if len(stacks) == 1 else ""

    def detach(self) -> None:
        """Let go of project and canvas."""
        self._timer.stop()
        self._wiring.release()

    def _tell_soon(self, *_: object) -> None:
        """Once for all layers of a project that is being read, and when they are dressed."""
        self._timer.start()

    def _watch(self, layers: list[QgsMapLayer]) -> None:
        for layer in layers:
            if isinstance(layer, QgsRasterLayer):
                self._wiring.connect(layer, "customPropertyChanged", self._on_property)
                self._wiring.connect(layer, "dataSourceChanged", self._on_reopened)
                self._wiring.connect(layer, "crsChanged", self._tell_soon)

    def _forget(self, ids: list[str]) -> None:
        layers = [layer for layer in map(self._project.mapLayer, ids) if layer is not None]
        if layers:
            self._wiring.release(*layers)

    def _on_property(self, key: str) -> None:
        if key == NUMBERS:
            self.redescribed.emit(self.sender().id())

    def _on_reopened(self) -> None:
        self.reopened.emit(stack_path(self.sender()))

    def _tell(self) -> None:
        self.changed.emit()

    def _on_active(self, layer: QgsMapLayer | None) -> None:
        if _may_be_stack(layer):
            self.activated.emit(layer.id())


def _may_be_stack(layer: QgsMapLayer | None) -> bool:
    is_raster = isinstance(layer, QgsRasterLayer) and layer.isValid() and layer.providerType() == "gdal"
    return is_raster and layer.bandCount() > 1 and not is_comparison(layer)
