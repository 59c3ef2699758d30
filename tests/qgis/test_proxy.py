# SPDX-License-Identifier: GPL-2.0-or-later
"""A fetch through a proxy of QGIS's settings to a service over TLS: real sockets, real certificates, a host that no
name server knows."""

from __future__ import annotations

import base64
import shutil
import socket
import ssl
import subprocess
import time

import numpy as np
import pytest
from connection_profile import open_auth_database
from relay import Listener, pipe
from storm_source import StormSource

pytest.importorskip("qgis.core")

from qgis.core import QgsApplication, QgsAuthCertUtils, QgsSettings
from qgis.PyQt.QtNetwork import QSslCertificate

from timestack.plugin.core.errors import Cancelled, Unreachable

INSTANCE = "7a9e4c1d-55aa-4b1c-9f00-00c0ffee1234"
HOST, USER, WORD = "sh.example.org", "me@work", "s3cret/word"
ORDER = {
    "connection": f"https://{HOST}/ogc/wcs", "collection": "sentinel-2-l2a", "start": "2021-05-01", "end": "2021-05-20",
    "bands": ["B04", "B08"], "bbox": [501000, 5098000, 501400, 5098300], "crs": "EPSG:32633",
}  # fmt: skip


def as_local(block: bytes) -> bytes:
    """The hub answers to a name of this computer only."""
    return block.replace(f"Host: {HOST}\r\n".encode(), b"Host: localhost\r\n")


class Proxy:
    """Lets CONNECT through to one port, whatever the name; ``answer`` replaces that by a refusal or silence."""

    def __init__(self, port: int) -> None:
        self.asked: list[str] = []
        self.answer = ""
        self._port = port
        self.listener = Listener(self._serve)

    def _serve(self, client: socket.socket) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += client.recv(1)
        line, *headers = head.decode().strip().split("\r\n")
        self.asked.append(line)
        login = "Basic " + base64.b64encode(f"{USER}:{WORD}".encode()).decode()
        if self.answer == "silence":
            time.sleep(60)
        elif self.answer:
            client.sendall(f"HTTP/1.1 {self.answer}\r\nContent-Length: 0\r\n\r\n".encode())
        elif f"Proxy-Authorization: {login}" not in headers:
            client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        else:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with socket.create_connection(("127.0.0.1", self._port)) as server:
                pipe(client, server)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A certificate of the host and of another one, by an authority of our own: paths by name."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl to make certificates")
    folder = tmp_path_factory.mktemp("tls")
    made = {"authority": (folder / "authority.key", folder / "authority.pem")}

    def run(*arguments):
        subprocess.run([openssl, *map(str, arguments)], check=True, capture_output=True)

    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Our authority",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign",
        "-keyout", made["authority"][0], "-out", made["authority"][1])  # fmt: skip
    for name in (HOST, "another.example.org"):
        key, request, pem, more = (folder / f"{name}.{end}" for end in ("key", "csr", "pem", "ext"))
        more.write_text(f"subjectAltName=DNS:{name}\nauthorityKeyIdentifier=keyid\n")  # Python 3.13 insists on it
        run("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", key, "-out", request)
        run("x509", "-req", "-in", request, "-CA", made["authority"][1], "-CAkey", made["authority"][0],
            "-CAcreateserial", "-days", "2", "-extfile", more, "-out", pem)  # fmt: skip
        made[name] = (key, pem)
    return made


@pytest.fixture
def trusted(qgis_app, authority):
    """The authority among those that QGIS's user added."""
    open_auth_database()
    manager = QgsApplication.authManager()
    certificate = QSslCertificate(authority["authority"][1].read_bytes())
    assert manager.storeCertAuthority(certificate)
    manager.storeCertTrustPolicy(certificate, QgsAuthCertUtils.CertTrustPolicy.Trusted)
    manager.initSslCaches()
    yield
    manager.removeCertAuthority(certificate)
    manager.removeCertTrustPolicies([certificate])
    manager.initSslCaches()


@pytest.fixture
def hub(qgis_app, monkeypatch):
    from timestack.plugin.localhub import Hub

    monkeypatch.setenv("TIMESTACK_INSTANCE_ID", INSTANCE)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Hub({INSTANCE: (StormSource(),)}) as hub:
        yield hub


def wrap(hub, key, certificate) -> Listener:
    """The hub behind TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def serve(client: socket.socket) -> None:
        address = ("127.0.0.1", int(hub.address.rsplit(":", 1)[1]))
        with context.wrap_socket(client, server_side=True) as secure, socket.create_connection(address) as server:
            pipe(secure, server, as_local)

    return Listener(serve)


@pytest.fixture
def proxy(hub, authority):
    front = wrap(hub, *authority[HOST])
    proxy = Proxy(front.port)
    set_proxy(proxy.listener.port)
    yield proxy
    QgsSettings().remove("proxy")
    proxy.listener.close()
    front.close()


def set_proxy(port: int, **more) -> None:
    """As in QGIS's options."""
    values = {
        "proxyEnabled": True, "proxyType": "HttpProxy", "proxyHost": "127.0.0.1", "proxyPort": str(port),
        "proxyUser": USER, "proxyPassword": WORD, **more,
    }  # fmt: skip
    for key, value in values.items():
        QgsSettings().setValue(f"proxy/{key}", value)


def fetch(tmp_path, **more):
    import timestack

    return timestack.fetch_stack(**{**ORDER, **more}, output=tmp_path / "s.tif")


def test_a_fetch_goes_through_the_proxy_and_verifies_the_host_behind_it(trusted, hub, proxy, tmp_path):
    stack = fetch(tmp_path)
    assert {line.rsplit(" ", 1)[0] for line in proxy.asked} == {f"CONNECT {HOST}:443"}
    direct = fetch(tmp_path, connection=f"{hub.address}/ogc/wcs")
    np.testing.assert_array_equal(stack.read().data, direct.read().data)


class Hasty:
    """Wants to stop after a while."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds

    def report(self, done: float) -> None:
        pass

    def tell(self, message: str) -> None:
        pass

    def is_cancelled(self) -> bool:
        return time.monotonic() > self.until


def test_a_proxy_that_says_nothing_does_not_hold_up_a_cancel(trusted, proxy, tmp_path):
    proxy.answer = "silence"
    progress = Hasty(0.5)
    with pytest.raises(Cancelled):
        fetch(tmp_path, progress=progress)
    assert time.monotonic() - progress.until < 3.0 and proxy.asked


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("login", "the proxy wants another login"),
        ("403 Forbidden", "the proxy does not allow it"),
        ("nobody", "the proxy of QGIS's network settings cannot be reached"),
    ],
)
def test_what_the_proxy_refuses_is_told_at_once_and_without_its_password(trusted, proxy, tmp_path, harm, words):
    if harm == "login":
        set_proxy(proxy.listener.port, proxyPassword="s3cret but wrong")
    elif harm == "nobody":
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        set_proxy(port)
    else:
        proxy.answer = harm
    began = time.monotonic()
    with pytest.raises(Unreachable, match=words) as caught:
        fetch(tmp_path)
    assert time.monotonic() - began < 5.0
    assert "s3cret" not in str(caught.value) and HOST in str(caught.value)


def test_a_proxy_that_is_busy_for_a_while_is_asked_again(trusted, proxy, tmp_path, monkeypatch):
    from timestack.plugin.core.weather import Patience

    def heal(*_):
        proxy.answer = ""
        return 0.01

    proxy.answer = "503 Service Unavailable"
    monkeypatch.setattr(Patience, "wait_s", heal)
    assert fetch(tmp_path).shape[0] == 9


def test_without_trust_or_with_another_name_nothing_is_sent(request, hub, proxy, authority, tmp_path):
    began = time.monotonic()
    with pytest.raises(Unreachable, match="certificate could not be verified"):
        fetch(tmp_path)
    request.getfixturevalue("trusted")
    other = wrap(hub, *authority["another.example.org"])
    proxy._port = other.port
    with pytest.raises(Unreachable, match="certificate could not be verified"):
        fetch(tmp_path)
    other.close()
    assert time.monotonic() - began < 10.0 and not hub.account.entries
