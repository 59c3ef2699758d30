# SPDX-License-Identifier: GPL-2.0-or-later
"""Which share of each pixel a polygon covers, exactly: no sub-pixels, no pixel centres.

Every edge is cut at the lines of the pixel grid. A piece that lies in one pixel covers a trapezoid of that pixel to its
right, and the whole height of all pixels further right; both are added up with the sign of the piece's direction, and
the running sum along each row is the covered area. (The accumulation that font rasterizers use, as in Raph Levien's
description of font-rs, 2016.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SLIVER = 1e-9
"""Shares below this are rounding, not area."""


@dataclass(frozen=True)
class CoveredPixels:
    """The pixels that a polygon touches, and how much of each it covers."""

    rows: np.ndarray
    columns: np.ndarray
    shares: np.ndarray
    """0 to 1, of float64; all three (pixel,), row by row."""


def orient(rings: Sequence[np.ndarray], holes: Sequence[bool]) -> np.ndarray:
    """Edges of a polygon whose outlines run one way and whose holes run the other: (edge, 4) of x0, y0, x1, y1.

    :param rings: (point, 2) each, closed or not; of a valid polygon or several that do not overlap.
    :param holes: for each ring, whether it is a hole.
    """
    edges = []
    for ring, is_hole in zip(rings, holes):
        if len(ring) < 3:
            continue
        ends = np.roll(ring, -1, axis=0)
        # about the first corner, since coordinates are large and rings small
        start, end = ring - ring[0], ends - ring[0]
        doubled = float((start[:, 0] * end[:, 1] - end[:, 0] * start[:, 1]).sum())
        forward = np.hstack([ring, ends])
        edges.append(forward if (doubled > 0) != is_hole else forward[:, [2, 3, 0, 1]])
    return np.concatenate(edges) if edges else np.zeros((0, 4))


def measure_area(edges: np.ndarray) -> float:
    """Area inside the edges of :func:`orient`."""
    if not len(edges):
        return 0.0
    x0, y0, x1, y1 = (edges - np.tile(edges[0, :2], 2)).T
    return float((x0 * y1 - x1 * y0).sum()) / 2


def cover(edges: np.ndarray, width: int, height: int) -> CoveredPixels:
    """The pixels of an image that a polygon covers.

    :param edges: as :func:`orient` gives them, in pixels: x to the right, y down from the upper left corner.
    :param width: of the image in pixels; :param height: likewise. What lies outside is left out.
    """
    if not len(edges):
        return _no_pixels()
    xs, ys = edges[:, [0, 2]], edges[:, [1, 3]]
    left, top = max(0, int(np.floor(xs.min()))), max(0, int(np.floor(ys.min())))
    right, bottom = min(width, int(np.ceil(xs.max()))), min(height, int(np.ceil(ys.max())))
    if left >= right or top >= bottom:
        return _no_pixels()
    shares = _accumulate(edges - np.array([left, top, left, top]), right - left, bottom - top)
    rows, columns = np.nonzero(shares > SLIVER)
    return CoveredPixels(rows + top, columns + left, np.minimum(shares[rows, columns], 1.0))


def _no_pixels() -> CoveredPixels:
    none = np.zeros(0, np.int64)
    return CoveredPixels(none, none, np.zeros(0))


def _accumulate(edges: np.ndarray, width: int, height: int) -> np.ndarray:
    """Covered share of each pixel: (y, x)."""
    x0, y0, x1, y1 = _cut_at_grid(edges, width, height)
    middle = np.clip((x0 + x1) / 2, 0.0, width)  # left of the image an edge counts as if it ran along its border
    rise = y1 - y0
    row = np.clip(np.floor((y0 + y1) / 2), 0, height - 1).astype(np.int64)
    column = np.minimum(np.floor(middle), width).astype(np.int64)
    in_column = rise * (column + 1 - middle)
    flat = row * (width + 2) + column
    sums = np.bincount(flat, in_column, height * (width + 2)) + np.bincount(
        flat + 1, rise - in_column, height * (width + 2)
    )
    shares: np.ndarray = np.abs(np.cumsum(sums.reshape(height, width + 2), axis=1)[:, :width])
    return shares


def _cut_at_grid(edges: np.ndarray, width: int, height: int) -> tuple[np.ndarray, ...]:
    """Pieces x0, y0, x1, y1 that cross no line of the grid, cut off above and below the image."""
    edges = edges[edges[:, 1] != edges[:, 3]]  # a level edge covers nothing
    edges = _cut_along(edges, 1, height)
    middle = (edges[:, 1] + edges[:, 3]) / 2
    edges = _cut_along(edges[(middle > 0) & (middle < height)], 0, width)
    return tuple(edges.T)


def _cut_along(edges: np.ndarray, axis: int, limit: int) -> np.ndarray:
    """Cut edges at the whole numbers from 0 to ``limit`` of one axis (0 for x, 1 for y)."""
    start, end = edges[:, axis], edges[:, axis + 2]
    low, high = np.minimum(start, end), np.maximum(start, end)
    first = np.clip(np.floor(low) + 1, 0, limit + 1)
    last = np.clip(np.ceil(high) - 1, -1, limit)
    cuts = np.maximum(last - first + 1, 0).astype(np.int64)
    owner = np.repeat(np.arange(len(edges)), cuts + 1)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(cuts + 1) - (cuts + 1), cuts + 1)  # of the piece in its edge
    begins, ends = _corners(edges, owner, place, cuts, first, last, axis)
    return np.hstack([begins, ends])


def _corners(
    edges: np.ndarray, owner: np.ndarray, place: np.ndarray, cuts: np.ndarray, first: np.ndarray, last: np.ndarray,
    axis: int,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Both ends of each piece: (piece, 2). Ends of edges stay as they are, to the last bit."""
    start, stretch = edges[:, :2], edges[:, 2:] - edges[:, :2]
    is_rising = stretch[:, axis] > 0

    def corner(number: np.ndarray) -> np.ndarray:
        """The cut before the piece ``number`` of its edge."""
        value = np.where(is_rising[owner], first[owner] + number - 1, last[owner] - number + 1)
        length = np.where(stretch[owner, axis] == 0, 1.0, stretch[owner, axis])
        along = (value - start[owner, axis]) / length
        points: np.ndarray = start[owner] + along[:, None] * stretch[owner]
        points[:, axis] = value
        return points

    begins = np.where((place == 0)[:, None], edges[owner, :2], corner(place))
    ends = np.where((place == cuts[owner])[:, None], edges[owner, 2:], corner(place + 1))
    return begins, ends
