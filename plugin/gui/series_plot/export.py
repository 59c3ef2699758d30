# SPDX-License-Identifier: GPL-2.0-or-later
"""The plot as a file: PNG, or SVG where Qt can write it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSaveFile, QSize
from qgis.PyQt.QtGui import QImage, QPainter

from ...bridge.i18n import tr
from ...core.errors import FileProblem

try:
    from qgis.PyQt.QtSvg import QSvgGenerator
except ImportError:  # pragma: no cover - a Linux package of its own
    QSvgGenerator = None

PNG_SCALE = 2.0
_LOGICAL_DPI = 96

_TITLE = "timestack-title-of-the-plot"
"""Stands in for the title, which Qt 5 writes without escaping < and &."""

Draw = Callable[[QPainter], None]


def can_write_svg() -> bool:
    """Whether this Qt has its SVG module."""
    return QSvgGenerator is not None


def export_picture(path: Path, size: QSize, draw: Draw, title: str) -> None:
    """Write a picture, all of it or nothing.

    :param path: ends in ``.png`` or ``.svg``.
    :param size: in pixels of the widget; a PNG has twice as many.
    :param draw: paints within that size.
    :raises FileProblem: another ending, no SVG in this Qt, or the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind == ".png":
        data = _png(size, draw)
    elif kind == ".svg":
        if QSvgGenerator is None:
            raise FileProblem(str(path), tr("This QGIS comes without Qt's SVG module. Save the plot as PNG instead."))
        data = _svg(size, draw, title)
    else:
        raise FileProblem(str(path), tr("A plot can be saved as .png or .svg."))
    _write(path, data)


def draw_image(size: QSize, scale: float, draw: Draw) -> QImage:
    """A picture with so many pixels to one of the widget."""
    image = QImage(
        max(round(size.width() * scale), 1), max(round(size.height() * scale), 1), QImage.Format.Format_RGB32
    )
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def _png(size: QSize, draw: Draw) -> QByteArray:
    image = draw_image(size, PNG_SCALE, draw)
    data, buffer = _open_buffer()
    image.save(buffer, "PNG")
    buffer.close()
    return data


def _svg(size: QSize, draw: Draw, title: str) -> QByteArray:
    data, buffer = _open_buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_LOGICAL_DPI)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(_TITLE)
    painter = QPainter(generator)
    draw(painter)
    painter.end()
    buffer.close()
    data.replace(QByteArray(_TITLE.encode()), QByteArray(escape(title).encode()))
    return data


def _open_buffer() -> tuple[QByteArray, Any]:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return data, buffer


def _write(path: Path, data: QByteArray) -> None:
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(data) != data.size() or not file.commit():
        raise FileProblem(str(path), file.errorString())
