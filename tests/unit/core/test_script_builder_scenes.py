# SPDX-License-Identifier: GPL-2.0-or-later
"""Scene filters as JavaScript keep the same scenes as selection.py, over random tables of acquisitions."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recipe_scenes import Slot, describe, kept_slots, months_before

from timestack.plugin.core.script_builder import SCENE_CHOICES, ScriptRecipe, write_script
from timestack.plugin.evalscript import compile_evalscript

FIRST, LAST = date(2019, 12, 1), date(2021, 2, 28)
DAYS = st.dates(FIRST, LAST)
INTERVAL = st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))
CLOUDS = st.one_of(st.none(), st.integers(0, 8).map(lambda n: n * 0.25))
SECONDS = st.sampled_from([0, 1, 35000, 86399])


def slots_of(mosaicking):
    """Tables with several tiles a day and a second (TILE), in any order."""
    is_orbit = mosaicking == "ORBIT"
    clouds = st.lists(CLOUDS, min_size=1, max_size=3 if is_orbit else 1).map(tuple)
    row = st.tuples(DAYS, st.just(0) if is_orbit else SECONDS, clouds)
    key = (lambda one: one[0]) if is_orbit else None
    return st.lists(row, max_size=25, unique_by=key).map(_make_slots)


def _make_slots(rows):
    pixels = {"B04": np.ones(1), "dataMask": np.ones(1)}
    midnight = [datetime(day.year, day.month, day.day, tzinfo=timezone.utc) for day, _, _ in rows]
    return [
        Slot(start + timedelta(seconds=seconds), f"s3://tile/{number}", clouds, pixels)
        for number, (start, (_, seconds, clouds)) in enumerate(zip(midnight, rows))
    ]


@st.composite
def questions(draw, mosaicking):
    """A recipe with any mixture of filters, scenes, and the end of the request."""
    recipe = ScriptRecipe(
        bands=("B04",),
        mosaicking=mosaicking,
        scenes=draw(st.sampled_from(SCENE_CHOICES)),
        period_days=draw(st.sampled_from([1, 7, 16, 366])),
        months=tuple(draw(st.lists(st.integers(1, 12), max_size=4))),
        dates=tuple(draw(st.one_of(st.just([]), st.lists(DAYS, max_size=4)))),
        intervals=tuple(draw(st.lists(INTERVAL, max_size=2))),
        left_out_intervals=tuple(draw(st.lists(INTERVAL, max_size=2))),
        months_back=draw(st.sampled_from([0, 0, 1, 3, 14])) if mosaicking == "ORBIT" else 0,
    )
    return recipe, draw(slots_of(mosaicking)), draw(DAYS)


def used_slots(recipe, slots, time_to):
    """What the script shows, oldest first, told by the numbers in its image and by its count of bands."""
    program = compile_evalscript(write_script(recipe), engine="block")
    scenes = [describe(slot, recipe.mosaicking) for slot in slots]
    kept = program.select_scenes(scenes, time_to - timedelta(days=900), time_to)
    described = [scenes[k] for k in kept]
    samples = [{"B04": np.array([k + 1.0]), "dataMask": np.ones(1)} for k in kept]
    counts = program.count_output_bands(described)["default"]
    image = program.evaluate(samples, described, lanes=1, output_bands={"default": counts})["default"]
    numbers = [int(number) for number in image[:, 0]]
    assert len(numbers) == counts == max(1, len([n for n in numbers if n]))
    return [slots[number - 1] for number in numbers if number]


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_filters_keep_the_scenes_that_python_keeps(mosaicking, data):
    recipe, slots, day = data.draw(questions(mosaicking))
    time_to = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=timezone.utc)
    assert used_slots(recipe, slots, time_to) == kept_slots(slots, recipe, time_to)


@pytest.mark.parametrize("scenes", ["first_of_month", "clearest_of_month", "clearest_of_10_days"])
@settings(max_examples=25, deadline=None)
@given(slots=slots_of("TILE"))
def test_of_tiles_every_one_of_the_chosen_day_stays(scenes, slots):
    recipe = ScriptRecipe(bands=("B04",), mosaicking="TILE", scenes=scenes)
    used = used_slots(recipe, slots, datetime(2021, 3, 1, tzinfo=timezone.utc))
    days = {slot.day for slot in used}
    assert {slot.path for slot in used} == {slot.path for slot in slots if slot.day in days}
    assert len({(day.year, day.month) for day in days}) == len({(s.day.year, s.day.month) for s in slots})


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
def test_first_and_last_day_of_an_interval_belong_to_it(mosaicking):
    second = 0 if mosaicking == "ORBIT" else 86399
    slots = _make_slots([(date(2020, 5, day), second, (1.0,)) for day in range(1, 10)])
    end = datetime(2020, 12, 31, tzinfo=timezone.utc)
    intervals = ((date(2020, 5, 2), date(2020, 5, 3)), (date(2020, 5, 7), date(2020, 5, 7)))
    kept = used_slots(ScriptRecipe(bands=("B04",), mosaicking=mosaicking, intervals=intervals), slots, end)
    assert [slot.day.day for slot in kept] == [2, 3, 7]
    rest = used_slots(ScriptRecipe(bands=("B04",), mosaicking=mosaicking, left_out_intervals=intervals), slots, end)
    assert [slot.day.day for slot in rest] == [1, 4, 5, 6, 8, 9]


def test_scenes_that_a_date_filter_drops_are_not_read():
    """The service charges what preProcessScenes keeps; only clouds of ORBIT days have to wait."""
    slots = _make_slots([(date(2020, month, day), 0, (10.0,)) for month in (5, 6) for day in (3, 13, 23)])
    orbits = [describe(slot, "ORBIT") for slot in slots]
    end = datetime(2020, 12, 31, tzinfo=timezone.utc)
    read = {
        choice: len(compile_evalscript(write_script(recipe)).select_scenes(orbits, end, end))
        for choice, recipe in {
            "all": ScriptRecipe(),
            "june": ScriptRecipe(months=(6,)),
            "first": ScriptRecipe(scenes="first_of_month"),
            "clearest": ScriptRecipe(scenes="clearest_of_month"),
        }.items()
    }
    assert read == {"all": 6, "june": 3, "first": 2, "clearest": 6}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2020, 5, 31), 3, date(2020, 2, 29)),
        (date(2020, 12, 31), 12, date(2019, 12, 31)),
        (date(2020, 1, 15), 1, date(2019, 12, 15)),
        (date(2021, 3, 1), 1, date(2021, 2, 1)),
    ],
)
def test_months_back_are_calendar_months(day, months, expected):
    assert months_before(day, months) == expected
    slots = _make_slots([(expected + timedelta(days=k), 0, (1.0,)) for k in (-1, 0, 1)])
    time_to = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc)
    used = used_slots(ScriptRecipe(bands=("B04",), months_back=months), slots, time_to)
    assert [slot.day for slot in used] == [expected, expected + timedelta(days=1)]
