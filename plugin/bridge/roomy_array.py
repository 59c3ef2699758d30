# SPDX-License-Identifier: GPL-2.0-or-later
"""Room for results that may be larger than the memory that a run should take."""

from __future__ import annotations

import tempfile

import numpy as np

_MEMORY_BYTES = 128 << 20
"""Results beyond this are kept in a temporary file, which vanishes with the array."""


def make_room(shape: tuple[int, ...]) -> np.ndarray:
    """An array of NaN, in memory as long as it is small."""
    if int(np.prod(shape)) * 8 <= _MEMORY_BYTES:
        return np.full(shape, np.nan)
    with tempfile.TemporaryFile(prefix="timestack-") as file:  # the mapping keeps the file until it is let go
        found = np.memmap(file, dtype=np.float64, mode="w+", shape=shape)
    found[:] = np.nan
    return found
