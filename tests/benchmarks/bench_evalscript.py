# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels x scenes per second of the evalscript engine beside Node.js, mini-racer (V8 in the process) and numpy by hand.

All get the same float64 arrays, in the same blocks, and deliver the same image in the script's sample type; the images
are compared. The contestants take turns, the first round only warms them up, the best of the others counts. Node.js is
a worker over pipes; its time within JavaScript alone is shown as well, and so is mini-racer's, which shares memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from evalscript_cases import CASES, SIDE, Case, make_samples
from evalscript_contestants import ByHand, Contestant, MiniRacer, Node, Ours, Times

BLOCK_PIXELS = 65_536
"""As the hub's limits have it."""

MOST_BEHIND_NUMPY = 3.0


def measure(case: Case, rounds: int) -> tuple[dict[str, Times], dict[str, bool]]:
    """The best times of every contestant, and whether its image equals the one by hand."""
    samples = make_samples(case)
    pixels = SIDE * SIDE
    contestants: dict[str, Contestant] = {
        "timestack": Ours(case, BLOCK_PIXELS),
        "numpy by hand": ByHand(case, BLOCK_PIXELS),
        "node": Node(case, BLOCK_PIXELS, pixels),
        "mini-racer": MiniRacer(case, BLOCK_PIXELS, pixels),
    }
    images = {name: np.zeros((case.answer_bands, pixels), case.dtype) for name in contestants}
    times: dict[str, list[Times]] = {name: [] for name in contestants}
    try:
        for turn in range(rounds + 1):
            for name, contestant in contestants.items():
                images[name][:] = 0
                taken = contestant.run(samples, images[name])
                if turn:
                    times[name].append(taken)
    finally:
        for contestant in contestants.values():
            contestant.close()
    best = {
        name: Times(min(t.wall for t in taken), min(t.cpu for t in taken), min(t.script for t in taken))
        for name, taken in times.items()
    }
    wanted = images["numpy by hand"]
    is_float = case.dtype.kind == "f"
    same = {name: np.array_equal(image, wanted, equal_nan=is_float) for name, image in images.items()}
    return best, same


def judge(case: Case, best: dict[str, Times]) -> dict[str, tuple[float, float]]:
    """How many times as fast as each peer the engine is, and has to be, by wall clock."""
    ours = best["timestack"].wall
    return {
        "node": (best["node"].wall / ours, case.node_factor),
        "mini-racer": (best["mini-racer"].wall / ours, 1.0),
        "numpy by hand": (best["numpy by hand"].wall / ours, 1 / MOST_BEHIND_NUMPY),
    }


def show(key: str, case: Case, best: dict[str, Times], same: dict[str, bool]) -> dict[str, Any]:
    """Print the rows of a case; what is written down of it."""
    work = SIDE * SIDE * case.dates / 1e6
    ratios = judge(case, best)
    for name, taken in best.items():
        ratio, needed = ratios.get(name, (0.0, 0.0))
        told = f"{ratio:>9.2f} {needed:>7.2f} {'yes' if ratio >= needed else 'NO':>4}" if needed else " " * 22
        print(
            f"{key:<10} {name:<14} {work / taken.wall:>9.1f} {work / taken.cpu:>9.1f} "
            f"{work / taken.script:>9.1f} {taken.wall * 1e3:>9.1f} {told}  {'same' if same[name] else 'DIFFERS'}"
        )
    return {
        "seconds": {name: vars(taken) for name, taken in best.items()},
        "mpixel_scenes_per_s": {name: work / taken.wall for name, taken in best.items()},
        "times_as_fast_as": {name: ratio for name, (ratio, _) in ratios.items()},
        "needed": {name: needed for name, (_, needed) in ratios.items()},
        "same": same,
        "is_reached": all(same.values()) and all(ratio >= needed for ratio, needed in ratios.values()),
    }


def main(output: Path, keys: str, rounds: int) -> None:
    """Measure and print the table."""
    start = time.perf_counter()
    print(
        f"{SIDE} x {SIDE} pixels, blocks of {BLOCK_PIXELS}; million pixels x scenes per second, best of {rounds} rounds"
    )
    print(
        f"{'script':<10} {'way':<14} {'total':>9} {'per CPU s':>9} {'script':>9} {'total ms':>9} "
        f"{'ours / it':>9} {'needed':>7}"
    )
    record = {}
    for key in keys:
        record[key] = {}
        for form, case in {"numbers": CASES[key].as_numbers(), "image": CASES[key]}.items():
            record[key][form] = show(f"{key} {form}", case, *measure(case, rounds))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak resident {peak_mb:.0f} MB with all arrays and contestants; {time.perf_counter() - start:.0f} s in all")
    told = {"block_pixels": BLOCK_PIXELS, "peak_mb": peak_mb, "cases": record}
    (output / "evalscript.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    if not all(case["is_reached"] for forms in record.values() for case in forms.values()):
        sys.exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path, default=Path("bench_output"))
    parser.add_argument("--cases", default="".join(CASES))
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    main(chosen.output, chosen.cases, chosen.rounds)
