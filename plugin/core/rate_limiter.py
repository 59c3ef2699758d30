# SPDX-License-Identifier: GPL-2.0-or-later
"""Asking no faster than an account may: token buckets for requests and processing units, shared by all workers.

The service has two buckets per minute, both of which must allow a question; tokens drip in evenly. Requests are
spread likewise here, units may be spent in one piece up to what a minute gives. What the account really gets is
only partly known (other programs may use it as well), so a refusal lowers the rate that is believed in, and every
answer raises it a little.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping

from .credentials import DEFAULT_PER_MINUTE
from .errors import Cancelled, InvalidRequest
from .weather import TOO_DEAR

USUAL_UNITS = 1.0
"""Taken for the price of a question that nobody has estimated."""

_MINUTE_S = 60.0
_POLL_S = 0.05
_TINY_S = 0.001
"""Waits below this are none; a clock may not even tell them."""

_BURST_S = 1.0
"""Requests of so many seconds may be asked at once."""

_SLOWER, _FASTER, _FASTER_UNKNOWN = 0.75, 0.01, 0.05
"""Factor after a refusal; share that each answer gives back, of the full rate or, where unknown, of the present one."""

_LEAST_SHARE = 0.05
_ONE_LESSON_S = 5.0
"""Refusals within so many seconds are one lesson: they come to all workers together."""

_EVIDENCE_S = 10.0
"""Questions over so many seconds tell how fast was too fast."""

_NEVER_S = -math.inf


class _Bucket:
    """Tokens that drip in. A full rate of infinity knows no limit until a refusal teaches one."""

    def __init__(self, per_minute: float, burst_s: float, now: float) -> None:
        """:param burst_s: tokens of so many seconds may be there at once."""
        self.full_rate = self.rate = per_minute / _MINUTE_S
        self._burst_s = burst_s
        self._tokens, self._seen = self._burst(), now

    def _burst(self) -> float:
        return max(1.0, self._burst_s * (self.rate if math.isinf(self.full_rate) else self.full_rate))

    def wait_s(self, wanted: float, now: float) -> float:
        """Seconds until so many tokens, or all that the bucket can hold, are there."""
        if math.isinf(self.rate):
            return 0.0
        self._refill(now)
        return max(0.0, (min(wanted, self._burst()) - self._tokens) / self.rate)

    def take(self, wanted: float, now: float) -> None:
        """Take tokens out, into debt where they do not do (a price is only known afterwards)."""
        if math.isfinite(self.rate):
            self._refill(now)
            self._tokens = min(self._burst(), self._tokens - wanted)

    def limit(self, tokens: float, now: float) -> None:
        """There are at most so many tokens."""
        if math.isfinite(self.rate):
            self._refill(now)
            self._tokens = min(self._tokens, tokens)

    def slow_down(self) -> None:
        """Believe in less."""
        least = 1 / _MINUTE_S if math.isinf(self.full_rate) else _LEAST_SHARE * self.full_rate
        self.rate = max(min(least, self.rate), _SLOWER * self.rate)

    def assume(self, per_minute: float, now: float) -> None:
        """A limit where none was known."""
        self.rate = max(1.0, per_minute) / _MINUTE_S
        self._tokens, self._seen = 0.0, now

    def speed_up(self) -> None:
        """Believe in a little more, up to the full rate."""
        if math.isinf(self.full_rate):
            self.rate *= 1 + _FASTER_UNKNOWN
        else:
            self.rate = min(self.full_rate, self.rate + _FASTER * self.full_rate)

    def _refill(self, now: float) -> None:
        self._tokens = min(self._burst(), self._tokens + self.rate * max(0.0, now - self._seen))
        self._seen = now


class RateLimiter:
    """Lets questions through one after the other, as fast as the account allows. Safe from any thread."""

    def __init__(
        self,
        requests_per_minute: float = math.inf,
        units_per_minute: float = math.inf,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """
        :param requests_per_minute: what the account gets; infinity where that is not known.
        :param units_per_minute: processing units likewise.
        :param now: a clock that never goes back, in seconds.
        """
        self._now, self._sleep = now, sleep
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._queue: deque[int] = deque()
        self._asked: deque[float] = deque()
        self._paused_until = self._taught_at = _NEVER_S
        self._set_rates(requests_per_minute, units_per_minute)

    def __repr__(self) -> str:
        return f"RateLimiter({self.requests_per_minute:g}, {self.units_per_minute:g})"

    def _set_rates(self, requests_per_minute: float, units_per_minute: float) -> None:
        if not (requests_per_minute > 0 and units_per_minute > 0):
            raise ValueError("rates are above zero")
        started = self._now()
        self._rates = (requests_per_minute, units_per_minute)
        self._capacity = units_per_minute
        self._requests = _Bucket(requests_per_minute, _BURST_S, started)
        self._units = _Bucket(units_per_minute, _MINUTE_S, started)

    def configure(self, requests_per_minute: float, units_per_minute: float) -> None:
        """Take over other rates of the account; the same ones change nothing of what was learned."""
        with self._lock:
            if (requests_per_minute, units_per_minute) != self._rates:
                self._set_rates(requests_per_minute, units_per_minute)

    @property
    def requests_per_minute(self) -> float:
        """The rate that is believed in now."""
        return self._requests.rate * _MINUTE_S

    @property
    def units_per_minute(self) -> float:
        """The rate that is believed in now."""
        return self._units.rate * _MINUTE_S

    def fits(self, units: float) -> bool:
        """Whether the account ever lets a question of this price through."""
        return units <= self._capacity

    def acquire(self, units: float, is_cancelled: Callable[[], bool]) -> None:
        """Wait for one's turn and for a request and so many units; first come, first served.

        :raises InvalidRequest: (rule :data:`.weather.TOO_DEAR`) when the account can never let it through.
        :raises Cancelled: when the user wants to stop.
        """
        with self._lock:
            number = next(self._numbers)
            self._queue.append(number)
        try:
            while True:
                if is_cancelled():
                    raise Cancelled()
                if not self.fits(units):
                    raise InvalidRequest("EXTENT", TOO_DEAR, units=f"{units:.1f}", limit=f"{self._capacity:.1f}")
                wait = self._try(number, units)
                if wait <= _TINY_S:
                    return
                self._sleep(min(_POLL_S, wait))
        finally:
            with self._lock:
                self._queue.remove(number)

    def _try(self, number: int, units: float) -> float:
        """Take the tokens when it is one's turn and they are there (0), else tell how long to wait."""
        with self._lock:
            now = self._now()
            if self._queue[0] != number:
                return _POLL_S
            wait = max(self._paused_until - now, self._requests.wait_s(1, now), self._units.wait_s(units, now))
            if wait <= _TINY_S:
                self._requests.take(1, now)
                self._units.take(units, now)
                self._asked.append(now)
                self._forget(now)
            return wait

    def pause(self, seconds: float) -> None:
        """Nobody asks anything for so long: the service has sent somebody away."""
        with self._lock:
            self._paused_until = max(self._paused_until, self._now() + seconds)

    def learn(self, headers: Mapping[str, str], expected_units: float = 0.0, status: int = 200) -> None:
        """Draw lessons from an answer.

        :param headers: with their names in lower case.
        :param expected_units: what :meth:`acquire` was told.
        """
        with self._lock:
            now = self._now()
            if status == 429:
                self._be_refused(now)
            elif 200 <= status < 300:
                spent = _number(headers.get("x-processingunits-spent"))
                if spent is not None:
                    self._units.take(spent - expected_units, now)
                self._requests.speed_up()
                self._units.speed_up()
            else:
                self._units.take(-expected_units, now)  # refusals cost nothing
            remaining = _number(headers.get("x-ratelimit-remaining"))
            if remaining is not None:
                self._requests.limit(remaining, now)

    def learn_too_dear(self, units: float) -> None:
        """The service says that a question of this price can never pass."""
        with self._lock:
            if units > 0:
                self._capacity = min(self._capacity, units * 0.99)

    def _be_refused(self, now: float) -> None:
        """Believe in slower rates, once for all refusals that come together.

        The service does not say which bucket was empty. An unknown limit of units stays unknown: the prices of
        questions differ too much to guess it, and fewer requests spend fewer units as well.
        """
        if now - self._taught_at >= _ONE_LESSON_S:
            self._forget(now)
            if math.isinf(self._requests.rate):
                self._requests.assume(_SLOWER * self._asked_per_minute(now), now)
            else:
                self._requests.slow_down()
            if math.isfinite(self._units.rate):
                self._units.slow_down()
            self._taught_at = now
        self._requests.limit(0.0, now)
        self._units.limit(0.0, now)

    def _asked_per_minute(self, now: float) -> float:
        """As seen lately, where that is long enough to tell; else what an account usually may."""
        seen_s = now - self._asked[0] if self._asked else 0.0
        return len(self._asked) * _MINUTE_S / seen_s if seen_s >= _EVIDENCE_S else DEFAULT_PER_MINUTE

    def _forget(self, now: float) -> None:
        while self._asked and self._asked[0] < now - _MINUTE_S:
            self._asked.popleft()


_limiters: dict[str, RateLimiter] = {}
_registry_lock = threading.Lock()


def limiter_of(account: str, requests_per_minute: float, units_per_minute: float) -> RateLimiter:
    """The one limiter of an account in this process.

    :param account: whatever tells accounts apart (an instance id, a client id); only its hash is kept.
    """
    key = hashlib.sha256(account.encode("utf-8")).hexdigest()
    with _registry_lock:
        if key not in _limiters:
            _limiters[key] = RateLimiter(requests_per_minute, units_per_minute)
        limiter = _limiters[key]
    limiter.configure(requests_per_minute, units_per_minute)
    return limiter


def _number(text: str | None) -> float | None:
    """A finite number of at least 0."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < math.inf else None
