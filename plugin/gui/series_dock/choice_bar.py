# SPDX-License-Identifier: GPL-2.0-or-later
"""Stacks, bands, clear sky and smoothing: four menus and two formulas."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ...bridge.i18n import tr
from ...core.indices import INDICES
from .check_menu import CheckMenu, MenuButton, RadioMenu
from .choice import (
    AUTOMATIC,
    FORMULA,
    HARMONIC,
    MEAN,
    MEDIAN,
    NO_CURVE,
    NO_MASK,
    SAVITZKY_GOLAY,
    WHITTAKER,
    SeriesChoice,
)
from .ports import Source

_PAUSE_MS = 500
_MOST_CHARACTERS = 140
"""Longer sentences would push the plot away; all of it is in the tool tip."""


class FormulaLine(QWidget):  # type: ignore[misc]
    """A line for a formula, with what is wrong with it beneath."""

    settled = pyqtSignal(str)
    """The user pauses, or pressed Enter."""

    def __init__(self, title: str, hint: str, name: str) -> None:
        super().__init__()
        self.line, self.problem = QLineEdit(), QLabel()
        self.line.setObjectName(name)
        self.line.setPlaceholderText(hint)
        self.line.setClearButtonEnabled(True)
        label = QLabel(title)
        label.setBuddy(self.line)
        self.problem.setObjectName(f"{name}Problem")
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.line.textEdited.connect(lambda _: self._pause.start())
        self.line.returnPressed.connect(self._tell)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.line, 0, 1)
        grid.addWidget(self.problem, 1, 0, 1, 2)

    def show_text(self, text: str) -> None:
        """Another text, unless the user is typing."""
        if not self._pause.isActive() and self.line.text().strip() != text.strip():
            self.line.setText(text)

    def show_problem(self, text: str) -> None:
        """Empty for none."""
        self.problem.setText(text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + " …")
        self.problem.setToolTip(text)
        self.problem.setVisible(bool(text))

    def stop(self) -> None:
        """Tell nothing any more."""
        self._pause.stop()

    def _tell(self) -> None:
        self._pause.stop()
        self.settled.emit(self.line.text())


class ChoiceBar(QWidget):  # type: ignore[misc]
    """Shows a :class:`.choice.SeriesChoice` and asks for changes of it."""

    choice_asked = pyqtSignal(dict)
    """Fields of the choice that the user changed."""

    sources_ticked = pyqtSignal(list)
    live_asked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.stacks = MenuButton(tr("Stacks"), tr("The layers whose series are shown; none: the active one"), "stacks")
        self.bands = MenuButton(tr("Bands"), tr("Bands and indices that are shown"), "bands")
        self.clear = MenuButton(tr("Clear sky"), tr("How clouds are told; cloudy values are drawn hollow"), "clear")
        self.curve = MenuButton(tr("Smoothing"), tr("A computed line through the clear values"), "smoothing")
        self.source_menu, self.band_menu = CheckMenu(self.stacks.menu()), CheckMenu(self.bands.menu())
        self.clear_menu = RadioMenu(self.clear.menu(), _clear_words())
        self.curve_menu = RadioMenu(self.curve.menu(), _curve_words())
        self.curve.menu().addSection(tr("Of polygons"))
        self.statistic_menu = RadioMenu(self.curve.menu(), ((MEAN, tr("Mean")), (MEDIAN, tr("Median"))))
        self.expression = FormulaLine(tr("Formula"), "(B08 - B04) / (B08 + B04)", "expression")
        self.clear_formula = FormulaLine(tr("Clear where"), "SCL == 4 or SCL == 5", "clearFormula")
        self.live = QToolButton()
        self.live.setObjectName("live")
        self.live.setText(tr("Live …"))
        self.live.setToolTip(tr("Live from a connection: click the map, nothing is downloaded before"))
        self.live.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.live.hide()
        self._connect()
        row = QHBoxLayout()
        row.setSpacing(2)
        for button in (self.stacks, self.live, self.bands, self.clear, self.curve):
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        row.addStretch(0)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._box.addLayout(row)
        self._box.addWidget(self.expression, 1)
        self._box.addWidget(self.clear_formula, 1)

    def set_wide(self, is_wide: bool) -> None:
        """All in one row, or each formula in a row of its own."""
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def show_sources(self, sources: Sequence[Source], chosen: Sequence[str], shown: Sequence[str]) -> None:
        """Offer layers."""
        entries = [(source.layer_id, source.name, "" if source.is_live else source.path) for source in sources]
        self.source_menu.offer([(tr("Without a tick: the active layer"), entries)], chosen)
        names = [source.name for source in sources if source.layer_id in shown]
        self.stacks.setToolTip("\n".join(names) or tr("The layers whose series are shown; none: the active one"))

    def show_choice(
        self, choice: SeriesChoice, bands: Sequence[str], indices: Sequence[str], checked: Sequence[str], mask: str
    ) -> None:
        """Offer bands and indices, and show the rest of the choice."""
        band_entries = [(name, name, "") for name in bands]
        index_entries = [(name, name, f"{INDICES[name].title}: {INDICES[name].formula}") for name in indices]
        self.band_menu.offer([(tr("Indices"), index_entries), (tr("Bands"), band_entries)], checked)
        self.clear_menu.actions[AUTOMATIC].setText(
            tr("By the mask band {band}").format(band=mask) if mask else tr("By a mask band (there is none)")
        )
        self.clear_menu.show_chosen(choice.clear)
        self.curve_menu.show_chosen(choice.smoothing)
        self.statistic_menu.show_chosen(choice.statistic)
        self.expression.show_text(choice.expression)
        self.clear_formula.show_text(choice.clear_formula)
        self.clear_formula.setVisible(choice.clear == FORMULA)

    def show_problems(self, expression: str, clear: str) -> None:
        """Sentences beneath the formulas."""
        self.expression.show_problem(expression)
        self.clear_formula.show_problem(clear)

    def stop(self) -> None:
        """Tell nothing any more."""
        self.expression.stop()
        self.clear_formula.stop()

    def _connect(self) -> None:
        ask = self.choice_asked.emit
        self.source_menu.ticked.connect(self.sources_ticked)
        self.live.clicked.connect(lambda _=False: self.live_asked.emit())
        self.band_menu.ticked.connect(lambda names: ask({"names": tuple(names)}))
        self.clear_menu.chosen.connect(lambda name: ask({"clear": name}))
        self.curve_menu.chosen.connect(lambda name: ask({"smoothing": name}))
        self.statistic_menu.chosen.connect(lambda name: ask({"statistic": name}))
        self.expression.settled.connect(lambda text: ask({"expression": text.strip()}))
        self.clear_formula.settled.connect(lambda text: ask({"clear_formula": text.strip()}))


def _clear_words() -> tuple[tuple[str, str], ...]:
    return ((NO_MASK, tr("All values count")), (AUTOMATIC, ""), (FORMULA, tr("By a formula")))


def _curve_words() -> tuple[tuple[str, str], ...]:
    return (
        (NO_CURVE, tr("No smoothing")), (WHITTAKER, "Whittaker"), (SAVITZKY_GOLAY, tr("Savitzky–Golay")),
        (HARMONIC, tr("Harmonic")),
    )  # fmt: skip
