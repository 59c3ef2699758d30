# SPDX-License-Identifier: GPL-2.0-or-later
"""From a coverage question to pixels: the one output of a script that comes back over OGC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..core.grid import PixelGrid
from ..evalscript import Budget, EvalscriptError, OutputSpec, Program, compile_evalscript, encode_samples
from .answers import Refusal
from .evaluation import Evaluation, EvaluationQuestion
from .layers import find_collection
from .limits import HubLimits
from .places import Polygons, metres_per_pixel
from .price import processing_units
from .resampling import NEAREST_ONLY, Resampling
from .sampling import DATA_MASK, legacy_type
from .selection import SceneQuery
from .source import SceneSource

_DEFAULT_OUTPUT = "default"


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


def render(question: CoverageQuestion, limits: HubLimits, is_cancelled: Callable[[], bool]) -> Image:
    """Compute an image.

    :raises Refusal: when the script or the question cannot be served.
    """
    _check_resolution(question)
    budget = Budget(limits.time_limit_s, limits.step_limit, is_cancelled)
    try:
        return _render(question, limits, budget)
    except EvalscriptError as error:
        if error.kind == "stopped":
            status, code = (503, "COMMON_EXCEPTION") if is_cancelled() else (400, "RENDERER_EXCEPTION")
            raise Refusal(f"Failed to evaluate script! Error: {error.message}", status, code) from error
        place = f"evalscript.js:{error.line}: " if error.line else ""
        message = f"Failed to evaluate script! {place}Error: {error.message}"
        raise Refusal(message, code="RENDERER_EXCEPTION") from error


def _render(question: CoverageQuestion, limits: HubLimits, budget: Budget) -> Image:
    program = _compile(question, budget)
    output = _find_output(program.setup.outputs)
    asked = EvaluationQuestion(
        program, (question.source,), question.grid, question.query, question.geometry, question.resampling
    )
    evaluation = Evaluation(asked, limits, budget)
    grid = question.grid
    dtype = encode_samples(np.zeros(1), output.sample_type, None).dtype
    pixels = np.zeros((evaluation.counts[output.id], grid.height, grid.width), dtype)
    for block in evaluation.blocks():
        if output.id not in block.outputs:
            raise Refusal("Failed to evaluate script! Error: Script must return an array.", code="RENDERER_EXCEPTION")
        values = block.outputs[output.id]
        pixels[:, block.row : block.row + values.shape[1]] = values
    bands = len(evaluation.inputs[0].wanted)
    units = processing_units(grid.width, grid.height, bands, dtype.kind == "f", evaluation.scene_count)
    return Image(pixels, output.nodata_value, units)


def _compile(question: CoverageQuestion, budget: Budget) -> Program:
    """A program of this question's own, because it keeps what the script's hooks leave behind."""
    known = [*question.source.bands, DATA_MASK]
    program = compile_evalscript(question.evalscript, known_bands=known, budget=budget)
    if program.is_fusion:
        raise Refusal("Invalid script! Data fusion needs a layer with several collections; this layer has one.")
    return program


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
