# SPDX-License-Identifier: GPL-2.0-or-later
"""A content with the part of it that is in view: lays itself out, draws itself, finds points in itself."""

from __future__ import annotations

from datetime import datetime

from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QFont, QFontMetricsF, QPainter

from ...core.seasons import season_position
from .content import SEASONS, PlotContent
from .hit_testing import Hit, nearest_point
from .layout import Layout, build_layout
from .legend import legend_entries
from .scales import Span
from .static_painter import draw_message, draw_static
from .theme import Theme
from .tracks import DAY_S, build_tracks, season_range, to_seconds
from .value_ticks import value_span

_RADIUS = 0.2
_SMALL_RADIUS = 0.13
_CROWDED = 0.25
"""Points for each pixel of the width from which on they are drawn small."""

_EDGE = 0.02


class Picture:
    """What the widget shows. It has no widget of its own, and draws the same on any device."""

    def __init__(self, content: PlotContent) -> None:
        self.content = content
        self.tracks = build_tracks(content)
        x_range, y_range = self.tracks.x_range(), self.tracks.y_range()
        self.is_empty = x_range is None or y_range is None
        self._y_span = value_span(*y_range) if y_range else Span(0.0, 1.0)
        if content.layout == SEASONS:
            self._limits = Span(*season_range(content.first_month))
        else:
            self._limits = Span(*(x_range or (0.0, DAY_S))).padded(_EDGE, 10 * DAY_S)
        self._view: Span | None = None
        self._layout: tuple[tuple[object, ...], Layout] | None = None

    @property
    def view(self) -> Span:
        """The part of the axis that is drawn."""
        return self._view or self._limits

    def take_view(self, other: Picture) -> None:
        """Show the part that another picture shows, if it was zoomed."""
        self._view = other._view.kept_within(self._limits) if other._view else None

    def show_all(self) -> bool:
        """All of the time; returns whether that is a change."""
        changed, self._view = self._view is not None, None
        return changed

    def zoom(self, factor: float, layout: Layout, pixel: float | None, about: float | None) -> bool:
        """Closer or further away about a pixel, or else a place of the axis, or else the middle of the view.

        :returns: whether that is a change.
        """
        if factor == float("inf"):
            return self.show_all()
        if pixel is not None:
            about = float(layout.x_scale.to_value(min(max(pixel, layout.plot.left()), layout.plot.right())))
        if about is None or not self.view.low <= about <= self.view.high:
            about = (self.view.low + self.view.high) / 2
        return self._look_at(self.view.zoomed(factor, about, self._limits))

    def move(self, pixels: float, layout: Layout) -> bool:
        """Along the axis; returns whether that is a change."""
        by = pixels * self.view.length / max(layout.plot.width(), 1.0)
        return self._look_at(self.view.moved(by, self._limits))

    def _look_at(self, span: Span) -> bool:
        changed = span != self.view
        self._view = None if span == self._limits else span
        return changed

    def axis_place(self, time: datetime) -> float:
        """Where a date lies on the axis."""
        if self.content.layout != SEASONS:
            return to_seconds(time)
        first_month = self.content.first_month
        return season_range(first_month)[0] + season_position(time, first_month) * DAY_S

    def layout(self, size: QRectF, font: QFont, theme: Theme) -> Layout:
        """Where everything lies; kept until size, font, theme or view change."""
        key = (size.width(), size.height(), font.key(), theme, self.view)
        if self._layout is None or self._layout[0] != key:
            radius = QFontMetricsF(font).height() * self._radius_share(size.width())
            entries = legend_entries(self.content, self.tracks, theme)
            found = build_layout(size, self.content, entries, self.view, self._y_span, font, radius)
            self._layout = (key, found)
        return self._layout[1]

    def forget_layouts(self) -> None:
        """Number formats or fonts may have changed behind the same key."""
        self._layout = None

    def _radius_share(self, width: float) -> float:
        longest = max((track.xs.size for track in self.tracks.points), default=0)
        seen = longest * self.view.length / self._limits.length
        return _SMALL_RADIUS if seen > _CROWDED * width else _RADIUS

    def draw(self, painter: QPainter, size: QRectF, theme: Theme) -> None:
        """All but marks and cross."""
        if self.is_empty:
            draw_message(painter, size, self.content.message, theme)
        else:
            draw_static(painter, self.content, self.tracks, self.layout(size, painter.font(), theme), theme)

    def hit(self, place: QPointF, layout: Layout) -> Hit | None:
        """The drawn point that is meant by a place in pixels."""
        reach = layout.radius * 2 if self.content.layout == SEASONS else 0.0
        return nearest_point(self.tracks.points, layout.x_scale, layout.y_scale, place.x(), place.y(), reach)
