# SPDX-License-Identifier: GPL-2.0-or-later
"""HTTP as the hub speaks it: GET and HEAD, kept-alive connections, and only for programs on this computer."""

from __future__ import annotations

import logging
import re
import select
import socket
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .answers import Answer, Refusal, json_refusal

if TYPE_CHECKING:
    from .server import Hub

_LOG = logging.getLogger(__name__)
_LOCAL_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_IDLE_S = 120.0
_LOOK_S = 0.1


class Departure:
    """Tells whether the other side has closed its connection; looks at most ten times a second."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._is_gone, self._looked_s = connection, False, time.monotonic()

    def __call__(self) -> bool:
        """True from the moment when it was seen."""
        now_s = time.monotonic()
        if self._is_gone or now_s - self._looked_s < _LOOK_S:
            return self._is_gone
        self._looked_s = now_s
        try:
            readable, _, _ = select.select([self._connection], [], [], 0)
            self._is_gone = bool(readable) and not self._connection.recv(1, socket.MSG_PEEK)
        except (OSError, ValueError):
            self._is_gone = True
        return self._is_gone


class RequestHandler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "TimestackHub/1"
    sys_version = ""
    timeout = _IDLE_S
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._send(self._answer(), with_body=True)

    def do_HEAD(self) -> None:
        self._send(self._answer(), with_body=False)

    def _answer(self) -> Answer:
        hub: Hub = self.server.hub  # type: ignore[attr-defined]
        if not self._is_from_here():
            return json_refusal(Refusal("This service is for programs on this computer.", 403, "COMMON_UNAUTHORIZED"))
        if len(self.path) > hub.limits.max_url_bytes:
            return json_refusal(Refusal("The address is too long.", 414))
        path, _, query = self.path.partition("?")
        return hub.answer(unquote(path), query.partition("#")[0], Departure(self.connection))

    def _is_from_here(self) -> bool:
        """Whether a program asks, and not a web page, be it by a host name of its own or from its own origin."""
        is_page = "Origin" in self.headers or self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
        return not is_page and _LOCAL_HOST.fullmatch(self.headers.get("Host", "127.0.0.1")) is not None

    def _send(self, answer: Answer, with_body: bool) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class refuses by itself (unknown methods, broken requests), in the service's JSON form."""
        status = 405 if code == HTTPStatus.NOT_IMPLEMENTED else int(code)
        refusal = Refusal("Method Not Allowed" if status == 405 else "Bad Request", status, "COMMON_METHOD_NOT_ALLOWED")
        if status != 405:
            refusal.code, refusal.message = "COMMON_BAD_PAYLOAD", HTTPStatus(status).phrase
        self.close_connection = True
        answer = json_refusal(refusal)
        self._send(Answer(answer.body, answer.content_type, status, {"Connection": "close"}), with_body=True)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet unless somebody asks; queries stay out of the log because addresses carry instance ids and scripts."""
        _LOG.debug("%s %s", getattr(self, "command", ""), getattr(self, "path", "").partition("?")[0][:200])
