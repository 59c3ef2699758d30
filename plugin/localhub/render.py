# SPDX-License-Identifier: GPL-2.0-or-later
"""From a coverage question to pixels, one image for each output of the script that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..core.grid import PixelGrid
from ..evalscript import Budget, EvalscriptError, OutputSpec, Program, compile_evalscript, encode_samples
from ..evalscript.request import input_ids
from .answers import Refusal
from .charges import units_of_image
from .evaluation import Evaluation, EvaluationQuestion
from .instance import Instance
from .layers import find_collection
from .places import Polygons, metres_per_pixel
from .resampling import NEAREST_ONLY, Resampling
from .sampling import DATA_MASK, legacy_type
from .selection import SceneQuery
from .source import SceneSource

_DEFAULT_OUTPUT = "default"


@dataclass(frozen=True)
class SceneData:
    """One collection that a script is given."""

    source: SceneSource
    query: SceneQuery
    resampling: Resampling = NEAREST_ONLY
    name: str = ""
    """Under which a script finds it."""


@dataclass(frozen=True)
class CoverageQuestion:
    """Images that are asked for."""

    data: tuple[SceneData, ...]
    evalscript: str
    grid: PixelGrid
    geometry: Polygons | None = None
    outputs: tuple[str, ...] = ()
    """Ids of the script's outputs; empty for the one that comes back over OGC."""

    wants_user_data: bool = False


@dataclass(frozen=True)
class Image:
    """An answer before it becomes a file."""

    pixels: np.ndarray
    """(band, row, column) in the script's sample type."""

    nodata: float | None


@dataclass(frozen=True)
class Rendering:
    """Everything that was asked for."""

    images: Mapping[str, Image]
    """By the id of the output, in the order of the question."""

    user_data: object
    """JSON-able; None where it was not asked for, and where the script leaves none."""

    processing_units: float

    @property
    def image(self) -> Image:
        """The only one, or the first."""
        return next(iter(self.images.values()))


def render(question: CoverageQuestion, instance: Instance) -> Rendering:
    """Compute images.

    :raises Refusal: when the script or the question cannot be served, or the account does not have the units.
    """
    _check_resolution(question)
    limits, is_cancelled = instance.limits, instance.is_stopping
    budget = Budget(limits.time_limit_s, limits.step_limit, is_cancelled)
    try:
        return _render(question, instance, budget)
    except EvalscriptError as error:
        if error.kind == "stopped":
            status, code = (503, "COMMON_EXCEPTION") if is_cancelled() else (400, "RENDERER_EXCEPTION")
            raise Refusal(f"Failed to evaluate script! Error: {error.message}", status, code) from error
        place = f"evalscript.js:{error.line}: " if error.line else ""
        message = f"Failed to evaluate script! {place}Error: {error.message}"
        raise Refusal(message, code="RENDERER_EXCEPTION") from error


def _render(question: CoverageQuestion, instance: Instance, budget: Budget) -> Rendering:
    program = _compile(question, budget)
    outputs = _find_outputs(program.setup.outputs, question.outputs)
    evaluation = Evaluation(_ask(program, question), instance.limits, budget)
    grid = question.grid
    dtypes = {output.id: encode_samples(np.zeros(1), output.sample_type, None).dtype for output in outputs}
    units = units_of_image(evaluation, grid, any(dtype.kind == "f" for dtype in dtypes.values()))
    instance.admit(units)
    pixels = {
        output.id: np.zeros((evaluation.counts[output.id], grid.height, grid.width), dtypes[output.id])
        for output in outputs
    }
    for block in evaluation.blocks():
        for name, array in pixels.items():
            if name not in block.outputs:
                message = "Failed to evaluate script! Error: Script must return an array."
                raise Refusal(message, code="RENDERER_EXCEPTION")
            values = block.outputs[name]
            array[:, block.row : block.row + values.shape[1]] = values
    images = {output.id: Image(pixels[output.id], output.nodata_value) for output in outputs}
    return Rendering(images, evaluation.user_data() if question.wants_user_data else None, units)


def _ask(program: Program, question: CoverageQuestion) -> EvaluationQuestion:
    """The question with data for each input of the script."""
    data = _assign(program, question.data)
    return EvaluationQuestion(
        program,
        tuple(one.source for one in data),
        question.grid,
        data[0].query,
        question.geometry,
        wants_user_data=question.wants_user_data,
        queries=tuple(one.query for one in data),
        resamplings=tuple(one.resampling for one in data),
    )


def _assign(program: Program, data: Sequence[SceneData]) -> tuple[SceneData, ...]:
    """The data of each input: by its name in a fusion, else the only ones there are."""
    if not program.is_fusion:
        return (data[0],)
    named = {one.name or str(place): one for place, one in enumerate(data)}
    missing = [name for name in input_ids(program.setup) if name not in named]
    if missing:
        raise Refusal(f"Datasource {missing[0]} of the script is not in the request. There are: {', '.join(named)}.")
    return tuple(named[name] for name in input_ids(program.setup))


def _compile(question: CoverageQuestion, budget: Budget) -> Program:
    """A program of this question's own, because it keeps what the script's hooks leave behind."""
    known = list(dict.fromkeys([name for one in question.data for name in one.source.bands] + [DATA_MASK]))
    program = compile_evalscript(question.evalscript, known_bands=known, budget=budget)
    if program.is_fusion and len(question.data) == 1:
        raise Refusal("Invalid script! Data fusion needs a layer with several collections; this layer has one.")
    if len(question.data) > 1 and not program.is_fusion:
        raise Refusal("Invalid script! The request has several collections; name the datasource of each input.")
    return program


def _find_outputs(outputs: Sequence[OutputSpec], wanted: Sequence[str]) -> list[OutputSpec]:
    """The outputs of these ids, or the one that comes back over OGC."""
    by_id = {output.id: output for output in outputs}
    if not wanted:
        wanted = [_DEFAULT_OUTPUT] if _DEFAULT_OUTPUT in by_id or len(outputs) > 1 else [outputs[0].id]
    for name in wanted:
        if name not in by_id:
            raise Refusal(f"Output {name[:80]} requested but missing from function setup()")
    return [by_id[name] for name in wanted]


def _check_resolution(question: CoverageQuestion) -> None:
    size = metres_per_pixel(question.grid)
    for source in (one.source for one in question.data):
        collection = find_collection(source)
        limit = collection.max_resolution_m_per_px if collection else None
        if limit and size > limit * 1.0001:
            raise Refusal(
                f"The request of {size:.2f} meters per pixel exceeds the limit {limit:.2f} meters per pixel of the "
                f"collection {legacy_type(source)}. Please revise the resolution (or size of the image).",
                code="COMMON_EXCEPTION",
            )
