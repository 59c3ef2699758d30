# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock: toolbar, scenes, editor, results. Shows and asks; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QSize, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QAction,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSplitter,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ...core.script_findings import HINT
from ...core.script_results import PixelTrace
from .code_editor import make_editor
from .key_commands import KeyCommands
from .ports import Choice, Mark, RunReport
from .result_tabs import ResultTabs
from .scene_chooser import SceneChooser
from .severity import ICON_FOLDER, severity_icon

if TYPE_CHECKING:
    from ...core.script_results import SceneInfo

CHECK_TAB, RUN_TAB, TRACE_TAB = range(3)
_PAUSE_MS = 600
_MESSAGE_CHARACTERS = 220
"""Longer ones would push the editor away; all of it is in the tool tip."""

_PROGRESS_STEPS = 1000


class DockContent(QWidget):  # type: ignore[misc]
    """Wide enough, at first, for lines of code; may be made narrower."""

    def sizeHint(self) -> QSize:  # noqa: N802
        """What a new dock gets."""
        letters = self.fontMetrics().averageCharWidth()
        return QSize(70 * letters, 100 * letters)


class EvalscriptDock(QgsDockWidget):  # type: ignore[misc]
    """Implements :class:`.ports.PanelView`."""

    text_changed = pyqtSignal()
    text_settled = pyqtSignal()
    check_asked = pyqtSignal()
    run_asked = pyqtSignal()
    cancel_asked = pyqtSignal()
    trace_toggled = pyqtSignal(bool)
    example_asked = pyqtSignal(str)
    """Name of an example, empty for an empty script."""

    open_asked = pyqtSignal()
    save_asked = pyqtSignal()
    save_as_asked = pyqtSignal()

    def __init__(self, project: QgsProject, examples: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(tr("Evalscript"), parent)
        self.setObjectName("TimestackEvalscript")
        self.editor = make_editor(self)
        self.editor.widget.setMinimumHeight(120)
        self.editor.widget.setAccessibleName(tr("Script"))
        self.chooser = SceneChooser(project)
        self.tabs = ResultTabs()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_PAUSE_MS)
        self._settle.timeout.connect(self.text_settled)
        self.editor.changed.connect(self._settle.start)
        self.editor.changed.connect(self.text_changed)
        self.tabs.line_chosen.connect(self.editor.go_to)
        self._make_actions()
        self._lay_out(self._make_toolbar(examples), self._make_message(), self._make_status())
        KeyCommands(
            self.widget(),
            {
                "Ctrl+Return": self.run_action.trigger, "Ctrl+Enter": self.run_action.trigger,
                "F7": self.check_action.trigger, "Ctrl+Shift+C": self.check_action.trigger,
                "Ctrl+S": self.save_action.trigger, "F8": self.trace_action.trigger,
            },
        )  # fmt: skip

    # ---- what the presenter asks and tells

    def text(self) -> str:
        """The script."""
        return str(self.editor.text())

    def set_text(self, text: str) -> None:
        """Another script; it counts as settled at once."""
        self.editor.set_text(text)
        self._settle.stop()
        self.text_settled.emit()

    def choice(self) -> Choice:
        """Scenes and days."""
        return self.chooser.choice()

    def show_marks(self, marks: Sequence[Mark], is_complete: bool) -> None:
        """List what was found and mark the lines."""
        self.tabs.show_marks(marks, is_complete)
        self.editor.show_marks(marks)

    def show_scenes(self, info: SceneInfo | None) -> None:
        """Tell what the chosen scenes are."""
        self.chooser.show_info(info)

    def show_busy(self, title: str) -> None:
        """Work has begun, or is over."""
        self._busy.setVisible(bool(title))
        self._file.setVisible(not title)
        if title:
            self._progress.setRange(0, 0)
            self._progress.setFormat(title)
            self._busy_label.setText(title)

    def show_progress(self, share: float) -> None:
        """Share of the work done."""
        self._progress.setRange(0, _PROGRESS_STEPS)
        self._progress.setValue(round(share * _PROGRESS_STEPS))

    def show_message(self, text: str, severity: str) -> None:
        """One sentence above the editor."""
        self._message.setVisible(bool(text))
        self._message_text.setText(text if len(text) <= _MESSAGE_CHARACTERS else text[:_MESSAGE_CHARACTERS] + " …")
        self._message_text.setToolTip(f"<qt>{escape(text)}</qt>")
        size = self.fontMetrics().height()
        self._message_icon.setPixmap(severity_icon(severity).pixmap(size, size))

    def show_report(self, report: RunReport) -> None:
        """What a run left."""
        self.tabs.show_report(report)
        self.tabs.setCurrentIndex(RUN_TAB)

    def show_trace(self, trace: PixelTrace) -> None:
        """A pixel."""
        self.tabs.trace.show_trace(trace)
        self.tabs.setCurrentIndex(TRACE_TAB)

    def go_to_line(self, line: int, column: int) -> None:
        """Put the cursor there, and show the list that says why."""
        self.tabs.setCurrentIndex(CHECK_TAB)
        self.editor.go_to(line, column)

    def show_file(self, name: str, is_modified: bool) -> None:
        """Which file the script is, and whether it is saved."""
        self._file.setText(f"{name} •" if is_modified else name)
        self._file.setToolTip(tr("Not saved") if is_modified else "")

    def message(self) -> str:
        """The sentence above the editor; empty when there is none."""
        return str(self._message_text.text())

    @property
    def is_busy_shown(self) -> bool:
        """Whether the progress bar is there."""
        return not self._busy.isHidden()

    # ---- widgets

    def _make_actions(self) -> None:
        self.open_action = self._action("/mActionFileOpen.svg", tr("Open …"), tr("Open a script"))
        self.open_action.triggered.connect(self.open_asked)
        self.save_action = self._action("/mActionFileSave.svg", tr("Save"), tr("Save the script (Ctrl+S)"))
        self.save_action.triggered.connect(self.save_asked)
        self.save_as_action = self._action("/mActionFileSaveAs.svg", tr("Save as …"), tr("Save under another name"))
        self.save_as_action.triggered.connect(self.save_as_asked)
        self.check_action = self._action(
            "/mIconSuccess.svg", tr("Check"), tr("Look for what is wrong with the script (F7 or Ctrl+Shift+C)")
        )
        self.check_action.triggered.connect(self._on_check)
        self.run_action = self._action(
            "/mActionStart.svg", tr("Run here"), tr("Run the script on what the map shows of the scenes (Ctrl+Enter)")
        )
        self.run_action.triggered.connect(self.run_asked)
        self.trace_action = self._action(
            "", tr("Trace"), tr("Click on a pixel of the map and follow the script through it (F8; Esc leaves)")
        )
        self.trace_action.setIcon(QIcon(str(ICON_FOLDER / "evalscript_trace.svg")))
        self.trace_action.setCheckable(True)
        self.trace_action.toggled.connect(self.trace_toggled)

    def _action(self, icon: str, text: str, tip: str) -> QAction:
        action = QAction(QgsApplication.getThemeIcon(icon) if icon else QIcon(), text, self)
        action.setToolTip(tip)
        return action

    def _make_toolbar(self, examples: Sequence[str]) -> QToolBar:
        bar = QToolBar()
        bar.setIconSize(QSize(16, 16) * max(1, round(self.logicalDpiX() / 96)))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        new = QToolButton()
        new.setObjectName("newScript")
        new.setIcon(QgsApplication.getThemeIcon("/mActionFileNew.svg"))
        new.setText(tr("New"))
        new.setToolTip(tr("New script, empty or from an example"))
        new.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(new)
        menu.addAction(tr("Empty script")).triggered.connect(lambda: self.example_asked.emit(""))
        if examples:
            menu.addSeparator()
        for name in examples:
            menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _=False, name=name: self.example_asked.emit(name)
            )
        new.setMenu(menu)
        bar.addWidget(new)
        bar.addActions([self.open_action, self.save_action, self.save_as_action])
        bar.addSeparator()
        for action in (self.check_action, self.run_action, self.trace_action):
            bar.addAction(action)
            bar.widgetForAction(action).setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return bar

    def _make_message(self) -> QFrame:
        self._message = QFrame()
        self._message.setFrameShape(QFrame.Shape.StyledPanel)
        self._message_icon, self._message_text = QLabel(), QLabel()
        self._message_icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._message_text.setObjectName("message")
        self._message_text.setTextFormat(Qt.TextFormat.PlainText)
        self._message_text.setWordWrap(True)
        self._message_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QToolButton()
        close.setIcon(QgsApplication.getThemeIcon("/mIconClose.svg"))
        close.setText(tr("Close"))
        close.setToolTip(tr("Close this message"))
        close.setAutoRaise(True)
        close.setIconSize(QSize(10, 10))
        close.clicked.connect(lambda: self.show_message("", HINT))
        row = QHBoxLayout(self._message)
        row.setContentsMargins(6, 4, 4, 4)
        row.addWidget(self._message_icon)
        row.addWidget(self._message_text, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._message.hide()
        return self._message

    def _make_status(self) -> QWidget:
        self._file = QLabel()
        self._file.setTextFormat(Qt.TextFormat.PlainText)
        self._busy_label = QLabel()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setMaximumHeight(self.fontMetrics().height())
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancel_asked)
        self._busy = QWidget()
        busy = QHBoxLayout(self._busy)
        busy.setContentsMargins(0, 0, 0, 0)
        busy.addWidget(self._busy_label)
        busy.addWidget(self._progress, 1)
        busy.addWidget(self.cancel_button)
        self._busy.hide()
        status = QWidget()
        row = QHBoxLayout(status)
        row.setContentsMargins(2, 0, 2, 0)
        row.addWidget(self._file, 1)
        row.addWidget(self._busy, 1)
        status.setMinimumHeight(self.cancel_button.sizeHint().height())
        return status

    def _lay_out(self, toolbar: QToolBar, message: QWidget, status: QWidget) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.editor.widget)
        splitter.addWidget(self.tabs)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        content = DockContent()
        column = QVBoxLayout(content)
        column.setContentsMargins(6, 2, 6, 4)
        column.setSpacing(4)
        for part in (toolbar, self.chooser, message):
            column.addWidget(part)
        column.addWidget(splitter, 1)
        column.addWidget(status)
        content.setMinimumWidth(toolbar.sizeHint().width() + 12)
        self.setWidget(content)

    def _on_check(self) -> None:
        self._settle.stop()
        self.tabs.setCurrentIndex(CHECK_TAB)
        self.check_asked.emit()
