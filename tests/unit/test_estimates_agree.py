# SPDX-License-Identifier: GPL-2.0-or-later
"""What an estimate says is what the hub counts: random orders, both sides counting for themselves.

The estimate counts from the list of scenes and the plan; the hub counts what it really evaluates.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

pytest.importorskip("osgeo")
pytest.importorskip("requests")

from hub_stub import LEFT, TOP, StubScene, StubSource

from timestack.plugin.bridge.http import NetworkSettings
from timestack.plugin.bridge.ogc_service import OgcService, ServiceAddress
from timestack.plugin.bridge.own_script import OwnScript
from timestack.plugin.bridge.process_service import ProcessService
from timestack.plugin.core.credentials import AccountLimits, Credentials
from timestack.plugin.core.deployments import ServiceRoots
from timestack.plugin.core.errors import InvalidRequest, NoAcquisitions
from timestack.plugin.core.estimate import EstimateTerms, estimate_stack
from timestack.plugin.core.fetch import fetch_stack
from timestack.plugin.core.fetch_self_described import fetch_self_described_stack
from timestack.plugin.core.grid import PixelGrid, snap_grid
from timestack.plugin.core.known_scenes import KnownScenes
from timestack.plugin.core.plan import PlanLimits
from timestack.plugin.core.ports import CoverageService
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.stack_request import SceneSelection, StackRequest
from timestack.plugin.localhub import DemoSource, Hub

QUIET = SilentProgress()
CRS = "EPSG:32633"
TOKENS = "/auth/realms/main/protocol/openid-connect/token"
LANDSCAPE = (486000.0, 5092000.0, 514000.0, 5112000.0)
"""Wider than the demo has scenes for; two swath edges cross it."""

PARTS_OF_THE_YEAR = [(date(2020, 1, 1), 60), (date(2020, 4, 1), 30), (date(2020, 5, 20), 95), (date(2021, 8, 3), 14)]


class NowhereSink:
    def write(self, step, column, row, values):
        pass

    def commit(self):
        pass


@contextmanager
def nowhere(info):
    yield NowhereSink()


@dataclass(frozen=True)
class Place:
    """A hub and somebody who asks it."""

    hub: Hub
    service: CoverageService


@contextmanager
def serve(source):
    with Hub(source) as hub:
        address = ServiceAddress(f"{hub.address}/ogc", hub.instance_id)
        with OgcService("test", address, source.collection_id, NetworkSettings({})) as service:
            service.find_coverage(QUIET)
            yield Place(hub, service)


@contextmanager
def serve_process(source):
    """The same hub, asked by the Process API."""
    with Hub(source, clients={"client": "secret"}) as hub:
        roots = ServiceRoots(f"{hub.address}/ogc", f"{hub.address}/api/v1", f"{hub.address}{TOKENS}")
        account = AccountLimits(math.inf, math.inf)
        credentials = Credentials("", "client", "secret")
        settings = NetworkSettings({})
        with ProcessService("test", roots, credentials, source.collection_id, settings, account) as service:
            yield Place(hub, service)


@pytest.fixture(scope="module")
def demo():
    with serve(DemoSource()) as place:
        yield place


def compare(place, request, limits=PlanLimits(), fetch=fetch_stack):
    """The estimate of an order, held against what its fetch is charged. None where nothing matches."""
    service, account = place.service, place.hub.account
    found = service.find_acquisitions(request.selection, request.grid, QUIET)
    scenes = KnownScenes.of(service, request.selection, found)
    scenes.has_list = scenes.has_list and fetch is fetch_stack
    script = OwnScript(request.evalscript) if request.evalscript else None
    terms = EstimateTerms(limits)
    try:
        estimate = estimate_stack(request, scenes, terms, script)
    except NoAcquisitions:
        return None
    account.forget()
    asked = service.requests_made
    result = fetch(request, service, nowhere, QUIET, limits)
    assert account.units == pytest.approx(estimate.units, rel=0.02)
    spent = account.units_by_service.get("wcs", 0) + account.units_by_service.get("process", 0)
    assert spent == pytest.approx(estimate.units - estimate.discovery_units, rel=0.02)
    assert service.requests_made - asked == estimate.requests
    assert result.parts == estimate.parts
    assert tuple(step.label for step in result.info.steps) == estimate.labels or not scenes.has_list
    return spent, estimate


def random_grid(rng):
    xmin, ymin, xmax, ymax = LANDSCAPE
    side = float(rng.choice([200, 900, 4000, 12000]))
    x, y = rng.uniform(xmin, xmax - side), rng.uniform(ymin, ymax - side)
    resolution = min(max(10.0, side / float(rng.choice([3, 40, 90, 130]))), 1200.0)
    crs = CRS
    if rng.random() < 0.2:
        crs, x, y, side, resolution = "EPSG:4326", x / 111e3 * 1.4 + 8.7, y / 111e3, side / 111e3, resolution / 111e3
    return snap_grid((x, y, x + side * float(rng.uniform(0.6, 1.6)), y + side), crs, resolution)


def random_request(rng):
    start, days = PARTS_OF_THE_YEAR[int(rng.integers(len(PARTS_OF_THE_YEAR)))]
    is_float = rng.random() < 0.3
    bands = [("B04",), ("B02", "B03", "B04", "B08"), ("B04", "SCL", "dataMask"), ("dataMask",), ("B8A", "B11", "CLD")]
    return StackRequest(
        SceneSelection(
            "sentinel-2-l2a", start, start + timedelta(days=days), str(rng.choice(["ORBIT", "TILE"])),
            float(rng.choice([100, 60, 25])), str(rng.choice(["all", "first_of_month", "clearest_of_10_days"])),
            months=(1, 5, 6) if rng.random() < 0.2 else (),
        ),
        random_grid(rng), bands[int(rng.integers(len(bands)))], sample_type="FLOAT32" if is_float else "UINT16",
        units="REFLECTANCE" if is_float else "DN",
    )  # fmt: skip


def random_limits(rng):
    if rng.random() < 0.4:
        return PlanLimits()
    return PlanLimits(
        side_px=int(rng.choice([64, 100, 128])), pixel_steps=int(rng.integers(4_096, 120_000)),
        image_bands=int(rng.integers(4, 60)), url_bytes=int(rng.choice([3200, 4500, 8000])),
    )  # fmt: skip


def masked(request, rng):
    """The same with a polygon over some of it: the box is paid for, whatever of it is wanted."""
    xmin, ymin, xmax, ymax = request.grid.bounds
    corner = f"{xmin:.9g} {ymin:.9g}"
    wkt = f"POLYGON (({corner}, {xmax:.9g} {ymin:.9g}, {xmin:.9g} {ymax:.9g}, {corner}))"
    fields = {name: getattr(request, name) for name in ("selection", "grid", "bands", "units", "sample_type")}
    return StackRequest(**fields, mask_wkt=wkt) if rng.random() < 0.25 else request


@pytest.mark.parametrize("seed", range(24))
def test_random_orders_of_the_demo(seed, demo):
    rng = np.random.default_rng(seed)
    request, limits = masked(random_request(rng), rng), random_limits(rng)
    try:
        compare(demo, request, limits)
    except InvalidRequest as error:
        assert error.rule == "address_too_long"


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
def test_random_orders_by_the_process_api(mosaicking):
    rng = np.random.default_rng(31)
    with serve_process(DemoSource()) as place:
        for _ in range(5):
            request = random_request(rng)
            selection = replace(request.selection, mosaicking=mosaicking, end=request.selection.start + timedelta(20))
            compare(place, replace(request, selection=selection), PlanLimits(side_px=128, pixel_steps=150_000))


def test_areas_that_scenes_cover_partly_cost_less_than_all_their_steps(demo):
    selection = SceneSelection("sentinel-2-l2a", date(2020, 4, 1), date(2020, 4, 30), "TILE")
    request = StackRequest(selection, snap_grid(LANDSCAPE, CRS, 100), ("B04", "B08", "SCL"))
    spent, estimate = compare(demo, request, PlanLimits(side_px=64))
    every_step = request.grid.pixel_count / 512**2 * estimate.steps
    assert estimate.parts > 10 and spent < 0.9 * every_step


def test_a_tiny_area_is_charged_by_its_minimum(demo):
    selection = SceneSelection("sentinel-2-l2a", date(2020, 4, 1), date(2020, 4, 5), "ORBIT")
    request = StackRequest(selection, PixelGrid(CRS, 500000, 5100020, 10, 10, 2, 2), ("B04",))
    spent, estimate = compare(demo, request)
    assert estimate.steps == 1 and spent == pytest.approx(0.005)
    longer = SceneSelection("sentinel-2-l2a", date(2020, 4, 1), date(2020, 5, 30), "ORBIT")
    spent, estimate = compare(demo, StackRequest(longer, request.grid, ("B04",)))
    assert estimate.steps == 12 and spent == pytest.approx(0.01 / 3 * 12)


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
@pytest.mark.parametrize("seed", range(4))
def test_where_no_scenes_can_be_listed(mosaicking, seed, demo):
    rng = np.random.default_rng(seed)
    start = date(2020, 4, 1)
    selection = SceneSelection("sentinel-2-l2a", start, start + timedelta(days=25), mosaicking)
    request = StackRequest(selection, random_grid(rng), ("B04", "B08"))
    compare(demo, request, PlanLimits(side_px=128, pixel_steps=150_000), fetch_self_described_stack)


def own_script(mosaicking, extra="", bands='["B04", "SCL", "dataMask"]', sample_type="UINT8", body="return [1, 2];"):
    return f"""//VERSION=3
function setup() {{
  return {{input: [{{bands: {bands}}}], output: {{bands: 2, sampleType: "{sample_type}"}}, mosaicking: "{mosaicking}"}};
}}
{extra}
function evaluatePixel(samples, scenes) {{ {body} }}
"""


CLEAR_TILES = """function preProcessScenes(collections) {
  collections.scenes.tiles = collections.scenes.tiles.filter(function (tile) { return tile.cloudCoverage < 40; });
  return collections;
}"""

BLOCK_PER_TILE = """function updateOutput(output, collection) {
  output.default.bands = 2 * Math.max(1, collection.scenes.length);
}"""
AS_MANY = "const out = [1, 2]; while (out.length < 2 * samples.length) out.push(3); return out;"


@pytest.mark.parametrize(
    "script",
    [
        own_script("SIMPLE"), own_script("ORBIT"), own_script("TILE"), own_script("TILE", CLEAR_TILES),
        own_script("ORBIT", sample_type="FLOAT32"), own_script("SIMPLE", bands='["dataMask"]'),
    ],
    ids=["simple", "orbit", "tile", "tile filtered", "float", "mask only"],
)  # fmt: skip
def test_own_scripts(script, demo):
    selection = SceneSelection("sentinel-2-l2a", date(2020, 4, 1), date(2020, 4, 20), scenes="clearest_of_10_days")
    grid = snap_grid((489000, 5094000, 503000, 5104000), CRS, 100)
    compare(demo, StackRequest(selection, grid, ("B04",), evalscript=script), PlanLimits(side_px=64))


def test_the_size_of_an_answer_follows_the_hooks_of_an_own_script():
    script = OwnScript(own_script("TILE", BLOCK_PER_TILE, body=AS_MANY))
    assert script.count([]) == (0, 2)


def random_scenes(rng):
    """Scenes of random boxes, some away from the area altogether, twins of a second and of a day among them."""
    scenes = []
    for _ in range(int(rng.integers(1, 14))):
        x, y = rng.uniform(LEFT - 1500, LEFT + 900), rng.uniform(TOP - 1900, TOP + 400)
        wide, tall = rng.uniform(80, 2600, 2)
        day, second = int(rng.integers(0, 45)), int(rng.choice([0, 36331, 36334, 86399]))
        when = (datetime(2020, 1, 1) + timedelta(days=day, seconds=second)).isoformat()
        cloud = None if rng.random() < 0.1 else float(rng.integers(0, 101))
        bounds = (x, y - tall, x + wide, y)
        scenes.append(StubScene(when, str(rng.choice(["33TVM", "33TWM", "33TVL"])), cloud, bounds))
    return scenes


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
@pytest.mark.parametrize("seed", range(4))
def test_random_tables_of_scenes(seed, mosaicking):
    rng = np.random.default_rng(seed)
    compared = 0
    while compared < 4:
        with serve(StubSource(*random_scenes(rng))) as place:
            for fetch in (fetch_stack, fetch_self_described_stack):
                selection = SceneSelection(
                    "sentinel-2-l2a", date(2020, 1, 1), date(2020, 2, 20), mosaicking, float(rng.choice([100, 50])),
                    str(rng.choice(["all", "all", "clearest_of_month"])),
                )  # fmt: skip
                grid = PixelGrid(CRS, LEFT, TOP, 10, 10, 100, int(rng.choice([30, 100])))
                limits = PlanLimits(side_px=64, pixel_steps=int(rng.integers(15_000, 80_000)))
                request = StackRequest(selection, grid, ("B02", "B03", "SCL")[: int(rng.integers(1, 4))])
                compared += compare(place, request, limits, fetch) is not None
