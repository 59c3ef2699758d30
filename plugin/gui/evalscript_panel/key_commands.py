# SPDX-License-Identifier: GPL-2.0-or-later
"""Keys that mean something inside the panel only, whatever QGIS and the editor use them for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qgis.PyQt.QtCore import QEvent, QObject
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import QWidget


class KeyCommands(QObject):  # type: ignore[misc]
    """Catches keys on their way to a widget and to the widgets inside it.

    A shortcut of the panel beside the same one of QGIS's window (F7 is its styling panel) would be ambiguous, and Qt
    would do neither.
    """

    def __init__(self, widget: QWidget, commands: Mapping[str, Callable[[], None]]) -> None:
        """:param commands: by key, as ``QKeySequence`` reads it."""
        super().__init__(widget)
        self._commands = {QKeySequence(key).toString(): command for key, command in commands.items()}
        for watched in (widget, *widget.findChildren(QWidget)):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Run the command of a key; the key goes nowhere else."""
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            command = self._commands.get(_key_name(event))
            if command is not None:
                event.accept()
                if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
                    command()
                return True
        return False


def _key_name(event: QKeyEvent) -> str:
    modifiers = event.modifiers()
    number = modifiers if isinstance(modifiers, int) else int(getattr(modifiers, "value", modifiers))
    return str(QKeySequence(number & ~0x20000000 | event.key()).toString())  # a keypad's Enter is an Enter
