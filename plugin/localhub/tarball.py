# SPDX-License-Identifier: GPL-2.0-or-later
"""Several files in one answer."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping

TAR = "application/tar"


def write_tar(members: Mapping[str, bytes]) -> bytes:
    """A tar of files by name, always the same for the same files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def read_tar(body: bytes) -> dict[str, bytes]:
    """The files of a tar that :func:`write_tar` made."""
    members = {}
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        for entry in archive.getmembers():
            file = archive.extractfile(entry)
            if file is not None:
                members[entry.name] = file.read()
    return members
