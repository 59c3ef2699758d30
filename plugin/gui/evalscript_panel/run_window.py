# SPDX-License-Identifier: GPL-2.0-or-later
"""The part of the scenes that a run covers: what the canvas shows of them, at a bearable number of pixels."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.grid import Bounds

if TYPE_CHECKING:
    from ...core.script_results import SceneInfo

MAX_SIDE_PX = 1500
FIRST_SIDE_PX = 512
"""Where the map is empty and nobody has said what part is meant."""

_TOLERANCE_PX = 1e-6


class NothingVisible(Exception):
    """The canvas shows no part of the scenes."""


@dataclass(frozen=True)
class RunWindow:
    """An area on the lattice of the scenes."""

    bounds: Bounds
    crs: str
    resolution: float
    """In units of ``crs``."""

    times_coarser: int
    """Scene pixels along each side of a pixel of the run; 1 is full detail."""

    @property
    def asked_resolution(self) -> float | None:
        """What to ask for: None keeps to the lattice of the scenes, pixel for pixel."""
        return self.resolution if self.times_coarser > 1 else None


def plan_window(
    info: SceneInfo, area: tuple[Bounds, str] | None, transform: Callable[[Bounds, str, str], Bounds]
) -> RunWindow:
    """Whole pixels of the scenes, as many as the area touches, merged so that no side has too many.

    Merged pixels lie on multiples of their size, as grids of a given resolution do everywhere in Timestack.

    :param area: bounds and CRS of what the canvas shows; None takes all of the scenes.
    :param transform: a box, from one CRS to another.
    :raises NothingVisible: when area and scenes do not meet.
    :raises InvalidRequest: when the area has no place in the CRS of the scenes.
    """
    west, south, east, north = info.bounds
    left, low, right, high = info.bounds if area is None else transform(area[0], area[1], info.crs)
    left, low, right, high = max(left, west), max(low, south), min(right, east), min(high, north)
    if not (left < right and low < high):
        raise NothingVisible
    size = info.resolution
    factor = max(1, math.ceil(max(right - left, high - low) / size / MAX_SIDE_PX - _TOLERANCE_PX))
    while True:
        step = size * factor
        origin = (west, north) if factor == 1 else (0.0, 0.0)
        columns = _outwards(left - origin[0], right - origin[0], step)
        rows = _outwards(origin[1] - high, origin[1] - low, step)
        if max(columns[1] - columns[0], rows[1] - rows[0]) <= MAX_SIDE_PX:
            break
        factor += 1
    xs, ys = [origin[0] + column * step for column in columns], [origin[1] - row * step for row in rows]
    return RunWindow((xs[0], ys[1], xs[1], ys[0]), info.crs, step, factor)


def plan_middle(info: SceneInfo) -> RunWindow:
    """A small part in the middle of the scenes, in full detail."""
    west, south, east, north = info.bounds
    half_width = min(FIRST_SIDE_PX * info.resolution, east - west) / 2
    half_height = min(FIRST_SIDE_PX * info.resolution, north - south) / 2
    x = west + round((east - west) / 2 / info.resolution) * info.resolution
    y = north - round((north - south) / 2 / info.resolution) * info.resolution
    area = (x - half_width, y - half_height, x + half_width, y + half_height)
    return plan_window(info, (area, info.crs), lambda bounds, *_: bounds)


def _outwards(begin: float, end: float, step: float) -> tuple[int, int]:
    """Whole steps that hold a stretch; a hair beyond a step's end is not another step."""
    first = math.floor(begin / step + _TOLERANCE_PX)
    return first, max(first + 1, math.ceil(end / step - _TOLERANCE_PX))


def pixel_around(place: tuple[float, float], resolution: float) -> Bounds:
    """The outline of a pixel, from its centre."""
    half = resolution / 2
    return (place[0] - half, place[1] - half, place[0] + half, place[1] + half)
