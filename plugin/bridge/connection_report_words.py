# SPDX-License-Identifier: GPL-2.0-or-later
"""What a trial of a connection found out, in words."""

from __future__ import annotations

from ..core.connection_report import CATALOG, INSTANCE, SCENES, TOKEN, ConnectionReport, TrialPart
from .i18n import tr
from .messages import explain


def describe_report(report: ConnectionReport) -> str:
    """One sentence of what works, and one for each thing that does not."""
    good = [_good(part) for part in report.parts if part.error is None]
    bad = [_bad(part) for part in report.parts if part.error is not None]
    sentence = [tr("{what}.").format(what=_first_upper("; ".join(good)))] if good else []
    return " ".join(sentence + bad)


def _good(part: TrialPart) -> str:
    sentences = {
        INSTANCE: tr("the instance answers (layers: {count})"),
        TOKEN: tr("the OAuth client gets a token"),
        CATALOG: tr("the catalog answers (collections: {count})"),
        SCENES: tr("the folder can be used (scenes: {count})"),
    }
    return sentences[part.what].format(count=part.count)


def _bad(part: TrialPart) -> str:
    sentences = {
        INSTANCE: tr("The instance does not work: {reason}"),
        TOKEN: tr("The OAuth client does not work: {reason}"),
        CATALOG: tr("The catalog does not answer: {reason}"),
        SCENES: tr("The folder cannot be used: {reason}"),
    }
    reason = explain(part.error) if part.error is not None else ""
    return sentences[part.what].format(reason=reason.removeprefix("CONNECTION: "))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
