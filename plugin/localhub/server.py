# SPDX-License-Identifier: GPL-2.0-or-later
"""The hub: an HTTP server on this computer only that answers like Sentinel Hub's OGC services."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from http.server import ThreadingHTTPServer
from types import TracebackType

from ..core.errors import FileProblem
from .answers import Answer, Refusal, json_refusal, xml_refusal
from .handler import RequestHandler
from .instance import Instance
from .limits import HubLimits
from .parameters import Parameters
from .source import SceneSource
from .wcs import answer_wcs
from .wfs import answer_wfs
from .wms import answer_wms

DEFAULT_INSTANCE = "demo"

_LOG = logging.getLogger(__name__)
_SERVICES: Mapping[str, Callable[[Parameters, Instance, str], Answer]] = {
    "wcs": answer_wcs, "wfs": answer_wfs, "wms": answer_wms,
}  # fmt: skip


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
    ) -> None:
        """
        :param sources: one source, or the sources of each instance by its id.
        :param port: 0 takes a free one.
        """
        self.limits = limits or HubLimits()
        given = sources if isinstance(sources, Mapping) else {DEFAULT_INSTANCE: (sources,)}
        self._stopping = threading.Event()
        slots = threading.BoundedSemaphore(self.limits.parallel_images)
        self._instances = {
            name: Instance(name, tuple(members), self.limits, self._stopping.is_set, slots)
            for name, members in given.items()
        }
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

    def answer(self, path: str, query: str, is_gone: Callable[[], bool] = lambda: False) -> Answer:
        """What the hub says to a GET. Never raises: what was not foreseen is logged and told as a fault.

        :param is_gone: whether nobody waits for the answer any more; asked now and then while an image is computed.
        """
        parts = path.strip("/").split("/")
        is_ogc = len(parts) > 1 and parts[0].lower() == "ogc"
        refuse = xml_refusal if is_ogc else json_refusal
        try:
            if not is_ogc or len(parts) != 3 or parts[1].lower() not in _SERVICES:
                raise Refusal("Not Found", 404, "COMMON_NOT_FOUND")
            return self._answer_ogc(parts[1].lower(), parts[2], query, is_gone)
        except Refusal as refusal:
            return refuse(refusal)
        except FileProblem as problem:
            _LOG.warning("%s", problem)
            message = f"Illegal request to {os.path.basename(problem.path)}. {problem.reason}"
            return json_refusal(Refusal(message, 500, "RENDERER_EXCEPTION"))
        except Exception:  # noqa: BLE001 - whoever asks gets an answer, the log gets the traceback
            _LOG.exception("no answer to %s", path[:200])
            fault = Refusal("The answer could not be computed; the log says why.", 500, "RENDERER_EXCEPTION")
            return json_refusal(fault)

    def _answer_ogc(self, service: str, instance_id: str, query: str, is_gone: Callable[[], bool]) -> Answer:
        instance = self._instances.get(instance_id)
        if instance is None:
            raise Refusal(f"Invalid instance id: {instance_id[:80]}", 404, "COMMON_NOT_FOUND")
        parameters = Parameters(query)
        named = parameters.need("SERVICE")
        if named.lower() != service:
            raise Refusal(f"Invalid value '{named[:80]}' of parameter SERVICE! Should be {service.upper()}.")
        return _SERVICES[service](parameters, instance.watch(is_gone), f"{self.address}/ogc/{service}/{instance_id}")


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
