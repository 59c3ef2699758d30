# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``maskstack``: nodata where a mask says so."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext, QgsProcessingParameterBoolean, QgsProcessingParameterRasterLayer

from ..plugin.bridge.i18n import tr
from ..plugin.stack_tools.masks import MOST_DILATED_PX, MaskTool
from .stack_tables import read_stack_path
from .stack_transform import StackTransformAlgorithm


class MaskStackAlgorithm(StackTransformAlgorithm):
    """Read the rule, apply it."""

    NAME = "maskstack"
    MASK_STACK, DILATE, INVERT = "MASK_STACK", "DILATE", "INVERT"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Mask stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("clouds,cloud mask,shadow,scl,clm,fmask,qa,quality,bits,time series").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Sets pixels of a stack to nodata where a mask band tells of clouds or other classes.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "The mask is a band of the stack, or of a second stack with the same pixels and dates. Masks of "
            "Sentinel-2, Landsat and HLS are known: SCL masks no data, saturated pixels, cloud shadow, clouds and "
            "cirrus; QA_PIXEL its bits of fill, dilated cloud, cirrus, cloud and shadow; FMASK cloud and shadow. Snow "
            "and water stay. Classes or bits of your own take the place of these.\n\n"
            "The mask band itself stays as it is, so that it still tells why. Where the mask has no data, the result "
            "has none either."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add_input()
        self.add_mask("AUTO")
        self.add(
            QgsProcessingParameterRasterLayer(self.MASK_STACK, tr("Stack with the mask"), None, optional=True),
            tr("A second stack that holds the mask band, matched by date. Empty: the stack itself."),
        )
        self.add_number(
            self.DILATE, tr("Grow by (pixels)"), 0.0,
            tr("Masks this many pixels around what is masked as well, since clouds have soft edges."),
            minValue=0.0, maxValue=MOST_DILATED_PX,
        )  # fmt: skip
        self.add(
            QgsProcessingParameterBoolean(self.INVERT, tr("Invert"), False),
            tr("Masks what is clear, and keeps the rest."),
        )
        self.add_output(tr("Masked stack"))

    def read_tool(self, parameters: dict[str, Any], context: QgsProcessingContext) -> MaskTool:
        """The order that the parameters give."""
        return MaskTool(
            self.read_mask(parameters, context),
            read_stack_path(self, self.MASK_STACK, parameters, context),
            self.parameterAsDouble(parameters, self.DILATE, context),
            self.parameterAsBoolean(parameters, self.INVERT, context),
        )
