# SPDX-License-Identifier: GPL-2.0-or-later
"""Tools for stacks on one large stack, beside others at the same work: seconds and resident memory.

Zonal series beside exactextract and QGIS's own zonal statistics looped over the bands, composite and regularise beside
xarray with dask, bottleneck and rioxarray, samples beside rasterio. The stack is made once and removed in the end.
Every contestant is a process of its own; its imports are done before the clock starts, the file lies in the system's
memory for all. The answers of all are compared.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from stack_contestants import CONTESTS, OURS, STATISTICS, TOLD, Task
from stack_scene import BANDS, make_stack

SIDE, DATES = 2500, 70
MOST_MB = 1000
NEEDED = {
    "exactextract": ("exactextract",), "rasterio": ("rasterio",), "QGIS by band": (),
    "xarray": ("xarray", "dask", "bottleneck", "rioxarray"),
}  # fmt: skip
PIXEL_TOLERANCE = 0.01
"""Of stored values, which are whole numbers of ten-thousandths; xarray counts in float32."""

TIES_TOLERANCE = 3e-4
"""Of reflectances, of all but a few percentiles: where pixels are equal, exactextract's depend on the order in which it
happens to sort them, as they weigh differently."""

CENTRES_TOLERANCE = 0.01
"""QGIS takes whole pixels by their centres: its means may differ by so much of the value, of all but a few parcels."""


def run_way(contest: str, way: str, task: Task) -> None:
    """In the measured process."""
    contestant = CONTESTS[contest][way]
    work = contestant.prepare(task)
    start, spent = time.perf_counter(), time.process_time()
    found = work()
    seconds, processor_s = time.perf_counter() - start, time.process_time() - spent
    with open("/proc/self/status", encoding="ascii") as status:
        peak_kb = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    if contestant.tabulate is not None:
        np.save(task.target, contestant.tabulate(found))
    print(json.dumps({"seconds": seconds, "processor_s": processor_s, "peak_mb": peak_kb / 1024}), flush=True)


def measure(contest: str, way: str, task: Task) -> dict[str, float]:
    """One way in a process of its own."""
    command = [
        sys.executable, __file__, "--contest", contest, "--way", way, "--stack", str(task.source),
        "--target", str(task.target), "--side", str(task.side), "--dates", str(task.dates),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{contest}, {way}: {done.stderr}")
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def is_same(contest: str, ours: Path, other: Path, way: str) -> bool:
    """Whether two have the same answer."""
    if contest not in ("zonal", "sample"):
        return have_same_pixels(ours, other)
    here, there = np.load(ours), np.load(other)
    if here.shape != there.shape:
        return False
    if contest == "sample":
        return np.allclose(here, there, rtol=0, atol=1e-7, equal_nan=True)
    if way != "QGIS by band":
        ranks = [STATISTICS.index(name) for name in ("median", "p10", "p90")]
        others = [place for place in range(len(STATISTICS)) if place not in ranks]
        apart = np.abs(here - there)[..., ranks]
        return (
            np.allclose(here[..., others], there[..., others], rtol=1e-6, atol=1e-6, equal_nan=True)
            and np.array_equal(np.isnan(here), np.isnan(there))
            and bool(np.nanquantile(apart, 0.95) < TIES_TOLERANCE)
        )
    mean, count = STATISTICS.index("mean"), STATISTICS.index("count")
    large = here[..., count] > 500
    means, counts = (np.abs(there[large][:, at] / here[large][:, at] - 1) for at in (mean, count))
    return bool(np.quantile(means, 0.95) < CENTRES_TOLERANCE and np.quantile(counts, 0.95) < CENTRES_TOLERANCE)


def have_same_pixels(ours: Path, other: Path) -> bool:
    """Some bands of two rasters of the same size."""
    from osgeo import gdal

    here, there = gdal.Open(str(ours)), gdal.Open(str(other))
    shapes = [(one.RasterCount, one.RasterYSize, one.RasterXSize) for one in (here, there)]
    return shapes[0] == shapes[1] and all(
        np.allclose(
            here.GetRasterBand(band).ReadAsArray(), there.GetRasterBand(band).ReadAsArray(), rtol=0,
            atol=PIXEL_TOLERANCE, equal_nan=True,
        )
        for band in range(1, here.RasterCount + 1, 7)
    )  # fmt: skip


def hold(contest: str, source: Path, side: int, dates: int, folder: Path) -> dict[str, Any]:
    """All ways of one contest; prints its rows."""
    print(f"{contest}: {TOLD[contest]}", flush=True)
    kind = "npy" if contest in ("zonal", "sample") else "tif"
    record: dict[str, Any] = {}
    first = folder / f"{OURS}.{kind}"
    for number, way in enumerate(CONTESTS[contest]):
        if not all(find_spec(name) for name in NEEDED.get(way, ())):
            print(f"  {way:<14} is not installed; .ci/bench.sh gets it")
            continue
        target = first if way == OURS else folder / f"{number}.{kind}"
        told: dict[str, Any] = dict(measure(contest, way, Task(source, target, side, dates)))
        line = f"  {way:<14} {told['seconds']:>8.1f} {told['processor_s']:>12.1f} {told['peak_mb']:>9.0f}"
        if way == OURS:
            told["is_reached"] = told["peak_mb"] <= MOST_MB
            line += f" {'':>9} {'within' if told['is_reached'] else 'OVER':>7} {MOST_MB} MB"
        else:
            told["times_as_fast"] = told["seconds"] / record[OURS]["seconds"]
            told["is_same"] = is_same(contest, first, target, way)
            told["is_reached"] = told["times_as_fast"] > 1 and told["is_same"]
            ahead = "ahead" if told["times_as_fast"] > 1 else "BEHIND"
            line += f" {told['times_as_fast']:>9.2f} {ahead:>7} {'same' if told['is_same'] else 'DIFFERS'}"
            target.unlink()
        print(line, flush=True)
        record[way] = told
    first.unlink()
    return record


def main(output: Path, contests: list[str], side: int, dates: int, stack: Path | None) -> None:
    """Make the stack, hold all contests, print the table."""
    begun = time.perf_counter()
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench_", dir=output) as name:
        source = stack or Path(name).resolve() / "stack.tif"
        if not source.exists():
            make_stack(source, side, dates)
        made_s = time.perf_counter() - begun
        size_mb, raw_mb = source.stat().st_size / 1e6, side * side * len(BANDS) * dates * 2 / 1e6
        print(
            f"stack of {side} x {side} pixels x {len(BANDS)} bands x {dates} dates, UInt16: {raw_mb:.0f} MB of pixels"
        )
        print(f"in a file of {size_mb:.0f} MB, made in {made_s:.0f} s")
        print(f"  {'way':<14} {'seconds':>8} {'processor s':>12} {'peak MB':>9} {'ours / it':>9}")
        record = {contest: hold(contest, source, side, dates, Path(name).resolve()) for contest in contests}
    is_reached = all(told["is_reached"] for ways in record.values() for told in ways.values())
    print(f"ahead of all, same answers, within {MOST_MB} MB: {'yes' if is_reached else 'NO'}; ", end="")
    print(f"{time.perf_counter() - begun:.0f} s in all")
    written = {"side": side, "dates": dates, "file_mb": size_mb, "contests": record, "is_reached": is_reached}
    (output / "stack_tools.json").write_text(json.dumps(written, indent=1), encoding="utf-8")
    if not is_reached:
        sys.exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("bench_output"))
    parser.add_argument("--side", type=int, default=SIDE)
    parser.add_argument("--dates", type=int, default=DATES)
    parser.add_argument("--contests", nargs="*", default=list(CONTESTS), help="some of: " + ", ".join(CONTESTS))
    parser.add_argument("--stack", type=Path, help="where such a stack is, or is to be kept")
    for option in ("--contest", "--way"):
        parser.add_argument(option, help=argparse.SUPPRESS)
    parser.add_argument("--target", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.way:
        run_way(chosen.contest, chosen.way, Task(chosen.stack, chosen.target, chosen.side, chosen.dates))
    else:
        main(chosen.output, chosen.contests, chosen.side, chosen.dates, chosen.stack)
