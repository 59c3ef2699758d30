# SPDX-License-Identifier: GPL-2.0-or-later
"""Texts, regular expressions, tables and classes cannot run away with time or memory either."""

from __future__ import annotations

import time
import tracemalloc

import numpy as np
import pytest

from timestack.plugin.evalscript import Budget, EvalscriptError, compile_evalscript

SETUP = "//VERSION=3\nfunction setup() { return {input: ['A'], output: {bands: 1}}; }\nfunction evaluatePixel(s) { %s }"
LANES, MEMORY_BOUND_MB = 20_000, 450
KINDS = ("stopped", "runtime", "unsupported")

RUNAWAYS = {
    "regex_cat": "return [/(a+)+$/.test('a'.repeat(40)+'b')?1:0];",
    "regex_cat2": "return [/^(a|aa)+$/.test('a'.repeat(60)+'b')?1:0];",
    "regex_cat3": "return [/(x+x+)+y/.test('x'.repeat(60))?1:0];",
    "regex_long": "return [/.*.*.*.*.*z/.test('a'.repeat(100000))?1:0];",
    "regex_replace": "return ['a'.repeat(1000000).replace(/a/g,'bbbbbbbbbb').length];",
    "regex_counts": "return [/(((a{100}){100}){100}){100}/.test('a')?1:0];",
    "regex_counts2": "return [new RegExp('a{0,99999}'.repeat(3)).test('a')?1:0];",
    "regex_nest": "return [new RegExp('('.repeat(2000)+')'.repeat(2000)).test('a')?1:0];",
    "regex_look": "return [new RegExp('(?=(a+)+$)'.repeat(5)).test('a'.repeat(50)+'b')?1:0];",
    "regex_lanes": "var t=String(s.A); for(;;) t=t.replace(/(\\d+)+x/,'');",
    "text_lanes": "var t=''; for(;;) t+=s.A;",
    "text_lanes2": "var t=String(s.A); for(;;) t=t+t;",
    "text_lanes_repeat": "return [String(s.A).repeat(100000).length];",
    "json_deep": "var a=[]; for(;;) a=[a];",
    "json_deep2": "return [JSON.parse('['.repeat(100000)+']'.repeat(100000)).length];",
    "json_lanes": "var o=[]; for(var i=0;i<90000;i++) o.push(s.A); return [JSON.stringify(o).length];",
    "map_growth": "var m=new Map(); var i=0; for(;;) m.set(i++, s.A*i);",
    "set_growth": "var m=new Set(); var i=0; for(;;) m.add('k'+i++);",
    "typed": "return [new Float64Array(1e9).length];",
    "typed2": "var a=[]; for(;;) a.push(new Uint8Array(100000));",
    "sort_default": "var a=[]; for(var i=0;i<99999;i++) a.push(s.A*i); a.sort(); return [a[0]];",
    "sort_cmp": "var a=[]; for(var i=0;i<20000;i++) a.push(s.A*i%7); a.sort((x,y)=>x<y?-1:1); return [a[0]];",
    "table_lanes": "var o={}; for (var i=0;;i++) o[s.A*i]=i;",
    "class_chain": "class A { constructor() { new A(); } } new A();",
    "getter": "var o={get x(){return this.x;}}; return [o.x];",
    "setter": "var o={set x(v){this.x=v;}}; o.x=1; return [1];",
    "iterator": "var o={[Symbol.iterator](){return {next(){return {value:1,done:false};}};}}; return [[...o].length];",
    "array_like": "return [Array.from({length:1e7}).length];",
    "apply": "return [Math.max.apply(null, {length:1e9})];",
    "flat": "var a=[]; a.push(a,a); return [a.flat(Infinity).length];",
    "flatmap": "var a=[1]; for(;;) a=a.flatMap(x=>[x,x]);",
    "splice": "var a=[]; for(;;) a.splice(0,0,s.A,s.A*2);",
    "unshift_lanes": "var a=[]; for(;;) if (s.A>0.5) a.unshift(s.A);",
    "spread_lanes": "var a=[1]; for(;;) { if (s.A>0.5) a.push(2); a=[...a,...a]; }",
    "encode": "var t='%'; for(;;) t=encodeURIComponent(t);",
    "toFixed": "for(;;) s.A.toFixed(99);",
    "toString": "var o={toString(){return this+'';}}; return [o+''];",
    "length": "var a=[]; a.length=4294967295; return [a.length];",
    "tagged": "function t(x){return t`${x}`;} return t`a`;",
    "matchall": "return [[...'a'.repeat(1e6).matchAll(/a/g)].length];",
    "splitre": "return ['a'.repeat(1e6).split(/(?:)/).length];",
    "padlanes": "return [String(s.A).padStart(900000).length];",
    "concatlanes": "var a=[s.A]; for(;;) a=a.concat(a);",
    "regex_big_literal": "return [new RegExp('a?'.repeat(9000)).test('a') ? 1 : 0];",
    "regex_source": "return [new RegExp('a'.repeat(900000)).test('a') ? 1 : 0];",
}


@pytest.mark.parametrize("name", RUNAWAYS)
def test_runaway_ends_soon_and_small(name):
    budget = Budget(time_limit_s=1.0, byte_limit=200 << 20)
    tracemalloc.start()
    started = time.monotonic()
    try:
        program = compile_evalscript(SETUP % RUNAWAYS[name], engine="block")
        with pytest.raises(EvalscriptError) as caught:
            program.evaluate({"A": np.linspace(0, 1, LANES)}, [], lanes=LANES, budget=budget)
        peak_mb = tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()
    assert caught.value.kind in KINDS
    assert time.monotonic() - started < 8.0
    assert peak_mb < MEMORY_BOUND_MB


@pytest.mark.parametrize("text", ["x = /" + "(a+)+" * 150_000 + "$/;", "x = /" + "[" * 500_000 + "]/;"])
def test_a_huge_regular_expression_is_no_trap(text):
    started = time.monotonic()
    try:
        compile_evalscript(SETUP % (text + " return [1];"), engine="block").evaluate({"A": np.ones(4)}, [], lanes=4)
    except EvalscriptError as error:
        assert error.kind in (*KINDS, "parse")
    assert time.monotonic() - started < 5.0


def test_a_regular_expression_within_reason_works():
    body = "return [/^(\\d{4})-(\\d\\d)-(\\d\\d)T/.exec('2020-05-17T10:00:00Z').length];"
    assert (
        compile_evalscript(SETUP % body, engine="block").evaluate({"A": np.ones(4)}, [], lanes=4)["default"][0, 0] == 4
    )


SHARED = "//VERSION=3\nfunction setup() { return {input: ['A'], output: {bands: 1, sampleType: 'FLOAT32'}}; }\n"


def run_shared(top, body):
    program = compile_evalscript(f"{SHARED}{top}\nfunction evaluatePixel(s) {{ {body} }}", engine="block")
    return program.evaluate({"A": np.array([0.25, 0.5, 2.0])}, [], lanes=3)["default"].tolist()


def test_a_shared_array_that_each_pixel_fills_anew():
    body = "sums.fill(0); sums[1] += s.A; sums[2] = 9; return [sums[1] + sums[0]];"
    assert run_shared("var sums = [5, 6, 7];", body) == [[0.25, 0.5, 2.0]]
    assert run_shared("var sums = new Array(3);", body) == [[0.25, 0.5, 2.0]]


@pytest.mark.parametrize(
    "body",
    [
        "a.fill(7, 1); const r = a[0]; a[0] = s.A; return [r];",
        "if (s.A > 0.3) a.push(1); a.fill(0); return [a.length];",
        "if (s.A > 0.3) a.fill(s.A); return [a[1]];",
    ],
)
def test_a_shared_array_that_is_filled_in_part_is_refused(body):
    with pytest.raises(EvalscriptError) as caught:
        run_shared("var a = [1, 2];", body)
    assert caught.value.kind == "unsupported"
