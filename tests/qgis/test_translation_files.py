# SPDX-License-Identifier: GPL-2.0-or-later
"""Qt reads the translations that we compile without Qt's tools."""

from __future__ import annotations

import sys

import pytest

TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Timestack</name>
    <message><source>Stack</source><translation>Stapel</translation></message>
    <message><source>Größe – {n} × 2</source><translation>Maß 𝛼 {n}</translation></message>
    <message><source>Not yet</source><translation type="unfinished">Noch nicht</translation></message>
    <message><source>Gone</source><translation type="vanished">Weg</translation></message>
</context>
<context>
    <name>Other</name>
    <message><source>Stack</source><translation>Haufen</translation></message>
</context>
</TS>
"""


@pytest.fixture
def translator(qgis_bare, repo_root, tmp_path, monkeypatch):
    from qgis.PyQt.QtCore import QCoreApplication, QTranslator

    monkeypatch.setattr(sys, "path", [str(repo_root / ".ci"), *sys.path])
    from compile_qm import compile_ts

    path = tmp_path / "timestack_de.qm"
    path.write_bytes(compile_ts(TS))
    translator = QTranslator()
    assert translator.load(str(path))
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)


@pytest.mark.parametrize(
    ("context", "source", "translation"),
    [
        ("Timestack", "Stack", "Stapel"),
        ("Other", "Stack", "Haufen"),
        ("Timestack", "Größe – {n} × 2", "Maß 𝛼 {n}"),
        ("Timestack", "Not yet", "Not yet"),
        ("Timestack", "Gone", "Gone"),
        ("Elsewhere", "Stack", "Stack"),
    ],
)
def test_qt_finds_what_was_compiled(translator, context, source, translation):
    from qgis.PyQt.QtCore import QCoreApplication

    assert QCoreApplication.translate(context, source) == translation


def test_qt_knows_the_language(translator):
    assert translator.language() == "de"
