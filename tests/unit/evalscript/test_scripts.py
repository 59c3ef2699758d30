# ruff: noqa: E501
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a script may look like, what is refused, and how errors read."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest

from timestack.plugin.evalscript import EvalscriptError, Orbit, Scene, compile_evalscript

pytestmark = pytest.mark.usefixtures("engine")
BLOCK_ONLY = pytest.mark.parametrize("engine", ["block"], indirect=True)

HEAD = "//VERSION=3\nfunction setup() { return {input: ['A', 'B'], output: {bands: 2, sampleType: 'FLOAT32'}%s}; }\n"
A, B = np.array([0.1, 0.6, 0.9]), np.array([5.0, 6.0, 7.0])


def run(body, top="", mosaicking="SIMPLE"):
    text = HEAD % f", mosaicking: '{mosaicking}'" + f"{top}\nfunction evaluatePixel(s, scenes, m, c, o) {{ {body} }}"
    return compile_evalscript(text).evaluate({"A": A, "B": B}, [], lanes=3).get("default")


def failure(action):
    with pytest.raises(EvalscriptError) as caught:
        action()
    return caught.value


@pytest.mark.parametrize(
    "text", ["", "return [1]", "//VERSION=2\nfoo", "//VERSION=1", "function setup() {}"]
)
def test_other_versions_are_explained(text):
    error = failure(lambda: compile_evalscript(text))
    assert error.kind == "setup"
    assert "VERSION=3" in str(error) or "version 3" in str(error)


def test_simple_script():
    program = compile_evalscript(
        "//VERSION=3\n// comment\nlet v = B08 > 0 ? index(B08, B04) : 0;\nif (dataMask == 0) return [0, 0, 0];\nreturn [v, B04 * 2, x(1)];\n"
        "function x(q) { return q + Math.PI; }",
        known_bands=["B04", "B08", "dataMask", "B02"],
    )
    assert program.setup.inputs[0].bands == ("B08", "B04", "dataMask")
    assert program.setup.outputs[0].bands == 3
    found = program.evaluate({"B08": A, "B04": A / 2, "dataMask": np.array([1.0, 0, 1])}, [], lanes=3)["default"]
    np.testing.assert_allclose(found, [[1 / 3, 0, 1 / 3], [0.1, 0, 0.9], [1 + np.pi, 0, 1 + np.pi]])


def test_simple_script_without_known_bands():
    assert compile_evalscript("//VERSION=3\nreturn [2.5 * B04, B03]").setup.inputs[0].bands == ("B04", "B03")


@pytest.mark.parametrize(
    ("returned", "part"),
    [
        ("1", "does not return an object"),
        ("{output: {bands: 1}}", "returns no input"),
        ("{input: ['A']}", "returns no output"),
        ("{input: ['A'], output: {}}", "has no bands"),
        ("{input: ['A'], output: {bands: -1}}", "positive number"),
        ("{input: ['A'], output: {bands: 1, sampleType: 'UINT32'}}", "UINT32 is no sampleType"),
        ("{input: ['A'], output: {bands: 1}, mosaicking: 'DAY'}", "DAY is no mosaicking"),
        ("{input: [{bands: ['A', 'B'], units: ['DN']}], output: {bands: 1}}", "2 bands but 1 units"),
        ("{input: [1], output: {bands: 1}}", "neither a list of bands"),
        ("{input: ['A'], output: [{bands: 1}, {bands: 2}]}", "its own id"),
    ],
)
def test_setup_mistakes(returned, part):
    error = failure(
        lambda: compile_evalscript(
            f"//VERSION=3\nfunction setup() {{ return {returned}; }}\nfunction evaluatePixel() {{}}"
        )
    )
    assert (error.kind, error.line) == ("setup", 2)
    assert part in error.message


def test_band_names_instead_of_a_number():
    text = "//VERSION=3\nconst setup = () => ({input: 'A', output: [{id: 'x', bands: ['NDVI', 'EVI']}]});\nvar evaluatePixel = function () {}"
    assert compile_evalscript(text).setup.outputs[0].bands == 2


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("\n\nreturn [B99];", 6, "B99 is not defined"),
        ("let x;\nreturn [x.B02];", 5, "Cannot read properties of undefined (reading 'B02')"),
        ("return [\n1,\nnull.y];", 6, "Cannot read properties of null (reading 'y')"),
        ("s.foo();", 4, "foo is not a function"),
        ("\nthrow new Error('no data');", 5, "no data"),
        ("if (s.A > 0.5) throw 'oh';", 4, "oh"),
        ("const k = 1;\nk = 2;", 5, "Assignment to constant variable."),
        ("return [q];\nlet q = 1;", 4, "Cannot access 'q' before initialization"),
        ("[].reduce((a, b) => a);", 4, "Reduce of empty array with no initial value"),
        ("let v; if (s.A > 0.5) v = {x: 1};\nreturn [v.x];", 5, "Cannot read properties of undefined (reading 'x')"),
        ("function f() {\n return g();\n}\nfunction g() {\n return h;\n}\nreturn f();", 8, "h is not defined"),
        ("return new Array(-1);", 4, "Invalid array length"),
    ],
)
def test_runtime_errors(body, line, message, engine):
    error = failure(lambda: run(body))
    if engine == "qt":
        message = QT_WORDS.get(message, message)
        line = 4 if body.startswith("return [\n") else line  # Qt knows the line of the statement only
    assert (error.kind, error.line, error.message) == ("runtime", line, message)
    assert str(error) == f"line {line}: {message}"


QT_WORDS = {
    "Assignment to constant variable.": "the value cannot be used in this way",
    "Cannot access 'q' before initialization": "q is not defined",
}


def test_parse_error_has_its_place(engine):
    error = failure(
        lambda: compile_evalscript("//VERSION=3\nfunction setup() {\n  return {input: ['A'] output: 1};\n}")
    )
    assert (error.kind, error.line) == ("parse", 3)
    assert error.column == (24 if engine == "block" else 1)


@BLOCK_ONLY
@pytest.mark.parametrize(
    ("body", "top"),
    [
        ("return [total += s.A];", "let total = 0;"),
        ("if (s.A > 0.5) last = s.A; return [last];", "var last = 0;"),
        ("seen.push(1); return [seen.length];", "const seen = [];"),
        ("box.n++; return [box.n];", "const box = {n: 0};"),
        ("return [next()];", "const next = (function () { let n = 0; return () => n++; })();"),
        ("count = typeof count === 'undefined' ? 1 : count + 1; return [count];", "var count;"),
        ("f.calls = (f.calls || 0) + 1; return [f.calls];", "function f() {}"),
    ],
)
def test_state_from_pixel_to_pixel_is_refused(body, top):
    error = failure(lambda: run(body, top))
    assert error.kind == "unsupported"


def test_scratch_variables_outside_are_fine():
    np.testing.assert_allclose(run("v = s.A * 2; for (i = 0; i < 3; i++) v += i; return [v];", "var v;")[0], A * 2 + 3)


def test_blocks_do_not_see_each_other():
    program = compile_evalscript(
        HEAD % "" + "var v = 1; function evaluatePixel(s) { v = s.A; w = 2; return [v, typeof w === 'number']; }"
    )
    first = program.evaluate({"A": A, "B": B}, [], lanes=3)["default"]
    second = program.evaluate({"A": A + 1, "B": B}, [], lanes=3)["default"]
    np.testing.assert_allclose([first[0], second[0]], [A, A + 1])


@BLOCK_ONLY
@pytest.mark.parametrize("body", ["return [Math.random()];", "return [Date.now()];", "return [new Date().getTime()];", "eval(s.A > 0.5 ? '1' : '2');",
                                  "function* f() { yield 1; } f();", "return [Symbol('x')];",
                                  "new Proxy({}, {});", "return [/\\p{L}/u.test('a')];"])  # fmt: skip
def test_refusals_are_marked_as_such(body):
    error = failure(lambda: run(body))
    assert error.kind == "unsupported"
    assert error.line == 4


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return s.A;", [[0.1, 0.6, 0.9], [np.nan] * 3]),
        ("return [s.A, s.B, 1, 2];", [[0.1, 0.6, 0.9], [5, 6, 7]]),
        ("return [[s.A], ['7']];", [[0.1, 0.6, 0.9], [7, 7, 7]]),
        ("return [s.A > 0.5, null];", [[0, 1, 1], [0, 0, 0]]),
        ("if (s.A > 0.5) return [1]; return [2, 3];", [[2, 1, 1], [3, np.nan, np.nan]]),
        ("if (s.A > 0.5) return {default: [s.B, 0]}; return {default: [-1]};", [[-1, 6, 7], [np.nan, 0, 0]]),
        ("const r = []; if (s.A > 0.5) r.push(s.B); return r;", [[np.nan, 6, 7], [np.nan] * 3]),
        ("return [undefined, 'x'];", [[np.nan] * 3, [np.nan] * 3]),
    ],
)
def test_what_may_be_returned(body, expected):
    np.testing.assert_allclose(run(body), expected)


def test_nothing_returned_is_no_output():
    assert run("o.userData = {n: 1};") is None


def test_output_that_does_not_exist():
    assert "none of the outputs" in failure(lambda: run("return {other: [1]};")).message


def test_numpy_error_state_is_left_alone():
    with np.errstate(all="raise"):
        run("return [1 / (s.A - s.A), Math.log(-s.A)];")
        with pytest.raises(FloatingPointError):
            np.divide(1.0, np.zeros(1))


def test_run_of_whole_scenes():
    program = compile_evalscript(
        "//VERSION=3\nfunction setup() { return {input: ['B04', 'dataMask'], output: [{id: 'n', bands: 1, sampleType: 'UINT8'}, "
        "{id: 'm', bands: 1, sampleType: 'FLOAT32'}], mosaicking: 'ORBIT'}; }\n"
        "function updateOutput(o, c) { o.m.bands = c.scenes.length; }\n"
        "function evaluatePixel(s) { return {n: [s.filter(p => p.dataMask).length], m: s.map(p => p.dataMask ? p.B04 : NaN)}; }\n"
        "function updateOutputMetadata(scenes, i, o) { o.userData = {days: scenes.orbits.length}; }"
    )
    one = np.arange(6.0).reshape(2, 3)
    mask = np.array([[1, 0, 1], [1, 1, 1]])
    day = [datetime(2020, 5, d, 10, tzinfo=timezone.utc) for d in (1, 2)]
    scenes = [
        Scene(day[1], {"B04": one + 10, "dataMask": mask}), Scene(day[0], {"B04": one, "dataMask": 1 - mask}),
        Scene(day[1].replace(hour=9), {"B04": one + 20, "dataMask": np.ones((2, 3))}),
    ]  # fmt: skip
    result = program.run(scenes)
    assert result.outputs["n"].dtype == np.uint8
    assert result.outputs["n"].tolist() == [[[1, 2, 1], [1, 1, 1]]]
    np.testing.assert_array_equal(result.outputs["m"][0], [[np.nan, 1, np.nan], [np.nan] * 3])
    np.testing.assert_array_equal(result.outputs["m"][1], [[10, 21, 12], [13, 14, 15]])
    assert result.user_data == {"days": 2}


def test_threads_share_a_program():
    from concurrent.futures import ThreadPoolExecutor

    program = compile_evalscript(
        HEAD % "" + "var t; function evaluatePixel(s) { t = 0; for (let i = 0; i < 50; i++) t += s.A; return [t]; }"
    )
    bands = [{"A": np.full(2000, float(k)), "B": np.zeros(2000)} for k in range(12)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda b: program.evaluate(b, [], lanes=2000)["default"][0, 0], bands))
    assert results == [50.0 * k for k in range(12)]


def test_scene_orders_are_kept():
    text = (
        HEAD % ", mosaicking: 'ORBIT'"
        + "function preProcessScenes(c) { c.scenes.orbits.reverse(); return c; } function evaluatePixel() {}"
    )
    days = [datetime(2020, 1, d, tzinfo=timezone.utc) for d in (1, 2, 3)]
    assert compile_evalscript(text).select_scenes([Orbit(d, d) for d in days], days[0], days[2]) == [2, 1, 0]
