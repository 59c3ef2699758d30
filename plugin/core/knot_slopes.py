# SPDX-License-Identifier: GPL-2.0-or-later
"""Slopes at the knots of piecewise cubic curves, for many series at once, each with its own number of knots.

All arrays are (knot, series). A series has ``counts`` knots, moved to the front; what stands behind them is of no
account but must be finite, with ascending days.
"""

from __future__ import annotations

import numpy as np

_EVEN = 1e-9
"""Akima: changes of slope below this share of the largest count as none."""


def secants(days: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Slopes between knots: (knot - 1, series)."""
    return np.asarray(np.diff(values, axis=0) / np.diff(days, axis=0))


def akima_slopes(days: np.ndarray, values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """H. Akima, A New Method of Interpolation and Smooth Curve Fitting Based on Local Procedures, JACM 17 (1970).

    Two more secants at either end continue the parabola of the last three knots; two knots make a line.
    """
    size, series = days.shape
    if size < 2:
        return np.zeros_like(days)
    lines = np.zeros((size + 3, series))
    lines[2 : size + 1] = secants(days, values)
    is_line = counts <= 2
    lines[1] = np.where(is_line, lines[2], 2 * lines[2] - lines[3])
    lines[0] = np.where(is_line, lines[2], 2 * lines[1] - lines[2])
    for ahead in (1, 2):
        row = np.maximum(counts, 2)[None] + ahead
        before = np.take_along_axis(lines, row - 1, axis=0)
        np.put_along_axis(lines, row, 2 * before - np.take_along_axis(lines, row - 2, axis=0), axis=0)
    changes = np.abs(np.diff(lines, axis=0))
    right, left = changes[2:], changes[:-2]
    together = right + left
    is_knot = np.arange(size)[:, None] < counts
    largest = np.where(is_knot, together, 0.0).max(axis=0)
    weighed = together > _EVEN * largest
    with np.errstate(all="ignore"):
        mixed = (right * lines[1:-2] + left * lines[2:-1]) / together
    return np.where(weighed, mixed, (lines[1:-2] + lines[2:-1]) / 2)


def spline_slopes(days: np.ndarray, values: np.ndarray, counts: np.ndarray, is_natural: bool) -> np.ndarray:
    """Slopes of cubic splines with two continuous derivatives; C. de Boor, A Practical Guide to Splines (1978),
    chapter 4.

    :param is_natural: no curvature at the ends; else not-a-knot: one cubic through the first three and the last three
        knots, of three knots the parabola. Two knots make a line.
    """
    size = days.shape[0]
    if size < 2:
        return np.zeros_like(days)
    steps, lines = np.diff(days, axis=0), secants(days, values)
    lower, diagonal, upper, right = _inner_rows(steps, lines, days.shape)
    is_last = np.arange(size)[:, None] == counts - 1
    if is_natural:
        diagonal[0], upper[0], right[0] = 2.0, 1.0, 3 * lines[0]
        ends = [np.ones_like(lines), np.full_like(lines, 2.0), 3 * lines]
    else:
        ends = _not_a_knot_ends(steps, lines, diagonal, upper, right)
    for rows, end in zip((lower, diagonal, right), ends):
        rows[1:] = np.where(is_last[1:], end, rows[1:])
    upper[is_last] = 0.0
    is_behind = np.arange(size)[:, None] >= counts
    few = is_behind | (counts < (2 if is_natural else 4))
    diagonal[few] = 1.0
    for rows in (lower, upper, right):
        rows[few] = 0.0
    slopes = _solve_tridiagonal(lower, diagonal, upper, right)
    return slopes if is_natural else _slopes_of_few(slopes, steps, lines, counts)


def _inner_rows(steps: np.ndarray, lines: np.ndarray, shape: tuple[int, ...]) -> tuple[np.ndarray, ...]:
    lower, diagonal, upper, right = (np.zeros(shape) for _ in range(4))
    lower[1:-1], upper[1:-1] = steps[1:], steps[:-1]
    diagonal[1:-1] = 2 * (steps[1:] + steps[:-1])
    right[1:-1] = 3 * (steps[1:] * lines[:-1] + steps[:-1] * lines[1:])
    return lower, diagonal, upper, right


def _not_a_knot_ends(
    steps: np.ndarray, lines: np.ndarray, diagonal: np.ndarray, upper: np.ndarray, right: np.ndarray
) -> list[np.ndarray]:
    """Writes the first row; returns what lower, diagonal and right hold where a row from the second on is the last."""
    ends = [np.zeros_like(lines) for _ in range(3)]
    if len(steps) < 2:
        return ends
    near, next_ = steps[0], steps[1]
    both = near + next_
    diagonal[0], upper[0] = next_, both
    right[0] = ((near + 2 * both) * next_ * lines[0] + near**2 * lines[1]) / both
    near, next_ = steps[1:], steps[:-1]
    both = near + next_
    ends[0][1:], ends[1][1:] = both, next_
    ends[2][1:] = (near**2 * lines[:-1] + (2 * both + near) * next_ * lines[1:]) / both
    return ends


def _solve_tridiagonal(lower: np.ndarray, diagonal: np.ndarray, upper: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Thomas' elimination; overwrites its arguments."""
    for row in range(1, len(diagonal)):
        factor = lower[row] / diagonal[row - 1]
        diagonal[row] -= factor * upper[row - 1]
        right[row] -= factor * right[row - 1]
    right[-1] /= diagonal[-1]
    for row in range(len(diagonal) - 2, -1, -1):
        right[row] = (right[row] - upper[row] * right[row + 1]) / diagonal[row]
    return right


def _slopes_of_few(slopes: np.ndarray, steps: np.ndarray, lines: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Lines and parabolas for series of two and three knots."""
    is_pair, is_triple = counts == 2, counts == 3
    slopes[:2, is_pair] = lines[0, is_pair]
    if is_triple.any():
        first, second = steps[0, is_triple], steps[1, is_triple]
        middle = (second * lines[0, is_triple] + first * lines[1, is_triple]) / (first + second)
        slopes[0, is_triple] = 2 * lines[0, is_triple] - middle
        slopes[1, is_triple] = middle
        slopes[2, is_triple] = 2 * lines[1, is_triple] - middle
    return slopes
