# ruff: noqa: E501
# SPDX-License-Identifier: GPL-2.0-or-later
"""Qt's engine takes over where the block engine refuses, says so, and stays within its limits."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest

from timestack.plugin.evalscript import Budget, EvalscriptError, Orbit, Scene, compile_evalscript, engine_choice
from timestack.plugin.evalscript.errors import ParseFault, Refusal

ROOT = Path(__file__).resolve().parents[3]
SETUP = "//VERSION=3\nfunction setup() { return {input: ['A'], output: {bands: 1, sampleType: 'FLOAT32'}%s}; }\n"
COUNTING = SETUP % "" + "let n = 0;\nfunction evaluatePixel(s) {\n  n += s.A;\n  return [n];\n}"
DAY = datetime(2020, 5, 1, 10, tzinfo=timezone.utc)
ONES = np.ones(5)


def values(program, lanes=5, **more):
    return program.evaluate({"A": np.ones(lanes)}, [], lanes=lanes, **more)["default"][0].tolist()


def failure(action):
    with pytest.raises(EvalscriptError) as caught:
        action()
    return caught.value


def test_qt_takes_over_during_evaluate(qt_application):
    program = compile_evalscript(COUNTING)
    assert (program.engine, program.notes) == ("block", ())
    assert values(program) == [1, 2, 3, 4, 5]
    assert program.engine == "qt"
    (note,) = program.notes
    assert (note.kind, note.line in (5, 6)) == ("engine", True)
    assert "carries a value from one pixel to the next" in note.message
    assert values(program) == [6, 7, 8, 9, 10]
    program.select_scenes([], None, None)
    assert values(program) == [1, 2, 3, 4, 5]
    assert len(program.notes) == 1


@pytest.mark.parametrize("kind", [Refusal, ParseFault])
def test_qt_takes_over_at_compile(qt_application, monkeypatch, kind):
    def refuse(*_):
        raise kind("gotos are not supported", 7, 3)

    monkeypatch.setattr(engine_choice, "BlockEngine", refuse)
    program = compile_evalscript(COUNTING)
    assert program.engine == "qt"
    assert program.notes[0].line == 7
    assert values(program) == [1, 2, 3, 4, 5]


def test_qt_takes_over_in_a_hook(qt_application):
    text = SETUP % ", mosaicking: 'ORBIT'" + (
        "function* count() { yield 1; }\n"
        "function preProcessScenes(c) { c.scenes.orbits = c.scenes.orbits.slice(count().next().value); return c; }\n"
        "function evaluatePixel(s) { return [s.length]; }"
    )
    program = compile_evalscript(text)
    assert program.select_scenes([Orbit(DAY, DAY)] * 3, DAY, DAY) == [1, 2]
    assert program.engine == "qt"


def test_state_reaches_from_block_to_block(qt_application, monkeypatch):
    from timestack.plugin.evalscript import stack_run

    monkeypatch.setattr(stack_run, "BLOCK_LANES", 4)
    text = COUNTING.replace("n += s.A;", "if (s.A > 8) n += s.A; else if (s.A > 100) return [n];")
    pixels = np.arange(12.0).reshape(3, 4)
    result = compile_evalscript(text).run([Scene(DAY, {"A": pixels})])
    expected = np.cumsum(np.where(pixels > 8, pixels, 0)).reshape(3, 4)
    np.testing.assert_array_equal(result.outputs["default"][0], expected)


CARRYING = (
    SETUP % "" + "var last = -1;\nfunction evaluatePixel(s) { if (s.A > 5) { last = s.A; return [0]; } return [last]; }"
)


def test_state_that_only_another_block_shows(qt_application, monkeypatch):
    from timestack.plugin.evalscript import stack_run

    alone = compile_evalscript(CARRYING, engine="block")
    alone.evaluate({"A": ONES * 9}, [], lanes=5)
    assert failure(lambda: alone.evaluate({"A": ONES}, [], lanes=5)).kind == "unsupported"
    monkeypatch.setattr(stack_run, "BLOCK_LANES", 4)
    pixels = np.array([[9.0, 9, 8, 7], [1, 2, 3, 4], [6, 1, 9, 2]])
    program = compile_evalscript(CARRYING)
    for _ in range(2):  # a second run begins anew
        result = program.run([Scene(DAY, {"A": pixels})])
        assert result.outputs["default"][0].tolist() == [[0] * 4, [7] * 4, [0, 6, 0, 9]]
    assert program.engine == "qt"


def test_errors_of_the_script_change_nothing(qt_application):
    program = compile_evalscript(SETUP % "" + "function evaluatePixel(s) { return [nothing]; }")
    assert failure(lambda: values(program)).kind == "runtime"
    endless = compile_evalscript(SETUP % "" + "function evaluatePixel(s) { for (;;); }")
    assert failure(lambda: values(endless, budget=Budget(time_limit_s=0.1))).kind == "stopped"
    assert (program.engine, endless.engine) == ("block", "block")


def test_a_real_syntax_error_is_ours(qt_application):
    error = failure(lambda: compile_evalscript(SETUP % "" + "function evaluatePixel(s) { return [1; }"))
    assert (error.kind, error.line, error.column > 1) == ("parse", 3, True)


@pytest.mark.parametrize("expression", ["Math.random()", "Date.now()", "new Date().getTime()"])
def test_what_differs_from_run_to_run_is_refused_by_both(qt_application, expression):
    for engine in ("auto", "qt"):
        program = compile_evalscript(
            SETUP % "" + f"function evaluatePixel(s) {{\n return [{expression}]; }}", engine=engine
        )
        error = failure(lambda script=program: values(script))
        assert (error.kind, error.line) == ("unsupported", 4)


def test_without_qtql_the_refusal_says_what_to_do(monkeypatch):
    from timestack.plugin.evalscript import qt

    monkeypatch.setattr(qt, "missing_part", lambda: "install QtQml")
    error = failure(lambda: values(compile_evalscript(COUNTING)))
    assert (error.kind, error.line in (5, 6)) == ("unsupported", True)
    assert error.message.endswith("the next; install QtQml, or write it in another way")


def test_block_alone_never_changes(qt_application):
    assert failure(lambda: values(compile_evalscript(COUNTING, engine="block"))).kind == "unsupported"
    with pytest.raises(ValueError, match="v8 is no engine"):
        compile_evalscript(COUNTING, engine="v8")


def test_without_an_application_the_process_lives():
    code = (
        "import timestack\nfrom timestack.plugin.evalscript import EvalscriptError\nimport numpy as np\n"
        f"program = timestack.compile_evalscript({COUNTING!r})\n"
        "try: program.evaluate({'A': np.ones(2)}, [], lanes=2)\n"
        "except EvalscriptError as error: print(error)"
    )
    done = _python(code)
    assert done.returncode == 0, done.stderr
    assert "the variable n carries a value from one pixel to the next; Qt" in done.stdout
    assert done.stdout.startswith("line ")


def _python(code):
    link = ROOT / "build"
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(link), *sys.path]))
    start = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('timestack', {str(ROOT / '__init__.py')!r}, submodule_search_locations=[{str(ROOT)!r}])\n"
        "sys.modules['timestack'] = module = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(module)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", start + code], capture_output=True, text=True, env=environment, timeout=120
    )


HOSTILE = {
    "cycle_as_text": "var a = []; a.push(a); return [String(a).length];",
    "deep_as_text": "var a = []; for (var i = 0; i < 1e5; i++) a = [a]; return [String(a).length];",
    "deep_as_json": "var a = []; for (var i = 0; i < 1e5; i++) a = [a]; return [JSON.stringify(a).length];",
    "wide_json": "var a = 1; for (var i = 0; i < 60; i++) a = [a, a]; return [JSON.stringify(a).length];",
    "text_repeat": "return ['x'.repeat(2 ** 30).length];",
    "text_pad": "return ['x'.padEnd(2 ** 31 - 1).length];",
    "text_replace": "var t = 'x'.repeat(1e6); return [t.replace(/x/g, t).length];",
    "backtracking": "return [/(x+x+)+y/.test('x'.repeat(40)) ? 1 : 0];",
    "backtracking_2": "return [/x*x*x*x*x*x*x*x*x*y/.test('x'.repeat(2000)) ? 1 : 0];",
    "nested_expression": "return [new RegExp('('.repeat(1e5) + ')'.repeat(1e5)).test('a')];",
    "proxies": "var p = {}; for (var i = 0; i < 1e6; i++) p = new Proxy(p, {}); return [p.x];",
    "weak_keys": "var w = new WeakMap(); for (var i = 0; i < 1e5; i++) w.set({}, i); return [w.get(w) === undefined ? 1 : 0];",
    "buffers": "var all = []; for (;;) all.push(new Float64Array(1e6).fill(1));",
    "big_buffer": "return [new ArrayBuffer(2e9).byteLength];",
    "long_map": "var a = []; a.length = 3e8; return [a.map(x => x).length];",
    "contradicting_sort": "var a = Array.from({length: 5000}, (_, i) => i % 7); return [a.sort(() => -1).length];",
    "promises": "new Promise(r => r()).then(() => { for (;;); }); return [1];",
    "caught": "for (;;) { try { for (;;); } catch (e) {} finally { continue; } }",
    "bad_thrown": "throw {toString: null, get message() { throw 1; }};",
    "broken_prototype": "Object.defineProperty(Object.prototype, 'found', {get: function () { throw 2; }, configurable: true}); return [1];",
    "growing_text": "var t = 'x'; for (;;) { t += t; t.charCodeAt(0); }",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_script_ends_soon(qt_application, name):
    program = compile_evalscript(SETUP % "" + f"function evaluatePixel(s) {{ {HOSTILE[name]} }}", engine="qt")
    started = time.monotonic()
    try:
        program.evaluate({"A": ONES}, [], lanes=5, budget=Budget(time_limit_s=1.0))
    except EvalscriptError as error:
        assert error.kind in ("stopped", "runtime", "unsupported")
    assert time.monotonic() - started < 6.0


def test_scripts_reach_nothing_of_ours(qt_application):
    body = (
        "const names = []; const seen = new Set(); const visit = (o, d) => { if (d > 4 || o === null || seen.has(o) || !/object|function/.test(typeof o)) return; "
        "seen.add(o); for (const k of Object.getOwnPropertyNames(o)) { names.push(k); let v; try { v = o[k]; } catch (e) {} visit(v, d + 1); } }; "
        "visit(globalThis, 0); const bad = names.filter(k => /^(Qt|print|gc|take|buffers|objectName|deleteLater|destroyed|bridge|require|XMLHttpRequest|import|run_.*)$/.test(k)); "
        "if (bad.length) throw new Error(bad.join()); return [names.length];"
    )
    found = values(compile_evalscript(SETUP % "" + f"function evaluatePixel(s) {{ {body} }}", engine="qt"))
    assert found[0] > 500


def test_other_threads_run_meanwhile_and_can_cancel(qt_application):
    program = compile_evalscript(SETUP % "" + "function evaluatePixel(s) { for (;;); }", engine="qt")
    cancelled = threading.Event()
    timer = threading.Timer(0.2, cancelled.set)
    timer.start()
    started = time.monotonic()
    error = failure(lambda: values(program, budget=Budget(is_cancelled=cancelled.is_set)))
    assert (error.kind, error.message) == ("stopped", "the run was cancelled")
    assert time.monotonic() - started < 2.0


def test_each_thread_has_its_own_environment(qt_application):
    text = (
        SETUP % "" + "var t;\nfunction evaluatePixel(s) { t = 0; for (let i = 0; i < 20; i++) t += s.A; return [t]; }"
    )
    program = compile_evalscript(text, engine="qt")

    def work(k):
        return program.evaluate({"A": np.full(300, float(k))}, [], lanes=300)["default"][0].tolist()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(12))) == [[20.0 * k] * 300 for k in range(12)]


def test_small_parts_of_a_block_are_one_block(qt_application, monkeypatch):
    from timestack.plugin.evalscript.qt import engine

    monkeypatch.setattr(engine, "_BLOCK_BYTES", 64)
    text = COUNTING.replace("evaluatePixel(s)", "evaluatePixel(s, b, c, d, o)").replace(
        "return [n]", "o.userData = {n}; return [n]"
    )
    program = compile_evalscript(text, engine="qt")
    assert values(program, 11) == list(range(1, 12))
    assert program.describe_user_data([]) == {"n": 11}


@pytest.mark.parametrize("zone", ["Europe/Ljubljana", "America/New_York"])
def test_dates_are_utc_in_every_zone(zone):
    code = """
from PyQt5.QtCore import QCoreApplication
application = QCoreApplication([])
import numpy as np
from timestack.plugin.evalscript import compile_evalscript
body = '''const d = new Date("2020-03-29T02:30:00"), e = new Date(2020, 6, 5, 4);
if (String(new Date(0)) !== "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)") throw new Error(String(new Date(0)));
d.setHours(5);
return [d.getTime() - Date.UTC(2020, 2, 29, 5, 30), e.getTime() - Date.UTC(2020, 6, 5, 4), new Date("2020/01/15").getTime() - Date.UTC(2020, 0, 15),
  new Date("Jan 15, 2020 10:00").getTime() - Date.UTC(2020, 0, 15, 10), e.getTimezoneOffset(), e.getHours() - 4,
  new Date("2020-01-15T10:00:00+02:00").getTime() - Date.UTC(2020, 0, 15, 8)];'''
text = "//VERSION=3\\nfunction setup() { return {input: ['A'], output: {bands: 7}}; }\\nfunction evaluatePixel(s) { " + body + " }"
print(compile_evalscript(text, engine="qt").evaluate({"A": np.ones(1)}, [], lanes=1)["default"].tolist())
"""
    pytest.importorskip("PyQt5.QtQml", reason="QtQml is not installed (Debian: python3-pyqt5.qtquick)")
    os.environ["TZ"], before = zone, os.environ.get("TZ")
    try:
        done = _python(code)
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
    assert done.stdout.strip() == str([[0.0]] * 7), done.stdout + done.stderr


@pytest.mark.parametrize(
    "body",
    [
        "scenes.orbits.reverse(); return [new Date(scenes.orbits[0].dateFrom).getMonth() * 10 + scenes.orbits.length];",
        "scenes.orbits.pop(); return [scenes.orbits.length];",
        "scenes[0].date.setMonth(scenes[0].date.getMonth() + 1); return [scenes[0].date.getMonth()];",
        "scenes.orbits[1].seen = (scenes.orbits[1].seen || 0) + 1; return [scenes.orbits[1].seen];",
        "scenes.splice(0, 1); return [scenes.length];",
        "s.sort((a, b) => b.A - a.A); s[0].A = 7; return [s[0].A + s.length];",
    ],
)
def test_pixels_change_only_their_own_arguments(qt_application, body):
    text = SETUP % ", mosaicking: 'ORBIT'" + f"function evaluatePixel(s, scenes) {{ {body} }}"
    scenes = [Orbit(DAY.replace(month=month), DAY) for month in (2, 5, 9)]
    found = compile_evalscript(text, engine="qt").evaluate([{"A": ONES}] * 3, scenes, lanes=5)["default"][0]
    assert len(set(found.tolist())) == 1
    expected = compile_evalscript(text, engine="block").evaluate([{"A": ONES}] * 3, scenes, lanes=5)["default"][0]
    np.testing.assert_array_equal(found, expected)


def test_hidden_parameters_are_served(qt_application):
    body = "const o = arguments[4]; o.userData.n = (o.userData.n || 0) + 1; return [arguments[1].orbits.length];"
    program = compile_evalscript(
        SETUP % ", mosaicking: 'ORBIT'" + f"function evaluatePixel() {{ {body} }}", engine="qt"
    )
    assert program.evaluate([{"A": ONES}], [Orbit(DAY, DAY)], lanes=5)["default"][0].tolist() == [1] * 5
    assert program.describe_user_data([]) == {"n": 1}
