# SPDX-License-Identifier: GPL-2.0-or-later
"""Following one pixel through an evalscript: what it was given, what it returned, what is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from .bridge.projection import transform_point
from .core.dates import format_instant
from .core.errors import InvalidRequest
from .core.progress import Progress
from .core.script_results import PixelTrace, ScriptNote, TracedSample, TracedVariable
from .evalscript import Budget, Program
from .evalscript.request import input_ids
from .evalscripts import STEP_LIMIT, ScriptOrder, check_order, disk_limits, prepare_question, script_errors
from .localhub.evaluation import Evaluation, SceneGroup, ScriptInput


def trace_script(order: ScriptOrder, point: tuple[float, float], crs: str, progress: Progress) -> PixelTrace:
    """Everything about the pixel under a point.

    :param point: x and y in ``crs``, x first.
    :raises InvalidRequest: when the point lies outside the order's grid.
    """
    check_order(order)
    with script_errors(progress):
        budget = Budget(order.time_limit_s, STEP_LIMIT, progress.is_cancelled)
        question, _ = prepare_question(order, budget)
        grid = question.grid
        place = grid.locate(*transform_point(*point, crs, grid.crs))
        if place is None:
            raise InvalidRequest("POINT", "outside", x=f"{point[0]:g}", y=f"{point[1]:g}")
        evaluation = Evaluation(question, disk_limits(order), budget)
        found = evaluation.trace(*place)
    pixel = grid.window(*place, 1, 1)
    program = question.program
    return PixelTrace(
        place=(pixel.xmin + pixel.pixel_width / 2, pixel.ymax - pixel.pixel_height / 2),
        crs=grid.crs,
        samples=_traced_samples(program, evaluation.inputs, found.samples, found.scenes),
        left_out=tuple(_label(group) for one in evaluation.inputs for group in one.left_out),
        returned=found.returned,
        outputs=found.outputs,
        user_data=found.user_data,
        engine=found.engine,
        variables=tuple(TracedVariable(line, name, value) for line, name, value in found.variables),
        notes=tuple(ScriptNote(note.kind, note.line, note.message) for note in program.notes),
    )


def _traced_samples(
    program: Program, inputs: Sequence[ScriptInput], samples: Any, scenes: Any
) -> tuple[TracedSample, ...]:
    traced = []
    for name, one in zip(input_ids(program.setup), inputs):
        values = samples[name] if program.is_fusion else samples
        told = _scene_list(scenes.get(name) if program.is_fusion else scenes)
        for position, sample in enumerate([values] if isinstance(values, dict) else values):
            group = one.groups[position]
            scene = told[position] if position < len(told) else None
            traced.append(
                TracedSample(name if program.is_fusion else "", _label(group), _time(group), dict(sample), scene)
            )
    return tuple(traced)


def _scene_list(scenes: Any) -> list:
    if isinstance(scenes, Mapping):
        for key in ("orbits", "tiles"):
            if isinstance(scenes.get(key), list):
                return list(scenes[key])
        inner = scenes.get("scenes")
        return _scene_list(inner) if isinstance(inner, Mapping) else list(inner or [])
    return list(scenes) if isinstance(scenes, list) else []


def _label(group: SceneGroup) -> str:
    told = group.told
    if told is None:
        return ""
    if hasattr(told, "date_from"):
        return told.date_from.strftime("%Y-%m-%d")
    return " ".join(word for word in (format_instant(told.date), told.tile_id) if word)


def _time(group: SceneGroup) -> datetime | None:
    told = group.told
    return None if told is None else getattr(told, "date_from", None) or getattr(told, "date", None)
