# SPDX-License-Identifier: GPL-2.0-or-later
"""Points of a series: each symbol is drawn once and stamped in its places, ten times as fast as so many paths."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from qgis.PyQt.QtCore import QPointF, Qt
from qgis.PyQt.QtGui import QBrush, QImage, QPaintEngine, QPainter, QPen

from .symbols import symbol_path


def is_raster(painter: QPainter) -> bool:
    """Whether the device is made of pixels, so that there is no use in keeping shapes."""
    return bool(painter.paintEngine().type() == QPaintEngine.Type.Raster)


def draw_symbols(
    painter: QPainter, symbol: str, radius: float, xs: np.ndarray, ys: np.ndarray, outline: QPen, fill: QBrush
) -> None:
    """A symbol at each place in pixels; as paths on devices that keep them (SVG), else as stamps on whole pixels."""
    path = symbol_path(symbol, radius)
    if not is_raster(painter):
        painter.setPen(outline)
        painter.setBrush(fill)
        for x, y in zip(xs.tolist(), ys.tolist()):
            painter.drawPath(path.translated(x, y))
        return
    ratio = painter.device().devicePixelRatioF()
    reach = radius * 1.5 + (outline.widthF() if outline.style() != Qt.PenStyle.NoPen else 0.0)
    half = math.ceil(reach * ratio)
    stamp = _stamp(path, half, ratio, outline, fill)
    lefts = (np.floor(xs * ratio) - half) / ratio
    tops = (np.floor(ys * ratio) - half) / ratio
    for left, top in zip(lefts.tolist(), tops.tolist()):
        painter.drawImage(QPointF(left, top), stamp)


def _stamp(path: Any, half: int, ratio: float, outline: QPen, fill: QBrush) -> QImage:
    """The symbol in the middle of its middle pixel."""
    side = 2 * half + 1
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(outline)
    painter.setBrush(fill)
    painter.drawPath(path.translated((half + 0.5) / ratio, (half + 0.5) / ratio))
    painter.end()
    return image
