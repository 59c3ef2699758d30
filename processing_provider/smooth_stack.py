# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``smoothstack``: a curve through the series of each pixel."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterBoolean

from ..plugin.bridge.i18n import tr
from ..plugin.stack_tools.smooth import METHODS, WHITTAKER, Harmonic, SavitzkyGolay, SmoothTool, Whittaker
from .stack_transform import StackTransformAlgorithm


class SmoothStackAlgorithm(StackTransformAlgorithm):
    """Read the curve's parameters, smooth."""

    NAME = "smoothstack"
    METHOD, STEP_DAYS, MASK_WEIGHT = "METHOD", "STEP_DAYS", "MASK_WEIGHT"
    DEGREE, WINDOW, WINDOW_DAYS = "DEGREE", "WINDOW", "WINDOW_DAYS"
    PENALTY, ORDER, ASYMMETRY, NODE_DAYS = "PENALTY", "ORDER", "ASYMMETRY", "NODE_DAYS"
    HARMONICS, TREND, ROBUST, PERIOD_DAYS = "HARMONICS", "TREND", "ROBUST", "PERIOD_DAYS"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Smooth stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("savitzky,golay,whittaker,harmonic,fourier,hants,filter,noise,time series,phenology").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Draws a smooth curve through the series of each pixel, at uneven dates and across gaps.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "savitzky_golay fits a polynomial to the observations around each date. whittaker balances nearness to "
            "the observations against bending; without a penalty it finds that of each pixel by the V-curve, which "
            "takes 30 times longer. harmonic fits waves of a year, a half year and so on, on a line.\n\n"
            "The curve is read at the dates of the stack, or every so many days, from the first to the last "
            "observation of a pixel. With a mask band, observations that are not clear have the weight given."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add_input()
        self.add_choice(self.METHOD, tr("Method"), METHODS, WHITTAKER, tr("The kind of curve."))
        self.add_number(
            self.STEP_DAYS, tr("Step (days)"), 0, tr("0: the dates of the stack. Else every so many days."),
            is_whole=True, minValue=0,
        )  # fmt: skip
        self.add_span()
        self.add_bands()
        self.add_mask("")
        self.add_number(
            self.MASK_WEIGHT, tr("Weight of what is not clear"), 0.0,
            tr("0 leaves these observations out, 1 takes them as all others."), minValue=0.0, maxValue=1.0,
            advanced=True,
        )  # fmt: skip
        self._add_savitzky_golay()
        self._add_whittaker()
        self._add_harmonic()
        self.add_sample_type()
        self.add_output(tr("Smoothed stack"))

    def _add_savitzky_golay(self) -> None:
        self.add_number(
            self.WINDOW, tr("Savitzky-Golay: observations"), 7,
            tr("How many observations take part in each polynomial; odd, above the degree."), is_whole=True, minValue=1,
        )  # fmt: skip
        self.add_number(
            self.WINDOW_DAYS, tr("Savitzky-Golay: window (days)"), 0.0,
            tr("Above 0: the width of the window in days, instead of a number of observations."), minValue=0.0,
            advanced=True,
        )  # fmt: skip
        self.add_number(
            self.DEGREE, tr("Savitzky-Golay: degree"), 2, tr("Of the polynomial, 0 to 5."), is_whole=True, minValue=0,
            maxValue=5, advanced=True,
        )  # fmt: skip

    def _add_whittaker(self) -> None:
        self.add_number(
            self.PENALTY, tr("Whittaker: penalty"), 0.0,
            tr("The higher, the smoother; in days to the power of twice the order. 0: found by the V-curve."),
            minValue=0.0,
        )  # fmt: skip
        self.add_number(
            self.ORDER, tr("Whittaker: order"), 2, tr("Of the differences, 1 to 3."), is_whole=True, minValue=1,
            maxValue=3, advanced=True,
        )  # fmt: skip
        self.add_number(
            self.ASYMMETRY, tr("Whittaker: asymmetry"), 0.0,
            tr("0: symmetric. 0.9 draws the curve near the upper envelope, since clouds lower an NDVI."),
            minValue=0.0, maxValue=0.999, advanced=True,
        )  # fmt: skip
        self.add_number(
            self.NODE_DAYS, tr("Whittaker: nodes (days)"), 0.0,
            tr("0: the curve has its nodes at the observations. 1: one a day, as most packages do."), minValue=0.0,
            advanced=True,
        )  # fmt: skip

    def _add_harmonic(self) -> None:
        self.add_number(
            self.HARMONICS, tr("Harmonic: waves"), 2, tr("1: a year; 2: a half year too; up to 10."), is_whole=True,
            minValue=1, maxValue=10,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterBoolean(self.TREND, tr("Harmonic: with trend"), True),
            tr("Whether the waves lie on a sloping line."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(self.ROBUST, tr("Harmonic: robust"), False),
            tr("Whether observations far from the curve, such as clouds that the mask missed, lose their weight."),
            advanced=True,
        )
        self.add_number(
            self.PERIOD_DAYS, tr("Harmonic: period (days)"), 365.25, tr("Length of the longest wave."), minValue=1.0,
            advanced=True,
        )  # fmt: skip

    def read_tool(self, parameters: dict[str, Any], context: QgsProcessingContext) -> SmoothTool:
        """The order that the parameters give."""
        whole = {
            key: self.parameterAsInt(parameters, key, context)
            for key in (self.DEGREE, self.WINDOW, self.ORDER, self.HARMONICS, self.STEP_DAYS)
        }
        real = {
            key: self.parameterAsDouble(parameters, key, context)
            for key in (self.WINDOW_DAYS, self.PENALTY, self.ASYMMETRY, self.NODE_DAYS, self.PERIOD_DAYS)
        }
        flags = {key: self.parameterAsBoolean(parameters, key, context) for key in (self.TREND, self.ROBUST)}
        return SmoothTool(
            method=self.parameterAsEnumString(parameters, self.METHOD, context),
            mask=self.read_mask(parameters, context),
            bands=self.read_bands(parameters, context),
            savitzky_golay=SavitzkyGolay(whole[self.DEGREE], whole[self.WINDOW], real[self.WINDOW_DAYS]),
            whittaker=Whittaker(real[self.PENALTY], whole[self.ORDER], real[self.ASYMMETRY], real[self.NODE_DAYS]),
            harmonic=Harmonic(whole[self.HARMONICS], flags[self.TREND], flags[self.ROBUST], real[self.PERIOD_DAYS]),
            mask_weight=self.parameterAsDouble(parameters, self.MASK_WEIGHT, context),
            step_days=whole[self.STEP_DAYS],
            sample_type=self.parameterAsEnumString(parameters, self.SAMPLE_TYPE, context),
            days=self.read_span(parameters, context),
        )
