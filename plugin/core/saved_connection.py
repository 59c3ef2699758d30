# SPDX-License-Identifier: GPL-2.0-or-later
"""A connection that is kept by name, without its secrets, and what makes one usable."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .credentials import USUAL_LIMITS, AccountLimits
from .deployments import ServiceRoots, clean_ogc_root, load_deployments, require_safe_address, roots_of
from .errors import InvalidRequest

COPERNICUS, SENTINEL_HUB_EU, SENTINEL_HUB_US = "copernicus", "sentinel_hub_eu", "sentinel_hub_us"
ADDRESS, FOLDER = "address", "folder"
KINDS = (COPERNICUS, SENTINEL_HUB_EU, SENTINEL_HUB_US, ADDRESS, FOLDER)
RESERVED_NAMES = ("demo",)
MAX_NAME_LENGTH = 80
MAX_PER_MINUTE = 1_000_000

_DEPLOYMENTS = {COPERNICUS: "cdse", SENTINEL_HUB_EU: "sh-eu", SENTINEL_HUB_US: "sh-us"}
_NOT_IN_NAMES = re.compile(r"[/\\\x00-\x1f\x7f]")


@dataclass(frozen=True)
class SavedConnection:
    """What QGIS may keep in its settings about a connection."""

    name: str
    kind: str = COPERNICUS
    roots: ServiceRoots | None = None
    """None for a folder."""

    folder: str = ""
    """Scenes on this computer, for the kind :data:`FOLDER`."""

    limits: AccountLimits = USUAL_LIMITS
    collection: str = ""
    """Collection to ask for where none is named."""

    authcfg: str = ""
    """Id of its secrets in the authentication database, empty where it has none."""

    @property
    def is_local(self) -> bool:
        """Whether it means scenes on this computer."""
        return self.kind == FOLDER


def known_roots(kind: str) -> ServiceRoots | None:
    """The addresses of a kind, None for those that the user gives."""
    key = _DEPLOYMENTS.get(kind)
    return load_deployments()[key].roots if key else None


def complete(connection: SavedConnection) -> SavedConnection:
    """The same connection with its addresses filled in and cleaned, as it may be kept.

    :raises InvalidRequest: when it cannot be used: its name, an address, a limit.
    """
    connection = replace(connection, name=clean_name(connection.name), collection=connection.collection.strip())
    if connection.kind not in KINDS:
        raise InvalidRequest("KIND", "unknown_choice", value=connection.kind, choices=", ".join(KINDS))
    for key, value in (
        ("REQUESTS", connection.limits.requests_per_minute),
        ("UNITS", connection.limits.units_per_minute),
    ):
        if not 1 <= value <= MAX_PER_MINUTE:
            raise InvalidRequest(key, "not_a_limit", value=f"{value:g}", highest=MAX_PER_MINUTE)
    if connection.kind == FOLDER:
        if not connection.folder.strip():
            raise InvalidRequest("FOLDER", "no_scene_folder")
        return replace(connection, folder=connection.folder.strip(), roots=None)
    roots = known_roots(connection.kind) or _given_roots(connection.roots)
    for address in (roots.ogc_root, roots.api_root, roots.token_url):
        require_safe_address(address, "ADDRESS")
    return replace(connection, roots=roots, folder="")


def _given_roots(given: ServiceRoots | None) -> ServiceRoots:
    if given is None or not given.ogc_root.strip():
        raise InvalidRequest("ADDRESS", "no_address")
    ogc_root = clean_ogc_root(given.ogc_root)
    require_safe_address(ogc_root, "ADDRESS")
    if not ogc_root.lower().endswith("/ogc"):
        raise InvalidRequest("ADDRESS", "not_an_ogc_root")
    guessed = roots_of(ogc_root)
    api_root, token_url = given.api_root.strip().rstrip("/"), given.token_url.strip()
    return ServiceRoots(ogc_root, api_root or guessed.api_root, token_url or guessed.token_url)


def clean_name(name: str) -> str:
    """A name without blanks around it.

    :raises InvalidRequest: for one that is empty, too long, taken by Timestack, or would be read as an address.
    """
    name = name.strip()
    if not name:
        raise InvalidRequest("NAME", "no_connection_name")
    if _NOT_IN_NAMES.search(name) or len(name) > MAX_NAME_LENGTH:
        raise InvalidRequest("NAME", "bad_connection_name", limit=MAX_NAME_LENGTH)
    if name.lower() in RESERVED_NAMES:
        raise InvalidRequest("NAME", "reserved_connection_name", value=name)
    return name


def match_name(text: str, names: Iterable[str]) -> str | None:
    """The saved name that a text means: exactly, else whatever the case of its letters where that is one only."""
    names = list(names)
    if text in names:
        return text
    alike = [name for name in names if name.casefold() == text.casefold()]
    return alike[0] if len(alike) == 1 else None


def close_names(text: str, names: Sequence[str]) -> list[str]:
    """Saved names that a misspelt one may mean, nearest first."""
    folded = {name.casefold(): name for name in names}
    return [folded[near] for near in difflib.get_close_matches(text.casefold(), list(folded), n=3, cutoff=0.6)]
