# SPDX-License-Identifier: GPL-2.0-or-later
"""Giving stacks their look and their dates when Processing loads them into a project."""

from __future__ import annotations

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
)

from ..plugin.bridge.layers import style_stack_layer
from ..plugin.bridge.messages import explain
from ..plugin.bridge.stack_reader import read_info
from ..plugin.core.errors import TimestackError


class StackStyler(QgsProcessingLayerPostProcessorInterface):  # type: ignore[misc]
    """Runs on the main thread when the layer has been loaded."""

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style a stack; other rasters are left alone."""
        if not isinstance(layer, QgsRasterLayer):
            return
        try:
            style_stack_layer(layer, read_info(layer.source()))
        except TimestackError as error:
            feedback.pushWarning(explain(error))


_alive: list[StackStyler] = []
"""Processing keeps no reference of its own; without one the styler is gone before it is called."""

_MOST_ALIVE = 64


def style_on_completion(path: str, context: QgsProcessingContext) -> None:
    """Have the layer of a path styled when it is loaded. Call from ``postProcessAlgorithm``, on the main thread."""
    if not context.willLoadLayerOnCompletion(path):
        return
    styler = StackStyler()
    _alive.append(styler)
    del _alive[:-_MOST_ALIVE]
    context.layerToLoadOnCompletionDetails(path).setPostProcessor(styler)
