# SPDX-License-Identifier: GPL-2.0-or-later
"""Faults on demand: a hub that misbehaves as networks and services do, when and how it is told.

In the same process::

    plan = FaultPlan((FaultRule("429", first=3, retry_after="milliseconds", wait_s=0.2),
                      FaultRule("truncate", ("wcs",), probability=0.1),
                      FaultRule("wrong_dates", every=7)), seed=5, per_question=2)
    hub = Hub(source, faults=plan)
    hub.set_faults(FaultPlan())              # fair weather again; counting starts anew with each plan

From another process, where the hub was started with ``allow_control=True`` or ``--control``::

    POST /control/faults   {"seed": 5, "per_question": 2, "rules": [{"kind": "429", "first": 3, "wait_s": 0.2}, …]}
    GET  /control/faults   the plan, and how often each kind has struck
    GET  /control/account  requests, units and the list of questions (see :mod:`.account`)
    POST /control/reset    forgets the account's figures and the counts of the plan

A rule strikes a question when any of its four conditions holds: it is among the ``first`` n, every ``every``-th one,
one of the ``numbers`` (from 1), or by ``probability``. It counts the questions to its ``services`` since the plan was
set; rules about images count questions for images only. Of several rules that hold, the first strikes. Chance depends
on the seed, the rule, the question and how often it was asked, and on nothing else: the same questions meet the same
fate in whatever order their threads bring them. With ``per_question`` above 0 the very same question is struck at most
so often, so that patience is always rewarded.

Kinds (:data:`KINDS`):

==================  =================================================================================================
``429``             refusal with ``Retry-After`` of ``wait_s`` in ``retry_after``: milliseconds, seconds or missing
``500`` ``503``     refusal in JSON
``502`` ``504``     a gateway's web page
``stall``           takes the question and never answers
``stall_within``    sends ``share`` of the body, then nothing more
``drop``            breaks the connection instead of answering
``drop_within``     breaks it after ``share`` of the body
``truncate``        ``share`` of the body under the Content-Length of all of it, then an orderly end
``truncate_tiff``   ``share`` of the TIFF's bytes, and a Content-Length that agrees
``html``            a web page with status 200
``json_error``      an error in JSON with status 200
``garbage``         bytes that are no TIFF, sent as one
``wrong_size``      a good TIFF with one row and one column less
``wrong_bands``     a good TIFF with one band less (of one band: with one more)
``wrong_dates``     a good TIFF whose date bands tell ``days`` more than is true
``slow``            answers ``delay_s`` late
``expired``         401; the bearer token that was used is not good any more, whatever expires_in said
``clock_skew``      the Date header, and ``exp`` of tokens, are off by ``skew_s``
``quota``           403, the month's units are spent
``over_capacity``   429 with code RATE_LIMIT_TOKEN_COUNT_EXCEEDS_CAPACITY, as for a question above a minute's units
``new_limit``       500 with ``newLimit > capacity``, the other form of it
==================  =================================================================================================
"""

from __future__ import annotations

import math
import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .question import CATALOG, CONFIGURATION, PROCESS, SIGN_IN, WCS, WFS, Question

SERVICES = (WCS, PROCESS, WFS, CATALOG, SIGN_IN, CONFIGURATION)
IMAGE_KINDS = ("truncate_tiff", "garbage", "wrong_size", "wrong_bands", "wrong_dates")
BEARER_KINDS = ("expired",)
KINDS = (
    "429", "500", "502", "503", "504", "stall", "stall_within", "drop", "drop_within", "truncate", "html", "json_error",
    "slow", "clock_skew", "quota", "over_capacity", "new_limit", *IMAGE_KINDS, *BEARER_KINDS,
)  # fmt: skip
RETRY_FORMS = ("milliseconds", "seconds", "missing")

_MAX_KEPT = 20_000


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise ValueError(words)


@dataclass(frozen=True)
class FaultRule:
    """One kind of fault, and which questions it strikes."""

    kind: str
    services: tuple[str, ...] = ()
    """Names out of :data:`SERVICES`; empty for all that the kind makes sense for."""

    probability: float = 0.0
    first: int = 0
    every: int = 0
    numbers: tuple[int, ...] = ()
    retry_after: str = "milliseconds"
    wait_s: float = 1.0
    delay_s: float = 2.0
    share: float = 0.5
    days: int = 1
    skew_s: float = 7200.0
    hang_s: float = 600.0
    """Longest time that a stalled connection stays open; it also ends with the other side, and with the hub."""

    def __post_init__(self) -> None:
        """:raises ValueError: for what makes no sense, with words that say so."""
        _require(self.kind in KINDS, f"kind: {self.kind!r} is not one of {', '.join(KINDS)}")
        for service in self.services:
            _require(service in SERVICES, f"services: {service!r} is not one of {', '.join(SERVICES)}")
        _require(self.retry_after in RETRY_FORMS, f"retry_after: should be one of {', '.join(RETRY_FORMS)}")
        _require(0 <= self.probability <= 1, "probability: should be between 0 and 1")
        _require(0 <= self.share < 1, "share: should be at least 0 and below 1")
        _require(min(self.first, self.every, *self.numbers, 0) >= 0, "first, every, numbers: should not be below 0")
        seconds = (self.wait_s, self.delay_s, self.hang_s, self.skew_s)
        _require(all(map(math.isfinite, seconds)), "seconds: should be numbers")
        _require(min(self.wait_s, self.delay_s, self.hang_s) >= 0, "wait_s, delay_s, hang_s: should not be below 0")
        _require(max(map(abs, seconds)) <= 1e9, "seconds: far too many")
        _require(abs(self.days) <= 10_000, "days: far too many")

    def minds(self, service: str, wants_image: bool) -> bool:
        """Whether a question counts for this rule."""
        if self.kind in IMAGE_KINDS and not wants_image:
            return False
        if self.kind in BEARER_KINDS and service not in (PROCESS, CATALOG, CONFIGURATION):
            return False
        return service in (self.services or SERVICES)

    def strikes(self, number: int, chance: float) -> bool:
        """Whether the question of this number (from 1) is struck; chance is evenly spread over 0 to 1."""
        return (
            number <= self.first
            or (self.every > 0 and number % self.every == 0)
            or number in self.numbers
            or chance < self.probability
        )


@dataclass(frozen=True)
class FaultPlan:
    """Rules in the order in which they are asked."""

    rules: tuple[FaultRule, ...] = ()
    seed: int = 0
    per_question: int = 0
    """At most so many faults for the very same question; 0 for no limit."""

    def __post_init__(self) -> None:
        """:raises ValueError: for numbers below 0."""
        _require(self.seed >= 0 and self.per_question >= 0, "seed, per_question: should not be below 0")


@dataclass
class Faults:
    """A plan at work. Called from all threads of the hub."""

    plan: FaultPlan = FaultPlan()
    struck: Counter = field(default_factory=Counter)
    """How often, by kind."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._seen = [0] * len(self.plan.rules)
        self._asked: OrderedDict[str, int] = OrderedDict()
        self._met: OrderedDict[str, int] = OrderedDict()

    def draw(self, service: str, question: Question) -> FaultRule | None:
        """The rule that strikes this question, None for none."""
        plan = self.plan
        if not plan.rules:
            return None
        wants_image = question.wants_image
        key = question.key
        with self._lock:
            found, times = None, _count(self._asked, key)
            for place, rule in enumerate(plan.rules):
                if rule.minds(service, wants_image):
                    self._seen[place] += 1
                    number = self._seen[place]
                    chance = _chance(plan.seed, place, key, times) if rule.probability else 1.0
                    if found is None and rule.strikes(number, chance):
                        found = rule
            if found is None or (plan.per_question and _count(self._met, key) > plan.per_question):
                return None
            self.struck[found.kind] += 1
            return found

    def describe(self) -> dict[str, object]:
        """The plan and what it has done, as JSON-able data."""
        return {"plan": write_plan(self.plan), "struck": dict(self.struck)}


def read_plan(content: object) -> FaultPlan:
    """A plan from JSON.

    :raises ValueError: for anything that is none, with words that say why.
    """
    _require(isinstance(content, Mapping), "a plan is an object")
    given = dict(content)  # type: ignore[call-overload]
    rules = given.pop("rules", [])
    _require(isinstance(rules, list) and len(rules) <= 1000, "rules: should be a list")
    numbers = {name: given.pop(name, 0) for name in ("seed", "per_question")}
    _require(not given, f"unknown: {', '.join(sorted(map(str, given)))}")
    _require(all(type(value) is int for value in numbers.values()), "seed, per_question: should be whole numbers")
    return FaultPlan(tuple(map(_read_rule, rules)), **numbers)


def write_plan(plan: FaultPlan) -> dict[str, object]:
    """A plan as JSON-able data, from which :func:`read_plan` makes an equal one."""
    rules = [{name: list(v) if isinstance(v, tuple) else v for name, v in vars(rule).items()} for rule in plan.rules]
    return {"seed": plan.seed, "per_question": plan.per_question, "rules": rules}


_TYPES: Mapping[str, tuple[type, ...]] = {
    "kind": (str,), "services": (list,), "probability": (int, float), "first": (int,), "every": (int,),
    "numbers": (list,), "retry_after": (str,), "wait_s": (int, float), "delay_s": (int, float),
    "share": (int, float), "days": (int,), "skew_s": (int, float), "hang_s": (int, float),
}  # fmt: skip


def _read_rule(content: object) -> FaultRule:
    _require(isinstance(content, Mapping) and "kind" in content, "a rule is an object with a kind")
    values: dict[str, Any] = {}
    for name, value in dict(content).items():  # type: ignore[call-overload]
        _require(name in _TYPES, f"{name}: unknown; known are {', '.join(_TYPES)}")
        _require(type(value) in _TYPES[name], f"{name}: should be {_TYPES[name][-1].__name__}")
        values[name] = tuple(value) if isinstance(value, list) else value
    _require(all(type(number) is int for number in values.get("numbers", ())), "numbers: should be whole")
    return FaultRule(**values)


def _count(counts: OrderedDict[str, int], key: str) -> int:
    """One more of a kind. The kinds seen longest ago are forgotten when there are very many."""
    times = counts.pop(key, 0) + 1
    counts[key] = times
    if len(counts) > _MAX_KEPT:
        counts.popitem(last=False)
    return times


def _chance(seed: int, place: int, key: str, times: int) -> float:
    return float(np.random.default_rng((seed, place, int(key, 16), times)).random())
