# SPDX-License-Identifier: GPL-2.0-or-later
"""The example models of the packed plugin from the command line: their numbers are those of numpy."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import model_answers
import numpy as np
import pytest
from osgeo import gdal

from timestack.plugin.localhub import Hub
from timestack.plugin.localhub.demo.source import DemoSource

SPRING = {"START": "2020-03-20", "END": "2020-05-31"}
SMALL = {"EXTENT": "500100,500260,5100100,5100228 [EPSG:32633]", **SPRING}
INSTANCE = "7a0e2a6c-7e7b-4c0b-9a52-3f6d3b0f3e11"


@pytest.fixture(params=["demo", "service"])
def asked(request):
    """Where the models ask: (parameters, environment). The service is a hub behind its address."""
    if request.param == "demo":
        yield {}, {}
        return
    with Hub({INSTANCE: (DemoSource(),)}) as hub:
        where = {"CONNECTION": f"{hub.address}/ogc/wcs", "COLLECTION": "sentinel-2-l2a"}
        yield where, {"TIMESTACK_INSTANCE_ID": INSTANCE}


@pytest.fixture
def stack(run_algorithm, tmp_path):
    """Fetches what the first step of a model fetches."""

    def fetch(**selection):
        path = tmp_path / "stack.tif"
        run_algorithm("fetchtemporalstack", MAX_CLOUD_COVER=80, BANDS="B04,B08,SCL", OUTPUT=path, **selection)
        return path

    return fetch


def test_monthly_ndvi(run_algorithm, stack, asked, tmp_path):
    where, env = asked
    target = tmp_path / "monthly.tif"
    results = run_algorithm("monthlyndvi", env=env, **where, **SMALL, OUTPUT=target)
    assert results["OUTPUT"] == str(target)
    expected = model_answers.monthly_median(stack(**SMALL))
    found = gdal.Open(str(target))
    names = [found.GetRasterBand(number + 1).GetDescription() for number in range(found.RasterCount)]
    assert names == [f"{month} NDVI" for month in expected] and len(names) == 3
    np.testing.assert_allclose(found.ReadAsArray(), list(expected.values()), rtol=1e-5, atol=1e-6)
    assert np.isfinite(found.ReadAsArray()).mean() > 0.5
    left = {path.name for path in tmp_path.iterdir()} - {"stack.tif", "stack.tif.aux.xml"}
    assert left == {"monthly.tif"}


def test_series_of_parcels(run_algorithm, stack, asked, repo_root, tmp_path):
    where, env = asked
    target = tmp_path / "series.csv"
    run_algorithm("parcelseries", env=env, **where, **SPRING, ID_FIELD="name", OUTPUT=target)
    with open(target, encoding="utf-8", newline="") as file:
        rows = {(row["id"], row["date"]): row for row in csv.DictReader(file)}
    parcels = repo_root / "plugin" / "resources" / "models" / "demo_parcels.json"
    around = stack(**SPRING, EXTENT="499990,500650,5099990,5100650 [EPSG:32633]")
    expected = model_answers.parcel_series(around, parcels)
    assert rows.keys() == expected.keys() and len({name for name, _ in rows}) == 4
    seen = 0
    for key, (mean, pixels) in expected.items():
        row = rows[key]
        assert float(row["count"]) == pytest.approx(pixels, rel=2e-3, abs=0.05)
        if pixels > 1:
            seen += 1
            assert float(row["mean"]) == pytest.approx(mean, abs=5e-4)
        elif not pixels:
            assert row["mean"] == ""
    assert seen > 10 and {row["band"] for row in rows.values()} == {"NDVI"}


def test_ten_day_cube(run_algorithm, stack, asked, tmp_path):
    where, env = asked
    target = tmp_path / "cube.nc"
    results = run_algorithm("tendaycube", env=env, **where, **SMALL, MAX_GAP_DAYS=9, OUTPUT=target)
    assert results["OUTPUT"] == str(target)
    path = stack(**SMALL)
    for band in ("B04", "B08"):
        days, expected = model_answers.ten_day_steps(path, band, 9)
        found = gdal.Open(f'NETCDF:"{target}":{band}')
        assert cube_days(found) == days and len(days) > 5
        pixels = found.ReadAsArray().astype("float64")
        has_data = pixels != found.GetRasterBand(1).GetNoDataValue()
        pixels = np.where(has_data & np.isfinite(pixels), pixels, np.nan)
        np.testing.assert_allclose(pixels, expected, rtol=1e-6, atol=1e-3)
        assert 0.2 < np.isfinite(pixels).mean() < 1


def cube_days(dataset):
    """The days of a variable's bands, by GDAL's reading of the time axis."""
    unit, start = dataset.GetMetadataItem("time#units").split(" since ")
    seconds = {"seconds": 1, "hours": 3600, "days": 86400}[unit]
    numbers = [
        float(dataset.GetRasterBand(number + 1).GetMetadataItem("NETCDF_DIM_time"))
        for number in range(dataset.RasterCount)
    ]
    return [date.fromisoformat(start[:10]) + timedelta(seconds=number * seconds) for number in numbers]


@pytest.mark.parametrize("name", ["monthlyndvi", "parcelseries", "tendaycube"])
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"CONNECTION": "nowhere"}, "CONNECTION: 'nowhere' is neither a saved connection"),
        ({"BANDS": "B04,B08"}, "BANDS: the model needs a mask band too"),
        ({"END": "2020-03-21"}, "No acquisition from 2020-03-20 to 2020-03-21"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(qgis_process, tmp_path, name, wrong, sentence):
    suffix = {"monthlyndvi": "tif", "parcelseries": "csv", "tendaycube": "nc"}[name]
    parameters = {**SPRING, **wrong, "OUTPUT": tmp_path / f"none.{suffix}"}
    answer = qgis_process("run", f"timestack:{name}", "--", *(f"{key}={value}" for key, value in parameters.items()))
    said = answer.stdout + answer.stderr
    assert answer.returncode and sentence in said
    assert "Error encountered" not in said and "Traceback" not in said
    assert not list(tmp_path.iterdir())
