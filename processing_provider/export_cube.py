# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``exportcube``: a stack as a netCDF file or Zarr store with named dimensions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterLayer,
)

from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.layers import without_sidecar_files
from ..plugin.stack_cubes import FORMATS, choose_format, export_cube
from .base import TimestackAlgorithm
from .stack_tables import read_stack_path


class ExportCubeAlgorithm(TimestackAlgorithm):
    """Parse parameters, write the cube."""

    NAME = "exportcube"
    GROUP_ID = "stack"
    INPUT, FORMAT, OUTPUT = "INPUT", "FORMAT", "OUTPUT"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Export cube")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("netcdf,zarr,xarray,datacube,cf,convert,save,python,dask").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Writes a stack as netCDF or Zarr with the dimensions time, y and x, as xarray expects them.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "One variable for each band, with coordinates of pixel centres and times in UTC after the CF conventions, "
            "the CRS as a grid mapping, and no-data value, scale and offset as attributes. The stored numbers stay as "
            "they are.\n\n"
            "xarray opens the result with open_dataset('cube.nc') or open_zarr('cube.zarr')."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Stack")), tr("A raster whose bands tell their dates.")
        )
        self.add(
            QgsProcessingParameterEnum(
                self.FORMAT, tr("Format"), list(FORMATS), defaultValue="AUTO", usesStaticStrings=True
            ),
            tr("AUTO: by the ending of the name, .nc or .zarr."),
        )
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Cube"), "netCDF (*.nc);;Zarr (*.zarr)"),
            tr("A .nc file, or a .zarr folder. One that is there already is replaced."),
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Processing opens the raster to see whether it is one."""
        with without_sidecar_files():
            return super().checkParameterValues(parameters, context)

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """A place that can be written to."""
        target = Path(self.parameterAsFileOutput(parameters, self.OUTPUT, context))
        choose_format(self.parameterAsEnumString(parameters, self.FORMAT, context), target)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Write the cube."""
        target = export_cube(
            read_stack_path(self, self.INPUT, parameters, context),
            Path(self.parameterAsFileOutput(parameters, self.OUTPUT, context)),
            FeedbackProgress(feedback),
            self.parameterAsEnumString(parameters, self.FORMAT, context),
        )
        return {self.OUTPUT: str(target)}
