# SPDX-License-Identifier: GPL-2.0-or-later
"""Series read in the background: the newest question of each kind wins, and caches are built while nobody waits."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Union

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.errors import Cancelled, FileProblem, TimestackError
from ..core.profile import Derivation
from ..core.wkt import map_points
from .messages import explain
from .profile_cache import build_cache, can_have_cache
from .profile_reader import FileState, ProfileReader
from .projection import transform_points

_LOG = logging.getLogger(__name__)
_POLL_S = 0.05
_LEAVE_S = 3.0
CACHE_FROM_BYTES = 5_000_000
"""Plain size of a stack from which a cache is worth its room; below, the stack itself answers at once."""

_SETTLE_S = 0.5
"""After the first answer about a stack nobody may have asked for this long before its cache is begun."""

_DRAW_S = 0.02
"""After any answer the cache waits this long, so that the answer can be drawn."""

_MAX_READERS = 8


@dataclass(frozen=True)
class PointOrder:
    """The series under a point."""

    x: float
    y: float
    crs: str
    state: FileState | None = None
    """Of the file that the question was made for; another one is not asked. None: any."""

    stack_crs: str = ""
    """Of a stack whose file names none: the one that the user gave its layer."""


@dataclass(frozen=True)
class AreaOrder:
    """Statistics of a polygon."""

    wkt: str
    crs: str
    derivation: Derivation | None = None
    """Of which columns, where it is not the bands; called in the desk's thread."""

    state: FileState | None = None
    """As of :class:`PointOrder`."""

    stack_crs: str = ""
    """As of :class:`PointOrder`."""


Order = Union[PointOrder, AreaOrder]


@dataclass(frozen=True)
class _Question:
    ticket: int
    path: str
    order: Order


class ProfileDesk(QObject):  # type: ignore[misc]
    """Takes questions on the main thread and answers by signal. Call :meth:`close` before letting go of it."""

    answered = pyqtSignal(str, int, object)
    """Channel, ticket, and a Profile (of a point) or an AreaProfile."""

    failed = pyqtSignal(str, int, str)
    """Channel, ticket, and a sentence for people."""

    cached = pyqtSignal(str, float)
    """Path of a stack, and the share of its cache that is there; 1 when it is used."""

    outdated = pyqtSignal(str)
    """Path of a stack that is another one now than it was when the question was made."""

    def __init__(self, parent: QObject | None = None, cache_from_bytes: int = CACHE_FROM_BYTES) -> None:
        super().__init__(parent)
        self._cache_from_bytes = cache_from_bytes
        self._tickets = itertools.count(1)
        self._change = threading.Condition()
        self._waiting: OrderedDict[str, _Question] = OrderedDict()
        self._newest: dict[str, int] = {}
        self._is_reading = self._is_closed = False
        self._answered_at = 0.0
        self._readers: OrderedDict[str, ProfileReader] = OrderedDict()
        self._to_cache: list[str] = []
        self._seen: set[str] = set()
        self._threads = [
            threading.Thread(target=target, name=f"timestack-{name}", daemon=True)
            for name, target in (("profiles", self._serve), ("profile-cache", self._build_caches))
        ]
        for thread in self._threads:
            thread.start()

    def ask(self, channel: str, path: str, order: Order) -> int:
        """Have a series read. A question of the same channel that is still waiting or under way is dropped.

        :returns: the ticket that comes back with the answer.
        """
        ticket = next(self._tickets)
        with self._change:
            self._newest[channel] = ticket
            self._waiting.pop(channel, None)
            self._waiting[channel] = _Question(ticket, path, order)
            self._change.notify_all()
        return ticket

    def forget(self, channel: str) -> None:
        """Nobody waits for this channel any more."""
        with self._change:
            self._newest.pop(channel, None)
            self._waiting.pop(channel, None)

    def close(self) -> None:
        """End the threads, in the middle of a read too, and let go of every file. May be called twice."""
        with self._change:
            self._is_closed = True
            self._waiting.clear()
            self._newest.clear()
            self._change.notify_all()
        for thread in self._threads:
            thread.join(_LEAVE_S)
        readers, self._readers = list(self._readers.values()), OrderedDict()
        for reader in readers:
            reader.close()

    # -- what follows runs in the threads -----------------------------------------------------------------------

    def _serve(self) -> None:
        while (next_one := self._next()) is not None:
            channel, question = next_one
            try:
                self._answer(channel, question)
            except Cancelled:
                continue
            except TimestackError as error:
                self._tell(channel, question, self.failed.emit, explain(error))
            except Exception as error:  # noqa: BLE001 - a thread that dies would leave everybody waiting
                _LOG.exception("profile of %s", question.path)
                self._tell(channel, question, self.failed.emit, f"{type(error).__name__}: {error}")
            finally:
                with self._change:
                    self._is_reading, self._answered_at = False, time.monotonic()
                    self._change.notify_all()

    def _next(self) -> tuple[str, _Question] | None:
        with self._change:
            while not self._waiting and not self._is_closed:
                self._change.wait()
            if self._is_closed:
                return None
            self._is_reading = True
            return self._waiting.popitem(last=False)

    def _answer(self, channel: str, question: _Question) -> None:
        reader = self._reader(question.path)
        order = question.order
        if order.state is not None and order.state != reader.state:
            self._tell_outdated(question.path)
            raise FileProblem(question.path, "the file changed while it was read", "changed")
        if order.crs and order.stack_crs and not reader.stack.info.grid.crs:
            order = without_crs(order)
        if isinstance(order, PointOrder):
            answer: object = reader.read_point(order.x, order.y, order.crs)
        else:
            watch = _Watch(lambda: self._is_stale(channel, question))
            answer = reader.read_area(order.wkt, order.crs, watch, order.derivation)
        self._tell(channel, question, self.answered.emit, answer)
        if question.path not in self._seen:
            self._seen.add(question.path)
            with self._change:
                self._to_cache.append(question.path)
                self._change.notify_all()

    def _reader(self, path: str) -> ProfileReader:
        reader = self._readers.get(path)
        if reader is not None and reader.is_outdated:
            self._readers.pop(path).close()
            reader = None
        if reader is None:
            reader = ProfileReader(path)
            self._seen.discard(path)
        self._readers[path] = reader
        self._readers.move_to_end(path)
        while len(self._readers) > _MAX_READERS:
            self._readers.popitem(last=False)[1].close()
        return reader

    def _is_stale(self, channel: str, question: _Question) -> bool:
        return self._is_closed or self._newest.get(channel) != question.ticket

    def _tell(self, channel: str, question: _Question, emit: Callable[..., None], content: object) -> None:
        if not self._is_stale(channel, question):
            emit(channel, question.ticket, content)

    def _tell_outdated(self, path: str) -> None:
        if not self._is_closed:
            self.outdated.emit(path)

    def _build_caches(self) -> None:
        while (path := self._next_to_cache()) is not None:
            if self._wait_for_rest(_SETTLE_S):
                return
            try:
                reader = ProfileReader(path)
                if not reader.is_cached and can_have_cache(reader.stack, self._cache_from_bytes):
                    build_cache(reader.stack, self._pause, lambda done: self._tell_cached(path, done * 0.99))
                    with self._change:
                        if path in self._readers:
                            self._readers[path].refresh()
                    self._tell_cached(path, 1.0)
                reader.close()
            except TimestackError as error:
                _LOG.info("no profile cache: %s", error)

    def _tell_cached(self, path: str, done: float) -> None:
        if not self._is_closed:
            self.cached.emit(path, done)

    def _next_to_cache(self) -> str | None:
        with self._change:
            while not self._to_cache and not self._is_closed:
                self._change.wait()
            return None if self._is_closed else self._to_cache.pop(0)

    def _pause(self) -> bool:
        """Between two windows: wait while somebody waits for an answer. Tells whether to give up."""
        return self._wait_for_rest(_DRAW_S)

    def _wait_for_rest(self, rest_s: float) -> bool:
        """Wait until no answer is due and the last one is so many seconds old. Tells whether to give up."""
        with self._change:
            while not self._is_closed:
                is_busy = bool(self._waiting) or self._is_reading
                left = self._answered_at + rest_s - time.monotonic()
                if not is_busy and left <= 0:
                    break
                self._change.wait(_POLL_S if is_busy else min(left, _POLL_S))
            return self._is_closed


def without_crs(order: Order) -> Order:
    """The same place in the coordinates of a file that does not say what they are."""
    transform = partial(transform_points, from_crs=order.crs, to_crs=order.stack_crs)
    if isinstance(order, AreaOrder):
        return replace(order, wkt=map_points(order.wkt, transform, 9), crs="")
    xs, ys = transform([order.x], [order.y])
    return replace(order, x=float(xs[0]), y=float(ys[0]), crs="")


class _Watch:
    """Implements Progress for a read that stops when nobody waits for it any more."""

    def __init__(self, is_over: Callable[[], bool]) -> None:
        self.is_cancelled = is_over

    def report(self, done: float) -> None:
        """Nobody looks."""

    def tell(self, message: str) -> None:
        """Nobody reads."""
