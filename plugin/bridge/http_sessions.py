# SPDX-License-Identifier: GPL-2.0-or-later
"""Kept-alive connections: sessions of requests that another thread can cut, each used by one question at a time.

TLS certificates are always verified: against the usual authorities, and those that QGIS trusts besides.
"""

from __future__ import annotations

import logging
import os
import re
import socket
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import DEFAULT_POOLBLOCK, HTTPAdapter

_MOST_IDLE = 8
_STALE_S = 45.0
"""Connections idle for longer are not used again: routers forget them without a word."""

_LOCAL = ("127.0.0.1", "localhost", "::1")
_SECRET_PLACES = (
    (re.compile(r"(/ogc/(?:wcs|wfs|wms|wmts|fis))/[^?\s]*(?:\?\S*)?", re.IGNORECASE), r"\1/…"),
    (re.compile(r"(/(?:auth|oauth)/)\S*", re.IGNORECASE), r"\1…"),
    (re.compile(r"\?\S*"), "?…"),
    (re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE), "…"),
)


@dataclass(frozen=True)
class NetworkSettings:
    """How to reach the network, as the user set it up in QGIS."""

    proxies: Mapping[str, str] = field(repr=False)
    """As requests takes them, empty for none (or the environment's). They may hold a password."""

    user_agent: str = "Timestack"
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 300.0
    """Longest silence while waiting for a stack."""

    direct: tuple[str, ...] = ()
    """Beginnings of addresses that are asked without the proxy."""

    certificates_pem: str = field(default="", repr=False)
    """Certificates to trust besides the usual authorities."""

    host_certificates_pem: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Certificates to trust for one ``host:port`` only."""


class HttpSession:
    """One session: asks one question at a time, and can be cut off by anybody meanwhile."""

    def __init__(self, url: str, settings: NetworkSettings) -> None:
        self.is_used = False
        """Whether an earlier question has left a connection open here."""

        self.idle_since = 0.0
        self._settings = settings
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._is_cut = False
        self._session = requests.Session()
        self._session.headers["User-Agent"] = settings.user_agent
        self._session.auth = _leave_alone
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _WatchedAdapter(self))
        if _is_direct(url, settings):
            self._session.trust_env = False
        else:
            self._session.proxies.update(settings.proxies)

    def send(self, url: str, headers: Mapping[str, str], body: bytes | None) -> requests.Response:
        """Ask, and return when the answer begins. With a body the question is a POST.

        :raises requests.RequestException: when no answer begins.
        """
        settings = self._settings
        return self._session.request(
            "GET" if body is None else "POST",
            url,
            headers=dict(headers),
            data=body,
            stream=True,
            timeout=(settings.connect_timeout_s, settings.read_timeout_s),
            allow_redirects=False,
            verify=_authorities(url, settings),
        )

    def note(self, connection: socket.socket) -> None:
        """A socket that a cut must reach; cut at once where that has already happened."""
        with self._lock:
            self._sockets.append(connection)
            if self._is_cut:
                _shut(connection)

    def cut(self) -> None:
        """Break the connection so that the asking thread ends soon, and the other side learns that nobody waits.

        Closing the response would wait for the thread's own read to return; shutting the socket ends that read.
        """
        with self._lock:
            self._is_cut = True
            for connection in self._sockets:
                _shut(connection)

    def close(self) -> None:
        """Let go of everything."""
        self._session.close()


class SessionPool:
    """Idle sessions, by the place they are connected to. Safe from any thread."""

    def __init__(self, settings: NetworkSettings) -> None:
        self._settings = settings
        self._idle: dict[tuple[str, str], list[HttpSession]] = {}
        self._lock = threading.Lock()

    def take(self, url: str) -> HttpSession:
        """A session for one question: one with an open connection where there is one."""
        oldest = time.monotonic() - _STALE_S
        with self._lock:
            idle = self._idle.get(_place(url), [])
            stale = [session for session in idle if session.idle_since < oldest]
            idle[:] = [session for session in idle if session not in stale]
            session = idle.pop() if idle else None
        for old in stale:
            old.close()
        return session or HttpSession(url, self._settings)

    def give_back(self, url: str, session: HttpSession) -> None:
        """Keep a session whose answer was read to its end."""
        session.is_used, session.idle_since = True, time.monotonic()
        with self._lock:
            idle = self._idle.setdefault(_place(url), [])
            if len(idle) < _MOST_IDLE:
                idle.append(session)
                return
        session.close()

    def close(self) -> None:
        """Close what is idle; sessions in use are closed by their users."""
        with self._lock:
            idle = [session for sessions in self._idle.values() for session in sessions]
            self._idle.clear()
        for session in idle:
            session.close()


class _WatchedAdapter(HTTPAdapter):
    """Tells a session of every socket that is opened for it, with a proxy or without."""

    def __init__(self, session: HttpSession) -> None:
        self._watcher = session
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = DEFAULT_POOLBLOCK, **pool_kwargs: Any
    ) -> None:
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
        self._watch(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        is_new = proxy not in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **proxy_kwargs)
        if is_new:
            self._watch(manager)
        return manager

    def _watch(self, manager: Any) -> None:
        classes = manager.pool_classes_by_scheme
        manager.pool_classes_by_scheme = {name: _watched(kind, self._watcher) for name, kind in classes.items()}


def _watched(pool_class: Any, session: HttpSession) -> Any:
    class Connection(pool_class.ConnectionCls):
        def _new_conn(self) -> Any:  # before the handshake of TLS, which may stall as well
            connection = super()._new_conn()
            session.note(connection)
            return connection

        def connect(self) -> None:
            super().connect()
            session.note(self.sock)

    return type(pool_class.__name__, (pool_class,), {"ConnectionCls": Connection})


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # already closed


def _leave_alone(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from replacing our token by what a .netrc file says of the host."""
    return request


def _is_direct(url: str, settings: NetworkSettings) -> bool:
    """Whether no proxy is asked, neither QGIS's nor the environment's."""
    is_excluded = url.lower().startswith(tuple(beginning.lower() for beginning in settings.direct))
    return urlsplit(url).hostname in _LOCAL or (bool(settings.proxies) and is_excluded)


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower()


def _authorities(url: str, settings: NetworkSettings) -> bool | str:
    """What requests verifies certificates with: its own authorities, or a file of those and ours."""
    parts = urlsplit(url)
    if parts.scheme.lower() != "https":
        return True
    own = settings.host_certificates_pem.get(f"{parts.hostname}:{parts.port or 443}", "")
    pem = "\n".join(text for text in (settings.certificates_pem, own) if text)
    return _bundle(pem) if pem else True


@lru_cache(maxsize=32)
def _bundle(pem: str) -> str:
    """A file with the usual authorities and these."""
    usual = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or requests.certs.where()
    beginning = Path(usual).read_text("utf-8", "replace") if os.path.isfile(usual) else ""
    path = Path(_bundle_folder().name) / f"authorities-{len(os.listdir(_bundle_folder().name))}.pem"
    path.write_text(f"{beginning}\n{pem}\n", "utf-8")
    return str(path)


@lru_cache(maxsize=1)
def _bundle_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="timestack_tls_")


class _PathFilter(logging.Filter):
    """urllib3 logs the path of every request at its lowest level; ours may hold an instance id."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without the secret."""
        if isinstance(record.args, tuple):
            record.args = tuple(_hide_secret(value) for value in record.args)
        return True


def _hide_secret(value: object) -> object:
    if isinstance(value, (int, float, type(None))):
        return value
    text = str(value)
    for place, instead in _SECRET_PLACES:
        text = place.sub(instead, text)
    return text


for _name in ("urllib3.connectionpool", "urllib3.connection", "urllib3.poolmanager", "urllib3.util.retry"):
    logging.getLogger(_name).addFilter(_PathFilter())
