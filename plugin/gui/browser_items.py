# SPDX-License-Identifier: GPL-2.0-or-later
"""What hangs in the browser's tree: Timestack, its connections, their layers.

Every item fills itself on the main thread and at once ("fast" for QGIS); layers that are not known yet are asked for
in a job of ours, which then has the item fill itself anew. So no Python runs in the browser's own threads, which QGIS
waits for while it holds Python's lock when a plugin is unloaded.

An item belongs to the parent that it is made with, and Python's half lives as long as QGIS's. Never ask an item for its
``children()`` from Python: the bindings make new wrappers for them then, and ours are cut off.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from qgis.core import Qgis, QgsDataCollectionItem, QgsDataItem
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QIcon

from ..bridge.i18n import tr
from ..core.errors import TimestackError
from ..core.progress import Progress
from ..core.service_layer import ServiceLayer

KEY = "timestack"
_ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"


class Branch(Protocol):
    """What items ask for."""

    def names(self) -> list[str]:
        """The saved connections."""
        ...

    def is_local(self, name: str) -> bool:
        """Whether a connection means a folder, which has no layers."""
        ...

    def known_layers(self, name: str) -> tuple[ServiceLayer, ...] | None:
        """The layers of a connection when they are known, at once."""
        ...

    def layers(self, name: str, progress: Progress) -> tuple[ServiceLayer, ...]:
        """Ask for them; may take long."""
        ...

    def start(
        self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> Any:  # fmt: skip
        """Run in the background."""
        ...

    def explain(self, error: TimestackError) -> str:
        """A sentence."""
        ...

    def report_bug(self, error: Exception) -> None:
        """An error that nobody foresaw."""
        ...


class RootItem(QgsDataCollectionItem):  # type: ignore[misc]
    """Timestack itself."""

    def __init__(self, branch: Branch) -> None:
        super().__init__(None, "Timestack", f"{KEY}:", KEY)
        self._branch = branch
        self.setCapabilitiesV2(Qgis.BrowserItemCapability.Fast)
        self.setIcon(QIcon(str(_ICONS / "timestack.svg")))
        self.setToolTip(tr("Connections of Timestack"))
        self.setSortKey("9 timestack")

    def createChildren(self) -> list[QgsDataItem]:  # noqa: N802
        """One item for each connection."""
        return [ConnectionItem(self, name, self._branch) for name in self._branch.names()]


class ConnectionItem(QgsDataCollectionItem):  # type: ignore[misc]
    """One connection."""

    def __init__(self, parent: QgsDataItem, name: str, branch: Branch) -> None:
        super().__init__(parent, name, f"{KEY}:/{name}", KEY)
        self.connection, self._branch = name, branch
        self._layers: tuple[ServiceLayer, ...] | None = None
        self._problem = ""
        self._is_asking = False
        capability = Qgis.BrowserItemCapability
        self.setCapabilitiesV2(Qgis.BrowserItemCapabilities() | capability.Fast | capability.Collapse)
        self.setIconName("/mIconFolder.svg" if branch.is_local(name) else "/mIconConnect.svg")

    def createChildren(self) -> list[QgsDataItem]:  # noqa: N802
        """One item for each layer; a line that tells why where there are none yet."""
        if self._branch.is_local(self.connection):
            return [NoteItem(self, tr("A folder of scenes has no layers"))]
        if self._problem:
            problem, self._problem = self._problem, ""  # asked again when it is opened again
            return [NoteItem(self, problem, "/mIconWarning.svg")]
        layers = self._layers if self._layers is not None else self._branch.known_layers(self.connection)
        if layers is None:
            self._ask()
            return [NoteItem(self, tr("Asking for the layers…"))]
        if not layers:
            return [NoteItem(self, tr("No layers: there is no instance, or it is empty"))]
        return [LayerItem(self, self.connection, layer) for layer in layers]

    def ask_again(self) -> None:
        """Forget the layers and look anew."""
        self._layers, self._problem = None, ""
        fill_anew(self)

    def _ask(self) -> None:
        if self._is_asking:
            return
        self._is_asking = True
        name = self.connection
        self._branch.start(
            tr("Layers of {name}").format(name=name),
            lambda progress: self._branch.layers(name, progress),
            self._answered,
            self._failed,
        )

    def _answered(self, layers: tuple[ServiceLayer, ...]) -> None:
        if not sip.isdeleted(self):
            self._is_asking, self._layers = False, layers
            fill_anew(self)

    def _failed(self, error: Exception) -> None:
        if sip.isdeleted(self):
            return
        self._is_asking = False
        if not isinstance(error, TimestackError):
            self._branch.report_bug(error)
        self._problem = self._branch.explain(error) if isinstance(error, TimestackError) else tr("This failed.")
        fill_anew(self)


class LayerItem(QgsDataItem):  # type: ignore[misc]
    """A layer of an instance."""

    def __init__(self, parent: QgsDataItem, connection: str, layer: ServiceLayer) -> None:
        super().__init__(
            Qgis.BrowserItemType.Custom, parent, layer.title or layer.id, f"{parent.path()}/{layer.id}", KEY
        )
        self.connection, self.layer = connection, layer
        self.setIconName("/mIconRaster.svg")
        self.setToolTip("\n".join(text for text in (layer.id, layer.description, layer.collection) if text))
        _close(self)


class NoteItem(QgsDataItem):  # type: ignore[misc]
    """A line that is no thing."""

    def __init__(self, parent: QgsDataItem, text: str, icon: str = "/mActionPropertiesWidget.svg") -> None:
        super().__init__(Qgis.BrowserItemType.Custom, parent, text, f"{parent.path()}/{text}", KEY)
        self.setIconName(icon)
        self.setToolTip(text)
        _close(self)


def _close(item: QgsDataItem) -> None:
    """It has no children, and QGIS need not look."""
    item.setState(Qgis.BrowserItemState.Populated)


def fill_anew(item: QgsDataItem) -> None:
    """Bring an open item up to date; QGIS would list the children of one that is still closed twice."""
    if item.state() == Qgis.BrowserItemState.Populated:
        item.refresh()
