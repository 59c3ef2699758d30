# SPDX-License-Identifier: GPL-2.0-or-later
"""What a check of an evalscript found, without words: rules and the facts that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ERROR, WARNING, HINT = "error", "warning", "hint"
SEVERITIES = (ERROR, WARNING, HINT)
"""``error``: refused by the service, or wrong numbers; ``warning``: it may be; ``hint``: it could be better."""


@dataclass(frozen=True)
class ScriptFinding:
    """One thing to tell the author of a script."""

    severity: str
    """One of :data:`SEVERITIES`."""

    rule: str
    """Identifier; :mod:`plugin.bridge.script_report` has the problem and the remedy in words for each."""

    line: int = 0
    """1-based, 0 where the script as a whole is meant."""

    column: int = 0
    """1-based, 0 where unknown."""

    details: Mapping[str, str] = field(default_factory=dict)
    """What the words need: names, numbers, choices. Text out of the script, so never markup."""


@dataclass(frozen=True)
class ScriptCheck:
    """All findings, by line."""

    findings: tuple[ScriptFinding, ...]

    @property
    def is_valid(self) -> bool:
        """No finding is an error."""
        return not any(finding.severity == ERROR for finding in self.findings)
