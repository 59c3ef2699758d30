# SPDX-License-Identifier: GPL-2.0-or-later
"""The list of pins: names to edit, colours, zoom, removal."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QEvent, QObject, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from .pins import Pin

_NUMBER = Qt.ItemDataRole.UserRole
_ICON_PX = 14


class PinList(QWidget):  # type: ignore[misc]
    """Shows pins; F2 renames, Del removes."""

    renamed = pyqtSignal(int, str)
    coloured = pyqtSignal(int, str)
    removed = pyqtSignal(int)
    zoom_asked = pyqtSignal(int)
    chosen = pyqtSignal(int)
    """Number of the pin that is current; 0 for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pins: tuple[Pin, ...] = ()
        self._is_filling = False
        self.list = QListWidget()
        self.list.setObjectName("pins")
        self.list.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.list.setAccessibleName(tr("Pins"))
        self.list.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )  # long names are cut, and in the tip
        self.list.setMinimumWidth(18 * self.fontMetrics().averageCharWidth())
        triggers = QAbstractItemView.EditTrigger
        self.list.setEditTriggers(triggers.EditKeyPressed | triggers.SelectedClicked | triggers.DoubleClicked)
        self.list.itemChanged.connect(self._on_edited)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.installEventFilter(self)
        make = self._button
        self.buttons = {
            "colour": make("mIconColorSwatches.svg", tr("Colour"), tr("Choose the pin's colour"), self._ask_colour),
            "zoom": make("mActionZoomToLayer.svg", tr("Zoom"), tr("Zoom to the pin"), self._zoom),
            "remove": make("mActionDeleteSelected.svg", tr("Remove"), tr("Remove the pin (Del)"), self.remove_current),
        }
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for button in self.buttons.values():
            column.addWidget(button)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.list, 1)
        row.addLayout(column)
        self._show_state()

    def show_pins(self, pins: Sequence[Pin]) -> None:
        """List these pins; the current one stays so."""
        if tuple(pins) == self._pins:
            return
        current = self.current_number()
        known = {pin.number for pin in self._pins}
        added = [pin.number for pin in pins if pin.number not in known] if self._pins else []
        self._pins = tuple(pins)
        self._is_filling = True
        self.list.clear()
        for pin in pins:
            item = QListWidgetItem(pin_icon(pin), pin.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setData(_NUMBER, pin.number)
            item.setToolTip(pin.name)
            self.list.addItem(item)
        self._is_filling = False
        self.choose(added[-1] if added else current)
        self._on_current()

    def choose(self, number: int) -> None:
        """Make a pin the current one."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_NUMBER) == number:
                self.list.setCurrentRow(row)

    def current_number(self) -> int:
        """Number of the current pin, 0 for none."""
        item = self.list.currentItem()
        return int(item.data(_NUMBER)) if item is not None else 0

    def remove_current(self) -> None:
        """Ask for the removal of the current pin, or of the last one where none is current."""
        number = self.current_number() or (self._pins[-1].number if self._pins else 0)
        if number:
            self.removed.emit(number)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Del on the list."""
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            self.remove_current()
            return True
        return bool(super().eventFilter(watched, event))

    def _button(self, icon: str, text: str, tip: str, slot: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(QgsApplication.getThemeIcon(icon))
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        button.clicked.connect(slot)
        return button

    def _on_edited(self, item: QListWidgetItem) -> None:
        if not self._is_filling:
            number, text = int(item.data(_NUMBER)), item.text()
            self._pins = ()  # an empty name has to be shown as it was
            self.renamed.emit(number, text)

    def _on_current(self, *_: object) -> None:
        if not self._is_filling:
            self._show_state()
            self.chosen.emit(self.current_number())

    def _show_state(self) -> None:
        for button in self.buttons.values():
            button.setEnabled(bool(self.current_number()))

    def _ask_colour(self) -> None:
        number = self.current_number()
        pin = next((pin for pin in self._pins if pin.number == number), None)
        if pin is not None:
            colour = QColorDialog.getColor(QColor(pin.colour), self, tr("Colour of the pin"))
            if colour.isValid():
                self.coloured.emit(number, colour.name())

    def _zoom(self) -> None:
        if self.current_number():
            self.zoom_asked.emit(self.current_number())


def pin_icon(pin: Pin) -> QIcon:
    """A disc for a point, a square for an area, as large as the text."""
    pixmap = QPixmap(QSize(_ICON_PX, _ICON_PX) * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(128, 128, 128), 1))
    painter.setBrush(QColor(pin.colour))
    box = (2, 2, _ICON_PX - 4, _ICON_PX - 4)
    if pin.is_area:
        painter.drawRect(*box)
    else:
        painter.drawEllipse(*box)
    painter.end()
    return QIcon(pixmap)
