# SPDX-License-Identifier: GPL-2.0-or-later
"""Running an evalscript here: from an order as people give it to rasters, user data, and the trace of a pixel."""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from .bridge.areas import Area, build_grid, check_bounds
from .bridge.projection import is_geographic, transform_bounds
from .bridge.script_raster import ScriptRasterWriter, storable_dtype
from .core.dates import UTC, end_of_day, format_instant, start_of_day
from .core.errors import Cancelled, FileProblem, InvalidRequest, NoAcquisitions, ScriptError
from .core.grid import PixelGrid, align_grid
from .core.progress import Progress
from .core.script_results import ScriptNote, ScriptOutcome
from .evalscript import Budget, EvalscriptError, OutputSpec, compile_evalscript, encode_samples
from .evalscript.request import input_ids
from .localhub import HubLimits
from .localhub.answers import Refusal
from .localhub.evaluation import Evaluation, EvaluationQuestion
from .localhub.periods import Period
from .localhub.resampling import NEAREST_ONLY, Resampling
from .localhub.selection import MOST_RECENT, SceneQuery, select_scenes
from .localhub.source import SceneSource
from .scene_sources import native_grid, open_scenes, split_scenes
from .stack_scenes import StackSource
from .stacks import check_target

DEFAULT_TIME_LIMIT_S = 600.0
STEP_LIMIT = 10**12
_PREFIX = re.compile(r"^(?:Failed to evaluate script!\s*(?:Error:\s*)?|Invalid script!\s*)")
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class ScriptOrder:
    """What is to be run, in the user's own terms."""

    evalscript: str
    scenes: str
    """``demo``, a folder of scenes, a stack; or one of these for each input of the script: ``s2=demo;s1=/data``."""

    area: Area | None = None
    """None for all of the scenes (a stack or a folder)."""

    crs: str = ""
    """CRS of the outputs, empty for that of the scenes."""

    resolution: float | None = None
    """Pixel size in units of the CRS, None for that of the scenes."""

    start: date | None = None
    """First UTC day, inclusive; None for the first scene."""

    end: date | None = None
    """Last UTC day, inclusive; None for the last scene."""

    max_cloud_cover_pct: float = 100.0
    resampling: Resampling = field(default=NEAREST_ONLY)
    priority: str = MOST_RECENT
    time_limit_s: float = DEFAULT_TIME_LIMIT_S


def check_order(order: ScriptOrder) -> None:
    """What can be found wrong without opening the scenes; cheap.

    :raises InvalidRequest: naming the parameter. :raises ScriptError: when the script cannot be read.
    """
    if not order.evalscript.strip():
        raise InvalidRequest("EVALSCRIPT", "no_script")
    if order.start and order.end and order.end < order.start:
        raise InvalidRequest("END", "reversed_dates", start=str(order.start), end=str(order.end))
    if order.resolution is not None and not order.resolution > 0:
        raise InvalidRequest("RESOLUTION", "not_positive", value=order.resolution)


def choose_resampling(method: str) -> Resampling:
    """``NEAREST``, ``BILINEAR`` or ``BICUBIC`` in both directions, as a fetch asks the service for it."""
    return Resampling(method, method)


def run_script(order: ScriptOrder, target: Path, user_data_target: Path | None, progress: Progress) -> ScriptOutcome:
    """Run a script over its area and write every output; files are whole or not there.

    The ``default`` output (else the first) gets the name of ``target``, others ``<target>_<id>.tif`` beside it.

    :raises TimestackError: one of :mod:`.core.errors`.
    """
    check_order(order)
    check_target(target)
    if user_data_target is not None and not user_data_target.parent.is_dir():
        raise InvalidRequest("USERDATA", "no_folder", value=str(user_data_target.parent))
    with script_errors(progress):
        budget = Budget(order.time_limit_s, STEP_LIMIT, progress.is_cancelled)
        question, sources = prepare_question(order, budget)
        evaluation = Evaluation(question, disk_limits(order), budget)
        progress.tell(_summary(evaluation, question))
        paths = _name_files(question.program.setup.outputs, target)
        notes = _write_outputs(evaluation, question, paths, _about(order, question, sources), progress)
        user_data = evaluation.user_data()
    if user_data_target is not None:
        _write_json(user_data_target, user_data)
    program = question.program
    engine_notes = tuple(ScriptNote(note.kind, note.line, note.message) for note in program.notes)
    return ScriptOutcome(
        paths, user_data, user_data_target, _scene_count(evaluation), program.engine, (*engine_notes, *notes)
    )


def prepare_question(order: ScriptOrder, budget: Budget) -> tuple[EvaluationQuestion, tuple[SceneSource, ...]]:
    """Open the scenes and compile the script.

    :returns: what is to be computed, and the scenes of each input of the script.
    :raises TimestackError: when either cannot be used. :raises EvalscriptError: when the script cannot be read.
    """
    places = split_scenes(order.scenes)
    first = open_scenes(next(iter(places.values())))
    program = compile_evalscript(order.evalscript, known_bands=[*first.bands, "dataMask"])
    names = input_ids(program.setup)
    missing = [name for name in names if name not in places and "" not in places]
    if missing and program.is_fusion:
        raise InvalidRequest("SCENES", "no_scenes_for_input", input=missing[0], inputs=", ".join(names))
    sources = tuple(open_scenes(places.get(name, places.get("", next(iter(places.values()))))) for name in names)
    grid = _grid(order, sources[0])
    period = _period(order, sources)
    query = SceneQuery(grid.bounds, grid.crs, period, order.max_cloud_cover_pct, order.priority)
    if not any(select_scenes(source, query) for source in sources):
        # the service answers with an empty image; here that is most likely a mistake
        raise NoAcquisitions(str(period.start.date()), str(period.end.date()), order.max_cloud_cover_pct)
    return EvaluationQuestion(program, sources, grid, query, None, order.resampling, True), sources


def _grid(order: ScriptOrder, source: SceneSource) -> PixelGrid:
    """On the lattice of the scenes unless the order says otherwise."""
    native = native_grid(source)
    if order.area is None:
        if not order.crs and order.resolution is None:
            return native
        return build_grid(Area(native.bounds, native.crs), order.crs or native.crs, _resolution(order, native))
    check_bounds(order.area.bounds)
    crs = order.crs or native.crs
    if crs == native.crs and order.resolution is None and isinstance(source, StackSource):
        return align_grid(transform_bounds(order.area.bounds, order.area.crs, crs), native)
    return build_grid(order.area, crs, _resolution(order, native))


def _resolution(order: ScriptOrder, native: PixelGrid) -> float:
    if order.resolution is not None:
        return order.resolution
    if order.crs and is_geographic(order.crs) != is_geographic(native.crs):
        raise InvalidRequest("RESOLUTION", "needs_resolution", crs=order.crs)
    return native.pixel_width


def _period(order: ScriptOrder, sources: Sequence[SceneSource]) -> Period:
    times = [record.time for source in sources for record in source.records()]
    if not times:
        raise InvalidRequest("SCENES", "no_scenes")
    start = start_of_day(order.start) if order.start else start_of_day(min(times).astimezone(UTC).date())
    end = end_of_day(order.end) if order.end else end_of_day(max(times).astimezone(UTC).date())
    return Period(start, end)


def _scene_count(evaluation: Evaluation) -> int:
    """Samples, or with SIMPLE the scenes that are flattened into the one."""
    return sum(
        sum(len(group.records) for group in one.groups) if one.mosaicking == "SIMPLE" else len(one.groups)
        for one in evaluation.inputs
    )


def disk_limits(order: ScriptOrder) -> HubLimits:
    """Blocks are written as they come, so only the disk limits the size."""
    return HubLimits(max_pixel_scenes=10**13, max_output_bytes=1 << 42, time_limit_s=order.time_limit_s)


def _write_outputs(
    evaluation: Evaluation,
    question: EvaluationQuestion,
    paths: Mapping[str, Path],
    about: Mapping[str, str],
    progress: Progress,
) -> list[ScriptNote]:
    grid, notes = question.grid, []
    with ExitStack() as stack:
        writers: dict[str, ScriptRasterWriter] = {}
        for output in question.program.setup.outputs:
            declared = encode_samples(np.zeros(1), output.sample_type, None).dtype.name
            stored = storable_dtype(declared)
            if stored != declared:
                notes.append(ScriptNote("stored_wider", 0, f"{output.id}: {declared} as {stored}"))
            writers[output.id] = stack.enter_context(
                ScriptRasterWriter(
                    paths[output.id], grid, evaluation.counts[output.id], stored,
                    output_id=output.id, nodata=output.nodata_value, about=about,
                )
            )  # fmt: skip
        missing = set(writers)
        for block in evaluation.blocks():
            for name, values in block.outputs.items():
                missing.discard(name)
                writers[name].write_bands(range(1, values.shape[0] + 1), 0, block.row, values)
            progress.report(min(1.0, (block.row + 1) / grid.height))
        notes += [ScriptNote("output_never_returned", 0, name) for name in writers if name in missing]
        for writer in writers.values():
            writer.commit()
    progress.report(1.0)
    return notes


def _name_files(outputs: Sequence[OutputSpec], target: Path) -> dict[str, Path]:
    """One file for each output; ids come out of the script, so only harmless letters of them reach a file name."""
    target = target if target.suffix else target.with_suffix(".tif")
    ids = [output.id for output in outputs]
    main = "default" if "default" in ids else ids[0]
    taken, paths = {target.name.lower()}, {}
    for name in ids:
        if name == main:
            paths[name] = target
            continue
        safe = _UNSAFE.sub("_", name)[:60] or "output"
        free, number = f"{target.stem}_{safe}{target.suffix}", 2
        while free.lower() in taken:
            free, number = f"{target.stem}_{safe}_{number}{target.suffix}", number + 1
        taken.add(free.lower())
        paths[name] = target.with_name(free)
    return paths


def _about(order: ScriptOrder, question: EvaluationQuestion, sources: Sequence[SceneSource]) -> dict[str, str]:
    period = question.query.period
    return {
        "EVALSCRIPT": order.evalscript,
        "COLLECTION": ", ".join(source.collection_id for source in sources),
        "FROM": format_instant(period.start),
        "TO": format_instant(period.end),
    }


def _summary(evaluation: Evaluation, question: EvaluationQuestion) -> str:
    grid = question.grid
    outputs = ", ".join(f"{name}: {count}" for name, count in evaluation.counts.items())
    return f"{grid.width} x {grid.height} px ({grid.crs}), {_scene_count(evaluation)} scenes; bands: {outputs}"


def _write_json(target: Path, content: object) -> None:
    temporary = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        temporary.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
        os.replace(temporary, target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise FileProblem(str(target), error.strerror or str(error), "write") from error


@contextmanager
def script_errors(progress: Progress) -> Iterator[None]:
    """What the engine and the hub's parts raise, as errors with words for people."""
    try:
        yield
    except EvalscriptError as error:
        if progress.is_cancelled():
            raise Cancelled() from error
        raise ScriptError(error.line, error.message) from error
    except Refusal as refusal:
        if progress.is_cancelled():
            raise Cancelled() from refusal
        raise ScriptError(0, _PREFIX.sub("", refusal.message)) from refusal
