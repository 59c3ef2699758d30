# ruff: noqa: E501
# SPDX-License-Identifier: GPL-2.0-or-later
"""Data that evaluatePixel leaves beside its outputs, and the trace of one pixel."""

from __future__ import annotations

import json
import math
from datetime import datetime, timezone

import numpy as np
import pytest

from timestack.plugin.evalscript import Orbit, Scene, Tile, compile_evalscript

pytestmark = pytest.mark.usefixtures("engine")

A = np.array([0.1, 0.6, 0.9, 0.3])
DAY = datetime(2020, 5, 1, 10, tzinfo=timezone.utc)


def program(body, more="", output="{bands: 2, sampleType: 'FLOAT32'}", mosaicking="SIMPLE"):
    setup = f"function setup() {{ return {{input: ['A'], output: {output}, mosaicking: '{mosaicking}'}}; }}"
    return compile_evalscript(
        f"//VERSION=3\n{setup}\nfunction evaluatePixel(s, scenes, m, c, o) {{\n{body}\n}}\n{more}"
    )


def user_data(script):
    script.count_output_bands([])
    script.evaluate({"A": A}, [], lanes=len(A))
    return script.describe_user_data([])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("o.userData = {n: 1, list: [1, 'x', null], none: undefined};", {"n": 1, "list": [1, "x", None]}),
        ("o.userData = {a: s.A};", {"a": 0.3}),
        ("o.userData.a = s.A;", {"a": 0.3}),
        ("if (s.A > 0.5) o.userData = {a: s.A};", {"a": 0.9}),
        ("if (s.A > 0.5) { o.userData.big = s.A; } else { o.userData.small = [s.A]; }", {"small": [0.3]}),
        ("o.userData = s.A > 0.5 ? {big: 1} : {small: s.A > 0.2 ? 'some' : 'none'};", {"small": "some"}),
        ("o.userData = s.A > 0.5 ? 'big' : null;", "big"),
        ("o.userData = {bad: 0 / 0};", {"bad": None}),
        ("o.userData = {};", None),
        ("return [s.A];", None),
    ],
)
def test_the_last_pixel_that_fills_user_data_counts(body, expected):
    assert user_data(program(body)) == expected


def test_update_output_metadata_sees_what_pixels_left():
    hook = "function updateOutputMetadata(scenes, m, o) { o.userData.more = o.userData.a * 10; }"
    assert user_data(program("o.userData = {a: s.A > 0 ? 4 : 5};", hook)) == {"a": 4, "more": 40}


def test_each_request_begins_without_user_data():
    script = program("if (s.A > 1) o.userData = {a: s.A};")
    script.evaluate({"A": A + 1}, [], lanes=4)
    assert script.describe_user_data([]) == {"a": 1.3}
    assert user_data(script) is None


def test_script_that_returns_nothing():
    script = program("o.userData = {sum: s.A};", output="{bands: 1, sampleType: 'INT16', nodataValue: -9}")
    result = script.run([Scene(DAY, {"A": A.reshape(2, 2)})])
    assert result.outputs["default"].tolist() == [[[-9, -9], [-9, -9]]]
    assert result.user_data == {"sum": 0.3}


def test_script_without_bands():
    text = """//VERSION=3
    function setup() { return {input: [{bands: [], metadata: ['bounds']}], mosaicking: 'ORBIT', output: {bands: 0}}; }
    function evaluatePixel(sample) { return []; }
    function updateOutputMetadata(scenes, i, o) { o.userData = {n: scenes.orbits.map(b => b.tiles.length)}; }"""
    result = compile_evalscript(text).run([Scene(DAY, {"A": A.reshape(2, 2)}, tile_id="x")])
    assert result.outputs["default"].shape == (0, 2, 2)
    assert result.user_data == {"n": [1]}


def test_trace_of_one_pixel(engine):
    script = program(
        "let sum = 0;\nfor (let i = 0; i < s.length; i++) {\n  sum += s[i].A;\n}\n"
        "const list = [];\nlist.push(sum);\nif (sum > 100) var never = 1;\no.userData = {sum};\nreturn [sum * 300, NaN];",
        output="{bands: 2, sampleType: 'UINT8'}", mosaicking="ORBIT",
    )  # fmt: skip
    scenes = [Orbit(DAY, DAY, (Tile(DAY, 2.5, tile_id="33TVM"),)), Orbit(DAY, DAY)]
    samples = [{"A": A}, {"A": A * 2}]
    trace = script.trace(samples, scenes, lane=3, lanes=4)
    assert trace.engine == engine
    assert trace.samples == [{"A": 0.3}, {"A": 0.6}]
    assert trace.scenes["orbits"][0]["tiles"][0]["cloudCoverage"] == 2.5
    assert trace.returned[0] == pytest.approx(270)
    assert math.isnan(trace.returned[1])
    assert trace.outputs == {"default": (255, 0)}
    assert trace.user_data == {"sum": pytest.approx(0.9)}
    json.dumps([trace.samples, trace.scenes, trace.user_data, trace.variables])
    if engine == "qt":
        assert trace.variables == ()
        return
    total = pytest.approx(0.9)
    assert trace.variables == ((4, "sum", 0), (5, "i", 1), (6, "sum", total), (8, "list", [total]))


@pytest.mark.parametrize("engine", ["block"], indirect=True)
def test_trace_follows_the_branches_of_its_pixel():
    script = program(
        "let kind = 'small';\nif (s.A > 0.5)\n  kind = 'big';\nelse { var rest = s.A; }\n"
        "const {A: a, B = 7} = s;\nswitch (kind) { case 'big': let n = 1; n++; }\nreturn {default: [a, B]};"
    )
    small = script.trace({"A": 0.25}, [])
    assert small.variables == ((4, "kind", "small"), (7, "rest", 0.25), (8, "B", 7), (8, "a", 0.25))
    big = script.trace({"A": 0.75}, [])
    assert (6, "kind", "big") in big.variables
    assert (9, "n", 2) in big.variables
    assert big.returned == {"default": [0.75, 7]}


def test_trace_when_nothing_is_returned():
    trace = program("s.A > 1;").trace({"A": 0.5}, [])
    assert (trace.returned, trace.outputs, trace.user_data, trace.samples) == (None, {}, None, {"A": 0.5})
    with pytest.raises(ValueError, match="no pixel 4"):
        program("return [1];").trace({"A": A}, [], lane=4, lanes=4)


def test_trace_knows_what_hooks_left():
    script = program(
        "return [kept, 1];",
        "var kept = 0; function preProcessScenes(c) { kept = c.scenes.tiles.length; return c; }",
        mosaicking="TILE",
    )
    script.select_scenes([Tile(DAY), Tile(DAY)], DAY, DAY)
    assert script.trace([{"A": 1.0}] * 2, [Tile(DAY)] * 2).returned == [2, 1]
