# SPDX-License-Identifier: GPL-2.0-or-later
"""The time axis of a stack: which time steps it has, and which acquisitions stand behind each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .acquisitions import Acquisition
from .dates import format_instant, start_of_day

ORBIT = "ORBIT"
TILE = "TILE"


@dataclass(frozen=True)
class TimeStep:
    """One slot of a stack: a UTC day (ORBIT) or one source tile (TILE)."""

    mosaicking: str
    """``ORBIT`` or ``TILE``."""

    time: datetime
    """ORBIT: first instant of the UTC day. TILE: sensing time of the tile."""

    key: str
    """What the script finds the slot by. ORBIT: ``2020-01-05``. TILE: the data path."""

    acquisitions: tuple[Acquisition, ...] = ()
    """Everything discovered for this step, oldest first."""

    tile_id: str = ""
    """TILE only: the tile's name, for the label."""

    @property
    def label(self) -> str:
        """``2020-01-05`` (ORBIT) or ``2020-01-05T10:05:31Z`` (TILE)."""
        return self.time.strftime("%Y-%m-%d") if self.mosaicking == ORBIT else format_instant(self.time)

    def describe_band(self, band: str) -> str:
        """Description of a band of this step: ``2020-01-05 B02`` or ``2020-01-05T10:05:31Z B02 33TVM``."""
        return " ".join(word for word in (self.label, band, self.tile_id) if word)

    @property
    def cloud_cover_pct(self) -> float | None:
        """Mean cloud cover of the step's tiles in percent, None where no tile tells."""
        known = [a.cloud_cover_pct for a in self.acquisitions if a.cloud_cover_pct is not None]
        return sum(known) / len(known) if known else None

    @property
    def scenes_mark(self) -> str:
        """A few letters that differ when other scenes stand behind the step; empty where they are not known."""
        paths = sorted(a.data_path for a in self.acquisitions)
        if not paths or self.key in paths:  # TILE: the key says it; a step read from a file has no scenes of its own
            return ""
        return hashlib.sha256("\n".join(paths).encode("utf-8")).hexdigest()[:12]


def build_timeline(acquisitions: Iterable[Acquisition], mosaicking: str) -> tuple[TimeStep, ...]:
    """Group acquisitions into time steps, ascending in time, each slot once.

    ORBIT groups by UTC day. TILE keeps every source tile; the same data path met twice is one step.
    """
    ordered = sorted(set(acquisitions), key=lambda a: (a.time, a.tile_id, a.data_path))
    if mosaicking == TILE:
        by_path = {a.data_path: a for a in reversed(ordered)}
        tiles = sorted(by_path.values(), key=lambda a: (a.time, a.tile_id, a.data_path))
        return tuple(TimeStep(TILE, a.time, a.data_path, (a,), a.tile_id) for a in tiles)
    days: dict[str, list[Acquisition]] = {}
    for acquisition in ordered:
        days.setdefault(acquisition.day.isoformat(), []).append(acquisition)
    return tuple(TimeStep(ORBIT, start_of_day(group[0].day), key, tuple(group)) for key, group in sorted(days.items()))
