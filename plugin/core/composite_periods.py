# SPDX-License-Identifier: GPL-2.0-or-later
"""The periods of composites that the service computes: what to ask for each, and the stack that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .composite_request import CompositeRequest
from .compositing import ALL, counts_from_origin, period_starts
from .dates import start_of_day
from .errors import InvalidRequest
from .stack import StackBand, StackInfo
from .stack_request import SceneSelection
from .timeline import ORBIT, TimeStep

MAX_IMAGE_BANDS = 65_535
"""Of a TIFF file."""


@dataclass(frozen=True)
class ScenePeriod:
    """One image: the days that it is made of."""

    first: date
    """The date of the image: the first day of the period, which may lie before the days asked for."""

    start: date
    """First UTC day to ask for."""

    end: date
    """Last UTC day to ask for, inclusive."""

    steps: tuple[TimeStep, ...]
    """The scenes, ascending; none in a period without any."""


def cut_scene_periods(
    steps: Sequence[TimeStep], selection: SceneSelection, period: str, band_count: int
) -> tuple[ScenePeriod, ...]:
    """Put scenes into the periods that the selection reaches, ascending; also those that have no scene.

    The periods are those of :func:`.compositing.cut_periods`: numbers of days count from the day of the first scene.

    :param steps: what the selection keeps, at least one.
    :param band_count: bands of an image.
    :raises InvalidRequest: when it is no period, or there would be too many.
    """
    origin = steps[0].time.date()
    if period == ALL:
        return (ScenePeriod(origin, selection.start, selection.end, tuple(steps)),)
    start_of = period_starts(period, origin)
    counts = counts_from_origin(period)
    days: dict[date, list[date]] = {}
    for day in _days(selection):
        if not counts or day >= origin:
            days.setdefault(start_of(day), []).append(day)
    if len(days) * band_count > MAX_IMAGE_BANDS:
        raise InvalidRequest(
            "PERIOD", "too_many_periods", value=period, count=len(days), limit=MAX_IMAGE_BANDS // band_count
        )
    scenes: dict[date, list[TimeStep]] = {}
    for step in steps:
        scenes.setdefault(start_of(step.time.date()), []).append(step)
    return tuple(
        ScenePeriod(first, own[0], own[-1], tuple(scenes.get(first, ()))) for first, own in sorted(days.items())
    )


def _days(selection: SceneSelection) -> Iterator[date]:
    """The days that a selection asks for, ascending."""
    for number in range((selection.end - selection.start).days + 1):
        day = selection.start + timedelta(days=number)
        is_wanted = not selection.months or day.month in selection.months
        if is_wanted and (not selection.dates or day in selection.dates):
            yield day


def describe_composites(
    request: CompositeRequest, periods: Sequence[ScenePeriod], connection: str, script: str
) -> StackInfo:
    """The stack with an image for each period. It cannot be extended: its request is not that of a stack."""
    recipe, known = request.recipe, request.recipe.catalogued
    catalogued = [known.find_band(name) if known else None for name in recipe.bands]
    return StackInfo(
        grid=request.grid,
        steps=tuple(TimeStep(ORBIT, start_of_day(one.first), one.first.isoformat()) for one in periods),
        bands=tuple(
            StackBand(name, recipe.unit_of(name), band.wavelength_nm if band else None)
            for name, band in zip(recipe.bands, catalogued)
        ),
        dtype=request.dtype,
        nodata=recipe.nodata_value,
        mosaicking=ORBIT,
        collection=request.selection.collection,
        connection=connection,
        scale=request.scale_of(recipe.bands[0]),
        evalscript=script,
    )
