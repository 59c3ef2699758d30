# SPDX-License-Identifier: GPL-2.0-or-later
"""A stack of a gigabyte from a hub in another process: seconds and resident memory, beside doing it by hand.

By hand: one WCS request per date with requests, the files put together by GDAL into the same layout (a VRT of all
bands, translated). Both ask the same hub for the same pixels in the same run; both results are compared at the end.
"""

from __future__ import annotations

import argparse
import base64
import json
import resource
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np

SIDE, DATES, BANDS = 2500, 20, ("B02", "B03", "B04", "B08")
BOUNDS = (500000.0, 5000000.0, 500000.0 + SIDE * 10, 5000000.0 + SIDE * 10)
FIRST = datetime(2020, 1, 5, 10, 5, 31, tzinfo=timezone.utc)


class NoiseSource:
    """Implements SceneSource: a smooth landscape with sensor noise, brighter from date to date; cheap to read."""

    collection_id, title, normalization_factor, nodata_value = "sentinel-2-l2a", "noise", 0.0001, 0.0

    def __init__(self, dates: int = DATES) -> None:
        from timestack.plugin.localhub.source import SourceBand

        self.dates = dates
        self.bands = {name: SourceBand(name, ("REFLECTANCE", "DN"), 10000.0) for name in BANDS}
        rng = np.random.default_rng(1)
        y, x = np.mgrid[0:SIDE, 0:SIDE]
        self._base = {
            name: (1500 + 900 * np.sin(x / (90 + 13 * n)) * np.cos(y / 70) + rng.normal(0, 25, x.shape)).astype(
                "uint16"
            )
            for n, name in enumerate(BANDS)
        }

    def records(self):
        from timestack.plugin.localhub.source import SceneRecord

        ring = ((14.0, 44.0), (17.0, 44.0), (17.0, 47.0), (14.0, 47.0), (14.0, 44.0))
        return [
            SceneRecord(FIRST + timedelta(days=5 * n), f"s3://bench/{n}", "33TVK", "EPSG:32633", BOUNDS, (ring,), 1.0)
            for n in range(self.dates)
        ]

    def read(self, record, bands, grid):
        column, row = round((grid.xmin - BOUNDS[0]) / 10), round((BOUNDS[3] - grid.ymax) / 10)
        window = (slice(row, row + grid.height), slice(column, column + grid.width))
        shift = int(record.data_path.rsplit("/", 1)[1]) * 20
        values = {name: self._base[name][window] + shift for name in bands}
        return {**values, "dataMask": np.ones((grid.height, grid.width), np.uint8)}


def serve() -> None:
    """The hub alone; prints its address and waits to be ended."""
    from timestack.plugin.localhub import Hub

    with Hub(NoiseSource()) as hub:
        print(f"{hub.address}/ogc {hub.instance_id}", flush=True)
        sys.stdin.read()


def fetch_with_timestack(root: str, instance: str, target: Path) -> None:
    """The product's own way."""
    import timestack

    timestack.fetch_stack(
        connection=f"{root}/wcs/{instance}", bands=BANDS, bbox=BOUNDS, crs="EPSG:32633", start="2020-01-01",
        end="2020-12-31", output=target,
    )  # fmt: skip


SCRIPT = """//VERSION=3
function setup() {
  return {input: [{bands: ["B02", "B03", "B04", "B08"], units: "DN"}], output: {bands: 4, sampleType: "UINT16"}};
}
function evaluatePixel(s) { return [s.B02, s.B03, s.B04, s.B08]; }
"""


def fetch_by_hand(root: str, instance: str, target: Path) -> None:
    """A loop over known dates, then GDAL."""
    import requests
    from osgeo import gdal

    files = []
    for number in range(DATES):
        day = (FIRST + timedelta(days=5 * number)).strftime("%Y-%m-%d")
        parameters = {
            "SERVICE": "WCS", "VERSION": "1.1.2", "REQUEST": "GetCoverage", "COVERAGE": "SENTINEL-2-L2A",
            "CRS": "EPSG:32633", "BBOX": ",".join(map(str, BOUNDS)), "WIDTH": SIDE, "HEIGHT": SIDE,
            "FORMAT": "image/tiff", "TIME": f"{day}/{day}", "EVALSCRIPT": base64.b64encode(SCRIPT.encode()).decode(),
        }  # fmt: skip
        path = target.with_name(f"{day}.tif")
        with requests.get(f"{root}/wcs/{instance}", params=parameters, stream=True, timeout=300) as response:
            response.raise_for_status()
            with open(path, "wb") as file:
                for chunk in response.iter_content(1 << 18):
                    file.write(chunk)
        files.append(str(path))
    layers = []
    for number, file in enumerate(files):
        for band in range(1, len(BANDS) + 1):
            layers.append(f"/vsimem/{number}_{band}.vrt")
            gdal.Translate(layers[-1], file, format="VRT", bandList=[band])
    vrt = gdal.BuildVRT("/vsimem/all.vrt", layers, separate=True)
    options = [
        "TILED=YES",
        "BLOCKXSIZE=64",
        "BLOCKYSIZE=64",
        "INTERLEAVE=BAND",
        "COMPRESS=DEFLATE",
        "PREDICTOR=2",
        "BIGTIFF=IF_SAFER",
    ]
    gdal.Translate(str(target), vrt, creationOptions=options)


WAYS = {"timestack": fetch_with_timestack, "by hand": fetch_by_hand}


def measure(way: str, root: str, instance: str, folder: Path) -> dict[str, float]:
    """One way in a process of its own."""
    target = folder.resolve() / f"{way.replace(' ', '_')}.tif"
    command = [sys.executable, __file__, "--way", way, "--root", root, "--instance", instance, "--target", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def compare(folder: Path) -> bool:
    """Whether both ways have the same pixels."""
    from osgeo import gdal

    ours, theirs = (gdal.Open(str(folder / f"{way.replace(' ', '_')}.tif")) for way in WAYS)
    return all(
        np.array_equal(ours.GetRasterBand(n).ReadAsArray(), theirs.GetRasterBand(n).ReadAsArray())
        for n in range(1, ours.RasterCount + 1, 7)
    )


def main(output: Path) -> None:
    """Run both ways against one hub and print the table."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="bench_", dir=output) as name:
        server = subprocess.Popen(
            [sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            root, instance = server.stdout.readline().split()
            results = {way: measure(way, root, instance, Path(name)) for way in WAYS}
        finally:
            server.stdin.close()
            server.wait(20)
        same = compare(Path(name))
    raw_mb = SIDE * SIDE * len(BANDS) * DATES * 2 / 1e6
    print(f"stack of {DATES} dates x {len(BANDS)} bands x {SIDE} x {SIDE}, UInt16: {raw_mb:.0f} MB of pixels")
    print(f"{'way':<12} {'seconds':>8} {'peak resident MB':>17}")
    for way, result in results.items():
        print(f"{way:<12} {result['seconds']:>8.1f} {result['peak_mb']:>17.0f}")
    ratio = results["timestack"]["seconds"] / results["by hand"]["seconds"]
    print(f"timestack takes {ratio:.2f} x the time by hand (and proves the dates); same pixels: {same}")
    within = results["timestack"]["peak_mb"] <= 500
    print(f"resident memory within 500 MB: {'yes' if within else 'NO'}")
    record = {"raw_mb": raw_mb, "ways": results, "ratio": ratio, "same_pixels": same, "within_500_mb": within}
    (output / "fetch.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    if not (within and same):
        sys.exit(1)


def run_way(way: str, root: str, instance: str, target: Path) -> None:
    """In the measured process."""
    start = time.perf_counter()
    WAYS[way](root, instance, target)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.perf_counter() - start, "peak_mb": peak_mb}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path, default=Path("bench_output"))
    parser.add_argument("--serve", action="store_true")
    for option in ("--way", "--root", "--instance"):
        parser.add_argument(option)
    parser.add_argument("--target", type=Path)
    chosen = parser.parse_args()
    if chosen.serve:
        serve()
    elif chosen.way:
        run_way(chosen.way, chosen.root, chosen.instance, chosen.target)
    else:
        main(chosen.output)
