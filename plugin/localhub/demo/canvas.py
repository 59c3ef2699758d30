# SPDX-License-Identifier: GPL-2.0-or-later
"""What painters of the landscape paint on: one or two kinds of ground per pixel."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

KEY_BITS = 20


class Cover(IntEnum):
    """Kinds of ground."""

    ARABLE = 1
    MEADOW = 2
    DECIDUOUS = 3
    CONIFER = 4
    RIVER = 5
    LAKE = 6
    TRACK = 7
    ASPHALT = 8
    RED_ROOF = 9
    GREY_ROOF = 10
    HALL = 11
    """Large roofs of industry."""

    GARDEN = 12
    YARD = 13
    GRAVEL = 14
    VERGE = 15
    """Rough grass of field margins and road sides."""

    SHRUB = 16


def unit_code(cover: Cover, key: np.ndarray | int = 0) -> np.ndarray:
    """Code of a unit of land: pixels of one unit share cover, crops and dates.

    :param key: tells units of one cover apart; its lowest 20 bits count.
    """
    return (np.int64(cover) << KEY_BITS) | (np.asarray(key).astype(np.int64) & ((1 << KEY_BITS) - 1))


def _zeros() -> np.ndarray:
    return np.zeros(0, np.float32)


@dataclass
class Canvas:
    """Land of a rectangle of pixels while it is being painted."""

    x: np.ndarray
    """Metres east of the landscape's corner, (y, x) like the rest."""

    y: np.ndarray
    primary: np.ndarray = field(default_factory=_zeros)
    secondary: np.ndarray = field(default_factory=_zeros)
    fraction: np.ndarray = field(default_factory=_zeros)
    """Share of the secondary unit, 0 to 1."""

    vigour: np.ndarray = field(default_factory=_zeros)
    """How well plants do here within their field, about -1 to 1."""

    texture: np.ndarray = field(default_factory=_zeros)
    """Fine pattern of brightness, about -1 to 1."""

    def __post_init__(self) -> None:
        shape = self.x.shape
        self.primary = np.full(shape, unit_code(Cover.VERGE), np.int64)
        self.secondary = self.primary.copy()
        self.fraction = np.zeros(shape, np.float32)
        self.vigour = np.zeros(shape, np.float32)
        self.texture = np.zeros(shape, np.float32)

    @property
    def reach(self) -> tuple[float, float, float, float]:
        """xmin, ymin, xmax, ymax of the pixel centres."""
        return float(self.x.min()), float(self.y.min()), float(self.x.max()), float(self.y.max())

    def fill_all(self, code: np.ndarray) -> None:
        """Cover everything."""
        self.fill(np.ones(self.x.shape, bool), code)

    def fill(self, where: np.ndarray, code: np.ndarray) -> None:
        """Cover pixels entirely."""
        np.copyto(self.primary, code, where=where)
        self.fraction[where] = 0.0

    def mix_in(self, share: np.ndarray, code: np.ndarray) -> None:
        """Cover a share of each pixel, where that is more than what is mixed in already."""
        more = share > np.maximum(self.fraction, 0.02)
        np.copyto(self.secondary, code, where=more)
        np.copyto(self.fraction, np.minimum(share, 1.0).astype(np.float32), where=more)


def strip_share(distance_m: np.ndarray, half_width_m: float | np.ndarray) -> np.ndarray:
    """Share of a 10 m pixel that a strip covers whose middle line runs at a distance from the pixel centre."""
    inner = np.minimum(distance_m + half_width_m, 5.0) - np.maximum(distance_m - half_width_m, -5.0)
    share: np.ndarray = np.clip(inner / 10.0, 0.0, 1.0)
    return share
