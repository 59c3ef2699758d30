# SPDX-License-Identifier: GPL-2.0-or-later
"""The keys by which every algorithm selects scenes, and reading them (DESIGN section 5)."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from ..plugin.bridge.areas import Area
from ..plugin.bridge.i18n import tr
from ..plugin.connections import DEMO, Connection, recognise_connection, resolve_connection
from ..plugin.core.dates import parse_day
from ..plugin.core.errors import InvalidRequest
from ..plugin.core.selection import SCENE_FILTERS
from ..plugin.core.stack_request import SceneSelection
from .base import TimestackAlgorithm
from .connection_parameter import ConnectionParameter
from .suggestions import suggest

CONNECTION, COLLECTION, LAYER = "CONNECTION", "COLLECTION", "LAYER"
EXTENT, MASK, START, END = "EXTENT", "MASK", "START", "END"
MOSAICKING, MAX_CLOUD_COVER, SCENES, MONTHS, DATES = "MOSAICKING", "MAX_CLOUD_COVER", "SCENES", "MONTHS", "DATES"

DEMO_EXTENT = "500000,500640,5100000,5100640 [EPSG:32633]"


def add_connection_parameters(algorithm: TimestackAlgorithm) -> None:
    """Where to ask, and of what."""
    algorithm.add(
        suggest(ConnectionParameter(CONNECTION, tr("Connection"), DEMO)),
        tr(
            "Where to ask: the name of a saved connection (Raster > Timestack > Connections), 'demo' (simulated "
            "scenes, no account, no network), a folder with scenes, or a service address such as "
            "https://sh.dataspace.copernicus.eu/ogc/wcs, whose instance id and OAuth client are then taken from the "
            "environment variables TIMESTACK_INSTANCE_ID, TIMESTACK_CLIENT_ID and TIMESTACK_CLIENT_SECRET."
        ),
    )
    algorithm.add(
        suggest(QgsProcessingParameterString(COLLECTION, tr("Collection"), "", optional=True)),
        tr(
            "Which data collection, for example sentinel-2-l2a. Empty: the one that a local connection holds, "
            "Sentinel-2 L2A otherwise."
        ),
    )


def add_place_parameters(algorithm: TimestackAlgorithm) -> None:
    """Where to ask, and which area."""
    add_connection_parameters(algorithm)
    algorithm.add(
        QgsProcessingParameterExtent(EXTENT, tr("Extent"), DEMO_EXTENT, optional=True),
        tr("The area, in any CRS. Its edges move outward to whole pixels."),
    )
    algorithm.add(
        QgsProcessingParameterFeatureSource(
            MASK, tr("Mask layer"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
        ),
        tr("Polygons outside which pixels get no data. Without an extent their bounding box is the area."),
    )
    add_layer_parameter(algorithm)


def add_layer_parameter(algorithm: TimestackAlgorithm) -> None:
    """Which layer of the service instance."""
    algorithm.add(
        suggest(QgsProcessingParameterString(LAYER, tr("Layer of the service instance"), "", optional=True)),
        tr("Id of the layer to ask for (COVERAGE). Empty: the first layer of the collection."),
        advanced=True,
    )


def add_scene_parameters(algorithm: TimestackAlgorithm) -> None:
    """Which acquisitions of the area."""
    day = QgsProcessingParameterDateTime.Type.Date
    algorithm.add(
        QgsProcessingParameterDateTime(START, tr("First day"), day, QDateTime(QDate(2020, 1, 1), QTime(0, 0))),
        tr("First day, inclusive, as a UTC calendar day."),
    )
    algorithm.add(
        QgsProcessingParameterDateTime(END, tr("Last day"), day, QDateTime(QDate(2020, 12, 31), QTime(0, 0))),
        tr("Last day, inclusive, as a UTC calendar day."),
    )
    algorithm.add(
        QgsProcessingParameterEnum(
            MOSAICKING, tr("Time steps"), ["ORBIT", "TILE"], defaultValue="ORBIT", usesStaticStrings=True
        ),
        tr("ORBIT: one time step a day, its source tiles merged. TILE: one time step for each source tile."),
    )
    algorithm.add(
        QgsProcessingParameterNumber(
            MAX_CLOUD_COVER, tr("Maximum cloud cover (%)"), QgsProcessingParameterNumber.Type.Double, 100.0,
            minValue=0.0, maxValue=100.0,
        ),
        tr("Leave out source tiles with more clouds. The figure is that of the whole tile, not of your area."),
    )  # fmt: skip
    algorithm.add(
        QgsProcessingParameterEnum(
            SCENES, tr("Scenes"), list(SCENE_FILTERS), defaultValue="all", usesStaticStrings=True
        ),
        tr("Which days to keep: all, the first of each month, or the clearest of each month or ten days."),
    )
    algorithm.add(
        QgsProcessingParameterString(MONTHS, tr("Months"), "", optional=True),
        tr("Months of the year to keep, for example 5,6,7,8,9. Empty keeps all."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString(DATES, tr("Dates"), "", optional=True),
        tr("Days to keep, for example 2020-05-04,2020-05-09. Empty keeps all."),
        advanced=True,
    )


def read_connection(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, is_check: bool
) -> Connection:
    """What CONNECTION means.

    :param is_check: only tell whether it can be right; a folder is not opened then.
    """
    text = algorithm.parameterAsString(parameters, CONNECTION, context)
    return recognise_connection(text) if is_check else resolve_connection(text)


def read_area(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    has_other_area: bool = False,
    is_check: bool = False,
) -> Area | None:
    """The rectangle and the mask, in the rectangle's CRS; None when neither is given.

    :param has_other_area: something else tells the area too, so an EXTENT that is not given does not mean its default.
    :param is_check: do not read the mask's polygons, only the extent of its layer.
    """
    mask = _read_mask(algorithm, parameters, context, is_check)
    if EXTENT not in parameters and mask is None and not has_other_area:
        parameters = {**parameters, EXTENT: algorithm.parameterDefinition(EXTENT).defaultValue()}
    rectangle = algorithm.parameterAsExtent(parameters, EXTENT, context)
    crs = algorithm.parameterAsExtentCrs(parameters, EXTENT, context)
    if parameters.get(EXTENT) in (None, ""):
        if mask is None:
            return None
        geometry, crs = mask
        rectangle = geometry.boundingBox()
    if not crs.isValid():
        raise InvalidRequest(EXTENT, "no_crs")
    wkt = ""
    if mask is not None:
        geometry = QgsGeometry(mask[0])
        geometry.transform(QgsCoordinateTransform(mask[1], crs, context.transformContext()))
        wkt = geometry.asWkt(6)
    bounds = (rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum())
    return Area(bounds, crs.authid() or crs.toWkt(), wkt)


def _read_mask(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, is_check: bool
) -> tuple[QgsGeometry, QgsCoordinateReferenceSystem] | None:
    source = algorithm.parameterAsSource(parameters, MASK, context)
    if source is None:
        return None
    if is_check:
        return QgsGeometry.fromRect(source.sourceExtent()), source.sourceCrs()
    shapes = [QgsGeometry(feature.geometry()) for feature in source.getFeatures() if feature.hasGeometry()]
    merged = QgsGeometry.unaryUnion(shapes) if shapes else QgsGeometry()
    if merged.isNull() or merged.isEmpty():
        raise InvalidRequest(MASK, "no_polygons")
    return merged, source.sourceCrs()


def read_selection(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, collection: str
) -> SceneSelection:
    """Which acquisitions are wanted.

    :raises InvalidRequest: for dates, months or figures that cannot be.
    """
    return SceneSelection(
        collection=collection,
        start=_read_day(algorithm, parameters, context, START),
        end=_read_day(algorithm, parameters, context, END),
        mosaicking=algorithm.parameterAsEnumString(parameters, MOSAICKING, context),
        max_cloud_cover_pct=algorithm.parameterAsDouble(parameters, MAX_CLOUD_COVER, context),
        scenes=algorithm.parameterAsEnumString(parameters, SCENES, context),
        months=parse_months(algorithm.parameterAsString(parameters, MONTHS, context)),
        dates=parse_dates(algorithm.parameterAsString(parameters, DATES, context)),
    )


def _read_day(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, key: str
) -> date:
    day = algorithm.parameterAsDateTime(parameters, key, context).date()
    if not day.isValid():
        raise InvalidRequest(key, "not_a_date", value=parameters.get(key))
    return date(day.year(), day.month(), day.day())


def parse_months(text: str) -> tuple[int, ...]:
    """``5,6,7`` as numbers. :raises InvalidRequest: when a word is no number."""
    words = [word for word in re.split(r"[\s,;]+", text.strip()) if word]
    for word in words:
        if not word.isdigit():
            raise InvalidRequest(MONTHS, "not_a_month", value=word)
    return tuple(int(word) for word in words)


def parse_dates(text: str) -> tuple[date, ...]:
    """``2020-05-04,2020-05-09`` as days. :raises InvalidRequest: when a word is no date."""
    days = []
    for word in (word for word in re.split(r"[\s,;]+", text.strip()) if word):
        try:
            days.append(parse_day(word))
        except ValueError as error:
            raise InvalidRequest(DATES, "not_a_date", value=word) from error
    return tuple(days)
