# SPDX-License-Identifier: GPL-2.0-or-later
"""Limits that stop a runaway script."""

from __future__ import annotations

import time
from typing import Callable

from .errors import Stop

MAX_ARRAY_ITEMS = 100_000
MAX_TEXT_LENGTH = 1_000_000
MAX_CALL_DEPTH = 100
TICKS_BETWEEN_CHECKS = 32


class Budget:
    """Time, steps, memory and the caller's wish to stop, for one or more runs.

    The clock starts at the first step, so a budget may be made long before it is used.
    """

    def __init__(
        self,
        time_limit_s: float = 60.0,
        step_limit: int = 20_000_000,
        is_cancelled: Callable[[], bool] | None = None,
        byte_limit: int = 1 << 30,
    ) -> None:
        """Set the limits.

        :param time_limit_s: wall-clock seconds from the first step on.
        :param step_limit: statements, loop turns and calls.
        :param is_cancelled: asked every few steps; True stops the run.
        :param byte_limit: bytes of pixel values held by the script's arrays and objects at one time.
        """
        self.time_limit_s = time_limit_s
        self.step_limit = step_limit
        self.is_cancelled = is_cancelled
        self.byte_limit = byte_limit
        self.steps = 0
        self.held_bytes = 0
        self._until_check = 1
        self._deadline: float | None = None

    def tick(self) -> None:
        """Count one step; every few steps look at the clock and ask the caller."""
        self._until_check -= 1
        if self._until_check <= 0:
            self.check()

    def check(self) -> None:
        """Look at every limit now.

        :raises Stop: when one is exceeded or the caller cancelled.
        """
        self.steps += TICKS_BETWEEN_CHECKS
        self._until_check = TICKS_BETWEEN_CHECKS
        if self._deadline is None:
            self._deadline = time.monotonic() + self.time_limit_s
        if self.is_cancelled is not None and self.is_cancelled():
            raise Stop("the run was cancelled")
        if self.steps > self.step_limit:
            raise Stop(f"the script was stopped after {self.step_limit} steps")
        if time.monotonic() > self._deadline:
            raise Stop(f"the script was stopped after {self.time_limit_s:g} seconds")

    def hold(self, count: int) -> None:
        """Take ``count`` bytes; the holder gives them back with :meth:`release`."""
        self.held_bytes += count
        if self.held_bytes > self.byte_limit:
            raise Stop(f"the script holds more than {self.byte_limit >> 20} MB")

    def release(self, count: int) -> None:
        """Give bytes back."""
        self.held_bytes -= count


def check_items(count: float) -> None:
    """Refuse an array that is too long before it is made."""
    if count > MAX_ARRAY_ITEMS:
        raise Stop(f"an array has more than {MAX_ARRAY_ITEMS} items")


def check_text(length: float) -> None:
    """Refuse a text that is too long before it is made."""
    if length > MAX_TEXT_LENGTH:
        raise Stop(f"a text has more than {MAX_TEXT_LENGTH} characters")
