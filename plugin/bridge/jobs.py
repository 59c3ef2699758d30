# SPDX-License-Identifier: GPL-2.0-or-later
"""Work in the background: a function in a QGIS task, its result or its failure back on the main thread."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt import sip

from ..core.errors import Cancelled
from ..core.progress import Progress

Work = Callable[[Progress], Any]


class Job(QgsTask):  # type: ignore[misc]
    """One function call; implements :class:`..core.progress.Progress` for it.

    What was cancelled delivers nothing, whatever the function still returns. QGIS may cancel it without asking, when
    it ends for example.
    """

    def __init__(
        self, title: str, work: Work, done: Callable[[Any], None], failed: Callable[[Exception], None],
        reported: Callable[[float], None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt)
        self._work: Work | None = work
        self._done, self._failed = done, failed
        self._result: Any = None
        self._error: Exception | None = None
        self._is_over = False
        self.left: Callable[[Job], None] | None = None
        """Called when the job is over and may be forgotten."""

        if reported is not None:
            self.progressChanged.connect(lambda percent: self._is_over or self.isCanceled() or reported(percent / 100))

    def run(self) -> bool:
        """Call the function, in the task's thread."""
        work, self._work = self._work, None
        try:
            if work is not None and not self.isCanceled():
                self._result = work(self)
        except Cancelled:
            return False
        except Exception as error:  # noqa: BLE001 - handed to the main thread, where it is raised or told
            self._error = error
            return False
        return not self.isCanceled()

    def finished(self, result: bool) -> None:
        """Deliver, on the main thread."""
        self._is_over = True
        outcome, error, done, failed = self._result, self._error, self._done, self._failed
        self._result = self._error = None
        if self.left is not None:
            self.left(self)
        if self.isCanceled():
            return
        if error is not None:
            failed(error)
        elif result:
            done(outcome)

    def report(self, done: float) -> None:
        """Share of the work done, 0 to 1."""
        self.setProgress(min(max(done, 0.0), 1.0) * 100.0)

    def tell(self, message: str) -> None:
        """Nobody reads the log of a job."""

    def is_cancelled(self) -> bool:
        """Whether somebody cancelled the job, QGIS at its end included."""
        return bool(self.isCanceled())

    def stop(self) -> None:
        """Cancel the job, wherever it is; it delivers nothing any more."""
        if not sip.isdeleted(self) and not self._is_over:
            self.cancel()


class JobRunner:
    """Starts jobs and keeps them alive until they are over."""

    def __init__(self) -> None:
        self._jobs: set[Job] = set()

    def start(
        self, title: str, work: Work, done: Callable[[Any], None], failed: Callable[[Exception], None],
        reported: Callable[[float], None] | None = None,
    ) -> Job:  # fmt: skip
        """Have QGIS run a function.

        :param title: for the user, in the list of tasks.
        :param work: gets the progress to report to and to ask whether to stop; runs in another thread.
        :param done: gets the result, on the main thread; not called once the job is cancelled.
        :param failed: gets what the function raised, on the main thread.
        :param reported: gets the share done, 0 to 1, on the main thread.
        """
        job = Job(title, work, done, failed, reported)
        job.left = self._jobs.discard
        self._jobs.add(job)
        QgsApplication.taskManager().addTask(job)
        return job

    def stop_all(self, wait_ms: int = 3000) -> None:
        """Cancel every job and wait until their threads have left the functions, for at most ``wait_ms`` each."""
        for job in list(self._jobs):
            job.stop()
        for job in list(self._jobs):
            if not sip.isdeleted(job) and job.isActive():
                job.waitForFinished(wait_ms)


def show_bug(error: Exception) -> None:
    """Hand an error that nobody foresaw to QGIS, which shows it with its traceback."""
    sys.excepthook(type(error), error, error.__traceback__)
