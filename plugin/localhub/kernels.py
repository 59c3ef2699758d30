# SPDX-License-Identifier: GPL-2.0-or-later
"""Values between pixels: bilinear, bicubic and box, with numpy alone and with an eye on what has no data.

Positions count native pixels from the upper left corner of an array, so the centre of its first pixel is 0.5, 0.5.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_EDGE = 1e-6
"""A position this little before an edge counts as on it, as in the sources' nearest neighbour."""

_STEPS_PER_PIXEL = 2**20
"""Positions within a pixel are rounded to this fine a scale, so that windows that differ by rounding errors only
have the same weights, and 0, 1/4, 1/2 and 3/4 are exact."""

_Weights = Callable[[np.ndarray], "tuple[np.ndarray, ...]"]


def bilinear(values: np.ndarray, valid: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The four native pixels around each position, weighted by nearness; those without data are left out.

    :param values: (native row, native column), float64.
    :param valid: of the same shape; False where there are no data.
    :param rows: positions that broadcast with ``columns`` to (y, x).
    :returns: (y, x) float64, NaN where none of the four with a weight has data.
    """
    total, weight, _ = _add_up(values, valid, rows, columns, 0, _linear_weights)
    return _divide(total, weight)


def bicubic(values: np.ndarray, valid: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The sixteen native pixels around each position, by cubic convolution with a = -0.5 (Catmull-Rom).

    R. G. Keys, Cubic convolution interpolation for digital image processing, IEEE Trans. ASSP 29 (1981), 1153-1160.
    Where one of the sixteen has no data the four decide (:func:`bilinear`), as in GDAL's warper: without some of the
    negative weights or the positive ones beside them the rest can add up to next to nothing, and values explode.

    Parameters and result as for :func:`bilinear`.
    """
    total, _, lost = _add_up(values, valid, rows, columns, -1, _cubic_weights)
    if not lost.any():
        return total
    return np.where(lost, bilinear(values, valid, rows, columns), total)


def box(
    values: np.ndarray, valid: np.ndarray, rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]
) -> np.ndarray:
    """The mean of the native pixels with data whose centres lie in each target pixel.

    :param values: (native row, native column), float64.
    :param valid: of the same shape; False where there are no data.
    :param rows: where the native centres lie, in target pixels from the target's upper left corner; broadcasts with
        ``columns`` to the shape of ``values``. A centre on an edge belongs to the pixel right of or below it.
    :param shape: rows and columns of the target.
    :returns: (y, x) float64, NaN where no centre lies.
    """
    height, width = shape
    row, column = np.floor(rows + _EDGE), np.floor(columns + _EDGE)
    inside = valid & (row >= 0) & (row < height) & (column >= 0) & (column < width)
    target = np.broadcast_to(row * width + column, values.shape)[inside].astype(np.int64)
    total = np.bincount(target, values[inside], height * width)
    return _divide(total, np.bincount(target, minlength=height * width)).reshape(shape)


def _add_up(
    values: np.ndarray, valid: np.ndarray, rows: np.ndarray, columns: np.ndarray, first: int, weights: _Weights
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weighted sum and sum of weights of the pixels with data, and where a pixel with a weight has none.

    :param first: offset of the first of the pixels along each axis.
    """
    data = np.pad(np.where(valid, values, 0.0), 1)
    known = np.pad(valid, 1)
    row, row_weights = _split(rows, weights)
    column, column_weights = _split(columns, weights)
    shape = np.broadcast_shapes(row.shape, column.shape)
    total, weight, lost = np.zeros(shape), np.zeros(shape), np.zeros(shape, bool)
    for row_offset, row_weight in enumerate(row_weights, first + 1):
        at_row = np.clip(row + row_offset, 0, data.shape[0] - 1)
        for column_offset, column_weight in enumerate(column_weights, first + 1):
            at_column = np.clip(column + column_offset, 0, data.shape[1] - 1)
            share, has = row_weight * column_weight, known[at_row, at_column]
            total += share * data[at_row, at_column]
            weight += share * has
            lost |= ~has & (share != 0)
    return total, weight, lost


def _split(positions: np.ndarray, weights: _Weights) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """Number of the last pixel whose centre lies at or before a position, and the weights of it and its neighbours."""
    start = np.floor(positions - 0.5 + _EDGE)
    fraction = np.clip(np.rint((positions - 0.5 - start) * _STEPS_PER_PIXEL) / _STEPS_PER_PIXEL, 0.0, 1.0)
    return start.astype(np.int64), weights(fraction)


def _linear_weights(t: np.ndarray) -> tuple[np.ndarray, ...]:
    return 1.0 - t, t


def _cubic_weights(t: np.ndarray) -> tuple[np.ndarray, ...]:
    """Keys (1981), equation 15 with a = -1/2, at the distances 1 + t, t, 1 - t and 2 - t."""
    return (
        ((-0.5 * t + 1.0) * t - 0.5) * t,
        (1.5 * t - 2.5) * t * t + 1.0,
        ((-1.5 * t + 2.0) * t + 0.5) * t,
        (0.5 * t - 0.5) * t * t,
    )


def _divide(total: np.ndarray, weight: np.ndarray) -> np.ndarray:
    result = np.full(total.shape, np.nan)
    np.divide(total, weight, out=result, where=weight > 0)
    return result
