# SPDX-License-Identifier: GPL-2.0-or-later
"""Decides what the connections dialog shows; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...bridge.i18n import tr
from ...core.connection_report import ConnectionReport
from ...core.errors import InvalidRequest, TimestackError
from ...core.saved_connection import SavedConnection
from ..background_jobs import Jobs, Stoppable
from .ports import BAD, GOOD, NEUTRAL, ConnectionStore, DialogView, Form, Words


class ConnectionsPresenter:
    """One connection is shown at a time; what was changed in it is never lost without a question."""

    def __init__(
        self, view: DialogView, store: ConnectionStore, jobs: Jobs, words: Words,
        unforeseen: Callable[[Exception], None],
    ) -> None:  # fmt: skip
        """:param unforeseen: gets an error that is a bug."""
        self._view, self._store, self._jobs, self._words, self._unforeseen = view, store, jobs, words, unforeseen
        self._name = ""
        self._shown: Form | None = None
        self._trial: Stoppable | None = None
        self._is_writing = False

    def begin(self, name: str = "") -> None:
        """Show a connection: the one of that name, else the first."""
        names = self._store.names()
        self._show(name if name in names else names[0] if names else "")

    def renew(self) -> None:
        """Somebody else has changed the connections, the browser for example."""
        if self._is_writing:
            return
        if self._name and self._name not in self._store.names():
            self.begin()
        else:
            self._list_names()

    @property
    def name(self) -> str:
        """The connection that is shown, empty for none and for a new one."""
        return self._name

    @property
    def is_changed(self) -> bool:
        """Whether the form differs from what was shown."""
        return self._shown is not None and self._view.form() != self._shown

    def select(self, name: str) -> None:
        """The user chose a connection in the list; an empty name is the new one."""
        if name == self._name and self._shown is not None:
            return
        if self._may_leave():
            self._show(name)
        else:
            self._list_names()

    def add(self) -> None:
        """Begin a new connection."""
        if self._may_leave():
            self._begin_new(SavedConnection(self._free_name(tr("Copernicus Data Space"))))

    def duplicate(self) -> None:
        """Begin a new connection that is like the shown one, but without its secrets."""
        if self._shown is None or not self._may_leave():
            return
        base = self._store.find(self._name) or self._view.form().connection
        self._begin_new(replace(base, name=self._free_name(base.name), authcfg=""))

    def remove(self) -> None:
        """Remove the shown connection, when the user agrees."""
        if self._shown is None:
            return
        if not self._name:  # a new one that was never saved
            self.begin()
            return
        if not self._view.ask_to_remove(self._name):
            return
        names = self._store.names()
        self._is_writing = True
        try:
            self._store.remove(self._name)
        except TimestackError as error:
            self._tell(error)
            return
        finally:
            self._is_writing = False
        place = names.index(self._name) if self._name in names else 0
        left = self._store.names()
        self._show(left[min(place, len(left) - 1)] if left else "")

    def save(self) -> bool:
        """Keep what the form says; tells whether that worked."""
        if self._shown is None:
            return False
        form = self._view.form()
        self._is_writing = True
        try:
            kept = self._store.save(form.connection, form.changes, self._name)
        except TimestackError as error:
            self._tell(error)
            return False
        finally:
            self._is_writing = False
        self._show(kept.name)
        self._view.show_message(tr("Saved."), NEUTRAL)
        return True

    def test(self) -> None:
        """Try out what the form says, saved or not."""
        if self._shown is None:
            return
        self.stop_test()
        form = self._view.form()
        self._view.show_layers(())
        try:
            connection, credentials = self._store.trial_credentials(form.connection, form.changes)
        except TimestackError as error:
            self._tell(error)
            return
        self._view.show_message(tr("Asking…"), NEUTRAL)
        self._view.show_busy(True)
        self._trial = self._jobs.start(
            tr("Test of the connection {name}").format(name=connection.name),
            lambda progress: self._store.try_out(connection, credentials, progress),
            self._tested,
            self._test_failed,
        )

    def stop_test(self) -> None:
        """Let go of a trial that is under way."""
        if self._trial is not None:
            trial, self._trial = self._trial, None
            trial.stop()
            self._view.show_busy(False)
            self._view.show_message("", NEUTRAL)

    def may_close(self) -> bool:
        """Whether the dialog may go, after a question where something was changed."""
        if not self._may_leave():
            return False
        self.stop_test()
        return True

    def _tested(self, report: ConnectionReport) -> None:
        self._trial = None
        self._view.show_busy(False)
        self._view.show_message(self._words.describe_report(report), GOOD if report.is_good else BAD)
        self._view.show_layers(report.layers)

    def _test_failed(self, error: Exception) -> None:
        self._trial = None
        self._view.show_busy(False)
        if isinstance(error, TimestackError):
            self._tell(error)
        else:
            self._view.show_message(tr("The test broke off."), BAD)
            self._unforeseen(error)

    def _may_leave(self) -> bool:
        if not self.is_changed:
            return True
        answer = self._view.ask_to_save(self._view.form().connection.name)
        return self.save() if answer == "save" else answer == "discard"

    def _show(self, name: str) -> None:
        self.stop_test()
        connection = self._store.find(name) if name else None
        self._name, self._shown = connection.name if connection is not None else "", None
        self._list_names()
        if connection is None:
            self._view.show_nothing()
        else:
            has_instance, has_client = self._store.has_secrets(connection)
            self._view.show_form(connection, has_instance, has_client, False)
            self._shown = self._view.form()
        self._view.show_message("", NEUTRAL)
        self._view.show_layers(())

    def _begin_new(self, connection: SavedConnection) -> None:
        self.stop_test()
        self._name = ""
        self._view.show_names(self._store.names(), "", True)
        self._view.show_form(connection, False, False, True)
        self._view.show_message("", NEUTRAL)
        self._view.show_layers(())
        self._shown = self._view.form()

    def _list_names(self) -> None:
        self._view.show_names(self._store.names(), self._name, self._shown is not None and not self._name)

    def _free_name(self, wanted: str) -> str:
        taken = {name.casefold() for name in self._store.names()}
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted} {number}"
        return name

    def _tell(self, error: TimestackError) -> None:
        sentence = self._words.explain(error)
        if isinstance(error, InvalidRequest):
            sentence = sentence.removeprefix(f"{error.parameter}: ")
            sentence = sentence[:1].upper() + sentence[1:]
            self._view.point_to(error.parameter)
        self._view.show_message(sentence, BAD)
