# SPDX-License-Identifier: GPL-2.0-or-later
"""First light: crude scenes, so that the hub has something to serve."""

from __future__ import annotations

import numpy as np

from ...core.grid import PixelGrid
from .cells import find_cells
from .extent import local_x, local_y
from .noise import fractal_noise, uniform, uniform_number
from .orbits import Pass


def mean_cloud_cover_pct(flight: Pass, tile_id: str) -> float:
    return round(100 * uniform_number(flight.seed, 99) ** 2, 2)


class SceneView:
    def __init__(self, flight: Pass, tile_id: str, grid: PixelGrid) -> None:
        self._flight, self._grid = flight, grid

    def band(self, name: str) -> np.ndarray:
        cells = find_cells(self._grid, 1)
        rows, columns = cells.pixels()
        field = uniform(1, columns // 15, rows // 12)
        day = self._flight.day.timetuple().tm_yday
        green = np.exp(-(((day - 130 - 90 * field) / 45) ** 2))
        cloud = fractal_noise(local_x(columns), local_y(rows), 3000, self._flight.seed) > 1.0
        if name in ("SCL", "CLM", "CLP", "CLD", "SNW"):
            codes = {"SCL": (4, 9), "CLM": (0, 1), "CLP": (10, 250), "CLD": (0, 99), "SNW": (0, 0)}[name]
            return cells.spread(np.where(cloud, codes[1], codes[0]).astype(np.uint16))
        if name.endswith(("Angles", "Mean")):
            return cells.spread(np.full(field.shape, 40.0, np.float32))
        nir = name in ("B06", "B07", "B08", "B8A", "B09")
        value = 1800 + 2500 * green if nir else 1500 - 1100 * green
        return cells.spread(np.where(cloud, 8000, value).astype(np.uint16))
