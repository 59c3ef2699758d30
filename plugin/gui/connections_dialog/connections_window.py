# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts the dialog together, and its entry in the plugin's menu."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QAction, QWidget

from ...bridge.i18n import tr
from ...bridge.jobs import JobRunner, show_bug
from ...bridge.saved_connections import on_change
from ..background_jobs import Jobs
from .dialog import ConnectionsDialog
from .ports import ConnectionStore, Words
from .presenter import ConnectionsPresenter

MENU = "Timestack"


class ConnectionsWindow(QObject):  # type: ignore[misc]
    """One dialog at a time, beside the work in QGIS rather than above it."""

    def __init__(
        self, store: ConnectionStore, words: Words, parent: QWidget | None = None, jobs: Jobs | None = None
    ) -> None:
        super().__init__()
        self._store, self._words, self._parent = store, words, parent
        self._own_jobs = JobRunner()
        self._jobs = jobs or self._own_jobs
        self._stop_listening = on_change(self._on_change)
        self.dialog: ConnectionsDialog | None = None
        self.presenter: ConnectionsPresenter | None = None

    def open(self, name: str = "", is_test: bool = False) -> None:
        """Show the dialog, with one of the connections.

        :param is_test: try it out at once.
        """
        is_new = self.dialog is None or sip.isdeleted(self.dialog)
        if is_new:
            self._build()
        dialog, presenter = self.dialog, self.presenter
        if dialog is None or presenter is None:
            return
        if is_new:
            presenter.begin(name)
        elif name:
            presenter.select(name)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        if is_test and presenter.name == name:
            presenter.test()

    def _build(self) -> None:
        dialog = ConnectionsDialog(self._parent)
        presenter = ConnectionsPresenter(dialog, self._store, self._jobs, self._words, show_bug)
        dialog.selected.connect(presenter.select)
        dialog.add_asked.connect(presenter.add)
        dialog.duplicate_asked.connect(presenter.duplicate)
        dialog.remove_asked.connect(presenter.remove)
        dialog.test_asked.connect(presenter.test)
        dialog.stop_asked.connect(presenter.stop_test)
        dialog.save_asked.connect(presenter.save)
        dialog.close_asked.connect(self._on_close_asked)
        self.dialog, self.presenter = dialog, presenter

    def _on_change(self) -> None:
        if self.presenter is not None and self.dialog is not None and not sip.isdeleted(self.dialog):
            self.presenter.renew()

    def _on_close_asked(self) -> None:
        if self.presenter is not None and self.dialog is not None and self.presenter.may_close():
            self.close()

    def close(self) -> None:
        """Take the dialog away, whatever was changed in it."""
        if self.presenter is not None:
            self.presenter.stop_test()
        if self.dialog is not None and not sip.isdeleted(self.dialog):
            self.dialog.leave()
            self.dialog.deleteLater()
        self.dialog = self.presenter = None

    def stop(self) -> None:
        """Close, and end what runs in the background."""
        self._stop_listening()
        self.close()
        self._own_jobs.stop_all()


class ConnectionsEntry:
    """The entry in the Raster menu."""

    def __init__(self, iface: Any, window: ConnectionsWindow) -> None:
        self._iface, self._window = iface, window
        self.action = QAction(QgsApplication.getThemeIcon("/mIconConnect.svg"), tr("Connections…"), iface.mainWindow())
        self.action.setObjectName("TimestackConnectionsAction")
        self.action.setToolTip(tr("Add, edit, try out and remove connections to services"))
        self.action.triggered.connect(lambda _checked=False: window.open())
        iface.addPluginToRasterMenu(MENU, self.action)

    def remove(self) -> None:
        """Take it out of the menu."""
        self._window.stop()
        if not sip.isdeleted(self.action):
            self._iface.removePluginRasterMenu(MENU, self.action)
            sip.delete(self.action)
