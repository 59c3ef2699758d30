# SPDX-License-Identifier: GPL-2.0-or-later
"""The pins on the canvas, in their colours."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsRubberBand, QgsVertexMarker
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtGui import QColor

from ...bridge.crs_names import open_map_crs
from .pins import Pin

_SIZE_PX = 13
_FILL_ALPHA = 50


class PinMarks:
    """Draws pins; a dark rim and a light one make them seen on any ground."""

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject) -> None:
        self._canvas, self._project = canvas, project
        self._pins: tuple[Pin, ...] = ()
        self._items: list[QgsMapCanvasItem] = []
        self._places: dict[int, QgsPointXY] = {}
        self.chosen = 0
        """Number of the pin that the user chose; it is drawn larger."""

    @property
    def items(self) -> tuple[QgsMapCanvasItem, ...]:
        """What is on the canvas."""
        return tuple(item for item in self._items if not sip.isdeleted(item))

    def draw(self, pins: Sequence[Pin]) -> None:
        """These pins, and no others."""
        self._pins = tuple(pins)
        self.redraw()

    def choose(self, number: int) -> None:
        """The user chose another pin; 0 for none."""
        if number != self.chosen:
            self.chosen = number
            self.redraw()

    def redraw(self) -> None:
        """The canvas may have got another CRS."""
        self._remove_items()
        if sip.isdeleted(self._canvas):
            return
        for pin in self._pins:
            if pin.is_area:
                self._draw_area(pin)
            else:
                self._draw_point(pin)

    def pin_at(self, position: QPoint, radius_px: int) -> int:
        """Number of the point pin nearest to a place on the canvas, 0 where none is near."""
        best, found = float(radius_px) + 0.5, 0
        to_pixel = self._canvas.getCoordinateTransform()
        for number, place in self._places.items():
            pixel = to_pixel.transform(place)
            distance = max(abs(pixel.x() - position.x()), abs(pixel.y() - position.y()))
            if distance <= best:
                best, found = distance, number
        return found

    def clear(self) -> None:
        """Take everything off the canvas."""
        self._pins = ()
        self._remove_items()

    def to_canvas(self, crs: str) -> QgsCoordinateTransform:
        """From a CRS to the canvas's."""
        return QgsCoordinateTransform(open_map_crs(crs), self._canvas_crs(), self._project)

    def _canvas_crs(self) -> QgsCoordinateReferenceSystem:
        return self._canvas.mapSettings().destinationCrs()

    def _draw_point(self, pin: Pin) -> None:
        try:
            place = self.to_canvas(pin.crs).transform(QgsPointXY(pin.x, pin.y))
        except QgsCsException:
            return
        self._places[pin.number] = place
        extra = 4 if pin.number == self.chosen else 0
        for colour, width in ((QColor(0, 0, 0, 200), 6), (QColor(255, 255, 255), 4), (QColor(pin.colour), 2)):
            marker = QgsVertexMarker(self._canvas)
            marker.setIconType(QgsVertexMarker.IconType.ICON_CIRCLE)
            marker.setIconSize(_SIZE_PX + extra)
            marker.setPenWidth(width)
            marker.setColor(colour)
            if width == 2:
                fill = QColor(pin.colour)
                fill.setAlpha(160 if extra else 70)
                marker.setFillColor(fill)
            marker.setCenter(place)
            self._items.append(marker)

    def _draw_area(self, pin: Pin) -> None:
        geometry = QgsGeometry.fromWkt(pin.wkt)
        fill = QColor(pin.colour)
        fill.setAlpha(_FILL_ALPHA)
        wide = 2 if pin.number == self.chosen else 0
        clear = QColor(0, 0, 0, 0)
        for colour, inside, width in ((QColor(255, 255, 255), clear, 5 + wide), (QColor(pin.colour), fill, 2 + wide)):
            band = QgsRubberBand(self._canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
            self._items.append(band)
            band.setStrokeColor(colour)
            band.setFillColor(inside)
            band.setWidth(width)
            try:
                band.setToGeometry(geometry, open_map_crs(pin.crs))
            except QgsCsException:
                return

    def _remove_items(self) -> None:
        items, self._items, self._places = self._items, [], {}
        for item in items:
            if not sip.isdeleted(item) and not sip.isdeleted(self._canvas):
                self._canvas.scene().removeItem(item)
