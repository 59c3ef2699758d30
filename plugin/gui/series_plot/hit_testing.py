# SPDX-License-Identifier: GPL-2.0-or-later
"""Which of the drawn points is meant by a place in the plot, and what is told about its date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .scales import Scale
from .tracks import DAY_S, PointTrack, Track


@dataclass(frozen=True)
class Hit:
    """A drawn point."""

    track: PointTrack
    place: int

    @property
    def time_s(self) -> float:
        """Its instant, seconds since 1970."""
        return float(self.track.times_s[self.place])

    @property
    def x(self) -> float:
        """On the axis."""
        return float(self.track.xs[self.place])

    @property
    def y(self) -> float:
        """Its value."""
        return float(self.track.ys[self.place])


def nearest_point(
    tracks: Sequence[PointTrack], x_scale: Scale, y_scale: Scale, x: float, y: float, reach: float
) -> Hit | None:
    """The point in view that is nearest in x; among those nearly as near, the nearest in y.

    :param reach: pixels beyond the nearest that still count as near: the height then decides, as it must where the
        years lie over each other. With 0 it decides only among points of the same instant.
    :returns: None when no point is in view.
    """
    candidates: list[tuple[float, float, PointTrack, int]] = []
    for track in tracks:
        first, last = np.searchsorted(track.xs, (x_scale.low, x_scale.high))
        last = int(np.searchsorted(track.xs, x_scale.high, side="right"))
        if first >= last:
            continue
        away = np.abs(x_scale.to_pixel(track.xs[first:last]) - x)
        for place in np.flatnonzero(away <= away.min() + reach + 1e-6):
            height = abs(float(y_scale.to_pixel(track.ys[first + place])) - y)
            candidates.append((float(away[place]), height, track, int(first + place)))
    if not candidates:
        return None
    least = min(away for away, *_ in candidates) + reach + 1e-6
    near = [candidate for candidate in candidates if candidate[0] <= least]
    best = min(near, key=lambda candidate: np.hypot(candidate[0], candidate[1]))
    return Hit(best[2], best[3])


def value_at(track: PointTrack, time_s: float) -> int | None:
    """The place of the point of that date: at most half a day away, less in a series of several a day."""
    if not track.times_s.size:
        return None
    steps = np.diff(track.times_s)
    steps = steps[steps > 0]
    reach = min(DAY_S / 2, float(steps.min()) / 2) if steps.size else DAY_S / 2
    place = int(np.argmin(np.abs(track.times_s - time_s)))
    return place if abs(track.times_s[place] - time_s) <= reach else None


def computed_at(track: Track, time_s: float) -> float | None:
    """The value of a line at an instant, between its own points on the straight way; None outside and in gaps."""
    for run in track.runs:
        times = track.times_s[run]
        if times.size and times[0] <= time_s <= times[-1]:
            return float(np.interp(time_s, times, track.ys[run]))
    return None
