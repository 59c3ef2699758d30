# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads what ``setup()`` returned, and the declarations that a simple script implies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .encoding import SAMPLE_DTYPES
from .errors import SetupFault
from .model import InputSpec, OutputSpec, Setup
from .parser import Node
from .parser.syntax import FUNCTION_TYPES, walk
from .request import input_ids

MOSAICKINGS = ("SIMPLE", "ORBIT", "TILE")
_BY_NUMBER = re.compile(r"""\[\s*(?:["']\d+["']|\d+\s*\]\s*\[)""")
"""``samples["0"]`` or ``samples[0][1]``: inputs without a name found by their place."""


def read_setup(plain: Any, text: str = "") -> Setup:
    """The normal form of a setup object.

    :param plain: the object as plain Python data.
    :param text: the script, which shows how it reads several inputs without a datasource: by number, as data fusion,
        or as one.
    :raises SetupFault: when a part is missing or unknown.
    """
    if not isinstance(plain, dict):
        raise SetupFault("setup() does not return an object")
    for part in ("input", "output"):
        if part not in plain:
            raise SetupFault(f"setup() returns no {part}")
    outputs = tuple(_read_output(item) for item in _as_list(plain["output"]))
    if not outputs or len({output.id for output in outputs}) != len(outputs):
        raise SetupFault("setup() needs at least one output, each with its own id")
    setup = Setup(_read_inputs(plain["input"], text), outputs, _mosaicking(plain.get("mosaicking"), "SIMPLE"))
    if len(set(input_ids(setup))) != len(setup.inputs):
        raise SetupFault("the inputs of setup() need different datasources")
    return setup


def _as_list(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def _mosaicking(value: Any, default: Any) -> Any:
    if value is None:
        return default
    name = str(value).upper()
    if name not in MOSAICKINGS:
        raise SetupFault(f"{value} is no mosaicking; it is one of {', '.join(MOSAICKINGS)}")
    return name


def _read_inputs(value: Any, text: str) -> tuple[InputSpec, ...]:
    items = _as_list(value)
    if items and all(isinstance(item, str) for item in items):
        items = [{"bands": items}]
    if not items or not all(isinstance(item, dict) for item in items):
        raise SetupFault("the input of setup() is neither a list of bands nor of objects with bands")
    inputs = tuple(_read_input(item) for item in items)
    if len(inputs) == 1 or any(spec.datasource for spec in inputs) or _BY_NUMBER.search(text):
        return inputs
    return (_merge_inputs(inputs),)


def _merge_inputs(inputs: Sequence[InputSpec]) -> InputSpec:
    """Several groups of bands of the one data collection there is; only data sources make a data fusion."""
    units: dict[str, str | None] = {}
    for spec in inputs:
        for band, unit in zip(spec.bands, spec.units):
            units.setdefault(band, unit)
    metadata = tuple(dict.fromkeys(name for spec in inputs for name in spec.metadata))
    mosaicking = next((spec.mosaicking for spec in inputs if spec.mosaicking), None)
    return InputSpec("", tuple(units), tuple(units.values()), metadata, mosaicking)


def _read_input(item: dict) -> InputSpec:
    if "bands" not in item:
        raise SetupFault("an input of setup() has no bands")
    bands = _as_list(item["bands"])
    if not all(isinstance(band, str) for band in bands):
        raise SetupFault("an input of setup() has no bands")
    units = item.get("units")
    if isinstance(units, list):
        if len(units) != len(bands):
            raise SetupFault(f"an input of setup() has {len(bands)} bands but {len(units)} units")
    else:
        units = [units] * len(bands)
    found: dict[str, str | None] = {}
    for band, unit in zip(bands, units):
        found.setdefault(band, str(unit).upper() if unit else None)
    metadata = tuple(str(name) for name in _as_list(item.get("metadata") or []))
    source = str(item.get("datasource") or item.get("id") or "")
    return InputSpec(source, tuple(found), tuple(found.values()), metadata, _mosaicking(item.get("mosaicking"), None))


def _read_output(item: Any) -> OutputSpec:
    if not isinstance(item, dict) or "bands" not in item:
        raise SetupFault("an output of setup() has no bands")
    bands = len(item["bands"]) if isinstance(item["bands"], list) else item["bands"]
    if isinstance(bands, str) and bands.strip().isdigit():
        bands = int(bands)
    if (
        isinstance(bands, bool)
        or not isinstance(bands, (int, float))
        or bands != int(bands)
        or not 0 <= bands <= 10_000
    ):
        raise SetupFault("the bands of an output are neither a positive number nor a list")
    sample_type = str(item.get("sampleType") or "AUTO").upper()
    if sample_type not in SAMPLE_DTYPES:
        raise SetupFault(f"{sample_type} is no sampleType; it is one of {', '.join(SAMPLE_DTYPES)}")
    nodata = item.get("nodataValue")
    if nodata is not None and (isinstance(nodata, bool) or not isinstance(nodata, (int, float))):
        raise SetupFault("the nodataValue of an output is not a number")
    value = None if nodata is None else float(nodata)
    return OutputSpec(str(item.get("id") or "default"), int(bands), sample_type, value)


def declared_functions(tree: Node) -> dict[str, Node]:
    """Functions that the script declares or assigns at top level, by name."""
    found: dict[str, Node] = {}
    for node in tree.body:
        if node.type == "FunctionDeclaration":
            found[node.id.name] = node
        elif node.type == "VariableDeclaration":
            for item in node.declarations:
                if item.id.type == "Identifier" and item.init is not None and item.init.type in FUNCTION_TYPES:
                    found[item.id.name] = item.init
        elif node.type == "ExpressionStatement" and node.expression.type == "AssignmentExpression":
            left, right = node.expression.left, node.expression.right
            if left.type == "Identifier" and right.type in FUNCTION_TYPES:
                found[left.name] = right
    return found


def wrap_simple(tree: Node, bands: Sequence[str]) -> tuple[Node, Setup]:
    """A script without functions becomes the body of evaluatePixel.

    :param bands: the names that are bands of the input.
    """
    returns = [n for n in walk(tree, into_functions=False) if n.type == "ReturnStatement" and n.argument is not None]
    lengths = [len(n.argument.elements) for n in returns if n.argument.type == "ArrayExpression"]
    if not returns or not bands:
        raise SetupFault("the script has neither setup() and evaluatePixel(), nor a return with bands")
    names = [Node("Identifier", 1, 1, name=band) for band in bands]
    properties = [Node("Property", 1, 1, key=n, computed=False, value=n, method=False) for n in names]
    block = Node("BlockStatement", 1, 1, body=tree.body)
    function = Node(
        "FunctionDeclaration", 1, 1, id=Node("Identifier", 1, 1, name="evaluatePixel"),
        params=[Node("ObjectPattern", 1, 1, properties=properties)], body=block,
    )  # fmt: skip
    spec = InputSpec("", tuple(bands), (None,) * len(bands))
    return Node("Program", 1, 1, body=[function]), Setup((spec,), (OutputSpec("default", max(lengths, default=3)),))
