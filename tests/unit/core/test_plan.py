from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timestack.plugin.core.acquisitions import Acquisition
from timestack.plugin.core.dates import parse_instant
from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.plan import PlanLimits, plan_parts
from timestack.plugin.core.timeline import ORBIT, TILE, build_timeline

DAYS = (date(2020, 1, 1), date(2020, 12, 31))


def steps_of(days, mosaicking=ORBIT):
    return build_timeline([Acquisition(parse_instant(day), f"p/{day}/{n}") for n, day in enumerate(days)], mosaicking)


def year(count):
    return steps_of([f"2020-{1 + n // 28:02d}-{1 + n % 28:02d}T10:00:00Z" for n in range(count)])


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 700), st.integers(1, 700), st.integers(1, 90), st.integers(64, 400), st.integers(4096, 200_000))
def test_parts_cover_every_pixel_of_every_step_once_and_keep_the_limits(width, height, count, side, pixel_steps):
    grid = PixelGrid("EPSG:32633", 0, 0, 10, 10, width, height)
    steps = year(count)
    limits = PlanLimits(side_px=side, pixel_steps=pixel_steps, image_bands=50)
    parts = plan_parts(grid, steps, steps, lambda n: n * 5 + 1, lambda part: 500 + 100 * len(part.steps), DAYS, limits)
    seen = np.zeros((count, height, width), np.uint8)
    for part in parts:
        rows, columns = slice(part.row, part.row + part.grid.height), slice(part.column, part.column + part.grid.width)
        seen[part.first_step : part.first_step + len(part.steps), rows, columns] += 1
        assert part.steps == steps[part.first_step : part.first_step + len(part.steps)]
        assert part.column % 64 == 0 and part.row % 64 == 0, "a block of the stack file is never written twice"
        assert max(part.grid.width, part.grid.height) <= side
        assert len(part.steps) == 1 or part.grid.pixel_count * len(part.steps) <= pixel_steps
        assert part.grid.pixel_count <= max(pixel_steps, 64 * 64)
        assert len(part.steps) * 5 + 1 <= 50 and 500 + 100 * len(part.steps) <= limits.url_bytes
        assert not part.unwanted
    assert (seen == 1).all()


def test_scenes_that_are_left_out_are_known_to_the_part_whose_days_hold_them():
    every = steps_of(["2020-01-05T10:00:00Z", "2020-01-10T10:00:00Z", "2020-01-15T10:00:00Z", "2020-02-20T10:00:00Z"])
    grid = PixelGrid("EPSG:32633", 0, 0, 10, 10, 64, 64)
    parts = plan_parts(
        grid, (every[0], every[2], every[3]), every, lambda n: n, lambda _: 1, DAYS, PlanLimits(image_bands=2)
    )
    assert [[step.label for step in part.unwanted] for part in parts] == [["2020-01-10"], []]


def test_a_run_that_ends_within_a_day_drops_the_rest_of_the_day():
    tiles = steps_of(["2020-01-05T10:00:00Z", "2020-01-05T10:00:03Z", "2020-01-05T10:00:05Z"], TILE)
    grid = PixelGrid("EPSG:32633", 0, 0, 10, 10, 64, 64)
    first, second = plan_parts(grid, tiles, tiles, lambda n: n, lambda _: 1, DAYS, PlanLimits(image_bands=2))
    assert [step.label for step in first.unwanted] == ["2020-01-05T10:00:05Z"]
    assert [step.label for step in second.unwanted] == ["2020-01-05T10:00:00Z", "2020-01-05T10:00:03Z"]
    assert first.time_from == parse_instant("2020-01-05") and first.time_to == parse_instant("2020-01-05T23:59:59Z")


def test_an_address_that_not_even_one_step_fits_into_is_refused():
    steps = year(3)
    with pytest.raises(InvalidRequest, match="address_too_long"):
        plan_parts(PixelGrid("EPSG:32633", 0, 0, 10, 10, 8, 8), steps, steps, lambda n: n, lambda _: 9000, DAYS)


def test_the_questions_cover_every_day_so_that_an_unlisted_scene_shows_up():
    steps = year(30)
    grid = PixelGrid("EPSG:32633", 0, 0, 10, 10, 64, 64)
    parts = plan_parts(grid, steps, steps, lambda n: n, lambda _: 1, DAYS, PlanLimits(image_bands=7))
    asked = []
    for part in parts:
        day = part.time_from.date()
        while day <= part.time_to.date():
            asked.append(day)
            day += timedelta(days=1)
    assert asked == [DAYS[0] + timedelta(days=n) for n in range(366)], "every day once, in order"
