# SPDX-License-Identifier: GPL-2.0-or-later
"""A compiled evalscript and its use cases."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Callable, Union

import numpy as np

from . import scene_objects
from .budget import Budget
from .engine.runtime import Runtime
from .engine.values import UNDEFINED, Function, JsObject
from .errors import JsThrow, Refusal, SetupFault
from .library.builtins import make_builtins
from .library.objects import to_plain
from .model import Orbit, Result, Scene, Setup, Tile
from .outputs import read_outputs
from .parser import Node, parse_script
from .script import Script, engine_errors
from .setup_reader import declared_functions, free_names, read_setup, wrap_simple

Scenes = Union[Sequence[Tile], Sequence[Orbit]]
Samples = Union[Mapping[str, np.ndarray], Sequence[Mapping[str, np.ndarray]]]
_VERSION = re.compile(r"\ufeff?\s*//\s*VERSION\s*=\s*(\d+)")
DEFAULT_FACTOR = 0.0001


class Program:
    """One evalscript, read and checked.

    Hooks may leave values in the script's own variables for later calls, so each thread
    replays the hooks of the last request in an environment of its own.
    """

    def __init__(self, text: str, script: Script, setup: Setup, functions: Sequence[str], is_simple: bool) -> None:
        self.text = text
        self.setup = setup
        self._script = script
        self._functions = frozenset(functions)
        self._is_simple = is_simple
        self._replays: dict[str, Callable[[Runtime], object]] = {}
        self._generation = 0
        self._local = threading.local()

    @property
    def bands(self) -> dict[str, int]:
        """Bands per output as ``setup()`` declares them."""
        return {output.id: output.bands for output in self.setup.outputs}

    def select_scenes(
        self, scenes: Scenes, time_from: datetime | None, time_to: datetime | None, budget: Budget | None = None
    ) -> list[int]:
        """The indices of the scenes the script keeps, in the order it returns them.

        preProcessScenes decides, else filterScenes; without either, all stay.

        :raises EvalscriptError: when the script fails.
        """
        scenes = list(scenes)

        def run(runtime: Runtime) -> list[int]:
            return self._select(runtime, scenes, time_from, time_to)

        self._replays = {"select": run}
        return self._run_hook(run, budget, before=())

    def _select(self, runtime: Runtime, scenes: Sequence[Any], time_from: Any, time_to: Any) -> list[int]:
        mosaicking = self.setup.mosaicking
        if "preProcessScenes" in self._functions:
            argument = scene_objects.collections_argument(runtime, scenes, mosaicking, time_from, time_to)
            result = self._call(runtime, "preProcessScenes", [argument])
            return scene_objects.kept_scenes(argument if result is UNDEFINED else result, mosaicking)
        if "filterScenes" in self._functions:
            items = [scene_objects.legacy_scene(runtime, scene, k) for k, scene in enumerate(scenes)]
            metadata = scene_objects.input_metadata(runtime, DEFAULT_FACTOR, "timestack", time_from, time_to)
            result = self._call(runtime, "filterScenes", [runtime.new_array(items, None), metadata])
            return scene_objects.kept_scenes(result, mosaicking)
        return list(range(len(scenes)))

    def count_output_bands(self, scenes: Scenes, budget: Budget | None = None) -> dict[str, int]:
        """Bands per output after updateOutput; the numbers of ``setup()`` without that hook.

        :param scenes: those that :meth:`select_scenes` kept.
        """
        if "updateOutput" not in self._functions:
            return self.bands
        scenes = list(scenes)

        def run(runtime: Runtime) -> dict[str, int]:
            return self._update_output(runtime, scenes)

        self._replays["count"] = run
        return self._run_hook(run, budget, before=("select",))

    def _update_output(self, runtime: Runtime, scenes: Sequence[Any]) -> dict[str, int]:
        outputs = {name: runtime.new_object({"bands": float(count)}, None) for name, count in self.bands.items()}
        argument = scene_objects.scenes_argument(runtime, scenes, self.setup.mosaicking)
        if isinstance(argument, JsObject):
            items = [scene_objects.legacy_scene(runtime, scene, k) for k, scene in enumerate(scenes)]
            argument = runtime.new_array(items, None)
        collection = runtime.new_object({"scenes": argument}, None)
        self._call(runtime, "updateOutput", [runtime.new_object(dict(outputs), None), collection])
        counts = {}
        for name, made in outputs.items():
            value = to_plain(made.props.get("bands"))
            count = len(value) if isinstance(value, list) else value
            if isinstance(count, bool) or not isinstance(count, (int, float)) or not 0 <= count <= 100_000:
                raise JsThrow(f"updateOutput sets the bands of {name} to something that is not a number")
            counts[name] = int(count)
        return counts

    def evaluate(
        self,
        samples: Samples,
        scenes: Scenes,
        *,
        lanes: int,
        normalization_factor: float = DEFAULT_FACTOR,
        service_version: str = "timestack",
        output_bands: Mapping[str, int] | None = None,
        time_from: datetime | None = None,
        time_to: datetime | None = None,
        budget: Budget | None = None,
    ) -> dict[str, np.ndarray]:
        """Run evaluatePixel for many pixels at once.

        :param samples: band arrays (lanes,) of the one sample for SIMPLE; else a list of such
            mappings, one per scene, in the order of ``scenes``.
        :param lanes: number of pixels.
        :returns: output id to float64 array (bands, lanes), padded with NaN or cut to
            ``output_bands``; outputs that no pixel returned are absent.
        :raises EvalscriptError: when the script fails or is stopped.
        """
        factor, version = normalization_factor, service_version

        def run(runtime: Runtime) -> dict[str, np.ndarray]:
            arguments = [
                self._samples_argument(runtime, samples, lanes),
                scene_objects.scenes_argument(runtime, scenes, self.setup.mosaicking),
                scene_objects.input_metadata(runtime, factor, version, time_from, time_to),
                runtime.new_object({}, None),
                runtime.new_object({"userData": runtime.new_object({}, None)}, None),
            ]
            value = self._call(runtime, "evaluatePixel", arguments)
            return read_outputs(runtime, value, dict(output_bands or self.bands))

        return self._run_pixels(run, lanes, budget)

    def _samples_argument(self, runtime: Runtime, samples: Any, lanes: int) -> Any:
        if len(self.setup.inputs) > 1:
            raise Refusal("data fusion scripts are not supported yet")

        def sample(bands: Mapping[str, np.ndarray]) -> JsObject:
            values = {}
            for name, value in bands.items():
                array = np.ascontiguousarray(value, np.float64)
                values[name] = np.broadcast_to(array, (lanes,)) if array.ndim == 0 else array
                if values[name].shape != (lanes,):
                    raise ValueError(f"band {name} has shape {array.shape}, not ({lanes},)")
            return JsObject(values, None, False)

        if self.setup.mosaicking == "SIMPLE":
            return sample(samples)
        return runtime.new_array([sample(bands) for bands in samples], None)

    def describe_user_data(
        self,
        scenes: Scenes,
        *,
        normalization_factor: float = DEFAULT_FACTOR,
        service_version: str = "timestack",
        time_from: datetime | None = None,
        time_to: datetime | None = None,
        budget: Budget | None = None,
    ) -> object:
        """What updateOutputMetadata leaves in ``userData``, as JSON-able data; None without that hook."""
        if "updateOutputMetadata" not in self._functions:
            return None
        factor, version = normalization_factor, service_version

        def run(runtime: Runtime) -> object:
            argument = scene_objects.scenes_argument(runtime, scenes, self.setup.mosaicking)
            metadata = scene_objects.input_metadata(runtime, factor, version, time_from, time_to)
            target = runtime.new_object({"userData": runtime.new_object({}, None)}, None)
            self._call(runtime, "updateOutputMetadata", [argument, metadata, target])
            plain = to_plain(target.props.get("userData"))
            return None if plain is UNDEFINED else plain

        return self._run_hook(run, budget, before=("select", "count"))

    def run(self, scenes: Sequence[Scene], budget: Budget | None = None) -> Result:
        """Evaluate whole scenes and encode the outputs in their declared sample types."""
        from .stack_run import run_scenes

        return run_scenes(self, scenes, budget)

    def _call(self, runtime: Runtime, name: str, arguments: list) -> Any:
        function = runtime.globals.names.get(name)
        if not isinstance(function, Function):
            raise JsThrow(f"{name} is not a function")
        runtime.state.watching = runtime.in_pixel
        return runtime.call(function, UNDEFINED, arguments, None)

    def _load(self, budget: Budget, hooks: Sequence[str]) -> Runtime:
        runtime = self._script.load(budget)
        if not self._is_simple:
            self._call(runtime, "setup", [])
        for name in hooks:
            if name in self._replays:
                self._replays[name](runtime)
        return runtime

    def _run_hook(self, hook: Callable[[Runtime], Any], budget: Budget | None, before: Sequence[str]) -> Any:
        """Run a hook in a fresh environment in which the hooks before it have run."""
        self._generation += 1
        with engine_errors():
            return hook(self._load(budget or Budget(), before))

    def _run_pixels(self, run: Callable[[Runtime], Any], lanes: int, budget: Budget | None) -> Any:
        budget = budget or Budget()
        cached = getattr(self._local, "cached", None)
        self._local.cached = None
        with engine_errors():
            if cached is None or cached[0] != self._generation:
                cached = (self._generation, self._load(budget, ("select", "count")))
            runtime = cached[1]
            names = dict(runtime.globals.names)
            runtime.budget, runtime.lane_count, runtime.in_pixel = budget, lanes, True
            runtime.state.start()
            result = run(runtime)
            runtime.state.watching = runtime.in_pixel = False
            runtime.globals.names = names
            self._local.cached = cached
        return result


def compile_evalscript(text: str, *, known_bands: Sequence[str] | None = None, budget: Budget | None = None) -> Program:
    """Read an Evalscript V3 and call its ``setup()``.

    :param known_bands: the bands of the collection, to tell which names in a simple script
        without functions are bands; without them every unknown name is one.
    :raises EvalscriptError: when the text cannot be read or ``setup()`` fails.
    """
    budget = budget or Budget(time_limit_s=10.0)
    with engine_errors():
        _check_version(text)
        tree = parse_script(text)
        functions = declared_functions(tree)
        if "setup" in functions or "evaluatePixel" in functions:
            return _compile_full(text, tree, functions, budget)
        return _compile_simple(text, tree, known_bands)


def _check_version(text: str) -> None:
    match = _VERSION.match(text)
    if match is None:
        message = "the script has no version; put //VERSION=3 as its first line (older scripts must be converted)"
        raise SetupFault(message, 1, 1)
    if match.group(1) != "3":
        raise SetupFault(f"a script of version {match.group(1)} must be converted to version 3", 1, 1)


def _compile_full(text: str, tree: Node, functions: Mapping[str, Node], budget: Budget) -> Program:
    for name in ("setup", "evaluatePixel"):
        if name not in functions:
            raise SetupFault(f"the script has no function {name}()", 1, 1)
    script = Script(tree)
    runtime = script.load(budget)
    function = runtime.globals.names.get("setup")
    try:
        setup = read_setup(to_plain(runtime.call(function, UNDEFINED, [], None)))
    except SetupFault as fault:
        fault.locate(functions["setup"].line, functions["setup"].column)
        raise
    return Program(text, script, setup, list(functions), is_simple=False)


def _compile_simple(text: str, tree: Node, known_bands: Sequence[str] | None) -> Program:
    builtins = make_builtins().names
    free = [name for name in free_names(tree) if name not in builtins and name not in ("undefined", "arguments")]
    bands = free if known_bands is None else [name for name in free if name in known_bands]
    wrapped, setup = wrap_simple(tree, bands)
    return Program(text, Script(wrapped), setup, ["evaluatePixel"], is_simple=True)
