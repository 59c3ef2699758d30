# SPDX-License-Identifier: GPL-2.0-or-later
"""Wires everything together: what QGIS loads and unloads."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer

from ..processing_provider.provider import TimestackProvider
from ..processing_provider.suggestions import use_widget
from .bridge.i18n import install_translator, remove_translator
from .bridge.log import start_logging, stop_logging
from .connections import stop_hubs

if TYPE_CHECKING:
    from .gui.connection_tools import ConnectionTools
    from .gui.date_decoration import DateDecoration
    from .gui.evalscript_panel.panel_place import PanelPlace
    from .gui.example_model_action import ExampleModelAction
    from .gui.fetch_dialogs import FetchDialogs
    from .gui.series_dock.live_side import LiveTools
    from .gui.series_dock.series_place import SeriesPlace
    from .gui.temporal_link import TemporalLink
    from .live_desk import LiveDesk
    from .live_profiles import LiveProfiles

_LET_GO_MS = (0, 200, 1000, 3000)
"""Qt lets go of connections, and QGIS of the plugin, only after the plugin has been unloaded; a busy machine takes its
time."""


class TimestackPlugin:
    """The plugin: a Processing provider, and in the desktop the Temporal Controller's link and the panel."""

    def __init__(self, iface: Any) -> None:
        """:param iface: None when ``qgis_process`` loads the provider only."""
        self._iface = iface
        self._provider: TimestackProvider | None = None
        self._temporal_link: TemporalLink | None = None
        self._decoration: DateDecoration | None = None
        self._evalscript_place: PanelPlace | None = None
        self._fetch_dialogs: FetchDialogs | None = None
        self._connection_tools: ConnectionTools | None = None
        self._series_place: SeriesPlace | None = None
        self._model_action: ExampleModelAction | None = None

    def initProcessing(self) -> None:  # noqa: N802
        """Register the provider; all that ``qgis_process`` needs."""
        start_logging()
        install_translator()
        self._provider = TimestackProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self) -> None:  # noqa: N802
        """Everything for the desktop."""
        from .gui.connection_tools import SUGGESTION_WIDGET
        from .gui.date_decoration import DateDecoration
        from .gui.example_model_action import ExampleModelAction
        from .gui.series_dock.series_place import SeriesPlace
        from .gui.temporal_link import TemporalLink

        use_widget(SUGGESTION_WIDGET)
        self.initProcessing()
        canvas = self._iface.mapCanvas()
        self._temporal_link = TemporalLink(canvas, QgsProject.instance())
        self._decoration = DateDecoration(canvas, QgsProject.instance())
        self._evalscript_place = self._place_evalscript_panel()
        self._fetch_dialogs = self._offer_fetch_dialogs()
        self._connection_tools = self._offer_connections()
        self._model_action = ExampleModelAction()
        self._series_place = SeriesPlace(self._iface, QgsProject.instance(), self._temporal_link, self._offer_live())

    def _offer_live(self) -> LiveTools:
        from .gui.series_dock.live_choice import LiveChoice
        from .gui.series_dock.live_side import LiveTools

        def make(choice: LiveChoice) -> LiveProfiles:
            from .live_profiles import LiveProfiles

            return LiveProfiles(
                choice.connection, choice.collection, choice.bands, choice.start, choice.end,
                max_cloud_cover_pct=choice.max_cloud_cover_pct,
            )  # fmt: skip

        def open_desk() -> LiveDesk:
            from .live_desk import LiveDesk

            return LiveDesk()

        return LiveTools(make, open_desk)

    def _offer_connections(self) -> ConnectionTools:
        from .bridge.connection_report_words import describe_report
        from .bridge.messages import explain
        from .connection_service import ConnectionService
        from .gui.connection_tools import ConnectionTools
        from .gui.connections_dialog.ports import Words

        return ConnectionTools(self._iface, ConnectionService(), Words(explain, describe_report))

    def _offer_fetch_dialogs(self) -> FetchDialogs:
        from ..processing_provider.quick_estimate import prepare_estimate
        from .bridge.estimate_report import cheapest_line, estimate_line
        from .bridge.messages import explain
        from .gui.cost_presenter import CostWords
        from .gui.fetch_dialogs import FetchDialogs

        dialogs = FetchDialogs(prepare_estimate, CostWords(explain, estimate_line, cheapest_line))
        if self._provider is not None:
            self._provider.make_fetch_dialog = dialogs.make
        return dialogs

    def _place_evalscript_panel(self) -> PanelPlace:
        from .bridge.messages import explain
        from .bridge.script_notes import describe_note
        from .bridge.script_report import describe_finding
        from .gui.evalscript_panel.panel import EvalscriptPanel
        from .gui.evalscript_panel.panel_place import PanelPlace
        from .gui.evalscript_panel.ports import Words
        from .script_service import ScriptService

        words = Words(explain, describe_finding, describe_note)
        panel = EvalscriptPanel(self._iface.mapCanvas(), QgsProject.instance(), ScriptService(), words)
        return PanelPlace(self._iface, panel)

    def unload(self) -> None:
        """Take back all of it, in reverse."""
        if self._series_place is not None:
            self._series_place.remove()
            self._series_place = None
        if self._model_action is not None:
            self._model_action.remove()
            self._model_action = None
        if self._connection_tools is not None:
            use_widget("")
            self._connection_tools.remove()
            self._connection_tools = None
        if self._fetch_dialogs is not None:
            if self._provider is not None:
                self._provider.make_fetch_dialog = None
            self._fetch_dialogs.detach()
            self._fetch_dialogs = None
        if self._evalscript_place is not None:
            self._evalscript_place.remove()
            self._evalscript_place = None
        if self._decoration is not None:
            self._decoration.detach()
            self._decoration = None
        if self._temporal_link is not None:
            self._temporal_link.detach()
            self._temporal_link = None
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        stop_hubs()
        remove_translator()
        stop_logging()
        _collect_garbage()
        for wait_ms in _LET_GO_MS:
            QTimer.singleShot(wait_ms, _collect_garbage)


def _collect_garbage() -> None:
    """Let go of Qt objects here and now, on the main thread.

    Those that hold each other in a circle would go with the next collection, in whichever thread that happens; in a
    worker it deletes them under the main thread's hands, and QGIS crashes or hangs.
    """
    gc.collect()
