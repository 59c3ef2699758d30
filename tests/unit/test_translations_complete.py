# SPDX-License-Identifier: GPL-2.0-or-later
"""Every text has its German, with the same placeholders."""

from __future__ import annotations

import importlib
import string
import sys
import warnings
import xml.etree.ElementTree as ET

import pytest


@pytest.fixture(scope="module")
def messages(repo_root):
    """Source text -> (translation, type) of the German file; a type of None is a finished translation."""
    root = ET.fromstring((repo_root / "i18n" / "timestack_de.ts").read_text(encoding="utf-8"))
    found = {}
    for message in root.iter("message"):
        translation = message.find("translation")
        assert translation is not None, message.findtext("source")
        found[message.findtext("source", "")] = (translation.text or "", translation.get("type"))
    return found


def placeholders(text):
    """What ``.format()`` would fill in, with formats and conversions."""
    return {(name, spec, kind) for _, name, spec, kind in string.Formatter().parse(text) if name is not None}


def in_use(messages):
    return {source: entry for source, entry in messages.items() if entry[1] != "vanished"}


def test_no_german_text_is_empty(messages):
    texts = in_use(messages)
    assert texts
    assert [source for source, (text, kind) in texts.items() if kind is not None or not text.strip()] == []


def test_german_has_the_placeholders_of_its_source(messages):
    texts = in_use(messages)
    assert {s: text for s, (text, _) in texts.items() if placeholders(text) != placeholders(s)} == {}


def test_stale_texts_are_told(messages, repo_root, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(repo_root / ".ci"), *sys.path])
    used = {text.source for text in importlib.import_module("update_ts").collect(repo_root)}
    kept = set(in_use(messages))
    if used != kept:
        warnings.warn(
            f"i18n/timestack_de.ts lacks {len(used - kept)} texts and has {len(kept - used)} that nobody uses; "
            "run make translations",
            stacklevel=1,
        )
