# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the checkout importable as ``timestack`` and starts QGIS where a test asks for it."""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
QGIS_PLUGINS = Path("/usr/share/qgis/python/plugins")
TIERS = {"qgis": ("qgis",), "gui": ("qgis", "gui"), "e2e": ("qgis", "e2e"), "benchmarks": ("slow",)}


def _register_package() -> None:
    """Import the repository root as ``timestack``, whatever its folder is called."""
    if "timestack" in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(
        "timestack", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["timestack"] = module
    spec.loader.exec_module(module)


_register_package()


def _versions() -> list[str]:
    found = [f"Python {sys.version.split()[0]}"]
    try:
        import numpy

        found.append(f"numpy {numpy.__version__}")
    except ImportError:
        found.append("no numpy")
    try:
        from osgeo import gdal

        found.append(f"GDAL {gdal.__version__}")
    except ImportError:
        found.append("no GDAL")
    try:
        from qgis.core import Qgis
        from qgis.PyQt.QtCore import QT_VERSION_STR

        found += [f"QGIS {Qgis.QGIS_VERSION}", f"Qt {QT_VERSION_STR}"]
    except ImportError:
        found.append("no QGIS")
    return found


def pytest_report_header() -> str:
    return "timestack: " + ", ".join(_versions())


_ended: dict[str, int] = {}
_kept_alive: list[Any] = []
"""QGIS's application: ending it crashes when something of it is still held somewhere."""


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how the tests went."""
    _ended["status"] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Leave without tearing the interpreter down when QGIS has run in it.

    Python would destroy the wrappers that tests and QGIS's own plugins still hold after QGIS itself has gone, and
    crash on them with every result already told.
    """
    if "qgis._core" in sys.modules and "status" in _ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_ended["status"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the tier whose folder it lies in."""
    for item in items:
        try:
            tier = item.path.relative_to(ROOT / "tests").parts[0]
        except ValueError:
            continue
        for marker in TIERS.get(tier, ()):
            item.add_marker(marker)


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The checkout, which is also the package folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real satellite series beside the checkout, in ``../shared/data``."""
    folder = Path(os.environ.get("TIMESTACK_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no real satellite series here: {folder} is missing")
    return folder


@pytest.fixture(scope="session")
def qgis_bare() -> Iterator[Any]:
    """QGIS with an empty profile and Processing's own providers, without our plugin.

    Widgets work too: on the platform that ``QT_QPA_PLATFORM`` names, or
    offscreen when there is neither that nor a display.
    """
    pytest.importorskip("qgis.core", reason="QGIS is not installed for this Python")
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    profile = tempfile.TemporaryDirectory(prefix="timestack-profile-")
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = profile.name

    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QSettings

    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, profile.name)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    app = QgsApplication([], True)
    _kept_alive.append(app)
    app.initQgis()
    _start_processing()
    yield app
    profile.cleanup()  # the application stays: see pytest_unconfigure


def _start_processing() -> None:
    from qgis.analysis import QgsNativeAlgorithms
    from qgis.core import QgsApplication

    if str(QGIS_PLUGINS) not in sys.path:
        sys.path.append(str(QGIS_PLUGINS))
    from processing.core.Processing import Processing

    Processing.initialize()
    registry = QgsApplication.processingRegistry()
    if registry.providerById("native") is None:
        registry.addProvider(QgsNativeAlgorithms(registry))


@pytest.fixture(scope="session")
def qgis_app(qgis_bare: Any) -> Iterator[Any]:
    """QGIS with our provider registered, the way ``qgis_process`` does it."""
    import timestack

    plugin = timestack.classFactory(None)
    plugin.initProcessing()
    yield qgis_bare
    plugin.unload()
