"""The HTTP gateway over real sockets: cancels, broken answers, and no secret in any message."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
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
    kept = False

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = f"{self.headers['Content-Type']} {self.headers['Authorization']} ".encode() + body
        self._answer(told)

    def _answer(self, body, status=200, announced=None, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if announced is None else announced))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        kind = self.path.split("/")[1]
        if kind == "page":
            self._answer(b"<html><title>Be right back</title></html>", Content_Type="text/html; charset=utf-8")
        elif kind == "away":
            self._answer(b'{"error": {"status": 429, "code": "RATE_LIMIT_EXCEEDED"}}', 429, Retry_After="1500")
        elif kind == "half":
            self._answer(b"x" * 10, announced=1000)
            self.release.wait(20)
        elif kind == "packed":
            self._answer(gzip.compress(b"x" * 10000)[:-20], announced=59, Content_Encoding="gzip")
        elif kind == "chunks":
            self.send_response(200 if "x=1" in self.path else 503)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (b"<Report><ServiceExc", b"eption>some</ServiceException>"):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.flush()
        elif kind == "stall":
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
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
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


class Counted(ThreadingHTTPServer):
    """Counts connections; can forget the kept ones without a word."""

    daemon_threads = True

    def __init__(self):
        self.connections = []
        super().__init__(("127.0.0.1", 0), type("KeepAlive", (Handler,), {"protocol_version": "HTTP/1.1"}))

    def get_request(self):
        connection, address = super().get_request()
        self.connections.append(connection)
        return connection, address


@pytest.fixture
def keeper():
    Handler.release.clear()
    server = Counted()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    server.address = f"http://127.0.0.1:{server.server_address[1]}"
    yield server
    Handler.release.set()
    server.shutdown()
    server.server_close()


def test_one_connection_serves_one_question_after_the_other(gateway, keeper):
    for _ in range(5):
        assert gateway.fetch_bytes(f"{keeper.address}/ok/", "x", SilentProgress()) == b"hello"
    assert len(keeper.connections) == 1


def test_a_kept_connection_that_died_is_replaced(gateway, keeper):
    gateway.fetch_bytes(f"{keeper.address}/ok/", "x", SilentProgress())
    keeper.connections[0].shutdown(socket.SHUT_RDWR)
    assert gateway.fetch_bytes(f"{keeper.address}/ok/", "x", SilentProgress()) == b"hello"
    assert len(keeper.connections) == 2


def test_many_threads_share_a_gateway_and_a_cancel_hits_one_only(gateway, keeper, tmp_path):
    results, progress = {}, Impatient()

    def work(number):
        try:
            if number == 0:
                ask(gateway, keeper.address, "stall", tmp_path / "0", progress)
            else:
                until = time.monotonic() + 1
                while time.monotonic() < until:
                    ask(gateway, keeper.address, "ok", tmp_path / str(number))
                results[number] = (tmp_path / str(number)).read_bytes()
        except Cancelled:
            results[number] = "cancelled"

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert results == {0: "cancelled", 1: b"hello", 2: b"hello", 3: b"hello"}
    assert len(keeper.connections) <= 4


def test_a_body_and_headers_are_posted(gateway, keeper, tmp_path):
    headers = {"Content-Type": "application/json", "Authorization": "Bearer t0ken"}
    target = tmp_path / "answer"
    gateway.download(f"{keeper.address}/api", "x", target, SilentProgress(), headers, b'{"a": 1}')
    assert target.read_bytes() == b'application/json Bearer t0ken {"a": 1}'


def test_a_netrc_file_does_not_replace_a_token(gateway, keeper, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("default login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("NO_PROXY", "*")
    headers = {"Authorization": "Bearer t0ken"}
    elsewhere = keeper.address.replace("127.0.0.1", "127.1")  # local places ignore such files anyway
    body = gateway.fetch_bytes(elsewhere, "x", SilentProgress(), headers, b"1")
    assert b"Bearer t0ken" in body


@pytest.mark.parametrize("way", ["bytes", "file"])
def test_a_web_page_is_no_answer_even_when_all_is_well(way, gateway, keeper, tmp_path):
    with pytest.raises(ServiceError, match="Be right back") as caught:
        if way == "file":
            ask(gateway, keeper.address, "page", tmp_path / "answer")
        else:
            gateway.fetch_bytes(f"{keeper.address}/page/", "x", SilentProgress())
    assert (caught.value.status, caught.value.is_page) == (200, True)
    assert not (tmp_path / "answer").exists()


def test_what_the_service_says_of_waiting_is_handed_on(gateway, keeper, tmp_path):
    with pytest.raises(ServiceError) as caught:
        ask(gateway, keeper.address, "away", tmp_path / "answer")
    assert (caught.value.status, caught.value.retry_after) == (429, "1500")
    assert caught.value.code == "RATE_LIMIT_EXCEEDED"


@pytest.mark.parametrize("kind", ["short", "packed", "chunks"])
def test_a_body_cut_short_is_no_answer_in_any_dress(kind, gateway, address):
    with pytest.raises(Unreachable) as caught:
        gateway.fetch_bytes(f"{address}/{kind}/?x=1", "x", SilentProgress())
    assert caught.value.may_pass and not caught.value.is_timeout


def test_a_refusal_cut_short_is_still_a_refusal(gateway, address):
    with pytest.raises(ServiceError, match="some") as caught:
        gateway.fetch_bytes(f"{address}/chunks/", "x", SilentProgress())
    assert caught.value.status == 503


def test_no_answer_in_time_and_an_answer_that_stops_are_told_apart(address):
    hasty = HttpGateway(NetworkSettings({}, read_timeout_s=0.3))
    with pytest.raises(Unreachable, match="no answer in time") as caught:
        hasty.fetch_bytes(f"{address}/stall/", "x", SilentProgress())
    assert caught.value.is_timeout
    with pytest.raises(Unreachable, match="half way") as caught:
        hasty.fetch_bytes(f"{address}/half/", "x", SilentProgress())
    assert caught.value.may_pass and not caught.value.is_timeout


def test_only_a_place_that_once_answered_is_worth_asking_again(gateway, keeper):
    with pytest.raises(Unreachable, match="not a web address") as caught:
        gateway.fetch_bytes("x://y", "x", SilentProgress())
    assert not caught.value.may_pass
    dead = Counted()
    dead.server_close()
    place = f"http://127.0.0.1:{dead.server_address[1]}/"
    with pytest.raises(Unreachable, match="refused") as caught:
        gateway.fetch_bytes(place, "x", SilentProgress())
    assert not caught.value.may_pass and not caught.value.is_away
    gateway.fetch_bytes(f"{keeper.address}/ok/", "x", SilentProgress())
    keeper.shutdown()
    keeper.server_close()
    for connection in keeper.connections:
        connection.shutdown(socket.SHUT_RDWR)
    with pytest.raises(Unreachable, match="refused") as caught:
        gateway.fetch_bytes(f"{keeper.address}/ok/", "x", SilentProgress())
    assert caught.value.may_pass and caught.value.is_away


def test_no_log_holds_what_is_posted_or_where_tokens_come_from(gateway, keeper, caplog):
    caplog.set_level("DEBUG")
    headers = {"Authorization": "Bearer s3cret-token"}
    body = b"client_secret=s3cret-client"
    for path in ("/auth/realms/s3cret-realm/token?x=s3cret-query", f"/configuration/instances/{SECRET_PLACE}/layers"):
        gateway.fetch_bytes(keeper.address + path, "x", SilentProgress(), headers, body)
    assert "/auth/…" in caplog.text
    assert "s3cret" not in caplog.text and SECRET_PLACE not in caplog.text


def test_settings_do_not_show_the_password_of_a_proxy():
    settings = NetworkSettings({"https": "http://me:s3cret@proxy:3128"}, certificates_pem="PEM")
    assert "s3cret" not in repr(settings)


@pytest.fixture(scope="module")
def own_certificate(tmp_path_factory):
    """Key and certificate of 127.0.0.1 that no authority knows."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, certificate


@pytest.fixture
def secure_address(own_certificate):
    server = Counted()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate[1], own_certificate[0])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_certificate_that_nobody_vouches_for_is_refused(gateway, secure_address):
    with pytest.raises(Unreachable, match="certificate") as caught:
        gateway.fetch_bytes(f"{secure_address}/ok/", "x", SilentProgress())
    assert not caught.value.may_pass


def test_a_certificate_that_qgis_trusts_is_trusted_everywhere_or_at_its_host(secure_address, own_certificate):
    pem = own_certificate[1].read_text()
    place = secure_address[len("https://") :]
    everywhere = HttpGateway(NetworkSettings({}, certificates_pem=pem))
    assert everywhere.fetch_bytes(f"{secure_address}/ok/", "x", SilentProgress()) == b"hello"
    here = HttpGateway(NetworkSettings({}, host_certificates_pem={place: pem}))
    assert here.fetch_bytes(f"{secure_address}/ok/", "x", SilentProgress()) == b"hello"
    elsewhere = HttpGateway(NetworkSettings({}, host_certificates_pem={"example.org:443": pem}))
    with pytest.raises(Unreachable, match="certificate"):
        elsewhere.fetch_bytes(f"{secure_address}/ok/", "x", SilentProgress())


def test_a_cancel_works_over_tls(secure_address, own_certificate, tmp_path):
    gateway = HttpGateway(NetworkSettings({}, certificates_pem=own_certificate[1].read_text()))
    progress = Impatient()
    with pytest.raises(Cancelled):
        ask(gateway, secure_address, "stall", tmp_path / "answer", progress)
    assert time.monotonic() - progress.until < 1.0
    Handler.release.set()
