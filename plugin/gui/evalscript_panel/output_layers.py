# SPDX-License-Identifier: GPL-2.0-or-later
"""The rasters of a run on the map: one layer for each output, kept from run to run."""

from __future__ import annotations

import math
import shutil
import tempfile
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsContrastEnhancement,
    QgsDataProvider,
    QgsLayerTreeGroup,
    QgsMultiBandColorRenderer,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRasterRenderer,
    QgsRectangle,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtXml import QDomDocument

from ...bridge.i18n import tr
from ...bridge.layers import without_sidecar_files
from ...core.script_results import ScriptOutcome

_OUTPUT = "timestack/evalscript_output"
_SHAPE = "timestack/evalscript_shape"
_STYLE = "timestack/evalscript_style"
_GROUP = "timestack/evalscript_group"
_SAMPLE_PIXELS = 250_000
_SMALL_SAMPLE_PIXELS = 10_000
_FEW_BANDS, _MOST_BANDS = 4, 40
_MINIMUM_AND_MAXIMUM, _SPREAD = 1 | 2, 32
"""Flags of ``QgsRasterBandStats``, which QGIS wants as a number."""

_ALPHA_SIDE_PX = 200


class OutputLayers:
    """Knows its layers and its group by properties of theirs, so that users may rename, move and remove them."""

    def __init__(self, project: QgsProject) -> None:
        self._project = project
        self._folder: Path | None = None

    def new_folder(self) -> Path:
        """An empty folder for the files of one run; QGIS removes it when it ends."""
        if self._folder is None or not self._folder.is_dir():
            self._folder = Path(tempfile.mkdtemp(prefix="evalscript-", dir=QgsProcessingUtils.tempFolder()))
        return Path(tempfile.mkdtemp(prefix="run-", dir=self._folder))

    def drop_folder(self, folder: Path) -> None:
        """Remove the files of a run."""
        shutil.rmtree(folder, ignore_errors=True)

    def show(self, outcome: ScriptOutcome, folder: Path) -> list[QgsRasterLayer]:
        """Bring the rasters of a run into the layers of an earlier run, and make layers for new outputs.

        Layers of outputs that the script no longer has are removed. A style that the user gave a layer stays, as long
        as its bands are of the same number and type.
        """
        known = self._layers()
        gone = [layer.id() for name, layer in known.items() if name not in outcome.rasters]
        if gone:
            self._project.removeMapLayers(gone)
        layers = []
        for name, path in reversed(list(outcome.rasters.items())):  # each new one is put on top
            layer = known.get(name)
            if layer is None:
                layer = self._add(name, path)
            else:
                self._update(layer, path)
            layers.insert(0, layer)
        self._drop_other_folders(folder)
        return layers

    def _layers(self) -> dict[str, QgsRasterLayer]:
        """The layers of an earlier run that lie in this session's folder."""
        home = str(self._folder) if self._folder is not None else "\0"
        return {
            str(layer.customProperty(_OUTPUT)): layer
            for layer in self._project.mapLayers().values()
            if layer.customProperty(_OUTPUT) is not None and layer.source().startswith(home)
        }

    def _add(self, name: str, path: Path) -> QgsRasterLayer:
        options = QgsRasterLayer.LayerOptions()
        options.loadDefaultStyle = False
        with without_sidecar_files():
            layer = QgsRasterLayer(str(path), name, "gdal", options)
            _dress(layer)
        layer.setCustomProperty(_OUTPUT, name)
        self._project.addMapLayer(layer, False)
        node = self._group().insertLayer(0, layer)
        node.setExpanded(False)
        return layer

    def _update(self, layer: QgsRasterLayer, path: Path) -> None:
        is_own_style = layer.customProperty(_STYLE) == _style_text(layer)
        with without_sidecar_files():
            layer.setDataSource(str(path), layer.name(), "gdal", QgsDataProvider.ProviderOptions(), False)
            if is_own_style or layer.customProperty(_SHAPE) != _shape(layer):
                _dress(layer)
        layer.triggerRepaint()

    def _group(self) -> QgsLayerTreeGroup:
        root = self._project.layerTreeRoot()
        for group in root.findGroups(True):
            if group.customProperty(_GROUP):
                return group
        group = root.insertGroup(0, tr("Evalscript"))
        group.setCustomProperty(_GROUP, True)
        return group

    def _drop_other_folders(self, folder: Path) -> None:
        if self._folder is None:
            return
        used = {str(Path(layer.source()).parent) for layer in self._project.mapLayers().values()}
        for other in self._folder.iterdir():
            if other != folder and str(other) not in used:
                self.drop_folder(other)


def _dress(layer: QgsRasterLayer) -> None:
    """Give a layer a look that fits its numbers."""
    if not layer.isValid():
        return
    layer.setRenderer(_renderer(layer.dataProvider()))
    layer.setCustomProperty(_STYLE, _style_text(layer))
    layer.setCustomProperty(_SHAPE, _shape(layer))


def _renderer(provider: QgsRasterDataProvider) -> QgsRasterRenderer:
    """A picture where the output is one (three or four bands), else one band in grey."""
    count, is_bytes = provider.bandCount(), provider.dataType(1) == Qgis.DataType.Byte
    if count == 3 or (count == 4 and is_bytes):
        picture = QgsMultiBandColorRenderer(provider, 1, 2, 3)
        if not is_bytes:
            picture.setRedContrastEnhancement(_stretch(provider, 1))
            picture.setGreenContrastEnhancement(_stretch(provider, 2))
            picture.setBlueContrastEnhancement(_stretch(provider, 3))
        if count == 4 and _is_opacity(provider, 4):
            picture.setAlphaBand(4)
        return picture
    band = _telling_band(provider)
    grey = QgsSingleBandGrayRenderer(provider, band)
    grey.setContrastEnhancement(_stretch(provider, band))
    return grey


def _telling_band(provider: QgsRasterDataProvider) -> int:
    """Of many bands, which are dates mostly, the one that varies most: an index under clouds is flat.

    Of few bands, the first one is what the script is about.
    """
    count = provider.bandCount()
    if count <= _FEW_BANDS:
        return 1
    step = -(-count // _MOST_BANDS)
    spreads = {}
    for band in range(1, count + 1, step):
        spread = provider.bandStatistics(band, _SPREAD, QgsRectangle(), _SMALL_SAMPLE_PIXELS).stdDev
        spreads[band] = spread if math.isfinite(spread) else 0.0
    return max(spreads, key=lambda band: (spreads[band], -band))


def _stretch(provider: QgsRasterDataProvider, band: int) -> QgsContrastEnhancement:
    """From black to white over the middle 96 % of a sample of the values."""
    statistics = provider.bandStatistics(band, _MINIMUM_AND_MAXIMUM, QgsRectangle(), _SAMPLE_PIXELS)
    low, high = statistics.minimumValue, statistics.maximumValue
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):  # no pixel with a value
        low, high = 0.0, 1.0
    elif low == high:
        low, high = (0.0, high) if high > 0 else (low, low + 1.0)
    else:
        cut = provider.cumulativeCut(band, 0.02, 0.98, QgsRectangle(), _SAMPLE_PIXELS)
        low, high = cut if cut[0] < cut[1] else (low, high)  # a mask may be of one value, nearly
    stretch = QgsContrastEnhancement(provider.dataType(band))
    stretch.setMinimumValue(low, False)
    stretch.setMaximumValue(high, False)
    stretch.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum, True
    )
    return stretch


def _is_opacity(provider: QgsRasterDataProvider, band: int) -> bool:
    """Whether a band looks like opacity: nothing but 0 and 255, and some of it 255."""
    width, height = min(provider.xSize(), _ALPHA_SIDE_PX), min(provider.ySize(), _ALPHA_SIDE_PX)
    block = provider.block(band, provider.extent(), width, height)
    values = set(bytes(block.data()))
    return 255 in values and values <= {0, 255}


def _shape(layer: QgsRasterLayer) -> str:
    provider = layer.dataProvider()
    return f"{provider.bandCount()} {int(provider.dataType(1))}"


def _style_text(layer: QgsRasterLayer) -> str:
    """The renderer as text; anything that a user changes changes it."""
    document = QDomDocument()
    element = document.createElement("style")
    document.appendChild(element)
    if layer.renderer() is not None:
        layer.renderer().writeXml(document, element)
    return str(document.toString())
