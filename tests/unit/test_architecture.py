# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds the shipped code against the import table of the plan of the house, by its syntax tree."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 350
PACKAGE = "timestack"

# A place is a layer of the house; the longest matching path prefix decides.
PLACES = {
    "__init__.py": "entry",
    "plugin/__init__.py": "entry",
    "plugin/main.py": "main",
    "plugin/api.py": "api",
    "plugin/connection_service.py": "api",
    "plugin/connections.py": "api",
    "plugin/service_runs.py": "api",
    "plugin/stacks.py": "api",
    "plugin/place_series.py": "api",
    "plugin/composites.py": "api",
    "plugin/console_arguments.py": "api",
    "plugin/extension.py": "api",
    "plugin/estimates.py": "api",
    "plugin/evalscripts.py": "api",
    "plugin/live_desk.py": "api",
    "plugin/live_place.py": "api",
    "plugin/live_profiles.py": "api",
    "plugin/pixel_traces.py": "api",
    "plugin/scene_sources.py": "api",
    "plugin/script_service.py": "api",
    "plugin/console_tables.py": "api",
    "plugin/raster_stacks.py": "api",
    "plugin/stack_cubes.py": "api",
    "plugin/stack_parts.py": "api",
    "plugin/stack_samples.py": "api",
    "plugin/stack_scenes.py": "api",
    "plugin/stack_zones.py": "api",
    "plugin/stack_tools/": "api",
    "plugin/core/": "core",
    "plugin/evalscript/": "evalscript",
    "plugin/localhub/": "localhub",
    "plugin/localhub/scenes": "localhub.scenes",
    "plugin/bridge/": "bridge",
    "plugin/gui/": "gui",
    "processing_provider/": "provider",
}

# What a module is, by its name's longest matching prefix. Standard library and numpy are everybody's.
KINDS = {
    "numpy": "plain",
    "PyQt5.QtQml": "qml",
    "PyQt6.QtQml": "qml",
    "esprima": "qml",
    "osgeo": "gdal",
    "requests": "outside",
    "qgis": "outside",
    "qgis.core": "outside",
    "qgis.analysis": "outside",
    "qgis.PyQt.QtCore": "outside",
    "qgis.PyQt.QtNetwork": "outside",
    "qgis.PyQt.QtXml": "outside",
    "qgis.PyQt.QtGui": "pictures",
    "qgis.PyQt.QtSvg": "widgets",
    "qgis.PyQt.QtWidgets": "widgets",
    "qgis.PyQt.uic": "widgets",
    "qgis.gui": "widgets",
    "qgis.utils": "widgets",
    "processing": "processing",
    "xarray": "optional",
    f"{PACKAGE}.plugin.core": "core",
    f"{PACKAGE}.plugin.evalscript": "evalscript",
    f"{PACKAGE}.plugin.localhub": "localhub",
    f"{PACKAGE}.plugin.bridge": "bridge",
    f"{PACKAGE}.plugin.gui": "gui",
    f"{PACKAGE}.plugin.api": "api",
    f"{PACKAGE}.plugin.connection_service": "api",
    f"{PACKAGE}.plugin.connections": "api",
    f"{PACKAGE}.plugin.service_runs": "api",
    f"{PACKAGE}.plugin.stacks": "api",
    f"{PACKAGE}.plugin.place_series": "api",
    f"{PACKAGE}.plugin.composites": "api",
    f"{PACKAGE}.plugin.console_arguments": "api",
    f"{PACKAGE}.plugin.extension": "api",
    f"{PACKAGE}.plugin.estimates": "api",
    f"{PACKAGE}.plugin.evalscripts": "api",
    f"{PACKAGE}.plugin.live_desk": "api",
    f"{PACKAGE}.plugin.live_place": "api",
    f"{PACKAGE}.plugin.live_profiles": "api",
    f"{PACKAGE}.plugin.pixel_traces": "api",
    f"{PACKAGE}.plugin.scene_sources": "api",
    f"{PACKAGE}.plugin.script_service": "api",
    f"{PACKAGE}.plugin.console_tables": "api",
    f"{PACKAGE}.plugin.raster_stacks": "api",
    f"{PACKAGE}.plugin.stack_cubes": "api",
    f"{PACKAGE}.plugin.stack_parts": "api",
    f"{PACKAGE}.plugin.stack_samples": "api",
    f"{PACKAGE}.plugin.stack_scenes": "api",
    f"{PACKAGE}.plugin.stack_zones": "api",
    f"{PACKAGE}.plugin.stack_tools": "api",
    f"{PACKAGE}.plugin.main": "main",
    f"{PACKAGE}.processing_provider": "provider",
    PACKAGE: "entry",
}

_COMMON = {"plain", "core"}

# place -> kinds it may import. Its own package is always allowed.
MAY_IMPORT = {
    "core": _COMMON,
    "evalscript": _COMMON | {"qml"},
    "localhub": _COMMON | {"evalscript"},
    "localhub.scenes": _COMMON | {"evalscript", "gdal", "localhub"},
    "bridge": _COMMON | {"evalscript", "gdal", "outside", "pictures", "optional"},
    "provider": _COMMON | {"evalscript", "outside", "pictures", "bridge", "localhub", "api", "processing"},
    "api": _COMMON | {"evalscript", "outside", "pictures", "bridge", "localhub", "processing"},
    "gui": _COMMON | {"outside", "pictures", "bridge", "widgets", "processing"},
    "main": _COMMON
    | {"evalscript", "outside", "pictures", "bridge", "localhub", "widgets", "gui", "provider", "api", "processing"},
    "entry": {"plain", "main"},
}

OWN_KIND = {"localhub.scenes": "localhub"}


@dataclass(frozen=True)
class Import:
    """One imported module, spelled out from the package's name."""

    module: str
    line: int
    is_relative: bool


def imports_of(source: str, path: str) -> list[Import]:
    """All imports in a source at ``path`` (relative to the root), those inside functions included.

    ``from .a import b`` gives both ``a`` and ``a.b``, since ``b`` may be a module. ``from PyQt5 import b`` gives
    ``PyQt5.b`` alone.
    """
    package = [PACKAGE, *PurePosixPath(path).parent.parts]
    found = []
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno, False) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            if node.level > len(package):
                base = ["(above the package)"]
            module = ".".join([*base, *([node.module] if node.module else [])])
            if not _is_only_the_way(module):
                found.append(Import(module, node.lineno, node.level > 0))
            found += [Import(f"{module}.{alias.name}", node.lineno, node.level > 0) for alias in node.names]
    return found


def _is_only_the_way(module: str) -> bool:
    """Whether the table knows modules inside this one, but not this one."""
    return module not in KINDS and any(kind.startswith(f"{module}.") for kind in KINDS)


def place_of(path: str) -> str | None:
    """The layer that a file belongs to."""
    matches = [p for p in PLACES if path == p or path == f"{p}.py" or (p.endswith("/") and path.startswith(p))]
    matches += [p for p in PLACES if not p.endswith((".py", "/")) and path.startswith(f"{p}/")]
    return PLACES[max(matches, key=len)] if matches else None


def kind_of(module: str) -> str | None:
    """What a module counts as in the table; ``plain`` for the standard library, ``None`` when the table has no row."""
    matches = [k for k in KINDS if module == k or module.startswith(f"{k}.")]
    if matches:
        return KINDS[max(matches, key=len)]
    return "plain" if module.split(".")[0] in sys.stdlib_module_names or module.startswith("__future__") else None


def problems_in(source: str, path: str) -> list[str]:
    """Everything in a source that the rules of the house forbid."""
    place = place_of(path)
    if place is None:
        return [f"{path}: lies in no folder of the plan"]
    own = OWN_KIND.get(place, place)
    problems = []
    for found in imports_of(source, path):
        kind = kind_of(found.module)
        where = f"{path}:{found.line}"
        if found.module == PACKAGE or found.module.startswith(f"{PACKAGE}."):
            if not found.is_relative:
                problems.append(f"{where}: import {found.module} relatively")
            if kind == "entry" and found.module != PACKAGE:
                problems.append(f"{where}: {found.module} lies in no folder of the plan")
            if kind == "entry":
                continue
        if kind is None:
            problems.append(f"{where}: {found.module} is not in the import table")
        elif kind != own and kind not in MAY_IMPORT[place]:
            problems.append(f"{where}: {place} must not import {found.module}")
    if path != "plugin/localhub/__main__.py":
        problems += [
            f"{path}:{node.lineno}: print() in shipped code"
            for node in ast.walk(ast.parse(source, path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        ]
    count = len(source.splitlines())
    if count > MAX_LINES:
        problems.append(f"{path}: {count} lines, at most {MAX_LINES}")
    if "SPDX-License-Identifier: GPL-2.0-or-later" not in source[:200]:
        problems.append(f"{path}: no SPDX line")
    return problems


def shipped_files() -> list[str]:
    paths = [ROOT / "__init__.py"]
    for folder in ("plugin", "processing_provider"):
        paths += sorted((ROOT / folder).rglob("*.py"))
    return [p.relative_to(ROOT).as_posix() for p in paths]


@pytest.mark.parametrize("path", shipped_files())
def test_file_keeps_the_rules_of_the_house(path):
    assert problems_in((ROOT / path).read_text(encoding="utf-8"), path) == []


SPDX = "# SPDX-License-Identifier: GPL-2.0-or-later\n"


@pytest.mark.parametrize(
    ("path", "source", "problem"),
    [
        ("plugin/core/a.py", "import osgeo.gdal", "core must not import osgeo.gdal"),
        ("plugin/core/a.py", "def f():\n    from qgis.core import QgsProject", "core must not import qgis.core"),
        ("plugin/core/a.py", "from ..bridge import layers", "core must not import timestack.plugin.bridge"),
        ("plugin/core/a.py", "from .. import bridge", "core must not import timestack.plugin.bridge"),
        ("plugin/core/a.py", "import requests", "core must not import requests"),
        ("plugin/core/a.py", "import scipy", "scipy is not in the import table"),
        ("plugin/core/a.py", "import timestack.plugin.core.b", "import timestack.plugin.core.b relatively"),
        ("plugin/core/sub/a.py", "from ...gui.dock import Dock", "core must not import timestack.plugin.gui.dock"),
        ("plugin/core/a.py", "import esprima", "core must not import esprima"),
        ("plugin/core/a.py", "from ..evalscript import x", "core must not import timestack.plugin.evalscript"),
        ("plugin/evalscript/a.py", "from qgis.core import Qgis", "evalscript must not import qgis.core"),
        ("plugin/localhub/a.py", "from osgeo import gdal", "localhub must not import osgeo"),
        ("plugin/localhub/sceneslike.py", "from osgeo import gdal", "localhub must not import osgeo"),
        ("plugin/localhub/a.py", "from ..bridge import files", "localhub must not import timestack.plugin.bridge"),
        ("plugin/bridge/a.py", "from ..localhub import server", "bridge must not import timestack.plugin.localhub"),
        ("plugin/bridge/a.py", "from ..gui import dock", "bridge must not import timestack.plugin.gui"),
        ("plugin/bridge/a.py", "from qgis.gui import QgsDockWidget", "bridge must not import qgis.gui"),
        ("plugin/bridge/a.py", "from qgis.PyQt import QtWidgets", "bridge must not import qgis.PyQt.QtWidgets"),
        ("plugin/bridge/a.py", "from PyQt5.QtCore import Qt", "PyQt5.QtCore is not in the import table"),
        ("plugin/gui/a.py", "from ..localhub import server", "gui must not import timestack.plugin.localhub"),
        ("plugin/gui/a.py", "from ..main import TimestackPlugin", "gui must not import timestack.plugin.main"),
        ("plugin/gui/a.py", "from osgeo import gdal", "gui must not import osgeo"),
        ("plugin/evalscript/a.py", "from PyQt5 import QtCore", "PyQt5.QtCore is not in the import table"),
        ("plugin/evalscript/a.py", "import PyQt5", "PyQt5 is not in the import table"),
        ("plugin/gui/a.py", "from ...processing_provider import p", "gui must not import timestack.processing"),
        ("plugin/api.py", "from .gui import dock", "api must not import timestack.plugin.gui"),
        ("plugin/connections.py", "from qgis.PyQt.QtWidgets import QLabel", "api must not import qgis.PyQt.QtWidgets"),
        ("processing_provider/a.py", "from ..plugin.gui import dock", "provider must not import timestack.plugin.gui"),
        ("processing_provider/a.py", "from ..plugin import main", "provider must not import timestack.plugin.main"),
        ("__init__.py", "from .plugin.core import dates", "entry must not import timestack.plugin.core"),
        ("plugin/core/a.py", "print('x')", "print() in shipped code"),
        ("plugin/core/a.py", "x = 1\n" * 400, "401 lines"),
        ("plugin/stray.py", "", "lies in no folder of the plan"),
        ("plugin/core/a.py", "from ..stray import x", "timestack.plugin.stray lies in no folder of the plan"),
    ],
)  # fmt: skip
def test_a_breach_of_the_rules_is_found(path, source, problem):
    assert any(problem in found for found in problems_in(SPDX + source, path))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("plugin/core/a.py", "from __future__ import annotations\nimport json\nimport numpy as np\nfrom . import b"),
        ("plugin/core/sub/a.py", "from ..errors import TimestackError\nfrom ...core.grid import Bounds"),
        ("plugin/evalscript/qjs.py", "from PyQt5 import QtQml\nimport PyQt6.QtQml"),
        ("plugin/localhub/scenes.py", "from osgeo import gdal"),
        ("plugin/localhub/scenes/folder.py", "from osgeo import gdal\nfrom ..source import SourceBand"),
        ("plugin/localhub/a.py", "from .scenes.folder import open_folder\nfrom ..evalscript import Scene"),
        ("plugin/localhub/__main__.py", "print('http://127.0.0.1:8088')"),
        ("plugin/bridge/a.py", "import requests\nfrom osgeo import gdal\nfrom qgis.PyQt.QtCore import Qt"),
        ("plugin/gui/a.py", "from qgis.gui import QgsDockWidget\nfrom ..bridge import layers"),
        ("plugin/api.py", "from .localhub import server\nfrom .bridge.files import x"),
        ("plugin/connections.py", "from .localhub import server\nfrom .bridge import settings"),
        ("processing_provider/a.py", "from ..plugin.core import dates\nfrom .base import StackAlgorithm"),
        ("plugin/main.py", "from .gui import dock\nfrom ..processing_provider.provider import Provider"),
        ("__init__.py", "def f():\n    from .plugin.main import TimestackPlugin"),
    ],
)
def test_what_the_plan_allows_passes(path, source):
    assert problems_in(SPDX + source, path) == []
