# SPDX-License-Identifier: GPL-2.0-or-later
"""How severities look."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtGui import QIcon

from ...core.script_findings import ERROR, HINT, WARNING

ICON_FOLDER = Path(__file__).resolve().parent.parent.parent / "resources" / "icons"
COLOURS = {ERROR: "#d5392c", WARNING: "#d98a00", HINT: "#3f7fc0"}
"""Of the line below the text; seen on light and on dark ground."""


def severity_icon(severity: str) -> QIcon:
    """Shape and colour both tell it, for those who do not see one of them."""
    return QIcon(str(ICON_FOLDER / f"finding_{severity}.svg"))
