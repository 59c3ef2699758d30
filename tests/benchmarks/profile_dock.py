# SPDX-License-Identifier: GPL-2.0-or-later
"""The time-series dock over a large stack: the first answer, the cache that comes by itself, and hovering.

Everything goes the way it goes in QGIS: layer, canvas, dock, presenter, threads, and the plot's picture at the end.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from profile_contestants import Place, choose_places, evict
from profile_stack import CRS, ORIGIN, PIXEL_M

_PATIENCE_S = 30.0


class Bench:
    """The dock's window with a stack in it."""

    def __init__(self, path: Path, side: int, with_cache: bool = True) -> None:
        from series_window import SeriesWindow

        self.side, self.path = side, path
        self.window = SeriesWindow()
        desk = self.window.panel.desk
        if not with_cache:
            desk._cache_from_bytes = 1 << 62
        self.presenter, self.plot = self.window.panel.presenter, self.window.plot
        self.cached: list[tuple[float, float]] = []
        desk.cached.connect(lambda _, done: self.cached.append((time.perf_counter(), done)))
        self.answers = 0
        desk.answered.connect(self._count)
        evict([path])
        self.window.add(path)

    def _count(self, *_: object) -> None:
        self.answers += 1

    def wait(self, is_done: Callable[[], bool], seconds: float = _PATIENCE_S) -> None:
        """Let the window live, without pauses of our own."""
        from qgis.PyQt.QtCore import QCoreApplication, QEventLoop

        end = time.perf_counter() + seconds
        while not is_done():
            if time.perf_counter() > end:
                raise TimeoutError
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)

    def until_drawn(self, act: Callable[[], Any]) -> float:
        """Milliseconds from an act to the picture of what it asked for."""
        answers, draws = self.answers, self.plot.static_draws
        start = time.perf_counter()
        act()
        self.wait(lambda: self.answers > answers and self.plot.static_draws > draws)
        return 1000 * (time.perf_counter() - start)

    def point(self, place: Place) -> tuple[float, float, str]:
        """Centre of a pixel."""
        return ORIGIN[0] + (place[0] + 0.5) * PIXEL_M, ORIGIN[1] - (place[1] + 0.5) * PIXEL_M, CRS

    def hover(self, place: Place) -> float:
        """Milliseconds until the series under the mouse is drawn."""
        return self.until_drawn(lambda: self.presenter.hover(*self.point(place)))

    def flood(self, places: list[Place], every_s: float) -> dict[str, float]:
        """Hover faster than anybody can read: how many were read, and how long after the last it is drawn."""
        from qgis.PyQt.QtCore import QCoreApplication

        answers = self.answers
        for place in places[:-1]:
            self.presenter.hover(*self.point(place))
            until = time.perf_counter() + every_s
            while time.perf_counter() < until:
                QCoreApplication.processEvents()
        start = time.perf_counter()
        self.presenter.hover(*self.point(places[-1]))
        store, stack = self.presenter.store, self.presenter.stacks.shown[0]

        def is_drawn() -> bool:
            hover = self.presenter.places.hover
            is_answered = store.has(hover, stack) and not store.is_reading_near(hover, stack)
            return is_answered and self.plot._static is not None

        self.wait(is_drawn)
        return {"last_ms": 1000 * (time.perf_counter() - start), "asked": len(places), "read": self.answers - answers}

    def close(self) -> None:
        """Take it down."""
        self.window.close()


def measure_first(path: Path, side: int, with_cache: bool) -> dict[str, object]:
    """The first click on a stack that nobody has read yet, and the next ones, with or without a cache to come."""
    bench = Bench(path, side, with_cache)
    places = choose_places(side, 9, seed=4)
    first = bench.until_drawn(lambda: bench.presenter.pin(*bench.point(places[0])))
    answered = time.perf_counter()
    begun_early = any(moment < answered for moment, _ in bench.cached)
    if with_cache:
        bench.wait(lambda: bool(bench.cached))
    following = [bench.hover(place) for place in places[1:]]
    found = {"first_ms": first, "following_ms": statistics.median(following), "cache_begun_before": begun_early}
    if not with_cache:
        found["flood"] = bench.flood([((300 + 70 * n) % side, 100 + n) for n in range(200)], 0.004)
    bench.close()
    return found


def measure_dock(path: Path, side: int) -> dict[str, object]:
    """A click, the cache that follows, hovering with it, and a mouse that is too fast."""
    bench = Bench(path, side)
    places = choose_places(side, 24, seed=5)
    start = time.perf_counter()
    bench.until_drawn(lambda: bench.presenter.pin(*bench.point(places[0])))
    bench.wait(lambda: bool(bench.cached) and bench.cached[-1][1] == 1.0, 400)
    built_s = time.perf_counter() - start
    for place in places:
        bench.hover(place)
    steps = [bench.hover(((column + 40) % side, row)) for column, row in places[:-1]]
    flood = bench.flood([((300 + 3 * n) % side, 400 + n) for n in range(200)], 0.002)
    bench.close()
    ordered = sorted(steps)
    return {
        "built_s": built_s, "hover_ms": statistics.median(steps), "hover_90_ms": ordered[int(0.9 * len(ordered))],
        "flood": flood,
    }  # fmt: skip
