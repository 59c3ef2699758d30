# SPDX-License-Identifier: GPL-2.0-or-later
"""Rate limits, quota, units, and the list of questions."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hub_stub import StubScene, script
from post_client import Poster, ask_process

from timestack.plugin.localhub import Allowance, FaultPlan, FaultRule
from timestack.plugin.localhub.account import Account
from timestack.plugin.localhub.answers import Refusal
from timestack.plugin.localhub.token_bucket import TokenBucket

Open = Callable[..., Poster]
SCENES = (StubScene("2020-01-05T10:00:00"), StubScene("2020-01-10T10:00:00"), StubScene("2020-01-15T10:00:00"))
STACK = script("return s.map(x => x.B02).concat([s[0].B03]);", count=4, mosaicking="ORBIT")
STACK_UNITS = 100 * 100 / 512**2 * 3 / 3 * 3


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_bucket_refills_evenly_and_never_overflows() -> None:
    clock = Clock()
    bucket = TokenBucket(60, clock)
    assert [bucket.take(1) for _ in range(60)] == [0] * 60
    assert bucket.take(2) == pytest.approx(2.0)
    clock.now_s = 2.0
    assert bucket.take(2) == 0.0
    clock.now_s = 10_000.0
    assert bucket.take(61) == pytest.approx(1.0)
    assert bucket.take(60) == 0.0
    bucket.give_back(5)
    assert bucket.take(5) == 0.0
    assert TokenBucket(None).take(1e9) == 0.0


def test_units_and_requests_are_counted(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    over_wcs = client.image(STACK)
    over_process = client.process(ask_process(STACK))
    listed = client.features()
    client.search()
    client.ask("wcs", REQUEST="GetCapabilities")
    account = client.hub.account
    assert dict(account.requests) == {"wcs": 2, "process": 1, "token": 1, "wfs": 1, "catalog": 1}
    for reply in (over_wcs, over_process):
        assert float(reply.headers["X-ProcessingUnits-Spent"]) == pytest.approx(STACK_UNITS)
    assert listed.status == 200
    assert account.units_by_service["wcs"] == account.units_by_service["process"] == pytest.approx(STACK_UNITS)
    assert account.units_by_service["wfs"] == account.units_by_service["catalog"] == pytest.approx(0.12)
    assert account.units == pytest.approx(2 * STACK_UNITS + 0.24)
    halves = {"demo": STACK_UNITS + 0.12, "client-1": STACK_UNITS + 0.12}
    assert account.units_by_owner == pytest.approx(halves)


def test_questions_are_told_apart(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    for width in (100, 100, 50):
        client.image(STACK, WIDTH=width)
    client.process(ask_process(STACK))
    first, same, other, _, by_process = client.hub.account.entries
    assert (first.service, first.owner, first.request, first.size) == ("wcs", "demo", "GetCoverage", "100x100")
    assert first.time == "2020-01-01/2020-12-31"
    assert first.bbox == "500000.0,5099000.0,501000.0,5100000.0"
    assert first.key == same.key != other.key
    assert first.script == other.script == by_process.script
    assert (by_process.owner, by_process.size) == ("client-1", "100x100")
    assert by_process.bbox == first.bbox
    assert by_process.time == "2020-01-01T00:00:00Z/2020-12-31T23:59:59Z"
    assert [entry.number for entry in client.hub.account.entries] == [1, 2, 3, 4, 5]


def test_failed_questions_are_free(open_hub: Open) -> None:
    client = open_hub(*SCENES, allowance=Allowance(units_per_minute=1.0))
    for _ in range(40):  # would be 4.6 units
        assert client.image(script("throw new Error('no');", mosaicking="ORBIT")).status == 400
    assert client.hub.account.units == 0.0
    assert client.image(STACK).status == 200


def test_answers_that_break_on_the_way_are_charged(open_hub: Open) -> None:
    plan = FaultPlan((FaultRule("truncate_tiff", first=1), FaultRule("503", numbers=(2,))))
    client = open_hub(*SCENES, faults=plan)
    assert [client.image(STACK).status for _ in range(3)] == [200, 503, 200]
    assert [(entry.fault, entry.units > 0) for entry in client.hub.account.entries] == [
        ("truncate_tiff", True), ("503", False), ("", True),
    ]  # fmt: skip
    assert client.hub.account.units == pytest.approx(2 * STACK_UNITS)


@pytest.mark.parametrize("form", ["milliseconds", "seconds", "missing"])
def test_too_many_requests_in_a_minute(open_hub: Open, form: str) -> None:
    client = open_hub(*SCENES, allowance=Allowance(requests_per_minute=3, retry_after=form))
    replies = [client.features() for _ in range(4)]
    assert [reply.status for reply in replies] == [200, 200, 200, 429]
    assert replies[3].json["error"]["code"] == "RATE_LIMIT_EXCEEDED"
    header = replies[3].headers.get("Retry-After")
    if form == "missing":
        assert header is None
    else:
        assert 10 < int(header) / (1000 if form == "milliseconds" else 1) <= 20


def test_too_many_units_in_a_minute(open_hub: Open) -> None:
    client = open_hub(*SCENES, allowance=Allowance(units_per_minute=2.5 * STACK_UNITS))
    assert [client.image(STACK).status for _ in range(3)] == [200, 200, 429]
    assert client.process(ask_process(script("return [s.B02];", bands=("B02",)))).status == 200


@pytest.mark.parametrize(
    ("says_new_limit", "status", "words"),
    [(False, 429, "RATE_LIMIT_TOKEN_COUNT_EXCEEDS_CAPACITY"), (True, 500, "newLimit > capacity")],
)
def test_a_question_dearer_than_a_minute(open_hub: Open, says_new_limit: bool, status: int, words: str) -> None:
    allowance = Allowance(units_per_minute=0.9 * STACK_UNITS, says_new_limit=says_new_limit)
    client = open_hub(*SCENES, allowance=allowance)
    reply = client.image(STACK)
    assert (reply.status, words in reply.text) == (status, True)
    assert client.hub.source.reads == []
    assert client.image(STACK, HEIGHT=80).status == 200


@pytest.mark.parametrize("allowance", [Allowance(units_per_month=2.5 * STACK_UNITS), Allowance(requests_per_month=2)])
def test_the_month_is_spent(open_hub: Open, allowance: Allowance) -> None:
    client = open_hub(*SCENES, allowance=allowance)
    replies = [client.image(STACK) for _ in range(3)]
    assert [reply.status for reply in replies] == [200, 200, 403]
    assert replies[2].json["error"]["code"] == "ACCESS_INSUFFICIENT_PROCESSING_UNITS"


def test_the_token_endpoint_has_a_limit_of_its_own(open_hub: Open) -> None:
    client = open_hub(*SCENES, allowance=Allowance(sign_ins_per_minute=2, requests_per_minute=1))
    assert [client.sign_in().status for _ in range(3)] == [200, 200, 429]
    assert client.image().status == 200


def test_threads_spend_exactly_what_there_is() -> None:
    account, passed = Account(Allowance(units_per_minute=100.0), clock=Clock()), []

    def spend() -> None:
        for _ in range(50):
            visit = account.arrive("wcs")
            try:
                visit.admit(1.0)
                passed.append(visit.number)
            except Refusal:
                continue

    threads = [threading.Thread(target=spend) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == len(set(passed)) == 100
    assert account.requests["wcs"] == 300


def test_the_list_is_never_longer_than_its_cap(open_hub: Open) -> None:
    client = open_hub(*SCENES)
    account = Account(max_entries=5)
    client.image()
    for _ in range(12):
        account.keep(client.hub.account.entries[0])
    assert len(account.entries) == 5
    assert account.statuses["200"] == 12
