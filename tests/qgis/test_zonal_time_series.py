# SPDX-License-Identifier: GPL-2.0-or-later
"""``zonaltimeseries`` gives what exactextract gives, in any CRS, in bounded memory."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer
from stack_builders import build_info, build_pixels, write_stack

from timestack.plugin.bridge import zone_reader
from timestack.plugin.core.errors import Cancelled, InvalidRequest
from timestack.plugin.core.progress import SilentProgress
from timestack.plugin.core.weighted_statistics import STATISTICS
from timestack.plugin.stack_zones import ZonalOrder, summarise_stack

pytestmark = pytest.mark.usefixtures("qgis_app")

UTM = "EPSG:32633"


def stack_with_gaps(path, **more):
    info = build_info(size=(150, 140), **more)
    pixels = build_pixels(info)
    pixels[np.random.default_rng(5).random(info.shape) < 0.2] = 0
    pixels[2, 1] = 0
    write_stack(path, info, pixels)
    return info, pixels


def random_zones(count=25, seed=8):
    """Stars of all sizes in and around the stack, some with a hole, some in two parts."""
    rng = np.random.default_rng(seed)
    zones = []
    for number in range(count):
        x, y = 500000 + rng.random() * 1500, 5099240 + rng.random() * 1400
        angles = np.sort(rng.random(rng.integers(3, 30))) * 2 * np.pi
        reach = 10 ** rng.uniform(0.3, 2.6) * (0.5 + rng.random(len(angles)))
        ring = QgsGeometry.fromWkt(
            "POLYGON((" + ",".join(f"{float(x + r * np.cos(a))!r} {float(y + r * np.sin(a))!r}" for r, a in
                                   zip([*reach, reach[0]], [*angles, angles[0]])) + "))"
        ).makeValid()  # fmt: skip
        if number % 3 == 0:
            ring = ring.difference(QgsGeometry.fromWkt(f"POINT({x} {y})").buffer(float(reach.min()) / 2, 5))
        if number % 4 == 0:
            ring = ring.combine(QgsGeometry.fromWkt(f"POINT({x + 600} {y})").buffer(33, 7))
        zones.append(ring.asWkt(17))
    return zones


def close(ours, theirs, **tolerance):
    np.testing.assert_allclose(np.array(ours, float), np.array(theirs, float), **tolerance)


def test_statistics_equal_exactextract(tmp_path):
    """exactextract keeps shares as float32, hence the tolerance; and cuts quantiles of integers, hence float pixels."""
    exactextract = pytest.importorskip("exactextract")
    stack_with_gaps(tmp_path / "s.tif", dtype="float32")
    zones = random_zones()
    features = [
        {"type": "Feature", "properties": {"id": n}, "geometry": __import__("json").loads(
            QgsGeometry.fromWkt(wkt).asJson(17))} for n, wkt in enumerate(zones)
    ]  # fmt: skip
    ours = summarise_stack(ZonalOrder(str(tmp_path / "s.tif"), tuple(zones), ""), SilentProgress())
    names = dict(zip(STATISTICS, range(9)))
    theirs = exactextract.exact_extract(
        str(tmp_path / "s.tif"), features,
        ["mean", "median", "stdev", "min", "max", "quantile(q=0.1)", "quantile(q=0.9)", "count"],
    )  # fmt: skip
    keys = ("mean", "median", "stdev", "min", "max", "quantile_10", "quantile_90", "count")
    compared = 0
    for zone, feature in enumerate(theirs):
        for step in range(4):
            for band in range(3):
                want = [feature["properties"][f"band_{step * 3 + band + 1}_{key}"] for key in keys]
                want = [np.nan if value is None else value for value in want]
                got = ours.values[zone, step, band]
                close(got[names["count"]], want[7], rtol=2e-6, atol=1e-5)
                if want[7] > 0.01:
                    close(got[[0, 2, 3, 4]], [want[0], want[2], want[3], want[4]], rtol=1e-5, atol=1e-4)
                    close(got[[1, 5, 6]], [want[1], want[5], want[6]], rtol=1e-4, atol=1e-3)
                    compared += 1
    assert compared > 150


def test_shares_equal_intersections_of_geometries(tmp_path):
    _, pixels = stack_with_gaps(tmp_path / "s.tif", scale=0.01, offset=-0.5)
    zones = random_zones(8, seed=3)
    ours = summarise_stack(ZonalOrder(str(tmp_path / "s.tif"), tuple(zones), UTM), SilentProgress())
    for zone, wkt in enumerate(zones):
        geometry, shares = QgsGeometry.fromWkt(wkt), np.zeros((140, 150))
        box = geometry.boundingBox()
        for row in range(140):
            for column in range(150):
                x, y = 500000 + column * 10, 5100640 - row * 10
                if x < box.xMaximum() and x + 10 > box.xMinimum() and y > box.yMinimum() and y - 10 < box.yMaximum():
                    pixel = QgsGeometry.fromWkt(
                        f"POLYGON(({x} {y},{x + 10} {y},{x + 10} {y - 10},{x} {y - 10},{x} {y}))"
                    )
                    shares[row, column] = pixel.intersection(geometry).area() / 100
        for step in range(4):
            image = pixels[step, 0]
            weights = np.where(image == 0, 0, shares)
            if weights.sum() < 1e-6:
                continue
            mean = (image * weights).sum() / weights.sum()
            close(ours.values[zone, step, 0, 0], mean * 0.01 - 0.5, rtol=1e-9)
            close(ours.values[zone, step, 0, 7], weights.sum(), rtol=1e-9)
            close(ours.values[zone, step, 0, 8], weights.sum() / (geometry.area() / 100), rtol=1e-9)


def test_little_memory_changes_nothing(tmp_path, monkeypatch):
    stack_with_gaps(tmp_path / "s.tif")
    order = ZonalOrder(str(tmp_path / "s.tif"), tuple(random_zones()), "")
    expected = summarise_stack(order, SilentProgress()).values
    monkeypatch.setattr(zone_reader, "_HELD_BYTES", 1000)
    monkeypatch.setattr(zone_reader, "_GROUP_PX", 3000)
    monkeypatch.setattr(zone_reader, "_AT_ONCE", 100)
    monkeypatch.setattr("timestack.plugin.bridge.zone_edges._STRIP_PX", 500)
    np.testing.assert_allclose(summarise_stack(order, SilentProgress()).values, expected, rtol=1e-12)


def test_each_block_is_read_once(tmp_path, monkeypatch):
    stack_with_gaps(tmp_path / "s.tif")
    read, windows = zone_reader.StackFile.read, []

    def spy(self, bands=None, times=None, window=None):
        windows.append((window[0] // 64, window[1] // 64))
        return read(self, bands, times, window)

    monkeypatch.setattr(zone_reader.StackFile, "read", spy)
    summarise_stack(ZonalOrder(str(tmp_path / "s.tif"), tuple(random_zones()), ""), SilentProgress())
    assert len(windows) == len(set(windows)) == 9


def test_a_zone_too_large_and_a_cancel(tmp_path, monkeypatch):
    class Stop(SilentProgress):
        def is_cancelled(self):
            return True

    stack_with_gaps(tmp_path / "s.tif")
    order = ZonalOrder(str(tmp_path / "s.tif"), tuple(random_zones()), "")
    with pytest.raises(Cancelled):
        summarise_stack(order, Stop())
    monkeypatch.setattr(zone_reader, "_MOST_PX", 5)
    with pytest.raises(InvalidRequest, match="too_many_area_pixels"):
        summarise_stack(order, SilentProgress())


def zones_layer(wkts, crs=UTM):
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=name:string", "zones", "memory")
    features = []
    for number, wkt in enumerate(wkts):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([f"z{number}"])
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def run(feedback=None, **parameters):
    import processing

    return processing.run("timestack:zonaltimeseries", {"OUTPUT": "TEMPORARY_OUTPUT", **parameters}, feedback=feedback)


SQUARE = "POLYGON((500005 5100635, 500025 5100635, 500025 5100615, 500005 5100615, 500005 5100635))"
FAR = "POLYGON((0 0, 10 0, 10 10, 0 0))"


def test_the_table_and_the_log(tmp_path):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject

    _, pixels = stack_with_gaps(tmp_path / "s.tif")
    there = QgsCoordinateTransform(QgsCoordinateReferenceSystem(UTM), QgsCoordinateReferenceSystem("EPSG:4326"),
                                   QgsProject.instance())  # fmt: skip
    square = QgsGeometry.fromWkt(SQUARE)
    square.transform(there)
    feedback = QgsProcessingFeedback()
    results = run(feedback, INPUT=str(tmp_path / "s.tif"), ZONES=zones_layer([square.asWkt(17), FAR, ""], "EPSG:4326"),
                  ID_FIELD="name")  # fmt: skip
    layer = results["OUTPUT"]
    assert [field.name() for field in layer.fields()] == ["id", "datetime", "date", "band", "value", *STATISTICS]
    assert (results["ROWS"], results["WITH_DATA"], results["WITHOUT_DATA"]) == (36, 1, 2)
    rows = {(f["id"], f["date"], f["band"]): f for f in layer.getFeatures()}
    shares = np.outer([0.5, 1, 0.5], [0.5, 1, 0.5])
    image = pixels[1, 2, :3, :3]
    weights = np.where(image == 0, 0, shares)
    row = rows["z0", "2020-01-10", "B04"]
    assert row["value"] == row["mean"] == pytest.approx((image * weights).sum() / weights.sum(), rel=1e-6)
    assert row["count"] == pytest.approx(weights.sum(), rel=1e-6)
    assert row["valid_share"] == pytest.approx(weights.sum() / 4, rel=1e-6)
    for name in ("z1", "z2"):
        row = rows[name, "2020-01-05", "B02"]
        assert (row["count"], row["valid_share"]) == (0, 0)
        assert row["mean"] is None or row["mean"].isNull()
    assert rows["z0", "2020-01-15", "B03"]["count"] == 0
    assert "z1" in feedback.textLog()
    assert "Empty polygons, whose statistics are null: z2" in feedback.textLog()


def test_only_the_statistics_asked_for(tmp_path):
    stack_with_gaps(tmp_path / "s.tif")
    run(INPUT=str(tmp_path / "s.tif"), ZONES=zones_layer([SQUARE]), STATISTICS=["median", "count"], BANDS="B03",
        OUTPUT=str(tmp_path / "t.csv"))  # fmt: skip
    lines = (tmp_path / "t.csv").read_text().splitlines()
    assert lines[0] == "id,datetime,date,band,median,count"
    assert len(lines) == 5


@pytest.mark.parametrize(("wrong", "words"), [({"BANDS": "B99"}, "BANDS: "), ({"ZONES": []}, "ZONES: there is no")])
def test_what_cannot_work_is_said_and_leaves_no_file(tmp_path, wrong, words):
    stack_with_gaps(tmp_path / "s.tif")
    zones = zones_layer(wrong.pop("ZONES", [SQUARE]))
    with pytest.raises(QgsProcessingException, match=words):
        run(INPUT=str(tmp_path / "s.tif"), ZONES=zones, OUTPUT=str(tmp_path / "t.csv"), **wrong)
    assert not (tmp_path / "t.csv").exists()


def test_the_table_cannot_take_the_place_of_the_zones(tmp_path):
    """Not even the file of a shapefile's columns, where a table of that name would be written."""
    from qgis.core import QgsProject, QgsVectorFileWriter

    stack_with_gaps(tmp_path / "s.tif")
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    QgsVectorFileWriter.writeAsVectorFormatV3(
        zones_layer([SQUARE]), str(tmp_path / "z.shp"), QgsProject.instance().transformContext(), options
    )
    before = (tmp_path / "z.dbf").read_bytes()
    for name in ("z.shp", "z.dbf"):
        with pytest.raises(QgsProcessingException, match=r"OUTPUT: .* is one of the inputs"):
            run(INPUT=str(tmp_path / "s.tif"), ZONES=str(tmp_path / "z.shp"), OUTPUT=str(tmp_path / name))
    assert (tmp_path / "z.dbf").read_bytes() == before


def test_the_console_gives_the_same(tmp_path):
    import timestack

    _, pixels = stack_with_gaps(tmp_path / "s.tif")
    rows = timestack.open_stack(tmp_path / "s.tif").zonaltimeseries({"a": SQUARE}, bands=["B02"], statistics=["max"])
    assert [row["max"] for row in rows] == pixels[:, 0, :3, :3].max(axis=(1, 2)).tolist()
    assert set(rows[0]) == {"id", "datetime", "date", "band", "max"}
