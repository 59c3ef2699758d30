# SPDX-License-Identifier: GPL-2.0-or-later
"""HTTP as the hub speaks it: GET, HEAD and POST, kept-alive connections, and only for programs on this computer."""

from __future__ import annotations

import io
import logging
import os
import re
import select
import socket
import struct
import time
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from .answers import WHOLE, Answer, Delivery, Refusal, json_refusal
from .question import Question

if TYPE_CHECKING:
    from .limits import HubLimits
    from .server import Hub

_LOG = logging.getLogger(__name__)
_LOCAL_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_IDLE_S = 120.0
_LOOK_S = 0.1
_PIECE_BYTES = 1 << 16
_NO_LINGERING = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


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
        self._send(self._answer("GET"), with_body=True)

    def do_HEAD(self) -> None:
        self._send(self._answer("GET"), with_body=False)

    def do_POST(self) -> None:
        self._send(self._answer("POST"), with_body=True)

    def _answer(self, method: str) -> Answer:
        hub: Hub = self.server.hub  # type: ignore[attr-defined]
        try:
            if not self._is_from_here():
                raise Refusal("This service is for programs on this computer.", 403, "COMMON_UNAUTHORIZED")
            if len(self.path) > hub.limits.max_url_bytes:
                raise Refusal("The address is too long.", 414)
            body = self._read_body(hub.limits)
        except Refusal as refusal:
            self.close_connection = True  # a body that was not read would be taken for the next question
            return json_refusal(refusal)
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return hub.answer(
            Question(method, unquote(path), query.partition("#")[0], headers, body, Departure(self.connection))
        )

    def _read_body(self, limits: HubLimits) -> bytes:
        """All of the body, within its limits of size and time."""
        text = self.headers.get("Content-Length", "0" if self.command != "POST" else "").strip()
        if "Transfer-Encoding" in self.headers or not text:
            raise Refusal("Length Required", 411)
        if not (text.isascii() and text.isdigit()):
            raise Refusal("Bad Content-Length", 400)
        if len(text) > 12 or int(text) > limits.max_body_bytes:
            raise Refusal(f"The body is too large! Should be at most {limits.max_body_bytes} bytes.", 413)
        pieces, missing = [], int(text)
        until_s = time.monotonic() + limits.body_time_limit_s
        try:
            while missing:
                self.connection.settimeout(max(0.01, until_s - time.monotonic()))
                piece = self.rfile.read1(min(missing, _PIECE_BYTES))
                if not piece or time.monotonic() > until_s:
                    raise Refusal("The body did not arrive in time.", 408)
                pieces.append(piece)
                missing -= len(piece)
        except OSError as error:
            raise Refusal("The body did not arrive in time.", 408) from error
        finally:
            self.connection.settimeout(self.timeout)
        return b"".join(pieces)

    def _is_from_here(self) -> bool:
        """Whether a program asks, and not a web page, be it by a host name of its own or from its own origin."""
        is_page = "Origin" in self.headers or self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
        return not is_page and _LOCAL_HOST.fullmatch(self.headers.get("Host", "127.0.0.1")) is not None

    def _send(self, answer: Answer, with_body: bool) -> None:
        delivery = answer.delivery
        if delivery is not WHOLE:
            self._send_badly(answer, delivery)
            return
        self._send_head(answer)
        if with_body:
            self.wfile.write(answer.body)

    def _send_badly(self, answer: Answer, delivery: Delivery) -> None:
        """As the delivery says; the connection ends with it unless all was sent."""
        hub: Hub = self.server.hub  # type: ignore[attr-defined]
        departure = Departure(self.connection)
        if not hub.wait(delivery.delay_s, departure):
            self.close_connection = True
            return
        if delivery.share is None:
            self._send(replace(answer, delivery=WHOLE), with_body=self.command != "HEAD")
            return
        self.close_connection = True
        if delivery.share >= 0:
            self._send_head(answer)
            self.wfile.write(answer.body[: int(len(answer.body) * delivery.share)])
            self.wfile.flush()
        if delivery.ends == "hang":
            hub.wait(delivery.hang_s, departure)
        elif delivery.ends == "drop":  # lingering for no time makes the system send a reset
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGERING)
            self.wfile = io.BytesIO()
            self.connection.close()

    def _send_head(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        self.send_header("Server", self.version_string())
        self.send_header("Date", answer.headers.get("Date") or self.date_time_string())
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in answer.headers.items():
            if name != "Date":
                self.send_header(name, value)
        self.end_headers()
        self.log_request(answer.status)

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
