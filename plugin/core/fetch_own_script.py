# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job with the user's own evalscript: a question per day, so every answer has its date by construction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace

from .answers import check_image, row_chunks
from .coverage_request import MAX_URL_BYTES, CoverageRequest
from .dates import end_of_day, start_of_day
from .errors import BadAnswer, InvalidRequest
from .grid import PixelGrid
from .plan import PlanLimits, tile_side
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
    tiles = list(request.grid.tiles(tile_side(request.grid, limits)))
    info: StackInfo | None = None
    with ExitStack() as opened:
        for number, (step, (column, row, grid), image) in enumerate(_answers(request, service, steps, tiles, progress)):
            with closing(image):
                if info is None:
                    info = _describe(request, steps, service, image)
                    sink = opened.enter_context(open_sink(info))
                check_image(image, grid, len(info.bands), info.dtype)
                for first, rows in row_chunks(grid.height, grid.width * image.band_count):
                    sink.write(step, column, row + first, image.read(range(image.band_count), first, rows))
            progress.report((number + 1) / (len(steps) * len(tiles)))
        if info is None:
            raise no_acquisitions(request)
        sink.commit()
    return FetchResult(info, len(steps) * len(tiles))


def _answers(
    request: StackRequest,
    service: CoverageService,
    steps: Sequence[TimeStep],
    tiles: Sequence[tuple[int, int, PixelGrid]],
    progress: Progress,
) -> Iterator[tuple[int, tuple[int, int, PixelGrid], Image]]:
    for number, step in enumerate(steps):
        progress.tell(f"{step.label}: {number + 1} of {len(steps)}")
        for tile in tiles:
            check_cancelled(progress)
            question = _question(request, service, step, tile[2])
            size = service.url_bytes(question)
            if size > MAX_URL_BYTES:
                raise InvalidRequest("EVALSCRIPT", "address_too_long", bytes=size, limit=MAX_URL_BYTES)
            yield number, tile, service.get_coverage(question, progress)


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
