# SPDX-License-Identifier: GPL-2.0-or-later
"""The test profile's authentication database and saved connections."""

from __future__ import annotations

import time
from collections.abc import Callable

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtTest import QTest

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


def wait_until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Let Qt work until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never became so"
        QTest.qWait(20)
