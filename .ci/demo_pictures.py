# SPDX-License-Identifier: GPL-2.0-or-later
"""What the demo shows of its stack: a contact sheet, the NDVI of three places as a plot, and their values as CSV."""

from __future__ import annotations

import csv
import os
import sys
from datetime import datetime, timezone
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen

import timestack

BRIGHT_BLUE = 1200
"""Blue reflectance x 10000 above which a pixel is probably cloud: drawn hollow, not left out."""

COLOURS = ("#1b7837", "#b35806", "#2166ac")


def main(folder: Path) -> None:
    """Draw everything into the folder that holds ``stack.tif``."""
    app = QGuiApplication(sys.argv[:1])
    stack = timestack.open_stack(folder / "stack.tif")
    save_contact_sheet(stack, folder / "contact_sheet.png")
    places = choose_places(stack)
    save_csv(stack, places, folder / "profile.csv")
    save_plot(stack, places, folder / "profile.png")
    steps, bands, height, width = stack.shape
    first, last = stack.times[0], stack.times[-1]
    print(f"{steps} dates x {bands} bands x {height} x {width} pixels, {first:%Y-%m-%d} to {last:%Y-%m-%d}")
    app.quit()


def save_contact_sheet(stack, path: Path, columns: int = 12, side: int = 128) -> None:
    """Every date in true colour with its day below it."""
    values = stack.read(bands=["B04", "B03", "B02"])
    rows = -(-len(values) // columns)
    cell, label = side + 6, 18
    sheet = QImage(columns * cell, rows * (cell + label) + 26, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#20242a"))
    painter = QPainter(sheet)
    painter.setPen(QColor("#e8e8e8"))
    painter.setFont(QFont("DejaVu Sans", 9))
    painter.drawText(8, 17, "Timestack demo: simulated Sentinel-2 L2A, true colour, every acquisition of the year")
    for number, (rgb, time) in enumerate(zip(values, stack.times)):
        x, y = number % columns * cell + 3, number // columns * (cell + label) + 26
        painter.drawImage(QRectF(x, y, side, side), to_image(rgb))
        painter.drawText(QRectF(x, y + side, side, label), Qt.AlignmentFlag.AlignCenter, f"{time:%Y-%m-%d}")
    painter.end()
    sheet.save(str(path))


def to_image(rgb) -> QImage:
    """(3, y, x) reflectance x 10000 as a picture; pixels without data are dark."""
    shares = np.clip(rgb.filled(0).astype(float) / 2800, 0, 1) ** 0.8
    pixels = np.ascontiguousarray(np.moveaxis((shares * 255).astype(np.uint8), 0, -1))
    height, width, _ = pixels.shape
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def ndvi(profile):
    """(time,) from (time, band) with red third and near infrared fourth."""
    red, infrared = profile[:, 2].astype(float), profile[:, 3].astype(float)
    total = red + infrared
    return np.ma.masked_invalid(np.ma.where(total > 0, (infrared - red) / np.ma.where(total > 0, total, 1), np.nan))


def choose_places(stack) -> list[tuple[float, float]]:
    """Three pixels whose greenest days lie far apart in the year, so that the curves differ."""
    values = stack.read().astype(float)
    red, infrared = values[:, 2], values[:, 3]
    green = np.ma.where(values[:, 0] < BRIGHT_BLUE, (infrared - red) / np.ma.maximum(infrared + red, 1), -1).filled(-1)
    peak = np.argmax(green, axis=0)
    swing = green.max(axis=0) - np.median(green, axis=0)
    grid, places = stack.info.grid, []
    for low, high in ((0.2, 0.45), (0.45, 0.6), (0.6, 0.85)):
        inside = (peak >= low * len(values)) & (peak < high * len(values))
        row, column = np.unravel_index(np.argmax(np.where(inside, swing, -1)), swing.shape)
        places.append((grid.xmin + (column + 0.5) * grid.pixel_width, grid.ymax - (row + 0.5) * grid.pixel_height))
    return places


def save_csv(stack, places, path: Path) -> None:
    """One line for each place and date."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["place", "x", "y", "date", *stack.bands, "ndvi"])
        for number, (x, y) in enumerate(places, 1):
            profile = stack.profile(x, y)
            for time, values, index in zip(stack.times, profile, ndvi(profile)):
                cells = ["" if value is np.ma.masked else value for value in values]
                last = "" if index is np.ma.masked else f"{index:.4f}"
                table.writerow([number, x, y, f"{time:%Y-%m-%d}", *cells, last])


def save_plot(stack, places, path: Path) -> None:
    """NDVI over the year: filled points observed, hollow ones bright in blue (probably cloud)."""
    image = QImage(1100, 460, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(QFont("DejaVu Sans", 9))
    frame = QRectF(56, 40, 1020, 366)
    span = (stack.times[0].timestamp(), stack.times[-1].timestamp())

    def at(time: datetime, value: float) -> QPointF:
        share = (time.timestamp() - span[0]) / (span[1] - span[0])
        return QPointF(frame.left() + share * frame.width(), frame.bottom() - (value + 0.2) / 1.2 * frame.height())

    draw_axes(painter, frame, at, stack.times)
    for number, ((x, y), colour) in enumerate(zip(places, COLOURS)):
        profile = stack.profile(x, y)
        draw_series(painter, at, stack.times, ndvi(profile), profile[:, 0], colour)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(frame.left() + 4 + number * 250, 24), f"{number + 1}: NDVI at {x:.0f}, {y:.0f}")
    painter.setPen(QColor("#555555"))
    painter.drawText(QPointF(frame.left() + 760, 24), "hollow: bright in blue, probably cloud")
    painter.end()
    image.save(str(path))


def draw_axes(painter: QPainter, frame: QRectF, at, times) -> None:
    """Values from -0.2 to 1, and the months."""
    for tenth in range(-2, 11, 2):
        left = at(times[0], tenth / 10)
        painter.setPen(QPen(QColor("#dddddd"), 1))
        painter.drawLine(left, QPointF(frame.right(), left.y()))
        painter.setPen(QColor("#333333"))
        painter.drawText(QRectF(0, left.y() - 9, 48, 18), Qt.AlignmentFlag.AlignRight, f"{tenth / 10:.1f}")
    for month in range(1, 13):
        first = datetime(times[0].year, month, 1, tzinfo=timezone.utc)
        if times[0] <= first <= times[-1]:
            place = at(first, -0.2)
            painter.setPen(QPen(QColor("#dddddd"), 1))
            painter.drawLine(place, QPointF(place.x(), frame.top()))
            painter.setPen(QColor("#333333"))
            painter.drawText(QPointF(place.x() + 3, frame.bottom() + 18), f"{first:%b %Y}")


def draw_series(painter: QPainter, at, times, index, blue, colour: str) -> None:
    """Points, and a thin line through those that are not bright."""
    clear = [
        at(time, float(value))
        for time, value, light in zip(times, index, blue)
        if value is not np.ma.masked and light < BRIGHT_BLUE
    ]
    painter.setPen(QPen(QColor(colour), 1))
    for first, second in zip(clear, clear[1:]):
        painter.drawLine(first, second)
    for time, value, light in zip(times, index, blue):
        if value is np.ma.masked:
            continue
        painter.setPen(QPen(QColor(colour), 1.4))
        painter.setBrush(QColor(colour) if light < BRIGHT_BLUE else QColor("white"))
        painter.drawEllipse(at(time, float(value)), 3.2, 3.2)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
