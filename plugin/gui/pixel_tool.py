# SPDX-License-Identifier: GPL-2.0-or-later
"""A map tool that picks pixels, and the outline of the one that was picked."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsCsException, QgsGeometry, QgsRectangle, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent

from ..core.grid import Bounds


class PixelTool(QgsMapTool):  # type: ignore[misc]
    """Left click picks; Esc leaves."""

    pixel_picked = pyqtSignal(float, float)
    """x and y in the CRS of the canvas."""

    left = pyqtSignal()
    """The user pressed Esc."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def flags(self) -> QgsMapTool.Flags:
        """The wheel zooms and the space bar pans, as with QGIS's own tools."""
        return QgsMapTool.Flags()

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Pick."""
        if event.button() == Qt.MouseButton.LeftButton:
            point = self.toMapCoordinates(event.pos())
            self.pixel_picked.emit(point.x(), point.y())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Leave on Esc; other keys stay the canvas's."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.left.emit()
        else:
            event.ignore()


class PixelOutline:
    """A square on the canvas: dark outside, light inside, seen on any ground."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._canvas = canvas
        self._bands: list[QgsRubberBand] = []

    @property
    def is_shown(self) -> bool:
        """Whether there is an outline on the canvas."""
        return any(not sip.isdeleted(band) for band in self._bands)

    def show(self, bounds: Bounds, crs: str) -> None:
        """Outline a box, which may be a slanted one in the CRS of the canvas."""
        self.clear()
        corners = QgsRectangle(*bounds)
        for colour, width_px in ((QColor(0, 0, 0, 200), 5), (QColor(255, 210, 60), 2)):
            band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
            band.setStrokeColor(colour)
            band.setFillColor(QColor(0, 0, 0, 0))
            band.setWidth(width_px)
            self._bands.append(band)
            try:
                band.setToGeometry(QgsGeometry.fromRect(corners), QgsCoordinateReferenceSystem(crs))
            except QgsCsException:
                self.clear()
                return

    def clear(self) -> None:
        """Take it away."""
        bands, self._bands = self._bands, []
        for band in bands:
            if not sip.isdeleted(band) and not sip.isdeleted(self._canvas):
                self._canvas.scene().removeItem(band)
