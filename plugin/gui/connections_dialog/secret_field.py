# SPDX-License-Identifier: GPL-2.0-or-later
"""A field for a secret that is kept elsewhere: it can be replaced or forgotten, and is never shown."""

from __future__ import annotations

from qgis.gui import QgsPasswordLineEdit
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from ...bridge.i18n import tr


class SecretField(QWidget):  # type: ignore[misc]
    """A line for a new secret, and a button that forgets the one that is kept."""

    edited = pyqtSignal()

    def __init__(self, name: str, title: str, is_hidden: bool = True, has_button: bool = True) -> None:
        """
        :param title: for screen readers.
        :param is_hidden: what is typed shows as dots until the eye in the line is pressed.
        :param has_button: without one, another field's button decides (:meth:`set_forgotten`).
        """
        super().__init__()
        self.line = QgsPasswordLineEdit() if is_hidden else QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(title)
        self.button = QToolButton()
        self.button.setObjectName(f"{name}Forget")
        self.button.setText(tr("Forget"))
        self.button.setToolTip(tr("Remove what is kept when the connection is saved"))
        self.button.setCheckable(True)
        self.button.setVisible(has_button)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.setFocusProxy(self.line)
        self._is_kept = self._is_forgotten = False
        self.button.toggled.connect(self.set_forgotten)
        self.line.textChanged.connect(self._on_typed)

    def begin(self, is_kept: bool) -> None:
        """Show an empty field; a kept secret is only told of."""
        self._is_kept, self._is_forgotten = is_kept, False
        self.line.clear()
        if isinstance(self.line, QgsPasswordLineEdit):
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.button.setChecked(False)
        self._show()

    def set_forgotten(self, is_forgotten: bool) -> None:
        """Whether the kept secret is to go; a new one is not entered then."""
        self._is_forgotten = is_forgotten
        if is_forgotten:
            self.line.clear()
        self._show()
        self.edited.emit()

    def change(self) -> str | None:
        """The new secret; None keeps what there is, an empty text removes it."""
        text = self.line.text().strip()
        if text:
            return text
        return "" if self._is_forgotten or not self._is_kept else None

    def take_from(self, text: str) -> None:
        """Enter a secret that was found elsewhere, in a pasted address for example."""
        self.button.setChecked(False)
        self.line.setText(text)

    def _on_typed(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        self.button.setEnabled(self._is_kept)
        self.line.setEnabled(not self._is_forgotten)
        if self._is_forgotten:
            self.line.setPlaceholderText(tr("will be removed"))
        else:
            self.line.setPlaceholderText(tr("unchanged") if self._is_kept else "")
