# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``regularisestack``: even steps."""

from __future__ import annotations

import math
from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterBoolean

from ..plugin.bridge.i18n import tr
from ..plugin.stack_tools.regular import METHODS, RegularTool
from .stack_transform import StackTransformAlgorithm


class RegulariseStackAlgorithm(StackTransformAlgorithm):
    """Read steps and method, interpolate."""

    NAME = "regularisestack"
    STEP_DAYS, METHOD, MAX_GAP_DAYS, ORIGIN = "STEP_DAYS", "METHOD", "MAX_GAP_DAYS", "ORIGIN"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Regularise stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("interpolate,gap filling,resample,even steps,linear,spline,akima,time series").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Interpolates the series of each pixel onto every so many days.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Steps run from the first day of the stack, or from a day of your own, on. Days are filled between "
            "observations only: never before the first or after the last one of a pixel, and never across a gap longer "
            "than the maximum.\n\n"
            "An observation counts for its day (UTC), whatever the time of day, and several of one day as their mean. "
            "A band with the ending _ORIGIN beside each band "
            "tells what was observed (1) and what was filled (2)."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add_input()
        self.add_number(
            self.STEP_DAYS, tr("Step (days)"), 10, tr("Days from one step to the next."), is_whole=True, minValue=1
        )
        self.add_choice(
            self.METHOD, tr("Method"), METHODS, METHODS[0],
            tr("cubic is the not-a-knot spline, natural the one with straight ends; akima swings over less."),
        )  # fmt: skip
        self.add_number(
            self.MAX_GAP_DAYS, tr("Longest gap (days)"), None,
            tr("Nothing is filled between observations farther apart. Empty: no limit."), optional=True, minValue=0.0,
        )  # fmt: skip
        self.add_span()
        self.add_bands()
        self.add_mask("")
        self.add(
            QgsProcessingParameterBoolean(self.ORIGIN, tr("Tell observed from filled"), True),
            tr("Adds a band beside each band: 1 observed, 2 filled."),
            advanced=True,
        )
        self.add_sample_type()
        self.add_output(tr("Even steps"))

    def read_tool(self, parameters: dict[str, Any], context: QgsProcessingContext) -> RegularTool:
        """The order that the parameters give."""
        has_limit = parameters.get(self.MAX_GAP_DAYS) not in (None, "")
        return RegularTool(
            step_days=self.parameterAsInt(parameters, self.STEP_DAYS, context),
            method=self.parameterAsEnumString(parameters, self.METHOD, context),
            mask=self.read_mask(parameters, context),
            max_gap_days=self.parameterAsDouble(parameters, self.MAX_GAP_DAYS, context) if has_limit else math.inf,
            bands=self.read_bands(parameters, context),
            has_origin=self.parameterAsBoolean(parameters, self.ORIGIN, context),
            sample_type=self.parameterAsEnumString(parameters, self.SAMPLE_TYPE, context),
            days=self.read_span(parameters, context),
        )
