# SPDX-License-Identifier: GPL-2.0-or-later
"""The stack algorithms on the real series, beside what pandas, SciPy, pymannkendall, exactextract say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")

import pandas
import scipy.interpolate
from osgeo import gdal
from scipy.stats import theilslopes

from timestack.plugin.api import Stack
from timestack.plugin.bridge.stack_reader import StackFile

pytestmark = pytest.mark.usefixtures("qgis_app")

REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


@dataclass(frozen=True)
class Real:
    """A vegetation index of a real place."""

    stack: Stack
    days: np.ndarray
    """(time,) whole days since 1970."""

    values: np.ndarray
    """(time, y, x), NaN under clouds and where there is nothing."""

    places: tuple[tuple[int, int], ...]
    """Pixels to look at one by one: (y, x)."""


SERIES = {
    "spain": ("s2_l2a_field_spain_2019", "NDVI", {}),
    "meadow": ("s2_l2a_meadow_slovenia_2021", "NDVI", {}),
    "colorado": ("landsat_tm_etm_colorado", "NDVI", {"mask_band": "FMASK"}),
    "slovenia": ("s2_l1c_slovenia_2015_2017/ndvi", "", {"mask_band": "CLM"}),
    "belgium": ("s2_l2a_monthly_belgium_2020_2021", "NDVI", {}),
}


@pytest.fixture(scope="module", params=list(SERIES))
def real(request, qgis_app, tmp_path_factory):
    folder, index, mask = SERIES[request.param]
    if not (REAL / folder).exists():
        pytest.skip("no real series here")
    place = tmp_path_factory.mktemp(request.param)
    # Both scenes of a day in December 2015 stay steps of their own.
    stack = Stack.stackfromrasters(REAL / folder, merge=request.param != "slovenia", output=place / "all.tif")
    if mask:
        stack = stack.maskstack(**mask, output=place / "clear.tif")
    if index:
        stack = stack.indexstack(index, output=place / "index.tif")
    else:
        stack = Stack.stackfromrasters(stack.path, bands=["NDVI"], merge=False, output=place / "index.tif")
    values = stack.read().filled(np.nan)[:, 0].astype("float64")
    days = np.array([(time.date() - date(1970, 1, 1)).days for time in stack.times], "float64")
    full = np.argwhere(np.isfinite(values).sum(axis=0) >= 8)
    places = full[np.random.default_rng(4).choice(len(full), 12, replace=False)]
    return Real(stack, days, values, tuple((int(y), int(x)) for y, x in places))


def pixels(path: Path, band: int = 0) -> np.ndarray:
    return StackFile(path).read().filled(np.nan)[:, band].astype("float64")


def clear_series(real: Real, place: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Days and values that are known, days with several as their mean."""
    series = pandas.Series(real.values[(slice(None), *place)], index=real.days).groupby(level=0).mean().dropna()
    return series.index.to_numpy(), series.to_numpy()


def test_monthly_medians_and_ten_day_means_are_those_of_pandas(tmp_path, real):
    flat = pandas.DataFrame(
        real.values.reshape(len(real.days), -1), index=pandas.to_datetime(real.days, unit="D")
    )  # fmt: skip
    real.stack.compositestack("month", "median", keep_empty=True, output=tmp_path / "m.tif")
    theirs = flat.resample("MS").median().to_numpy().reshape(-1, *real.values.shape[1:])
    np.testing.assert_allclose(pixels(tmp_path / "m.tif"), theirs, rtol=2e-7, atol=1e-7)
    real.stack.compositestack("10 days", "mean", output=tmp_path / "d.tif")
    starts = [day.replace(day=min((day.day - 1) // 10, 2) * 10 + 1) for day in flat.index]
    tens = flat.groupby(pandas.DatetimeIndex(starts).normalize()).mean()
    ours = StackFile(tmp_path / "d.tif")
    assert [time.replace(tzinfo=None) for time in ours.times] == list(tens.index.to_pydatetime())
    np.testing.assert_allclose(
        pixels(tmp_path / "d.tif"), tens.to_numpy().reshape(-1, *real.values.shape[1:]), rtol=2e-7, atol=1e-7
    )


@pytest.mark.parametrize("method", ["linear", "nearest", "cubic", "akima"])
def test_even_steps_from_a_day_of_ones_own_are_scipys(tmp_path, real, method):
    first = date.fromordinal(date(1970, 1, 1).toordinal() + int(real.days[0])).replace(day=1)
    real.stack.regularisestack(10, method, start=first, output=tmp_path / "o.tif")
    ours = StackFile(tmp_path / "o.tif")
    assert ours.times[0] == datetime(first.year, first.month, 1, tzinfo=timezone.utc)
    onto = np.array([(time.date() - date(1970, 1, 1)).days for time in ours.times], "float64")
    found, origin = pixels(tmp_path / "o.tif"), pixels(tmp_path / "o.tif", 1)
    for place in real.places:
        days, values = clear_series(real, place)
        theirs = np.full(onto.size, np.nan)
        inside = (onto >= days[0]) & (onto <= days[-1])
        if method == "akima":
            theirs[inside] = scipy.interpolate.Akima1DInterpolator(days, values)(onto[inside])
        else:
            theirs[inside] = scipy.interpolate.interp1d(days, values, kind=method)(onto[inside])
        np.testing.assert_allclose(found[(slice(None), *place)], theirs, rtol=1e-5, atol=2e-6)
        np.testing.assert_array_equal(origin[(slice(None), *place)] == 1, np.isin(onto, days))


def test_savitzky_golay_by_days_is_a_polynomial_around_each_date(tmp_path, real):
    real.stack.smoothstack("savitzky_golay", window_days=90, degree=2, output=tmp_path / "o.tif")
    found, exact, checked = pixels(tmp_path / "o.tif"), exact_days(real), 0
    for place in real.places:
        series = real.values[(slice(None), *place)]
        seen = np.isfinite(series)
        if np.diff(real.days[seen]).min() < 1:
            continue  # days with several observations count as one
        checked += 1
        for step, day in enumerate(exact):
            near = seen & (np.abs(exact - day) <= 45)
            is_inside = exact[seen][0] <= day <= exact[seen][-1]
            theirs = np.polyfit(exact[near] - day, series[near], 2)[-1] if near.sum() > 2 and is_inside else np.nan
            np.testing.assert_allclose(found[(step, *place)], theirs, rtol=1e-4, atol=1e-5)
    assert checked > 3


def exact_days(real: Real) -> np.ndarray:
    """With the share of the day; scenes of one pass count at the first of their instants."""
    days = np.array([time.timestamp() / 86400 for time in real.stack.times])
    is_twin = np.concatenate([[False], np.diff(days) < 0.5])
    days[is_twin] = days[np.flatnonzero(is_twin) - 1]
    return days


def test_whittaker_is_the_dense_solution(tmp_path, real):
    """A node a day, as FuseTS, modape and TIMESAT's users know it."""
    real.stack.smoothstack("whittaker", penalty=1e4, node_days=1, step_days=5, output=tmp_path / "o.tif")
    found = pixels(tmp_path / "o.tif")
    size = int(real.days[-1] - real.days[0]) + 1
    bends = np.diff(np.eye(size), 2, axis=0)
    for place in real.places[:4]:
        days, values = clear_series(real, place)
        counts = pandas.Series(real.values[(slice(None), *place)], index=real.days).groupby(level=0).count()
        weights, target = np.zeros(size), np.zeros(size)
        at = (days - real.days[0]).astype(int)
        weights[at], target[at] = counts[days].to_numpy(), values
        curve = np.linalg.solve(np.diag(weights) + 1e4 * bends.T @ bends, weights * target)
        theirs = curve[::5]
        steps = np.arange(0, size, 5)
        theirs = np.where((steps >= at[0]) & (steps <= at[-1]), theirs, np.nan)
        np.testing.assert_allclose(found[(slice(None), *place)], theirs, rtol=1e-5, atol=1e-5)


def test_harmonics_are_least_squares(tmp_path, real):
    real.stack.smoothstack("harmonic", harmonics=1, output=tmp_path / "o.tif")
    found, days, checked = pixels(tmp_path / "o.tif"), exact_days(real), 0
    years = (days - days[0]) / 365.25
    terms = np.stack([np.ones(days.size), years, np.cos(2 * np.pi * years), np.sin(2 * np.pi * years)], axis=1)
    for place in real.places:
        series = real.values[(slice(None), *place)]
        seen = np.isfinite(series)
        if np.diff(real.days[seen]).min() < 1:
            continue
        checked += 1
        theirs = terms @ np.linalg.lstsq(terms[seen], series[seen], rcond=None)[0]
        inside = (days >= days[seen][0]) & (days <= days[seen][-1])
        np.testing.assert_allclose(found[(inside, *place)], theirs[inside], rtol=1e-4, atol=1e-5)
    assert checked > 3


def test_trends_are_scipys_and_pymannkendalls(tmp_path, real):
    mann_kendall = pytest.importorskip("pymannkendall")
    checked = 0
    result = gdal.Open(str(real.stack.trendstack(output=tmp_path / "t.tif"))).ReadAsArray()
    for place in real.places:
        series = real.values[(slice(None), *place)]
        days, values = exact_days(real)[np.isfinite(series)], series[np.isfinite(series)]
        if np.diff(days).min() < 0.5:
            continue
        checked += 1
        theirs = mann_kendall.original_test(values)
        slope = theilslopes(values, days / 365.25)[0]
        assert result[(0, *place)] == pytest.approx(slope, rel=1e-3, abs=1e-5)
        assert result[(1, *place)] == pytest.approx(theirs.p, rel=1e-4, abs=1e-7)
        assert result[(2, *place)] == pytest.approx(theirs.Tau, rel=1e-5, abs=1e-7)
        assert result[(3, *place)] == days.size
    assert checked > 3


def weighted_median(values: np.ndarray, shares: np.ndarray) -> float | None:
    """By exactextract's definition, of the values and shares that it hands out; its own sums are of single
    precision, and its order of equal values is left to chance."""
    values, shares = (np.asarray(np.ma.filled(one, np.nan), "float64") for one in (values, shares))
    known = np.isfinite(values)
    order = np.argsort(values[known], kind="stable")
    values, shares = values[known][order], shares[known][order]
    if not values.size:
        return None
    last = values.size - 1
    places = np.arange(values.size) * shares + last * (np.cumsum(shares) - shares)
    return float(np.interp(0.5 * last * shares.sum(), places, values))


def test_tables_are_those_of_exactextract_and_of_the_pixels(real):
    exactextract = pytest.importorskip("exactextract")
    grid = real.stack.info.grid
    generator = np.random.default_rng(8)
    xmin, ymin, xmax, ymax = grid.bounds
    corners = generator.random((3, 3, 2)) * (xmax - xmin, ymax - ymin) + (xmin, ymin)
    shapes = [[*triangle.tolist(), triangle[0].tolist()] for triangle in corners]
    features = [
        {"type": "Feature", "properties": {"id": number}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for number, ring in enumerate(shapes)
    ]  # fmt: skip
    wkts = ["POLYGON ((" + ", ".join(f"{x!r} {y!r}" for x, y in ring) + "))" for ring in shapes]
    ours = real.stack.zonaltimeseries(wkts, statistics=["mean", "std", "median", "min", "max", "count"])
    operations = ["mean", "stdev", "min", "max", "count", "values", "coverage"]
    theirs = exactextract.exact_extract(gdal.Open(real.stack.path), features, operations)
    steps = len(real.days)
    for number, feature in enumerate(theirs):
        for step in range(steps):
            row, found = ours[number * steps + step], feature["properties"]
            for name, operation in zip(("mean", "std", "min", "max", "count"), operations):
                key = f"band_{step + 1}_{operation}" if steps > 1 else operation
                other = found[key]
                other = None if other is None or other != other else other
                assert row[name] == (pytest.approx(other, rel=1e-4, abs=1e-5) if other is not None else None)
            middle = weighted_median(*(found[f"band_{step + 1}_{part}"] for part in ("values", "coverage")))
            assert row["median"] == (pytest.approx(middle, abs=1e-5) if middle is not None else None)
    points = [tuple(point) for point in corners.reshape(-1, 2).tolist()]
    sampled = real.stack.samplestack(points)
    columns = [(int((x - xmin) / grid.pixel_width), int((ymax - y) / grid.pixel_height)) for x, y in points]
    told = np.array([real.values[:, row, column] for column, row in columns])
    values = np.array([row["value"] for row in sampled], "float64").reshape(len(points), steps)
    np.testing.assert_array_equal(values, told)
