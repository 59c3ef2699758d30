# SPDX-License-Identifier: GPL-2.0-or-later
"""The developers' log: what Timestack's modules log goes to QGIS's log panel."""

from __future__ import annotations

import logging

from qgis.core import Qgis, QgsMessageLog

TAG = "Timestack"
_ROOT = __name__.rsplit(".", 3)[0]
_handlers: list[logging.Handler] = []


class _QgisHandler(logging.Handler):
    """QgsMessageLog may be called from any thread."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            level = Qgis.MessageLevel.Critical
        elif record.levelno >= logging.WARNING:
            level = Qgis.MessageLevel.Warning
        else:
            level = Qgis.MessageLevel.Info
        QgsMessageLog.logMessage(self.format(record), TAG, level, notifyUser=False)


def start_logging() -> None:
    """Attach the handler once."""
    if _handlers:
        return
    handler = _QgisHandler()
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    logger = logging.getLogger(_ROOT)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    _handlers.append(handler)


def stop_logging() -> None:
    """Undo :func:`start_logging`."""
    while _handlers:
        logging.getLogger(_ROOT).removeHandler(_handlers.pop())
