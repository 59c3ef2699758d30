# SPDX-License-Identifier: GPL-2.0-or-later
"""Estimates from known scenes: figures, savings, guesses; nobody is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from timestack.plugin.core.acquisitions import Acquisition
from timestack.plugin.core.credentials import AccountLimits
from timestack.plugin.core.dates import UTC
from timestack.plugin.core.errors import InvalidRequest, NoAcquisitions
from timestack.plugin.core.estimate import EstimateTerms, estimate_stack
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.guessed_scenes import guess_scenes
from timestack.plugin.core.known_scenes import KnownScenes
from timestack.plugin.core.plan import PlanLimits
from timestack.plugin.core.stack_request import SceneSelection, StackRequest

GRID = PixelGrid("EPSG:4326", 15.0, 46.0, 0.0001, 0.0001, 512, 512)
"""One unit's worth of pixels."""

YEAR = SceneSelection("sentinel-2-l2a", date(2020, 1, 1), date(2020, 12, 31))


def as_degrees(crs, points):
    return list(points)


def length_of(question):
    return 90 + len(question.query())


def scene(day, cloud=None, footprint=(), tile="33TVM"):
    moment = datetime(2020, 1, 1, 10, tzinfo=UTC) + timedelta(days=day)
    return Acquisition(moment, f"tiles/{tile}/{day}", tile, cloud, footprint)


def known(*scenes, **more):
    return KnownScenes("test", "LAYER", tuple(scenes), length_of, as_degrees, **more)


def request(**more):
    fields = {"selection": YEAR, "grid": GRID, "bands": ("B02", "B03", "B04"), **more}
    return StackRequest(**fields)


EVERY_FIVE_DAYS = [scene(day, cloud=(day * 7) % 100) for day in range(0, 365, 5)]


def test_figures_of_a_year():
    estimate = estimate_stack(request(), known(*EVERY_FIVE_DAYS), EstimateTerms(lookups=1))
    assert estimate.units - estimate.discovery_units == pytest.approx(73.0)
    assert estimate.discovery_units == pytest.approx(0.12), "one page of a small area over twelve months"
    assert estimate.steps == 73 and estimate.labels[:2] == ("2020-01-01", "2020-01-06")
    assert estimate.requests == 1 + 1 + estimate.parts
    assert estimate.stack_bytes == 512 * 512 * 3 * 2 * 73
    stray_and_dates = 73 + estimate.parts
    assert estimate.wire_bytes == estimate.stack_bytes + 512 * 512 * 2 * stray_and_dates
    assert estimate.disk_bytes == estimate.stack_bytes + estimate.wire_bytes
    assert not estimate.is_guess and not estimate.exceeds_minute


def test_minutes_are_those_of_the_tighter_limit():
    stack = request(), known(*EVERY_FIVE_DAYS)
    by_units = estimate_stack(*stack, EstimateTerms(account=AccountLimits(300, 10)))
    assert by_units.minutes == pytest.approx(by_units.units / 10)
    by_requests = estimate_stack(*stack, EstimateTerms(account=AccountLimits(2, 1000)))
    assert by_requests.minutes == by_requests.requests / 2


def test_a_part_dearer_than_a_minute_is_told_of():
    stack = request(), known(*EVERY_FIVE_DAYS)
    assert estimate_stack(*stack, EstimateTerms(account=AccountLimits(300, 10))).exceeds_minute
    terms = EstimateTerms(PlanLimits(units=10), AccountLimits(300, 10))
    cut = estimate_stack(*stack, terms)
    assert not cut.exceeds_minute and cut.largest_units <= 10 and cut.parts >= 4
    assert cut.units == pytest.approx(estimate_stack(*stack).units), "cutting costs nothing"


def test_every_hundred_scenes_are_one_more_page():
    scenes = [scene(day, tile=tile) for day in range(0, 360, 3) for tile in ("33TVM", "33TWM")]
    estimate = estimate_stack(request(), known(*scenes))
    assert estimate.steps == 120 and estimate.requests == 3 + estimate.parts
    assert estimate.discovery_units == pytest.approx(0.36)


def test_where_there_is_no_list_nobody_pays_for_it():
    estimate = estimate_stack(request(), known(*EVERY_FIVE_DAYS, has_list=False))
    assert estimate.discovery_units == 0.0 and estimate.requests == estimate.parts
    assert estimate.units >= 73.0


def test_scenes_elsewhere_are_not_paid_for():
    beside = (((15.1, 45.9), (15.3, 45.9), (15.3, 46.1), (15.1, 46.1), (15.1, 45.9)),)
    over = (((14.9, 45.9), (15.3, 45.9), (15.3, 46.1), (14.9, 46.1), (14.9, 45.9)),)
    estimate = estimate_stack(request(), known(scene(0, 5.0, over), scene(5, 5.0, beside)))
    assert estimate.steps == 2 and estimate.units - estimate.discovery_units == pytest.approx(1.0)


def savings(estimate):
    return {saving.kind: saving for saving in estimate.savings}


def test_each_saving_has_its_figure():
    estimate = estimate_stack(request(), known(*EVERY_FIVE_DAYS))
    found = savings(estimate)
    assert set(found) == {"scene_per_month", "lower_cloud_limit", "coarser", "fewer_bands"}
    assert found["scene_per_month"].units == pytest.approx(12 + estimate.discovery_units)
    assert found["scene_per_month"].details["steps"] == 12
    clear = sum(scene.cloud_cover_pct <= 20 for scene in EVERY_FIVE_DAYS)
    assert found["lower_cloud_limit"].units == pytest.approx(clear + estimate.discovery_units)
    assert found["coarser"].saved_units == pytest.approx(73 * 3 / 4)
    assert found["fewer_bands"].saved_units == pytest.approx(73 / 3)
    assert found["fewer_bands"].details["bands"] == ("B02", "B03", "B04")
    units = [saving.units for saving in estimate.savings]
    assert units == sorted(units)


def test_each_saving_is_what_the_changed_request_costs():
    asked = request(sample_type="FLOAT32", units="REFLECTANCE")
    scenes = known(*EVERY_FIVE_DAYS)
    found = savings(estimate_stack(asked, scenes))
    changed = {
        "integers": replace(asked, sample_type="UINT16", units="DN"),
        "fewer_bands": replace(asked, bands=("B02", "B04")),
        "scene_per_month": replace(asked, selection=replace(YEAR, scenes="clearest_of_month")),
        "lower_cloud_limit": replace(asked, selection=replace(YEAR, max_cloud_cover_pct=20.0)),
        "coarser": replace(asked, grid=PixelGrid("EPSG:4326", 15.0, 46.0, 0.0002, 0.0002, 256, 256)),
    }
    assert set(found) == set(changed)
    for kind, cheaper in changed.items():
        assert found[kind].units == pytest.approx(estimate_stack(cheaper, scenes).units), kind


def test_what_cannot_be_changed_or_saves_nothing_is_not_offered():
    one_month = replace(YEAR, end=date(2020, 1, 4), max_cloud_cover_pct=4.0)
    single = estimate_stack(request(selection=one_month, bands=("B02", "dataMask")), known(EVERY_FIVE_DAYS[0]))
    assert set(savings(single)) == {"coarser"}
    tiny = replace(GRID, width=8, height=8)
    assert "coarser" not in savings(estimate_stack(request(grid=tiny), known(*EVERY_FIVE_DAYS))), "least area"
    coarsest = replace(GRID, pixel_width=0.01, pixel_height=0.01)
    assert "coarser" not in savings(estimate_stack(request(grid=coarsest), known(scene(0)))), "2 x 1.1 km"
    no_figures = estimate_stack(request(), known(*(scene(day) for day in range(0, 365, 5))))
    assert "lower_cloud_limit" not in savings(no_figures)


def test_radar_has_no_integers_to_offer():
    radar = SceneSelection("sentinel-1-grd", date(2020, 1, 1), date(2020, 3, 31))
    asked = request(selection=radar, bands=("VV", "VH"), sample_type="FLOAT32")
    assert "integers" not in savings(estimate_stack(asked, known(scene(1), scene(7))))


def test_nothing_to_fetch_is_an_error():
    with pytest.raises(NoAcquisitions):
        estimate_stack(request(), known())


class FixedScript:
    """A script that reads two bands and makes one byte for each scene."""

    input_bands, dtype = 2, "uint8"

    def count(self, scenes):
        return len(scenes), len(scenes) + 1


def test_own_scripts_are_priced_by_what_they_say_of_themselves():
    scenes = [scene(0), scene(0, tile="33TWM"), scene(5)]
    own = request(evalscript="return [1]", sample_type="FLOAT32")
    estimate = estimate_stack(own, known(*scenes), EstimateTerms(), FixedScript())
    assert estimate.parts == estimate.steps == 2
    assert estimate.units - estimate.discovery_units == pytest.approx(2 * 2 / 3 + 2 / 3)
    assert estimate.wire_bytes == 512 * 512 * (3 + 2)
    assert not {"integers", "fewer_bands"} & set(savings(estimate))


def test_a_guess_counts_revisits():
    guess = guess_scenes(request(), as_degrees)
    assert len(guess) == 73 and guess[0].day == date(2020, 1, 1) and guess[-1].day == date(2020, 12, 26)
    estimate = estimate_stack(request(), known(*guess), EstimateTerms(is_guess=True))
    assert estimate.is_guess and not estimate.ignores_clouds
    assert estimate.units == pytest.approx(estimate_stack(request(), known(*EVERY_FIVE_DAYS)).units)
    cloudy = request(selection=replace(YEAR, max_cloud_cover_pct=30))
    assert estimate_stack(cloudy, known(*guess), EstimateTerms(is_guess=True)).ignores_clouds


def test_a_guess_takes_listed_days_at_their_word():
    days = (date(2020, 2, 3), date(2020, 2, 9), date(2021, 1, 1))
    guess = guess_scenes(request(selection=replace(YEAR, dates=days)), as_degrees)
    assert [scene.day for scene in guess] == list(days[:2])


def test_a_guess_of_tiles_counts_those_that_an_area_needs():
    tiles = replace(YEAR, mosaicking="TILE", end=date(2020, 1, 5))
    assert len(guess_scenes(request(selection=tiles), as_degrees)) == 1
    wide = replace(GRID, pixel_width=0.003, pixel_height=0.002)  # 118 km by 114 km
    assert len(guess_scenes(request(selection=tiles, grid=wide), as_degrees)) == 4


def test_a_short_time_has_one_revisit_at_least():
    assert len(guess_scenes(request(selection=replace(YEAR, end=YEAR.start)), as_degrees)) == 1


def test_nobody_guesses_how_often_unknown_satellites_pass():
    selection = SceneSelection("byoc-1234", date(2020, 1, 1), date(2020, 12, 31))
    with pytest.raises(InvalidRequest, match="no_revisit_time"):
        guess_scenes(request(selection=selection), as_degrees)
    listed = replace(selection, dates=(date(2020, 3, 4),))
    assert len(guess_scenes(request(selection=listed), as_degrees)) == 1
