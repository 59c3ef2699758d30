# SPDX-License-Identifier: GPL-2.0-or-later
"""The Process API and the Catalog over real sockets: the same stack as over OGC, in any weather, and no secret told."""

from __future__ import annotations

import logging
import math
import threading
from contextlib import contextmanager
from datetime import date

import numpy as np
import pytest

pytest.importorskip("osgeo")
pytest.importorskip("requests")

from timestack.plugin.bridge.http import HttpGateway, NetworkSettings
from timestack.plugin.bridge.oauth import TokenSource
from timestack.plugin.bridge.ogc_service import OgcService, ServiceAddress
from timestack.plugin.bridge.process_service import ProcessService
from timestack.plugin.core.coverage_request import CoverageRequest
from timestack.plugin.core.credentials import AccountLimits, Credentials
from timestack.plugin.core.dates import end_of_day, start_of_day
from timestack.plugin.core.deployments import ServiceRoots
from timestack.plugin.core.errors import BadAnswer, Cancelled, InvalidRequest, ServiceError, TimestackError, Unreachable
from timestack.plugin.core.fetch import fetch_stack
from timestack.plugin.core.grid import snap_grid
from timestack.plugin.core.plan import PlanLimits
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.rate_limiter import RateLimiter
from timestack.plugin.core.stack_request import SceneSelection, StackRequest
from timestack.plugin.core.weather import Patience, calls_for_split, persist
from timestack.plugin.localhub import DemoSource, Hub
from timestack.plugin.localhub.account import Allowance
from timestack.plugin.localhub.faults import FaultPlan, FaultRule

COLLECTION = "sentinel-2-l2a"
CLIENT, SECRET = "sh-c0ffee-client", "s3cret/+=&word"
GRID = snap_grid((488000, 5094000, 512000, 5110000), "EPSG:32633", 200)
FIRST, LAST = date(2020, 4, 1), date(2020, 4, 30)
QUICK = Patience(
    first_wait_s=0.001, longest_wait_s=0.002, total_429_wait_s=20, shortest_429_wait_s=0.001, longest_429_wait_s=0.5,
    usual_429_wait_s=0.1,
)  # fmt: skip
SETTINGS = NetworkSettings({}, read_timeout_s=60)
POLYGON = "POLYGON ((492000 5096000, 508000 5096000, 508000 5108000, 492000 5096000))"


class MemorySink:
    def __init__(self, info):
        self.values = np.zeros(info.shape, np.uint16)

    def write(self, step, column, row, values):
        self.values[step, :, row : row + values.shape[1], column : column + values.shape[2]] = values

    def commit(self):
        pass


@pytest.fixture(scope="module")
def source():
    return DemoSource()


@pytest.fixture
def make_hub(source):
    hubs = []

    def make(*rules, allowance=None, **more):
        hub = Hub(source, faults=FaultPlan(tuple(rules)), allowance=allowance, clients={CLIENT: SECRET}, **more)
        hubs.append(hub)
        return hub.start()

    yield make
    for hub in hubs:
        hub.stop()


def roots_of_hub(hub):
    token_url = f"{hub.address}/auth/realms/main/protocol/openid-connect/token"
    return ServiceRoots(f"{hub.address}/ogc", f"{hub.address}/api/v1", token_url)


def process(hub, secret=SECRET, limits=AccountLimits(math.inf, math.inf), settings=SETTINGS):
    return ProcessService(
        "demo", roots_of_hub(hub), Credentials("", CLIENT, secret), COLLECTION, settings, limits, QUICK
    )


def ogc(hub, limiter=None):
    address = ServiceAddress(f"{hub.address}/ogc", hub.instance_id)
    return OgcService("demo", address, COLLECTION, SETTINGS, limiter=limiter, patience=QUICK)


def stack_request(mosaicking="ORBIT", mask="", **more):
    selection = SceneSelection(COLLECTION, FIRST, LAST, mosaicking, **more)
    return StackRequest(selection, GRID, ("B04", "SCL"), mask_wkt=mask)


def fetch(service, request, limits=PlanLimits()):
    sinks = []

    @contextmanager
    def open_sink(info):
        sinks.append(MemorySink(info))
        yield sinks[-1]

    result = fetch_stack(request, service, open_sink, SilentProgress(), limits)
    return [step.label for step in result.info.steps], sinks[-1].values


def question(script="", **more):
    script = script or (
        '//VERSION=3\nfunction setup() { return { input: [{bands: ["B04"], units: "DN"}],'
        ' output: {bands: 1, sampleType: "UINT16"} }; }\nfunction evaluatePixel(s) { return [s.B04]; }'
    )
    asked = {"time_from": start_of_day(FIRST), "time_to": end_of_day(LAST), "evalscript": script, **more}
    return CoverageRequest(coverage=COLLECTION, grid=GRID, **asked)


@pytest.mark.parametrize(
    "request_more",
    [{}, {"max_cloud_cover_pct": 40}, {"mask": POLYGON}, {"mosaicking": "TILE"}],
    ids=["all", "clear", "masked", "TILE"],
)
def test_the_stack_is_the_same_as_over_ogc(request_more, make_hub):
    hub = make_hub()
    request = stack_request(**request_more)
    with ogc(hub) as one, process(hub) as other:
        one.find_coverage(SilentProgress())
        labels, values = fetch(one, request)
        assert values.any()
        other_labels, other_values = fetch(other, request, PlanLimits(side_px=64))
    assert other_labels == labels
    if request_more.get("mosaicking") == "TILE":  # tiles of one instant may change places
        assert sorted(map(bytes, other_values)) == sorted(map(bytes, values))
    else:
        np.testing.assert_array_equal(other_values, values)


def test_the_catalog_tells_the_same_scenes_as_wfs(make_hub):
    hub = make_hub()
    selection = SceneSelection(COLLECTION, date(2020, 1, 1), date(2020, 12, 31), max_cloud_cover_pct=70)
    with ogc(hub) as one, process(hub) as other:
        by_wfs = one.find_acquisitions(selection, GRID, SilentProgress())
        by_catalog = other.find_acquisitions(selection, GRID, SilentProgress())
        assert other.requests_made > 1, "more than one page"
    assert len(by_wfs) > 100
    assert {(a.time, a.data_path, a.tile_id, a.cloud_cover_pct, a.crs) for a in by_wfs} == {
        (a.time, a.data_path, a.tile_id, a.cloud_cover_pct, a.crs) for a in by_catalog
    }


def test_what_the_answers_cost_is_counted(make_hub):
    hub = make_hub()
    with process(hub) as service:
        fetch(service, stack_request())
        assert service.requests_made >= 2
        assert service.units_spent == pytest.approx(hub.account.units, rel=1e-6)
        assert {entry.service for entry in hub.account.entries if entry.units} == {"process", "catalog"}
        assert service.url_bytes(question()) == 0


@pytest.mark.parametrize(
    "kind", ["500", "502", "503", "drop", "drop_within", "truncate", "truncate_tiff", "html", "json_error", "garbage"]
)
def test_weather_passes_over_process_and_catalog(kind, make_hub):
    hub = make_hub(FaultRule(kind, ("process", "catalog"), first=2))
    with process(hub) as service:
        service.find_acquisitions(stack_request().selection, GRID, SilentProgress())
        image = persist(lambda: service.get_coverage(question(), SilentProgress()), SilentProgress(), QUICK)
        assert (image.width, image.height) == (GRID.width, GRID.height)
        image.close()
    assert hub.faults.struck[kind] >= 1


@pytest.mark.parametrize("kind", ["500", "drop", "truncate", "html", "json_error", "stall_within"])
def test_weather_passes_over_wfs_and_capabilities(kind, make_hub):
    hub = make_hub(FaultRule(kind, ("wfs",), first=3))
    address = ServiceAddress(f"{hub.address}/ogc", hub.instance_id)
    settings = NetworkSettings({}, read_timeout_s=1)
    with OgcService("demo", address, COLLECTION, settings, "S2", patience=QUICK) as service:
        assert service.find_acquisitions(stack_request().selection, GRID, SilentProgress())
    assert hub.faults.struck[kind] == 3


@pytest.mark.parametrize("form", ["milliseconds", "seconds", "missing"])
def test_being_sent_away_is_waited_for_and_slows_everybody_down(form, make_hub):
    hub = make_hub(FaultRule("429", ("wcs",), first=2, retry_after=form, wait_s=1 if form == "seconds" else 0.2))
    limiter = RateLimiter(6000, 6000)
    with ogc(hub, limiter) as service:
        service.find_coverage(SilentProgress())
        image = persist(lambda: service.get_coverage(question(), SilentProgress()), SilentProgress(), QUICK)
        image.close()
    assert limiter.requests_per_minute < 6000
    assert hub.faults.struck["429"] == 2


@pytest.mark.parametrize("kind", ["over_capacity", "new_limit"])
def test_a_price_above_the_capacity_is_remembered(kind, make_hub):
    hub = make_hub(FaultRule(kind, ("wcs",), first=1))
    limiter = RateLimiter()
    with ogc(hub, limiter) as service:
        with pytest.raises(ServiceError) as caught:
            service.get_coverage(question(units=700.0), SilentProgress())
        assert calls_for_split(caught.value)
        with pytest.raises(InvalidRequest) as refused:
            service.get_coverage(question(units=700.0), SilentProgress())
        assert calls_for_split(refused.value)


def test_a_gateway_that_ran_out_of_time_and_a_silent_service_call_for_a_split(make_hub):
    hub = make_hub(FaultRule("504", ("process",), numbers=(1,)), FaultRule("stall", ("process",), numbers=(2,)))
    with process(hub, settings=NetworkSettings({}, read_timeout_s=0.5)) as service:
        for _ in range(2):
            with pytest.raises((ServiceError, Unreachable)) as caught:
                service.get_coverage(question(), SilentProgress())
            assert calls_for_split(caught.value)


def test_spent_units_end_it_at_once(make_hub):
    hub = make_hub(FaultRule("quota", ("process",), first=1))
    with process(hub) as service:
        with pytest.raises(ServiceError) as caught:
            persist(lambda: service.get_coverage(question(), SilentProgress()), SilentProgress(), QUICK)
        assert (caught.value.status, service.requests_made) == (403, 1)


def test_an_expired_token_is_renewed_once_for_all(make_hub):
    hub = make_hub(FaultRule("expired", ("process",), numbers=(2,)))
    with process(hub) as service:
        for _ in range(3):
            persist(lambda: service.get_coverage(question(), SilentProgress()), SilentProgress(), QUICK).close()
        assert service.requests_made == 4
    assert hub.faults.struck["expired"] == 1
    assert sum(entry.service == "token" for entry in hub.account.entries) == 2


def test_many_workers_sign_in_once_and_keep_the_pace_of_the_account(make_hub):
    hub = make_hub(allowance=Allowance(requests_per_minute=1200))
    problems = []

    def work(service):
        try:
            for _ in range(4):
                service.get_coverage(question(), SilentProgress()).close()
        except TimestackError as error:
            problems.append(error)

    with process(hub, limits=AccountLimits(1000, math.inf)) as service:
        workers = [threading.Thread(target=work, args=(service,)) for _ in range(5)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
        assert service.requests_made == 20
    assert not problems
    assert sum(entry.service == "token" for entry in hub.account.entries) == 1


def test_clocks_that_disagree_do_not_matter(make_hub):
    hub = make_hub(FaultRule("clock_skew", every=1, skew_s=-86400))
    with process(hub) as service:
        service.get_coverage(question(), SilentProgress()).close()


def test_a_sign_in_that_fails_says_nothing_about_the_question(make_hub):
    hub = make_hub(FaultRule("504", ("token",), numbers=(1,)), FaultRule("429", ("token",), numbers=(2,)))
    with process(hub) as service:
        with pytest.raises(Unreachable) as caught:
            service.get_coverage(question(), SilentProgress())
        assert not calls_for_split(caught.value)
        persist(lambda: service.get_coverage(question(), SilentProgress()), SilentProgress(), QUICK).close()


def test_a_wrong_secret_is_told_and_not_shown(make_hub, caplog):
    caplog.set_level(logging.DEBUG)
    hub = make_hub()
    with process(hub, secret="wr0ng-word") as service:
        with pytest.raises(ServiceError) as caught:
            service.find_acquisitions(stack_request().selection, GRID, SilentProgress())
        assert (caught.value.status, caught.value.code) == (401, "invalid_client")
        shown = f"{caught.value!r} {caught.value} {service!r} {vars(service)} {caplog.text}"
    assert "wr0ng-word" not in shown.replace(repr(service._secrets), "")
    assert CLIENT not in f"{caught.value!r} {caplog.text}"


def test_no_log_shows_a_token_or_a_secret(make_hub, caplog):
    caplog.set_level(logging.DEBUG)
    hub = make_hub()
    with process(hub) as service:
        service.get_coverage(question(), SilentProgress()).close()
        token = service._tokens.token(SilentProgress())
    assert "/api/v1/process" in caplog.text
    for secret in (SECRET, CLIENT, token):
        assert secret not in caplog.text


def test_a_services_own_words_lose_the_secrets_in_them(make_hub):
    hub = make_hub()
    instance = "12345678-aaaa-bbbb-cccc-1234567890ab"
    address = ServiceAddress(f"{hub.address}/ogc", instance)
    with OgcService("demo", address, COLLECTION, SETTINGS, "S2", patience=QUICK) as service:
        with pytest.raises(ServiceError) as caught:
            service.find_acquisitions(stack_request().selection, GRID, SilentProgress())
        with service._without_secrets(), pytest.raises(BadAnswer) as other:
            raise BadAnswer("a list", f"<html>{instance}")
        with pytest.raises(BadAnswer) as hidden, service._without_secrets():
            raise other.value
    assert instance not in str(caught.value)
    assert instance not in f"{hidden.value!r}"


def test_a_limited_account_is_never_asked_too_fast(make_hub):
    hub = make_hub(allowance=Allowance(requests_per_minute=600))
    with process(hub, limits=AccountLimits(500, math.inf)) as service:
        for _ in range(15):
            service.get_coverage(question(), SilentProgress()).close()
    assert all(entry.status == 200 for entry in hub.account.entries)


class Gone(SilentProgress):
    def is_cancelled(self):
        return True


def test_a_cancel_while_waiting_for_ones_turn_asks_nothing(make_hub):
    hub = make_hub()
    with ogc(hub) as service:
        with pytest.raises(Cancelled):
            service.get_coverage(question(), Gone())
        assert service.requests_made == 0


class Clock:
    time = 5.0

    def __call__(self):
        return self.time


def test_a_token_is_kept_until_shortly_before_its_end(make_hub):
    hub, clock = make_hub(token_lifetime_s=600), Clock()
    gateway = HttpGateway(SETTINGS)
    tokens = TokenSource(roots_of_hub(hub).token_url, CLIENT, SECRET, gateway, now=clock)
    first = tokens.token(SilentProgress())
    clock.time += 539
    assert tokens.token(SilentProgress()) == first
    clock.time += 2
    second = tokens.token(SilentProgress())
    assert second != first
    tokens.drop(first)
    assert tokens.token(SilentProgress()) == second, "only the token that was refused is dropped"
    tokens.drop(second)
    assert tokens.token(SilentProgress()) != second
    assert SECRET not in f"{tokens!r} {tokens._token!r}" and second not in repr(tokens._token)
