# SPDX-License-Identifier: GPL-2.0-or-later
"""From an order as people give it to a stack on disk; the one path behind the toolbox and the console."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .bridge.areas import Area, build_grid, check_bounds, choose_crs, fit_mask, match_grid, metres_per_pixel
from .bridge.projection import transform_bounds
from .bridge.stack_file import StackWriter
from .connections import Connection
from .core.errors import FileProblem, InvalidRequest, NoAcquisitions, ScriptError
from .core.fetch import fetch_stack
from .core.grid import PixelGrid
from .core.part_fetch import PartPool
from .core.part_jobs import PartStore
from .core.plan import PlanLimits
from .core.ports import CoverageService, StackSink
from .core.progress import Progress
from .core.selection import select_steps
from .core.stack import StackInfo
from .core.stack_request import SceneSelection, StackRequest
from .core.timeline import TimeStep, build_timeline
from .core.weather import OVERNIGHT
from .evalscript import Budget, EvalscriptError, compile_evalscript
from .service_runs import kept_parts, limits_of, run_on_service

_CHECK_TIME_S = 0.5
"""Dialogs check on the main thread."""

_LEAST_SHARE = 0.3
"""Of a stack's plain size that a disk must have free; less can only do for stacks that are mostly empty."""


@dataclass(frozen=True)
class StackOrder:
    """What a user asks for, in the user's own terms."""

    connection: Connection
    selection: SceneSelection
    area: Area | None
    bands: tuple[str, ...]
    units: str = "DN"
    sample_type: str = "UINT16"
    nodata: float | None = None
    resolution: float = 10.0
    crs: str = ""
    """CRS of the stack, empty to choose the UTM zone."""

    align_to: str = ""
    """Raster whose lattice the stack takes, empty for none."""

    resampling: str = "NEAREST"
    evalscript: str = ""
    layer: str = ""
    pixel_steps: int = 0
    """Pixels times time steps that one question may hold, 0 for the usual."""

    workers: int = 0
    """Questions under way at the same time, 0 for the usual."""

    def fit(self, limits: PlanLimits) -> PlanLimits:
        """Limits of a question with what this order and its account set.

        :raises InvalidRequest: for figures below zero.
        """
        if self.pixel_steps < 0:
            raise InvalidRequest("PIXEL_STEPS", "not_positive", value=self.pixel_steps)
        fitting = limits_of(self.connection, limits)
        return replace(fitting, pixel_steps=self.pixel_steps) if self.pixel_steps else fitting

    def pool(self, store: PartStore) -> PartPool:
        """How its parts are fetched.

        :raises InvalidRequest: for a number of workers below zero.
        """
        if self.workers < 0:
            raise InvalidRequest("WORKERS", "not_positive", value=self.workers)
        return PartPool(store, self.workers or PartPool.workers, OVERNIGHT)


@dataclass(frozen=True)
class SceneOrder:
    """Which scenes a user wants to know of."""

    connection: Connection
    selection: SceneSelection
    area: Area | None
    layer: str = ""

    def grid(self) -> PixelGrid:
        """The area as one pixel: discovery only needs its bounds."""
        if self.area is None:
            raise InvalidRequest("EXTENT", "extent_and_mask")
        check_bounds(self.area.bounds)
        crs = choose_crs(self.area, "")
        xmin, ymin, xmax, ymax = transform_bounds(self.area.bounds, self.area.crs, crs)
        return PixelGrid(crs, xmin, ymax, xmax - xmin, ymax - ymin, 1, 1)


@dataclass(frozen=True)
class StackOutcome:
    """A stack on disk and what it cost."""

    path: Path
    info: StackInfo
    parts: int
    units_spent: float
    requests_made: int


def prepare_request(order: StackOrder) -> StackRequest:
    """The request behind an order; all that can be found wrong without asking anybody is found here.

    :raises InvalidRequest: naming the parameter.
    :raises ScriptError: when the own script cannot be run.
    """
    output_bands = _check_script(order.evalscript, order.connection.bands) if order.evalscript else 0
    if order.area is None and not order.align_to:
        raise InvalidRequest("EXTENT", "extent_and_mask")
    grid = _grid(order)
    request = StackRequest(
        selection=order.selection,
        grid=grid,
        bands=order.bands,
        units=order.units,
        sample_type=order.sample_type,
        resampling=order.resampling,
        nodata=order.nodata,
        mask_wkt=fit_mask(order.area, grid) if order.area is not None else "",
        evalscript=order.evalscript,
        layer=order.layer,
        known_bands=_known_bands(order),
        script_output_bands=output_bands,
    )
    limit = request.collection.max_resolution_m_per_px if request.collection else None
    if limit is not None and metres_per_pixel(grid) > limit:
        raise InvalidRequest(
            "RESOLUTION", "too_coarse", value=f"{metres_per_pixel(grid):g}", limit=f"{limit:g}",
            collection=order.selection.collection,
        )  # fmt: skip
    return request


def fetch_to_file(
    order: StackOrder, target: Path, progress: Progress, limits: PlanLimits = PlanLimits()
) -> StackOutcome:
    """Fetch a stack and write it; under its name it is whole or not there.

    Answers are kept beside the target until the stack is written, so that the same fetch, started again after a
    cancel or a crash, asks only for what is missing.

    :raises TimestackError: one of :mod:`.core.errors`; no stack is left half-written then.
    """
    request = prepare_request(order)
    check_target(target)
    limits = order.fit(limits)

    def run(service: CoverageService) -> StackOutcome:
        identity = f"{request.to_json()}\n{request.evalscript}"
        with kept_parts(target, order.connection, service, identity, progress) as parts:

            def open_sink(info: StackInfo) -> AbstractContextManager[StackSink]:
                check_space(info, target)
                return StackWriter(str(target), info, scratch=parts.folder)

            result = fetch_stack(request, service, open_sink, progress, limits, order.pool(parts))
        return StackOutcome(target, result.info, result.parts, service.units_spent, service.requests_made)

    return run_on_service(order.connection, order.selection.collection, order.layer, progress, run)


def check_space(info: StackInfo, target: Path) -> None:
    """Refuse a stack that the disk has no room for, as soon as its size is known.

    Where scenes are listed that is before any pixel is asked for; where only the answers tell the dates or the bands,
    it is after them, and they are kept.

    Satellite images shrink to about half when compressed; the stack and the answers it is made of are there together.

    :raises FileProblem: naming what is there and what is needed.
    """
    times, bands, height, width = info.shape
    needed = int(times * bands * height * width * np.dtype(info.dtype).itemsize * _LEAST_SHARE)
    free = shutil.disk_usage(target.parent).free
    if free < needed:
        raise FileProblem(
            str(target.parent), f"{free / 1e6:.0f} MB are free, at least {needed / 1e6:.0f} MB are needed", "too_small"
        )


def list_steps(order: SceneOrder, progress: Progress) -> tuple[TimeStep, ...]:
    """Discovery alone: the time steps that a stack of this order would have.

    :raises NoAcquisitions: when there are none.
    """
    grid, selection = order.grid(), order.selection
    with order.connection.open_service(selection.collection, order.layer, progress) as service:
        found = service.find_acquisitions(selection, grid, progress)
    steps = select_steps(build_timeline(found, selection.mosaicking), selection)
    if not steps:
        raise NoAcquisitions(str(selection.start), str(selection.end), selection.max_cloud_cover_pct)
    return steps


def check_target(target: Path) -> None:
    """:raises InvalidRequest: when nothing can be written at a path. :raises FileProblem: when the disk is full."""
    if not target.name or target.suffix.lower() not in ("", ".tif", ".tiff"):
        raise InvalidRequest("OUTPUT", "no_output_file", value=str(target))
    if not target.parent.is_dir():
        raise InvalidRequest("OUTPUT", "no_folder", value=str(target.parent))
    if shutil.disk_usage(target.parent).free == 0:
        raise FileProblem(str(target.parent), "no space left", "disk_full")


def read_script(text: str) -> str:
    """An evalscript given as text or as the path of a file.

    :raises InvalidRequest: when the file cannot be read.
    """
    stripped = text.strip()
    if "\n" in stripped or not stripped.lower().endswith(".js"):
        return text if stripped else ""
    try:
        return Path(stripped).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest("EVALSCRIPT", "script_unreadable", reason=str(error)) from error


def _known_bands(order: StackOrder) -> tuple[str, ...]:
    if not order.connection.is_open and not order.connection.bands:
        return tuple(band.strip() for band in order.bands)  # a folder that is still closed may hold any
    return (*order.connection.bands, "dataMask") if order.connection.bands else ()


def _check_script(text: str, bands: tuple[str, ...]) -> int:
    """Bands that WCS answers will have, 0 where only running the script tells.

    :raises ScriptError: when it cannot be run.
    """
    try:
        budget = Budget(time_limit_s=_CHECK_TIME_S)
        program = compile_evalscript(text, known_bands=bands or None, budget=budget, engine="block")
    except EvalscriptError as error:
        # the service may know more of the language than we do, and have more patience than a dialog
        if error.kind not in ("unsupported", "stopped"):
            raise ScriptError(error.line, error.message) from error
        return 0
    if "updateOutput" in text.replace("updateOutputMetadata", ""):
        return 0
    outputs = program.bands
    return outputs.get("default", next(iter(outputs.values())) if len(outputs) == 1 else 0)


def _grid(order: StackOrder) -> PixelGrid:
    if order.align_to:
        return match_grid(order.area, order.align_to)
    if order.area is None:
        raise InvalidRequest("EXTENT", "extent_and_mask")
    return build_grid(order.area, order.crs, order.resolution)
