# SPDX-License-Identifier: GPL-2.0-or-later
"""What a fetch will ask, question by question, with the price and the size of each answer.

The service counts as samples of a question the scenes that touch its bounding box, so an area that scenes cover
partly costs less than its pixels times all time steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .acquisitions import Acquisition
from .fetch_self_described import plan_spans
from .fetch_slots import plan_slots
from .footprints import TouchTest, box_ring
from .grid import PixelGrid
from .known_scenes import KnownScenes
from .plan import PlanLimits, tile_side
from .price import FLOAT_FORMAT, INTEGER_FORMAT, Image, count_bands
from .progress import SilentProgress
from .selection import select_steps
from .stack_description import no_acquisitions, script_bands
from .stack_request import StackRequest
from .stack_script import self_described_layout, slot_layout
from .timeline import ORBIT, TimeStep, build_timeline


@dataclass(frozen=True)
class PricedQuestion:
    """One question."""

    price: Image
    byte_count: int
    """Of the answer before compression."""


@dataclass(frozen=True)
class PricedStack:
    """All questions of a stack."""

    steps: tuple[TimeStep, ...]
    questions: tuple[PricedQuestion, ...]
    stack_bytes: int
    """Of the stack file before compression."""

    @property
    def units(self) -> float:
        """Processing units of all answers."""
        return sum(question.price.units for question in self.questions)


class ScriptUse(Protocol):
    """What is known of a user's own script."""

    input_bands: int
    """Bands that are charged."""

    dtype: str
    """numpy's name of the sample type of its answer."""

    def count(self, scenes: Sequence[Acquisition]) -> tuple[int, int]:
        """Samples for each pixel, and bands of the answer, when the script is given these scenes of one day."""
        ...


def price_stack(
    request: StackRequest, scenes: KnownScenes, limits: PlanLimits, script: ScriptUse | None = None
) -> PricedStack:
    """All questions of the fetch of a request, in the form that the fetch would choose.

    :param script: must be given for a request with a script of its own.
    :raises NoAcquisitions: when nothing matches.
    :raises InvalidRequest: when not even one time step fits into an address.
    """
    if script is not None:
        return _price_days(request, scenes, limits, script)
    if scenes.has_list:
        return _price_slots(request, scenes, limits)
    return _price_spans(request, scenes, limits)


def _price_slots(request: StackRequest, scenes: KnownScenes, limits: PlanLimits) -> PricedStack:
    plan = plan_slots(request, scenes, SilentProgress(), limits)
    seen_by = _tile_tests(scenes)
    questions = []
    for part in plan.parts:
        layout = slot_layout(plan.script, len(part.steps))
        questions.append(_question(request, part.grid, _count(part.steps, seen_by(part.grid)), layout.band_count))
    return PricedStack(plan.steps, tuple(questions), _stack_bytes(request, len(plan.steps)))


def _price_spans(request: StackRequest, scenes: KnownScenes, limits: PlanLimits) -> PricedStack:
    """Every day is asked for, wanted or not."""
    timeline, steps = _timeline(request, scenes)
    tiles, spans = plan_spans(request, limits)
    seen_by = _tile_tests(scenes)
    width = self_described_layout(script_bands(request), 1).width
    questions = []
    for _, _, grid in tiles:
        for first, last in spans:
            there = [step for step in timeline if first <= step.time.date() <= last]
            count = _count(there, seen_by(grid))
            questions.append(_question(request, grid, count, max(count, 1) * width))
    return PricedStack(steps, tuple(questions), _stack_bytes(request, len(steps)))


def _price_days(request: StackRequest, scenes: KnownScenes, limits: PlanLimits, script: ScriptUse) -> PricedStack:
    _, steps = _timeline(request, scenes)
    seen_by = _tile_tests(scenes)
    itemsize = np.dtype(script.dtype).itemsize
    questions, most_bands = [], 1
    for _, _, grid in request.grid.tiles(tile_side(request.grid, limits)):
        is_seen = seen_by(grid)
        for step in steps:
            samples, bands = script.count([scene for scene in step.acquisitions if is_seen(scene)])
            most_bands = max(most_bands, bands)
            price = _image(grid, script.input_bands, samples, script.dtype)
            questions.append(PricedQuestion(price, grid.pixel_count * bands * itemsize))
    stack_bytes = request.grid.pixel_count * most_bands * itemsize * len(steps)
    return PricedStack(steps, tuple(questions), stack_bytes)


def _timeline(request: StackRequest, scenes: KnownScenes) -> tuple[tuple[TimeStep, ...], tuple[TimeStep, ...]]:
    """All time steps there are, and those that are wanted."""
    mosaicking = ORBIT if request.evalscript else request.selection.mosaicking
    found = scenes.find_acquisitions(request.selection, request.grid, SilentProgress())
    timeline = build_timeline(found, mosaicking)
    steps = select_steps(timeline, request.selection)
    if not steps:
        raise no_acquisitions(request)
    return timeline, steps


Sees = Callable[[Acquisition], bool]


def _tile_tests(scenes: KnownScenes) -> Callable[[PixelGrid], Sees]:
    """For each tile a test of which scenes touch it, made once."""
    tests: dict[PixelGrid, TouchTest] = {}

    def seen_by(grid: PixelGrid) -> Sees:
        if grid not in tests:
            tests[grid] = TouchTest(box_ring(grid.bounds, grid.crs, scenes.to_degrees))
        test = tests[grid]
        return lambda scene: test.touches(scene.footprint)

    return seen_by


def _count(steps: Iterable[TimeStep], is_seen: Sees) -> int:
    """Time steps of which a scene touches the tile."""
    return sum(any(is_seen(scene) for scene in step.acquisitions) for step in steps)


def _question(request: StackRequest, grid: PixelGrid, samples: int, image_bands: int) -> PricedQuestion:
    price = _image(grid, count_bands(request.bands), samples, request.dtype)
    return PricedQuestion(price, grid.pixel_count * image_bands * np.dtype(request.dtype).itemsize)


def _image(grid: PixelGrid, input_bands: int, samples: int, dtype: str) -> Image:
    is_float = np.dtype(dtype).kind == "f"
    return Image(grid.width, grid.height, input_bands, samples, FLOAT_FORMAT if is_float else INTEGER_FORMAT)


def _stack_bytes(request: StackRequest, steps: int) -> int:
    return request.grid.pixel_count * len(request.bands) * np.dtype(request.dtype).itemsize * steps
