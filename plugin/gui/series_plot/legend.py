# SPDX-License-Identifier: GPL-2.0-or-later
"""What the symbols and colours stand for, in rows that wrap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPainter

from ...bridge.i18n import tr
from .content import CIRCLE, PlotContent
from .strokes import COMPUTED, OUTLINE, fill_pen, pen, ribbon_fill
from .symbols import symbol_path
from .theme import Theme
from .tracks import Tracks

POINT, HOLLOW, LINE, RIBBON, NOTE = "point", "hollow", "line", "ribbon", "note"


@dataclass(frozen=True)
class Entry:
    """A sample and a text."""

    kind: str
    label: str
    colour: QColor
    symbol: str = CIRCLE


@dataclass(frozen=True)
class PlacedEntry:
    """Where an entry is drawn, seen from the upper left of the legend."""

    entry: Entry
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Legend:
    """The entries in their places."""

    placed: Sequence[PlacedEntry] = ()
    height: float = 0.0


def legend_entries(content: PlotContent, tracks: Tracks, theme: Theme) -> list[Entry]:
    """Series, lines and ribbons, then hollow points, then the years of seasons."""
    has_year_colours = tracks.has_one_colour and len(tracks.years) > 1

    def ink(colour: str) -> QColor:
        return QColor(theme.muted) if has_year_colours else theme.ink(colour)

    entries = [Entry(POINT, item.label, ink(item.colour), item.symbol) for item in content.series]
    entries += [Entry(LINE, item.label, ink(item.colour)) for item in content.lines]
    entries += [Entry(RIBBON, item.label, ink(item.colour)) for item in content.ribbons]
    if any(track.is_hollow.any() for track in tracks.points):
        entries.append(Entry(HOLLOW, tr("not clear"), QColor(theme.muted)))
    if has_year_colours:
        symbol = content.series[0].symbol if content.series else CIRCLE
        kind = POINT if content.series else LINE
        entries += [Entry(kind, year.label, theme.ink("#000000", year, True), symbol) for year in tracks.years]
    elif len(tracks.years) > 1:
        text = tr("{first} (pale) to {last} (strong)").format(first=tracks.years[0].label, last=tracks.years[-1].label)
        entries.append(Entry(NOTE, text, QColor(theme.muted)))
    return entries


def place_legend(entries: Sequence[Entry], width: float, most_height: float, metrics: QFontMetricsF) -> Legend:
    """Entries from left to right in as many rows as fit; what does not fit is counted at the end."""
    line, sample, gap = metrics.height(), sample_width(metrics), metrics.averageCharWidth() * 2
    rows = max(int(most_height // line), 0)
    if not rows or not entries or width < sample + gap:
        return Legend()
    placed: list[PlacedEntry] = []
    x, row = 0.0, 0
    for number, entry in enumerate(entries):
        head = 0.0 if entry.kind == NOTE else sample
        label = _elided(metrics, entry.label, width - head)
        needed = head + metrics.horizontalAdvance(label)
        if x > 0 and x + needed > width:
            x, row = 0.0, row + 1
        if row >= rows:
            return Legend(_with_rest(placed, len(entries) - number, width, metrics), rows * line)
        placed.append(PlacedEntry(entry, x, row * line, label))
        x += needed + gap
    return Legend(placed, (row + 1) * line)


def _with_rest(placed: list[PlacedEntry], missing: int, width: float, metrics: QFontMetricsF) -> list[PlacedEntry]:
    """The last row ends with the number of entries that are not there."""
    sample, gap = sample_width(metrics), metrics.averageCharWidth() * 2
    while placed:
        last = placed[-1]
        end = last.x + (0.0 if last.entry.kind == NOTE else sample) + metrics.horizontalAdvance(last.label) + gap
        text = f"+{missing}"
        if end + metrics.horizontalAdvance(text) <= width or len(placed) == 1:
            note = Entry(NOTE, text, placed[0].entry.colour)
            return [*placed, PlacedEntry(note, min(end, width - metrics.horizontalAdvance(text)), last.y, text)]
        placed.pop()
        missing += 1
    return placed


def draw_legend(
    painter: QPainter, legend: Legend, origin: QPointF, metrics: QFontMetricsF, theme: Theme, radius: float
) -> None:
    """Sample and text of each entry."""
    sample = sample_width(metrics)
    for placed in legend.placed:
        left, top = origin.x() + placed.x, origin.y() + placed.y
        middle = top + metrics.height() / 2
        head = 0.0 if placed.entry.kind == NOTE else sample
        draw_sample(painter, placed.entry, QRectF(left, top, sample * 0.78, metrics.height()), theme,
                                    radius)  # fmt: skip
        painter.setPen(QColor(theme.muted if placed.entry.kind == NOTE else theme.text))
        painter.drawText(QPointF(left + head, middle + (metrics.ascent() - metrics.descent()) / 2), placed.label)


def draw_sample(painter: QPainter, entry: Entry, box: QRectF, theme: Theme, radius: float) -> None:
    """The symbol, stroke or area of an entry, as in the plot."""
    _SAMPLES[entry.kind](painter, entry, box, theme, radius)


def sample_width(metrics: QFontMetricsF) -> float:
    """Of the sample and the distance to its text."""
    return metrics.height() * 1.35


def _elided(metrics: QFontMetricsF, text: str, width: float) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(width, 0.0))


def _draw_point(painter: QPainter, entry: Entry, box: QRectF, theme: Theme, radius: float) -> None:
    middle = box.center()
    if entry.kind == HOLLOW:
        painter.setPen(pen(entry.colour, radius * OUTLINE))
        painter.setBrush(QColor(theme.background))
    else:
        painter.setPen(fill_pen())
        painter.setBrush(entry.colour)
    painter.drawPath(symbol_path(entry.symbol, radius * 1.1).translated(middle))


def _draw_line(painter: QPainter, entry: Entry, box: QRectF, theme: Theme, radius: float) -> None:
    painter.setPen(pen(entry.colour, radius * COMPUTED))
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))


def _draw_ribbon(painter: QPainter, entry: Entry, box: QRectF, theme: Theme, radius: float) -> None:
    painter.setPen(fill_pen())
    painter.setBrush(ribbon_fill(entry.colour))
    painter.drawRect(QRectF(box.left(), box.center().y() - box.height() * 0.3, box.width(), box.height() * 0.6))


def _draw_nothing(painter: QPainter, entry: Entry, box: QRectF, theme: Theme, radius: float) -> None:
    """A note has a text only."""


_SAMPLES: dict[str, Callable[[QPainter, Entry, QRectF, Theme, float], None]] = {
    POINT: _draw_point,
    HOLLOW: _draw_point,
    LINE: _draw_line,
    RIBBON: _draw_ribbon,
    NOTE: _draw_nothing,
}
