# SPDX-License-Identifier: GPL-2.0-or-later
"""Progress of a use case over a QGIS feedback object."""

from __future__ import annotations

from qgis.core import QgsFeedback, QgsProcessingFeedback


class FeedbackProgress:
    """Implements :class:`..core.progress.Progress`."""

    def __init__(self, feedback: QgsFeedback) -> None:
        self._feedback = feedback

    def report(self, done: float) -> None:
        """Share of the work done, 0 to 1."""
        self._feedback.setProgress(done * 100.0)

    def tell(self, message: str) -> None:
        """A line for the log of the run."""
        if isinstance(self._feedback, QgsProcessingFeedback):
            self._feedback.pushInfo(message)

    def is_cancelled(self) -> bool:
        """Whether the user pressed Cancel."""
        return bool(self._feedback.isCanceled())
