# SPDX-License-Identifier: GPL-2.0-or-later
"""What all algorithms share that make a stack of a stack."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.layers import without_sidecar_files
from ..plugin.bridge.stack_tool_words import describe_lost
from ..plugin.core.errors import InvalidRequest
from ..plugin.stack_tools.bands import AUTO, SAMPLE_TYPES, split_names, split_numbers
from ..plugin.stack_tools.blocks import Outcome, StackTool, run_tool
from ..plugin.stack_tools.clear_pixels import MaskChoice
from ..plugin.stack_tools.series_days import DaySpan
from ..plugin.stacks import check_target
from .base import TimestackAlgorithm
from .stack_styling import plan_look, style_on_completion
from .stack_tables import read_stack_path


class StackTransformAlgorithm(TimestackAlgorithm):
    """Subclasses read their parameters as a tool; this runs it from INPUT to OUTPUT."""

    GROUP_ID = "stack"
    INPUT, OUTPUT, STEPS, DATES = "INPUT", "OUTPUT", "STEPS", "DATES"
    BANDS, SAMPLE_TYPE = "BANDS", "SAMPLE_TYPE"
    MASK_BAND, CLASSES, BITS = "MASK_BAND", "CLASSES", "BITS"
    START, END = "START", "END"

    def read_tool(self, parameters: dict[str, Any], context: QgsProcessingContext) -> StackTool:
        """The order that the parameters give."""
        raise TypeError(f"{type(self).__name__} has no read_tool")

    def add_input(self) -> None:
        """The stack."""
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Stack")),
            tr("A raster whose bands tell their dates."),
        )

    def add_output(self, title: str) -> None:
        """The file, and what it holds."""
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, title),
            tr("A GeoTIFF. It appears when it is whole."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.STEPS, tr("Number of time steps")))
        self.addOutput(QgsProcessingOutputString(self.DATES, tr("Dates, separated by commas")))

    def add_bands(self) -> None:
        """Which bands."""
        self.add(
            QgsProcessingParameterString(self.BANDS, tr("Bands"), "", optional=True),
            tr("Names of the bands, separated by commas. Empty: all but masks and classes."),
        )

    def add_sample_type(self) -> None:
        """Type of the numbers."""
        self.add(
            QgsProcessingParameterEnum(
                self.SAMPLE_TYPE, tr("Sample type"), list(SAMPLE_TYPES), defaultValue=AUTO, usesStaticStrings=True
            ),
            tr("Type of the numbers in the file. AUTO: that of the stack, FLOAT32 where fractions come up."),
            advanced=True,
        )

    def add_mask(self, default: str) -> None:
        """The band that tells clouds."""
        self.add(
            QgsProcessingParameterString(self.MASK_BAND, tr("Mask band"), default, optional=not default),
            tr(
                "The band that tells clouds: SCL, CLM, CLP, CLD, FMASK, QA_PIXEL, dataMask, any band of the stack "
                "together with classes or bits, or AUTO for the first of these that the stack has."
            )
            + ("" if default else " " + tr("Empty: no mask.")),
        )
        self.add(
            QgsProcessingParameterString(self.CLASSES, tr("Masked classes"), "", optional=True),
            tr("Values of the mask band that are not clear, separated by commas, for example 3,8,9,10."),
        )
        self.add(
            QgsProcessingParameterString(self.BITS, tr("Masked bits"), "", optional=True),
            tr("Bits of the mask band, from 0, separated by commas; a pixel is clear where none of them is set."),
        )

    def add_number(self, key: str, title: str, default: float | None, help_text: str, **limits: Any) -> None:
        """A number; ``is_whole`` for a whole one, ``advanced``, ``minValue``, ``maxValue``, ``optional``."""
        kinds = QgsProcessingParameterNumber.Type
        kind = kinds.Integer if limits.pop("is_whole", False) else kinds.Double
        advanced = limits.pop("advanced", False)
        self.add(QgsProcessingParameterNumber(key, title, kind, default, **limits), help_text, advanced)

    def add_span(self) -> None:
        """Between which days even steps lie."""
        for key, title, help_text in (
            (self.START, tr("First step"), tr("Empty: the first day of the stack.")),
            (self.END, tr("Last step, at most"), tr("Empty: the last day of the stack.")),
        ):
            self.add(
                QgsProcessingParameterDateTime(
                    key, title, QgsProcessingParameterDateTime.Type.Date, None, optional=True
                ),
                help_text,
                advanced=True,
            )

    def read_span(self, parameters: dict[str, Any], context: QgsProcessingContext) -> DaySpan:
        """The days. :raises InvalidRequest: for what is none."""
        return DaySpan(*(self._read_day(key, parameters, context) for key in (self.START, self.END)))

    def _read_day(self, key: str, parameters: dict[str, Any], context: QgsProcessingContext) -> date | None:
        value = parameters.get(key)
        if value in (None, "") or (isinstance(value, QVariant) and value.isNull()):
            return None
        day = self.parameterAsDateTime(parameters, key, context).date()
        if not day.isValid():
            raise InvalidRequest(key, "not_a_date", value=str(value))
        return date(day.year(), day.month(), day.day())

    def add_choice(self, key: str, title: str, choices: tuple[str, ...], default: str, help_text: str) -> None:
        """One of some words."""
        self.add(
            QgsProcessingParameterEnum(key, title, list(choices), defaultValue=default, usesStaticStrings=True),
            help_text,
        )

    def read_bands(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[str, ...]:
        """Names of the bands; none for all."""
        return split_names(self.parameterAsString(parameters, self.BANDS, context))

    def read_mask(self, parameters: dict[str, Any], context: QgsProcessingContext) -> MaskChoice:
        """The mask. :raises InvalidRequest: for classes or bits that are no numbers."""
        return MaskChoice(
            self.parameterAsString(parameters, self.MASK_BAND, context).strip(),
            split_numbers(self.parameterAsString(parameters, self.CLASSES, context), self.CLASSES),
            split_numbers(self.parameterAsString(parameters, self.BITS, context), self.BITS),
        )

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """What is wrong whatever the stack."""
        self.read_tool(parameters, context).check()

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Processing opens the raster to see whether it is one."""
        with without_sidecar_files():
            return super().checkParameterValues(parameters, context)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run the tool."""
        tool = self.read_tool(parameters, context)
        source = read_stack_path(self, self.INPUT, parameters, context)
        target = Path(self.parameterAsOutputLayer(parameters, self.OUTPUT, context))
        check_target(target)
        outcome = run_tool(tool, source, target, FeedbackProgress(feedback))
        if outcome.lost:
            feedback.pushWarning(describe_lost(outcome.lost, outcome.info.dtype))
        return self.report(outcome, context, feedback)

    def report(
        self, outcome: Outcome, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Results of a stack."""
        steps = outcome.info.steps
        feedback.pushInfo(
            tr("{count} time steps, {first} to {last}").format(
                count=len(steps), first=steps[0].label, last=steps[-1].label
            )
        )
        plan_look(str(outcome.path), context)
        dates = ",".join(step.label for step in steps)
        return {self.OUTPUT: str(outcome.path), self.STEPS: len(steps), self.DATES: dates}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:  # noqa: N802
        """Post-processors must be made on the main thread."""
        style_on_completion(context)
        return {}
