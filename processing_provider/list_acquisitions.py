# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``listacquisitions``: which scenes exist, as footprints with date, cloud cover and tile."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from ..plugin.bridge.compat import make_field
from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.core.acquisitions import Acquisition
from ..plugin.core.dates import format_instant
from ..plugin.core.timeline import TimeStep
from ..plugin.stacks import SceneOrder, list_steps
from . import selection_parameters as selection
from .base import TimestackAlgorithm


class ListAcquisitionsAlgorithm(TimestackAlgorithm):
    """The first half of a fetch: discovery alone."""

    NAME = "listacquisitions"
    GROUP_ID = "acquire"
    OUTPUT, COUNT = "OUTPUT", "COUNT"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("List acquisitions")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("sentinel,landsat,scenes,dates,footprints,cloud cover,wfs,catalogue").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Lists the scenes that exist for an area and time range, with their date, cloud cover and footprint.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Asks the service which scenes exist, without fetching any pixels. Each source tile becomes one feature: "
            "its footprint, the sensing time in UTC, the cloud cover of the whole tile, the tile's name, and the time "
            "step of a stack that it would belong to."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        selection.add_place_parameters(self)
        selection.add_scene_parameters(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT, tr("Acquisitions"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("Footprints in WGS 84, one feature for each source tile."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, tr("Number of source tiles")))
        self.addOutput(QgsProcessingOutputString(selection.DATES, tr("Dates, separated by commas")))

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Refuse what cannot work before anything is asked."""
        self._read(parameters, context, is_check=True).grid()

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Ask and write the table."""
        order = self._read(parameters, context)
        steps = list_steps(order, FeedbackProgress(feedback))
        fields = _fields()
        sink, path = self.parameterAsSink(
            parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.MultiPolygon,
            QgsCoordinateReferenceSystem("EPSG:4326"),
        )  # fmt: skip
        count = 0
        for step in steps:
            for acquisition in step.acquisitions:
                sink.addFeature(_feature(fields, step, acquisition), QgsFeatureSink.Flag.FastInsert)
                count += 1
        return {
            self.OUTPUT: path,
            self.COUNT: count,
            selection.DATES: ",".join(dict.fromkeys(step.label for step in steps)),
        }

    def _read(self, parameters: dict[str, Any], context: QgsProcessingContext, is_check: bool = False) -> SceneOrder:
        """:param is_check: on the main thread, where no folder is opened and no mask is read."""
        connection = selection.read_connection(self, parameters, context, is_check)
        collection = connection.choose_collection(
            self.parameterAsString(parameters, selection.COLLECTION, context).strip()
        )
        return SceneOrder(
            connection=connection,
            selection=selection.read_selection(self, parameters, context, collection),
            area=selection.read_area(self, parameters, context, is_check=is_check),
            layer=self.parameterAsString(parameters, selection.LAYER, context).strip(),
        )


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in (
        ("datetime", "datetime"), ("cloud_cover", "double"), ("tile_id", "text"), ("step", "text"),
        ("product_id", "text"), ("data_path", "text"),
    ):  # fmt: skip
        fields.append(make_field(name, kind))
    return fields


def _feature(fields: QgsFields, step: TimeStep, acquisition: Acquisition) -> QgsFeature:
    feature = QgsFeature(fields)
    rings = [[[QgsPointXY(x, y) for x, y in ring]] for ring in acquisition.footprint]
    if rings:
        feature.setGeometry(QgsGeometry.fromMultiPolygonXY(rings))
    moment = QDateTime.fromString(format_instant(acquisition.time), Qt.DateFormat.ISODateWithMs)
    feature.setAttributes([
        moment, acquisition.cloud_cover_pct, acquisition.tile_id, step.label, acquisition.product_id,
        acquisition.data_path,
    ])  # fmt: skip
    return feature
