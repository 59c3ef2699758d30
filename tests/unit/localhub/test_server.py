# SPDX-License-Identifier: GPL-2.0-or-later
"""The server itself: who may ask, how connections live, how everything ends."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hub_stub import BOUNDS, CRS, Client, Reply, StubScene, StubSource, script

from timestack.plugin.localhub import Hub, HubLimits

Serve = Callable[..., Client]
SCENE = StubScene("2020-01-05T10:00:00")
ENDLESS = script("let x = 0; while (true) { x = x + s.B02; } return [x];")
PATH = "/ogc/wms/demo?SERVICE=WMS&REQUEST=GetCapabilities&FORMAT=application/json"


def connect(client: Client) -> http.client.HTTPConnection:
    host, port = client.hub.address[7:].split(":")
    return http.client.HTTPConnection(host, int(port), timeout=20)


def test_listens_on_this_computer_only(serve: Serve) -> None:
    client = serve(SCENE)
    assert client.hub.address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil:1", ""])
def test_foreign_host_names_are_refused(serve: Serve, host: str) -> None:
    connection = connect(serve(SCENE))
    connection.request("GET", PATH, headers={"Host": host})
    response = connection.getresponse()
    assert response.status == 403
    assert b"layers" not in response.read()


@pytest.mark.parametrize(
    "header", [("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")]
)
def test_web_pages_are_refused(serve: Serve, header: tuple[str, str]) -> None:
    connection = connect(serve(SCENE))
    connection.request("GET", PATH, headers=dict([header]))
    assert connection.getresponse().status == 403


def test_a_fixed_port_can_be_taken_again_at_once() -> None:
    with Hub(StubSource(SCENE)) as hub:
        port = int(hub.address.split(":")[2])
        connection = connect(Client(hub))
        connection.request("GET", PATH)
        connection.getresponse().read()
    with Hub(StubSource(SCENE), port) as again:
        assert Client(again).features().status == 200


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1", "[::1]:80"])
def test_names_of_this_computer_are_fine(serve: Serve, host: str) -> None:
    connection = connect(serve(SCENE))
    connection.request("GET", PATH, headers={"Host": host})
    assert connection.getresponse().status == 200


def test_connections_are_kept(serve: Serve) -> None:
    connection = connect(serve(SCENE))
    connection.request("GET", PATH)
    first = connection.getresponse()
    size = len(first.read())
    assert int(first.headers["Content-Length"]) == size
    used = connection.sock
    connection.request("HEAD", PATH)
    head = connection.getresponse()
    assert (int(head.headers["Content-Length"]), head.read()) == (size, b"")
    connection.request("GET", "/nowhere")
    assert connection.getresponse().read()
    connection.request("GET", PATH)
    assert connection.getresponse().status == 200
    assert connection.sock is used


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
def test_other_methods_are_refused_as_json(serve: Serve, method: str) -> None:
    connection = connect(serve(SCENE))
    connection.request(method, PATH)
    response = connection.getresponse()
    assert response.status == 405
    assert b'"code": "COMMON_METHOD_NOT_ALLOWED"' in response.read()


def test_nonsense_gets_an_answer(serve: Serve) -> None:
    client = serve(SCENE)
    for nonsense in (
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", int(client.hub.address.split(":")[2])), 5) as raw:
            raw.sendall(nonsense)
            raw.shutdown(socket.SHUT_WR)
            raw.recv(65536)
    assert client.features().status == 200


def test_long_addresses(serve: Serve) -> None:
    connection = connect(serve(SCENE))
    connection.request("GET", f"{PATH}&PADDING={'x' * 50_000}")
    assert connection.getresponse().status == 200
    connection = connect(serve(SCENE))
    connection.request("GET", f"{PATH}&PADDING={'x' * 70_000}")
    assert connection.getresponse().status == 414
    connection = connect(serve(SCENE, max_url_bytes=8192))
    connection.request("GET", f"{PATH}&PADDING={'x' * 9000}")
    response = connection.getresponse()
    assert response.status == 414
    assert b'"status": 414' in response.read()


def test_too_many_parameters(serve: Serve) -> None:
    connection = connect(serve(SCENE))
    connection.request("GET", PATH + "&a=1" * 1000)
    assert connection.getresponse().status == 400


def test_percent_encoded_path(serve: Serve) -> None:
    connection = connect(serve(SCENE))
    connection.request("GET", "/ogc/w%63s/demo?" + quote("SERVICE=WCS&REQUEST=GetCapabilities", safe="=&"))
    assert connection.getresponse().status == 200


def test_endless_script_ends_at_the_time_limit(serve: Serve) -> None:
    started = time.monotonic()
    reply = serve(SCENE, time_limit_s=0.5).image(ENDLESS)
    assert reply.status == 400
    assert "stopped after" in reply.text
    assert time.monotonic() - started < 5


def test_other_questions_are_answered_meanwhile(serve: Serve) -> None:
    client = serve(SCENE, time_limit_s=3.0)
    running = threading.Thread(target=client.image, args=(ENDLESS,))
    running.start()
    time.sleep(0.2)
    started = time.monotonic()
    assert client.features().status == 200
    assert client.image(script("return [s.B02];")).status == 200
    assert time.monotonic() - started < 2.5
    running.join(10)


def test_stop_ends_a_running_script() -> None:
    hub = Hub(StubSource(SCENE), limits=HubLimits(time_limit_s=60)).start()
    client, replies = Client(hub), []

    def ask() -> None:
        try:
            replies.append(client.image(ENDLESS))
        except OSError as error:
            replies.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.5)
    before = {thread.ident for thread in threading.enumerate()}
    started = time.monotonic()
    hub.stop()
    asking.join(5)
    assert not asking.is_alive()
    assert time.monotonic() - started < 3
    assert not isinstance(replies[0], Reply) or replies[0].status == 503
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline and any("process_request" in t.name for t in threading.enumerate()):
        time.sleep(0.05)
    left = [t.name for t in threading.enumerate() if t.ident in before and "process_request" in t.name]
    assert left == []


def test_stop_closes_idle_connections_and_frees_the_port() -> None:
    hub = Hub(StubSource(SCENE)).start()
    port = int(hub.address.split(":")[2])
    connection = connect(Client(hub))
    connection.request("GET", PATH)
    connection.getresponse().read()
    hub.stop()
    hub.stop()
    connection.sock.settimeout(5)
    assert connection.sock.recv(1) == b""
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), 1)
    with pytest.raises(RuntimeError):
        _ = hub.address


def test_hub_may_be_started_again() -> None:
    hub = Hub(StubSource(SCENE))
    for _ in range(2):
        with hub:
            assert Client(hub).features().status == 200


def test_many_questions_at_once_get_their_own_answers(serve: Serve) -> None:
    """The same script with different scenes in many threads: nothing of one question shows in another."""
    client = serve(*(StubScene(f"2020-01-{day:02d}T10:00:00") for day in range(1, 21)))
    text = script(
        "return [s.length, scenes.orbits[0].dateFrom.slice(8, 10) * 1, s[0].B02];", mosaicking="ORBIT", count=3,
        extra="var seen = 0; function preProcessScenes(c) { seen = seen + 1; return c; }",
    )  # fmt: skip
    wrong: list = []

    def ask(day: int) -> None:
        reply = client.image(text, TIME=f"2020-01-{day:02d}/2020-01-20", PRIORITY="leastRecent", WIDTH=7, HEIGHT=7)
        if reply.pixels[:, 0, 0].tolist() != [21 - day, day, 100 * day]:
            wrong.append((day, reply.pixels[:, 0, 0]))

    threads = [threading.Thread(target=ask, args=(day,)) for day in range(1, 21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


def test_nothing_is_printed(serve: Serve, capfd: pytest.CaptureFixture) -> None:
    client = serve(SCENE)
    client.image()
    client.image(CRS="EPSG:1")
    client.image(script("throw 1;"), BBOX=",".join(map(str, BOUNDS)), CRS=CRS)
    assert capfd.readouterr() == ("", "")
