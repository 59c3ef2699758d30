# SPDX-License-Identifier: GPL-2.0-or-later
"""Milliseconds to draw 3 pins x 4 series x 150 dates: all of it, and what a moving mouse costs, beside matplotlib.

Both draw into a picture in memory of the same size, points and joining lines and legend; the best of the rounds counts.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from importlib.util import find_spec
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from timestack.plugin.gui.series_plot.content import PlotContent, PlotSeries
from timestack.plugin.gui.series_plot.palette import default_style
from timestack.plugin.gui.series_plot.widget import SeriesPlot

WIDTH, HEIGHT = 900, 320
PINS, SERIES, DATES = 3, 4, 150
FRAME_MS = 16.0


def build_content() -> PlotContent:
    """Seasonal values with noise, one in four cloudy."""
    numbers = np.random.default_rng(5)
    times = [datetime(2020, 1, 3, 10, 30, tzinfo=timezone.utc) + timedelta(days=7 * n) for n in range(DATES)]
    wave = np.sin(np.arange(DATES) * 7 / 365 * 2 * np.pi)
    series = []
    for number in range(PINS * SERIES):
        colour, symbol = default_style(number)
        values = 0.1 + 0.05 * number + 0.04 * wave + numbers.normal(0, 0.01, DATES)
        label = f"Pin {number // SERIES + 1}, band {number % SERIES + 1}"
        series.append(PlotSeries(str(number), label, colour, times, values, numbers.random(DATES) > 0.25, symbol))
    return PlotContent(series, title="Three pins", y_label="Reflectance")


def best_ms(work: Callable[[], object], rounds: int) -> float:
    """The least time of one call."""
    work()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return 1000 * min(found)


def measure_ours(content: PlotContent, rounds: int) -> dict[str, float]:
    """A new content with its first picture, a picture after zooming, and one after a move of the mouse."""
    plot = SeriesPlot()
    plot.resize(WIDTH, HEIGHT)
    plot.show_content(content)
    plot.show()
    QTest.qWait(50)

    def draw_new() -> None:
        plot.show_content(content)
        plot.repaint()

    def draw_again() -> None:
        plot._static = None
        plot.repaint()

    before = 0
    places = iter(range(10**9))

    def hover() -> None:
        QTest.mouseMove(plot, QPoint(80 + 37 * next(places) % (WIDTH - 120), HEIGHT // 2))
        plot.repaint()

    found = {"new content": best_ms(draw_new, rounds), "redraw": best_ms(draw_again, rounds)}
    before = plot.static_draws
    plot.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    found["hover"] = best_ms(hover, rounds)
    if plot.static_draws != before:
        raise SystemExit("hovering drew the static part again")
    return found


def measure_matplotlib(content: PlotContent, rounds: int) -> float:
    """The same points, lines and legend on its fastest backend (Agg)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for series in content.series:
        clear = series.is_clear
        times = np.array([moment.replace(tzinfo=None) for moment in series.times], "datetime64[s]")
        axes.plot(times[clear], series.values[clear], "o-", color=series.colour, lw=0.8, ms=4, label=series.label)
        axes.plot(times[~clear], series.values[~clear], "o", color=series.colour, ms=4, mfc="none")
    axes.legend(ncols=4, fontsize=6)
    return best_ms(canvas.draw, max(rounds // 10, 3))


def main() -> int:
    """Print the table, and fail when a redraw takes longer than a frame."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--output", type=Path, help="a folder for series_plot.json")
    arguments = parser.parse_args()
    application = QApplication.instance() or QApplication([])
    content = build_content()
    found = measure_ours(content, arguments.rounds)
    if find_spec("matplotlib"):
        found["matplotlib redraw"] = measure_matplotlib(content, arguments.rounds)
    out = io.StringIO()
    print(f"{PINS} pins x {SERIES} series x {DATES} dates, {WIDTH} x {HEIGHT} pixels", file=out)
    for name, took in found.items():
        print(f"  {name:18} {took:8.2f} ms", file=out)
    verdicts = {f"{name} within a frame": found[name] <= FRAME_MS for name in ("new content", "redraw", "hover")}
    for target, holds in verdicts.items():
        print(f"{target}: {'yes' if holds else 'NO'}", file=out)
    print(out.getvalue(), end="")
    if arguments.output:
        arguments.output.mkdir(parents=True, exist_ok=True)
        record = {"ms": found, "verdicts": verdicts}
        (arguments.output / "series_plot.json").write_text(json.dumps(record, indent=1), "utf-8")
    application.processEvents()
    return 0 if all(verdicts.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
