# SPDX-License-Identifier: GPL-2.0-or-later
"""Packs what users install: ``dist/timestack.zip``, the same bytes from the same commit (and the same zlib).

Only tracked files of an allow-list go in, with their content in the work tree (so that a change can
be tried before it is committed), plus translations compiled from ``i18n/*.ts``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

from compile_qm import compile_ts

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "timestack"
FILES = ("metadata.txt", "__init__.py", "LICENSE", "README.md")
FOLDERS = ("plugin/", "processing_provider/")
SUFFIXES = (".py", ".json", ".png", ".svg", ".md", ".txt", ".ui", ".qml", ".model3", ".csv")
"""What the folders may hold; anything else stops the build, so that nobody ships a stray file."""

JAVASCRIPT = ("plugin/evalscript/qt/", "plugin/resources/evalscripts/")
"""Folders that may hold JavaScript too: what evalscripts find in Qt's engine, and examples of evalscripts."""

EPOCH = (2020, 1, 1, 0, 0, 0)
"""Time stamp of every member."""


class NotPackable(Exception):
    """The checkout holds something that may not be shipped."""


def tracked_files(root: Path) -> list[str]:
    """Paths in git's index, relative to the root, with forward slashes."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True)
    return [name for name in answer.stdout.decode().split("\0") if name]


def choose(names: list[str]) -> list[str]:
    """Those of the names that users get, sorted.

    :raises NotPackable: when a shipped folder holds a file of an unknown kind.
    """
    chosen = sorted(n for n in names if n in FILES or n.startswith(FOLDERS))
    strays = [n for n in chosen if n not in FILES and PurePosixPath(n).suffix not in SUFFIXES]
    strays = [n for n in strays if not (n.startswith(JAVASCRIPT) and n.endswith(".js"))]
    if strays:
        raise NotPackable(f"not of a kind that is shipped: {', '.join(strays)}")
    return chosen


def members(root: Path, names: list[str]) -> dict[str, bytes]:
    """Archive name -> content: the chosen files and the compiled translations."""
    content = {f"{PACKAGE}/{name}": (root / name).read_bytes() for name in choose(names) if (root / name).exists()}
    for name in names:
        path = PurePosixPath(name)
        if path.parent == PurePosixPath("i18n") and path.suffix == ".ts":
            content[f"{PACKAGE}/i18n/{path.stem}.qm"] = compile_ts((root / name).read_text(encoding="utf-8"))
    return content


def write_zip(content: dict[str, bytes], target: Path) -> None:
    """Write members in the order of their names, with fixed times and modes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # Unix, also when built elsewhere
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content[name], compresslevel=9)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "dist" / f"{PACKAGE}.zip")
    target = parser.parse_args().output
    try:
        content = members(ROOT, tracked_files(ROOT))
    except NotPackable as error:
        print(f"package: {error}", file=sys.stderr)
        return 1
    write_zip(content, target)
    print(f"package: {target}, {len(content)} files, {target.stat().st_size / 1024:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
