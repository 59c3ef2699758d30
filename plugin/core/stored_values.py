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
    values = np.asarray(values, "float64")
    stored = np.empty(values.shape, info.dtype)
    if values.ndim < 3:
        return stored, _store(values, info, stored)
    # One time step after the other, which stays in the processor's cache.
    return stored, sum(_store(piece, info, place) for piece, place in zip(values, stored))


def _store(values: np.ndarray, info: StackInfo, stored: np.ndarray) -> int:
    """Fill an array of the stack's type; how many values had to become nodata."""
    if (info.scale, info.offset) != (1.0, 0.0):
        values = (values - info.offset) / info.scale
    nodata = choose_nodata(info.dtype, info.nodata)
    known = np.isfinite(values)
    if stored.dtype.kind != "f":
        values = np.rint(np.where(known, values, 0.0))
        limits = np.iinfo(stored.dtype)
        fits = known & (values >= limits.min) & (values <= limits.max) & (values != nodata)
        stored[...] = np.where(fits, values, nodata)
    else:
        with np.errstate(over="ignore"):
            stored[...] = values
        fits = np.isfinite(stored)
        if nodata == nodata:
            fits &= stored != np.array(nodata).astype(stored.dtype)
        np.putmask(stored, ~fits, nodata)
    return int(np.count_nonzero(known)) - int(np.count_nonzero(fits))


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
