# SPDX-License-Identifier: GPL-2.0-or-later
"""Putting places that lie near each other into one question, where that costs no more than a question each.

A question of up to 51 x 51 pixels costs the same as one of a single pixel (SENTINEL_HUB.md, section 9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .coverage_request import MAX_SIDE_PX
from .grid import PixelGrid

FREE_PX = 2621
"""Pixels that a question may have for the least price: a hundredth of 512 x 512."""

_NEIGHBOURS = 48
"""Groups, in the order of a curve through the plane, that each place is tried with."""

_PASSES = 8


@dataclass(frozen=True)
class PixelBox:
    """A rectangle of pixels of a lattice whose pixel (0, 0) has its upper left corner at the origin of a CRS."""

    left: int
    top: int
    """Counted downwards."""

    right: int
    """First column that is not part of it."""

    bottom: int

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def price_px(self) -> int:
        """Pixels that are paid for."""
        return max(self.width * self.height, FREE_PX)

    def joined(self, other: PixelBox) -> PixelBox:
        """The smallest box that holds both."""
        return PixelBox(
            min(self.left, other.left), min(self.top, other.top),
            max(self.right, other.right), max(self.bottom, other.bottom),
        )  # fmt: skip

    def grid(self, crs: str, resolution: float) -> PixelGrid:
        """The same pixels, in a CRS."""
        return PixelGrid(
            crs, self.left * resolution, -self.top * resolution, resolution, resolution, self.width, self.height
        )


def group_boxes(boxes: Sequence[PixelBox], side_px: int = MAX_SIDE_PX) -> list[list[int]]:
    """Groups of boxes (by their index) whose common box costs no more than they do one by one.

    :param side_px: longest side of a common box; a single box may be larger.
    """
    groups = [([index], boxes[index]) for index in sorted(range(len(boxes)), key=lambda n: (_place(boxes[n]), n))]
    for _ in range(_PASSES):
        merged = _merge(groups, side_px)
        if len(merged) == len(groups):
            break
        groups = sorted(merged, key=lambda group: (_place(group[1]), group[0][0]))
    return [sorted(members) for members, _ in groups]


def _merge(groups: Sequence[tuple[list[int], PixelBox]], side_px: int) -> list[tuple[list[int], PixelBox]]:
    """One walk along the curve: each group joins the one of those before it that saves most."""
    merged: list[tuple[list[int], PixelBox]] = []
    for members, box in groups:
        best, most = -1, -1
        for place in range(max(0, len(merged) - _NEIGHBOURS), len(merged)):
            other = merged[place][1]
            common = box.joined(other)
            saved = box.price_px + other.price_px - common.price_px
            if saved > most and max(common.width, common.height) <= side_px:
                best, most = place, saved
        if best < 0:
            merged.append((members, box))
        else:
            merged[best] = (merged[best][0] + members, merged[best][1].joined(box))
    return merged


def _place(box: PixelBox) -> int:
    """Where the middle of a box lies on a curve that keeps neighbours together (Z-order of 51-pixel cells)."""
    column, row = (box.left + box.right) // 2 // 51, (box.top + box.bottom) // 2 // 51
    return _spread(column + (1 << 31)) | _spread(row + (1 << 31)) << 1


def _spread(number: int) -> int:
    """A bit of the number in every second bit."""
    result = 0
    for bit in range(33):
        result |= (number >> bit & 1) << (2 * bit)
    return result
