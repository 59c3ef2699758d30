# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``stackfromrasters``: dated rasters of any kind into one stack."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingUtils,
)
from qgis.PyQt.QtCore import QDate, QDateTime

from ..plugin.bridge.areas import Area
from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.layers import stack_path, without_sidecar_files
from ..plugin.bridge.messages import explain
from ..plugin.bridge.raster_sources import first_raster
from ..plugin.bridge.source_windows import RESAMPLING as RESAMPLINGS
from ..plugin.core.date_texts import DoubtfulDate, find_date
from ..plugin.core.errors import InvalidRequest
from ..plugin.core.name_patterns import NamedDate
from ..plugin.raster_stacks import StackingOrder, stack_rasters
from .base import TimestackAlgorithm
from .stack_styling import plan_look, style_on_completion
from .stack_tables import read_stack_path


class StackFromRastersAlgorithm(TimestackAlgorithm):
    """Parse parameters, hand the files over, style what comes out."""

    NAME = "stackfromrasters"
    GROUP_ID = "stack"
    INPUT, PATTERN, BANDS, OUTPUT = "INPUT", "PATTERN", "BANDS", "OUTPUT"
    TABLE, FILE_FIELD, DATE_FIELD = "TABLE", "FILE_FIELD", "DATE_FIELD"
    ALIGN, RESOLUTION, CRS, EXTENT, RESAMPLING = "ALIGN", "RESOLUTION", "CRS", "EXTENT", "RESAMPLING"
    MERGE, NODATA, STEPS, DATES = "MERGE", "NODATA", "STEPS", "DATES"
    RECURSIVE, SCALE, OFFSET = "RECURSIVE", "SCALE", "OFFSET"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Stack from rasters")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("merge,combine,build,import,folder,time series,netcdf,envi,landsat,mosaic,convert").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Makes one stack of dated rasters, whatever their extents and CRS.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Dates come from the metadata or band names of the rasters, from netCDF time axes, or from the file names. "
            "Where that is not enough, give a pattern such as scene_%Y%m%d, or a regular expression whose groups year, "
            "month, day (or date) are the date and whose group band is the band; or a table of file names and dates. "
            "Stacks of other tools (netCDF, ENVI, GeoTIFF) are taken with all their dates. Times with a zone become "
            "UTC. A date that can be read in two ways, or that metadata and name tell differently, is refused.\n\n"
            "Rasters on the lattice of the stack are copied as they are; others are resampled onto it. Without further "
            "choice the stack has the CRS and pixels of the first raster and covers all of them. Rasters of the same "
            "day become one date; where they overlap, the first one given counts.\n\n"
            "Files that hold one band each, such as 20200105_B04.tif and 20200105_B08.tif, become the bands of their "
            "dates."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterMultipleLayers(
                self.INPUT, tr("Rasters, or a folder with them"), QgsProcessing.SourceType.TypeRaster
            ),
            tr("Layers, files, or the path of a folder, of which all rasters are taken."),
        )
        self.add(
            QgsProcessingParameterString(self.PATTERN, tr("Pattern of dates in file names"), None, optional=True),
            tr("For example scene_%Y%m%d, or a regular expression. Empty: dates are found by themselves."),
        )
        self.add(
            QgsProcessingParameterString(self.BANDS, tr("Names of the bands"), None, optional=True),
            tr(
                "New names in the order of each file, separated by commas; or some of the names that the files tell, "
                "to take these bands only. Empty: all, as the files call them."
            ),
        )
        self._add_table_parameters()
        self._add_grid_parameters()
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Stack")), tr("The stack to write, a .tif file.")
        )
        self.addOutput(QgsProcessingOutputNumber(self.STEPS, tr("Number of time steps")))
        self.addOutput(QgsProcessingOutputString(self.DATES, tr("Dates, separated by commas")))

    def _add_table_parameters(self) -> None:
        self.add(
            QgsProcessingParameterBoolean(self.RECURSIVE, tr("Search folders within folders"), False),
            tr("A folder within may tell the date of its files, as in 2020-01-05/B04.tif."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                self.TABLE, tr("Table of dates"), [QgsProcessing.SourceType.TypeVector], optional=True
            ),
            tr("A table that tells the date of each file."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterField(self.FILE_FIELD, tr("Field with file names"), None, self.TABLE, optional=True),
            tr("Names of files, with or without ending, or their paths within the folder."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterField(self.DATE_FIELD, tr("Field with dates"), None, self.TABLE, optional=True),
            tr("Dates, or texts such as 2020-01-31."),
            advanced=True,
        )

    def _add_grid_parameters(self) -> None:
        self.add(
            QgsProcessingParameterRasterLayer(self.ALIGN, tr("Raster to align to"), None, optional=True),
            tr("The stack takes its CRS, pixel size and alignment, and its extent where none is given."),
            advanced=True,
        )
        double = QgsProcessingParameterNumber.Type.Double
        self.add(
            QgsProcessingParameterNumber(self.RESOLUTION, tr("Resolution"), double, None, optional=True, minValue=0.0),
            tr("Size of a pixel in CRS units. Empty: that of the first raster."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterCrs(self.CRS, tr("CRS of the stack"), None, optional=True),
            tr("Empty: that of the first raster."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, tr("Extent"), None, optional=True),
            tr("Empty: all of the rasters."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                self.RESAMPLING, tr("Resampling"), list(RESAMPLINGS), defaultValue="NEAREST", usesStaticStrings=True
            ),
            tr("How rasters of other pixels are brought onto the grid. Classes need NEAREST or MODE."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(self.MERGE, tr("Merge rasters of the same day"), True),
            tr("Otherwise rasters with different times of day are dates of their own."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(self.NODATA, tr("No-data value"), double, None, optional=True),
            tr("Empty: that of the rasters; 0 for unsigned types where they have none and pixels are missing."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(self.SCALE, tr("Scale"), double, None, optional=True),
            tr("Physical value = stored number x scale + offset; the numbers stay. Empty: as the rasters say."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(self.OFFSET, tr("Offset"), double, None, optional=True),
            tr("For files of Sentinel-2 from 25 January 2022 on: scale 0.0001 and offset -0.1 give reflectances."),
            advanced=True,
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Processing knows no folders in a list of layers."""
        for value in _as_list(parameters.get(self.INPUT)):
            if isinstance(value, (str, os.PathLike)) and os.path.isdir(value) and not first_raster(os.fspath(value)):
                return False, explain(InvalidRequest(self.INPUT, "no_rasters"))
        with without_sidecar_files():
            return super().checkParameterValues(self._without_folders(parameters), context)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Write the stack."""
        path = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        info = stack_rasters(self._order(parameters, context), Path(path), FeedbackProgress(feedback))
        labels = [step.label for step in info.steps]
        feedback.pushInfo(tr("{count} time steps, {first} to {last}").format(
            count=len(labels), first=labels[0], last=labels[-1]
        ))  # fmt: skip
        plan_look(path, context)
        return {self.OUTPUT: path, self.STEPS: len(labels), self.DATES: ",".join(labels)}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:  # noqa: N802
        """Style the layer."""
        style_on_completion(context)
        return {}

    def _order(self, parameters: dict[str, Any], context: QgsProcessingContext) -> StackingOrder:
        crs = self.parameterAsCrs(parameters, self.CRS, context)
        if isinstance(parameters.get(self.CRS), str) and parameters[self.CRS].strip() and not crs.isValid():
            raise InvalidRequest(self.CRS, "unknown_crs", value=parameters[self.CRS][:80])
        area = None
        if parameters.get(self.EXTENT):
            box = self.parameterAsExtent(parameters, self.EXTENT, context)
            box_crs = self.parameterAsExtentCrs(parameters, self.EXTENT, context)
            if not box.isNull():
                bounds = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
                area = Area(bounds, box_crs.authid() or box_crs.toWkt() or crs.authid())
        aligned = read_stack_path(self, self.ALIGN, parameters, context) if parameters.get(self.ALIGN) else ""
        has_resolution = parameters.get(self.RESOLUTION) not in (None, "", 0)
        numbers = {
            key: self.parameterAsDouble(parameters, key, context) if parameters.get(key) not in (None, "") else None
            for key in (self.NODATA, self.SCALE, self.OFFSET)
        }
        return StackingOrder(
            inputs=tuple(self._inputs(parameters, context)),
            pattern=self.parameterAsString(parameters, self.PATTERN, context).strip(),
            dates=self._dates(parameters, context),
            bands=tuple(self.parameterAsString(parameters, self.BANDS, context).split(",")),
            align_to=aligned,
            crs=(crs.authid() or crs.toWkt()) if crs.isValid() else "",
            resolution=self.parameterAsDouble(parameters, self.RESOLUTION, context) if has_resolution else None,
            area=area,
            resampling=self.parameterAsEnumString(parameters, self.RESAMPLING, context),
            merges_days=self.parameterAsBoolean(parameters, self.MERGE, context),
            nodata=numbers[self.NODATA],
            scale=numbers[self.SCALE],
            offset=numbers[self.OFFSET],
            is_recursive=self.parameterAsBoolean(parameters, self.RECURSIVE, context),
        )

    def _without_folders(self, parameters: dict[str, Any]) -> dict[str, Any]:
        files: list[Any] = []
        for value in _as_list(parameters.get(self.INPUT)):
            is_folder = isinstance(value, (str, os.PathLike)) and os.path.isdir(value)
            files.append((first_raster(os.fspath(value)) or os.fspath(value)) if is_folder else value)
        return {**parameters, self.INPUT: files} if files else parameters

    def _inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Paths as they are given; layers by what is behind them."""
        found = []
        for value in _as_list(parameters.get(self.INPUT)):
            if isinstance(value, QgsMapLayer):
                found.append(stack_path(value))
            elif isinstance(value, (str, os.PathLike)):
                layer = None if os.path.exists(value) else QgsProcessingUtils.mapLayerFromString(str(value), context)
                found.append(os.fspath(value) if layer is None else stack_path(layer))
            else:
                found += [stack_path(layer) for layer in self.parameterAsLayerList(parameters, self.INPUT, context)]
        return found

    def _dates(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, NamedDate] | None:
        source = self.parameterAsSource(parameters, self.TABLE, context)
        if source is None:
            return None
        names = self.parameterAsString(parameters, self.FILE_FIELD, context)
        dates = self.parameterAsString(parameters, self.DATE_FIELD, context)
        for key, value in ((self.FILE_FIELD, names), (self.DATE_FIELD, dates)):
            if not value:
                raise InvalidRequest(key, "field_missing")
        found: dict[str, NamedDate] = {}
        twice: set[str] = set()
        for feature in source.getFeatures():
            told, date = str(feature[names]).replace("\\", "/"), _read_date(feature[dates])
            parts = told.split("/")
            endings = ["/".join(parts[first:]) for first in range(len(parts))]
            for key in {*endings, *(os.path.splitext(ending)[0] for ending in endings)}:
                if found.setdefault(key, date) != date:
                    twice.add(key)
        return {key: date for key, date in found.items() if key not in twice}


def _as_list(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    if isinstance(value, str) and not os.path.exists(value):
        return [part for part in value.split(";") if part]
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _read_date(value: Any) -> NamedDate:
    text = value.toString("yyyy-MM-dd") if isinstance(value, QDate) else str(value)
    if isinstance(value, QDateTime):
        text = value.toUTC().toString("yyyy-MM-ddTHH:mm:ssZ").rstrip("Z") + "Z"
    try:
        found = find_date(text)
    except DoubtfulDate:
        found = None
    if found is None:
        raise InvalidRequest("DATE_FIELD", "not_a_date", value=text)
    return NamedDate(found.time, found.has_clock)
