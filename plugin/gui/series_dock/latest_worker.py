# SPDX-License-Identifier: GPL-2.0-or-later
"""Short computations beside the main thread: of each kind the newest wins."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

_LOG = logging.getLogger(__name__)
_LEAVE_S = 3.0
_IDLE_S = 3600.0


class LatestWorker(QObject):  # type: ignore[misc]
    """One thread, begun with the first question. Call :meth:`close` before letting go of it."""

    computed = pyqtSignal(str, int, object)
    """Channel, ticket, and what the function returned."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tickets = itertools.count(1)
        self._change = threading.Condition()
        self._waiting: OrderedDict[str, tuple[int, float, Callable[[], Any]]] = OrderedDict()
        self._newest: dict[str, int] = {}
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def ask(self, channel: str, work: Callable[[], Any], delay_s: float = 0.0) -> int:
        """Have a function called; one of the same channel that still waits is dropped. Returns the ticket.

        :param delay_s: what may be replaced soon is not begun before.
        """
        ticket = next(self._tickets)
        with self._change:
            self._newest[channel] = ticket
            self._waiting.pop(channel, None)
            self._waiting[channel] = (ticket, time.monotonic() + delay_s, work)
            if self._thread is None and not self._is_closed:
                self._thread = threading.Thread(target=self._serve, name="timestack-curves", daemon=True)
                self._thread.start()
            self._change.notify_all()
        return ticket

    def forget(self, channel: str) -> None:
        """Nobody waits for this channel any more."""
        with self._change:
            self._newest.pop(channel, None)
            self._waiting.pop(channel, None)

    def close(self) -> None:
        """End the thread. May be called twice."""
        with self._change:
            self._is_closed = True
            self._waiting.clear()
            self._newest.clear()
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join(_LEAVE_S)

    def _serve(self) -> None:
        while (order := self._next()) is not None:
            channel, ticket, work = order
            try:
                result = work()
            except Exception:  # noqa: BLE001 - a thread that dies would leave everybody waiting
                _LOG.exception("a curve could not be computed")
                continue
            with self._change:
                is_wanted = not self._is_closed and self._newest.get(channel) == ticket
            if is_wanted:
                self.computed.emit(channel, ticket, result)

    def _next(self) -> tuple[str, int, Callable[[], Any]] | None:
        """The first order that is due; None at the end."""
        with self._change:
            while not self._is_closed:
                now = time.monotonic()
                for channel, (ticket, due, work) in self._waiting.items():
                    if due <= now:
                        del self._waiting[channel]
                        return channel, ticket, work
                self._change.wait(min((due for _, due, _ in self._waiting.values()), default=now + _IDLE_S) - now)
        return None
