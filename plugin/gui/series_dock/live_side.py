# SPDX-License-Identifier: GPL-2.0-or-later
"""Live series as one more source of the dock: what is asked, what it may cost, and what it has cost."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...bridge.i18n import tr
from ...bridge.profile_desk import PointOrder
from ...core.timeline import TimeStep
from .live_choice import LiveChoice
from .ports import Described, LiveDesk, Source

LIVE = "live"
"""Stands for a layer id."""

_PATH = "live:"


@dataclass(frozen=True)
class LiveTools:
    """What the dock is given for live series."""

    make: Callable[[LiveChoice], Any]
    """A LiveProfiles. :raises InvalidRequest: for what cannot be."""

    open_desk: Callable[[], Any]
    """A LiveDesk."""


@dataclass
class _Question:
    ticket: int
    """What the asker knows it by."""

    inner: int
    """What the desk knows it by."""

    point: PointOrder
    is_free: bool
    is_open: bool = True


class LiveSide:
    """One live source at a time. Only clicks cost anything, and the newest click ends those before it."""

    def __init__(self, desk: LiveDesk, make: Callable[[LiveChoice], Any]) -> None:
        self._desk, self._make = desk, make
        self._tickets, self._numbers = itertools.count(1), itertools.count(1)
        self._live: Any = None
        self._source: Source | None = None
        self._questions: dict[str, _Question] = {}
        self.choice: LiveChoice | None = None
        self.note = ""
        """On the newest question: price, progress, or what it has cost."""

        self.answered: Callable[[str, int, Any], None] = lambda channel, ticket, profile: None
        self.failed: Callable[[str, int, str], None] = lambda channel, ticket, sentence: None
        self.noted: Callable[[], None] = lambda: None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The live source, where there is one."""
        return () if self._source is None else (self._source,)

    def choose(self, choice: LiveChoice | None, title: str = "") -> None:
        """Ask this from now on; None: nothing. :raises InvalidRequest: for what cannot be."""
        if choice is not None and choice == self.choice:
            return
        live = None if choice is None else self._make(choice)
        for channel in list(self._questions):
            self.forget(channel)
        former, self._live, self.choice, self.note = self._live, live, choice, ""
        if former is not None:
            former.close()
        name = tr("Live: {name}").format(name=title)
        self._source = None if live is None else Source(LIVE, name, f"{_PATH}{next(self._numbers)}", is_live=True)

    def describe(self, path: str) -> Described | None:
        """What the live source holds, without dates: those come with the answers. None for a file."""
        live, source = self._live, self._source
        if not path.startswith(_PATH) or live is None or source is None:
            return None
        return Described(replace(live.info, steps=()), ())

    def close(self) -> None:
        """Let go of all."""
        self.answered = self.failed = lambda channel, ticket, content: None
        self.noted = lambda: None
        self.choose(None)

    # ---- asking

    def ask(self, channel: str, point: PointOrder, is_free: bool) -> int:
        """Have a series read; see :class:`.ports.LiveDesk`."""
        ticket = next(self._tickets)
        if self._live is None:
            return ticket
        if not is_free:
            for other, question in self._questions.items():
                if other != channel and question.is_open and not question.is_free:
                    question.is_free = True  # it is asked again, at no cost, once the newer one is there
                    self._desk.forget(other)
        inner = self._desk.ask(channel, self._live, point, is_free)
        self._questions[channel] = _Question(ticket, inner, point, is_free)
        return ticket

    def forget(self, channel: str) -> None:
        """Nobody waits for this channel any more."""
        if self._questions.pop(channel, None) is not None:
            self._desk.forget(channel)

    # ---- what the desk tells

    def on_priced(self, channel: str, inner: int, price: Any) -> None:
        """A price is known; for a question that may cost nothing, this is the end of it."""
        question = self._find(channel, inner)
        if question is not None:
            words = _price(price)
            self._note(tr("a click here: {price}").format(price=words) if question.is_free else words)

    def on_progressed(self, channel: str, inner: int, done: float) -> None:
        """Part of the work is done."""
        question = self._find(channel, inner)
        if question is not None and not question.is_free and question.is_open:
            self._note(self.note.partition(" · ")[0] + " · " + tr("{share} %").format(share=round(100 * done)))

    def on_paid(self, channel: str, inner: int, units: float) -> None:
        """An answer has cost this."""
        if self._find(channel, inner) is None:
            return
        if not self._live.is_charged:
            self._note(tr("free of charge"))
            return
        words = tr("{units} PU spent, {total} in all")
        self._note(words.format(units=_number(units), total=_number(self._live.spent_units)))

    def on_answered(self, channel: str, inner: int, profile: Any) -> None:
        """A series is there; places that had to stand back may lie in its block."""
        question = self._find(channel, inner)
        if question is not None:
            question.is_open = False
            self.answered(channel, question.ticket, profile)
            self._ask_again()

    def on_failed(self, channel: str, inner: int, sentence: str) -> None:
        """A series could not be read."""
        question = self._find(channel, inner)
        if question is not None:
            question.is_open = False
            self._note(sentence)
            self.failed(channel, question.ticket, sentence)

    def _ask_again(self) -> None:
        for channel, question in self._questions.items():
            if question.is_open and question.is_free and not channel.startswith("hover|"):
                point = question.point
                if self._live.is_held(point.x, point.y, point.crs):
                    question.inner = self._desk.ask(channel, self._live, point, True)

    def _find(self, channel: str, inner: int) -> _Question | None:
        question = self._questions.get(channel)
        return question if question is not None and question.inner == inner else None

    def _note(self, text: str) -> None:
        if text != self.note:
            self.note = text
            self.noted()


def add_steps(described: Described, times: Sequence[Any], labels: Sequence[str]) -> Described:
    """The same with the dates of an answer; blocks differ in theirs."""
    known = {step.time: step for step in described.info.steps}
    for time, label in zip(times, labels):
        known.setdefault(time, TimeStep(described.info.mosaicking, time, label))
    if len(known) == len(described.info.steps):
        return described
    steps = tuple(known[time] for time in sorted(known))
    return Described(replace(described.info, steps=steps), described.numbers)


def _price(price: Any) -> str:
    if not price.is_charged:
        return tr("free of charge")
    if price.units is None:
        return tr("price not known yet")
    units = _number(price.units)
    return tr("about {units} PU").format(units=units) if price.is_guess else tr("{units} PU").format(units=units)


def _number(units: float) -> str:
    return f"{units:.2f}" if units >= 0.01 or units == 0 else f"{units:.4f}"
