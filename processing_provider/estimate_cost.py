# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``estimatecost``: what a fetch will cost, before anything is fetched."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputHtml,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)

from ..plugin.bridge.estimate_report import report_html, report_text
from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.estimates import estimate_order, is_local
from ..plugin.stacks import prepare_request
from . import selection_parameters as selection
from .base import TimestackAlgorithm
from .stack_parameters import add_stack_parameters, read_order, warn_of_secret


class EstimateCostAlgorithm(TimestackAlgorithm):
    """The parameters of a fetch in, its price out."""

    NAME = "estimatecost"
    GROUP_ID = "acquire"
    PROCESSING_UNITS, REQUESTS, BYTES, REPORT = "PROCESSING_UNITS", "REQUESTS", "BYTES", "REPORT"
    STEPS, MINUTES = "STEPS", "MINUTES"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Estimate cost")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("price,processing units,quota,requests,budget,sentinel,size").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Tells what fetching a temporal stack will cost, and what would make it cheaper.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Takes the parameters of 'Fetch temporal stack', asks the service which scenes there are, fetches no "
            "pixels, and tells the processing units, requests and bytes of the fetch and the least time that the "
            "account's limits leave (300 requests and 300 processing units a minute are assumed).\n\n"
            "Changes that would make the fetch cheaper are listed with what they save: one scene a month, a lower "
            "cloud limit, coarser pixels, fewer bands, UINT16 instead of FLOAT32."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        add_stack_parameters(self)
        self.addOutput(QgsProcessingOutputNumber(self.PROCESSING_UNITS, tr("Processing units")))
        self.addOutput(QgsProcessingOutputNumber(self.REQUESTS, tr("Requests")))
        self.addOutput(QgsProcessingOutputNumber(self.BYTES, tr("Bytes to transfer, before compression")))
        self.addOutput(QgsProcessingOutputNumber(self.STEPS, tr("Number of time steps")))
        self.addOutput(QgsProcessingOutputString(selection.DATES, tr("Dates, separated by commas")))
        self.addOutput(QgsProcessingOutputNumber(self.MINUTES, tr("Minutes at the account's limits")))
        self.addOutput(QgsProcessingOutputHtml(self.REPORT, tr("Report")))

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Refuse what the fetch would refuse; nothing is asked over the network."""
        prepare_request(read_order(self, parameters, context, is_check=True))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Ask for the list of scenes, and count."""
        order = read_order(self, parameters, context)
        warn_of_secret(order, feedback)
        estimate = estimate_order(order, FeedbackProgress(feedback))
        place = order.connection.name, is_local(order.connection)
        feedback.pushInfo(report_text(estimate, *place))
        return {
            self.PROCESSING_UNITS: estimate.units,
            self.REQUESTS: estimate.requests,
            self.BYTES: estimate.wire_bytes,
            self.STEPS: estimate.steps,
            selection.DATES: ",".join(estimate.labels),
            self.MINUTES: estimate.minutes,
            self.REPORT: report_html(estimate, *place),
        }
