# SPDX-License-Identifier: GPL-2.0-or-later
"""Timestack in the browser of QGIS: connections, their layers, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from qgis.core import (
    QgsApplication,
    QgsDataItem,
    QgsDataItemProvider,
)
from qgis.gui import QgsDataItemGuiContext, QgsDataItemGuiProvider, QgsGui
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QMenu, QMessageBox, QWidget

from ..bridge.compat import network_items
from ..bridge.i18n import tr
from ..bridge.jobs import JobRunner, show_bug
from ..bridge.saved_connections import on_change
from ..core.errors import TimestackError
from ..core.progress import Progress
from ..core.saved_connection import SavedConnection
from ..core.service_layer import ServiceLayer
from .browser_items import KEY, ConnectionItem, LayerItem, RootItem, fill_anew

FETCH = "timestack:fetchtemporalstack"


class BrowserService(Protocol):
    """Connections and layers; see :class:`..connection_service.ConnectionService`."""

    def names(self) -> list[str]:
        """The saved names."""
        ...

    def find(self, name: str) -> SavedConnection | None:
        """One of them."""
        ...

    def remove(self, name: str) -> None:
        """:raises TimestackError: when it cannot be removed."""
        ...

    def layers(self, connection: str, progress: Progress) -> tuple[ServiceLayer, ...]:
        """:raises TimestackError: when the service cannot be asked."""
        ...

    def known_layers(self, connection: str) -> tuple[ServiceLayer, ...] | None:
        """At once."""
        ...


class ConnectionsBranch:
    """The branch and its menus, from :meth:`add` to :meth:`remove`; implements :class:`.browser_items.Branch`."""

    def __init__(
        self, service: BrowserService, explain: Callable[[TimestackError], str],
        open_dialog: Callable[[str, bool], None], open_algorithm: Callable[[str, dict[str, Any]], Any],
        window: QWidget | None = None,
    ) -> None:  # fmt: skip
        """
        :param open_dialog: shows the connections dialog for a name, and tries it out when told to.
        :param open_algorithm: shows an algorithm's dialog with parameters filled in.
        """
        self.service, self.explain = service, explain
        self.open_dialog, self.open_algorithm, self.window = open_dialog, open_algorithm, window
        self._jobs = JobRunner()
        self._roots: list[RootItem] = []
        self._stop_listening: Callable[[], None] | None = None
        self._items: QgsDataItemProvider | None = None
        self._menus: QgsDataItemGuiProvider | None = None

    def add(self) -> None:
        """Show the branch."""
        self._items, self._menus = _Items(self), _Menus(self)
        QgsApplication.dataItemProviderRegistry().addProvider(self._items)
        QgsGui.dataItemGuiProviderRegistry().addProvider(self._menus)
        self._stop_listening = on_change(self._refresh)

    def remove(self) -> None:
        """Take it back."""
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        self._jobs.stop_all()
        self._roots.clear()
        if self._menus is not None and not sip.isdeleted(self._menus):
            QgsGui.dataItemGuiProviderRegistry().removeProvider(self._menus)
        if self._items is not None and not sip.isdeleted(self._items):
            QgsApplication.dataItemProviderRegistry().removeProvider(self._items)
        self._items = self._menus = None

    def make_root(self) -> RootItem:
        """A new top of the branch, for one of the browsers of QGIS."""
        root = RootItem(self)
        self._roots = [old for old in self._roots if not sip.isdeleted(old)]
        self._roots.append(root)
        return root

    def _refresh(self) -> None:
        for root in self._roots:
            if not sip.isdeleted(root):
                fill_anew(root)

    def names(self) -> list[str]:
        """The saved connections."""
        return self.service.names()

    def is_local(self, name: str) -> bool:
        """Whether a connection means a folder."""
        found = self.service.find(name)
        return found is not None and found.is_local

    def known_layers(self, name: str) -> tuple[ServiceLayer, ...] | None:
        """Layers that are known."""
        return self.service.known_layers(name)

    def layers(self, name: str, progress: Progress) -> tuple[ServiceLayer, ...]:
        """Layers, asked for."""
        return self.service.layers(name, progress)

    def start(
        self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> Any:  # fmt: skip
        """Run in the background."""
        return self._jobs.start(title, work, done, failed)

    def report_bug(self, error: Exception) -> None:
        """An error that nobody foresaw."""
        show_bug(error)

    def fetch(self, connection: str, layer: ServiceLayer | None) -> None:
        """Open the dialog of the fetch, filled in as far as it can be."""
        parameters: dict[str, Any] = {"CONNECTION": connection}
        if layer is not None:
            parameters["LAYER"] = layer.id
            if layer.collection:
                parameters["COLLECTION"] = layer.collection
        self.open_algorithm(FETCH, parameters)

    def remove_connection(self, name: str) -> None:
        """Remove a connection, when the user agrees."""
        button = QMessageBox.StandardButton
        text = tr("Remove the connection '{name}' with its instance id and OAuth client?").format(name=name)
        title = tr("Timestack connections")
        if QMessageBox.question(self.window, title, text, button.Yes | button.No, button.No) != button.Yes:
            return
        try:
            self.service.remove(name)
        except TimestackError as error:
            QMessageBox.warning(self.window, title, self.explain(error))


class _Items(QgsDataItemProvider):  # type: ignore[misc]
    """Makes the top of the branch."""

    def __init__(self, branch: ConnectionsBranch) -> None:
        super().__init__()
        self._branch = branch

    def name(self) -> str:
        """Id of the provider."""
        return KEY

    def dataProviderKey(self) -> str:  # noqa: N802
        """Of no data provider."""
        return KEY

    def capabilities(self) -> Any:
        """Sources over the network."""
        return network_items()

    def createDataItem(self, path: str, parentItem: QgsDataItem | None) -> QgsDataItem | None:  # noqa: N802, N803
        """The top, where QGIS asks for it: without a parent and a path."""
        if path or parentItem is not None:
            return None
        root = self._branch.make_root()
        sip.transferto(root, None)
        return root


class _Menus(QgsDataItemGuiProvider):  # type: ignore[misc]
    """What can be done with the items."""

    def __init__(self, branch: ConnectionsBranch) -> None:
        super().__init__()
        self._branch = branch

    def name(self) -> str:
        """Id of the provider."""
        return KEY

    def populateContextMenu(  # noqa: N802
        self,
        item: QgsDataItem,
        menu: QMenu,
        selectedItems: list[QgsDataItem],  # noqa: N803
        context: QgsDataItemGuiContext,
    ) -> None:
        """Add our actions to the menu of one of our items."""
        branch = self._branch
        if isinstance(item, RootItem):
            _act(menu, tr("Connections…"), lambda: branch.open_dialog("", False))
        elif isinstance(item, ConnectionItem):
            name = item.connection
            _act(menu, tr("Fetch temporal stack…"), lambda: branch.fetch(name, None))
            menu.addSeparator()
            _act(menu, tr("Edit…"), lambda: branch.open_dialog(name, False))
            _act(menu, tr("Test…"), lambda: branch.open_dialog(name, True))
            if not branch.is_local(name):
                _act(menu, tr("Ask for the layers again"), item.ask_again)
            _act(menu, tr("Remove"), lambda: branch.remove_connection(name))
        elif isinstance(item, LayerItem):
            name, layer = item.connection, item.layer
            _act(menu, tr("Fetch temporal stack…"), lambda: branch.fetch(name, layer))

    def handleDoubleClick(self, item: QgsDataItem, context: QgsDataItemGuiContext) -> bool:  # noqa: N802
        """A layer opens the fetch."""
        if isinstance(item, LayerItem):
            self._branch.fetch(item.connection, item.layer)
            return True
        return False


def _act(menu: QMenu, text: str, call: Callable[[], None]) -> None:
    action = menu.addAction(text)
    action.triggered.connect(lambda _checked=False: call())
