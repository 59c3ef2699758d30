# SPDX-License-Identifier: GPL-2.0-or-later
"""The main job: from a request to a stack whose every date is proved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass

from .coverage_request import CoverageRequest
from .errors import BadAnswer, NoAcquisitions
from .grid import PixelGrid
from .image import CoverageService, Image, StackSink
from .plan import Part, PlanLimits, plan_parts
from .progress import Progress, check_cancelled
from .proof import find_dates, prove_dates
from .selection import select_steps
from .stack import StackBand, StackInfo
from .stack_request import StackRequest
from .stack_script import ScriptBands, SlotLayout, slot_layout, write_slot_script
from .timeline import TimeStep, build_timeline

OpenSink = Callable[[StackInfo], AbstractContextManager[StackSink]]

_CHUNK_VALUES = 8_000_000
"""Values of an answer held in memory at once while it is copied into the stack."""


@dataclass(frozen=True)
class FetchResult:
    """What a fetch has made."""

    info: StackInfo
    parts: int


def fetch_stack(
    request: StackRequest,
    service: CoverageService,
    open_sink: OpenSink,
    progress: Progress,
    limits: PlanLimits = PlanLimits(),
) -> FetchResult:
    """Discover, plan, ask, prove, write.

    :param open_sink: makes the (not yet visible) stack file for a :class:`StackInfo`.
    :raises NoAcquisitions: when nothing matches.
    :raises DateMismatch: when an answer's own dates are not the announced ones; nothing is left behind then.
    """
    discovered = build_timeline(
        service.find_acquisitions(request.selection, request.grid, progress), request.selection.mosaicking
    )
    steps = select_steps(discovered, request.selection)
    if not steps:
        raise no_acquisitions(request)
    progress.tell(f"{len(steps)} time steps, {steps[0].label} to {steps[-1].label}")
    script = script_bands(request)
    parts = plan_parts(
        request.grid,
        steps,
        discovered,
        bands_for=lambda count: slot_layout(script, count).band_count,
        url_bytes_for=lambda part: service.url_bytes(slot_question(request, script, part, service.coverage)),
        limits=limits,
    )
    info = describe_stack(request, steps, service.name, write_slot_script(script, parts[0].steps, parts[0].keep_only_slots))
    with open_sink(info) as sink:
        for number, part in enumerate(parts):
            check_cancelled(progress)
            progress.tell(f"part {number + 1} of {len(parts)}: {describe_part(part)}")
            question = slot_question(request, script, part, service.coverage)
            with closing(service.get_coverage(question, progress)) as image:
                layout = slot_layout(script, len(part.steps))
                check_image(image, part.grid, layout.band_count, request.dtype)
                prove_part(image, layout, part, request, service)
                _copy_slots(image, layout, part, sink, progress)
            progress.report((number + 1) / len(parts))
        sink.commit()
    return FetchResult(info, len(parts))


def script_bands(request: StackRequest) -> ScriptBands:
    """What the generated script of a request reads and writes."""
    return ScriptBands(
        request.bands, request.band_units, request.sample_type, request.nodata_value, request.selection.mosaicking
    )


def slot_question(request: StackRequest, script: ScriptBands, part: Part, coverage: str) -> CoverageRequest:
    """The question of one part."""
    return CoverageRequest(
        coverage=coverage,
        grid=part.grid,
        time_from=part.time_from,
        time_to=part.time_to,
        evalscript=write_slot_script(script, part.steps, part.keep_only_slots),
        max_cloud_cover_pct=request.selection.max_cloud_cover_pct,
        resampling=request.resampling,
        geometry_wkt=request.mask_wkt,
    )


def describe_stack(request: StackRequest, steps: Sequence[TimeStep], connection: str, evalscript: str) -> StackInfo:
    """The stack that a request makes, before its pixels are there."""
    collection = request.collection
    catalogued = [collection.find_band(name) if collection else None for name in request.bands]
    bands = tuple(
        StackBand(name, units, band.wavelength_nm if band else None)
        for name, units, band in zip(request.bands, request.band_units, catalogued)
    )
    return StackInfo(
        grid=request.grid,
        steps=tuple(steps),
        bands=bands,
        dtype=request.dtype,
        nodata=request.nodata_value,
        mosaicking=request.selection.mosaicking,
        collection=request.selection.collection,
        connection=connection,
        request_json=request.to_json(),
        evalscript=evalscript,
    )


def no_acquisitions(request: StackRequest) -> NoAcquisitions:
    """The error that names what was asked for."""
    selection = request.selection
    return NoAcquisitions(str(selection.start), str(selection.end), selection.max_cloud_cover_pct)


def describe_part(part: Part) -> str:
    """One part in a few words."""
    span = part.steps[0].label if len(part.steps) == 1 else f"{part.steps[0].label} to {part.steps[-1].label}"
    return f"{part.grid.width} x {part.grid.height} px, {len(part.steps)} time steps, {span}"


def check_image(image: Image, grid: PixelGrid, band_count: int | None, dtype: str | None) -> None:
    """:raises BadAnswer: when an answer's size, place, bands or sample type are not what was asked for."""
    if (image.width, image.height) != (grid.width, grid.height):
        raise BadAnswer(f"{grid.width} x {grid.height} pixels", f"{image.width} x {image.height}")
    if band_count is not None and image.band_count != band_count:
        raise BadAnswer(f"{band_count} bands", str(image.band_count))
    if dtype is not None and image.dtype != dtype:
        raise BadAnswer(f"sample type {dtype}", image.dtype)
    place = image.georeference()
    if place is not None:
        tolerance = (grid.pixel_width * 0.01, grid.pixel_height * 0.01)
        shift_x, shift_y = abs(place[0] - grid.xmin), abs(place[3] - grid.ymax)
        if shift_x > tolerance[0] or shift_y > tolerance[1]:
            raise BadAnswer(f"an image at {grid.xmin}, {grid.ymax}", f"one at {place[0]}, {place[3]}")


def prove_part(image: Image, layout: SlotLayout, part: Part, request: StackRequest, service: CoverageService) -> None:
    """:raises DateMismatch: when the dates in the pixels are not the announced ones."""
    found = find_dates(lambda bands: image.read(bands, 0, part.grid.height), layout)
    prove_dates(found, part.steps, _expected(part, bool(request.mask_wkt), service), describe_part(part))


def _expected(part: Part, is_masked: bool, service: CoverageService) -> list[bool]:
    """Which steps must show up: those with a scene over one of nine points inside the part (all nine under a mask)."""
    xmin, ymin, xmax, ymax = part.grid.bounds
    inner = [
        (xmin + (xmax - xmin) * u, ymin + (ymax - ymin) * v) for u in (1 / 6, 1 / 2, 5 / 6) for v in (1 / 6, 1 / 2, 5 / 6)
    ]
    points = service.to_longitude_latitude(part.grid.crs, inner)
    enough = all if is_masked else any
    return [
        any(bool(a.footprint) and enough(a.covers(lon, lat) for lon, lat in points) for a in step.acquisitions)
        for step in part.steps
    ]


def row_chunks(height: int, values_per_row: int, block: int = 64) -> list[tuple[int, int]]:
    """(row, rows) pieces of whole blocks that keep a bounded number of values in memory."""
    rows = max(block, _CHUNK_VALUES // max(1, values_per_row) // block * block)
    return [(row, min(rows, height - row)) for row in range(0, height, rows)]


def _copy_slots(image: Image, layout: SlotLayout, part: Part, sink: StackSink, progress: Progress) -> None:
    every = range(layout.steps * layout.width)
    for row, rows in row_chunks(part.grid.height, part.grid.width * len(every)):
        check_cancelled(progress)
        values = image.read(every, row, rows)
        for step in range(layout.steps):
            first = step * layout.width
            sink.write(part.first_step + step, part.column, part.row + row, values[first : first + layout.bands])


