# SPDX-License-Identifier: GPL-2.0-or-later
"""From a row of dated bands to time steps that all have the same bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .dates import format_instant
from .errors import FileProblem
from .stack import StackBand
from .timeline import ORBIT, TILE, TimeStep


@dataclass(frozen=True)
class DatedBand:
    """One raster band with its date."""

    time: datetime
    has_clock: bool
    name: str
    """Empty where the file gives no name."""

    band: StackBand


@dataclass(frozen=True)
class DatedBands:
    """The order that dates bring into bands."""

    steps: tuple[TimeStep, ...]
    bands: tuple[StackBand, ...]
    numbers: tuple[tuple[int, ...], ...]
    """Raster band number (from 1) by step and band."""


def put_in_order(dated: Sequence[DatedBand], path: str) -> DatedBands:
    """Group bands into steps, ascending in time; files ordered by date, by band, or backwards all work.

    :raises FileProblem: rule ``irregular``, when the dates do not have the same bands each.
    """
    ordered = _by_cycle(dated) or _by_name(dated) or _by_time(dated)
    if ordered is None:
        raise FileProblem(path, "not every date has the same bands", "irregular")
    groups, names = ordered
    groups.sort(key=lambda numbers: dated[numbers[0]].time)
    has_clock = any(band.has_clock for band in dated)
    steps: list[TimeStep] = []
    for numbers in groups:
        time = dated[numbers[0]].time
        key = format_instant(time) if has_clock else f"{time:%Y-%m-%d}"
        twins = sum(step.time == time for step in steps)
        steps.append(TimeStep(TILE if has_clock else ORBIT, time, f"{key}#{twins + 1}" if twins else key))
    bands = tuple(replace(dated[number].band, name=name) for number, name in zip(groups[0], names))
    return DatedBands(tuple(steps), bands, tuple(tuple(number + 1 for number in numbers) for numbers in groups))


Ordered = tuple[list[list[int]], list[str]]
"""Places in the file by step and band, and the names of the bands."""


def _by_cycle(dated: Sequence[DatedBand]) -> Ordered | None:
    """Date by date with the same names in the same order; two neighbours may be two scenes of one day."""
    names = [band.name for band in dated]
    if not all(names):
        return None
    width = names.index(names[0], 1) if names[0] in names[1:] else len(names)
    groups = _cut(dated, width)
    cycle = names[:width]
    if groups is None or any([names[number] for number in group] != cycle for group in groups):
        return None
    return groups, cycle


def _by_name(dated: Sequence[DatedBand]) -> Ordered | None:
    """Any order, as long as each time has each name once."""
    names = list(dict.fromkeys(band.name for band in dated))
    places = {(band.time, band.name): number for number, band in enumerate(dated)}
    times = list(dict.fromkeys(band.time for band in dated))
    if not all(names) or len(places) != len(dated) or len(places) != len(times) * len(names):
        return None
    return [[places[time, name] for name in names] for time in times], names


def _by_time(dated: Sequence[DatedBand]) -> Ordered | None:
    """Date by date, where names are missing or carry words that change with the date (a tile, a sensor).

    A band is then called by the words that stay; one band per date needs none, several must differ in them.
    """
    width = next((place for place, band in enumerate(dated) if band.time != dated[0].time), len(dated))
    groups = _cut(dated, width)
    if groups is None or len({dated[group[0]].time for group in groups}) < len(groups):
        return None
    names = [_common_words([dated[group[place]].name for group in groups]) for place in range(width)]
    is_named = any(band.name for band in dated)
    if width > 1 and is_named and (not all(names) or len(set(names)) < width):
        return None
    return groups, [name or f"band{place + 1}" for place, name in enumerate(names)]


def _cut(dated: Sequence[DatedBand], width: int) -> list[list[int]] | None:
    """Runs of equal length and one time each, None where that does not work out."""
    groups = [list(range(first, min(first + width, len(dated)))) for first in range(0, len(dated), width)]
    even = len(groups[-1]) == width
    return groups if even and all(len({dated[number].time for number in group}) == 1 for group in groups) else None


def _common_words(names: Sequence[str]) -> str:
    if len(set(names)) == 1:
        return names[0]
    split = [name.replace("_", " ").split() for name in names]
    return "_".join(word for word in split[0] if all(word in words for words in split))
