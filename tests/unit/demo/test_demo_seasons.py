# SPDX-License-Identifier: GPL-2.0-or-later
"""Crops, woods and water of the demo through the two years."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.localhub.demo import DemoSource
from timestack.plugin.localhub.demo.canvas import Cover
from timestack.plugin.localhub.demo.crops import Crop
from timestack.plugin.localhub.demo.ground import Grounds

AREA = PixelGrid("EPSG:32633", 499000.0, 5102000.0, 10.0, 10.0, 320, 320)


class Seasons:
    """Median NDVI by cover and by crop on the clear dates of the main orbit."""

    def __init__(self) -> None:
        source = DemoSource()
        ground = Grounds().under(AREA, 1)
        self.units, self.pure = ground.units, ground.fraction < 0.02
        self.primary = ground.primary
        self.days: list[date] = []
        self.bands: list[dict] = []
        for record in source.records():
            if record.tile_id == "33TVM" and record.time.minute == 5 and record.cloud_cover_pct < 1:
                self.days.append(record.time.date())
                self.bands.append(source.read(record, ("B03", "B04", "B08"), AREA))

    def of_crop(self, crop: Crop, year: int = 2020) -> np.ndarray:
        sown = self.units.sown[year - 2020] == crop
        return self._median(np.flatnonzero(self.units.covers == Cover.ARABLE)[sown])

    def of_cover(self, cover: Cover) -> np.ndarray:
        return self._median(np.flatnonzero(self.units.covers == cover))

    def _median(self, units: np.ndarray) -> np.ndarray:
        where = np.isin(self.primary, units) & self.pure
        return np.array([np.median(self._ndvi(bands)[where]) for bands in self.bands])

    @staticmethod
    def _ndvi(bands: dict) -> np.ndarray:
        red, near = bands["B04"].astype(float), bands["B08"].astype(float)
        return (near - red) / (near + red)

    def between(self, values: np.ndarray, first: str, last: str) -> np.ndarray:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        found = [value for day, value in zip(self.days, values) if start <= day <= end]
        return np.array(found)

    def peak(self, values: np.ndarray, year: int) -> date:
        inside = [(value, day) for day, value in zip(self.days, values) if day.year == year]
        return max(inside)[1]


@pytest.fixture(scope="module")
def seasons():
    return Seasons()


def test_wheat_peaks_in_spring_and_is_harvested_in_july(seasons):
    wheat = seasons.of_crop(Crop.WHEAT)
    assert seasons.between(wheat, "2020-05-01", "2020-05-31").max() > 0.8
    assert seasons.between(wheat, "2020-07-25", "2020-08-10").max() < 0.4
    assert 0.2 < seasons.between(wheat, "2020-01-01", "2020-01-20").min() < 0.6


def test_maize_is_bare_in_spring_and_dense_in_august(seasons):
    maize = seasons.of_crop(Crop.MAIZE)
    assert seasons.between(maize, "2020-04-01", "2020-05-15").max() < 0.35
    assert seasons.between(maize, "2020-07-25", "2020-08-31").max() > 0.8


def test_wheat_peaks_before_beet_and_maize(seasons):
    wheat, maize, beet = (seasons.peak(seasons.of_crop(crop), 2020) for crop in (Crop.WHEAT, Crop.MAIZE, Crop.BEET))
    assert wheat < maize and wheat < beet


def test_rape_turns_yellow_at_the_turn_of_april(seasons):
    sown = np.flatnonzero(seasons.units.covers == Cover.ARABLE)[seasons.units.sown[0] == Crop.RAPE]
    where = np.isin(seasons.primary, sown) & seasons.pure
    red = {day: np.median(bands["B04"][where]) for day, bands in zip(seasons.days, seasons.bands)}
    assert red[date(2020, 5, 4)] > 1.6 * red[date(2020, 4, 4)]


def test_crops_change_from_year_to_year_but_alfalfa_stays(seasons):
    first, second = seasons.units.sown[:2]
    alfalfa = first == Crop.ALFALFA
    assert (first[~alfalfa] != second[~alfalfa]).all() and (second[alfalfa] == Crop.ALFALFA).all()
    assert set(Crop) <= set(first.tolist())


def test_alfalfa_is_cut_several_times(seasons):
    alfalfa = seasons.units.covers == Cover.ARABLE
    fields = np.flatnonzero(alfalfa)[seasons.units.sown[0] == Crop.ALFALFA]
    one = max(fields, key=lambda unit: ((seasons.primary == unit) & seasons.pure).sum())
    curve = seasons.between(seasons._median(np.array([one])), "2020-04-15", "2021-10-15")
    drops = np.diff(curve) < -0.12
    assert drops.sum() >= 3


def test_water_has_negative_ndvi_all_year(seasons):
    assert seasons.of_cover(Cover.RIVER).max() < 0 and seasons.of_cover(Cover.LAKE).max() < 0.02


def test_woods(seasons):
    broadleaf, needles = seasons.of_cover(Cover.DECIDUOUS), seasons.of_cover(Cover.CONIFER)
    assert seasons.between(broadleaf, "2020-06-01", "2020-08-31").min() > 0.8
    assert seasons.between(broadleaf, "2020-03-01", "2020-04-05").max() < 0.55
    assert seasons.between(needles, "2020-03-01", "2020-11-25").min() > 0.7


def test_meadows_stay_green(seasons):
    meadow = seasons.of_cover(Cover.MEADOW)
    assert seasons.between(meadow, "2020-04-15", "2020-10-15").min() > 0.45


def test_the_window_of_the_documents_shows_many_things():
    ground = Grounds().under(PixelGrid("EPSG:32633", 500000.0, 5100640.0, 10.0, 10.0, 64, 64), 1)
    counts = np.bincount(ground.primary.ravel())
    covers = {int(cover): counts[: ground.units.covers.size][ground.units.covers[: counts.size] == cover].sum()
              for cover in Cover}
    assert covers[Cover.RIVER] + covers[Cover.LAKE] > 100 and covers[Cover.GARDEN] > 40
    assert covers[Cover.CONIFER] + covers[Cover.DECIDUOUS] > 60
    assert (counts[ground.units.covers[: counts.size] == Cover.ARABLE] > 60).sum() >= 5, "several fields"
