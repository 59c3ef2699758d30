# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts the dock together: widgets, presenter, map tool, marks, layers, threads."""

from __future__ import annotations

import logging
from datetime import datetime

from qgis.core import QgsGeometry, QgsProject
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QPoint, Qt
from qgis.PyQt.QtWidgets import QMenu

from ...bridge.crs_names import crs_name
from ...bridge.i18n import tr
from ...bridge.jobs import JobRunner, show_bug
from ...bridge.layer_steps import read_steps
from ...bridge.layers import refresh_stack_layers
from ...bridge.messages import explain
from ...bridge.profile_desk import ProfileDesk
from ...bridge.profile_reader import read_state
from ...bridge.stack_reader import StackFile
from ...core.errors import TimestackError
from ..series_plot.palette import OKABE_ITO
from ..temporal_link import TemporalLink
from ..wiring import Wiring
from .comparison import Comparison
from .dock import SeriesDock
from .export_desk import ExportDesk
from .feature_pins import selected_places
from .latest_worker import LatestWorker
from .layer_sources import LayerSources
from .live_dialog import LiveDialog
from .live_side import LiveSide, LiveTools
from .map_side import CanvasMap
from .pin_marks import PinMarks
from .places import Places
from .ports import Described
from .presenter import SeriesPresenter
from .project_memory import ProjectMemory
from .series_tool import SeriesTool
from .stacks import Stacks

_LOG = logging.getLogger(__name__)
_HOVER_COLOUR = "#7f7f7f"
_PIN_COLOURS = OKABE_ITO[:6]
"""The last two are each hard to see on one kind of map."""


class SeriesPanel(QObject):  # type: ignore[misc]
    """One dock over one canvas and one project."""

    def __init__(
        self, canvas: QgsMapCanvas, project: QgsProject, link: TemporalLink, parent: QObject | None = None,
        live: LiveTools | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._canvas, self._project, self._link = canvas, project, link
        self._former_tool: QgsMapTool | None = None
        self._is_detached = False
        self.dock = SeriesDock()
        self.desk, self.worker, self.jobs = ProfileDesk(), LatestWorker(), JobRunner()
        self.marks = PinMarks(canvas, project)
        self.comparison = Comparison(project)
        self.sources = LayerSources(canvas, project)
        self.tool = SeriesTool(canvas, self.marks.pin_at)
        places = Places(_PIN_COLOURS, _HOVER_COLOUR)
        self.live_desk = live.open_desk() if live is not None else None
        self.live = LiveSide(self.live_desk, live.make) if live is not None and self.live_desk is not None else None
        stacks = Stacks(self.jobs, self._describe, explain, lambda: self.presenter.stacks_changed(), show_bug)
        self.map = CanvasMap(canvas, project, link, self.marks, self.comparison)
        self.presenter = SeriesPresenter(
            self.dock, self.map, self.desk, self.worker, stacks, places, explain, self.live
        )
        self.live_dialog = LiveDialog(self.dock, self.presenter)
        self.memory = ProjectMemory(project, self.presenter)
        self.exports = ExportDesk(self.dock, self.presenter, project)
        self._wiring = Wiring()
        self._connect_work()
        self._connect_dock()
        self._connect_map()
        self._connect_live()
        self.memory.restore()
        self._on_layers()
        self.presenter.show_all()

    def _connect_work(self) -> None:
        connect, presenter = self._wiring.connect, self.presenter
        connect(self.desk, "answered", presenter.answered)
        connect(self.desk, "failed", presenter.failed)
        connect(self.desk, "outdated", self._on_outdated)
        connect(self.worker, "computed", presenter.computed)
        connect(self.sources, "changed", self._on_layers)
        connect(self.sources, "activated", presenter.activate)
        connect(self.sources, "redescribed", self._on_redescribed)
        connect(self.sources, "reopened", presenter.stacks.look_again)
        connect(self._link, "step_shown", presenter.step_shown)
        connect(self.comparison, "ended", presenter.comparison_ended)

    def _connect_dock(self) -> None:
        connect, presenter, dock = self._wiring.connect, self.presenter, self.dock
        connect(dock, "tool_toggled", self._on_tool_toggled)
        connect(dock, "area_toggled", self._on_area_toggled)
        connect(dock, "features_asked", self.pin_selected)
        connect(dock, "choice_asked", lambda changes: presenter.choose(**changes))
        connect(dock.choices, "sources_ticked", presenter.choose_sources)
        connect(dock.plot, "time_clicked", presenter.date_chosen)
        connect(dock.plot, "time_hovered", presenter.point_at)
        connect(dock.plot, "step_wished", presenter.walk)
        connect(dock.plot, "end_wished", lambda direction: presenter.walk(2 * direction))
        connect(dock.plot, "menu_wished", self._offer_menu)
        connect(dock.pins, "renamed", presenter.rename_pin)
        connect(dock.pins, "coloured", presenter.colour_pin)
        connect(dock.pins, "removed", presenter.remove_pin)
        connect(dock.pins, "zoom_asked", presenter.zoom_to_pin)
        connect(dock.pins, "chosen", self.marks.choose)
        connect(dock, "visibilityChanged", self._on_visible)

    def _connect_live(self) -> None:
        if self.live is None or self.live_desk is None:
            return
        connect, live = self._wiring.connect, self.live
        self.dock.choices.live.show()
        connect(self.dock.choices, "live_asked", self.live_dialog.open)
        connect(self.live_desk, "priced", live.on_priced)
        connect(self.live_desk, "progressed", live.on_progressed)
        connect(self.live_desk, "paid", live.on_paid)
        connect(self.live_desk, "answered", live.on_answered)
        connect(self.live_desk, "failed", live.on_failed)

    def _describe(self, path: str) -> Described:
        found = self.live.describe(path) if self.live is not None else None
        return found or describe(path)

    def _connect_map(self) -> None:
        connect, presenter, tool = self._wiring.connect, self.presenter, self.tool
        connect(tool, "hovered", lambda x, y: presenter.hover(x, y, self.crs()))
        connect(tool, "hover_left", presenter.leave_hover)
        connect(tool, "picked", lambda x, y: presenter.pin(x, y, self.crs()))
        connect(tool, "pin_pressed", self.dock.pins.choose)
        connect(tool, "pin_dragged", lambda number, x, y: presenter.move_pin(number, x, y, self.crs(), False))
        connect(tool, "pin_dropped", lambda number, x, y: presenter.move_pin(number, x, y, self.crs()))
        connect(tool, "area_drawn", self._on_area)
        connect(tool, "area_given_up", lambda: self.dock.area_action.setChecked(False))
        connect(tool, "removal_asked", self.dock.pins.remove_current)
        connect(tool, "left", lambda: self.dock.tool_action.setChecked(False))
        connect(self._canvas, "mapToolSet", self._on_tool_set)
        connect(self._canvas, "destinationCrsChanged", self.marks.redraw)

    def crs(self) -> str:
        """CRS of the canvas."""
        return crs_name(self._canvas.mapSettings().destinationCrs())

    def pin_selected(self) -> None:
        """Pin the selected features of the active layer."""
        places, problem = selected_places(self._canvas.currentLayer())
        for place in places:
            if place.wkt:
                self.presenter.pin_area(place.wkt, place.x, place.y, place.crs, place.name)
            else:
                self.presenter.pin(place.x, place.y, place.crs, place.name)
        if problem:
            self.dock.tell(problem, is_problem=True)

    def detach(self) -> None:
        """Stop all work and let go of everything; the layers stay in the project."""
        if self._is_detached:
            return
        self._is_detached = True
        self.presenter.close()
        self._wiring.release()
        self.memory.detach()
        self.sources.detach()
        self.comparison.detach()
        self.live_dialog.close()
        if self.live_desk is not None:
            self.live_desk.close()
        self.desk.close()
        self.worker.close()
        self.jobs.stop_all()
        if not sip.isdeleted(self.dock):
            self.dock.choices.stop()
        self.marks.clear()
        if not sip.isdeleted(self._canvas) and not sip.isdeleted(self.tool):
            self.tool.remove()
            self._leave_tool()
            sip.delete(self.tool)

    def _on_layers(self) -> None:
        self.presenter.offer_sources(self.sources.sources())
        active = self.sources.active_id()
        if active:
            self.presenter.activate(active)

    def _on_redescribed(self, layer_id: str) -> None:
        """A layer got steps: those that are known, or those of a stack that was extended."""
        steps = read_steps(self._project.mapLayer(layer_id))
        if steps is not None:
            self.presenter.stacks.refresh(layer_id, steps.times)

    def _on_outdated(self, path: str) -> None:
        """A file was replaced behind the layers, which would show its dates by what it was before."""
        try:
            refresh_stack_layers(self._project, path)
        except TimestackError as error:
            _LOG.info("%s cannot be looked into again: %s", path, error)
        self.presenter.stacks.look_again(path)

    def _on_visible(self, is_visible: bool) -> None:
        """A dock that is closed (not one behind another tab) has no tool on the map."""
        if not is_visible and not self.dock.isVisible() and self.dock.isHidden():
            self.dock.tool_action.setChecked(False)
            self.marks.clear()
        elif is_visible:
            self.marks.draw(self.presenter.places.pins)

    def _on_tool_toggled(self, is_on: bool) -> None:
        if is_on and self._canvas.mapTool() is not self.tool:
            self._former_tool = self._canvas.mapTool()
            self._canvas.setMapTool(self.tool)
        elif not is_on:
            self.dock.area_action.setChecked(False)
            self._leave_tool()

    def _on_area_toggled(self, is_on: bool) -> None:
        if is_on:
            self.dock.tool_action.setChecked(True)
            self.presenter.leave_hover()
        self.tool.set_drawing(is_on)

    def _on_area(self, geometry: QgsGeometry) -> None:
        self.dock.area_action.setChecked(False)
        inside = geometry.pointOnSurface().asPoint()
        self.presenter.pin_area(geometry.asWkt(9), inside.x(), inside.y(), self.crs())

    def _offer_menu(self, position: QPoint, time: datetime | None) -> None:
        """What can be done with a date of the plot, and with the plot."""
        menu = QMenu(self.dock)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if time is not None:
            show = menu.addAction(tr("Show this date on the map"))
            show.triggered.connect(lambda _=False: self.presenter.date_chosen(time))
            compare = menu.addAction(tr("Compare with this date"))
            compare.triggered.connect(lambda _=False: self.presenter.date_chosen(time, True))
            menu.addSeparator()
        menu.addActions(self.dock.export_button.menu().actions())
        menu.popup(position)

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
            self.dock.tool_action.setChecked(False)


def describe(path: str) -> Described:
    """Look into a file. :raises FileProblem: when its bands carry no dates."""
    state = read_state(path)  # before the file, so that a change in between is not missed
    with StackFile(path) as stack:
        return Described(stack.info, tuple(tuple(row) for row in stack.layout.numbers), state)
