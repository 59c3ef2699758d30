# SPDX-License-Identifier: GPL-2.0-or-later
"""JavaScript text to syntax tree: ES2017, object spread, ``?.``, ``??`` and logical assignment."""

from __future__ import annotations

from ..errors import ParseFault
from .declarations import check_declarations
from .statements import Parser
from .syntax import Node

MAX_SCRIPT_LENGTH = 1_000_000

__all__ = ["MAX_SCRIPT_LENGTH", "Node", "parse_script"]


def parse_script(text: str) -> Node:
    """Read a script.

    :raises ParseFault: with line and column of the first thing that cannot be read.
    """
    if len(text) > MAX_SCRIPT_LENGTH:
        raise ParseFault(f"the script is longer than {MAX_SCRIPT_LENGTH} characters", 1, 1)
    try:
        program = Parser(text).parse_program()
        check_declarations(program)
        return program
    except RecursionError as error:
        raise ParseFault("the script is nested too deeply", 1, 1) from error
