# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``compositestack``: one image for each period."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterBoolean, QgsProcessingParameterString

from ..plugin.bridge.i18n import tr
from ..plugin.core.compositing import MEDIAN, MONTH
from ..plugin.stack_tools.composite import METHODS, CompositeTool
from .stack_transform import StackTransformAlgorithm


class CompositeStackAlgorithm(StackTransformAlgorithm):
    """Read periods and method, compute."""

    NAME = "compositestack"
    PERIOD, METHOD, PERCENTILE, KEEP_EMPTY = "PERIOD", "METHOD", "PERCENTILE", "KEEP_EMPTY"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Composite stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("mosaic,median,mean,monthly,dekad,season,best pixel,maximum ndvi,cloud free,aggregate").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Makes one image of all dates of a month, ten days, a season, a year or the whole stack.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Periods are those of the UTC calendar; the date of a step is the first day of its period. '10 days' "
            "start on the 1st, 11th and 21st of each month, seasons in December, March, June and September; any other "
            "number of days counts from the first date of the stack.\n\n"
            "median, mean, min, max, percentile and count look at each band alone; percentile is read linearly between "
            "the two nearest values, as numpy does. least_cloudy and max_ndvi choose "
            "one date for each pixel and take all its bands; an extra band DATE tells it, in days since 1970-01-01. "
            "least_cloudy goes by the cloud cover of the dates as the stack tells it, else by the mask.\n\n"
            "With a mask band, only clear observations take part."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add_input()
        self.add(
            QgsProcessingParameterString(self.PERIOD, tr("Period"), MONTH),
            tr("month, 10 days, season, year, all, or a number of days such as 16 days."),
        )
        self.add_choice(
            self.METHOD, tr("Method"), METHODS, MEDIAN, tr("How the observations of a period become one value.")
        )
        self.add_number(
            self.PERCENTILE, tr("Percentile"), 50.0, tr("For the method percentile: 0 to 100."),
            minValue=0.0, maxValue=100.0, advanced=True,
        )  # fmt: skip
        self.add_bands()
        self.add_mask("")
        self.add(
            QgsProcessingParameterBoolean(self.KEEP_EMPTY, tr("Keep empty periods"), False),
            tr("Periods between the first and the last without any date become steps without data."),
            advanced=True,
        )
        self.add_sample_type()
        self.add_output(tr("Composites"))

    def read_tool(self, parameters: dict[str, Any], context: QgsProcessingContext) -> CompositeTool:
        """The order that the parameters give."""
        return CompositeTool(
            period=self.parameterAsString(parameters, self.PERIOD, context),
            method=self.parameterAsEnumString(parameters, self.METHOD, context),
            mask=self.read_mask(parameters, context),
            percentile=self.parameterAsDouble(parameters, self.PERCENTILE, context),
            bands=self.read_bands(parameters, context),
            keeps_empty=self.parameterAsBoolean(parameters, self.KEEP_EMPTY, context),
            sample_type=self.parameterAsEnumString(parameters, self.SAMPLE_TYPE, context),
        )
