# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job with the user's own evalscript: a question per day, so every answer has its date by construction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace

from .answers import check_image, row_chunks
from .coverage_request import CoverageRequest
from .dates import end_of_day, start_of_day
from .errors import BadAnswer, InvalidRequest
from .grid import PixelGrid
from .part_fetch import PartPool, fetch_closing
from .part_jobs import question_key
from .plan import PlanLimits, halve_tile, tile_side
from .ports import CoverageService, FetchResult, Image, OpenSink
from .progress import Progress, check_cancelled
from .selection import select_steps
from .stack import StackBand, StackInfo
from .stack_description import describe_stack, no_acquisitions
from .stack_request import StackRequest
from .timeline import ORBIT, TimeStep, build_timeline


def fetch_own_script_stack(
    request: StackRequest,
    service: CoverageService,
    open_sink: OpenSink,
    progress: Progress,
    limits: PlanLimits = PlanLimits(),
    pool: PartPool = PartPool(),
) -> FetchResult:
    """Run the user's script once per UTC day and tile of the area; its output bands become ``V1``, ``V2`` …

    The script cannot write dates, so each question asks for nothing but its own day. Two tiles of one second cannot
    be told apart by time alone; that is why this needs ORBIT.

    :raises InvalidRequest: for TILE, or a script that is too long for an address.
    """
    if request.selection.mosaicking != ORBIT:
        raise InvalidRequest("MOSAICKING", "own_script_needs_orbit")
    found = service.find_acquisitions(request.selection, request.grid, progress)
    steps = select_steps(build_timeline(found, ORBIT), request.selection)
    if not steps:
        raise no_acquisitions(request)
    jobs = _plan(request, service, steps, limits)
    info: StackInfo | None = None
    fetched, first_key = 0, ""
    with ExitStack() as opened:
        for done in opened.enter_context(fetch_closing(pool, jobs, service, progress)):
            job = done.job
            with closing(done.image) as image:
                if info is None:
                    info, first_key = _describe(request, steps, service, image), question_key(job.question)
                    sink = opened.enter_context(open_sink(info))
                try:
                    check_image(image, job.grid, len(info.bands), info.dtype)
                except BadAnswer:  # one of the two is wrong, and nobody knows which
                    for key in (first_key, question_key(job.question)):
                        pool.store.drop(key)
                    raise
                for first, rows in row_chunks(job.grid.height, job.grid.width * image.band_count):
                    check_cancelled(progress)
                    sink.write(job.step, job.column, job.row + first, image.read(range(image.band_count), first, rows))
            fetched += 1
        if info is None:
            raise no_acquisitions(request)
        sink.commit()
    return FetchResult(info, fetched)


@dataclass(frozen=True)
class _DayJob:
    """Implements :class:`.part_jobs.PartJob`: one tile of one UTC day."""

    step: int
    day: TimeStep
    column: int
    row: int
    grid: PixelGrid
    request: StackRequest
    service: CoverageService

    @property
    def question(self) -> CoverageRequest:
        """The user's script on the scenes of the day."""
        return _question(self.request, self.service, self.day, self.grid)

    @property
    def description(self) -> str:
        """Size and day."""
        return f"{self.grid.width} x {self.grid.height} px, {self.day.label}"

    @property
    def weight(self) -> int:
        """Pixels."""
        return self.grid.pixel_count

    def check(self, image: Image) -> None:
        """Size and place, and bands where the script tells their number."""
        check_image(image, self.grid, self.request.script_output_bands or None, None)

    def halve(self) -> tuple[_DayJob, ...]:
        """Halves of the tile."""
        return tuple(
            replace(self, column=column, row=row, grid=tile)
            for column, row, tile in halve_tile(self.request.grid, self.column, self.row, self.grid)
        )


def _plan(
    request: StackRequest, service: CoverageService, steps: Sequence[TimeStep], limits: PlanLimits
) -> list[_DayJob]:
    tiles = list(request.grid.tiles(tile_side(request.grid, limits)))
    jobs = [_DayJob(n, step, *tile, request, service) for n, step in enumerate(steps) for tile in tiles]
    size = service.url_bytes(jobs[0].question)
    if size > limits.url_bytes:
        raise InvalidRequest("EVALSCRIPT", "address_too_long", bytes=size, limit=limits.url_bytes)
    return jobs


def _question(request: StackRequest, service: CoverageService, step: TimeStep, grid: PixelGrid) -> CoverageRequest:
    day = step.time.date()
    return CoverageRequest(
        coverage=service.coverage,
        grid=grid,
        time_from=start_of_day(day),
        time_to=end_of_day(day),
        evalscript=request.evalscript,
        max_cloud_cover_pct=request.selection.max_cloud_cover_pct,
        resampling=request.resampling,
        geometry_wkt=request.mask_wkt,
    )


def _describe(request: StackRequest, steps: Sequence[TimeStep], service: CoverageService, image: Image) -> StackInfo:
    if image.band_count < 1:
        raise BadAnswer("at least one band", "none")
    names = tuple(StackBand(f"V{number + 1}") for number in range(image.band_count))
    info = describe_stack(request, steps, service.name, request.evalscript)
    return replace(info, bands=names, dtype=image.dtype, nodata=image.nodata)
