# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws all that stays while the mouse moves: axes, ribbons, points, lines, title and legend."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.PyQt.QtCore import QLineF, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTextOption

from .content import PlotContent
from .layout import Layout
from .legend import draw_legend
from .stamps import draw_symbols, is_raster
from .strokes import COMPUTED, JOIN, OUTLINE, fill_pen, pen, ribbon_fill
from .theme import Theme
from .tracks import PointTrack, RibbonTrack, Tracks


def draw_static(painter: QPainter, content: PlotContent, tracks: Tracks, layout: Layout, theme: Theme) -> None:
    """The whole picture but for cross and marks, in the painter's font."""
    painter.fillRect(layout.size, QColor(theme.background))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _draw_axes(painter, content, layout, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    _draw_title(painter, content, layout, theme)
    draw_legend(painter, layout.legend, layout.legend_origin, layout.metrics, theme, layout.radius)
    inks = [theme.ink(track.colour, track.shade, tracks.has_one_colour) for track in tracks.everything]
    for track, ink in zip(tracks.everything, inks):
        if isinstance(track, RibbonTrack):
            _draw_ribbon(painter, track, ribbon_fill(ink, len(tracks.years)), layout)
        elif isinstance(track, PointTrack):
            _draw_points(painter, track, ink, layout, theme)
        else:
            _draw_runs(painter, track.xs, track.ys, track.runs, layout, pen(ink, layout.radius * COMPUTED))


def draw_message(painter: QPainter, size: QRectF, text: str, theme: Theme) -> None:
    """A sentence in the middle of an empty plot."""
    painter.fillRect(size, QColor(theme.background))
    painter.setPen(QColor(theme.muted))
    margin = painter.fontMetrics().height()
    option = QTextOption(Qt.AlignmentFlag.AlignCenter)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    painter.drawText(size.adjusted(margin, margin, -margin, -margin), text, option)


def _draw_axes(painter: QPainter, content: PlotContent, layout: Layout, theme: Theme) -> None:
    plot, metrics = layout.plot, layout.metrics
    hair = max(layout.radius * 0.25, 1.0)
    painter.setPen(QPen(QColor(theme.grid), hair))
    heights = [_sharp(layout.y_scale.to_pixel(value)) for value in layout.y_ticks.values]
    painter.drawLines([QLineF(plot.left(), y, plot.right(), y) for y in heights])
    painter.drawLines([QLineF(_sharp(x), plot.top(), _sharp(x), plot.bottom()) for x in layout.x_ticks.strong])
    painter.setPen(QPen(QColor(theme.axis), hair))
    for value, y in zip(layout.y_ticks.values, heights):
        if value == 0:  # zero is a value: where it is in view, it is told apart from the other lines
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
    base = _sharp(plot.bottom())
    painter.drawLine(QLineF(plot.left(), base, plot.right(), base))
    mark = layout.pad * 0.6
    painter.drawLines([QLineF(_sharp(x), base, _sharp(x), base + mark) for x in layout.x_ticks.pixels])
    painter.setPen(QColor(theme.muted))
    for label, y in zip(layout.y_labels, heights):
        x = plot.left() - layout.pad * 0.6 - metrics.horizontalAdvance(label)
        painter.drawText(QPointF(x, y + (metrics.ascent() - metrics.descent()) / 2), label)
    first = base + mark + metrics.ascent()
    for label in layout.x_ticks.labels:
        painter.drawText(QPointF(label.left, first), label.text)
    painter.setPen(QColor(theme.text))
    for label in layout.x_ticks.contexts:
        painter.drawText(QPointF(label.left, first + metrics.height()), label.text)
    if content.y_label and plot.height() > 4 * metrics.height():
        _draw_y_label(painter, content.y_label, layout, theme)


def _draw_y_label(painter: QPainter, text: str, layout: Layout, theme: Theme) -> None:
    plot, metrics = layout.plot, layout.metrics
    painter.save()
    painter.setPen(QColor(theme.muted))
    painter.translate(layout.size.left() + layout.pad * 0.5, plot.center().y())
    painter.rotate(-90.0)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, plot.height())
    painter.drawText(QPointF(-metrics.horizontalAdvance(shown) / 2, metrics.ascent()), shown)
    painter.restore()


def _draw_title(painter: QPainter, content: PlotContent, layout: Layout, theme: Theme) -> None:
    if layout.title is None:
        return
    font = QFont(painter.font())
    bold = QFont(font)
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(QColor(theme.text))
    shown = QFontMetricsF(bold).elidedText(content.title, Qt.TextElideMode.ElideRight, layout.title.width())
    painter.drawText(QPointF(layout.title.left(), layout.title.top() + layout.metrics.ascent()), shown)
    painter.setFont(font)


def _draw_ribbon(painter: QPainter, track: RibbonTrack, fill: QColor, layout: Layout) -> None:
    painter.setPen(fill_pen())
    painter.setBrush(fill)
    for run in track.runs:
        xs, lows = clip_run(track.xs[run], track.ys[run], layout.x_scale.low, layout.x_scale.high)
        _, highs = clip_run(track.xs[run], track.highs[run], layout.x_scale.low, layout.x_scale.high)
        if xs.size:
            there = _to_points(xs, lows, layout)
            back = _to_points(xs, highs, layout)[::-1]
            if xs.size == 1:  # one date alone is a bar as wide as a point, or it would not be seen
                there = _widened(there[0], layout.radius)
                back = _widened(back[0], layout.radius)[::-1]
            painter.drawPolygon(QPolygonF(there + back))


def _draw_points(painter: QPainter, track: PointTrack, ink: QColor, layout: Layout, theme: Theme) -> None:
    thin = QColor(ink)
    thin.setAlphaF(0.6)
    joined, stroke = track.joined, pen(thin, max(layout.radius * JOIN, 1.0))
    stroke.setCapStyle(Qt.PenCapStyle.FlatCap)  # the joints lie under the points
    _draw_runs(painter, track.xs[joined], track.ys[joined], track.runs, layout, stroke)
    seen = (track.xs >= layout.x_scale.low) & (track.xs <= layout.x_scale.high)
    xs, ys = layout.x_scale.to_pixel(track.xs), layout.y_scale.to_pixel(track.ys)
    hollow, full = seen & track.is_hollow, seen & ~track.is_hollow
    outline, ground = pen(ink, layout.radius * OUTLINE), QBrush(QColor(theme.background))
    draw_symbols(painter, track.symbol, layout.radius, xs[hollow], ys[hollow], outline, ground)
    draw_symbols(painter, track.symbol, layout.radius * 1.1, xs[full], ys[full], fill_pen(), QBrush(ink))


def _draw_runs(painter: QPainter, xs: np.ndarray, ys: np.ndarray, runs: Any, layout: Layout, stroke: QPen) -> None:
    """Lines through stretches of values; in pictures as many short ones, which Qt draws ten times as fast as one."""
    painter.setPen(stroke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for run in runs:
        cut_xs, cut_ys = clip_run(xs[run], ys[run], layout.x_scale.low, layout.x_scale.high)
        if cut_xs.size < 2:
            continue
        points = _to_points(cut_xs, cut_ys, layout)
        if is_raster(painter):
            painter.drawLines([QLineF(start, end) for start, end in zip(points, points[1:])])
        else:
            painter.drawPolyline(QPolygonF(points))


def clip_run(xs: np.ndarray, ys: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """The part of a polyline between two places of the axis, cut on its straight way there.

    It is cut in numbers since clip rectangles are lost in SVG (Qt 5), and far places overflow in renderers.
    """
    inside = (xs >= low) & (xs <= high)
    new_xs, new_ys = xs[inside], ys[inside]
    if xs.size > 1:
        for edge in (low, high):
            if xs[0] < edge < xs[-1] and not (xs == edge).any():
                at = np.searchsorted(new_xs, edge)
                new_xs, new_ys = np.insert(new_xs, at, edge), np.insert(new_ys, at, np.interp(edge, xs, ys))
    return new_xs, new_ys


def _to_points(xs: np.ndarray, ys: np.ndarray, layout: Layout) -> list[QPointF]:
    pixels = zip(layout.x_scale.to_pixel(xs).tolist(), layout.y_scale.to_pixel(ys).tolist())
    return [QPointF(x, y) for x, y in pixels]


def _widened(point: QPointF, radius: float) -> list[QPointF]:
    return [QPointF(point.x() - radius, point.y()), QPointF(point.x() + radius, point.y())]


def _sharp(pixel: float) -> float:
    """In the middle of a pixel, so that hairlines stay thin."""
    return round(float(pixel)) + 0.5
