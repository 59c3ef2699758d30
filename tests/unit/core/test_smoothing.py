# SPDX-License-Identifier: GPL-2.0-or-later
"""The smoothers against published packages and plain linear algebra.

Tolerances are absolute, for values about 1: 1e-10 where both sides solve the same equations in double precision.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timestack.plugin.core.smoothing import (
    choose_penalty,
    fit_harmonic,
    smooth_savitzky_golay,
    smooth_whittaker,
)

NAN = np.nan
SAME = {"rtol": 0, "atol": 1e-10}

# A season of an index; 0 means missing.
SEASON = np.array(
    [.21, .25, 0, .31, .45, .12, .62, .70, 0, 0, .81, .78, .40, .71, .60, .52, 0, .33, .28, .22, .25, .20]
)  # fmt: skip
# Answers of vam.whittaker 2.0.6 (WFP): ws2d(y, 10, w), ws2doptv and ws2doptvp(p=0.9) over log10 of -2, -1.8 … 4.
WS2D = [
    0.1948417646, 0.2352005442, 0.2770751473, 0.3234613431, 0.3773549007, 0.4404054548, 0.5215271502, 0.5975935861,
    0.6553256469, 0.6916848581, 0.7036327453, 0.6881308343, 0.6527773759, 0.6143575381, 0.5643787507, 0.5039126900,
    0.4375931574, 0.3716626849, 0.3123638048, 0.2617727807, 0.2187294959, 0.1778965556,
]  # fmt: skip
WS2DOPTV = [
    0.1955339641, 0.2479077179, 0.3005701070, 0.3538515134, 0.4080823189, 0.4627179527, 0.5180502117, 0.5675327704,
    0.6066534694, 0.6335432178, 0.6463329246, 0.6431534989, 0.6254014375, 0.5972036834, 0.5581898301, 0.5102400532,
    0.4560687510, 0.3985850584, 0.3406981101, 0.2839485892, 0.2286660921, 0.1739042732,
]  # fmt: skip
WS2DOPTVP = [
    0.2113778135, 0.2799944545, 0.3486001512, 0.4169457047, 0.4847819162, 0.5510100872, 0.6142552362, 0.6697187471,
    0.7130126945, 0.7419139455, 0.7541993675, 0.7476458277, 0.7240193551, 0.6873989635, 0.6392898895, 0.5828131075,
    0.5207775010, 0.4554930115, 0.3892695804, 0.3234203226, 0.2583903941, 0.1938034538,
]  # fmt: skip
SEARCHED = np.arange(-2, 4.1, 0.2)


def random_series(seed: int, times: int = 30, series: int = 6, gaps: float = 0.3):
    """Uneven days, noisy waves (time, series) with gaps, weights of 0.1 to 1."""
    rng = np.random.default_rng(seed)
    days = np.cumsum(rng.integers(1, 15, times)).astype("float64") + 17000
    values = 0.5 + 0.3 * np.sin(days / 58)[:, None] + rng.normal(0, 0.1, (times, series))
    values[rng.random(values.shape) < gaps] = NAN
    return days, values, rng.uniform(0.1, 1, values.shape)


def season() -> tuple[np.ndarray, np.ndarray]:
    return np.arange(22.0), np.where(SEASON > 0, SEASON, NAN)


# ---- Whittaker


def test_whittaker_gives_the_answers_of_the_wfp_package():
    days, values = season()
    np.testing.assert_allclose(smooth_whittaker(days, values, 10.0), WS2D, **SAME)
    penalty = choose_penalty(days, values, log10_penalties=SEARCHED)
    assert penalty == pytest.approx(50.11872336272715, rel=1e-12)
    np.testing.assert_allclose(smooth_whittaker(days, values, penalty), WS2DOPTV, **SAME)
    penalty = choose_penalty(days, values, log10_penalties=SEARCHED, asymmetry=0.9)
    assert penalty == pytest.approx(12.589254117941652, rel=1e-12)
    np.testing.assert_allclose(smooth_whittaker(days, values, penalty, asymmetry=0.9), WS2DOPTVP, **SAME)


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize("is_even", [True, False])
def test_whittaker_gives_the_answers_of_whittaker_eilers(order, is_even):
    """On uneven days its differences lack the factorial, so its penalty is order! squared times ours."""
    package = pytest.importorskip("whittaker_eilers")
    days, values, weights = random_series(order)
    days = np.arange(days.size) * 1.0 if is_even else days
    factor = 1 if is_even else math.factorial(order) ** 2
    found = smooth_whittaker(days, values, 300.0, weights, order=order, extrapolate=True)
    for place in range(values.shape[1]):
        known = np.isfinite(values[:, place])
        smoother = package.WhittakerSmoother(
            lmbda=300.0 * factor, order=order, data_length=days.size,
            x_input=None if is_even else days.tolist(), weights=(weights[:, place] * known).tolist(),
        )  # fmt: skip
        expected = smoother.smooth(np.nan_to_num(values[:, place]).tolist())
        np.testing.assert_allclose(found[:, place], expected, rtol=0, atol=1e-8)


def _dense_whittaker(days, values, weights, penalty, order):
    """By the definition, with whole matrices: D from divided differences of unit vectors."""
    table = np.eye(days.size)
    for step in range(1, order + 1):
        table = (table[1:] - table[:-1]) / (days[step:] - days[:-step])[:, None]
    table *= math.factorial(order)
    known = np.isfinite(values)
    system = np.diag(np.where(known, weights, 0)) + penalty * table.T @ table
    return np.linalg.solve(system, np.where(known, weights * values, 0))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), order=st.integers(1, 3), exponent=st.floats(-1, 5), times=st.integers(6, 40))
def test_whittaker_solves_its_definition(seed, order, exponent, times):
    """Tolerance 1e-6: penalties of 1e5 over days one apart leave ten digits, the series' own gaps cost some more."""
    days, values, weights = random_series(seed, times, 3, 0.2)
    found = smooth_whittaker(days, values, 10.0**exponent, weights, order=order, extrapolate=True)
    for place in range(3):
        if np.isfinite(values[:, place]).sum() > order:
            expected = _dense_whittaker(days, values[:, place], weights[:, place], 10.0**exponent, order)
            np.testing.assert_allclose(found[:, place], expected, rtol=0, atol=1e-6)


def test_daily_nodes_are_a_daily_series_with_empty_days():
    days, values, _ = random_series(8)
    by_day = np.full((int(days[-1] - days[0]) + 1, values.shape[1]), NAN)
    by_day[(days - days[0]).astype(int)] = values
    dense = smooth_whittaker(np.arange(len(by_day)) * 1.0, by_day, 1e4)
    found = smooth_whittaker(days + 0.42, values, 1e4, step_days=1)
    inside = ~np.isnan(found)
    np.testing.assert_allclose(found[inside], dense[(days - days[0]).astype(int)][inside], **SAME)
    onto = np.arange(days[0], days[-1] + 1)
    on_days = smooth_whittaker(days + 0.42, values, 1e4, step_days=1, onto_days=onto)
    np.testing.assert_allclose(on_days, dense, **SAME)


def test_the_chosen_penalty_follows_the_spacing():
    days, values = season()
    np.testing.assert_allclose(choose_penalty(days * 5 + 3, values), choose_penalty(days, values) * 5.0**4, rtol=1e-9)


def test_a_penalty_for_each_series_and_shapes():
    days, values, _ = random_series(2, series=6)
    penalties = np.array([1.0, 10, 1e2, 1e3, 1e4, NAN])
    together = smooth_whittaker(days, values.reshape(30, 2, 3), penalties.reshape(2, 3))
    assert together.shape == (30, 2, 3)
    for place in range(5):
        alone = smooth_whittaker(days, values[:, place], penalties[place])
        np.testing.assert_array_equal(together.reshape(30, 6)[:, place], alone)
    assert np.isnan(together[:, 1, 2]).all()


# ---- Savitzky–Golay


@pytest.mark.parametrize(("degree", "window"), [(0, 5), (1, 5), (2, 7), (3, 9), (4, 5)])
def test_savitzky_golay_gives_the_answers_of_scipy_on_even_days(degree, window):
    signal = pytest.importorskip("scipy.signal")
    values = np.random.default_rng(window).random((25, 4))
    expected = signal.savgol_filter(values, window, degree, axis=0, mode="interp")
    days = np.arange(25) * 5.0 + 18000
    by_count = smooth_savitzky_golay(days, values, degree=degree, window_observations=window)
    np.testing.assert_allclose(by_count, expected, **SAME)
    by_days = smooth_savitzky_golay(days, values, degree=degree, window_days=(window - 1) * 5)
    middle = slice(window // 2, 25 - window // 2)
    np.testing.assert_allclose(by_days[middle], expected[middle], **SAME)


def test_savitzky_golay_has_the_published_coefficients():
    """Savitzky and Golay 1964, table I: 5 points, quadratic: (-3, 12, 17, 12, -3) / 35."""
    found = smooth_savitzky_golay(np.arange(5.0), np.eye(5), degree=2, window_observations=5)
    np.testing.assert_allclose(found[2], np.array([-3, 12, 17, 12, -3]) / 35, **SAME)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), degree=st.integers(0, 3), window=st.sampled_from([30.0, 61.0, 120.0]))
def test_savitzky_golay_by_days_is_a_local_polynomial(seed, degree, window):
    days, values, weights = random_series(seed, 25, 2)
    found = smooth_savitzky_golay(days, values, weights, degree=degree, window_days=window, extrapolate=True)
    for place in range(2):
        for at, day in enumerate(days):
            near = np.isfinite(values[:, place]) & (np.abs(days - day) <= window / 2)
            if near.sum() <= degree:
                assert np.isnan(found[at, place])
                continue
            roots = np.sqrt(weights[near, place])
            fitted = np.polynomial.polynomial.polyfit((days[near] - day) / window, values[near, place], degree, w=roots)
            assert found[at, place] == pytest.approx(fitted[0], abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), degree=st.integers(0, 3), window=st.sampled_from([5, 7, 9]))
def test_savitzky_golay_by_count_takes_each_series_own_observations(seed, degree, window):
    """A series with gaps is the series without its gaps."""
    days, values, weights = random_series(seed, 25, 3)
    found = smooth_savitzky_golay(days, values, weights, degree=degree, window_observations=window)
    for place in range(3):
        known = np.isfinite(values[:, place])
        if not known.any():
            continue
        alone = smooth_savitzky_golay(
            days[known], values[known, place], weights[known, place], degree=degree, window_observations=window
        )
        np.testing.assert_allclose(found[known, place], alone, **SAME)


# ---- harmonic

# Cosine of a year with clouds; what statsmodels 0.14 RLM (Tukey's bisquare, MAD) and OLS made of it.
CLOUDED_DAYS = np.array([
    0, 16, 32, 48, 70, 80, 96, 112, 128, 150, 160, 176, 200, 208, 224, 240, 256, 280, 288, 304, 320, 336, 352, 365, 380,
    400, 420, 450, 470, 500.0,
])  # fmt: skip
CLOUDED = np.array([
    0.309, 0.299, 0.326, 0.325, 0.111, 0.407, 0.503, 0.524, 0.615, 0.657, 0.703, 0.233, 0.737, 0.767, 0.728, 0.739,
    0.664, 0.608, 0.573, 0.553, 0.084, 0.456, 0.426, 0.42, 0.407, 0.401, 0.438, 0.529, 0.596, 0.714,
])  # fmt: skip
ROBUST = [0.49988617740708063, 0.09368868208608644, -0.18876830192033858, -0.062480233802358356]
ORDINARY = [0.44132274, 0.11957082, -0.17577744, -0.05129911]


def test_harmonic_gives_the_answers_of_statsmodels():
    robust = fit_harmonic(CLOUDED_DAYS, CLOUDED, harmonics=1, is_robust=True)
    np.testing.assert_allclose(robust.coefficients, ROBUST, rtol=0, atol=1e-7)
    np.testing.assert_allclose(fit_harmonic(CLOUDED_DAYS, CLOUDED, harmonics=1).coefficients, ORDINARY, atol=1e-8)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), harmonics=st.integers(1, 3), has_trend=st.booleans())
def test_harmonic_is_least_squares(seed, harmonics, has_trend):
    """Compared on the curve, which is what is determined well; tolerance 1e-8."""
    days, values, weights = random_series(seed, 80, 3, 0.2)
    fit = fit_harmonic(days, values, weights, harmonics=harmonics, has_trend=has_trend)
    angles = [2 * np.pi * k * days / 365.25 for k in range(1, harmonics + 1)]
    columns = [np.ones(80), *([days / 365.25 - 47] if has_trend else [])]
    terms = np.stack([*columns, *[wave(angle) for angle in angles for wave in (np.cos, np.sin)]], axis=1)
    for place in range(3):
        known = np.isfinite(values[:, place])
        roots = np.sqrt(weights[known, place])
        expected, *_ = np.linalg.lstsq(terms[known] * roots[:, None], values[known, place] * roots, rcond=None)
        curve = fit.evaluate(days, extrapolate=True)[:, place]
        np.testing.assert_allclose(curve, terms @ expected, rtol=0, atol=1e-8)


def test_harmonic_finds_level_trend_amplitude_and_peak():
    days = np.arange(17000.0, 18500, 7)
    values = 0.4 + 0.05 * days / 365.25 + 0.3 * np.cos(2 * np.pi * (days - 200) / 365.25)
    values += 0.1 * np.cos(4 * np.pi * (days - 50) / 365.25)
    values[::9] -= 0.5
    fit = fit_harmonic(days, values, harmonics=2, is_robust=True)
    np.testing.assert_allclose(fit.coefficients[:2], [0.4, 0.05], atol=1e-8)
    np.testing.assert_allclose([fit.amplitude(1), fit.amplitude(2)], [0.3, 0.1], atol=1e-8)
    np.testing.assert_allclose([fit.peak_day(1), fit.peak_day(2)], [200, 50], atol=1e-5)
    assert np.isnan(fit.evaluate(np.array([16999.0, 18600.0]))).all()
    assert np.isfinite(fit.evaluate(np.array([16999.0]), extrapolate=True)).all()


def test_harmonic_of_half_a_year_is_not_made_up():
    days = np.arange(0.0, 30, 2)
    fit = fit_harmonic(days, np.stack([np.sin(days), np.full(15, NAN)], 1), harmonics=3)
    assert np.isnan(fit.coefficients).all()


# ---- all of them

SMOOTHERS = {
    "whittaker": lambda days, values, weights=None: smooth_whittaker(days, values, 100.0, weights),
    "whittaker daily": lambda days, values, weights=None: smooth_whittaker(days, values, 100.0, weights, step_days=1),
    "whittaker upper": lambda days, values, weights=None: smooth_whittaker(days, values, 100.0, weights, asymmetry=0.9),
    "days": lambda days, values, weights=None: smooth_savitzky_golay(days, values, weights, window_days=90),
    "count": lambda days, values, weights=None: smooth_savitzky_golay(days, values, weights, window_observations=7),
    "harmonic": lambda days, values, weights=None: fit_harmonic(days, values, weights, harmonics=1).evaluate(days),
    "robust": lambda days, values, weights=None: fit_harmonic(
        days, values, weights, harmonics=1, is_robust=True
    ).evaluate(days),
}  # fmt: skip
ALL = pytest.mark.parametrize("smooth", SMOOTHERS.values(), ids=SMOOTHERS)


@ALL
def test_weights_of_zero_are_gaps_and_equal_weights_do_not_matter(smooth):
    days, values, _ = random_series(4, 60)
    weights = np.isfinite(values) * 1.0
    hidden = np.where(weights > 0, values, 99.0)
    np.testing.assert_allclose(smooth(days, hidden, weights), smooth(days, values), **SAME)
    by_time = np.ones(60)
    by_time[5:9] = 0
    gone = values.copy()
    gone[5:9] = NAN
    np.testing.assert_allclose(smooth(days, values, by_time), smooth(days, gone), **SAME)


@ALL
def test_constants_stay_and_lines_too(smooth):
    days, values, _ = random_series(4, 60)
    constant, line = np.where(np.isnan(values), NAN, 0.25), np.where(np.isnan(values), NAN, days[:, None] / 1000)
    np.testing.assert_allclose(np.nan_to_num(smooth(days, constant), nan=0.25), 0.25, atol=1e-8)
    found = smooth(days, line)
    expected = np.broadcast_to(days[:, None] / 1000, found.shape)
    np.testing.assert_allclose(np.where(np.isnan(found), expected, found), expected, atol=1e-6)


@ALL
def test_two_of_one_day_are_their_mean_with_the_weight_of_both(smooth):
    days, values, _ = random_series(6, 40, gaps=0.0)
    twice_days = np.concatenate([days, days[3:5]])
    twice = np.concatenate([values, values[3:5] + 0.2])
    merged, heavier = values.copy(), np.ones_like(values)
    merged[3:5] += 0.1
    heavier[3:5] = 2
    found = smooth(twice_days, twice)
    np.testing.assert_allclose(found[:40], smooth(days, merged, heavier), **SAME)
    np.testing.assert_array_equal(found[40:], found[3:5])


@ALL
def test_the_order_of_the_days_does_not_matter(smooth):
    days, values, _ = random_series(7, 40)
    shuffled = np.random.default_rng(1).permutation(40)
    np.testing.assert_allclose(smooth(days[shuffled], values[shuffled]), smooth(days, values)[shuffled], **SAME)


@ALL
def test_no_curve_before_the_first_and_after_the_last_observation(smooth):
    days, values, _ = random_series(9, 60)
    values[:4, 0] = values[50:, 0] = values[:, 1] = NAN
    found = smooth(days, values)
    assert np.isnan(found[:4, 0]).all() and np.isnan(found[50:, 0]).all() and np.isnan(found[:, 1]).all()
    assert np.isfinite(found[10:40, 0]).any()


@ALL
def test_one_date_and_no_series(smooth):
    found = smooth(np.array([5.0]), np.array([[0.3, NAN]]))
    assert found.shape == (1, 2) and np.isnan(found[0, 1]) and (np.isnan(found[0, 0]) or found[0, 0] == 0.3)
    assert smooth(np.arange(4.0), np.zeros((4, 0))).shape == (4, 0)


@ALL
def test_tiles_of_one_pass_are_one_observation(smooth):
    """Fifteen seconds apart, and of different height: no curve could bend there."""
    days, values, _ = random_series(12, 60)
    later = np.concatenate([days, days + 15 / 86400])
    both = np.concatenate([values - 0.05, values + 0.05])
    found = smooth(later, both)
    np.testing.assert_allclose(found[:60], smooth(days, values, 2.0 * np.isfinite(values)), rtol=0, atol=1e-5)
    np.testing.assert_allclose(found[60:59:-1], found[:1], rtol=0, atol=1e-5)


def test_a_penalty_beyond_all_digits_gives_no_curve_and_not_a_wrong_one():
    rng = np.random.default_rng(5)
    days = np.sort(rng.choice(3650, 60, replace=False)) + 18000.0
    values = 0.5 + 0.3 * np.sin(days / 58)
    line = np.polynomial.Polynomial.fit(days, values, 1)(days)
    for step_days in (None, 1):
        for exponent in range(2, 20, 2):
            found = smooth_whittaker(days, values, 10.0**exponent, step_days=step_days)
            if exponent <= 10:
                assert np.isfinite(found).all()
            if exponent >= 16:
                assert np.isnan(found).all() or np.abs(found - line).max() < 0.01
            assert np.isnan(found).all() or abs(np.mean(values - found)) < 1e-4


def test_one_observation_comes_back_from_whittaker():
    values = np.array([NAN, 0.3, NAN])
    np.testing.assert_array_equal(smooth_whittaker(np.arange(3.0), values, 10.0), values)
    assert np.isnan(choose_penalty(np.arange(3.0), values))


@pytest.mark.parametrize(
    "call",
    [
        lambda d, v: smooth_whittaker(d, v, 0.0),
        lambda d, v: smooth_whittaker(d, v, 1.0, order=4),
        lambda d, v: smooth_whittaker(d, v, 1.0, step_days=0),
        lambda d, v: smooth_whittaker(d, v, 1.0, asymmetry=1.0),
        lambda d, v: smooth_whittaker(d, v, 1.0, -np.ones(9)),
        lambda d, v: smooth_whittaker(d[:4], v, 1.0),
        lambda d, v: smooth_whittaker(np.full(9, NAN), v, 1.0),
        lambda d, v: choose_penalty(d, v, log10_penalties=np.array([1.0])),
        lambda d, v: smooth_savitzky_golay(d, v),
        lambda d, v: smooth_savitzky_golay(d, v, window_days=5, window_observations=5),
        lambda d, v: smooth_savitzky_golay(d, v, window_observations=4),
        lambda d, v: smooth_savitzky_golay(d, v, degree=3, window_observations=3),
        lambda d, v: smooth_savitzky_golay(d, v, degree=6, window_days=9),
        lambda d, v: smooth_savitzky_golay(d, v, window_days=-1),
        lambda d, v: fit_harmonic(d, v, harmonics=0),
        lambda d, v: fit_harmonic(d, v, period_days=0),
        lambda d, v: smooth_whittaker(np.zeros(0), np.zeros((0, 2)), 1.0),
    ],
)
def test_impossible_parameters_are_refused(call):
    with pytest.raises(ValueError):
        call(np.arange(9.0), np.arange(9.0))
