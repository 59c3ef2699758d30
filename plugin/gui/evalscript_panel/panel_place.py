# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel in the QGIS window: a dock on the right, an entry in the plugin's menu, a button in a toolbar."""

from __future__ import annotations

from typing import Any

from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
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
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        if not iface.mainWindow().restoreDockWidget(dock):
            dock.hide()
        self.action = dock.toggleViewAction()
        self.action.setText(tr("Evalscript"))
        self.action.setToolTip(tr("Write, check, run and trace an evalscript on this computer"))
        self.action.setIcon(QIcon(str(ICON_FOLDER / "evalscript.svg")))
        self.action.setObjectName("TimestackEvalscriptAction")
        iface.addPluginToRasterMenu(MENU, self.action)
        iface.addRasterToolBarIcon(self.action)

    def remove(self) -> None:
        """Take all of it out of the window."""
        self.panel.detach()
        dock = self.panel.dock
        if sip.isdeleted(dock):
            return
        self._iface.removeRasterToolBarIcon(self.action)
        self._iface.removePluginRasterMenu(MENU, self.action)
        self._iface.removeDockWidget(dock)
        sip.delete(dock)
