# SPDX-License-Identifier: GPL-2.0-or-later
"""What each kind of fault looks like to whoever asks, over real sockets."""

from __future__ import annotations

import http.client
import io
import tarfile
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

import numpy as np
import pytest
from hub_stub import BOUNDS, CRS, StubScene, script
from post_client import Poster, ask_process

from timestack.plugin.core.date_bands import NumberCode
from timestack.plugin.localhub import FaultPlan, FaultRule

Open = Callable[..., Poster]
SCENES = (StubScene("2020-01-05T10:00:00"), StubScene("2020-01-10T10:00:00"))
DAYS = (18266, 18271)


def strike(client: Poster, kind: str, **options: object) -> None:
    client.hub.set_faults(FaultPlan((FaultRule(kind, **{"first": 1, **options}),)))


def raw(client: Poster, timeout_s: float = 5.0, **parameters: object) -> http.client.HTTPResponse:
    """A GetCoverage whose answer is not read yet."""
    query = {
        "SERVICE": "WCS", "REQUEST": "GetCoverage", "COVERAGE": "SENTINEL-2-L2A", "CRS": CRS, "FORMAT": "image/tiff",
        "BBOX": ",".join(map(str, BOUNDS)), "WIDTH": 100, "HEIGHT": 100, "TIME": "2020-01-01/2020-12-31", **parameters,
    }  # fmt: skip
    host, port = client.hub.address[7:].split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=timeout_s)
    connection.request("GET", f"/ogc/wcs/demo?{urlencode(query)}")
    return connection.getresponse()


@pytest.mark.parametrize(
    ("kind", "status", "content_type", "words"),
    [
        ("429", 429, "application/json", "RATE_LIMIT_EXCEEDED"),
        ("500", 500, "application/json", "Internal Server Error"),
        ("502", 502, "text/html", "<h1>502 Bad Gateway</h1>"),
        ("503", 503, "application/json", "temporarily unavailable"),
        ("504", 504, "text/html", "<h1>504 Gateway Timeout</h1>"),
        ("html", 200, "text/html", "sign in"),
        ("json_error", 200, "application/json", "Something went wrong"),
        ("garbage", 200, "image/tiff", "not the image"),
        ("expired", 401, "application/json", "COMMON_UNAUTHORIZED"),
        ("quota", 403, "application/json", "ACCESS_INSUFFICIENT_PROCESSING_UNITS"),
        ("over_capacity", 429, "application/json", "RATE_LIMIT_TOKEN_COUNT_EXCEEDS_CAPACITY"),
        ("new_limit", 500, "application/json", "newLimit > capacity"),
    ],
)
def test_refusals_cost_nothing_and_compute_nothing(
    open_hub: Open, kind: str, status: int, content_type: str, words: str
) -> None:
    client = open_hub(*SCENES)
    client.headers()
    strike(client, kind)
    reply = client.process()
    assert reply.status == status
    assert reply.headers["Content-Type"].startswith(content_type)
    assert words in reply.body.decode("latin-1")
    assert client.hub.source.reads == []
    entry = client.hub.account.entries[-1]
    assert (entry.fault, entry.status, entry.units) == (kind, status, 0.0)
    if kind != "expired":
        assert client.process().status == 200


@pytest.mark.parametrize(
    ("form", "header"), [("milliseconds", "1500"), ("seconds", "2"), ("missing", None)]
)  # fmt: skip
def test_retry_after_in_all_its_forms(open_hub: Open, form: str, header: str | None) -> None:
    client = open_hub(*SCENES)
    strike(client, "429", retry_after=form, wait_s=1.5)
    reply = client.image()
    assert (reply.status, reply.headers.get("Retry-After")) == (429, header)


@pytest.mark.parametrize("kind", ["stall", "stall_within"])
def test_stalls(open_hub: Open, kind: str) -> None:
    client = open_hub(*SCENES)
    strike(client, kind, share=0.25)
    started = time.monotonic()
    if kind == "stall":
        with pytest.raises(TimeoutError):
            raw(client, timeout_s=0.6)
    else:
        response = raw(client, timeout_s=0.6)
        size = int(response.headers["Content-Length"])
        assert len(response.read(size // 4)) == size // 4
        with pytest.raises(TimeoutError):
            response.read(size)
    assert time.monotonic() - started > 0.5
    stopped = time.monotonic()
    client.hub.stop()
    assert time.monotonic() - stopped < 2.0


def test_a_stall_may_end_by_itself(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    strike(client, "stall", hang_s=0.3)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        raw(client)


def test_drops(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    strike(client, "drop")
    with pytest.raises(ConnectionError):
        raw(client)
    assert client.hub.account.entries[-1].status == 0
    assert client.hub.account.units == 0.0
    strike(client, "drop_within", share=0.5)
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        raw(client).read()
    assert client.hub.account.entries[-1].status == 200


def test_truncation_under_the_right_length(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    strike(client, "truncate", share=0.5)
    with pytest.raises(http.client.IncompleteRead) as caught:
        raw(client).read()
    assert len(caught.value.partial) > 100


def test_a_short_tiff_with_a_length_that_agrees(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    whole = client.image().body
    strike(client, "truncate_tiff", share=0.5)
    reply = client.image()
    assert reply.body == whole[: len(whole) // 2]
    assert reply.headers["Content-Type"] == "image/tiff"


def test_good_tiffs_of_the_wrong_kind(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    right, facts = client.image(script("return [s.B02, s.B03, s.B04];", count=3)).image
    for kind, expected in (("wrong_size", right[:, :-1, :-1]), ("wrong_bands", right[:-1])):
        strike(client, kind)
        wrong, wrong_facts = client.image(script("return [s.B02, s.B03, s.B04];", count=3)).image
        assert (wrong == expected).all()
        assert wrong_facts["geotransform"] == facts["geotransform"]
    strike(client, "wrong_bands")
    assert len(client.image(script("return [s.B02];")).pixels) == 2


@pytest.mark.parametrize("sample_type", ["UINT16", "INT16", "FLOAT32", "UINT8"])
def test_a_service_that_lies_about_dates(open_hub: Open, sample_type: str) -> None:
    client = open_hub(*SCENES)
    code = NumberCode(sample_type)
    digits = [number // code.base**place % code.base for number in DAYS for place in reversed(range(code.digits))]
    values = ", ".join(map(str, digits))
    evalscript = script(
        f"return [7, {values}, s[0].B04];", count=len(digits) + 2, sample_type=sample_type, mosaicking="ORBIT"
    )
    right = client.image(evalscript).pixels
    strike(client, "wrong_dates", days=3)
    wrong = client.image(evalscript).pixels
    for place, number in enumerate(DAYS):
        start = 1 + place * code.digits
        assert (code.decode(right[start : start + code.digits]) == number).all()
        assert (code.decode(wrong[start : start + code.digits]) == number + 3).all()
    assert (wrong[0] == 7).all()
    assert (wrong[-1] == right[-1]).all()


def test_pixels_without_a_date_keep_none(open_hub: Open) -> None:
    client = open_hub(StubScene("2020-01-05T10:00:00", holes=(3, 4)))
    evalscript = script(f"return [s.dataMask * {DAYS[0]}];")
    strike(client, "wrong_dates", days=-1)
    assert set(np.unique(client.image(evalscript).pixels)) == {0, DAYS[0] - 1}


def test_lies_reach_into_tars(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    responses = [{"format": {"type": "image/tiff"}}, {"identifier": "userdata"}]
    strike(client, "truncate_tiff", share=0.0)
    reply = client.process(ask_process(output__responses=responses), Accept="application/tar")
    with tarfile.open(fileobj=io.BytesIO(reply.body)) as archive:
        assert {entry.name: entry.size for entry in archive} == {"default.tif": 0, "userdata.json": 2}


def test_slow_and_still_right(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    strike(client, "slow", delay_s=0.7)
    started = time.monotonic()
    assert client.image().status == 200
    assert 0.7 <= time.monotonic() - started < 5


def test_skewed_clocks(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    strike(client, "clock_skew", skew_s=-86400.0)
    reply = client.image()
    assert reply.status == 200
    assert abs(parsedate_to_datetime(reply.headers["Date"]).timestamp() - (time.time() - 86400)) < 60
    assert len(reply.headers.get_all("Date")) == 1


def test_an_expired_token_stays_expired_until_it_is_renewed(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    client.headers()
    strike(client, "expired")
    assert [client.process().status for _ in range(3)] == [401, 401, 401]
    client.bearer = ""
    assert client.process().status == 200
