# SPDX-License-Identifier: GPL-2.0-or-later
"""Stacks as layers: one layer that shows a date at a time, or a group with a layer for each date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from osgeo import gdal
from qgis.core import (
    QgsColorRampShader,
    QgsContrastEnhancement,
    QgsDataProvider,
    QgsLayerTreeGroup,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRasterRenderer,
    QgsRasterShader,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtGui import QColor

from ..core.band_roles import COLOUR, RAMP
from ..core.errors import FileProblem
from ..core.stack import StackInfo
from . import compat
from .layer_steps import (
    LayerSteps,
    describe_steps,
    is_stack_layer,
    read_steps,
    remember_steps,
    set_layer_range,
    show_step,
    shown_band_names,
    shown_step,
    step_at,
)
from .stack_reader import StackFile
from .stack_style import Limits, StackStyle, plan_style

__all__ = [
    "LayerSteps", "StackStyle", "build_date_layers", "build_stack_layer", "is_stack_layer", "layer_group_per_date",
    "plan_style", "read_steps", "refresh_stack_layers", "show_step", "shown_band_names", "shown_step", "step_at",
    "style_plain_layer", "style_stack_layer", "without_sidecar_files",
]  # fmt: skip

_RAMPS = {
    "vegetation": ("#a6611a", "#dfc27d", "#f7f7d0", "#a6d96a", "#4dac26", "#00560f"),
    "difference": ("#8c510a", "#dfc27d", "#f5f5f5", "#80cdc1", "#01665e", "#003c8f"),
}


def build_stack_layer(
    path: str | os.PathLike[str], name: str | None = None, style: StackStyle | None = None
) -> QgsRasterLayer:
    """One layer for a whole stack, styled, dated and ready to be added to a project.

    :param style: from :func:`plan_style`, where a worker thread has made it already; it takes some 0.1 s.
    :raises FileProblem: when the file cannot be read or tells no dates.
    """
    with StackFile(path) as stack:
        style = style or plan_style(stack)
        layer = _open_layer(stack.path, name or Path(stack.path).stem)
        _dress(layer, stack, style, style.step)
    return layer


def style_stack_layer(
    layer: QgsRasterLayer, info: StackInfo | None = None, step: int | None = None, style: StackStyle | None = None
) -> None:
    """Give a layer of a stack its look, its dates and its place in time.

    :param info: not needed; the file is asked anyway.
    :param step: shown first; None for the clearest one.
    :raises FileProblem: when the file cannot be read or tells no dates.
    """
    with StackFile(stack_path(layer)) as stack:
        style = style or plan_style(stack)
        _dress(layer, stack, style, style.step if step is None else step)


def style_plain_layer(layer: QgsRasterLayer, style: StackStyle) -> None:
    """Give a layer of a single date, whose bands are those of the style in their order, its look."""
    layer.setRenderer(_renderer(layer.dataProvider(), style, tuple(range(1, layer.bandCount() + 1))))
    layer.triggerRepaint()


def refresh_stack_layers(project: QgsProject, path: str | os.PathLike[str]) -> int:
    """Have the layers of a stack whose file was replaced read it anew; new dates become known.

    Their look stays, but where the file has fewer bands now than it draws.

    :returns: how many there are.
    """
    refreshed = 0
    for layer in project.mapLayers().values():
        if not isinstance(layer, QgsRasterLayer) or not is_stack_layer(layer) or not _is_file(stack_path(layer), path):
            continue
        with without_sidecar_files(), StackFile(path) as stack:
            layer.setDataSource(layer.source(), layer.name(), "gdal", QgsDataProvider.ProviderOptions())
            if max(layer.renderer().usesBands(), default=0) > layer.bandCount():
                style = plan_style(stack)
                _dress(layer, stack, style, style.step)
            else:
                steps = describe_steps(stack.info, stack.layout.numbers)
                set_layer_range(layer, steps)
                remember_steps(layer, steps)
        layer.triggerRepaint()
        refreshed += 1
    return refreshed


def _is_file(one: str, other: str | os.PathLike[str]) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:  # a name of GDAL that is no file, or one that has gone
        return False


def stack_path(layer: QgsRasterLayer) -> str:
    """The file (or GDAL name) behind a layer."""
    return layer.source().split("|")[0]


def build_date_layers(path: str | os.PathLike[str], style: StackStyle | None = None) -> list[QgsRasterLayer]:
    """A layer for each date, all on the one file and all with the same stretch; each knows when it is on.

    :raises FileProblem: as :func:`build_stack_layer`.
    """
    layers = []
    with StackFile(path) as stack:
        style = style or plan_style(stack)
        numbers = stack.layout.numbers
        ranges = describe_steps(stack.info, numbers).ranges()
        for index, (step, range_) in enumerate(zip(stack.info.steps, ranges)):
            layer = _open_layer(stack.path, " ".join(word for word in (step.label, step.tile_id) if word))
            layer.setRenderer(_renderer(layer.dataProvider(), style, numbers[index]))
            compat.set_fixed_range(layer.temporalProperties(), range_)
            layer.temporalProperties().setIsActive(True)
            layers.append(layer)
    return layers


def layer_group_per_date(
    parent: QgsLayerTreeGroup, layers: list[QgsRasterLayer], name: str, shown: int | None = None
) -> QgsLayerTreeGroup:
    """Put the layers of :func:`build_date_layers`, which the project has already, into a collapsed group.

    :param shown: the only layer to be checked, None for all. Without the Temporal Controller QGIS draws every checked
        layer, the last one on top.
    """
    group = parent.insertGroup(0, name)
    for index, layer in enumerate(layers):
        known = parent.findLayer(layer.id())
        node = group.addLayer(layer)
        node.setExpanded(False)
        node.setItemVisibilityChecked(shown is None or index == shown)
        if known is not None and known.parent() is not None:
            known.parent().removeChildNode(known)
    group.setExpanded(False)
    return group


def _dress(layer: QgsRasterLayer, stack: StackFile, style: StackStyle, step: int) -> None:
    layer.setRenderer(_renderer(layer.dataProvider(), style, stack.layout.numbers[step]))
    steps = describe_steps(stack.info, stack.layout.numbers)
    set_layer_range(layer, steps)
    remember_steps(layer, steps)
    layer.triggerRepaint()


def _open_layer(path: str, name: str) -> QgsRasterLayer:
    options = QgsRasterLayer.LayerOptions()
    options.loadDefaultStyle = False
    with without_sidecar_files():
        layer = QgsRasterLayer(path, name, "gdal", options)
    if not layer.isValid():
        raise FileProblem(path, "QGIS cannot open it", "not_a_raster")
    return layer


@contextmanager
def without_sidecar_files() -> Iterator[None]:
    """QGIS takes a histogram of each raster that it opens, which GDAL would keep in an ``.aux.xml`` beside it."""
    is_local = hasattr(gdal, "SetThreadLocalConfigOption")
    read, write = (
        (gdal.GetThreadLocalConfigOption, gdal.SetThreadLocalConfigOption)
        if is_local else (gdal.GetConfigOption, gdal.SetConfigOption)
    )  # fmt: skip
    before = read("GDAL_PAM_ENABLED")
    write("GDAL_PAM_ENABLED", "NO")
    try:
        yield
    finally:
        write("GDAL_PAM_ENABLED", before)


def _renderer(provider: QgsRasterDataProvider, style: StackStyle, numbers: tuple[int, ...]) -> QgsRasterRenderer:
    bands = [numbers[band] for band in style.composite.bands]
    if style.composite.kind == COLOUR:
        renderer = QgsMultiBandColorRenderer(provider, *bands)
        red, green, blue = (_stretch(provider, band, limits) for band, limits in zip(bands, style.limits))
        renderer.setRedContrastEnhancement(red)
        renderer.setGreenContrastEnhancement(green)
        renderer.setBlueContrastEnhancement(blue)
        return renderer
    if style.composite.kind == RAMP:
        return _ramp_renderer(provider, bands[0], style.limits[0], _RAMPS[style.composite.ramp])
    renderer = QgsSingleBandGrayRenderer(provider, bands[0])
    renderer.setContrastEnhancement(_stretch(provider, bands[0], style.limits[0]))
    return renderer


def _stretch(provider: QgsRasterDataProvider, band: int, limits: Limits) -> QgsContrastEnhancement:
    stretch = QgsContrastEnhancement(provider.dataType(band))
    stretch.setMinimumValue(limits[0], False)
    stretch.setMaximumValue(limits[1], False)
    stretch.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum, True
    )
    return stretch


def _ramp_renderer(
    provider: QgsRasterDataProvider, band: int, limits: Limits, colours: tuple[str, ...]
) -> QgsSingleBandPseudoColorRenderer:
    low, high = limits
    function = QgsColorRampShader(low, high)
    function.setColorRampType(QgsColorRampShader.Type.Interpolated)
    width = (high - low) / (len(colours) - 1)
    stops = [(low + index * width, colour) for index, colour in enumerate(colours)]
    function.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(value, QColor(colour), f"{value:.3g}") for value, colour in stops]
    )
    shader = QgsRasterShader(low, high)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(provider, band, shader)
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    return renderer
