# SPDX-License-Identifier: GPL-2.0-or-later
"""Collects what a check finds, each thing once."""

from __future__ import annotations

from ...core.script_findings import ScriptCheck, ScriptFinding
from ..parser import Node
from .rules import RULES

MAX_FINDINGS = 200
MAX_DETAIL = 300


class Findings:
    """Findings so far; a finding on a line is only taken once per rule and details."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], ScriptFinding] = {}

    def add(
        self, rule: str, place: Node | tuple[int, int] | None = None, severity: str = "", **details: object
    ) -> None:
        """Take one finding.

        :param place: a node, or line and column, 1-based; None for the script as a whole.
        :param severity: instead of the rule's own.
        """
        if isinstance(place, Node):
            place = (place.line, place.column)
        line, column = place or (0, 0)
        texts = {name: _shorten(str(details[name]), name) for name in RULES[rule].details}
        key = (rule, line, *sorted(texts.items()))
        if key not in self._found and len(self._found) < MAX_FINDINGS:
            self._found[key] = ScriptFinding(severity or RULES[rule].severity, rule, line, column, texts)

    def has(self, *rules: str) -> bool:
        """Was one of these found?"""
        return any(finding.rule in rules for finding in self._found.values())

    def lines_of(self, rule: str) -> set[int]:
        """The lines on which a rule was found."""
        return {finding.line for finding in self._found.values() if finding.rule == rule}

    def to_check(self) -> ScriptCheck:
        """All findings, by line; those about the whole script first."""
        return ScriptCheck(tuple(sorted(self._found.values(), key=lambda one: (one.line, one.column, one.rule))))


def _shorten(text: str, name: str) -> str:
    """Long texts of scripts would hide the words around them; a conversion is shown whole."""
    return text if name == "conversion" or len(text) <= MAX_DETAIL else text[: MAX_DETAIL - 1] + "…"
