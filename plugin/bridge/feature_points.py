# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading points out of a layer: flat coordinates, and what to call each."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsProcessingFeatureSource

from ..core.progress import Progress, check_cancelled
from .feature_places import check_id_field

_FEATURES_BETWEEN_LOOKS = 500


@dataclass(frozen=True)
class FeaturePoints:
    """Points of a layer; those of a multipoint share their id."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    ids: tuple[object, ...]


def read_points(source: QgsProcessingFeatureSource, id_field: str, progress: Progress) -> FeaturePoints:
    """All points of a layer, in its order; a feature without one has one nowhere (NaN).

    :param id_field: field with the names; empty for the number of the feature.
    :raises InvalidRequest: when there is no such field. :raises Cancelled: when the user wants to stop.
    """
    check_id_field(source, id_field)
    xs: list[float] = []
    ys: list[float] = []
    ids: list[object] = []
    for number, feature in enumerate(source.getFeatures()):
        if number % _FEATURES_BETWEEN_LOOKS == 0:
            check_cancelled(progress)
        identifier = feature[id_field] if id_field else feature.id()
        vertices = [] if not feature.hasGeometry() else list(feature.geometry().vertices())
        places = [(vertex.x(), vertex.y()) for vertex in vertices] or [(float("nan"), float("nan"))]
        for x, y in places:
            xs.append(x)
            ys.append(y)
            ids.append(identifier)
    return FeaturePoints(tuple(xs), tuple(ys), tuple(ids))
