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

from ..plugin.bridge.layers import style_stack_layer, without_sidecar_files
from ..plugin.bridge.messages import explain
from ..plugin.bridge.stack_reader import StackFile
from ..plugin.bridge.stack_style import StackStyle, plan_style
from ..plugin.core.errors import TimestackError

_MOST_KEPT = 64
_planned: dict[str, StackStyle] = {}
"""Looks found in worker threads, by the path of the stack, until the layer is loaded."""


class StackStyler(QgsProcessingLayerPostProcessorInterface):  # type: ignore[misc]
    """Runs on the main thread when the layer has been loaded."""

    def __init__(self, style: StackStyle) -> None:
        super().__init__()
        self._style = style

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style a stack; other rasters are left alone."""
        if not isinstance(layer, QgsRasterLayer):
            return
        try:
            style_stack_layer(layer, style=self._style)
        except TimestackError as error:
            feedback.pushWarning(explain(error))


_alive: list[StackStyler] = []
"""Processing keeps no reference of its own; without one the styler is gone before it is called."""


def plan_look(path: str, context: QgsProcessingContext) -> None:
    """Find out how a new stack should look, if it is going to be loaded. Reads pixels, so call it in the worker."""
    if context.willLoadLayerOnCompletion(path):
        with StackFile(path) as stack:
            _planned[path] = plan_style(stack)
        while len(_planned) > _MOST_KEPT:
            _planned.pop(next(iter(_planned)))


def style_on_completion(context: QgsProcessingContext) -> None:
    """Have planned stacks styled when they are loaded. Call from ``postProcessAlgorithm``, on the main thread."""
    for path in context.layersToLoadOnCompletion():
        style = _planned.pop(path, None)
        if style is None:
            continue
        with without_sidecar_files():  # Processing opens the file otherwise, and QGIS drops statistics beside it
            name = context.layerToLoadOnCompletionDetails(path).name
            context.temporaryLayerStore().addMapLayer(QgsRasterLayer(path, name))
        styler = StackStyler(style)
        _alive.append(styler)
        del _alive[:-_MOST_KEPT]
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(styler)
