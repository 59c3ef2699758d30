# SPDX-License-Identifier: GPL-2.0-or-later
"""Which scenes the demo has: two years, two orbits, two tiles of one pass, honest cloud cover."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from timestack.plugin.core.acquisitions import Acquisition, tile_id_from_path
from timestack.plugin.core.catalogue import load_catalogue
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.localhub.demo import DemoSource
from timestack.plugin.localhub.demo.clouds import CIRRUS_SEEN, CLOUD_MEDIUM, look_through
from timestack.plugin.localhub.demo.extent import local_x, local_y
from timestack.plugin.localhub.demo.lonlat import utm33_to_lonlat
from timestack.plugin.localhub.demo.orbits import has_data, list_passes
from timestack.plugin.localhub.demo.weather import weather_of

WINDOW_CENTER = utm33_to_lonlat(500320.0, 5100320.0)


@pytest.fixture(scope="module")
def source():
    return DemoSource()


def main_orbit(source, tile_id="33TVM"):
    return [record for record in source.records() if record.tile_id == tile_id and record.time.minute == 5]


def test_says_that_it_is_simulated(source):
    assert "simulated" in source.title.lower()


def test_has_every_band_of_the_collection_but_the_mask(source):
    catalogue = load_catalogue()["sentinel-2-l2a"].bands
    assert list(source.bands) == [name for name in catalogue if name != "dataMask"]
    assert source.bands["B04"].dn_per_unit == 10000 and source.bands["B04"].stored_units == "DN"
    assert source.bands["sunZenithAngles"].stored_units == "DEGREES"
    assert all(band.stored_units in band.units for band in source.bands.values())


def test_a_pass_every_five_days_over_two_years(source):
    days = [record.time.date() for record in main_orbit(source)]
    assert days[0] == date(2020, 1, 5) and days[-1] == date(2021, 12, 30)
    assert {after - before for before, after in zip(days, days[1:])} == {timedelta(days=5)}
    assert sum(day.year == 2020 for day in days) == 73 and sum(day.year == 2021 for day in days) == 73


def test_first_sensing_time_is_the_one_of_the_documents(source):
    assert main_orbit(source)[0].time.isoformat() == "2020-01-05T10:05:31+00:00"


def test_two_tiles_of_a_pass_differ_by_seconds(source):
    for west, east in zip(main_orbit(source, "33TVM"), main_orbit(source, "33TWM")):
        assert 1 <= (east.time - west.time).total_seconds() <= 10


def test_paths_and_numbers_are_unique_and_tell_the_tile(source):
    records = source.records()
    assert len({record.data_path for record in records}) == len(records)
    assert len({record.scene_id for record in records}) == len(records)
    assert all(tile_id_from_path(record.data_path) == record.tile_id for record in records)
    assert all(record.tile_id in record.product_id and record.time.tzinfo for record in records)


def test_satellites_take_turns(source):
    assert [record.product_id[:3] for record in main_orbit(source)[:4]] == ["S2A", "S2B", "S2A", "S2B"]


def test_the_second_orbit_sees_the_west_only(source):
    second = [record for record in source.records() if record.time.minute == 15]
    assert {record.tile_id for record in second} == {"33TVM"}
    west, east = utm33_to_lonlat(492000.0, 5102000.0), utm33_to_lonlat(505000.0, 5102000.0)
    for record in second:
        acquisition = Acquisition(record.time, record.data_path, footprint=record.footprint)
        assert acquisition.covers(*west) and not acquisition.covers(*east) and not acquisition.covers(*WINDOW_CENTER)


def test_footprints_agree_with_the_data_mask(source):
    grid = PixelGrid("EPSG:32633", 488000.0, 5112000.0, 500.0, 500.0, 64, 40)
    for record in (main_orbit(source)[3], main_orbit(source, "33TWM")[3], source.records()[2]):
        mask = source.read(record, [], grid)["dataMask"]
        acquisition = Acquisition(record.time, record.data_path, footprint=record.footprint)
        inside = np.array(
            [
                [acquisition.covers(*utm33_to_lonlat(488250.0 + 500 * c, 5111750.0 - 500 * r)) for c in range(64)]
                for r in range(40)
            ]
        )
        assert (inside == (mask == 1)).mean() > 0.998


@pytest.mark.parametrize("minute", [5, 15])
def test_cloud_cover_is_the_share_of_cloudy_pixels(source, minute):
    """Of a square of the landscape here, so over many dates rather than one by one."""
    grid = PixelGrid("EPSG:32633", 492000.0, 5106000.0, 50.0, 50.0, 60, 60)
    pairs = []
    for record in source.records()[::4]:
        if record.tile_id == "33TVM" and record.time.minute == minute:
            arrays = source.read(record, ["SCL"], grid)
            classes = arrays["SCL"][arrays["dataMask"] == 1]
            pairs.append((100 * np.isin(classes, (8, 9, 10)).mean(), record.cloud_cover_pct))
    seen, stated = np.array(pairs).T
    assert len(pairs) > 15 and np.corrcoef(seen, stated)[0, 1] > 0.8 and abs((seen - stated).mean()) < 6


@pytest.mark.parametrize("number", [10, 25, 26, 60, 100])
def test_stated_cloud_cover_holds_for_the_whole_tile(source, number):
    record = main_orbit(source)[number]
    flight = next(each for each in list_passes() if each.day == record.time.date())
    rows, columns = np.arange(8802, 10802, 16)[:, None], np.arange(8804, 12004, 16)[None, :]
    sky = look_through(weather_of(flight), local_x(columns), local_y(rows), with_shadows=False)
    layers = [(sky.opacity, CLOUD_MEDIUM), (sky.cirrus, CIRRUS_SEEN)]
    cloudy = sum((layer > limit for layer, limit in layers if layer is not None), np.zeros((rows.size, columns.size)))
    share = 100 * (cloudy[has_data(flight, "33TVM", rows, columns)] > 0).mean()
    assert abs(share - record.cloud_cover_pct) < 2


def test_many_clear_dates_and_many_overcast_ones(source):
    covers = np.array([record.cloud_cover_pct for record in main_orbit(source)])
    assert 0.25 < (covers < 5).mean() < 0.6 and 0.12 < (covers > 75).mean() < 0.45
    assert covers[0] < 5, "the first date of the demo is a good one"


def test_every_month_has_a_usable_date(source):
    best = {}
    for record in main_orbit(source):
        month = (record.time.year, record.time.month)
        best[month] = min(best.get(month, 100.0), record.cloud_cover_pct)
    assert len(best) == 24 and max(best.values()) < 30


def test_records_are_the_same_every_time(source):
    assert source.records() is source.records()
    assert list(DemoSource().records()) == list(source.records())


def test_lonlat_of_a_known_point():
    longitude, latitude = utm33_to_lonlat(488000.0, 5092000.0)
    assert longitude == pytest.approx(14.8450776504101, abs=1e-8)
    assert latitude == pytest.approx(45.9814668329212, abs=1e-7)
