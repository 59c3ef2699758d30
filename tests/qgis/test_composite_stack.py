# SPDX-License-Identifier: GPL-2.0-or-later
"""``compositestack`` beside pandas and xarray."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from stack_builders import FIRST_DAY, build_info, write_stack

pytest.importorskip("qgis.core")
pytest.importorskip("pandas")
pytest.importorskip("xarray")

import pandas
import xarray
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

from timestack.plugin.api import open_stack
from timestack.plugin.core.acquisitions import Acquisition
from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.timeline import ORBIT, TILE, TimeStep
from timestack.plugin.stack_tools import blocks

pytestmark = pytest.mark.usefixtures("qgis_app")

DAYS = (0, 3, 3, 5, 21, 30, 31, 33, 90, 91, 200, 340, 365, 400)
"""After 2020-01-05; one of them twice."""


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Every tile is a block of its own."""
    monkeypatch.setattr(blocks, "MEMORY_BYTES", 1)


def make(tmp_path, bands=("B04", "B08", "SCL"), days=DAYS, clouds=True, seed=2, **more):
    """A stack with gaps; its pixels with NaN. A column has no data at all."""
    random = np.random.default_rng(seed)
    times = [FIRST_DAY + timedelta(days=day, hours=10, seconds=i) for i, day in enumerate(days)]
    cover = random.permutation(len(days)).astype(float)
    steps = tuple(
        TimeStep(TILE, time, f"p{i}", (Acquisition(time, f"p{i}", "", cover[i] if clouds else None),))
        for i, time in enumerate(times)
    )
    info = replace(build_info(1, bands, **more), steps=steps, mosaicking=TILE)
    pixels = random.integers(100, 5000, info.shape).astype("uint16")
    if "SCL" in bands:
        pixels[:, bands.index("SCL")] = random.choice([4, 5, 9], (info.shape[0], *info.shape[2:]))
    gap = random.random((info.shape[0], 1, *info.shape[2:])) < 0.3
    gap[..., 7] = True
    write_stack(tmp_path / "s.tif", info, np.where(gap, 0, pixels).astype("uint16"))
    return open_stack(tmp_path / "s.tif"), np.where(gap, np.nan, pixels), cover


def frame(stack, pixels, band):
    """The pixels of a band as xarray knows them."""
    times = pandas.DatetimeIndex([time.replace(tzinfo=None) for time in stack.times])
    return xarray.DataArray(pixels[:, band], dims=("time", "y", "x"), coords={"time": times})


def values_of(stack, band=0):
    read = stack.read(bands=[band])[:, 0]
    return np.where(np.ma.getmaskarray(read), np.nan, read.data.astype("float64"))


@pytest.mark.parametrize("method", ["median", "mean", "min", "max"])
def test_months_are_those_of_xarray(tmp_path, method):
    stack, pixels, _ = make(tmp_path)
    made = stack.compositestack("month", method, output=tmp_path / "o.tif")
    assert made.bands == ("B04", "B08")
    for band in (0, 1):
        expected = getattr(frame(stack, pixels, band).resample(time="MS"), method)()
        kept = expected.sel(time=[time.replace(tzinfo=None) for time in made.times])
        np.testing.assert_allclose(values_of(made, band), kept.values, rtol=1e-6)
        assert np.isnan(expected.values).all(axis=(1, 2)).sum() == expected.shape[0] - len(made.times)


def test_percentile_and_count(tmp_path):
    stack, pixels, _ = make(tmp_path)
    made = stack.compositestack("all", "percentile", percentile=90, output=tmp_path / "o.tif")
    with np.testing.suppress_warnings() as quiet:
        quiet.filter(RuntimeWarning)
        np.testing.assert_allclose(values_of(made)[0], np.nanpercentile(pixels[:, 0], 90, axis=0), rtol=1e-6)
    counted = stack.compositestack("all", "count", output=tmp_path / "c.tif")
    np.testing.assert_array_equal(values_of(counted)[0], np.isfinite(pixels[:, 0]).sum(axis=0))
    assert (values_of(counted)[0][:, 7] == 0).all()


@pytest.mark.parametrize(
    ("period", "first_days"),
    [
        ("10 days", None),
        ("season", {"2019-12-01", "2020-03-01", "2020-06-01", "2020-12-01"}),
        ("year", {"2020-01-01", "2021-01-01"}),
        ("all", {"2020-01-05"}),
        ("16 days", None),
    ],
)
def test_steps_are_dated_by_the_first_day_of_their_period(tmp_path, period, first_days):
    stack, _, _ = make(tmp_path, bands=("B04",))
    made = stack.compositestack(period, "mean", output=tmp_path / "o.tif")
    labels = [step.label for step in made.info.steps]
    assert labels == sorted(labels)
    days = [time.date() for time in stack.times]
    assert set(labels) == (first_days or {_start(day, period, days[0]).isoformat() for day in days})
    assert made.info.mosaicking == ORBIT


def _start(day, period, origin):
    """By other means than the code."""
    if period == "10 days":
        return next(day.replace(day=start) for start in (21, 11, 1) if day.day >= start)
    return max(one for one in (origin + timedelta(days=16 * n) for n in range(99)) if one <= day)


def test_empty_periods_can_be_kept(tmp_path):
    stack, _, _ = make(tmp_path, bands=("B04",))
    made = stack.compositestack("month", "mean", keep_empty=True, output=tmp_path / "o.tif")
    assert len(made.times) == 14
    assert np.isnan(values_of(made)[1 + 1]).all()  # March 2020


@pytest.mark.parametrize("mask_band", ["", "SCL"])
def test_max_ndvi_takes_all_bands_of_the_greenest_date(tmp_path, mask_band):
    stack, pixels, _ = make(tmp_path)
    made = stack.compositestack("all", "max_ndvi", mask_band=mask_band, output=tmp_path / "o.tif")
    assert made.bands == ("B04", "B08", "SCL", "DATE")
    red, nir = pixels[:, 0], pixels[:, 1]
    ndvi = (nir - red) / (nir + red)
    if mask_band:
        ndvi[pixels[:, 2] == 9] = np.nan
    none = np.isnan(ndvi).all(axis=0)
    best = np.where(np.isnan(ndvi), -9, ndvi).argmax(axis=0)
    for band in range(3):
        expected = np.where(none, np.nan, np.take_along_axis(pixels[:, band], best[None], 0)[0])
        np.testing.assert_array_equal(values_of(made, band)[0], expected)
    days = np.array([(time.date() - date(1970, 1, 1)).days for time in stack.times])
    np.testing.assert_array_equal(values_of(made, 3)[0], np.where(none, np.nan, days[best]))


@pytest.mark.parametrize("told", [True, False])
def test_least_cloudy_goes_by_the_dates_else_by_the_mask(tmp_path, told):
    stack, pixels, cover = make(tmp_path, clouds=told)
    made = stack.compositestack("all", "least_cloudy", mask_band="SCL", output=tmp_path / "o.tif")
    share = cover
    if not told:
        known = np.isfinite(pixels[:, 2])
        share = (pixels[:, 2] == 9).sum(axis=(1, 2)) / known.sum(axis=(1, 2))
    score = np.where(np.isfinite(pixels[:, 0]) & (pixels[:, 2] != 9), -share[:, None, None], -np.inf)
    expected = np.take_along_axis(pixels[:, 1], score.argmax(axis=0)[None], 0)[0]
    expected[np.isinf(score).all(axis=0)] = np.nan
    np.testing.assert_array_equal(values_of(made, 1)[0], expected)


def test_a_scaled_stack_beside_dates_becomes_physical(tmp_path):
    stack, pixels, _ = make(tmp_path, bands=("B04", "B08"), scale=0.0001, offset=-0.1)
    made = stack.compositestack("year", "max_ndvi", output=tmp_path / "o.tif")
    assert (made.info.dtype, made.info.scale) == ("float32", 1.0)
    assert set(np.unique(values_of(made, 2)[np.isfinite(values_of(made, 2))])) <= set(range(18266, 18266 + 500))
    mean = stack.compositestack("all", "mean", output=tmp_path / "m.tif")
    assert (mean.info.scale, mean.info.offset) == (0.0001, -0.1)
    np.testing.assert_allclose(values_of(mean)[0], frame(stack, pixels, 0).mean("time").values, rtol=1e-6)
    with pytest.raises(InvalidRequest, match="SAMPLE_TYPE: INT16 cannot hold"):
        stack.compositestack("all", "max_ndvi", sample_type="INT16", output=tmp_path / "x.tif")


def test_one_date_and_the_registry(tmp_path):
    stack, pixels, _ = make(tmp_path, days=(4,))
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:compositestack")
    parameters = {"INPUT": stack.path, "PERIOD": "season", "METHOD": "median", "OUTPUT": str(tmp_path / "o.tif")}
    context = QgsProcessingContext()
    good, message = algorithm.checkParameterValues(parameters, context)
    assert good, message
    results, good = algorithm.run(parameters, context, QgsProcessingFeedback(), {}, False)
    assert good
    assert results["DATES"] == "2019-12-01"
    np.testing.assert_array_equal(values_of(open_stack(results["OUTPUT"])), pixels[:, 0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"period": "fortnight"}, "PERIOD: 'fortnight' is no period"),
        ({"period": "0 days"}, "PERIOD: '0 days' is no period"),
        ({"method": "mode"}, "METHOD: 'mode' is not known here"),
        ({"percentile": 101}, "PERCENTILE: 101 is not possible"),
        ({"bands": "B04,B99"}, "BANDS: there is no band B99"),
        ({"bands": "B04,B04"}, "BANDS: band B04 is named twice"),
        ({"mask_band": "CLM"}, "MASK_BAND: there is no band CLM"),
        ({"method": "least_cloudy"}, "METHOD: the stack does not tell how cloudy"),
        ({"method": "max_ndvi"}, r"METHOD: .* no red and near infrared"),
    ],
)
def test_what_cannot_work_is_told(tmp_path, arguments, message):
    stack, _, _ = make(tmp_path, bands=("B04", "SCL"), clouds=False)
    with pytest.raises(InvalidRequest, match=message):
        stack.compositestack(**arguments, output=tmp_path / "o.tif")
    assert [path.name for path in tmp_path.iterdir()] == ["s.tif"]
