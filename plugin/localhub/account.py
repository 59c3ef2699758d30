# SPDX-License-Identifier: GPL-2.0-or-later
"""What the hub's account may ask for and has asked: rate limits, quota, units spent, and the list of questions.

All instances and OAuth clients of a hub belong to one account, as those of one customer do::

    hub = Hub(source, allowance=Allowance(requests_per_minute=300, units_per_minute=300))
    …
    hub.account.units            # spent: the sum over answers with a status of 2xx, broken ones on the way included
    hub.account.requests["wcs"]  # questions, by service
    hub.account.entries          # the last 10 000 questions: service, bbox, size, time, script, status, units, fault …
    hub.account.describe()       # everything as JSON-able data; also GET /control/account

Failed questions are free; a reservation made for one is given back.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass

from .question import CATALOG, PROCESS, SIGN_IN, WCS, WFS
from .refusals import refuse_capacity, refuse_quota, refuse_rate
from .token_bucket import TokenBucket

COUNTED = (WCS, WFS, PROCESS, CATALOG)
"""Services whose questions count for the limits of requests."""

_MAX_ENTRIES = 10_000


@dataclass(frozen=True)
class Allowance:
    """What an account may use. None stands for no limit."""

    requests_per_minute: float | None = None
    units_per_minute: float | None = None
    sign_ins_per_minute: float | None = None
    requests_per_month: int | None = None
    units_per_month: float | None = None
    retry_after: str = "milliseconds"
    """Form of the header of a refusal: ``milliseconds``, ``seconds`` or ``missing``."""

    says_new_limit: bool = False
    """A question dearer than a minute's units is refused with ``newLimit > capacity`` instead of the code for it."""


@dataclass(frozen=True)
class Entry:
    """One question, as it is kept."""

    number: int
    """From 1, in the order of arrival."""

    service: str
    owner: str
    """The instance, or the OAuth client."""

    request: str
    """GetCoverage, GetFeature …, empty where a service has only one."""

    bbox: str
    """As it was asked: numbers with commas, in the order of the question."""

    size: str
    """``WIDTHxHEIGHT``, or the resolution."""

    time: str
    script: str
    """Beginning of the script's SHA-256, empty for none."""

    key: str
    """Equal for equal questions."""

    status: int
    """0 where the answer was never sent."""

    units: float
    fault: str
    """The kind that struck it, empty for none."""

    sent_bytes: int


class Visit:
    """One question's dealings with the account, from its arrival to its answer."""

    def __init__(self, account: Account, number: int) -> None:
        self.number, self.units, self.owner = number, 0.0, ""
        self._account = account

    def admit(self, units: float) -> None:
        """Reserve units before the work is done.

        :raises Refusal: when the account does not have them.
        """
        self._account.take_units(units)
        self.units += units

    def release(self) -> None:
        """The question failed, which is free."""
        self._account.give_units_back(self.units)
        self.units = 0.0


class Account:
    """Figures and limits of everything that is asked of a hub. Called from all of its threads."""

    def __init__(
        self,
        allowance: Allowance = Allowance(),
        max_entries: int = _MAX_ENTRIES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.allowance = allowance
        self._lock = threading.Lock()
        self._arrivals = TokenBucket(allowance.requests_per_minute, clock)
        self._units_bucket = TokenBucket(allowance.units_per_minute, clock)
        self._sign_ins = TokenBucket(allowance.sign_ins_per_minute, clock)
        self._entries: deque[Entry] = deque(maxlen=max_entries)
        self.forget()

    def forget(self) -> None:
        """Start all figures anew; buckets keep their level."""
        with self._lock:
            self.requests: Counter = Counter()
            self.statuses: Counter = Counter()
            self.units_by_service: dict[str, float] = {}
            self.units_by_owner: dict[str, float] = {}
            self._number, self._reserved = 0, 0.0
            self._month_requests, self._month_units = 0, 0.0
            self._entries.clear()

    @property
    def units(self) -> float:
        """Spent so far."""
        with self._lock:
            return float(sum(self.units_by_service.values()))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The last questions, oldest first."""
        with self._lock:
            return tuple(self._entries)

    def arrive(self, service: str) -> Visit:
        """Count a question."""
        with self._lock:
            self._number += 1
            self.requests[service] += 1
            return Visit(self, self._number)

    def let_in(self, service: str) -> None:
        """Take a question off the limits of requests.

        :raises Refusal: when there were too many.
        """
        with self._lock:
            bucket = self._sign_ins if service == SIGN_IN else self._arrivals
            if service != SIGN_IN and service not in COUNTED:
                return
            most = self.allowance.requests_per_month
            if service != SIGN_IN and most is not None and self._month_requests >= most:
                raise refuse_quota()
            wait_s = bucket.take(1.0)
            if wait_s:
                raise refuse_rate(wait_s, self.allowance.retry_after)
            self._month_requests += service != SIGN_IN

    def take_units(self, units: float) -> None:
        """:raises Refusal: when the account does not have so many, now or at all."""
        with self._lock:
            capacity, most = self.allowance.units_per_minute, self.allowance.units_per_month
            if most is not None and self._month_units + units > most:
                raise refuse_quota()
            if capacity is not None and units > capacity:
                raise refuse_capacity(self.allowance.says_new_limit)
            wait_s = self._units_bucket.take(units)
            if wait_s:
                raise refuse_rate(wait_s, self.allowance.retry_after)
            self._month_units += units

    def give_units_back(self, units: float) -> None:
        """Undo :meth:`take_units`."""
        with self._lock:
            self._units_bucket.give_back(units)
            self._month_units = max(0.0, self._month_units - units)

    def keep(self, entry: Entry) -> None:
        """A question has been answered."""
        with self._lock:
            self._entries.append(entry)
            self.statuses[str(entry.status)] += 1
            for sums, name in ((self.units_by_service, entry.service), (self.units_by_owner, entry.owner)):
                if entry.units:
                    sums[name] = sums.get(name, 0.0) + entry.units

    def describe(self) -> dict[str, object]:
        """Everything, as JSON-able data."""
        entries = self.entries
        with self._lock:
            return {
                "requests": dict(self.requests),
                "statuses": dict(self.statuses),
                "units": float(sum(self.units_by_service.values())),
                "units_by_service": dict(self.units_by_service),
                "units_by_owner": dict(self.units_by_owner),
                "questions": [asdict(entry) for entry in entries],
            }
