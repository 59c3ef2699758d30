# SPDX-License-Identifier: GPL-2.0-or-later
"""Many small normal equations at once."""

from __future__ import annotations

import numpy as np

_SINGULAR = 1e-12


def solve_symmetric(matrices: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Solve ``A x = b`` for symmetric positive definite matrices, by LDL' without pivoting of the scaled matrices.

    Rows and columns are scaled so that the diagonal is 1; a matrix is singular where a pivot falls under 1e-12 of that.

    :param matrices: (series, n, n); :param right: (series, n).
    :returns: (series, n); NaN where the matrix is singular.
    """
    size = right.shape[1]
    diagonal = np.einsum("snn->sn", matrices)
    with np.errstate(all="ignore"):
        scale = 1.0 / np.sqrt(diagonal)
        lower = {(i, j): matrices[:, i, j] * scale[:, i] * scale[:, j] for i in range(size) for j in range(i + 1)}
        solved = [right[:, i] * scale[:, i] for i in range(size)]
        is_regular = np.isfinite(scale).all(axis=1)
        pivots: list[np.ndarray] = []
        for column in range(size):
            pivot = lower[column, column]
            for k in range(column):
                pivot = pivot - lower[column, k] ** 2 * pivots[k]
            is_regular &= pivot > _SINGULAR
            pivots.append(pivot)
            for row in range(column + 1, size):
                entry = lower[row, column]
                for k in range(column):
                    entry = entry - lower[row, k] * lower[column, k] * pivots[k]
                lower[row, column] = entry / pivot
        for row in range(size):
            for k in range(row):
                solved[row] = solved[row] - lower[row, k] * solved[k]
        solved = [value / pivot for value, pivot in zip(solved, pivots)]
        for row in range(size - 1, -1, -1):
            for k in range(row + 1, size):
                solved[row] = solved[row] - lower[k, row] * solved[k]
        result: np.ndarray = np.stack(solved, axis=1) * scale
    result[~is_regular] = np.nan
    return result
