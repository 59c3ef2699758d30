# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel in the QGIS window: a dock on the right, an entry in the plugin's menu, a button in a toolbar."""

from __future__ import annotations

from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QIcon

from ...bridge.i18n import tr
from .panel import EvalscriptPanel
from .severity import ICON_FOLDER

MENU = "Timestack"


class PanelPlace:
    """Adds a panel to the window, and removes exactly that."""

    def __init__(self, iface: Any, panel: EvalscriptPanel) -> None:
        self._iface, self.panel = iface, panel
        dock = panel.dock
        window = iface.mainWindow()
        is_known = window.restoreDockWidget(dock)  # by its name, from the last session
        is_shown = is_known and not dock.isHidden()
        area = window.dockWidgetArea(dock) if is_known else Qt.DockWidgetArea.NoDockWidgetArea
        if area == Qt.DockWidgetArea.NoDockWidgetArea:
            area = Qt.DockWidgetArea.RightDockWidgetArea
        iface.addDockWidget(area, dock)
        dock.setVisible(is_shown)
        if not is_known:
            dock.visibilityChanged.connect(self._widen)
        self.action = dock.toggleViewAction()
        self.action.setText(tr("Evalscript"))
        self.action.setToolTip(tr("Write, check, run and trace an evalscript on this computer"))
        self.action.setIcon(QIcon(str(ICON_FOLDER / "evalscript.svg")))
        self.action.setObjectName("TimestackEvalscriptAction")
        iface.addPluginToRasterMenu(MENU, self.action)
        iface.addToolBarIcon(self.action)

    def _widen(self, is_visible: bool) -> None:
        """A dock that is seen for the first time gets the narrowest width that it can have; code wants more."""
        if is_visible:
            dock = self.panel.dock
            dock.visibilityChanged.disconnect(self._widen)
            QTimer.singleShot(0, self._set_width)  # once the window has made room for it

    def _set_width(self) -> None:
        dock = self.panel.dock
        if not sip.isdeleted(dock) and not dock.isFloating():
            width = dock.widget().sizeHint().width()
            self._iface.mainWindow().resizeDocks([dock], [width], Qt.Orientation.Horizontal)

    def remove(self) -> None:
        """Take all of it out of the window."""
        self.panel.detach()
        dock = self.panel.dock
        if sip.isdeleted(dock):
            return
        self._iface.removeToolBarIcon(self.action)
        self._iface.removePluginRasterMenu(MENU, self.action)
        self._iface.removeDockWidget(dock)
        sip.delete(dock)
