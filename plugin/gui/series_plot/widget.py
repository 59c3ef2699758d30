# SPDX-License-Identifier: GPL-2.0-or-later
"""The plot as a widget: shows a content, marks dates, and tells which date is hovered or clicked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QGuiApplication, QKeySequence, QPainter, QPaintEvent, QPixmap, QResizeEvent
from qgis.PyQt.QtWidgets import QApplication, QSizePolicy, QStyle, QStyleOptionFocusRect, QWidget

from ...bridge.compat import event_position
from ...bridge.i18n import tr
from .content import PlotContent
from .export import draw_image, export_picture
from .hit_testing import Hit
from .layout import Layout
from .overlay import draw_cross, draw_mark
from .picture import Picture
from .plot_words import format_time
from .readout import read_out, summarise
from .theme import Theme, light_theme, theme_of
from .tracks import to_time

_ZOOM_PER_NOTCH = 0.8
_NOTCH = 120.0
_KEY_ZOOM = 0.6
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENDS = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
_ZOOMS = {Qt.Key.Key_Plus: _KEY_ZOOM, Qt.Key.Key_Minus: 1 / _KEY_ZOOM, Qt.Key.Key_0: float("inf")}


class SeriesPlot(QWidget):  # type: ignore[misc]
    """Values over time. Wheel and + - zoom in time, dragging moves along, a double click or 0 shows everything."""

    time_clicked = pyqtSignal(object, bool)
    """The date (datetime, UTC) nearest to a click, and whether Ctrl was down."""

    time_hovered = pyqtSignal(object)
    """The date (datetime, UTC) under the mouse; None when there is none any more. Only told when it changes."""

    step_wished = pyqtSignal(int)
    """The previous (-1) or next (1) date, by the arrow keys."""

    end_wished = pyqtSignal(int)
    """The first (-1) or last (1) date, by Home and End."""

    menu_wished = pyqtSignal(QPoint, object)
    """A context menu at a global position, for the date that is nearest there (datetime or None)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = Picture(PlotContent())
        self._theme = theme_of(self.palette())
        self._static: QPixmap | None = None
        self._hit: Hit | None = None
        self._marks: tuple[datetime | None, datetime | None] = (None, None)
        self._pressed: QPointF | None = None
        self._dragged: QPointF | None = None
        self.static_draws = 0  # how often the costly part was drawn, for tests and benchmarks
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Values over time"))
        self.setAccessibleDescription(summarise(self._picture.content, self._picture.tracks))

    # what others call

    def show_content(self, content: PlotContent, keep_view: bool = True) -> None:
        """Draw this from now on.

        :param keep_view: the part of the time in view stays, where it was zoomed and the layout is the same.
        """
        picture = Picture(content)
        if keep_view and content.layout == self._picture.content.layout:
            picture.take_view(self._picture)
        self._picture = picture
        self._set_hit(None)
        self.setAccessibleName(content.title or tr("Values over time"))
        self.setAccessibleDescription(summarise(content, picture.tracks))
        self._redraw()

    def content(self) -> PlotContent:
        """What is shown."""
        return self._picture.content

    def mark(self, time: datetime | None, second: datetime | None = None) -> None:
        """Mark the date on the canvas, and the one it is compared with."""
        if (time, second) != self._marks:
            self._marks = (time, second)
            self.update()

    def show_all(self) -> None:
        """All of the time."""
        if self._picture.show_all():
            self._redraw()

    def point_of(self, time: datetime, value: float) -> QPointF:
        """Where a value lies in the widget, in its pixels."""
        layout = self._picture.layout(QRectF(self.rect()), self.font(), self._theme)
        x = layout.x_scale.to_pixel(self._picture.axis_place(time))
        return QPointF(float(x), float(layout.y_scale.to_pixel(value)))

    def to_pixmap(self, keep_theme: bool = False) -> QPixmap:
        """The picture at twice its size, without cross; light unless the theme is to be kept."""
        return QPixmap.fromImage(draw_image(self.size(), 2.0, lambda painter: self._draw_all(painter, keep_theme)))

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.to_pixmap())

    def export(self, path: str | Path, keep_theme: bool = False) -> None:
        """Save the picture as .png (at twice its size) or .svg, light unless the theme is to be kept.

        :raises FileProblem: another ending, no SVG in this Qt, or the file cannot be written.
        """
        title = self._picture.content.title or self.accessibleName()
        export_picture(Path(path), self.size(), lambda painter: self._draw_all(painter, keep_theme), title)

    # drawing

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for a few years."""
        line = self.fontMetrics().height()
        return QSize(line * 36, line * 16)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As narrow as a dock may get."""
        line = self.fontMetrics().height()
        return QSize(line * 8, line * 7)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The kept picture, then marks, cross and focus."""
        if self._static is None or self._static.devicePixelRatioF() != self.devicePixelRatioF():
            self._static = self._draw_static()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._static)
        painter.setFont(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._draw_marks(painter, self._theme)
        self._draw_hover(painter)
        if self.hasFocus():
            self._draw_focus(painter)
        painter.end()

    def _draw_static(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1))
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        painter.setFont(self.font())
        self._picture.draw(painter, QRectF(self.rect()), self._theme)
        painter.end()
        self.static_draws += 1
        return pixmap

    def _draw_all(self, painter: QPainter, keep_theme: bool) -> None:
        theme = self._theme if keep_theme else light_theme()
        painter.setFont(self.font())
        self._picture.draw(painter, QRectF(self.rect()), theme)
        self._draw_marks(painter, theme)

    def _draw_marks(self, painter: QPainter, theme: Theme) -> None:
        if self._picture.is_empty:
            return
        layout = self._picture.layout(QRectF(self.rect()), self.font(), theme)
        for number in (1, 0):  # the first one lies on top
            time = self._marks[number]
            if time is not None:
                draw_mark(painter, layout, self._picture.axis_place(time), theme, is_second=number == 1)

    def _draw_hover(self, painter: QPainter) -> None:
        if self._hit is None:
            return
        layout = self._picture.layout(QRectF(self.rect()), self.font(), self._theme)
        place = QPointF(
            float(layout.x_scale.to_pixel(self._hit.x)), float(layout.y_scale.to_pixel(self._hit.y))
        )  # fmt: skip
        tracks = self._picture.tracks
        rows = read_out(tracks, self._hit.time_s, layout.y_ticks.decimals)
        heading = format_time(to_time(self._hit.time_s))
        draw_cross(painter, layout, place, heading, rows, self._theme, tracks.has_one_colour)

    def _draw_focus(self, painter: QPainter) -> None:
        option = QStyleOptionFocusRect()
        option.initFrom(self)
        option.backgroundColor = QColor(self._theme.background)
        painter.setPen(QColor(self._theme.mark))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)

    def _redraw(self) -> None:
        self._static = None
        self.update()

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay everything out anew."""
        self._redraw()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the theme, the font and the language's numbers."""
        kinds = QEvent.Type
        if event.type() in (kinds.PaletteChange, kinds.FontChange, kinds.StyleChange, kinds.LocaleChange):
            self._theme = theme_of(self.palette())
            self._picture.forget_layouts()
            self._redraw()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keys of the plot are its own while it has the focus, also where QGIS has a shortcut on them (Ctrl+C)."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_own_key(event):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QEvent) -> None:  # noqa: N802
        """Dates by arrows, Home and End; + - 0 zoom; Ctrl+C copies."""
        key = event.key()
        if not self._is_own_key(event):
            super().keyPressEvent(event)  # Del, Esc and the like are the dock's
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_picture()
        elif key in _STEPS:
            self.step_wished.emit(_STEPS[key])
        elif key in _ENDS:
            self.end_wished.emit(_ENDS[key])
        else:
            self._zoom(_ZOOMS[key], None)

    @staticmethod
    def _is_own_key(event: QEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            return True
        modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        is_plain = modifiers == Qt.KeyboardModifier.NoModifier
        return is_plain and event.key() in {*_STEPS, *_ENDS, *_ZOOMS}

    def mousePressEvent(self, event: QEvent) -> None:  # noqa: N802
        """A click or a drag begins."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = QPointF(event_position(event))
            self._dragged = None

    def mouseMoveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Hover, or drag the time along."""
        place = QPointF(event_position(event))
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(place)
            return
        if self._dragged is None:
            if (place - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            self._dragged = self._pressed
            self._set_hit(None)
        moved = self._picture.move(self._dragged.x() - place.x(), self._own_layout())
        self._dragged = place
        if moved:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._redraw()

    def mouseReleaseEvent(self, event: QEvent) -> None:  # noqa: N802
        """The end of a click or a drag."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        was_dragged, self._pressed, self._dragged = self._dragged is not None, None, None
        self.unsetCursor()
        place = QPointF(event_position(event))
        if not was_dragged:
            hit = self._hit_at(place)
            if hit is not None:
                is_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.time_clicked.emit(to_time(hit.time_s), is_ctrl)
        elif self.rect().contains(place.toPoint()):
            self._hover(place)

    def mouseDoubleClickEvent(self, event: QEvent) -> None:  # noqa: N802
        """All of the time; the release that follows is no click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            self.show_all()

    def wheelEvent(self, event: QEvent) -> None:  # noqa: N802
        """Zoom about the mouse; sideways moves along."""
        turned = event.angleDelta()
        if abs(turned.x()) > abs(turned.y()):
            if self._picture.move(-turned.x(), self._own_layout()):
                self._redraw()
        elif turned.y():
            self._zoom(_ZOOM_PER_NOTCH ** (turned.y() / _NOTCH), event.position().x())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """No cross any more."""
        self._set_hit(None)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QEvent) -> None:  # noqa: N802
        """Let the dock offer its menu."""
        hit = self._hit_at(QPointF(event.pos()))
        self.menu_wished.emit(event.globalPos(), to_time(hit.time_s) if hit else None)

    def _own_layout(self) -> Layout:
        return self._picture.layout(QRectF(self.rect()), self.font(), self._theme)

    def _zoom(self, factor: float, pixel: float | None) -> None:
        """Zoom about a pixel; without one about the first mark if it is in view, or the middle."""
        about = None
        if pixel is None and self._marks[0] is not None:
            about = self._picture.axis_place(self._marks[0])
        if self._picture.zoom(factor, self._own_layout(), pixel, about):
            self._set_hit(None)
            self._redraw()

    def _hit_at(self, place: QPointF) -> Hit | None:
        if self._picture.is_empty:
            return None
        layout = self._own_layout()
        if not layout.plot.left() - layout.pad <= place.x() <= layout.plot.right() + layout.pad:
            return None
        return self._picture.hit(place, layout)

    def _hover(self, place: QPointF) -> None:
        self._set_hit(self._hit_at(place))

    def _set_hit(self, hit: Hit | None) -> None:
        before, self._hit = self._hit, hit
        if (hit and (hit.time_s, hit.x, hit.y)) != (before and (before.time_s, before.x, before.y)):
            self.update()
        if (hit and hit.time_s) != (before and before.time_s):
            self.time_hovered.emit(to_time(hit.time_s) if hit else None)
