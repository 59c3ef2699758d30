# SPDX-License-Identifier: GPL-2.0-or-later
"""Giving stacks their look and their dates when Processing loads them into a project."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QThread

from ..plugin.bridge.composite_layer import plan_composite_style
from ..plugin.bridge.layers import style_plain_layer, style_stack_layer, without_sidecar_files
from ..plugin.bridge.messages import explain
from ..plugin.bridge.stack_reader import StackFile
from ..plugin.bridge.stack_style import plan_style
from ..plugin.core.errors import TimestackError
from ..plugin.core.stack import StackInfo

_MOST_KEPT = 64
_Look = Callable[[QgsRasterLayer], None]
"""Gives a layer its look."""

_planned: dict[str, _Look] = {}
"""Looks found in worker threads, by the path of the file, until the layer is loaded."""


class StackStyler(QgsProcessingLayerPostProcessorInterface):  # type: ignore[misc]
    """Runs on the main thread when the layer has been loaded."""

    def __init__(self, look: _Look) -> None:
        super().__init__()
        self._look = look

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Style a raster; other layers are left alone."""
        if not isinstance(layer, QgsRasterLayer):
            return
        try:
            self._look(layer)
        except TimestackError as error:
            feedback.pushWarning(explain(error))


_alive: list[StackStyler] = []
"""Processing keeps no reference of its own; without one the styler is gone before it is called."""


def plan_look(path: str, context: QgsProcessingContext) -> None:
    """Find out how a new stack should look, if it is going to be loaded. Reads pixels, so call it in the worker."""
    if context.willLoadLayerOnCompletion(path):
        with StackFile(path) as stack:
            _keep(path, partial(style_stack_layer, style=plan_style(stack)))


def plan_composite_look(path: str, info: StackInfo, context: QgsProcessingContext) -> None:
    """The same for an image without dates: true colour where red, green and blue are there, else as QGIS likes."""
    if context.willLoadLayerOnCompletion(path):
        style = plan_composite_style(path, info)
        if style is not None:
            _keep(path, partial(style_plain_layer, style=style))


def _keep(path: str, look: _Look) -> None:
    _planned[path] = look
    while len(_planned) > _MOST_KEPT:
        _planned.pop(next(iter(_planned)))


def style_on_completion(context: QgsProcessingContext) -> None:
    """Have planned stacks styled when they are loaded. Call from ``postProcessAlgorithm``, on the main thread.

    Elsewhere nothing happens: older QGIS ends the steps of a model where they ran, and the model's own end comes later.
    """
    if QThread.currentThread() != QCoreApplication.instance().thread():
        return
    for path in context.layersToLoadOnCompletion():
        look = _planned.pop(path, None)
        if look is None:
            continue
        with without_sidecar_files():  # Processing opens the file otherwise, and QGIS drops statistics beside it
            name = context.layerToLoadOnCompletionDetails(path).name
            context.temporaryLayerStore().addMapLayer(QgsRasterLayer(path, name))
        styler = StackStyler(look)
        _alive.append(styler)
        del _alive[:-_MOST_KEPT]
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(styler)
