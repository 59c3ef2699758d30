# SPDX-License-Identifier: GPL-2.0-or-later
"""The dialog itself: connections on the left, the chosen one on the right, what a test found below it."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSignalBlocker, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QCloseEvent, QFont, QGuiApplication
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ...core.saved_connection import SavedConnection
from ...core.service_layer import ServiceLayer
from .form import ConnectionForm
from .ports import BAD, GOOD, Form

_NAME = Qt.ItemDataRole.UserRole


class ConnectionsDialog(QDialog):  # type: ignore[misc]
    """Shows and asks; its presenter decides."""

    selected = pyqtSignal(str)
    add_asked = pyqtSignal()
    duplicate_asked = pyqtSignal()
    remove_asked = pyqtSignal()
    test_asked = pyqtSignal()
    stop_asked = pyqtSignal()
    save_asked = pyqtSignal()
    close_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("TimestackConnections")
        self.setWindowTitle(tr("Timestack connections"))
        self._is_closing = False
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._build_list())
        splitter.addWidget(self._build_right())
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 3)
        splitter.setChildrenCollapsible(False)
        self._splitter = splitter
        layout = QVBoxLayout(self)
        layout.addWidget(splitter, 1)
        layout.addWidget(self._build_buttons())
        self._connect()
        self.show_nothing()
        self._open_wide()

    def _open_wide(self) -> None:
        """As large as the form wants to be, where the screen has the room."""
        wanted, fields = self.sizeHint(), self.fields.sizeHint()
        list_wide = 26 * self.fontMetrics().averageCharWidth()
        wide = list_wide + fields.width() + 12 * self.fontMetrics().averageCharWidth()
        high = fields.height() + 10 * self.fontMetrics().lineSpacing()
        room = QGuiApplication.primaryScreen().availableSize() * 0.9
        self.resize(wanted.expandedTo(QSize(wide, high)).boundedTo(room))
        self._splitter.setSizes([list_wide, max(1, self.width() - list_wide)])

    def _build_list(self) -> QWidget:
        self.names = QListWidget()
        self.names.setObjectName("connectionNames")
        self.names.setAccessibleName(tr("Connections"))
        self.names.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.add_button = self._button("add", tr("Ne&w"), "/symbologyAdd.svg", tr("A new connection"))
        self.duplicate_button = self._button(
            "duplicate", tr("&Duplicate"), "/mActionDuplicateLayer.svg",
            tr("A new connection like this one, without its secrets"),
        )  # fmt: skip
        self.remove_button = self._button(
            "remove", tr("Remo&ve"), "/symbologyRemove.svg", tr("Remove this connection with its secrets")
        )
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.names, 1)
        for button in (self.add_button, self.duplicate_button, self.remove_button):
            column.addWidget(button)
        return box

    def _build_right(self) -> QWidget:
        self.fields = ConnectionForm()
        scroll = QScrollArea()
        scroll.setObjectName("connectionScroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.fields)
        scroll.setMinimumWidth(self.fields.minimumSizeHint().width() + scroll.verticalScrollBar().sizeHint().width())
        empty = QLabel(tr("There are no connections yet. Press New to add one."))
        empty.setWordWrap(True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(scroll)
        self._pages.addWidget(empty)
        self.message = QLabel()
        self.message.setObjectName("connectionMessage")
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.mood_icon = QLabel()
        row = QHBoxLayout()
        row.addWidget(self.mood_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.message, 1)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.layers = QTreeWidget()
        self.layers.setObjectName("connectionLayers")
        self.layers.setAccessibleName(tr("Layers of the instance"))
        self.layers.setHeaderLabels([tr("Layer"), tr("Title"), tr("Collection")])
        self.layers.setRootIsDecorated(False)
        self.layers.setSortingEnabled(True)
        self.layers.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.layers.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages, 3)
        column.addWidget(self.busy)
        column.addLayout(row)
        column.addWidget(self.layers, 1)
        return box

    def _build_buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.test_button = box.addButton(tr("Tes&t"), QDialogButtonBox.ButtonRole.ActionRole)
        self.test_button.setObjectName("connectionTest")
        self.test_button.setToolTip(tr("Ask the service for its layers, a token and its catalog; this costs nothing"))
        self.stop_button = box.addButton(tr("Stop"), QDialogButtonBox.ButtonRole.ActionRole)
        self.stop_button.setObjectName("connectionStop")
        self.save_button = box.addButton(QDialogButtonBox.StandardButton.Save)
        self.save_button.setObjectName("connectionSave")
        self.close_button = box.addButton(QDialogButtonBox.StandardButton.Close)
        self.close_button.setObjectName("connectionClose")
        self.save_button.setDefault(True)
        for button in (self.test_button, self.stop_button, self.close_button):
            button.setAutoDefault(False)
        return box

    def _connect(self) -> None:
        self.names.currentItemChanged.connect(self._on_current)
        for button, signal in (
            (self.add_button, self.add_asked), (self.duplicate_button, self.duplicate_asked),
            (self.remove_button, self.remove_asked), (self.test_button, self.test_asked),
            (self.stop_button, self.stop_asked), (self.save_button, self.save_asked),
            (self.close_button, self.close_asked),
        ):  # fmt: skip
            button.clicked.connect(lambda _checked=False, asked=signal: asked.emit())
        self.fields.edited.connect(lambda: self.show_message("", ""))

    @staticmethod
    def _button(name: str, text: str, icon: str, tip: str) -> QPushButton:
        button = QPushButton(QgsApplication.getThemeIcon(icon), text)
        button.setObjectName(f"connection{name.capitalize()}")
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.selected.emit(item.data(_NAME))

    def form(self) -> Form:
        """What was entered."""
        return self.fields.read()

    def show_names(self, names: Sequence[str], current: str, is_new: bool) -> None:
        """List the connections; one that has no saved name yet comes last."""
        blocker = QSignalBlocker(self.names)
        self.names.clear()
        for name in [*names, *([""] if is_new else [])]:
            item = QListWidgetItem(name or tr("(new)"), self.names)
            item.setData(_NAME, name)
            item.setToolTip(name)
            if not name:
                font = QFont(item.font())
                font.setItalic(True)
                item.setFont(font)
            if name == current:
                self.names.setCurrentItem(item)
        del blocker

    def show_form(self, connection: SavedConnection, has_instance: bool, has_client: bool, is_new: bool) -> None:
        """Fill the form; in a new one the name waits to be typed."""
        self._pages.setCurrentIndex(0)
        self.fields.show_connection(connection, has_instance, has_client)
        self._enable(True)
        if is_new:
            self.fields.name.setFocus()
            self.fields.name.selectAll()

    def show_nothing(self) -> None:
        """There is no connection to show."""
        self._pages.setCurrentIndex(1)
        self._enable(False)
        self.show_busy(False)
        self.show_message("", "")
        self.show_layers(())
        self.add_button.setFocus()

    def _enable(self, is_there: bool) -> None:
        for button in (self.duplicate_button, self.remove_button, self.test_button, self.save_button):
            button.setEnabled(is_there)

    def show_busy(self, is_busy: bool) -> None:
        """A trial is under way: it can be stopped."""
        self.busy.setVisible(is_busy)
        self.stop_button.setVisible(is_busy)
        self.test_button.setVisible(not is_busy)

    def show_message(self, text: str, mood: str) -> None:
        """One sentence below the form."""
        icons = {GOOD: "/mIconSuccess.svg", BAD: "/mIconWarning.svg"}
        self.mood_icon.setVisible(bool(text) and mood in icons)
        if mood in icons:
            side = self.fontMetrics().height()
            self.mood_icon.setPixmap(QgsApplication.getThemeIcon(icons[mood]).pixmap(side, side))
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def show_layers(self, layers: Sequence[ServiceLayer]) -> None:
        """The layers of the instance."""
        self.layers.clear()
        for layer in layers:
            item = QTreeWidgetItem([layer.id, layer.title, layer.collection or layer.dataset])
            item.setToolTip(1, layer.description)
            self.layers.addTopLevelItem(item)
        self.layers.setVisible(bool(layers))

    def point_to(self, parameter: str) -> None:
        """Put the cursor where something is to be corrected."""
        self.fields.field_of(parameter).setFocus()

    def ask_to_save(self, name: str) -> str:
        """What becomes of changes."""
        button = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self, self.windowTitle(), tr("'{name}' was changed. Save it?").format(name=name),
            button.Save | button.Discard | button.Cancel, button.Save,
        )  # fmt: skip
        return {button.Save: "save", button.Discard: "discard"}.get(answer, "stay")

    def ask_to_remove(self, name: str) -> bool:
        """Whether a connection may go."""
        button = QMessageBox.StandardButton
        text = tr("Remove the connection '{name}' with its instance id and OAuth client?").format(name=name)
        return bool(
            QMessageBox.question(self, self.windowTitle(), text, button.Yes | button.No, button.No) == button.Yes
        )

    def leave(self) -> None:
        """Close without a further question."""
        self._is_closing = True
        self.close()

    def reject(self) -> None:
        """The Escape key asks as the button does."""
        if self._is_closing:
            super().reject()
        else:
            self.close_asked.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """So does the window's own button."""
        if self._is_closing:
            super().closeEvent(event)
        else:
            event.ignore()
            self.close_asked.emit()
