# SPDX-License-Identifier: GPL-2.0-or-later
"""The pixels of one scene: bands of a file on a grid, and where there are data."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from ...core.grid import PixelGrid
from ..source import SourceBand
from .calibration import Calibration
from .scene_file import FileBand, SceneFile


class SceneImage:
    """Some bands of a file, by name, as one scene."""

    def __init__(self, file: SceneFile, bands: Mapping[str, FileBand]) -> None:
        self.file, self.bands = file, bands
        self.calibrations: dict[str, Calibration] = {}
        self._judges = [band for band in bands.values() if band.nodata is not None or band.dtype.kind == "f"]

    def read(self, wanted: Sequence[tuple[str, SourceBand]], grid: PixelGrid, empty: float) -> dict[str, np.ndarray]:
        """The bands asked for, and ``dataMask``."""
        rows, columns = self.file.locate(grid)
        inside = (rows >= 0) & (columns >= 0)
        result: dict[str, np.ndarray] = {}
        valid: dict[int, np.ndarray] = {}
        for name, _ in wanted:
            band = self.bands.get(name)
            if band is None or not inside.any():
                result[name] = np.full(inside.shape, empty)
                continue
            values = self.file.gather(band, rows, columns)
            valid[band.number] = inside & _has_data(band, values)
            result[name] = _blank(self.calibrations[name].apply(values), ~valid[band.number], math.nan)
        mask = self._mask(rows, columns, inside, valid)
        result = {name: _blank(values, ~mask, empty) for name, values in result.items()}
        return {**result, "dataMask": mask.astype(np.uint8)}

    def _mask(
        self, rows: np.ndarray, columns: np.ndarray, inside: np.ndarray, valid: Mapping[int, np.ndarray]
    ) -> np.ndarray:
        """Where any band that can tell has data; bands are only read until every pixel is settled."""
        if not self._judges or not inside.any():
            return inside
        mask = np.zeros(inside.shape, bool)
        for band in sorted(self._judges, key=lambda judge: judge.number not in valid):
            if band.number in valid:
                mask |= valid[band.number]
            elif (mask | ~inside).all():
                break
            else:
                mask |= inside & _has_data(band, self.file.gather(band, rows, columns))
        return mask


def _has_data(band: FileBand, values: np.ndarray) -> np.ndarray:
    has = np.ones(values.shape, bool) if values.dtype.kind != "f" else ~np.isnan(values)
    if band.nodata is not None and not math.isnan(band.nodata):
        has &= values != band.nodata
    return has


def _blank(values: np.ndarray, where: np.ndarray, empty: float) -> np.ndarray:
    if not where.any():
        return values
    if values.dtype.kind != "f" and not float(empty).is_integer():
        values = values.astype(np.float64)
    values = values.copy()
    values[where] = empty
    return values
