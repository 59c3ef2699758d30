# SPDX-License-Identifier: GPL-2.0-or-later
"""Brings ``i18n/*.ts`` up to date with the ``tr("…")`` calls of the shipped code.

Qt's own extractors miss free ``tr()`` calls (pylupdate6) or take f-strings as text (pylupdate5); this one reads the
syntax tree, keeps what was translated, and refuses an argument that is not one plain literal.

    update_ts.py             write the files anew
    update_ts.py --check     exit 1 when one is out of date, 2 when a call cannot be extracted
"""

from __future__ import annotations

import argparse
import ast
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTEXT = "Timestack"
"""The one context of all texts; ``plugin/bridge/i18n.py`` looks them up under it."""

LANGUAGES = ("de",)


class NotExtractable(Exception):
    """A tr() call whose text is not known before it runs."""


@dataclass(frozen=True)
class Text:
    """One source text and the first place that uses it."""

    source: str
    file: str
    line: int


def find_texts(source: str, file: str) -> list[Text]:
    """Arguments of all ``tr()`` calls in one Python source.

    :raises NotExtractable: for f-strings, names, expressions, other than one argument, and ``.format`` inside.
    """
    texts = []
    for node in ast.walk(ast.parse(source, file)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "tr":
            raise NotExtractable(f"{file}:{node.lineno}: call the free tr(), which has our context")
        if not isinstance(node.func, ast.Name) or node.func.id != "tr":
            continue
        literal = node.args[0] if len(node.args) == 1 and not node.keywords else None
        if not isinstance(literal, ast.Constant) or not isinstance(literal.value, str) or not literal.value:
            raise NotExtractable(f"{file}:{node.lineno}: tr() takes one plain literal; put values in by .format()")
        texts.append(Text(literal.value, file, node.lineno))
    return texts


def shipped_sources(root: Path) -> list[Path]:
    """Python files whose texts users see, in a stable order."""
    return [*sorted((root / "plugin").rglob("*.py")), *sorted((root / "processing_provider").rglob("*.py"))]


def collect(root: Path) -> list[Text]:
    """All texts, each once, in order of file and line."""
    first: dict[str, Text] = {}
    for path in shipped_sources(root):
        file = path.relative_to(root).as_posix()
        for text in sorted(find_texts(path.read_text(encoding="utf-8"), file), key=lambda t: t.line):
            first.setdefault(text.source, text)
    return list(first.values())


def read_translations(path: Path) -> dict[str, str]:
    """Source text -> finished translation, as an earlier ``.ts`` has them."""
    if not path.exists():
        return {}
    known = {}
    for message in ET.fromstring(path.read_text(encoding="utf-8")).iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.text:
            known[message.findtext("source", "")] = translation.text
    return known


def write_ts(language: str, texts: Iterable[Text], known: dict[str, str]) -> str:
    """The content of a ``.ts`` file, without line numbers; texts no longer used are kept as vanished."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{language}" sourcelanguage="en">',
        "<context>",
        f"    <name>{CONTEXT}</name>",
    ]
    used = set()
    for text in texts:
        used.add(text.source)
        translation = known.get(text.source, "")
        kind = "" if translation else ' type="unfinished"'
        lines += _message(text.source, translation, kind, f'        <location filename="../{text.file}"/>')
    for source in sorted(set(known) - used):
        lines += _message(source, known[source], ' type="vanished"')
    return "\n".join([*lines, "</context>", "</TS>", ""])


def _message(source: str, translation: str, kind: str, *location: str) -> list[str]:
    return [
        "    <message>",
        *location,
        f"        <source>{escape(source, quote=False)}</source>",
        f"        <translation{kind}>{escape(translation, quote=False)}</translation>",
        "    </message>",
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    only_check = parser.parse_args().check
    try:
        texts = collect(ROOT)
    except NotExtractable as error:
        print(f"update_ts: {error}", file=sys.stderr)
        return 2
    stale = []
    for language in LANGUAGES:
        path = ROOT / "i18n" / f"timestack_{language}.ts"
        known = read_translations(path)
        content = write_ts(language, texts, known)
        missing = sum(text.source not in known for text in texts)
        print(f"update_ts: {path.name}: {len(texts)} texts, {missing} without translation")
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            stale.append(path.name)
            if not only_check:
                path.write_text(content, encoding="utf-8")
    return int(only_check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
