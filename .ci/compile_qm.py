# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles Qt's ``.ts`` into ``.qm``, so that packing needs no Qt tools and gives the same bytes everywhere.

The format is that of Qt's own ``qm.cpp``: after a magic number come sections of (tag, length, body). ``Hashes`` holds,
sorted, pairs of (hash of source text and comment, offset of the message); ``Messages`` holds the messages themselves.
Plural forms and source texts that differ by comment only are not used by Timestack and not supported.
"""

from __future__ import annotations

import struct
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
HASHES, MESSAGES, LANGUAGE = 0x42, 0x69, 0xA7
END, TRANSLATION, SOURCE, CONTEXT = 1, 3, 6, 7


def read_ts(text: str) -> Iterator[tuple[str, str, str]]:
    """Finished translations as (context, source, translation)."""
    for context in ET.fromstring(text).iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.text and translation.get("type") is None:
                yield name, message.findtext("source", ""), translation.text


def elf_hash(data: bytes) -> int:
    """The hash under which QTranslator looks a source text up."""
    value = 0
    for byte in data:
        value = ((value << 4) + byte) & 0xFFFFFFFF
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value or 1


def compile_ts(text: str) -> bytes:
    """The content of the ``.qm`` file for the content of a ``.ts`` file."""
    language = ET.fromstring(text).get("language", "").encode()
    messages, index = b"", []
    for context, source, translation in sorted(read_ts(text)):
        index.append((elf_hash(source.encode()), len(messages)))
        messages += _field(TRANSLATION, translation.encode("utf-16-be"))
        messages += _field(SOURCE, source.encode()) + _field(CONTEXT, context.encode()) + bytes([END])
    hashes = b"".join(struct.pack(">II", *entry) for entry in sorted(index))
    return MAGIC + _field(LANGUAGE, language) + _field(HASHES, hashes) + _field(MESSAGES, messages)


def _field(tag: int, body: bytes) -> bytes:
    return struct.pack(">BI", tag, len(body)) + body


def main() -> int:
    """Compile every ``i18n/*.ts`` beside itself, for running from the checkout."""
    for ts in sorted((Path(__file__).resolve().parents[1] / "i18n").glob("*.ts")):
        ts.with_suffix(".qm").write_bytes(compile_ts(ts.read_text(encoding="utf-8")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
