# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts the panel together: dock, presenter, map tool, layers, and their place in the QGIS window."""

from __future__ import annotations

from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject

from ...bridge.jobs import JobRunner, show_bug
from ...bridge.projection import transform_bounds
from ..pixel_tool import PixelTool
from ..wiring import Wiring
from .canvas_side import CanvasSide
from .dock import EvalscriptDock
from .ports import ScriptService, Words
from .presenter import EvalscriptPresenter
from .script_document import ScriptDocument


class EvalscriptPanel(QObject):  # type: ignore[misc]
    """One panel over one canvas and one project."""

    def __init__(
        self, canvas: QgsMapCanvas, project: QgsProject, service: ScriptService, words: Words,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._canvas, self._project = canvas, project
        self._former_tool: QgsMapTool | None = None
        examples = tuple(service.examples())
        self.jobs = JobRunner()
        self.dock = EvalscriptDock(project, examples)
        self.tool = PixelTool(canvas)
        self.map = CanvasSide(canvas, project)
        self.presenter = EvalscriptPresenter(self.dock, self.map, service, self.jobs, words, transform_bounds, show_bug)
        self.document = ScriptDocument(self.dock, project, service.example, words.explain)
        self._wiring = Wiring()
        self._connect()
        self._has_begun = False
        self._first_example = examples[0] if examples else ""

    def _connect(self) -> None:
        dock, presenter, connect = self.dock, self.presenter, self._wiring.connect
        connect(dock, "check_asked", presenter.check)
        connect(dock, "run_asked", presenter.run)
        connect(dock, "cancel_asked", presenter.cancel)
        connect(dock, "text_settled", presenter.text_settled)
        connect(dock, "trace_toggled", self._on_trace_toggled)
        connect(dock, "visibilityChanged", self._on_visible)
        connect(dock.chooser, "scenes_changed", presenter.scenes_changed)
        connect(dock.chooser, "zoom_asked", presenter.show_scenes_on_map)
        connect(self.tool, "pixel_picked", self._on_picked)
        connect(self.tool, "left", lambda: dock.trace_action.setChecked(False))
        connect(self._canvas, "mapToolSet", self._on_tool_set)
        connect(self._project, "cleared", lambda: dock.trace_action.setChecked(False))

    def begin(self) -> None:
        """Show the draft and look at the scenes; done when the dock is seen for the first time."""
        if not self._has_begun:
            self._has_begun = True
            self.document.restore(self._first_example)
            self.presenter.scenes_changed()

    def detach(self) -> None:
        """Stop all work and let go of everything; the layers of runs stay in the project."""
        self.presenter.close()
        self.jobs.stop_all()
        self._wiring.release()
        if not sip.isdeleted(self.dock):  # QGIS may have deleted its window already
            self.document.detach()
            self.dock.chooser.detach()
        self.map.clear_mark()
        if not sip.isdeleted(self._canvas) and not sip.isdeleted(self.tool):
            self._leave_tool()
            sip.delete(self.tool)

    def _on_visible(self, is_visible: bool) -> None:
        if is_visible:
            self.begin()

    def _on_trace_toggled(self, is_on: bool) -> None:
        if is_on:
            self._former_tool = self._canvas.mapTool()
            self._canvas.setMapTool(self.tool)
        else:
            self._leave_tool()
            self.presenter.trace_left()

    def _leave_tool(self) -> None:
        if self._canvas.mapTool() is not self.tool:
            return
        former, self._former_tool = self._former_tool, None
        if former is not None and not sip.isdeleted(former):
            self._canvas.setMapTool(former)
        else:
            self._canvas.unsetMapTool(self.tool)

    def _on_tool_set(self, tool: QgsMapTool | None, _: QgsMapTool | None = None) -> None:
        """The user takes another tool."""
        if tool is not self.tool and not sip.isdeleted(self.dock):
            self.dock.trace_action.setChecked(False)

    def _on_picked(self, x: float, y: float) -> None:
        self.presenter.trace((x, y), self.map.canvas_crs())
