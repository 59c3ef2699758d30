# SPDX-License-Identifier: GPL-2.0-or-later
"""Why no whole answer came, in a few words instead of the library's, which repeat addresses with their secrets."""

from __future__ import annotations

import re
from typing import Any

import requests


class Incomplete(requests.ConnectionError):
    """An answer that began well; its text is fit for messages."""


REFUSED, UNKNOWN_HOST = "the connection was refused", "the host is not known"
NO_PROXY = "the proxy of QGIS's network settings cannot be reached"
NO_CONNECTION, NO_NETWORK = "no connection in time", "there is no network"
AWAY = (REFUSED, UNKNOWN_HOST, NO_PROXY, NO_CONNECTION, NO_NETWORK)
"""Nothing was asked, because no connection came about."""

_TUNNEL_STATUS = re.compile(r"tunnel connection failed: (\d{3})")
_PASSING_STATUSES = (408, 429)
_UNKNOWN_HOST_TEXTS = (
    "name or service not known",
    "name resolution",
    "getaddrinfo",
    "resolve",
    "nodename nor servname",
)
_BAD_CERTIFICATE_TEXTS = (
    "certificate_verify_failed",
    "certificate verify failed",
    "doesn't match",
    "hostname mismatch",
)


def read_failure(error: requests.RequestException) -> tuple[str, bool]:
    """What happened, and whether it may pass."""
    text = str(error).lower()
    if isinstance(error, Incomplete):
        return str(error), True
    if isinstance(error, requests.exceptions.SSLError):
        is_certificate = any(words in text for words in _BAD_CERTIFICATE_TEXTS)
        words = "its certificate could not be verified" if is_certificate else "the secure connection failed"
        return words, not is_certificate
    if isinstance(error, requests.exceptions.ProxyError):
        return _read_proxy_failure(text)
    kinds: tuple[tuple[Any, str], ...] = (
        (requests.exceptions.ConnectTimeout, NO_CONNECTION),
        (requests.exceptions.ReadTimeout, "no answer in time"),
        (requests.exceptions.ChunkedEncodingError, "the connection broke off"),
    )
    for kind, words in kinds:
        if isinstance(error, kind):
            return words, True
    if "read timed out" in text:
        return "the answer stopped half way", True
    if any(words in text for words in _UNKNOWN_HOST_TEXTS):
        return UNKNOWN_HOST, True
    if "refused" in text:
        return REFUSED, True
    if "network is unreachable" in text or "no route to host" in text:
        return NO_NETWORK, True
    if isinstance(error, ValueError):  # requests' own classes for addresses that are none
        return "this is not a web address", False
    return "the connection failed", True


def _read_proxy_failure(text: str) -> tuple[str, bool]:
    """A proxy that refuses will do so again; one that is out of order may not."""
    told = _TUNNEL_STATUS.search(text)
    if told is None:
        is_away = "refused" in text or any(words in text for words in _UNKNOWN_HOST_TEXTS)
        return (NO_PROXY if is_away else "the proxy did not let the request through"), True
    status = int(told[1])
    if status == 407:
        return "the proxy wants another login; correct it in QGIS's network settings", False
    if 400 <= status < 500 and status not in _PASSING_STATUSES:
        return f"the proxy does not allow it, HTTP {status}", False
    return f"the proxy did not let the request through, HTTP {status}", True
