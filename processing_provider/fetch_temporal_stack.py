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
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.core.stack_request import RESAMPLING, SAMPLE_TYPES, UNITS
from ..plugin.stacks import StackOrder, fetch_to_file, prepare_request, read_script
from . import selection_parameters as selection
from .base import TimestackAlgorithm
from .stack_styling import plan_look, style_on_completion


class FetchTemporalStackAlgorithm(TimestackAlgorithm):
    """Parse parameters, fetch, hand back the path and the dates."""

    NAME = "fetchtemporalstack"
    GROUP_ID = "acquire"
    BANDS, UNITS, SAMPLE_TYPE, EVALSCRIPT, NODATA = "BANDS", "UNITS", "SAMPLE_TYPE", "EVALSCRIPT", "NODATA"
    RESOLUTION, CRS, RESAMPLING, ALIGN_TO = "RESOLUTION", "CRS", "RESAMPLING", "ALIGN_TO"
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
        selection.add_place_parameters(self)
        selection.add_scene_parameters(self)
        self._add_value_parameters()
        self._add_grid_parameters()
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Temporal stack")),
            tr("The GeoTIFF to write. It appears under its name only when all of it is there."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.STEPS, tr("Number of time steps")))
        self.addOutput(QgsProcessingOutputString(selection.DATES, tr("Dates, separated by commas")))
        self.addOutput(QgsProcessingOutputNumber(self.PROCESSING_UNITS, tr("Processing units spent")))
        self.addOutput(QgsProcessingOutputNumber(self.REQUESTS, tr("Requests made")))

    def _add_value_parameters(self) -> None:
        self.add(
            QgsProcessingParameterString(self.BANDS, tr("Bands"), "B02,B03,B04,B08"),
            tr("Names of the bands, separated by commas, in the order wanted. dataMask is a band too."),
        )
        self.add(
            QgsProcessingParameterEnum(self.UNITS, tr("Units"), list(UNITS), defaultValue="DN", usesStaticStrings=True),
            tr("DN: digital numbers (reflectance x 10000 for Sentinel-2), cheapest. REFLECTANCE needs FLOAT32."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.SAMPLE_TYPE, tr("Sample type"), list(SAMPLE_TYPES), defaultValue="UINT16", usesStaticStrings=True
            ),
            tr("Type of the numbers in the file. FLOAT32 costs twice the processing units."),
        )
        self.add(
            QgsProcessingParameterNumber(
                self.NODATA, tr("No-data value"), QgsProcessingParameterNumber.Type.Double, None, optional=True
            ),
            tr("Value of pixels without data. Empty: 0 for unsigned types, -32768 for INT16, NaN for FLOAT32."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString(self.EVALSCRIPT, tr("Own evalscript"), "", multiLine=True, optional=True),
            tr(
                "An Evalscript V3 of your own (text, or the path of a .js file) instead of the generated one. It is "
                "run once per day with that day's scenes only; its output bands are called V1, V2 and so on."
            ),
            advanced=True,
        )

    def _add_grid_parameters(self) -> None:
        self.add(
            QgsProcessingParameterNumber(
                self.RESOLUTION, tr("Resolution"), QgsProcessingParameterNumber.Type.Double, 10.0, minValue=0.0
            ),
            tr("Size of a pixel in units of the CRS (metres in UTM)."),
        )
        self.add(
            QgsProcessingParameterCrs(self.CRS, tr("CRS"), None, optional=True),
            tr("CRS of the stack. Empty: the UTM zone of the area."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.RESAMPLING, tr("Resampling"), list(RESAMPLING), defaultValue="NEAREST", usesStaticStrings=True
            ),
            tr("How the service resamples bands of another resolution."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.ALIGN_TO, tr("Align to raster"), None, optional=True),
            tr("A raster whose CRS, pixel size and alignment the stack takes, instead of resolution and CRS."),
            advanced=True,
        )

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Build the same request as the run does; nothing is asked over the network."""
        prepare_request(self._read(parameters, context, is_check=True))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Fetch and write."""
        order = self._read(parameters, context)
        if order.connection.shows_secret:
            feedback.pushWarning(
                tr(
                    "The address holds an instance id, and QGIS keeps it in its history; "
                    "set TIMESTACK_INSTANCE_ID in the environment instead."
                )
            )
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

    def _read(self, parameters: dict[str, Any], context: QgsProcessingContext, is_check: bool = False) -> StackOrder:
        """:param is_check: on the main thread, where no folder is opened and no mask is read."""
        connection = selection.read_connection(self, parameters, context, is_check)
        collection = connection.choose_collection(
            self.parameterAsString(parameters, selection.COLLECTION, context).strip()
        )
        align_to = self.parameterAsRasterLayer(parameters, self.ALIGN_TO, context)
        crs = self.parameterAsCrs(parameters, self.CRS, context)
        has_nodata = parameters.get(self.NODATA) not in (None, "")
        return StackOrder(
            connection=connection,
            selection=selection.read_selection(self, parameters, context, collection),
            area=selection.read_area(self, parameters, context, align_to is not None, is_check),
            bands=tuple(self.parameterAsString(parameters, self.BANDS, context).split(",")),
            units=self.parameterAsEnumString(parameters, self.UNITS, context),
            sample_type=self.parameterAsEnumString(parameters, self.SAMPLE_TYPE, context),
            nodata=self.parameterAsDouble(parameters, self.NODATA, context) if has_nodata else None,
            resolution=self.parameterAsDouble(parameters, self.RESOLUTION, context),
            crs=(crs.authid() or crs.toWkt()) if crs.isValid() else "",
            align_to=align_to.source() if align_to is not None else "",
            resampling=self.parameterAsEnumString(parameters, self.RESAMPLING, context),
            evalscript=read_script(self.parameterAsString(parameters, self.EVALSCRIPT, context)),
            layer=self.parameterAsString(parameters, selection.LAYER, context).strip(),
        )
