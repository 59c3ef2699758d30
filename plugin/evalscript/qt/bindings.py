# SPDX-License-Identifier: GPL-2.0-or-later
"""Qt's Python modules, imported when a script first needs them."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from typing import Any

_PACKAGES = ("PyQt5", "PyQt6")


class Bindings:
    """The modules, and the class that hands buffers to a script's environment."""

    def __init__(self, package: str) -> None:
        """Import the modules.

        :raises ImportError: when one is not installed.
        """
        self.core: Any = import_module(f"{package}.QtCore")
        self.qml: Any = import_module(f"{package}.QtQml")
        self.bridge_class = _make_bridge_class(self.core)
        # Qt warns of variables used before their declaration, which is no fault of an evalscript.
        self.core.QLoggingCategory.setFilterRules("qt.qml.usedbeforedeclared=false")


def _make_bridge_class(core: Any) -> Any:
    class Bridge(core.QObject):  # type: ignore[misc]
        """Gives the runner the memory of a block; scripts never see it."""

        def __init__(self) -> None:
            super().__init__()
            self.buffers: dict[str, Any] = {}

        @core.pyqtSlot(str, result=core.QByteArray)  # type: ignore[untyped-decorator,unused-ignore]
        def take(self, name: str) -> Any:
            """A buffer, whose memory JavaScript shares."""
            return self.buffers[name]

    return Bridge


@lru_cache(maxsize=1)
def load_bindings() -> Bindings | None:
    """The modules of the Qt that runs in this process, else of the first that is installed; None without QtQml."""
    running = [name for name in _PACKAGES if f"{name}.QtCore" in sys.modules]
    for package in running or _PACKAGES:
        try:
            return Bindings(package)
        except ImportError:
            continue
    return None


def missing_part() -> str:
    """Why Qt's JavaScript cannot be used, with the remedy; empty when it can."""
    bindings = load_bindings()
    if bindings is None:
        return (
            "Qt's JavaScript engine could run it; install QtQml (Debian: python3-pyqt5.qtquick or python3-pyqt6.qtqml)"
        )
    if bindings.core.QCoreApplication.instance() is None:
        return "Qt's JavaScript engine could run it inside QGIS, but no application runs here"
    return ""
