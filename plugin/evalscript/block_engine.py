# SPDX-License-Identifier: GPL-2.0-or-later
"""The engine that runs a script once for all pixels of a block, over numpy arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from .block_values import kept_scenes, last_user_data, plain_at, to_script
from .budget import Budget
from .engine.isolation import run_isolated
from .engine.runtime import Runtime
from .engine.values import UNDEFINED, Function, JsArray, JsObject
from .errors import JsThrow, SetupFault
from .free_names import find_bands
from .library.builtins import make_builtins
from .library.objects import to_plain
from .model import Setup
from .outputs import read_outputs
from .parser import Node, parse_script
from .pixel_memory import find_pixel_memory
from .request import Block, BlockAnswer, Request
from .scene_objects import collections_tree, counting_tree, legacy_trees, metadata_tree, scenes_tree
from .script import Script
from .setup_reader import declared_functions, read_setup, wrap_simple
from .variable_trace import VariableTrace, add_notes


class BlockEngine:
    """A script as the block engine compiled it."""

    name = "block"

    def __init__(self, text: str, known_bands: Sequence[str] | None, budget: Budget) -> None:
        """Read a script and call its ``setup()``.

        :raises Fault: when the text cannot be read or ``setup()`` fails.
        """
        self._text = text
        self._known_bands = known_bands
        self._tree, functions, setup = self._read()
        self.functions = frozenset(functions)
        self.pixel_memory = find_pixel_memory(self._tree, functions)
        self._script = Script(self._tree)
        self.setup: Setup = setup if setup is not None else self._call_setup(functions, budget)

    def _read(self) -> tuple[Node, Mapping[str, Node], Setup | None]:
        """The tree, its functions, and the declarations of a script that has no functions."""
        tree = parse_script(self._text)
        functions = declared_functions(tree)
        if "setup" not in functions and "evaluatePixel" not in functions:
            tree, setup = wrap_simple(tree, find_bands(tree, make_builtins().names, self._known_bands))
            return tree, declared_functions(tree), setup
        for name in ("setup", "evaluatePixel"):
            if name not in functions:
                raise SetupFault(f"the script has no function {name}()", 1, 1)
        return tree, functions, None

    def _call_setup(self, functions: Mapping[str, Node], budget: Budget) -> Setup:
        runtime = self._script.load(budget)
        function = runtime.globals.names.get("setup")
        try:
            return read_setup(to_plain(runtime.call(function, UNDEFINED, [], None)), self._text)
        except SetupFault as fault:
            fault.locate(functions["setup"].line, functions["setup"].column)
            raise

    def load(self, budget: Budget, is_tracing: bool = False) -> BlockEnvironment:
        """An environment in which the top level of the script and ``setup()`` have run."""
        trace = VariableTrace() if is_tracing else None
        script = self._script
        if is_tracing:
            tree, _, _ = self._read()
            add_notes(tree)
            script = Script(tree)
        environment = BlockEnvironment(script.load(budget), trace)
        if "setup" in self.functions:
            environment.call("setup", [])
        return environment


class BlockEnvironment:
    """A loaded script and its variables."""

    def __init__(self, runtime: Runtime, trace: VariableTrace | None = None) -> None:
        self._runtime = runtime
        self._trace = trace
        self._written: set[str] = set()
        if trace is not None:
            trace.install(runtime)

    def call(self, name: str, arguments: list) -> Any:
        """Call a function of the script."""
        runtime = self._runtime
        function = runtime.globals.names.get(name)
        if not isinstance(function, Function):
            raise JsThrow(f"{name} is not a function")
        runtime.state.watching = runtime.in_pixel
        return runtime.call(function, UNDEFINED, arguments, None)

    def select(self, hook: str, request: Request, budget: Budget) -> list[list[int]]:
        """Call preProcessScenes or filterScenes: the positions of the scenes to use, per source."""
        runtime = self._runtime
        runtime.budget = budget
        if hook == "preProcessScenes":
            argument = to_script(runtime, collections_tree(request))
            result = self.call(hook, [argument])
            return kept_scenes(argument if result is UNDEFINED else result, request)
        items = to_script(runtime, legacy_trees(request.sources[0], 0))
        return kept_scenes(self.call(hook, [items, to_script(runtime, metadata_tree(request))]), request)

    def count_bands(self, request: Request, bands: Mapping[str, int], budget: Budget) -> dict[str, object]:
        """Call updateOutput: what it leaves in ``bands`` of each output, as plain data."""
        runtime = self._runtime
        runtime.budget = budget
        outputs = {name: runtime.new_object({"bands": float(count)}, None) for name, count in bands.items()}
        collection = to_script(runtime, counting_tree(request))
        self.call("updateOutput", [runtime.new_object(dict(outputs), None), collection])
        return {name: to_plain(made.props.get("bands")) for name, made in outputs.items()}

    def evaluate(self, block: Block, budget: Budget) -> BlockAnswer:
        """Call evaluatePixel for every pixel of a block.

        :raises Refusal: also when a pixel reads a variable that one of an earlier block wrote.
        """
        answer = run_isolated(self._runtime, lambda: self._evaluate(block, budget))
        state = self._runtime.state
        carried = sorted(state.read_early & self._written)
        if carried:
            raise state.refusal(carried[0])
        self._written.update(state.written)
        return answer

    def _evaluate(self, block: Block, budget: Budget) -> BlockAnswer:
        runtime = self._runtime
        runtime.budget, runtime.lane_count, runtime.in_pixel = budget, block.lanes, True
        runtime.state.start()
        user_data = runtime.new_object({}, None)
        target = runtime.new_object({"userData": user_data}, None)
        arguments: list[Callable[[], Any]] = [
            lambda: self._samples(block),
            lambda: to_script(runtime, scenes_tree(block.request)),
            lambda: to_script(runtime, metadata_tree(block.request)),
            lambda: runtime.new_object({}, None),
            lambda: target,
        ]
        value = self.call("evaluatePixel", [make() for make in arguments[: self._argument_count("evaluatePixel")]])
        outputs = read_outputs(value, block.bands)
        told = last_user_data(target, user_data, block.lanes)
        runtime.state.watching = runtime.in_pixel = False
        if self._trace is None:
            return BlockAnswer(outputs, told)
        returned = plain_at(value, 0, is_exact=True)
        return BlockAnswer(outputs, told, None if returned is UNDEFINED else returned, self._trace.variables())

    def _argument_count(self, name: str) -> int | None:
        """How many arguments a function can see; None for all. To make scenes for nothing takes time."""
        function = self._runtime.globals.names.get(name)
        if not isinstance(function, Function) or function.code.uses_arguments or function.code.rest is not None:
            return None
        return int(function.code.count)

    def _samples(self, block: Block) -> Any:
        lists = [[JsObject(dict(sample), None, False) for sample in samples] for samples in block.samples]
        if block.is_one_object:
            return lists[0][0]
        arrays: list[JsArray] = [self._runtime.new_array(items, None) for items in lists]
        if not block.request.is_fusion:
            return arrays[0]
        return self._runtime.new_object({s.id: a for s, a in zip(block.request.sources, arrays)}, None)

    def describe(self, request: Request, user_data: object, budget: Budget) -> object:
        """Call updateOutputMetadata: what it leaves in ``userData``, as plain data."""
        runtime = self._runtime
        runtime.budget = budget
        given = to_script(runtime, {} if user_data is None else user_data)
        target = runtime.new_object({"userData": given}, None)
        scenes, metadata = to_script(runtime, scenes_tree(request)), to_script(runtime, metadata_tree(request))
        self.call("updateOutputMetadata", [scenes, metadata, target])
        plain = to_plain(target.props.get("userData"))
        return None if plain is UNDEFINED else plain
