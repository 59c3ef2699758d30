# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the dialogs of fetches; nothing of Processing's windows is loaded before the first one is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext
from qgis.PyQt.QtWidgets import QWidget

from ..bridge.jobs import JobRunner
from .cost_presenter import CostWords, Work

if TYPE_CHECKING:
    from .fetch_dialog import FetchDialog

Prepare = Callable[[QgsProcessingAlgorithm, dict[str, Any], QgsProcessingContext], Work]
"""Reads parameters on the main thread and returns what makes the estimate in another one."""


class FetchDialogs:
    """Makes the dialogs, and ends their work when the plugin goes."""

    def __init__(self, prepare: Prepare, words: CostWords) -> None:
        self._prepare, self._words, self._jobs = prepare, words, JobRunner()

    def make(self, algorithm: QgsProcessingAlgorithm, parent: QWidget | None) -> FetchDialog:
        """A dialog for one algorithm, as Processing's toolbox asks for it."""
        from .fetch_dialog import FetchDialog

        return FetchDialog(algorithm, self._prepare, self._words, self._jobs, parent)

    def detach(self) -> None:
        """End what is under way."""
        self._jobs.stop_all()
