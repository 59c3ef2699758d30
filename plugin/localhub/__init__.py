# SPDX-License-Identifier: GPL-2.0-or-later
"""The embedded Sentinel Hub look-alike over demo scenes or the user's own.

It serves WCS and WFS, and to OAuth clients that it knows the Process API, the Catalog and the configuration. It keeps
an account of what is asked (:mod:`.account`) and misbehaves on demand (:mod:`.faults`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .account import Allowance
    from .demo import DemoSource
    from .faults import FaultPlan, FaultRule
    from .limits import HubLimits
    from .scenes import FolderSource
    from .server import Hub
    from .source import SceneSource

__all__ = ["Allowance", "DemoSource", "FaultPlan", "FaultRule", "FolderSource", "Hub", "HubLimits", "open_source"]

_PLACES = {
    "Allowance": "account", "DemoSource": "demo", "FaultPlan": "faults", "FaultRule": "faults",
    "FolderSource": "scenes", "Hub": "server", "HubLimits": "limits",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for."""
    if name in _PLACES:
        return getattr(import_module(f".{_PLACES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def open_source(text: str) -> SceneSource:
    """The source that a word stands for: ``demo``, or else a folder with scenes.

    :raises FileProblem: for a folder that cannot be used.
    """
    if text.strip().lower() == "demo":
        from .demo import DemoSource

        return DemoSource()
    from .scenes import FolderSource

    return FolderSource(text)
