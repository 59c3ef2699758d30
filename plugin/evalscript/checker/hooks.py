# SPDX-License-Identifier: GPL-2.0-or-later
"""The functions that the service calls: are they there, are they spelled right, do they return something?"""

from __future__ import annotations

from ..interface import HOOKS
from ..model import Setup
from ..parser import Node
from ..parser.syntax import walk
from .findings import Findings
from .reading import Reading, property_of, returns_value
from .spelling import find_nearest

_REQUIRED = {"setup": "no_setup", "evaluatePixel": "no_pixel_function"}
_MUST_RETURN = ("preProcessScenes", "filterScenes")


def check_functions(reading: Reading, findings: Findings) -> bool:
    """Look for what the service calls.

    :returns: whether both required functions are there.
    """
    functions = reading.functions
    called = {node.callee.name for node in reading.nodes if _is_plain_call(node)}
    absent = [name for name in HOOKS if name not in functions]
    meant_by: dict[str, str] = {}
    for name, function in functions.items():
        meant = find_nearest(name, absent, 0.85) if name not in HOOKS and name not in called else ""
        if meant:
            meant_by[meant] = name
            rule = "misspelt_function" if meant in _REQUIRED else "misspelt_hook"
            findings.add(rule, function, name=name, suggestion=meant)
    for name, rule in _REQUIRED.items():
        if name not in functions and name not in meant_by:
            findings.add(rule, (1, 1))
    return all(name in functions for name in _REQUIRED)


def _is_plain_call(node: Node) -> bool:
    return bool(node.type == "CallExpression" and node.callee.type == "Identifier")


def check_hooks(reading: Reading, setup: Setup, service: str, findings: Findings) -> None:
    """What the functions besides setup() leave out or do in vain."""
    fills_user_data = any(property_of(node) == "userData" for node in reading.nodes)
    mosaickings = {spec.mosaicking or setup.mosaicking for spec in setup.inputs}
    for name in _MUST_RETURN:
        function = reading.functions.get(name)
        if function is None:
            continue
        if mosaickings == {"SIMPLE"}:
            findings.add("hook_without_scenes", function, name=name)
        elif not returns_value(function):
            findings.add("hook_returns_nothing", function, name=name)
    update = reading.functions.get("updateOutput")
    if update is not None:
        _check_update(reading, update, setup, findings)
    pixel = reading.functions["evaluatePixel"]
    if not returns_value(pixel):
        if not fills_user_data:
            findings.add("returns_nothing", pixel)
    elif (
        pixel.body.type == "BlockStatement"
        and not fills_user_data
        and _may_fall_through(pixel.body)
        or any(node.argument is None for node in walk(pixel.body, False) if node.type == "ReturnStatement")
    ):
        findings.add("some_paths_return_nothing", pixel)
    if service == "ogc":
        _check_ogc(reading, setup, fills_user_data, findings)


def _check_update(reading: Reading, update: Node, setup: Setup, findings: Findings) -> None:
    """``output.other.bands = …`` for an id that setup() does not declare."""
    params = update.params
    if not params or params[0].type != "Identifier":
        return
    ids = {output.id for output in setup.outputs}
    for node in walk(update.body):
        if node.type == "MemberExpression" and node.object.type == "Identifier" and node.object.name == params[0].name:
            name = property_of(node)
            if name is not None and name not in ids:
                findings.add("update_misses_output", node, id=name)


def _check_ogc(reading: Reading, setup: Setup, fills_user_data: bool, findings: Findings) -> None:
    """OGC services answer one image: the output ``default``."""
    place = reading.functions.get("setup")
    ids = [output.id for output in setup.outputs]
    if "default" not in ids:
        findings.add("no_default_output", _id_place(place, ids[0]), id=ids[0])
    elif len(ids) > 1:
        others = [name for name in ids if name != "default"]
        findings.add("output_unreachable", _id_place(place, others[0]), ids=", ".join(others))
    if fills_user_data:
        users = [node for node in reading.nodes if property_of(node) == "userData"]
        findings.add("user_data_unreachable", min(users, key=lambda node: (node.line, node.column)))


def _id_place(setup: Node | None, name: str) -> Node | None:
    for node in walk(setup) if setup is not None else ():
        if node.type == "Literal" and node.value == name:
            return node
    return setup


def _may_fall_through(node: Node) -> bool:
    """Can the end of a statement be reached, as far as its shape tells?"""
    if node.type in ("ReturnStatement", "ThrowStatement"):
        return False
    if node.type == "BlockStatement":
        return all(_may_fall_through(one) for one in node.body)
    if node.type == "IfStatement":
        return node.alternate is None or _may_fall_through(node.consequent) or _may_fall_through(node.alternate)
    if node.type == "SwitchStatement":
        return _switch_falls_through(node)
    if node.type == "TryStatement":
        if node.finalizer is not None and not _may_fall_through(node.finalizer):
            return False
        return _may_fall_through(node.block) or (node.handler is not None and _may_fall_through(node.handler.body))
    if node.type == "LabeledStatement":
        return _may_fall_through(node.body)
    if node.type in ("WhileStatement", "DoWhileStatement", "ForStatement"):
        is_endless = node.test is None or (node.test.type == "Literal" and bool(node.test.value))
        return not is_endless or any(one.type == "BreakStatement" for one in walk(node.body, False))
    return True


def _switch_falls_through(node: Node) -> bool:
    if not any(case.test is None for case in node.cases):
        return True
    if any(
        one.type == "BreakStatement" for case in node.cases for part in case.consequent for one in walk(part, False)
    ):
        return True
    last = node.cases[-1].consequent
    return all(_may_fall_through(one) for one in last)
