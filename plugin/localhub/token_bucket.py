# SPDX-License-Identifier: GPL-2.0-or-later
"""A bucket that refills evenly over a minute and never holds more than a minute's worth."""

from __future__ import annotations

import time
from collections.abc import Callable

_MINUTE_S = 60.0


class TokenBucket:
    """Not safe for threads by itself; whoever owns it holds a lock."""

    def __init__(self, per_minute: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        """
        :param per_minute: None for a bucket that is never empty.
        """
        self._capacity, self._clock = per_minute, clock
        self._level, self._filled_s = per_minute or 0.0, clock()

    def take(self, amount: float) -> float:
        """Take an amount if it is there.

        :returns: 0 when it was taken, else the seconds after which it will be there.
        """
        if self._capacity is None:
            return 0.0
        now_s, rate = self._clock(), self._capacity / _MINUTE_S
        self._level = min(self._capacity, self._level + (now_s - self._filled_s) * rate)
        self._filled_s = now_s
        if amount <= self._level + 1e-9:
            self._level = max(0.0, self._level - amount)
            return 0.0
        return (amount - self._level) / rate if rate else _MINUTE_S

    def give_back(self, amount: float) -> None:
        """Undo :meth:`take`."""
        if self._capacity is not None:
            self._level = min(self._capacity, self._level + amount)
