# SPDX-License-Identifier: GPL-2.0-or-later
"""Fetching parts in the face of slow, dropping and refusing services; every service here is a few lines of Python."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timezone

import pytest

from timestack.plugin.core.coverage_request import CoverageRequest
from timestack.plugin.core.errors import BadAnswer, Cancelled, DateMismatch, ServiceError, Unreachable
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.part_fetch import PartPool
from timestack.plugin.core.part_jobs import question_key
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.weather import Patience

QUICK = Patience(
    first_wait_s=0.001, longest_wait_s=0.002, total_429_wait_s=0.5, shortest_429_wait_s=0.001, longest_429_wait_s=0.002
)
DAY = datetime(2020, 1, 5, tzinfo=timezone.utc)


@dataclass(frozen=True)
class SpanJob:
    """The whole numbers from first to last; halves down to single numbers."""

    first: int
    last: int

    @property
    def question(self):
        grid = PixelGrid("EPSG:32633", self.first * 10.0, 0, 10, 10, self.last - self.first + 1, 1)
        return CoverageRequest("L", grid, DAY, DAY)

    @property
    def description(self):
        return f"{self.first}-{self.last}"

    @property
    def weight(self):
        return self.last - self.first + 1

    def check(self, image):
        if image.numbers != tuple(range(self.first, self.last + 1)):
            raise BadAnswer(self.description, str(image.numbers))
        if image.is_of_another_day:
            raise DateMismatch(["2020-01-05"], ["2020-01-06"], self.description)

    def halve(self):
        middle = (self.first + self.last) // 2
        return () if self.first == self.last else (SpanJob(self.first, middle), SpanJob(middle + 1, self.last))


class Answer:
    byte_count = 10

    def __init__(self, numbers, is_of_another_day=False):
        self.numbers, self.is_of_another_day, self.is_closed = numbers, is_of_another_day, False

    def close(self):
        self.is_closed = True


class Service:
    """Answers what ``weather(numbers, attempt)`` lets through."""

    units_spent = 0.0

    def __init__(self, weather=lambda numbers, attempt: None):
        self.weather, self.asked, self.answers = weather, [], []
        self.lock, self.now, self.most = threading.Lock(), 0, 0

    def get_coverage(self, request, progress):
        first = round(request.grid.xmin / 10)
        numbers = tuple(range(first, first + request.grid.width))
        with self.lock:
            self.asked.append(numbers)
            attempt = self.asked.count(numbers)
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            answer = self.weather(numbers, attempt) or Answer(numbers)
        finally:
            with self.lock:
                self.now -= 1
        self.answers.append(answer)
        return answer


class Store:
    def __init__(self):
        self.kept, self.halved = {}, set()

    def find(self, key):
        return self.kept.get(key)

    def keep(self, key, image):
        self.kept[key] = image
        return image

    def drop(self, key):
        del self.kept[key]

    def is_halved(self, key):
        return key in self.halved

    def mark_halved(self, key):
        self.halved.add(key)


def numbers_of(jobs, service, store=None, workers=3, progress=None):
    pool = PartPool(store or Store(), workers, QUICK)
    with closing(pool.fetch(jobs, service, progress or SilentProgress())) as parts:
        return sorted(number for part in parts for number in part.image.numbers)


JOBS = [SpanJob(10 * n, 10 * n + 9) for n in range(7)]
ALL = list(range(70))


def test_every_part_once():
    service = Service()
    assert numbers_of(JOBS, service) == ALL
    assert len(service.asked) == len(JOBS)


def test_several_at_once_and_no_more_than_wanted():
    together = threading.Barrier(3, timeout=5)

    def weather(numbers, attempt):
        if numbers[0] < 30:
            together.wait()  # breaks unless three are under way at the same time

    service = Service(weather)
    assert numbers_of(JOBS, service, workers=3) == ALL
    assert service.most == 3


@pytest.mark.parametrize(
    "error",
    [
        ServiceError(503, "busy"),
        ServiceError(429, "slow down", "RATE_LIMIT_EXCEEDED"),
        Unreachable("host", "the connection broke off"),
        BadAnswer("a TIFF image", "a broken one"),
    ],
    ids=lambda error: type(error).__name__ + str(getattr(error, "status", "")),
)
def test_what_passes_is_asked_again(error):
    def weather(numbers, attempt):
        if attempt < 3 and numbers[0] % 20 == 0:
            raise error

    assert numbers_of(JOBS, Service(weather)) == ALL


def test_a_wrong_answer_is_not_used_and_asked_for_again():
    service = Service(lambda numbers, attempt: Answer((1, 2, 3)) if attempt == 1 else None)
    assert numbers_of(JOBS, service) == ALL
    assert all(answer.is_closed for answer in service.answers if answer.numbers == (1, 2, 3))


def test_what_is_too_large_is_halved_until_it_fits_and_stays_halved():
    def weather(numbers, attempt):
        if len(numbers) > 3:
            raise ServiceError(504, "Gateway Time-out")

    store, service = Store(), Service(weather)
    assert numbers_of(JOBS, service, store) == ALL
    assert {len(numbers) for numbers in service.asked} == {10, 5, 3, 2}
    again = Service(weather)
    assert numbers_of(JOBS, again, store) == ALL
    assert again.asked == []


def test_the_smallest_part_that_times_out_is_asked_again_instead():
    def weather(numbers, attempt):
        if attempt == 1:
            raise ServiceError(504, "Gateway Time-out")

    assert numbers_of([SpanJob(4, 4)], Service(weather)) == [4]


def test_a_refusal_ends_the_fetch_at_once_and_keeps_what_has_come():
    def weather(numbers, attempt):
        if numbers[0] == 30:
            raise ServiceError(400, "Failed to evaluate script!")

    store, service = Store(), Service(weather)
    with pytest.raises(ServiceError, match="evaluate"):
        numbers_of(JOBS, service, store, workers=1)
    assert len(store.kept) == 3
    healthy = Service()
    assert numbers_of(JOBS, healthy, store) == ALL
    assert len(healthy.asked) == 4


def test_dates_in_doubt_are_never_asked_for_again():
    service = Service(lambda numbers, attempt: Answer(numbers, is_of_another_day=numbers[0] == 0))
    store = Store()
    with pytest.raises(DateMismatch):
        numbers_of(JOBS, service, store, workers=1)
    assert service.asked == [tuple(range(10))]
    assert store.kept == {}


def test_a_part_that_fails_for_long_waits_behind_the_others():
    def weather(numbers, attempt):
        if numbers[0] == 0 and attempt <= QUICK.attempts:
            raise ServiceError(500, "RENDERER_EXCEPTION")

    service = Service(weather)
    assert numbers_of(JOBS, service, workers=1) == ALL
    assert service.asked[-1] == tuple(range(10))


def test_a_network_that_is_gone_is_not_asked_for_every_part():
    jobs = [SpanJob(n, n) for n in range(100)]

    def weather(numbers, attempt):
        raise Unreachable("host", "the connection was refused")

    service = Service(weather)
    with pytest.raises(Unreachable):
        numbers_of(jobs, service, workers=2)
    assert len(set(service.asked)) < 10


def test_a_kept_answer_that_does_not_hold_is_asked_for_anew():
    store = Store()
    store.kept[question_key(JOBS[0].question)] = Answer((7,))
    store.kept[question_key(JOBS[1].question)] = Answer(tuple(range(10, 20)), is_of_another_day=True)
    store.kept[question_key(JOBS[2].question)] = Answer(tuple(range(20, 30)))
    service = Service()
    assert numbers_of(JOBS, service, store) == ALL
    assert tuple(range(20, 30)) not in service.asked
    assert len(service.asked) == 6


def test_cancel_while_waiting_for_better_weather():
    class Impatient(SilentProgress):
        def __init__(self):
            self.is_over = False

        def is_cancelled(self):
            return self.is_over

    progress = Impatient()

    def weather(numbers, attempt):
        progress.is_over = True
        raise ServiceError(503, "busy")

    pool = PartPool(Store(), 2, Patience(first_wait_s=3600.0, longest_wait_s=3600.0))
    with pytest.raises(Cancelled), closing(pool.fetch(JOBS, Service(weather), progress)) as parts:
        list(parts)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("timestack-part")]


def test_leaving_early_ends_the_workers_and_closes_what_they_had():
    service = Service()
    with closing(PartPool(Store(), 2, QUICK).fetch(JOBS, service, SilentProgress())) as parts:
        next(parts)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("timestack-part")]


def test_a_bug_in_a_service_comes_out_as_it_is():
    def weather(numbers, attempt):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        numbers_of(JOBS, Service(weather))


def test_progress_tells_parts_and_shares():
    class Listener(SilentProgress):
        def __init__(self):
            self.lines, self.shares = [], []

        def tell(self, message):
            self.lines.append(message)

        def report(self, done):
            self.shares.append(done)

    listener = Listener()
    numbers_of(JOBS, Service(), progress=listener)
    assert len(listener.lines) == 7
    assert listener.lines[-1].startswith("part 7 of 7: ")
    assert listener.shares == pytest.approx([n / 7 for n in range(1, 8)])
