# SPDX-License-Identifier: GPL-2.0-or-later
"""Trends against scipy and pymannkendall, series by series. Relative tolerance 1e-9."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timestack.plugin.core.trend import DAYS_PER_YEAR, calendar_seasons, find_seasonal_trend, find_trend

NAN = np.nan
UTC = timezone.utc


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**6), times=st.integers(2, 45), gaps=st.sampled_from([0.0, 0.4]), has_ties=st.booleans())
def test_slopes_and_tests_are_those_of_others(seed, times, gaps, has_ties):
    stats = pytest.importorskip("scipy.stats")
    pymannkendall = pytest.importorskip("pymannkendall")
    rng = np.random.default_rng(seed)
    days = np.cumsum(rng.integers(1, 20, times)).astype("float64")
    values = rng.normal(0, 1, (times, 4)) + days[:, None] / 300
    values = np.round(values, 0 if has_ties else 6)
    values[rng.random(values.shape) < gaps] = NAN
    found = find_trend(days, values)
    for place in range(4):
        known = np.isfinite(values[:, place])
        assert found.count[place] == known.sum()
        if known.sum() < 2:
            assert np.isnan([found.slope_per_year[place], found.p_value[place], found.tau[place]]).all()
            continue
        slope = stats.theilslopes(values[known, place], days[known])[0] * DAYS_PER_YEAR
        assert found.slope_per_year[place] == pytest.approx(slope, rel=1e-9, abs=1e-12)
        if known.sum() > 2:
            other = pymannkendall.original_test(values[known, place])
            assert found.p_value[place] == pytest.approx(other.p, rel=1e-9, abs=1e-15)
            assert found.z_score[place] == pytest.approx(other.z, rel=1e-9)
            assert found.tau[place] == pytest.approx(other.Tau, rel=1e-9)
        if not has_ties:
            assert found.tau[place] == pytest.approx(stats.kendalltau(days[known], values[known, place])[0])


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), years=st.integers(2, 8), months=st.sampled_from([4, 12]), has_ties=st.booleans())
def test_seasonal_trends_are_those_of_pymannkendall(seed, years, months, has_ties):
    pymannkendall = pytest.importorskip("pymannkendall")
    rng = np.random.default_rng(seed)
    season = np.tile(np.arange(months), years)
    year = np.repeat(np.arange(years), months) + 2015
    values = np.round(season[:, None] * 3.0 + rng.normal(0, 1, (season.size, 3)), 1 if has_ties else 6)
    values += (year[:, None] - 2015) * 0.2
    found = find_seasonal_trend(np.arange(season.size) * 1.0, values, year, season)
    for place in range(3):
        other = pymannkendall.seasonal_test(values[:, place], period=months)
        assert found.slope_per_year[place] == pytest.approx(other.slope, rel=1e-9, abs=1e-12)
        assert found.p_value[place] == pytest.approx(other.p, rel=1e-9, abs=1e-15)
        assert found.z_score[place] == pytest.approx(other.z, rel=1e-9)
        assert found.tau[place] == pytest.approx(other.Tau, rel=1e-9)


def test_an_example_by_hand():
    """10, 15, 14, 20: five pairs rise, one falls; slopes 5, 2, 10/3, -1, 5/2, 6; S = 4, variance 4 3 13 / 18."""
    found = find_trend(np.arange(4) * DAYS_PER_YEAR, np.array([10.0, 15, 14, 20]))
    assert found.tau == pytest.approx(4 / 6)
    assert found.slope_per_year == pytest.approx((5 / 2 + 10 / 3) / 2)
    assert found.z_score == pytest.approx(3 / (156 / 18) ** 0.5)


def test_ties_lower_the_variance_as_in_the_formula():
    """n = 6 with ties of 2 and 3: (6 5 17 - 2 1 9 - 3 2 11) / 18 = 23.67; S = 11; z = 10 / 4.865."""
    found = find_trend(np.arange(6.0), np.array([1.0, 1, 2, 3, 3, 3]))
    assert found.z_score == pytest.approx(10 / np.sqrt((510 - 18 - 66) / 18), rel=1e-12)


def test_constant_series_have_no_trend():
    found = find_trend(np.arange(9.0), np.full((9, 2), 0.3))
    assert (found.slope_per_year == 0).all() and (found.p_value == 1).all() and (found.z_score == 0).all()


def test_shapes_order_and_days_that_repeat():
    rng = np.random.default_rng(2)
    days, values = np.cumsum(rng.integers(1, 9, 30)).astype("float64"), rng.random((30, 2, 3))
    whole = find_trend(days, values)
    assert whole.slope_per_year.shape == whole.p_value.shape == (2, 3)
    shuffled = rng.permutation(30)
    again = find_trend(days[shuffled], values[shuffled])
    np.testing.assert_array_equal(again.p_value, whole.p_value)
    twice = find_trend(np.append(days, days[4]), np.append(values, values[4:5], axis=0))
    np.testing.assert_allclose(twice.slope_per_year, whole.slope_per_year, rtol=1e-12)
    assert find_trend(days, np.zeros((30, 0))).tau.shape == (0,)
    assert np.isnan(find_trend(np.array([3.0]), np.array([0.3])).p_value)
    assert np.isnan(find_trend(days, np.full(30, NAN)).slope_per_year)


def test_seasons_with_gaps_and_several_in_one_season():
    years = np.array([2018, 2018, 2019, 2019, 2020, 2020])
    seasons = np.array([1, 1, 1, 2, 2, 3])
    values = np.array([[1.0, NAN], [3, NAN], [5, 7], [1, NAN], [0, 8], [9, NAN]])
    found = find_seasonal_trend(np.arange(6.0), values, years, seasons)
    np.testing.assert_array_equal(found.slope_per_year, [1.0, NAN])  # of 5 - (1 + 3) / 2 and 0 - 1
    np.testing.assert_array_equal(found.count, [5, 2])
    np.testing.assert_array_equal(np.isnan(found.p_value), [False, True])


def test_calendar_seasons():
    times = [datetime(2019, month, 15, tzinfo=UTC) for month in range(1, 13)]
    years, seasons = calendar_seasons(times)
    assert (seasons.tolist(), set(years.tolist())) == (list(range(1, 13)), {2019})
    years, seasons = calendar_seasons(times, 3)
    assert seasons.tolist() == [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0]
    assert years.tolist() == [2019] * 11 + [2020]


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="days"):
        find_trend(np.arange(3.0), np.arange(4.0))
    with pytest.raises(ValueError, match="years"):
        find_seasonal_trend(np.arange(3.0), np.arange(3.0), np.arange(2), np.arange(3))
    with pytest.raises(ValueError, match="months"):
        calendar_seasons([], 2)
