# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares the bands a script declares with those it reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model import Setup
from ..parser import Node
from ..parser.syntax import walk
from .findings import Findings
from .reading import Parents, Reading, property_of
from .samples import LIST, ONE, Roles
from .spelling import find_band, is_same_band

_ARRAY_MEMBERS = frozenset(
    "length map filter forEach reduce reduceRight sort reverse slice splice concat find findIndex findLast some every "
    "indexOf includes push pop shift unshift join keys values entries flat flatMap at fill constructor isArray "
    "lastIndexOf toString hasOwnProperty".split()
)
_OBJECT_MEMBERS = frozenset(("hasOwnProperty", "constructor", "toString", "valueOf"))


def check_band_usage(
    reading: Reading, setup: Setup, roles: Roles, known_bands: Sequence[str], findings: Findings
) -> None:
    """Bands that are read and not declared, and the reverse; samples taken for what they are not."""
    declared = {band for spec in setup.inputs for band in spec.bands}
    written = _written_properties(reading)
    parents = Parents(reading.tree)
    for node in reading.nodes:
        if node.type == "MemberExpression":
            _check_member(node, roles, declared, written, known_bands, parents, findings)
    if roles.sample_name:
        _check_destructured(reading, roles, declared, known_bands, findings)
    _check_unused(reading, setup, roles, findings)


def _check_member(
    node: Node,
    roles: Roles,
    declared: set[str],
    written: set[str],
    known_bands: Sequence[str],
    parents: Parents,
    findings: Findings,
) -> None:
    name, role = property_of(node), roles.role(node.object)
    owner = node.object.name if node.object.type == "Identifier" else ""
    if not role or (owner and not roles.is_sure(owner)):
        return
    if role == LIST and name is not None and name not in _ARRAY_MEMBERS and name not in written:
        if name in declared or name in known_bands or find_band(name, declared):
            findings.add("samples_is_array", node.property, name=owner or roles.sample_name, property=name)
    elif role == ONE and node.computed and node.property.type == "Literal" and isinstance(node.property.value, float):
        if owner == roles.sample_name:
            findings.add("samples_is_object", node, name=owner)
    elif role == ONE and name is not None and name not in declared and name not in written:
        if name in _OBJECT_MEMBERS or name.startswith("__"):
            return
        if owner == roles.sample_name and name in _ARRAY_MEMBERS:
            if not _is_tested(node, parents):
                findings.add("samples_is_object", node, name=owner)
            return
        _report_undeclared(node.property, name, owner, declared, known_bands, findings, _is_tested(node, parents))


def _is_tested(node: Node, parents: Parents) -> bool:
    """Is the member only looked at to find out whether there is an array?"""
    return any(one.type in ("IfStatement", "ConditionalExpression", "LogicalExpression") for one in parents.above(node))


def _report_undeclared(
    place: Node,
    name: str,
    owner: str,
    declared: Iterable[str],
    known_bands: Sequence[str],
    findings: Findings,
    is_tested: bool = False,
) -> None:
    """:param is_tested: the script may look whether the band is there, so that it can do without."""
    if any(is_same_band(name, band) for band in declared if band not in known_bands and name in known_bands):
        return  # setup() has the same band misspelt, which was said there
    severity = "warning" if is_tested else ""
    names = ", ".join(sorted(declared))
    if name in known_bands or name == "dataMask":
        findings.add("band_not_declared", place, severity, band=name, declared=names)
    elif find_band(name, declared):
        findings.add("misspelt_band", place, severity, name=name, suggestion=find_band(name, declared))
    else:
        findings.add("unknown_property", place, name=owner or "sample", property=name, declared=names)


def _check_destructured(
    reading: Reading, roles: Roles, declared: set[str], known_bands: Sequence[str], findings: Findings
) -> None:
    """``const {B04} = sample``."""
    for node in reading.nodes:
        if node.type == "VariableDeclarator" and node.id.type == "ObjectPattern" and node.init is not None:
            if roles.role(node.init) != ONE:
                continue
            for item in node.id.properties:
                name = "" if item.type == "RestElement" or item.computed else str(getattr(item.key, "name", ""))
                has_default = item.type != "RestElement" and item.value.type == "AssignmentPattern"
                if name and name not in declared and not has_default:
                    _report_undeclared(item, name, "", declared, known_bands, findings)


def _written_properties(reading: Reading) -> set[str]:
    """Names that the script itself puts on some object with ``x.name = …``."""
    found = set()
    for node in reading.nodes:
        if node.type == "AssignmentExpression" and node.left.type == "MemberExpression":
            name = property_of(node.left)
            if name is not None:
                found.add(name)
    return found


def _check_unused(reading: Reading, setup: Setup, roles: Roles, findings: Findings) -> None:
    """Declared bands that occur nowhere; silent when the script reads bands by computed names."""
    inside_setup = {id(node) for node in walk(reading.functions["setup"])} if "setup" in reading.functions else set()
    mentioned: set[str] = set()
    for node in reading.nodes:
        if id(node) in inside_setup:
            continue
        if node.type == "MemberExpression":
            if node.computed and property_of(node) is None and roles.role(node.object) == ONE:
                return
            mentioned.add(property_of(node) or "")
        elif node.type == "Identifier":
            mentioned.add(node.name)
        elif node.type == "Literal" and isinstance(node.value, str):
            mentioned.add(node.value)
        elif (
            node.type == "CallExpression"
            and _takes_all_bands(node, roles)
            or node.type in ("SpreadElement", "RestElement", "ForInStatement")
        ):
            return
    for spec in setup.inputs:
        for band in spec.bands:
            if band not in mentioned and not any(is_same_band(band, name) for name in mentioned):
                findings.add("unused_band", _band_place(reading, band), band=band)


def _takes_all_bands(node: Node, roles: Roles) -> bool:
    """``Object.values(sample)``."""
    callee = node.callee
    return (
        callee.type == "MemberExpression"
        and callee.object.type == "Identifier"
        and callee.object.name in ("Object", "JSON")
        and any(roles.role(argument) for argument in node.arguments)
    )


def _band_place(reading: Reading, band: str) -> Node | None:
    for node in walk(reading.functions["setup"]) if "setup" in reading.functions else ():
        if node.type == "Literal" and node.value == band:
            return node
    return reading.functions.get("setup")
