# SPDX-License-Identifier: GPL-2.0-or-later
"""How long work tells where it is, and learns that it should stop."""

from __future__ import annotations

from typing import Protocol

from .errors import Cancelled


class Progress(Protocol):
    """What a use case reports to. Implemented over QgsFeedback in the bridge."""

    def report(self, done: float) -> None:
        """Share of the work done, 0 to 1."""
        ...

    def tell(self, message: str) -> None:
        """A line for the log of the run."""
        ...

    def is_cancelled(self) -> bool:
        """Whether the user wants to stop. Must be cheap and safe from any thread."""
        ...


class SilentProgress:
    """Reports to nobody, never cancelled."""

    def report(self, done: float) -> None:
        """Ignore."""

    def tell(self, message: str) -> None:
        """Ignore."""

    def is_cancelled(self) -> bool:
        """Never."""
        return False


class ProgressShare:
    """A stretch of longer work, whose own 0 to 1 is a share of the whole."""

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole, self._start, self._end = whole, start, end

    def report(self, done: float) -> None:
        """Share of this stretch."""
        self._whole.report(self._start + done * (self._end - self._start))

    def tell(self, message: str) -> None:
        """Pass on."""
        self._whole.tell(message)

    def is_cancelled(self) -> bool:
        """Whether the whole is cancelled."""
        return self._whole.is_cancelled()


def check_cancelled(progress: Progress) -> None:
    """:raises Cancelled: when the user wants to stop."""
    if progress.is_cancelled():
        raise Cancelled()
