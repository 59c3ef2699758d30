# SPDX-License-Identifier: GPL-2.0-or-later
"""Composites of periods, computed by the service over real sockets, beside numpy over the fetched stack."""

from __future__ import annotations

import inspect
import json
import random
from datetime import date

import numpy as np
import pytest

pytest.importorskip("qgis.core")

PLACE = {"bbox": (500100, 5100100, 500600, 5100470), "crs": "EPSG:32633", "collection": "sentinel-2-l2a"}
DAYS = {"start": "2020-03-12", "end": "2020-07-25"}
INSTANCE = "5f0c1d2e-1234-4bcd-8ef0-0123456789ab"
SCL_CLOUDS = (0, 1, 3, 8, 9, 10)
pytestmark = pytest.mark.filterwarnings("ignore:All-NaN|Mean of empty")


@pytest.fixture
def timestack(qgis_app, monkeypatch):
    import timestack

    monkeypatch.setenv("TIMESTACK_INSTANCE_ID", INSTANCE)
    return timestack


@pytest.fixture(scope="module")
def hub(qgis_app):
    from timestack.plugin.localhub import DemoSource, Hub

    with Hub({INSTANCE: (DemoSource(),)}) as hub:
        yield hub


@pytest.fixture
def where(hub):
    return {**PLACE, "connection": f"{hub.address}/ogc/wcs"}


@pytest.fixture(scope="module")
def scenes(qgis_app, tmp_path_factory):
    """By mosaicking: days, values (t, b, y, x) of B04 and B08, NaN under clouds."""
    import timestack

    found = {}
    for mosaicking in ("ORBIT", "TILE"):
        path = tmp_path_factory.mktemp("scenes") / "stack.tif"
        bands = ["B04", "B08", "SCL", "dataMask"]
        stack = timestack.fetch_stack(
            **PLACE, **DAYS, bands=bands, mosaicking=mosaicking, output=path, nodata=65535
        )  # fmt: skip
        values = stack.read().data
        clear = (values[:, 3] == 1) & ~np.isin(values[:, 2], SCL_CLOUDS)
        found[mosaicking] = (stack, np.where(clear[:, None], values[:, :2].astype(float), np.nan))
    return found


def first_day(day, period, origin):
    """Written anew, so as not to ask the code under test."""
    if period == "10 days":
        return date(day.year, day.month, 1 if day.day < 11 else 11 if day.day < 21 else 21)
    if period == "season":
        month = {12: 12, 1: 12, 2: 12, 3: 3, 4: 3, 5: 3, 6: 6, 7: 6, 8: 6, 9: 9, 10: 9, 11: 9}[day.month]
        return date(day.year - (day.month < 3), month, 1)
    if period.endswith(" days"):
        length = int(period.split()[0])
        return date.fromordinal(origin.toordinal() + (day - origin).days // length * length)
    return date(day.year, day.month if period == "month" else 1, 1)


def expect(stack, values, period, method, percentile=50.0):
    """First day of each period that has scenes to its (band, y, x)."""
    days = [time.date() for time in stack.times]
    keys = np.array([first_day(day, period, days[0]).toordinal() for day in days])
    images = {}
    for key in np.unique(keys):
        own = values[keys == key]
        image = np.nanmean(own, axis=0) if method == "mean" else np.nanpercentile(own, percentile, axis=0)
        images[date.fromordinal(int(key)).isoformat()] = np.where(np.isnan(image), 0, np.floor(image + 0.5))
    return images


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
@pytest.mark.parametrize("period", ["month", "10 days", "season", "year", "16 days"])
def test_each_period_is_numpys(timestack, where, scenes, tmp_path, mosaicking, period):
    method = random.Random(period).choice(["median", "mean", "percentile"])
    path = timestack.fetch_composite(
        **where, **DAYS, bands=["B04", "B08"], mosaicking=mosaicking, method=method, percentile=25,
        period=period, output=tmp_path / "c.tif",
    )  # fmt: skip
    stack = timestack.open_stack(path)
    images = expect(*scenes[mosaicking], period, method, 25.0 if method == "percentile" else 50.0)
    assert set(images) <= {step.label for step in stack.info.steps}
    for step, image in zip(stack.info.steps, stack.read().data):
        np.testing.assert_array_equal(image, images.get(step.label, np.zeros_like(image)), step.label)
    assert stack.bands == ("B04", "B08") and stack.info.mosaicking == "ORBIT"
    assert [path.name for path in tmp_path.iterdir()] == ["c.tif"]


def test_dates_are_those_of_compositestack(timestack, where, scenes, tmp_path):
    fetched = scenes["ORBIT"][0]
    for number, period in enumerate(("month", "10 days", "season", "year", "25 days")):
        made = fetched.compositestack(period=period, output=tmp_path / f"s{number}.tif", method="mean", mask_band="SCL")
        path = timestack.fetch_composite(
            **where, **DAYS, bands=["B04"], period=period, method="mean", output=tmp_path / f"c{number}.tif"
        )
        assert timestack.open_stack(path).times == made.times, period


def test_periods_without_scenes_have_no_data_and_are_told(timestack, where, tmp_path):
    """The demo's scenes begin in 2020; MONTHS are no periods without scenes but none at all."""
    heard = Listener()
    order = {**where, "start": "2019-11-20", "end": "2020-03-05", "bands": ["B08"], "progress": heard}
    stack = timestack.open_stack(timestack.fetch_composite(**order, period="month", output=tmp_path / "c.tif"))
    assert [str(time.date()) for time in stack.times] == [
        "2019-11-01", "2019-12-01", "2020-01-01", "2020-02-01", "2020-03-01",
    ]  # fmt: skip
    pixels = stack.read()
    assert np.ma.getmaskarray(pixels[:2]).all() and pixels[2:4].count() > 100
    assert "no data, in 2 of the periods: 2019-11-01, 2019-12-01" in heard.text
    derived = json.loads(gdal_items(stack.path)["DERIVED"])
    assert derived["SCENES"]["2019-12-01"] == 0 and derived["SCENES"]["2020-01-01"] > 3
    assert (derived["algorithm"], derived["PERIOD"], derived["METHOD"]) == ("fetchcomposite", "month", "median")
    few = timestack.fetch_composite(**order, months=[12, 2], period=" Month ", output=tmp_path / "few.tif")
    assert [str(time.date()) for time in timestack.open_stack(few).times] == ["2019-12-01", "2020-02-01"]
    counted = timestack.fetch_composite(**order, period="20 days", output=tmp_path / "counted.tif")
    times = timestack.open_stack(counted).times
    assert times[0].year == 2020 and {(b - a).days for a, b in zip(times, times[1:])} == {20}


class Listener:
    """Hears all that is told; wants to stop after some parts."""

    def __init__(self, parts=10**9):
        self.text, self.left = "", parts

    def report(self, done):
        pass

    def tell(self, message):
        self.text += f"{message}\n"
        self.left -= message.startswith("part ")

    def is_cancelled(self):
        return self.left <= 0


def read(path):
    from osgeo import gdal

    return gdal.Open(str(path)).ReadAsArray()


def gdal_items(path):
    from osgeo import gdal

    return gdal.Open(str(path)).GetMetadata("TIMESTACK")


def test_a_cancelled_one_goes_on_and_units_are_those_told(timestack, hub, where, tmp_path):
    from timestack.plugin.core.errors import Cancelled

    def asked():
        return [entry for entry in hub.account.entries if entry.request == "GetCoverage"]

    order = {**where, **DAYS, "bands": ["B04", "B08"], "period": "month", "output": tmp_path / "c.tif"}
    before = len(asked())
    with pytest.raises(Cancelled):
        timestack.fetch_composite(**order, progress=Listener(2))
    kept = list(tmp_path.rglob("*.json"))
    assert kept and not (tmp_path / "c.tif").exists()
    heard = Listener()
    timestack.fetch_composite(**order, progress=heard)
    entries = asked()[before:]
    assert len({entry.key for entry in entries}) == 5
    assert heard.text.count("held already") == len(kept)
    units = sum({entry.key: entry.units for entry in entries}.values())
    assert f"in 5 periods x 1 tiles, at most {units:.4g} processing units" in heard.text
    assert [path.name for path in tmp_path.iterdir()] == ["c.tif"]
    timestack.fetch_composite(**{**order, "period": "all"})
    assert len(asked()) == before + len(entries) + 1


@pytest.mark.parametrize("seed", range(3))
def test_any_tiling_and_any_weather_give_the_same(qgis_app, tmp_path, monkeypatch, seed):
    """Where tiles of the area see different scenes: the sensor's tiles meet at 509 760."""
    from timestack.plugin.bridge.areas import Area
    from timestack.plugin.composites import CompositeOrder, fetch_composite_to_file
    from timestack.plugin.connections import resolve_connection
    from timestack.plugin.core.plan import PlanLimits
    from timestack.plugin.core.progress import SilentProgress
    from timestack.plugin.core.stack_request import SceneSelection
    from timestack.plugin.core.weather import Patience
    from timestack.plugin.localhub import DemoSource, FaultPlan, FaultRule, Hub
    from timestack.plugin.stacks import StackOrder

    monkeypatch.setenv("TIMESTACK_INSTANCE_ID", INSTANCE)
    monkeypatch.setattr(Patience, "wait_s", lambda *_: 0.02)
    monkeypatch.setattr(Patience, "wait_429_s", lambda *_: 0.02)
    chance = random.Random(seed)
    kinds = ["429", "500", "503", "504", "drop", "truncate", "truncate_tiff", "html", "garbage", "wrong_size"]
    rules = tuple(FaultRule(kind, ("wcs",), probability=0.2, wait_s=0.1) for kind in chance.sample(kinds, 4))
    selection = SceneSelection(
        "sentinel-2-l2a", date(2020, 5, 22), date(2020, 6, 20), mosaicking=chance.choice(["ORBIT", "TILE"]),
        scenes=chance.choice(["all", "clearest_of_10_days"]),
    )  # fmt: skip
    area = Area((505000.0, 5098000.0, 514000.0, 5103000.0), "EPSG:32633")
    method = chance.choice(["median", "least_cloudy", "max_ndvi"])
    pixels = []
    with Hub({INSTANCE: (DemoSource(),)}) as hub:
        place = resolve_connection(f"{hub.address}/ogc/wcs")
        stack = StackOrder(place, selection, area, ("B04", "B08"), sample_type="", resolution=100.0)
        order = CompositeOrder(stack, method=method, period=chance.choice(["month", "10 days", "12 days"]))
        for number in range(2):
            limits = PlanLimits() if not number else PlanLimits(chance.choice((64, 128)), chance.randrange(4096, 99999))
            path = tmp_path / f"{number}.tif"
            fetch_composite_to_file(order, path, SilentProgress(), limits)
            pixels.append(read(path))
            hub.set_faults(FaultPlan(rules, seed=seed, per_question=2))
    np.testing.assert_array_equal(*pixels)
    assert np.ptp(pixels[0]) > 1000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.tif", "1.tif"]


def test_scale_units_and_types_come_along(timestack, where, tmp_path):
    order = {**where, "start": "2020-06-01", "end": "2020-07-31", "bands": ["B04", "B08"], "period": "month"}
    path = timestack.fetch_composite(**order, units="REFLECTANCE", output=tmp_path / "r.tif")
    floats = timestack.fetch_composite(
        **order, units="REFLECTANCE", sample_type="FLOAT32", output=tmp_path / "f.tif"
    )  # fmt: skip
    stack, other = timestack.open_stack(path), timestack.open_stack(floats)
    assert stack.info.scale == pytest.approx(1e-4) and stack.info.bands[0].units == "REFLECTANCE"
    assert stack.info.bands[0].wavelength_nm == pytest.approx(664.6, abs=1) and np.isnan(other.info.nodata)
    np.testing.assert_allclose(stack.read().filled(0) * stack.info.scale, other.read().filled(0), atol=0.6e-4)
    assert stack.compositestack("all", "max", output=tmp_path / "m.tif").shape[0] == 1


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"period": "fortnight"}, "PERIOD: 'fortnight' is no period"),
        ({"period": "0 days"}, "PERIOD: '0 days' is no period"),
        ({"period": "1 day", "end": "2059-01-01", "bands": ["B02", "B03", "B04", "B08", "B8A"]}, "PERIOD: .*longer"),
        ({"units": "REFLECTANCE", "bands": ["B04", "SCL"]}, "SAMPLE_TYPE: .*one; choose FLOAT32"),
        ({"start": "2018-01-01", "end": "2018-02-01"}, "No acquisition"),
    ],
)
def test_bad_input_is_one_sentence(timestack, where, tmp_path, choice, words):
    from timestack.plugin.core.errors import TimestackError

    order = {**where, **DAYS, "bands": ["B08"], "output": tmp_path / "c.tif", "period": "month", **choice}
    with pytest.raises(TimestackError, match=words):
        timestack.fetch_composite(**order)
    assert not list(tmp_path.iterdir())


def test_it_cannot_be_extended_and_says_so(timestack, where, tmp_path):
    from timestack.plugin.core.errors import TimestackError

    path = timestack.fetch_composite(**where, **DAYS, bands=["B08"], period="season", output=tmp_path / "c.tif")
    before = path.read_bytes()
    with pytest.raises(TimestackError, match="does not tell how it was fetched"):
        timestack.extend_stack(path, end="2020-12-31", connection="demo")
    assert path.read_bytes() == before


EXTENT = "500100,500260,5100100,5100228 [EPSG:32633]"


def run(tmp_path, **parameters):
    """As the toolbox does it: results, and the layer as Processing's own results handler adds it to the project."""
    from processing.gui.Postprocessing import handleAlgorithmResults
    from qgis.core import (
        QgsApplication,
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingOutputLayerDefinition,
        QgsProject,
    )

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:fetchcomposite")
    context, feedback, project = QgsProcessingContext(), QgsProcessingFeedback(), QgsProject.instance()
    context.setProject(project)
    output = QgsProcessingOutputLayerDefinition(str(tmp_path / "c.tif"), project)
    values = {"EXTENT": EXTENT, "START": "2020-06-01", "END": "2020-07-31", "OUTPUT": output, **parameters}
    good, message = algorithm.checkParameterValues(values, context)
    assert good, message
    results, is_done = algorithm.run(values, context, feedback, {}, False)
    assert is_done, feedback.textLog()
    shows = () if "showResults" not in inspect.signature(handleAlgorithmResults).parameters else (False,)
    handleAlgorithmResults(algorithm, context, feedback, *shows, values)
    (layer,) = [layer for layer in project.mapLayers().values() if layer.source() == results["OUTPUT"]]
    return results, layer


@pytest.fixture(autouse=True)
def no_layers(qgis_app):
    from qgis.core import QgsProject

    yield
    QgsProject.instance().clear()


def test_as_an_algorithm(qgis_app, tmp_path):
    results, _ = run(tmp_path, BANDS="B08", PERIOD="month", METHOD="max_ndvi")
    assert results["PERIODS"] == "2020-06-01,2020-07-01" and results["STEPS"] == len(results["DATES"].split(",")) > 8
    results, _ = run(tmp_path, BANDS="B08", PERIOD="")
    assert results["PERIODS"].count(",") == 0


@pytest.mark.parametrize("period", ["all", "month"])
@pytest.mark.parametrize("bands", ["B08,B04,B03,SCL,B02", "B08"])
def test_the_loaded_layer_has_natural_colours(qgis_app, tmp_path, period, bands):
    from qgis.core import QgsMultiBandColorRenderer

    _, layer = run(tmp_path, BANDS=bands, PERIOD=period)
    assert layer.temporalProperties().isActive() == (period == "month")
    assert [path.name for path in tmp_path.iterdir()] == ["c.tif"]
    if bands == "B08":
        return
    renderer = layer.renderer()
    assert isinstance(renderer, QgsMultiBandColorRenderer)
    shift = 0 if period == "all" else (renderer.redBand() - 2) // 5 * 5
    assert [renderer.redBand(), renderer.greenBand(), renderer.blueBand()] == [2 + shift, 3 + shift, 5 + shift]
    stretches = [renderer.redContrastEnhancement(), renderer.blueContrastEnhancement()]
    assert stretches[0].maximumValue() == stretches[1].maximumValue() < 3000, "one stretch for all three"
    red = read(tmp_path / "c.tif")[1 + shift]
    assert ((red >= stretches[0].minimumValue()) & (red <= stretches[0].maximumValue())).mean() > 0.5
