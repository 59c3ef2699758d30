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
    pixels = max((right - left) / size, (high - low) / size)
    factor = max(1, math.ceil(pixels / MAX_SIDE_PX - 1e-9))
    step = size * factor
    columns = _outwards(left - west, right - west, step)
    rows = _outwards(north - high, north - low, step)
    bounds = (west + columns[0] * step, north - rows[1] * step, west + columns[1] * step, north - rows[0] * step)
    return RunWindow(bounds, info.crs, step, factor)


def _outwards(begin: float, end: float, step: float) -> tuple[int, int]:
    """Whole steps that hold a stretch; a hair beyond a step's end is not another step."""
    first = math.floor(begin / step + _TOLERANCE_PX)
    return first, max(first + 1, math.ceil(end / step - _TOLERANCE_PX))


def pixel_around(place: tuple[float, float], resolution: float) -> Bounds:
    """The outline of a pixel, from its centre."""
    half = resolution / 2
    return (place[0] - half, place[1] - half, place[0] + half, place[1] + half)
