# SPDX-License-Identifier: GPL-2.0-or-later
"""The script as a document: new, open, save, and no text lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QFileDialog, QMessageBox

from ...bridge.i18n import tr
from ...bridge.text_file import write_text
from ...core.errors import FileProblem, TimestackError
from ...core.script_findings import ERROR
from ..wiring import Wiring
from .dock import EvalscriptDock
from .script_file import (
    keep_draft,
    keep_folder,
    keep_project_draft,
    last_folder,
    load_draft,
    project_draft,
    read_script,
)

SAVE, DISCARD, STAY = "save", "discard", "stay"


class ScriptDocument(QObject):  # type: ignore[misc]
    """Keeps the dock's editor and a file together.

    The text is kept as a draft, in the settings and in saved projects, so that neither closing QGIS nor the dock
    loses it; what replaces the text asks first.
    """

    def __init__(
        self, dock: EvalscriptDock, project: QgsProject, example: Callable[[str], str],
        explain: Callable[[TimestackError], str],
    ) -> None:  # fmt: skip
        super().__init__(dock)
        self._dock, self._project, self._example, self._explain = dock, project, example, explain
        self._path: Path | None = None
        self._saved = ""
        self._untouched = ""
        self._has_begun = False
        self._wiring = Wiring()
        self._wiring.connect(dock, "text_changed", self._show_state)
        self._wiring.connect(dock, "text_settled", self.keep)
        self._wiring.connect(dock, "example_asked", self.new)
        self._wiring.connect(dock, "open_asked", self.open)
        self._wiring.connect(dock, "save_asked", self.save)
        self._wiring.connect(dock, "save_as_asked", self.save_as)
        self._wiring.connect(project, "readProject", self._on_project)
        self._wiring.connect(project, "writeProject", self._on_project_saved)

    @property
    def is_modified(self) -> bool:
        """Whether the text differs from its file or from the example that it was."""
        return bool(self._dock.text() != self._saved)

    def restore(self, first_example: str) -> None:
        """Show the draft of the project or of the last session, or else an example."""
        self._has_begun = True
        self._untouched = self._example(first_example) if first_example else ""
        from_project, from_session = project_draft(self._project), load_draft()
        self._take(from_project or from_session or self._untouched, None)
        if not from_project and from_session not in ("", self._untouched):
            self._saved = ""  # a draft lies in no file yet
            self._show_state()

    def new(self, name: str) -> None:
        """Start from an example, or from nothing."""
        if self.may_replace():
            try:
                self._take(self._example(name) if name else "", None)
            except TimestackError as error:
                self._dock.show_message(self._explain(error), ERROR)

    def open(self) -> None:
        """Ask for a file and show it."""
        if not self.may_replace():
            return
        name, _ = QFileDialog.getOpenFileName(self._dock, tr("Open a script"), last_folder(), _file_kinds())
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Show a file; the text stays as it is when the file cannot be read."""
        try:
            text = read_script(path)
        except FileProblem as problem:
            self._dock.show_message(self._explain(problem), ERROR)
            return
        keep_folder(path)
        self._take(text, path)

    def save(self) -> bool:
        """Write the file, asking for its name where it has none; False when it was not written."""
        return self.save_as() if self._path is None else self._write(self._path)

    def save_as(self) -> bool:
        """Ask for a name and write the file."""
        start = str(self._path) if self._path else str(Path(last_folder()) / "evalscript.js")
        name, _ = QFileDialog.getSaveFileName(self._dock, tr("Save the script"), start, _file_kinds())
        if not name:
            return False
        path = Path(name)
        return self._write(path if path.suffix else path.with_suffix(".js"))

    def may_replace(self) -> bool:
        """Whether the text may go: it is saved, or the user says so."""
        if not self.is_modified or not self._dock.text().strip():
            return True
        answer = ask_to_save(self._dock)
        return answer == DISCARD or (answer == SAVE and self.save())

    def keep(self) -> None:
        """Remember the text for the next session."""
        keep_draft(self._dock.text())

    def detach(self) -> None:
        """Keep the text and let go of everything."""
        if self._has_begun:
            self.keep()
        self._wiring.release()

    def _take(self, text: str, path: Path | None) -> None:
        self._path, self._saved = path, text
        self._dock.set_text(text)
        self._saved = self._dock.text()
        self._show_state()

    def _write(self, path: Path) -> bool:
        text = self._dock.text()
        try:
            write_text(path, text)
        except FileProblem as problem:
            self._dock.show_message(self._explain(problem), ERROR)
            return False
        keep_folder(path)
        self._path, self._saved = path, text
        self._show_state()
        return True

    def _show_state(self) -> None:
        name = self._path.name if self._path else tr("Unnamed script")
        self._dock.show_file(name, self.is_modified)

    def _on_project(self, *_: object) -> None:
        """A project with a script of its own shows it, unless that would cost the user's unsaved text."""
        draft = project_draft(self._project) if self._has_begun else ""
        if draft and not (self.is_modified and self._dock.text().strip()):
            self._take(draft, None)

    def _on_project_saved(self, *_: object) -> None:
        if self._has_begun:
            text = self._dock.text()
            keep_project_draft(self._project, text if text != self._untouched else "")


def ask_to_save(dock: EvalscriptDock) -> str:
    """What is to become of unsaved text."""
    buttons = QMessageBox.StandardButton
    answer = QMessageBox.question(
        dock, tr("Evalscript"), tr("The script has changes that are not saved."),
        buttons.Save | buttons.Discard | buttons.Cancel, buttons.Save,
    )  # fmt: skip
    return {buttons.Save: SAVE, buttons.Discard: DISCARD}.get(answer, STAY)


def _file_kinds() -> str:
    return tr("Evalscripts") + " (*.js *.txt);;" + tr("All files") + " (*)"
