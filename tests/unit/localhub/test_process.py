# SPDX-License-Identifier: GPL-2.0-or-later
"""The Process API: the same pixels as over WCS, everything that a script gives, and strict about bodies."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hub_stub import BOUNDS, CRS, LEFT, TOP, Reply, StubScene, StubSource, script
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from post_client import CLIENT, WORD, Poster, ask_process, send

from timestack.plugin.localhub import Hub, HubLimits

Open = Callable[..., Poster]
SCENES = (
    StubScene("2020-01-05T10:05:31", cloud=10.0),
    StubScene("2020-01-10T10:05:29", cloud=60.0),
    StubScene("2020-01-15T10:05:31", "33TWM", cloud=20.0),
)
STACK = script("return s.map(x => x.B02).concat([s[0].B03]);", count=4, mosaicking="ORBIT")
WIDE, NARROW = {"output__width": 170}, {"output__width": 31}
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
TWO_OUTPUTS = """//VERSION=3
function setup() {
  return {
    input: ["B02", "B03", "dataMask"], mosaicking: "ORBIT",
    output: [{ id: "default", bands: 2, sampleType: "UINT16" }, { id: "mask", bands: 1, sampleType: "UINT8" }]
  };
}
function updateOutputMetadata(scenes, inputMetadata, outputMetadata) {
  outputMetadata.userData = { days: scenes.orbits.map(o => o.dateFrom.slice(0, 10)) };
}
function evaluatePixel(s) { return { default: [s.length, 7], mask: [s[0].dataMask] }; }
"""


def members(reply: Reply) -> dict[str, bytes]:
    assert reply.status == 200, reply.text
    assert reply.headers["Content-Type"] == "application/tar"
    with tarfile.open(fileobj=io.BytesIO(reply.body)) as archive:
        return {entry.name: archive.extractfile(entry).read() for entry in archive}


def pixels(body: bytes) -> np.ndarray:
    return Reply(200, {}, body).pixels


def error(reply: Reply) -> dict[str, Any]:
    content = reply.json["error"]
    assert content["status"] == reply.status
    assert set(content) == {"status", "reason", "message", "code"}
    return content


def test_the_same_pixels_as_over_wcs(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    over_wcs = client.image(STACK)
    reply = client.process(ask_process(STACK))
    assert reply.headers["Content-Type"] == "image/tiff"
    assert (reply.pixels == over_wcs.pixels).all()
    assert reply.image[1] == over_wcs.image[1]
    assert reply.headers["X-ProcessingUnits-Spent"] == over_wcs.headers["X-ProcessingUnits-Spent"]


@pytest.mark.parametrize(
    ("changes", "over_wcs"),
    [
        ({"filter__maxCloudCoverage": 30}, {"MAXCC": 30}),
        ({"filter__mosaickingOrder": "leastRecent"}, {"PRIORITY": "leastRecent"}),
        ({"filter__mosaickingOrder": "leastCC"}, {"PRIORITY": "leastCC"}),
        (
            {"filter__timeRange": {"from": "2020-01-10T10:05:29Z", "to": "2020-01-10T10:05:29Z"}},
            {"TIME": "2020-01-10T10:05:29Z/2020-01-10T10:05:29Z"},
        ),
        (
            {"filter__timeRange": {"from": "2020-01-10T11:05:29+01:00", "to": "2020-02-01T00:00:00Z"}},
            {"TIME": "2020-01-10T10:05:29Z/2020-02-01T00:00:00Z"},
        ),
        ({"data__processing": {"upsampling": "BILINEAR"}, **WIDE}, {"UPSAMPLING": "BILINEAR", "WIDTH": 170}),
        ({"data__processing": {"downsampling": "BICUBIC"}, **NARROW}, {"DOWNSAMPLING": "BICUBIC", "WIDTH": 31}),
    ],
)  # fmt: skip
def test_options_mean_what_they_mean_over_wcs(open_hub: Open, changes: dict, over_wcs: dict) -> None:
    client = open_hub(*SCENES)
    evalscript = script("return [s.B02, s.B03, s.B04];", count=3)
    assert (
        client.process(ask_process(evalscript, **changes)).pixels == client.image(evalscript, **over_wcs).pixels
    ).all()


def test_longitude_comes_first_by_every_name(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    evalscript = script("return [s.B03, s.B04, s.dataMask];", count=3)
    box = [15.002, 46.046, 15.011, 46.052]
    over_wcs = client.image(evalscript, CRS="EPSG:4326", VERSION="1.0.0", BBOX=",".join(map(str, box)))
    assert over_wcs.pixels[2].all()
    for properties in (None, {"crs": CRS84}, {"crs": "http://www.opengis.net/def/crs/EPSG/0/4326"}):
        bounds = {"bbox": box, **({"properties": properties} if properties else {})}
        reply = client.process(ask_process(evalscript, input__bounds=bounds))
        assert (reply.pixels == over_wcs.pixels).all()


def test_size_by_resolution_is_in_units_of_the_crs(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    asked = ask_process(output__width=None, output__height=None, output__resx=20, output__resy=40)
    assert client.process(asked).pixels.shape == (3, 25, 50)
    asked = ask_process(output__width=None, output__height=None)
    assert client.process(asked).pixels.shape == (3, 256, 256)


def test_a_geometry_masks_and_its_box_is_the_image(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    outer = [
        [LEFT, TOP - 1000],
        [LEFT + 500, TOP - 1000],
        [LEFT + 500, TOP - 500],
        [LEFT, TOP - 500],
        [LEFT, TOP - 1000],
    ]
    hole = [[LEFT + 100, TOP - 900], [LEFT + 200, TOP - 900], [LEFT + 200, TOP - 800], [LEFT + 100, TOP - 900]]
    geometry = {"type": "MultiPolygon", "coordinates": [[outer, hole]]}
    evalscript = script("return [s.B03, s.dataMask];", count=2)
    asked = ask_process(evalscript, bounds__bbox=None, bounds__geometry=geometry)
    asked["output"].update(width=50, height=50)
    reply = client.process(asked)
    column, mask = reply.pixels
    assert reply.image[1]["geotransform"] == (LEFT, 10, 0, TOP - 500, 0, -10)
    assert column[0, 49] == 49
    assert mask[39, 19] == 0
    assert mask[29:41, 9:21].sum() == 144 - 55
    whole = client.process(ask_process(evalscript, bounds__geometry=geometry)).pixels
    assert whole.shape == (2, 100, 100)
    assert whole[1].sum() == mask.sum()


def test_every_output_and_user_data_in_a_tar(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    responses = [
        {"identifier": "mask", "format": {"type": "image/png"}},
        {"identifier": "default", "format": {"type": "image/tiff"}},
        {"identifier": "userdata", "format": {"type": "application/json"}},
    ]
    asked = ask_process(TWO_OUTPUTS, output__responses=responses)
    files = members(client.process(asked, Accept="application/tar"))
    assert list(files) == ["mask.png", "default.tif", "userdata.json"]
    assert json.loads(files["userdata.json"]) == {"days": ["2020-01-15", "2020-01-10", "2020-01-05"]}
    assert (pixels(files["default.tif"])[:, 0, 0] == [3, 7]).all()
    assert (pixels(files["mask.png"]) == 1).all()
    assert "application/tar" in error(client.process(asked))["message"]
    only = ask_process(TWO_OUTPUTS, output__responses=responses[2:])
    reply = client.process(only)
    assert reply.json == {"days": ["2020-01-15", "2020-01-10", "2020-01-05"]}
    assert list(members(client.process(only, Accept="application/x-tar"))) == ["userdata.json"]


def test_accept_outranks_the_format(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    evalscript = script("return [s.dataMask, 0, 0];", count=3, sample_type="UINT8")
    for accept, head in (("image/png", b"\x89PNG"), ("image/jpeg", b"\xff\xd8"), ("image/tiff", b"II*")):
        reply = client.process(ask_process(evalscript), Accept=accept)
        assert (reply.headers["Content-Type"], reply.body[: len(head)]) == (accept, head)
    default = client.process(ask_process(evalscript, output__responses=None))
    assert default.headers["Content-Type"] == "image/png"


def test_collections_are_fused_by_their_names(open_hub: Open) -> None:
    first, second = StubSource(*SCENES), StubSource(*SCENES, collection="farm")
    evalscript = """//VERSION=3
    function setup() {
      return { input: [{datasource: "a", bands: ["B02"], units: "DN"}, {datasource: "b", bands: ["B02"], units: "DN"}],
               output: {bands: 2, sampleType: "UINT16"} };
    }
    function evaluatePixel(s) { return [s.a[0].B02, s.b[0].B02]; }"""
    fused = open_hub({"demo": (first, second)})
    days = {"from": "2020-01-05T00:00:00Z", "to": "2020-01-05T23:59:59Z"}
    data = [{"id": "a", "type": "sentinel-2-l2a"}, {"id": "b", "type": "farm", "dataFilter": {"timeRange": days}}]
    assert (fused.process(ask_process(evalscript, input__data=data)).pixels[:, 5, 5] == [300, 100]).all()
    assert fused.hub.account.entries[-1].units == pytest.approx(100 * 100 / 512**2 * 2 / 3 * 2)
    data[1]["id"] = "c"
    assert "Datasource b" in error(fused.process(ask_process(evalscript, input__data=data)))["message"]
    assert "several collections" in error(fused.process(ask_process(input__data=data)))["message"]


def test_a_form_with_the_script_apart(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    asked = ask_process()
    evalscript = asked.pop("evalscript")

    def form(**parts: str) -> bytes:
        pieces = [
            f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in parts.items()
        ]
        return "".join([*pieces, "--cut--\r\n"]).encode()

    headers = client.headers(**{"Content-Type": "multipart/form-data; boundary=cut"})
    address = f"{client.hub.address}/api/v1/process"
    reply = send(address, form(request=json.dumps(asked), evalscript=evalscript), headers)
    assert (reply.pixels == client.process().pixels).all()
    assert client.hub.account.entries[-2].script == client.hub.account.entries[-1].script != ""
    for parts in ({"request": "{}"}, {"evalscript": "x"}, {"request": "{}", "evalscript": "x", "more": "y"}, {}):
        assert send(address, form(**parts), headers).status == 400
    no_boundary = {**headers, "Content-Type": "multipart/form-data"}
    assert send(address, form(request="{}", evalscript=""), no_boundary).status == 400


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"evalscript": None}, "evalscript is missing"),
        ({"evalscript": 5}, "evalscript should be a text"),
        ({"surprise": 1}, "surprise is not known"),
        ({"input": None}, "input is missing"),
        ({"input": []}, "input should be an object"),
        ({"input__data": []}, "input.data should be a list"),
        ({"data__type": "sentinel-9"}, "input.data[0].type"),
        ({"data__type": None}, "input.data[0].type is missing"),
        ({"filter__maxCloudCoverage": 101}, "maxCloudCoverage should be between 0 and 100"),
        ({"filter__maxCloudCoverage": True}, "maxCloudCoverage should be a number"),
        ({"filter__mosaickingOrder": "leastcc"}, "mosaickingOrder should be one of"),
        ({"filter__orbitDirection": "ASCENDING"}, "orbitDirection is not known here"),
        ({"filter__timeRange__from": "2020-01-01"}, "timeRange.from should be a date-time"),
        ({"filter__timeRange__from": "2020-02-30T00:00:00Z"}, "timeRange.from"),
        ({"filter__timeRange__from": "2020-01-01T00:00:00"}, "timeRange.from"),
        ({"filter__timeRange__to": "2019-01-01T00:00:00Z"}, "is after to"),
        ({"data__processing": {"upsampling": "BOX"}}, "upsampling should be one of"),
        ({"data__processing": {"harmonizeValues": False}}, "harmonizeValues"),
        ({"input__bounds": {}}, "input.bounds.bbox is missing"),
        ({"bounds__bbox": [1, 2, 3]}, "input.bounds.bbox should be 4 numbers"),
        ({"bounds__bbox": [3, 4, 1, 2]}, "input.bounds.bbox"),
        ({"bounds__bbox": [1, 2, "3", 4]}, "input.bounds.bbox"),
        ({"bounds__properties__crs": "EPSG:32633"}, "should be an address"),
        ({"bounds__properties__crs": "http://www.opengis.net/def/crs/EPSG/0/1"}, "crs"),
        ({"bounds__geometry": {"type": "Point", "coordinates": [1, 2]}}, "geometry.type should be one of"),
        ({"bounds__geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0]]]}}, "closed rings"),
        ({"bounds__geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, None], [1, 0], [0, 0]]]}}, "positions"),
        ({"output__width": 2501}, "output.width should be between 1 and 2500"),
        ({"output__width": 0}, "output.width"),
        ({"output__width": 1.5}, "output.width should be a whole number"),
        ({"output__height": None}, "output.height is missing"),
        ({"output__resx": 10}, "not both"),
        ({"output__responses": [{"identifier": "nosuch", "format": {"type": "image/tiff"}}]}, "Output nosuch"),
        ({"output__responses": [{"format": {"type": "image/bmp"}}]}, "format.type should be one of"),
        ({"output__responses": [{"identifier": "userdata", "format": {"type": "image/png"}}]}, "format.type"),
        ({"output__responses": [{}, {}]}, "each identifier once"),
        ({"evalscript": "//VERSION=3\nfunction setup() {"}, "Failed to evaluate script"),
        ({"evalscript": script("return [s.B02];", bands=("B99",))}, "Band B99 not found"),
        ({"evalscript": script("return [s.B02];", units="METRES")}, "unsupported units"),
        ({"evalscript": script("throw new Error('never');")}, "never"),
    ],
)  # fmt: skip
def test_wrong_bodies_are_refused_by_name(open_hub: Open, changes: dict, words: str) -> None:
    client = open_hub(*SCENES)
    reply = client.process(ask_process(**changes))
    assert reply.status == 400
    assert words in error(reply)["message"]
    assert client.hub.account.units == 0.0


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b'"text"', b"\xff\xfe", b'{"a": NaN}', b'{"a": 1, "a": 1}', b"[" * 100_000,
        b'{"evalscript": "\\ud800", "input": {"bounds": {}, "data": []}}', b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_what_is_no_body_is_refused(open_hub: Open, body: bytes) -> None:
    assert error(open_hub(*SCENES).process(body))["code"] == "COMMON_BAD_PAYLOAD"


def test_lone_surrogates_harm_nobody(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    assert client.process(ask_process("\ud800")).status == 400
    assert client.process(ask_process(data__type="\udfff")).status == 400
    assert client.process(ask_process(output__responses=[{"identifier": "\ud800/.."}])).status == 400


def test_other_ways_to_ask_are_refused(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    address = f"{client.hub.address}/api/v1/process"
    assert client.get("/api/v1/process").status == 405
    assert send(address, b"{}", client.headers(**{"Content-Type": "text/plain"})).status == 415
    for headers in ({}, {"Authorization": "Bearer x.y.z"}, {"Authorization": client.bearer}):
        reply = send(address, b"{}", headers)
        assert (reply.status, error(reply)["code"]) == (401, "COMMON_UNAUTHORIZED")


def test_too_much_is_refused_or_times_out_as_it_is_set_up(open_hub: Open) -> None:
    limits = {"max_pixel_scenes": 20_000}
    refused = open_hub(*SCENES, limits=HubLimits(**limits)).process(ask_process(STACK))
    assert "too large" in error(refused)["message"]
    client = open_hub(*SCENES, limits=HubLimits(**limits, too_large_is_timeout=True))
    for reply in (client.process(ask_process(STACK)), client.image(STACK)):
        assert (reply.status, reply.headers["Content-Type"]) == (504, "text/html")
        assert "504 Gateway" in reply.text
    assert client.hub.account.units == 0.0
    assert client.process().status == 200


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
_PATHS = st.sampled_from([
    "evalscript", "input", "input__bounds", "bounds__bbox", "bounds__properties", "bounds__geometry",
    "input__data", "input__data__0", "data__type", "data__id", "data__dataFilter",
    "filter__timeRange", "filter__maxCloudCoverage", "data__processing",
    "output", "output__width", "output__resx", "output__responses", "output__responses__0",
    "output__responses__0__format",
])  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=_PATHS, value=_JSON)
def test_any_member_may_be_anything(shared_poster: Poster, path: str, value: object) -> None:
    reply = shared_poster.process(ask_process(**{path: value}))
    assert reply.status in (200, 400), reply.text


@pytest.fixture(scope="module")
def shared_poster() -> Any:
    with Hub(StubSource(*SCENES), clients={CLIENT: WORD}) as hub:
        yield Poster(hub)


def test_bounds_are_those_of_the_grid(open_hub: Open) -> None:
    reply = open_hub(*SCENES).process()
    assert reply.image[1]["crs"] == CRS.split(":")[1]
    assert reply.image[1]["geotransform"] == (BOUNDS[0], 10, 0, BOUNDS[3], 0, -10)
