# SPDX-License-Identifier: GPL-2.0-or-later
"""The editor: QScintilla in the colours of QGIS's code editors, or a plain one where QScintilla is missing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from qgis.PyQt.QtCore import QEvent, QObject, pyqtSignal
from qgis.PyQt.QtGui import QColor, QTextCharFormat, QTextCursor, QTextFormat
from qgis.PyQt.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from ...core.script_findings import SEVERITIES
from .highlighter import ScriptHighlighter, monospace_font
from .ports import Mark
from .severity import COLOURS, severity_icon

try:
    from qgis.gui import QgsCodeEditorJavascript
    from qgis.PyQt.Qsci import QsciScintilla
except ImportError:  # pragma: no cover - a QGIS built without QScintilla's Python bindings
    QsciScintilla = None

_FIRST_MARKER, _FIRST_INDICATOR = 20, 20
_INDENT = 2
_RANKS = tuple(reversed(SEVERITIES))
"""Where marks meet in the margin, the one of the higher number is on top."""


def make_editor(parent: QWidget | None = None) -> Any:
    """The best editor there is."""
    return PlainEditor(parent) if QsciScintilla is None else ScintillaEditor(parent)


class ScintillaEditor(QObject):  # type: ignore[misc]
    """Line numbers, folding, brace matching, and marks in the margin."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.widget = QgsCodeEditorJavascript(parent)
        self._marks: dict[int, list[Mark]] = {}
        editor, margin = self.widget, QgsCodeEditorJavascript.MarginRole.ErrorIndicators
        editor.setUtf8(True)
        editor.setEolMode(QsciScintilla.EolMode.EolUnix)
        editor.setLineNumbersVisible(True)
        editor.setFoldingVisible(True)
        editor.setBraceMatching(QsciScintilla.BraceMatch.SloppyBraceMatch)
        editor.setIndentationsUseTabs(False)
        editor.setTabWidth(_INDENT)
        editor.setAutoIndent(True)
        editor.setTabIndents(True)
        editor.setBackspaceUnindents(True)
        editor.setMarginType(margin, QsciScintilla.MarginType.SymbolMargin)
        editor.setMarginWidth(margin, editor.fontMetrics().height() + 2)
        mask = 0
        for number, severity in enumerate(_RANKS):
            size = editor.fontMetrics().height()
            editor.markerDefine(severity_icon(severity).pixmap(size, size), _FIRST_MARKER + number)
            mask |= 1 << (_FIRST_MARKER + number)
            editor.indicatorDefine(QsciScintilla.IndicatorStyle.SquiggleIndicator, _FIRST_INDICATOR + number)
            editor.setIndicatorForegroundColor(QColor(COLOURS[severity]), _FIRST_INDICATOR + number)
        editor.setMarginMarkerMask(margin, mask)
        editor.textChanged.connect(self.changed)
        editor.viewport().installEventFilter(self)

    def text(self) -> str:
        """The script."""
        return str(self.widget.text())

    def set_text(self, text: str) -> None:
        """Replace the script; cannot be undone."""
        self.widget.setText(text)
        self.widget.SendScintilla(QsciScintilla.SCI_EMPTYUNDOBUFFER)
        self.widget.setCursorPosition(0, 0)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Mark the lines, in place of earlier marks."""
        editor = self.widget
        last = max(editor.lines() - 1, 0)
        for number in range(len(SEVERITIES)):
            editor.markerDeleteAll(_FIRST_MARKER + number)
            editor.clearIndicatorRange(0, 0, last, editor.lineLength(last), _FIRST_INDICATOR + number)
        self._marks = {}
        for mark in marks:
            line = mark.line - 1
            if not 0 <= line <= last:
                continue
            self._marks.setdefault(line, []).append(mark)
        for line, here in self._marks.items():
            for mark in here:
                editor.markerAdd(line, _FIRST_MARKER + _RANKS.index(mark.severity))
            text = editor.text(line).rstrip()
            begin = len(text) - len(text.lstrip())
            worst = max(_RANKS.index(mark.severity) for mark in here)
            editor.fillIndicatorRange(line, begin, line, len(text), _FIRST_INDICATOR + worst)

    def marked_lines(self) -> dict[int, list[str]]:
        """Severities of the marks in the margin, by 1-based line."""
        found = {}
        for line in range(self.widget.lines()):
            bits = self.widget.markersAtLine(line)
            names = [name for number, name in enumerate(_RANKS) if bits & (1 << (_FIRST_MARKER + number))]
            if names:
                found[line + 1] = names
        return found

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor on a line, 1-based, and show it."""
        line = min(max(line - 1, 0), max(self.widget.lines() - 1, 0))
        self.widget.ensureLineVisible(line)
        self.widget.setCursorPosition(line, max(column - 1, 0))
        self.widget.ensureCursorVisible()
        self.widget.setFocus()

    def cursor_line(self) -> int:
        """Where the cursor is, 1-based."""
        return int(self.widget.getCursorPosition()[0]) + 1

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Tell what a mark means where the mouse rests on its line."""
        if event.type() == QEvent.Type.ToolTip:
            position = self.widget.SendScintilla(QsciScintilla.SCI_POSITIONFROMPOINT, event.pos().x(), event.pos().y())
            marks = self._marks.get(self.widget.SendScintilla(QsciScintilla.SCI_LINEFROMPOSITION, position), [])
            if marks:
                QToolTip.showText(event.globalPos(), tool_tip(marks), self.widget)
            else:
                QToolTip.hideText()
            return True
        return bool(super().eventFilter(watched, event))


class PlainEditor(QObject):  # type: ignore[misc]
    """The same with what Qt has: colours, and marked lines."""

    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.widget = QPlainTextEdit(parent)
        self.widget.setFont(monospace_font())
        self.widget.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.widget.setTabStopDistance(_INDENT * self.widget.fontMetrics().horizontalAdvance(" "))
        self._highlighter = ScriptHighlighter(self.widget.document(), self.widget.palette())
        self._marks: list[Mark] = []
        self.widget.document().contentsChange.connect(self._on_contents)

    def text(self) -> str:
        """The script."""
        return str(self.widget.toPlainText())

    def set_text(self, text: str) -> None:
        """Replace the script; cannot be undone."""
        self.widget.setPlainText(text)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Mark the lines, in place of earlier marks."""
        document, selections = self.widget.document(), []
        self._marks = [mark for mark in marks if 1 <= mark.line <= document.blockCount()]
        for mark in self._marks:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(document.findBlockByNumber(mark.line - 1))
            selection.cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            selection.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
            selection.format.setUnderlineColor(QColor(COLOURS[mark.severity]))
            background = QColor(COLOURS[mark.severity])
            background.setAlpha(40)
            selection.format.setBackground(background)
            selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            selections.append(selection)
        self.widget.setExtraSelections(selections)

    def marked_lines(self) -> dict[int, list[str]]:
        """Severities of the marks, by 1-based line."""
        found: dict[int, list[str]] = {}
        for mark in self._marks:
            found.setdefault(mark.line, []).append(mark.severity)
        return found

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor on a line, 1-based, and show it."""
        block = self.widget.document().findBlockByNumber(min(line, self.widget.document().blockCount()) - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(
            QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor,
            min(max(column - 1, 0), max(block.length() - 1, 0)),
        )  # fmt: skip
        self.widget.setTextCursor(cursor)
        self.widget.centerCursor()
        self.widget.setFocus()

    def cursor_line(self) -> int:
        """Where the cursor is, 1-based."""
        return int(self.widget.textCursor().blockNumber()) + 1

    def _on_contents(self, _: int, removed: int, added: int) -> None:
        if removed or added:  # colouring changes the document too, without either
            self.changed.emit()


def tool_tip(marks: Sequence[Mark]) -> str:
    """What the marks of a line mean; Qt takes tool tips for HTML, and parts of these come out of the script."""
    paragraphs = [f"<p><b>{escape(mark.problem)}</b><br>{escape(mark.remedy)}</p>" for mark in marks]
    return f"<qt>{''.join(paragraphs)}</qt>"
