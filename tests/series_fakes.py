# SPDX-License-Identifier: GPL-2.0-or-later
"""Those around the time-series dock's presenter, played for tests: view, map, desk, worker, jobs."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np
from stack_builders import build_info

from timestack.plugin.core.profile import Profile
from timestack.plugin.core.stack import StackBand
from timestack.plugin.gui.series_dock.pins import Pin
from timestack.plugin.gui.series_dock.ports import Described

UTM = "EPSG:32633"
BANDS = ("B04", "B08", "SCL")


def info_of(steps: int = 6, bands: tuple[str, ...] = BANDS):
    info = build_info(steps=steps, bands=bands)
    waves = {"B04": 664.6, "B08": 832.8}
    return replace(info, bands=tuple(StackBand(name, "DN", waves.get(name)) for name in bands))


INFO = info_of()
TIMES = tuple(step.time for step in INFO.steps)
LABELS = tuple(step.label for step in INFO.steps)


def described(info=INFO) -> Described:
    count = len(info.bands)
    return Described(info, tuple(tuple(range(n * count + 1, n * count + count + 1)) for n in range(len(info.steps))))


def profile(red=1000.0, nir=3000.0, scl=4.0, info=INFO) -> Profile:
    """Every argument a number, or one for each step."""
    steps = len(info.steps)
    columns = [np.broadcast_to(np.asarray(value, float), steps) for value in (red, nir, scl)]
    return Profile(
        tuple(step.time for step in info.steps), tuple(step.label for step in info.steps), info.band_names,
        np.stack(columns[: len(info.bands)], axis=1),
    )  # fmt: skip


class View:
    """Remembers what it was told last."""

    def __init__(self) -> None:
        self.content = self.mark = self.sources = self.choice = None
        self.readout = self.problems = ""
        self.pins: list[Pin] = []
        self.draws = 0

    def show_content(self, content) -> None:
        self.content = content
        self.draws += 1

    def show_mark(self, time, second) -> None:
        self.mark = (time, second)

    def show_readout(self, text) -> None:
        self.readout = text

    def show_pins(self, pins) -> None:
        self.pins = list(pins)

    def show_sources(self, sources, chosen, shown) -> None:
        self.sources = (list(sources), list(chosen), list(shown))

    def show_choice(self, choice, bands, indices, checked, mask) -> None:
        self.choice = (choice, tuple(bands), tuple(indices), tuple(checked), mask)

    def show_problems(self, expression, clear) -> None:
        self.problems = (expression, clear)


class Map:
    """Layers that step when they are told to, and say so, as the Temporal Link does."""

    def __init__(self) -> None:
        self.pins: list[Pin] = []
        self.steps: dict[str, int] = {}
        self.shown: list[tuple[str, int]] = []
        self.compared: list[tuple[str, int]] = []
        self.zoomed: list[Pin] = []
        self.heard = lambda layer, step: None

    def draw_pins(self, pins) -> None:
        self.pins = list(pins)

    def zoom_to(self, pin) -> None:
        self.zoomed.append(pin)

    def show_step(self, layer_id, described, step) -> None:
        self.shown.append((layer_id, step))
        self.steps[layer_id] = step
        self.heard(layer_id, max(0, step - 1))  # another layer of the frame steps elsewhere
        self.heard(layer_id, step)

    def compare_step(self, layer_id, described, step) -> None:
        self.compared.append((layer_id, step))

    def shown_step(self, layer_id):
        return self.steps.get(layer_id)


class Desk:
    """Keeps questions until a test answers them."""

    def __init__(self) -> None:
        self.asked: dict[str, tuple[int, str, object]] = {}
        self.count = 0

    def ask(self, channel, path, order) -> int:
        self.count += 1
        self.asked[channel] = (self.count, path, order)
        return self.count

    def forget(self, channel) -> None:
        self.asked.pop(channel, None)


class Worker(Desk):
    """Computes when it is told to."""

    def ask(self, channel, work, delay_s=0.0) -> int:
        return super().ask(channel, "", work)


class Jobs:
    """Runs a job when the test says so."""

    def __init__(self) -> None:
        self.waiting: deque = deque()

    def start(self, title, work, done, failed):
        self.waiting.append((work, done, failed))

    def run(self) -> None:
        while self.waiting:
            work, done, failed = self.waiting.popleft()
            try:
                result = work(None)
            except Exception as error:  # noqa: BLE001
                failed(error)
            else:
                done(result)
