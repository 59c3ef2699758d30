# SPDX-License-Identifier: GPL-2.0-or-later
"""One question to the hub, and which of its services it is for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

WCS, WFS, WMS, PROCESS, CATALOG, SIGN_IN, CONFIGURATION, CONTROL = (
    "wcs", "wfs", "wms", "process", "catalog", "token", "configuration", "control",
)  # fmt: skip
"""Names of the services."""

_CATALOG_ROOT = ("api", "v1", "catalog", "1.0.0")
_CONFIGURATION_ROOTS = (("api", "v2", "configuration"), ("configuration", "v1", "wms"))


@dataclass(frozen=True)
class Route:
    """Where an address leads."""

    service: str
    rest: tuple[str, ...] = ()
    """What follows the address of the service: the instance id, or a collection …"""


@dataclass(frozen=True)
class Question:
    """One HTTP request that has arrived completely."""

    method: str
    path: str
    """Decoded, without the query."""

    query: str = ""
    """As it came."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """By name in lower case."""

    body: bytes = b""
    is_gone: Callable[[], bool] = lambda: False
    """Whether nobody waits for the answer any more; asked now and then while an image is computed."""

    @property
    def route(self) -> Route | None:
        """The service that is asked, None where there is none."""
        return find_route(self.path)

    @property
    def key(self) -> str:
        """The same for the same question, whoever asks it and when."""
        digest = hashlib.sha256("\n".join((self.method, self.path, self.query)).encode("utf-8", "replace"))
        digest.update(self.body)
        return digest.hexdigest()[:16]

    @property
    def wants_image(self) -> bool:
        """Whether it is for pixels."""
        route = self.route
        if route is None:
            return False
        return route.service == PROCESS or (route.service == WCS and "request=getcoverage" in self.query.lower())


def find_route(path: str) -> Route | None:
    """The service behind a path, None where there is none."""
    parts = tuple(path.strip("/").split("/"))
    if len(parts) == 3 and parts[0].lower() == "ogc" and parts[1].lower() in (WCS, WFS, WMS):
        return Route(parts[1].lower(), parts[2:])
    if parts == ("api", "v1", "process"):
        return Route(PROCESS)
    if parts[:4] == _CATALOG_ROOT:
        return Route(CATALOG, parts[4:])
    if parts == ("oauth", "token") or (
        len(parts) == 6 and parts[:2] == ("auth", "realms") and parts[3:] == ("protocol", "openid-connect", "token")
    ):
        return Route(SIGN_IN)
    for root in _CONFIGURATION_ROOTS:
        if parts[: len(root)] == root:
            return Route(CONFIGURATION, parts[len(root) :])
    if parts[0] == CONTROL:
        return Route(CONTROL, parts[1:])
    return None
