# SPDX-License-Identifier: GPL-2.0-or-later
"""The test profile's authentication database and saved connections."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsSettings

MASTER_PASSWORD = "correct horse"


def open_auth_database() -> None:
    """Unlock the profile's authentication database, with a master password of its own."""
    manager = QgsApplication.authManager()
    if not manager.masterPasswordIsSet():
        assert manager.setMasterPassword(MASTER_PASSWORD, True)


def forget_connections() -> None:
    """No connections and no secrets."""
    settings = QgsSettings()
    settings.remove("timestack/connections")
    settings.sync()
    manager = QgsApplication.authManager()
    for authcfg in manager.configIds():
        manager.removeAuthenticationConfig(authcfg)
