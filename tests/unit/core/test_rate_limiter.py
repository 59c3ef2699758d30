# SPDX-License-Identifier: GPL-2.0-or-later
"""The rate limiter, with a clock that moves only while somebody waits."""

from __future__ import annotations

import math
import threading

import pytest

from timestack.plugin.core.errors import Cancelled, InvalidRequest
from timestack.plugin.core.rate_limiter import RateLimiter, limiter_of
from timestack.plugin.core.weather import calls_for_split


class Clock:
    def __init__(self):
        self.time = 1000.0
        self._lock = threading.Lock()

    def now(self):
        return self.time

    def sleep(self, seconds):
        assert 0 < seconds < 1
        with self._lock:
            self.time += seconds


def never():
    return False


@pytest.fixture
def clock():
    return Clock()


def limiter(clock, requests=math.inf, units=math.inf):
    return RateLimiter(requests, units, clock.now, clock.sleep)


def grants(clock, limiter, count, units=0.0):
    """Seconds since now at which so many questions were let through."""
    start, times = clock.time, []
    for _ in range(count):
        limiter.acquire(units, never)
        times.append(clock.time - start)
    return times


def test_no_known_limit_means_no_wait(clock):
    assert grants(clock, limiter(clock), 1000, 500.0) == [0.0] * 1000


def test_requests_are_spread_over_the_minute(clock):
    times = grants(clock, limiter(clock, requests=60), 61)
    assert times[-1] == pytest.approx(60, abs=0.1)
    assert all(0.9 < later - earlier < 1.1 for earlier, later in zip(times, times[1:]))


def test_units_of_a_minute_may_be_spent_at_once_and_then_drip_in(clock):
    times = grants(clock, limiter(clock, units=300), 4, 150.0)
    assert times == pytest.approx([0, 0, 30, 60], abs=0.1)


def test_the_rule_of_the_docs_half_of_the_requests_pass_when_each_costs_two_units(clock):
    times = grants(clock, limiter(clock, requests=100, units=100), 200, 2.0)
    assert sum(time < 60 for time in times) <= 101
    assert times[-1] == pytest.approx(180, rel=0.02)


def test_a_question_that_never_fits_is_refused_up_front_and_calls_for_a_split(clock):
    tight = limiter(clock, units=300)
    assert tight.fits(300) and not tight.fits(300.1)
    with pytest.raises(InvalidRequest) as caught:
        tight.acquire(953.7, never)
    assert calls_for_split(caught.value)
    assert clock.time == 1000
    tight.acquire(1, never)


def test_a_price_that_the_service_never_lets_through_is_remembered(clock):
    unknown = limiter(clock)
    unknown.learn_too_dear(500)
    assert not unknown.fits(500) and unknown.fits(490)
    unknown.learn_too_dear(0)
    assert unknown.fits(490)


def test_a_pause_holds_everybody(clock):
    free = limiter(clock)
    free.pause(7)
    free.pause(3)
    assert grants(clock, free, 2) == pytest.approx([7, 7], abs=0.01)


def test_a_cancel_ends_the_wait_and_lets_the_next_one_through(clock):
    tight = limiter(clock, requests=1)
    tight.acquire(0, never)
    with pytest.raises(Cancelled):
        tight.acquire(0, lambda: clock.time > 1005)
    assert clock.time < 1006
    assert grants(clock, tight, 1)[0] == pytest.approx(1060 - 1005, abs=0.2)


def test_the_true_price_replaces_the_expected_one(clock):
    tight = limiter(clock, units=60)
    tight.acquire(10, never)
    tight.learn({"x-processingunits-spent": "60"}, 10)
    assert grants(clock, tight, 1, 10.0)[0] == pytest.approx(10, abs=0.1)
    cheaper = limiter(clock, units=60)
    cheaper.acquire(60, never)
    cheaper.learn({"x-processingunits-spent": "20"}, 60)
    assert grants(clock, cheaper, 1, 40.0)[0] == 0


def test_a_refused_question_costs_nothing(clock):
    tight = limiter(clock, units=60)
    tight.acquire(60, never)
    tight.learn({}, 60, status=500)
    assert grants(clock, tight, 1, 60.0)[0] == 0


def test_a_refusal_lowers_the_rates_once_and_answers_raise_them_slowly_back(clock):
    taught = limiter(clock, requests=300, units=300)
    for _ in range(4):
        taught.learn({}, status=429)
    assert (taught.requests_per_minute, taught.units_per_minute) == pytest.approx((225, 225))
    taught.learn({})
    assert taught.requests_per_minute == pytest.approx(228)
    for _ in range(100):
        taught.learn({})
    assert (taught.requests_per_minute, taught.units_per_minute) == pytest.approx((300, 300))


def test_rates_never_fall_to_nothing(clock):
    taught = limiter(clock, requests=300, units=100)
    for _ in range(100):
        clock.time += 10
        taught.learn({}, status=429)
    assert taught.requests_per_minute == pytest.approx(15)
    assert taught.fits(100)
    taught.acquire(100, never)


def test_an_unknown_limit_is_learned_from_what_was_asked_before_the_refusal(clock):
    unknown = limiter(clock)
    for _ in range(40):
        unknown.acquire(200, never)
        clock.time += 1
    unknown.learn({}, 200, status=429)
    assert unknown.requests_per_minute == pytest.approx(45)
    times = grants(clock, unknown, 5, 200.0)
    assert times[-1] == pytest.approx(5 * 60 / 45, abs=0.5)


def test_a_refusal_right_at_the_start_tells_little(clock):
    unknown = limiter(clock)
    unknown.acquire(1, never)
    unknown.learn({}, 1, status=429)
    assert unknown.requests_per_minute == pytest.approx(225)
    assert math.isinf(unknown.units_per_minute)


def test_what_a_header_says_is_left_is_believed_and_nonsense_is_not(clock):
    told = limiter(clock, requests=60)
    told.learn({"x-ratelimit-remaining": "0"})
    assert grants(clock, told, 1)[0] == pytest.approx(1, abs=0.1)
    for nonsense in ("nan", "-5", "inf", "many", ""):
        told.learn({"x-ratelimit-remaining": nonsense, "x-processingunits-spent": nonsense})
    assert grants(clock, told, 2)[-1] == pytest.approx(2, abs=0.2)


def test_many_workers_together_never_ask_more_than_the_account_may(clock):
    shared = limiter(clock, requests=120, units=60)
    times, lock = [], threading.Lock()

    def work():
        for _ in range(10):
            shared.acquire(3, never)
            with lock:
                times.append(clock.time)

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    times.sort()
    assert len(times) == 60
    first = times[0]
    for number, moment in enumerate(times):
        assert 3 * (number + 1) <= 60 + (moment - first) * 1.0 + 3


def test_one_limiter_per_account_whose_name_is_not_kept():
    secret = "12345678-aaaa-bbbb-cccc-1234567890ab"
    one = limiter_of(secret, 300, 300)
    assert limiter_of(secret, 300, 300) is one
    assert limiter_of("another", 300, 300) is not one
    assert secret not in repr(one) and secret not in repr(vars(one))
    one.learn({}, status=429)
    assert limiter_of(secret, 300, 300).requests_per_minute == pytest.approx(225)
    assert limiter_of(secret, 1200, 1200).requests_per_minute == pytest.approx(1200)


def test_a_rate_of_nothing_is_refused():
    with pytest.raises(ValueError):
        RateLimiter(0, 300)
