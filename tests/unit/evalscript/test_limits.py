# SPDX-License-Identifier: GPL-2.0-or-later
"""Hostile and runaway scripts end soon, whatever they try."""

from __future__ import annotations

import time

import numpy as np
import pytest

from timestack.plugin.evalscript import Budget, EvalscriptError, compile_evalscript

pytestmark = pytest.mark.usefixtures("engine")
BLOCK_ONLY = pytest.mark.parametrize("engine", ["block"], indirect=True)

SETUP = "//VERSION=3\nfunction setup() { return {input: ['A'], output: {bands: 1}}; }\nfunction evaluatePixel(s) { %s }"
LANES = 20_000

RUNAWAYS = {
    "for": "for (;;);",
    "while": "while (true) {}",
    "do": "do { var x = s.A * 2; } while (true);",
    "try": "while (true) { try { throw 1; } catch (e) { continue; } finally { } }",
    "labelled": "a: for (;;) { for (;;) { continue a; } }",
    "array_growth": "var a = []; for (;;) a.push(s.A * 1);",
    "array_nesting": "var a = []; for (;;) a = [a, s.A * 2];",
    "object_growth": "var o = {}; var i = 0; for (;;) o['k' + i++] = s.A + i;",
    "array_size": "return [new Array(1e9).fill(0).length];",
    "array_index": "var a = []; a[4e8] = 1; return [a.length];",
    "array_length": "var a = []; a.length = 1e9; return [1];",
    "array_from": "return [Array.from({length: 1e9}).length];",
    "array_doubling": "var a = [1]; for (;;) a = a.concat(a);",
    "array_spread": "var a = [1]; for (;;) a = [...a, ...a];",
    "text_repeat": "return ['x'.repeat(2 ** 30).length];",
    "text_doubling": "var t = 'x'; for (;;) t += t;",
    "text_pad": "return ['x'.padStart(1e9).length];",
    "text_join": "var t = 'x'.repeat(1e6); return [new Array(1e5).fill(t).join(t).length];",
    "text_replace": "var t = 'x'.repeat(1e6); return [t.replaceAll('x', t).length];",
    "template": "var t = 'x'; for (;;) t = `${t}${t}`;",
    "closures": "var f = []; for (;;) { let y = s.A * 1; f.push(() => y); }",
    "callbacks": "var a = new Array(1000).fill(1); for (;;) a.forEach(x => a.map(y => x * y));",
    "sort": "var a = Array.from({length: 1e5}, (_, i) => i); for (;;) a.sort((x, y) => y - x);",
    "lane_loop": "var x = s.A; while (x > -1) x = x * 1.0001;",
}


# Qt's engine makes long arrays without filling them, and texts of arrays that hold themselves.
HARMLESS_IN_QT = {"array_index", "array_length", "var a = []; a.push(a); return [String(a).length];"}


@pytest.mark.parametrize("name", RUNAWAYS)
def test_runaway_is_stopped(name, engine):
    if engine == "qt" and name in HARMLESS_IN_QT:
        compile_evalscript(SETUP % RUNAWAYS[name]).evaluate({"A": np.ones(9)}, [], lanes=9)
        return
    program = compile_evalscript(SETUP % RUNAWAYS[name])
    started = time.monotonic()
    with pytest.raises(EvalscriptError) as caught:
        program.evaluate(
            {"A": np.linspace(0, 1, LANES)}, [], lanes=LANES, budget=Budget(time_limit_s=1.0, byte_limit=200 << 20)
        )
    assert caught.value.kind == "stopped"
    assert time.monotonic() - started < 4.0


@pytest.mark.parametrize("body", ["function f() { return f(); } return f();", "var f = (n) => [n].map(f); return f(1);",
                                  "var a = []; a.push(a); return [JSON.stringify(a).length];",
                                  "var a = []; a.push(a); return [String(a).length];",
                                  "class A { constructor() { this.a = new A(); } } return new A();"])  # fmt: skip
def test_endless_recursion_is_an_error(body, engine):
    if engine == "qt" and body in HARMLESS_IN_QT:
        assert compile_evalscript(SETUP % body).evaluate({"A": np.ones(4)}, [], lanes=4)["default"][0, 0] == 0
        return
    with pytest.raises(EvalscriptError, match=r"call stack|nested too deeply"):
        compile_evalscript(SETUP % body).evaluate({"A": np.ones(4)}, [], lanes=4)


def test_recursion_within_reason_works():
    body = "function f(n) { return n > 0 ? 1 + f(n - 1) : 0; } return [f(60)];"
    assert compile_evalscript(SETUP % body).evaluate({"A": np.ones(4)}, [], lanes=4)["default"][0, 0] == 60


def test_cancel_is_heard():
    asked = []
    budget = Budget(is_cancelled=lambda: asked.append(1) is None and len(asked) > 3)
    with pytest.raises(EvalscriptError, match="cancelled"):
        compile_evalscript(SETUP % "for (;;);").evaluate({"A": np.ones(4)}, [], lanes=4, budget=budget)


@BLOCK_ONLY
def test_step_limit():
    with pytest.raises(EvalscriptError, match="1000 steps"):
        compile_evalscript(SETUP % "for (;;);").evaluate({"A": np.ones(4)}, [], lanes=4, budget=Budget(step_limit=1000))


def test_top_level_and_setup_are_limited_too():
    for text in (
        "//VERSION=3\nfor (;;);\n" + SETUP % "",
        "//VERSION=3\nfunction setup() { for (;;); }\nfunction evaluatePixel() {}",
    ):
        with pytest.raises(EvalscriptError) as caught:
            compile_evalscript(text, budget=Budget(time_limit_s=0.2))
        assert caught.value.kind == "stopped"


@BLOCK_ONLY
def test_memory_is_given_back():
    body = "var n = 0; for (var i = 0; i < 3000; i++) { var a = [s.A * i, s.A + i]; n += a.length; } return [n];"
    budget = Budget(byte_limit=4 << 20)
    found = compile_evalscript(SETUP % body).evaluate({"A": np.ones(1000)}, [], lanes=1000, budget=budget)
    assert found["default"][0, 0] == 6000


@BLOCK_ONLY
def test_program_is_usable_after_a_stop():
    program = compile_evalscript(SETUP % "if (s.A[0] === 5) {} var n = 0; while (n < 1e4) n++; return [s.A];")
    with pytest.raises(EvalscriptError):
        program.evaluate({"A": np.ones(4)}, [], lanes=4, budget=Budget(step_limit=100))
    assert program.evaluate({"A": np.ones(4)}, [], lanes=4)["default"].tolist() == [[1, 1, 1, 1]]
