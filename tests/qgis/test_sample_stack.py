# SPDX-License-Identifier: GPL-2.0-or-later
"""``samplestack`` gives what a plain read of the file gives, for any CRS of the points."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from qgis.core import (
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant
from stack_builders import build_info, build_pixels, write_stack

from timestack.plugin.bridge.point_sampler import sample_points
from timestack.plugin.bridge.profile_cache import build_cache
from timestack.plugin.bridge.profile_reader import ProfileReader
from timestack.plugin.bridge.projection import transform_points
from timestack.plugin.bridge.stack_reader import StackFile
from timestack.plugin.core.errors import Cancelled, InvalidRequest
from timestack.plugin.core.progress import SilentProgress

pytestmark = pytest.mark.usefixtures("qgis_app")


class StopAtOnce(SilentProgress):
    def is_cancelled(self):
        return True


def stack_with_gaps(path, **more):
    info = build_info(size=(300, 200), **more)
    pixels = build_pixels(info)
    pixels[np.random.default_rng(5).random(info.shape) < 0.2] = 0
    write_stack(path, info, pixels)
    return info, pixels


def random_points(count, seed=3):
    """Some of them outside the stack."""
    rng = np.random.default_rng(seed)
    return 499900 + rng.random(count) * 3200, 5098500 + rng.random(count) * 2200


def expected(info, pixels, xs, ys):
    values = np.full((len(xs), *info.shape[:2]), np.nan)
    for number, (x, y) in enumerate(zip(xs, ys)):
        column, row = int(np.floor((x - 500000) / 10)), int(np.floor((5100640 - y) / 10))
        if 0 <= column < 300 and 0 <= row < 200:
            values[number] = pixels[:, :, row, column]
    values[values == 0] = np.nan
    return values * info.scale + info.offset


def points_layer(xs, ys, crs="EPSG:32633", names=None):
    layer = QgsVectorLayer(f"Point?crs={crs}", "points", "memory")
    layer.dataProvider().addAttributes([QgsField("name", QVariant.String)])
    layer.updateFields()
    features = []
    for number, (x, y) in enumerate(zip(xs, ys)):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        feature.setAttributes([names[number] if names else f"p{number}"])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def run(**parameters):
    import processing

    return processing.run("timestack:samplestack", {"OUTPUT": "TEMPORARY_OUTPUT", **parameters})


@pytest.mark.parametrize("count", [40, 3000], ids=["one by one", "by windows"])
@pytest.mark.parametrize("with_cache", [False, True], ids=["stack", "cache"])
def test_points_equal_a_plain_read(tmp_path, count, with_cache):
    info, pixels = stack_with_gaps(tmp_path / "s.tif", scale=0.0001, offset=-0.1)
    if with_cache:
        build_cache(StackFile(tmp_path / "s.tif"), lambda: False)
    xs, ys = random_points(count)
    reader = ProfileReader(tmp_path / "s.tif")
    found = sample_points(reader, xs, ys, "EPSG:32633", ["B04", "B02"], SilentProgress())
    np.testing.assert_allclose(found, expected(info, pixels, xs, ys)[:, :, [2, 0]], rtol=0, atol=1e-15)


def test_values_too_many_for_memory_go_through_a_file(tmp_path, monkeypatch):
    info, pixels = stack_with_gaps(tmp_path / "s.tif")
    monkeypatch.setattr("timestack.plugin.bridge.roomy_array._MEMORY_BYTES", 100)
    xs, ys = random_points(200)
    found = sample_points(ProfileReader(tmp_path / "s.tif"), xs, ys, "", None, SilentProgress())
    assert isinstance(found, np.memmap)
    np.testing.assert_array_equal(found, expected(info, pixels, xs, ys))


def test_the_table_is_long_and_tells_missing_values_as_null(tmp_path):
    info, pixels = stack_with_gaps(tmp_path / "s.tif")
    xs, ys = random_points(30)
    longitude, latitude = transform_points(xs, ys, "EPSG:32633", "EPSG:4326")
    names = [f"field {n}" for n in range(30)]
    results = run(INPUT=str(tmp_path / "s.tif"), POINTS=points_layer(longitude, latitude, "EPSG:4326", names),
                  ID_FIELD="name", BANDS="B03, B02")  # fmt: skip
    layer = results["OUTPUT"]
    assert [field.name() for field in layer.fields()] == ["id", "datetime", "date", "band", "value"]
    rows = {(f["id"], f["date"], f["band"]): f["value"] for f in layer.getFeatures()}
    assert results["ROWS"] == len(rows) == 30 * 4 * 2
    want = expected(info, pixels, xs, ys)
    for point in range(30):
        for step, time in enumerate(info.steps):
            for band, place in (("B03", 1), ("B02", 0)):
                value = rows[names[point], time.label, band]
                assert (value is None or value == QVariant()) == np.isnan(want[point, step, place])
                assert np.isnan(want[point, step, place]) or value == want[point, step, place]
    first = next(layer.getFeatures())
    assert first["datetime"].toUTC().toString("yyyy-MM-ddTHH:mm:ss") == "2020-01-05T00:00:00"
    assert results["WITHOUT_DATA"] == int(np.isnan(want[:, :, :2]).all(axis=(1, 2)).sum()) > 0


def test_the_wide_table_has_a_column_for_each_band(tmp_path):
    info, pixels = stack_with_gaps(tmp_path / "s.tif")
    results = run(INPUT=str(tmp_path / "s.tif"), POINTS=points_layer([501003.0], [5099995.0]), WIDE=True,
                  OUTPUT=str(tmp_path / "t.csv"))  # fmt: skip
    assert results["ROWS"] == 4
    lines = (tmp_path / "t.csv").read_text().splitlines()
    assert lines[0] == "id,datetime,date,B02,B03,B04"
    values = [float(text) if text else 0.0 for text in lines[1].split(",")[3:]]
    assert values == pixels[0, :, 64, 100].tolist()
    assert len(info.steps) == len(lines) - 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"BANDS": "B99"}, "BANDS: there is no band B99"),
        ({"INPUT": "/nowhere.tif"}, "INPUT|nowhere"),
        ({"BANDS": "B02,B02"}, "twice"),
    ],
)
def test_what_cannot_work_is_said_and_leaves_no_file(tmp_path, wrong, words):
    stack_with_gaps(tmp_path / "s.tif")
    with pytest.raises(QgsProcessingException, match=words):
        run(**{"INPUT": str(tmp_path / "s.tif"), "POINTS": points_layer([501003.0], [5099995.0]),
               "OUTPUT": str(tmp_path / "t.csv"), **wrong})  # fmt: skip
    assert not (tmp_path / "t.csv").exists()


def test_the_table_cannot_take_the_place_of_the_points(tmp_path):
    stack_with_gaps(tmp_path / "s.tif")
    points = tmp_path / "p ü.geojson"
    points.write_text(
        '{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:32633"}}, "features": '
        '[{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [500105, 5100605]}}]}',
        encoding="utf-8",
    )
    before = points.read_bytes()
    with pytest.raises(QgsProcessingException, match=r"OUTPUT: .* is one of the inputs"):
        run(INPUT=str(tmp_path / "s.tif"), POINTS=str(points), OUTPUT=str(points))
    assert points.read_bytes() == before
    results = run(INPUT=str(tmp_path / "s.tif"), POINTS=str(points), OUTPUT=str(tmp_path / "t ü.csv"))
    assert results["SAMPLED"] == 1


def test_a_missing_folder_is_told_before_anything_is_read(tmp_path):
    stack_with_gaps(tmp_path / "s.tif")
    with pytest.raises(QgsProcessingException, match=r"OUTPUT: the folder .*gone does not exist"):
        run(INPUT=str(tmp_path / "s.tif"), POINTS=points_layer([500105.0], [5100605.0]),
            OUTPUT=str(tmp_path / "gone" / "t.csv"))  # fmt: skip


def test_no_points_are_refused(tmp_path):
    stack_with_gaps(tmp_path / "s.tif")
    with pytest.raises(QgsProcessingException, match="POINTS: there is no point"):
        run(INPUT=str(tmp_path / "s.tif"), POINTS=points_layer([], []))


def test_a_cancel_while_writing_leaves_no_file(tmp_path):
    import processing

    class StopLater(QgsProcessingFeedback):
        def setProgress(self, share):
            super().setProgress(share)
            if share >= 99:
                self.cancel()

    stack_with_gaps(tmp_path / "s.tif")
    xs, ys = 500005 + np.arange(200) * 10.0, np.full(200, 5099995.0)
    processing.run("timestack:samplestack", {"INPUT": str(tmp_path / "s.tif"), "POINTS": points_layer(xs, ys),
                                             "OUTPUT": str(tmp_path / "t.csv")}, feedback=StopLater())  # fmt: skip
    assert not (tmp_path / "t.csv").exists()


def test_a_cancel_stops_the_reading(tmp_path):
    stack_with_gaps(tmp_path / "s.tif")
    with pytest.raises(Cancelled):
        sample_points(ProfileReader(tmp_path / "s.tif"), *random_points(50), "", None, StopAtOnce())


def test_the_console_gives_the_same(tmp_path):
    import timestack

    info, pixels = stack_with_gaps(tmp_path / "s.tif")
    stack = timestack.open_stack(tmp_path / "s.tif")
    rows = stack.samplestack({"a": (501003.0, 5099995.0), "far": (0.0, 0.0)}, bands=["B03"])
    assert [row["value"] for row in rows[:4]] == [float(v) or None for v in pixels[:, 1, 64, 100]]
    assert [row["value"] for row in rows[4:]] == [None] * 4
    assert rows[0]["datetime"] == info.steps[0].time
    assert rows[0]["id"] == "a"
    with pytest.raises(InvalidRequest, match="there is no band"):
        stack.samplestack([(1, 2)], bands=["X"])
