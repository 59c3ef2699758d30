# SPDX-License-Identifier: GPL-2.0-or-later
"""A traced pixel as tables: its samples above, and below them what the script made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...bridge.i18n import tr
from ...bridge.script_notes import describe_note
from ...core.script_results import PixelTrace
from .trace_text import as_text, band_names, number_text, returned_text, sample_name, value_text

MAX_ROWS = 2000
"""More scenes than a table is for; the clipboard gets all."""


class TraceView(QWidget):  # type: ignore[misc]
    """Shows one :class:`PixelTrace`. All cells are plain text: much of it comes out of a script."""

    line_chosen = pyqtSignal(int)
    """A line of the script that a variable belongs to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trace: PixelTrace | None = None
        self._scene: QTreeWidgetItem | None = None
        hint = QLabel(tr("Press Trace, then click on a pixel of the map."))
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setWordWrap(True)
        hint.setEnabled(False)
        self._place = QLabel()
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = QToolButton()
        self.copy_button.setText(tr("Copy"))
        self.copy_button.setToolTip(tr("Copy the whole trace as text, its tables separated by tabs"))
        self.copy_button.setIcon(QgsApplication.getThemeIcon("/mActionEditCopy.svg"))
        self.copy_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.copy_button.setAutoRaise(True)
        self.copy_button.clicked.connect(self.copy)
        self.samples = QTableWidget()
        self.samples.setObjectName("traceSamples")
        self.samples.setAccessibleName(tr("Samples"))
        self.samples.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.samples.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.samples.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.samples.setAlternatingRowColors(True)
        self.samples.verticalHeader().hide()
        self.samples.setWordWrap(False)
        self.samples.itemSelectionChanged.connect(self._show_scene)
        self.details = QTreeWidget()
        self.details.setObjectName("traceDetails")
        self.details.setAccessibleName(tr("What the script made of the samples"))
        self.details.setColumnCount(2)
        self.details.setHeaderHidden(True)
        self.details.setAlternatingRowColors(True)
        self.details.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.details.itemActivated.connect(self._on_activated)
        self.details.itemClicked.connect(self._on_activated)
        head = QHBoxLayout()
        head.addWidget(self._place, 1)
        head.addWidget(self.copy_button)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.samples)
        splitter.addWidget(self.details)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([300, 200])
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(6, 4, 6, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(splitter, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(hint)
        self._pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def show_trace(self, trace: PixelTrace) -> None:
        """Show a pixel; the row that was selected stays selected when its scene is there again."""
        row = self.samples.currentRow()
        selected = self.samples.item(row, 0).text() if row >= 0 and self.samples.item(row, 0) else ""
        self._trace = trace
        x, y = trace.place
        self._place.setText(f"{x:.10g}, {y:.10g}  ({trace.crs})")
        self._fill_samples(trace, selected)
        self._fill_details(trace)
        self._pages.setCurrentIndex(1)

    def text(self) -> str:
        """All of it as text; empty when nothing is shown."""
        return as_text(self._trace) if self._trace is not None else ""

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def _fill_samples(self, trace: PixelTrace, selected: str) -> None:
        table, bands = self.samples, band_names(trace.samples)
        table.setRowCount(0)
        table.clear()
        table.setColumnCount(1 + len(bands))
        table.setHorizontalHeaderLabels([tr("Scene"), *bands])
        table.setRowCount(min(len(trace.samples), MAX_ROWS))
        for row, sample in enumerate(trace.samples[:MAX_ROWS]):
            table.setItem(row, 0, QTableWidgetItem(sample_name(sample)))
            for column, band in enumerate(bands, start=1):
                cell = QTableWidgetItem(number_text(sample.values[band]) if band in sample.values else "")
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, column, cell)
            if selected and sample_name(sample) == selected:
                table.selectRow(row)
        table.resizeColumnsToContents()
        for column in range(table.columnCount()):
            table.setColumnWidth(column, table.columnWidth(column) + self.fontMetrics().averageCharWidth())
        table.resizeRowsToContents()

    def _fill_details(self, trace: PixelTrace) -> None:
        self._scene = None
        self.details.clear()
        self._add(tr("Returned"), returned_text(trace))
        for name, values in trace.outputs.items():
            self._add(tr("Written to {output}").format(output=name), ", ".join(map(number_text, values)))
        self._branch(
            tr("Variables"),
            ((f"{tr('Line')} {one.line}: {one.name}", value_text(one.value), one.line) for one in trace.variables),
        )
        self._branch(tr("Left out by the script"), ((label, "", 0) for label in trace.left_out))
        if trace.user_data is not None:
            self._add(tr("User data"), value_text(trace.user_data))
        for note in trace.notes:
            self._add(tr("Note"), describe_note(note))
        self._show_scene()

    def _show_scene(self) -> None:
        """Tell the scene of the selected sample, as the script sees it."""
        row = self.samples.currentRow()
        if self._scene is not None:
            self.details.takeTopLevelItem(self.details.indexOfTopLevelItem(self._scene))
            self._scene = None
        if self._trace is None or not 0 <= row < len(self._trace.samples):
            return
        sample = self._trace.samples[row]
        if isinstance(sample.scene, Mapping):
            self._branch(
                tr("Scene {label}").format(label=sample_name(sample)),
                ((str(name), value_text(value), 0) for name, value in sample.scene.items()),
            )
            self._scene = self.details.topLevelItem(self.details.topLevelItemCount() - 1)

    def _add(self, name: str, value: str) -> QTreeWidgetItem:
        item = _row(name, value)
        bold = item.font(0)
        bold.setBold(True)
        item.setFont(0, bold)
        self.details.addTopLevelItem(item)
        return item

    def _branch(self, name: str, rows: Iterable[tuple[str, str, int]]) -> None:
        children = []
        for label, value, line in rows:
            child = _row(label, value)
            child.setData(0, Qt.ItemDataRole.UserRole, line)
            children.append(child)
        if children:
            parent = self._add(name, "")
            parent.addChildren(children)
            parent.setExpanded(True)

    def _on_activated(self, item: QTreeWidgetItem, _: int) -> None:
        line = item.data(0, Qt.ItemDataRole.UserRole)
        if line:
            self.line_chosen.emit(int(line))


def _row(name: str, value: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([name, value])
    item.setToolTip(1, f"<qt>{escape(value)}</qt>")  # Qt takes tool tips for HTML
    return item
