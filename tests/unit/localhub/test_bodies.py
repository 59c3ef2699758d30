# SPDX-License-Identifier: GPL-2.0-or-later
"""Bodies that are too long, too slow, or announced wrongly."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hub_stub import StubScene
from post_client import Poster, ask_process

from timestack.plugin.localhub import HubLimits

Open = Callable[..., Poster]
SCENE = StubScene("2020-01-05T10:00:00")
HEAD = "POST /api/v1/process HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


def talk(client: Poster, text: str, pieces: tuple[bytes, ...] = (), pause_s: float = 0.0) -> bytes:
    """Send bytes as they are, and read until the hub closes."""
    host, port = client.hub.address[7:].split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(text.encode("latin-1"))
        for piece in pieces:
            time.sleep(pause_s)
            try:
                connection.sendall(piece)
            except OSError:
                break
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
        return answer


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("", 411), ("Content-Length: \r\n", 411), ("Transfer-Encoding: chunked\r\n", 411),
        ("Content-Length: -1\r\n", 400),
        ("Content-Length: many\r\n", 400), ("Content-Length: \u00b2\r\n", 400), ("Content-Length: 999999999\r\n", 413),
        ("Content-Length: 99999999999999999999999999\r\n", 413),
    ],
)  # fmt: skip
def test_lengths_that_are_refused(open_hub: Open, header: str, status: int) -> None:
    answer = talk(open_hub(SCENE), f"{HEAD}{header}\r\n")
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert answer.count(b"HTTP/1.1") == 1


def test_the_longest_body_is_a_limit_of_the_hub(open_hub: Open) -> None:
    client = open_hub(SCENE, limits=HubLimits(max_body_bytes=2000))
    assert client.process().status == 200
    asked = ask_process(evalscript="//" + "x" * 2000)
    with suppress(OSError):  # the hub answers without reading; the client may still be sending
        assert client.process(asked).status == 413
    assert client.process().status == 200


def test_slow_bodies_are_given_up(open_hub: Open) -> None:
    client = open_hub(SCENE, limits=HubLimits(body_time_limit_s=0.5))
    started = time.monotonic()
    silent = talk(client, f"{HEAD}Content-Length: 100\r\n\r\n")
    assert silent.startswith(b"HTTP/1.1 408 ")
    dripping = talk(client, f"{HEAD}Content-Length: 100\r\n\r\n", (b"{",) * 20, pause_s=0.1)
    assert dripping.startswith(b"HTTP/1.1 408 ") or dripping == b""
    assert time.monotonic() - started < 8
    assert client.process().status == 200


def test_a_body_that_breaks_off_harms_nobody(open_hub: Open) -> None:
    client = open_hub(SCENE)
    host, port = client.hub.address[7:].split(":")
    for _ in range(5):
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(f"{HEAD}Content-Length: 100\r\n\r\n{{".encode())
    assert client.process().status == 200


def test_an_answered_body_is_not_the_next_question(open_hub: Open) -> None:
    client = open_hub(SCENE)
    body = b'{"a": 1}'
    twice = f"{HEAD}Content-Length: {len(body)}\r\n\r\n".encode() + body
    last = twice.replace(b"Content-Type", b"Connection: close\r\nContent-Type")
    answer = talk(client, (twice + last).decode())
    assert answer.count(b"HTTP/1.1 401 ") == 2


def test_many_ask_at_once(open_hub: Open) -> None:
    client = open_hub(SCENE)
    client.headers()
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(client.process().status)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 12
