# SPDX-License-Identifier: GPL-2.0-or-later
"""Every algorithm of the stack group is a method of the console's stack: same keys, same defaults, same results."""

from __future__ import annotations

import csv
import inspect

import numpy as np
import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsApplication
from stack_builders import build_info, build_pixels, write_stack

from timestack.plugin.api import Stack
from timestack.plugin.bridge.stack_reader import StackFile

pytestmark = pytest.mark.usefixtures("qgis_app")

ELSEWHERE = {"stackfromrasters": {"TABLE", "FILE_FIELD", "DATE_FIELD", "EXTENT"}, "samplestack": {"ID_FIELD"},
             "zonaltimeseries": {"ID_FIELD"}}  # fmt: skip
"""Keys that stand for a layer or its fields; a console gives mappings and numbers instead."""

ALGORITHMS = (
    "stackfromrasters", "splitstack", "indexstack", "maskstack", "compositestack", "regularisestack", "smoothstack",
    "trendstack", "phenologystack", "samplestack", "zonaltimeseries", "exportcube",
)  # fmt: skip

CALLS = {
    "indexstack": [{"INDEX": "NDVI"}, {"INDEX": "(B08 - B04) / 2", "BAND_NAME": "half", "SAMPLE_TYPE": "INT16"}],
    "maskstack": [{}, {"MASK_BAND": "SCL", "CLASSES": "1,2,3", "DILATE": 1.5, "INVERT": True}],
    "compositestack": [{}, {"PERIOD": "10 days", "METHOD": "percentile", "PERCENTILE": 20.0, "KEEP_EMPTY": True},
                       {"METHOD": "max_ndvi", "MASK_BAND": "SCL", "CLASSES": "1,2"}],
    "regularisestack": [{}, {"STEP_DAYS": 3, "METHOD": "akima", "MAX_GAP_DAYS": 9.0, "BANDS": "B08", "ORIGIN": False,
                             "START": "2020-01-02", "END": "2020-02-10", "SAMPLE_TYPE": "FLOAT32"}],
    "smoothstack": [{}, {"METHOD": "savitzky_golay", "WINDOW": 5, "DEGREE": 1, "STEP_DAYS": 7, "START": "2020-01-06"},
                    {"METHOD": "whittaker", "PENALTY": 50.0, "ORDER": 1, "ASYMMETRY": 0.8, "NODE_DAYS": 1.0},
                    {"METHOD": "harmonic", "HARMONICS": 1, "TREND": False, "ROBUST": True, "PERIOD_DAYS": 40.0}],
    "trendstack": [{}, {"SEASONAL": "month", "BANDS": "B04"}],
}  # fmt: skip


@pytest.fixture
def stack(tmp_path):
    info = build_info(steps=12, bands=("B04", "B08", "SCL"), size=(21, 17))
    pixels = build_pixels(info)
    pixels[:, 2] = np.random.default_rng(3).integers(0, 12, pixels[:, 2].shape)
    pixels[:, :, 0, 0] = 0
    write_stack(tmp_path / "stack.tif", info, pixels)
    return Stack(tmp_path / "stack.tif")


@pytest.mark.parametrize("name", ALGORITHMS)
def test_keys_and_defaults_are_the_same(name):
    algorithm = QgsApplication.processingRegistry().algorithmById(f"timestack:{name}")
    method = getattr(Stack, name)
    if name == "stackfromrasters":
        from timestack.plugin.raster_stacks import StackingOrder, stacking_order

        arguments = dict(inspect.signature(stacking_order).parameters)
        arguments.update(inspect.signature(StackingOrder).parameters)
    else:
        arguments = dict(inspect.signature(method).parameters)
    for definition in algorithm.parameterDefinitions():
        key = definition.name()
        if key in ("INPUT", "OUTPUT") or key in ELSEWHERE.get(name, ()):
            continue
        assert key.lower() in arguments, key
        ours, theirs = arguments[key.lower()].default, definition.defaultValue()
        if key == "STATISTICS":
            theirs = ()  # all of them
        if ours is not inspect.Parameter.empty:
            assert ours == theirs or (not ours and not theirs), key


@pytest.mark.parametrize(("name", "place"), [(name, place) for name in CALLS for place in range(len(CALLS[name]))])
def test_results_are_the_same(tmp_path, stack, name, place):
    import processing

    keys = CALLS[name][place]
    processing.run(f"timestack:{name}", {"INPUT": stack.path, "OUTPUT": str(tmp_path / "toolbox.tif"), **keys})
    getattr(stack, name)(output=tmp_path / "console.tif", **{key.lower(): value for key, value in keys.items()})
    getattr(stack, name)(OUTPUT=tmp_path / "keys.tif", **keys)
    if name == "trendstack":
        from osgeo import gdal

        read = [gdal.Open(str(tmp_path / f"{way}.tif")).ReadAsArray() for way in ("toolbox", "console", "keys")]
    else:
        files = [StackFile(tmp_path / f"{way}.tif") for way in ("toolbox", "console", "keys")]
        assert len({(file.times, file.bands, file.info.dtype) for file in files}) == 1
        read = [file.read().astype(float).filled(-1) for file in files]
    np.testing.assert_array_equal(read[0], read[1])
    np.testing.assert_array_equal(read[0], read[2])
    assert np.isfinite(np.asarray(read[0], float)).any()


def test_tables_are_the_same(tmp_path, stack):
    import processing

    wkt = "POLYGON ((500015 5100525, 500105 5100525, 500105 5100615, 500015 5100615, 500015 5100525))"
    (tmp_path / "zones.csv").write_text(f'name,wkt\nfield,"{wkt}"\n')
    (tmp_path / "points.csv").write_text("name,wkt\nbarn,POINT (500055 5100555)\noff,POINT (400000 5100555)\n")
    layers = {
        kind: f"file:///{tmp_path}/{kind}.csv?type=csv&wktField=wkt&crs=EPSG:32633" for kind in ("zones", "points")
    }
    from qgis.core import QgsVectorLayer

    layers = {kind: QgsVectorLayer(source, kind, "delimitedtext") for kind, source in layers.items()}
    options = {"INPUT": stack.path, "ID_FIELD": "name", "BANDS": "B08,B04"}
    processing.run("timestack:samplestack", {**options, "POINTS": layers["points"], "WIDE": True,
                                             "OUTPUT": str(tmp_path / "s.csv")})  # fmt: skip
    processing.run("timestack:zonaltimeseries", {**options, "ZONES": layers["zones"], "STATISTICS": ["mean", "p90"],
                                                 "OUTPUT": str(tmp_path / "z.csv")})  # fmt: skip
    points = {"barn": (500055, 5100555), "off": (400000, 5100555)}
    ours = stack.samplestack(points, bands="B08,B04", wide=True)
    theirs = list(csv.DictReader((tmp_path / "s.csv").open()))
    assert [(r["id"], str(r["date"])) for r in ours] == [(r["id"], r["date"]) for r in theirs]
    for one, other in zip(ours, theirs):
        for band in ("B08", "B04"):
            assert (float(other[band]) if other[band] else None) == one[band]
    zonal = stack.zonaltimeseries({"field": wkt}, bands="B08,B04", statistics="mean,p90")
    read = list(csv.DictReader((tmp_path / "z.csv").open()))
    assert len(zonal) == len(read) == 24
    for one, other in zip(zonal, read):
        assert (one["id"], str(one["date"]), one["band"]) == (other["id"], other["date"], other["band"])
        assert [one["mean"], one["p90"]] == pytest.approx([float(other["mean"]), float(other["p90"])], rel=1e-9)


def test_folders_and_cubes_are_the_same(tmp_path, stack):
    import processing

    processing.run("timestack:splitstack", {"INPUT": stack.path, "BY": "BAND", "OUTPUT": str(tmp_path / "a")})
    files = stack.splitstack(tmp_path / "b", by="BAND")
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == sorted(path.name for path in files)
    again = stack.stackfromrasters(tmp_path / "b", output=tmp_path / "again.tif")
    np.testing.assert_array_equal(again.read().data, stack.read().data)
    assert again.times == stack.times and again.bands == stack.bands
    cube = stack.exportcube(tmp_path / "cube.nc")
    np.testing.assert_array_equal(
        stack.stackfromrasters(cube, output=tmp_path / "of_cube.tif").read().filled(0), stack.read().filled(0)
    )


def test_a_wrong_name_is_no_silence(tmp_path, stack):
    with pytest.raises(TypeError, match="lamda"):
        stack.smoothstack("whittaker", lamda=10, output=tmp_path / "o.tif")
    assert not (tmp_path / "o.tif").exists()
