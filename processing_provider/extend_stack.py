# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``extendstack``: an old stack up to a later day, by fetching only what is new."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.layers import refresh_stack_layers, stack_path, without_sidecar_files
from ..plugin.core.dates import UTC
from ..plugin.core.errors import InvalidRequest
from ..plugin.extension import ExtensionOrder, check_extension, extend_to_file
from . import selection_parameters as selection
from .base import TimestackAlgorithm
from .connection_parameter import ConnectionParameter
from .stack_styling import plan_look, style_on_completion
from .suggestions import suggest

_replaced: list[str] = []
"""Stacks that worker threads have brought up to date, until the main thread tells their layers."""


class ExtendStackAlgorithm(TimestackAlgorithm):
    """Parse parameters, extend, hand back the path and the new dates."""

    NAME = "extendstack"
    GROUP_ID = "acquire"
    INPUT, OUTPUT, STEPS, NEW_STEPS, NEW_DATES = "INPUT", "OUTPUT", "STEPS", "NEW_STEPS", "NEW_DATES"
    PROCESSING_UNITS, REQUESTS = "PROCESSING_UNITS", "REQUESTS"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Extend stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("update,append,new dates,sentinel,time series,monitoring,up to date").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Brings a stack up to a later day by fetching only the dates that it lacks.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "A stack remembers how it was fetched: area, pixels, bands, filters. This asks for the days after its last "
            "one in the same way, and writes old and new as one file, which takes the old one's place at the very end. "
            "If anything fails before, the old file is as it was; if nothing is new, it is left alone.\n\n"
            "The result is what a fetch of the whole time would give. The last day of the old stack is fetched again "
            "if other scenes stand behind it by now. A filter that picks one day of a month or of ten days looks again "
            "at the period in which the old stack ends: a clearer day takes the place of the one before.\n\n"
            "To follow a place, run this from time to time, or let qgis_process do it."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Stack")),
            tr("A stack that Timestack has fetched."),
        )
        self.add(
            QgsProcessingParameterDateTime(
                selection.END, tr("Last day"), QgsProcessingParameterDateTime.Type.Date, None, optional=True
            ),
            tr("Last day, inclusive, as a UTC calendar day. Empty: today."),
        )
        self.add(
            suggest(ConnectionParameter(selection.CONNECTION, tr("Connection"), "", optional=True)),
            tr(
                "Where to ask. Empty: where the stack was fetched, if that was 'demo' or a saved connection. "
                "A folder of scenes or a service address must be given again."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterRasterDestination(
                self.OUTPUT, tr("Extended stack"), None, optional=True, createByDefault=False
            ),
            tr("The GeoTIFF to write. Empty: the new stack takes the place of the old one."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.STEPS, tr("Number of time steps")))
        self.addOutput(QgsProcessingOutputNumber(self.NEW_STEPS, tr("Number of time steps fetched")))
        self.addOutput(QgsProcessingOutputString(self.NEW_DATES, tr("Dates fetched, separated by commas")))
        self.addOutput(QgsProcessingOutputNumber(self.PROCESSING_UNITS, tr("Processing units spent")))
        self.addOutput(QgsProcessingOutputNumber(self.REQUESTS, tr("Requests made")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Processing opens the raster to see whether it is one."""
        with without_sidecar_files():
            return super().checkParameterValues(parameters, context)

    def validateInputCrs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:  # noqa: N802
        """There is one raster only; Processing would open it as a layer, and QGIS drop statistics beside it."""
        return True

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read what the stack says of itself; nothing is asked over the network."""
        check_extension(self._read(parameters, context))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Fetch, join, write."""
        outcome = extend_to_file(self._read(parameters, context), FeedbackProgress(feedback))
        plan_look(str(outcome.path), context)
        if outcome.added:
            _replaced.append(str(outcome.path))
        return {
            self.OUTPUT: str(outcome.path),
            self.STEPS: len(outcome.info.steps),
            self.NEW_STEPS: len(outcome.added),
            self.NEW_DATES: ",".join(outcome.added),
            self.PROCESSING_UNITS: outcome.units_spent,
            self.REQUESTS: outcome.requests_made,
        }

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:  # noqa: N802
        """Have a new layer styled; layers of the project that show the stack read it anew."""
        style_on_completion(context)
        while _replaced:
            path = _replaced.pop()
            if context.project() is not None:
                refresh_stack_layers(context.project(), path)
        return {}

    def _read(self, parameters: dict[str, Any], context: QgsProcessingContext) -> ExtensionOrder:
        target = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        return ExtensionOrder(
            source=self._source(parameters, context),
            end=self._end(parameters, context),
            connection=self.parameterAsString(parameters, selection.CONNECTION, context).strip(),
            target=Path(target) if target else None,
        )

    def _source(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """A path is not opened as a layer."""
        text = str(self.parameterAsString(parameters, self.INPUT, context))
        if text and os.path.exists(text):
            return text
        with without_sidecar_files():
            layer = self.parameterAsRasterLayer(parameters, self.INPUT, context)
        return str(stack_path(layer)) if layer is not None else text

    def _end(self, parameters: dict[str, Any], context: QgsProcessingContext) -> date:
        if parameters.get(selection.END) in (None, ""):
            return datetime.now(UTC).date()
        day = self.parameterAsDateTime(parameters, selection.END, context).date()
        if not day.isValid():
            raise InvalidRequest(selection.END, "not_a_date", value=parameters.get(selection.END))
        return date(day.year(), day.month(), day.day())
