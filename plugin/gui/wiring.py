# SPDX-License-Identifier: GPL-2.0-or-later
"""Signals connected for a while, and let go of safely even when one side is gone."""

from __future__ import annotations

from collections.abc import Callable

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject


class Wiring:
    """Remembers who is connected to what.

    Disconnecting from an object that Qt has deleted already crashes the process, so it is asked first.
    """

    def __init__(self) -> None:
        self._wires: list[tuple[QObject, str, Callable]] = []

    def connect(self, sender: QObject, signal: str, slot: Callable) -> None:
        """Connect a signal, named as an attribute of its sender."""
        getattr(sender, signal).connect(slot)
        self._wires.append((sender, signal, slot))

    def release(self, *senders: QObject) -> None:
        """Disconnect some senders, or all where none are named."""
        kept = []
        for sender, signal, slot in self._wires:
            if senders and not any(sender is other for other in senders):
                kept.append((sender, signal, slot))
            elif not sip.isdeleted(sender):
                getattr(sender, signal).disconnect(slot)
        self._wires = kept
