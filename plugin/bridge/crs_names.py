# SPDX-License-Identifier: GPL-2.0-or-later
"""Coordinate systems of QGIS as texts that GDAL reads, and back."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem

_WKT = QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED


def crs_name(crs: QgsCoordinateReferenceSystem) -> str:
    """The code of a CRS, or all of it for a user's own one, whose code no other program knows."""
    code = str(crs.authid())
    return code if code and not code.startswith("USER:") else str(crs.toWkt(_WKT))


def open_map_crs(name: str) -> QgsCoordinateReferenceSystem:
    """What :func:`crs_name` or a raster named; an invalid one where QGIS does not know it."""
    if name.lstrip().upper().startswith(("PROJ", "GEOG", "BOUND", "COMPOUND", "LOCAL", "ENG")):
        return QgsCoordinateReferenceSystem.fromWkt(name)
    return QgsCoordinateReferenceSystem(name)
