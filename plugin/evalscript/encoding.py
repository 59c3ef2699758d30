# SPDX-License-Identifier: GPL-2.0-or-later
"""From the numbers a script returns to the sample type it declares."""

from __future__ import annotations

import numpy as np

SAMPLE_DTYPES = {
    "AUTO": np.uint8,
    "UINT8": np.uint8,
    "INT8": np.int8,
    "UINT16": np.uint16,
    "INT16": np.int16,
    "FLOAT32": np.float32,
}


def encode_samples(values: np.ndarray, sample_type: str, nodata: float | None) -> np.ndarray:
    """Convert float64 values to the declared sample type.

    ``AUTO`` stretches 0..1 to 0..255; integer types round half up and clamp;
    NaN becomes ``nodata`` (clamped to the type), or 0 without one. ``FLOAT32`` keeps NaN and infinity.

    :raises KeyError: for an unknown sample type.
    """
    dtype = SAMPLE_DTYPES[sample_type]
    values = np.asarray(values, np.float64)
    with np.errstate(all="ignore"):
        if dtype is np.float32:
            return values.astype(np.float32)
        if sample_type == "AUTO":
            values = np.clip(values, 0.0, 1.0) * 255.0
        limits = np.iinfo(dtype)
        fill = 0.0 if nodata is None or nodata != nodata else float(nodata)
        rounded = np.where(np.isnan(values), np.floor(fill + 0.5), np.floor(values + 0.5))
        return np.clip(rounded, limits.min, limits.max).astype(dtype)
