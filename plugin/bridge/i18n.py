# SPDX-License-Identifier: GPL-2.0-or-later
"""Words for people in their own language."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

_FOLDER = Path(__file__).resolve().parent.parent.parent / "i18n"
_installed: list[QTranslator] = []


def tr(text: str) -> str:
    """The translation of a text.

    Call it when the text is shown, never while a module is loading, with one plain literal; values go in afterwards
    with ``.format(name=value)``, so that translators see the whole sentence.
    """
    return QCoreApplication.translate("Timestack", text)


def install_translator(locale: str | None = None) -> bool:
    """Load the translation for a locale, in place of an earlier one.

    :param locale: ``de`` or ``de_AT``; None for the language of QGIS.
    :returns: whether there is one; the texts stay English otherwise.
    """
    remove_translator()
    translator = QTranslator()
    name = locale or _qgis_locale()
    for candidate in (name, name.split("_")[0]):
        if translator.load(str(_FOLDER / f"timestack_{candidate}.qm")):
            QCoreApplication.installTranslator(translator)
            _installed.append(translator)
            return True
    return False


def remove_translator() -> None:
    """Take the translation back."""
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())


def _qgis_locale() -> str:
    """The user's own choice where the settings override the system, else the system's language."""
    settings = QgsSettings()
    chosen = settings.value("locale/userLocale", "") if settings.value("locale/overrideFlag", False, type=bool) else ""
    return str(chosen or QLocale().name()).replace("-", "_")
