# SPDX-License-Identifier: GPL-2.0-or-later
"""A line in the dialogs of algorithms that suggests connections, collections or layers and takes any other text.

QGIS's own ``value_hints`` (3.22 on) make a list that takes nothing else. The parameters stay plain strings for
``qgis_process``, models and the history; in the modeler they have QGIS's own widget, which can take values of a model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition
from qgis.gui import QgsAbstractProcessingParameterWidgetWrapper, QgsGui, QgsProcessingGui
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QSignalBlocker, Qt, QTimer
from qgis.PyQt.QtWidgets import QComboBox, QWidget

from ..bridge.i18n import tr
from ..core.catalogue import load_catalogue
from ..core.progress import Progress
from ..core.service_layer import ServiceLayer

CONNECTION, COLLECTION, LAYER = "CONNECTION", "COLLECTION", "LAYER"
DEMO = "demo"
_PAUSE_MS = 300


class LayerSource(Protocol):
    """Tells what there is to suggest; see :class:`..connection_service.ConnectionService`."""

    def names(self) -> list[str]:
        """The saved connections."""
        ...

    def layers(self, connection: str, progress: Progress) -> tuple[ServiceLayer, ...]:
        """Layers behind a connection; asked over the network. :raises TimestackError: when it cannot be asked."""
        ...

    def known_layers(self, connection: str) -> tuple[ServiceLayer, ...] | None:
        """The same from a short while ago, at once; None where it must be asked."""
        ...

    def can_ask(self, connection: str) -> bool:
        """Whether asking needs nothing of the user."""
        ...


class Suggestions:
    """Where the widgets get what they suggest. Processing makes them by name, so it cannot be handed to each."""

    source: LayerSource | None = None
    start: Callable[..., Any] | None = None
    """:meth:`..bridge.jobs.JobRunner.start`."""


class SuggestionWidget:
    """What Processing is told to make; makes the right wrapper for each kind of dialog."""

    def __new__(  # type: ignore[misc]
        cls, parameter: QgsProcessingParameterDefinition, dialog: Any, row: int = 0, column: int = 0
    ) -> Any:
        """:returns: a wrapper, which is no instance of this class."""
        kind = type(dialog).__name__
        if kind == "ModelerParametersDialog":
            wrapper = QgsGui.processingGuiRegistry().createModelerParameterWidget(
                dialog.model, dialog.childId, parameter, dialog.context
            )
            wrapper.setDialog(dialog)
            return wrapper
        is_batch = kind == "BatchAlgorithmDialog"
        types = QgsProcessingGui.WidgetType
        return SuggestionWrapper(parameter, types.Batch if is_batch else types.Standard)


class SuggestionWrapper(QgsAbstractProcessingParameterWidgetWrapper):  # type: ignore[misc]
    """An editable list; what stands in it is the value, or the id of the entry whose title stands in it."""

    def __init__(self, parameter: QgsProcessingParameterDefinition, kind: Any) -> None:
        super().__init__(parameter, kind)
        self._key = parameter.name()
        self._connection: QgsAbstractProcessingParameterWidgetWrapper | None = None
        self._pause = QTimer()
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look_for_layers)
        self._asked_for: str | None = None

    def createWidget(self) -> QWidget:  # noqa: N802
        """The list, filled with what is known now."""
        combo = QComboBox()
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        combo.completer().setCompletionMode(combo.completer().CompletionMode.PopupCompletion)
        combo.setObjectName(f"timestack_{self._key.lower()}")
        for title, value in self._known():
            combo.addItem(title, value)
        combo.setCurrentIndex(-1)
        combo.lineEdit().setPlaceholderText(self._placeholder())
        combo.editTextChanged.connect(lambda _text: self.widgetValueHasChanged.emit(self))
        return combo

    def setWidgetValue(self, value: Any, context: QgsProcessingContext) -> None:  # noqa: N802
        """Show a value: the title of the entry that has it, else itself."""
        combo = self._combo()
        if combo is None:
            return
        text = "" if value is None else str(value)
        row = combo.findData(text)
        combo.setCurrentIndex(row)
        combo.setEditText(combo.itemText(row) if row >= 0 else text)

    def widgetValue(self) -> Any:  # noqa: N802
        """The plain string."""
        combo = self._combo()
        if combo is None:
            return ""
        text = combo.currentText()
        row = combo.findText(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)
        return combo.itemData(row) if row >= 0 else text.strip()

    def postInitialize(self, wrappers: Sequence[QgsAbstractProcessingParameterWidgetWrapper]) -> None:  # noqa: N802
        """Layers are those of the connection in the same dialog."""
        super().postInitialize(list(wrappers))
        if self._key != LAYER:
            return
        for wrapper in wrappers:
            if wrapper.parameterDefinition().name() == CONNECTION:
                self._connection = wrapper
                wrapper.widgetValueHasChanged.connect(lambda *_: self._pause.start())
                self._pause.start()

    def _combo(self) -> QComboBox | None:
        """The list, from QGIS each time: the bindings wrap it anew on its way out, and cut the first wrapper off."""
        return self.wrappedWidget()

    def _known(self) -> list[tuple[str, str]]:
        """(title, value) of what can be suggested at once."""
        source = Suggestions.source
        if self._key == CONNECTION:
            return [(name, name) for name in [*(source.names() if source else []), DEMO]]
        if self._key == COLLECTION:
            return [(f"{one.title} [{one.id}]", one.id) for one in load_catalogue().values() if one.id != "byoc"]
        return []

    def _placeholder(self) -> str:
        if self._key == COLLECTION:
            return tr("the one of the connection")
        return tr("the first one of the collection") if self._key == LAYER else ""

    def _fill(self, entries: Sequence[tuple[str, str]]) -> None:
        """Replace the entries, but not what stands in the line."""
        combo = self._combo()
        if combo is None:
            return
        value = self.widgetValue()
        blocker = QSignalBlocker(combo)
        combo.clear()
        for title, data in entries:
            combo.addItem(title, data)
        self.setWidgetValue(value, None)
        del blocker

    def _look_for_layers(self) -> None:
        """Ask for the layers of the connection, unless they are known or asking would need a password."""
        source, start = Suggestions.source, Suggestions.start
        if self._combo() is None or source is None or start is None:
            return
        if self._connection is None or sip.isdeleted(self._connection):
            return
        connection = str(self._connection.widgetValue() or "")
        if connection == self._asked_for:
            return
        self._asked_for = connection
        known = source.known_layers(connection)
        if known is None and source.can_ask(connection):
            self._fill([])
            start(
                tr("Layers of {name}").format(name=connection if "/" not in connection else "…"),
                lambda progress: source.layers(connection, progress),
                lambda layers: self._show_layers(connection, layers),
                lambda _error: None,  # only suggestions: the run itself tells what is wrong
            )
            return
        self._show_layers(connection, known or ())

    def _show_layers(self, connection: str, layers: Sequence[ServiceLayer]) -> None:
        if sip.isdeleted(self) or connection != self._asked_for:
            return
        self._fill([(f"{one.title} [{one.id}]" if one.title else one.id, one.id) for one in layers])
