# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``fetchtemporalstack``: bands, place, months in; one date-true stack out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterRasterDestination,
)

from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.stacks import fetch_to_file, prepare_request
from . import selection_parameters as selection
from .base import TimestackAlgorithm
from .stack_parameters import add_stack_parameters, read_order, warn_of_secret
from .stack_styling import plan_look, style_on_completion


class FetchTemporalStackAlgorithm(TimestackAlgorithm):
    """Parse parameters, fetch, hand back the path and the dates."""

    NAME = "fetchtemporalstack"
    GROUP_ID = "acquire"
    OUTPUT, STEPS, PROCESSING_UNITS, REQUESTS = "OUTPUT", "STEPS", "PROCESSING_UNITS", "REQUESTS"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Fetch temporal stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("sentinel,landsat,copernicus,time series,wcs,download,satellite,ndvi,datacube").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Fetches every acquisition of an area and time range as one raster whose bands carry their dates.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Asks a service for every acquisition of an area between two days and writes one raster: time step by time "
            "step, and in each step the bands asked for. Each band is named by its date (2020-01-05 B04), and the "
            "dates are proved: the service writes them into the pixels; they are held against the list of scenes.\n\n"
            "With the connection 'demo' everything runs on this computer over simulated Sentinel-2 scenes: no account "
            "and no network are needed.\n\nThe result follows the Temporal Controller."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        add_stack_parameters(self)
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Temporal stack")),
            tr("The GeoTIFF to write. It appears under its name only when all of it is there."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.STEPS, tr("Number of time steps")))
        self.addOutput(QgsProcessingOutputString(selection.DATES, tr("Dates, separated by commas")))
        self.addOutput(QgsProcessingOutputNumber(self.PROCESSING_UNITS, tr("Processing units spent")))
        self.addOutput(QgsProcessingOutputNumber(self.REQUESTS, tr("Requests made")))

    def createCustomParametersWidget(self, parent: Any = None) -> Any:  # noqa: N802
        """A dialog that tells the price, where there is a desktop; None leaves it to Processing."""
        make = getattr(self.provider(), "make_fetch_dialog", None)
        return make(self, parent) if make is not None else None

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Build the same request as the run does; nothing is asked over the network."""
        prepare_request(read_order(self, parameters, context, is_check=True))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Fetch and write."""
        order = read_order(self, parameters, context)
        warn_of_secret(order, feedback)
        target = Path(self.parameterAsOutputLayer(parameters, self.OUTPUT, context))
        outcome = fetch_to_file(order, target, FeedbackProgress(feedback))
        plan_look(str(target), context)
        return {
            self.OUTPUT: str(target),
            self.STEPS: len(outcome.info.steps),
            selection.DATES: ",".join(step.label for step in outcome.info.steps),
            self.PROCESSING_UNITS: outcome.units_spent,
            self.REQUESTS: outcome.requests_made,
        }

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:  # noqa: N802
        """Have the new layer styled."""
        style_on_completion(context)
        return {}
