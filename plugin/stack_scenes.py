# SPDX-License-Identifier: GPL-2.0-or-later
"""A stack as scenes: each of its time steps is one, for scripts that are run here."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from .bridge.stack_layout import StackLayout, open_raster, read_layout
from .core.catalogue import Band, load_catalogue
from .core.grid import PixelGrid
from .core.timeline import TimeStep
from .localhub.scenes.calibration import Calibration, Storage, calibrate
from .localhub.scenes.projection import outline
from .localhub.scenes.scene_file import FileBand, SceneFile, open_scene_file
from .localhub.scenes.scene_image import SceneImage
from .localhub.source import SceneRecord, SourceBand

_MAX_BANDS = 65_535


class StackSource:
    """A :class:`.localhub.source.SceneSource` of the time steps of a stack file.

    A pixel of a step has data where at least one of its bands has. A step of an ORBIT stack is one scene of its UTC
    day, whatever the number of tiles it was made from.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """:raises FileProblem: when it is no stack, or its dates cannot be trusted."""
        name = os.fspath(path)
        layout = read_layout(open_raster(name), name)
        self.info = layout.info
        file = open_scene_file(Path(name), _MAX_BANDS)
        self.collection_id = self.info.collection or "stack"
        self.title = Path(name).stem
        self.normalization_factor = 0.0001 if self.collection_id.startswith("sentinel-2") else 1.0
        is_landsat = self.collection_id.startswith("landsat") and self.collection_id in load_catalogue()
        self.nodata_value = math.nan if is_landsat else 0.0
        self.bands: Mapping[str, SourceBand] = {}
        calibrations: dict[str, Calibration] = {}
        self.bands, calibrations = self._calibrate(file, layout)
        self._images: dict[str, SceneImage] = {}
        records = []
        for number, step in enumerate(self.info.steps):
            image = SceneImage(file, _step_bands(file, layout, number))
            image.calibrations.update(calibrations)
            record = _record(step, number, file)
            self._images[record.data_path] = image
            records.append(record)
        self._records = tuple(records)

    def records(self) -> Sequence[SceneRecord]:
        """Every time step, oldest first."""
        return self._records

    def read(self, record: SceneRecord, bands: Sequence[str], grid: PixelGrid) -> Mapping[str, np.ndarray]:
        """Bands of one time step on a grid, nearest neighbour, with ``dataMask``.

        :raises FileProblem: when the file cannot be read any more.
        """
        image = self._images[record.data_path]
        return image.read([(name, self.bands[name]) for name in bands], grid, self.nodata_value)

    def _calibrate(self, file: SceneFile, layout: StackLayout) -> tuple[dict[str, SourceBand], dict[str, Calibration]]:
        known = load_catalogue().get(self.collection_id)
        sources, calibrations = {}, {}
        for position, band in enumerate(self.info.bands):
            stored = file.bands[layout.numbers[0][position] - 1]
            catalogued = known.bands.get(band.name) if known else None
            storage = Storage(stored.dtype, _scale(stored, band.units, catalogued), stored.offset)
            sources[band.name], found = calibrate(band.name, catalogued, [storage])
            calibrations[band.name] = found[0]
        return sources, calibrations


def _scale(stored: FileBand, units: str, catalogued: Band | None) -> float | None:
    """What turns stored values into the physical unit: the file says so, or the units of the request do."""
    if stored.scale is not None:
        return stored.scale
    per_unit = catalogued.dn_per_unit if catalogued else None
    if units == "DN" and per_unit:
        return 1.0 / per_unit
    return 1.0 if units and units != "DN" else None


def _step_bands(file: SceneFile, layout: StackLayout, step: int) -> dict[str, FileBand]:
    found = {}
    for position, band in enumerate(layout.info.bands):
        stored = file.bands[layout.numbers[step][position] - 1]
        found[band.name] = FileBand(
            stored.number, band.name, stored.dtype, layout.nodata[stored.number - 1], stored.scale, stored.offset
        )
    return found


def _record(step: TimeStep, number: int, file: SceneFile) -> SceneRecord:
    return SceneRecord(
        time=step.time, data_path=f"{step.key or step.label}#{number}", tile_id=step.tile_id, crs=file.crs,
        bounds=file.bounds, footprint=(tuple(outline(file.bounds, file.crs)),), cloud_cover_pct=step.cloud_cover_pct,
        scene_id=number + 1, pixel_size=(abs(file.geotransform[1]), abs(file.geotransform[5])),
    )  # fmt: skip
