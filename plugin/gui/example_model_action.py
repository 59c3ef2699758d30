# SPDX-License-Identifier: GPL-2.0-or-later
"""An entry in the toolbox's context menu that opens an example model in the model designer."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QIcon

from ..bridge.i18n import tr


class ExampleModelAction:
    """What Processing asks of an entry; its own class would load its windows before anybody has asked for one."""

    is_separator = False

    def __init__(self) -> None:
        from processing.gui.ProviderActions import ProviderContextMenuActions

        self._algorithm: Any = None
        self._menu = ProviderContextMenuActions
        self._menu.registerProviderContextMenuActions([self])

    @property
    def name(self) -> str:
        """The entry, in the language of the moment."""
        return tr("Open in the model designer…")

    def remove(self) -> None:
        """Take the entry back."""
        self._menu.deregisterProviderContextMenuActions([self])

    def setData(self, algorithm: Any, toolbox: Any) -> None:  # noqa: N802
        """What has been clicked."""
        self._algorithm = algorithm

    def isEnabled(self) -> bool:  # noqa: N802
        """Whether it is one of our models."""
        return hasattr(self._algorithm, "load_model")

    def icon(self) -> QIcon:
        """That of the designer."""
        return QgsApplication.getThemeIcon("/processingModel.svg")

    def execute(self) -> None:
        """Open a copy, which belongs to no file, so that saving it asks where to."""
        from processing.modeler.ModelerDialog import ModelerDialog

        designer = ModelerDialog.create(self._algorithm.load_model())
        designer.update_model.connect(_show_saved_models)
        designer.show()
        designer.activate()


def _show_saved_models() -> None:
    provider = QgsApplication.processingRegistry().providerById("model")
    if provider is not None:
        provider.refreshAlgorithms()
