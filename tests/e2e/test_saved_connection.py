# SPDX-License-Identifier: GPL-2.0-or-later
"""``qgis_process`` with a connection by its name, whose secrets are in the profile's authentication database."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from timestack.plugin.localhub import DemoSource, Hub

pytest.importorskip("qgis.core")

INSTANCE = "0c7b2f0e-aaaa-4bbb-8ccc-1234567890ab"
PASSWORD = "master of the profile"
KEEP = """
import os, sys
sys.path.insert(0, sys.argv[1])
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QSettings
QCoreApplication.setOrganizationName("QGIS")
QCoreApplication.setApplicationName("QGIS3")
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[2])
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
app = QgsApplication([], False, sys.argv[2])
app.initQgis()
assert QgsApplication.authManager().setMasterPassword(sys.argv[3], True)
import timestack
from timestack.plugin.bridge.saved_connections import SecretChanges, save_connection
from timestack.plugin.core.deployments import ServiceRoots
from timestack.plugin.core.saved_connection import ADDRESS, SavedConnection
roots = ServiceRoots(sys.argv[4], "", "")
print(save_connection(SavedConnection("Mein Hub", ADDRESS, roots), SecretChanges(sys.argv[5])).authcfg)
sys.stdout.flush()
os._exit(0)
"""


@pytest.fixture()
def hub(packed_profile):
    with Hub({INSTANCE: (DemoSource(),)}) as hub:
        profile = packed_profile / "profiles" / "default"
        surroundings = {
            **os.environ, "QT_QPA_PLATFORM": "offscreen", "QGIS_AUTH_DB_DIR_PATH": str(profile),
        }  # fmt: skip
        arguments = [str(profile / "python" / "plugins"), str(profile), PASSWORD, f"{hub.address}/ogc", INSTANCE]
        subprocess.run(
            [sys.executable, "-c", KEEP, *arguments],
            env=surroundings,
            check=True,
            stdin=subprocess.DEVNULL,
            timeout=120,
        )
        settings = (profile / "QGIS" / "QGIS3.ini").read_text(encoding="utf-8")
        assert "Mein" in settings
        assert INSTANCE not in settings
        yield hub


def test_a_name_works_with_the_password_file_and_is_explained_without(
    hub, packed_profile, run_algorithm, qgis_process, tmp_path
):
    password = tmp_path / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    parameters = {
        "CONNECTION": "mein hub", "BANDS": "B04", "START": "2020-01-01", "END": "2020-01-31",
        "EXTENT": "500000,500160,5100000,5100160 [EPSG:32633]", "OUTPUT": str(tmp_path / "stack.tif"),
    }  # fmt: skip
    results = run_algorithm("fetchtemporalstack", env={"QGIS_AUTH_PASSWORD_FILE": str(password)}, **parameters)
    assert results["STEPS"] == 6
    assert INSTANCE.encode() not in (tmp_path / "stack.tif").read_bytes()
    arguments = [f"{key}={value}" for key, value in {**parameters, "OUTPUT": str(tmp_path / "other.tif")}.items()]
    locked = qgis_process("run", "timestack:fetchtemporalstack", "--", *arguments)
    assert locked.returncode
    assert "QGIS_AUTH_PASSWORD_FILE" in locked.stdout + locked.stderr
    assert INSTANCE not in locked.stdout + locked.stderr
    assert not (tmp_path / "other.tif").exists()
    misspelt = qgis_process("run", "timestack:fetchtemporalstack", "--", "CONNECTION=mein hup", *arguments[1:])
    assert "Mein Hub" in misspelt.stdout + misspelt.stderr
