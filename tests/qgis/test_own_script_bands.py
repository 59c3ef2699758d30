# SPDX-License-Identifier: GPL-2.0-or-later
"""What is known beforehand of the bands that an own script's answers have, and what becomes of answers with others."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")

from osgeo import gdal

from timestack.plugin.api import _stack_order
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.weather import Patience
from timestack.plugin.localhub import DemoSource, FaultPlan, FaultRule, Hub
from timestack.plugin.stacks import fetch_to_file, prepare_request

INSTANCE = "5f0c1d2e-1234-4bcd-8ef0-0123456789ab"
PLACE = {"bbox": (500100, 5100100, 500260, 5100230), "crs": "EPSG:32633", "start": "2020-04-01", "end": "2020-05-10"}


def script(output: str, more: str = "") -> str:
    return (
        f'//VERSION=3\nfunction setup() {{ return {{input: ["B04", "B08"], output: {output}}}; }}\n'
        f"function evaluatePixel(s) {{ return [s.B04, s.B08]; }}\n{more}"
    )


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        (script("{bands: 2}"), 2),
        (script('[{id: "x", bands: 3}]'), 3),
        (script('[{id: "x", bands: 3}, {id: "default", bands: 1}]'), 1),
        (script('[{id: "x", bands: 3}, {id: "y", bands: 1}]'), 0),
        (script("{bands: 2}", "function updateOutput(outputs) { outputs.default.bands = 5; }"), 0),
        (script("{bands: 2}", "function updateOutputMetadata(scenes, inputs, outputs) {}"), 2),
    ],
)
def test_the_script_tells_its_bands(qgis_app, tmp_path, text, bands):
    order = _stack_order(bands=["B04"], evalscript=text, **PLACE)
    assert prepare_request(order).script_output_bands == bands
    assert "script_output" not in prepare_request(order).to_json()


def test_one_odd_answer_does_not_settle_the_stack(qgis_app, tmp_path, monkeypatch):
    monkeypatch.setattr(Patience, "wait_s", lambda *_: 0.01)
    monkeypatch.setenv("TIMESTACK_INSTANCE_ID", INSTANCE)
    text = script('{bands: 2, sampleType: "UINT16"}').replace('"B08"]', '"B08"], units: "DN"')
    with Hub({INSTANCE: (DemoSource(),)}, faults=FaultPlan((FaultRule("wrong_bands", ("wcs",), first=4),))) as hub:
        order = _stack_order(
            bands=["B04"], evalscript=text, connection=f"{hub.address}/ogc/wcs", collection="sentinel-2-l2a", **PLACE
        )
        outcome = fetch_to_file(order, tmp_path / "stack.tif", SilentProgress())
    assert [band.name for band in outcome.info.bands] == ["V1", "V2"]
    assert gdal.Open(str(tmp_path / "stack.tif")).RasterCount == 2 * len(outcome.info.steps)
