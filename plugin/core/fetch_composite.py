# SPDX-License-Identifier: GPL-2.0-or-later
"""Fetching a composite: discover, cut the area into tiles, ask for each with all dates, write."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from .answers import check_image, row_chunks
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
    """What is known of a composite before its pixels are there."""

    request: CompositeRequest
    steps: tuple[TimeStep, ...]
    """The scenes that it is made of, ascending."""

    connection: str
    script: str


class CompositeSink(Protocol):
    """Where a composite is written; nothing is seen under the final name before it is whole."""

    def write(self, column: int, row: int, values: np.ndarray) -> None:
        """Values (band, y, x) at a pixel position."""
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
    """Every pixel is made of all its dates at once, so questions are split in space only.

    :raises NoAcquisitions: when nothing matches.
    :raises InvalidRequest: when the script does not fit into an address.
    """
    selection = request.selection
    if not service.can_list(selection.collection):
        raise InvalidRequest("COLLECTION", "cannot_list", collection=selection.collection)
    found = service.find_acquisitions(selection, request.grid, progress)
    steps = select_steps(build_timeline(found, selection.mosaicking), selection)
    if not steps:
        raise NoAcquisitions(str(selection.start), str(selection.end), selection.max_cloud_cover_pct)
    info = CompositeInfo(request, steps, service.name, composite_script(request, steps))
    jobs = plan_composite(info, service, limits)
    progress.tell(f"{len(steps)} time steps, {steps[0].label} to {steps[-1].label}, in {len(jobs)} tiles")
    with open_sink(info) as sink, fetch_closing(pool, jobs, service, progress) as parts:
        for done in parts:
            with closing(done.image) as image:
                _copy(done.job, image, sink, progress)
        sink.commit()
    return info


def plan_composite(
    info: CompositeInfo, service: CoverageService, limits: PlanLimits = PlanLimits()
) -> list[CompositeJob]:
    """Tiles of at most so many pixels times dates.

    :raises InvalidRequest: when the script does not fit into an address.
    """
    grid, request = info.request.grid, info.request
    limits = limits.fit_price(request.input_bands, request.dtype == "float32")
    wanted = math.isqrt(max(1, limits.pixel_steps // len(info.steps))) // BLOCK_PX * BLOCK_PX
    side = min(tile_side(grid, limits), max(BLOCK_PX, wanted))
    script = shorten_script(info.script)
    jobs = [CompositeJob(*tile, info, service.coverage, script) for tile in grid.tiles(side)]
    longest = max(service.url_bytes(job.question) for job in jobs)
    if longest > limits.url_bytes:
        raise InvalidRequest("START", "composite_too_long", bytes=longest, limit=limits.url_bytes)
    return jobs


@dataclass(frozen=True)
class CompositeJob:
    """Implements :class:`.part_jobs.PartJob`: one tile of the area."""

    column: int
    row: int
    grid: PixelGrid
    info: CompositeInfo
    coverage: str
    script: str

    @property
    def question(self) -> CoverageRequest:
        """All dates of the tile."""
        request = self.info.request
        return CoverageRequest(
            coverage=self.coverage,
            grid=self.grid,
            time_from=start_of_day(request.selection.start),
            time_to=end_of_day(request.selection.end),
            evalscript=self.script,
            max_cloud_cover_pct=request.selection.max_cloud_cover_pct,
            resampling=request.resampling,
            geometry_wkt=request.mask_wkt,
            units=processing_units(
                self.grid.width, self.grid.height, request.input_bands, request.dtype == "float32", len(self.info.steps)
            ),
        )

    @property
    def description(self) -> str:
        """Size and place."""
        return f"{self.grid.width} x {self.grid.height} px at column {self.column}, row {self.row}"

    @property
    def weight(self) -> int:
        """Pixels times time steps."""
        return self.grid.pixel_count * len(self.info.steps)

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
        sink.write(job.column, job.row + row, image.read(range(image.band_count), row, rows))
