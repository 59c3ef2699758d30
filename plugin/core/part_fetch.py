# SPDX-License-Identifier: GPL-2.0-or-later
"""Fetching parts: several at once, patiently, halving what is too large, asking for nothing that is held already."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from .errors import Cancelled, TimestackError, Unreachable
from .fetch_tally import FetchTally
from .part_jobs import FetchedPart, Job, NoStore, PartJob, PartStore, question_key
from .ports import CoverageService, Image
from .progress import Progress, check_cancelled
from .weather import Patience, Verdict, calls_for_split, judge, persist

_POLL_S = 0.1
_LEAVE_S = 5.0
"""How long to wait for workers that were told to stop."""

_PASSING = (Verdict.AGAIN, Verdict.SLOWER, Verdict.SMALLER)
_ROUNDS = 2
"""How often a part that failed is put behind the others before its failure ends the fetch."""


@dataclass(frozen=True)
class PartPool:
    """How parts are fetched."""

    store: PartStore = field(default_factory=NoStore)
    workers: int = 4
    """Questions under way at the same time."""

    patience: Patience = field(default_factory=Patience)

    def fetch(
        self, jobs: Iterable[Job], service: CoverageService, progress: Progress
    ) -> Generator[FetchedPart[Job], None, None]:
        """Every part once, in the order in which they arrive; halves in place of a part that was halved.

        Close the iterator when leaving early. Reports progress as the parts are taken.

        :raises TimestackError: the first failure that waiting cannot mend. All that has arrived before is kept.
        :raises Cancelled: within a second of the user's wish.
        """
        crew = _Crew(self, list(jobs), service, progress)
        try:
            crew.start()
            yield from crew.results()  # type: ignore[misc]
        finally:
            crew.stop()


class _Crew:
    """The workers of one fetch."""

    def __init__(self, pool: PartPool, jobs: list[PartJob], service: CoverageService, progress: Progress) -> None:
        self._pool, self._service, self._progress = pool, service, progress
        self._waiting: deque[PartJob] = deque(jobs)
        self._late: deque[PartJob] = deque()
        self._rounds: dict[str, int] = {}
        self._busy = 0
        self._active = 0
        self._failures_in_a_row = 0
        self._change = threading.Condition()
        self._results: queue.Queue[FetchedPart[PartJob] | None] = queue.Queue()
        self._room = threading.BoundedSemaphore(pool.workers)
        self._messages: queue.Queue[str] = queue.Queue()
        self._problem: BaseException | None = None
        self._stopping = threading.Event()
        self._weight, self._total = sum(job.weight for job in jobs), len(jobs)
        self._workers = [
            threading.Thread(target=self._work, name=f"timestack-part-{number}", daemon=True)
            for number in range(min(pool.workers, max(1, len(jobs))))
        ]

    def start(self) -> None:
        self._active = len(self._workers)
        for worker in self._workers:
            worker.start()

    def stop(self) -> None:
        """End the workers; what they were doing is abandoned, what they had finished is closed."""
        self._stopping.set()
        with self._change:
            self._change.notify_all()
        until = time.monotonic() + _LEAVE_S
        for worker in self._workers:
            worker.join(max(0.0, until - time.monotonic()))
        while not self._results.empty():
            part = self._results.get_nowait()
            if part is not None:
                part.image.close()

    def results(self) -> Iterator[FetchedPart[PartJob]]:
        """What the workers hand over, told of and counted."""
        tally = FetchTally(self._weight)
        while True:
            check_cancelled(self._progress)
            self._pass_on()
            try:
                part = self._results.get(timeout=_POLL_S)
            except queue.Empty:
                continue
            if part is None:
                check_cancelled(self._progress)
                if self._problem is not None:
                    raise self._problem
                return
            tally.count(part)
            self._progress.tell(tally.describe(part, self._total, self._service.units_spent))
            yield part
            self._room.release()
            self._progress.report(tally.share)

    def _pass_on(self) -> None:
        """Messages of the workers go out on the thread that the progress belongs to."""
        while not self._messages.empty():
            self._progress.tell(self._messages.get_nowait())

    # -- what follows runs in the workers -----------------------------------------------------------------------

    def tell(self, message: str) -> None:
        """Progress as the workers see it."""
        self._messages.put(message)

    def report(self, done: float) -> None:
        """Shares of single parts are of no interest."""

    def is_cancelled(self) -> bool:
        """Whether the work is over."""
        return self._stopping.is_set() or self._progress.is_cancelled()

    def _work(self) -> None:
        self._fetch_all()
        with self._change:
            self._active -= 1
            if not self._active:
                self._results.put(None)

    def _fetch_all(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._fetch(job)
            except BaseException as error:  # noqa: BLE001 - raised again by the thread that reads the results
                with self._change:
                    if self._problem is None and not self._stopping.is_set():
                        self._problem = error
                self._stopping.set()
            finally:
                with self._change:
                    self._busy -= 1
                    self._change.notify_all()

    def _next(self) -> PartJob | None:
        """The next part; waits while a part under way may still be halved."""
        with self._change:
            while not self._stopping.is_set():
                if not self._waiting and not self._busy:
                    self._waiting, self._late = self._late, deque()
                if self._waiting:
                    self._busy += 1
                    return self._waiting.popleft()
                if not self._busy:
                    return None
                self._change.wait(_POLL_S)
        return None

    def _fetch(self, job: PartJob) -> None:
        key = question_key(job.question)
        if self._pool.store.is_halved(key) and self._replace(job):
            return
        image = self._find(job, key)
        if image is not None:
            self._hand_over(FetchedPart(job, image, False))
            return
        try:
            image = persist(lambda: self._ask(job, key), self, self._pool.patience, can_split=bool(job.halve()))
        except Cancelled:
            raise
        except TimestackError as error:
            if calls_for_split(error) and self._replace(job):
                self._pool.store.mark_halved(key)
                self.tell(f"too large, halved: {job.description} ({error})")
                return
            if self._put_off(job, key, error):
                return
            raise
        self._failures_in_a_row = 0
        self._hand_over(FetchedPart(job, image, True))

    def _find(self, job: PartJob, key: str) -> Image | None:
        """A kept answer, trusted only if it passes every check that a new one has to pass."""
        image = self._pool.store.find(key)
        if image is None:
            return None
        try:
            with self._checked(job, image):
                return image
        except Cancelled:
            image.close()
            raise
        except TimestackError:
            image.close()
            self._pool.store.drop(key)
            return None

    def _ask(self, job: PartJob, key: str) -> Image:
        image = self._service.get_coverage(job.question, self)
        try:
            with self._checked(job, image):
                return self._pool.store.keep(key, image)
        except BaseException:
            image.close()
            raise

    @contextmanager
    def _checked(self, job: PartJob, image: Image) -> Iterator[None]:
        """Check an answer as soon as there is room for its pixels, which are in memory from here until it is copied."""
        while not self._room.acquire(timeout=_POLL_S):
            check_cancelled(self)
        try:
            job.check(image)
            yield
        except BaseException:
            self._room.release()
            raise

    def _replace(self, job: PartJob) -> bool:
        """Put the halves of a part in its place."""
        halves = job.halve()
        with self._change:
            self._total += max(0, len(halves) - 1)
            self._waiting.extendleft(reversed(halves))
            self._change.notify_all()
        return bool(halves)

    def _put_off(self, job: PartJob, key: str, error: TimestackError) -> bool:
        """Try a part again when the others are done, unless nothing at all gets through."""
        with self._change:
            self._failures_in_a_row += 1
            rounds = self._rounds.get(key, 0)
            is_hopeless = self._failures_in_a_row > 2 * len(self._workers) or not (self._waiting or self._late)
            is_away = isinstance(error, Unreachable) and error.is_away  # that was waited for long enough
            if judge(error) not in _PASSING or rounds >= _ROUNDS or is_hopeless or is_away:
                return False
            self._rounds[key] = rounds + 1
            self._late.append(job)
        self.tell(f"put off: {job.description} ({error})")
        return True

    def _hand_over(self, part: FetchedPart[PartJob]) -> None:
        """To the thread that reads them."""
        if self.is_cancelled():
            part.image.close()
        else:
            self._results.put(part)


def fetch_closing(
    pool: PartPool, jobs: Iterable[Job], service: CoverageService, progress: Progress
) -> closing[Generator[FetchedPart[Job], None, None]]:
    """The parts as a context: leaving it, for whatever reason, ends the workers."""
    return closing(pool.fetch(jobs, service, progress))
