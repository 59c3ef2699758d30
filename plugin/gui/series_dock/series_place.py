# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock in the QGIS window: a button, a menu entry, and a dock that is built when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject, QgsSettings
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ...bridge.i18n import tr
from ..evalscript_panel.severity import ICON_FOLDER
from ..temporal_link import TemporalLink

if TYPE_CHECKING:
    from .live_side import LiveTools
    from .panel import SeriesPanel

_MENU = "Timestack"
_OPEN = "timestack/series/is_open"


class SeriesPlace:
    """Adds button and menu entry to the window, and the dock when it is asked for; removes exactly that."""

    def __init__(self, iface: Any, project: QgsProject, link: TemporalLink, live: LiveTools | None = None) -> None:
        self._live = live
        self._iface, self._project, self._link = iface, project, link
        self.panel: SeriesPanel | None = None
        self.action = QAction(QIcon(str(ICON_FOLDER / "series.svg")), tr("Time series"), iface.mainWindow())
        self.action.setObjectName("TimestackSeriesAction")
        self.action.setToolTip(tr("Click the map, see the years; click the years, see the map"))
        self.action.setCheckable(True)
        self.action.toggled.connect(self._on_toggled)
        iface.addPluginToRasterMenu(_MENU, self.action)
        iface.addToolBarIcon(self.action)
        if QgsSettings().value(_OPEN, False, type=bool):  # as it was left
            self.action.setChecked(True)

    def remove(self) -> None:
        """Take all of it out of the window."""
        panel, self.panel = self.panel, None
        if panel is not None:
            panel.detach()
            if not sip.isdeleted(panel.dock):
                panel.dock.visibilityChanged.disconnect(self._on_visible)
                self._iface.removeDockWidget(panel.dock)
                sip.delete(panel.dock)
            sip.delete(panel)
        if not sip.isdeleted(self.action):
            self._iface.removeToolBarIcon(self.action)
            self._iface.removePluginRasterMenu(_MENU, self.action)
            sip.delete(self.action)

    def _on_toggled(self, is_on: bool) -> None:
        QgsSettings().setValue(_OPEN, is_on)
        if is_on and self.panel is None:
            self.panel = self._build()
        if self.panel is not None:
            self.panel.dock.setVisible(is_on)
            if is_on:
                self.panel.dock.raise_()

    def _build(self) -> SeriesPanel:
        from .panel import SeriesPanel

        panel = SeriesPanel(self._iface.mapCanvas(), self._project, self._link, live=self._live)
        dock, window = panel.dock, self._iface.mainWindow()
        is_known = window.restoreDockWidget(dock)  # by its name, from the last session
        area = window.dockWidgetArea(dock) if is_known else Qt.DockWidgetArea.NoDockWidgetArea
        if area == Qt.DockWidgetArea.NoDockWidgetArea:
            area = Qt.DockWidgetArea.BottomDockWidgetArea  # time runs from left to right
        self._iface.addDockWidget(area, dock)
        dock.visibilityChanged.connect(self._on_visible)
        if not is_known:
            QTimer.singleShot(0, self._set_height)  # once the window has made room for it
        return panel

    def _set_height(self) -> None:
        if self.panel is not None and not sip.isdeleted(self.panel.dock) and not self.panel.dock.isFloating():
            height = self.panel.dock.widget().sizeHint().height()
            self._iface.mainWindow().resizeDocks([self.panel.dock], [height], Qt.Orientation.Vertical)

    def _on_visible(self, _: bool) -> None:
        """The dock was closed by its own button; behind another tab it still counts as open."""
        if self.panel is not None and not self._iface.mainWindow().isHidden():
            is_open = not self.panel.dock.isHidden()
            if self.action.isChecked() != is_open:
                self.action.setChecked(is_open)
