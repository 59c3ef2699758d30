# SPDX-License-Identifier: GPL-2.0-or-later
"""What was asked and answered about places: profiles, the series in them, the curves through these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np

from .choice import NO_CURVE, SeriesChoice
from .curves import AnyProfile, Curve, Observed, draw_curve, observe
from .live_side import LiveSide
from .pins import Pin
from .places import channel_of
from .ports import Desk, Worker
from .reading import Reading
from .stacks import Stack

_REST_S = 0.15
"""The mouse has to rest before a curve is computed for the place under it."""

_OF_STACK = 5
"""So many parts of a fingerprint tell the stack, the others the place in it."""


@dataclass(frozen=True, eq=False)
class PlaceSeries:
    """One line of the plot."""

    place: Pin
    stack: Stack
    observed: Observed
    curve: Curve | None

    @property
    def key(self) -> str:
        """Tells it from all others."""
        return f"{channel_of(self.place, self.stack.source.layer_id)}|{self.observed.name}"


@dataclass(frozen=True, eq=False)
class _Answer:
    profile: AnyProfile
    reading: Reading | None
    """Of an area: what its columns were read by."""


@dataclass(frozen=True, eq=False)
class _Seen:
    profile: AnyProfile
    reading: Reading
    statistic: str
    observed: tuple[Observed, ...]


@dataclass(frozen=True, eq=False)
class _Drawn:
    observed: Observed
    method: str
    ticket: int
    curve: Curve | None = None


class SeriesStore:
    """Keeps answers by channel; an answer that nobody waits for any more is not kept."""

    def __init__(self, desk: Desk, worker: Worker, live: LiveSide | None = None) -> None:
        self._desk, self._worker, self._live = desk, worker, live
        self._asked: dict[str, tuple[int, tuple[object, ...], Reading]] = {}
        self._unanswered: set[str] = set()
        self._answers: dict[str, _Answer] = {}
        self._problems: dict[str, str] = {}
        self._seen: dict[str, _Seen] = {}
        self._drawn: dict[str, _Drawn] = {}

    # ---- asking

    def ask(self, place: Pin, stack: Stack, order: Any, is_free: bool = False) -> None:
        """Have the series of a place read. :param is_free: a live one only where that costs nothing."""
        channel, fingerprint = channel_of(place, stack.source.layer_id), _fingerprint(place, stack)
        if channel in self._asked and self._asked[channel][1][:_OF_STACK] != fingerprint[:_OF_STACK]:
            self._answers.pop(channel, None)  # of a file that was replaced, its bands may be others
        if stack.source.is_live and self._live is not None:
            self._answers.pop(channel, None)
            ticket = self._live.ask(channel, order, is_free)
        else:
            ticket = self._desk.ask(channel, stack.source.path, order)
            self._unanswered.add(channel)
        self._asked[channel] = (ticket, fingerprint, stack.reading)

    def has(self, place: Pin, stack: Stack) -> bool:
        """Whether this was asked already, and nothing has changed since."""
        asked = self._asked.get(channel_of(place, stack.source.layer_id))
        return asked is not None and asked[1] == _fingerprint(place, stack)

    def has_answer(self, place: Pin, stack: Stack) -> bool:
        """Whether the series of a place, as it is now, is here."""
        return self.has(place, stack) and channel_of(place, stack.source.layer_id) in self._answers

    def is_reading_near(self, place: Pin, stack: Stack) -> bool:
        """Whether the answer for a point is due, asked for where it was a moment ago."""
        channel = channel_of(place, stack.source.layer_id)
        if channel not in self._unanswered or place.is_area or stack.source.is_live:
            return False
        return self._asked[channel][1][:_OF_STACK] == _fingerprint(place, stack)[:_OF_STACK]

    def drop(self, place: Pin) -> None:
        """A place is gone."""
        start = channel_of(place, "")
        self._forget([channel for channel in self._asked if channel.startswith(start)])

    def keep_only(self, layer_ids: Iterable[str]) -> None:
        """Other layers are not shown any more."""
        kept = set(layer_ids)
        self._forget([channel for channel in self._asked if channel.split("|", 1)[1] not in kept])

    def _forget(self, channels: Sequence[str]) -> None:
        for channel in channels:
            self._unanswered.discard(channel)
            self._desk.forget(channel)
            if self._live is not None:
                self._live.forget(channel)
            for known in (self._asked, self._answers, self._problems, self._seen):
                known.pop(channel, None)
            for key in [key for key in self._drawn if key.startswith(f"{channel}|")]:
                self._worker.forget(key)
                del self._drawn[key]

    # ---- answers

    def keep(self, channel: str, ticket: int, profile: AnyProfile) -> bool:
        """Keep an answer; False when it is not the newest question's."""
        asked = self._asked.get(channel)
        if asked is None or asked[0] != ticket:
            return False
        self._unanswered.discard(channel)
        self._answers[channel] = _Answer(profile, asked[2])
        self._problems.pop(channel, None)
        return True

    def keep_problem(self, channel: str, ticket: int, sentence: str) -> bool:
        """As :meth:`keep`, for a question that has no answer."""
        asked = self._asked.get(channel)
        if asked is None or asked[0] != ticket:
            return False
        self._unanswered.discard(channel)
        self._answers.pop(channel, None)
        self._problems[channel] = sentence
        return True

    def keep_curve(self, key: str, ticket: int, curve: Curve | None) -> bool:
        """As :meth:`keep`, for a curve."""
        drawn = self._drawn.get(key)
        if drawn is None or drawn.ticket != ticket or curve is None:
            return False
        self._drawn[key] = _Drawn(drawn.observed, drawn.method, ticket, curve)
        return True

    # ---- what is known

    def series(self, places: Iterable[Pin], stacks: Sequence[Stack], choice: SeriesChoice) -> tuple[PlaceSeries, ...]:
        """Everything there is to draw; asks for curves that are missing."""
        found = []
        for place in places:
            for stack in stacks:
                channel = channel_of(place, stack.source.layer_id)
                answer = self._answers.get(channel)
                if answer is None:
                    continue
                for observed in self._observe(channel, answer, place, stack, choice):
                    delay_s = 0.0 if place.number else _REST_S
                    curve = self._curve(f"{channel}|{observed.name}", observed, choice.smoothing, delay_s)
                    found.append(PlaceSeries(place, stack, observed, curve))
        return tuple(found)

    def clear_times(self, places: Iterable[Pin], stacks: Sequence[Stack], choice: SeriesChoice) -> tuple[datetime, ...]:
        """The dates that are worth a visit, ascending: with a clear value somewhere; without places, all."""
        series = self.series(places, stacks, choice)
        if not series:
            return tuple(sorted({step.time for stack in stacks for step in stack.described.info.steps}))
        found = set()
        for one in series:
            is_good = one.observed.is_clear & np.isfinite(one.observed.values)
            found |= {time for time, good in zip(one.observed.times, is_good) if good}
        return tuple(sorted(found))

    def problem(self, places: Iterable[Pin], stacks: Sequence[Stack]) -> str:
        """Why there is nothing to draw."""
        channels = [channel_of(place, stack.source.layer_id) for place in places for stack in stacks]
        return next((self._problems[channel] for channel in channels if channel in self._problems), "")

    def problem_of_pin(self, places: Iterable[Pin], stacks: Sequence[Stack]) -> str:
        """Why the newest pin that has no series at all, beside others that have, has none."""
        sentence = ""
        for pin in (place for place in places if place.number):
            channels = [channel_of(pin, stack.source.layer_id) for stack in stacks]
            if not any(channel in self._answers for channel in channels):
                problem = next((self._problems[channel] for channel in channels if channel in self._problems), "")
                sentence = f"{pin.name}: {problem}" if problem else sentence
        return sentence

    def _observe(
        self, channel: str, answer: _Answer, place: Pin, stack: Stack, choice: SeriesChoice
    ) -> tuple[Observed, ...]:
        reading = answer.reading if place.is_area and answer.reading is not None else stack.reading
        seen = self._seen.get(channel)
        known = seen and (seen.profile, seen.reading, seen.statistic)
        if known is None or known[0] is not answer.profile or known[1:] != (reading, choice.statistic):
            observed = _keep_equal(seen, observe(answer.profile, reading, choice.statistic))
            seen = self._seen[channel] = _Seen(answer.profile, reading, choice.statistic, observed)
        return seen.observed if seen is not None else ()

    def _curve(self, key: str, observed: Observed, method: str, delay_s: float) -> Curve | None:
        if method == NO_CURVE:
            return None
        drawn = self._drawn.get(key)
        if drawn is None or drawn.observed is not observed or drawn.method != method:
            ticket = self._worker.ask(key, partial(draw_curve, observed, method), delay_s)
            drawn = self._drawn[key] = _Drawn(observed, method, ticket)
        return drawn.curve


def _keep_equal(seen: _Seen | None, observed: tuple[Observed, ...]) -> tuple[Observed, ...]:
    """What is the same as before stays the same object, so that its curve need not be computed again."""
    before = {one.name: one for one in (seen.observed if seen is not None else ())}
    return tuple(before[one.name] if one.name in before and before[one.name].equals(one) else one for one in observed)


def _fingerprint(place: Pin, stack: Stack) -> tuple[object, ...]:
    """What an answer depends on; for points, what is made of the bands comes after reading them."""
    if stack.source.is_live:
        return (stack.source.path, place.x, place.y, place.crs)
    steps = stack.described.info.steps  # more of them when the stack was extended
    of_stack = (stack.source.path, stack.described.state, stack.source.crs, len(steps), steps[-1].time)
    where = (*of_stack, place.x, place.y, place.crs, place.wkt)
    return (*where, stack.reading.key) if place.is_area else where
