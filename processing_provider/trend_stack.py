# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``trendstack``: slopes and their significance."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterRasterDestination

from ..plugin.bridge.i18n import tr
from ..plugin.stack_tools.blocks import Outcome
from ..plugin.stack_tools.trends import NONE, SEASONS, TrendTool
from .stack_transform import StackTransformAlgorithm


class TrendStackAlgorithm(StackTransformAlgorithm):
    """Read the kind of trend, compute it."""

    NAME = "trendstack"
    SEASONAL = "SEASONAL"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Trend of stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("theil,sen,mann,kendall,slope,significance,change,greening,browning,time series").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Computes the slope per year and its significance for each pixel of a stack.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "For each band the raster has Theil and Sen's slope per year in the band's own units, the two-sided p of "
            "Mann and Kendall's test, Kendall's tau and the number of observations.\n\n"
            "The year's course is no trend: choose month or season to compare each of them with itself alone "
            "(Hirsch, Slack and Smith 1982), or make yearly composites first. A season of three months that begins in "
            "December belongs to the year that follows. p rests on the normal distribution, corrected for ties "
            "and continuity, and is near enough from ten observations on."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add_input()
        self.add_choice(
            self.SEASONAL, tr("Seasonal"), SEASONS, NONE,
            tr("Whether months, or seasons of three months, are each compared with themselves alone."),
        )  # fmt: skip
        self.add_bands()
        self.add_mask("")
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Trend")),
            tr("A GeoTIFF with four bands for each band. It appears when it is whole."),
        )

    def read_tool(self, parameters: dict[str, Any], context: QgsProcessingContext) -> TrendTool:
        """The order that the parameters give."""
        return TrendTool(
            self.read_mask(parameters, context),
            self.read_bands(parameters, context),
            self.parameterAsEnumString(parameters, self.SEASONAL, context),
        )

    def report(
        self, outcome: Outcome, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """The raster has no dates to tell of."""
        return {self.OUTPUT: str(outcome.path)}
