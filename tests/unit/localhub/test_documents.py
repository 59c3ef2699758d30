# SPDX-License-Identifier: GPL-2.0-or-later
"""Capabilities and descriptions, the layers they tell of, and the hub from the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hub_stub import BOUNDS, Client, StubScene, StubSource, fetch

from timestack.plugin.localhub import Hub, open_source
from timestack.plugin.localhub.scenes.projection import transform_bounds

Serve = Callable[..., Client]
SCENES = (StubScene("2020-01-05T10:05:31"), StubScene("2020-01-05T10:05:35", "33TWM"), StubScene("2020-02-05T10:05:31"))


@pytest.mark.parametrize("version", ["1.0.0", "1.1.1", "1.1.2"])
@pytest.mark.parametrize("request_name", ["GetCapabilities", "DescribeCoverage"])
def test_wcs_documents_are_well_formed(serve: Serve, version: str, request_name: str) -> None:
    etree = pytest.importorskip("lxml.etree")

    class Awkward(StubSource):
        title = "<A & B> \"quoted\" 'title'"

    reply = serve(Awkward(*SCENES)).ask("wcs", REQUEST=request_name, VERSION=version)
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/xml")
    assert "<A & B>" in "".join(etree.fromstring(reply.body).itertext())


def test_describe_coverage_1_0_0_lists_days_and_crs(serve: Serve) -> None:
    etree = pytest.importorskip("lxml.etree")
    reply = serve(*SCENES).ask("wcs", REQUEST="DescribeCoverage", VERSION="1.0.0", COVERAGE="SENTINEL-2-L2A")
    tree = etree.fromstring(reply.body)
    names = {"w": "http://www.opengis.net/wcs", "g": "http://www.opengis.net/gml"}
    assert len(tree.findall("w:CoverageOffering", names)) == 1
    assert [item.text for item in tree.findall(".//w:temporalDomain/g:timePosition", names)] == [
        "2020-01-05", "2020-02-05",
    ]  # fmt: skip
    crs = [item.text for item in tree.findall(".//w:requestResponseCRSs", names)]
    assert {"EPSG:4326", "EPSG:3857", "EPSG:32633"} <= set(crs)
    assert [item.text for item in tree.findall(".//w:formats", names)][:2] == ["image/tiff", "GeoTIFF"]
    assert tree.find(".//g:origin/g:pos", names).text == "500005.0 5099995.0"


def test_unknown_coverage_is_refused(serve: Serve) -> None:
    assert serve(*SCENES).ask("wcs", REQUEST="DescribeCoverage", IDENTIFIERS="X").status == 400


def test_lonlat_box_holds_the_scenes(serve: Serve) -> None:
    from timestack.plugin.localhub.extents import measure

    xmin, ymin, xmax, ymax = transform_bounds(BOUNDS, "EPSG:32633", "EPSG:4326")
    extent = measure(StubSource(*SCENES))
    assert extent.lonlat == pytest.approx((xmin, ymin, xmax, ymax), abs=1e-6)
    assert (extent.width, extent.height, extent.bounds) == (100, 100, BOUNDS)


@pytest.mark.parametrize("name", ["getcapabilities_json_s2l2a_mock.json", "getcapabilities_json_eobrowser_CUSTOM_9layers.json"])  # fmt: skip  # noqa: E501
def test_json_capabilities_have_the_recorded_shape(serve: Serve, shared_data: Path, name: str) -> None:
    recorded = json.loads((shared_data / "sh_responses" / name).read_text())
    collection = recorded["layers"][0]["dataset"]
    source = StubSource(*SCENES, collection={"S2L2A": "sentinel-2-l2a"}.get(collection, "farm"))
    ours = serve(source).ask("wms", REQUEST="GetCapabilities", FORMAT="application/json").json
    assert list(ours) == list(recorded)
    assert list(ours["layers"][0]) == list(recorded["layers"][0])
    assert ours["layers"][0]["dataset"] == collection
    assert [list(item) for item in ours["datasets"]] == [list(item) for item in recorded["datasets"]]


def test_wms_serves_nothing_else(serve: Serve) -> None:
    client = serve(*SCENES)
    assert client.ask("wms", REQUEST="GetMap").status == 400
    assert client.ask("wms", REQUEST="GetCapabilities").status == 400


@pytest.mark.parametrize("request_name", ["GetCapabilities", "DescribeFeatureType"])
def test_wfs_documents_are_well_formed(serve: Serve, request_name: str) -> None:
    etree = pytest.importorskip("lxml.etree")
    reply = serve(*SCENES).ask("wfs", REQUEST=request_name)
    etree.fromstring(reply.body)
    assert "DSS2" in reply.text
    assert serve(*SCENES).ask("wfs", REQUEST="DescribeFeatureType", TYPENAMES="DSS9").status == 400


def test_layers_are_found_by_layer_and_by_collection(serve: Serve) -> None:
    client = serve(StubSource(*SCENES, collection="My farm/2020"))
    for name in ("MY-FARM-2020", "my-farm-2020", "My farm/2020"):
        assert client.image(COVERAGE=name).status == 200


def test_open_source_knows_the_demo() -> None:
    with Hub(open_source("demo")) as hub:
        assert hub.source.collection_id == "sentinel-2-l2a"
        query = "SERVICE=WFS&REQUEST=GetFeature&TYPENAMES=DSS2&MAXFEATURES=3&TIME=2020-01-01/2020-12-31"
        assert len(fetch(f"{hub.address}/ogc/wfs/{hub.instance_id}?{query}").features) == 3


@pytest.fixture
def command(repo_root: Path, tmp_path: Path) -> Callable[..., subprocess.Popen]:
    (tmp_path / "timestack").symlink_to(repo_root)

    def run(*arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "timestack.plugin.localhub", *arguments], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path)}, cwd=tmp_path,
        )  # fmt: skip

    return run


def test_command_serves_until_ctrl_c(command: Callable[..., subprocess.Popen]) -> None:
    process = command("--scenes", "demo", "--port", "0")
    try:
        assert "scenes of sentinel-2-l2a" in process.stdout.readline()
        address = process.stdout.readline().split()[-1]
        assert fetch(f"{address}?SERVICE=WCS&REQUEST=GetCapabilities").status == 200
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=20)
        assert (process.returncode, complaints) == (0, "")
    finally:
        process.kill()


def test_command_says_what_is_wrong_with_a_folder(command: Callable[..., subprocess.Popen], tmp_path: Path) -> None:
    _, complaints = command("--scenes", str(tmp_path)).communicate(timeout=30)
    assert "no scenes.json and no GeoTIFF with a date" in complaints
    assert "Traceback" not in complaints
