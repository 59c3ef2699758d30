# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the demo world lies, and its lattice of 10 m pixels."""

from __future__ import annotations

import numpy as np

CRS = "EPSG:32633"
LANDSCAPE = (488000.0, 5092000.0, 520000.0, 5112000.0)
"""xmin, ymin, xmax, ymax of the land there is."""

ORIGIN_X, ORIGIN_Y = 399960.0, 5200020.0
"""Upper left corner of tile 33TVM. The lattices of 10, 20 and 60 m of both tiles start on its multiples."""

PIXEL_M = 10

FIRST_COLUMN, LAST_COLUMN = 8804, 12003
FIRST_ROW, LAST_ROW = 8802, 10801


def in_landscape(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Whether 10 m pixels belong to the demo landscape."""
    in_rows = (rows >= FIRST_ROW) & (rows <= LAST_ROW)
    return in_rows & (columns >= FIRST_COLUMN) & (columns <= LAST_COLUMN)


def local_x(columns: np.ndarray) -> np.ndarray:
    """Metres east of the landscape's west edge, of pixel centres (float32 keeps millimetres)."""
    return ((columns - FIRST_COLUMN) * PIXEL_M + PIXEL_M / 2).astype(np.float32)


def local_y(rows: np.ndarray) -> np.ndarray:
    """Metres north of the landscape's south edge, of pixel centres."""
    return ((LAST_ROW - rows) * PIXEL_M + PIXEL_M / 2).astype(np.float32)
