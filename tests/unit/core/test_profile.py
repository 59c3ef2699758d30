# SPDX-License-Identifier: GPL-2.0-or-later
"""Profiles hold what they say they hold."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest

from timestack.plugin.core.band_expression import compile_bands
from timestack.plugin.core.profile import AreaProfile, Profile
from timestack.plugin.core.stack import StackBand

TIMES = tuple(datetime(2020, 1, day, tzinfo=timezone.utc) for day in (1, 5, 9))
LABELS = ("2020-01-01", "2020-01-05", "2020-01-09")
BANDS = ("B04", "B08")
VALUES = np.array([[0.1, 0.3], [0.2, 0.2], [np.nan, 0.5]])


def test_formulas_take_a_profile():
    profile = Profile(TIMES, LABELS, BANDS, VALUES)
    ndvi = compile_bands("NDVI", [StackBand(band) for band in BANDS]).evaluate(profile.by_band)
    np.testing.assert_allclose(ndvi, [0.5, 0.0, np.nan])
    np.testing.assert_array_equal(profile.series("B08"), VALUES[:, 1])
    with pytest.raises(ValueError, match="tuple"):
        profile.series("B02")


def test_an_area_gives_a_profile_of_each_statistic():
    parts = [VALUES + number for number in range(5)]
    area = AreaProfile(TIMES, LABELS, BANDS, *parts, pixel_count=7)
    for number, statistic in enumerate(("mean", "median", "p10", "p90", "valid_share")):
        np.testing.assert_array_equal(area.profile(statistic).values, VALUES + number)


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="time, band"):
        Profile(TIMES, LABELS, BANDS, VALUES.T)
    with pytest.raises(ValueError, match="labels"):
        Profile(TIMES, LABELS[:2], BANDS, VALUES)
    with pytest.raises(ValueError, match="p90"):
        AreaProfile(TIMES, LABELS, BANDS, VALUES, VALUES, VALUES, VALUES[:2], VALUES, 7)
