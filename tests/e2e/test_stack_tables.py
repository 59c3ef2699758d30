# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of points and polygons from the command line."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from stack_builders import build_info, write_stack


def write_features(path, geometries):
    """GeoJSON in degrees."""
    features = [{"type": "Feature", "properties": {"name": name}, "geometry": geometry}
                for name, geometry in geometries.items()]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def stack(tmp_path):
    """A stack on the central meridian of its zone: (path, pixels)."""
    info = build_info()
    return tmp_path / "s.tif", write_stack(tmp_path / "s.tif", info)


def to_degrees(x, y):
    from timestack.plugin.bridge.projection import transform_point

    return list(transform_point(x, y, "EPSG:32633", "EPSG:4326"))


def test_points_are_sampled(run_algorithm, stack, tmp_path):
    path, pixels = stack
    write_features(tmp_path / "p.geojson", {
        "a": {"type": "Point", "coordinates": to_degrees(500105, 5100535)},
        "far": {"type": "Point", "coordinates": [0, 0]},
    })  # fmt: skip
    results = run_algorithm("samplestack", INPUT=path, POINTS=tmp_path / "p.geojson", ID_FIELD="name",
                            BANDS="B04,B02", OUTPUT=tmp_path / "t.csv")  # fmt: skip
    rows = read_table(tmp_path / "t.csv")
    assert results["ROWS"] == len(rows) == 16
    found = [float(row["value"]) for row in rows if row["id"] == "a"]
    assert found == pixels[:, [2, 0], 10, 10].astype(float).ravel().tolist()
    assert {row["value"] for row in rows if row["id"] == "far"} == {""}
    assert [row["date"] for row in rows[:8:2]] == ["2020-01-05", "2020-01-10", "2020-01-15", "2020-01-20"]


def test_zones_are_summed_up(run_algorithm, stack, tmp_path):
    path, pixels = stack
    corners = [(500100, 5100540), (500125, 5100540), (500125, 5100520), (500100, 5100520), (500100, 5100540)]
    write_features(tmp_path / "z.geojson", {
        "a": {"type": "Polygon", "coordinates": [[to_degrees(x, y) for x, y in corners]]},
    })  # fmt: skip
    run_algorithm(
        "zonaltimeseries", INPUT=path, ZONES=tmp_path / "z.geojson", ID_FIELD="name", OUTPUT=tmp_path / "t.csv"
    )
    rows = read_table(tmp_path / "t.csv")
    shares = np.array([[1, 1, 0.5], [1, 1, 0.5]])
    expected = (pixels[:, :, 10:12, 10:13] * shares).sum(axis=(2, 3)) / 5
    assert [float(row["mean"]) for row in rows] == pytest.approx(expected.ravel().tolist(), rel=1e-5)
    assert [float(row["count"]) for row in rows] == pytest.approx([5.0] * 12, rel=1e-5)
