# SPDX-License-Identifier: GPL-2.0-or-later
"""The map as the presenter sees it."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas

from ...core.grid import Bounds
from ...core.script_results import ScriptOutcome
from ..pixel_tool import PixelOutline
from .output_layers import OutputLayers

_MARGIN = 1.02


class CanvasSide:
    """Implements :class:`.ports.MapSide` over a canvas and a project."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject) -> None:
        self._canvas, self._project = canvas, project
        self._outline = PixelOutline(canvas)
        self.outputs = OutputLayers(project)

    def visible_area(self) -> tuple[Bounds, str] | None:
        """What the canvas shows; None where it has no CRS or no extent."""
        settings = self._canvas.mapSettings()
        crs, extent = settings.destinationCrs(), self._canvas.extent()
        if not crs.isValid() or extent.isEmpty() or not extent.isFinite():
            return None
        return (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()), _name(crs)

    def is_empty(self) -> bool:
        """Whether there is no layer on the canvas."""
        return not self._canvas.layers()

    def canvas_crs(self) -> str:
        """CRS of the canvas."""
        return _name(self._canvas.mapSettings().destinationCrs())

    def zoom_to(self, bounds: Bounds, crs: str) -> None:
        """Show an area, with a little around it; a canvas that has no CRS yet takes the area's."""
        source = QgsCoordinateReferenceSystem(crs)
        target = self._canvas.mapSettings().destinationCrs()
        extent = QgsRectangle(*bounds)
        if not target.isValid():
            self._canvas.setDestinationCrs(source)
        elif target != source:
            try:
                extent = QgsCoordinateTransform(source, target, self._project).transformBoundingBox(extent)
            except QgsCsException:
                return
        extent.scale(_MARGIN)
        self._canvas.setExtent(extent)
        self._canvas.refresh()

    def run_folder(self) -> Path:
        """A new folder for the files of one run."""
        return self.outputs.new_folder()

    def drop_folder(self, folder: Path) -> None:
        """Remove the files of a run."""
        self.outputs.drop_folder(folder)

    def show_outputs(self, outcome: ScriptOutcome, folder: Path) -> None:
        """Bring the rasters of a run onto the map."""
        self.outputs.show(outcome, folder)

    def mark_pixel(self, bounds: Bounds, crs: str) -> None:
        """Outline a pixel."""
        self._outline.show(bounds, crs)

    def clear_mark(self) -> None:
        """Take the outline away."""
        self._outline.clear()


def _name(crs: QgsCoordinateReferenceSystem) -> str:
    """The code of a CRS, or all of it for a user's own one."""
    code = str(crs.authid())
    return code if code and not code.startswith("USER:") else str(crs.toWkt())
