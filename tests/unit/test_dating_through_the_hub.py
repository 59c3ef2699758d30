"""A thousand random tables of scenes, through discovery, scripts, the real hub and the proof: no wrong date."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager

import numpy as np
import pytest

pytest.importorskip("osgeo")
pytest.importorskip("requests")

from scene_tables import FIRST_DAY, LAST_DAY, SIDE, TableScene, random_table

from timestack.plugin.bridge.http import NetworkSettings
from timestack.plugin.bridge.ogc_service import OgcService, ServiceAddress
from timestack.plugin.core.errors import DateMismatch, NoAcquisitions
from timestack.plugin.core.fetch import fetch_stack
from timestack.plugin.core.fetch_self_described import fetch_self_described_stack
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.plan import PlanLimits
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.stack_request import SceneSelection, StackRequest
from timestack.plugin.core.timeline import ORBIT, TILE
from timestack.plugin.localhub import Hub
from timestack.plugin.localhub.source import SceneRecord, SourceBand

GRID = PixelGrid("EPSG:32633", 500000, 5100030, 10, 10, SIDE, SIDE)
AREA = ((14.9, 45.9), (15.3, 45.9), (15.3, 46.2), (14.9, 46.2), (14.9, 45.9))
TABLES = 1000


class TableSource:
    """Implements SceneSource over a table that the test exchanges."""

    collection_id = "sentinel-2-l2a"
    title = "random tables"
    normalization_factor = 0.0001
    nodata_value = 0.0
    bands = {"B02": SourceBand("B02", ("REFLECTANCE", "DN"), 10000.0)}

    def __init__(self) -> None:
        self.scenes: list[TableScene] = []

    def records(self) -> Sequence[SceneRecord]:
        return [
            SceneRecord(
                s.acquisition.time, s.acquisition.data_path, s.acquisition.tile_id, "EPSG:32633",
                (499000.0, 5090000.0, 520000.0, 5110000.0), (AREA,), s.acquisition.cloud_cover_pct, f"p{s.number}",
                46207706 + s.number,
            )
            for s in self.scenes
        ]  # fmt: skip

    def read(self, record, bands, grid):
        scene = next(s for s in self.scenes if s.acquisition.data_path == record.data_path)
        column, row = round((grid.xmin - GRID.xmin) / 10), round((GRID.ymax - grid.ymax) / 10)
        valid = scene.valid[row : row + grid.height, column : column + grid.width]
        return {"B02": valid * float(scene.number), "dataMask": valid.astype(np.uint8)}


class MemorySink:
    def __init__(self, info) -> None:
        self.values = np.full(info.shape, -1, int)
        self.is_committed = False

    def write(self, step, column, row, values):
        self.values[step, :, row : row + values.shape[1], column : column + values.shape[2]] = values

    def commit(self):
        self.is_committed = True


@pytest.fixture(scope="module")
def source():
    return TableSource()


@pytest.fixture(scope="module")
def service(source):
    with Hub(source) as hub:
        address = ServiceAddress(f"{hub.address}/ogc", hub.instance_id)
        with OgcService("test", address, "sentinel-2-l2a", NetworkSettings({})) as service:
            service.find_coverage(SilentProgress())
            yield service


def fetch(function, service, mosaicking, sample_type):
    sinks = []

    @contextmanager
    def open_sink(info):
        sinks.append(MemorySink(info))
        yield sinks[-1]

    selection = SceneSelection("sentinel-2-l2a", FIRST_DAY, LAST_DAY, mosaicking)
    request = StackRequest(selection, GRID, ("B02",), sample_type=sample_type, nodata=0.0)
    limits = PlanLimits(image_bands=40 if function is fetch_stack else 2000)
    result = function(request, service, open_sink, SilentProgress(), limits)
    assert sinks[-1].is_committed
    return result.info, sinks[-1].values[:, 0]


def assert_dated_rightly(info, values, scenes, mosaicking):
    """Every pixel of every band belongs to a scene of that band's time, and none is missing."""

    def name(time):
        return f"{time:%Y-%m-%d}" if mosaicking == ORBIT else f"{time:%Y-%m-%dT%H:%M:%SZ}"

    times = [name(s.acquisition.time) for s in scenes]
    expected = sorted(set(times)) if mosaicking == ORBIT else sorted(times)
    assert [step.label for step in info.steps] == expected
    by_number = {s.number: s for s in scenes}
    for step, image in zip(info.steps, values):
        of_step = [s for s in scenes if name(s.acquisition.time) == step.label]
        if mosaicking == TILE and step.tile_id in {s.acquisition.tile_id for s in scenes}:
            of_step = [s for s in of_step if s.acquisition.tile_id == step.tile_id]
        for pixel, value in enumerate(image.ravel()):
            assert value >= 0, "every pixel is written"
            if value:
                assert by_number[value] in of_step, f"pixel of scene {value} under {step.label}"
            elif mosaicking == ORBIT or len(of_step) == 1:
                assert not any(s.valid.flat[pixel] for s in of_step), "a pixel was lost"


@pytest.mark.parametrize("mosaicking", [ORBIT, TILE])
@pytest.mark.parametrize("function", [fetch_stack, fetch_self_described_stack], ids=["slots", "self-describing"])
def test_no_band_is_wrongly_dated(function, mosaicking, source, service):
    rng = np.random.default_rng(2020)
    filled = 0
    for number in range(TABLES):
        source.scenes = random_table(rng)
        sample_type = ("UINT16", "UINT8", "INT16", "FLOAT32")[number % 4]
        if not source.scenes:
            with pytest.raises(NoAcquisitions):
                fetch(function, service, mosaicking, sample_type)
            continue
        info, values = fetch(function, service, mosaicking, sample_type)
        assert_dated_rightly(info, values, source.scenes, mosaicking)
        filled += int((values > 0).sum())
    assert filled > 10_000


@pytest.mark.parametrize("forgotten", [min, max, lambda days: sorted(set(days))[1]], ids=["first", "last", "middle"])
def test_a_scene_that_discovery_did_not_tell_of_stops_the_fetch(forgotten, source, service, monkeypatch):
    rng = np.random.default_rng(5)
    source.scenes = []
    while len({s.acquisition.day for s in source.scenes}) < 3:
        source.scenes = random_table(rng)
    honest = service.find_acquisitions

    def shifted(*arguments):
        found = honest(*arguments)
        day = forgotten(a.day for a in found)
        return [a for a in found if a.day != day]

    monkeypatch.setattr(service, "find_acquisitions", shifted)
    with pytest.raises(DateMismatch):
        fetch(fetch_stack, service, ORBIT, "UINT16")


def test_a_collection_that_cannot_be_listed_tells_its_dates_in_the_pixels(source, service, monkeypatch):
    """HLS has no WFS type name; the fetch takes the self-describing form by itself."""
    rng = np.random.default_rng(9)
    while len(source.scenes) < 4:
        source.scenes = random_table(rng)
    monkeypatch.setattr(service, "can_list", lambda *_: False)
    info, values = fetch(fetch_stack, service, ORBIT, "UINT16")
    assert_dated_rightly(info, values, source.scenes, ORBIT)
    assert "updateOutput" in info.evalscript


def test_a_type_name_that_the_instance_does_not_know_does_the_same(source, service, monkeypatch):
    rng = np.random.default_rng(10)
    while len(source.scenes) < 4:
        source.scenes = random_table(rng)
    honest = service._question
    monkeypatch.setattr(service, "_question", lambda kind, query: honest(kind, query.replace("DSS2", "DSS99")))
    info, values = fetch(fetch_stack, service, TILE, "UINT16")
    assert_dated_rightly(info, values, source.scenes, TILE)
    assert "updateOutput" in info.evalscript
