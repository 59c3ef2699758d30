# SPDX-License-Identifier: GPL-2.0-or-later
"""The shapes of points."""

from __future__ import annotations

import math

from qgis.PyQt.QtCore import QPointF
from qgis.PyQt.QtGui import QPainterPath, QPolygonF

from .content import CIRCLE, DIAMOND, PENTAGON, SQUARE, TRIANGLE, TRIANGLE_DOWN

_CORNERS = {  # number of corners, direction of the first in degrees (0 is right, 90 down), size for about the same area
    TRIANGLE: (3, -90.0, 1.45),
    TRIANGLE_DOWN: (3, 90.0, 1.45),
    SQUARE: (4, 45.0, 1.26),
    DIAMOND: (4, 0.0, 1.36),
    PENTAGON: (5, -90.0, 1.15),
}


def symbol_path(symbol: str, radius: float) -> QPainterPath:
    """One symbol around (0, 0), with about the area of a circle of that radius."""
    path = QPainterPath()
    if symbol == CIRCLE or symbol not in _CORNERS:
        path.addEllipse(QPointF(0.0, 0.0), radius, radius)
        return path
    count, first, size = _CORNERS[symbol]
    angles = [math.radians(first + 360.0 * n / count) for n in range(count)]
    corners = [QPointF(radius * size * math.cos(angle), radius * size * math.sin(angle)) for angle in angles]
    path.addPolygon(QPolygonF(corners))
    path.closeSubpath()
    return path
