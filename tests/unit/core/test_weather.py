# SPDX-License-Identifier: GPL-2.0-or-later
"""What is asked again, after how long, and what is not. No test here really waits, but the two about cancels."""

from __future__ import annotations

import json
import time

import pytest

from timestack.plugin.core.errors import (
    BadAnswer,
    Cancelled,
    DateMismatch,
    FileProblem,
    InvalidRequest,
    NoAcquisitions,
    ServiceError,
    Unreachable,
)
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.weather import (
    OVERNIGHT,
    Patience,
    Verdict,
    calls_for_split,
    ends_everything,
    judge,
    persist,
    read_retry_after_s,
    wait_watchfully,
)

TIMEOUT = Unreachable("host", "no answer in time", is_timeout=True)
DROPPED = Unreachable("host", "the connection broke off")
SPENT = ServiceError(403, "You have insufficient units", "ACCESS_INSUFFICIENT_PROCESSING_UNITS")
OVER_CAPACITY = (
    ServiceError(429, "Request exceeds", "RATE_LIMIT_TOKEN_COUNT_EXCEEDS_CAPACITY"),
    ServiceError(500, "java.lang.Exception: newLimit > capacity"),
    ServiceError(503, "newLimit &gt; capacity"),
)


class Story:
    """Answers one thing after the other, and writes down the waits in between."""

    def __init__(self, *happenings, patience=Patience(), can_split=True, chance=0.5):
        self._left, self.waits, self.calls = list(happenings), [], 0
        self._patience, self._can_split, self._chance = patience, can_split, chance

    def _call(self):
        self.calls += 1
        happening = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        if isinstance(happening, Exception):
            raise happening
        return happening

    def run(self, progress=None):
        return persist(
            self._call,
            progress or SilentProgress(),
            self._patience,
            can_split=self._can_split,
            wait=lambda seconds, _: self.waits.append(seconds),
            chance=lambda: self._chance,
        )

    def fails(self, kind):
        with pytest.raises(kind) as caught:
            self.run()
        return caught.value


def test_what_works_is_asked_once():
    story = Story("answer")
    assert story.run() == "answer"
    assert (story.calls, story.waits) == (1, [])


@pytest.mark.parametrize(
    "failure",
    [
        *[ServiceError(status, "oh") for status in (408, 425, 500, 502, 503)],
        ServiceError(400, "Request body should be non-empty."),
        ServiceError(200, "Service is starting", is_page=True),
        DROPPED,
        BadAnswer("a TIFF image", "a broken one"),
    ],
)
def test_failures_that_pass_are_asked_four_times_with_growing_waits(failure):
    story = Story(failure)
    assert story.fails(type(failure)) is failure
    assert story.waits == [5, 15, 45]
    story = Story(failure, failure, "answer")
    assert story.run() == "answer"
    assert story.calls == 3


def test_a_network_that_is_down_is_waited_for_without_counting():
    away = Unreachable("host", "there is no network", is_away=True)
    story = Story(*[away] * 12, DROPPED, DROPPED, DROPPED, "answer", patience=OVERNIGHT)
    assert story.run() == "answer"
    assert story.waits == [5, 15, 45, *[60] * 9, 5, 15, 45]
    story = Story(away, patience=OVERNIGHT)
    assert story.fails(Unreachable) is away
    assert 1800 <= sum(story.waits) < 1800 + 60 + 65
    story = Story(away)
    story.fails(Unreachable)
    assert story.waits == [5, 15, 45], "unless nobody is that patient"


@pytest.mark.parametrize(
    "failure",
    [
        *[ServiceError(status, "no") for status in (200, 302, 400, 403, 404, 405, 415)],
        ServiceError(404, "not here", is_page=True),
        SPENT,
        ServiceError(401, "Invalid client credentials", "invalid_client"),
        ServiceError(500, "Failed to evaluate script! evalscript.js:3: Error: timed out"),
        ServiceError(500, "Illegal request to creo://x HTTP Status: '404'", "RENDERER_EXCEPTION"),
        ServiceError(400, "The request of 3000 meters per pixel exceeds the limit 1500.00"),
        Unreachable("host", "its certificate could not be verified", may_pass=False),
        DateMismatch(["2020-01-01"], [], "part"),
        InvalidRequest("BANDS", "no_bands"),
        NoAcquisitions("a", "b", 1),
        FileProblem("/x", "full", "disk_full"),
        Cancelled(),
    ],
)
def test_what_will_always_fail_fails_at_once_and_is_not_split(failure):
    story = Story(failure)
    assert story.fails(type(failure)) is failure
    assert story.calls == 1
    assert not calls_for_split(failure)


@pytest.mark.parametrize(
    "failure",
    [
        ServiceError(504, "Gateway Time-out", is_page=True),
        TIMEOUT,
        *OVER_CAPACITY,
        ServiceError(413, ""),
        ServiceError(414, "URI Too Long"),
        ServiceError(400, "Output image area of 3000 x 10 is too large!"),
        ServiceError(500, "Java heap space: out of memory"),
        InvalidRequest("EXTENT", "question_too_dear", units="900", limit="300"),
    ],
)
def test_what_is_too_much_at_once_is_left_to_a_split(failure):
    story = Story(failure)
    assert story.fails(type(failure)) is failure
    assert story.calls == 1
    assert calls_for_split(failure)


@pytest.mark.parametrize("failure", [TIMEOUT, ServiceError(504, "Gateway Time-out")])
def test_what_cannot_be_split_is_asked_again_after_a_timeout(failure):
    story = Story(failure, "answer", can_split=False)
    assert story.run() == "answer"
    assert story.waits == [5]


@pytest.mark.parametrize("failure", OVER_CAPACITY)
def test_more_than_the_account_ever_gets_is_never_asked_again(failure):
    story = Story(failure, can_split=False)
    assert story.fails(ServiceError) is failure
    assert story.calls == 1


def test_recorded_refusals_and_what_they_ask_for(shared_data):
    verdicts = {}
    for path in sorted((shared_data / "sh_responses").glob("error_*.json")):
        told = json.loads(path.read_bytes())["error"]
        verdicts[path.stem] = judge(ServiceError(told["status"], told["message"], told["code"]))
    assert verdicts == {
        "error_400_batch_user_action": Verdict.STOP,
        "error_400_empty_body": Verdict.AGAIN,
        "error_404_async_after_done": Verdict.STOP,
        "error_500_index_service_failure": Verdict.AGAIN,
        "error_500_renderer_illegal_request_404": Verdict.STOP,
    }


def test_credentials_are_renewed_once():
    refused = ServiceError(401, "expired")
    story = Story(refused, "answer")
    assert story.run() == "answer"
    assert story.waits == [0]
    story = Story(refused)
    assert story.fails(ServiceError) is refused
    assert story.calls == 2


def test_being_sent_away_is_no_failure():
    away = ServiceError(429, "slower", retry_after="2000")
    story = Story(*[away] * 9, DROPPED, DROPPED, DROPPED, "answer", chance=0)
    assert story.run() == "answer"
    assert story.waits[:5] == [2, 2, 2, 2, 2]
    assert story.waits[9:] == pytest.approx([4, 12, 36])


def test_being_sent_away_again_and_again_doubles_the_least_wait():
    """Seconds that were meant and milliseconds that were read: the wait grows to what was meant."""
    away = ServiceError(429, "slower", retry_after="120")
    story = Story(*[away] * 12, "answer", chance=0)
    assert story.run() == "answer"
    assert story.waits == pytest.approx([0.12, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 60, 60])


def test_the_waits_after_being_sent_away_are_limited_in_sum():
    away = ServiceError(429, "slower", retry_after="10")
    story = Story(away, patience=Patience(total_429_wait_s=65), chance=0)
    assert story.fails(ServiceError) is away
    assert story.waits == [10] * 6


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5", 5), ("0", 0.1), ("60", 60), ("1.5", 1.5), ("61", 0.1), ("200", 0.2), ("5432", 5.432), ("60000", 60),
        ("3600000", 60), ("", 30), ("Sat, 21 Nov 2026 11:00:00 GMT", 30), ("-3", 30), ("nan", 30), ("inf", 30),
    ],
)  # fmt: skip
def test_retry_after_in_seconds_and_milliseconds(text, seconds):
    assert read_retry_after_s(text) == pytest.approx(seconds)


def test_jitter_stays_in_its_bounds_and_a_told_wait_is_never_cut():
    patience = Patience()
    assert [patience.wait_s(1, chance) for chance in (0, 0.5, 1)] == pytest.approx([4, 5, 6])
    assert patience.wait_s(30, 0.5) == 60
    assert [patience.wait_429_s("8", 1, chance) for chance in (0, 1)] == pytest.approx([8, 9.6])


def test_spent_units_and_refused_credentials_end_everything():
    assert ends_everything(SPENT)
    assert ends_everything(ServiceError(403, "Insufficient processing units or requests available"))
    assert ends_everything(ServiceError(401, "no"))
    assert not ends_everything(ServiceError(403, "forbidden"))
    assert not ends_everything(DROPPED)


class Told(SilentProgress):
    def __init__(self):
        self.lines, self.until = [], float("inf")

    def tell(self, message):
        self.lines.append(message)

    def is_cancelled(self):
        return time.monotonic() > self.until


def test_each_wait_is_told():
    progress = Told()
    Story(ServiceError(503, "Busy"), "answer").run(progress)
    assert progress.lines == ["HTTP 503 Busy; again in 5.0 s"]


def test_a_cancel_ends_a_wait_within_a_second():
    progress = Told()
    progress.until = time.monotonic() + 0.2
    with pytest.raises(Cancelled):
        wait_watchfully(30, progress)
    assert time.monotonic() - progress.until < 1


def test_nothing_is_asked_after_a_cancel():
    progress = Told()
    progress.until = 0
    story = Story("answer")
    with pytest.raises(Cancelled):
        story.run(progress)
    assert story.calls == 0
