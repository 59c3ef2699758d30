# SPDX-License-Identifier: GPL-2.0-or-later
"""Interpolation against scipy, series by series, with gaps of their own. Absolute tolerance 1e-9 for values about 1."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timestack.plugin.core.interpolation import AKIMA, CUBIC, LINEAR, METHODS, NATURAL, NEAREST, interpolate

NAN = np.nan


def reference(method):
    scipy = pytest.importorskip("scipy.interpolate")
    return {
        LINEAR: lambda x, y: scipy.interp1d(x, y),
        NEAREST: lambda x, y: scipy.interp1d(x, y, kind="nearest"),
        CUBIC: lambda x, y: scipy.CubicSpline(x, y, bc_type="not-a-knot"),
        NATURAL: lambda x, y: scipy.CubicSpline(x, y, bc_type="natural"),
        AKIMA: scipy.Akima1DInterpolator,
    }[method]


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), times=st.integers(2, 40), gaps=st.sampled_from([0.0, 0.3, 0.8]))
def test_curves_are_those_of_scipy(method, seed, times, gaps):
    rng = np.random.default_rng(seed)
    days = np.cumsum(rng.integers(1, 20, times)).astype("float64") + 18000
    values = rng.random((times, 5))
    values[rng.random(values.shape) < gaps] = NAN
    onto = np.arange(days[0] - 8, days[-1] + 9, 2.5)
    found = interpolate(days, values, onto, method)
    for place in range(5):
        known = np.isfinite(values[:, place])
        x, y = days[known], values[known, place]
        inside = (onto >= x[0]) & (onto <= x[-1]) if known.any() else np.zeros(onto.size, bool)
        assert (np.isfinite(found.values[:, place]) == inside).all()
        np.testing.assert_array_equal(found.is_observed[:, place], np.isin(onto, x))
        if known.sum() >= (3 if method == AKIMA else 2):  # of two, scipy's Akima makes nothing
            np.testing.assert_allclose(found.values[inside, place], reference(method)(x, y)(onto[inside]), atol=1e-9)
        elif known.sum() == 2:
            np.testing.assert_allclose(found.values[inside, place], np.interp(onto[inside], x, y), atol=1e-9)


def test_pandas_fills_the_same_by_time():
    pandas = pytest.importorskip("pandas")
    rng = np.random.default_rng(3)
    days = np.cumsum(rng.integers(1, 9, 50)).astype("float64")
    series = pandas.Series(rng.random(50), pandas.to_datetime(days, unit="D"))
    daily = series.resample("D").asfreq().interpolate("time")
    found = interpolate(days, series.to_numpy(), np.arange(days[0], days[-1] + 1))
    np.testing.assert_allclose(found.values, daily.to_numpy(), rtol=0, atol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_observations_stay_and_lines_are_lines(method):
    days = np.array([0.0, 3, 4, 9, 15, 16])
    values = np.array([[1.0, 5], [NAN, 8], [0.3, 9], [0.7, NAN], [0.1, 20], [2.0, 21]])
    found = interpolate(days, values, days, method)
    np.testing.assert_array_equal(found.values[np.isfinite(values)], values[np.isfinite(values)])
    np.testing.assert_array_equal(found.is_observed, np.isfinite(values))
    if method != NEAREST:
        np.testing.assert_allclose(interpolate(days, values, np.arange(17.0), method).values[:, 1], np.arange(5.0, 22))
        constant = interpolate(days, values * 0 + 0.25, np.arange(17.0), method).values
        np.testing.assert_allclose(constant, 0.25, atol=1e-15)


@pytest.mark.parametrize("method", METHODS)
def test_nothing_is_filled_across_a_long_gap(method):
    days = np.array([0.0, 10, 40, 50, 60])
    values = np.array([[1.0, 1], [2, 2], [3, NAN], [4, 4], [5, 5]])
    found = interpolate(days, values, np.arange(-10.0, 71, 5), method, max_gap_days=30)
    expected = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]
    np.testing.assert_array_equal(np.isfinite(found.values[:, 0]), np.array(expected, bool))
    expected = [0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0]
    np.testing.assert_array_equal(np.isfinite(found.values[:, 1]), np.array(expected, bool))
    only = interpolate(days, values, np.arange(0.0, 61, 5), method, max_gap_days=0)
    np.testing.assert_array_equal(np.isfinite(only.values), only.is_observed)
    np.testing.assert_array_equal(only.is_observed[:, 0], np.isin(np.arange(0.0, 61, 5), days))


@pytest.mark.parametrize("method", METHODS)
def test_one_date_none_and_twice_the_same(method):
    found = interpolate(np.array([5.0]), np.array([[0.3, NAN]]), np.array([4.0, 5, 6]), method)
    np.testing.assert_array_equal(found.values, [[NAN, NAN], [0.3, NAN], [NAN, NAN]])
    assert interpolate(np.arange(3.0), np.zeros((3, 0)), np.arange(5.0), method).values.shape == (5, 0)
    assert interpolate(np.arange(3.0), np.zeros((3, 2, 2)), np.zeros(0), method).values.shape == (0, 2, 2)
    twice = interpolate(np.array([0.0, 4, 4, 8]), np.array([0.0, 1, 3, 4]), np.array([4.0, 6]), method)
    assert (twice.values[0], twice.is_observed.tolist()) == (2.0, [True, False])


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_the_days_does_not_matter(method):
    rng = np.random.default_rng(5)
    days, values = np.cumsum(rng.integers(1, 9, 20)).astype("float64"), rng.random((20, 3, 2))
    shuffled, onto = rng.permutation(20), np.arange(0.0, 90, 4)
    np.testing.assert_array_equal(
        interpolate(days[shuffled], values[shuffled], onto, method).values,
        interpolate(days, values, onto, method).values,
    )


@pytest.mark.parametrize("method", METHODS)
def test_tiles_of_one_pass_are_one_observation(method):
    days = np.arange(0.0, 60, 10)
    both = np.concatenate([np.full(6, 0.2), np.full(6, 0.4)])
    found = interpolate(np.concatenate([days, days + 15 / 86400]), both, np.arange(0.0, 51), method)
    np.testing.assert_allclose(found.values, 0.3, atol=1e-12)


def test_nearest_takes_the_older_of_two_equally_near():
    found = interpolate(np.array([0.0, 10]), np.array([1.0, 2]), np.array([4.0, 5, 6]), NEAREST)
    assert found.values.tolist() == [1.0, 1.0, 2.0]


@pytest.mark.parametrize("change", [{"method": "spline"}, {"max_gap_days": -1.0}, {"max_gap_days": NAN}])
def test_impossible_parameters_are_refused(change):
    with pytest.raises(ValueError, match="method"):
        interpolate(np.arange(3.0), np.arange(3.0), np.arange(3.0), **change)
