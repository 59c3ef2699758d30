# SPDX-License-Identifier: GPL-2.0-or-later
"""Sensible dates along an axis of time: the finest of hours, days, months, quarters and years whose labels fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from .scales import Scale
from .tracks import DAY_S, to_seconds, to_time

HOUR, DAY, MONTH, YEAR = "hour", "day", "month", "year"

_STEPS = (
    (HOUR, 1), (HOUR, 3), (HOUR, 6), (HOUR, 12), (DAY, 1), (DAY, 2), (DAY, 5), (DAY, 10), (MONTH, 1), (MONTH, 3),
    (MONTH, 6), (YEAR, 1), (YEAR, 2), (YEAR, 5), (YEAR, 10), (YEAR, 20), (YEAR, 50), (YEAR, 100), (YEAR, 500),
)  # fmt: skip
_LENGTHS_S = {HOUR: 3600.0, DAY: DAY_S, MONTH: 28 * DAY_S, YEAR: 365 * DAY_S}
_MOST_FOR_DAYS_S = 130 * DAY_S  # the names of months then tell more than their 1st, 11th and 21st
_FIRST = datetime(1, 1, 2, tzinfo=timezone.utc)
_LAST = datetime(9999, 12, 30, tzinfo=timezone.utc)

Measure = Callable[[str], float]
"""The width of a text in pixels."""


@dataclass(frozen=True)
class Label:
    """A text and the pixel where it starts."""

    text: str
    left: float
    width: float


@dataclass(frozen=True)
class DateTicks:
    """Marks along the axis, a row of labels under them, and a row below that tells the day, month or year they are in.

    :param strong: the marks (among ``pixels``) where a new year, month or day begins.
    """

    pixels: Sequence[float] = ()
    strong: Sequence[float] = ()
    labels: Sequence[Label] = ()
    contexts: Sequence[Label] = ()


@dataclass(frozen=True)
class Room:
    """Where labels may be, and how near to each other, in pixels."""

    left: float
    right: float
    gap: float


def date_ticks(
    scale: Scale, room: Room, measure: Measure, month_name: Callable[[int], str], is_season: bool = False
) -> DateTicks:
    """The finest ticks whose labels keep clear of each other.

    :param scale: from seconds since 1970 to pixels, ascending.
    :param month_name: short name of a month, 1 to 12.
    :param is_season: years are not told: the axis stands for any.
    """
    for kind, every in _STEPS[: -8 if is_season else None]:
        count = (scale.high - scale.low) / (_LENGTHS_S[kind] * every)
        if count * room.gap > scale.end - scale.start or (kind == DAY and scale.high - scale.low > _MOST_FOR_DAYS_S):
            continue
        times = list(_times(scale, kind, every))
        pixels = [float(scale.to_pixel(to_seconds(time))) for time in times]
        texts = [_text(time, kind, month_name) for time in times]
        labels = [_place(text, pixel, room, measure) for text, pixel in zip(texts, pixels)]
        if all(a.left + a.width + room.gap <= b.left for a, b in zip(labels, labels[1:])) and _fit(labels, room):
            contexts = [_context(time, kind, month_name, is_season) for time in times]
            strong = [pixel for time, pixel in zip(times, pixels) if _is_strong(time, kind)]
            return DateTicks(pixels, strong, labels, _place_contexts(contexts, pixels, room, measure))
    return DateTicks()


def _fit(labels: Sequence[Label], room: Room) -> bool:
    return all(label.left >= room.left and label.left + label.width <= room.right for label in labels)


def _times(scale: Scale, kind: str, every: int) -> Iterator[datetime]:
    """All ticks of a kind between the ends of a scale."""
    low = to_time(max(scale.low, to_seconds(_FIRST)))
    high = to_time(min(scale.high, to_seconds(_LAST)))
    time = low.replace(hour=0, minute=0, second=0, microsecond=0)
    if kind in (MONTH, YEAR):
        time = time.replace(day=1)
    if kind == YEAR:
        time = time.replace(year=max(time.year - time.year % every, 1), month=1)
    while time <= high:
        if time >= low and _is_tick(time, kind, every):
            yield time
        if kind == HOUR:
            time += timedelta(hours=every)
        elif kind == DAY:
            time += timedelta(days=1)
        else:
            months = time.year * 12 + time.month - 1 + (1 if kind == MONTH else 12)
            if months // 12 > 9999:
                return
            time = time.replace(year=months // 12, month=months % 12 + 1)


def _is_tick(time: datetime, kind: str, every: int) -> bool:
    if kind == DAY:  # counted from the first of the month; the last one leaves room for the next month's first
        return (time.day - 1) % every == 0 and (every == 1 or time.day + every / 2 <= 31)
    if kind == MONTH:
        return (time.month - 1) % every == 0
    return kind == HOUR or time.year % every == 0


def _is_strong(time: datetime, kind: str) -> bool:
    first = {HOUR: time.hour == 0, DAY: time.day == 1, MONTH: time.month == 1, YEAR: True}
    return first[kind]


def _text(time: datetime, kind: str, month_name: Callable[[int], str]) -> str:
    if kind == HOUR:
        return f"{time.hour:02d}:00"
    if kind == DAY:
        return str(time.day)
    return month_name(time.month) if kind == MONTH else str(time.year)


def _context(time: datetime, kind: str, month_name: Callable[[int], str], is_season: bool) -> str:
    year = "" if is_season else f" {time.year}"
    if kind == HOUR:
        return f"{time.day} {month_name(time.month)}{year}"
    if kind == DAY:
        return f"{month_name(time.month)}{year}"
    return year.strip() if kind == MONTH else ""


def _place(text: str, pixel: float, room: Room, measure: Measure) -> Label:
    """Centred at a pixel, moved in at the ends."""
    width = measure(text)
    return Label(text, max(min(pixel - width / 2, room.right - width), room.left), width)


def _place_contexts(texts: Sequence[str], pixels: Sequence[float], room: Room, measure: Measure) -> list[Label]:
    """One label where the context changes; the first yields to the second where both do not fit, as do later ones."""
    changes = [n for n, text in enumerate(texts) if text and (n == 0 or texts[n - 1] != text)]
    found: list[Label] = []
    for n in changes:
        label = _place(texts[n], pixels[n], room, measure)
        if label.left + label.width > room.right or label.left < room.left:
            continue
        if found and found[-1].left + found[-1].width + room.gap > label.left:
            if len(found) > 1 or changes[0] != 0:
                continue
            found.pop()
        found.append(label)
    return found
