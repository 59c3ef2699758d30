# SPDX-License-Identifier: GPL-2.0-or-later
"""From when to when a time step is the one to show, and which step a stretch of time shows.

A step lasts from its own time to the millisecond before the next later one, so that a clock running along the series
always finds exactly one step; the last one lasts as long as steps do on the average (the median), a single one a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

TICK = timedelta(milliseconds=1)
"""The finest time that QGIS counts in."""


def step_ends(times: Sequence[datetime]) -> list[datetime]:
    """The last instant of each step, both ends inclusive.

    :param times: ascending; equal times (two tiles of one pass) share one range.
    """
    distinct = sorted(set(times))
    gaps = [later - earlier for earlier, later in zip(distinct, distinct[1:])]
    last = timedelta(seconds=median(gap.total_seconds() for gap in gaps)) if gaps else timedelta(days=1)
    following = {**dict(zip(distinct, distinct[1:])), distinct[-1]: distinct[-1] + last} if distinct else {}
    return [following[time] - TICK for time in times]


def step_in_range(
    times: Sequence[datetime],
    begin: datetime | None,
    end: datetime | None,
    include_begin: bool = True,
    include_end: bool = True,
) -> int | None:
    """The step to show for a stretch of time: the last one that begins inside it, else the one that is still on.

    :param begin: None for no lower bound; :param end: None for no upper bound.
    :returns: None when the whole stretch lies before the series or after it, or is empty.
    """
    if not times or (begin is not None and end is not None and begin > end):
        return None
    before = [
        index for index, time in enumerate(times)
        if end is None or time < end or (time == end and (include_end or begin == end))
    ]  # fmt: skip
    if not before:
        return None
    step = before[-1]
    series_end = step_ends(times)[-1]
    is_over = begin is not None and (begin > series_end or (begin == series_end and not include_begin))
    return None if is_over else step
