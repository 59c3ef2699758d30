# SPDX-License-Identifier: GPL-2.0-or-later
"""Opens the form for a live source, and has the presenter take what it says."""

from __future__ import annotations

from qgis.PyQt import sip

from ...bridge.messages import explain
from ...bridge.saved_connections import connection_names
from ...core.errors import TimestackError
from .dock import SeriesDock
from .live_choice import LiveChoice
from .live_form import LiveForm
from .presenter import SeriesPresenter

_DEMO = "demo"


class LiveDialog:
    """One form at a time."""

    def __init__(self, dock: SeriesDock, presenter: SeriesPresenter) -> None:
        self._dock, self._presenter = dock, presenter
        self.form: LiveForm | None = None

    def open(self) -> None:
        """Show the form, with the present choice."""
        self.close()
        live = self._presenter.live
        known = live.choice if live is not None else None
        self.form = LiveForm([*connection_names(), _DEMO], known, self.take, self._dock)
        self.form.open()

    def take(self, choice: LiveChoice) -> str:
        """Use a choice; a sentence where that cannot be."""
        try:
            self._presenter.choose_live(choice, live_title(choice))
        except TimestackError as error:
            return explain(error)
        return ""

    def close(self) -> None:
        """Take the form away."""
        form, self.form = self.form, None
        if form is not None and not sip.isdeleted(form):
            sip.delete(form)


def live_title(choice: LiveChoice) -> str:
    """For the list; an address may hold an instance id, which nobody should see."""
    return ", ".join(filter(None, (choice.connection if is_name(choice.connection) else "", choice.collection)))


def is_name(connection: str) -> bool:
    """Whether a connection is a mere name, which a project may keep."""
    return connection == _DEMO or connection in connection_names()
