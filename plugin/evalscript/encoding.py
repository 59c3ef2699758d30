# SPDX-License-Identifier: GPL-2.0-or-later
"""From the numbers a script returns to the sample type it declares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

import numpy as np

Row = Union[float, np.ndarray]
"""A band of an output: one number for all pixels, or float64 (lanes,)."""

SAMPLE_DTYPES = {
    "AUTO": np.uint8,
    "UINT8": np.uint8,
    "INT8": np.int8,
    "UINT16": np.uint16,
    "INT16": np.int16,
    "FLOAT32": np.float32,
}


_LIMITS = {
    "AUTO": (0.0, 1.0),
    "UINT8": (0.0, 255.0),
    "INT8": (-128.0, 127.0),
    "UINT16": (0.0, 65535.0),
    "INT16": (-32768.0, 32767.0),
}
PIECE_LANES = 32_768
"""Values that are converted at once, so that they stay in the processor's cache on the way."""


def encode_samples(values: np.ndarray, sample_type: str, nodata: float | None) -> np.ndarray:
    """Convert float64 values to the declared sample type.

    ``AUTO`` stretches 0..1 to 0..255; integer types round half up and clamp;
    NaN becomes ``nodata`` (clamped to the type), or 0 without one. ``FLOAT32`` keeps NaN and infinity.

    :raises KeyError: for an unknown sample type.
    """
    values = np.ascontiguousarray(values, np.float64).reshape(np.shape(values))
    encoded = np.empty(values.shape, SAMPLE_DTYPES[sample_type])
    with np.errstate(all="ignore"):
        _encode_into(encoded.reshape(-1), values.reshape(-1), sample_type, nodata)
    return encoded


def stack_rows(rows: Sequence[Row], lanes: int, out: np.ndarray | None = None) -> np.ndarray:
    """Float64 (bands, lanes) of the bands of an output."""
    stacked = np.empty((len(rows), lanes)) if out is None else out
    for band, row in enumerate(rows):
        stacked[band] = row
    return stacked


def encode_rows(
    rows: Sequence[Row], lanes: int, sample_type: str, nodata: float | None, out: np.ndarray | None = None
) -> np.ndarray:
    """The same as :func:`encode_samples` of :func:`stack_rows`, without the stack."""
    encoded = np.empty((len(rows), lanes), SAMPLE_DTYPES[sample_type]) if out is None else out
    with np.errstate(all="ignore"):
        for band, row in enumerate(rows):
            if isinstance(row, np.ndarray):
                _encode_into(encoded[band], row, sample_type, nodata)
            else:
                encoded[band] = encode_samples(np.array([row]), sample_type, nodata)
    return encoded


def _encode_into(target: np.ndarray, values: np.ndarray, sample_type: str, nodata: float | None) -> None:
    """Encode a row, piece by piece."""
    if sample_type == "FLOAT32":
        np.copyto(target, values, casting="same_kind")
        return
    for start in range(0, len(values), PIECE_LANES):
        piece = slice(start, start + PIECE_LANES)
        _encode_piece(target[piece], values[piece], sample_type, nodata)


def _encode_piece(target: np.ndarray, values: np.ndarray, sample_type: str, nodata: float | None) -> None:
    least, most = _LIMITS[sample_type]
    # Most pieces hold nothing that must be clamped; NaN fails both comparisons.
    is_within = bool(values.min() >= least and values.max() <= most)
    if sample_type == "AUTO":
        values = (values if is_within else np.clip(values, 0.0, 1.0)) * 255.0
    if not is_within:
        fill = 0.0 if nodata is None or nodata != nodata else float(nodata)
        rounded = np.where(np.isnan(values), np.floor(fill + 0.5), np.floor(values + 0.5))
        limits = np.iinfo(target.dtype)
        target[:] = np.clip(rounded, limits.min, limits.max)
    elif least == 0:  # the conversion cuts the fraction off, and a half more than the most does not reach the next
        np.add(values, 0.5, out=target, casting="unsafe")
    else:
        target[:] = np.floor(values + 0.5)
