# SPDX-License-Identifier: GPL-2.0-or-later
"""Composites of the service: what numpy makes of the fetched stack, byte for byte the same for any tiling."""

from __future__ import annotations

import random
from datetime import date

import numpy as np
import pytest

pytest.importorskip("qgis.core")

PLACE = {"bbox": (500100, 5100100, 500600, 5100470), "crs": "EPSG:32633"}
DAYS = {"start": "2020-04-01", "end": "2020-08-31"}
SCL_CLOUDS = (0, 1, 3, 8, 9, 10)


@pytest.fixture
def timestack(qgis_app):
    import timestack

    return timestack


@pytest.fixture(scope="module")
def stacks(qgis_app, tmp_path_factory):
    """The scenes themselves: (values (t, b, y, x) of B04, B08, SCL, mask, cloud cover by step) by mosaicking."""
    import timestack

    found = {}
    for mosaicking in ("ORBIT", "TILE"):
        path = tmp_path_factory.mktemp("stacks") / "stack.tif"
        bands = ["B04", "B08", "SCL", "dataMask"]
        stack = timestack.fetch_stack(
            **PLACE, **DAYS, bands=bands, mosaicking=mosaicking, output=path, nodata=65535, resolution=10
        )
        values = stack.read().data
        clear = (values[:, 3] == 1) & ~np.isin(values[:, 2], SCL_CLOUDS)
        found[mosaicking] = (stack, values[:, :2].astype(float), clear)
    return found


def read(path):
    from osgeo import gdal

    dataset = gdal.Open(str(path))
    return dataset.ReadAsArray(), [dataset.GetRasterBand(n + 1).GetDescription() for n in range(dataset.RasterCount)]


def half_up(values):
    return np.floor(values + 0.5)


def by_numpy(stack, values, clear, method, percentile=50.0, steps=slice(None)):
    """(band, y, x), 0 where nothing is clear."""
    clear = clear[steps]
    samples = np.where(clear[:, None], values[steps], np.nan)
    none = ~clear.any(axis=0)
    infos = stack.info.steps[steps] if isinstance(steps, slice) else [stack.info.steps[n] for n in steps]
    with np.errstate(all="ignore"):
        if method in ("median", "mean", "percentile"):
            q = {"median": 50.0}.get(method, percentile)
            result = np.nanmean(samples, axis=0) if method == "mean" else np.nanpercentile(samples, q, axis=0)
        else:
            ndvi = (samples[:, 1] - samples[:, 0]) / (samples[:, 1] + samples[:, 0])
            cloud = np.array([101.0 if step.cloud_cover_pct is None else step.cloud_cover_pct for step in infos])
            rank = -ndvi if method == "max_ndvi" else np.where(clear, cloud[:, None, None], np.inf)
            best = np.nanargmin(np.where(np.isnan(rank), np.inf, rank), axis=0)
            result = np.take_along_axis(samples, best[None, None], axis=0)[0]
    return np.where(none | np.isnan(result), 0, half_up(result)).astype(np.uint16)


@pytest.mark.filterwarnings("ignore:All-NaN|Mean of empty")
@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
@pytest.mark.parametrize("method", ["median", "mean", "percentile", "max_ndvi", "least_cloudy"])
def test_equals_numpy_over_the_fetched_stack(timestack, stacks, tmp_path, mosaicking, method):
    path = timestack.fetch_composite(
        **PLACE, **DAYS, bands=["B04", "B08"], mosaicking=mosaicking, method=method, percentile=25,
        output=tmp_path / "c.tif",
    )  # fmt: skip
    values, names = read(path)
    assert names == ["B04", "B08"] and values.dtype == np.uint16
    expected = by_numpy(*stacks[mosaicking], method, 25)
    np.testing.assert_array_equal(values, expected)
    assert np.ptp(values[0]) > 100


@pytest.mark.filterwarnings("ignore:All-NaN|Mean of empty")
@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
@pytest.mark.parametrize("scenes", ["first_of_month", "clearest_of_month", "clearest_of_10_days"])
def test_the_days_used_are_those_that_a_stack_would_have(timestack, stacks, tmp_path, mosaicking, scenes):
    choice = {**PLACE, **DAYS, "mosaicking": mosaicking, "scenes": scenes, "months": [4, 6, 7]}
    few = timestack.fetch_stack(**choice, bands=["B04"], output=tmp_path / "few.tif")
    path = timestack.fetch_composite(**choice, bands=["B04", "B08"], method="mean", output=tmp_path / "c.tif")
    stack, values, clear = stacks[mosaicking]
    labels = [(step.time, step.tile_id) for step in stack.info.steps]
    steps = [labels.index((step.time, step.tile_id)) for step in few.info.steps]
    np.testing.assert_array_equal(read(path)[0], by_numpy(stack, values, clear, "mean", steps=steps))


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
@pytest.mark.parametrize("method", ["median", "least_cloudy"])
def test_any_tiling_gives_the_same_bytes(qgis_app, tmp_path, method, mosaicking):
    """Where tiles of the area see different scenes: the sensor's tiles meet at 509 760."""
    from osgeo import gdal

    from timestack.plugin.bridge.areas import Area
    from timestack.plugin.composites import CompositeOrder, fetch_composite_to_file
    from timestack.plugin.connections import resolve_connection
    from timestack.plugin.core.plan import PlanLimits
    from timestack.plugin.core.progress import SilentProgress
    from timestack.plugin.core.stack_request import SceneSelection
    from timestack.plugin.stacks import StackOrder

    place = resolve_connection("demo")
    days = (date(2020, 6, 1), date(2020, 6, 30))
    selection = SceneSelection("sentinel-2-l2a", *days, mosaicking=mosaicking, scenes="clearest_of_10_days")
    area = Area((490000.0, 5095000.0, 515000.0, 5108000.0), "EPSG:32633")
    stack = StackOrder(place, selection, area, ("B04", "B08"), sample_type="", resolution=100.0)
    order = CompositeOrder(stack, method=method)
    chance, images = random.Random(method + mosaicking), []
    for number in range(3):
        limits = PlanLimits(side_px=2500) if not number else PlanLimits(chance.choice((64, 128, 192)), 10**7)
        if number == 2:
            limits = PlanLimits(pixel_steps=chance.randrange(64 * 64, 200_000))
        path = tmp_path / f"{number}.tif"
        outcome = fetch_composite_to_file(order, path, SilentProgress(), limits)
        images.append(gdal.Open(str(path)).ReadRaster())
        assert outcome.units_spent > 0 and len(outcome.steps) >= 3
    assert images[0] == images[1] == images[2]
    assert len({tuple(b) for b in read(tmp_path / "0.tif")[0].reshape(2, -1).T.tolist()}) > 1000


def test_units_masks_and_other_types(timestack, tmp_path):
    from osgeo import gdal

    choice = {**PLACE, "start": "2020-06-01", "end": "2020-06-30", "bands": ["B08"]}
    counts = read(timestack.fetch_composite(**choice, output=tmp_path / "dn.tif"))[0]
    shares = read(
        timestack.fetch_composite(**choice, output=tmp_path / "r.tif", units="REFLECTANCE", sample_type="FLOAT32")
    )[0]
    np.testing.assert_allclose(np.where(counts == 0, np.nan, counts / 10000), shares, atol=0.6e-4)
    path = timestack.fetch_composite(**choice, output=tmp_path / "i.tif", units="REFLECTANCE", nodata=65535)
    dataset = gdal.Open(str(path))
    assert dataset.GetRasterBand(1).GetScale() == pytest.approx(1e-4)
    assert dataset.GetRasterBand(1).GetNoDataValue() == 65535
    items = dataset.GetMetadata("TIMESTACK_COMPOSITE")
    assert (items["METHOD"], items["FROM"], items["TO"], items["STEPS"]) == ("median", "2020-06-01", "2020-06-30", "6")
    assert items["EVALSCRIPT"].startswith("//VERSION=3") and items["CONNECTION"] == "demo"
    masked = read(
        timestack.fetch_composite(
            **choice, output=tmp_path / "m.tif",
            mask_wkt="POLYGON((500100 5100100,500300 5100100,500300 5100470,500100 5100470,500100 5100100))",
        )
    )[0]  # fmt: skip
    assert (masked[:, 20:] == 0).all() and (masked[:, :20] == counts[:, :20]).all()


def test_a_composite_is_no_stack(timestack, tmp_path):
    from timestack.plugin.core.errors import FileProblem

    path = timestack.fetch_composite(
        **PLACE, start="2020-06-01", end="2020-06-30", bands=["B08"], output=tmp_path / "c.tif"
    )
    with pytest.raises(FileProblem, match="no dates"):
        timestack.open_stack(path)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"method": "mode"}, "METHOD: "),
        ({"bands": ["B77"]}, "BANDS: .*B77"),
        ({"cloud_mask": "BQA"}, "CLOUD_MASK: "),
        ({"mask_classes": [12]}, "MASK_CLASSES: "),
        ({"percentile": 101}, "PERCENTILE: "),
        ({"start": "2018-01-01", "end": "2018-02-01"}, "No acquisition"),
        ({"end": "2019-01-01"}, "START: "),
        ({"sample_type": "UINT8"}, "SAMPLE_TYPE: "),
        ({"bbox": None}, "EXTENT: "),
        ({"resolution": 5000}, "RESOLUTION: "),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_bad_input_is_one_sentence(timestack, tmp_path, choice, words):
    from timestack.plugin.core.errors import TimestackError

    order = {**PLACE, **DAYS, "bands": ["B08"], "output": tmp_path / "c.tif", **choice}
    with pytest.raises(TimestackError, match=words):
        timestack.fetch_composite(**order)
    assert not list(tmp_path.iterdir())


def test_cancel_leaves_nothing_under_the_name(timestack, tmp_path):
    from timestack.plugin.core.errors import Cancelled

    class Impatient:
        heard = False

        def report(self, done):
            pass

        def tell(self, message):
            self.heard = self.heard or "tiles" in message

        def is_cancelled(self):
            return self.heard

    with pytest.raises(Cancelled):
        timestack.fetch_composite(**PLACE, **DAYS, bands=["B08"], output=tmp_path / "c.tif", progress=Impatient())
    assert [p.name for p in tmp_path.iterdir() if not p.name.startswith(".timestack-parts-")] == []


def test_as_an_algorithm(qgis_app, tmp_path):
    import processing

    results = processing.run(
        "timestack:fetchcomposite",
        {"EXTENT": "500100,500260,5100100,5100228 [EPSG:32633]", "BANDS": "B08,B04", "START": "2020-06-01",
         "END": "2020-08-31", "MAX_CLOUD_COVER": 60, "METHOD": "max_ndvi", "OUTPUT": str(tmp_path / "c.tif")},
    )  # fmt: skip
    values, names = read(results["OUTPUT"])
    assert names == ["B08", "B04"] and (values[0] > values[1]).mean() > 0.9
    assert results["STEPS"] == len(results["DATES"].split(",")) < 18 and results["PROCESSING_UNITS"] > 0
    assert results["REQUESTS"] >= 2


def test_the_file_tells_which_band_is_which_colour(timestack, tmp_path):
    from osgeo import gdal

    path = timestack.fetch_composite(
        **PLACE, start="2020-06-01", end="2020-06-30", bands=["B02", "B03", "B04", "B08"], output=tmp_path / "c.tif"
    )
    dataset = gdal.Open(str(path))
    colours = [dataset.GetRasterBand(n + 1).GetColorInterpretation() for n in range(4)]
    assert colours == [gdal.GCI_BlueBand, gdal.GCI_GreenBand, gdal.GCI_RedBand, gdal.GCI_Undefined]
    assert [p.name for p in tmp_path.iterdir()] == ["c.tif"], "not in a file beside it"
