# SPDX-License-Identifier: GPL-2.0-or-later
"""Text files that are whole, or as they were before."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from ..core.errors import FileProblem


def write_text(path: Path, text: str) -> None:
    """Write a file in UTF-8, line ends as they are in the text.

    :raises FileProblem: when it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        temporary.write_bytes(text.encode("utf-8"))
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise FileProblem(str(path), error.strerror or str(error), "write") from error
