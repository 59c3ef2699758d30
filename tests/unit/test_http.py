"""The HTTP gateway over real sockets: cancels, broken answers, and no secret in any message."""

from __future__ import annotations

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("requests")

from timestack.plugin.bridge.http import HttpGateway, NetworkSettings
from timestack.plugin.core.errors import Cancelled, FileProblem, ServiceError, Unreachable
from timestack.plugin.core.progress import SilentProgress

SECRET_PLACE = "12345678-aaaa-bbbb-cccc-1234567890ab"


class Handler(BaseHTTPRequestHandler):
    release = threading.Event()

    def do_GET(self):
        kind = self.path.split("/")[1]
        if kind == "stall":
            self.release.wait(20)
        elif kind == "trickle":
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            while not self.release.is_set():
                self.wfile.write(b"x" * 100)
                self.wfile.flush()
                time.sleep(0.05)
        elif kind == "short":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"x" * 10)
        elif kind == "no":
            body = b"<Report><ServiceException><![CDATA[ no layer ]]></ServiceException></Report>"
            self.send_response(400)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        elif kind == "elsewhere":
            self.send_response(302)
            self.send_header("Location", "/ok/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.send_response(200)
            self.send_header("Content-Length", "5")
            self.send_header("X-Agent", self.headers["User-Agent"])
            self.end_headers()
            self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


@pytest.fixture
def address():
    Handler.release.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    Handler.release.set()
    server.shutdown()
    server.server_close()


class Impatient(SilentProgress):
    """Cancelled half a second from now."""

    def __init__(self):
        self.until = time.monotonic() + 0.5

    def is_cancelled(self):
        return time.monotonic() > self.until


@pytest.fixture
def gateway():
    return HttpGateway(NetworkSettings({}, "Timestack/test", read_timeout_s=30))


def ask(gateway, address, kind, target, progress=None):
    url = f"{address}/{kind}/{SECRET_PLACE}?x=1"
    return gateway.download(url, f"{address}/{kind}", target, progress or SilentProgress())


def test_an_answer_is_streamed_into_its_file(gateway, address, tmp_path):
    headers = ask(gateway, address, "ok", tmp_path / "answer")
    assert (tmp_path / "answer").read_bytes() == b"hello"
    assert headers["x-agent"] == "Timestack/test"


@pytest.mark.parametrize("kind", ["stall", "trickle"])
def test_cancel_works_within_a_second_and_leaves_nothing(kind, gateway, address, tmp_path):
    progress = Impatient()
    with pytest.raises(Cancelled):
        ask(gateway, address, kind, tmp_path / "answer", progress)
    assert time.monotonic() - progress.until < 1.0
    assert not (tmp_path / "answer").exists()


def test_a_truncated_answer_is_no_answer(gateway, address, tmp_path):
    with pytest.raises(Unreachable) as caught:
        ask(gateway, address, "short", tmp_path / "answer")
    assert "of 1000 bytes" in caught.value.reason or "broke" in caught.value.reason
    assert not (tmp_path / "answer").exists()


def test_a_refusal_is_read(gateway, address, tmp_path):
    with pytest.raises(ServiceError) as caught:
        ask(gateway, address, "no", tmp_path / "answer")
    assert (caught.value.status, caught.value.detail) == (400, "no layer")


def test_redirects_are_not_followed_with_a_secret_in_hand(gateway, address, tmp_path):
    with pytest.raises(ServiceError):
        ask(gateway, address, "elsewhere", tmp_path / "answer")


def test_a_dead_address_and_an_unknown_host_are_told_apart(gateway, tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(Unreachable, match="refused"):
        ask(gateway, dead, "x", tmp_path / "answer")
    with pytest.raises(Unreachable, match=r"not known|connection failed"):
        ask(gateway, "http://host.invalid", "x", tmp_path / "answer")


@pytest.mark.parametrize("address_of", ["http://host.invalid", "http://127.0.0.1:1", "https://127.0.0.1:1", "x://y"])
def test_no_message_holds_the_secret(address_of, gateway, tmp_path):
    with pytest.raises(Unreachable) as caught:
        ask(gateway, address_of, "x", tmp_path / "answer")
    shown = "".join((str(caught.value), repr(caught.value), repr(caught.value.args)))
    assert SECRET_PLACE not in shown


def test_a_folder_that_cannot_be_written_is_a_file_problem(gateway, address, tmp_path):
    with pytest.raises(FileProblem):
        ask(gateway, address, "ok", tmp_path / "missing" / "answer")


def test_no_log_holds_the_secret(gateway, address, tmp_path, caplog):
    caplog.set_level("DEBUG")
    gateway.download(
        f"{address}/ogc/wcs/{SECRET_PLACE}?x=1", f"{address}/ogc/wcs", tmp_path / "answer", SilentProgress()
    )
    assert "/ogc/wcs/…" in caplog.text, "urllib3 does log the path at this level"
    assert SECRET_PLACE not in caplog.text
