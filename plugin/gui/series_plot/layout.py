# SPDX-License-Identifier: GPL-2.0-or-later
"""Where everything in the plot lies: title, legend, axes and their labels, for a size and a font."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QFont, QFontMetricsF

from .content import SEASONS, PlotContent
from .date_ticks import DateTicks, Room, date_ticks
from .legend import Entry, Legend, place_legend
from .plot_words import format_value, month_name
from .scales import Scale, Span
from .value_ticks import ValueTicks, value_ticks

_LEGEND_SHARE = 0.34
_LEAST_FOR_TITLE = 9


@dataclass(frozen=True)
class Layout:
    """All in pixels of the widget."""

    size: QRectF
    title: QRectF | None
    legend: Legend
    legend_origin: QPointF
    plot: QRectF
    x_scale: Scale
    y_scale: Scale
    x_ticks: DateTicks
    y_ticks: ValueTicks
    y_labels: Sequence[str]
    metrics: QFontMetricsF
    radius: float

    @property
    def pad(self) -> float:
        """The distance between things."""
        return self.metrics.height() * 0.4


def build_layout(
    size: QRectF, content: PlotContent, entries: Sequence[Entry], x_span: Span, y_span: Span, font: QFont, radius: float
) -> Layout:
    """From the outside in: what is above and below the plot, then the height, its labels, and the width they leave.

    :param radius: of a point.
    """
    metrics = QFontMetricsF(font)
    line, pad = metrics.height(), metrics.height() * 0.4
    top = size.top() + pad
    title = None
    if content.title and size.height() > _LEAST_FOR_TITLE * line:
        title = QRectF(size.left() + pad, top, size.width() - 2 * pad, line * 1.15)
        top = title.bottom() + pad * 0.5
    origin = QPointF(size.left() + pad, top)
    legend = place_legend(entries, size.width() - 2 * pad, size.height() * _LEGEND_SHARE, metrics)
    if legend.height:
        top += legend.height + pad
    bottom = size.bottom() - pad * 0.5 - line * (1 if content.layout == SEASONS else 2) - pad * 0.8
    bottom = max(bottom, top + line)
    ticks = value_ticks(y_span, max(int((bottom - top) / (line * 1.9)), 2))
    labels = [format_value(value, ticks.decimals) for value in ticks.values]
    left = size.left() + pad * 1.6 + max((metrics.horizontalAdvance(label) for label in labels), default=0.0)
    if content.y_label:
        left += line
    right = max(size.right() - pad * 1.5, left + line)
    plot = QRectF(left, top, right - left, bottom - top)
    x_scale = Scale(x_span.low, x_span.high, plot.left(), plot.right())
    room = Room(size.left() + pad, size.right() - pad * 0.5, metrics.averageCharWidth() * 1.5)
    x_ticks = date_ticks(x_scale, room, metrics.horizontalAdvance, month_name, content.layout == SEASONS)
    y_scale = Scale(y_span.low, y_span.high, plot.bottom(), plot.top())
    return Layout(
        size, title, legend, origin, plot, x_scale, y_scale, x_ticks, ticks, labels, metrics, radius
    )  # fmt: skip
