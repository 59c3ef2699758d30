# SPDX-License-Identifier: GPL-2.0-or-later
"""Fetches with faults at every step, killed at random moments and started again until they are finished.

``STORM_RUNS=200`` for many, ``STORM_FIRST=100`` to begin at that number, ``STORM_SEED=17`` for one alone.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from storm_source import BANDS, StormSource

pytest.importorskip("qgis.core")

RUNS, FIRST, TOGETHER = int(os.environ.get("STORM_RUNS", "24")), int(os.environ.get("STORM_FIRST", "0")), 3
WORKERS = 4
RUN_LIMIT_S, ATTEMPT_LIMIT_S, MOST_ATTEMPTS = 240.0, 120.0, 12
INSTANCE = "7a9e4c1d-55aa-4b1c-9f00-00c0ffee1234"
CLIENT = ("storm-client", "a word for the storm")
INTACT = ("", "slow", "clock_skew")
STALLS = ("stall", "stall_within")
KINDS = (
    "429", "500", "502", "503", "504", "drop", "drop_within", "truncate", "truncate_tiff", "garbage", "wrong_size",
    "wrong_bands", "html", "json_error", "slow", "clock_skew", *STALLS,
)  # fmt: skip
OWN_SCRIPT = """//VERSION=3
function setup() { return {input: [{bands: ["B04", "B08", "dataMask"], units: "DN"}], mosaicking: "ORBIT",
  output: {bands: 2, sampleType: "UINT16"}}; }
function evaluatePixel(samples) {
  let best = 0, count = 0;
  for (const s of samples) { if (s.dataMask) { best = Math.max(best, s.B08 - s.B04 / 3); count += 1; } }
  return [best, count];
}
"""


@dataclass
class Storm:
    """One run: what is fetched, through what weather, and when it is killed."""

    seed: int
    folder: Path
    order: dict = field(default_factory=dict)
    limits: dict = field(default_factory=dict)
    uses_process_api: bool = False

    def __post_init__(self) -> None:
        self.chance = chance = random.Random(self.seed)
        self.folder.mkdir()
        self.work = self.folder / "work"
        self.work.mkdir()
        self.uses_process_api = chance.random() < 0.35
        self.order = draw_order(chance)
        is_one_by_one = self.order["mosaicking"] == "TILE" or "evalscript" in self.order  # days, not runs of them
        self.limits = {
            "side_px": chance.choice([192, 2500] if is_one_by_one else [64, 128, 192, 2500]),
            "pixel_steps": chance.choice([64 * 64, 30_000, 100_000, 1_000_000]),
            "image_bands": chance.choice([60, 250] if is_one_by_one else [12, 40, 250]),
        }
        self.kinds = chance.sample(KINDS, chance.randint(2, 6))
        self.kills = chance.choice([0, 1, 1, 2, 3])
        self.read_timeout_s = 1.5 if set(STALLS) & set(self.kinds) else 20.0

    def make_hub(self):
        from timestack.plugin.localhub import Allowance, FaultPlan, FaultRule, Hub, HubLimits

        chance = self.chance
        # waits of less than 60 ms are no milliseconds to anybody: core/weather.py reads such numbers as seconds
        rules = [
            FaultRule(
                kind, probability=0.06 if kind in STALLS else chance.uniform(0.05, 0.4),
                retry_after=chance.choice(["milliseconds", "seconds", "missing"]), wait_s=chance.choice([0.08, 0.2]),
                delay_s=0.2, share=chance.random(), skew_s=chance.choice([-86400.0, 5000.0]),
            )
            for kind in self.kinds
        ]  # fmt: skip
        if self.uses_process_api:
            rules.append(FaultRule("expired", every=chance.randint(5, 12)))
        limits = HubLimits(max_pixel_scenes=chance.choice([40_000, 150_000, 10**8]), too_large_is_timeout=True)
        allowance = Allowance(requests_per_minute=3000 if chance.random() < 0.3 else None)
        plan = FaultPlan(tuple(rules), seed=self.seed, per_question=2)
        clients = {CLIENT[0]: CLIENT[1]}
        return Hub({INSTANCE: (StormSource(),)}, limits=limits, faults=plan, allowance=allowance, clients=clients)

    @property
    def target(self) -> Path:
        return self.work / "stack.tif"

    def describe(self) -> str:
        api = "Process" if self.uses_process_api else "OGC"
        return f"seed {self.seed}: {api}, {self.kinds}, {self.kills} kills, {self.limits}, {self.order}"


def draw_order(chance: random.Random) -> dict:
    """Arguments of ``fetch_stack``."""
    width, height = chance.randint(20, 260), chance.randint(20, 200)
    xmin = 500000 + 10 * chance.randint(20, 600 - width if width < 500 else 20)
    ymax = 5100000 - 10 * chance.randint(5, 150)
    start = date(2021, 5, 1) + timedelta(days=chance.randint(0, 12))
    order = {
        "bbox": [xmin, ymax - 10 * height, xmin + 10 * width, ymax],
        "crs": "EPSG:32633",
        "start": start.isoformat(),
        "end": (start + timedelta(days=chance.randint(8, 40))).isoformat(),
        "bands": chance.sample(BANDS, chance.randint(1, 4)),
        "mosaicking": chance.choice(["ORBIT", "ORBIT", "TILE"]),
        "max_cloud_cover": chance.choice([100.0, 100.0, 70.0]),
    }
    if chance.random() < 0.15:
        order |= {"evalscript": OWN_SCRIPT, "mosaicking": "ORBIT", "sample_type": "UINT16"}
    return order


class Run:
    """A storm at work: attempts until one is finished."""

    def __init__(self, storm: Storm, environment: dict[str, str]) -> None:
        self.storm = storm
        self.diary = storm.folder / "diary.txt"
        self.interruptions, self.errors = 0, []
        own = {
            "TMPDIR": str(storm.folder), "QGIS_CUSTOM_CONFIG_PATH": str(storm.folder / "profile"),
            **({"TIMESTACK_CLIENT_ID": CLIENT[0], "TIMESTACK_CLIENT_SECRET": CLIENT[1]} if storm.uses_process_api
               else {"TIMESTACK_INSTANCE_ID": INSTANCE}),
        }  # fmt: skip
        self.environment = {**environment, **own}

    def go(self) -> dict[str, float]:
        """Until there is a stack; raises AssertionError for anything that must not be."""
        storm, began = self.storm, time.monotonic()
        with storm.make_hub() as hub:
            kills = storm.kills
            for _attempt in range(MOST_ATTEMPTS):
                held, asked_before = self.held(), len(self.read_diary())
                code = self.attempt(hub, may_kill=kills > 0)
                assert time.monotonic() - began < RUN_LIMIT_S, "takes too long"
                again = [key for word, key in self.read_diary()[asked_before:] if word == "asked" and key in held]
                assert not again, f"asked again for parts that were held: {again}"
                if code == 0:
                    break
                self.interruptions += 1
                kills -= code is None
                if code is None and storm.chance.random() < 0.3:
                    self.spoil_a_part()
            else:
                raise AssertionError(f"never finished: {self.errors}")
            self.check_questions(hub)
        left = sorted(path.name for path in storm.work.iterdir())
        assert left == ["stack.tif"], f"left behind: {left}"
        return {"seconds": time.monotonic() - began, "attempts": self.interruptions + 1, "errors": len(self.errors)}

    def attempt(self, hub, may_kill: bool) -> int | None:
        """The exit code, None for one that was killed."""
        storm = self.storm
        task = {
            "order": {**storm.order, "connection": f"{hub.address}/ogc/wcs", "collection": "sentinel-2-l2a",
                      "output": str(storm.target)},
            "limits": storm.limits, "read_timeout_s": storm.read_timeout_s, "diary": str(self.diary),
        }  # fmt: skip
        path = storm.folder / "task.json"
        path.write_text(json.dumps(task), encoding="utf-8")
        command = [sys.executable, str(Path(__file__).with_name("stormy_fetch.py")), str(path)]
        process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            if may_kill and self.wait_for_the_moment(hub, process):
                process.kill()
                process.communicate()
                return None if process.returncode < 0 else process.returncode
            said = process.communicate(timeout=ATTEMPT_LIMIT_S)[0].decode("utf-8", "replace")
        finally:
            process.kill()
        assert process.returncode in (0, 3), f"exit code {process.returncode}:\n{said}"
        if process.returncode:
            self.errors.append(said.strip().splitlines()[-1])
        return process.returncode

    def wait_for_the_moment(self, hub, process: subprocess.Popen) -> bool:
        """Until a random number of questions have come, and a little longer; False when it has ended before."""
        chance, before = self.storm.chance, sum(hub.account.requests.values())
        wanted, until = chance.choice([1, 2, 4, 8, 16, 32]), time.monotonic() + ATTEMPT_LIMIT_S
        while sum(hub.account.requests.values()) - before < wanted and time.monotonic() < until:
            if process.poll() is not None:
                return False
            time.sleep(0.003)
        time.sleep(chance.uniform(0, 0.15))
        return process.poll() is None

    def read_diary(self) -> list[list[str]]:
        return [line.split() for line in self.diary.read_text().splitlines()] if self.diary.exists() else []

    def held(self) -> set[str]:
        """Keys of the parts that are kept from earlier attempts."""
        return {path.stem for path in self.storm.work.glob(".timestack-parts-*/*.json")} - self.spoilt()

    def spoil_a_part(self) -> None:
        """A disk that fails: one byte of a part that is held becomes another."""
        notes = sorted(self.storm.work.glob(".timestack-parts-*/*.json"))
        if notes:
            path = self.storm.chance.choice(notes).with_suffix(".tif")
            content = bytearray(path.read_bytes())
            content[self.storm.chance.randrange(len(content))] ^= 0x41
            path.write_bytes(content)
            with open(self.storm.folder / "spoilt.txt", "a") as file:
                print(path.stem, file=file)

    def spoilt(self) -> set[str]:
        path = self.storm.folder / "spoilt.txt"
        return set(path.read_text().split()) if path.exists() else set()

    def check_questions(self, hub) -> None:
        """Nothing that came well was asked for again, but for what a kill has lost on its way."""
        entries = [
            entry for entry in hub.account.entries if entry.request == "GetCoverage" or entry.service == "process"
        ]
        well = Counter(entry.key for entry in entries if entry.status == 200 and entry.fault in INTACT)
        repeated = sum(count - 1 for count in well.values())
        diary = self.read_diary()
        stalled = sum(entry.fault in STALLS for entry in entries)
        late = max(0, sum(word == "late" for word, _ in diary) - stalled)
        lost = WORKERS * self.interruptions + late + len(self.spoilt())
        assert repeated <= lost, f"{repeated} good answers were asked for again, at most {lost} can have been lost"
        kept = Counter(key for word, key in diary if word == "kept")
        twice = [key for key, count in kept.items() if count > 1 and key not in self.spoilt()]
        assert not twice, f"kept twice: {twice}"


def read_stack(path: Path) -> tuple[np.ndarray, list, dict]:
    """Everything that a stack holds: pixels, names and metadata of its bands, and of the file."""
    from osgeo import gdal

    dataset = gdal.Open(str(path))
    bands = [dataset.GetRasterBand(n + 1) for n in range(dataset.RasterCount)]
    names = [(b.GetDescription(), b.GetMetadata(), b.GetMetadata("IMAGERY"), b.GetNoDataValue()) for b in bands]
    told = dataset.GetMetadata("TIMESTACK")
    del told["CONNECTION"], told["EVALSCRIPT"]  # a new port for each hub; the script of the first part of the plan
    return dataset.ReadAsArray(), names, {**told, "place": (dataset.GetGeoTransform(), dataset.GetProjection())}


def fetch_in_fair_weather(storm: Storm, monkeypatch) -> Path:
    """The same stack from a hub without faults, by the usual plan, in this process."""
    import timestack
    from timestack.plugin.localhub import Hub

    for name in ("TIMESTACK_CLIENT_ID", "TIMESTACK_CLIENT_SECRET", "TIMESTACK_INSTANCE_ID"):
        monkeypatch.delenv(name, raising=False)
    if storm.uses_process_api:
        monkeypatch.setenv("TIMESTACK_CLIENT_ID", CLIENT[0])
        monkeypatch.setenv("TIMESTACK_CLIENT_SECRET", CLIENT[1])
    else:
        monkeypatch.setenv("TIMESTACK_INSTANCE_ID", INSTANCE)
    path = storm.folder / "fair.tif"
    with Hub({INSTANCE: (StormSource(),)}, clients={CLIENT[0]: CLIENT[1]}) as hub:
        timestack.fetch_stack(
            **storm.order, connection=f"{hub.address}/ogc/wcs", collection="sentinel-2-l2a", output=path
        )
    return path


def assert_same(fair: Path, stormy: Path) -> None:
    (pixels, names, told), (other_pixels, other_names, other_told) = read_stack(fair), read_stack(stormy)
    np.testing.assert_array_equal(pixels, other_pixels)
    assert names == other_names
    assert told == other_told
    assert pixels.any(), "an empty stack proves nothing"


@pytest.mark.timeout(60 + 20 * RUNS)
def test_every_finished_stack_equals_the_fair_one(qgis_app, repo_root, tmp_path, monkeypatch):
    from timestack.plugin.core.errors import NoAcquisitions

    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "timestack").symlink_to(repo_root)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(tmp_path / "path")}
    seeds = [int(os.environ["STORM_SEED"])] if "STORM_SEED" in os.environ else range(FIRST, FIRST + RUNS)
    runs: list[tuple[Storm, Path, Future]] = []
    with ThreadPoolExecutor(TOGETHER) as pool:
        for seed in seeds:
            storm = Storm(seed, tmp_path / f"run_{seed}")
            try:
                fair = fetch_in_fair_weather(storm, monkeypatch)
            except NoAcquisitions:
                continue
            runs.append((storm, fair, pool.submit(Run(storm, environment).go)))
    assert len(runs) > 0.8 * len(seeds), "too few of the random orders find a scene"
    failures, figures = [], []
    for storm, fair, run in runs:
        try:
            figures.append(run.result())
            assert_same(fair, storm.target)
        except Exception as problem:  # noqa: BLE001 - all of them are told together
            failures.append(f"{storm.describe()}\n    {type(problem).__name__}: {problem}")
    for (storm, _, _), figure in zip(runs, figures):
        if os.environ.get("STORM_VERBOSE"):
            print(storm.seed, figure, storm.kinds)
    sums = {name: round(sum(figure[name] for figure in figures), 1) for name in figures[0]} if figures else {}
    print(f"{len(figures)} of {len(runs)} runs finished: {sums}, longest {max(f['seconds'] for f in figures):.1f} s")
    assert not failures, f"{len(failures)} of {len(runs)} runs:\n" + "\n".join(failures)
