# SPDX-License-Identifier: GPL-2.0-or-later
"""The example models: ``monthlyndvi``, ``parcelseries`` and ``tendaycube``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterRasterDestination,
)

from ..plugin.bridge.feature_places import check_id_field
from ..plugin.bridge.i18n import tr
from ..plugin.core.errors import InvalidRequest
from ..plugin.stacks import check_target
from .example_model import MODELS, ExampleModelAlgorithm
from .stack_tables import read_source


class MonthlyNdviAlgorithm(ExampleModelAlgorithm):
    """Fetch, mask, NDVI, monthly median."""

    NAME = "monthlyndvi"
    FILE = "monthly_ndvi.model3"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Monthly NDVI")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("example,model,ndvi,monthly,median,composite,cloud free,vegetation,sentinel").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Fetches an area, takes the clouds away, and makes one NDVI image for each month.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return (
            tr(
                "Fetch temporal stack › Mask stack › Index stack › Composite stack: every acquisition of the area, "
                "without clouds, shadows and cirrus, its NDVI, and the median of each month as one band.\n\n"
                "The bands are a red one, a near infrared one and a mask band, which for Sentinel-2 L2A are B04, B08 "
                "and SCL."
            )
            + self.note()
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add_inputs()
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Monthly NDVI")),
            tr("A GeoTIFF with one band for each month. It appears when it is whole."),
        )

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """The name of the file too, which the last step would refuse after everything has been fetched."""
        check_target(Path(self.parameterAsFileOutput(parameters, self.OUTPUT, context)))
        super().check(parameters, context)


class ParcelSeriesAlgorithm(ExampleModelAlgorithm):
    """Fetch, mask, NDVI, statistics of polygons."""

    NAME = "parcelseries"
    FILE = "parcel_series.model3"
    PLACE = "ZONES"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("NDVI series of parcels")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("example,model,ndvi,parcels,fields,polygons,zonal statistics,table,agriculture,sentinel").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Fetches the surroundings of parcels and writes a table with their NDVI on each date.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return (
            tr(
                "Fetch temporal stack › Mask stack › Index stack › Zonal time series: every acquisition of the "
                "rectangle around the parcels, without clouds, shadows and cirrus, its NDVI, and a table with one line "
                "for each parcel and date. valid_share tells how much of the parcel was clear.\n\n"
                "The bands are a red one, a near infrared one and a mask band, which for Sentinel-2 L2A are B04, B08 "
                "and SCL. The parcels that stand there at first are four fields of the demo."
            )
            + self.note()
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add_inputs()
        self.parameterDefinition(self.PLACE).setDefaultValue(str(MODELS / "demo_parcels.json"))
        self.add(
            QgsProcessingParameterFeatureSink(
                self.OUTPUT, tr("NDVI series of parcels"), QgsProcessing.SourceType.TypeVector
            ),
            tr("The table to write; as a .csv, .gpkg, .xlsx or any other format of tables."),
        )

    def check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """The layer too, which gives the area."""
        self.check_place(parameters)
        source = read_source(self, self.PLACE, parameters, context)
        if source.featureCount() == 0 or source.sourceExtent().isEmpty():
            raise InvalidRequest(self.PLACE, "no_zones")
        check_id_field(source, self.parameterAsString(parameters, "ID_FIELD", context))
        super().check(parameters, context)


class TenDayCubeAlgorithm(ExampleModelAlgorithm):
    """Fetch, even steps, cube."""

    NAME = "tendaycube"
    FILE = "ten_day_cube.model3"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Ten-day cube")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("example,model,datacube,dekad,interpolate,gap filling,netcdf,zarr,xarray,sentinel").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Fetches an area, fills the gaps that clouds leave, and writes a cube with a step every ten days.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return (
            tr(
                "Fetch temporal stack › Regularise stack › Export cube: every acquisition of the area, the clear "
                "observations of each pixel interpolated onto every ten days, and a netCDF or Zarr cube that xarray "
                "opens. A variable with the ending _ORIGIN tells what was observed and what was filled.\n\n"
                "The bands are those of the cube and a mask band, which for Sentinel-2 L2A is SCL."
            )
            + self.note()
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add_inputs()
        self.add(
            QgsProcessingParameterFileDestination(self.OUTPUT, tr("Ten-day cube"), "netCDF (*.nc);;Zarr (*.zarr)"),
            tr("A .nc file, or a .zarr folder. One that is there already is replaced."),
        )


EXAMPLE_MODELS = (MonthlyNdviAlgorithm, ParcelSeriesAlgorithm, TenDayCubeAlgorithm)
