# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``phenologystack``: start, peak and end of seasons."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext

from ..plugin.bridge.i18n import tr
from ..plugin.core.phenology import BASES, METHODS, OWN, SHARE, SeasonRule
from ..plugin.stack_tools.phenology import PhenologyTool
from .stack_transform import StackTransformAlgorithm


class PhenologyStackAlgorithm(StackTransformAlgorithm):
    """Read what counts as a season, find it."""

    NAME = "phenologystack"
    METHOD, BASE, LEVEL = "METHOD", "BASE", "LEVEL"
    START_SHARE, END_SHARE = "START_SHARE", "END_SHARE"
    LEAST_AMPLITUDE, FIRST_MONTH = "LEAST_AMPLITUDE", "FIRST_MONTH"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Phenology of stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("season,start,end,peak,greening,senescence,sos,eos,timesat,day of year,time series").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Finds start, peak and end of the season of each year for each pixel of a smooth stack.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Smooth the stack first, at steps of a day to ten days. The season of a year is that of its highest value. "
            "From there the curve is followed backwards to where it falls below the level of the start, and ahead to "
            "where it falls below that of the end, read linearly between dates.\n\n"
            "share: the level is a share of the amplitude above the lowest value on its own side of the peak (Jönsson "
            "and Eklundh 2004), or above the mean of both. level: a value of your own. slope: where the curve is "
            "steepest. A season whose start or end lies outside its twelve months has none.\n\n"
            "Each band gives START, PEAK and END as days of the year in which the season begins (1 is 1 January; past "
            "the end of the year the count goes on), LENGTH in days, and PEAK_VALUE, BASE_VALUE (the mean of both "
            "lowest values) and AMPLITUDE. The result is a stack with one date for each season, its first day."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add_input()
        self.add_choice(self.METHOD, tr("Method"), METHODS, SHARE, tr("What counts as start and end."))
        for key, title in ((self.START_SHARE, tr("Share at the start")), (self.END_SHARE, tr("Share at the end"))):
            self.add_number(key, title, 0.2, tr("Of the amplitude, 0.01 to 1."), minValue=0.01, maxValue=1.0)
        self.add_bands()
        self.add_number(
            self.FIRST_MONTH, tr("First month of a season"), 1,
            tr("1 to 12; 7 keeps a southern summer in one piece."), is_whole=True, minValue=1, maxValue=12,
        )  # fmt: skip
        self.add_number(
            self.LEVEL, tr("Level"), 0.0, tr("For the method level, in the units of the band."), advanced=True
        )
        self.add_choice(
            self.BASE, tr("Base of shares"), BASES, OWN,
            tr("own: the lowest value on the same side of the peak; mean: of both sides."),
        )  # fmt: skip
        self.add_number(
            self.LEAST_AMPLITUDE, tr("Least amplitude"), 0.0, tr("Seasons of less have no dates."), minValue=0.0,
            advanced=True,
        )  # fmt: skip
        self.add_mask("")
        self.add_output(tr("Seasons"))

    def read_tool(self, parameters: dict[str, Any], context: QgsProcessingContext) -> PhenologyTool:
        """The order that the parameters give."""
        real = {
            key: self.parameterAsDouble(parameters, key, context)
            for key in (self.START_SHARE, self.END_SHARE, self.LEVEL, self.LEAST_AMPLITUDE)
        }
        rule = SeasonRule(
            method=self.parameterAsEnumString(parameters, self.METHOD, context),
            start_share=real[self.START_SHARE],
            end_share=real[self.END_SHARE],
            level=real[self.LEVEL],
            base=self.parameterAsEnumString(parameters, self.BASE, context),
            least_amplitude=real[self.LEAST_AMPLITUDE],
            first_month=self.parameterAsInt(parameters, self.FIRST_MONTH, context),
        )
        return PhenologyTool(self.read_mask(parameters, context), self.read_bands(parameters, context), rule)
