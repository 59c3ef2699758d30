# SPDX-License-Identifier: GPL-2.0-or-later
"""Extending a stack: the same as fetching it whole, and the old file whole whatever happens."""

from __future__ import annotations

import json
import random
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

pytest.importorskip("qgis.core")

PLACE = {"bbox": (500100, 5100100, 500260, 5100230), "crs": "EPSG:32633", "bands": ["B04", "SCL"]}
START, END = "2020-03-01", "2020-06-20"


@pytest.fixture
def timestack(qgis_app):
    import timestack

    return timestack


def names(path):
    from osgeo import gdal

    dataset = gdal.Open(str(path))
    return [dataset.GetRasterBand(n + 1).GetDescription() for n in range(dataset.RasterCount)]


def items(path):
    """All metadata that must be the same, by place."""
    from osgeo import gdal

    dataset = gdal.Open(str(path))
    whole = dataset.GetMetadata("TIMESTACK")
    whole.pop("EVALSCRIPT")  # an example of the script of one part
    bands = [dataset.GetRasterBand(n + 1) for n in range(dataset.RasterCount)]
    return [whole, *([b.GetMetadata(), b.GetMetadata("IMAGERY"), repr(b.GetNoDataValue()), b.DataType] for b in bands)]


def assert_same_stack(one, other):
    assert names(one.path) == names(other.path)
    assert one.info.grid == other.info.grid and one.info.bands == other.info.bands
    np.testing.assert_array_equal(one.read().data, other.read().data)
    assert items(one.path) == items(other.path)


@pytest.mark.parametrize(
    "choice",
    [
        {"mosaicking": "ORBIT"},
        {"mosaicking": "TILE", "sample_type": "FLOAT32"},
        {"mosaicking": "ORBIT", "scenes": "first_of_month", "nodata": 65535},
        {"mosaicking": "TILE", "scenes": "clearest_of_month"},
        {"mosaicking": "ORBIT", "scenes": "clearest_of_10_days", "max_cloud_cover": 60},
        {"mosaicking": "ORBIT", "months": [3, 5]},
        {"mosaicking": "TILE", "dates": ["2020-03-05", "2020-04-09", "2020-05-29"]},
        {"mosaicking": "ORBIT", "mask_wkt": "POLYGON((500100 5100100,500180 5100100,500180 5100228,500100 5100100))"},
    ],
    ids=lambda choice: "-".join(str(value)[:16] for value in choice.values()),
)
def test_extended_at_any_day_equals_fetched_whole(timestack, tmp_path, choice):
    whole = timestack.fetch_stack(**PLACE, **choice, start=START, end=END, output=tmp_path / "whole.tif")
    chance = random.Random(str(choice))
    for number in range(3):
        split = date(2020, 3, 12) + timedelta(days=chance.randrange(95))
        path = tmp_path / f"{number}.tif"
        old = timestack.fetch_stack(**PLACE, **choice, start=START, end=split, output=path)
        extended = timestack.extend_stack(old, end=END)
        assert_same_stack(extended, whole)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["0.tif", "1.tif", "2.tif", "whole.tif"]


def test_in_many_small_steps(timestack, tmp_path):
    whole = timestack.fetch_stack(**PLACE, start=START, end="2020-04-15", output=tmp_path / "whole.tif")
    stack = timestack.fetch_stack(**PLACE, start=START, end="2020-03-06", output=tmp_path / "s.tif")
    for day in ("2020-03-07", "2020-03-20", "2020-03-21", "2020-04-15"):
        stack = timestack.extend_stack(stack, end=day)
    assert_same_stack(stack, whole)


def test_an_own_script_goes_on(timestack, tmp_path):
    script = """//VERSION=3
    function setup() { return {input: ["B04", "B08"], output: {bands: 1, sampleType: "FLOAT32"}}; }
    function evaluatePixel(s) { return [(s.B08 - s.B04) / (s.B08 + s.B04)]; }"""
    order = {**PLACE, "evalscript": script}
    whole = timestack.fetch_stack(**order, start=START, end="2020-04-30", output=tmp_path / "whole.tif")
    old = timestack.fetch_stack(**order, start=START, end="2020-04-02", output=tmp_path / "old.tif")
    assert_same_stack(timestack.extend_stack(old, end="2020-04-30"), whole)


def test_only_new_dates_are_asked_for(timestack, tmp_path, monkeypatch):
    from timestack.plugin.bridge.ogc_service import OgcService

    asked = []
    get = OgcService.get_coverage
    monkeypatch.setattr(
        OgcService, "get_coverage", lambda self, question, *more: asked.append(question) or get(self, question, *more)
    )
    old = timestack.fetch_stack(**PLACE, start=START, end="2020-05-10", output=tmp_path / "s.tif")
    last = old.times[-1].date()
    asked.clear()
    timestack.extend_stack(old, end="2020-05-31")
    assert asked and all(question.time_from.date() > last for question in asked)


def test_nothing_new_leaves_the_file_alone(timestack, tmp_path):
    path = tmp_path / "s.tif"
    old = timestack.fetch_stack(**PLACE, start=START, end="2020-03-31", output=path)
    before = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
    told = Told()
    same = timestack.extend_stack(old, end=old.times[-1].date() + timedelta(days=1), progress=told)
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == before and same.times == old.times
    assert any("nothing new" in line for line in told.lines)
    timestack.extend_stack(old, end="2020-03-10")
    assert path.stat().st_mtime_ns == before[1]
    copy = timestack.extend_stack(old, end="2020-03-10", output=tmp_path / "copy.tif")
    assert_same_stack(copy, old)


class Told:
    """Progress that remembers, and can cancel when a word is heard."""

    def __init__(self, until=""):
        self.lines, self.until = [], until

    def report(self, done):
        pass

    def tell(self, message):
        self.lines.append(message)

    def is_cancelled(self):
        return bool(self.until) and any(self.until in line for line in self.lines)


def test_a_last_day_with_other_scenes_is_fetched_again(timestack, tmp_path, monkeypatch):
    """As if one of the two tiles of the last day had not been there when the stack was fetched."""
    from timestack.plugin.bridge.ogc_service import OgcService

    find = OgcService.find_acquisitions
    wide = {**PLACE, "bbox": (500000, 5100000, 510000, 5100100)}

    def find_fewer(self, *args):
        found = sorted(find(self, *args), key=lambda a: (a.time, a.tile_id))
        return found[:-1]

    whole = timestack.fetch_stack(**wide, resolution=100, start=START, end="2020-03-31", output=tmp_path / "w.tif")
    with monkeypatch.context() as patch:
        patch.setattr(OgcService, "find_acquisitions", find_fewer)
        old = timestack.fetch_stack(**wide, resolution=100, start=START, end="2020-03-14", output=tmp_path / "s.tif")
    told = Told()
    new = timestack.extend_stack(old, end="2020-03-31", progress=told)
    assert any("other scenes" in line and "2020-03-" in line for line in told.lines)
    assert_same_stack(new, whole)


def test_metadata_of_people_stay(timestack, tmp_path):
    from osgeo import gdal

    old = timestack.fetch_stack(**PLACE, start=START, end="2020-03-31", output=tmp_path / "s.tif")
    dataset = gdal.Open(old.path, gdal.GA_Update)
    dataset.SetMetadataItem("FIELD", "north of the barn")
    dataset.SetMetadataItem("NOTE", "kept", "TIMESTACK")
    dataset.GetRasterBand(2).SetMetadataItem("SEEN", "by Anna")
    del dataset
    timestack.extend_stack(old.path, end="2020-04-30")
    dataset = gdal.Open(old.path)
    assert dataset.GetMetadataItem("FIELD") == "north of the barn"
    assert dataset.GetMetadataItem("NOTE", "TIMESTACK") == "kept"
    assert dataset.GetRasterBand(2).GetMetadataItem("SEEN") == "by Anna"
    assert json.loads(dataset.GetMetadataItem("REQUEST", "TIMESTACK"))["selection"]["end"] == "2020-04-30"


@contextmanager
def untouched(folder):
    """The stack in a folder, and nothing but it, is there afterwards as before."""
    path = folder / "s.tif"
    before = path.read_bytes()
    yield
    assert path.read_bytes() == before
    left = [p.name for p in folder.iterdir() if not p.name.startswith(".timestack-parts-")]
    assert left == ["s.tif"]


def test_a_cancel_at_any_word_leaves_the_old_stack(timestack, tmp_path):
    from timestack.plugin.core.errors import Cancelled

    old = timestack.fetch_stack(**PLACE, start=START, end="2020-03-31", output=tmp_path / "s.tif")
    for word in ("found", "to fetch", "time steps", "part 1"):
        with untouched(tmp_path), pytest.raises(Cancelled):
            timestack.extend_stack(old, end="2020-05-31", progress=Told(word))


def test_a_full_disk_at_the_end_leaves_the_old_stack(timestack, tmp_path, monkeypatch):
    from timestack.plugin.bridge.stack_join import JoinedStackWriter
    from timestack.plugin.core.errors import FileProblem

    old = timestack.fetch_stack(**PLACE, start=START, end="2020-03-31", output=tmp_path / "s.tif")

    def fail(self, *_):
        raise FileProblem(str(self.path), "no space left", "disk_full")

    monkeypatch.setattr(JoinedStackWriter, "_verify", fail)
    with untouched(tmp_path), pytest.raises(FileProblem, match="disk"):
        timestack.extend_stack(old, end="2020-04-30")


def test_a_stack_that_changes_meanwhile_is_not_overwritten(timestack, tmp_path, monkeypatch):
    from timestack.plugin.bridge.stack_join import JoinedStackWriter
    from timestack.plugin.core.errors import FileProblem

    old = timestack.fetch_stack(**PLACE, start=START, end="2020-03-31", output=tmp_path / "s.tif")
    copy = JoinedStackWriter.copy

    def copy_and_change(self, progress):
        copy(self, progress)
        (tmp_path / "s.tif").write_bytes(b"something else")

    monkeypatch.setattr(JoinedStackWriter, "copy", copy_and_change)
    with pytest.raises(FileProblem, match="meanwhile"):
        timestack.extend_stack(old, end="2020-04-30")
    assert (tmp_path / "s.tif").read_bytes() == b"something else"


def test_what_cannot_be_extended_says_why(timestack, tmp_path):
    from stack_builders import build_info, write_stack

    from timestack.plugin.core.errors import InvalidRequest

    write_stack(tmp_path / "foreign.tif", build_info(connection="demo"))
    with pytest.raises(InvalidRequest, match=r"INPUT: .*foreign.tif does not tell how it was fetched"):
        timestack.extend_stack(tmp_path / "foreign.tif", end=END)
    old = timestack.fetch_stack(**PLACE, start=START, end="2020-03-31", output=tmp_path / "s.tif")
    for request in ("[]", "{", '{"selection": 1}', "[" * 100000, '{"grid": {"__class__": 1}}'):
        info = replace(old.info, request_json=request)
        write_stack(tmp_path / "broken.tif", info, old.read().data)
        with pytest.raises(InvalidRequest, match="INPUT: "):
            timestack.extend_stack(tmp_path / "broken.tif", end=END)
    other = replace(old.info, bands=tuple(replace(band, name=band.name + "x") for band in old.info.bands))
    write_stack(tmp_path / "broken.tif", other, old.read().data)
    with pytest.raises(InvalidRequest, match=r"INPUT: .*bands"):
        timestack.extend_stack(tmp_path / "broken.tif", end=END)
    with pytest.raises(InvalidRequest, match="END: "):
        timestack.extend_stack(old, end="2019-03-31")
    for name in ("", "sh.example.org", str(tmp_path)):
        write_stack(tmp_path / "lost.tif", replace(old.info, connection=name), old.read().data)
        with pytest.raises(InvalidRequest, match="CONNECTION: the stack was fetched from"):
            timestack.extend_stack(tmp_path / "lost.tif", end=END)
    found = timestack.extend_stack(tmp_path / "lost.tif", end="2020-04-30", connection="demo")
    assert found.times[-1].date() > date(2020, 4, 20)


def test_as_an_algorithm(qgis_app, timestack, tmp_path):
    import processing

    old = timestack.fetch_stack(**PLACE, start=START, end="2020-03-31", output=tmp_path / "s.tif")
    results = processing.run("timestack:extendstack", {"INPUT": old.path, "END": "2020-04-30"})
    assert results["OUTPUT"] == old.path and results["NEW_STEPS"] == 6
    assert results["STEPS"] == len(timestack.open_stack(old.path).times)
    assert results["NEW_DATES"].split(",")[0] == "2020-04-04" and results["PROCESSING_UNITS"] > 0
    today = processing.run("timestack:extendstack", {"INPUT": old.path, "OUTPUT": str(tmp_path / "today.tif")})
    assert timestack.open_stack(today["OUTPUT"]).times[-1].date() > date(2020, 12, 1)


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
def test_where_scenes_cannot_be_listed_the_last_day_comes_again(timestack, tmp_path, monkeypatch, mosaicking):
    from timestack.plugin.bridge.ogc_service import OgcService

    monkeypatch.setattr(OgcService, "can_list", lambda *_: False)
    order = {**PLACE, "mosaicking": mosaicking, "start": START}
    whole = timestack.fetch_stack(**order, end="2020-04-30", output=tmp_path / "whole.tif")
    old = timestack.fetch_stack(**order, end="2020-04-02", output=tmp_path / "s.tif")
    assert_same_stack(timestack.extend_stack(old, end="2020-04-30"), whole)
    before = (tmp_path / "s.tif").stat().st_mtime_ns
    timestack.extend_stack(tmp_path / "s.tif", end="2020-04-30")
    assert (tmp_path / "s.tif").stat().st_mtime_ns == before


def test_layers_of_the_project_read_the_new_stack(qgis_app, timestack, tmp_path):
    import processing
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    from timestack.plugin.bridge.layers import build_stack_layer, read_steps, show_step, shown_step

    old = timestack.fetch_stack(**PLACE, start=START, end="2020-03-31", output=tmp_path / "s.tif")
    project, context = QgsProject(), QgsProcessingContext()
    context.setProject(project)
    layer, other = build_stack_layer(old.path), build_stack_layer(old.path)
    project.addMapLayers([layer, other])
    show_step(layer, 2)
    order = {"INPUT": layer.id(), "END": "2020-04-30"}
    results = processing.run("timestack:extendstack", order, context=context, feedback=QgsProcessingFeedback())
    assert results["NEW_STEPS"] == 6
    assert len(read_steps(layer).times) == len(read_steps(other).times) == len(old.times) + 6
    assert layer.bandCount() == 2 * (len(old.times) + 6) and shown_step(layer) == 2
    last = max(period.end() for period in layer.temporalProperties().allTemporalRanges(layer))
    assert last.toString("yyyy-MM-dd") >= "2020-04-29"
    show_step(layer, len(old.times) + 5)
    assert shown_step(layer) == len(old.times) + 5
    assert not list(tmp_path.glob("*.aux.xml"))
    project.clear()
