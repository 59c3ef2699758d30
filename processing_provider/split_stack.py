# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``splitstack``: a stack into a folder of rasters, one for each date or band."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputMultipleLayers,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterLayer,
)

from ..plugin.bridge.feedback import FeedbackProgress
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.layers import without_sidecar_files
from ..plugin.stack_parts import CHOICES, split_stack
from .base import TimestackAlgorithm
from .stack_tables import read_stack_path


class SplitStackAlgorithm(TimestackAlgorithm):
    """Parse parameters, write the files."""

    NAME = "splitstack"
    GROUP_ID = "stack"
    INPUT, BY, OUTPUT, LAYERS, FILES = "INPUT", "BY", "OUTPUT", "LAYERS", "FILES"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Split stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("separate,extract,dates,bands,single,geotiff,folder,export").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Writes a GeoTIFF for each date, or for each band, of a stack.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "DATE: one file for each date with all bands. BAND: one file for each band with all dates. File names are "
            "that of the stack with the date or the band; dates are in the metadata of the files too, so that each can "
            "be loaded as a stack. Files of the same names in the folder are replaced."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Stack")), tr("A raster whose bands tell their dates.")
        )
        self.add(
            QgsProcessingParameterEnum(
                self.BY, tr("A file for each"), list(CHOICES), defaultValue="DATE", usesStaticStrings=True
            ),
            tr("DATE: a file for each date. BAND: a file for each band."),
        )
        self.add(QgsProcessingParameterFolderDestination(self.OUTPUT, tr("Folder")), tr("Where to write the files."))
        self.addOutput(QgsProcessingOutputMultipleLayers(self.LAYERS, tr("Rasters")))
        self.addOutput(QgsProcessingOutputNumber(self.FILES, tr("Number of files")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Processing opens the raster to see whether it is one."""
        with without_sidecar_files():
            return super().checkParameterValues(parameters, context)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Write the files."""
        folder = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        files = split_stack(
            read_stack_path(self, self.INPUT, parameters, context),
            Path(folder),
            self.parameterAsEnumString(parameters, self.BY, context),
            FeedbackProgress(feedback),
        )
        feedback.pushInfo(tr("{count} files").format(count=len(files)))
        return {self.OUTPUT: folder, self.LAYERS: [str(file) for file in files], self.FILES: len(files)}
