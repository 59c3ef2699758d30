# SPDX-License-Identifier: GPL-2.0-or-later
"""The cloud cover that a scene's record states: counted on a coarse lattice over its own sky."""

from __future__ import annotations

import numpy as np

from .clouds import CIRRUS_SEEN, CLOUD_MEDIUM, look_through
from .extent import FIRST_COLUMN, FIRST_ROW, LAST_COLUMN, LAST_ROW, local_x, local_y
from .orbits import Pass, has_data
from .weather import weather_of

_STEP = 64
"""10 m pixels from one point to the next."""


def cloud_cover_of_tiles(flight: Pass) -> dict[str, float]:
    """Percent of each tile's pixels with data that are cloud of medium or high probability, or cirrus."""
    rows = np.arange(FIRST_ROW + _STEP // 2, LAST_ROW, _STEP)[:, None]
    columns = np.arange(FIRST_COLUMN + _STEP // 2, LAST_COLUMN, _STEP)[None, :]
    sky = look_through(weather_of(flight), local_x(columns), local_y(rows), with_shadows=False)
    cloudy = np.zeros(np.broadcast(rows, columns).shape, bool)
    if sky.opacity is not None:
        cloudy |= sky.opacity > CLOUD_MEDIUM
    if sky.cirrus is not None:
        cloudy |= sky.cirrus > CIRRUS_SEEN
    return {tile_id: _percent(cloudy[has_data(flight, tile_id, rows, columns)]) for tile_id in flight.orbit.tiles}


def _percent(flags: np.ndarray) -> float:
    return round(100.0 * float(flags.mean()), 2) if flags.size else 0.0
