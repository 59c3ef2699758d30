# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels x scenes per second of the evalscript engine beside Node.js, mini-racer (V8 in the process) and numpy by hand.

All get the same float64 arrays in the same blocks, as the hub cuts them, and deliver the same arrays, which are
compared: as *numbers*, float64 as the script returns them, and as an *image* in the script's sample type. They take
turns; the first round only warms them up, the best of the others counts.

Node.js is a worker over pipes, so its total has the arrays' way there and back in it; its time within JavaScript alone
stands in the column ``script``, as does that of mini-racer, which shares memory with numpy but has its blocks copied
there. Both run one loop that is generated for the script (evalscript_loop.js).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tracemalloc
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from evalscript_cases import CASES, SIDE, Case, Samples, make_samples
from evalscript_contestants import ByHand, Contestant, MiniRacer, Node, Ours, Times

BLOCK_PIXELS = 65_536
"""As the hub's limits have it."""

LEAST_S, MOST_ROUNDS = 2.0, 60
"""Short passes are repeated until this much time is spent on a case, so that one quiet moment is among them."""

PASSES = 2
"""Of one contestant in a row, so that it finds its own things in the processor's cache once."""

SLOWEST_TO_NUMPY = 1 / 3


def make_contestants(case: Case) -> dict[str, Contestant]:
    """Everybody who takes part; mini-racer is left out where it is not installed."""
    pixels = SIDE * SIDE
    found: dict[str, Contestant] = {
        "timestack": Ours(case, BLOCK_PIXELS),
        "numpy by hand": ByHand(case, BLOCK_PIXELS),
        "node": Node(case, BLOCK_PIXELS, pixels),
    }
    if find_spec("py_mini_racer"):
        found["mini-racer"] = MiniRacer(case, BLOCK_PIXELS, pixels)
    return found


def measure(case: Case, samples: Samples, rounds: int) -> tuple[dict[str, Times], dict[str, bool]]:
    """The best times of every contestant, and whether its answer equals the one by hand."""
    contestants = make_contestants(case)
    answers = {name: np.zeros((case.answer_bands, SIDE * SIDE), case.dtype) for name in contestants}
    times: dict[str, list[Times]] = {name: [] for name in contestants}
    start, turn = time.perf_counter(), 0
    try:
        while turn <= rounds or (time.perf_counter() - start < LEAST_S and turn <= MOST_ROUNDS):
            for name, contestant in contestants.items():
                answers[name][:] = 0
                taken = [contestant.run(samples, answers[name]) for _ in range(PASSES)]
                if turn:
                    times[name].extend(taken)
            turn += 1
    finally:
        for contestant in contestants.values():
            contestant.close()
    best = {
        name: Times(min(t.wall for t in taken), min(t.cpu for t in taken), min(t.script for t in taken))
        for name, taken in times.items()
    }
    wanted, is_float = answers["numpy by hand"], case.dtype.kind == "f"
    return best, {name: np.array_equal(answer, wanted, equal_nan=is_float) for name, answer in answers.items()}


def measure_memory(case: Case, samples: Samples) -> float:
    """Megabytes that the engine takes at most, beside the samples and the image."""
    ours, image = Ours(case, BLOCK_PIXELS), np.zeros((case.answer_bands, SIDE * SIDE), case.dtype)
    tracemalloc.start()
    ours.run(samples, image)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def judge(case: Case, best: dict[str, Times]) -> dict[str, tuple[float, float | None]]:
    """How many times as fast as each peer the engine is, and has to be if anything is asked."""
    ours = best["timestack"].wall
    needed = {"node": case.node_factor, "mini-racer": 1.0, "numpy by hand": SLOWEST_TO_NUMPY}
    return {name: (taken.wall / ours, needed[name]) for name, taken in best.items() if name in needed}


def show(label: str, case: Case, best: dict[str, Times], same: dict[str, bool]) -> dict[str, Any]:
    """Print the rows of a case; what is written down of it."""
    work = SIDE * SIDE * case.dates / 1e6
    ratios = judge(case, best)
    for name, taken in best.items():
        told = " " * 21
        if name in ratios:
            ratio, needed = ratios[name]
            asked = "     -     " if needed is None else f"{needed:>6.2f} {'yes' if ratio >= needed else 'NO':>4}"
            told = f"{ratio:>9.2f} {asked}"
        print(
            f"{label:<24} {name:<14} {work / taken.wall:>8.1f} {work / taken.cpu:>8.1f} {work / taken.script:>8.1f} "
            f"{taken.wall * 1e3:>8.1f} {told}  {'same' if same[name] else 'DIFFERS'}"
        )
    is_reached = all(needed is None or ratio >= needed for ratio, needed in ratios.values())
    return {
        "seconds": {name: vars(taken) for name, taken in best.items()},
        "mpixel_scenes_per_s": {name: work / taken.wall for name, taken in best.items()},
        "times_as_fast_as": {name: ratio for name, (ratio, _) in ratios.items()},
        "needed": {name: needed for name, (_, needed) in ratios.items()},
        "same": same,
        "is_reached": is_reached and all(same.values()),
    }


def main(output: Path, keys: str, rounds: int) -> None:
    """Measure and print the table."""
    start = time.perf_counter()
    print(f"{SIDE} x {SIDE} pixels, blocks of {BLOCK_PIXELS}, {CASES['b'].dates} dates in (b), (c), (d);")
    print("million pixels x scenes per second: all, per second of processor time, within the script;")
    print(f"best of {rounds * PASSES} passes or more")
    heads = f"{'total':>8} {'per CPU':>8} {'script':>8} {'total ms':>8} {'ours / it':>9} {'needed':>6}"
    print(f"{'script':<24} {'way':<14} {heads}")
    record: dict[str, dict[str, Any]] = {}
    peaks_mb: dict[str, float] = {}
    for key in keys:
        samples = make_samples(CASES[key])
        record[key] = {}
        for form, case in {"numbers": CASES[key].as_numbers(), "image": CASES[key]}.items():
            best, same = measure(case, samples, rounds)
            record[key][form] = show(f"({key}) {case.name}, {form}", case, best, same)
        peaks_mb[key] = measure_memory(CASES[key], samples)
    if not find_spec("py_mini_racer"):
        print("mini-racer is not installed; .ci/bench.sh gets it")
    told = ", ".join(f"({key}) {peak:.0f} MB" for key, peak in peaks_mb.items())
    print(f"most memory of the engine beside samples and image: {told}; {time.perf_counter() - start:.0f} s in all")
    written = {"block_pixels": BLOCK_PIXELS, "peaks_mb": peaks_mb, "cases": record}
    (output / "evalscript.json").write_text(json.dumps(written, indent=1), encoding="utf-8")
    if not all(case["is_reached"] for forms in record.values() for case in forms.values()):
        sys.exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path, default=Path("bench_output"))
    parser.add_argument("--cases", default="".join(CASES))
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    main(chosen.output, chosen.cases, chosen.rounds)
