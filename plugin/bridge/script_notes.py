# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run tells besides its result, in words."""

from __future__ import annotations

from ..core.script_results import ScriptNote
from .i18n import tr


def describe_note(note: ScriptNote) -> str:
    """One sentence for a person. Texts out of the script are plain text, never markup."""
    sentences = {
        "engine": tr("Qt's JavaScript engine runs this script, slower than our own, which cannot: {message}"),
        "user_data": tr("There is no user data: {message}"),
        "no_version": tr("The script has no //VERSION=3; the service needs it as the first line."),
        "stored_wider": tr("This GDAL cannot store signed bytes; the same values are stored wider ({message})."),
        "output_never_returned": tr("The script declares the output {message} but never returns it; it is empty."),
        "coarser": tr("The area is shown coarser than the scenes are: {message}"),
    }
    words = sentences.get(note.kind, "{message}").format(message=note.message)
    return tr("Line {line}: {words}").format(line=note.line, words=words) if note.line else words
