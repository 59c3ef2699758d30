# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a script on a few invented pixels and keeps what it did."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
_LOG = logging.getLogger(__name__)
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


@contextmanager
def tried_errors() -> Iterator[None]:
    """A fault of our own engine must not keep people from the rest of the report; it goes to the log instead."""
    try:
        yield
    except EvalscriptError:
        raise
    except Exception as error:
        _LOG.exception("the engine failed on a script")
        raise EvalscriptError(0, 0, f"Timestack's own engine failed ({type(error).__name__})", "unsupported") from error


def new_budget() -> Budget:
    """What one check may spend on running the script."""
    return Budget(TIME_LIMIT_S, MAX_STEPS, None, MAX_BYTES)


def run_setup(tree: Node, budget: Budget) -> Any:
    """What ``setup()`` returns, as plain data; None for undefined.

    :raises EvalscriptError: when the top level or the function fails.
    """
    with tried_errors(), engine_errors():
        runtime = Script(tree).load(budget)
        plain = to_plain(runtime.call(runtime.globals.names.get("setup"), UNDEFINED, [], None))
        return None if plain is UNDEFINED else plain


def compile_for_trial(text: str, budget: Budget, known_bands: Sequence[str]) -> Program:
    """:raises EvalscriptError: as :func:`compile_evalscript`; only the block engine is asked, which limits memory."""
    with tried_errors():
        return compile_evalscript(text, known_bands=known_bands or None, budget=budget, engine="block")


def try_out(program: Program, text: str, collection: Collection | None, budget: Budget) -> list[Run]:
    """Run a program on 12, 3, 1 and no scenes, or once when it is SIMPLE; stops when time is up."""
    mosaickings = input_mosaickings(program.setup)
    if all(mosaicking == "SIMPLE" for mosaicking in mosaickings):
        runs = [_Trial(program, [], -1, collection, budget).run()]
        if program.is_fusion:
            runs.append(_Trial(program, [], 0, collection, budget).run())
        return runs
    runs = []
    named = _named_days(text)
    for count in SCENE_COUNTS:
        days = days_over_a_year(count) + (named if count == SCENE_COUNTS[0] else [])
        runs.append(_Trial(program, days, count, collection, budget).run())
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


class _Trial:
    """One run, which knows how far it came."""

    def __init__(
        self, program: Program, days: list[datetime], count: int, collection: Collection | None, budget: Budget
    ) -> None:
        self._program = program
        self._count = count
        self._collection = collection
        self._budget = budget
        start, end = min(days, default=days_over_a_year(1)[0]), max(days, default=days_over_a_year(2)[1])
        self._period = start - timedelta(days=1), end + timedelta(days=1)
        kinds = input_mosaickings(program.setup)
        self._offered = [[] if kind == "SIMPLE" else make_scenes(kind, days) for kind in kinds]
        self._has_scenes = any(kind != "SIMPLE" for kind in kinds)
        self._stage = "preProcessScenes"
        self._kept = 0

    def run(self) -> Run:
        """All stages; what happened until an error is kept too."""
        try:
            with tried_errors():
                return self._run_stages()
        except EvalscriptError as error:
            return Run(self._count, self._stage, self._kept, error=error)

    def _run_stages(self) -> Run:
        program, budget, (start, end) = self._program, self._budget, self._period
        program.restart_pixels()
        if self._has_scenes:
            self._select()
        self._kept = max((len(scenes) for scenes in self._offered), default=0)
        scenes = _in_form(program, self._offered)
        self._stage = "updateOutput"
        counts = program.count_output_bands(scenes, budget)
        self._stage = "evaluatePixel"
        samples = _samples(program, self._offered, self._collection, has_samples=self._count != 0)
        outputs = program.evaluate(
            samples, scenes, lanes=LANES, output_bands=counts, time_from=start, time_to=end, budget=budget
        )
        returned = _trace(program, samples, scenes, counts, self._period, budget)
        self._stage = "updateOutputMetadata"
        _describe(program, scenes, start, end, budget)
        return Run(self._count, "done", self._kept, counts, outputs, returned)

    def _select(self) -> None:
        """Let the script choose among the scenes."""
        program = self._program
        kept = program.select_scenes(_in_form(program, self._offered), *self._period, self._budget)
        lists = [kept[name] for name in input_ids(program.setup)] if program.is_fusion else [kept]
        self._offered = [[scenes[k] for k in keep] for scenes, keep in zip(self._offered, lists)]


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
