# SPDX-License-Identifier: GPL-2.0-or-later
"""What a check and a run left, below the editor."""

from __future__ import annotations

import json
from collections.abc import Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from ...bridge.i18n import tr
from ...core.script_findings import ERROR, SEVERITIES, WARNING
from .finding_delegate import show_findings_so
from .highlighter import monospace_font
from .ports import Mark, RunReport
from .severity import severity_icon
from .trace_view import TraceView

MAX_JSON_CHARACTERS = 500_000
"""More than anybody reads; the file of the run has all of it."""

_PLACE = Qt.ItemDataRole.UserRole


class ResultTabs(QTabWidget):  # type: ignore[misc]
    """Check, Run, Trace."""

    line_chosen = pyqtSignal(int, int)
    """Line and column that the user wants to see, 1-based."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.findings = QListWidget()
        self.findings.setObjectName("findings")
        self.findings.setAccessibleName(tr("Findings"))
        self.findings.setIconSize(QSize(1, 1) * self.fontMetrics().height())
        self.findings.setAlternatingRowColors(True)
        show_findings_so(self.findings)
        self.findings.itemClicked.connect(self._on_finding)
        self.findings.itemActivated.connect(self._on_finding)
        self.facts = QLabel(tr("Press Run here to see the script's rasters on the map."))
        self.facts.setObjectName("runFacts")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)
        self.facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.user_data = QPlainTextEdit()
        self.user_data.setObjectName("userData")
        self.user_data.setAccessibleName(tr("User data"))
        self.user_data.setReadOnly(True)
        self.user_data.setFont(monospace_font())
        self.user_data.setPlaceholderText(tr("userData of the script, when it leaves any"))
        self.trace = TraceView()
        self.trace.line_chosen.connect(lambda line: self.line_chosen.emit(line, 0))
        run = QWidget()
        column = QVBoxLayout(run)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.facts)
        column.addWidget(self.user_data, 1)
        self.addTab(self.findings, tr("Check"))
        self.addTab(run, tr("Run"))
        self.addTab(self.trace, tr("Trace"))

    def show_marks(self, marks: Sequence[Mark], is_complete: bool) -> None:
        """List findings, the worst on a line as it stands; say so when there are none."""
        self.findings.clear()
        for mark in marks:
            where = tr("Line {line}").format(line=mark.line) if mark.line else tr("Whole script")
            text = f"{where}: {mark.problem}" + (f"\n{mark.remedy}" if mark.remedy else "")
            item = QListWidgetItem(severity_icon(mark.severity), text)
            item.setData(_PLACE, (mark.line, mark.column))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_severity_name(mark.severity)}: {text}")
            self.findings.addItem(item)
        if not marks and is_complete:
            item = QListWidgetItem(QgsApplication.getThemeIcon("/mIconSuccess.svg"), tr("Nothing to complain about."))
            item.setData(_PLACE, (0, 0))
            self.findings.addItem(item)
        self.setTabText(0, tr("Check ({count})").format(count=len(marks)) if marks else tr("Check"))
        worst = next((severity for severity in SEVERITIES if any(mark.severity == severity for mark in marks)), None)
        if worst:
            self.setTabIcon(0, severity_icon(worst))
        else:
            self.setTabIcon(0, QgsApplication.getThemeIcon("/mIconSuccess.svg") if is_complete else QIcon())

    def show_report(self, report: RunReport) -> None:
        """What a run left."""
        self.facts.setText("\n".join(report.lines))
        data = report.outcome.user_data
        text = "" if data is None else json.dumps(data, indent=2, ensure_ascii=False, default=str)
        if len(text) > MAX_JSON_CHARACTERS:
            text = text[:MAX_JSON_CHARACTERS] + "\n" + tr("… cut here; the file has all of it.")
        self.user_data.setPlainText(text)

    def _on_finding(self, item: QListWidgetItem) -> None:
        line, column = item.data(_PLACE)
        if line:
            self.line_chosen.emit(line, column)


def _severity_name(severity: str) -> str:
    return {ERROR: tr("Error"), WARNING: tr("Warning")}.get(severity, tr("Hint"))
