# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``fetchtimeseries``: a table of points or polygons straight from the service, no stack needed."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ..plugin.bridge.compat import make_field, to_qdatetime
from ..plugin.bridge.feature_places import read_places
from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.place_pixels import Place
from ..plugin.core.errors import InvalidRequest
from ..plugin.core.place_sampling import STATISTICS, SeriesRow, series_rows
from ..plugin.core.stack_request import RESAMPLING, SAMPLE_TYPES, UNITS
from ..plugin.place_series import SeriesOrder, check_series, fetch_series
from . import selection_parameters as selection
from . import stack_parameters as stack
from .base import TimestackAlgorithm
from .stack_tables import check_table


class FetchTimeSeriesAlgorithm(TimestackAlgorithm):
    """Parse parameters, fetch the series, write the table."""

    NAME = "fetchtimeseries"
    GROUP_ID = "acquire"
    INPUT, ID_FIELD, OUTPUT = "INPUT", "ID_FIELD", "OUTPUT"
    ROWS, PLACES, PLACES_WITHOUT_DATA = "ROWS", "PLACES", "PLACES_WITHOUT_DATA"
    PROCESSING_UNITS, REQUESTS = "PROCESSING_UNITS", "REQUESTS"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Fetch time series")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("points,polygons,fields,parcels,zonal statistics,profile,table,csv,sentinel,ndvi,sample").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Fetches the values of points or polygons on every date as a table, without keeping a stack.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "For each place, date and band one line. Points get the value of the pixel that holds them; of a "
            "multipoint every point has lines of its own under the same id. Polygons get the mean (also as value), "
            "median, standard deviation, minimum, maximum and the 10th and 90th percentile of the pixels whose middle "
            "lies inside, the number of pixels with data and their share of the polygon. A polygon too small to hold "
            "the middle of a pixel gets the pixel that it lies in.\n\n"
            "There are no lines for dates without data, and none for places outside all scenes; the log names these. "
            "Clouds are not left out: ask for SCL too, or limit the cloud cover.\n\n"
            "Pixels are those that 'Fetch temporal stack' would give: on multiples of the resolution, in the UTM zone "
            "of the place. Places near each other share a question where that costs no more. A filter that picks one "
            "day of a period picks it for each place among the scenes that cover it."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        kinds = [QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorPolygon]
        self.add(
            QgsProcessingParameterFeatureSource(self.INPUT, tr("Points or polygons"), kinds),
            tr("The places, in any CRS."),
        )
        self.add(
            QgsProcessingParameterField(self.ID_FIELD, tr("Field with their names"), None, self.INPUT, optional=True),
            tr("What to call the places in the table. Empty: the number of the feature."),
        )
        selection.add_connection_parameters(self)
        selection.add_scene_parameters(self)
        self._add_value_parameters()
        selection.add_layer_parameter(self)
        self.add(
            QgsProcessingParameterFeatureSink(self.OUTPUT, tr("Time series"), QgsProcessing.SourceType.TypeVector),
            tr("The table to write; as a .csv, .gpkg, .xlsx or any other format of tables."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.ROWS, tr("Number of lines")))
        self.addOutput(QgsProcessingOutputNumber(self.PLACES, tr("Number of places with data")))
        self.addOutput(QgsProcessingOutputNumber(self.PLACES_WITHOUT_DATA, tr("Number of places without data")))
        self.addOutput(QgsProcessingOutputNumber(self.PROCESSING_UNITS, tr("Processing units spent")))
        self.addOutput(QgsProcessingOutputNumber(self.REQUESTS, tr("Requests made")))

    def _add_value_parameters(self) -> None:
        self.add(
            QgsProcessingParameterString(stack.BANDS, tr("Bands"), "B04,B08,SCL"),
            tr("Names of the bands, separated by commas, in the order wanted."),
        )
        self.add(
            QgsProcessingParameterNumber(
                stack.RESOLUTION, tr("Resolution"), QgsProcessingParameterNumber.Type.Double, 10.0, minValue=0.0
            ),
            tr("Size of a pixel in units of the CRS (metres in UTM)."),
        )
        self.add(
            QgsProcessingParameterEnum(
                stack.UNITS, tr("Units"), list(UNITS), defaultValue="DN", usesStaticStrings=True
            ),
            tr("DN: digital numbers (reflectance x 10000 for Sentinel-2), cheapest. REFLECTANCE needs FLOAT32."),
        )
        self.add(
            QgsProcessingParameterEnum(
                stack.SAMPLE_TYPE, tr("Sample type"), list(SAMPLE_TYPES), defaultValue="UINT16", usesStaticStrings=True
            ),
            tr("Type of the numbers that travel. FLOAT32 costs twice the processing units."),
        )
        self.add(
            QgsProcessingParameterCrs(stack.CRS, tr("CRS of the pixels"), None, optional=True),
            tr("Empty: the UTM zone of each place."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                stack.RESAMPLING, tr("Resampling"), list(RESAMPLING), defaultValue="NEAREST", usesStaticStrings=True
            ),
            tr("How the service resamples bands of another resolution."),
            advanced=True,
        )

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """All that can be known without reading the places."""
        source = self._source(parameters, context)
        order = self._read(parameters, context, source, (), is_check=True)
        middle = source.sourceExtent().center()
        check_series(order, (middle.x(), middle.y()))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Fetch everything, then write the table."""
        check_table(self, self.OUTPUT, self.INPUT, parameters, context)
        source = self._source(parameters, context)
        id_field = self.parameterAsString(parameters, self.ID_FIELD, context)
        places, ids = read_places(source, id_field, FeedbackProgress(feedback))
        order = self._read(parameters, context, source, tuple(places))
        outcome = fetch_series(order, FeedbackProgress(feedback))
        is_point = QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.PointGeometry
        fields = _fields(source, id_field, is_point)
        sink, path = self.parameterAsSink(
            parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem()
        )
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, self.OUTPUT))
        count = 0
        for row in series_rows(outcome.series, outcome.bands):
            if not sink.addFeature(_feature(fields, ids[row.place], row), QgsFeatureSink.Flag.FastInsert):
                raise QgsProcessingException(sink.lastError())
            count += 1
        del sink  # the file is complete once it is closed
        return {
            self.OUTPUT: path,
            self.ROWS: count,
            self.PLACES: len({series.place for series in outcome.series}),
            self.PLACES_WITHOUT_DATA: len(outcome.without_data) + len(outcome.unusable),
            self.PROCESSING_UNITS: outcome.units_spent,
            self.REQUESTS: outcome.requests_made,
        }

    def _source(self, parameters: dict[str, Any], context: QgsProcessingContext) -> QgsProcessingFeatureSource:
        source = self.parameterAsSource(parameters, self.INPUT, context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, self.INPUT))
        if not source.sourceCrs().isValid():
            raise InvalidRequest(self.INPUT, "no_crs")
        return source

    def _read(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        source: QgsProcessingFeatureSource,
        places: tuple[Place, ...],
        is_check: bool = False,
    ) -> SeriesOrder:
        connection = selection.read_connection(self, parameters, context, is_check)
        collection = connection.choose_collection(
            self.parameterAsString(parameters, selection.COLLECTION, context).strip()
        )
        crs = self.parameterAsCrs(parameters, stack.CRS, context)
        return SeriesOrder(
            connection=connection,
            selection=selection.read_selection(self, parameters, context, collection),
            places=places,
            places_crs=source.sourceCrs().authid() or source.sourceCrs().toWkt(),
            bands=tuple(self.parameterAsString(parameters, stack.BANDS, context).split(",")),
            units=self.parameterAsEnumString(parameters, stack.UNITS, context),
            sample_type=self.parameterAsEnumString(parameters, stack.SAMPLE_TYPE, context),
            resolution=self.parameterAsDouble(parameters, stack.RESOLUTION, context),
            crs=(crs.authid() or crs.toWkt()) if crs.isValid() else "",
            resampling=self.parameterAsEnumString(parameters, stack.RESAMPLING, context),
            layer=self.parameterAsString(parameters, selection.LAYER, context).strip(),
        )


def _fields(source: QgsProcessingFeatureSource, id_field: str, is_point: bool) -> QgsFields:
    fields = QgsFields()
    if id_field:
        name = QgsField(source.fields().field(id_field))
        name.setName("id")
        fields.append(name)
    else:
        fields.append(make_field("id", "long"))
    for name, kind in (("datetime", "datetime"), ("tile_id", "text"), ("band", "text"), ("value", "double")):
        fields.append(make_field(name, kind))
    for name in () if is_point else STATISTICS:
        fields.append(make_field(name, "long" if name == "count" else "double"))
    return fields


def _feature(fields: QgsFields, identifier: object, row: SeriesRow) -> QgsFeature:
    feature = QgsFeature(fields)
    numbers = [int(value) if name == "count" else value for name, value in zip(STATISTICS, row.statistics)]
    feature.setAttributes([identifier, to_qdatetime(row.time), row.tile_id or None, row.band, row.value, *numbers])
    return feature
