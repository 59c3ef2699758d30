# SPDX-License-Identifier: GPL-2.0-or-later
"""Series at a click: what they cost, what is kept, and that they are those of a stack."""

from __future__ import annotations

import json
import threading
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from connection_profile import forget_connections, open_auth_database, wait_until

pytest.importorskip("qgis.core")

from timestack.plugin.bridge.block_cache import BlockCache
from timestack.plugin.bridge.profile_desk import PointOrder
from timestack.plugin.bridge.projection import transform_point
from timestack.plugin.bridge.saved_connections import SecretChanges, save_connection
from timestack.plugin.core.dates import UTC
from timestack.plugin.core.deployments import ServiceRoots
from timestack.plugin.core.errors import Cancelled, InvalidRequest, NoAcquisitions, TimestackError
from timestack.plugin.core.live_block import SIDE_PX
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.saved_connection import ADDRESS, FOLDER, SavedConnection
from timestack.plugin.live_desk import LiveDesk
from timestack.plugin.live_profiles import LiveProfiles
from timestack.plugin.localhub import DemoSource, Hub
from timestack.plugin.localhub.faults import FaultPlan, FaultRule

pytestmark = pytest.mark.usefixtures("qgis_app")

CRS = "EPSG:32633"
HERE, SAME_BLOCK, NEXT_BLOCK = (500200.0, 5100300.0, CRS), (500009.0, 5100001.0, CRS), (500700.0, 5100300.0, CRS)
FIRST, LAST = date(2020, 4, 1), date(2020, 5, 15)
BANDS = ("B04", "B08", "SCL")
CLIENT = {"live-client": "live secret"}


@pytest.fixture
def hub():
    with Hub(DemoSource(), clients=CLIENT) as started:
        yield started


@pytest.fixture
def cache(tmp_path):
    return BlockCache(tmp_path / "blocks")


@pytest.fixture
def make(hub, cache):
    """A LiveProfiles at the hub's address, the same blocks for all."""
    made = []

    def make_profiles(connection="", bands=BANDS, first=FIRST, last=LAST, cache=cache, **more):
        address = connection or f"{hub.address}/ogc/wcs/{hub.instance_id}"
        made.append(LiveProfiles(address, "sentinel-2-l2a", bands, first, last, cache=cache, **more))
        return made[-1]

    yield make_profiles
    for one in made:
        one.close()


def questions(hub):
    return sum(hub.account.requests.values())


class Wish(SilentProgress):
    def __init__(self):
        self.is_over = threading.Event()

    def is_cancelled(self):
        return self.is_over.is_set()


# -- prices -----------------------------------------------------------------------------------------------------


def test_the_second_point_of_a_block_asks_nothing(hub, make):
    live = make()
    first = live.read(*HERE)
    asked, units = questions(hub), hub.account.units
    assert first.units_spent == pytest.approx(units) and units > 0
    second = live.read(*SAME_BLOCK)
    assert (questions(hub), hub.account.units) == (asked, units)
    assert second.units_spent == 0 and live.spent_units == pytest.approx(units)
    assert not np.array_equal(first.profile.values, second.profile.values)


def test_the_price_told_is_the_price_accounted(hub, make):
    live, told = make(), []
    guess = live.price(*HERE)
    assert guess.is_guess and guess.is_charged and questions(hub) == 0
    answer = live.read(*HERE, told=told.append)
    assert [price.is_guess for price in told] == [False]
    assert told[0].units == pytest.approx(hub.account.units) == pytest.approx(answer.units_spent)
    assert guess.units == pytest.approx(hub.account.units, rel=0.5)
    assert live.price(*SAME_BLOCK).units == 0.0 and not live.price(*SAME_BLOCK).is_guess
    before, asked = hub.account.units, questions(hub)
    exact = live.price(*NEXT_BLOCK)  # its scenes are known from the neighbouring block
    assert not exact.is_guess and questions(hub) == asked
    assert live.read(*NEXT_BLOCK).units_spent == pytest.approx(exact.units)
    assert hub.account.units - before == pytest.approx(exact.units)
    assert questions(hub) == asked + 1, "one image, no list, no layers"


def test_a_block_costs_what_a_pixel_costs(hub, make, tmp_path):
    import timestack

    live = make()
    live.read(*HERE)
    exact = live.price(*NEXT_BLOCK).units
    x, y, _ = NEXT_BLOCK
    timestack.fetch_stack(
        output=tmp_path / "pixel.tif", bands=BANDS, start=FIRST, end=LAST, bbox=(x, y, x + 10, y + 10), crs=CRS,
        connection=f"{hub.address}/ogc/wcs/{hub.instance_id}",
    )  # fmt: skip
    images = [entry.units for entry in hub.account.entries if entry.request == "GetCoverage"]
    assert images[-1] == pytest.approx(exact) and len(images) == 2


def test_refused_questions_are_counted_as_the_account_does(hub, make):
    hub.set_faults(FaultPlan((FaultRule("truncate_tiff", first=1),)))
    live = make()
    live.read(*HERE)
    assert live.spent_units == pytest.approx(hub.account.units)


# -- the numbers ------------------------------------------------------------------------------------------------


def test_series_equal_those_of_a_fetched_stack(make, tmp_path):
    import timestack
    from timestack.plugin.bridge.profile_reader import ProfileReader

    live = make()
    stack = timestack.fetch_stack(
        output=tmp_path / "s.tif", bands=BANDS, start=FIRST, end=LAST, bbox=(499900, 5100000, 500900, 5100900), crs=CRS
    )
    reader = ProfileReader(stack.path)
    for x, y, crs in (HERE, SAME_BLOCK, NEXT_BLOCK, (500000.0, 5100020.0, CRS)):
        fetched, asked = reader.read_point(x, y, crs), live.read_point(x, y, crs)
        assert (asked.times, asked.labels, asked.bands) == (fetched.times, fetched.labels, fetched.bands)
        np.testing.assert_array_equal(asked.values, fetched.values)
        longitude, latitude = transform_point(x + 0.5, y - 0.5, crs, "EPSG:4326")
        np.testing.assert_array_equal(live.read_point(longitude, latitude, "EPSG:4326").values, fetched.values)
    assert np.isfinite(asked.values).any() and asked.values.dtype == np.float64
    assert live.info.band_names == BANDS and live.info.collection == "sentinel-2-l2a"


def test_a_long_range_is_split_as_the_planner_does(hub, make):
    live, told = make(first=date(2020, 1, 1), last=date(2021, 6, 30)), []
    profile = live.read(*HERE, told=told.append).profile
    images = [entry for entry in hub.account.entries if entry.request == "GetCoverage"]
    assert len(images) > 1 and len(profile.times) > 100
    assert list(profile.times) == sorted(profile.times)
    assert told[0].units == pytest.approx(hub.account.units)


def test_the_process_api_gives_the_same(hub, make, cache, monkeypatch, tmp_path):
    plain = make().read_point(*HERE)
    monkeypatch.setenv("TIMESTACK_CLIENT_ID", "live-client")
    monkeypatch.setenv("TIMESTACK_CLIENT_SECRET", "live secret")
    monkeypatch.setenv("TIMESTACK_TOKEN_URL", f"{hub.address}/auth/realms/main/protocol/openid-connect/token")
    hub.account.forget()
    live = make(f"{hub.address}/ogc/wcs", cache=BlockCache(tmp_path / "other"))
    posted = live.read(*HERE)
    assert hub.account.requests["process"] and not hub.account.requests["wcs"]
    assert (posted.profile.times, posted.profile.bands) == (plain.times, plain.bands)
    np.testing.assert_array_equal(posted.profile.values, plain.values)
    assert posted.units_spent == pytest.approx(hub.account.units)
    price = live.price(*NEXT_BLOCK)
    before = hub.account.units
    live.read(*NEXT_BLOCK)
    assert not price.is_guess and hub.account.units - before == pytest.approx(price.units)


def test_the_demo_needs_no_network_and_costs_nothing(cache):
    live = LiveProfiles("demo", "", ("B08",), FIRST, LAST, cache=cache)
    price = live.price(*HERE)
    assert not price.is_charged and not live.is_charged and price.units > 0
    assert np.isfinite(live.read_point(*HERE).values).any()
    live.close()


def make_folder(folder):
    """Three scenes of 80 x 80 pixels of 20 m; the value is the scene's number times 1000, plus the column."""
    from osgeo import gdal, osr

    folder.mkdir()
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32633)
    scenes = []
    for number in (1, 2, 3):
        name = f"scene{number}.tif"
        dataset = gdal.GetDriverByName("GTiff").Create(str(folder / name), 80, 80, 1, gdal.GDT_UInt16)
        dataset.SetGeoTransform((499800, 20, 0, 5101600, 0, -20))
        dataset.SetProjection(crs.ExportToWkt())
        dataset.GetRasterBand(1).SetDescription("B04")
        dataset.GetRasterBand(1).WriteArray(np.tile(number * 1000 + np.arange(80, dtype=np.uint16), (80, 1)))
        del dataset
        scenes.append({"file": name, "datetime": f"2021-06-0{number}T10:00:00Z", "tile_id": "33TVM"})
    content = {"collection": "sentinel-2-l2a", "bands": [{"name": "B04", "nodata": 0}], "scenes": scenes}
    (folder / "scenes.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_a_folder_of_scenes_by_path_and_by_name(cache, tmp_path):
    folder = make_folder(tmp_path / "demo")  # a name that could be taken for the demo
    june = (("B04",), date(2021, 6, 1), date(2021, 6, 30))
    live = LiveProfiles(str(folder), "", *june, cache=cache)
    assert live.block(*HERE) is None and live.price(*HERE).units is None and not live.is_charged
    profile = live.read_point(*HERE)
    assert live.block(*HERE).resolution == 20, "the pixels of the scenes"
    assert profile.values[:, 0].tolist() == [1020.0, 2020.0, 3020.0] and live.is_held(*HERE)
    assert live.read_point(HERE[0] + 20, *HERE[1:]).values[0, 0] == 1021
    live.close()
    forget_connections()
    save_connection(SavedConnection("my scenes", FOLDER, folder=str(folder)))
    named = LiveProfiles("my scenes", "", *june, cache=cache)
    np.testing.assert_array_equal(named.read_point(*HERE).values, profile.values)
    assert named.spent_units == 0, "the same folder, and its block is held"
    named.close()
    forget_connections()


def test_a_saved_connection_keeps_its_secrets_out_of_the_cache(cache):
    instance = "0c7b2f0e-aaaa-4bbb-8ccc-1234567890ab"
    hub = Hub({instance: (DemoSource(),)}, clients=CLIENT)
    hub.start()
    open_auth_database()
    forget_connections()
    roots = ServiceRoots(f"{hub.address}/ogc", f"{hub.address}/api/v1",
                         f"{hub.address}/auth/realms/main/protocol/openid-connect/token")  # fmt: skip
    secrets = SecretChanges(instance, *next(iter(CLIENT.items())))
    save_connection(SavedConnection("our hub", ADDRESS, roots), secrets)
    live = LiveProfiles("our hub", "sentinel-2-l2a", ("B08",), FIRST, LAST, cache=cache)
    live.read(*HERE)
    live.close()
    fresh = LiveProfiles("our hub", "sentinel-2-l2a", ("B08",), FIRST, LAST, cache=BlockCache(cache.folder))
    assert fresh.price(*HERE).units == 0.0, "held, and told without asking anybody"
    fresh.close()
    for path in (path for path in cache.folder.rglob("*") if path.is_file()):
        content = path.name.encode() + path.read_bytes()
        for secret in (instance, *CLIENT, *CLIENT.values(), hub.address, hub.address.split("//")[1]):
            assert secret.encode() not in content, path
    forget_connections()
    hub.stop()


# -- refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"bands": ("B99",)}, "unknown_band"), ({"bands": ()}, "no_bands"),
        ({"first": LAST, "last": FIRST}, "reversed_dates"), ({"mosaicking": "SIMPLE"}, "unknown_choice"),
        ({"max_cloud_cover_pct": 101}, "not_a_percentage"), ({"connection": "nowhere"}, "unknown_connection"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_before_anybody_is_asked(hub, make, changes, rule):
    with pytest.raises(InvalidRequest) as caught:
        make(**changes)
    assert caught.value.rule == rule and questions(hub) == 0


def test_points_off_the_earth_and_places_without_scenes(hub, make):
    live = make()
    with pytest.raises(InvalidRequest):
        live.price(20.0, 95.0, "EPSG:4326")
    with pytest.raises(InvalidRequest):
        live.read_point(float("nan"), 1.0, CRS)
    with pytest.raises(NoAcquisitions):
        live.read_point(-60.0, -20.0, "EPSG:4326")
    asked = questions(hub)
    assert live.price(-60.0, -20.0, "EPSG:4326").units == 0.0
    with pytest.raises(NoAcquisitions):
        live.read_point(-60.0, -20.0, "EPSG:4326")
    assert questions(hub) == asked, "it is known by now that there is nothing"


def test_two_threads_pay_for_a_block_once(hub, make):
    live, found = make(), []
    threads = [threading.Thread(target=lambda: found.append(live.read(*HERE))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 4 and hub.account.requests["wcs"] == 1
    assert sorted(answer.units_spent > 0 for answer in found) == [False, False, False, True]


@pytest.mark.parametrize("services", [("wcs",), ("wfs",)])
def test_a_cancel_ends_a_stalled_question_within_a_second(hub, make, services):
    live, wish, ended = make(), Wish(), []
    hub.set_faults(FaultPlan((FaultRule("stall", services, first=1),)))

    def read():
        with pytest.raises(Cancelled):
            live.read(*HERE, wish)
        ended.append(time.monotonic())

    thread = threading.Thread(target=read)
    thread.start()
    wait_until(lambda: hub.account.requests[services[0]])
    begun = time.monotonic()
    wish.is_over.set()
    thread.join(10)
    assert ended and ended[0] - begun < 1.0
    assert live.read_point(*HERE).values.size, "the next one is answered"
    assert live.spent_units == pytest.approx(hub.account.units)


def test_what_has_arrived_before_a_cancel_is_not_asked_for_again(hub, make, cache):
    live, wish, ended = make(first=date(2020, 1, 1), last=date(2021, 6, 30)), Wish(), []
    hub.set_faults(FaultPlan((FaultRule("stall", ("wcs",), numbers=(2,)),)))

    def read():
        with pytest.raises(Cancelled):
            live.read(*HERE, wish)
        ended.append(True)

    thread = threading.Thread(target=read)
    thread.start()
    wait_until(lambda: list(cache.folder.glob("parts/.timestack-parts-*/*.json")), 30)
    wait_until(lambda: hub.account.requests["wcs"] >= 2, 30)
    wish.is_over.set()
    thread.join(10)
    assert ended
    asked = hub.account.requests["wcs"]
    answer = live.read(*HERE)
    assert len(answer.profile.times) > 100 and hub.account.requests["wcs"] - asked < asked
    assert live.spent_units == pytest.approx(hub.account.units)
    assert not list(cache.folder.glob("parts/.timestack-parts-*"))


# -- the cache --------------------------------------------------------------------------------------------------


def test_blocks_survive_a_new_object(hub, make, cache):
    expected = make().read_point(*HERE)
    asked = questions(hub)
    fresh = make(cache=BlockCache(cache.folder))
    assert fresh.is_held(*SAME_BLOCK) and fresh.price(*HERE).units == 0.0
    np.testing.assert_array_equal(fresh.read_point(*HERE).values, expected.values)
    assert questions(hub) == asked


@pytest.mark.parametrize("change", [{"bands": ("B04",)}, {"last": LAST + timedelta(1)}, {"max_cloud_cover_pct": 50.0},
                                    {"mosaicking": "TILE"}, {"resolution": 20.0}], ids=str)  # fmt: skip
def test_another_question_is_another_block(make, change):
    make().read(*HERE)
    assert not make(**change).is_held(*HERE)


@pytest.mark.parametrize("damage", ["cut", "other bytes", "note cut", "note of a list", "note elsewhere", "gone"])
def test_damaged_files_count_as_not_there(hub, make, cache, damage, tmp_path):
    expected = make().read_point(*HERE)
    (stack,), (note,) = cache.folder.glob("*.tif"), cache.folder.glob("*.json")
    content = stack.read_bytes()
    outside = tmp_path / "mine.tif"
    outside.write_bytes(content)
    told = json.loads(note.read_text())
    if damage == "cut":
        stack.write_bytes(content[: len(content) // 2])
    elif damage == "other bytes":
        stack.write_bytes(content[:-100] + bytes(100))
    elif damage == "note cut":
        note.write_text(note.read_text()[:40])
    elif damage == "note of a list":
        note.write_text("[[[[1]]]]")
    elif damage == "note elsewhere":
        note.write_text(json.dumps({**told, "file": "../mine.tif"}))
    else:
        stack.unlink()
    before = hub.account.requests["wcs"]
    fresh = make(cache=BlockCache(cache.folder))
    assert not fresh.is_held(*HERE)
    np.testing.assert_array_equal(fresh.read_point(*HERE).values, expected.values)
    assert hub.account.requests["wcs"] == before + 1
    assert outside.exists() and len(list(cache.folder.glob("*.tif"))) == 1


def test_blocks_of_the_last_days_grow_old_sooner(tmp_path, make):
    now = [time.time()]
    cache = BlockCache(tmp_path / "aging", clock=lambda: now[0])
    make(cache=cache).read(*HERE)
    today = datetime.now(UTC).date()
    note = json.loads(next(cache.folder.glob("*.json")).read_text())
    assert note["until"] - note["made"] == 30 * 86400
    make(cache=cache, last=today, first=date(2020, 5, 1), bands=("B08",), max_cloud_cover_pct=5.0).read(*HERE)
    spans = sorted(n["until"] - n["made"] for n in (json.loads(p.read_text()) for p in cache.folder.glob("*.json")))
    assert spans == [86400, 30 * 86400]
    now[0] += 29 * 86400
    assert make(cache=BlockCache(cache.folder, clock=lambda: now[0])).is_held(*HERE)
    now[0] += 2 * 86400
    assert not make(cache=BlockCache(cache.folder, clock=lambda: now[0])).is_held(*HERE)


def _keep(cache, key, size):
    target = cache.new_target()
    target.write_bytes(bytes(size))
    return cache.keep(key, target, 1000.0)


def test_the_cap_is_respected_and_the_least_used_go_first(tmp_path):
    cache = BlockCache(tmp_path, cap_bytes=10_000)
    for number in range(3):
        _keep(cache, f"b{number}", 3000)
        time.sleep(0.02)
    assert cache.find("b0") is not None  # used: now b1 is the one not used for longest
    time.sleep(0.02)
    _keep(cache, "b3", 3000)
    assert [cache.find(f"b{n}") is not None for n in range(4)] == [True, False, True, True]
    assert cache.byte_count <= 10_000
    assert _keep(cache, "big", 50_000).exists() and [p.suffix for p in sorted(tmp_path.glob("*"))] == [".tif", ".json"]
    assert _keep(cache, "small", 10).exists() and cache.byte_count <= 10_000


def test_a_block_takes_the_place_of_its_older_one(tmp_path):
    cache = BlockCache(tmp_path)
    _keep(cache, "a", 100)
    assert _keep(cache, "a", 200).stat().st_size == 200
    assert len(list(tmp_path.glob("*.tif"))) == 1 and cache.find("a").stat().st_size == 200
    cache.drop("a")
    assert cache.find("a") is None and not list(tmp_path.glob("*"))


def test_a_folder_that_cannot_be_used_is_replaced(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = BlockCache(tmp_path / "file")
    assert _keep(cache, "a", 10).exists() and tmp_path not in cache.folder.parents


def test_the_usual_folder_is_in_the_profile(qgis_app):
    from qgis.core import QgsApplication

    assert Path(QgsApplication.qgisSettingsDirPath()) in BlockCache().folder.parents


# -- the desk ---------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(qgis_app):
    opened = LiveDesk()
    opened.heard = []
    for name in ("priced", "paid", "answered", "failed"):
        getattr(opened, name).connect(lambda *told, name=name: opened.heard.append((name, *told)))
    yield opened
    opened.close()


def heard(desk, name, ticket):
    return [told[3] for told in desk.heard if told[0] == name and told[2] == ticket]


def order(place):
    return PointOrder(*place)


def test_an_answer_comes_with_its_prices(hub, make, desk):
    live = make()
    ticket = desk.ask("click", live, order(HERE))
    wait_until(lambda: heard(desk, "answered", ticket))
    first, exact = heard(desk, "priced", ticket)
    assert first.is_guess and not exact.is_guess
    assert heard(desk, "paid", ticket) == [pytest.approx(hub.account.units)] == [pytest.approx(exact.units)]
    np.testing.assert_array_equal(heard(desk, "answered", ticket)[0].values, live.read_point(*HERE).values)
    again = desk.ask("click", live, order(SAME_BLOCK))
    wait_until(lambda: heard(desk, "answered", again))
    assert heard(desk, "paid", again) == [0.0] and not heard(desk, "priced", again)


def test_a_newer_question_ends_the_older(hub, make, desk):
    live = make()
    live.read(*HERE)
    hub.set_faults(FaultPlan((FaultRule("stall", ("wcs",), first=1),)))
    hub.account.forget()
    older = desk.ask("click", live, order(NEXT_BLOCK))
    wait_until(lambda: hub.account.requests["wcs"] == 1)
    begun = time.monotonic()
    newer = desk.ask("click", live, order((501200.0, 5100300.0, CRS)))
    wait_until(lambda: not any(q.ticket == older for q in desk._running), 2.0)
    assert time.monotonic() - begun < 1.5
    wait_until(lambda: heard(desk, "answered", newer))
    assert not heard(desk, "answered", older) and not heard(desk, "failed", older)


def test_a_newer_question_in_the_same_block_waits_for_what_is_under_way(hub, make, desk):
    live = make()
    hub.set_faults(FaultPlan((FaultRule("slow", ("wcs",), first=1, delay_s=1.0),)))
    older = desk.ask("click", live, order(HERE))
    wait_until(lambda: hub.account.requests["wcs"] == 1)
    newer = desk.ask("click", live, order(SAME_BLOCK))
    wait_until(lambda: heard(desk, "answered", newer))
    assert hub.account.requests["wcs"] == 1 and not heard(desk, "answered", older)
    assert heard(desk, "paid", newer) == [pytest.approx(hub.account.units)]


def test_channels_do_not_end_each_other(hub, make, desk):
    live = make()
    tickets = [desk.ask(name, live, order(place)) for name, place in (("a", HERE), ("b", NEXT_BLOCK))]
    for ticket in tickets:
        wait_until(lambda wanted=ticket: heard(desk, "answered", wanted))


def test_a_free_question_costs_nothing(hub, make, desk):
    live = make()
    ticket = desk.ask("hover", live, order(HERE), is_free=True)
    wait_until(lambda: heard(desk, "priced", ticket))
    assert heard(desk, "priced", ticket)[0].units > 0 and questions(hub) == 0
    live.read(*HERE)
    ticket = desk.ask("hover", live, order(SAME_BLOCK), is_free=True)
    wait_until(lambda: heard(desk, "answered", ticket))


def test_what_goes_wrong_comes_as_a_sentence(hub, make, desk):
    hub.set_faults(FaultPlan((FaultRule("quota", ("wcs",), every=1),)))
    live = make()
    ticket = desk.ask("click", live, order(HERE))
    wait_until(lambda: heard(desk, "failed", ticket))
    assert "processing units" in heard(desk, "failed", ticket)[0]
    outside = desk.ask("click", live, PointOrder(float("nan"), 0.0, CRS))
    wait_until(lambda: heard(desk, "failed", outside))


def test_the_desk_closes_in_the_middle_of_a_request(hub, make, desk):
    hub.set_faults(FaultPlan((FaultRule("stall", every=1),)))
    for number in range(3):
        desk.ask(f"pin {number}", make(), order(HERE))
    wait_until(lambda: questions(hub) >= 1)
    begun = time.monotonic()
    desk.close()
    assert time.monotonic() - begun < 2.0
    assert not any(thread.is_alive() for thread in desk._threads)
    desk.close()
    assert desk.ask("late", make(), order(HERE)) and not desk.heard[10:]


def test_errors_of_reading_are_errors_of_ours(make):
    live = make(connection="http://127.0.0.1:9/ogc/wcs/abc")
    with pytest.raises(TimestackError):
        live.read_point(*HERE)
    assert live.spent_units == 0


def test_a_block_is_as_large_as_it_may_be(make):
    block = make().block(*HERE)
    assert (block.grid.width, block.grid.height, block.grid.crs) == (SIDE_PX, SIDE_PX, CRS)
