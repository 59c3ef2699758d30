# SPDX-License-Identifier: GPL-2.0-or-later
"""Algorithm ``loadstack``: a stack file onto the canvas, with its dates."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingOutputNumber,
    QgsProcessingOutputRasterLayer,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterRasterLayer,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QTimer

from ..plugin.bridge.i18n import tr
from ..plugin.bridge.layers import (
    build_date_layers,
    build_stack_layer,
    is_stack_layer,
    layer_group_per_date,
    plan_style,
    stack_path,
    style_stack_layer,
    without_sidecar_files,
)
from ..plugin.bridge.messages import explain
from ..plugin.bridge.stack_reader import StackFile
from ..plugin.core.errors import TimestackError
from .base import TimestackAlgorithm

LAYER, GROUP = "LAYER", "GROUP"
_GROUP_NAME, _FIRST = "timestack/group", "timestack/group_first"


class LoadStackAlgorithm(TimestackAlgorithm):
    """Read the dates, build the layers in the worker thread, hand them to Processing."""

    NAME = "loadstack"
    GROUP_ID = "stack"
    INPUT, MODE, OUTPUT, STEPS, DATES = "INPUT", "MODE", "OUTPUT", "STEPS", "DATES"

    def displayName(self) -> str:  # noqa: N802
        """Name in the toolbox."""
        return tr("Load stack")

    def tags(self) -> list[str]:
        """Words by which people search for this."""
        return tr("time series,temporal,dates,animation,open,multiband,netcdf,datacube").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        """One sentence."""
        return tr("Loads a raster whose bands are dates, so that the Temporal Controller steps through them.")

    def shortHelpString(self) -> str:  # noqa: N802
        """What the dialog shows beside the parameters."""
        return tr(
            "Finds out which band is which date and loads the raster with a stretch that is the same for all dates. "
            "The clearest date is shown first; the Temporal Controller chooses the others.\n\n"
            "Besides stacks made by Timestack it reads rasters of other tools, which tell their dates in the names or "
            "the metadata of their bands, or on the time axis of a netCDF file. A raster whose dates can be read in "
            "two ways is refused.\n\n"
            "GROUP loads one layer per date into a group, with only the clearest one ticked; tick them all to step "
            "through them."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:  # noqa: N802
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Stack")),
            tr("A raster whose bands tell their dates."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.MODE, tr("Load as"), [LAYER, GROUP], defaultValue=LAYER, usesStaticStrings=True
            ),
            tr("LAYER: one layer that follows the Temporal Controller. GROUP: a layer for each date."),
        )
        self.addOutput(QgsProcessingOutputRasterLayer(self.OUTPUT, tr("Stack")))
        self.addOutput(QgsProcessingOutputNumber(self.STEPS, tr("Number of time steps")))
        self.addOutput(QgsProcessingOutputString(self.DATES, tr("Dates, separated by commas")))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """Processing opens the raster to see whether it is one."""
        with without_sidecar_files():
            return super().checkParameterValues(parameters, context)

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Build the layers where there is a project to take them."""
        path, name = self._source(parameters, context)
        mode = self.parameterAsEnumString(parameters, self.MODE, context)
        with StackFile(path) as stack:
            style, steps = plan_style(stack), stack.info.steps
        feedback.pushInfo(
            tr("{count} time steps, {first} to {last}").format(
                count=len(steps), first=steps[0].label, last=steps[-1].label
            )
        )
        project = context.project()
        if project is not None:
            if mode == GROUP:
                layers = build_date_layers(path, style)
                for layer in layers:
                    layer.setCustomProperty(_GROUP_NAME, name)
                layers[style.step].setCustomProperty(_FIRST, True)
            else:
                layers = [build_stack_layer(path, name, style)]
            self._hand_over(layers, context, project)
        return {self.OUTPUT: path, self.STEPS: len(steps), self.DATES: ",".join(step.label for step in steps)}

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:  # noqa: N802
        """Post-processors must be made on the main thread."""
        for key in context.layersToLoadOnCompletion():
            layer = context.temporaryLayerStore().mapLayer(key)
            if layer is not None and (is_stack_layer(layer) or layer.customProperty(_GROUP_NAME)):
                context.layerToLoadOnCompletionDetails(key).setPostProcessor(_keep(StackLoader(context.project())))
        return {}

    def _source(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[str, str]:
        """Path and name of the input; a path is not opened as a layer."""
        text = self.parameterAsString(parameters, self.INPUT, context)
        if text and os.path.exists(text):
            return text, Path(text).stem
        with without_sidecar_files():
            layer = self.parameterAsRasterLayer(parameters, self.INPUT, context)
        return (stack_path(layer), layer.name()) if layer is not None else (text, Path(text).stem)

    def _hand_over(self, layers: list[QgsRasterLayer], context: QgsProcessingContext, project: QgsProject) -> None:
        for layer in layers:
            context.temporaryLayerStore().addMapLayer(layer)
            details = QgsProcessingContext.LayerDetails(layer.name(), project, self.OUTPUT)
            details.forceName = True
            context.addLayerToLoadOnCompletion(layer.id(), details)


class StackLoader(QgsProcessingLayerPostProcessorInterface):  # type: ignore[misc]
    """Runs on the main thread for each layer that has been added to the project."""

    def __init__(self, project: QgsProject) -> None:
        super().__init__()
        self._project = project

    def postProcessLayer(  # noqa: N802
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Dress a stack layer again that a default style of the user's has undressed; gather layers of a group."""
        name = layer.customProperty(_GROUP_NAME)
        if name:
            # Later, because newer versions put layers into the tree after this call; and by a plain function, because
            # Processing may have deleted this object by then and Qt does not call methods of the dead.
            QTimer.singleShot(0, partial(_gather_groups, self._project))
        elif not is_stack_layer(layer):
            try:
                style_stack_layer(layer)
            except TimestackError as error:
                feedback.pushWarning(explain(error))


def _gather_groups(project: QgsProject) -> None:
    """Put layers of dates that are in the tree by now into the group of their stack."""
    root = project.layerTreeRoot()
    groups: dict[str, list[QgsRasterLayer]] = {}
    for layer in project.mapLayers().values():
        name = layer.customProperty(_GROUP_NAME)
        if name and root.findLayer(layer.id()) is not None:
            groups.setdefault(name, []).append(layer)
    for name, layers in groups.items():
        layers.sort(key=lambda layer: layer.temporalProperties().fixedTemporalRange().begin())
        first = next((i for i, layer in enumerate(layers) if layer.customProperty(_FIRST)), 0)
        layer_group_per_date(root, layers, name, first)
        for layer in layers:
            layer.removeCustomProperty(_GROUP_NAME)
            layer.removeCustomProperty(_FIRST)


_alive: list[StackLoader] = []
"""Processing keeps no reference of its own; without one a post-processor is gone before it is called."""

_MOST_ALIVE = 2000


def _keep(loader: StackLoader) -> StackLoader:
    _alive.append(loader)
    del _alive[:-_MOST_ALIVE]
    return loader
