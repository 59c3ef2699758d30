# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job with a list of time steps: discover, plan, ask, prove, write."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace

from .answers import check_image, row_chunks
from .coverage_request import CoverageRequest
from .grid import PixelGrid
from .part_fetch import PartPool, fetch_closing
from .plan import Part, PartCutter, PlanLimits, plan_parts
from .ports import CoverageService, FetchResult, Image, OpenSink, StackSink
from .price import count_bands, processing_units
from .progress import Progress, check_cancelled
from .proof import find_dates, prove_dates
from .selection import select_steps
from .stack_description import describe_stack, no_acquisitions, script_bands
from .stack_request import StackRequest
from .stack_script import ScriptBands, SlotLayout, slot_layout, write_slot_script
from .timeline import TimeStep, build_timeline


def fetch_slot_stack(
    request: StackRequest,
    service: CoverageService,
    open_sink: OpenSink,
    progress: Progress,
    limits: PlanLimits = PlanLimits(),
    pool: PartPool = PartPool(),
) -> FetchResult:
    """Discover, plan, ask, prove, write.

    :param open_sink: makes the (not yet visible) stack file for a :class:`StackInfo`.
    :raises NoAcquisitions: when nothing matches.
    :raises DateMismatch: when an answer's own dates are not the announced ones; no stack is made then.
    """
    plan = plan_slots(request, service, progress, limits)
    progress.tell(f"{len(plan.steps)} time steps, {plan.steps[0].label} to {plan.steps[-1].label}")
    example = write_slot_script(plan.script, plan.parts[0].steps, plan.parts[0].unwanted)
    info = describe_stack(request, plan.steps, service.name, example)
    jobs = [_SlotJob(part, plan, request, service) for part in plan.parts]
    fetched = 0
    with open_sink(info) as sink, fetch_closing(pool, jobs, service, progress) as parts:
        for done in parts:
            with closing(done.image):
                layout = slot_layout(plan.script, len(done.job.part.steps))
                _copy_slots(done.image, layout, done.job.part, sink, progress)
            fetched += 1
        sink.commit()
    return FetchResult(info, fetched)


@dataclass(frozen=True)
class SlotPlan:
    """What is to be asked for a stack whose scenes are known."""

    steps: tuple[TimeStep, ...]
    script: ScriptBands
    cutter: PartCutter
    parts: tuple[Part, ...]


def plan_slots(
    request: StackRequest, service: CoverageService, progress: Progress, limits: PlanLimits = PlanLimits()
) -> SlotPlan:
    """Discover the scenes and cut the questions.

    :raises NoAcquisitions: when nothing matches.
    """
    discovered = build_timeline(
        service.find_acquisitions(request.selection, request.grid, progress), request.selection.mosaicking
    )
    steps = select_steps(discovered, request.selection)
    if not steps:
        raise no_acquisitions(request)
    script = script_bands(request)
    days = (request.selection.start, request.selection.end)
    parts = plan_parts(
        request.grid,
        steps,
        discovered,
        bands_for=lambda count: slot_layout(script, count).band_count,
        url_bytes_for=lambda part: service.url_bytes(slot_question(request, script, part, service.coverage)),
        days=days,
        limits=limits.fit_price(count_bands(request.bands), request.dtype == "float32"),
    )
    return SlotPlan(steps, script, PartCutter(request.grid, steps, discovered, days), parts)


@dataclass(frozen=True)
class _SlotJob:
    """Implements :class:`.part_jobs.PartJob`: one tile, one run of announced time steps."""

    part: Part
    plan: SlotPlan
    request: StackRequest
    service: CoverageService

    @property
    def question(self) -> CoverageRequest:
        """With the script that carries the list of the part's steps."""
        return slot_question(self.request, self.plan.script, self.part, self.service.coverage)

    @property
    def description(self) -> str:
        """Size and dates."""
        return describe_part(self.part)

    @property
    def weight(self) -> int:
        """Pixels times time steps."""
        return self.part.grid.pixel_count * len(self.part.steps)

    def check(self, image: Image) -> None:
        """Size, place, bands, and every date."""
        layout = slot_layout(self.plan.script, len(self.part.steps))
        check_image(image, self.part.grid, layout.band_count, self.request.dtype)
        prove_part(image, layout, self.part, self.request, self.service)

    def halve(self) -> tuple[_SlotJob, ...]:
        """In time first, then in space."""
        return tuple(replace(self, part=part) for part in self.plan.cutter.halve(self.part))


def slot_question(request: StackRequest, script: ScriptBands, part: Part, coverage: str) -> CoverageRequest:
    """The question of one part."""
    return CoverageRequest(
        coverage=coverage,
        grid=part.grid,
        time_from=part.time_from,
        time_to=part.time_to,
        evalscript=write_slot_script(script, part.steps, part.unwanted),
        max_cloud_cover_pct=request.selection.max_cloud_cover_pct,
        resampling=request.resampling,
        geometry_wkt=request.mask_wkt,
        units=processing_units(
            part.grid.width,
            part.grid.height,
            count_bands(request.bands),
            request.dtype == "float32",
            len(part.steps),
        ),
    )


def describe_part(part: Part) -> str:
    """One part in a few words."""
    span = part.steps[0].label if len(part.steps) == 1 else f"{part.steps[0].label} to {part.steps[-1].label}"
    return f"{part.grid.width} x {part.grid.height} px, {len(part.steps)} time steps, {span}"


def prove_part(image: Image, layout: SlotLayout, part: Part, request: StackRequest, service: CoverageService) -> None:
    """:raises DateMismatch: when the dates in the pixels are not the announced ones."""
    found = find_dates(image.read, layout, _date_pieces(part.grid, layout))
    prove_dates(found, part.steps, _expected(part, bool(request.mask_wkt), service), describe_part(part))


def _date_pieces(grid: PixelGrid, layout: SlotLayout) -> list[tuple[int, int]]:
    return row_chunks(grid.height, 4 * grid.width * len(layout.all_date_bands))


def _expected(part: Part, is_masked: bool, service: CoverageService) -> list[bool]:
    """Which steps must show up: those with a scene over one of nine points inside the part (all nine under a mask)."""
    xmin, ymin, xmax, ymax = part.grid.bounds
    shares = (1 / 6, 1 / 2, 5 / 6)
    inner = [(xmin + (xmax - xmin) * u, ymin + (ymax - ymin) * v) for u in shares for v in shares]
    points = service.to_longitude_latitude(part.grid.crs, inner)
    enough = all if is_masked else any
    return [
        any(bool(a.footprint) and enough(a.covers(lon, lat) for lon, lat in points) for a in step.acquisitions)
        for step in part.steps
    ]


def _copy_slots(image: Image, layout: SlotLayout, part: Part, sink: StackSink, progress: Progress) -> None:
    every = range(layout.steps * layout.width)
    for row, rows in row_chunks(part.grid.height, part.grid.width * len(every)):
        check_cancelled(progress)
        values = image.read(every, row, rows)
        for step in range(layout.steps):
            first = step * layout.width
            sink.write(part.first_step + step, part.column, part.row + row, values[first : first + layout.bands])
