# SPDX-License-Identifier: GPL-2.0-or-later
"""Which failures pass by themselves, and how long to wait for that.

Attempts, waits and verdicts follow the recommendations for clients of Sentinel Hub: four attempts, 5 s growing by the
factor 3; a refusal for asking too fast is no failure, but the waits for it are limited in sum.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from .errors import BadAnswer, InvalidRequest, ServiceError, TimestackError, Unreachable
from .progress import Progress, check_cancelled

Answer = TypeVar("Answer")

TOO_DEAR = "question_too_dear"
"""Rule of the :class:`InvalidRequest` for a question that costs more than the account gets in a minute."""

INVALID_CLIENT = "invalid_client"
"""Code of the refusal of an OAuth client, as OAuth has it."""

_POLL_S = 0.1
_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 60.0
_CAPACITY_CODE = "rate_limit_token_count_exceeds_capacity"
_TOO_LARGE = (
    "too large",
    "too many pixels",
    "too many bands",
    "too long",
    "too many tiles",
    "out of memory",
    "timed out",
)
_NOT_BY_SIZE = ("per pixel", "pixel size", "failed to evaluate script", "illegal request to")
_SPURIOUS = "request body should be non-empty"
_SCRIPT_ITSELF = ("failed to evaluate script", "invalid script", "script must return")
_MISSING_SOURCE = "illegal request to"


class Verdict(Enum):
    """What a failure asks for."""

    AGAIN = "again"
    """It may pass; counts as an attempt."""

    SLOWER = "slower"
    """The service wants to be asked later; no failure."""

    ONCE_MORE = "once more"
    """Worth one more attempt at once, with new credentials."""

    SMALLER = "smaller"
    """The question asks for too much at once; a smaller one may be answered."""

    STOP = "stop"
    """The same question will always fail."""


@dataclass(frozen=True)
class Patience:
    """How often, and for how long."""

    attempts: int = 4
    first_wait_s: float = 5.0
    growth: float = 3.0
    longest_wait_s: float = 60.0
    jitter: float = 0.2
    """Share by which a wait may be longer or (for failures) shorter, so that many workers do not come back as one."""

    total_429_wait_s: float = 1800.0
    """Longest sum of waits of one question for refusals by the rate limit."""

    shortest_429_wait_s: float = _SHORTEST_PAUSE_S
    """Lowest wait for the first of several such refusals in a row; doubles with each."""

    longest_429_wait_s: float = _LONGEST_PAUSE_S
    total_away_wait_s: float = 0.0
    """Longest sum of waits of one question for a network that is down; such waits are no attempts."""

    usual_429_wait_s: float = 30.0
    """Where the service does not tell how long to wait."""

    def wait_s(self, failures: int, chance: float) -> float:
        """Seconds before the next attempt after so many failures.

        :param chance: evenly spread over 0 to 1.
        """
        wait = min(self.longest_wait_s, self.first_wait_s * self.growth ** (failures - 1))
        return wait * (1 + self.jitter * (2 * chance - 1))

    def wait_429_s(self, retry_after: str, refusals: int, chance: float) -> float:
        """Seconds before the next attempt after so many refusals in a row, never less than the service told.

        Each refusal in a row doubles the least wait: a number read in the wrong unit corrects itself.
        """
        least = self.shortest_429_wait_s * 2.0 ** min(refusals - 1, 30)
        wait = min(self.longest_429_wait_s, max(least, read_retry_after_s(retry_after, self.usual_429_wait_s)))
        return wait * (1 + self.jitter * chance)


OVERNIGHT = Patience(total_away_wait_s=1800.0)
"""For fetches that nobody watches: a network that comes back within half an hour does not end them."""


def read_retry_after_s(text: str, usual_s: float = 30.0) -> float:
    """Seconds to wait by a ``Retry-After`` header, from 0.1 to 60.

    The service documents milliseconds, HTTP says seconds, and both are seen. Limits count by the minute, so nobody
    is sent away for more than 60 s or for less than 60 ms: numbers up to 60 are seconds, larger ones milliseconds.
    A missing header, a date (this machine's clock may be wrong) or nonsense gives what is usual.
    """
    try:
        number = float(text)
    except ValueError:
        return usual_s
    if not 0 <= number < float("inf"):
        return usual_s
    seconds = number if number <= _LONGEST_PAUSE_S else number / 1000
    return min(_LONGEST_PAUSE_S, max(_SHORTEST_PAUSE_S, seconds))


def judge(error: TimestackError) -> Verdict:
    """What to do after a failure. Dates that do not match are never asked for again: they would match by luck."""
    if isinstance(error, BadAnswer):
        return Verdict.AGAIN
    if isinstance(error, Unreachable):
        if error.is_timeout:
            return Verdict.SMALLER
        return Verdict.AGAIN if error.may_pass else Verdict.STOP
    if isinstance(error, InvalidRequest):
        return Verdict.SMALLER if error.rule == TOO_DEAR else Verdict.STOP
    if isinstance(error, ServiceError):
        return _judge_refusal(error)
    return Verdict.STOP


def _judge_refusal(error: ServiceError) -> Verdict:
    text = f"{error.code} {error.detail}".lower()
    if is_over_capacity(error) or error.status in (413, 414, 504) or _is_too_large(text):
        return Verdict.SMALLER
    if error.status == 429:
        return Verdict.SLOWER
    if error.status == 401:
        return Verdict.STOP if error.code == INVALID_CLIENT else Verdict.ONCE_MORE
    if error.status in (408, 425) or _SPURIOUS in text or (error.status == 200 and error.is_page):
        return Verdict.AGAIN
    if error.status >= 500:
        is_settled = any(words in text for words in _SCRIPT_ITSELF) or (_MISSING_SOURCE in text and "404" in text)
        return Verdict.STOP if is_settled else Verdict.AGAIN
    return Verdict.STOP


def _is_too_large(text: str) -> bool:
    return any(words in text for words in _TOO_LARGE) and not any(words in text for words in _NOT_BY_SIZE)


def is_over_capacity(error: ServiceError) -> bool:
    """Whether the question alone costs more than the account gets in a minute."""
    text = f"{error.code} {error.detail}".lower()
    return _CAPACITY_CODE in text or "newlimit > capacity" in text.replace("&gt;", ">")


def calls_for_split(error: TimestackError) -> bool:
    """Whether a smaller question may be answered where this one was not."""
    return judge(error) is Verdict.SMALLER


def ends_everything(error: TimestackError) -> bool:
    """Whether no other question can succeed either: the month's units are spent, or the credentials are refused."""
    if not isinstance(error, ServiceError):
        return False
    text = f"{error.code} {error.detail}".lower().replace("_", " ")
    return error.status == 401 or (error.status == 403 and "insufficient processing units" in text)


def wait_watchfully(seconds: float, progress: Progress) -> None:
    """Wait, and stop waiting soon after a cancel.

    :raises Cancelled: when the user wants to stop.
    """
    until = time.monotonic() + seconds
    while True:
        check_cancelled(progress)
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(_POLL_S, left))


def persist(
    call: Callable[[], Answer],
    progress: Progress,
    patience: Patience = Patience(),
    can_split: bool = True,
    wait: Callable[[float, Progress], None] = wait_watchfully,
    chance: Callable[[], float] = random.random,
) -> Answer:
    """Do something that asks a service, again and again while its failure may pass.

    :param can_split: whether the caller makes a smaller question of one that ran out of time
        (:func:`calls_for_split`); without that, such a question is repeated like after any other failure.
    :param chance: gives numbers evenly spread over 0 to 1.
    :raises TimestackError: the last failure.
    :raises Cancelled: within a second of the wish, while waiting.
    """
    failures = refusals = renewals = absences = 0
    waited_429_s = waited_away_s = 0.0
    while True:
        check_cancelled(progress)
        try:
            return call()
        except TimestackError as error:
            verdict = judge(error)
            if verdict is Verdict.SMALLER and not can_split and _ran_out_of_time(error):
                verdict = Verdict.AGAIN
            if verdict is Verdict.ONCE_MORE and renewals == 0:
                renewals, seconds = 1, 0.0
            elif verdict is Verdict.SLOWER:
                refusals += 1
                seconds = patience.wait_429_s(_retry_after(error), refusals, chance())
                waited_429_s += seconds
                if waited_429_s > patience.total_429_wait_s:
                    raise
            elif _is_away(error) and waited_away_s < patience.total_away_wait_s:
                absences += 1
                seconds = patience.wait_s(absences, chance())
                waited_away_s += seconds
            elif verdict is Verdict.AGAIN and failures + 1 < patience.attempts:
                failures, refusals = failures + 1, 0
                seconds = patience.wait_s(failures, chance())
            else:
                raise
            progress.tell(f"{error}; again in {seconds:.1f} s")
        wait(seconds, progress)


def _is_away(error: TimestackError) -> bool:
    return isinstance(error, Unreachable) and error.is_away


def _ran_out_of_time(error: TimestackError) -> bool:
    return isinstance(error, Unreachable) or (isinstance(error, ServiceError) and error.status == 504)


def _retry_after(error: TimestackError) -> str:
    return error.retry_after if isinstance(error, ServiceError) else ""
