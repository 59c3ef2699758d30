# SPDX-License-Identifier: GPL-2.0-or-later
"""The selected features of a vector layer as places."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsFeature, QgsGeometry, QgsMapLayer, QgsVectorLayer, QgsWkbTypes

from ...bridge.crs_names import crs_name
from ...bridge.i18n import tr

_MOST = 50


@dataclass(frozen=True)
class FeaturePlace:
    """One part of a feature."""

    name: str
    x: float
    y: float
    crs: str
    wkt: str = ""
    """Of a polygon."""


def selected_places(layer: QgsMapLayer | None) -> tuple[list[FeaturePlace], str]:
    """Points and polygons that are selected, and what is to be said about it; the sentence is empty if all is well."""
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() not in _kinds():
        return [], tr("Make a layer of points or polygons the active one, and select features in it.")
    if not layer.selectedFeatureCount():
        return [], tr("No feature of {layer} is selected.").format(layer=layer.name())
    places: list[FeaturePlace] = []
    crs = crs_name(layer.crs())
    for feature in layer.getSelectedFeatures():
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty():
            continue
        places += _places(geometry, _name(layer, feature), crs)
        if len(places) >= _MOST:
            return places[:_MOST], tr("Only the first {count} places were pinned.").format(count=_MOST)
    return places, ""


def _places(geometry: QgsGeometry, name: str, crs: str) -> list[FeaturePlace]:
    if geometry.type() == QgsWkbTypes.GeometryType.PointGeometry:
        return [FeaturePlace(name, vertex.x(), vertex.y(), crs) for vertex in geometry.vertices()]
    straight = QgsGeometry(geometry.constGet().segmentize())
    straight.get().dropZValue()
    straight.get().dropMValue()
    inside = straight.pointOnSurface()
    if inside.isEmpty():
        return []
    return [FeaturePlace(name, inside.asPoint().x(), inside.asPoint().y(), crs, straight.asWkt(9))]


def _name(layer: QgsVectorLayer, feature: QgsFeature) -> str:
    """What the layer shows features by, where that is a plain field."""
    field = layer.displayField()
    if field and feature.fieldNameIndex(field) >= 0:
        value = feature[field]
        if value is not None and str(value) != "NULL":
            return str(value)
    return ""


def _kinds() -> tuple[int, ...]:
    return (QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.PolygonGeometry)
