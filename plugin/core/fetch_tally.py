# SPDX-License-Identifier: GPL-2.0-or-later
"""How far a fetch is: parts, megabytes, units spent, time left."""

from __future__ import annotations

import time
from collections.abc import Callable

from .part_jobs import FetchedPart, PartJob

_NO_PACE_S = 1.0
"""Shorter than this no pace can be told."""


class FetchTally:
    """Counts what has arrived of a fetch whose weight (pixels times time steps) is known."""

    def __init__(self, weight: int, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._weight, self._clock_s, self._started_s = max(1, weight), clock_s, clock_s()
        self._done = self._new = self._byte_count = self._parts = 0

    def count(self, part: FetchedPart[PartJob]) -> None:
        """One more part."""
        self._parts += 1
        self._byte_count += part.image.byte_count
        self._done += part.job.weight
        self._new += part.job.weight if part.is_new else 0

    @property
    def share(self) -> float:
        """Of the weight, 0 to 1."""
        return min(1.0, self._done / self._weight)

    @property
    def left_s(self) -> float | None:
        """Seconds that the rest takes at the pace of the parts that were asked for; None while there is no pace."""
        elapsed_s = self._clock_s() - self._started_s
        if not self._new or elapsed_s < _NO_PACE_S:
            return None
        return max(0, self._weight - self._done) * elapsed_s / self._new

    def describe(self, part: FetchedPart[PartJob], total: int, units_spent: float) -> str:
        """One line: the part just counted, and where the fetch is.

        :param total: parts of the fetch, as far as is known now.
        """
        words = [
            f"part {self._parts} of {total}: {part.job.description}",
            f"{self._byte_count / 1e6:.3g} MB" if part.is_new else "held already",
        ]
        if units_spent:
            words.append(f"{units_spent:.4g} units so far")
        if total > self._parts and self.left_s is not None:
            words.append(f"about {_spell_duration(self.left_s)} left")
        return ", ".join(words)


def _spell_duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"
