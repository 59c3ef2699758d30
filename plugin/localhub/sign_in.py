# SPDX-License-Identifier: GPL-2.0-or-later
"""OAuth: bearer tokens for clients that know their secret, and the check of those tokens.

Tokens look like those of the service (JWT with ``exp`` and ``sub``), are signed with a key that lives as long as the
hub, and end when they say so, or earlier where a fault makes them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, unquote

from .answers import Answer, Refusal, json_answer
from .question import Question
from .refusals import refuse_bearer

_SCHEME = "Bearer"
_FORM = "application/x-www-form-urlencoded"
_MAX_FIELDS = 20
_MAX_BEARER = 4096
_HEAD = {"alg": "HS256", "typ": "JWT", "kid": "timestack-hub"}


class OAuthRefusal(Exception):
    """A refusal in the form of OAuth."""

    def __init__(self, error: str, description: str, status: int) -> None:
        super().__init__(description)
        self.answer = json_answer({"error": error, "error_description": description}, status)


class BearerTokens:
    """Issues and checks. Called from all threads of the hub."""

    def __init__(
        self, clients: Mapping[str, str], lifetime_s: float = 3600.0, clock: Callable[[], float] = time.time
    ) -> None:
        """
        :param clients: secrets by client id.
        """
        self._clients, self._lifetime_s, self._clock = dict(clients), lifetime_s, clock
        self._key = secrets.token_bytes(32)
        self._ended: set[str] = set()
        self._lock = threading.Lock()

    def issue(self, question: Question, skew_s: float = 0.0) -> tuple[Answer, str]:
        """Answer a question to the token endpoint.

        :param skew_s: how far ``exp`` and ``iat`` are off.
        :returns: the answer, and the client.
        :raises OAuthRefusal: when there is no token for it.
        """
        if question.method != "POST":
            raise OAuthRefusal("invalid_request", "The method should be POST", 405)
        if question.headers.get("content-type", "").split(";")[0].strip().lower() != _FORM:
            raise OAuthRefusal("invalid_request", f"The body should be {_FORM}", 400)
        fields = _read_form(question.body)
        if fields.get("grant_type") != "client_credentials":
            raise OAuthRefusal("unsupported_grant_type", "Unsupported grant_type", 400)
        name, word = _read_basic(question) or (fields.get("client_id", ""), fields.get("client_secret", ""))
        known = self._clients.get(name)
        if known is None or not hmac.compare_digest(known.encode("utf-8"), word.encode("utf-8", "replace")):
            raise OAuthRefusal("invalid_client", "Invalid client or Invalid client credentials", 401)
        now_s = self._clock()
        claims = {
            "exp": int(now_s + self._lifetime_s + skew_s), "iat": int(now_s + skew_s), "jti": str(uuid.uuid4()),
            "iss": "timestack-hub", "sub": str(uuid.uuid5(uuid.NAMESPACE_OID, name)), "azp": name,
            "end": now_s + self._lifetime_s,
        }  # fmt: skip
        content = {
            "access_token": self._sign(claims), "expires_in": int(self._lifetime_s), "refresh_expires_in": 0,
            "token_type": _SCHEME, "not-before-policy": 0, "scope": "",
        }  # fmt: skip
        return json_answer(content), name

    def check(self, question: Question) -> str:
        """The client behind a question.

        :raises Refusal: for a question without a good token.
        """
        claims = self._claims(question)
        with self._lock:
            is_ended = claims.get("jti") in self._ended
        if is_ended or not self._clock() < float(claims.get("end", 0.0)):
            raise refuse_bearer()
        return str(claims["azp"])

    def end(self, question: Question) -> None:
        """The token of this question is not good any more; nothing happens where it has none."""
        try:
            claims = self._claims(question)
        except Refusal:
            return
        with self._lock:
            self._ended.add(str(claims.get("jti")))

    def _claims(self, question: Question) -> dict:
        """What a token of ours says, whether or not it is still good."""
        scheme, _, text = question.headers.get("authorization", "").partition(" ")
        parts = text.strip().split(".")
        if scheme.lower() != _SCHEME.lower() or len(parts) != 3 or len(text) > _MAX_BEARER or not text.isascii():
            raise refuse_bearer()
        if not hmac.compare_digest(self._signature(f"{parts[0]}.{parts[1]}"), parts[2]):
            raise refuse_bearer()
        return dict(json.loads(base64.urlsafe_b64decode(parts[1] + "==")))

    def _sign(self, claims: Mapping[str, object]) -> str:
        text = ".".join(_encode(json.dumps(part).encode("utf-8")) for part in (_HEAD, claims))
        return f"{text}.{self._signature(text)}"

    def _signature(self, text: str) -> str:
        return _encode(hmac.new(self._key, text.encode("ascii"), hashlib.sha256).digest())


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _read_form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MAX_FIELDS))
    except ValueError as error:
        raise OAuthRefusal("invalid_request", "The body cannot be read", 400) from error


def _read_basic(question: Question) -> tuple[str, str] | None:
    """Client and secret of an ``Authorization: Basic`` header, None where there is none."""
    scheme, _, text = question.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, word = base64.b64decode(text.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError) as error:
        raise OAuthRefusal("invalid_client", "Invalid client or Invalid client credentials", 401) from error
    return unquote(name), unquote(word)
