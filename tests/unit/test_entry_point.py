# SPDX-License-Identifier: GPL-2.0-or-later
"""The package's front door: quick to open, and every name on it leads somewhere."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

import timestack


def test_importing_the_package_imports_neither_qgis_nor_numpy(repo_root, tmp_path):
    (tmp_path / "timestack").symlink_to(repo_root)
    heavy = {"qgis", "numpy", "osgeo", "requests", "timestack.plugin"}
    code = f"import sys, timestack; print(sorted({heavy!r} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_every_public_name_has_a_home_that_defines_it(repo_root):
    for name in set(timestack.__all__) - {"classFactory"}:
        home = repo_root.joinpath(*timestack._HOME_OF[name].strip(".").split("."))
        path = home / "__init__.py" if home.is_dir() else home.with_suffix(".py")
        defined = set()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                defined.add(node.name)
            elif isinstance(node, ast.ImportFrom):
                defined |= {alias.asname or alias.name for alias in node.names}
        assert name in defined, f"{path} has no {name}"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="fetch_stacks"):
        timestack.fetch_stacks  # noqa: B018


def test_names_are_offered_for_completion_before_they_are_imported():
    assert set(timestack.__all__) <= set(dir(timestack))
