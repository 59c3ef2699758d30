# SPDX-License-Identifier: GPL-2.0-or-later
"""The date of what the canvas shows, written on the canvas."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QRectF, Qt
from qgis.PyQt.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from .temporal_link import visible_dates
from .wiring import Wiring

_MARGIN_PX = 12.0
_HALO = 0.28
"""Width of the dark outline around the light letters, in heights of a lower-case x."""

_ABOVE_ALL = 1000.0


class DateItem(QgsMapCanvasItem):  # type: ignore[misc]
    """A few lines of text in the upper left corner: light letters with a dark outline, readable on any ground."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._lines: tuple[str, ...] = ()
        self.setZValue(_ABOVE_ALL)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is written."""
        return self._lines

    def set_lines(self, lines: tuple[str, ...]) -> None:
        """Write other lines; none hides the item."""
        if lines == self._lines:
            return
        self.prepareGeometryChange()
        self._lines = lines
        self.setVisible(bool(lines))
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        """The whole corner that the text may take, in pixels of the canvas."""
        metrics = QFontMetricsF(self._font())
        width = max((metrics.horizontalAdvance(line) for line in self._lines), default=0.0)
        return QRectF(0, 0, width + 2 * _MARGIN_PX, len(self._lines) * metrics.lineSpacing() + 2 * _MARGIN_PX)

    def updatePosition(self) -> None:  # noqa: N802
        """The text belongs to the canvas, not to a place on the map."""
        self.setPos(0, 0)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem | None = None, widget: QWidget | None = None
    ) -> None:
        """Outline first, letters on top."""
        font = self._font()
        metrics = QFontMetricsF(font)
        letters = QPainterPath()
        for number, line in enumerate(self._lines):
            letters.addText(_MARGIN_PX, _MARGIN_PX + metrics.ascent() + number * metrics.lineSpacing(), font, line)
        pen = QPen(Qt.GlobalColor.black, 2 * _HALO * metrics.xHeight())
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(letters, pen)
        painter.fillPath(letters, Qt.GlobalColor.white)
        painter.restore()

    def _font(self) -> Any:
        font = self._canvas.font()
        font.setBold(True)
        font.setPointSizeF(max(font.pointSizeF(), 9.0) * 1.4)
        return font


class DateDecoration(QObject):  # type: ignore[misc]
    """Keeps a :class:`DateItem` in step with the stack layers that a canvas shows.

    Several layers of one date share a line; layers of different dates are named.
    """

    def __init__(self, canvas: QgsMapCanvas, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._project = canvas, project
        self._item: DateItem | None = DateItem(canvas)
        self._wiring = Wiring()
        self._wiring.connect(canvas, "layersChanged", self._refresh)
        self._wiring.connect(canvas, "temporalRangeChanged", self._refresh)
        self._wiring.connect(project, "layersAdded", self._watch)
        self._wiring.connect(project, "layersWillBeRemoved", self._forget)
        self._wiring.connect(project, "readProject", self._refresh)
        self._watch(list(project.mapLayers().values()))

    @property
    def lines(self) -> tuple[str, ...]:
        """What is written on the canvas."""
        return self._item.lines if self._item is not None else ()

    def detach(self) -> None:
        """Take the text off the canvas and let go of everything."""
        self._wiring.release()
        item, self._item = self._item, None
        if item is not None and not sip.isdeleted(item) and not sip.isdeleted(self._canvas):
            self._canvas.scene().removeItem(item)

    def _watch(self, layers: list[QgsMapLayer]) -> None:
        for layer in layers:
            if isinstance(layer, QgsRasterLayer):  # not a stack yet, perhaps, when Processing has made it
                self._wiring.connect(layer, "repaintRequested", self._refresh)
                self._wiring.connect(layer, "nameChanged", self._refresh)
        self._refresh()

    def _forget(self, ids: list[str]) -> None:
        layers = [layer for layer in map(self._project.mapLayer, ids) if layer is not None]
        if layers:
            self._wiring.release(*layers)

    def _refresh(self, *_: object) -> None:
        if self._item is None:
            return
        dates = visible_dates(self._canvas)
        different = list(dict.fromkeys(date for _, date in dates))
        if len(different) <= 1:
            self._item.set_lines(tuple(different))
        else:
            self._item.set_lines(tuple(f"{date}  {name}" for name, date in dates))
