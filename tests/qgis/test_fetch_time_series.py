# SPDX-License-Identifier: GPL-2.0-or-later
"""Series of places from the service: the same numbers as in a fetched stack, whatever else is asked for."""

from __future__ import annotations

import random
from collections import defaultdict

import numpy as np
import pytest

pytest.importorskip("qgis.core")

PLACE = {"bbox": (500000, 5100000, 501000, 5100900), "crs": "EPSG:32633"}
DAYS = {"start": "2020-04-01", "end": "2020-06-30"}
UTM = "EPSG:32633"


@pytest.fixture
def timestack(qgis_app):
    import timestack

    return timestack


@pytest.fixture(scope="module")
def stacks(qgis_app, tmp_path_factory):
    import timestack

    return {
        mosaicking: timestack.fetch_stack(
            **PLACE, **DAYS, bands=["B08", "SCL"], mosaicking=mosaicking, nodata=65535,
            output=tmp_path_factory.mktemp("stacks") / "s.tif",
        )
        for mosaicking in ("ORBIT", "TILE")
    }  # fmt: skip


def table(rows):
    """{(id, time, tile, band): row}"""
    found = {(row["id"], row["datetime"], row["tile_id"], row["band"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def expected_points(stack, points):
    found = {}
    for name, (x, y) in points.items():
        for step, values in zip(stack.info.steps, stack.profile(x, y)):
            for band, value in zip(stack.bands, values):
                if value is not np.ma.masked:
                    found[(name, step.time, step.tile_id, band)] = float(value)
    return found


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
def test_points_equal_the_profiles_of_a_stack(timestack, stacks, mosaicking):
    chance = random.Random(mosaicking)
    points = {f"p{n}": (chance.uniform(500000, 501000), chance.uniform(5100000, 5100900)) for n in range(12)}
    points["corner"] = (500500.0, 5100500.0)  # on the edge of four pixels
    rows = timestack.fetch_time_series(points, crs=UTM, **DAYS, bands=["B08", "SCL"], mosaicking=mosaicking)
    assert {key: row["value"] for key, row in table(rows).items()} == expected_points(stacks[mosaicking], points)
    assert list(dict.fromkeys(row["id"] for row in rows)) == list(points)
    assert set(rows[0]) == {"id", "datetime", "tile_id", "band", "value"}


def test_degrees_in_give_the_same_pixels(timestack, stacks):
    from timestack.plugin.bridge.projection import transform_points

    points = {"a": (500123.0, 5100456.0), "b": (500888.0, 5100111.0)}
    lon, lat = transform_points([p[0] for p in points.values()], [p[1] for p in points.values()], UTM, "EPSG:4326")
    degrees = {name: (float(x), float(y)) for name, x, y in zip(points, lon, lat)}
    rows = timestack.fetch_time_series(degrees, **DAYS, bands=["SCL", "B08"])
    assert {key: row["value"] for key, row in table(rows).items()} == expected_points(stacks["ORBIT"], points)


POLYGONS = {
    "field": "POLYGON((500103 5100204,500377 5100231,500291 5100467,500103 5100204))",
    "ring": "POLYGON((500500 5100500,500700 5100500,500700 5100700,500500 5100700,500500 5100500),"
    "(500560 5100560,500640 5100560,500640 5100640,500560 5100640,500560 5100560))",
    "two": "MULTIPOLYGON(((500801 5100802,500843 5100802,500843 5100847,500801 5100802)),"
    "((500900 5100100,500957 5100100,500957 5100158,500900 5100158,500900 5100100)))",
    "sliver": "POLYGON((500011 5100011,500013 5100011,500013 5100012,500011 5100011))",
}


def inside(wkt):
    """(y, x) of bool over PLACE by a way of its own: the middle of each pixel, tested with GEOS."""
    from qgis.core import QgsGeometry, QgsPointXY

    shape = QgsGeometry.fromWkt(wkt)
    mask = np.array(
        [[shape.contains(QgsPointXY(500005 + 10 * x, 5100895 - 10 * y)) for x in range(100)] for y in range(90)]
    )
    if not mask.any():
        point = shape.pointOnSurface().asPoint()
        mask[int((5100900 - point.y()) // 10), int((point.x() - 500000) // 10)] = True
    return mask


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
def test_polygons_equal_numpy_over_a_stack(timestack, stacks, mosaicking):
    stack = stacks[mosaicking]
    rows = table(
        timestack.fetch_time_series(POLYGONS, crs=UTM, **DAYS, bands=["B08"], mosaicking=mosaicking, target_crs=UTM)
    )
    values, expected = stack.read(bands=["B08"])[:, 0], 0
    for name, wkt in POLYGONS.items():
        mask = inside(wkt)
        assert mask.sum() == 1 if name == "sliver" else mask.sum() > 20
        for step, image in zip(stack.info.steps, values):
            pixels = image[mask].compressed().astype(float)
            if not pixels.size:
                continue
            expected += 1
            row = rows[(name, step.time, step.tile_id, "B08")]
            assert row["value"] == row["mean"] == pytest.approx(pixels.mean()), (name, mask.sum(), row)
            got = [row[key] for key in ("median", "std", "min", "max", "p10", "p90", "count", "valid_share")]
            low, high = np.percentile(pixels, (10, 90))
            wanted = [np.median(pixels), pixels.std(), pixels.min(), pixels.max(), low, high, pixels.size,
                      pixels.size / mask.sum()]  # fmt: skip
            np.testing.assert_allclose(got, wanted, rtol=1e-9)
    assert expected == len(rows) > 50


@pytest.mark.parametrize("scenes", ["all", "first_of_month", "clearest_of_month"])
def test_a_series_does_not_depend_on_its_neighbours(timestack, scenes):
    """Where two tiles of the sensor meet, places see different scenes; a filter picks for each of them."""
    points = {f"p{n}": (509500.0 + 60 * n, 5100000.0 + 20 * n) for n in range(9)}
    choice = {"crs": UTM, **DAYS, "bands": ["B08"], "mosaicking": "TILE", "scenes": scenes}
    together = defaultdict(list)
    for row in timestack.fetch_time_series(points, **choice):
        together[row["id"]].append((row["datetime"], row["tile_id"], row["value"]))
    for name in ("p0", "p4", "p8"):
        alone = timestack.fetch_time_series({name: points[name]}, **choice)
        assert [(row["datetime"], row["tile_id"], row["value"]) for row in alone] == together[name]
    if scenes != "all":
        assert {len({time.month for time, *_ in rows}) for rows in together.values()} == {3}
        assert all(len({time.date() for time, *_ in rows}) == 3 for rows in together.values())


class Told:
    def __init__(self, until="never"):
        self.lines, self.until = [], until

    def report(self, done):
        assert 0 <= done <= 1

    def tell(self, message):
        self.lines.append(message)

    def is_cancelled(self):
        return any(self.until in line for line in self.lines)


def test_near_points_share_questions(timestack, monkeypatch):
    from timestack.plugin.bridge.ogc_service import OgcService

    asked, listed = [], []
    get, find = OgcService.get_coverage, OgcService.find_acquisitions
    monkeypatch.setattr(OgcService, "find_acquisitions", lambda self, *args: listed.append(args) or find(self, *args))
    monkeypatch.setattr(
        OgcService, "get_coverage", lambda self, question, *more: asked.append(question) or get(self, question, *more)
    )
    points = [(500005.0 + 50 * n, 5100005.0) for n in range(10)] + [(506000.0, 5106000.0)]
    told = Told()
    timestack.fetch_time_series(points, crs=UTM, **DAYS, bands=["B08"], progress=told)
    assert len(asked) == 2 and len(listed) == 1 and "11 places in 2 groups" in told.lines
    assert sorted((q.grid.width, q.grid.height) for q in asked) == [(1, 1), (46, 1)]


def test_places_without_scenes_or_geometry_are_named(timestack):
    told = Told()
    places = {"here": (500500.0, 5100500.0), "sea": (100000.0, 1000000.0), "empty": "POINT EMPTY", "text": "nonsense"}
    rows = timestack.fetch_time_series(places, crs=UTM, **DAYS, bands=["B08"], progress=told)
    assert {row["id"] for row in rows} == {"here"}
    assert any("1 places without data: sea" in line for line in told.lines)
    assert any("without a usable geometry: empty, text" in line for line in told.lines)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"bands": ["B77"]}, "BANDS: .*B77"),
        ({"bands": []}, "BANDS: "),
        ({"places": []}, "INPUT: "),
        ({"places": ["POINT EMPTY"]}, "INPUT: "),
        ({"places": [(100000.0, 1000000.0)]}, "No acquisition"),
        ({"places": ["POLYGON((400000 5000000,600000 5000000,600000 5200000,400000 5000000))"]}, "INPUT: .*0 takes"),
        ({"resolution": 0}, "RESOLUTION: "),
        ({"resolution": 5000}, "RESOLUTION: "),
        ({"units": "REFLECTANCE"}, "UNITS: "),
        ({"crs": "EPSG:1"}, "CRS: "),
        ({"end": "2019-01-01"}, "START: "),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_bad_input_is_one_sentence(timestack, choice, words):
    from timestack.plugin.core.errors import TimestackError

    order = {"places": [(500500.0, 5100500.0)], "crs": UTM, **DAYS, "bands": ["B08"], **choice}
    with pytest.raises(TimestackError, match=words):
        timestack.fetch_time_series(order.pop("places"), **order)


def test_cancel_stops_all_groups(timestack):
    from timestack.plugin.core.errors import Cancelled

    points = [(500005.0 + 1000 * n, 5100005.0) for n in range(20)]
    with pytest.raises(Cancelled):
        timestack.fetch_time_series(points, crs=UTM, **DAYS, bands=["B08"], progress=Told("places in"))


@pytest.fixture
def layer(qgis_app):
    from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer

    made = []

    def make(kind, shapes):
        layer = QgsVectorLayer(f"{kind}?crs=EPSG:32633&field=name:string", "places", "memory")
        for name, wkt in shapes.items():
            feature = QgsFeature(layer.fields())
            feature.setAttributes([name])
            if wkt:
                feature.setGeometry(QgsGeometry.fromWkt(wkt))
            layer.dataProvider().addFeatures([feature])
        QgsProject.instance().addMapLayer(layer)
        made.append(layer.id())
        return layer

    yield make
    QgsProject.instance().removeMapLayers(made)


def test_as_an_algorithm_with_polygons(timestack, layer, tmp_path):
    import processing
    from qgis.core import QgsVectorLayer

    bow = "POLYGON((500100 5100100,500200 5100200,500200 5100100,500100 5100200,500100 5100100))"
    polygons = layer("CurvePolygon", {**POLYGONS, "bow": bow, "none": ""})
    results = processing.run(
        "timestack:fetchtimeseries",
        {"INPUT": polygons, "ID_FIELD": "name", "BANDS": "B08,SCL", "START": "2020-06-01", "END": "2020-06-30",
         "OUTPUT": str(tmp_path / "t.gpkg")},
    )  # fmt: skip
    output = QgsVectorLayer(results["OUTPUT"], "t", "ogr")
    rows = list(output.getFeatures())
    assert len(rows) == results["ROWS"] == 5 * 2 * 6 and results["PLACES"] == 5
    assert results["PLACES_WITHOUT_DATA"] == 1 and results["PROCESSING_UNITS"] > 0
    names = [field.name() for field in output.fields()]
    assert names[-13:] == ["id", "datetime", "tile_id", "band", "value", "mean", "median", "std", "min", "max", "p10",
                           "p90", "count", "valid_share"][-13:]  # fmt: skip
    first = rows[0]
    assert first["id"] == "field" and first["band"] == "B08" and first["min"] <= first["median"] <= first["max"]
    assert first["datetime"].toUTC().toString("yyyy-MM-dd") == "2020-06-03" and first["count"] > 20


def test_as_an_algorithm_with_points_into_csv(timestack, layer, stacks, tmp_path):
    import csv

    import processing

    points = layer("MultiPoint", {"a": "MULTIPOINT((500123 5100456))", "b": "MULTIPOINT((500888 5100111))"})
    results = processing.run(
        "timestack:fetchtimeseries",
        {"INPUT": points, "BANDS": "B08", **{k.upper(): v for k, v in DAYS.items()}, "OUTPUT": str(tmp_path / "t.csv")},
    )
    with open(results["OUTPUT"], newline="") as file:
        rows = list(csv.DictReader(file))
    expected = expected_points(stacks["ORBIT"], {"1": (500123.0, 5100456.0), "2": (500888.0, 5100111.0)})
    wanted = {(key[0], f"{key[1]:%Y/%m/%d}"): value for key, value in expected.items() if key[3] == "B08"}
    assert {(row["id"], row["datetime"][:10]): float(row["value"]) for row in rows} == wanted
    assert list(rows[0]) == ["id", "datetime", "tile_id", "band", "value"]


def test_the_table_cannot_take_the_place_of_the_places(qgis_app, tmp_path):
    import processing
    from qgis.core import QgsProcessingException

    places = tmp_path / "p.geojson"
    places.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, '
        '"geometry": {"type": "Point", "coordinates": [15.004, 46.053]}}]}'
    )
    before = places.read_bytes()
    with pytest.raises(QgsProcessingException, match=r"OUTPUT: .* is one of the inputs"):
        processing.run("timestack:fetchtimeseries", {
            "CONNECTION": "demo", "INPUT": str(places), "START": "2020-05-01", "END": "2020-05-10", "BANDS": "B04",
            "OUTPUT": str(places),
        })  # fmt: skip
    assert places.read_bytes() == before
