# SPDX-License-Identifier: GPL-2.0-or-later
"""Secrets in the authentication database of QGIS, which encrypts them with the user's master password.

A connection is one configuration of the method Basic: user name = OAuth client id, password = its secret, realm =
instance id. Basic is on every platform and version of QGIS, its own editor shows and keeps these three fields (fields
of our own would be lost when somebody edits the configuration there), and the password is masked in it.
"""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication, QgsAuthMethodConfig

from ..core.credentials import Credentials
from ..core.errors import InvalidRequest
from .main_thread import NobodyAnswers, call_on_main_thread

_METHOD, _FIELDS = "Basic", ("username", "password", "realm")


def read_credentials(authcfg: str, connection: str) -> Credentials:
    """The secrets of a configuration. QGIS asks for the master password when nobody has given it yet and somebody can.

    :param authcfg: id of the configuration.
    :param connection: name of the connection, for messages.
    :raises InvalidRequest: when the database is disabled or locked, or does not hold the configuration.
    """
    manager = _manager(connection)
    if authcfg not in manager.configIds():
        raise InvalidRequest("CONNECTION", "auth_missing", value=connection)
    _unlock(manager, connection)
    found = manager.loadAuthenticationConfig(authcfg, QgsAuthMethodConfig(), True)
    is_read, config = found if isinstance(found, tuple) else (found, None)
    if not is_read or config is None or config.method() != _METHOD:
        raise InvalidRequest("CONNECTION", "auth_unreadable", value=connection)
    client_id, client_secret, instance_id = (config.config(name, "").strip() for name in _FIELDS)
    return Credentials(instance_id, client_id, client_secret)


def store_credentials(credentials: Credentials, connection: str, authcfg: str = "") -> str:
    """Put secrets into the database, in place of those of a configuration when one is named.

    :returns: id of the configuration.
    :raises InvalidRequest: when the database is disabled, locked, or does not take them.
    """
    manager = _manager(connection)
    _unlock(manager, connection)
    is_new = not authcfg or authcfg not in manager.configIds()
    config = QgsAuthMethodConfig(_METHOD, 1)
    config.setName(f"Timestack {connection}")
    for field, value in zip(_FIELDS, (credentials.client_id, credentials.client_secret, credentials.instance_id)):
        config.setConfig(field, value)
    config.setId(manager.uniqueConfigId() if is_new else authcfg)
    if not _survives(config):
        raise InvalidRequest("CONNECTION", "auth_not_kept", value=connection)
    kept = manager.storeAuthenticationConfig(config) if is_new else manager.updateAuthenticationConfig(config)
    if not (kept[0] if isinstance(kept, tuple) else kept):
        raise InvalidRequest("CONNECTION", "auth_not_kept", value=connection)
    return str(config.id())


def _survives(config: QgsAuthMethodConfig) -> bool:
    """Whether QGIS reads back what it writes: it joins the fields to one text by separators that it does not escape."""
    copy = QgsAuthMethodConfig(_METHOD, 1)
    copy.loadConfigString(config.configString())
    return all(copy.config(field, "") == config.config(field, "") for field in _FIELDS)


def remove_credentials(authcfg: str, connection: str) -> None:
    """Take a configuration out of the database; one that is not there is fine.

    :raises InvalidRequest: when the database is disabled.
    """
    if not authcfg:
        return
    manager = _manager(connection)
    if authcfg in manager.configIds() and not manager.removeAuthenticationConfig(authcfg):
        raise InvalidRequest("CONNECTION", "auth_not_removed", value=connection)


def can_read_silently() -> bool:
    """Whether secrets can be read without QGIS asking anybody for the master password."""
    if QgsApplication.instance() is None:
        return False
    manager = QgsApplication.authManager()
    return not manager.isDisabled() and bool(manager.masterPasswordIsSet())


def _manager(connection: str) -> Any:
    manager = QgsApplication.authManager() if QgsApplication.instance() is not None else None
    if manager is None or manager.isDisabled():  # plain Python without a QGIS has none
        raise InvalidRequest("CONNECTION", "auth_disabled", value=connection)
    return manager


def _unlock(manager: Any, connection: str) -> None:
    """On the main thread, since QGIS may ask the user for the master password."""
    if manager.masterPasswordIsSet():
        return
    try:
        is_open = call_on_main_thread(lambda: bool(manager.setMasterPassword(True)))
    except NobodyAnswers:
        is_open = False
    if not is_open:
        rule = "auth_locked" if manager.masterPasswordHashInDatabase() else "auth_no_password"
        raise InvalidRequest("CONNECTION", rule, value=connection)
