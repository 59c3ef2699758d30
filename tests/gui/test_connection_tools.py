# SPDX-License-Identifier: GPL-2.0-or-later
"""Dialog, menu entry and browser branch together in a window, and that nothing of them stays behind."""

from __future__ import annotations

import gc

import pytest
from connection_profile import forget_connections, open_auth_database

pytest.importorskip("qgis.gui")

from qgis.core import QgsApplication
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QMainWindow

from timestack.plugin.bridge import saved_connections
from timestack.plugin.bridge.connection_report_words import describe_report
from timestack.plugin.bridge.messages import explain
from timestack.plugin.bridge.saved_connections import SecretChanges, save_connection
from timestack.plugin.connection_service import ConnectionService
from timestack.plugin.core.saved_connection import SavedConnection
from timestack.plugin.gui.connection_tools import ConnectionTools
from timestack.plugin.gui.connections_dialog.ports import Words
from timestack.plugin.gui.suggestion_widget import Suggestions

pytestmark = pytest.mark.usefixtures("qgis_app")


class Iface:
    """The part of QGIS's interface that the tools use."""

    def __init__(self):
        self.window, self.menu = QMainWindow(), []

    def mainWindow(self):
        return self.window

    def addPluginToRasterMenu(self, title, action):
        self.menu.append((title, action.objectName()))

    def removePluginRasterMenu(self, title, action):
        self.menu.remove((title, action.objectName()))


def registered():
    return (
        [one.name() for one in QgsApplication.dataItemProviderRegistry().providers()],
        [one.name() for one in QgsGui.dataItemGuiProviderRegistry().providers()],
        len(saved_connections._listeners),
        (Suggestions.source, Suggestions.start),
    )


def test_all_of_it_comes_and_goes(qgis_app):
    open_auth_database()
    forget_connections()
    iface, before = Iface(), registered()
    save_connection(SavedConnection("a"), SecretChanges("12345678"))
    for _ in range(3):
        tools = ConnectionTools(iface, ConnectionService(), Words(explain, describe_report))
        assert iface.menu == [("Timestack", "TimestackConnectionsAction")]
        assert "timestack" in registered()[0]
        tools.branch.open_dialog("a", False)
        assert tools.window.dialog.fields.name.text() == "a"
        tools.remove()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        assert registered() == before
        assert iface.menu == []
        assert [child for child in iface.window.children() if child.objectName().startswith("Timestack")] == []
    forget_connections()


def test_the_dialog_open_with_changes_does_not_hold_up_the_end(qgis_app):
    open_auth_database()
    forget_connections()
    tools = ConnectionTools(Iface(), ConnectionService(), Words(explain, describe_report))
    tools.window.open()
    tools.window.presenter.add()
    tools.window.dialog.fields.name.setText("changed")
    tools.remove()
    assert tools.window.dialog is None
