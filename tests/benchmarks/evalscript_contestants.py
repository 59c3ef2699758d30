# SPDX-License-Identifier: GPL-2.0-or-later
"""The ways of running a script over blocks of pixels that are held against each other."""

from __future__ import annotations

import fcntl
import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from evalscript_cases import Case, Samples

FOLDER = Path(__file__).parent
FIRST = datetime(2024, 3, 1, tzinfo=timezone.utc)
F_SETPIPE_SZ = 1031
PIPE_BYTES = 1 << 20


@dataclass(frozen=True)
class Times:
    """Seconds that one pass over all pixels took."""

    wall: float
    cpu: float
    """Of all threads and processes."""

    script: float
    """Wall-clock time within the loop over pixels only, without handing arrays over."""


class Contestant(Protocol):
    """Computes all pixels of a case."""

    def run(self, samples: Samples, out: np.ndarray) -> Times:
        """Fill ``out`` (band, pixel)."""

    def close(self) -> None:
        """Give everything back."""


def blocks(samples: Samples, count: int) -> Iterator[tuple[slice, Samples]]:
    """The pixels in runs of ``count``, as views."""
    pixels = len(next(iter(samples[0].values())))
    for start in range(0, pixels, count):
        part = slice(start, min(start + count, pixels))
        yield part, [{name: array[part] for name, array in sample.items()} for sample in samples]


class Ours:
    """The engine through its public face, as the hub uses it: evaluate a block, encode it, put it into the image."""

    def __init__(self, case: Case, count: int) -> None:
        from timestack.plugin.evalscript import Orbit, compile_evalscript

        self._case, self._count = case, count
        self._program = compile_evalscript(case.script, engine="block")
        days = [FIRST + timedelta(days=5 * number) for number in range(case.dates)]
        self._scenes = [Orbit(day, day + timedelta(hours=23, minutes=59, seconds=59), ()) for day in days]

    def run(self, samples: Samples, out: np.ndarray) -> Times:
        """Fill ``out``."""
        program, scenes = self._program, self._scenes if self._case.is_list else []
        is_encoded, script = self._case.sample_type != "FLOAT64", 0.0
        cpu, start = time.process_time(), time.perf_counter()
        bands = program.count_output_bands(scenes)
        for part, block in blocks(samples, self._count):
            given: Any = block if self._case.is_list else block[0]
            begin = time.perf_counter()
            program.evaluate(
                given, scenes, lanes=part.stop - part.start, output_bands=bands, is_encoded=is_encoded,
                out={"default": out[:, part]},
            )  # fmt: skip
            script += time.perf_counter() - begin
        return Times(time.perf_counter() - start, time.process_time() - cpu, script)

    def close(self) -> None:
        """Nothing is held."""


class ByHand:
    """Numpy as somebody who knows it would write it for this one task."""

    def __init__(self, case: Case, count: int) -> None:
        self._case, self._count = case, count

    def run(self, samples: Samples, out: np.ndarray) -> Times:
        """Fill ``out``."""
        cpu, start = time.process_time(), time.perf_counter()
        for part, block in blocks(samples, self._count):
            self._case.by_hand(block, out[:, part])
        wall = time.perf_counter() - start
        return Times(wall, time.process_time() - cpu, wall)

    def close(self) -> None:
        """Nothing is held."""


def _plan(case: Case, count: int, pixels: int) -> dict[str, Any]:
    return {
        "script": case.script, "bands": case.bands, "scenes": case.dates, "isList": case.is_list, "count": count,
        "outputBands": case.answer_bands, "answerBands": case.answer_bands,
        "type": case.sample_type, "blocks": pixels // count,
    }  # fmt: skip


class Node:
    """Node.js as a worker: pipes of a megabyte, no copies but those of the pipes."""

    def __init__(self, case: Case, count: int, pixels: int) -> None:
        self._case, self._count = case, count
        command = ["node", str(FOLDER / "evalscript_node.js"), json.dumps(_plan(case, count, pixels))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        for pipe in (self._process.stdin, self._process.stdout):
            fcntl.fcntl(pipe, F_SETPIPE_SZ, PIPE_BYTES)
        self._answer = np.empty((case.answer_bands, count), case.dtype)

    def _read(self, target: np.ndarray) -> None:
        view, at = memoryview(target).cast("B"), 0
        while at < len(view):
            got = self._process.stdout.readinto(view[at:])
            if not got:
                raise RuntimeError("node ended early")
            at += got

    def _write(self, array: np.ndarray) -> None:
        view, at = memoryview(array).cast("B"), 0
        while at < len(view):
            at += self._process.stdin.write(view[at:])

    def run(self, samples: Samples, out: np.ndarray) -> Times:
        """Fill ``out``."""
        cpu, start = time.process_time(), time.perf_counter()
        for part, block in blocks(samples, self._count):
            for sample in block:
                for name in self._case.bands:
                    self._write(sample[name])
            self._read(self._answer)
            out[:, part] = self._answer
        wall, own = time.perf_counter() - start, time.process_time() - cpu
        told = np.empty(2)
        self._read(told)
        return Times(wall, own + told[1], told[0])

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.wait(20)


class MiniRacer:
    """V8 within this process: numpy and JavaScript see the same memory."""

    def __init__(self, case: Case, count: int, pixels: int) -> None:
        from py_mini_racer import MiniRacer as Context

        self._case, self._count = case, count
        self._context = Context()
        self._context.eval((FOLDER / "evalscript_loop.js").read_text(encoding="utf-8"))
        plan = json.dumps(_plan(case, count, pixels))
        self._context.eval(
            f"const plan = {plan}; const loop = makeLoop(plan.script, plan);"
            "const input = new Float64Array(plan.scenes * plan.bands.length * plan.count);"
            "const output = makeAnswer(plan);"
        )
        self._input = np.frombuffer(self._context.eval("input.buffer"), np.float64).reshape(-1, count)
        self._output = np.frombuffer(self._context.eval("output.buffer"), case.dtype).reshape(-1, count)

    def run(self, samples: Samples, out: np.ndarray) -> Times:
        """Fill ``out``."""
        script = 0.0
        cpu, start = time.process_time(), time.perf_counter()
        for part, block in blocks(samples, self._count):
            row = 0
            for sample in block:
                for name in self._case.bands:
                    self._input[row] = sample[name]
                    row += 1
            begin = time.perf_counter()
            self._context.eval("loop(input, output, plan.count)")
            script += time.perf_counter() - begin
            out[:, part] = self._output
        return Times(time.perf_counter() - start, time.process_time() - cpu, script)

    def close(self) -> None:
        """Let go of the memory before the context."""
        del self._input, self._output
        self._context.close()
