# SPDX-License-Identifier: GPL-2.0-or-later
"""A compiled evalscript and its use cases."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Callable, TypeVar

import numpy as np

from .budget import Budget
from .encoding import encode_rows, stack_rows
from .engine_choice import EngineChoice
from .errors import EvalscriptError, JsThrow, Refusal, engine_errors
from .interface import Engine, Environment
from .model import Note, PixelTrace, Result, Scene
from .request import (
    DEFAULT_FACTOR,
    DEFAULT_VERSION,
    Block,
    BlockAnswer,
    Request,
    Samples,
    Scenes,
    input_ids,
    make_samples,
    make_sources,
)
from .version_line import check_version

Answer = TypeVar("Answer")
MAX_OUTPUT_BANDS = 100_000


class Program:
    """One evalscript, read and checked.

    Hooks may leave values in the script's own variables for later calls, so each thread
    replays the hooks of the last request in an environment of its own.

    A script with several inputs (data fusion) takes and gives mappings by input wherever one with a single
    input takes and gives lists.
    """

    def __init__(self, text: str, choice: EngineChoice) -> None:
        self.text = text
        self.setup = choice.engine.setup
        self._choice = choice
        self._replays: dict[str, Callable[[Environment, Budget], object]] = {}
        self._generation = 0
        self._local = threading.local()
        self._pixel_data: object = None

    @property
    def engine(self) -> str:
        """``block``, or ``qt`` when the block engine could not run this script."""
        return self._choice.engine.name

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a caller may want to tell its user, such as that another engine took over, and why."""
        return self._choice.notes

    @property
    def is_fusion(self) -> bool:
        """Has the script several inputs?"""
        return len(self.setup.inputs) > 1

    @property
    def bands(self) -> dict[str, int]:
        """Bands per output as ``setup()`` declares them."""
        return {output.id: output.bands for output in self.setup.outputs}

    def select_scenes(
        self, scenes: Scenes, time_from: datetime | None, time_to: datetime | None, budget: Budget | None = None
    ) -> Any:
        """The indices of the scenes the script keeps, in the order it returns them; per input in data fusion.

        preProcessScenes decides, else filterScenes; without either, all stay.

        :raises EvalscriptError: when the script fails.
        """
        request = self._request(scenes, time_from=time_from, time_to=time_to)
        self._pixel_data = None
        self._replays = {}
        functions = self._choice.engine.functions
        hook = next((name for name in ("preProcessScenes", "filterScenes") if name in functions), "")
        if not hook:
            self._generation += 1
            kept = [list(range(len(source.scenes))) for source in request.sources]
        else:
            kept = self._run_hook("select", lambda env, limits: _select(env, hook, request, limits), budget)
        return dict(zip(input_ids(self.setup), kept)) if self.is_fusion else kept[0]

    def count_output_bands(self, scenes: Scenes, budget: Budget | None = None) -> dict[str, int]:
        """Bands per output after updateOutput; the numbers of ``setup()`` without that hook.

        :param scenes: those that :meth:`select_scenes` kept.
        """
        request, bands = self._request(scenes), self.bands
        self._pixel_data = None
        if "updateOutput" not in self._choice.engine.functions:
            return bands
        return self._run_hook("count", lambda env, limits: _count(env, request, bands, limits), budget)

    def evaluate(
        self,
        samples: Samples,
        scenes: Scenes,
        *,
        lanes: int,
        normalization_factor: float = DEFAULT_FACTOR,
        service_version: str = DEFAULT_VERSION,
        output_bands: Mapping[str, int] | None = None,
        time_from: datetime | None = None,
        time_to: datetime | None = None,
        budget: Budget | None = None,
        is_encoded: bool = False,
        out: Mapping[str, np.ndarray] | None = None,
    ) -> dict[str, np.ndarray]:
        """Run evaluatePixel for many pixels at once.

        What the last of them that filled ``outputMetadata.userData`` left there reaches :meth:`describe_user_data`.

        :param samples: band arrays (lanes,) of the one sample for SIMPLE; else a list of such
            mappings, one per scene, in the order of ``scenes``. In data fusion such a list per input, also for
            SIMPLE, where it holds one sample or none.
        :param lanes: number of pixels.
        :param is_encoded: give each output in its declared sample type, as ``encode_samples`` would, but quicker.
        :param out: an array (bands, lanes) of the right type to fill for each output, instead of new ones.
        :returns: output id to float64 array (bands, lanes), padded with NaN or cut to
            ``output_bands``; outputs that no pixel returned are absent.
        :raises EvalscriptError: when the script fails or is stopped.
        """
        request = self._request(scenes, normalization_factor, service_version, time_from, time_to)
        bands = dict(output_bands or self.bands)
        block = Block(request, make_samples(self.setup, samples, lanes), lanes, bands)
        answer = self._run_block(block, budget or Budget())
        if answer.user_data is not None:
            self._pixel_data = answer.user_data
        return self._collect(answer, lanes, is_encoded, out or {})

    def _collect(
        self, answer: BlockAnswer, lanes: int, is_encoded: bool, out: Mapping[str, np.ndarray]
    ) -> dict[str, np.ndarray]:
        """Output id to (bands, lanes)."""
        if not is_encoded:
            return {name: stack_rows(rows, lanes, out.get(name)) for name, rows in answer.outputs.items()}
        return {
            one.id: encode_rows(answer.outputs[one.id], lanes, one.sample_type, one.nodata_value, out.get(one.id))
            for one in self.setup.outputs
            if one.id in answer.outputs
        }

    def trace(
        self,
        samples: Samples,
        scenes: Scenes,
        *,
        lane: int = 0,
        lanes: int = 1,
        normalization_factor: float = DEFAULT_FACTOR,
        service_version: str = DEFAULT_VERSION,
        output_bands: Mapping[str, int] | None = None,
        time_from: datetime | None = None,
        time_to: datetime | None = None,
        budget: Budget | None = None,
    ) -> PixelTrace:
        """Run evaluatePixel for one pixel and tell everything about it.

        :param samples: as in :meth:`evaluate`, where numbers may stand for arrays of one value.
        :param lane: the pixel among ``lanes`` that is looked at.
        :raises EvalscriptError: when the script fails or is stopped.
        """
        from .pixel_trace import cut_lane, make_trace

        request = self._request(scenes, normalization_factor, service_version, time_from, time_to)
        bands = dict(output_bands or self.bands)
        block = cut_lane(Block(request, make_samples(self.setup, samples, lanes), lanes, bands), lane)

        def run(engine: Engine, limits: Budget) -> BlockAnswer:
            return self._load(engine, limits, ("select", "count"), is_tracing=True).evaluate(block, limits)

        answer = self._choice.attempt(run, budget or Budget())
        return make_trace(self.setup, block, answer, self.engine)

    def describe_user_data(
        self,
        scenes: Scenes,
        *,
        normalization_factor: float = DEFAULT_FACTOR,
        service_version: str = DEFAULT_VERSION,
        time_from: datetime | None = None,
        time_to: datetime | None = None,
        budget: Budget | None = None,
    ) -> object:
        """What is in ``outputMetadata.userData`` in the end, as JSON-able data; None when nothing is.

        evaluatePixel may fill it: every pixel gets an empty one, and that of the last pixel that put something
        in counts. updateOutputMetadata gets that and may change it.
        """
        if "updateOutputMetadata" not in self._choice.engine.functions:
            return self._pixel_data
        memory = self._choice.engine.pixel_memory
        if memory is not None:
            if any(note.kind == "user_data" for note in self.notes):
                return None
            message = f"updateOutputMetadata() reads {memory[1]}, which every pixel changes; use expect_user_data()"
            raise EvalscriptError(memory[0], 0, message, "unsupported")
        request = self._request(scenes, normalization_factor, service_version, time_from, time_to)
        data = self._pixel_data

        def run(engine: Engine, limits: Budget) -> object:
            environment = self._kept(engine) or self._load(engine, limits, ("select", "count"))
            return environment.describe(request, data, limits)

        return self._choice.attempt(run, budget or Budget())

    def expect_user_data(self, budget: Budget | None = None) -> None:
        """Say, before anything else is asked, that :meth:`describe_user_data` will be called after the pixels.

        Where updateOutputMetadata reads variables that pixels change, an engine that runs pixel after pixel takes
        over; where there is none, :attr:`notes` gets one of kind ``user_data`` and there will be no user data.
        """
        self._choice.demand_memory(budget or Budget())

    def run(self, scenes: Sequence[Scene] | Mapping[str, Sequence[Scene]], budget: Budget | None = None) -> Result:
        """Evaluate whole scenes and encode the outputs in their declared sample types."""
        from .stack_run import run_scenes

        return run_scenes(self, scenes, budget)

    def restart_pixels(self) -> None:
        """Begin with the first pixel again: forget what pixels left in variables and in ``userData``."""
        self._pixel_data = None
        self._generation += 1

    def _request(
        self,
        scenes: Scenes,
        factor: float = DEFAULT_FACTOR,
        version: str = DEFAULT_VERSION,
        time_from: datetime | None = None,
        time_to: datetime | None = None,
    ) -> Request:
        return Request(make_sources(self.setup, scenes), self.is_fusion, factor, version, time_from, time_to)

    def _load(self, engine: Engine, budget: Budget, hooks: Sequence[str], is_tracing: bool = False) -> Environment:
        """A fresh environment in which some hooks of the request have run."""
        environment = engine.load(budget, is_tracing)
        for name in hooks:
            if name in self._replays:
                self._replays[name](environment, budget)
        return environment

    def _run_hook(self, name: str, hook: Callable[[Environment, Budget], Answer], budget: Budget | None) -> Answer:
        """Run a hook after the hooks before it, and remember it for the pixels."""
        self._replays[name] = hook
        self._generation += 1
        before = ("select",) if name == "count" else ()

        def run(engine: Engine, limits: Budget) -> Answer:
            return hook(self._load(engine, limits, before), limits)

        return self._choice.attempt(run, budget or Budget())

    def _kept(self, engine: Engine) -> Environment | None:
        """The environment in which this thread has evaluated pixels of the present request."""
        cached = getattr(self._local, "cached", None)
        return cached[1] if cached is not None and cached[0] == (engine.name, self._generation) else None

    def _run_block(self, block: Block, budget: Budget) -> BlockAnswer:
        def run(engine: Engine, limits: Budget) -> BlockAnswer:
            environment = self._kept(engine)
            self._local.cached = None
            if environment is None:
                environment = self._load(engine, limits, ("select", "count"))
            answer = environment.evaluate(block, limits)
            self._local.cached = ((engine.name, self._generation), environment)
            return answer

        return self._choice.attempt(run, budget)


def _select(environment: Environment, hook: str, request: Request, budget: Budget) -> list[list[int]]:
    if request.is_fusion and hook == "filterScenes":
        raise Refusal("filterScenes() in a data fusion script is not supported; write preProcessScenes()")
    return environment.select(hook, request, budget)


def _count(environment: Environment, request: Request, bands: Mapping[str, int], budget: Budget) -> dict[str, int]:
    counts = {}
    for name, value in environment.count_bands(request, bands, budget).items():
        count = len(value) if isinstance(value, list) else value
        if isinstance(count, bool) or not isinstance(count, (int, float)) or not 0 <= count <= MAX_OUTPUT_BANDS:
            raise JsThrow(f"updateOutput sets the bands of {name} to something that is not a number")
        counts[name] = int(count)
    return counts


def compile_evalscript(
    text: str,
    *,
    known_bands: Sequence[str] | None = None,
    budget: Budget | None = None,
    engine: str = "auto",
) -> Program:
    """Read an Evalscript V3 and call its ``setup()``.

    :param known_bands: the bands of the collection, to tell which names in a simple script
        without functions are bands; without them every unknown name is one.
    :param engine: ``block`` or ``qt`` for that engine alone; ``auto`` for the block engine, with Qt's JavaScript
        behind it where QtQml is installed and an application runs.
    :raises EvalscriptError: when the text cannot be read or ``setup()`` fails.
    :raises ValueError: for another engine.
    """
    budget = budget or Budget(time_limit_s=10.0)
    with engine_errors():
        has_version = check_version(text)
    choice = EngineChoice(text, known_bands, budget, engine)
    if not has_version:
        choice.notes = (Note("no_version", 1, "the service needs //VERSION=3 as the first line"), *choice.notes)
    return Program(text, choice)
