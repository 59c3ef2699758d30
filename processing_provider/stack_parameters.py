# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters of a stack, declared and read the same by everything that fetches one or tells what it costs."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..plugin.bridge.i18n import tr
from ..plugin.core.plan import PlanLimits
from ..plugin.core.stack_request import RESAMPLING as RESAMPLINGS
from ..plugin.core.stack_request import SAMPLE_TYPES
from ..plugin.core.stack_request import UNITS as UNIT_NAMES
from ..plugin.stacks import StackOrder, read_script
from . import selection_parameters as selection
from .base import TimestackAlgorithm

BANDS, UNITS, SAMPLE_TYPE, EVALSCRIPT, NODATA = "BANDS", "UNITS", "SAMPLE_TYPE", "EVALSCRIPT", "NODATA"
RESOLUTION, CRS, RESAMPLING, ALIGN_TO = "RESOLUTION", "CRS", "RESAMPLING", "ALIGN_TO"
PIXEL_STEPS, WORKERS = "PIXEL_STEPS", "WORKERS"


def add_stack_parameters(algorithm: TimestackAlgorithm) -> None:
    """Everything that decides the pixels of a stack: place, scenes, values, grid."""
    selection.add_place_parameters(algorithm)
    selection.add_scene_parameters(algorithm)
    _add_value_parameters(algorithm)
    add_grid_parameters(algorithm)
    _add_pace_parameters(algorithm)


def _add_value_parameters(algorithm: TimestackAlgorithm) -> None:
    algorithm.add(
        QgsProcessingParameterString(BANDS, tr("Bands"), "B02,B03,B04,B08"),
        tr("Names of the bands, separated by commas, in the order wanted. dataMask is a band too."),
    )
    algorithm.add(
        QgsProcessingParameterEnum(UNITS, tr("Units"), list(UNIT_NAMES), defaultValue="DN", usesStaticStrings=True),
        tr("DN: digital numbers (reflectance x 10000 for Sentinel-2), cheapest. REFLECTANCE needs FLOAT32."),
    )
    algorithm.add(
        QgsProcessingParameterEnum(
            SAMPLE_TYPE, tr("Sample type"), list(SAMPLE_TYPES), defaultValue="UINT16", usesStaticStrings=True
        ),
        tr("Type of the numbers in the file. FLOAT32 costs twice the processing units."),
    )
    algorithm.add(
        QgsProcessingParameterNumber(
            NODATA, tr("No-data value"), QgsProcessingParameterNumber.Type.Double, None, optional=True
        ),
        tr("Value of pixels without data. Empty: 0 for unsigned types, -32768 for INT16, NaN for FLOAT32."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString(EVALSCRIPT, tr("Own evalscript"), "", multiLine=True, optional=True),
        tr(
            "An Evalscript V3 of your own (text, or the path of a .js file) instead of the generated one. It is "
            "run once per day with that day's scenes only; its output bands are called V1, V2 and so on."
        ),
        advanced=True,
    )


def add_grid_parameters(algorithm: TimestackAlgorithm) -> None:
    """Where the pixels lie."""
    algorithm.add(
        QgsProcessingParameterNumber(
            RESOLUTION, tr("Resolution"), QgsProcessingParameterNumber.Type.Double, 10.0, minValue=0.0
        ),
        tr("Size of a pixel in units of the CRS (metres in UTM)."),
    )
    algorithm.add(
        QgsProcessingParameterCrs(CRS, tr("CRS"), None, optional=True),
        tr("CRS of the stack. Empty: the UTM zone of the area."),
    )
    algorithm.add(
        QgsProcessingParameterEnum(
            RESAMPLING, tr("Resampling"), list(RESAMPLINGS), defaultValue="NEAREST", usesStaticStrings=True
        ),
        tr("How the service resamples bands of another resolution."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterRasterLayer(ALIGN_TO, tr("Align to raster"), None, optional=True),
        tr("A raster whose CRS, pixel size and alignment the stack takes, instead of resolution and CRS."),
        advanced=True,
    )


def _add_pace_parameters(algorithm: TimestackAlgorithm) -> None:
    number = QgsProcessingParameterNumber
    algorithm.add(
        number(
            PIXEL_STEPS, tr("Pixels x dates per question"), number.Type.Integer, PlanLimits().pixel_steps, minValue=1
        ),
        tr("Larger fetches are cut into several questions. Services run out of time near 100 million."),
        advanced=True,
    )
    algorithm.add(
        number(WORKERS, tr("Questions at the same time"), number.Type.Integer, 4, minValue=1, maxValue=16),
        tr("The account's requests and units per minute are kept, however many there are."),
        advanced=True,
    )


def read_order(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext, is_check: bool = False
) -> StackOrder:
    """The order that the parameters make.

    :param is_check: on the main thread, where no folder is opened and no mask is read.
    :raises TimestackError: for parameters that cannot be.
    """
    connection = selection.read_connection(algorithm, parameters, context, is_check)
    collection = connection.choose_collection(
        algorithm.parameterAsString(parameters, selection.COLLECTION, context).strip()
    )
    align_to = algorithm.parameterAsRasterLayer(parameters, ALIGN_TO, context)
    crs = algorithm.parameterAsCrs(parameters, CRS, context)
    has_nodata = parameters.get(NODATA) not in (None, "")
    return StackOrder(
        connection=connection,
        selection=selection.read_selection(algorithm, parameters, context, collection),
        area=selection.read_area(algorithm, parameters, context, align_to is not None, is_check),
        bands=tuple(algorithm.parameterAsString(parameters, BANDS, context).split(",")),
        units=algorithm.parameterAsEnumString(parameters, UNITS, context),
        sample_type=algorithm.parameterAsEnumString(parameters, SAMPLE_TYPE, context),
        nodata=algorithm.parameterAsDouble(parameters, NODATA, context) if has_nodata else None,
        resolution=algorithm.parameterAsDouble(parameters, RESOLUTION, context),
        crs=(crs.authid() or crs.toWkt()) if crs.isValid() else "",
        align_to=align_to.source() if align_to is not None else "",
        resampling=algorithm.parameterAsEnumString(parameters, RESAMPLING, context),
        evalscript=read_script(algorithm.parameterAsString(parameters, EVALSCRIPT, context)),
        layer=algorithm.parameterAsString(parameters, selection.LAYER, context).strip(),
        pixel_steps=algorithm.parameterAsInt(parameters, PIXEL_STEPS, context),
        workers=algorithm.parameterAsInt(parameters, WORKERS, context),
    )


def warn_of_secret(order: StackOrder, feedback: QgsProcessingFeedback) -> None:
    """Tell where parameters are kept, where they hold a secret."""
    if order.connection.shows_secret:
        feedback.pushWarning(
            tr(
                "The address holds an instance id. It stays out of QGIS's history, but models, batch files and shells "
                "keep it: save it as a connection, or set TIMESTACK_INSTANCE_ID in the environment."
            )
        )
