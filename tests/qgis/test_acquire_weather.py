# SPDX-License-Identifier: GPL-2.0-or-later
"""Extending, composites and series through bad weather, over the Process API, and killed at any moment."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest
from relay import Cable

pytest.importorskip("qgis.core")

PLACE = {"bbox": (500100, 5100100, 500260, 5100230), "crs": "EPSG:32633"}
DAYS = {"start": "2020-04-01", "end": "2020-05-31"}
SECRETS = {"TIMESTACK_CLIENT_ID": "client", "TIMESTACK_CLIENT_SECRET": "a secret that nobody may see"}
INSTANCE = "5f0c1d2e-1234-4bcd-8ef0-0123456789ab"


@pytest.fixture
def timestack(qgis_app):
    import timestack

    return timestack


@pytest.fixture
def impatient(monkeypatch):
    """Waits that would take seconds take none."""
    from timestack.plugin.core.weather import Patience

    monkeypatch.setattr(Patience, "wait_s", lambda *_: 0.02)
    monkeypatch.setattr(Patience, "wait_429_s", lambda *_: 0.02)


def pixels(path):
    from osgeo import gdal

    return gdal.Open(str(path)).ReadAsArray()


def run_all(timestack, folder, connection):
    """What the three make of the same days: (stack, composite, rows)."""
    where = {"connection": connection, "collection": "sentinel-2-l2a"}
    old = timestack.fetch_stack(
        **PLACE, **where, start=DAYS["start"], end="2020-04-20", bands=["B04", "B08"], output=folder / "s.tif"
    )
    stack = timestack.extend_stack(old, end=DAYS["end"], connection=connection)
    composite = timestack.fetch_composite(**PLACE, **DAYS, **where, bands=["B04", "B08"], output=folder / "c.tif")
    points = {n: (500105.0 + 700 * n, 5100105.0) for n in range(4)}
    rows = timestack.fetch_time_series(points, crs=PLACE["crs"], **DAYS, **where, bands=["B08"])
    return stack.read().data, pixels(composite), rows


@pytest.fixture
def fair(timestack, tmp_path_factory):
    return run_all(timestack, tmp_path_factory.mktemp("fair"), "demo")


def assert_same(one, other):
    np.testing.assert_array_equal(one[0], other[0])
    np.testing.assert_array_equal(one[1], other[1])
    assert one[2] == other[2]


def leftovers(folder):
    return sorted(path.name for path in folder.rglob("*"))


def test_the_process_api_gives_the_same(timestack, fair, tmp_path, monkeypatch):
    from timestack.plugin.localhub import DemoSource, Hub

    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TIMESTACK_INSTANCE_ID", raising=False)
    with Hub(DemoSource(), clients={SECRETS["TIMESTACK_CLIENT_ID"]: SECRETS["TIMESTACK_CLIENT_SECRET"]}) as hub:
        assert_same(run_all(timestack, tmp_path, f"{hub.address}/ogc/wcs"), fair)
    for path in tmp_path.rglob("*"):
        assert SECRETS["TIMESTACK_CLIENT_SECRET"].encode() not in path.read_bytes()


def test_the_log_tells_that_it_is_the_process_api(timestack, tmp_path, monkeypatch):
    """Chosen because there is no instance, and because a script is too long for an address."""
    from timestack.plugin.core.progress import SilentProgress
    from timestack.plugin.localhub import DemoSource, Hub

    class Listener(SilentProgress):
        said: list = []

        def tell(self, message):
            self.said.append(message)

    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TIMESTACK_INSTANCE_ID", raising=False)
    clients = {SECRETS["TIMESTACK_CLIENT_ID"]: SECRETS["TIMESTACK_CLIENT_SECRET"]}
    with Hub({INSTANCE: (DemoSource(),)}, clients=clients) as hub:
        order = {**PLACE, **DAYS, "connection": f"{hub.address}/ogc/wcs", "collection": "sentinel-2-l2a"}
        for call in (timestack.fetch_stack, timestack.fetch_composite):
            heard = Listener()
            heard.said = []
            call(**order, bands=["B08"], output=tmp_path / "s.tif", progress=heard)
            assert "pixels of the Process API" in heard.said[0]
        monkeypatch.setenv("TIMESTACK_INSTANCE_ID", INSTANCE)
        heard.said = []
        setup = 'function setup() { return {input: ["B08"], output: {bands: 1}, mosaicking: "ORBIT"}; }'
        pixel = "function evaluatePixel(samples) { return [samples.length]; }"
        script = f"//VERSION=3\n// {'long ' * 3000}\n{setup}\n{pixel}"
        timestack.fetch_stack(**order, evalscript=script, bands=["B08"], output=tmp_path / "own.tif", progress=heard)
        assert any("not possible by WCS" in said and "going on with the Process API" in said for said in heard.said)


@pytest.mark.parametrize("seed", range(4))
def test_bad_weather_changes_nothing(timestack, fair, impatient, tmp_path, monkeypatch, seed):
    from timestack.plugin.localhub import DemoSource, Hub
    from timestack.plugin.localhub.faults import FaultPlan, FaultRule

    kinds = ["429", "500", "502", "503", "504", "drop", "drop_within", "truncate", "truncate_tiff", "html", "garbage",
             "wrong_size", "wrong_bands"]  # fmt: skip
    chosen = random.Random(seed).sample(kinds, 4)
    rules = tuple(FaultRule(kind, ("wcs",), probability=0.25, wait_s=0.1) for kind in chosen)
    monkeypatch.setenv("TIMESTACK_INSTANCE_ID", INSTANCE)
    with Hub({INSTANCE: (DemoSource(),)}, faults=FaultPlan(rules, seed=seed, per_question=2)) as hub:
        assert_same(run_all(timestack, tmp_path, f"{hub.address}/ogc/wcs"), fair)
    assert leftovers(tmp_path) == ["c.tif", "s.tif"]
    assert INSTANCE.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_quota_that_ends_leaves_the_old_stack_and_says_so(timestack, impatient, tmp_path, monkeypatch):
    from timestack.plugin.core.errors import ServiceError
    from timestack.plugin.localhub import DemoSource, Hub
    from timestack.plugin.localhub.faults import FaultPlan, FaultRule

    monkeypatch.setenv("TIMESTACK_INSTANCE_ID", INSTANCE)
    with Hub({INSTANCE: (DemoSource(),)}) as hub:
        where = f"{hub.address}/ogc/wcs"
        order = {**PLACE, **DAYS, "bands": ["B08"], "connection": where}
        old = timestack.fetch_stack(**order, output=tmp_path / "s.tif")
        before = (tmp_path / "s.tif").read_bytes()
        hub.set_faults(FaultPlan((FaultRule("quota", every=1),)))
        for call in (
            lambda: timestack.extend_stack(old, end="2020-08-31", connection=where),
            lambda: timestack.fetch_composite(**order, output=tmp_path / "c.tif"),
            lambda: timestack.fetch_time_series(
                [(500105.0, 5100105.0)], crs=PLACE["crs"], **DAYS, bands=["B08"], connection=where
            ),
        ):
            with pytest.raises(ServiceError, match="processing units are used up"):
                call()
    assert (tmp_path / "s.tif").read_bytes() == before and leftovers(tmp_path) == ["s.tif"]


KILLED = """
    import sys
    from qgis.core import QgsApplication
    app = QgsApplication([], False)
    import timestack
    print("ready", flush=True)
    timestack.extend_stack(sys.argv[1], end="2020-12-31")
    print("done", flush=True)
"""


def test_killed_at_any_moment_the_old_stack_is_whole_and_the_next_run_finishes(timestack, repo_root, tmp_path):
    import os

    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "timestack").symlink_to(repo_root)
    place = {**PLACE, "bbox": (500000, 5100000, 502000, 5102000), "bands": ["B04", "B08"], "mosaicking": "TILE"}
    (tmp_path / "work").mkdir()
    path = tmp_path / "work" / "s.tif"
    timestack.fetch_stack(**place, start="2020-04-01", end="2020-05-15", output=path)
    old, chance = path.read_bytes(), random.Random(11)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(tmp_path / "path")}
    killed = 0
    for _ in range(4):
        command = [sys.executable, "-c", textwrap.dedent(KILLED), str(path)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout.readline().strip() == b"ready"
        time.sleep(chance.uniform(0.2, 3.0))
        process.send_signal(signal.SIGKILL)
        is_done = b"done" in process.communicate()[0]
        killed += not is_done
        assert path.read_bytes() == old or len(timestack.open_stack(path).times) > 40
    stack = timestack.extend_stack(path, end="2020-12-31")
    whole = timestack.fetch_stack(**place, start="2020-04-01", end="2020-12-31", output=tmp_path / "whole.tif")
    assert killed
    np.testing.assert_array_equal(stack.read().data, whole.read().data)
    assert [name for name in leftovers(tmp_path / "work") if not name.startswith(".")] == ["s.tif"]


class Watcher:
    """Does something when the first part has come, and when thirty questions were put off."""

    def __init__(self, when_parts, when_waits):
        self.when_parts, self.when_waits, self.parts, self.waits = when_parts, when_waits, 0, 0

    def report(self, done):
        pass

    def is_cancelled(self):
        return False

    def tell(self, message):
        self.parts += message.startswith("part ")
        self.waits += "; again in" in message
        if self.when_parts and self.parts:
            when, self.when_parts = self.when_parts, None
            when()
        if self.when_waits and self.waits >= 30:
            when, self.when_waits = self.when_waits, None
            when()


@pytest.mark.parametrize("is_posted", [False, True])
@pytest.mark.parametrize("kind", ["fetch_stack", "fetch_composite"])
def test_a_network_that_is_down_for_a_while_is_waited_for(timestack, impatient, tmp_path, monkeypatch, kind, is_posted):
    """The service goes away in the middle, far longer than four attempts take, and comes back."""
    from dataclasses import replace

    from timestack.plugin.localhub import DemoSource, Hub
    from timestack.plugin.stacks import StackOrder

    pool = StackOrder.pool  # with one worker there are parts left when the service goes
    monkeypatch.setattr(StackOrder, "pool", lambda order, store: replace(pool(order, store), workers=1))
    monkeypatch.delenv("TIMESTACK_INSTANCE_ID", raising=False)
    for name, value in SECRETS.items() if is_posted else [("TIMESTACK_INSTANCE_ID", INSTANCE)]:
        monkeypatch.setenv(name, value)
    clients = {SECRETS["TIMESTACK_CLIENT_ID"]: SECRETS["TIMESTACK_CLIENT_SECRET"]}
    with Hub({INSTANCE: (DemoSource(),)}, clients=clients) as hub:
        cable = Cable(int(hub.address.rsplit(":", 1)[1]))
        place = {**PLACE, "bbox": (500000, 5100000, 506400, 5106400), "collection": "sentinel-2-l2a"}
        place |= {"start": "2020-04-01", "end": "2020-07-20" if kind == "fetch_stack" else "2020-05-31"}
        order = {**place, "connection": f"{cable.address}/ogc/wcs", "bands": ["B08"]}
        order |= {"resolution": 10} if kind == "fetch_stack" else {"resolution": 40, "period": "10 days"}
        watcher = Watcher(cable.pull, cable.plug)
        path = getattr(timestack, kind)(**order, output=tmp_path / "s.tif", progress=watcher)
        assert watcher.waits >= 30 and watcher.parts > 2
        again = getattr(timestack, kind)(**order, output=tmp_path / "t.tif")
        cable.pull()
    np.testing.assert_array_equal(pixels(getattr(path, "path", path)), pixels(getattr(again, "path", again)))
