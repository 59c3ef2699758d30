# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the tests of the language on both engines."""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator

import pytest

from timestack.plugin.evalscript import compile_evalscript
from timestack.plugin.evalscript.qt.bindings import load_bindings


@pytest.fixture(scope="session")
def qt_application(request: pytest.FixtureRequest) -> Iterator[None]:
    """An application, which Qt's JavaScript needs: QGIS where tests of QGIS run too, because there can be only one."""
    bindings = load_bindings()
    if bindings is None:
        pytest.skip("QtQml is not installed (Debian: python3-pyqt5.qtquick)")
    if any(item.get_closest_marker("qgis") for item in request.session.items):
        request.getfixturevalue("qgis_bare")
    application = bindings.core.QCoreApplication.instance() or bindings.core.QCoreApplication([])
    yield
    gc.collect()
    del application


@pytest.fixture(params=["block", "qt"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Lets ``compile_evalscript`` in the test's module use one engine, without the other behind it."""
    if request.param == "qt":
        request.getfixturevalue("qt_application")
    if hasattr(request.module, "compile_evalscript"):
        compiled = functools.partial(compile_evalscript, engine=request.param)
        monkeypatch.setattr(request.module, "compile_evalscript", compiled)
    return str(request.param)
