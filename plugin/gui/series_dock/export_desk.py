# SPDX-License-Identifier: GPL-2.0-or-later
"""The export menu: tables, pins, the plot, and the same as a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtWidgets import QApplication, QFileDialog

from ...bridge.i18n import tr
from ...bridge.messages import explain
from ...bridge.pin_layer import build_pin_layer, write_pin_package
from ...bridge.text_file import write_text
from ...core.errors import TimestackError
from .dock import SeriesDock
from .presenter import SeriesPresenter
from .series_commands import process_text, python_text
from .series_store import PlaceSeries
from .series_table import long_table, pin_rows, to_csv, to_tabs, wide_table
from .stacks import Stack

_FOLDER = "timestack/series/folder"


class ExportDesk:
    """Does what the menu says, with what the plot shows."""

    def __init__(self, dock: SeriesDock, presenter: SeriesPresenter, project: QgsProject) -> None:
        self._dock, self._presenter, self._project = dock, presenter, project
        dock.offer_exports(
            (
                (tr("Table as CSV, one line for each value …"), lambda: self._save_table(long_table)),
                (tr("Table as CSV, one line for each date …"), lambda: self._save_table(wide_table)),
                (tr("Copy the table"), self.copy_table),
                ("", lambda: None),
                (tr("Plot as PNG or SVG …"), self.save_plot),
                (tr("Copy the plot"), self.copy_plot),
                ("", lambda: None),
                (tr("Pins as a layer"), self.add_pin_layer),
                (tr("Pins as GeoPackage …"), self.save_pins),
                ("", lambda: None),
                (tr("Copy as Python"), self.copy_python),
                (tr("Save the pins and copy as qgis_process …"), self.copy_process),
            )
        )

    def copy_table(self) -> None:
        """One line for each date, for a spreadsheet."""
        self._copy(to_tabs(wide_table(self._series())), tr("The table was copied."))

    def copy_plot(self) -> None:
        """The plot as a picture."""
        QApplication.clipboard().setPixmap(self._dock.plot.to_pixmap())
        self._dock.tell(tr("The plot was copied."))

    def copy_python(self) -> None:
        """What is shown, for the console."""
        stacks = self._files()
        if not self._has_files():
            return
        self._copy(python_text(self._presenter.places.pins, stacks), tr("The commands were copied."))

    def add_pin_layer(self) -> None:
        """The pins with their series as layers of the project, in memory."""
        series = self._pinned()
        if self._has_any(series):
            for layer in build_pin_layer(pin_rows(series), tr("Pins")):
                self._project.addMapLayer(layer)

    def save_pins(self) -> None:
        """The same as a GeoPackage."""
        series = self._pinned()
        name = (
            self._ask_name(tr("Save the pins"), "pins.gpkg", "GeoPackage (*.gpkg)") if self._has_any(series) else None
        )
        if name is not None:
            self._try(lambda: write_pin_package(pin_rows(series), name), name)

    def copy_process(self) -> None:
        """A command that writes the series of the pins, which it reads from a GeoPackage."""
        if not self._has_files():
            return
        series = self._pinned()
        name = (
            self._ask_name(tr("Save the pins"), "pins.gpkg", "GeoPackage (*.gpkg)") if self._has_any(series) else None
        )
        if name is not None and self._try(lambda: write_pin_package(pin_rows(series), name), name):
            self._copy(process_text(self._files(), name), tr("The command was copied."))

    def save_plot(self) -> None:
        """A picture of the plot."""
        name = self._ask_name(tr("Save the plot"), "series.png", "PNG (*.png);;SVG (*.svg)")
        if name is not None:
            self._try(lambda: self._dock.plot.export(str(name)), name)

    def _save_table(self, make: Callable[[Sequence[PlaceSeries]], list[list[str]]]) -> None:
        series = self._series()
        name = self._ask_name(tr("Save the table"), "series.csv", "CSV (*.csv)") if self._has_any(series) else None
        if name is not None:
            self._try(lambda: write_text(name, to_csv(make(series))), name)

    def _series(self) -> tuple[PlaceSeries, ...]:
        presenter = self._presenter
        return presenter.store.series(presenter.places, presenter.stacks.shown, presenter.choice)

    def _files(self) -> tuple[Stack, ...]:
        return tuple(stack for stack in self._presenter.stacks.shown if not stack.source.is_live)

    def _has_files(self) -> bool:
        """Whether there is anything to name in a command; not where all that is shown is live."""
        is_live = bool(self._presenter.stacks.shown) and not self._files()
        if is_live:
            self._dock.tell(tr("A command needs a stack; live series are in none."), is_problem=True)
        return not is_live

    def _pinned(self) -> tuple[PlaceSeries, ...]:
        return tuple(one for one in self._series() if one.place.number)

    def _has_any(self, series: Sequence[PlaceSeries]) -> bool:
        if not series:
            self._dock.tell(tr("There is no series yet; pin a place first."), is_problem=True)
        return bool(series)

    def _copy(self, text: str, done: str) -> None:
        QApplication.clipboard().setText(text)
        self._dock.tell(done)

    def _ask_name(self, title: str, name: str, kinds: str) -> Path | None:
        folder = str(QgsSettings().value(_FOLDER, "") or "")
        chosen, kind = QFileDialog.getSaveFileName(self._dock, title, str(Path(folder) / name), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        QgsSettings().setValue(_FOLDER, str(path.parent))
        suffix = kind[kind.find("*.") + 1 : kind.find(")")] if "*." in kind else Path(name).suffix
        return path if path.suffix else path.with_suffix(suffix)

    def _try(self, write: Callable[[], object], path: Path) -> bool:
        try:
            write()
        except TimestackError as error:
            self._dock.tell(explain(error), is_problem=True)
        except OSError as error:
            self._dock.tell(f"{path.name}: {error.strerror or error}", is_problem=True)
        else:
            self._dock.tell(tr("{file} was written.").format(file=path.name))
            return True
        return False
