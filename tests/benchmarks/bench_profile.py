# SPDX-License-Identifier: GPL-2.0-or-later
"""The series of one pixel of a stack of 2500 x 2500 pixels, 4 bands, 70 dates: ours, rasterio, QGIS's identify.

Ours reads the stack as our writer makes it, and then with the cache that the dock builds by itself; rasterio reads the
same pixels from a GeoTIFF interleaved by band in tiles of 256 pixels, both DEFLATE with a predictor. Identify reads
both files. *Warm*: the file is open and in the system's cache, the block is not in GDAL's. *Cold*: the system's cache
is dropped for the file, and opening it counts. Every contestant is a process of its own; medians.

The dock is measured as it runs in QGIS, to the picture of the series.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

from profile_contestants import evict, measure
from profile_dock import measure_dock, measure_first
from profile_stack import BANDS, WRITERS, Landscape

SIDE, DATES = 2500, 70
COLD_ROUNDS, WARM_ROUNDS = 9, 40
FRAME_MS = 16.0
WARM_RATIO, COLD_RATIO, CACHE_RATIO = 8.0, 3.0, 100.0
DELAY_MS = 16.0
"""A first answer that comes this much later, or a quarter, has been delayed by the cache."""

OURS, THEIRS = WRITERS
CONTESTANTS = (  # before the cache is there
    ("timestack", OURS), ("rasterio", THEIRS), ("QGIS identify", OURS), ("QGIS identify", THEIRS), ("rasterio", OURS),
)  # fmt: skip


def run(part: str, folder: Path, side: int, *more: str) -> dict:
    """One part in a process of its own."""
    command = [sys.executable, __file__, "--part", part, "--folder", str(folder), "--side", str(side), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{part} {more}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def make_files(folder: Path, side: int, dates: int) -> None:
    """Both files at once."""
    parts = [
        subprocess.Popen([
            sys.executable, __file__, "--part", "write", "--file", name, "--folder", str(folder), "--side", str(side),
            "--dates", str(dates),
        ])
        for name in WRITERS if not (folder / name).exists()
    ]  # fmt: skip
    if sum(part.wait() != 0 for part in parts):
        raise RuntimeError("the files could not be made")


def compete(folder: Path, side: int) -> tuple[dict[str, dict], dict[str, dict]]:
    """All contestants, and the dock; the cache is built by the dock in between."""
    (folder / OURS).with_suffix(".profile.tif").unlink(missing_ok=True)
    ways = {f"{reader}, {file}": run("read", folder, side, "--reader", reader, "--file", file)
            for reader, file in CONTESTANTS}  # fmt: skip
    docks = {}
    for name in ("alone", "caching"):
        rounds = [run(name, folder, side) for _ in range(3)]
        docks[name] = sorted(rounds, key=lambda found: found["first_ms"])[1]
    docks["dock"] = run("dock", folder, side)
    ways["timestack, with the cache"] = run("read", folder, side, "--reader", "timestack", "--file", OURS)
    return ways, docks


def judge(ways: dict[str, dict], docks: dict[str, dict]) -> dict[str, bool]:
    """Hold the figures against the targets."""
    ours, theirs, cached = (
        ways[name] for name in (f"timestack, {OURS}", f"rasterio, {THEIRS}", "timestack, with the cache")
    )
    alone, caching, dock = docks["alone"], docks["caching"], docks["dock"]
    most = max(1.25 * alone["first_ms"], alone["first_ms"] + DELAY_MS)
    return {
        "same values": len({way["values"] for way in ways.values()}) == 1,
        f"warm {WARM_RATIO:g} x faster than rasterio": theirs["warm_ms"] >= WARM_RATIO * ours["warm_ms"],
        f"cold {COLD_RATIO:g} x faster than rasterio": theirs["cold_ms"] >= COLD_RATIO * ours["cold_ms"],
        f"with the cache {CACHE_RATIO:g} x": theirs["warm_ms"] >= CACHE_RATIO * cached["warm_ms"],
        "first answer not delayed by the cache": caching["first_ms"] <= most and not caching["cache_begun_before"],
        "hover drawn within a frame": dock["hover_90_ms"] <= FRAME_MS,
        "hovering does not queue up": dock["flood"]["last_ms"] <= 2 * FRAME_MS,
        "nor without the cache": alone["flood"]["last_ms"] <= 2 * alone["following_ms"] + FRAME_MS,
    }


def report(ways: dict[str, dict], docks: dict[str, dict]) -> None:
    """Print the tables."""
    theirs = ways[f"rasterio, {THEIRS}"]
    print(f"{'series of a pixel':<30}{'warm ms':>9}{'x':>8}{'cold ms':>9}{'x':>8}")
    for name, way in ways.items():
        ratios = (theirs[kind] / way[kind] for kind in ("warm_ms", "cold_ms"))
        warm, cold = ratios
        print(f"{name:<30}{way['warm_ms']:>9.2f}{warm:>8.1f}{way['cold_ms']:>9.1f}{cold:>8.1f}")
    alone, caching, dock = docks["alone"], docks["caching"], docks["dock"]
    print(
        f"dock, first click on a cold stack: {caching['first_ms']:.0f} ms to the picture; "
        f"{alone['first_ms']:.0f} where no cache is built"
    )
    print(
        f"dock, hovering while the cache is built: {caching['following_ms']:.0f} ms; "
        f"{alone['following_ms']:.0f} where none is built"
    )
    print(
        f"dock, cache there after {dock['built_s']:.0f} s; hovering then {dock['hover_ms']:.1f} ms to the picture, "
        f"nine of ten within {dock['hover_90_ms']:.1f}"
    )
    for flood, words in ((dock["flood"], "with the cache"), (alone["flood"], "without")):
        print(f"dock, {flood['asked']} places in quick succession, {words}: {flood['read']} read, the last one drawn "
              f"after {flood['last_ms']:.1f} ms")  # fmt: skip


def main(output: Path, side: int, dates: int, kept: Path | None) -> int:
    """Print the tables, write the figures; 1 where a target is missed."""
    output.mkdir(parents=True, exist_ok=True)
    needed = 4 * side * side * dates * len(BANDS)
    if shutil.disk_usage(kept.parent if kept else output).free < needed:
        raise SystemExit(f"needs {needed / 1e9:.0f} GB of disk")
    folder = kept or Path(tempfile.mkdtemp(prefix="bench_", dir=output.resolve()))
    folder.mkdir(exist_ok=True)
    try:
        start = time.perf_counter()
        make_files(folder, side, dates)
        made_s = time.perf_counter() - start
        ways, docks = compete(folder, side)
        sizes = {file.name: file.stat().st_size / 1e6 for file in sorted(folder.glob("*.tif"))}
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)
    raw_mb = side * side * dates * len(BANDS) * 2 / 1e6
    files = ", ".join(f"{size:.0f} ({name})" for name, size in sizes.items())
    print(f"{side} x {side} pixels x {len(BANDS)} bands x {dates} dates, UInt16: {raw_mb:.0f} MB")
    print(f"in files of {files}; made in {made_s:.0f} s, side by side")
    report(ways, docks)
    verdicts = judge(ways, docks)
    for target, holds in verdicts.items():
        print(f"{target}: {'yes' if holds else 'NO'}")
    record = {"side": side, "dates": dates, "sizes_mb": sizes, "ways": ways, "dock": docks, "verdicts": verdicts}
    (output / "profile.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    return 0 if all(verdicts.values()) else 1


def run_part(chosen: argparse.Namespace) -> None:
    """In the measured process."""
    path = chosen.folder / (chosen.file or OURS)
    if chosen.part == "write":
        WRITERS[chosen.file](path, Landscape(chosen.side, chosen.dates))
    elif chosen.part == "read":
        print(json.dumps(measure(chosen.reader, path, chosen.side, COLD_ROUNDS, WARM_ROUNDS)))
    else:
        from qgis.core import QgsApplication

        application = QgsApplication([], True)
        application.initQgis()
        evict([path])
        if chosen.part == "dock":
            found = measure_dock(path, chosen.side)
        else:
            found = measure_first(path, chosen.side, chosen.part == "caching")
        print(json.dumps(found), flush=True)
        os._exit(0)  # the end of QGIS in a script is not what is measured


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("bench_output"))
    parser.add_argument("--side", type=int, default=SIDE)
    parser.add_argument("--dates", type=int, default=DATES)
    parser.add_argument("--keep", type=Path, help="a folder for the files; those that are there are taken as they are")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    parser.add_argument("--reader", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        run_part(asked)
    else:
        sys.exit(main(asked.output, asked.side, asked.dates, asked.keep))
