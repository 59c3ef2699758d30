# SPDX-License-Identifier: GPL-2.0-or-later
"""Nobody waits: the hub stops computing an image when the client has gone."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

pytest.importorskip("osgeo")
pytest.importorskip("requests")

from timestack.plugin.bridge.http import NetworkSettings
from timestack.plugin.bridge.ogc_service import OgcService, ServiceAddress
from timestack.plugin.core.coverage_request import CoverageRequest
from timestack.plugin.core.dates import parse_instant
from timestack.plugin.core.errors import Cancelled
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.localhub import Hub, render
from timestack.plugin.localhub.demo import DemoSource

ENDLESS = """//VERSION=3
function setup() { return {input: ["B02"], output: {bands: 1, sampleType: "UINT16"}}; }
function evaluatePixel(s) { for (;;) {} return [1]; }
"""


class CancelSoon(SilentProgress):
    def __init__(self):
        self.until = time.monotonic() + 0.7

    def is_cancelled(self):
        return time.monotonic() > self.until


def test_a_cancelled_question_stops_the_work_behind_it(monkeypatch):
    ended = threading.Event()
    honest = render.render

    def watched(*arguments):
        try:
            return honest(*arguments)
        finally:
            ended.set()

    from timestack.plugin.localhub import wcs

    name = next(name for name, value in vars(wcs).items() if value is honest)
    monkeypatch.setattr(wcs, name, watched)
    grid = PixelGrid("EPSG:32633", 500000, 5100640, 10, 10, 64, 64)
    day = {"time_from": parse_instant("2020-05-04"), "time_to": parse_instant("2020-05-04T23:59:59Z")}
    with Hub(DemoSource()) as hub:
        address = ServiceAddress(f"{hub.address}/ogc", hub.instance_id)
        with OgcService("demo", address, "sentinel-2-l2a", NetworkSettings({}), "SENTINEL-2-L2A") as service:
            progress = CancelSoon()
            with pytest.raises(Cancelled):
                service.get_coverage(CoverageRequest(service.coverage, grid, **day, evalscript=ENDLESS), progress)
            assert time.monotonic() - progress.until < 1
            assert ended.wait(3), "the script was stopped long before its own limit of time"
            script = ENDLESS.replace("for (;;) {}", "")
            answer = service.get_coverage(
                CoverageRequest(service.coverage, grid, **day, evalscript=script), SilentProgress()
            )
            assert np.all(answer.read([0], 0, 64) == 1), "the hub goes on serving"
