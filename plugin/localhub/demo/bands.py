# SPDX-License-Identifier: GPL-2.0-or-later
"""Which computation makes which band, on which native lattice."""

from __future__ import annotations

import numpy as np

from ..source import SourceBand
from . import quality, spectra
from .scene import Scene

_FINE = ("B02", "B03", "B04", "B08")
_COARSE = ("B01", "B09")
_PER_20_M = {"SCL": quality.scene_classes, "CLD": quality.cloud_percent, "SNW": quality.snow_percent}
_PER_160_M = {"CLP": quality.cloud_probability, "CLM": quality.cloud_mask}


def read_band(scene: Scene, name: str) -> np.ndarray:
    """One band on the grid of the scene, (y, x) in stored units, also where there are no data.

    :raises KeyError: for an unknown band.
    """
    if name in spectra.BANDS:
        size = 1 if name in _FINE else 6 if name in _COARSE else 2
        return scene.layers(size).ground.cells.spread(scene.numbers(name, size))
    if name in _PER_20_M:
        return scene.layers(2).ground.cells.spread(_PER_20_M[name](scene))
    if name in _PER_160_M:
        cells, values = _PER_160_M[name](scene)
        return cells.spread(values)
    if name == "AOT":
        return scene.layers(1).ground.cells.spread(quality.aerosol_numbers(scene))
    cells, values = quality.angles(scene, name)
    return cells.spread(values)


def band_type(band: SourceBand) -> type[np.generic]:
    """Sample type of a band."""
    if band.stored_units == "DEGREES":
        return np.float32
    return np.uint16 if band.name in spectra.BANDS or band.name == "AOT" else np.uint8
