# SPDX-License-Identifier: GPL-2.0-or-later
"""The series maths on real satellite series, beside published tools on the same pixels.

Absolute tolerances, for indices of -1 to 1: 1e-9 for what is computed alike, 1e-7 for Whittaker on a daily grid of a
year, whose equations lose some digits on both sides.
"""

from __future__ import annotations

import numpy as np
import pytest

from timestack.plugin.core.band_expression import choose_reflectance_factor, compile_bands
from timestack.plugin.core.clear_sky import choose_clear_rule
from timestack.plugin.core.interpolation import AKIMA, CUBIC, LINEAR, interpolate
from timestack.plugin.core.smoothing import choose_penalty, fit_harmonic, smooth_savitzky_golay, smooth_whittaker
from timestack.plugin.core.stack import StackBand
from timestack.plugin.core.trend import DAYS_PER_YEAR, find_trend

gdal = pytest.importorskip("osgeo.gdal")
real_series = pytest.importorskip("real_series")


class Place:
    """Some pixels of a real series: clear NDVI (time, pixel) and days."""

    def __init__(self, name, shared_data, every):
        series = next(one for one in real_series.SERIES if one.name == name)
        scenes = real_series.list_files(series, shared_data)
        self.days = np.array([scene.time.timestamp() / 86400 for scene in scenes])
        first = gdal.Open(str(scenes[0].path))
        names = [first.GetRasterBand(number).GetDescription() for number in range(1, first.RasterCount + 1)]
        cube = np.stack([self._read(scene.path)[:, ::every, ::every] for scene in scenes])
        flat = cube.reshape(*cube.shape[:2], -1)
        self.arrays = {name: flat[:, place] for place, name in enumerate(names)}
        self.bands = [StackBand(name) for name in names]
        self.is_clear = choose_clear_rule(names).is_clear(self.arrays[choose_clear_rule(names).band])
        ndvi = compile_bands("NDVI", self.bands).evaluate(self.arrays)
        self.ndvi = np.where(self.is_clear & (np.abs(ndvi) <= 1), ndvi, np.nan)

    def _read(self, path):
        dataset = gdal.Open(str(path))
        values = dataset.ReadAsArray().astype("float64")
        for number in range(dataset.RasterCount):
            nodata = dataset.GetRasterBand(number + 1).GetNoDataValue()
            values[number][values[number] == nodata] = np.nan
        return values

    def each(self):
        """Days, values of each pixel with enough observations, and its place."""
        for place in range(self.ndvi.shape[1]):
            known = np.isfinite(self.ndvi[:, place])
            if known.sum() >= 6:
                yield place, self.days[known], self.ndvi[known, place]


@pytest.fixture(scope="module")
def field(shared_data):
    return Place("field in Spain", shared_data, 7)


@pytest.fixture(scope="module")
def colorado(shared_data):
    return Place("Landsat Colorado", shared_data, 6)


def test_digital_numbers_become_reflectances(field, colorado):
    for place in (field, colorado):
        formula = compile_bands("EVI2", place.bands)
        factor = choose_reflectance_factor(place.bands, place.arrays, formula.bands)
        assert factor == 0.0001
        red, nir = (place.arrays[name] / 10000 for name in reversed(formula.bands))
        expected = 2.5 * (nir - red) / (nir + 2.4 * red + 1)
        np.testing.assert_allclose(formula.evaluate(place.arrays, factor), expected, rtol=1e-12, atol=1e-12)


def test_the_mask_of_landsat_takes_out_clouds(colorado):
    fmask = colorado.arrays["FMASK"]
    assert set(np.unique(fmask[colorado.is_clear])) <= {0, 1, 3}
    assert 0.2 < colorado.is_clear.mean() < 0.9


@pytest.mark.parametrize("method", [LINEAR, CUBIC, AKIMA])
def test_ten_day_steps_are_those_of_scipy(field, method):
    scipy = pytest.importorskip("scipy.interpolate")
    onto = np.arange(field.days[0], field.days[-1], 10)
    found = interpolate(field.days, field.ndvi, onto, method)
    tried = 0
    for place, days, values in field.each():
        make = {LINEAR: scipy.interp1d, CUBIC: scipy.CubicSpline, AKIMA: scipy.Akima1DInterpolator}[method]
        inside = (onto >= days[0]) & (onto <= days[-1])
        np.testing.assert_allclose(found.values[inside, place], make(days, values)(onto[inside]), rtol=0, atol=1e-9)
        assert np.isnan(found.values[~inside, place]).all()
        tried += 1
    assert tried > 20


def test_daily_whittaker_is_that_of_whittaker_eilers(field):
    package = pytest.importorskip("whittaker_eilers")
    found = smooth_whittaker(field.days, field.ndvi, 10000.0, step_days=1, extrapolate=True)
    start = np.floor(field.days[0])
    count = int(field.days[-1] - start) + 1
    tried = 0
    for place, days, values in field.each():
        daily, weights = np.zeros(count), np.zeros(count)
        at = (np.floor(days) - start).astype(int)
        daily[at], weights[at] = values, 1.0
        smoother = package.WhittakerSmoother(10000.0, 2, count, weights=weights.tolist())
        expected = np.array(smoother.smooth(daily.tolist()))[(np.floor(field.days) - start).astype(int)]
        np.testing.assert_allclose(found[:, place], expected, rtol=0, atol=1e-7)
        tried += 1
    assert tried > 20


def test_smoothers_stay_among_the_observations(field):
    """A curve of a season leaves the range of its observations by little, and bends less than they do."""
    penalties = choose_penalty(field.days, field.ndvi)
    for curve in (
        smooth_whittaker(field.days, field.ndvi, penalties),
        smooth_savitzky_golay(field.days, field.ndvi, window_observations=9),
        fit_harmonic(field.days, field.ndvi, harmonics=2).evaluate(field.days),
    ):
        before, after = [], []
        for place, _, values in field.each():
            smoothed = curve[np.isfinite(field.ndvi[:, place]), place]
            if np.isnan(smoothed).any():
                continue
            assert smoothed.min() > values.min() - 0.15 and smoothed.max() < values.max() + 0.15
            before.append(np.abs(np.diff(values, 2)).sum())
            after.append(np.abs(np.diff(smoothed, 2)).sum())
        assert len(before) > 20 and np.sum(after) < 0.95 * np.sum(before)


def test_trends_are_those_of_scipy_and_pymannkendall(colorado):
    stats = pytest.importorskip("scipy.stats")
    pymannkendall = pytest.importorskip("pymannkendall")
    found = find_trend(colorado.days, colorado.ndvi)
    tried = 0
    for place, days, values in colorado.each():
        slope = stats.theilslopes(values, days)[0] * DAYS_PER_YEAR
        assert found.slope_per_year[place] == pytest.approx(slope, rel=1e-9, abs=1e-12)
        assert found.p_value[place] == pytest.approx(pymannkendall.original_test(values).p, rel=1e-9, abs=1e-15)
        tried += 1
    assert tried > 50
