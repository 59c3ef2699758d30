# SPDX-License-Identifier: GPL-2.0-or-later
"""Periods, statistics over gaps, and what a sample type can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from timestack.plugin.core.compositing import cut_periods, find_best, summarise, take_at
from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.grid import PixelGrid
from timestack.plugin.core.stack import StackBand, StackInfo
from timestack.plugin.core.stored_values import keep_stored, to_stored

INFO = StackInfo(PixelGrid("EPSG:32633", 0.0, 0.0, 10.0, 10.0, 4, 1), (), (StackBand("B"),), "uint16", 0.0)


def at(*texts):
    return [datetime.fromisoformat(text).replace(tzinfo=timezone.utc) for text in texts]


@pytest.mark.parametrize(
    ("period", "first_days"),
    [
        ("month", ["2020-02-01", "2020-03-01", "2020-12-01"]),
        ("10 days", ["2020-02-21", "2020-03-01", "2020-12-21"]),
        ("10 DAYS ", ["2020-02-21", "2020-03-01", "2020-12-21"]),
        ("season", ["2019-12-01", "2020-03-01", "2020-12-01"]),
        ("year", ["2020-01-01"]),
        ("all", ["2020-02-29"]),
        ("2 days", ["2020-02-29", "2020-03-02", "2020-12-31"]),
    ],
)
def test_periods_of_the_calendar(period, first_days):
    found = cut_periods(at("2020-12-31", "2020-02-29T23:59:59", "2020-03-01", "2020-03-02"), period)
    assert [one.first.isoformat() for one in found] == first_days
    assert sorted(place for one in found for place in one.places) == [0, 1, 2, 3]


def test_days_are_utc():
    east = timezone(timedelta(hours=9))
    assert cut_periods([datetime(2020, 3, 1, 3, tzinfo=east)], "month")[0].first.isoformat() == "2020-02-01"


def test_empty_periods_are_kept_on_request():
    found = cut_periods(at("2020-01-31", "2020-04-01"), "month", keeps_empty=True)
    assert [len(one.places) for one in found] == [1, 0, 0, 1]


@pytest.mark.parametrize("period", ["", "0 days", "-3 days", "ten days", "month; drop"])
def test_what_is_no_period(period):
    with pytest.raises(InvalidRequest):
        cut_periods(at("2020-01-01"), period)


@pytest.mark.parametrize("method", ["median", "mean", "min", "max"])
def test_statistics_are_numpys(method):
    values = np.random.default_rng(1).normal(size=(9, 50))
    values[np.random.default_rng(2).random(values.shape) < 0.4] = np.nan
    values[0, :] = 1.0
    values[:, 3] = np.nan
    with np.testing.suppress_warnings() as quiet:
        quiet.filter(RuntimeWarning)
        np.testing.assert_allclose(summarise(values, method), getattr(np, f"nan{method}")(values, axis=0))
        np.testing.assert_allclose(summarise(values, "percentile", 12.5), np.nanpercentile(values, 12.5, axis=0))
    assert summarise(values, "count")[3] == 0


def test_the_first_of_equal_scores_is_taken():
    scores = np.array([[np.nan, np.nan, 2.0], [5.0, np.nan, 2.0], [5.0, np.nan, 1.0]])
    best = find_best(scores)
    assert best.tolist() == [1, -1, 0]
    taken = take_at(np.arange(9.0).reshape(3, 3), best)
    assert (taken[0], taken[2]) == (3.0, 2.0)
    assert np.isnan(taken[1])


def test_what_a_sample_type_cannot_hold_is_nodata_and_counted():
    stored, lost = to_stored(np.array([1.4, -3.0, 70000.0, np.nan, 0.2]), INFO)
    assert stored.tolist() == [1, 0, 0, 0, 0]
    assert lost == 3  # 0.2 would be 0, which reads as nodata
    scaled = replace(INFO, scale=0.0001, offset=-0.1)
    assert to_stored(np.array([0.0, 0.1234]), scaled)[0].tolist() == [1000, 2234]


def test_stored_values_stay_as_they_are():
    kept, lost = keep_stored(np.ma.MaskedArray(np.array([7, 8], "uint16"), mask=[False, True]), INFO)
    assert (kept.tolist(), lost) == ([7, 0], 0)
    bare = replace(INFO, nodata=None)
    assert keep_stored(np.ma.MaskedArray(np.array([0, 8], "uint16"), mask=[False, True]), bare)[0].tolist() == [
        0,
        65535,
    ]
