# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws what moves: the marks of the dates on the canvas, the cross under the mouse and its label."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QLineF, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from .content import DIAMOND, TRIANGLE_DOWN
from .layout import Layout
from .legend import Entry, draw_sample, sample_width
from .readout import Row
from .strokes import OUTLINE, fill_pen, pen
from .symbols import symbol_path
from .theme import Theme


def draw_mark(painter: QPainter, layout: Layout, x: float, theme: Theme, is_second: bool) -> None:
    """A line over the whole height: the first unbroken with a triangle on top, the second dashed with a diamond.

    :param x: on the axis; nothing is drawn outside of the part in view.
    """
    if not layout.x_scale.low <= x <= layout.x_scale.high:
        return
    pixel, plot = float(layout.x_scale.to_pixel(x)), layout.plot
    colour = QColor(theme.second_mark if is_second else theme.mark)
    style = Qt.PenStyle.DashLine if is_second else Qt.PenStyle.SolidLine
    painter.setPen(QPen(colour, max(layout.radius * 0.45, 1.0), style, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QLineF(pixel, plot.top(), pixel, plot.bottom()))
    painter.setPen(fill_pen())
    painter.setBrush(colour)
    shape = symbol_path(DIAMOND if is_second else TRIANGLE_DOWN, layout.radius * 1.4)
    painter.drawPath(shape.translated(pixel, plot.top()))


def draw_cross(
    painter: QPainter, layout: Layout, place: QPointF, heading: str, rows: Sequence[Row], theme: Theme, has_one: bool
) -> None:
    """Hairlines through a point, a ring around it, and the label beside it.

    :param place: of the point, in pixels.
    :param has_one: as ``Tracks.has_one_colour``.
    """
    plot = layout.plot
    painter.setPen(pen(QColor(theme.axis), max(layout.radius * 0.25, 1.0), Qt.PenStyle.DotLine))
    painter.drawLine(QLineF(place.x(), plot.top(), place.x(), plot.bottom()))
    painter.drawLine(QLineF(plot.left(), place.y(), plot.right(), place.y()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(QColor(theme.text), layout.radius * OUTLINE))
    painter.drawEllipse(place, layout.radius * 1.9, layout.radius * 1.9)
    _draw_label(painter, layout, place, heading, rows, theme, has_one)


def _draw_label(
    painter: QPainter, layout: Layout, place: QPointF, heading: str, rows: Sequence[Row], theme: Theme, has_one: bool
) -> None:
    metrics, pad = layout.metrics, layout.pad
    bold = QFont(painter.font())
    bold.setBold(True)
    bold_metrics = QFontMetricsF(bold)
    sample, line = sample_width(metrics), metrics.height()
    room = layout.size.width() - 4 * pad - sample
    values = max((metrics.horizontalAdvance(row.value) for row in rows), default=0.0)
    labels = max((metrics.horizontalAdvance(row.label) for row in rows), default=0.0)
    labels = min(labels, max(room - values - 2 * pad, line))
    width = max(sample + labels + 2 * pad + values, bold_metrics.horizontalAdvance(heading)) + 2 * pad
    fitting = max(int((layout.size.height() - 2 * pad) // line) - 1, 0)
    shown = rows[:fitting]
    box = place_box(layout, place, width, (1 + len(shown)) * line + 1.4 * pad)
    ground = QColor(theme.background)
    ground.setAlphaF(0.93)
    painter.setPen(QPen(QColor(theme.axis), max(layout.radius * 0.25, 1.0)))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, pad * 0.6, pad * 0.6)
    baseline = box.top() + 0.7 * pad + metrics.ascent()
    font = QFont(painter.font())
    painter.setFont(bold)
    painter.setPen(QColor(theme.text))
    painter.drawText(QPointF(box.left() + pad, baseline), heading)
    painter.setFont(font)
    for row in shown:
        baseline += line
        if row.kind:
            entry = Entry(row.kind, row.label, theme.ink(row.colour, row.shade, has_one), row.symbol)
            top = baseline - metrics.ascent()
            draw_sample(painter, entry, QRectF(box.left() + pad, top, sample * 0.78, line), theme, layout.radius)
        painter.setPen(QColor(theme.muted))
        text = metrics.elidedText(row.label, Qt.TextElideMode.ElideMiddle, labels)
        painter.drawText(QPointF(box.left() + pad + sample, baseline), text)
        painter.setPen(QColor(theme.text))
        right = box.right() - pad - metrics.horizontalAdvance(row.value)
        painter.drawText(QPointF(right, baseline), row.value)


def place_box(layout: Layout, place: QPointF, width: float, height: float) -> QRectF:
    """Beside the point, on the side with more room, and all of it within the widget where that is possible."""
    away, size = layout.radius * 4, layout.size
    is_left = place.x() - layout.plot.left() > layout.plot.right() - place.x()
    left = place.x() - away - width if is_left else place.x() + away
    top = place.y() - away - height if place.y() - away - height > size.top() + layout.pad * 0.5 else place.y() + away
    left = max(min(left, size.right() - width - layout.pad * 0.5), size.left() + layout.pad * 0.5)
    top = max(min(top, size.bottom() - height - layout.pad * 0.5), size.top() + layout.pad * 0.5)
    return QRectF(left, top, width, height)
