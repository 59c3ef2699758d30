# SPDX-License-Identifier: GPL-2.0-or-later
"""``phenologystack`` on the real series of a field, smoothed as published tools do; and what cannot work."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")
pytest.importorskip("scipy")

from qgis.core import QgsProcessingException
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import spsolve
from stack_builders import build_info, build_pixels, write_stack

from timestack.plugin.api import Stack
from timestack.plugin.bridge.stack_reader import StackFile
from timestack.plugin.core.dates import day_number

pytestmark = pytest.mark.usefixtures("qgis_app")

FIELD = Path(__file__).resolve().parents[3] / "shared" / "data" / "s2_l2a_field_spain_2019"
PENALTY = 10000.0


def run(parameters):
    import processing

    return processing.run("timestack:phenologystack", parameters)


@pytest.fixture(scope="module")
def smooth(qgis_app, tmp_path_factory):
    """The field's NDVI, and a daily Whittaker curve through it."""
    if not FIELD.exists():
        pytest.skip("no real series here")
    folder = tmp_path_factory.mktemp("field")
    ndvi = Stack.stackfromrasters(FIELD, output=folder / "s.tif").indexstack("NDVI", output=folder / "ndvi.tif")
    daily = ndvi.smoothstack("whittaker", penalty=PENALTY, node_days=1, step_days=1, output=folder / "daily.tif")
    return ndvi, daily


def smooth_plainly(days: np.ndarray, series: np.ndarray) -> np.ndarray:
    """P. H. C. Eilers, Analytical Chemistry 75 (2003): (W + lambda D'D) z = W y on a node a day."""
    size = int(days[-1] - days[0]) + 1
    weights, values = np.zeros(size), np.zeros(size)
    seen = np.isfinite(series)
    weights[(days[seen] - days[0]).astype(int)] = 1.0
    values[(days[seen] - days[0]).astype(int)] = series[seen]
    difference = diags([1.0, -2.0, 1.0], [0, 1, 2], shape=(size - 2, size))
    matrix = diags(weights) + PENALTY * difference.T @ difference
    return spsolve(csr_matrix(matrix), weights * values)


def test_dates_of_a_real_field_are_those_of_published_definitions(tmp_path, smooth):
    """Peak: the highest day. Start and end: as in phenolopy's seasonal_amplitude, the day of the slope next to the
    peak whose value is nearest to base plus half the amplitude, the base being the mean of both lowest values."""
    ndvi, daily = smooth
    result = run({"INPUT": daily.path, "START_SHARE": 0.5, "END_SHARE": 0.5, "BASE": "mean",
                  "OUTPUT": str(tmp_path / "seasons.tif")})  # fmt: skip
    assert (result["STEPS"], result["DATES"]) == (1, "2019-01-01")
    seasons = StackFile(tmp_path / "seasons.tif")
    assert seasons.bands[:4] == ("NDVI_START", "NDVI_PEAK", "NDVI_END", "NDVI_LENGTH")
    ours = seasons.read().filled(np.nan)[0]
    observed = ndvi.read().filled(np.nan)[:, 0]
    days = np.array([day_number(time.date()) for time in ndvi.times])
    first = day_number(date(2019, 1, 1))
    checked = 0
    for y, x in zip(*(axis.ravel()[::7] for axis in np.mgrid[0 : observed.shape[1], 0 : observed.shape[2]])):
        series = observed[:, y, x]
        if np.isfinite(series[[0, -1]]).sum() < 2:
            continue
        curve = smooth_plainly(days, series)
        top = int(np.argmax(curve))
        base = (curve[: top + 1].min() + curve[top:].min()) / 2
        level = base + (curve[top] - base) / 2
        assert ours[1, y, x] == days[0] - first + 1 + top
        assert ours[4, y, x] == pytest.approx(curve[top], abs=1e-5)
        assert ours[6, y, x] == pytest.approx(curve[top] - base, abs=1e-5)
        lower = np.flatnonzero(curve[:top] < level)
        if lower.size:
            rising = np.arange(lower[-1], top + 1)
            nearest = rising[np.argmin(np.abs(curve[rising] - level))]
            assert abs(ours[0, y, x] - (days[0] - first + 1 + nearest)) <= 0.5 + 1e-3
            checked += 1
        upper = np.flatnonzero(curve[top:] < level)
        if upper.size:
            falling = np.arange(top, top + upper[0] + 1)
            nearest = falling[np.argmin(np.abs(curve[falling] - level))]
            assert abs(ours[2, y, x] - (days[0] - first + 1 + nearest)) <= 0.5 + 1e-3
    assert checked > 100


def test_steps_of_ten_days_give_nearly_the_dates_of_daily_ones(tmp_path, smooth):
    ndvi, daily = smooth
    ten = ndvi.smoothstack("whittaker", penalty=PENALTY, node_days=1, step_days=10, output=tmp_path / "ten.tif")
    one, other = (
        stack.phenologystack(output=tmp_path / f"{n}.tif").read().filled(np.nan)[0]
        for n, stack in enumerate((daily, ten))
    )
    assert np.nanpercentile(np.abs(one[0] - other[0]), 90) < 2 and np.nanmax(np.abs(one[1] - other[1])) < 40


def test_console_and_toolbox_agree(tmp_path, smooth):
    _, daily = smooth
    keys = {"METHOD": "level", "LEVEL": 0.4, "FIRST_MONTH": 10, "LEAST_AMPLITUDE": 0.1}
    result = run({"INPUT": daily.path, "OUTPUT": str(tmp_path / "toolbox.tif"), **keys})
    ours = daily.phenologystack(output=tmp_path / "console.tif", **keys)
    assert result["DATES"] == "2018-10-01,2019-10-01"
    np.testing.assert_array_equal(ours.read().filled(-1), StackFile(tmp_path / "toolbox.tif").read().filled(-1))
    assert ours.times[0].date() == date(2018, 10, 1)


@pytest.mark.parametrize(
    ("steps", "keys", "words"),
    [
        (2, {}, "INPUT: a season needs three dates"),
        (5, {"BANDS": "B99"}, "BANDS: there is no band B99"),
        (5, {"MASK_BAND": "CLM"}, "MASK_BAND"),
    ],
)
def test_what_cannot_work_is_told(tmp_path, steps, keys, words):
    info = build_info(steps=steps, size=(5, 4))
    write_stack(tmp_path / "s.tif", info, build_pixels(info))
    with pytest.raises(QgsProcessingException, match=words):
        run({"INPUT": str(tmp_path / "s.tif"), "OUTPUT": str(tmp_path / "o.tif"), **keys})
    assert [path.name for path in tmp_path.iterdir()] == ["s.tif"]
