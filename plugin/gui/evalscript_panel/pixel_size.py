# SPDX-License-Identifier: GPL-2.0-or-later
"""The size of pixels in words."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsUnitTypes


def size_text(resolution: float, crs: str) -> str:
    """``10 m``; with the unit of the CRS."""
    unit = QgsUnitTypes.toAbbreviatedString(QgsCoordinateReferenceSystem(crs).mapUnits())
    return f"{resolution:g} {unit}".strip()
