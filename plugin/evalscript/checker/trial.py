# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a script on a few invented pixels and keeps what it did."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np

from ...core.catalogue import Collection
from ..budget import Budget
from ..engine.values import UNDEFINED
from ..errors import EvalscriptError, engine_errors
from ..library.objects import to_plain
from ..parser import Node
from ..program import Program, compile_evalscript
from ..request import input_ids, input_mosaickings
from ..script import Script
from .typical_pixels import EMPTY_LANES, LANES, days_over_a_year, make_sample, make_scenes

SCENE_COUNTS = (12, 3, 1, 0)
TIME_LIMIT_S = 1.0
MAX_STEPS = 2_000_000
MAX_BYTES = 64 << 20
_TRACED_LANES = (0, 7, LANES - 1)
_DAY = re.compile(r"\b(19[89]\d|20\d\d)-(\d\d)-(\d\d)")
MAX_DAYS = 12


@dataclass(frozen=True)
class Run:
    """One trial: what the script was offered, and what it made of it."""

    scene_count: int
    """Scenes offered; -1 for SIMPLE, where there is one sample."""

    stage: str
    """The function that it ended in, or ``done``."""

    kept: int = 0
    """Scenes that the script kept."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """Output bands by id, after updateOutput."""

    outputs: Mapping[str, np.ndarray] = field(default_factory=dict)
    """By id, float64 (bands, lanes)."""

    returned: tuple[Any, ...] = ()
    """What a few pixels returned, as plain data; None for nothing."""

    error: EvalscriptError | None = None


def new_budget() -> Budget:
    """What one check may spend on running the script."""
    return Budget(TIME_LIMIT_S, MAX_STEPS, None, MAX_BYTES)


def run_setup(tree: Node, budget: Budget) -> Any:
    """What ``setup()`` returns, as plain data; None for undefined.

    :raises EvalscriptError: when the top level or the function fails.
    """
    with engine_errors():
        runtime = Script(tree).load(budget)
        plain = to_plain(runtime.call(runtime.globals.names.get("setup"), UNDEFINED, [], None))
        return None if plain is UNDEFINED else plain


def compile_for_trial(text: str, budget: Budget, known_bands: Sequence[str]) -> Program:
    """:raises EvalscriptError: as :func:`compile_evalscript`; only the block engine is asked, which limits memory."""
    return compile_evalscript(text, known_bands=known_bands or None, budget=budget, engine="block")


def try_out(program: Program, text: str, collection: Collection | None, budget: Budget) -> list[Run]:
    """Run a program on 12, 3, 1 and no scenes, or once when it is SIMPLE; stops when time is up."""
    mosaickings = input_mosaickings(program.setup)
    if all(mosaicking == "SIMPLE" for mosaicking in mosaickings):
        runs = [_run(program, [], -1, collection, budget)]
        if program.is_fusion:
            runs.append(_run(program, [], 0, collection, budget))
        return runs
    runs = []
    named = _named_days(text)
    for count in SCENE_COUNTS:
        days = days_over_a_year(count) + (named if count == SCENE_COUNTS[0] else [])
        runs.append(_run(program, days, count, collection, budget))
        if runs[-1].error is not None and runs[-1].error.kind in ("stopped", "unsupported"):
            break
    return runs


def _named_days(text: str) -> list[datetime]:
    """Days that the script names, which its filters may be waiting for."""
    days: dict[datetime, None] = {}
    for year, month, day in _DAY.findall(text):
        try:
            days[datetime(int(year), int(month), int(day), 10, 15, tzinfo=timezone.utc)] = None
        except ValueError:
            continue
    return [moment for day in list(days)[:MAX_DAYS] for moment in (day, day + timedelta(days=1))]


def _run(program: Program, days: list[datetime], count: int, collection: Collection | None, budget: Budget) -> Run:
    """One trial; what happened until an error is kept too."""
    stage, kept_count = "preProcessScenes", 0
    names, mosaickings = input_ids(program.setup), input_mosaickings(program.setup)
    offered = [[] if kind == "SIMPLE" else make_scenes(kind, days) for kind in mosaickings]
    start, end = min(days, default=days_over_a_year(1)[0]), max(days, default=days_over_a_year(2)[1])
    start, end = start - timedelta(days=1), end + timedelta(days=1)
    try:
        program.restart_pixels()
        if any(kind != "SIMPLE" for kind in mosaickings):
            kept = program.select_scenes(_in_form(program, offered), start, end, budget)
            lists = [kept[name] for name in names] if program.is_fusion else [kept]
            offered = [[scenes[k] for k in keep] for scenes, keep in zip(offered, lists)]
        kept_count = max((len(scenes) for scenes in offered), default=0)
        stage = "updateOutput"
        counts = program.count_output_bands(_in_form(program, offered), budget)
        stage = "evaluatePixel"
        samples = _samples(program, offered, collection, has_samples=count != 0)
        scenes = _in_form(program, offered)
        outputs = program.evaluate(
            samples, scenes, lanes=LANES, output_bands=counts, time_from=start, time_to=end, budget=budget
        )
        returned = _trace(program, samples, scenes, counts, (start, end), budget)
        stage = "updateOutputMetadata"
        _describe(program, scenes, start, end, budget)
    except EvalscriptError as error:
        return Run(count, stage, kept_count, error=error)
    return Run(count, "done", kept_count, counts, outputs, returned)


def _trace(
    program: Program,
    samples: Any,
    scenes: Any,
    counts: Mapping[str, int],
    period: tuple[datetime, datetime],
    budget: Budget,
) -> tuple[Any, ...]:
    """What a few pixels return; fewer when time is up, since all pixels could be evaluated."""
    found = []
    for lane in _TRACED_LANES:
        try:
            trace = program.trace(
                samples, scenes, lane=lane, lanes=LANES, output_bands=counts, time_from=period[0], time_to=period[1],
                budget=budget,
            )  # fmt: skip
        except EvalscriptError as error:
            if error.kind != "stopped":
                raise
            break
        found.append(trace.returned)
    return tuple(found)


def _describe(program: Program, scenes: Any, start: datetime, end: datetime, budget: Budget) -> None:
    """Call updateOutputMetadata; whether it can be run here does not matter, only whether it fails."""
    try:
        program.describe_user_data(scenes, time_from=start, time_to=end, budget=budget)
    except EvalscriptError as error:
        if error.kind not in ("unsupported", "stopped"):
            raise


def _in_form(program: Program, lists: list[Any]) -> Any:
    """One list as it is, or several by input."""
    return dict(zip(input_ids(program.setup), lists)) if program.is_fusion else lists[0]


def _samples(program: Program, offered: list[Any], collection: Collection | None, has_samples: bool) -> Any:
    made = []
    for position, (spec, kind) in enumerate(zip(program.setup.inputs, input_mosaickings(program.setup))):
        count = len(offered[position]) if kind != "SIMPLE" else int(has_samples)
        known = None if program.is_fusion else collection
        made.append([make_sample(spec, known, 100 * position + k) for k in range(count)])
    if not program.is_fusion and input_mosaickings(program.setup)[0] == "SIMPLE":
        return made[0][0]
    return _in_form(program, made)


def valid_lanes(values: np.ndarray) -> np.ndarray:
    """The pixels that have data."""
    return values[..., :-EMPTY_LANES]
