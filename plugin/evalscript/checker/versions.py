# SPDX-License-Identifier: GPL-2.0-or-later
"""Which version of the language a text is written in, and what a script of an older one looks like in version 3."""

from __future__ import annotations

import json
import re

from ..free_names import free_names
from ..parser import Node
from ..parser.syntax import walk
from .findings import Findings
from .reading import Reading, call_of, is_index, is_number, property_of, root_name

_FIRST = re.compile(r"\ufeff?\s*//\s*VERSION\s*=\s*(\d+)")
_ANYWHERE = re.compile(r"^[^\S\n]*(?://|/\*|#)?[^\S\n]*(?:@)?version[^\S\n]*[=: ][^\S\n]*[\"']?v?(\d+)", re.I | re.M)
_ONLY_COMMENTS = re.compile(r"\ufeff?(?:\s|//[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*")
_BAND_NAME = re.compile(r"B\d{1,2}A?|VV|VH|HH|HV|SCL|CLM|CLP|dataMask|DEM", re.I)
_OLD_CALLS = ("setInputComponents", "setOutputComponentCount")


def check_version(text: str, findings: Findings) -> bool:
    """Look for ``//VERSION=3`` at the very beginning.

    :returns: whether it is there, before anything but comments.
    """
    match = _FIRST.match(text)
    if match is not None and match[1] == "3":
        return True
    if match is not None:
        findings.add("other_version", (1, 1), version=match[1])
        return False
    other = _ANYWHERE.search(text)
    if other is not None and other[1] == "3":
        line = text.count("\n", 0, other.start()) + 1
        is_harmless = _ONLY_COMMENTS.fullmatch(text, 0, other.start()) is not None and other[0].lstrip().startswith(
            "//"
        )
        findings.add("version_not_first", (line, 1), found=other[0].strip())
        return is_harmless
    else:
        findings.add("missing_version", (1, 1))
    return False


def check_old_forms(reading: Reading, findings: Findings) -> bool:
    """Recognise scripts of versions 1 and 2 by what they call in ``setup()``.

    :returns: whether this is one, so that nothing else is worth saying.
    """
    calls = {name: node for node in reading.nodes for name in [_old_call(node)] if name}
    if not calls:
        return _check_parameter(reading, findings)
    first = min(calls.values(), key=lambda node: (node.line, node.column))
    findings.add("old_script", first, conversion=convert_setup(reading, calls))
    return True


def _check_parameter(reading: Reading, findings: Findings) -> bool:
    """In version 2 setup() gets the data source and returns ``components``."""
    setup = reading.functions.get("setup")
    if setup is None or not setup.params or setup.params[0].type != "Identifier":
        return False
    source = setup.params[0].name
    reads = [
        node for node in walk(setup.body)
        if node.type == "MemberExpression" and node.object.type == "Identifier" and node.object.name == source
    ]  # fmt: skip
    if not reads:
        return False
    reads.sort(key=lambda node: (node.line, node.column))
    bands = list(dict.fromkeys(name for name in map(property_of, reads) if name))
    counts = [
        int(node.value.value) for node in walk(setup.body)
        if node.type == "Property" and getattr(node.key, "name", "") == "componentCount" and is_number(node.value)
        and 0 < node.value.value < 10_000
    ]  # fmt: skip
    mosaicking = "ORBIT" if _uses_many_samples(reading) else "SIMPLE"
    count = max(counts, default=0) or _returned_count(reading) or 1
    findings.add("old_script", setup, conversion=write_setup(bands, count, mosaicking))
    return True


def _old_call(node: Node) -> str:
    if node.type != "CallExpression":
        return ""
    name = node.callee.name if node.callee.type == "Identifier" else (property_of(node.callee) or "")
    return name if name in _OLD_CALLS else ""


def convert_setup(reading: Reading, calls: dict[str, Node]) -> str:
    """The beginning of the same script in version 3, as far as the text tells it."""
    bands = _listed_bands(calls.get("setInputComponents"))
    count = _first_number(calls.get("setOutputComponentCount")) or _returned_count(reading) or 1
    mosaicking = "ORBIT" if _uses_many_samples(reading) else "SIMPLE"
    return write_setup(bands, count, mosaicking)


def simple_bands(reading: Reading) -> list[str]:
    """Free names that look like bands."""
    return [name for name in free_names(reading.tree) if _BAND_NAME.fullmatch(name) and name not in reading.given_names]


def write_setup(bands: list[str], count: int, mosaicking: str) -> str:
    """The text of a ``setup()`` of version 3."""
    extra = f',\n    mosaicking: "{mosaicking}"' if mosaicking != "SIMPLE" else ""
    names = json.dumps(bands, ensure_ascii=False)
    return (
        "//VERSION=3\nfunction setup() {\n  return {\n"
        f"    input: {names},\n    output: {{ bands: {count} }}{extra}\n  }};\n}}"
    )


def _listed_bands(call: Node | None) -> list[str]:
    if call is None or not call.arguments or call.arguments[0].type != "ArrayExpression":
        return []
    found = []
    for item in call.arguments[0].elements:
        name = None if item is None else property_of(item) or getattr(item, "name", None)
        if isinstance(name, str):
            found.append(name)
    return list(dict.fromkeys(found))


def _first_number(call: Node | None) -> int:
    if call is None or not call.arguments or call.arguments[0].type != "Literal":
        return 0
    value = call.arguments[0].value
    return int(value) if isinstance(value, float) and 0 < value < 10_000 else 0


def _returned_count(reading: Reading) -> int:
    """Elements of the longest array that is returned as written."""
    return max(
        (
            len(node.argument.elements)
            for node in reading.nodes
            if node.type == "ReturnStatement" and node.argument is not None and node.argument.type == "ArrayExpression"
        ),
        default=0,
    )


def _uses_many_samples(reading: Reading) -> bool:
    """Version 1 always gave an array; one that is only read at [0] is a SIMPLE script."""
    if "filterScenes" in reading.functions:
        return True
    function = reading.pixel_function
    if function is None or not function.params or function.params[0].type != "Identifier":
        return False
    name = function.params[0].name
    for node in reading.nodes:
        if node.type == "MemberExpression" and root_name(node.object) == name and node.object.type == "Identifier":
            if node.computed and not (is_index(node) and node.property.value == 0):
                return True
            if not node.computed and node.property.name == "length":
                return True
        called = call_of(node)
        if called is not None and called[0].type == "Identifier" and called[0].name == name:
            return True
    return False
