# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of an evalscript check in words: as text for logs, as HTML for panels and files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from ..core.script_findings import ERROR, HINT, SEVERITIES, WARNING, ScriptCheck, ScriptFinding
from .i18n import tr
from .script_words import words_of_rules

MAX_QUOTE = 160
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_COLOURS = {ERROR: "#b00020", WARNING: "#9a6700", HINT: "#0b5cad"}


def describe_finding(finding: ScriptFinding) -> tuple[str, str]:
    """The problem and the remedy in words; plain text, in which parts of the script may stand."""
    problem, remedy = words_of_rules()[finding.rule]
    details = _fill(finding.details)
    return problem.format_map(details), remedy.format_map(details)


def _fill(given: Mapping[str, str]) -> dict[str, str]:
    details = {name: value.rstrip(".") if name == "message" else value for name, value in given.items()}
    suggestion = details.get("suggestion", "")
    details["did_you_mean"] = tr("Did you mean {suggestion}?").format(suggestion=suggestion) + " " if suggestion else ""
    if "collection" in details and not details["collection"]:
        details["collection"] = tr("The collection")
    return details


def count_findings(check: ScriptCheck, severity: str) -> int:
    """How many findings are of that severity."""
    return sum(1 for finding in check.findings if finding.severity == severity)


def summary(check: ScriptCheck) -> str:
    """One sentence."""
    if not check.findings:
        return tr("The script is valid; nothing was found.")
    errors, warnings, hints = (count_findings(check, severity) for severity in SEVERITIES)
    verdict = tr("The script is valid.") if check.is_valid else tr("The script will not work as it is.")
    return verdict + " " + tr("Errors: {errors}, warnings: {warnings}, hints: {hints}.").format(
        errors=errors, warnings=warnings, hints=hints
    )  # fmt: skip


def report_text(check: ScriptCheck, text: str) -> str:
    """All findings as plain text: place, problem, the line of the script, remedy."""
    lines = _LINE_END.split(text)
    parts = [summary(check)]
    for finding in check.findings:
        problem, remedy = describe_finding(finding)
        quoted = _quote(lines, finding.line)
        parts.append(
            "\n".join(
                [f"{_place(finding)}: {_clean(problem)}"]
                + ([f"    {quoted}"] if quoted else [])
                + [f"  {line}" for line in _clean(remedy).split("\n")]
            )
        )
    return "\n\n".join(parts) + "\n"


def report_html(check: ScriptCheck, text: str) -> str:
    """All findings as a piece of HTML without scripts or links; whatever comes out of the script is escaped."""
    lines = _LINE_END.split(text)
    parts = [f"<h3>{escape(summary(check))}</h3>"]
    for finding in check.findings:
        problem, remedy = describe_finding(finding)
        quoted = _quote(lines, finding.line)
        colour = _COLOURS.get(finding.severity, "#000000")
        code = f"<pre>{escape(quoted)}</pre>" if quoted else ""
        first, *more = _clean(remedy).split("\n")
        more_code = f"<pre>{escape(chr(10).join(more))}</pre>" if more else ""
        parts.append(
            f'<p><b><span style="color: {colour}">{escape(_place(finding))}:</span></b> {escape(_clean(problem))}</p>'
            f"{code}<p>{escape(first)}</p>{more_code}"
        )
    return "\n".join(parts) + "\n"


def html_page(check: ScriptCheck, text: str) -> str:
    """The report as a file of its own."""
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(tr('Evalscript report'))}</title>\n</head>\n"
        f"<body>\n{report_html(check, text)}</body>\n</html>\n"
    )


def _place(finding: ScriptFinding) -> str:
    kind = {ERROR: tr("Error"), WARNING: tr("Warning"), HINT: tr("Hint")}[finding.severity]
    if not finding.line:
        return kind
    if not finding.column:
        return tr("{kind} in line {line}").format(kind=kind, line=finding.line)
    return tr("{kind} in line {line}, column {column}").format(kind=kind, line=finding.line, column=finding.column)


def _quote(lines: list[str], line: int) -> str:
    """A line of the script as far as it can be shown."""
    if not 1 <= line <= len(lines):
        return ""
    quoted = _clean(lines[line - 1].replace("\t", "  ")).strip()
    return quoted if len(quoted) <= MAX_QUOTE else quoted[: MAX_QUOTE - 1] + "…"


def _clean(text: str) -> str:
    """Without signs that would change how the rest is shown: control signs, and those that turn the direction."""
    return _UNPRINTABLE.sub("\ufffd", text)
