# SPDX-License-Identifier: GPL-2.0-or-later
"""What is refused, in which words and in which shape."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hub_stub import Client, StubScene, StubSource, fetch, script

Serve = Callable[..., Client]
SCENE = StubScene("2020-01-05T10:00:00")


def shape(document: str) -> list[str]:
    """Element names with their attributes' names, in order."""
    tags = re.findall(r"<(/?[\w:]+)((?:\s+[\w:]+=(?:\"[^\"]*\"|'[^']*'))*)\s*>", document)
    names = re.compile(r"([\w:]+)=")
    return [f"{name} {sorted(names.findall(attributes))}" for name, attributes in tags]


def test_xml_has_the_recorded_shape(serve: Serve, shared_data: Path) -> None:
    recorded = (shared_data / "sh_responses" / "error_wcs_image_area_too_large.xml").read_text()
    reply = serve(SCENE).image(WIDTH=5477, HEIGHT=1236)
    assert reply.status == 400
    assert shape(reply.text) == shape(recorded)
    assert reply.text.replace("2500", "5000").split() == recorded.split()


def test_json_has_the_recorded_shape(serve: Serve, shared_data: Path) -> None:
    recorded = json.loads((shared_data / "sh_responses" / "error_404_async_after_done.json").read_text())
    client = serve(SCENE)
    reply = fetch(f"{client.hub.address}/api/v1/async/process/1")
    assert reply.status == 404
    assert reply.json == recorded


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"COVERAGE": None}, "COVERAGE is missing"),
        ({"COVERAGE": "NDVI"}, "Layer 'NDVI' not found"),
        ({"BBOX": None}, "BBOX is missing"),
        ({"BBOX": "1,2,3"}, "BBOX"),
        ({"CRS": "EPSG:1"}, "CRS"),
        ({"WIDTH": None}, "WIDTH"),
        ({"WIDTH": "many"}, "WIDTH"),
        ({"TIME": "soon"}, "TIME"),
        ({"MAXCC": "101"}, "MAXCC"),
        ({"MAXCC": "clear"}, "MAXCC"),
        ({"PRIORITY": "best"}, "PRIORITY"),
        ({"FORMAT": "image/bmp"}, "FORMAT"),
        ({"VERSION": "2.0.1"}, "VERSION"),
        ({"REQUEST": None}, "REQUEST is missing"),
        ({"REQUEST": "GetMap"}, "REQUEST"),
        ({"GEOMETRY": "POINT(1 2)"}, "GEOMETRY"),
        ({"EVALSCRIPT": "!!"}, "EVALSCRIPT"),
        ({"EVALSCRIPT": "/////w=="}, "EVALSCRIPT"),
        ({"EVALSCRIPTURL": "https://example.org/a.js"}, "EVALSCRIPTURL"),
        ({"PREVIEW": "7"}, "PREVIEW"),
        ({"UPSAMPLING": "LANCZOS"}, "UPSAMPLING"),
        ({"SERVICE": "WMS"}, "SERVICE"),
    ],
)
def test_wrong_values_are_named(serve: Serve, changes: dict, named: str) -> None:
    reply = serve(SCENE).image(**changes)
    assert reply.status == 400
    assert reply.headers["Content-Type"].startswith("text/xml")
    assert "<ServiceException>" in reply.text
    assert named in reply.text


def test_markup_in_values_stays_text(serve: Serve) -> None:
    reply = serve(SCENE).image(COVERAGE="]]><x>\x00&\ud7ff")
    lxml = pytest.importorskip("lxml.etree")
    assert "]]><x>" in "".join(lxml.fromstring(reply.body).itertext())


def test_too_coarse_in_the_words_of_the_service(serve: Serve) -> None:
    reply = serve(SCENE).image(BBOX="400000,4900000,700000,5200000", WIDTH=100, HEIGHT=100)
    assert reply.status == 400
    assert "of 3000.00 meters per pixel exceeds the limit 1500.00" in reply.text
    degrees = serve(SCENE).image(CRS="EPSG:4326", BBOX="40,10,60,30", WIDTH=None, HEIGHT=None, RESX=10, RESY=10)
    assert "meters per pixel exceeds the limit" in degrees.text


def test_too_many_pixels_times_scenes(serve: Serve) -> None:
    client = serve(SCENE, StubScene("2020-01-06T10:00:00"), max_pixel_scenes=15_000)
    assert client.image(script("return [1];", mosaicking="SIMPLE")).status == 200
    reply = client.image(script("return [1];", mosaicking="ORBIT"))
    assert (reply.status, "too large" in reply.text) == (400, True)


def test_too_many_bytes(serve: Serve) -> None:
    reply = serve(SCENE, max_output_bytes=1000).image()
    assert (reply.status, "too large" in reply.text) == (400, True)


def test_unknown_instance(serve: Serve) -> None:
    client = serve(SCENE)
    reply = fetch(f"{client.hub.address}/ogc/wcs/other?SERVICE=WCS&REQUEST=GetCapabilities")
    assert reply.status == 404
    assert "ServiceExceptionReport" in reply.text
    assert "other" in reply.text


@pytest.mark.parametrize("path", ["/", "/ogc", "/ogc/wcs", "/ogc/sos/demo", "/ogc/wcs/demo/more", "/../etc/passwd"])
def test_unknown_paths(serve: Serve, path: str) -> None:
    assert fetch(serve(SCENE).hub.address + path).status == 404


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (script("throw new Error('my ' + 'words');"), "Failed to evaluate script! evalscript.js:4: Error: my words"),
        (script("return [nothing];"), "nothing is not defined"),
        (script("return [s.B02"), "Failed to evaluate script!"),
        ("//VERSION=3\nfunction setup() { return {}; }\nfunction evaluatePixel() {}", "Failed to evaluate script!"),
        (script("let x = 1;"), "Script must return an array."),
    ],
)
def test_script_errors_are_told(serve: Serve, text: str, message: str) -> None:
    reply = serve(SCENE).image(text)
    assert reply.status == 400
    assert message in reply.text


def test_script_errors_name_the_line(serve: Serve) -> None:
    reply = serve(SCENE).image(script("return [\n  s.B02,\n  oops\n];"))
    assert "evalscript.js:6: Error: " in reply.text


def test_missing_default_output(serve: Serve) -> None:
    text = (
        "//VERSION=3\nfunction setup() { return {input: ['B02'], output: [{id: 'a', bands: 1}, {id: 'b', bands: 1}]}; }"
        "\nfunction evaluatePixel(s) { return {a: [1], b: [1]}; }"
    )
    assert "Output default requested but missing from function setup()" in serve(SCENE).image(text).text


def test_data_fusion_is_refused(serve: Serve) -> None:
    text = script("return [1];").replace('"input": [', '"input": [{"datasource": "x", "bands": ["B02"]}, ')
    reply = serve(SCENE).image(text)
    assert (reply.status, "fusion" in reply.text) == (400, True)


def test_faults_of_the_hub_are_logged_and_not_shown(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    class Broken(StubSource):
        def read(self, *_: object) -> dict:
            raise ZeroDivisionError("a secret detail")

    reply = serve(Broken(SCENE)).image()
    assert reply.status == 500
    assert set(reply.json["error"]) == {"status", "reason", "message", "code"}
    assert "secret" not in reply.text
    assert "ZeroDivisionError" in caplog.text
