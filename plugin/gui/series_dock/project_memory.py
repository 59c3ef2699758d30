# SPDX-License-Identifier: GPL-2.0-or-later
"""Pins and settings stay with the project."""

from __future__ import annotations

import json
import logging

from qgis.core import QgsProject

from ...core.errors import TimestackError
from ..wiring import Wiring
from .choice import SeriesChoice, read_choice
from .live_choice import LiveChoice, read_live_choice
from .live_dialog import is_name, live_title
from .pins import read_pins, write_pins
from .presenter import SeriesPresenter

_LOG = logging.getLogger(__name__)
_SCOPE = "timestack"
_CHOICE, _PINS, _LAYERS = "/series/choice", "/series/pins", "/series/layers"
_LIVE = "/series/live"


class ProjectMemory:
    """Writes when the project is saved, restores when one is opened, and begins afresh when it is cleared."""

    def __init__(self, project: QgsProject, presenter: SeriesPresenter) -> None:
        self._project, self._presenter = project, presenter
        self._kept = write_pins(())
        presenter.pins_changed = self._touch
        self._wiring = Wiring()
        self._wiring.connect(project, "writeProject", self.keep)
        self._wiring.connect(project, "readProject", self.restore)
        self._wiring.connect(project, "cleared", self._forget)

    def keep(self, *_: object) -> None:
        """The project is being saved."""
        pins, layers = self._presenter.places.pins, self._presenter.stacks.chosen
        self._write(_CHOICE, self._presenter.choice.to_json() if self._presenter.choice != SeriesChoice() else "")
        self._write(_PINS, write_pins(pins) if pins else "")
        self._write(_LAYERS, json.dumps(layers) if layers else "")
        self._write(_LIVE, self._live_text())
        self._kept = write_pins(pins)

    def restore(self, *_: object) -> None:
        """Take what the project has."""
        self._presenter.restore_choice(read_choice(self._read(_CHOICE)))
        self._restore_live(read_live_choice(self._read(_LIVE)))
        self._presenter.choose_sources(_read_ids(self._read(_LAYERS)))
        pins = read_pins(self._read(_PINS))
        self._kept = write_pins(pins)
        self._presenter.restore_pins(pins)

    def detach(self) -> None:
        """Let go of the project."""
        self._presenter.pins_changed = lambda: None
        self._wiring.release()

    def _touch(self) -> None:
        """Pins are the user's work: QGIS asks whether to save them."""
        if write_pins(self._presenter.places.pins) != self._kept:
            self._project.setDirty(True)

    def _forget(self) -> None:
        self._kept = write_pins(())
        self._presenter.choose_live(None)
        self._presenter.choose_sources(())
        self._presenter.restore_pins(())

    def _live_text(self) -> str:
        """Of a connection that has a name; an address may hold an instance id."""
        choice = self._presenter.live.choice if self._presenter.live is not None else None
        return choice.to_json() if choice is not None and is_name(choice.connection) else ""

    def _restore_live(self, choice: LiveChoice | None) -> None:
        """A connection that this computer has."""
        if choice is not None and not is_name(choice.connection):
            choice = None
        try:
            self._presenter.choose_live(choice, "" if choice is None else live_title(choice))
        except TimestackError as error:
            _LOG.info("the project's live source cannot be used: %s", error)
            self._presenter.choose_live(None)

    def _read(self, key: str) -> str:
        return str(self._project.readEntry(_SCOPE, key, "")[0])

    def _write(self, key: str, text: str) -> None:
        if text:
            self._project.writeEntry(_SCOPE, key, text)
        else:
            self._project.removeEntry(_SCOPE, key)


def _read_ids(text: str) -> tuple[str, ...]:
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return ()
    return tuple(entry for entry in found if isinstance(entry, str))[:100] if isinstance(found, list) else ()
