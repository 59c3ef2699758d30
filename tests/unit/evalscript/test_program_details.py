# SPDX-License-Identifier: GPL-2.0-or-later
"""Version lines, names of bands in scripts without functions, groups of inputs, and user data that pixels leave."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest

from timestack.plugin.evalscript import EvalscriptError, Scene, compile_evalscript

BODY = """
function setup() { return { input: ["B04"], output: { bands: 1, sampleType: "FLOAT32" } }; }
function evaluatePixel(s) { return [s.B04]; }
"""
VALUES = np.array([[1.0, 5.0, 2.0]])
SCENE = Scene(datetime(2020, 1, 1, tzinfo=timezone.utc), {"B04": VALUES, "B08": VALUES * 2, "SCL": VALUES * 0 + 4})


@pytest.mark.parametrize(
    "head",
    ["//VERSION=3", "// VERSION = 3", "//VERSION 3", "////VERSION=3 (converted)", "VERSION=3", "\ufeff//VERSION=3",
     "// by me\n/* and\n you */\n//VERSION=3"],
)  # fmt: skip
def test_ways_to_write_the_version(head):
    program = compile_evalscript(head + BODY)
    assert program.notes == () and program.setup.inputs[0].bands == ("B04",)


def test_without_a_version_the_shape_of_the_script_decides():
    assert [note.kind for note in compile_evalscript(BODY).notes] == ["no_version"]
    for text in ("return [B04]", "function setup(ds) {}\nfunction evaluatePixel(s) { return [1] }"):
        with pytest.raises(EvalscriptError, match="no version"):
            compile_evalscript(text)
    with pytest.raises(EvalscriptError, match="version 2"):
        compile_evalscript("//VERSION=2" + BODY)


@pytest.mark.parametrize(
    ("body", "bands", "expected"),
    [
        ("function idx(B08, B04) { return (B08 - B04) / (B08 + B04) }\nreturn [idx(B08, B04)]", ("B08", "B04"), 1 / 3),
        ("B04 = B04 * 2; return [B04]", ("B04",), 2.0),
        ("B04 *= 2; return [B04]", ("B04",), 2.0),
        ("gain = 3; return [gain * B04]", ("B04",), 3.0),
        ("for (i = 0, sum = 0; i < 3; i++) sum += B04; return [sum]", ("B04",), 3.0),
        ("let t = { B08: 1 }; return [B04 + t.B08]", ("B04",), 2.0),
        ("let f = B08 => B08 + 1; return [f(B04)]", ("B04",), 2.0),
        ("try { throw 4 } catch (B08) { return [B04 + B08] }", ("B04",), 5.0),
    ],
)
@pytest.mark.parametrize("known", [None, ["B02", "B04", "B08"]])
def test_bands_of_a_script_without_functions(body, bands, expected, known):
    program = compile_evalscript("//VERSION=3\n" + body, known_bands=known)
    assert program.setup.inputs[0].bands == bands
    values = program.evaluate({"B04": np.ones(1), "B08": np.full(1, 2.0)}, [], lanes=1)
    np.testing.assert_allclose(values["default"], [[expected]])


def test_groups_of_bands_without_datasource_are_one_input():
    text = """//VERSION=3
function setup() {
  return { input: [{ bands: ["B04", "B08"], units: "REFLECTANCE" }, { bands: ["SCL", "B04"], units: "DN" }],
           output: { bands: "1", sampleType: "FLOAT32" } };
}
function evaluatePixel(s) { return [s.SCL === 4 ? s.B08 : -1]; }
"""
    program = compile_evalscript(text)
    assert not program.is_fusion
    assert program.setup.inputs[0].bands == ("B04", "B08", "SCL")
    assert program.setup.inputs[0].units == ("REFLECTANCE", "REFLECTANCE", "DN")
    np.testing.assert_array_equal(program.run([SCENE]).outputs["default"][0], VALUES * 2)


def test_functions_assigned_without_a_declaration():
    text = "//VERSION=3\nsetup = () => ({ input: ['B04'], output: { bands: 1 } });\nevaluatePixel = s => [s.B04 / 10];"
    assert compile_evalscript(text).run([SCENE]).outputs["default"].tolist() == [[[26, 128, 51]]]


MEMORY = """//VERSION=3
var largest = 0, last = { value: -1 }, table = [0, 1, 2];
function setup() { return { input: ["B04"], output: { bands: 1, sampleType: "FLOAT32" } }; }
function note(v) { last.value = v; }
function evaluatePixel(s) { if (s.B04 > largest) { largest = s.B04; } note(s.B04); return [s.B04 + table[1]]; }
function updateOutputMetadata(scenes, inputMetadata, outputMetadata) {
  outputMetadata.userData = { largest: largest, last: last.value, table: table };
}
"""

WRITTEN_ONLY = MEMORY.replace("if (s.B04 > largest) { largest = s.B04; } note(s.B04);", "largest = s.B04;")


def test_user_data_from_variables_that_pixels_change(qt_application):
    program = compile_evalscript(MEMORY)
    result = program.run([SCENE])
    assert result.user_data == {"largest": 5.0, "last": 2.0, "table": [0, 1, 2]}
    assert program.engine == "qt" and program.notes[0].kind == "engine"
    np.testing.assert_array_equal(result.outputs["default"][0], VALUES + 1)


def test_no_wrong_user_data_where_no_engine_can_tell(monkeypatch):
    from timestack.plugin.evalscript import qt

    monkeypatch.setattr(qt, "missing_part", lambda: "QtQml is missing")
    program = compile_evalscript(WRITTEN_ONLY)
    result = program.run([SCENE])
    assert result.user_data is None
    assert [note.kind for note in program.notes] == ["user_data"]
    np.testing.assert_array_equal(result.outputs["default"][0], VALUES + 1)


def test_user_data_that_nobody_announced_is_refused_and_not_guessed():
    program = compile_evalscript(WRITTEN_ONLY, engine="block")
    program.evaluate({"B04": VALUES[0]}, [], lanes=3)
    with pytest.raises(EvalscriptError, match="every pixel changes"):
        program.describe_user_data([])


def test_variables_that_pixels_only_read_stay_with_the_quick_engine():
    text = MEMORY.replace("if (s.B04 > largest) { largest = s.B04; } note(s.B04); ", "let largest = s.B04; ")
    program = compile_evalscript(text)
    assert program.run([SCENE]).user_data == {"largest": 0, "last": -1, "table": [0, 1, 2]}
    assert program.engine == "block"
