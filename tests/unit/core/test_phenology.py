# SPDX-License-Identifier: GPL-2.0-or-later
"""Dates of seasons: of curves whose dates are known, and as a plain walk along each series finds them."""

from __future__ import annotations

import math
from datetime import date, datetime, timezone

import numpy as np
import pytest

from timestack.plugin.core.dates import day_number
from timestack.plugin.core.phenology import SeasonRule, date_of, day_of_year, find_season, season_starts

FIRST = date(2020, 1, 1)
DAYS = np.arange(day_number(FIRST), day_number(date(2021, 1, 1)))


def double_logistic(days: np.ndarray, rise: float, fall: float, low: float = 0.2, high: float = 0.8) -> np.ndarray:
    """P. S. A. Beck et al., Remote Sensing of Environment 100 (2006), formula 3, with slopes of 1/8 and 1/12 a day."""
    position = days - day_number(FIRST) + 1
    return low + (high - low) * (
        1 / (1 + np.exp(-(position - rise) / 8)) + 1 / (1 + np.exp((position - fall) / 12)) - 1
    )


def where_logistic_is(share: float, middle: float, width: float) -> float:
    return middle + width * math.log(share / (1 - share))


@pytest.mark.parametrize("share", [0.1, 0.2, 0.5, 0.9])
def test_shares_of_a_double_logistic_curve(share):
    """Its edges are far apart, so that each is met by the inverse of its own logistic function."""
    curve = double_logistic(DAYS, 110.0, 260.0)
    found = find_season(DAYS, curve, FIRST, SeasonRule(start_share=share, end_share=share))
    tolerance = 0.05 if share < 0.9 else 0.15
    assert day_of_year(found.start, FIRST) == pytest.approx(where_logistic_is(share, 110, 8), abs=tolerance)
    assert day_of_year(found.end, FIRST) == pytest.approx(where_logistic_is(1 - share, 260, 12), abs=tolerance)
    assert found.peak_value == pytest.approx(0.8, abs=1e-3) and found.amplitude == pytest.approx(0.6, abs=1e-3)
    assert found.length == pytest.approx(found.end - found.start)


def test_level_and_slope():
    curve = double_logistic(DAYS, 110.0, 260.0)
    level = find_season(DAYS, curve, FIRST, SeasonRule("level", level=0.5))
    assert day_of_year(level.start, FIRST) == pytest.approx(110, abs=0.02)
    assert day_of_year(level.end, FIRST) == pytest.approx(260, abs=0.02)
    steepest = find_season(DAYS, curve, FIRST, SeasonRule("slope"))
    assert abs(day_of_year(steepest.start, FIRST) - 110) <= 0.5 and abs(day_of_year(steepest.end, FIRST) - 260) <= 0.5
    assert date_of(float(level.start) + 0.1) == date(2020, 4, 19)
    assert np.isnan(find_season(DAYS, curve, FIRST, SeasonRule("level", level=0.9)).start)


def test_the_base_is_that_of_the_own_side_or_the_mean_of_both():
    curve = np.interp(DAYS, DAYS[0] + np.array([0, 100, 200]), [0.0, 1.0, 0.4])
    own = find_season(DAYS, curve, FIRST, SeasonRule(start_share=0.5, end_share=0.5))
    assert (own.start - DAYS[0], own.end - DAYS[0]) == pytest.approx((50, 150))
    mean = find_season(DAYS, curve, FIRST, SeasonRule(start_share=0.5, end_share=0.5, base="mean"))
    assert (mean.start - DAYS[0], mean.end - DAYS[0]) == pytest.approx((60, 100 + 40 / 0.6))
    assert mean.base_value == pytest.approx(0.2) and mean.peak == DAYS[100]


def walk(days: np.ndarray, series: np.ndarray, rule: SeasonRule) -> tuple[float, ...]:
    """The same season, step by step."""
    inside = [(day, value) for day, value in sorted(zip(days, series)) if DAYS[0] <= day <= DAYS[-1] and value == value]
    if len(inside) < 3:
        return (math.nan,) * 4
    values = [value for _, value in inside]
    top = values.index(max(values))
    low = (min(values[: top + 1]), min(values[top:]))
    base = sum(low) / 2
    if values[top] <= base:
        return (math.nan,) * 4

    def passing(places: range, lowest: float, share: float) -> float:
        bottom = lowest if rule.base == "own" else base
        wanted = rule.level if rule.method == "level" else bottom + share * (values[top] - bottom)
        for inner, outer in zip(places, places[1:]):
            if values[outer] < wanted <= values[inner]:
                part = (wanted - values[outer]) / (values[inner] - values[outer])
                return float(inside[outer][0] + part * (inside[inner][0] - inside[outer][0]))
            if values[outer] < wanted:
                return math.nan
        return math.nan

    start = passing(range(top, -1, -1), low[0], rule.start_share)
    end = passing(range(top, len(values)), low[1], rule.end_share)
    return start, inside[top][0], end, values[top]


@pytest.mark.parametrize(
    "rule",
    [SeasonRule(), SeasonRule(start_share=0.5, end_share=0.7), SeasonRule(base="mean"), SeasonRule("level", level=0.1)],
)
def test_random_series_with_gaps_are_as_a_walk_finds_them(rule):
    generator = np.random.default_rng(11)
    days = np.sort(generator.choice(np.arange(DAYS[0] - 60, DAYS[-1] + 60), 70, replace=False)).astype(float)
    values = np.cumsum(generator.normal(0, 0.3, (70, 300)), axis=0)
    values[generator.random(values.shape) < 0.4] = np.nan
    values[:, :5] = np.nan
    values[:, 5] = 1.0
    values[2:, 6] = np.nan
    order = generator.permutation(70)
    found = find_season(days[order], values[order].reshape(70, 20, 15), FIRST, rule)
    theirs = np.array([walk(days, values[:, place], rule) for place in range(300)]).T.reshape(4, 20, 15)
    for ours, other in zip((found.start, found.peak, found.end, found.peak_value), theirs):
        np.testing.assert_allclose(ours, other, rtol=0, atol=1e-9)
    assert np.isfinite(found.start).sum() > 100
    assert np.isnan(found.peak.ravel()[:7]).all()


def test_seasons_from_july_keep_a_southern_summer_whole():
    times = [datetime(2019, 9, 1, tzinfo=timezone.utc), datetime(2021, 3, 1, tzinfo=timezone.utc)]
    assert season_starts(times, 7) == (date(2019, 7, 1), date(2020, 7, 1))
    assert season_starts(times) == (date(2019, 1, 1), date(2020, 1, 1), date(2021, 1, 1))
    days = np.arange(day_number(date(2019, 7, 1)), day_number(date(2020, 7, 1)))
    curve = np.exp(-(((days - day_number(date(2020, 1, 10))) / 40) ** 2))
    found = find_season(days, curve, date(2019, 7, 1), SeasonRule(first_month=7))
    assert day_of_year(found.peak, date(2019, 7, 1)) == 365 + 10
    assert date_of(float(found.peak)) == date(2020, 1, 10)


def test_small_seasons_and_bad_rules():
    curve = double_logistic(DAYS, 110.0, 260.0)
    assert np.isnan(find_season(DAYS, curve, FIRST, SeasonRule(least_amplitude=0.7)).peak)
    assert np.isnan(find_season(DAYS, curve, date(2010, 1, 1), SeasonRule()).peak)
    assert date_of(math.nan) is None
    for rule in (SeasonRule("tilt"), SeasonRule(start_share=0.0), SeasonRule(base="x"), SeasonRule(first_month=13)):
        with pytest.raises(ValueError, match="SeasonRule"):
            find_season(DAYS, curve, FIRST, rule)
