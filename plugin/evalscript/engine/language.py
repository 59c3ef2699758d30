# SPDX-License-Identifier: GPL-2.0-or-later
"""Importing this module makes the compiler know every construct of the language."""

from __future__ import annotations

from . import (
    compile_assignment,
    compile_calls,
    compile_expressions,
    compile_functions,
    compile_logic,
    compile_loops,
    compile_members,
    compile_statements,
)

MODULES = (
    compile_assignment,
    compile_calls,
    compile_expressions,
    compile_functions,
    compile_logic,
    compile_loops,
    compile_members,
    compile_statements,
)
