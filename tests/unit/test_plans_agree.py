"""However a fetch is cut into tiles and runs of time steps, the stack has the same pixels and dates.

The area lies across swath edges, so its tiles see different scenes.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

import numpy as np
import pytest

pytest.importorskip("osgeo")
pytest.importorskip("requests")

from timestack.plugin.bridge.http import NetworkSettings
from timestack.plugin.bridge.ogc_service import OgcService, ServiceAddress
from timestack.plugin.core.fetch import fetch_stack
from timestack.plugin.core.fetch_self_described import fetch_self_described_stack
from timestack.plugin.core.grid import snap_grid
from timestack.plugin.core.plan import PlanLimits
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.stack_request import SceneSelection, StackRequest
from timestack.plugin.localhub import DemoSource, Hub

GRID = snap_grid((488000, 5094000, 512000, 5110000), "EPSG:32633", 100)
"""240 x 160 pixels over most of the landscape and beyond its western edge."""


class MemorySink:
    """Like the stack file: what is never written reads as nodata, which is 0 here."""

    def __init__(self, info):
        self.values, self.written = np.zeros(info.shape, np.uint16), np.zeros(info.shape, bool)

    def write(self, step, column, row, values):
        place = (step, slice(None), slice(row, row + values.shape[1]), slice(column, column + values.shape[2]))
        assert not self.written[place].any(), "no pixel is written twice"
        self.values[place], self.written[place] = values, True

    def commit(self):
        assert self.written.any()


@pytest.fixture(scope="module")
def service():
    with Hub(DemoSource()) as hub:
        address = ServiceAddress(f"{hub.address}/ogc", hub.instance_id)
        with OgcService("demo", address, "sentinel-2-l2a", NetworkSettings({})) as service:
            service.find_coverage(SilentProgress())
            yield service


def fetch(service, mosaicking, limits, function=fetch_stack, **more):
    sinks = []

    @contextmanager
    def open_sink(info):
        sinks.append(MemorySink(info))
        yield sinks[-1]

    selection = SceneSelection("sentinel-2-l2a", date(2020, 4, 1), date(2020, 4, 30), mosaicking, **more)
    result = function(StackRequest(selection, GRID, ("B04", "SCL")), service, open_sink, SilentProgress(), limits)
    return [(step.label, step.tile_id) for step in result.info.steps], sinks[-1].values, result.parts


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
@pytest.mark.parametrize("scenes", ["all", "clearest_of_10_days"])
def test_random_plans_give_the_same_stack(mosaicking, scenes, service):
    labels, whole, parts = fetch(service, mosaicking, PlanLimits(), scenes=scenes)
    assert parts == 1
    seen = [(image[0] > 0).mean() for image in whole]
    if scenes == "all":
        assert min(seen) < 0.75 and max(seen) > 0.8, "the scenes do not all see the whole area"
    rng = np.random.default_rng(4)
    for _ in range(3):
        limits = PlanLimits(
            side_px=int(rng.choice([64, 128, 200])), pixel_steps=int(rng.integers(5_000, 120_000)),
            image_bands=int(rng.integers(5, 40)),
        )  # fmt: skip
        other_labels, other, other_parts = fetch(service, mosaicking, limits, scenes=scenes)
        assert other_parts > 1
        assert other_labels == labels
        np.testing.assert_array_equal(other, whole)


def test_the_self_describing_form_gives_the_same_orbit_stack(service):
    labels, whole, _ = fetch(service, "ORBIT", PlanLimits())
    other_labels, other, parts = fetch(service, "ORBIT", PlanLimits(side_px=128), fetch_self_described_stack)
    assert parts > 1
    assert [label for label, _ in other_labels] == [label for label, _ in labels]
    np.testing.assert_array_equal(other, whole)
