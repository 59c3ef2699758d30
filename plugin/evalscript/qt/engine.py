# SPDX-License-Identifier: GPL-2.0-or-later
"""The engine that runs a script once per pixel, in QJSEngine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..budget import Budget
from ..errors import Fault, Refusal, SetupFault
from ..free_names import find_bands
from ..library.builtins import make_builtins
from ..model import Setup
from ..parser import parse_script
from ..parser.syntax import walk
from ..request import Block, BlockAnswer, Request
from ..scene_objects import (
    collection_name,
    collections_tree,
    counting_tree,
    legacy_trees,
    metadata_tree,
    scenes_tree,
)
from ..setup_reader import read_setup, wrap_simple
from .bindings import missing_part
from .environment import JsEnvironment
from .trees import decode_tree, encode_tree

MAX_TEXT_LENGTH = 2_000_000
MAX_BRACKETS_PER_LINE = 20_000
_BLOCK_BYTES = 64 << 20
# Scenes are one set of objects for all pixels, unless the script looks as if it changed their lists or themselves.
_CHANGES_LISTS = re.compile(r"\.\s*(sort|reverse|splice|shift|unshift|pop|push|fill|length\s*=)\b")
_CHANGES_SCENES = re.compile(
    r"\.\s*set[A-Z]\w*\s*\(|\bscenes\s*(\.\s*\w+|\[[^\]\n]*\])+\s*(\+\+|--|[-+*/]?=[^=])|\.\s*tiles\b.*\.\s*(sort|reverse)\b"
)
_HIDES_PARAMETERS = re.compile(r"\barguments\b|\bevaluatePixel\b[^(]{0,40}\([^)]*(\.\.\.|=)")


class QtEngine:
    """A script that Qt's JavaScript can read."""

    name = "qt"

    def __init__(self, text: str, known_bands: Sequence[str] | None, budget: Budget) -> None:
        """Load a script and call its ``setup()``.

        :raises Fault: when QtQml is missing, the text cannot be read or ``setup()`` fails.
        """
        missing = missing_part()
        if missing:
            raise Refusal(missing)
        if len(text) > MAX_TEXT_LENGTH or any(line.count("(") > MAX_BRACKETS_PER_LINE for line in text.splitlines()):
            raise Refusal("the script is too long for Qt's JavaScript engine")
        self._text = text.lstrip("\ufeff")
        simple: Setup | None = None
        if not re.search(r"\b(setup|evaluatePixel)\b", text):
            simple = self._wrap_simple(known_bands)
        self._text = _note_throws(self._text)
        environment = JsEnvironment(self._text, budget)
        self.functions = frozenset(environment.functions)
        self.pixel_memory: tuple[int, str] | None = None
        self._is_simple = simple is not None
        self._changes = "scenes" if _CHANGES_SCENES.search(text) else "lists" if _CHANGES_LISTS.search(text) else ""
        self.setup = simple or self._call_setup(environment, budget)

    def _wrap_simple(self, known_bands: Sequence[str] | None) -> Setup:
        """A script without functions becomes the body of evaluatePixel, on the same lines."""
        tree = parse_script(self._text)
        bands = find_bands(tree, make_builtins().names, known_bands)
        _, setup = wrap_simple(tree, bands)
        self._text = f"function evaluatePixel({{{', '.join(bands)}}}) {{{self._text}\n}}"
        return setup

    def _call_setup(self, environment: JsEnvironment, budget: Budget) -> Setup:
        for name in ("setup", "evaluatePixel"):
            if name not in self.functions:
                raise SetupFault(f"the script has no function {name}()", 1, 1)
        try:
            return read_setup(environment.call({"call": "setup"}, budget), self._text)
        except SetupFault as fault:
            place = re.search(r"\bsetup\b", self._text)
            fault.locate(self._text.count("\n", 0, place.start() if place else 0) + 1, 0)
            raise

    def load(self, budget: Budget, is_tracing: bool = False) -> QtEnvironment:
        """An environment in which the top level of the script and ``setup()`` have run."""
        environment = JsEnvironment(self._text, budget)
        if not self._is_simple:
            environment.call({"call": "setup"}, budget)
        return QtEnvironment(environment, self._changes, bool(_HIDES_PARAMETERS.search(self._text)), is_tracing)


def _note_throws(text: str) -> str:
    """A script that says where it throws, because a thrown text or number carries no line.

    Unchanged when our parser cannot read it.
    """
    try:
        tree = parse_script(text)
    except Fault:
        return text
    throws = [node for node in walk(tree) if node.type == "ThrowStatement" and node.argument.type != "NewExpression"]
    lines = text.split("\n")
    for node in sorted(throws, key=lambda node: (node.line, node.column), reverse=True):
        line, end = lines[node.line - 1], node.column + 4
        if line[node.column - 1 : end] == "throw":
            lines[node.line - 1] = f"{line[:end]} __thrown_at = {node.line}, {line[end:]}"
    return "\n".join(lines)


class QtEnvironment:
    """A loaded script and its variables, which pixels may change for the pixels after them."""

    def __init__(self, environment: JsEnvironment, changes: str, hides_parameters: bool, is_tracing: bool) -> None:
        """Keep an environment.

        :param changes: ``scenes`` or ``lists`` when pixels may change these, else empty.
        :param hides_parameters: evaluatePixel may take more than the number of its parameters says.
        """
        self._js = environment
        self._changes = changes
        self._hides_parameters = hides_parameters
        self._is_tracing = is_tracing

    def select(self, hook: str, request: Request, budget: Budget) -> list[list[int]]:
        """Call preProcessScenes or filterScenes: the positions of the scenes to use, per source."""
        if hook == "preProcessScenes":
            arguments: list[Any] = [collections_tree(request)]
        else:
            arguments = [legacy_trees(request.sources[0], 0), metadata_tree(request)]
        call = {
            "call": "select",
            "hook": hook,
            "arguments": encode_tree(arguments),
            "isFusion": request.is_fusion,
            "sources": [{"id": source.id, "name": collection_name(source)} for source in request.sources],
        }
        kept: list[list[int]] = self._js.call(call, budget)
        return kept

    def count_bands(self, request: Request, bands: Mapping[str, int], budget: Budget) -> dict[str, object]:
        """Call updateOutput: what it leaves in ``bands`` of each output, as plain data."""
        call = {"call": "count", "bands": dict(bands), "collection": encode_tree(counting_tree(request))}
        found: dict[str, object] = decode_tree(self._js.call(call, budget))
        return {name: found.get(name) for name in bands}

    def describe(self, request: Request, user_data: object, budget: Budget) -> object:
        """Call updateOutputMetadata: what it leaves in ``userData``, as plain data."""
        call = {
            "call": "describe",
            "scenes": encode_tree(scenes_tree(request)),
            "metadata": encode_tree(metadata_tree(request)),
            "data": encode_tree({} if user_data is None else user_data),
        }
        return self._js.call(call, budget)

    def evaluate(self, block: Block, budget: Budget) -> BlockAnswer:
        """Call evaluatePixel for every pixel of a block, in parts that need little memory."""
        call = self._describe_block(block)
        columns = [band for samples in block.samples for sample in samples for band in sample.values()]
        rows = max(1, sum(block.bands.values()))
        step = max(1, min(block.lanes, _BLOCK_BYTES // (8 * max(1, len(columns) + rows))))
        values = np.full((rows, block.lanes), np.nan)
        found: set[str] = set()
        data = returned = None
        for start in range(0, block.lanes, step):
            part = slice(start, min(start + step, block.lanes))
            call["lanes"] = part.stop - part.start
            answer, made = self._js.evaluate(call, [band[part] for band in columns], rows, budget)
            values[:, part] = made
            found.update(answer["found"])
            data = answer["data"] if answer["data"] is not None else data
            returned = decode_tree(answer.get("returned"))
        outputs, row = {}, 0
        for name, count in block.bands.items():
            if name in found:
                outputs[name] = values[row : row + count]
            row += count
        return BlockAnswer(outputs, data, returned)

    def _describe_block(self, block: Block) -> dict[str, Any]:
        request = block.request
        sources = [
            {"id": source.id, "count": len(samples), "bands": list(samples[0]) if samples else []}
            for source, samples in zip(request.sources, block.samples)
        ]
        return {
            "call": "evaluate",
            "sources": sources,
            "isFusion": request.is_fusion,
            "isObject": block.is_one_object,
            "isTrace": self._is_tracing,
            "changes": self._changes,
            "hidesParameters": self._hides_parameters,
            "outputs": [{"id": name, "bands": count} for name, count in block.bands.items()],
            "scenes": encode_tree(scenes_tree(request)),
            "metadata": encode_tree(metadata_tree(request)),
        }
