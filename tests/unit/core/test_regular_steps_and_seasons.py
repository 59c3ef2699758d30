# SPDX-License-Identifier: GPL-2.0-or-later
"""Even steps, and years that lie over each other."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timestack.plugin.core.regular_steps import MAX_STEPS, every_days, every_days_of_years
from timestack.plugin.core.seasons import DAYS, cut_seasons, position_date, season_position, season_year

UTC = timezone.utc


def test_even_steps():
    assert every_days(date(2020, 2, 25), date(2020, 3, 8), 4) == (
        date(2020, 2, 25), date(2020, 2, 29), date(2020, 3, 4), date(2020, 3, 8),
    )  # fmt: skip
    assert every_days(date(2020, 1, 1), date(2020, 1, 1), 30) == (date(2020, 1, 1),)


def test_even_steps_are_those_of_pandas():
    pandas = pytest.importorskip("pandas")
    expected = pandas.date_range("2019-11-03", "2021-03-01", freq="10D")
    assert list(every_days(date(2019, 11, 3), date(2021, 3, 1), 10)) == [day.date() for day in expected]


def test_steps_that_start_anew_each_year():
    """MODIS MOD13Q1: 23 composites a year, of which the first starts on day 1 and the last on day 353."""
    days = every_days_of_years(date(2019, 1, 1), date(2020, 12, 31), 16)
    assert len(days) == 46
    assert [day.timetuple().tm_yday for day in days[:23]] == list(range(1, 354, 16))
    assert days[22] == date(2019, 12, 19) and days[23] == date(2020, 1, 1) and days[45] == date(2020, 12, 18)
    assert every_days_of_years(date(2019, 12, 19), date(2020, 1, 1), 16) == (date(2019, 12, 19), date(2020, 1, 1))


@pytest.mark.parametrize("steps", [every_days, every_days_of_years])
def test_impossible_steps_are_refused(steps):
    for first, last, step in (
        (date(2020, 1, 1), date(2020, 2, 1), 0),
        (date(2020, 1, 2), date(2020, 1, 1), 5),
        (date(1, 1, 1), date(9999, 1, 1), 1),
    ):
        with pytest.raises(ValueError, match="every"):
            steps(first, last, step)
    assert MAX_STEPS < 3_600_000


def test_dates_keep_their_place_in_leap_years():
    for month, day in ((1, 1), (2, 28), (3, 1), (10, 31), (12, 31)):
        places = {season_position(datetime(year, month, day, 6, tzinfo=UTC)) for year in (2019, 2020, 2021)}
        assert len(places) == 1
    assert season_position(datetime(2020, 2, 29, tzinfo=UTC)) == 59
    assert season_position(datetime(2021, 3, 1, 12, tzinfo=UTC)) == 60.5
    assert season_position(datetime(2021, 12, 31, 18, tzinfo=UTC)) == 365.75


@given(st.datetimes(datetime(1972, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.integers(1, 12))
def test_a_place_leads_back_to_its_day(time, first_month):
    place = season_position(time, first_month)
    assert 0 <= place < DAYS
    assert position_date(place, season_year(time, first_month), first_month) == time.date()


def test_the_29th_that_is_missing_is_the_28th():
    assert position_date(59.5, 2021) == date(2021, 2, 28)
    assert position_date(59.5, 2020) == date(2020, 2, 29)


def test_years_lie_over_each_other():
    start = datetime(2019, 11, 20, 10, tzinfo=UTC)
    times = [start + timedelta(days=50 * n) for n in range(10)]
    values = np.arange(20.0).reshape(10, 2)
    cut = cut_seasons(times, values)
    assert [(part.year, part.label, part.steps.tolist()) for part in cut] == [
        (2019, "2019", [0]), (2020, "2020", [1, 2, 3, 4, 5, 6, 7, 8]), (2021, "2021", [9]),
    ]  # fmt: skip
    np.testing.assert_array_equal(np.concatenate([part.values for part in cut]), values)
    southern = cut_seasons(times[::-1], values[::-1], first_month=7)
    assert [(part.label, part.steps.tolist()) for part in southern] == [
        ("2019/20", [9, 8, 7, 6, 5]), ("2020/21", [4, 3, 2, 1, 0]),
    ]  # fmt: skip
    assert (np.diff(southern[0].positions) > 0).all()
    assert cut_seasons([], np.zeros((0, 2))) == ()


@pytest.mark.parametrize(("count", "month"), [(3, 1), (2, 0), (2, 13)])
def test_impossible_seasons_are_refused(count, month):
    with pytest.raises(ValueError, match="month"):
        cut_seasons([datetime(2020, 1, 1, tzinfo=UTC)] * 2, np.zeros(count), month)
