# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading places out of a layer: points and polygons, flat and valid, with their names."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsFeatureRequest, QgsGeometry, QgsProcessingFeatureSource, QgsWkbTypes

from ..core.errors import InvalidRequest
from ..core.progress import Progress, check_cancelled
from .place_pixels import Place


def check_id_field(source: QgsProcessingFeatureSource, id_field: str) -> None:
    """:raises InvalidRequest: when the field that names the places is not there; Processing does not look."""
    if id_field and source.fields().lookupField(id_field) < 0:
        raise InvalidRequest("ID_FIELD", "no_such_field", value=id_field, choices=", ".join(source.fields().names()))


def read_places(
    source: QgsProcessingFeatureSource, id_field: str, progress: Progress
) -> tuple[list[Place], list[object]]:
    """The places of a layer, and what to call each: the value of a field, else the feature's number.

    Polygons that cross themselves are repaired and named in the log; what cannot be used has an empty text.

    :raises InvalidRequest: when there is no such field. :raises Cancelled: when the user wants to stop.
    """
    check_id_field(source, id_field)
    source.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    places, ids, repaired = [], [], []
    for feature in source.getFeatures():
        check_cancelled(progress)
        identifier = feature[id_field] if id_field else feature.id()
        geometry, was_repaired = _flat(feature)
        if was_repaired:
            repaired.append(str(identifier))
        places.append(Place(str(identifier), geometry.asWkt(17) if not geometry.isNull() else ""))
        ids.append(identifier)
    if repaired:
        progress.tell(f"repaired, because they cross themselves: {', '.join(repaired[:50])}")
    return places, ids


def _flat(feature: QgsFeature) -> tuple[QgsGeometry, bool]:
    """The geometry without curves, heights and measures, valid; null when there is none."""
    if not feature.hasGeometry() or feature.geometry().isEmpty():
        return QgsGeometry(), False
    plain = feature.geometry().constGet().segmentize()
    plain.dropZValue()
    plain.dropMValue()
    geometry = QgsGeometry(plain)
    is_polygon = geometry.type() == QgsWkbTypes.GeometryType.PolygonGeometry
    if not is_polygon or geometry.isGeosValid():
        return geometry, False
    geometry = geometry.makeValid()
    geometry.convertGeometryCollectionToSubclass(QgsWkbTypes.GeometryType.PolygonGeometry)
    is_usable = not geometry.isEmpty() and geometry.type() == QgsWkbTypes.GeometryType.PolygonGeometry
    return (geometry, True) if is_usable else (QgsGeometry(), False)
