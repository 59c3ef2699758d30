# SPDX-License-Identifier: GPL-2.0-or-later
"""What people write who begin with JavaScript: legal, and not what they mean."""

from __future__ import annotations

from collections.abc import Callable

from ..free_names import free_names
from ..library.builtins import make_builtins
from ..parser import Node
from ..parser.syntax import walk
from ..parser.tokens import KEYWORDS
from .findings import Findings
from .reading import Reading, property_of
from .spelling import find_nearest
from .typical_pixels import describe_band

_MEMBERS = (
    "length", "forEach", "indexOf", "toFixed", "push", "filter", "reduce", "includes", "concat", "reverse", "getTime",
    "getMonth", "getFullYear", "getDate", "dateFrom", "dateTo", "orbits", "tiles", "scenes", "cloudCoverage",
    "userData", "normalizationFactor", "toISOString", "substring", "toUpperCase", "toLowerCase", "split",
    "slice", "splice",
)  # fmt: skip
_EQUALITY = frozenset(("==", "===", "!=", "!=="))
_ORDER = frozenset(("<", ">", "<=", ">="))
_SERVICE_NAMES = frozenset(
    "Mosaicking SampleType decodeL8C2Qa decodeS3OLCIQualityFlags inverse valueMap int2rgb rgb2int normalizeRGB combine "
    "blueRed redTemperature greenWhite oceanColor dataSource DataSource toUTMZone WebAssembly".split()
)


def check_common_slips(reading: Reading, findings: Findings) -> None:
    """Look at every construct once."""
    for node in reading.nodes:
        if node.type == "BlockStatement":
            _check_return_alone(node, findings)
    checks: dict[str, Callable[[Node], None]] = {
        "IfStatement": lambda node: _check_condition(node.test, findings),
        "ConditionalExpression": lambda node: _check_condition(node.test, findings),
        "WhileStatement": lambda node: _check_condition(node.test, findings),
        "BinaryExpression": lambda node: _check_comparison(node, findings),
        "ForStatement": lambda node: _check_loop(node, findings),
    }
    math = _math_members()
    own = _own_properties(reading)
    for node in reading.nodes:
        check = checks.get(node.type)
        if check is not None:
            check(node)
        elif node.type == "MemberExpression":
            _check_member(node, math, own, reading, findings)
    _check_unknown_names(reading, findings)


def _check_return_alone(block: Node, findings: Findings) -> None:
    """``return`` and, on the next line, what was meant to be returned."""
    for one, following in zip(block.body, block.body[1:]):
        is_empty = one.type == "ReturnStatement" and one.argument is None
        if is_empty and following.type in ("ExpressionStatement", "BlockStatement") and following.line > one.line:
            findings.add("return_alone", one)


def _check_condition(test: Node, findings: Findings) -> None:
    if test.type == "AssignmentExpression" and test.operator == "=" and not getattr(test, "parenthesised", False):
        findings.add("assignment_in_condition", test)
    elif test.type == "LogicalExpression":
        _check_condition(test.right, findings)
        if test.left.type != "LogicalExpression":
            _check_condition(test.left, findings)


def _check_comparison(node: Node, findings: Findings) -> None:
    if node.operator in _EQUALITY | _ORDER and (_is_nan(node.left) or _is_nan(node.right)):
        findings.add("compared_to_nan", node, operator=node.operator)


def _is_nan(node: Node) -> bool:
    if node.type == "Identifier":
        return bool(node.name == "NaN")
    return property_of(node) == "NaN" and node.object.type == "Identifier" and node.object.name == "Number"


def _check_loop(node: Node, findings: Findings) -> None:
    """``for (i = 0; i <= list.length; i++) list[i]``."""
    test = node.test
    if test is None or test.type != "BinaryExpression" or test.operator != "<=" or test.left.type != "Identifier":
        return
    right = test.right
    if property_of(right) != "length" or right.object.type != "Identifier":
        return
    for inner in walk(node.body):
        if (
            inner.type == "MemberExpression"
            and inner.computed
            and inner.object.type == "Identifier"
            and inner.object.name == right.object.name
            and inner.property.type == "Identifier"
            and inner.property.name == test.left.name
        ):
            findings.add("loop_too_far", test, array=right.object.name)
            return


def _math_members() -> frozenset[str]:
    return frozenset(make_builtins().names["Math"].props)


def _own_properties(reading: Reading) -> frozenset[str]:
    """Property names that the script gives to its own objects."""
    found = set()
    for node in reading.nodes:
        if node.type in ("Property", "MethodDefinition", "FieldDefinition") and not node.computed:
            found.add(str(getattr(node.key, "name", getattr(node.key, "value", ""))))
        elif node.type == "AssignmentExpression":
            found.add(property_of(node.left) or "")
    return frozenset(found)


def _check_member(node: Node, math: frozenset[str], own: frozenset[str], reading: Reading, findings: Findings) -> None:
    name = property_of(node)
    if name is None or name in own:
        return
    if node.object.type == "Identifier" and node.object.name == "Math" and "Math" not in reading.names:
        if name not in math:
            meant = find_nearest(name, math, 0.7)
            if meant:
                findings.add("no_such_member", node.property, owner="Math", name=name, suggestion=meant)
        return
    if name not in _MEMBERS:
        meant = find_nearest(name, _MEMBERS, 0.8)
        if meant and (meant.lower() == name.lower() or sorted(meant.lower()) == sorted(name.lower())):
            findings.add("misspelt_member", node.property, name=name, suggestion=meant)


def _check_unknown_names(reading: Reading, findings: Findings) -> None:
    """Names that nothing declares and the service does not offer; reading one stops the script."""
    tested = {
        node.argument.name
        for node in reading.nodes
        if node.type == "UnaryExpression" and node.operator == "typeof" and node.argument.type == "Identifier"
    }
    free = [
        name for name in free_names(reading.tree)
        if name not in reading.names and name not in reading.given_names and name not in _SERVICE_NAMES
        and name not in tested
    ]  # fmt: skip
    if not free:
        return
    choices = reading.names | reading.given_names | KEYWORDS
    setup = reading.functions.get("setup")
    in_setup = {id(node) for node in walk(setup)} if setup is not None else set()
    pixel = reading.pixel_function
    sample = next((one.name for one in (pixel.params if pixel else ())[:1] if one.type == "Identifier"), "sample")
    for name in free:
        place = _first_place(reading, name)
        if describe_band(name, None) is not None:
            if place is not None and id(place) in in_setup:
                findings.add("band_without_quotes", place, band=name)
            else:
                findings.add("band_without_sample", place, band=name, sample=sample)
            continue
        findings.add("unknown_name", place, name=name,
                     suggestion=find_nearest(name, choices - {name}, 0.8))  # fmt: skip


def _first_place(reading: Reading, name: str) -> Node | None:
    found = [node for node in reading.nodes if node.type == "Identifier" and node.name == name]
    return min(found, key=lambda node: (node.line, node.column), default=None)
