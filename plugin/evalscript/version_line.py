# SPDX-License-Identifier: GPL-2.0-or-later
"""Which version of the language a script says it is written in."""

from __future__ import annotations

import re

from .errors import SetupFault

_HEAD = re.compile(r"\ufeff?(?:\s|//[^\n]*(?:\n|$)|/\*(?:[^*]|\*(?!/))*\*/|VERSION\s*=\s*\d+\s*;?)*")
"""Blanks and comments before the first statement, and a version that somebody wrote as a statement."""

_VERSION = re.compile(r"(?:^|[/*\s])VERSION\s*=?\s*(\d+)", re.MULTILINE)
_VERSION_3_SETUP = re.compile(r"\bfunction\s+setup\s*\(\s*\)|\bsetup\s*=\s*(?:function\s*\(\s*\)|\(\s*\)\s*=>)")
"""In version 2 setup() has a parameter."""

_EVALUATE_PIXEL = re.compile(r"\bevaluatePixel\b")


def check_version(text: str) -> bool:
    """Does the script say that it is of version 3?

    The service wants ``//VERSION=3`` first; comments before it are common and harmless here, and a script that
    declares both functions of version 3 is run without it.

    :raises SetupFault: when it is of another version, or nothing tells.
    """
    head = _HEAD.match(text)
    match = _VERSION.search(text, 0, head.end() if head else 0)
    if match is not None and match.group(1) == "3":
        return True
    if match is not None:
        raise SetupFault(f"a script of version {match.group(1)} must be converted to version 3", 1, 1)
    if _VERSION_3_SETUP.search(text) and _EVALUATE_PIXEL.search(text):
        return False
    message = "the script has no version; put //VERSION=3 as its first line (older scripts must be converted)"
    raise SetupFault(message, 1, 1)
