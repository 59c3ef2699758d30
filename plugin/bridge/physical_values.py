# SPDX-License-Identifier: GPL-2.0-or-later
"""Stored values of a stack as the physical quantities that they stand for."""

from __future__ import annotations

import numpy as np

from ..core.stack import StackInfo


def to_physical(values: np.ma.MaskedArray, info: StackInfo) -> np.ndarray:
    """Stored value * scale + offset as float64, NaN where there is no data; of the same shape."""
    physical = values.data.astype(np.float64)
    if (info.scale, info.offset) != (1.0, 0.0):
        physical = physical * info.scale + info.offset
    physical[np.ma.getmaskarray(values)] = np.nan
    return physical
