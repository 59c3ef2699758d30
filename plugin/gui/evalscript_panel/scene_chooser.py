# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the samples come from: the demo, a stack layer, or a folder; and which days of it."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsProject, QgsRasterLayer
from qgis.gui import QgsDateEdit
from qgis.PyQt.QtCore import QDate, QSignalBlocker, Qt, pyqtSignal
from qgis.PyQt.QtGui import QFontMetrics
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ...bridge.i18n import tr
from ...bridge.layers import is_stack_layer, stack_path
from ..wiring import Wiring
from .pixel_size import size_text
from .ports import Choice

if TYPE_CHECKING:
    from ...core.script_results import SceneInfo

DEMO = "demo"
DEMO_DAYS = (date(2020, 6, 1), date(2020, 8, 31))
"""A summer of its two years: enough to see something, and quick."""

_ASK_FOLDER = "\0folder"


class SceneCombo(QComboBox):  # type: ignore[misc]
    """Looks again at the project whenever it opens: a layer becomes a stack layer after it was added."""

    about_to_open = pyqtSignal()

    def showPopup(self) -> None:  # noqa: N802
        """Open."""
        self.about_to_open.emit()
        super().showPopup()


class SceneChooser(QWidget):  # type: ignore[misc]
    """Two rows: scenes and a button that zooms to them; first and last day; and what the scenes are, below."""

    scenes_changed = pyqtSignal()
    zoom_asked = pyqtSignal()

    def __init__(self, project: QgsProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._folders: list[str] = []
        self._chosen = DEMO
        self.combo = SceneCombo()
        self.combo.setObjectName("scenes")
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(12)
        self.combo.setToolTip(tr("Scenes that the script reads: the demo, a stack of the project, or a folder"))
        self.combo.about_to_open.connect(self.refresh)
        self.combo.activated.connect(self._on_activated)
        self.zoom = QToolButton()
        self.zoom.setIcon(QgsApplication.getThemeIcon("/mActionZoomToLayer.svg"))
        self.zoom.setText(tr("Zoom to scenes"))
        self.zoom.setToolTip(tr("Zoom to scenes"))
        self.zoom.setAutoRaise(True)
        self.zoom.clicked.connect(self.zoom_asked)
        self.start, self.end = (
            self._day(tr("First day, UTC; empty: from the first scene")),
            self._day(tr("Last day, UTC; empty: to the last scene")),
        )
        self.info = QLabel()
        self.info.setTextFormat(Qt.TextFormat.PlainText)
        self.info.setWordWrap(True)
        self.info.setObjectName("sceneInfo")
        small = self.info.font()
        small.setPointSizeF(max(small.pointSizeF() - 1, 7))
        self.info.setFont(small)
        self.info.setMinimumHeight(QFontMetrics(small).height())
        self._lay_out()
        self._set_days(*DEMO_DAYS)
        self._wiring = Wiring()
        self._wiring.connect(project, "layersAdded", self.refresh)
        self._wiring.connect(project, "layersRemoved", self.refresh)
        self.refresh()

    def choice(self) -> Choice:
        """What is chosen."""
        return Choice(self._chosen, _to_date(self.start), _to_date(self.end))

    def choose(self, scenes: str) -> None:
        """Choose ``demo``, the file of a stack layer, or a folder, which is then offered too."""
        self.refresh()
        if self.combo.findData(scenes) < 0:
            self._folders.append(scenes)
            self.refresh()
        if scenes != self._chosen:
            self._take(scenes)
            self.combo.setCurrentIndex(self.combo.findData(scenes))

    def refresh(self, *_: object) -> None:
        """Offer what the project has now; where the chosen stack has left it, the demo is chosen."""
        with QSignalBlocker(self.combo):
            self.combo.clear()
            self.combo.addItem(QgsApplication.getThemeIcon("/mIconRaster.svg"), tr("Demo"), DEMO)
            for name, path in self._stacks():
                self.combo.addItem(QgsApplication.getThemeIcon("/mIconTemporalRaster.svg"), name, path)
            for folder in self._folders:
                self.combo.addItem(QgsApplication.getThemeIcon("/mIconFolder.svg"), Path(folder).name or folder, folder)
                self.combo.setItemData(self.combo.count() - 1, folder, Qt.ItemDataRole.ToolTipRole)
            self.combo.addItem(QgsApplication.getThemeIcon("/mActionFileOpen.svg"), tr("Folder …"), _ASK_FOLDER)
            index = self.combo.findData(self._chosen)
            self.combo.setCurrentIndex(max(index, 0))
        if index < 0:
            self._take(DEMO)

    def show_info(self, info: SceneInfo | None) -> None:
        """Tell what the chosen scenes are."""
        self.zoom.setEnabled(info is not None)
        if info is None:
            self.info.setText("…")
            self.info.setToolTip("")
            return
        facts = [info.collection] if info.collection else []
        facts.append(tr("{count} scenes").format(count=info.scene_count))
        if info.first is not None and info.last is not None:
            facts.append(f"{info.first:%Y-%m-%d} – {info.last:%Y-%m-%d}")
        facts.append(size_text(info.resolution, info.crs))
        self.info.setText("  ·  ".join(facts))
        bands = tr("Bands: {bands}").format(bands=", ".join(info.bands))
        self.info.setToolTip(f"<qt>{escape(info.crs)}<br>{escape(bands)}</qt>")

    def detach(self) -> None:
        """Let go of the project."""
        self._wiring.release()

    def _stacks(self) -> list[tuple[str, str]]:
        layers = self._project.mapLayers().values()
        stacks = {
            stack_path(layer): layer.name()
            for layer in layers if isinstance(layer, QgsRasterLayer) and is_stack_layer(layer)
        }  # fmt: skip
        return sorted((name, path) for path, name in stacks.items())

    def _on_activated(self, index: int) -> None:
        scenes = str(self.combo.itemData(index))
        if scenes == _ASK_FOLDER:
            folder = QFileDialog.getExistingDirectory(self, tr("Folder of scenes"))
            self.combo.setCurrentIndex(max(self.combo.findData(self._chosen), 0))
            if folder:
                self.choose(folder)
        elif scenes != self._chosen:
            self._take(scenes)

    def _take(self, scenes: str) -> None:
        """Other scenes; days that the user chose stay, those proposed for the demo do not."""
        choice = self.choice()
        days = (choice.start, choice.end)
        self._chosen = scenes
        if scenes == DEMO and days == (None, None):
            self._set_days(*DEMO_DAYS)
        elif scenes != DEMO and days == DEMO_DAYS:
            self._set_days(None, None)
        self.scenes_changed.emit()

    def _set_days(self, start: date | None, end: date | None) -> None:
        for edit, day in ((self.start, start), (self.end, end)):
            if day is None:
                edit.clear()
            else:
                edit.setDate(QDate(day.year, day.month, day.day))

    def _day(self, tip: str) -> QgsDateEdit:
        edit = QgsDateEdit()
        edit.setCalendarPopup(True)
        edit.setDisplayFormat("yyyy-MM-dd")
        edit.setAllowNull(True)
        edit.setNullRepresentation(tr("any"))
        edit.clear()
        edit.setToolTip(tip)
        edit.setAccessibleName(tip)
        edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        edit.setMinimumWidth(edit.fontMetrics().horizontalAdvance("2020-06-01") + 3 * edit.sizeHint().height())
        return edit

    def _lay_out(self) -> None:
        scenes, days = QLabel(tr("Sce&nes")), QLabel(tr("&Days"))
        scenes.setBuddy(self.combo)
        days.setBuddy(self.start)
        pair = QHBoxLayout()
        pair.setSpacing(6)
        pair.addWidget(self.start, 1)
        pair.addWidget(QLabel("–"))
        pair.addWidget(self.end, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(scenes, 0, 0)
        grid.addWidget(self.combo, 0, 1)
        grid.addWidget(self.zoom, 0, 2)
        grid.addWidget(days, 1, 0)
        grid.addLayout(pair, 1, 1, 1, 2)
        grid.addWidget(self.info, 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)


def _to_date(edit: QgsDateEdit) -> date | None:
    day: QDate = edit.date()
    return None if edit.isNull() or not day.isValid() else date(day.year(), day.month(), day.day())
