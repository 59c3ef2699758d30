# SPDX-License-Identifier: GPL-2.0-or-later
"""Computed values as a stack file stores them."""

from __future__ import annotations

import numpy as np

from .stack import StackInfo


def choose_nodata(dtype: str, own: float | None) -> float:
    """A stack's nodata value, or one for a sample type where it has none: NaN, the lowest of signed integers, the
    highest of unsigned ones, whose 0 may well be a value."""
    kind = np.dtype(dtype)
    if own is not None:
        return own
    if kind.kind == "f":
        return float("nan")
    limits = np.iinfo(kind)
    return float(limits.min if kind.kind == "i" else limits.max)


def to_stored(values: np.ndarray, info: StackInfo) -> tuple[np.ndarray, int]:
    """Physical values in the sample type of a stack, rounded where it holds no fractions.

    :param values: of any shape; NaN where there is nothing.
    :returns: stored values, and how many had to become nodata because the type cannot hold them, or because they would
        read as nodata. They are never cut off to what fits.
    """
    kind = np.dtype(info.dtype)
    stored = np.asarray(values, "float64")
    if (info.scale, info.offset) != (1.0, 0.0):
        stored = (stored - info.offset) / info.scale
    nodata = choose_nodata(info.dtype, info.nodata)
    known = np.isfinite(stored)
    if kind.kind != "f":
        stored = np.rint(np.where(known, stored, 0.0))
        limits = np.iinfo(kind)
        fits = (stored >= limits.min) & (stored <= limits.max) & (stored != nodata)
    else:
        with np.errstate(over="ignore"):
            narrow = stored.astype(kind)
        fits = np.isfinite(narrow) & (narrow != np.array(nodata).astype(kind))
    lost = int(np.count_nonzero(known & ~fits))
    return np.where(known & fits, stored, nodata).astype(kind), lost


def keep_stored(values: np.ma.MaskedArray, info: StackInfo) -> tuple[np.ndarray, int]:
    """Values that were stored in a stack like this one, as they are; nodata where they are masked.

    :returns: as :func:`to_stored`.
    """
    kind = np.dtype(info.dtype)
    mask = np.broadcast_to(np.asarray(values.mask), values.shape)
    nodata = np.array(choose_nodata(info.dtype, info.nodata)).astype(kind)
    stored = values.data.astype(kind)
    lost = int(np.count_nonzero((stored == nodata) & ~mask)) if nodata == nodata else 0
    stored[mask] = nodata
    return stored, lost
