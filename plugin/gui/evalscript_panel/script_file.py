# SPDX-License-Identifier: GPL-2.0-or-later
"""Scripts on disk, and the draft that outlives the session."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject, QgsSettings

from ...core.errors import FileProblem

MAX_BYTES = 2_000_000
"""No script is longer; a picture opened by mistake is."""

_DRAFT = "timestack/evalscript/draft"
_FOLDER = "timestack/evalscript/folder"
_SCOPE, _ENTRY = "timestack", "/evalscript/draft"


def read_script(path: Path) -> str:
    """The text of a file, with newlines as editors count them.

    :raises FileProblem: when it cannot be read or is not a script.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileProblem(str(path), f"larger than {MAX_BYTES // 1_000_000} MB")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileProblem(str(path), error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise FileProblem(str(path), "not a text in UTF-8") from error
    if "\0" in text:
        raise FileProblem(str(path), "not a text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def load_draft() -> str:
    """The text of the last session; empty when there was none."""
    return str(QgsSettings().value(_DRAFT, "") or "")


def keep_draft(text: str) -> None:
    """Remember a text for the next session."""
    QgsSettings().setValue(_DRAFT, text[:MAX_BYTES])


def project_draft(project: QgsProject) -> str:
    """The text that a project was saved with; empty when there was none."""
    return str(project.readEntry(_SCOPE, _ENTRY, "")[0])


def keep_project_draft(project: QgsProject, text: str) -> None:
    """Have a project, which is being saved, remember a text."""
    if text.strip():
        project.writeEntry(_SCOPE, _ENTRY, text)
    else:
        project.removeEntry(_SCOPE, _ENTRY)


def last_folder() -> str:
    """Where scripts were opened or saved last."""
    return str(QgsSettings().value(_FOLDER, "") or "")


def keep_folder(path: Path) -> None:
    """Remember where a script lies."""
    QgsSettings().setValue(_FOLDER, str(path.parent))
