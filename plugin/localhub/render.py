# SPDX-License-Identifier: GPL-2.0-or-later
"""From a coverage question to pixels: choose scenes, group them, run the script block by block."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import numpy as np

from ..core.dates import UTC, start_of_day
from ..core.grid import PixelGrid
from ..evalscript import Budget, EvalscriptError, Orbit, OutputSpec, Program, Tile, compile_evalscript, encode_samples
from .answers import Refusal
from .layers import find_collection
from .limits import HubLimits
from .places import Polygons, metres_per_pixel
from .price import processing_units
from .resampling import NEAREST_ONLY, Resampling
from .sampling import DATA_MASK, Sampler, legacy_type, wanted_bands
from .selection import SceneQuery, keep_newest_day, select_scenes
from .source import SceneRecord, SceneSource

_LOG = logging.getLogger(__name__)
_DEFAULT_OUTPUT = "default"
_MAX_BANDS = 60_000


@dataclass(frozen=True)
class CoverageQuestion:
    """One image that is asked for."""

    source: SceneSource
    evalscript: str
    grid: PixelGrid
    query: SceneQuery
    geometry: Polygons | None = None
    resampling: Resampling = NEAREST_ONLY


@dataclass(frozen=True)
class Image:
    """The answer before it becomes a file."""

    pixels: np.ndarray
    """(band, row, column) in the script's sample type."""

    nodata: float | None
    processing_units: float


@dataclass(frozen=True)
class _Group:
    """Scenes that make one sample, as the script is told of them."""

    records: tuple[SceneRecord, ...]
    told: Tile | Orbit | None
    """None when everything is flattened into one sample."""


def render(question: CoverageQuestion, limits: HubLimits, is_cancelled: Callable[[], bool]) -> Image:
    """Compute an image.

    :raises Refusal: when the script or the question cannot be served.
    """
    _check_resolution(question)
    budget = Budget(limits.time_limit_s, limits.step_limit, is_cancelled)
    try:
        return _Rendering(question, _compile(question, budget), limits, budget).run()
    except EvalscriptError as error:
        if error.kind == "stopped":
            status, code = (503, "COMMON_EXCEPTION") if is_cancelled() else (400, "RENDERER_EXCEPTION")
            raise Refusal(f"Failed to evaluate script! Error: {error.message}", status, code) from error
        place = f"evalscript.js:{error.line}: " if error.line else ""
        message = f"Failed to evaluate script! {place}Error: {error.message}"
        raise Refusal(message, code="RENDERER_EXCEPTION") from error


def _compile(question: CoverageQuestion, budget: Budget) -> Program:
    """A program of this question's own, because it keeps what the script's hooks leave behind."""
    known = [*question.source.bands, DATA_MASK]
    program = compile_evalscript(question.evalscript, known_bands=known, budget=budget)
    inputs = program.setup.inputs
    if len(inputs) == 1 and inputs[0].mosaicking:  # an input's own mosaicking beats the script's
        program.setup = replace(program.setup, mosaicking=inputs[0].mosaicking)
    return program


class _Rendering:
    """One image on its way."""

    def __init__(self, question: CoverageQuestion, program: Program, limits: HubLimits, budget: Budget) -> None:
        self._question, self._program, self._limits, self._budget = question, program, limits, budget
        self._output = _find_output(program.setup.outputs)
        self._wanted = wanted_bands(program.setup, question.source)
        self._mosaicking = program.setup.mosaicking

    def run(self) -> Image:
        """All blocks, one after the other."""
        groups = self._select_groups()
        counts = self._count_bands(groups)
        grid, output = self._question.grid, self._output
        dtype = encode_samples(np.zeros(1), output.sample_type, None).dtype
        size = counts[output.id] * grid.pixel_count * dtype.itemsize
        if not 1 <= counts[output.id] <= _MAX_BANDS or size > self._limits.max_output_bytes:
            raise Refusal(f"Output of {counts[output.id]} bands on {grid.width} x {grid.height} pixels is too large!")
        pixels = np.zeros((counts[output.id], grid.height, grid.width), dtype)
        for row, block in self._blocks(len(groups)):
            values = self._evaluate(block, groups, counts)
            encoded = encode_samples(values, output.sample_type, output.nodata_value)
            pixels[:, row : row + block.height] = encoded.reshape(-1, block.height, block.width)
        units = processing_units(grid.width, grid.height, len(self._wanted), dtype.kind == "f", len(groups))
        return Image(pixels, output.nodata_value, units)

    def _select_groups(self) -> list[_Group]:
        """What makes up the samples, after the script's own choice."""
        query = self._question.query
        records = select_scenes(self._question.source, query)
        if query.period.is_open and self._mosaicking != "SIMPLE":
            records = keep_newest_day(records)
        groups = group_scenes(records, self._mosaicking, "bounds" in self._program.setup.inputs[0].metadata)
        if self._mosaicking != "SIMPLE":
            kept = self._program.select_scenes(_told(groups), query.period.start, query.period.end, budget=self._budget)
            groups = [groups[index] for index in kept]
        scenes = len(groups) or 1
        if self._question.grid.pixel_count * scenes > self._limits.max_pixel_scenes:
            raise Refusal(
                f"{self._question.grid.pixel_count} pixels of {scenes} scenes are too large! "
                f"Should be at most {self._limits.max_pixel_scenes} pixels times scenes."
            )
        return groups

    def _count_bands(self, groups: Sequence[_Group]) -> dict[str, int]:
        return dict(self._program.count_output_bands(_told(groups), budget=self._budget))

    def _blocks(self, group_count: int) -> Iterator[tuple[int, PixelGrid]]:
        """Runs of whole rows that are small enough to be held at once."""
        grid, limits = self._question.grid, self._limits
        bytes_per_pixel = 8 * (len(self._wanted) + 1) * max(1, group_count)
        pixels = min(limits.block_pixels, limits.block_bytes // bytes_per_pixel)
        rows = max(1, pixels // grid.width)
        for row in range(0, grid.height, rows):
            yield row, grid.window(0, row, grid.width, rows)

    def _evaluate(self, block: PixelGrid, groups: Sequence[_Group], counts: dict[str, int]) -> np.ndarray:
        question = self._question
        inside = question.geometry.mask(block).ravel() if question.geometry else None
        sampler = Sampler(question.source, self._wanted, question.resampling)
        samples = []
        for group in groups:
            _stop_if_cancelled(self._budget)
            samples.append(sampler.read(group.records, block, inside))
        results = self._program.evaluate(
            samples[0] if self._mosaicking == "SIMPLE" else samples,
            _told(groups),
            lanes=block.pixel_count,
            normalization_factor=question.source.normalization_factor,
            output_bands=counts,
            time_from=question.query.period.start,
            time_to=question.query.period.end,
            budget=self._budget,
        )
        if self._output.id not in results:
            raise Refusal("Failed to evaluate script! Error: Script must return an array.", code="RENDERER_EXCEPTION")
        return results[self._output.id]


def group_scenes(records: Sequence[SceneRecord], mosaicking: str, with_bounds: bool = False) -> list[_Group]:
    """Scenes, in the order of their priority, as the samples of a mosaicking.

    SIMPLE is one sample of everything; ORBIT one for each UTC day, in the order of each day's first scene;
    TILE one for each scene.

    :param with_bounds: the script wants to be told where the scenes lie.
    """
    if mosaicking == "TILE":
        return [_Group((record,), tell_tile(record, with_bounds)) for record in records]
    if mosaicking != "ORBIT":
        return [_Group(tuple(records), None)]
    days: dict = {}
    for record in records:
        days.setdefault(record.time.astimezone(UTC).date(), []).append(record)
    groups = []
    for day, members in days.items():
        start = start_of_day(day)
        end = start + timedelta(hours=23, minutes=59, seconds=59)
        tiles = tuple(tell_tile(record, with_bounds) for record in members)
        groups.append(_Group(tuple(members), Orbit(start, end, tiles)))
    return groups


def _told(groups: Sequence[_Group]) -> Any:
    """What the script hears of the samples: all tiles, or all orbits, or nothing."""
    return [group.told for group in groups if group.told is not None]


def tell_tile(record: SceneRecord, with_bounds: bool = False) -> Tile:
    """What a script is told of a scene."""
    return Tile(
        date=record.time,
        cloud_cover_pct=record.cloud_cover_pct,
        data_path=record.data_path,
        sh_id=record.scene_id,
        tile_id=record.tile_id,
        geometry=_geometry(record) if with_bounds else None,
        envelope=_envelope(record) if with_bounds else None,
        extra={"productId": record.product_id} if record.product_id else {},
    )


def _geometry(record: SceneRecord) -> dict:
    rings = [[[list(point) for point in ring]] for ring in record.footprint]
    return {"type": "MultiPolygon", "coordinates": rings}


def _envelope(record: SceneRecord) -> dict:
    xmin, ymin, xmax, ymax = record.bounds
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{record.crs.replace(':', '::', 1)}"}}
    box = [[xmin, ymin], [xmax, ymin], [xmax, ymax], [xmin, ymax], [xmin, ymin]]
    return {"type": "Polygon", "crs": crs, "coordinates": [box]}


def _find_output(outputs: Sequence[OutputSpec]) -> OutputSpec:
    """The one output that comes back over OGC."""
    for output in outputs:
        if output.id == _DEFAULT_OUTPUT:
            return output
    if len(outputs) == 1:
        return outputs[0]
    raise Refusal(f"Output {_DEFAULT_OUTPUT} requested but missing from function setup()")


def _check_resolution(question: CoverageQuestion) -> None:
    collection = find_collection(question.source)
    limit = collection.max_resolution_m_per_px if collection else None
    size = metres_per_pixel(question.grid)
    if limit and size > limit * 1.0001:
        raise Refusal(
            f"The request of {size:.2f} meters per pixel exceeds the limit {limit:.2f} meters per pixel of the "
            f"collection {legacy_type(question.source)}. Please revise the resolution (or size of the image).",
            code="COMMON_EXCEPTION",
        )


def _stop_if_cancelled(budget: Budget) -> None:
    if budget.is_cancelled is not None and budget.is_cancelled():
        raise Refusal("The service is shutting down.", 503, "COMMON_EXCEPTION")
