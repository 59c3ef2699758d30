# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``samplestack``: the values of a stack under points, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..plugin.bridge.compat import make_field
from ..plugin.bridge.feature_points import read_points
from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.layers import without_sidecar_files
from ..plugin.stack_samples import SampleOrder, Samples, sample_stack
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


class SampleStackAlgorithm(TimestackAlgorithm):
    """Read the points, sample them, write the table."""

    NAME = "samplestack"
    GROUP_ID = "stack"
    INPUT, POINTS, ID_FIELD, BANDS, WIDE, OUTPUT = "INPUT", "POINTS", "ID_FIELD", "BANDS", "WIDE", "OUTPUT"
    ROWS, SAMPLED, WITHOUT_DATA = "ROWS", "SAMPLED", "WITHOUT_DATA"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Sample stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("points,extract,values,profile,time series,table,csv,sampling,training data").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Writes the values of a stack under points as a table, for every date and band.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "One line for each point, date and band, with the value of the pixel that holds the point, scale and "
            "offset applied. Where the pixel has no data, or the point lies outside the stack, the value is null; "
            "the log names points without any value. Of a multipoint every point has lines of its own under the "
            "same id.\n\n"
            "With 'A column for each band' there is one line for each point and date instead."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Stack")), tr("A raster whose bands tell their dates.")
        )
        self.add(
            QgsProcessingParameterFeatureSource(self.POINTS, tr("Points"), [QgsProcessing.SourceType.TypeVectorPoint]),
            tr("The points, in any CRS."),
        )
        self.add(
            QgsProcessingParameterField(self.ID_FIELD, tr("Field with their names"), None, self.POINTS, optional=True),
            tr("What to call the points in the table. Empty: the number of the feature."),
        )
        self.add(
            QgsProcessingParameterString(self.BANDS, tr("Bands"), None, optional=True),
            tr("Names of the bands, separated by commas. Empty: all."),
        )
        self.add(
            QgsProcessingParameterBoolean(self.WIDE, tr("A column for each band"), False),
            tr("One line for each point and date, with a column for each band, instead of one line for each value."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(self.OUTPUT, tr("Samples"), QgsProcessing.SourceType.TypeVector),
            tr("The table to write; as a .csv, .gpkg, .xlsx or any other format of tables."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.ROWS, tr("Number of lines")))
        self.addOutput(QgsProcessingOutputNumber(self.SAMPLED, tr("Number of points with data")))
        self.addOutput(QgsProcessingOutputNumber(self.WITHOUT_DATA, tr("Number of points without data")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Processing opens the raster to see whether it is one."""
        with without_sidecar_files():
            return super().checkParameterValues(parameters, context)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read all values, then write the table."""
        check_table(self, self.OUTPUT, self.POINTS, parameters, context)
        source = read_source(self, self.POINTS, parameters, context)
        id_field = self.parameterAsString(parameters, self.ID_FIELD, context)
        progress = FeedbackProgress(feedback)
        points = read_points(source, id_field, progress)
        order = SampleOrder(
            stack=read_stack_path(self, self.INPUT, parameters, context),
            xs=points.xs,
            ys=points.ys,
            crs=crs_text(source),
            bands=tuple(self.parameterAsString(parameters, self.BANDS, context).split(",")),
        )
        samples = sample_stack(order, progress)
        _tell_empty(samples, points.ids, feedback)
        is_wide = self.parameterAsBoolean(parameters, self.WIDE, context)
        fields = leading_fields(source, id_field, samples.steps)
        columns = samples.bands if is_wide else ("value",)
        for name, kind in [("band", "text")] * (not is_wide) + [(name, "double") for name in columns]:
            fields.append(make_field(name, kind))
        rows = _wide_rows(samples, points.ids) if is_wide else _long_rows(samples, points.ids)
        path, count = write_table(self, self.OUTPUT, parameters, context, fields, rows, feedback)
        return {
            self.OUTPUT: path,
            self.ROWS: count,
            self.SAMPLED: len(points.ids) - len(samples.outside),
            self.WITHOUT_DATA: len(samples.outside),
        }


def _long_rows(samples: Samples, ids: Sequence[object]) -> Iterator[list[Any]]:
    leading = leading_values(samples.steps)
    for point, step, values in samples.rows():
        for band, value in zip(samples.bands, values.tolist()):
            yield [ids[point], *leading[step], band, plain_number(value)]


def _wide_rows(samples: Samples, ids: Sequence[object]) -> Iterator[list[Any]]:
    leading = leading_values(samples.steps)
    for point, step, values in samples.rows():
        yield [ids[point], *leading[step], *(plain_number(value) for value in values.tolist())]


def _tell_empty(samples: Samples, ids: Sequence[object], feedback: QgsProcessingFeedback) -> None:
    if samples.outside:
        names = ", ".join(str(ids[point]) for point in samples.outside[:_NAMED_AT_MOST])
        more = "…" if len(samples.outside) > _NAMED_AT_MOST else ""
        feedback.pushWarning(
            tr("Points outside the stack or without data, whose values are null: {names}").format(names=names + more)
        )
