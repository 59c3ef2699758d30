# SPDX-License-Identifier: GPL-2.0-or-later
"""Translation of everything people read."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

CONTEXT = "Timestack"
_FOLDER = Path(__file__).resolve().parents[2] / "i18n"
_installed: list[QTranslator] = []


def tr(text: str) -> str:
    """The text in the user's language. ``text`` is one plain literal; put values in afterwards with ``.format``."""
    return QCoreApplication.translate(CONTEXT, text)


def install_translator(language: str | None = None) -> bool:
    """Load ``i18n/timestack_<lang>.qm`` for QGIS's language (``de_AT`` falls back to ``de``); False where there is none."""
    remove_translator()
    locale = language or QgsApplication.instance().locale() or "en"
    for name in dict.fromkeys((locale, locale.split("_")[0])):
        translator = QTranslator()
        if translator.load(str(_FOLDER / f"timestack_{name}.qm")):
            QCoreApplication.installTranslator(translator)
            _installed.append(translator)
            return True
    return False


def remove_translator() -> None:
    """Undo :func:`install_translator`."""
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
