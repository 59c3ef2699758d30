# SPDX-License-Identifier: GPL-2.0-or-later
"""The hub: an HTTP server on this computer only that answers like Sentinel Hub's OGC services."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from http.server import ThreadingHTTPServer
from types import TracebackType

from .account import Account, Allowance
from .answers import Answer
from .desk import Desk, Offer
from .faults import FaultPlan, Faults
from .handler import RequestHandler
from .instance import Instance
from .limits import HubLimits
from .question import Question
from .sign_in import BearerTokens
from .source import SceneSource

DEFAULT_INSTANCE = "demo"

_LOOK_S = 0.1

_LOG = logging.getLogger(__name__)


class Hub:
    """Serves sources of scenes until it is stopped. Also a context manager that starts and stops.

    >>> with Hub(source) as hub:  # doctest: +SKIP
    ...     f"{hub.address}/ogc/wcs/{hub.instance_id}"
    """

    def __init__(
        self,
        sources: SceneSource | Mapping[str, Sequence[SceneSource]],
        port: int = 0,
        limits: HubLimits | None = None,
        *,
        faults: FaultPlan | None = None,
        allowance: Allowance | None = None,
        clients: Mapping[str, str] | None = None,
        token_lifetime_s: float = 3600.0,
        allow_control: bool = False,
    ) -> None:
        """
        :param sources: one source, or the sources of each instance by its id.
        :param port: 0 takes a free one.
        :param faults: how the hub misbehaves; :mod:`.faults` says what there is.
        :param allowance: rate limits and quota of the account that all instances and clients belong to.
        :param clients: secrets of OAuth clients by their id; without any, nobody may ask the Process API, the
            Catalog and the configuration.
        :param token_lifetime_s: of bearer tokens.
        :param allow_control: other processes of this computer may set faults and read the account.
        """
        self.limits = limits or HubLimits()
        given = sources if isinstance(sources, Mapping) else {DEFAULT_INSTANCE: (sources,)}
        self._stopping = threading.Event()
        slots = threading.BoundedSemaphore(self.limits.parallel_images)
        self._instances = {
            name: Instance(name, tuple(members), self.limits, self._stopping.is_set, slots)
            for name, members in given.items()
        }
        every = tuple({id(source): source for members in given.values() for source in members}.values())
        everything = Instance("", every, self.limits, self._stopping.is_set, slots)
        tokens = BearerTokens(clients or {}, token_lifetime_s)
        offer = Offer(self._instances, everything, tokens, lambda: self.address, allow_control)
        self._desk = Desk(offer, Account(allowance or Allowance()), faults or FaultPlan())
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """``http://127.0.0.1:PORT``, without a slash at its end.

        :raises RuntimeError: before the start.
        """
        if self._server is None:
            raise RuntimeError("the hub is not running")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def instance_id(self) -> str:
        """The first instance."""
        return next(iter(self._instances))

    @property
    def source(self) -> SceneSource:
        """The first source of the first instance."""
        return self._instances[self.instance_id].sources[0]

    def start(self) -> Hub:
        """Listen, and serve in threads of its own."""
        if self._server is None:
            self._stopping.clear()
            self._server = _Server(("127.0.0.1", self._port), self)
            self._thread = threading.Thread(
                target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="timestack-hub", daemon=True
            )
            self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening, end running scripts, and close every connection. May be called twice."""
        self._stopping.set()
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()
            server.close_connections()
        if self._thread is not None:
            self._thread.join(5.0)
            self._thread = None

    def __enter__(self) -> Hub:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def account(self) -> Account:
        """What was asked, and what it cost."""
        return self._desk.account

    @property
    def faults(self) -> Faults:
        """The plan at work."""
        return self._desk.faults

    def set_faults(self, plan: FaultPlan) -> None:
        """Misbehave by another plan from now on; its counts start at 0."""
        self._desk.set_faults(plan)

    def answer(self, question: Question) -> Answer:
        """What the hub says to a question. Never raises."""
        return self._desk.answer(question)

    def wait(self, seconds: float, is_gone: Callable[[], bool]) -> bool:
        """Let time pass for a question; ends early when the hub stops or the other side leaves.

        :returns: whether all of it has passed.
        """
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            if left <= 0:
                return True
            if self._stopping.wait(min(left, _LOOK_S)) or is_gone():
                return False


class _Server(ThreadingHTTPServer):
    """Knows its hub and its open connections, so that they can be closed."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name != "nt"  # a port just left may be taken again; on Windows others could take ours

    def __init__(self, place: tuple[str, int], hub: Hub) -> None:
        self.hub = hub
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(place, RequestHandler)

    def process_request(self, request: socket.socket, client_address: tuple) -> None:  # type: ignore[override]
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Break every connection that is still open, idle ones too."""
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError as error:
                _LOG.debug("closing a connection: %s", error)

    def handle_error(self, request: object, client_address: object) -> None:
        _LOG.debug("connection of %s ended early", client_address, exc_info=True)
