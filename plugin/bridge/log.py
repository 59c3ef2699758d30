# SPDX-License-Identifier: GPL-2.0-or-later
"""The developer's log: everything that the package logs appears in QGIS's message panel."""

from __future__ import annotations

import logging

from qgis.core import Qgis, QgsMessageLog

TAG = "Timestack"
_ROOT = __name__.rsplit(".plugin.", 1)[0]
_handlers: list[logging.Handler] = []


class QgisLogHandler(logging.Handler):
    """Hands records to the QGIS message log, which may be called from any thread."""

    def emit(self, record: logging.LogRecord) -> None:
        """Show one record; warnings and above without a pop-up."""
        QgsMessageLog.logMessage(self.format(record), TAG, _level(record.levelno), False)


def start_logging(level: int = logging.INFO) -> None:
    """Send the package's log to QGIS; a second call changes the level only."""
    logger = logging.getLogger(_ROOT)
    logger.setLevel(level)
    if _handlers:
        return
    handler = QgisLogHandler()
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    logger.addHandler(handler)
    _handlers.append(handler)


def stop_logging() -> None:
    """Take the handler back."""
    while _handlers:
        logging.getLogger(_ROOT).removeHandler(_handlers.pop())


def _level(number: int) -> Qgis.MessageLevel:
    if number >= logging.ERROR:
        return Qgis.MessageLevel.Critical
    return Qgis.MessageLevel.Warning if number >= logging.WARNING else Qgis.MessageLevel.Info
