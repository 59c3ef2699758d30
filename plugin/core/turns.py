# SPDX-License-Identifier: GPL-2.0-or-later
"""One thread at a time for each thing; who waits for its turn may be cancelled."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from .progress import Progress, check_cancelled

_POLL_S = 0.1


class Turns:
    """Keeps the same work from being done twice at once."""

    def __init__(self) -> None:
        self._taken: set[Hashable] = set()
        self._change = threading.Condition()

    @contextmanager
    def take(self, thing: Hashable, progress: Progress) -> Iterator[None]:
        """Be the only one at a thing.

        :raises Cancelled: while others are at it and the wish is gone.
        """
        with self._change:
            while thing in self._taken:
                check_cancelled(progress)
                self._change.wait(_POLL_S)
            self._taken.add(thing)
        try:
            yield
        finally:
            with self._change:
                self._taken.discard(thing)
                self._change.notify_all()
