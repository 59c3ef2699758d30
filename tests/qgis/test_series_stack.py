# SPDX-License-Identifier: GPL-2.0-or-later
"""``regularisestack``, ``smoothstack`` and ``trendstack`` beside scipy, pandas and numpy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from stack_builders import FIRST_DAY, build_info, write_stack

pytest.importorskip("qgis.core")
pytest.importorskip("scipy")

from osgeo import gdal
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback
from scipy import interpolate, signal, stats

from timestack.plugin.api import open_stack
from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.timeline import ORBIT, TILE, TimeStep
from timestack.plugin.stack_tools import blocks

pytestmark = pytest.mark.usefixtures("qgis_app")

DAYS = np.array([0, 5, 10, 12, 25, 30, 31, 47, 60, 75, 80, 120])


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Every tile is a block of its own."""
    monkeypatch.setattr(blocks, "MEMORY_BYTES", 1)


def make(tmp_path, days=DAYS, gaps=0.3, bands=("B04", "SCL"), size=(70, 5), seed=4, mosaicking=ORBIT, **more):
    """A stack of a year's course with noise and gaps; pixels (time, band, y, x) with NaN. Column 7 is empty."""
    random = np.random.default_rng(seed)
    times = [FIRST_DAY + timedelta(days=int(day), seconds=i if mosaicking == TILE else 0) for i, day in enumerate(days)]
    steps = tuple(TimeStep(mosaicking, time, f"{i}") for i, time in enumerate(times))
    info = replace(build_info(1, bands, size=size, **more), steps=steps, mosaicking=mosaicking)
    wave = 2000 + 800 * np.sin(2 * np.pi * np.asarray(days) / 365.25)
    pixels = (wave[:, None, None, None] + random.integers(0, 300, info.shape)).astype("uint16")
    if "SCL" in bands:
        pixels[:, 1] = random.choice([4, 4, 9], pixels[:, 1].shape)
    gap = random.random((len(days), 1, *info.shape[2:])) < gaps
    gap[..., 7] = True
    write_stack(tmp_path / "s.tif", info, np.where(gap, 0, pixels).astype("uint16"))
    return open_stack(tmp_path / "s.tif"), np.where(gap, np.nan, pixels)


def values_of(stack, band=0):
    read = stack.read(bands=[band])[:, 0]
    return np.where(np.ma.getmaskarray(read), np.nan, read.data.astype("float64"))


def series(pixels, band=0):
    """(place, days, values) of the pixels' observations."""
    for place in np.ndindex(*pixels.shape[2:]):
        values = pixels[:, band][(slice(None), *place)]
        known = np.isfinite(values)
        yield place, known, values


@pytest.mark.parametrize("method", ["linear", "cubic", "akima", "nearest"])
def test_even_steps_are_those_of_scipy(tmp_path, method):
    stack, pixels = make(tmp_path)
    made = stack.regularisestack(10, method, output=tmp_path / "o.tif")
    assert [step.label for step in made.info.steps][:3] == ["2020-01-05", "2020-01-15", "2020-01-25"]
    assert made.bands == ("B04", "B04_ORIGIN")
    found, origin = values_of(made, 0), values_of(made, 1)
    wanted = np.arange(0, 121, 10)
    for place, known, values in series(pixels):
        at = (slice(None), *place)
        x, y = DAYS[known], values[known]
        if known.sum() < 5:
            continue
        makers = {
            "linear": lambda x, y: interpolate.interp1d(x, y),
            "cubic": lambda x, y: interpolate.CubicSpline(x, y, bc_type="not-a-knot"),
            "akima": lambda x, y: interpolate.Akima1DInterpolator(x, y),
            "nearest": lambda x, y: interpolate.interp1d(x, y, kind="nearest"),
        }
        inside = (wanted >= x[0]) & (wanted <= x[-1])
        expected = np.full(wanted.size, np.nan)
        expected[inside] = makers[method](x, y)(wanted[inside])
        np.testing.assert_allclose(found[at], expected, rtol=2e-6)
        told = np.where(np.isin(wanted, x), 1.0, np.where(inside, 2.0, np.nan))
        np.testing.assert_array_equal(origin[at], told)
    assert np.isnan(found[..., 7]).all()


def test_nothing_is_filled_across_a_long_gap_or_from_clouds(tmp_path):
    stack, pixels = make(tmp_path, gaps=0.0)
    made = stack.regularisestack(
        5, "linear", max_gap_days=20, mask_band="SCL", origin=False, sample_type="UINT16", output=tmp_path / "o.tif"
    )
    assert made.bands == ("B04",)
    assert (made.info.dtype, made.info.nodata) == ("uint16", 0.0)
    found, wanted = values_of(made), np.arange(0, 121, 5)
    clear = pixels[:, 1] == 4
    for place in [(0, 0), (2, 33), (4, 69)]:
        at = (slice(None), *place)
        x, y = DAYS[clear[at]], pixels[:, 0][at][clear[at]]
        right = np.searchsorted(x, wanted)
        inside = (wanted >= x[0]) & (wanted <= x[-1])
        right = np.clip(right, 1, x.size - 1)
        short = np.isin(wanted, x) | (x[right] - x[right - 1] <= 20)
        expected = np.where(inside & short, np.rint(np.interp(wanted, x, y)), np.nan)
        np.testing.assert_array_equal(found[at], expected)


def test_duplicate_days_count_as_their_mean_and_one_date_is_enough(tmp_path):
    stack, pixels = make(tmp_path, days=np.array([0, 0, 10]), gaps=0.0, bands=("B04",), mosaicking=TILE)
    found = values_of(stack.regularisestack(5, output=tmp_path / "o.tif"))
    np.testing.assert_allclose(found[0], pixels[:2, 0].mean(axis=0))
    folder = tmp_path / "one"
    folder.mkdir()
    stack, pixels = make(folder, days=np.array([3]), bands=("B04",))
    made = stack.regularisestack(5, output=folder / "o.tif")
    np.testing.assert_array_equal(values_of(made), pixels[:, 0])
    with pytest.raises(InvalidRequest, match="INPUT: the stack has one date only"):
        stack.smoothstack(output=folder / "x.tif")


def test_savitzky_golay_on_even_days_is_scipys(tmp_path):
    days = np.arange(0, 150, 10)
    stack, pixels = make(tmp_path, days=days, gaps=0.0)
    made = stack.smoothstack("savitzky_golay", window=5, degree=2, bands="B04", output=tmp_path / "o.tif")
    expected = signal.savgol_filter(np.nan_to_num(pixels[:, 0]), 5, 2, axis=0, mode="interp")
    expected[..., 7] = np.nan
    np.testing.assert_allclose(values_of(made), expected, rtol=1e-5)
    assert made.times == stack.times


def test_whittaker_is_the_solution_of_its_equations(tmp_path):
    days = np.arange(0, 20)
    stack, pixels = make(tmp_path, days=days, gaps=0.2, mosaicking=ORBIT)
    made = stack.smoothstack("whittaker", penalty=50.0, mask_band="SCL", mask_weight=0.25, output=tmp_path / "o.tif")
    found = values_of(made)
    differences = np.diff(np.eye(20), 2, axis=0)
    for place, known, values in series(pixels):
        if known.sum() < 4:
            continue
        at = (slice(None), *place)
        weights = np.where(known, np.where(pixels[:, 1][at] == 4, 1.0, 0.25), 0.0)
        curve = np.linalg.solve(np.diag(weights) + 50.0 * differences.T @ differences, weights * np.nan_to_num(values))
        inside = (days >= days[known][0]) & (days <= days[known][-1])
        np.testing.assert_allclose(found[at], np.where(inside, curve, np.nan), rtol=1e-5)


def test_the_v_curve_chooses_where_no_penalty_is_given(tmp_path):
    stack, pixels = make(tmp_path, gaps=0.1, size=(20, 2))
    found = values_of(stack.smoothstack("whittaker", output=tmp_path / "o.tif"))
    known = np.isfinite(pixels[:, 0])
    assert np.isfinite(found[known]).all()
    bends = [np.nanmean(np.abs(np.diff(one, 2, axis=0))) for one in (found, pixels[:, 0])]
    assert bends[0] < 0.8 * bends[1]


def test_harmonic_is_least_squares_and_is_read_at_even_steps(tmp_path):
    days = np.arange(0, 700, 16)
    stack, pixels = make(tmp_path, days=days, gaps=0.2)
    made = stack.smoothstack("harmonic", harmonics=1, step_days=30, output=tmp_path / "o.tif")
    found, wanted = values_of(made), np.arange(0, 700, 30)[: len(made.times)]
    assert made.times[1] - made.times[0] == timedelta(days=30)

    def terms(at):
        angle = 2 * np.pi * at / 365.25
        return np.stack([np.ones(at.size), at / 365.25, np.cos(angle), np.sin(angle)], axis=1)

    for place, known, values in series(pixels):
        if known.sum() < 5:
            continue
        fitted = np.linalg.lstsq(terms(days[known]), values[known], rcond=None)[0]
        inside = (wanted >= days[known][0]) & (wanted <= days[known][-1])
        expected = np.where(inside, terms(wanted) @ fitted, np.nan)
        np.testing.assert_allclose(found[(slice(None), *place)], expected, rtol=1e-5)


def read_trend(path):
    dataset = gdal.Open(str(path))
    names = [dataset.GetRasterBand(number + 1).GetDescription() for number in range(dataset.RasterCount)]
    return dict(zip(names, dataset.ReadAsArray().astype("float64")))


def test_trend_is_scipys_slope_and_kendalls_tau(tmp_path):
    days = np.arange(0, 3000, 97)
    stack, pixels = make(tmp_path, days=days, scale=0.0001, offset=-0.1)
    found = read_trend(stack.trendstack(output=tmp_path / "o.tif"))
    assert list(found) == ["B04_SLOPE_PER_YEAR", "B04_P_VALUE", "B04_TAU", "B04_COUNT"]
    for place, known, values in series(pixels):
        assert found["B04_COUNT"][place] == known.sum()
        if known.sum() < 3:
            assert np.isnan(found["B04_SLOPE_PER_YEAR"][place])
            continue
        slope = stats.theilslopes(values[known] * 0.0001 - 0.1, days[known] / 365.25).slope
        np.testing.assert_allclose(found["B04_SLOPE_PER_YEAR"][place], slope, rtol=1e-5, atol=1e-9)
        score = stats.kendalltau(days[known], values[known], variant="b")
        if np.unique(values[known]).size == known.sum():
            np.testing.assert_allclose(found["B04_TAU"][place], score.statistic, rtol=1e-5)
    assert ((found["B04_P_VALUE"] >= 0) | np.isnan(found["B04_P_VALUE"])).all()


def test_seasonal_trend_is_pymannkendalls(tmp_path):
    kendall = pytest.importorskip("pymannkendall")
    months = [date(2015 + n // 12, n % 12 + 1, 5) for n in range(72)]
    days = np.array([(day - FIRST_DAY.date()).days for day in months])
    stack, pixels = make(tmp_path, days=days, gaps=0.0, size=(10, 2))
    found = read_trend(stack.trendstack(bands="B04", seasonal="month", output=tmp_path / "o.tif"))
    for place in [(0, 0), (1, 9)]:
        expected = kendall.seasonal_test(pixels[:, 0][(slice(None), *place)], period=12)
        np.testing.assert_allclose(found["B04_SLOPE_PER_YEAR"][place], expected.slope, rtol=1e-5)
        np.testing.assert_allclose(found["B04_P_VALUE"][place], expected.p, rtol=1e-4)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("regularisestack", {"STEP_DAYS": 20, "METHOD": "akima", "MAX_GAP_DAYS": 60}),
        ("smoothstack", {"METHOD": "savitzky_golay", "WINDOW": 5, "BANDS": "B04"}),
        ("smoothstack", {"METHOD": "whittaker", "PENALTY": 1000.0, "STEP_DAYS": 15}),
        ("smoothstack", {"METHOD": "harmonic", "HARMONICS": 1, "ROBUST": True}),
        ("trendstack", {"SEASONAL": "season"}),
    ],
)
def test_through_the_registry(tmp_path, name, parameters):
    stack, _ = make(tmp_path)
    results = run(name, INPUT=stack.path, OUTPUT=str(tmp_path / "o.tif"), **parameters)
    values = gdal.Open(results["OUTPUT"]).ReadAsArray()
    assert np.isfinite(values).any()


def run(name, **parameters):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"timestack:{name}")
    context = QgsProcessingContext()
    good, message = algorithm.checkParameterValues(parameters, context)
    if not good:
        raise QgsProcessingException(message)
    results, good = algorithm.run(parameters, context, QgsProcessingFeedback(), {}, False)
    assert good
    return results


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("smoothstack", {"METHOD": "savitzky_golay", "WINDOW": 4}, "WINDOW: 4 observations do not fit"),
        ("smoothstack", {"BANDS": "B99"}, "BANDS: there is no band B99"),
        ("smoothstack", {"CLASSES": "three"}, "CLASSES: 'three' is not a whole number"),
        ("regularisestack", {"CLASSES": "3"}, "MASK_BAND: no band tells clouds"),
        ("trendstack", {"MASK_BAND": "CLP"}, "MASK_BAND: there is no band CLP"),
    ],
)
def test_what_cannot_work_is_told(tmp_path, name, parameters, message):
    stack, _ = make(tmp_path)
    with pytest.raises(QgsProcessingException, match=message):
        run(name, INPUT=stack.path, OUTPUT=str(tmp_path / "o.tif"), **parameters)
    assert [path.name for path in tmp_path.iterdir()] == ["s.tif"]


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_stack_without_any_data_gives_results_without_any(tmp_path):
    stack, _ = make(tmp_path, gaps=1.1)
    target = tmp_path / "o.tif"
    makers = (
        lambda: stack.regularisestack(10, "akima", output=target),
        lambda: stack.smoothstack("savitzky_golay", output=target),
        lambda: stack.smoothstack("whittaker", output=target),
        lambda: stack.smoothstack("harmonic", robust=True, output=target),
        lambda: stack.compositestack("month", "median", output=target),
        lambda: stack.maskstack("SCL", dilate=1, output=target),
        lambda: stack.indexstack("B04 * 2", output=target),
    )
    for make_one in makers:
        assert make_one().read().mask.all()
    found = read_trend(stack.trendstack(output=target))
    assert np.isnan(found["B04_P_VALUE"]).all()
    assert (found["B04_COUNT"] == 0).all()
