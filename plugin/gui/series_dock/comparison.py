# SPDX-License-Identifier: GPL-2.0-or-later
"""A second date beside the first: a copy of the stack's layer that stays on its date."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...bridge.layer_steps import BANDS, NUMBERS, STEPS, read_steps, show_step
from ..wiring import Wiring

_COMPARED = "timestack/compared_with"


class Comparison(QObject):  # type: ignore[misc]
    """Keeps one layer for the second date, which lies on top of the first."""

    ended = pyqtSignal()
    """The user has removed the layer."""

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._layer_id = ""
        self._wiring = Wiring()
        self._wiring.connect(project, "layersRemoved", self._on_removed)

    def show(self, layer: QgsRasterLayer, step: int) -> None:
        """Show a step of a stack layer in the second layer, which is made where there is none."""
        steps = read_steps(layer)
        if steps is None:
            return
        copy = layer.clone()
        show_step(copy, step)
        name = f"{layer.name()} {steps.labels[step]}"
        shown = self._find(layer)
        if shown is None:
            self._add(copy, layer, name)
        else:
            shown.setRenderer(copy.renderer().clone())
            shown.setName(name)
            shown.triggerRepaint()
            self._layer_id = shown.id()
            node = self._project.layerTreeRoot().findLayer(shown.id())
            if node is not None:
                node.setItemVisibilityChecked(True)

    def detach(self) -> None:
        """Let go of the project; the layer is the user's."""
        self._wiring.release()

    def _add(self, copy: QgsRasterLayer, layer: QgsRasterLayer, name: str) -> None:
        for key in (NUMBERS, STEPS, BANDS):
            copy.removeCustomProperty(key)  # it does not follow the time
        copy.setCustomProperty(_COMPARED, layer.id())
        copy.temporalProperties().setIsActive(False)
        copy.setName(name)
        self._project.addMapLayer(copy, False)
        self._layer_id = copy.id()
        node = self._project.layerTreeRoot().findLayer(layer.id())
        parent = node.parent() if node is not None else self._project.layerTreeRoot()
        place = parent.children().index(node) if node is not None else 0
        parent.insertLayer(place, copy).setExpanded(False)

    def _find(self, layer: QgsRasterLayer) -> QgsRasterLayer | None:
        """The second layer of a stack, one from a saved project too."""
        for found in self._project.mapLayers().values():
            if found.customProperty(_COMPARED) == layer.id() and isinstance(found, QgsRasterLayer):
                return found
        return None

    def _on_removed(self, ids: list[str]) -> None:
        if self._layer_id in ids:
            self._layer_id = ""
            self.ended.emit()


def is_comparison(layer: QgsMapLayer) -> bool:
    """Whether a layer is such a copy."""
    return layer.customProperty(_COMPARED) is not None
