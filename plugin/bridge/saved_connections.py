# SPDX-License-Identifier: GPL-2.0-or-later
"""Connections kept by name: what anybody may read in the settings of QGIS, secrets in its authentication database."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from qgis.core import QgsSettings

from ..core.credentials import DEFAULT_PER_MINUTE, AccountLimits, Credentials
from ..core.deployments import ServiceRoots
from ..core.errors import InvalidRequest
from ..core.saved_connection import ADDRESS, FOLDER, KINDS, SavedConnection, complete, known_roots, match_name
from .auth_store import read_credentials, remove_credentials, store_credentials

_GROUP = "timestack/connections"
_INSTANCE_ID = re.compile(r"[A-Za-z0-9_.~-]{1,128}")


@dataclass(frozen=True)
class SecretChanges:
    """New secrets; None keeps what there is, an empty text removes it."""

    instance_id: str | None = field(default=None, repr=False)
    client_id: str | None = field(default=None, repr=False)
    client_secret: str | None = field(default=None, repr=False)

    @property
    def are_none(self) -> bool:
        """Whether all stays as it is."""
        return self.instance_id is None and self.client_id is None and self.client_secret is None

    def apply(self, old: Credentials) -> Credentials:
        """The secrets afterwards.

        :raises InvalidRequest: for half an OAuth client, or an instance id that cannot be one.
        """
        pairs = (
            (self.instance_id, old.instance_id),
            (self.client_id, old.client_id),
            (self.client_secret, old.client_secret),
        )
        new = Credentials(*(before if change is None else change.strip() for change, before in pairs))
        if new.instance_id and not _INSTANCE_ID.fullmatch(new.instance_id):
            raise InvalidRequest("INSTANCE", "not_an_instance_id")
        if bool(new.client_id) != bool(new.client_secret):
            raise InvalidRequest("CLIENT", "half_a_client")
        return new


def connection_names() -> list[str]:
    """The names, in alphabetical order."""
    settings = QgsSettings()
    settings.beginGroup(_GROUP)
    names = settings.childGroups()
    settings.endGroup()
    return sorted(names, key=str.casefold)


def list_connections() -> list[SavedConnection]:
    """All of them, by name."""
    return [_read(name) for name in connection_names()]


def find_connection(text: str) -> SavedConnection | None:
    """The connection that a text means (:func:`..core.saved_connection.match_name`), None when there is none."""
    name = match_name(text.strip(), connection_names())
    return _read(name) if name is not None else None


def save_connection(
    connection: SavedConnection, changes: SecretChanges = SecretChanges(), previous_name: str = ""
) -> SavedConnection:
    """Keep a new connection, or a changed one.

    Secrets are written first: when that fails, nothing has changed.

    :param previous_name: the name under which it is kept so far; empty for a new one.
    :returns: as it is kept, addresses filled in.
    :raises InvalidRequest: when it cannot be used, the name is taken, or the authentication database refuses.
    """
    wanted = complete(connection)
    others = [name for name in connection_names() if name != previous_name]
    if any(name.casefold() == wanted.name.casefold() for name in others):
        raise InvalidRequest("NAME", "connection_name_taken", value=wanted.name)
    before = _read(previous_name) if previous_name in connection_names() else None
    authcfg = before.authcfg if before is not None else ""
    if wanted.kind == FOLDER:
        remove_credentials(authcfg, wanted.name)
        authcfg = ""
    elif not changes.are_none:
        old = read_credentials(authcfg, wanted.name) if authcfg and not _replaces_all(changes) else Credentials()
        new = changes.apply(old)
        if new:
            authcfg = store_credentials(new, wanted.name, authcfg)
        else:
            remove_credentials(authcfg, wanted.name)
            authcfg = ""
    kept = replace(wanted, authcfg=authcfg)
    _write(kept)
    if before is not None and before.name != kept.name:
        _forget(before.name)
    return kept


def rename_connection(name: str, new_name: str) -> SavedConnection:
    """Give a connection another name; its secrets stay where they are.

    :raises InvalidRequest: when there is none of that name, or the new one is taken.
    """
    return save_connection(replace(_require(name), name=new_name), previous_name=name)


def remove_connection(name: str) -> None:
    """Forget a connection with its secrets.

    :raises InvalidRequest: when there is none of that name, or the authentication database is disabled.
    """
    connection = _require(name)
    remove_credentials(connection.authcfg, name)
    _forget(name)


def connection_credentials(connection: SavedConnection) -> Credentials:
    """The secrets of a connection; those of none are empty.

    :raises InvalidRequest: when the authentication database does not give them.
    """
    if not connection.authcfg:
        return Credentials()
    return read_credentials(connection.authcfg, connection.name)


def _replaces_all(changes: SecretChanges) -> bool:
    """Whether the old secrets do not matter, so that a lost master password does not lock anybody out for good."""
    return None not in (changes.instance_id, changes.client_id, changes.client_secret)


def _require(name: str) -> SavedConnection:
    if name not in connection_names():
        raise InvalidRequest("CONNECTION", "unknown_connection", value=name)
    return _read(name)


def _read(name: str) -> SavedConnection:
    """As the settings have it. They can be edited by hand: what is missing or wrong gets its default."""
    settings = QgsSettings()

    def text(key: str) -> str:
        return str(settings.value(f"{_GROUP}/{name}/{key}", "") or "")

    kind = text("kind") if text("kind") in KINDS else ADDRESS
    given = ServiceRoots(text("ogc_root"), text("api_root"), text("token_url"))
    limits = AccountLimits(_number(text("requests_per_minute")), _number(text("units_per_minute")))
    return SavedConnection(
        name, kind, None if kind == FOLDER else known_roots(kind) or given, text("folder"), limits,
        text("collection"), text("authcfg"),
    )  # fmt: skip


def _write(connection: SavedConnection) -> None:
    roots = connection.roots or ServiceRoots("", "", "")
    values: dict[str, object] = {
        "kind": connection.kind, "ogc_root": roots.ogc_root, "api_root": roots.api_root, "token_url": roots.token_url,
        "folder": connection.folder, "requests_per_minute": connection.limits.requests_per_minute,
        "units_per_minute": connection.limits.units_per_minute, "collection": connection.collection,
        "authcfg": connection.authcfg,
    }  # fmt: skip
    settings = QgsSettings()
    for key, value in values.items():
        settings.setValue(f"{_GROUP}/{connection.name}/{key}", value)
    settings.sync()
    _tell()


def _forget(name: str) -> None:
    settings = QgsSettings()
    settings.remove(f"{_GROUP}/{name}")
    settings.sync()
    _tell()


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return DEFAULT_PER_MINUTE
    return value if value >= 1 else DEFAULT_PER_MINUTE


_listeners: list[Callable[[], None]] = []


def on_change(listener: Callable[[], None]) -> Callable[[], None]:
    """Have a function called whenever a connection has changed, on the thread that changed it.

    :returns: ends that.
    """
    _listeners.append(listener)

    def stop() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return stop


def _tell() -> None:
    for listener in list(_listeners):
        listener()
