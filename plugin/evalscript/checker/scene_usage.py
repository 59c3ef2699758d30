# SPDX-License-Identifier: GPL-2.0-or-later
"""What a script does with scenes, and with the samples as a whole: old forms, internal fields, changes."""

from __future__ import annotations

from ..parser import Node
from ..parser.syntax import walk
from .findings import Findings
from .reading import Parents, Reading, call_of, is_index, property_of, root_name
from .samples import LIST, ONE, Roles

_REORDERING = frozenset(("sort", "reverse", "splice", "shift", "pop", "push", "unshift"))
_HOOKS_THAT_CHANGE = ("preProcessScenes", "filterScenes")
_SCENE_PROPERTIES = frozenset(("orbits", "tiles"))
_COMPARISONS = frozenset(("<", ">", "<=", ">="))


def check_scene_usage(reading: Reading, roles: Roles, mosaicking: str, findings: Findings) -> None:
    """Look at every function but setup()."""
    parents = Parents(reading.tree)
    allowed = _nodes_inside(reading, _HOOKS_THAT_CHANGE)
    scenes_names = _scenes_names(reading)
    for node in reading.nodes:
        _check_internal(node, parents, scenes_names, findings)
        _check_dates(node, findings)
        if id(node) not in allowed:
            _check_change(node, roles, scenes_names, findings)
        _check_old_form(node, roles, mosaicking, findings)


def _nodes_inside(reading: Reading, names: tuple[str, ...]) -> set[int]:
    return {id(node) for name in names if name in reading.functions for node in walk(reading.functions[name])}


def _scenes_names(reading: Reading) -> frozenset[str]:
    """Parameters of the hooks that hold scenes, and what is taken from them."""
    places = {"evaluatePixel": (0, 1), "preProcessScenes": (0,), "updateOutput": (1,), "updateOutputMetadata": (0,)}
    found: set[str] = set()
    for hook, positions in places.items():
        params = reading.functions[hook].params if hook in reading.functions else []
        found.update(params[k].name for k in positions if k < len(params) and params[k].type == "Identifier")
    return frozenset(found)


def _check_internal(node: Node, parents: Parents, scenes_names: frozenset[str], findings: Findings) -> None:
    name = property_of(node)
    if name is None or not name.startswith("__") or name in ("__proto__", "__defineGetter__", "__defineSetter__"):
        return
    parent = parents.of(node)
    is_written = parent is not None and (
        (parent.type == "AssignmentExpression" and parent.left is node)
        or parent.type == "UpdateExpression"
        or (parent.type == "UnaryExpression" and parent.operator == "delete")
    )
    if is_written and root_name(node) in scenes_names:
        findings.add("internal_field_changed", node.property, name=name)
    else:
        findings.add("internal_field_read", node.property, name=name)


def _check_dates(node: Node, findings: Findings) -> None:
    """``scene.dateFrom < "2020-01-01"`` compares letters."""
    if node.type != "BinaryExpression" or node.operator not in _COMPARISONS:
        return
    for one, other in ((node.left, node.right), (node.right, node.left)):
        name = property_of(one)
        is_text = other.type == "Literal" and isinstance(other.value, str)
        if name in ("dateFrom", "dateTo", "date") and (is_text or property_of(other) == name):
            findings.add("dates_as_texts", node, property=name)
            return


def _check_change(node: Node, roles: Roles, scenes_names: frozenset[str], findings: Findings) -> None:
    target = None
    if node.type in ("AssignmentExpression", "UpdateExpression"):
        target = node.left if node.type == "AssignmentExpression" else node.argument
    elif node.type == "UnaryExpression" and node.operator == "delete":
        target = node.argument
    if target is not None and target.type == "MemberExpression":
        root = root_name(target) or ""
        owner = target.object
        if root == roles.scenes_name and root and roles.is_sure(root):
            findings.add("scenes_changed", node, name=root)
        elif roles.role(owner) in (ONE, LIST) and roles.is_sure(root):
            findings.add("sample_changed", node, name=property_of(target) or root)
    called = call_of(node)
    if called is None or called[1] not in _REORDERING:
        return
    owner, root = called[0], root_name(called[0]) or ""
    if property_of(owner) in _SCENE_PROPERTIES and root in scenes_names:
        findings.add("scenes_changed", node, name=root)
    elif owner.type == "Identifier" and owner.name == roles.sample_name and roles.role(owner) == LIST:
        findings.add("samples_reordered", node, name=called[1])


def _check_old_form(node: Node, roles: Roles, mosaicking: str, findings: Findings) -> None:
    """``scenes[0].date`` instead of ``scenes.orbits[0].dateFrom``."""
    if node.type != "MemberExpression" or node.object.type != "Identifier" or mosaicking == "SIMPLE":
        return
    name = node.object.name
    if not name or name != roles.scenes_name or not roles.is_sure(name):
        return
    property_name = property_of(node)
    if is_index(node) or (node.computed and property_name is None) or property_name in ("length", "map", "forEach"):
        findings.add("scenes_as_array", node, property="orbits" if mosaicking == "ORBIT" else "tiles")
