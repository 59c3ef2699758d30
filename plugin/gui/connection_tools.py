# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything about connections in the desktop: the dialog with its menu entry, and the branch in the browser."""

from __future__ import annotations

from typing import Any

from .connections_dialog.connections_window import ConnectionsEntry, ConnectionsWindow
from .connections_dialog.ports import ConnectionStore, Words


class ConnectionTools:
    """Adds them, and removes exactly that."""

    def __init__(self, iface: Any, service: ConnectionStore, words: Words) -> None:
        self.window = ConnectionsWindow(service, words, iface.mainWindow())
        self.entry = ConnectionsEntry(iface, self.window)

    def remove(self) -> None:
        """Take all of it back."""
        self.entry.remove()
