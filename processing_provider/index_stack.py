# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``indexstack``: a spectral index for each date."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterString

from ..plugin.bridge.i18n import tr
from ..plugin.core.indices import INDICES
from ..plugin.stack_tools.index import SAMPLE_TYPES, IndexTool
from .stack_transform import StackTransformAlgorithm


class IndexStackAlgorithm(StackTransformAlgorithm):
    """Read the formula, compute it."""

    NAME = "indexstack"
    INDEX, BAND_NAME = "INDEX", "BAND_NAME"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Index stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("ndvi,evi,ndwi,savi,vegetation,water,burn,band math,raster calculator,time series").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Computes a spectral index, or any formula over the bands, for every date of a stack.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        listed = "\n".join(f"{name}: {index.formula} ({index.source})" for name, index in INDICES.items())
        return tr(
            "The result is a stack with one band per date, named by the index. Scale and offset of the stack are "
            "applied first. A division by zero gives nodata.\n\n"
            "A formula of your own uses names of bands and of indices, + - * / ^, brackets, comparisons, and "
            "functions such as sqrt, abs, min, max, clip and where: (B08-B04)/(B08+B04+0.1).\n\n"
            "EVI, EVI2, SAVI and MSAVI are meant for reflectances of 0 to 1; digital numbers are divided by 10000 "
            "for them.\n\nThe indices:\n{listed}"
        ).format(listed=listed)

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add_input()
        self.add(
            QgsProcessingParameterString(self.INDEX, tr("Index or formula"), "NDVI"),
            tr("A named index ({names}) or a formula over band names.").format(names=", ".join(INDICES)),
        )
        self.add(
            QgsProcessingParameterString(self.BAND_NAME, tr("Name of the band"), "", optional=True),
            tr("Empty: the name of the index, or INDEX for a formula."),
            advanced=True,
        )
        self.add_choice(
            self.SAMPLE_TYPE, tr("Sample type"), SAMPLE_TYPES, "FLOAT32",
            tr("INT16 holds ten-thousandths in half the room, from -3.2767 to 3.2767; what lies beyond is nodata."),
        )  # fmt: skip
        self.add_output(tr("Index stack"))

    def read_tool(self, parameters: dict[str, Any], context: QgsProcessingContext) -> IndexTool:
        """The order that the parameters give."""
        return IndexTool(
            self.parameterAsString(parameters, self.INDEX, context),
            self.parameterAsString(parameters, self.BAND_NAME, context),
            self.parameterAsEnumString(parameters, self.SAMPLE_TYPE, context),
        )
