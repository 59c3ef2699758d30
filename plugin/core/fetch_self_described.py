# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job where no list of scenes can be had: the answers themselves tell which dates they hold.

All answers are fetched first (they stay on disk), then the time steps they tell of make one timeline, then the
stack is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta

from .answers import check_image, row_chunks
from .coverage_request import CoverageRequest
from .dates import end_of_day, start_of_day
from .errors import BadAnswer
from .grid import PixelGrid
from .plan import PlanLimits, tile_side
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
) -> FetchResult:
    """Ask with the self-describing script, read the dates from the pixels, write.

    :raises NoAcquisitions: when no answer holds a scene.
    """
    with ExitStack() as open_images:
        answers = _ask_everything(request, service, progress, limits, open_images)
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


def _ask_everything(
    request: StackRequest, service: CoverageService, progress: Progress, limits: PlanLimits, open_images: ExitStack
) -> list[_Answer]:
    tiles, spans = _plan(request, limits)
    answers = []
    count = len(tiles) * len(spans)
    for number, (column, row, grid, first, last) in enumerate((*tile, *span) for tile in tiles for span in spans):
        check_cancelled(progress)
        progress.tell(f"part {number + 1} of {count}: {grid.width} x {grid.height} px, {first} to {last}")
        image = service.get_coverage(_question(request, service, grid, first, last), progress)
        open_images.callback(image.close)
        answers.append(_read(request, image, column, row, grid))
        progress.report((number + 1) / count * 0.9)
    return answers


def _plan(request: StackRequest, limits: PlanLimits) -> tuple[list, list[tuple[date, date]]]:
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


def _read(request: StackRequest, image: Image, column: int, row: int, grid: PixelGrid) -> _Answer:
    check_image(image, grid, None, request.dtype)
    width = self_described_layout(script_bands(request), 1).width
    if image.band_count % width:
        raise BadAnswer(f"a multiple of {width} bands", str(image.band_count))
    layout = self_described_layout(script_bands(request), image.band_count // width)
    keys: set[SceneKey] = set()
    for first, rows in row_chunks(grid.height, grid.width * image.band_count):
        keys |= collect_keys(image.read(range(image.band_count), first, rows), layout)
    return _Answer(column, row, grid, image, layout, tuple(sorted(keys)))


def _copy(answer: _Answer, chosen: Mapping[SceneKey, int], nodata: float, sink: StackSink, progress: Progress) -> None:
    for first, rows in row_chunks(answer.grid.height, answer.grid.width * answer.image.band_count * 2):
        check_cancelled(progress)
        image = answer.image.read(range(answer.image.band_count), first, rows)
        values = scatter(image, answer.layout, answer.keys, nodata)
        for key, pixels in zip(answer.keys, values):
            if key in chosen:
                sink.write(chosen[key], answer.column, answer.row + first, pixels)
