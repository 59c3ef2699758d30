# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``fetchcomposite``: one image of many scenes, or of each period, computed by the service."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.composites import CompositeOrder, fetch_composite_to_file, prepare_composite
from ..plugin.core.compositing import ALL
from ..plugin.core.script_builder import MASKS, METHODS
from ..plugin.core.stack_request import SAMPLE_TYPES, UNITS
from . import selection_parameters as selection
from . import stack_parameters as stack
from .base import TimestackAlgorithm
from .build_evalscript import parse_classes
from .stack_styling import plan_composite_look, plan_look, style_on_completion


class FetchCompositeAlgorithm(TimestackAlgorithm):
    """Parse parameters, have the images computed, hand back the path and the dates."""

    NAME = "fetchcomposite"
    GROUP_ID = "acquire"
    METHOD, PERIOD, PERCENTILE = "METHOD", "PERIOD", "PERCENTILE"
    CLOUD_MASK, MASK_CLASSES, CLOUD_PROBABILITY = "CLOUD_MASK", "MASK_CLASSES", "CLOUD_PROBABILITY"
    OUTPUT, STEPS, PROCESSING_UNITS, REQUESTS = "OUTPUT", "STEPS", "PROCESSING_UNITS", "REQUESTS"
    PERIODS = "PERIODS"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Fetch composite")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("cloudless,mosaic,median,mean,greenest pixel,best pixel,sentinel,cloud free,aggregate").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Has the service make one image of many scenes, such as the cloudless median of a summer.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "The service reads all scenes of the days chosen and sends one image: for each pixel and band the median, "
            "mean or a percentile of its clear samples, or all bands of its greenest or least cloudy one. Pixels that "
            "were never clear have no data.\n\n"
            "It costs as many processing units as a stack of the same bands (the band of the cloud mask counts too), "
            "but only one image travels. The area may have any size: it is asked for in tiles, and pixels are the same "
            "whatever the tiles.\n\n"
            "With a period such as a month the result is a stack with one image for each, dated by the first day of "
            "the period as in Composite stack. Periods without any scene have no data; the log names them.\n\n"
            "The raster tells its method, days and script in its metadata."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        selection.add_place_parameters(self)
        selection.add_scene_parameters(self)
        self._add_value_parameters()
        self._add_mask_parameters()
        stack.add_grid_parameters(self)
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Composite")),
            tr("The GeoTIFF to write. It appears under its name only when all of it is there."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.STEPS, tr("Number of time steps used")))
        self.addOutput(QgsProcessingOutputString(selection.DATES, tr("Dates, separated by commas")))
        self.addOutput(QgsProcessingOutputString(self.PERIODS, tr("First days of the periods, separated by commas")))
        self.addOutput(QgsProcessingOutputNumber(self.PROCESSING_UNITS, tr("Processing units spent")))
        self.addOutput(QgsProcessingOutputNumber(self.REQUESTS, tr("Requests made")))

    def _add_value_parameters(self) -> None:
        self.add(
            QgsProcessingParameterString(stack.BANDS, tr("Bands"), "B02,B03,B04,B08"),
            tr("Names of the bands, separated by commas, in the order wanted."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.METHOD, tr("Method"), list(METHODS), defaultValue="median", usesStaticStrings=True
            ),
            tr(
                "median, mean, percentile: of each band. max_ndvi: all bands of the greenest sample. "
                "least_cloudy: all bands of the least cloudy scene that is clear there."
            ),
        )
        self.add(
            QgsProcessingParameterString(self.PERIOD, tr("Period"), ALL, optional=True),
            tr(
                "all: one image. month, 10 days, season, year, or a number of days such as 16 days: a stack with one "
                "image for each. 10 days start on the 1st, 11th and 21st; other numbers count from the first scene."
            ),
        )
        self.add(
            QgsProcessingParameterNumber(
                self.PERCENTILE, tr("Percentile"), QgsProcessingParameterNumber.Type.Double, 50.0,
                minValue=0.0, maxValue=100.0,
            ),
            tr("For the method percentile: 0 is the lowest value, 100 the highest. Interpolated linearly."),
            advanced=True,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterEnum(
                stack.UNITS, tr("Units"), list(UNITS), defaultValue="DN", usesStaticStrings=True
            ),
            tr("DN: digital numbers. REFLECTANCE: reflectance, times 10000 when written as whole numbers."),
        )
        self.add(
            QgsProcessingParameterEnum(
                stack.SAMPLE_TYPE, tr("Sample type"), list(SAMPLE_TYPES), defaultValue=None, optional=True,
                usesStaticStrings=True,
            ),
            tr("Type of the numbers in the file. Empty: UINT16 for what fits in there, FLOAT32 for anything else."),
            advanced=True,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterNumber(
                stack.NODATA, tr("No-data value"), QgsProcessingParameterNumber.Type.Double, None, optional=True
            ),
            tr("Value of pixels without data. Empty: 0 for unsigned types, -32768 for INT16, NaN for FLOAT32."),
            advanced=True,
        )

    def _add_mask_parameters(self) -> None:
        self.add(
            QgsProcessingParameterEnum(
                self.CLOUD_MASK, tr("Cloud mask"), list(MASKS), defaultValue="auto", usesStaticStrings=True
            ),
            tr(
                "auto: what suits the collection. none: all samples count. SCL: scene classes (Sentinel-2 L2A). CLM, "
                "CLP: s2cloudless. CLD: cloud probability. BQA: Landsat. QA: HLS. Pixels without data never count."
            ),
        )
        self.add(
            QgsProcessingParameterString(self.MASK_CLASSES, tr("Classes that are left out"), "", optional=True),
            tr("Classes of SCL, or bits of BQA and QA, for example 3,8,9,10. Empty: clouds and their shadows."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(
                self.CLOUD_PROBABILITY, tr("Cloud probability (%)"), QgsProcessingParameterNumber.Type.Double, 40.0,
                minValue=0.0, maxValue=100.0,
            ),
            tr("For CLP and CLD: from this probability on a pixel is left out."),
            advanced=True,
        )  # fmt: skip

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Build the same request as the run does; nothing is asked over the network."""
        prepare_composite(self._read(parameters, context, is_check=True))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Have it computed and write it."""
        order = self._read(parameters, context)
        target = Path(self.parameterAsOutputLayer(parameters, self.OUTPUT, context))
        stack.warn_of_secret(order.stack, feedback)
        outcome = fetch_composite_to_file(order, target, FeedbackProgress(feedback))
        if order.is_stack:
            plan_look(str(target), context)
        else:
            plan_composite_look(str(target), outcome.info, context)
        return {
            self.OUTPUT: str(target),
            self.STEPS: len(outcome.steps),
            selection.DATES: ",".join(step.label for step in outcome.steps),
            self.PERIODS: ",".join(step.label for step in outcome.info.steps),
            self.PROCESSING_UNITS: outcome.units_spent,
            self.REQUESTS: outcome.requests_made,
        }

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:  # noqa: N802
        """Have the new layer styled."""
        style_on_completion(context)
        return {}

    def _read(
        self, parameters: dict[str, Any], context: QgsProcessingContext, is_check: bool = False
    ) -> CompositeOrder:
        order = stack.read_order(self, parameters, context, is_check)
        sample_type = self.parameterAsEnumString(parameters, stack.SAMPLE_TYPE, context)
        return CompositeOrder(
            stack=replace(order, sample_type=str(sample_type or "")),
            method=self.parameterAsEnumString(parameters, self.METHOD, context),
            period=self.parameterAsString(parameters, self.PERIOD, context) or ALL,
            percentile=self.parameterAsDouble(parameters, self.PERCENTILE, context),
            cloud_mask=self.parameterAsEnumString(parameters, self.CLOUD_MASK, context),
            mask_classes=parse_classes(self.parameterAsString(parameters, self.MASK_CLASSES, context)),
            cloud_probability_pct=self.parameterAsDouble(parameters, self.CLOUD_PROBABILITY, context),
        )
