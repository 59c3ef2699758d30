# SPDX-License-Identifier: GPL-2.0-or-later
"""Decides what a dialog tells of the price of what it says; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..bridge.i18n import tr
from ..core.errors import TimestackError
from ..core.estimate import Estimate
from ..core.progress import Progress
from .background_jobs import Jobs, Stoppable

Work = Callable[[Progress], Estimate]


class MissingValue(Exception):
    """A parameter has no value that it could have."""

    def __init__(self, name: str) -> None:
        """:param name: of the parameter, as the dialog shows it."""
        super().__init__(name)
        self.name = name


class CostView(Protocol):
    """Where the line is shown."""

    def prepare_work(self) -> Work:
        """Read what the dialog says; the returned function makes the estimate in another thread.

        :raises MissingValue: when something has no value yet.
        :raises TimestackError: when something cannot be.
        """
        ...

    def show_cost(self, line: str, details: str, is_settled: bool) -> None:
        """Show a line, and details for those who want to know more.

        :param is_settled: it is about what the dialog says now.
        """
        ...


@dataclass(frozen=True)
class CostWords:
    """Sentences, made outside."""

    explain: Callable[[TimestackError], str]
    line: Callable[[Estimate], str]
    hint: Callable[[Estimate], str]
    """What would make it cheaper, empty for nothing."""


class CostPresenter:
    """Keeps the line in step with the dialog: of several estimates only the newest is shown."""

    def __init__(self, view: CostView, jobs: Jobs, words: CostWords, unforeseen: Callable[[Exception], None]) -> None:
        """:param unforeseen: gets an error that is a bug."""
        self._view, self._jobs, self._words, self._unforeseen = view, jobs, words, unforeseen
        self._current: Stoppable | None = None
        self._number = 0
        self._last = ""

    def refresh(self) -> None:
        """The dialog says something else."""
        self.stop()
        try:
            work = self._view.prepare_work()
        except MissingValue as missing:
            self._show(tr("Cost: {name} is missing.").format(name=missing.name))
            return
        except TimestackError as error:
            self._show(tr("Cost: {problem}").format(problem=self._words.explain(error)))
            return
        number = self._number
        self._view.show_cost(self._last or tr("Cost: is being estimated …"), "", False)
        self._current = self._jobs.start(
            tr("Estimate the cost of a fetch"), work,
            lambda estimate: self._done(number, estimate), lambda error: self._failed(number, error),
        )  # fmt: skip

    def stop(self) -> None:
        """Nobody looks any more: end what is under way and show nothing of it."""
        self._number += 1
        if self._current is not None:
            self._current.stop()
            self._current = None

    def _done(self, number: int, estimate: Estimate) -> None:
        if number == self._number:
            self._current = None
            self._show(tr("Cost: {line}").format(line=self._words.line(estimate)), self._words.hint(estimate))

    def _failed(self, number: int, error: Exception) -> None:
        if number != self._number:
            return
        self._current = None
        if isinstance(error, TimestackError):
            self._show(tr("Cost: {problem}").format(problem=self._words.explain(error)))
        else:
            self._show(tr("Cost: could not be estimated."))
            self._unforeseen(error)

    def _show(self, line: str, details: str = "") -> None:
        self._last = line
        self._view.show_cost(line, details, True)
