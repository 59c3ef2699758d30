# SPDX-License-Identifier: GPL-2.0-or-later
"""Percentiles of series with gaps against numpy. Relative tolerance 1e-12."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timestack.plugin.core.order_statistics import median_of_known, percentiles_of_known

PERCENTILES = [0, 10, 25, 50, 90, 99.9, 100]


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**6), times=st.integers(1, 70), gaps=st.sampled_from([0.0, 0.3, 1.0]), ties=st.booleans())
def test_percentiles_are_those_of_numpy(seed, times, gaps, ties):
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 5, (times, 3, 2)) / 3 if ties else rng.normal(0, 1, (times, 3, 2))
    values[rng.random(values.shape) < gaps] = np.nan
    before = values.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        expected = np.nanpercentile(values, PERCENTILES, axis=0)
    np.testing.assert_allclose(percentiles_of_known(values, PERCENTILES), expected, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(median_of_known(values), expected[3], rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(values, before)


@pytest.mark.parametrize("times", [255, 256, 257, 300])
def test_long_series_are_those_of_numpy(times):
    rng = np.random.default_rng(times)
    values = rng.normal(0, 1, (times, 2500))
    values[rng.random(values.shape) < 0.4] = np.nan
    expected = np.nanpercentile(values, PERCENTILES, axis=0)
    np.testing.assert_allclose(percentiles_of_known(values, PERCENTILES), expected, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("kind", ["uint8", "uint16", "int8", "int16", "int32", "float32", "float64"])
@pytest.mark.parametrize("times", [1, 5, 12, 300])
def test_values_as_they_are_stored(kind, times):
    rng = np.random.default_rng(times)
    limits = np.iinfo(kind) if kind.startswith(("u", "i")) else None
    low, high = (limits.min, limits.max) if limits else (-1000, 1000)
    values = rng.integers(low, high, (times, 40), endpoint=True).astype(kind)
    values[0, :5] = high
    missing = rng.random(values.shape) < 0.4
    missing[:, :2] = [True, False]
    before, gaps = values.copy(), missing.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        expected = np.nanpercentile(np.where(missing, np.nan, values.astype("float64")), PERCENTILES, axis=0)
    np.testing.assert_allclose(percentiles_of_known(values, PERCENTILES, missing), expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_array_equal(values, before)
    np.testing.assert_array_equal(missing, gaps)


def test_edges():
    assert np.isnan(median_of_known(np.zeros((0, 3)))).all()
    assert median_of_known(np.zeros((4, 0))).shape == (0,)
    assert median_of_known(np.array([np.inf, 1.0, np.inf])) == np.inf
    assert median_of_known(np.array([np.inf, 1.0, np.inf, np.inf])) == np.inf
    assert median_of_known(np.array([3, 1, 2], "uint8")) == 2.0


@pytest.mark.parametrize("percentiles", [[-1], [101], [np.nan]])
def test_impossible_percentiles_are_refused(percentiles):
    with pytest.raises(ValueError, match="percentiles"):
        percentiles_of_known(np.zeros((2, 2)), percentiles)
