# SPDX-License-Identifier: GPL-2.0-or-later
"""Every corner of the language gives node's values, for pixels of which each goes its own way."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from timestack.plugin.evalscript import EvalscriptError, compile_evalscript


def _load(name):
    spec = spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference, shapes = _load("node_reference"), _load("language_shapes")
LANES, BANDS = 40, 20
HEAD = (
    "//VERSION=3\nfunction setup() { return {input: ['A', 'B', 'C', 'N'], "
    f"output: {{bands: {BANDS}, sampleType: 'FLOAT32'}}}}; }}\n"
)


def bands():
    generator = np.random.default_rng(1)
    made = {name: np.round(generator.random(LANES), 3) for name in "ABC"}
    made["N"] = np.where(generator.random(LANES) < 0.3, np.nan, generator.random(LANES))
    return made


def script(body, top=""):
    return f"{HEAD}{top}\nfunction evaluatePixel(s) {{\n{body}\n}}"


def evaluate(text):
    found = compile_evalscript(text, engine="block").evaluate(bands(), [], lanes=LANES)
    return found.get("default", np.full((BANDS, LANES), np.nan))


@pytest.fixture(scope="module")
def answers():
    return reference.run_in_node([(script(body), bands(), LANES) for body in shapes.LANGUAGE])


@pytest.mark.skipif(reference.NODE is None, reason="node is not installed")
@pytest.mark.parametrize("number", range(len(shapes.LANGUAGE)))
def test_same_as_node(number, answers):
    answer = answers[number]
    assert isinstance(answer, list), answer
    expected = reference.as_table(answer, BANDS)
    np.testing.assert_allclose(evaluate(script(shapes.LANGUAGE[number])), expected, rtol=1e-12, atol=0)


SHARED = {
    "overwritten array": ("var r = [0, 0];", "r[0] = s.A; r[1] = s.B; return r;"),
    "overwritten object": ("var o = {a: 1};", "o.a = s.A; if (s.B > 0.5) o.a = s.B; return [o.a];"),
    "write-only counter": ("var n = 0; var log = {hits: 0};", "n++; log.hits += s.A; return [s.B];"),
    "reset at each call": ("var n = 5, l = {};", "n = 0; l.x = []; l.x.push(s.A); n += l.x.length; return [n];"),
    "table of the top": ("var t = []; for (var k = 0; k < 9; k++) t.push(k);", "return [t[Math.floor(s.A * 9)]];"),
    "array that grows": ("var r = [0];", "for (var i = 0; i < 4; i++) r[i] = s.A * i; return [r[3], r[0]];"),
    "undeclared in some": (
        "",
        """var a = []; for (k = 0; k < 6; k++) if (s.A * k > s.B) a.push(k);
        function sum(l) { var t = 0; for (j = 0; j < l.length; j++) t += l[j]; return t; }
        return a.length ? [sum(a)] : [-1];""",
    ),
    "both branches": ("var o = {v: 1};", "if (s.A > 0.5) o.v = s.A; else o.v = s.B; return [o.v];"),
    "undeclared counter": ("", "q = 0; for (i = 0; i < 3; i++) q += s.A; return [q, i];"),
}


@pytest.mark.skipif(reference.NODE is None, reason="node is not installed")
@pytest.mark.parametrize("name", SHARED)
def test_shared_state_that_no_pixel_reads_is_allowed(name):
    top, body = SHARED[name]
    text = script(body, top)
    expected = reference.as_table(reference.run_in_node([(text, bands(), LANES)])[0], BANDS)
    np.testing.assert_allclose(evaluate(text), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("top", "body"),
    [
        ("var n = 0;", "n++; return [n];"),
        ("var n = 0;", "if (s.A > n) n = s.A; return [s.B];"),
        ("var last = [0];", "var p = last[0]; last[0] = s.A; return [p];"),
        ("var last = {};", "var p = 'v' in last; last.v = s.A; return [p];"),
        ("var last = {};", "var p = Object.keys(last).length; last.v = s.A; return [p];"),
        ("var list = [];", "list.push(s.A); return [list.length];"),
        ("var memo = {};", "var k = Math.floor(s.A * 3); if (memo[k] === undefined) memo[k] = s.B; return [memo[k]];"),
        ("var m = new Map();", "m.set('a', s.A); return [m.size];"),
        ("var o = {v: 1};", "if (s.A > 0.5) o.v = s.A; return [o.v];"),
        ("var r = [];", "r[Math.floor(s.A * 9)] = 1; return [r.length];"),
        ("var r = [];", "r[0] = 1; r[1] = 2; if (s.A > 0.5) r[2] = 3; return [r.concat([1]).length];"),
        ("var r = [];", "r[0] = 1; if (s.A > 0.5) r[1] = 3; return [[...r].length];"),
        ("var r = [];", "r[0] = 1; if (s.A > 0.5) r[1] = 3; var n = 0; for (var v of r) n++; return [n];"),
        ("var r = [];", "r[0] = 1; if (s.A > 0.5) r[1] = 3; r.push(4); return [r[2] || 0];"),
        ("var r = [0];", "if (s.A > 0.5) { r[1] = s.A; } return r;"),
        ("", "if (s.A > 0.5) { for (j = 0; j < 3; j++); } else { j = j || 5; } return [j];"),
        ("var c = (function () { var n = 0; return function () { return ++n; }; })();", "return [c()];"),
        ("class K { static n = 0; }", "K.n += 1; return [K.n];"),
        ("var a = [3, 1, 2];", "a.sort((p, q) => (p - q) * (s.A > 0.5 ? 1 : -1)); return [a[0]];"),
        ("", "if (s.A > 0.5) seen = 1; return [typeof seen === 'undefined' ? 0 : 1];"),
    ],
)
def test_state_carried_from_pixel_to_pixel_is_refused(top, body):
    with pytest.raises(EvalscriptError) as caught:
        evaluate(script(body, top))
    assert caught.value.kind == "unsupported"


def test_the_script_is_as_before_after_an_isolated_run():
    text = script("var r = o.v; if (r !== 1) throw 'changed'; w.x = s.A; return [r];", "var o = {v: 1}, w = {};")
    program = compile_evalscript(text, engine="block")
    for _ in range(3):
        assert (program.evaluate(bands(), [], lanes=LANES)["default"][0] == 1).all()


@pytest.mark.parametrize(
    "expression",
    [
        "({}).constructor.constructor('return 7')()", "s.__class__ === undefined ? 7 : 0",
        "[].__init__ === undefined ? 7 : 0", "Math.max.__globals__ === undefined ? 7 : 0",
        "''.format === undefined ? 7 : 0", "(function () {}).__code__ === undefined ? 7 : 0",
        "new Date(0).__dict__ === undefined ? 7 : 0", "typeof __import__ === 'undefined' ? 7 : 0",
    ],
)  # fmt: skip
def test_no_python_object_is_reachable(expression):
    assert (evaluate(script(f"return [{expression}];"))[0] == 7).all()


@pytest.mark.parametrize(
    "function",
    [
        "function f(a) { arguments[0] = 9; return a; }",
        "function f(a) { a = 9; return arguments[0]; }",
        "function f(a) { var a = 9; return [...arguments][0]; }",
        "function f(a) { a++; return arguments[0]; }",
        "function f(a) { for (a of [9]) { } return arguments[0]; }",
    ],
)
def test_parameters_that_are_one_with_arguments_are_refused(function):
    """Outside strict code a parameter and its place in ``arguments`` are the same thing; ours are two."""
    program = compile_evalscript(script("return [f(s.A)];", function), engine="block")
    with pytest.raises(EvalscriptError, match="reads arguments"):
        program.evaluate(bands(), [], lanes=LANES)


@pytest.mark.parametrize("listing", ["m", "m.keys()", "m.entries()"])
@pytest.mark.parametrize("change", ["m.set(9, 1)", "if (s.A > 0.5) m.set(9, 1)", "m.delete(2)"])
def test_a_map_whose_keys_change_under_a_loop_is_refused(listing, change):
    """The loop has the keys from its start; JavaScript's would meet the new ones."""
    body = f"const m = new Map([[1, 1], [2, 2]]); for (const k of {listing}) {{ {change}; }} return [m.size];"
    program = compile_evalscript(script(body), engine="block")
    with pytest.raises(EvalscriptError, match="a loop goes through it"):
        program.evaluate(bands(), [], lanes=LANES)


def test_an_iterator_asked_by_hand_is_refused():
    """Not told as an error of the script, which it is not."""
    program = compile_evalscript(script("const i = [s.A].values(); return [i.next().value];"), engine="block")
    with pytest.raises(EvalscriptError, match="iterator") as caught:
        program.evaluate(bands(), [], lanes=LANES)
    assert caught.value.kind == "unsupported"


@pytest.mark.parametrize("change", ["a.push(1)", "a[1] = 7", "if (s.B > 0.5) a.pop()"])
def test_arrays_that_differ_between_pixels_and_change_under_a_loop_are_refused(change):
    """The loop goes through a copy of each pixel's array."""
    loop = f"for (const v of s.A > 0.5 ? a : b) {{ n += v; if (n < 9) {{ {change}; }} }}"
    body = f"const a = [1, 2], b = [3, 4, 5]; let n = 0; {loop} return [n];"
    program = compile_evalscript(script(body), engine="block")
    with pytest.raises(EvalscriptError, match="one of several arrays"):
        program.evaluate(bands(), [], lanes=LANES)


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ("const v = new ColorRampVisualizer([[0, 0], [1, 255]]); return [v.minVal];", "minVal of ColorRampVisualizer"),
        ("const v = new DefaultVisualizer(); v.minValue = s.A; return [v.process(s.B)];", "minValue of DefaultVis"),
        ("const v = new DefaultVisualizer(); return [{...v}.gain];", "list of properties of DefaultVisualizer"),
        ("const v = new DefaultVisualizer(); return ['gain' in v];", "property gain of DefaultVisualizer"),
        ("const v = new Identity(); return [JSON.stringify(v).length];", "of Identity"),
        ("const v = new Identity(); return [v[Math.floor(s.A * 2)]];", "of Identity"),
        ("const v = new Identity(); delete v.x; return [1];", "property x of Identity"),
        ("const a = [1]; a[-1] = 2; return [a[s.A > 0.5 ? -1 : 0]];", "such as -1"),
        ("const o = s.A > 0.5 ? {x: 1} : null; delete o?.x; return [1];", "delete of an optional chain"),
        ("const a = [1]; a.x = 1; if (s.A > 0.5) delete a.x; return [1];", "deleted for some pixels"),
        ("return [[s.A, s.B].toSorted()[0]];", "toSorted"),
        ("const t = new Float32Array(1); t['01'] = s.A; return [t['01']];", "named property of a typed array"),
    ],
)
def test_what_would_differ_is_refused(body, part):
    with pytest.raises(EvalscriptError, match=part) as caught:
        evaluate(script(body))
    assert caught.value.kind == "unsupported"
