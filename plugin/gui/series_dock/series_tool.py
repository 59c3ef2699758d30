# SPDX-License-Identifier: GPL-2.0-or-later
"""The map tool: hover, pin, drag; or draw a polygon."""

from __future__ import annotations

import math
from collections.abc import Callable

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QPoint, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent

HOVER_MS = 16
_GRAB_PX = 8
_DRAG_PX = 4


class SeriesTool(QgsMapTool):  # type: ignore[misc]
    """Left click pins, a pin can be dragged, Del removes the chosen pin, Esc leaves.

    In the polygon mode a left click adds a corner, a right click or Enter closes, Backspace takes the last corner
    back, Esc gives the polygon up.
    """

    hovered = pyqtSignal(float, float)
    """x and y in the CRS of the canvas, as all positions here; the first at once, then at most one in a frame of
    the screen, the newest."""

    hover_left = pyqtSignal()
    picked = pyqtSignal(float, float)
    pin_pressed = pyqtSignal(int)
    """Number of the pin that was clicked on."""

    pin_dragged = pyqtSignal(int, float, float)
    pin_dropped = pyqtSignal(int, float, float)
    """The drag is over."""

    area_drawn = pyqtSignal(object)
    """A QgsGeometry."""

    area_given_up = pyqtSignal()
    removal_asked = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, pin_at: Callable[[QPoint, int], int]) -> None:
        """:param pin_at: number of the point pin within some pixels of a place on the canvas, 0 for none."""
        super().__init__(canvas)
        self._pin_at = pin_at
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(HOVER_MS)
        self._timer.timeout.connect(self._on_frame)
        self._has_moved = False
        self._position = QPoint()
        self._pressed: QPoint | None = None
        self._grabbed = 0
        self._is_dragging = False
        self._is_drawing = False
        self._corners: list[QgsPointXY] = []
        self._band: QgsRubberBand | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def is_drawing(self) -> bool:
        """Whether it draws a polygon."""
        return self._is_drawing

    def set_drawing(self, is_drawing: bool) -> None:
        """Draw a polygon, or pin points."""
        self._is_drawing = is_drawing
        self._clear_corners()

    def flags(self) -> QgsMapTool.Flags:
        """The wheel zooms and the space bar pans, as with QGIS's own tools."""
        return QgsMapTool.Flags()

    def deactivate(self) -> None:
        """Another tool is taken."""
        self._timer.stop()
        self._has_moved = False
        self._clear_corners()
        self._grabbed, self._pressed, self._is_dragging = 0, None, False
        super().deactivate()
        self.hover_left.emit()

    def canvasPressEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Perhaps the beginning of a drag."""
        if event.button() == Qt.MouseButton.LeftButton and not self._is_drawing:
            self._pressed = QPoint(event.pos())
            self._grabbed = self._pin_at(event.pos(), _GRAB_PX)

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Hover, drag, or stretch the polygon."""
        self._position = QPoint(event.pos())
        if self._is_drawing:
            self._stretch()
        elif self._grabbed and self._pressed is not None:
            moved = event.pos() - self._pressed
            self._is_dragging = self._is_dragging or math.hypot(moved.x(), moved.y()) >= _DRAG_PX
        self._has_moved = True
        if not self._timer.isActive():
            self._on_frame()

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802
        """Pin, choose, end a drag; add a corner, or close the polygon."""
        point = self.toMapCoordinates(event.pos())
        if self._is_drawing:
            if event.button() == Qt.MouseButton.LeftButton:
                self._corners.append(point)
                self._stretch()
            elif event.button() == Qt.MouseButton.RightButton:
                self._close_area()
            return
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        grabbed, was_dragging = self._grabbed, self._is_dragging
        self._grabbed, self._pressed, self._is_dragging = 0, None, False
        if grabbed and was_dragging:
            self.pin_dropped.emit(grabbed, point.x(), point.y())
        elif grabbed:
            self.pin_pressed.emit(grabbed)
        else:
            self.picked.emit(point.x(), point.y())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Other keys stay the canvas's."""
        event.ignore()  # QGIS then leaves the key to the canvas
        if self._on_key(event.key()):
            event.accept()

    def remove(self) -> None:
        """Take what it drew off the canvas."""
        self._timer.stop()
        self._clear_corners()

    def _on_key(self, key: int) -> bool:
        keys = Qt.Key
        if key == keys.Key_Escape:
            if self._is_drawing:
                self._clear_corners()
                self.area_given_up.emit()
            else:
                self.left.emit()
        elif self._is_drawing and key in (keys.Key_Return, keys.Key_Enter):
            self._close_area()
        elif self._is_drawing and key == keys.Key_Backspace:
            self._corners = self._corners[:-1]
            self._stretch()
        elif key in (keys.Key_Delete, keys.Key_Backspace) and not self._is_drawing:
            self.removal_asked.emit()
        else:
            return False
        return True

    def _on_frame(self) -> None:
        """Tell the newest position, and nothing more before the next frame."""
        if self._has_moved:
            self._has_moved = False
            self._timer.start()
            self._tell_hover()

    def _tell_hover(self) -> None:
        if self._is_drawing:
            return
        point = self.toMapCoordinates(self._position)
        if self._grabbed and self._is_dragging:
            self.pin_dragged.emit(self._grabbed, point.x(), point.y())
        else:
            self.hovered.emit(point.x(), point.y())

    def _stretch(self) -> None:
        band = self._shown_band()
        band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        if self._corners:
            for corner in (*self._corners, self.toMapCoordinates(self._position)):
                band.addPoint(corner)

    def _close_area(self) -> None:
        corners = list(self._corners)
        self._clear_corners()
        if len(corners) < 3:
            return
        geometry = QgsGeometry.fromPolygonXY([[*corners, corners[0]]])
        if not geometry.isGeosValid():
            geometry = geometry.makeValid()
        if geometry.area() > 0:
            self.area_drawn.emit(geometry)

    def _shown_band(self) -> QgsRubberBand:
        if self._band is None or sip.isdeleted(self._band):
            self._band = QgsRubberBand(self.canvas(), QgsWkbTypes.GeometryType.PolygonGeometry)
            self._band.setStrokeColor(QColor(255, 210, 60))
            self._band.setFillColor(QColor(255, 210, 60, 40))
            self._band.setWidth(2)
        return self._band

    def _clear_corners(self) -> None:
        self._corners = []
        band, self._band = self._band, None
        if band is not None and not sip.isdeleted(band) and self.canvas() is not None:
            self.canvas().scene().removeItem(band)
