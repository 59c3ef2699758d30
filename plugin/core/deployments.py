# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the known deployments are, and which addresses belong together: OGC, the APIs, and the place of tokens."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from .errors import InvalidRequest

_FILE = Path(__file__).resolve().parent.parent / "resources" / "collections.json"
_SIGN_IN_PATH = "/auth/realms/main/protocol/openid-connect/token"
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
_OGC_TAIL = re.compile(r"(/ogc)(?:/(?:wcs|wfs|wms|wmts)(?:/[^/]*)?)?/*$", re.IGNORECASE)


@dataclass(frozen=True)
class ServiceRoots:
    """The addresses of one deployment, none with a slash at its end."""

    ogc_root: str
    """``https://services.sentinel-hub.com/ogc``."""

    api_root: str
    """``https://services.sentinel-hub.com/api/v1``."""

    token_url: str
    """Where an OAuth client gets its token."""


@dataclass(frozen=True)
class Deployment:
    """One place where the service runs."""

    key: str
    """``cdse``, ``sh-eu``, ``sh-us`` …"""

    title: str
    base_url: str
    token_url: str

    @property
    def roots(self) -> ServiceRoots:
        """Its addresses."""
        return ServiceRoots(f"{self.base_url}/ogc", f"{self.base_url}/api/v1", self.token_url)


@lru_cache(maxsize=1)
def load_deployments() -> Mapping[str, Deployment]:
    """The known deployments by key, from ``resources/collections.json``."""
    raw = json.loads(_FILE.read_text(encoding="utf-8"))["deployments"]
    return {one["key"]: Deployment(one["key"], one["title"], one["base_url"], one["token_url"]) for one in raw}


def roots_of(ogc_root: str) -> ServiceRoots:
    """The addresses that belong to an OGC root; those of an unknown host are guessed as they are with the known ones.

    :param ogc_root: ends in ``/ogc``.
    """
    ogc_root = ogc_root.rstrip("/")
    base = _OGC_TAIL.sub("", ogc_root)
    host = (urlsplit(base).hostname or "").lower()
    for deployment in load_deployments().values():
        if host == urlsplit(deployment.base_url).hostname:
            return ServiceRoots(ogc_root, f"{base}/api/v1", deployment.token_url)
    return ServiceRoots(ogc_root, f"{base}/api/v1", base + _SIGN_IN_PATH)


def clean_ogc_root(address: str) -> str:
    """An address without what comes after ``/ogc``, the instance id above all.

    >>> clean_ogc_root("https://example.org/ogc/wcs/secret?SERVICE=WCS")
    'https://example.org/ogc'
    """
    head = address.strip().split("?")[0].split("#")[0]
    return _OGC_TAIL.sub(r"\1", head).rstrip("/")


def require_safe_address(address: str, parameter: str = "CONNECTION") -> None:
    """Hold an address against what secrets may travel to.

    :raises InvalidRequest: when it is no web address, holds a login, or leaves this computer without encryption.
    """
    try:
        parts = urlsplit(address)
        host, _ = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise InvalidRequest(parameter, "not_an_address") from None
    if parts.scheme.lower() not in ("http", "https") or not host or re.search(r"[\s\x00-\x1f\\]", address):
        raise InvalidRequest(parameter, "not_an_address")
    if "@" in parts.netloc:
        raise InvalidRequest(parameter, "login_in_address", host=host)
    if parts.scheme.lower() == "http" and host not in _LOCAL_HOSTS:
        raise InvalidRequest(parameter, "not_encrypted", host=host)
