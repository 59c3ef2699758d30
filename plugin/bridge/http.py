# SPDX-License-Identifier: GPL-2.0-or-later
"""HTTP over requests: questions that stop within a second of a cancel and never tell an address with a secret in it."""

from __future__ import annotations

import errno
import os
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import requests

from ..core.errors import Cancelled, FileProblem, TimestackError, Unreachable
from ..core.progress import Progress
from .http_failures import AWAY, NO_CONNECTION, Incomplete, read_failure
from .http_sessions import HttpSession, NetworkSettings, SessionPool
from .service_errors import read_service_error

__all__ = ["HttpGateway", "NetworkSettings"]

_CHUNK_BYTES = 1 << 18
_MAX_TEXT_BYTES = 64 << 20
_MAX_REFUSAL_BYTES = 1 << 16
_POLL_S = 0.1
_NO_HEADERS: Mapping[str, str] = {}


class HttpGateway:
    """Asks questions on kept-alive connections. One gateway serves any number of threads at once."""

    def __init__(self, settings: NetworkSettings) -> None:
        self._pool = SessionPool(settings)
        self._reached: set[str] = set()

    def close(self) -> None:
        """Let go of the connections that are not in use."""
        self._pool.close()

    def fetch_bytes(
        self,
        url: str,
        public: str,
        progress: Progress,
        headers: Mapping[str, str] = _NO_HEADERS,
        body: bytes | None = None,
    ) -> bytes:
        """The body of a small answer; the rest as :meth:`fetch`."""
        return self.fetch(url, public, progress, headers, body)[1]

    def fetch(
        self,
        url: str,
        public: str,
        progress: Progress,
        headers: Mapping[str, str] = _NO_HEADERS,
        body: bytes | None = None,
    ) -> tuple[Mapping[str, str], bytes]:
        """A small answer.

        :param public: the address without its secrets, for messages.
        :param body: makes the question a POST.
        :returns: the headers, their names in lower case, and the body.
        :raises Unreachable: when no whole answer comes.
        :raises ServiceError: for any status but 200, and for web pages.
        """
        pieces: list[bytes] = []
        told: dict[str, str] = {}

        def collect(response: requests.Response) -> None:
            pieces.extend(_read_all(response))
            _check_whole(response)
            told.update(_lower(response.headers))

        self._run(_Question(url, public, headers, body, collect), progress)
        return told, b"".join(pieces)

    def download(
        self,
        url: str,
        public: str,
        target: Path,
        progress: Progress,
        headers: Mapping[str, str] = _NO_HEADERS,
        body: bytes | None = None,
    ) -> Mapping[str, str]:
        """Stream an answer into a file, which exists only when all of it has arrived.

        :param body: makes the question a POST.
        :returns: the headers, their names in lower case.
        :raises Unreachable: when no whole answer comes.
        :raises ServiceError: for any status but 200, and for web pages.
        """
        told: dict[str, str] = {}

        def save(response: requests.Response) -> None:
            try:
                with open(target, "wb") as file:
                    _stream(response, file)
            except OSError as error:
                if isinstance(error, requests.RequestException):
                    raise
                rule = "disk_full" if error.errno == errno.ENOSPC else "write"
                raise FileProblem(str(target.parent), error.strerror or str(error), rule) from error
            told.update(_lower(response.headers))

        try:
            self._run(_Question(url, public, headers, body, save), progress)
        except TimestackError:
            with suppress(OSError):  # not there, or still open in a thread that is about to end
                os.remove(target)
            raise
        return told

    def _run(self, question: _Question, progress: Progress) -> None:
        """Do the blocking work in a thread of its own and watch for a cancel here."""
        question.host = urlsplit(question.url).netloc
        worker = threading.Thread(
            target=question.run, args=(self._pool, self._reached), name="timestack-http", daemon=True
        )
        worker.start()
        while worker.is_alive():
            worker.join(_POLL_S)
            if worker.is_alive() and progress.is_cancelled():
                question.abandon()
                worker.join(3 * _POLL_S)
                raise Cancelled()
        if question.problem is not None:
            raise question.problem


@dataclass
class _Question:
    """One question, asked in its own thread."""

    url: str = field(repr=False)
    public: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    consume: Callable[[requests.Response], None]
    host: str = ""
    problem: BaseException | None = None
    _session: HttpSession | None = None
    """In use, so that a cancel can cut it."""

    _is_abandoned: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, pool: SessionPool, reached: set[str]) -> None:
        """Ask; a kept connection that the other side has given up meanwhile is replaced by a new one, once."""
        try:
            response = self._begin(session := self._open(pool))
            while response is None:
                session.close()
                response = self._begin(session := self._open(pool))
            reached.add(self.host)
            self._finish(response)
            with self._lock:
                if not self._is_abandoned:
                    self._session = None
                    pool.give_back(self.url, session)
        except requests.RequestException as error:
            self.problem = self._read_failure(error, self.host in reached)
        except TimestackError as error:
            self.problem = error
        except Exception as error:  # noqa: BLE001 - handed to the waiting thread, which raises it
            self.problem = error
        if self._is_abandoned:
            self.problem = Cancelled()
        if self._session is not None:
            self._session.close()

    def _open(self, pool: SessionPool) -> HttpSession:
        session = pool.take(self.url)
        with self._lock:
            self._session = session
            if self._is_abandoned:
                raise Cancelled()
        return session

    def _begin(self, session: HttpSession) -> requests.Response | None:
        """The answer's beginning; None when a connection kept from earlier turned out to be dead."""
        try:
            return session.send(self.url, self.headers, self.body)
        except requests.ConnectionError as error:
            is_dead = session.is_used and not self._is_abandoned and not isinstance(error, requests.Timeout)
            if is_dead and not isinstance(error, (requests.exceptions.SSLError, requests.exceptions.ProxyError)):
                return None
            raise

    def _finish(self, response: requests.Response) -> None:
        with response:
            if response.status_code != 200 or _is_page(response):
                text = _without_instance(self.url, _read_refusal(response))
                raise read_service_error(response.status_code, text, response.headers.get("Retry-After", ""))
            if not self._is_abandoned:
                self.consume(response)

    def _read_failure(self, error: requests.RequestException, was_reached: bool) -> Unreachable:
        words, may_pass = read_failure(error)
        if words in AWAY and words != NO_CONNECTION:
            may_pass = was_reached  # an address that never answered is more likely wrong than out of order
        is_timeout = isinstance(error, requests.exceptions.ReadTimeout)
        return Unreachable(self.public, words, is_timeout, may_pass, words in AWAY and was_reached)

    def abandon(self) -> None:
        """Stop asking, from another thread."""
        with self._lock:
            self._is_abandoned = True
            if self._session is not None:
                self._session.cut()


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _is_page(response: requests.Response) -> bool:
    return response.headers.get("Content-Type", "").lower().startswith("text/html")


def _read_all(response: requests.Response) -> list[bytes]:
    pieces, size = [], 0
    for chunk in response.iter_content(_CHUNK_BYTES):
        size += len(chunk)
        if size > _MAX_TEXT_BYTES:
            raise Incomplete("the answer is too long")
        pieces.append(chunk)
    return pieces


def _read_refusal(response: requests.Response) -> bytes:
    """The beginning of an error's text; what cannot be read is left out."""
    text = b""
    try:
        for chunk in response.iter_content(_MAX_REFUSAL_BYTES):
            text += chunk
            if len(text) >= _MAX_REFUSAL_BYTES:
                break
    except requests.RequestException:
        return text
    return text


def _without_instance(url: str, text: bytes) -> bytes:
    """A refusal without the instance id, which services repeat in it; ids of less than eight letters are words."""
    found = re.search(r"/ogc/(?:wcs|wfs|wms)/([^/?#\s]{8,})", url, re.IGNORECASE)
    return text.replace(found[1].encode(), "…".encode()) if found is not None else text


def _stream(response: requests.Response, file: BinaryIO) -> None:
    for chunk in response.iter_content(_CHUNK_BYTES):
        file.write(chunk)
    _check_whole(response)


def _check_whole(response: requests.Response) -> None:
    """:raises Incomplete: when fewer bytes came over the line than were announced."""
    announced = response.headers.get("Content-Length", "")
    received = response.raw.tell()
    if announced.isdigit() and received < int(announced):
        raise Incomplete(f"only {received} of {announced} bytes arrived")
