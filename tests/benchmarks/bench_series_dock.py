# SPDX-License-Identifier: GPL-2.0-or-later
"""What the time-series dock costs QGIS: closed, when QGIS starts; and from the click that opens it to the first plot.

Each round is a process of its own, so that what has to be imported counts; the median counts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

SIDE, DATES, ROUNDS = 512, 70, 7
CLOSED_MS, FIRST_PLOT_MS = 50.0, 300.0


class Iface:
    """The part of QGIS's window that the dock is put into."""

    def __init__(self) -> None:
        from qgis.gui import QgsMapCanvas
        from qgis.PyQt.QtWidgets import QMainWindow

        self.window, self.canvas = QMainWindow(), QgsMapCanvas()
        self.window.setCentralWidget(self.canvas)
        self.window.resize(1400, 900)
        self.window.show()
        self.mapCanvas = lambda: self.canvas
        self.mainWindow = lambda: self.window
        self.addDockWidget = self.window.addDockWidget
        self.addPluginToRasterMenu = lambda name, action: self.window.menuBar().addAction(action)
        self.addToolBarIcon = self.window.addToolBar("plugins").addAction


def measure(path: Path) -> dict[str, float]:
    """In a fresh process: milliseconds of the closed dock, of opening it, and from opening to the first plot."""
    from qgis.core import QgsProject, QgsSettings
    from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

    import timestack.plugin.main  # noqa: F401 - loaded anyway, as all that follows
    from timestack.plugin.bridge.layers import build_stack_layer
    from timestack.plugin.gui.temporal_link import TemporalLink

    QgsSettings().remove("timestack/series")
    iface, project = Iface(), QgsProject.instance()
    link = TemporalLink(iface.canvas, project)
    layer = build_stack_layer(path)
    project.addMapLayer(layer)
    iface.canvas.setDestinationCrs(layer.crs())
    iface.canvas.setExtent(layer.extent())
    iface.canvas.setLayers([layer])
    iface.canvas.setCurrentLayer(layer)
    iface.canvas.waitWhileRendering()
    QCoreApplication.processEvents()

    def wait(is_done) -> None:
        while not is_done():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)

    start = time.perf_counter()
    from timestack.plugin.gui.series_dock.series_place import SeriesPlace

    place = SeriesPlace(iface, project, link)
    closed = time.perf_counter()
    place.action.trigger()
    opened = time.perf_counter()
    presenter, plot = place.panel.presenter, place.panel.dock.plot
    wait(lambda: presenter.stacks.shown)
    centre = layer.extent().center()
    presenter.pin(centre.x(), centre.y(), layer.crs().authid())
    wait(lambda: plot.content().series and plot._static is not None)
    drawn = time.perf_counter()
    return {
        "closed_ms": 1000 * (closed - start), "opening_ms": 1000 * (opened - closed),
        "first_plot_ms": 1000 * (drawn - closed),
    }  # fmt: skip


def run_part(path: Path) -> None:
    """In the measured process."""
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    print(json.dumps(measure(path)), flush=True)
    os._exit(0)  # the end of QGIS in a script is not what is measured


def main(output: Path, rounds: int) -> int:
    """Print the figures; 1 where a target is missed."""
    from profile_stack import Landscape, write_ours

    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench_", dir=output.resolve()) as name:
        path = Path(name) / "stack.tif"
        write_ours(path, Landscape(SIDE, DATES))
        found = []
        for _ in range(rounds):
            command = [sys.executable, __file__, "--path", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(done.stderr[-2000:])
            found.append(json.loads(done.stdout.splitlines()[-1]))
            path.with_suffix(".profile.tif").unlink(missing_ok=True)
    middle = {key: statistics.median(one[key] for one in found) for key in found[0]}
    print(f"median of {rounds} processes, a stack of {SIDE} x {SIDE} pixels, 4 bands, {DATES} dates")
    print(f"  dock closed, added to QGIS's start {middle['closed_ms']:8.1f} ms")
    print(f"  dock opened                        {middle['opening_ms']:8.1f} ms")
    print(f"  from opening to the first plot     {middle['first_plot_ms']:8.1f} ms")
    verdicts = {
        f"closed under {CLOSED_MS:g} ms": middle["closed_ms"] < CLOSED_MS,
        f"first plot under {FIRST_PLOT_MS:g} ms": middle["first_plot_ms"] < FIRST_PLOT_MS,
    }
    for target, holds in verdicts.items():
        print(f"{target}: {'yes' if holds else 'NO'}")
    record = {"median": middle, "rounds": found, "verdicts": verdicts}
    (output / "series_dock.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    return 0 if all(verdicts.values()) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("bench_output"))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.path:
        run_part(asked.path)
    else:
        sys.exit(main(asked.output, asked.rounds))
