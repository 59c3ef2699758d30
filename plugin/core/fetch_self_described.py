# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job where no list of scenes can be had: the answers themselves tell which dates they hold.

All answers are fetched first (they stay on disk), then the time steps they tell of make one timeline, then the
stack is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .answers import check_image, row_chunks
from .coverage_request import CoverageRequest
from .dates import day_from_number, end_of_day, start_of_day
from .errors import BadAnswer, DateMismatch
from .grid import PixelGrid
from .part_fetch import PartPool, fetch_closing
from .plan import PlanLimits, halve_tile, tile_side
from .ports import CoverageService, FetchResult, Image, OpenSink, StackSink
from .progress import Progress, check_cancelled
from .selection import select_steps
from .self_described import SceneKey, collect_keys, scatter, steps_of
from .stack_description import describe_stack, no_acquisitions, script_bands
from .stack_request import StackRequest
from .stack_script import SlotLayout, self_described_layout, write_self_describing_script
from .timeline import ORBIT


@dataclass(frozen=True)
class _Answer:
    """One answer on disk and the scenes it tells of."""

    column: int
    row: int
    grid: PixelGrid
    image: Image
    layout: SlotLayout
    keys: tuple[SceneKey, ...]


def fetch_self_described_stack(
    request: StackRequest,
    service: CoverageService,
    open_sink: OpenSink,
    progress: Progress,
    limits: PlanLimits = PlanLimits(),
    pool: PartPool = PartPool(),
) -> FetchResult:
    """Ask with the self-describing script, read the dates from the pixels, write.

    :raises NoAcquisitions: when no answer holds a scene.
    """
    with ExitStack() as open_images:
        answers = _ask_everything(request, service, progress, limits, pool, open_images)
        keys = sorted({key for answer in answers for key in answer.keys})
        steps = steps_of(keys, request.selection.mosaicking)
        wanted = select_steps(steps, request.selection)
        if not wanted:
            raise no_acquisitions(request)
        progress.tell(f"{len(wanted)} time steps, {wanted[0].label} to {wanted[-1].label}, as the pixels say")
        chosen = {key: wanted.index(step) for key, step in zip(keys, steps) if step in wanted}
        script = write_self_describing_script(script_bands(request))
        info = describe_stack(request, wanted, service.name, script)
        with open_sink(info) as sink:
            for answer in answers:
                _copy(answer, chosen, request.nodata_value, sink, progress)
            sink.commit()
    return FetchResult(info, len(answers))


@dataclass(frozen=True)
class _SpanJob:
    """Implements :class:`.part_jobs.PartJob`: one tile, one run of days, whatever scenes there are."""

    column: int
    row: int
    grid: PixelGrid
    first: date
    last: date
    request: StackRequest
    service: CoverageService

    @property
    def question(self) -> CoverageRequest:
        """With the script that writes the dates."""
        return _question(self.request, self.service, self.grid, self.first, self.last)

    @property
    def description(self) -> str:
        """Size and days."""
        return f"{self.grid.width} x {self.grid.height} px, {self.first} to {self.last}"

    @property
    def weight(self) -> int:
        """Pixels times days."""
        return self.grid.pixel_count * ((self.last - self.first).days + 1)

    def check(self, image: Image) -> None:
        """Size, place, and dates of the days asked for."""
        answer = _read(self, image)
        strange = [key for key in answer.keys if not self.first <= day_from_number(key[0]) <= self.last]
        if strange:
            found = sorted({day_from_number(key[0]).isoformat() for key in strange})
            raise DateMismatch([f"{self.first} to {self.last}"], found, self.description)

    def halve(self) -> tuple[_SpanJob, ...]:
        """In time first, then in space."""
        days = (self.last - self.first).days
        if days:
            middle = self.first + timedelta(days=days // 2)
            return (replace(self, last=middle), replace(self, first=middle + timedelta(days=1)))
        return tuple(
            replace(self, column=column, row=row, grid=tile)
            for column, row, tile in halve_tile(self.request.grid, self.column, self.row, self.grid)
        )


def _ask_everything(
    request: StackRequest,
    service: CoverageService,
    progress: Progress,
    limits: PlanLimits,
    pool: PartPool,
    open_images: ExitStack,
) -> list[_Answer]:
    jobs = [
        _SpanJob(*tile, first, last, request, service)
        for tiles, spans in [plan_spans(request, limits)]
        for tile in tiles
        for first, last in spans
    ]
    answers = []
    with fetch_closing(pool, jobs, service, progress) as parts:
        for done in parts:
            open_images.callback(done.image.close)
            answers.append(_read(done.job, done.image))
            done.image.rest()
    return answers


def plan_spans(
    request: StackRequest, limits: PlanLimits
) -> tuple[list[tuple[int, int, PixelGrid]], list[tuple[date, date]]]:
    """Tiles of the area and runs of days, for at most one scene a day (ORBIT) or four (TILE)."""
    grid, selection = request.grid, request.selection
    side = tile_side(grid, limits)
    width = self_described_layout(script_bands(request), 1).width
    pixels = min(side, grid.width) * min(side, grid.height)
    scenes = max(1, min(limits.pixel_steps // pixels, limits.image_bands // width))
    days = max(1, scenes if selection.mosaicking == ORBIT else scenes // 4)
    spans, first = [], selection.start
    while first <= selection.end:
        last = min(selection.end, first + timedelta(days=days - 1))
        spans.append((first, last))
        first = last + timedelta(days=1)
    return list(grid.tiles(side)), spans


def _question(
    request: StackRequest, service: CoverageService, grid: PixelGrid, first: date, last: date
) -> CoverageRequest:
    return CoverageRequest(
        coverage=service.coverage,
        grid=grid,
        time_from=start_of_day(first),
        time_to=end_of_day(last),
        evalscript=write_self_describing_script(script_bands(request)),
        max_cloud_cover_pct=request.selection.max_cloud_cover_pct,
        resampling=request.resampling,
        geometry_wkt=request.mask_wkt,
    )


def _read(job: _SpanJob, image: Image) -> _Answer:
    """:raises BadAnswer: for an image of another size or kind. :raises DateMismatch: where the dates are in doubt."""
    request, grid = job.request, job.grid
    check_image(image, grid, None, request.dtype)
    width = self_described_layout(script_bands(request), 1).width
    if image.band_count % width:
        raise BadAnswer(f"a multiple of {width} bands", str(image.band_count))
    layout = self_described_layout(script_bands(request), image.band_count // width)
    keys: set[SceneKey] = set()
    for first, rows in row_chunks(grid.height, grid.width * image.band_count):
        keys |= collect_keys(image.read(range(image.band_count), first, rows), layout)
    return _Answer(job.column, job.row, grid, image, layout, tuple(sorted(keys)))


def _copy(answer: _Answer, chosen: Mapping[SceneKey, int], nodata: float, sink: StackSink, progress: Progress) -> None:
    for first, rows in row_chunks(answer.grid.height, answer.grid.width * answer.image.band_count * 2):
        check_cancelled(progress)
        image = answer.image.read(range(answer.image.band_count), first, rows)
        values = scatter(image, answer.layout, answer.keys, nodata)
        for key, pixels in zip(answer.keys, values):
            if key in chosen:
                sink.write(chosen[key], answer.column, answer.row + first, pixels)
