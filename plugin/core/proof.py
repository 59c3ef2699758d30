# SPDX-License-Identifier: GPL-2.0-or-later
"""Holding the dates in the pixels against the dates that were announced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from .date_bands import DUPLICATE, MISMATCH
from .dates import UTC, day_from_number, day_number
from .errors import DateMismatch
from .stack_script import SlotLayout
from .timeline import TILE, TimeStep

ReadBands = Callable[[Sequence[int], int, int], np.ndarray]
"""Reads image bands (numbers from 0) of some rows (first row, number of rows) as (band, y, x)."""


@dataclass
class DatesFound:
    """What the date bands of an image say."""

    by_step: list[set[tuple[int, ...]]]
    """For each step the distinct date numbers in its pixels, pixels without any left out."""

    stray: set[int] = field(default_factory=set)


def find_dates(read: ReadBands, layout: SlotLayout, pieces: Sequence[tuple[int, int]]) -> DatesFound:
    """Decode the date bands of a slot image.

    All date bands of a piece are read at once, because services store images pixel by pixel: one band decodes all.

    :param pieces: (row, rows) that together are the image; the date bands of one piece are in memory at once.
    """
    found = DatesFound([set() for _ in range(layout.steps)])
    digits, per_step = layout.code.digits, layout.numbers * layout.code.digits
    wanted = list(layout.all_date_bands)
    for row, rows in pieces:
        values = read(wanted, row, rows)
        for step in range(layout.steps):
            first = step * per_step
            numbers = [layout.code.decode(values[first + n : first + n + digits]) for n in range(0, per_step, digits)]
            found.by_step[step].update(pair for pair in _distinct(numbers) if pair[0] != 0)
        stray = _distinct([layout.code.decode(values[-digits:])])
        found.stray.update(number for (number,) in stray if number)
    return found


def _distinct(numbers: Sequence[np.ndarray]) -> set[tuple[int, ...]]:
    if all(number.min() == number.max() for number in numbers):  # nearly always, and much faster than sorting
        return {tuple(int(number.flat[0]) for number in numbers)}
    pixels = np.stack([number.ravel() for number in numbers])
    return {tuple(column) for column in np.unique(pixels, axis=1).T.tolist()}


def prove_dates(found: DatesFound, steps: Sequence[TimeStep], expected: Iterable[bool], where: str) -> None:
    """Refuse an image whose dates differ from the announced ones.

    :param expected: for each step whether a scene of it certainly lies under this part of the area; a step that is
        not expected may be absent (a tile at the edge of the area), it may never carry another date.
    :param where: words that name the part, for the message.
    :raises DateMismatch: naming both lists.
    """
    wrong = any(
        any(not _agrees(step, pair) for pair in pairs) or (must and not pairs)
        for step, pairs, must in zip(steps, found.by_step, expected)
    )
    if wrong or found.stray:
        announced = [step.label for step in steps]
        labels = [_spell(pair) for pairs in found.by_step for pair in sorted(pairs)]
        raise DateMismatch(announced, labels + [_spell_stray(number) for number in sorted(found.stray)], where)


def _agrees(step: TimeStep, pair: tuple[int, ...]) -> bool:
    moment = step.time.astimezone(UTC)
    if pair[0] != day_number(moment.date()):
        return step.mosaicking == TILE and _minutes_apart(step, pair) <= 1
    return len(pair) == 1 or _minutes_apart(step, pair) <= 1


def _minutes_apart(step: TimeStep, pair: tuple[int, ...]) -> int:
    """Discovery may round a fraction of a second up, across a minute or even midnight."""
    moment = step.time.astimezone(UTC)
    announced = day_number(moment.date()) * 1440 + moment.hour * 60 + moment.minute
    return abs(announced - (pair[0] * 1440 + pair[1]))


def _spell(pair: tuple[int, ...]) -> str:
    day = day_from_number(pair[0]).isoformat()
    return day if len(pair) == 1 else f"{day}T{pair[1] // 60:02d}:{pair[1] % 60:02d}"


def _spell_stray(number: int) -> str:
    if number == MISMATCH:
        return "samples and scenes of different number"
    if number == DUPLICATE:
        return "two scenes for one time step"
    return f"{day_from_number(number).isoformat()} (unexpected)"
