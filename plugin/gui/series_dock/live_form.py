# SPDX-License-Identifier: GPL-2.0-or-later
"""A small form: which connection, what of it, from when to when."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from ...bridge.i18n import tr
from ...core.catalogue import load_catalogue
from .live_choice import LiveChoice

_USUAL_COLLECTION, _USUAL_BANDS = "sentinel-2-l2a", "B04, B08, SCL"
_SHOWN_DATE = "yyyy-MM-dd"


class LiveForm(QDialog):  # type: ignore[misc]
    """Asks for a :class:`.live_choice.LiveChoice`; stays open where that cannot be."""

    def __init__(
        self, names: Sequence[str], known: LiveChoice | None, accept: Callable[[LiveChoice], str],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """
        :param names: connections to suggest.
        :param accept: takes the choice; returns a sentence on what is wrong with it, empty for nothing.
        """
        super().__init__(parent)
        self._accept = accept
        self.setWindowTitle(tr("Live from a connection"))
        self.setObjectName("liveForm")
        self.connection, self.collection = _combo(names), _combo(tuple(load_catalogue()))
        self.bands, self.clouds, self.problem = QLineEdit(_USUAL_BANDS), QSpinBox(), QLabel()
        today = QDate.currentDate()
        self.start, self.end = _date_edit(today.addYears(-1)), _date_edit(today)
        self.collection.setEditText(_USUAL_COLLECTION)
        self.clouds.setRange(0, 100)
        self.clouds.setValue(100)
        self.clouds.setSuffix(" %")
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(tr("Connection"), self.connection)
        form.addRow(tr("Collection"), self.collection)
        form.addRow(tr("Bands"), self.bands)
        form.addRow(tr("Start"), self.start)
        form.addRow(tr("End"), self.end)
        form.addRow(tr("Clouds at most"), self.clouds)
        form.addRow(self.problem)
        form.addRow(buttons)
        if known is not None:
            self._show(known)

    def choice(self) -> LiveChoice:
        """What the form says."""
        bands = tuple(dict.fromkeys(filter(None, re.split(r"[\s,;]+", self.bands.text()))))
        return LiveChoice(
            self.connection.currentText().strip(), self.collection.currentText().strip(), bands,
            self.start.date().toPyDate(), self.end.date().toPyDate(), float(self.clouds.value()),
        )  # fmt: skip

    def accept(self) -> None:
        """Closes where the choice was taken."""
        sentence = self._accept(self.choice())
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if not sentence:
            super().accept()

    def _show(self, known: LiveChoice) -> None:
        self.connection.setEditText(known.connection)
        self.collection.setEditText(known.collection)
        self.bands.setText(", ".join(known.bands))
        self.start.setDate(QDate(known.start))
        self.end.setDate(QDate(known.end))
        self.clouds.setValue(round(known.max_cloud_cover_pct))


def _combo(entries: Sequence[str]) -> QComboBox:
    combo = QComboBox()
    combo.setEditable(True)
    combo.addItems(list(entries))
    return combo


def _date_edit(date: QDate) -> QDateEdit:
    edit = QDateEdit(date)
    edit.setCalendarPopup(True)
    edit.setDisplayFormat(_SHOWN_DATE)
    return edit
