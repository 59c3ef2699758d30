# ruff: noqa: E501
# SPDX-License-Identifier: GPL-2.0-or-later
"""Scripts with several inputs see them as the service shows them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from timestack.plugin.evalscript import EvalscriptError, Orbit, Scene, Tile, compile_evalscript

pytestmark = pytest.mark.usefixtures("engine")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def orbits(*days):
    return [Orbit(at(day), at(day) + timedelta(hours=23), (Tile(at(day), 10.5, tile_id=day),)) for day in days]


def program(functions, inputs, output="{bands: 3, sampleType: 'FLOAT32'}", mosaicking="SIMPLE"):
    setup = f"function setup() {{ return {{input: [{inputs}], output: {output}, mosaicking: '{mosaicking}'}}; }}"
    return compile_evalscript(f"//VERSION=3\n{setup}\n{functions}")


TWO = "{datasource: 's1', bands: ['VV']}, {datasource: 's2', bands: ['B04', 'B08'], mosaicking: 'ORBIT'}"
VV, B04, B08 = np.array([0.1, 0.2]), np.array([0.3, 0.1]), np.array([0.6, 0.8])


def test_samples_are_arrays_by_input():
    script = program(
        """function evaluatePixel(samples) { const s1 = samples.s1[0], s2 = samples['s2'];
        return [Array.isArray(samples.s1) ? s1.VV : -1, index(s2[1].B08, s2[1].B04), s2.length]; }""",
        TWO,
    )
    assert script.is_fusion
    samples = {"s1": [{"VV": VV}], "s2": [{"B04": B08, "B08": B04}, {"B04": B04, "B08": B08}]}
    scenes = {"s1": [], "s2": orbits("2020-01-01", "2020-01-06")}
    found = script.evaluate(samples, scenes, lanes=2)["default"]
    np.testing.assert_allclose(found, [VV, (B08 - B04) / (B08 + B04), [2, 2]])


def test_inputs_without_names_are_numbered():
    script = program(
        "function evaluatePixel(p) { return [p['0'][0].A, p[1][0].B, p['1'].length]; }",
        "{bands: ['A']}, {bands: ['B']}",
    )
    found = script.evaluate({"0": [{"A": VV}], "1": [{"B": B04}]}, {"0": [], "1": []}, lanes=2)["default"]
    np.testing.assert_allclose(found, [VV, B04, [1, 1]])


def test_an_input_without_a_sample():
    script = program(
        "function evaluatePixel(p) { if (!p.s1.length) return [-1, 0, 0]; return [p.s1[0].VV, 0, 0]; }", TWO
    )
    found = script.evaluate({"s1": [], "s2": []}, {"s1": [], "s2": []}, lanes=2)["default"]
    assert found[0].tolist() == [-1, -1]


def test_scenes_by_input_in_every_form():
    script = program(
        """function evaluatePixel(samples, scenes) { const all = scenes.s2.scenes;
        return [all.orbits.length, all[1].idx, all[1].date.getTime(), new Date(all.orbits[1].dateFrom).getTime(),
        scenes.s2.orbits[0].tiles[0].cloudCoverage, scenes.s2.normalizationFactor * 10000, scenes.s1.scenes.length,
        scenes.s2.scenes.find(s => s.idx === 1).date.getDate()]; }""",
        TWO,
        "{bands: 8, sampleType: 'FLOAT32'}",
    )
    scenes = {"s1": [], "s2": orbits("2020-01-01", "2020-01-06")}
    samples = {"s1": [{"VV": VV}], "s2": [{"B04": B04, "B08": B08}] * 2}
    moment = at("2020-01-06").timestamp() * 1000
    found = script.evaluate(samples, scenes, lanes=2)["default"]
    assert found[:, 1].tolist() == [2, 1, moment, moment, 10.5, 1, 0, 6]


def test_hooks_by_input():
    script = program(
        """function preProcessScenes(collections) {
          collections.s2.scenes.orbits = collections.s2.scenes.orbits.filter(o => new Date(o.dateFrom) >= collections.s2.from);
          collections.s3.scenes.tiles.reverse();
          return collections; }
        function updateOutput(output, collection) {
          output.default.bands = collection.s2.scenes.length + 10 * collection.s3.scenes.length; }
        function evaluatePixel(s) { return [1]; }
        function updateOutputMetadata(scenes, inputMetadata, outputMetadata) {
          outputMetadata.userData = {days: scenes.s2.scenes.orbits.map(o => o.dateFrom), n: scenes.s3.scenes.tiles.length}; }""",
        "{datasource: 's2', bands: ['A'], mosaicking: 'ORBIT'}, {id: 's3', bands: ['B'], mosaicking: 'TILE'}",
    )
    tiles = [Tile(at("2020-01-01")), Tile(at("2020-02-01"))]
    scenes = {"s2": orbits("2020-01-01", "2020-01-06", "2020-01-11"), "s3": tiles}
    kept = script.select_scenes(scenes, at("2020-01-05"), at("2020-02-01"))
    assert kept == {"s2": [1, 2], "s3": [1, 0]}
    chosen = {name: [scenes[name][k] for k in kept[name]] for name in scenes}
    assert script.count_output_bands(chosen) == {"default": 22}
    assert script.describe_user_data(chosen) == {"days": ["2020-01-06T00:00:00Z", "2020-01-11T00:00:00Z"], "n": 2}


def test_scenes_of_another_input_are_not_taken():
    script = program(
        """function preProcessScenes(c) { c.a.scenes.tiles = c.b.scenes.tiles; return c; } function evaluatePixel() {}""",
        "{datasource: 'a', bands: ['A'], mosaicking: 'TILE'}, {datasource: 'b', bands: ['B'], mosaicking: 'TILE'}",
    )
    with pytest.raises(EvalscriptError, match="not one of the scenes"):
        script.select_scenes({"a": [Tile(at("2020-01-01"))], "b": [Tile(at("2020-01-01"))]}, None, None)


@pytest.mark.parametrize(
    ("inputs", "scenes", "part"),
    [
        (TWO, [], "a data fusion script; give scenes for each of its inputs s1, s2"),
        (TWO, {"s1": []}, "there are no scenes for s2"),
        (TWO, {"s1": [], "s2": [], "s3": []}, "no input is called s3"),
        ("'A'", {"s1": []}, "has one input"),
    ],
)
def test_scenes_in_the_wrong_form(inputs, scenes, part):
    script = program("function evaluatePixel() { return [1]; }", inputs)
    with pytest.raises(EvalscriptError) as caught:
        script.count_output_bands(scenes)
    assert (caught.value.kind, part in caught.value.message) == ("setup", True)


def test_two_inputs_of_one_name():
    with pytest.raises(EvalscriptError, match="different datasources"):
        program("function evaluatePixel() {}", "{datasource: 'a', bands: ['A']}, {datasource: 'a', bands: ['B']}")


def test_run_of_whole_scenes():
    script = program(
        """function evaluatePixel(p) { return [p.s1[0].VV, p.s2.map(s => s.B04).reduce((a, b) => a + b, 0), p.s2.length]; }""",
        TWO,
    )
    one = np.arange(6.0).reshape(2, 3)
    radar = [Scene(at("2020-01-01"), {"VV": one}), Scene(at("2020-02-01"), {"VV": one + 100})]
    optical = [Scene(at(f"2020-01-0{k}T0{k}:00:00"), {"B04": one * k, "B08": one}) for k in (1, 2, 3)]
    result = script.run({"s1": radar, "s2": optical})
    np.testing.assert_array_equal(result.outputs["default"], np.stack([one + 100, one * 6, one * 0 + 3]))
    assert script.run({"s1": radar, "s2": []}).outputs["default"][2].tolist() == [[0] * 3] * 2
    with pytest.raises(EvalscriptError, match="data fusion"):
        script.run(radar)


def test_trace_of_one_pixel():
    script = program("function evaluatePixel(p) { const v = p.s1[0].VV; return [v, p.s2.length, NaN]; }", TWO)
    samples = {"s1": [{"VV": VV}], "s2": [{"B04": B04, "B08": B08}]}
    trace = script.trace(samples, {"s1": [], "s2": orbits("2020-01-01")}, lane=1, lanes=2)
    assert trace.samples == {"s1": [{"VV": 0.2}], "s2": [{"B04": 0.1, "B08": 0.8}]}
    assert trace.scenes["s2"]["orbits"][0]["dateFrom"] == "2020-01-01T00:00:00Z"
    assert trace.returned[:2] == [0.2, 1]
    assert trace.outputs["default"][:2] == (np.float32(0.2), 1.0)
