# SPDX-License-Identifier: GPL-2.0-or-later
"""Pens and brushes; widths are in radii of a point, so that everything grows with the font."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QPen

COMPUTED = 0.6
"""A computed line is clearly thicker than the one between observed points."""

JOIN = 0.28
OUTLINE = 0.42

_RIBBON_ALPHA = 0.24


def pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen with round joints."""
    return QPen(colour, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def fill_pen() -> QPen:
    """No outline."""
    return QPen(Qt.PenStyle.NoPen)


def ribbon_fill(colour: QColor, count: int = 1) -> QColor:
    """The same, translucent; the more of them lie over each other, the more so."""
    clear = QColor(colour)
    clear.setAlphaF(_RIBBON_ALPHA / max(count, 1) ** 0.6)
    return clear
