# SPDX-License-Identifier: GPL-2.0-or-later
"""A finding in a list: where and what in the text's colour, what to do about it below, fainter."""

from __future__ import annotations

from qgis.PyQt.QtCore import QModelIndex, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPalette, QTextCharFormat, QTextCursor, QTextDocument
from qgis.PyQt.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

_MARGIN_PX = 4
_STRENGTH = 0.62
"""Of the remedy's colour: the share of the text's colour in it, the rest is ground."""


class FindingDelegate(QStyledItemDelegate):  # type: ignore[misc]
    """Draws the item's text line by line: the first is the problem, all others are the remedy. Never markup."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Ground and selection as the style has them, then icon and text at the top."""
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        icon, widget = QIcon(option.icon), option.widget
        option.text = ""
        option.icon = QIcon()
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        side = option.decorationSize.height()
        rect = option.rect
        icon.paint(painter, rect.left() + _MARGIN_PX, rect.top() + _MARGIN_PX, side, side)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        roles = QPalette.ColorRole
        colours = (roles.HighlightedText, roles.Highlight) if is_selected else (roles.Text, roles.Base)
        width = rect.width() - side - 3 * _MARGIN_PX
        painter.save()
        painter.translate(rect.left() + side + 2 * _MARGIN_PX, rect.top() + _MARGIN_PX)
        colour, ground = (option.palette.color(role) for role in colours)
        document = self._document(index, option, colour, ground, width)
        document.drawContents(painter, QRectF(0, 0, width, rect.height()))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # noqa: N802
        """As high as the text gets in the width of the list."""
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        list_width = option.widget.viewport().width() if isinstance(option.widget, QListView) else 300
        width = list_width - option.decorationSize.height() - 3 * _MARGIN_PX
        document = self._document(index, option, QColor(), QColor(), width)
        return QSize(list_width // 2, int(document.size().height()) + 2 * _MARGIN_PX)

    def _document(
        self, index: QModelIndex, option: QStyleOptionViewItem, colour: QColor, ground: QColor, width: int
    ) -> QTextDocument:
        problem, _, remedy = str(index.data()).partition("\n")
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(option.font)
        document.setTextWidth(max(width, 40))
        look = QTextCharFormat()
        look.setForeground(colour)
        cursor = QTextCursor(document)
        cursor.insertText(problem, look)
        if remedy:
            look.setForeground(_mix(colour, ground))
            cursor.insertText(f"\n{remedy}", look)
        return document


def _mix(colour: QColor, ground: QColor) -> QColor:
    """A fainter colour; an opaque one, since not every platform draws letters through."""
    parts = zip(colour.getRgb()[:3], ground.getRgb()[:3])
    return QColor(*(round(_STRENGTH * above + (1 - _STRENGTH) * below) for above, below in parts))


def show_findings_so(view: QListView) -> None:
    """Have a list draw its items this way."""
    view.setItemDelegate(FindingDelegate(view))
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setResizeMode(QListView.ResizeMode.Adjust)
