# SPDX-License-Identifier: GPL-2.0-or-later
"""Signing in with an OAuth client: one token for all threads, renewed in time."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from ..core.errors import BadAnswer, ServiceError, Unreachable
from ..core.progress import Progress, check_cancelled
from .http import HttpGateway

_MARGIN_S, _MARGIN_SHARE = 90.0, 0.1
"""A token is renewed so long before its end, or so much of its life, whichever is shorter."""

_POLL_S = 0.1
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@dataclass(frozen=True)
class _Token:
    text: str = field(repr=False)
    renew_at: float
    """On the clock that never goes back: the machine's idea of the time of day does not matter."""


class TokenSource:
    """Gives bearer tokens. Safe from any thread; whoever comes first asks, the others wait for the answer."""

    def __init__(
        self,
        token_url: str,
        client_id: str,
        client_secret: str,
        gateway: HttpGateway,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._token_url, self._client_id, self._client_secret = token_url, client_id, client_secret
        self._gateway, self._now = gateway, now
        self._lock = threading.Lock()
        self._token: _Token | None = None

    def __repr__(self) -> str:
        return f"TokenSource({self._token_url!r})"

    def token(self, progress: Progress) -> str:
        """A token that is good for a while.

        :raises ServiceError: when the client is not accepted (code ``invalid_client``), or the place is busy.
        :raises Unreachable: when the place of tokens does not answer.
        """
        while not self._lock.acquire(timeout=_POLL_S):
            check_cancelled(progress)
        try:
            held = self._token
            if held is None or self._now() >= held.renew_at:
                held = self._token = self._ask(progress)
            return held.text
        finally:
            self._lock.release()

    def drop(self, token: str) -> None:
        """The service did not accept this token; the next question gets a new one.

        A token that was already replaced in the meantime stays. Nobody waits here: at worst a new token is dropped.
        """
        held = self._token
        if held is not None and held.text == token:
            self._token = None

    def _ask(self, progress: Progress) -> _Token:
        asked_at = self._now()
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._client_secret,
        }
        body = urlencode(form).encode("ascii")
        try:
            answer = self._gateway.fetch_bytes(self._token_url, self._token_url, progress, _HEADERS, body)
        except ServiceError as error:
            raise self._without_secrets(error) from None
        except Unreachable as error:  # a sign-in that takes too long says nothing about the question behind it
            raise Unreachable(
                error.address, error.reason, may_pass=error.may_pass, is_away=error.is_away
            ) from None
        return _read_token(answer, asked_at)

    def _without_secrets(self, error: ServiceError) -> ServiceError | Unreachable:
        if error.status in (408, 413, 414, 504):
            return Unreachable(self._token_url, f"signing in failed with HTTP {error.status}")
        detail = error.detail
        for secret in (self._client_secret, self._client_id):
            detail = detail.replace(secret, "…") if secret else detail
        return ServiceError(error.status, detail, error.code, error.retry_after, error.is_page)


def _read_token(body: bytes, asked_at: float) -> _Token:
    """:raises BadAnswer: without a word of the body, which may hold a token."""
    try:
        content = json.loads(body)
        text, lifetime_s = str(content["access_token"]), float(content["expires_in"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadAnswer("a token", "something else") from None
    if not text or not text.isascii() or not text.isprintable() or not 0 <= lifetime_s < float("inf"):
        raise BadAnswer("a token", "something else")
    return _Token(text, asked_at + lifetime_s - min(_MARGIN_S, _MARGIN_SHARE * lifetime_s))
