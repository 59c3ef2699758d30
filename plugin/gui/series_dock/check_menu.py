# SPDX-License-Identifier: GPL-2.0-or-later
"""Menus of things to tick, which stay open while the user ticks several."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QActionGroup, QMenu, QToolButton, QWidget


class MenuButton(QToolButton):  # type: ignore[misc]
    """A button that opens a menu, by mouse and by keyboard (Alt+Down or Space)."""

    def __init__(self, text: str, tip: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setToolTip(tip)
        self.setObjectName(name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMenu(QMenu(self))


class CheckMenu(QObject):  # type: ignore[misc]
    """Fills a menu with names to tick, in sections."""

    ticked = pyqtSignal(list)
    """All names that are ticked now, in the order of the menu; sent for clicks of the user only."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self._menu = menu
        self._offered: tuple[object, ...] = ()
        self.actions: dict[str, QAction] = {}
        menu.installEventFilter(self)

    def offer(self, sections: Sequence[tuple[str, Sequence[tuple[str, str, str]]]], checked: Sequence[str]) -> None:
        """Show these names.

        :param sections: title, and (name, text, tool tip) of each.
        """
        wanted = tuple((title, tuple(entries)) for title, entries in sections)
        if wanted != self._offered:
            self._offered = wanted
            self._build(sections)
        for name, action in self.actions.items():
            action.setChecked(name in checked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A click or Space ticks and leaves the menu open."""
        is_click = event.type() == QEvent.Type.MouseButtonRelease
        if is_click or (event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space):
            action = self._menu.activeAction()
            if action is not None and action.isCheckable() and action.isEnabled():
                action.trigger()
                return True
        return bool(super().eventFilter(watched, event))

    def _build(self, sections: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]) -> None:
        self._menu.clear()
        self._menu.setToolTipsVisible(True)
        self.actions = {}
        for title, entries in sections:
            if entries:
                self._menu.addSection(title)
            for name, text, tip in entries:
                action = self._menu.addAction(text.replace("&", "&&"))
                action.setCheckable(True)
                action.setToolTip(tip or text)
                action.triggered.connect(self._tell)
                self.actions[name] = action

    def _tell(self, *_: object) -> None:
        self.ticked.emit([name for name, action in self.actions.items() if action.isChecked()])


class RadioMenu(QObject):  # type: ignore[misc]
    """Fills a menu with things of which one is chosen."""

    chosen = pyqtSignal(str)
    """Sent for clicks of the user only."""

    def __init__(self, menu: QMenu, entries: Sequence[tuple[str, str]]) -> None:
        """:param entries: name and text of each."""
        super().__init__(menu)
        group = QActionGroup(self)
        self.actions: dict[str, QAction] = {}
        for name, text in entries:
            action = menu.addAction(text)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _=False, name=name: self.chosen.emit(name))
            self.actions[name] = action

    def show_chosen(self, name: str) -> None:
        """Tick one."""
        if name in self.actions:
            self.actions[name].setChecked(True)
