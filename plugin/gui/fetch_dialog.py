# SPDX-License-Identifier: GPL-2.0-or-later
"""Processing's own dialog with a line under the parameters that tells what the fetch will cost."""

from __future__ import annotations

from typing import Any

from processing.gui.AlgorithmDialog import AlgorithmDialog
from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsProcessingParameterDefinition, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

from ..bridge.jobs import JobRunner, show_bug
from .cost_presenter import CostPresenter, CostWords, MissingValue, Work
from .fetch_dialogs import Prepare

_PAUSE_MS = 400
"""How long nothing must change before the price is looked at."""


class FetchDialog(AlgorithmDialog):  # type: ignore[misc]
    """Implements :class:`.cost_presenter.CostView`."""

    def __init__(
        self, algorithm: QgsProcessingAlgorithm, prepare: Prepare, words: CostWords, jobs: JobRunner,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(algorithm, parent=parent)
        self._prepare = prepare
        self.cost_line = _make_label("timestack_cost_line")
        self.cost_hint = _make_label("timestack_cost_hint")
        self.cost_hint.hide()
        self.cost = CostPresenter(self, jobs, words, show_bug)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.cost.refresh)
        self._place_labels()
        for wrapper in self._wrappers().values():
            wrapper.widgetValueHasChanged.connect(self._on_change)

    def prepare_work(self) -> Work:
        """:raises MissingValue: for the first parameter whose widget holds nothing that it could take."""
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        return self._prepare(self.algorithm(), self._values(), context)

    def show_cost(self, line: str, details: str, is_settled: bool) -> None:
        """Show the price of what the dialog says; grey while it is of what it said before."""
        if sip.isdeleted(self) or sip.isdeleted(self.cost_line):
            return
        self.cost_line.setText(line)
        self.cost_line.setEnabled(is_settled)
        self.cost_hint.setText(details)
        self.cost_hint.setVisible(bool(details))

    def setParameters(self, parameters: dict[str, Any]) -> None:  # noqa: N802
        """Take values from outside, as from the history."""
        super().setParameters(parameters)
        self._on_change()

    def showEvent(self, event: Any) -> None:  # noqa: N802
        """Begin, also when a dialog that was closed is shown again."""
        super().showEvent(event)
        self._on_change()

    def hideEvent(self, event: Any) -> None:  # noqa: N802
        """Nobody looks any more."""
        self._pause.stop()
        self.cost.stop()
        super().hideEvent(event)

    def _on_change(self, *_: object) -> None:
        self._pause.start()

    def _place_labels(self) -> None:
        layout = self.mainWidget().layout()
        if layout is not None:
            layout.addWidget(self.cost_line)
            layout.addWidget(self.cost_hint)

    def _wrappers(self) -> dict[str, Any]:
        """Widgets of the parameters by key, as Processing's panel keeps them."""
        return dict(getattr(self.mainWidget(), "wrappers", {}))

    def _values(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        wrappers = self._wrappers()
        for definition in self.algorithm().parameterDefinitions():
            is_hidden = bool(definition.flags() & QgsProcessingParameterDefinition.Flag.FlagHidden)
            wrapper = wrappers.get(definition.name())
            if definition.isDestination() or is_hidden or wrapper is None:
                continue
            value = wrapper.parameterValue()
            if not definition.checkValueIsAcceptable(value):
                raise MissingValue(definition.description())
            values[definition.name()] = value
        return values


def _make_label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return label
