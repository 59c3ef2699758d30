# SPDX-License-Identifier: GPL-2.0-or-later
"""HTTP over requests: downloads that stop within a second of a cancel and never tell an address with a secret in it."""

from __future__ import annotations

import errno
import logging
import os
import re
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import requests

from ..core.errors import Cancelled, FileProblem, TimestackError, Unreachable
from ..core.progress import Progress
from .service_errors import read_service_error

_CHUNK_BYTES = 1 << 18
_MAX_TEXT_BYTES = 64 << 20
_POLL_S = 0.1
_OGC_PATH = re.compile(r"(/ogc/(?:wcs|wfs|wms))/[^?\s]*(?:\?\S*)?", re.IGNORECASE)


@dataclass(frozen=True)
class NetworkSettings:
    """How to reach the network, as the user set it up in QGIS."""

    proxies: Mapping[str, str]
    """As requests takes them, empty for none (or the environment's)."""

    user_agent: str = "Timestack"
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 300.0
    """Longest silence while waiting for a stack."""


class HttpGateway:
    """Asks one question at a time on a kept-alive connection. Use one gateway per thread of work."""

    def __init__(self, settings: NetworkSettings) -> None:
        self._settings = settings

    def fetch_bytes(self, url: str, public: str, progress: Progress) -> bytes:
        """The body of a small answer.

        :param public: the address without its secrets, for messages.
        """
        pieces: list[bytes] = []
        self._run(url, public, progress, lambda response: self._collect(response, pieces))
        return b"".join(pieces)

    def download(self, url: str, public: str, target: Path, progress: Progress) -> Mapping[str, str]:
        """Stream an answer into a file, which exists only when all of it has arrived.

        :returns: the headers, their names in lower case.
        """
        headers: dict[str, str] = {}

        def save(response: requests.Response) -> None:
            try:
                with open(target, "wb") as file:
                    self._stream(response, file)
            except OSError as error:
                if isinstance(error, requests.RequestException):
                    raise
                rule = "disk_full" if error.errno == errno.ENOSPC else "write"
                raise FileProblem(str(target.parent), error.strerror or str(error), rule) from error
            headers.update((key.lower(), value) for key, value in response.headers.items())

        try:
            self._run(url, public, progress, save)
        except TimestackError:
            if target.exists():
                os.remove(target)
            raise
        return headers

    def _run(self, url: str, public: str, progress: Progress, consume: Callable[[requests.Response], None]) -> None:
        """Do the blocking work in a thread of its own and watch for a cancel here."""
        question = _Question(url, public, self._settings, consume)
        worker = threading.Thread(target=question.run, name="timestack-http", daemon=True)
        worker.start()
        while worker.is_alive():
            worker.join(_POLL_S)
            if worker.is_alive() and progress.is_cancelled():
                question.abandon()
                worker.join(3 * _POLL_S)
                raise Cancelled()
        if question.problem is not None:
            raise question.problem

    @staticmethod
    def _stream(response: requests.Response, file: BinaryIO) -> None:
        received = 0
        for chunk in response.iter_content(_CHUNK_BYTES):
            file.write(chunk)
            received += len(chunk)
        announced = response.headers.get("Content-Length")
        is_plain = "Content-Encoding" not in response.headers
        if is_plain and announced and announced.isdigit() and received < int(announced):
            raise requests.ConnectionError(f"only {received} of {announced} bytes arrived")

    @staticmethod
    def _collect(response: requests.Response, pieces: list[bytes]) -> None:
        size = 0
        for chunk in response.iter_content(_CHUNK_BYTES):
            size += len(chunk)
            if size > _MAX_TEXT_BYTES:
                raise requests.ConnectionError("the answer is too long")
            pieces.append(chunk)


class _Question:
    """One request in its own thread."""

    def __init__(
        self, url: str, public: str, settings: NetworkSettings, consume: Callable[[requests.Response], None]
    ) -> None:
        self._url, self._public, self._settings, self._consume = url, public, settings, consume
        self._session = _open_session(url, settings)
        self._sockets: list[socket.socket] = []
        _watch_connections(self._session, self._sockets)
        self._abandoned = False
        self.problem: BaseException | None = None

    def run(self) -> None:
        timeout = (self._settings.connect_timeout_s, self._settings.read_timeout_s)
        try:
            with (
                self._session,
                self._session.get(self._url, stream=True, timeout=timeout, allow_redirects=False) as response,
            ):
                if response.status_code != 200:
                    body = _without_instance(self._url, response.raw.read(1 << 16, decode_content=True))
                    raise read_service_error(response.status_code, body)
                if not self._abandoned:
                    self._consume(response)
        except requests.RequestException as error:
            self.problem = Cancelled() if self._abandoned else Unreachable(self._public, _say(error))
        except TimestackError as error:
            self.problem = error
        except Exception as error:  # noqa: BLE001 - handed to the waiting thread, which raises it
            self.problem = Cancelled() if self._abandoned else error

    def abandon(self) -> None:
        """Break the connection so that the thread ends soon, and the other side learns that nobody waits.

        Closing the response would wait for the thread's own read to return; shutting the socket ends that read.
        """
        self._abandoned = True
        for connection in self._sockets:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # already closed


def _watch_connections(session: requests.Session, sockets: list[socket.socket]) -> None:
    """Have every socket that the session opens (without a proxy) put into a list."""

    def watched(pool_class: Any) -> Any:
        class Connection(pool_class.ConnectionCls):
            def connect(self) -> None:
                super().connect()
                sockets.append(self.sock)

        return type(pool_class.__name__, (pool_class,), {"ConnectionCls": Connection})

    for scheme in ("http://", "https://"):
        manager = session.get_adapter(scheme).poolmanager
        classes = manager.pool_classes_by_scheme
        manager.pool_classes_by_scheme = {name: watched(pool_class) for name, pool_class in classes.items()}


class _PathFilter(logging.Filter):
    """urllib3 logs the path of every request at its lowest level; ours hold an instance id."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without the secret."""
        if isinstance(record.args, tuple):
            record.args = tuple(_hide_instance(value) for value in record.args)
        return True


def _hide_instance(value: object) -> object:
    return _OGC_PATH.sub(r"\1/…", value) if isinstance(value, str) else value


def _without_instance(url: str, body: bytes) -> bytes:
    """A refusal without the instance id, which services repeat in it."""
    found = re.search(r"/ogc/(?:wcs|wfs|wms)/([^/?#\s]{8,})", url, re.IGNORECASE)  # shorter ones are words
    return body.replace(found[1].encode(), "…".encode()) if found is not None else body


logging.getLogger("urllib3.connectionpool").addFilter(_PathFilter())


def _open_session(url: str, settings: NetworkSettings) -> requests.Session:
    session = requests.Session()
    session.headers["User-Agent"] = settings.user_agent
    if urlsplit(url).hostname in ("127.0.0.1", "localhost"):
        session.trust_env = False
    else:
        session.proxies.update(settings.proxies)
    return session


def _say(error: requests.RequestException) -> str:
    """A few words instead of the library's text, which repeats the address with its secrets."""
    kinds: tuple[tuple[Any, str], ...] = (
        (requests.exceptions.SSLError, "its certificate could not be verified"),
        (requests.exceptions.ProxyError, "the proxy did not let the request through"),
        (requests.exceptions.ConnectTimeout, "no connection in time"),
        (requests.exceptions.ReadTimeout, "no answer in time"),
        (requests.exceptions.ChunkedEncodingError, "the connection broke off"),
    )
    for kind, words in kinds:
        if isinstance(error, kind):
            return words
    text = str(error).lower()
    if "bytes arrived" in text or "too long" in text:
        return str(error)
    if "name or service not known" in text or "name resolution" in text or "getaddrinfo" in text or "resolve" in text:
        return "the host is not known"
    if "refused" in text:
        return "the connection was refused"
    if isinstance(error, ValueError):  # requests' own classes for addresses that are none
        return "this is not a web address"
    return "the connection failed"
