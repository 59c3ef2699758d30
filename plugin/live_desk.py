# SPDX-License-Identifier: GPL-2.0-or-later
"""Series straight from a service, read in the background: the newest question of each kind wins and ends the older."""

from __future__ import annotations

import itertools
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from qgis.PyQt.QtCore import QObject, pyqtSignal

from .bridge.messages import explain
from .bridge.profile_desk import PointOrder
from .core.errors import Cancelled, TimestackError
from .core.live_block import LiveBlock
from .live_profiles import LiveProfiles

_LOG = logging.getLogger(__name__)
_THREADS = 3
_LEAVE_S = 3.0


@dataclass(eq=False)
class _Question:
    ticket: int
    channel: str
    live: LiveProfiles
    point: PointOrder
    is_free: bool
    block: LiveBlock | None = None
    """None where it is not known yet."""

    units: float = 0.0
    """What was paid for it, by itself or by an older question whose place it took."""

    def needs_same(self, other: _Question) -> bool:
        """Whether both are answered by one block."""
        return self.live is other.live and self.block is not None and self.block == other.block


class LiveDesk(QObject):  # type: ignore[misc]
    """Takes questions on the main thread and answers by signal. Call :meth:`close` before letting go of it."""

    priced = pyqtSignal(str, int, object)
    """Channel, ticket, and a LivePrice: a guess at once where the block is not held, the exact one before it is
    spent. It comes alone for questions that may cost nothing."""

    progressed = pyqtSignal(str, int, float)
    """Channel, ticket, and the share of the work that is done."""

    paid = pyqtSignal(str, int, float)
    """Channel, ticket, and the processing units that an answer has cost; comes just before it."""

    answered = pyqtSignal(str, int, object)
    """Channel, ticket, and a Profile."""

    failed = pyqtSignal(str, int, str)
    """Channel, ticket, and a sentence for people."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tickets = itertools.count(1)
        self._change = threading.Condition()
        self._waiting: OrderedDict[str, _Question] = OrderedDict()
        self._newest: dict[str, _Question] = {}
        self._running: list[_Question] = []
        self._is_closed = False
        self._threads: list[threading.Thread] = []

    def ask(self, channel: str, live: LiveProfiles, point: PointOrder, is_free: bool = False) -> int:
        """Have a series read. A question of the same channel that waits or is under way ends, within a second.

        One whose block the new question needs as well goes on, for the new one.

        :param is_free: answer only where the block is held; elsewhere tell the price and leave it at that.
        :returns: the ticket that comes back with the answer.
        """
        question = _Question(next(self._tickets), channel, live, point, is_free)
        try:
            question.block = live.block(point.x, point.y, point.crs)
        except TimestackError as error:
            _LOG.debug("no block: %s", error)  # told by whoever reads
        with self._change:
            if self._is_closed:
                return question.ticket
            self._newest[channel] = question
            self._waiting.pop(channel, None)
            self._waiting[channel] = question
            if len(self._threads) < min(_THREADS, len(self._running) + len(self._waiting)):
                number = len(self._threads) + 1
                thread = threading.Thread(target=self._serve, name=f"timestack-live-{number}", daemon=True)
                self._threads.append(thread)
                thread.start()
            self._change.notify_all()
        return question.ticket

    def forget(self, channel: str) -> None:
        """Nobody waits for this channel any more."""
        with self._change:
            self._newest.pop(channel, None)
            self._waiting.pop(channel, None)

    def close(self) -> None:
        """End the threads, in the middle of a request too. May be called twice."""
        with self._change:
            self._is_closed = True
            self._waiting.clear()
            self._newest.clear()
            self._change.notify_all()
        for thread in self._threads:
            thread.join(_LEAVE_S)

    # -- what follows runs in the threads -----------------------------------------------------------------------

    def _serve(self) -> None:
        while (question := self._next()) is not None:
            try:
                self._answer(question)
            except Cancelled:
                continue
            except TimestackError as error:
                self._tell(question, self.failed.emit, explain(error))
            except Exception as error:  # noqa: BLE001 - a thread that dies would leave everybody waiting
                _LOG.exception("live series")
                self._tell(question, self.failed.emit, f"{type(error).__name__}: {error}")
            finally:
                with self._change:
                    self._running.remove(question)
                    self._change.notify_all()

    def _next(self) -> _Question | None:
        """The question that has waited longest, but for those whose block is being fetched already."""
        with self._change:
            while not self._is_closed:
                for channel, question in self._waiting.items():
                    if not any(question.needs_same(other) for other in self._running):
                        del self._waiting[channel]
                        self._running.append(question)
                        return question
                self._change.wait()
            return None

    def _answer(self, question: _Question) -> None:
        live, point = question.live, question.point
        watch = _Watch(self, question)
        live.open(watch)
        question.block = live.block(point.x, point.y, point.crs)
        if not live.is_held(point.x, point.y, point.crs):
            self.tell_price(question, live.price(point.x, point.y, point.crs))
            if question.is_free:
                return
        answer = live.read(point.x, point.y, point.crs, watch, lambda price: self.tell_price(question, price))
        with self._change:
            heir = self._newest.get(question.channel, question)
            (heir if heir.needs_same(question) else question).units += answer.units_spent
        self._tell(question, self.paid.emit, question.units)
        self._tell(question, self.answered.emit, answer.profile)

    def tell_price(self, question: _Question, price: object) -> None:
        """Tell what a question will cost."""
        self._tell(question, self.priced.emit, price)

    def tell_progress(self, question: _Question, done: float) -> None:
        """Tell how far a question has come."""
        self._tell(question, self.progressed.emit, done)

    def is_over(self, question: _Question) -> bool:
        """Whether nobody needs the block of a question any more."""
        if self._is_closed:
            return True
        newest = list(self._newest.values())
        return not any(other is question or (question.needs_same(other) and not other.is_free) for other in newest)

    def _tell(self, question: _Question, emit: Callable[..., None], content: object) -> None:
        if not self._is_closed and self._newest.get(question.channel) is question:
            emit(question.channel, question.ticket, content)


class _Watch:
    """Implements Progress for one question."""

    def __init__(self, desk: LiveDesk, question: _Question) -> None:
        self._desk, self._question = desk, question

    def report(self, done: float) -> None:
        """Pass on."""
        self._desk.tell_progress(self._question, done)

    def tell(self, message: str) -> None:
        """Nobody reads."""

    def is_cancelled(self) -> bool:
        """Whether nobody needs the block any more."""
        return self._desk.is_over(self._question)
