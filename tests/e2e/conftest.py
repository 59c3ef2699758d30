# SPDX-License-Identifier: GPL-2.0-or-later
"""The packed plugin, installed as a user would have it, in a profile of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

SETTINGS = "[PythonPlugins]\ntimestack=true\n"


@pytest.fixture(scope="session")
def packed_profile(repo_root, tmp_path_factory) -> Path:
    """A profiles folder whose default profile has the freshly packed plugin enabled."""
    zip_path = tmp_path_factory.mktemp("dist") / "timestack.zip"
    command = [sys.executable, str(repo_root / ".ci" / "package.py"), "--output", str(zip_path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    folder = tmp_path_factory.mktemp("config")
    profile = folder / "profiles" / "default"
    (profile / "QGIS").mkdir(parents=True)
    (profile / "QGIS" / "QGIS3.ini").write_text(SETTINGS, encoding="utf-8")
    with zipfile.ZipFile(zip_path) as archive:
        archive.extractall(profile / "python" / "plugins")
    return folder


@pytest.fixture(scope="session")
def qgis_process(packed_profile) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs ``qgis_process`` with the given arguments; what it says and its exit code come back, it raises nothing."""
    # Debian's wrapper hands on options that qgis_process does not know; the program behind it does not.
    program = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if program is None:
        pytest.skip("no qgis_process here")

    def run(
        *arguments: str, env: Mapping[str, str] | None = None, timeout_s: float = 240
    ) -> subprocess.CompletedProcess[str]:
        surroundings = {
            **os.environ,
            "QGIS_CUSTOM_CONFIG_PATH": str(packed_profile),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(packed_profile),
            **(env or {}),
        }
        surroundings.pop("QGIS_PLUGINPATH", None)
        return subprocess.run(
            [program, *arguments],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
        )

    return run


@pytest.fixture(scope="session")
def run_algorithm(qgis_process) -> Callable[..., dict[str, Any]]:
    """Runs one of our algorithms and gives its results; a failure of the run fails the test with all that was said."""

    def run(
        name: str, env: Mapping[str, str] | None = None, timeout_s: float = 240, **parameters: object
    ) -> dict[str, Any]:
        arguments = [f"{key}={value}" for key, value in parameters.items()]
        answer = qgis_process("--json", "run", f"timestack:{name}", "--", *arguments, env=env, timeout_s=timeout_s)
        start = answer.stdout.find("{")
        if answer.returncode or start < 0:
            pytest.fail(f"qgis_process run timestack:{name}\n{answer.stdout}\n{answer.stderr}", pytrace=False)
        return json.loads(answer.stdout[start:])["results"]

    return run
