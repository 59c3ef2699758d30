# SPDX-License-Identifier: GPL-2.0-or-later
"""Calls that only the main thread may make, from any other one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from qgis.PyQt.QtCore import QCoreApplication, QObject, Qt, QThread, pyqtSignal, pyqtSlot

_POLL_S = 0.1


class NobodyAnswers(Exception):
    """The main thread does not come to it: it waits for something itself."""


def call_on_main_thread(function: Callable[[], Any], begin_within_s: float = 10.0) -> Any:
    """Have the main thread call a function, and wait for its result.

    Waiting lets other Python threads work, the main one above all. A call that shows a dialog would stop QGIS for good
    from here: the bindings hold Python's lock during it, and the main thread needs that lock to show the dialog.

    :param begin_within_s: how long the main thread may be busy with something else.
    :raises NobodyAnswers: when it was busy for longer.
    """
    application = QCoreApplication.instance()
    if application is None or QThread.currentThread() == application.thread():
        return function()
    call = _Call(function)
    call.moveToThread(application.thread())
    call.asked.connect(call.answer, Qt.ConnectionType.QueuedConnection)
    call.asked.emit()
    if not call.begun.wait(begin_within_s) and call.withdraw():
        raise NobodyAnswers()
    while not call.done.wait(_POLL_S):
        pass
    call.deleteLater()
    if call.error is not None:
        raise call.error
    return call.result


class _Call(QObject):  # type: ignore[misc]
    asked = pyqtSignal()

    def __init__(self, function: Callable[[], Any]) -> None:
        super().__init__()
        self._function = function
        self._lock = threading.Lock()
        self._is_withdrawn = False
        self.begun, self.done = threading.Event(), threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None

    def withdraw(self) -> bool:
        """Nobody waits any more; False when the call has begun after all."""
        with self._lock:
            self._is_withdrawn = not self.begun.is_set()
            return self._is_withdrawn

    @pyqtSlot()
    def answer(self) -> None:
        """On the main thread."""
        with self._lock:
            if self._is_withdrawn:
                return
            self.begun.set()
        try:
            self.result = self._function()
        except BaseException as error:  # noqa: BLE001 - raised where somebody waits for it
            self.error = error
        finally:
            self.done.set()
