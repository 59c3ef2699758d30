# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock: tools, choices, plot, pins, a line of values. Shows and asks; decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from qgis.core import QgsApplication
from qgis.gui import QgsDockWidget, QgsMessageBar
from qgis.PyQt.QtCore import QEvent, QObject, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QResizeEvent
from qgis.PyQt.QtWidgets import QAction, QBoxLayout, QLabel, QSizePolicy, QSplitter, QToolBar, QVBoxLayout, QWidget

from ...bridge.i18n import tr
from ..evalscript_panel.severity import ICON_FOLDER
from ..series_plot.content import PlotContent
from ..series_plot.widget import SeriesPlot
from .check_menu import MenuButton
from .choice import SeriesChoice
from .choice_bar import ChoiceBar
from .pin_list import PinList
from .pins import Pin
from .ports import Source

_WIDE_LETTERS = 130
"""From this width on, tools and choices share a row, and the pins stand beside the plot."""


class DockContent(QWidget):  # type: ignore[misc]
    """Tells when it becomes wide or narrow."""

    widened = pyqtSignal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._is_wide: bool | None = None

    def sizeHint(self) -> QSize:  # noqa: N802
        """What a new dock gets: a plot that shows something, and a map that does too."""
        letters = self.fontMetrics().averageCharWidth()
        return QSize(90 * letters, 46 * letters)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Wide at the bottom of the window, narrow at its sides."""
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE_LETTERS * self.fontMetrics().averageCharWidth()
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self.widened.emit(is_wide)


class SeriesDock(QgsDockWidget):  # type: ignore[misc]
    """Implements :class:`.ports.SeriesView`."""

    tool_toggled = pyqtSignal(bool)
    area_toggled = pyqtSignal(bool)
    features_asked = pyqtSignal()
    choice_asked = pyqtSignal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Time series"), parent)
        self.setObjectName("TimestackSeries")
        self.plot = SeriesPlot()
        self.plot.setObjectName("plot")
        self.plot.installEventFilter(self)
        self.choices = ChoiceBar()
        self.pins = PinList()
        self.messages = QgsMessageBar()
        self.readout = QLabel()
        self.readout.setObjectName("readout")
        self.readout.setTextFormat(Qt.TextFormat.PlainText)
        self.readout.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._make_actions()
        self.choices.choice_asked.connect(self.choice_asked)
        self._lay_out(self._make_toolbar())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Del and Esc on the plot, which has the keyboard after a click on a date, do what they do on the map."""
        key = event.key() if event.type() == QEvent.Type.KeyPress else None
        if key == Qt.Key.Key_Delete:
            self.pins.remove_current()
        elif key == Qt.Key.Key_Escape:
            (self.area_action if self.area_action.isChecked() else self.tool_action).setChecked(False)
        else:
            return bool(super().eventFilter(watched, event))
        return True

    # ---- what the presenter tells

    def show_content(self, content: PlotContent) -> None:
        """Draw series."""
        self.plot.show_content(content)

    def show_mark(self, time: datetime | None, second: datetime | None) -> None:
        """Mark the date on the canvas, and the one it is compared with."""
        self.plot.mark(time, second)

    def show_readout(self, text: str) -> None:
        """Date and values in a line; all of it in the tool tip, where the dock is narrow."""
        self.readout.setText(text)
        self.readout.setToolTip(text.replace(" · ", "\n"))

    def show_pins(self, pins: Sequence[Pin]) -> None:
        """List the pins."""
        self.pins.show_pins(pins)
        self.pins.setVisible(bool(pins))

    def show_sources(self, sources: Sequence[Source], chosen: Sequence[str], shown: Sequence[str]) -> None:
        """Offer the layers."""
        self.choices.show_sources(sources, chosen, shown)

    def show_choice(
        self, choice: SeriesChoice, bands: Sequence[str], indices: Sequence[str], checked: Sequence[str], mask: str
    ) -> None:
        """Offer bands and indices, and show the rest of the choice."""
        self.choices.show_choice(choice, bands, indices, checked, mask)
        self.seasons_action.setChecked(choice.is_seasons)

    def show_problems(self, expression: str, clear: str) -> None:
        """Sentences beneath the formulas."""
        self.choices.show_problems(expression, clear)

    def tell(self, text: str, is_problem: bool = False) -> None:
        """A message that goes by itself."""
        self.messages.clearWidgets()
        if is_problem:
            self.messages.pushWarning("", text)
        else:
            self.messages.pushInfo("", text)

    def offer_exports(self, entries: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Fill the export menu; an empty text separates."""
        menu = self.export_button.menu()
        menu.clear()
        for text, command in entries:
            if text:
                menu.addAction(text).triggered.connect(lambda _=False, command=command: command())
            else:
                menu.addSeparator()

    # ---- widgets

    def _make_actions(self) -> None:
        self.tool_action = self._action(
            QIcon(str(ICON_FOLDER / "series_tool.svg")), tr("Pick on the map"),
            tr("Move over the map to see series; click to pin, drag a pin, Del removes, Esc leaves"),
        )  # fmt: skip
        self.area_action = self._action(
            QgsApplication.getThemeIcon("mActionCapturePolygon.svg"), tr("Draw a polygon"),
            tr("Left click adds a corner, right click closes the polygon"),
        )  # fmt: skip
        self.feature_action = self._action(
            QgsApplication.getThemeIcon("mActionSelectRectangle.svg"), tr("Pin the selected features"),
            tr("Pin the selected points and polygons of the active layer"), False,
        )  # fmt: skip
        self.seasons_action = self._action(
            QIcon(str(ICON_FOLDER / "series_seasons.svg")), tr("Seasons"), tr("One line for each year, over each other")
        )
        self.tool_action.toggled.connect(self.tool_toggled)
        self.area_action.toggled.connect(self.area_toggled)
        self.feature_action.triggered.connect(lambda _=False: self.features_asked.emit())
        self.seasons_action.triggered.connect(lambda is_on: self.choice_asked.emit({"is_seasons": is_on}))

    def _action(self, icon: QIcon, text: str, tip: str, is_checkable: bool = True) -> QAction:
        action = QAction(icon, text, self)
        action.setToolTip(tip)
        action.setCheckable(is_checkable)
        return action

    def _make_toolbar(self) -> QToolBar:
        bar = QToolBar()
        bar.setIconSize(QSize(16, 16) * max(1, round(self.logicalDpiX() / 96)))
        bar.addActions([self.tool_action, self.area_action, self.feature_action])
        bar.addSeparator()
        bar.addAction(self.seasons_action)
        bar.widgetForAction(self.tool_action).setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.widgetForAction(self.seasons_action).setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for action in (self.tool_action, self.area_action, self.feature_action, self.seasons_action):
            bar.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.export_button = MenuButton(tr("Export"), tr("Save or copy the series, the plot and the pins"), "export")
        self.export_button.setIcon(QgsApplication.getThemeIcon("mActionFileSaveAs.svg"))
        bar.addWidget(self.export_button)
        return bar

    def _lay_out(self, toolbar: QToolBar) -> None:
        self.plot.setMinimumSize(160, 110)
        self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.addWidget(self.plot)
        self._splitter.addWidget(self.pins)
        self._splitter.setStretchFactor(0, 5)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        content = DockContent()
        content.widened.connect(self._on_widened)
        self._head = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._head.addWidget(toolbar)
        self._head.addWidget(self.choices, 1)
        column = QVBoxLayout(content)
        column.setContentsMargins(6, 2, 6, 4)
        column.setSpacing(3)
        column.addLayout(self._head)
        column.addWidget(self.messages)
        column.addWidget(self._splitter, 1)
        column.addWidget(self.readout)
        self.setWidget(content)

    def _on_widened(self, is_wide: bool) -> None:
        directions, orientations = QBoxLayout.Direction, Qt.Orientation
        self._head.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)
        self.choices.set_wide(is_wide)
        self._splitter.setOrientation(orientations.Horizontal if is_wide else orientations.Vertical)
