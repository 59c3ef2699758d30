# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything about connections in the desktop: the dialog, the branch in the browser, and suggestions in dialogs."""

from __future__ import annotations

from typing import Any, Protocol

from ..bridge.jobs import JobRunner
from .browser import BrowserService, ConnectionsBranch
from .connections_dialog.connections_window import ConnectionsEntry, ConnectionsWindow
from .connections_dialog.ports import ConnectionStore, Words
from .suggestion_widget import LayerSource, Suggestions, SuggestionWidget

SUGGESTION_WIDGET = f"{SuggestionWidget.__module__}.{SuggestionWidget.__qualname__}"
"""The name by which Processing makes the widget."""


class ConnectionTasks(BrowserService, ConnectionStore, LayerSource, Protocol):
    """All that the tools need; see :class:`..connection_service.ConnectionService`."""


class ConnectionTools:
    """Adds them, and removes exactly that."""

    def __init__(self, iface: Any, service: ConnectionTasks, words: Words) -> None:
        self._jobs = JobRunner()
        Suggestions.source, Suggestions.start = service, self._jobs.start
        self.window = ConnectionsWindow(service, words, iface.mainWindow())
        self.entry = ConnectionsEntry(iface, self.window)
        self.branch = ConnectionsBranch(service, words.explain, self.window.open, _open_algorithm, iface.mainWindow())
        self.branch.add()

    def remove(self) -> None:
        """Take all of it back."""
        self.branch.remove()
        self.entry.remove()
        Suggestions.source = Suggestions.start = None
        self._jobs.stop_all()


def _open_algorithm(algorithm: str, parameters: dict[str, Any]) -> None:
    import processing  # takes a while, and most sessions never need it

    processing.execAlgorithmDialog(algorithm, parameters)
