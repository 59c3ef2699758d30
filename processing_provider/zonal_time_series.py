# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``zonaltimeseries``: statistics of polygons on every date of a stack, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..plugin.bridge.compat import make_field
from ..plugin.bridge.feature_places import read_places
from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.layers import without_sidecar_files
from ..plugin.core.weighted_statistics import STATISTICS as STATISTIC_NAMES
from ..plugin.stack_zones import ZonalOrder, ZonalSeries, summarise_stack
from .base import TimestackAlgorithm
from .stack_tables import (
    check_table,
    crs_text,
    leading_fields,
    leading_values,
    plain_number,
    read_source,
    read_stack_path,
    write_table,
)

_NAMED_AT_MOST = 50


class ZonalTimeSeriesAlgorithm(TimestackAlgorithm):
    """Read the polygons, sum up their pixels, write the table."""

    NAME = "zonaltimeseries"
    GROUP_ID = "stack"
    INPUT, ZONES, ID_FIELD, BANDS = "INPUT", "ZONES", "ID_FIELD", "BANDS"
    STATISTICS, OUTPUT = "STATISTICS", "OUTPUT"
    ROWS, WITH_DATA, WITHOUT_DATA = "ROWS", "WITH_DATA", "WITHOUT_DATA"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Zonal time series")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("zonal statistics,polygons,parcels,fields,mean,median,table,csv,time series,ndvi").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Writes statistics of the pixels in polygons as a table, for every date and band of a stack.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "One line for each polygon, date and band, scale and offset applied. Every pixel that a polygon touches "
            "counts by exactly the share of it that lies inside, so small and narrow polygons are right too: mean "
            "(also as value), median, standard deviation and percentiles are weighted by these shares, count is their "
            "sum over the pixels with data, and valid_share tells how much of the polygon has data. Minimum and "
            "maximum are those of all pixels touched; the standard deviation divides by the sum of shares.\n\n"
            "Where a polygon has no data on a date, its statistics are null and its count is 0. Polygons that are "
            "empty or lie outside the stack have such lines too, and the log names them.\n\n"
            "Percentiles are interpolated between pixels as exactextract does; for whole pixels that is the usual way."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Stack")), tr("A raster whose bands tell their dates.")
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.ZONES, tr("Polygons"), [QgsProcessing.SourceType.TypeVectorPolygon]
            ),
            tr("The polygons, in any CRS; they may overlap."),
        )
        self.add(
            QgsProcessingParameterField(self.ID_FIELD, tr("Field with their names"), None, self.ZONES, optional=True),
            tr("What to call the polygons in the table. Empty: the number of the feature."),
        )
        self.add(
            QgsProcessingParameterString(self.BANDS, tr("Bands"), None, optional=True),
            tr("Names of the bands, separated by commas. Empty: all."),
        )
        names = list(STATISTIC_NAMES)
        self.add(
            QgsProcessingParameterEnum(
                self.STATISTICS, tr("Statistics"), names, True, names, optional=True, usesStaticStrings=True
            ),
            tr("Columns of the table. Empty: all."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(self.OUTPUT, tr("Zonal series"), QgsProcessing.SourceType.TypeVector),
            tr("The table to write; as a .csv, .gpkg, .xlsx or any other format of tables."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.ROWS, tr("Number of lines")))
        self.addOutput(QgsProcessingOutputNumber(self.WITH_DATA, tr("Number of polygons with data")))
        self.addOutput(QgsProcessingOutputNumber(self.WITHOUT_DATA, tr("Number of polygons without data")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Processing opens the raster to see whether it is one."""
        with without_sidecar_files():
            return super().checkParameterValues(parameters, context)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Sum up everything, then write the table."""
        check_table(self, self.OUTPUT, self.ZONES, parameters, context)
        source = read_source(self, self.ZONES, parameters, context)
        id_field = self.parameterAsString(parameters, self.ID_FIELD, context)
        progress = FeedbackProgress(feedback)
        places, ids = read_places(source, id_field, progress)
        order = ZonalOrder(
            stack=read_stack_path(self, self.INPUT, parameters, context),
            zones=tuple(place.wkt for place in places),
            crs=crs_text(source),
            bands=tuple(self.parameterAsString(parameters, self.BANDS, context).split(",")),
            statistics=tuple(self.parameterAsEnumStrings(parameters, self.STATISTICS, context)),
        )
        series = summarise_stack(order, progress)
        _tell_missing(series, ids, feedback)
        fields = leading_fields(source, id_field, series.steps)
        for name, kind in (("band", "text"), *((name, "double") for name in _columns(series))):
            fields.append(make_field(name, kind))
        rows = _rows(series, ids)
        path, count = write_table(self, self.OUTPUT, parameters, context, fields, rows, feedback)
        missing = len(series.empty) + len(series.outside)
        return {
            self.OUTPUT: path,
            self.ROWS: count,
            self.WITH_DATA: len(ids) - missing,
            self.WITHOUT_DATA: missing,
        }


def _columns(series: ZonalSeries) -> list[str]:
    """``value`` is the mean, so that tables of points and of polygons can be used alike."""
    return [*(["value"] if "mean" in series.statistics else []), *series.statistics]


def _rows(series: ZonalSeries, ids: Sequence[object]) -> Iterator[list[Any]]:
    leading = leading_values(series.steps)
    mean = series.statistics.index("mean") if "mean" in series.statistics else None
    for zone, step, band, values in series.rows():
        numbers = [plain_number(value) for value in values.tolist()]
        value = [] if mean is None else [numbers[mean]]
        yield [ids[zone], *leading[step], band, *value, *numbers]


def _tell_missing(series: ZonalSeries, ids: Sequence[object], feedback: QgsProcessingFeedback) -> None:
    sentences = (
        (series.empty, tr("Empty polygons, whose statistics are null: {names}")),
        (series.outside, tr("Polygons outside the stack or without data, whose statistics are null: {names}")),
    )
    for zones, sentence in sentences:
        if zones:
            names = ", ".join(str(ids[zone]) for zone in zones[:_NAMED_AT_MOST])
            feedback.pushWarning(sentence.format(names=names + ("…" if len(zones) > _NAMED_AT_MOST else "")))
