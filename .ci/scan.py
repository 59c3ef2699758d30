# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds a built zip against what the QGIS plugin site checks on upload; any finding fails."""

from __future__ import annotations

import argparse
import configparser
import json
import keyword
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

MAX_BYTES = 25 * 1024 * 1024
REQUIRED_KEYS = (
    "name", "description", "about", "version", "qgisMinimumVersion", "author", "email",
    "homepage", "tracker", "repository",
)  # fmt: skip
ALLOWED_SUFFIXES = {"", ".py", ".js", ".json", ".png", ".svg", ".md", ".txt", ".ui", ".qml", ".model3", ".csv", ".qm"}
FORBIDDEN_PARTS = {"__pycache__", "__MACOSX", "..", "tests"}
PICTURES = {".png", ".qm"}
"""Kinds that may hold zero bytes; anywhere else one means a binary in disguise."""


def check_structure(archive: zipfile.ZipFile) -> Iterator[str]:
    """What the site demands of names, sizes and modes in the zip."""
    entries = archive.infolist()
    size = sum(e.compress_size for e in entries)
    if size > MAX_BYTES:
        yield f"{size} bytes; the site takes {MAX_BYTES}"
    tops = {PurePosixPath(e.filename).parts[0] for e in entries}
    if len(tops) != 1:
        yield f"one top folder is needed, found {sorted(tops)}"
        return
    (top,) = tops
    if not top.isidentifier() or keyword.iskeyword(top) or "plugin" in top.lower():
        yield f"top folder {top!r} must be a Python identifier without the word plugin"
    names = {e.filename for e in entries}
    for needed in ("__init__.py", "metadata.txt", "LICENSE"):
        if f"{top}/{needed}" not in names:
            yield f"{needed} is missing"
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if entry.filename.startswith("/") or "\\" in entry.filename or FORBIDDEN_PARTS & set(path.parts):
            yield f"{entry.filename}: must not be in a plugin"
        if any(part.startswith(".") for part in path.parts):
            yield f"{entry.filename}: hidden"
        if path.suffix not in ALLOWED_SUFFIXES or (path.suffix == "" and path.name != "LICENSE"):
            yield f"{entry.filename}: not a kind of file that we ship"
        if (entry.external_attr >> 16) & 0o111:
            yield f"{entry.filename}: executable"
        if path.suffix not in PICTURES and b"\0" in archive.read(entry):
            yield f"{entry.filename}: binary"


def check_metadata(archive: zipfile.ZipFile) -> Iterator[str]:
    """What the site demands of ``metadata.txt``."""
    names = [n for n in archive.namelist() if n.count("/") == 1 and n.endswith("/metadata.txt")]
    if not names:
        return
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string(archive.read(names[0]).decode())
    general = parser["general"]
    for key in REQUIRED_KEYS:
        if not general.get(key, "").strip():
            yield f"metadata.txt: {key} is missing"
    for key in ("homepage", "tracker", "repository"):
        parts = urlsplit(general.get(key, ""))
        if parts.scheme != "https" or not parts.netloc:
            yield f"metadata.txt: {key} is not a https address"
    if "plugin" in general.get("name", "").lower():
        yield "metadata.txt: the name contains the word plugin"
    if "supportsQt6" in general:
        yield "metadata.txt: supportsQt6 is deprecated"
    icon = general.get("icon", "")
    if f"{PurePosixPath(names[0]).parent}/{icon}" not in archive.namelist():
        yield f"metadata.txt: icon {icon!r} is not in the zip"


def check_bandit(folder: Path) -> Iterator[str]:
    """Bandit with all its default rules and no severity threshold."""
    answer = _run("bandit", "-r", "-q", "-f", "json", str(folder))
    report = json.loads(answer.stdout)
    for error in report["errors"]:
        yield f"bandit could not read {error['filename']}: {error['reason']}"
    for issue in report["results"]:
        where = Path(issue["filename"]).relative_to(folder)
        yield f"{where}:{issue['line_number']}: {issue['test_id']} {issue['issue_text']}"


def check_secrets(folder: Path) -> Iterator[str]:
    """detect-secrets over all files, as the site runs it; its exit code says nothing."""
    answer = _run("detect_secrets", "scan", "--all-files", "--no-verify", ".", cwd=folder)
    for name, findings in json.loads(answer.stdout)["results"].items():
        for finding in findings:
            yield f"{name}:{finding['line_number']}: {finding['type']}"


def _run(module: str, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    answer = subprocess.run(command, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if not answer.stdout.lstrip().startswith("{"):
        raise RuntimeError(f"{module} gave no report:\n{answer.stderr}")
    return answer


def scan(path: Path) -> list[tuple[str, list[str]]]:
    """(name of a check, its findings) for each check."""
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as scratch:
        report = [
            ("structure", list(check_structure(archive))),
            ("metadata", list(check_metadata(archive))),
        ]
        if any(".." in PurePosixPath(n).parts or n.startswith("/") for n in archive.namelist()):
            return report
        archive.extractall(scratch)
        folder = Path(scratch)
        return [*report, ("bandit", list(check_bandit(folder))), ("detect-secrets", list(check_secrets(folder)))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("zip", type=Path)
    path = parser.parse_args().zip
    report = scan(path)
    for check, findings in report:
        print(f"scan: {check}: {'passed' if not findings else f'FAILED, {len(findings)} findings'}")
        for finding in findings:
            print(f"  {finding}")
    failed = any(findings for _, findings in report)
    print(f"scan: {path.name} {'FAILED' if failed else 'passed'}, {path.stat().st_size / 1024:.0f} kB")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
