# SPDX-License-Identifier: GPL-2.0-or-later
"""Timestack: date-true raster stacks and pixel time series for QGIS.

QGIS calls :func:`classFactory`. In a console or a script the names of
``__all__`` are here too; each is imported when it is first asked for, so that
starting QGIS stays quick and ``compile_evalscript`` works without QGIS.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOME_OF = {
    "estimate_cost": ".plugin.api",
    "extend_stack": ".plugin.api",
    "fetch_composite": ".plugin.api",
    "fetch_stack": ".plugin.api",
    "fetch_time_series": ".plugin.api",
    "open_stack": ".plugin.api",
    "stackfromrasters": ".plugin.api",
    "compile_evalscript": ".plugin.evalscript",
    "Scene": ".plugin.evalscript",
}

__all__ = [
    "Scene",
    "classFactory",
    "compile_evalscript",
    "estimate_cost",
    "extend_stack",
    "fetch_composite",
    "fetch_stack",
    "fetch_time_series",
    "open_stack",
    "stackfromrasters",
]


def classFactory(iface: Any) -> Any:  # noqa: N802
    """Create the plugin; ``iface`` is ``None`` when ``qgis_process`` asks."""
    from .plugin.main import TimestackPlugin

    return TimestackPlugin(iface)


def __getattr__(name: str) -> Any:
    try:
        home = _HOME_OF[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(importlib.import_module(home, __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
