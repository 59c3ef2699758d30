# SPDX-License-Identifier: GPL-2.0-or-later
"""Fetching composites: discover, cut days into periods and the area into tiles, ask for each, write."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from .answers import check_image, row_chunks
from .composite_periods import ScenePeriod, cut_scene_periods
from .composite_request import CompositeRequest, composite_script, shorten_script
from .coverage_request import CoverageRequest
from .dates import end_of_day, start_of_day
from .errors import InvalidRequest, NoAcquisitions
from .grid import PixelGrid
from .part_fetch import PartPool, fetch_closing
from .plan import BLOCK_PX, PlanLimits, halve_tile, tile_side
from .ports import CoverageService, Image
from .price import processing_units
from .progress import Progress, check_cancelled
from .selection import select_steps
from .timeline import TimeStep, build_timeline


@dataclass(frozen=True)
class CompositeInfo:
    """What is known of composites before their pixels are there."""

    request: CompositeRequest
    periods: tuple[ScenePeriod, ...]
    """An image each, ascending; a single one where no periods are asked for."""

    connection: str
    scripts: tuple[str, ...]
    """One for each period."""

    @property
    def steps(self) -> tuple[TimeStep, ...]:
        """The scenes that they are made of, ascending."""
        return tuple(step for period in self.periods for step in period.steps)

    @property
    def script(self) -> str:
        """Of the first period that has a scene."""
        return next(script for script, period in zip(self.scripts, self.periods) if period.steps)


class CompositeSink(Protocol):
    """Where composites are written; nothing is seen under the final name before it is whole."""

    def write(self, step: int, column: int, row: int, values: np.ndarray) -> None:
        """Values (band, y, x) of a period at a pixel position; what is never written reads as nodata."""
        ...

    def commit(self) -> None:
        """Everything is written."""
        ...


OpenComposite = Callable[[CompositeInfo], AbstractContextManager[CompositeSink]]


def fetch_composite(
    request: CompositeRequest,
    service: CoverageService,
    open_sink: OpenComposite,
    progress: Progress,
    limits: PlanLimits = PlanLimits(),
    pool: PartPool = PartPool(),
) -> CompositeInfo:
    """Every pixel is made of all its dates at once, so questions are split by period and in space only.

    Periods without any scene are not asked for and have no data.

    :raises NoAcquisitions: when nothing matches.
    :raises InvalidRequest: when the script does not fit into an address.
    """
    info = _discover(request, service, progress)
    jobs = plan_composite(info, service, limits)
    progress.tell(_describe_plan(info, jobs))
    empty = [period.first.isoformat() for period in info.periods if not period.steps]
    if empty:
        progress.tell(f"no scene, and so no data, in {len(empty)} of the periods: {', '.join(empty)}")
    with open_sink(info) as sink, fetch_closing(pool, jobs, service, progress) as parts:
        for done in parts:
            with closing(done.image) as image:
                _copy(done.job, image, sink, progress)
        sink.commit()
    return info


def _discover(request: CompositeRequest, service: CoverageService, progress: Progress) -> CompositeInfo:
    selection = request.selection
    if not service.can_list(selection.collection):
        raise InvalidRequest("COLLECTION", "cannot_list", collection=selection.collection)
    found = service.find_acquisitions(selection, request.grid, progress)
    steps = select_steps(build_timeline(found, selection.mosaicking), selection)
    if not steps:
        raise NoAcquisitions(str(selection.start), str(selection.end), selection.max_cloud_cover_pct)
    periods = cut_scene_periods(steps, selection, request.period, len(request.recipe.bands))
    scripts = tuple(composite_script(request, period.steps) for period in periods)
    return CompositeInfo(request, periods, service.name, scripts)


def _describe_plan(info: CompositeInfo, jobs: Sequence[CompositeJob]) -> str:
    steps, tiles = info.steps, len({(job.column, job.row) for job in jobs})
    periods = f"{len(info.periods)} periods x " if len(info.periods) > 1 else ""
    units = sum(job.question.units for job in jobs)
    span = f"{steps[0].label} to {steps[-1].label}"
    return f"{len(steps)} time steps, {span}, in {periods}{tiles} tiles, at most {units:.4g} processing units for them"


def plan_composite(
    info: CompositeInfo, service: CoverageService, limits: PlanLimits = PlanLimits()
) -> list[CompositeJob]:
    """Tiles of at most so many pixels times dates, of one period each.

    :raises InvalidRequest: when the script does not fit into an address.
    """
    grid, request = info.request.grid, info.request
    limits = limits.fit_price(request.input_bands, request.dtype == "float32")
    most = max(len(period.steps) for period in info.periods)
    wanted = math.isqrt(max(1, limits.pixel_steps // most)) // BLOCK_PX * BLOCK_PX
    side = min(tile_side(grid, limits), max(BLOCK_PX, wanted))
    tiles = list(grid.tiles(side))
    jobs = [
        CompositeJob(*tile, info, number, service.coverage, shorten_script(script))
        for number, (period, script) in enumerate(zip(info.periods, info.scripts))
        if period.steps
        for tile in tiles
    ]
    longest = max(service.url_bytes(job.question) for job in jobs)
    if longest > limits.url_bytes:
        raise InvalidRequest("START", "composite_too_long", bytes=longest, limit=limits.url_bytes)
    return jobs


@dataclass(frozen=True)
class CompositeJob:
    """Implements :class:`.part_jobs.PartJob`: one tile of the area, one period."""

    column: int
    row: int
    grid: PixelGrid
    info: CompositeInfo
    number: int
    """Of the period, from 0."""

    coverage: str
    script: str

    @property
    def period(self) -> ScenePeriod:
        """The days that the image is made of."""
        return self.info.periods[self.number]

    @property
    def question(self) -> CoverageRequest:
        """All dates of the period and the tile."""
        request = self.info.request
        return CoverageRequest(
            coverage=self.coverage,
            grid=self.grid,
            time_from=start_of_day(self.period.start),
            time_to=end_of_day(self.period.end),
            evalscript=self.script,
            max_cloud_cover_pct=request.selection.max_cloud_cover_pct,
            resampling=request.resampling,
            geometry_wkt=request.mask_wkt,
            units=processing_units(
                self.grid.width, self.grid.height, request.input_bands, request.dtype == "float32",
                len(self.period.steps),
            ),
        )  # fmt: skip

    @property
    def description(self) -> str:
        """Size, place and period."""
        place = f"{self.grid.width} x {self.grid.height} px at column {self.column}, row {self.row}"
        return f"{place}, {self.period.first}" if len(self.info.periods) > 1 else place

    @property
    def weight(self) -> int:
        """Pixels times time steps."""
        return self.grid.pixel_count * len(self.period.steps)

    def check(self, image: Image) -> None:
        """Size, place, bands and sample type."""
        check_image(image, self.grid, len(self.info.request.recipe.bands), self.info.request.dtype)

    def halve(self) -> tuple[CompositeJob, ...]:
        """In space: all dates of a pixel belong together."""
        pieces = halve_tile(self.info.request.grid, self.column, self.row, self.grid)
        return tuple(replace(self, column=column, row=row, grid=grid) for column, row, grid in pieces)


def _copy(job: CompositeJob, image: Image, sink: CompositeSink, progress: Progress) -> None:
    for row, rows in row_chunks(job.grid.height, job.grid.width * image.band_count):
        check_cancelled(progress)
        sink.write(job.number, job.column, job.row + row, image.read(range(image.band_count), row, rows))
