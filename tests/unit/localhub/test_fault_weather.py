# SPDX-License-Identifier: GPL-2.0-or-later
"""All faults at once: a hub that misbehaves stays a hub."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable
from urllib.error import URLError

import numpy as np
import pytest
from hub_stub import StubScene, script
from post_client import Poster, ask_process

from timestack.plugin.localhub import Allowance, FaultPlan, FaultRule
from timestack.plugin.localhub.faults import KINDS

Open = Callable[..., Poster]
SCENES = (StubScene("2020-01-05T10:00:00"), StubScene("2020-01-10T10:00:00"))
DATED = script("return [s.B03, s.B04, 18271];", count=3)
QUICK = {"probability": 0.7 / len(KINDS), "wait_s": 0.01, "delay_s": 0.02, "hang_s": 0.05}
_PROBLEMS = (
    URLError, http.client.HTTPException, OSError, AssertionError, AttributeError, KeyError, ValueError, RuntimeError,
)  # fmt: skip


def ask_until_right(client: Poster, width: int, expected: np.ndarray) -> int:
    """Ask both services until the answer is right. Returns how often that took."""
    for attempt in range(1, 30):
        ask = client.process if width % 2 else client.image
        try:
            if not client.bearer:
                client.bearer = client.sign_in().json["access_token"]
            if width % 2:
                reply = ask(ask_process(DATED, output__width=width))
            else:
                reply = ask(DATED, WIDTH=width)
            if reply.status == 401:
                client.bearer = ""
            if np.array_equal(reply.pixels, expected):
                return attempt
        except _PROBLEMS:
            continue
    raise AssertionError("no right answer")


@pytest.mark.parametrize("seed", [1, 2])
def test_who_is_patient_gets_every_answer(open_hub: Open, seed: int) -> None:
    client = open_hub(*SCENES, allowance=Allowance(units_per_minute=1e6))
    widths = range(20, 60)
    expected = {width: client.image(DATED, WIDTH=width).pixels for width in widths}
    client.hub.account.forget()
    rules = tuple(FaultRule(kind, **QUICK) for kind in KINDS)
    client.hub.set_faults(FaultPlan(rules, seed, per_question=2))
    attempts: dict[int, int] = {}

    def work(mine: list[int]) -> None:
        own = Poster(client.hub)
        for width in mine:
            attempts[width] = ask_until_right(own, width, expected[width])

    threads = [threading.Thread(target=work, args=(list(widths)[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(attempts) == list(widths)
    struck = client.hub.faults.struck
    assert sum(struck.values()) > 20
    assert sum(1 for entry in client.hub.account.entries if entry.fault) == sum(struck.values())
    harmless = ("", "slow", "clock_skew")
    good = {entry.key for entry in client.hub.account.entries if entry.units and entry.fault in harmless}
    assert len(good) == len(widths)


def test_a_hub_full_of_stalled_connections_stops_at_once(open_hub: Open) -> None:
    client = open_hub(*SCENES, faults=FaultPlan((FaultRule("stall", probability=1.0),)))
    host, port = client.hub.address[7:].split(":")
    waiting = [socket.create_connection((host, int(port)), timeout=10) for _ in range(20)]
    for connection in waiting:
        connection.sendall(b"GET /ogc/wfs/demo?SERVICE=WFS HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    until = time.monotonic() + 5
    while sum(client.hub.faults.struck.values()) < 20 and time.monotonic() < until:
        time.sleep(0.02)
    started = time.monotonic()
    client.hub.stop()
    assert time.monotonic() - started < 2
    for connection in waiting:
        assert connection.recv(100) == b""
        connection.close()


def test_threads_of_those_who_gave_up_end(open_hub: Open) -> None:
    client = open_hub(*SCENES, faults=FaultPlan((FaultRule("stall", probability=1.0),)))
    before = threading.active_count()
    host, port = client.hub.address[7:].split(":")
    for _ in range(10):
        connection = http.client.HTTPConnection(host, int(port), timeout=0.1)
        connection.request("GET", "/ogc/wfs/demo?SERVICE=WFS")
        with pytest.raises(TimeoutError):
            connection.getresponse()
        connection.close()
    until = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.05)
    assert threading.active_count() <= before
