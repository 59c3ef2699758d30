# ruff: noqa: E501
# SPDX-License-Identifier: GPL-2.0-or-later
"""The checker says what is wrong, on the right line, and nothing where nothing is wrong."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timestack.plugin.core.catalogue import load_catalogue
from timestack.plugin.core.script_findings import SEVERITIES
from timestack.plugin.evalscript.checker import RULES, check_evalscript, trial

L2A = load_catalogue()["sentinel-2-l2a"]
GOOD = """//VERSION=3
function setup() {
  return {
    input: ["B02", "B03", "B04"],
    output: { bands: 3 }
  };
}
function evaluatePixel(sample) {
  return [2.5 * sample.B04, 2.5 * sample.B03, 2.5 * sample.B02];
}
"""


def script(body, inputs='["B04"]', output='{bands: 1, sampleType: "FLOAT32"}', mosaicking="SIMPLE", above=""):
    """Line 2 is setup(); ``body`` begins on line 3 (after ``above``)."""
    return (
        f"//VERSION=3\nfunction setup() {{ return {{ input: {inputs}, output: {output}, mosaicking: '{mosaicking}' }}; }}\n"
        f"{above}{body}"
    )


def pixel(statement, parameters="samples, scenes"):
    return f"function evaluatePixel({parameters}) {{\n  {statement}\n}}\n"


def found(text, **options):
    options.setdefault("collection", L2A)
    return check_evalscript(text, **options).findings


def rules(text, **options):
    return {finding.rule for finding in found(text, **options)}


def only(text, rule, **options):
    matching = [finding for finding in found(text, **options) if finding.rule == rule]
    assert len(matching) == 1, found(text, **options)
    return matching[0]


def test_a_good_script_is_left_alone():
    assert not found(GOOD)


AVERAGE = pixel(
    "if (samples.length === 0) return [0];\n  let sum = 0;\n"
    "  for (const s of samples) sum += s.B04;\n  return [sum / samples.length];"
)


@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
def test_a_guarded_average_is_left_alone(mosaicking):
    assert not found(script(AVERAGE, mosaicking=mosaicking))


VERSIONS = [
    (GOOD.replace("//VERSION=3\n", ""), "missing_version", 1),
    ("// my script\n" + GOOD, "version_not_first", 2),
    (GOOD.replace("=3", "=2"), "other_version", 1),
    ("", "empty_script", 1),
    (" \n", "empty_script", 1),
]


@pytest.mark.parametrize(("text", "rule", "line"), VERSIONS)
def test_versions(text, rule, line):
    assert only(text, rule).line == line


def test_a_version_1_script_is_shown_in_version_3():
    text = (
        "function setup(ds) {\n  setInputComponents([ds.B02, ds.B08]);\n  setOutputComponentCount(3);\n}\n"
        "function evaluatePixel(samples) { return [samples[0].B02, 0, 0]; }"
    )
    finding = only(text, "old_script")
    assert finding.line == 2
    assert 'input: ["B02", "B08"]' in finding.details["conversion"]
    assert "bands: 3" in finding.details["conversion"] and "ORBIT" not in finding.details["conversion"]


def test_a_version_2_script_with_many_samples_becomes_orbit():
    text = (
        "//VERSION=2\nfunction setup(ds) { return { components: [ds.B04], output: [{ id: 'default', componentCount: 2 }] } }\n"
        "function evaluatePixel(samples) { let s = 0; for (let i = 0; i < samples.length; i++) s += samples[i].B04; return [s, 0]; }"
    )
    conversion = only(text, "old_script").details["conversion"]
    assert 'mosaicking: "ORBIT"' in conversion and "bands: 2" in conversion and '["B04"]' in conversion


def test_a_converted_setup_is_one_the_checker_accepts():
    text = "function setup(ds) { setInputComponents([ds.B04]); setOutputComponentCount(1); }\nfunction evaluatePixel(s) { return [s[0].B04]; }"
    conversion = only(text, "old_script").details["conversion"]
    assert not found(conversion + "\nfunction evaluatePixel(sample) { return [sample.B04]; }")


SLIPS = [
    ('output: [{ id: "default" bands: 3 }]', "missing_comma", 5),
    ("output: { bands 3 }", "missing_colon", 5),
    ("output: { bands: \u201c3\u201d }", "smart_quote", 5),
    ("output: { bands: 3 ]", "bracket_mismatch", 5),
    ('output: { bands: "3 }', "unclosed_text", 5),
    ("output: { bands: 3 } /* colours", "unclosed_comment", 5),
    ("output: { bands: 3 § }", "strange_character", 5),
]


@pytest.mark.parametrize(("line", "rule", "number"), SLIPS)
def test_slips_that_cannot_be_read(line, rule, number):
    finding = only(GOOD.replace("output: { bands: 3 }", line), rule)
    assert (finding.line, finding.severity) == (number, "error") and finding.column > 0


BODY_SLIPS = [
    ("return samples.map(s { return s.B04; });", "missing_arrow"),
    ("if samples.B04 > 1 { return [1]; }\n  return [0];", "missing_parenthesis"),
    ("retrun samples.B04;", "misspelt_keyword"),
    ("if (samples.B04 > 1 and samples.B04 < 2) return [1];\n  return [0];", "foreign_word"),
    ("return [samples.B04]];", "bracket_mismatch"),
    ("# comment\n  return [1];", "foreign_word"),
    ("return [samples.B04 > 0.2 ? 1 : 0, samples.B04 => 0.3];", "reversed_comparison"),
    ("1 = samples.B04;\n  return [1];", "cannot_assign"),
    ("let a = samples.B04 + ;\n  return [a];", "parse_error"),
]


@pytest.mark.parametrize(("statement", "rule"), BODY_SLIPS)
def test_slips_in_functions(statement, rule):
    assert only(script(pixel(statement)), rule).line == 4


def test_a_bracket_that_is_not_closed_is_pointed_to_where_it_opens():
    text = script("function evaluatePixel(samples) {\n  if (samples.B04 > 1) {\n    return [1];\n\n  return [0];\n}\n")
    finding = only(text, "unclosed_bracket")
    assert (finding.line, finding.details["closing"]) == (4, "}")
    assert only(GOOD + "}\n", "unexpected_closing").line == 11


def test_a_function_without_its_brace():
    assert (
        only(script("function evaluatePixel(samples)\n  return [1];\n}\n"), "missing_brace").details["before"]
        == "return"
    )


def test_a_list_that_is_not_closed():
    assert only(GOOD.replace('"B04"]', '"B04"'), "bracket_mismatch").details["opened_line"] == "4"


def test_imports_are_refused():
    assert only("//VERSION=3\nimport x from 'y';\n", "no_modules").line == 2


SETUPS = [
    ("return;", "setup_returns_nothing"),
    ("return 3;", "setup_not_an_object"),
    ("return ['B04'];", "setup_not_an_object"),
    ("return { input: ['B04'] };", "setup_without_key"),
    ("return { output: { bands: 1 } };", "setup_without_key"),
    ("return { input: ['B04'], output: { bands: 1 }, mosaicing: 'ORBIT' };", "misspelt_key"),
    ("return { input: ['B04'], output: { bands: 1, sampletype: 'UINT8' } };", "misspelt_key"),
    ("return { input: ['B04'], output: { bands: 1, sampleType: 'UINT32' } };", "unknown_sample_type"),
    ("return { input: ['B04'], output: { bands: 1, sampleType: SampleType.FLOAT64 } };", "unknown_sample_type"),
    ("return { input: ['B04'], output: { bands: 1 }, mosaicking: 'TILES' };", "unknown_mosaicking"),
    ("return { input: ['B04'], output: { bands: 1 }, mosaicking: Mosaicking.ORBITS };", "unknown_mosaicking"),
    ("return { input: ['B04'], output: { bands: 'x' } };", "bad_band_count"),
    ("return { input: ['B04'], output: { bands: '1' } };", "band_count_as_text"),
    ("return { input: ['B04'], output: { id: 'default' } };", "output_without_bands"),
    ("return { input: ['B04'], output: 3 };", "bad_output"),
    ("return { input: ['B04'], output: [{ id: 'a', bands: 1 }, { id: 'a', bands: 1 }] };", "duplicate_output"),
    ("return { input: ['B04'], output: { bands: 1, nodataValue: 'x' } };", "bad_nodata"),
    ("return { input: 4, output: { bands: 1 } };", "bad_inputs"),
    ("return { input: [{ units: 'DN' }], output: { bands: 1 } };", "input_without_bands"),
    ("return { input: [{ bands: [4] }], output: { bands: 1 } };", "bad_bands"),
    ("return { input: [{ bands: ['B04', 'B03'], units: ['DN'] }], output: { bands: 1 } };", "units_count"),
    ("return { input: [{ bands: ['B04'], units: 'KELVIN' }], output: { bands: 1 } };", "unknown_unit"),
    ("return { input: [{ bands: ['SCL'], units: 'REFLECTANCE' }], output: { bands: 1 } };", "unknown_unit"),
    ("return { input: ['B4'], output: { bands: 1 } };", "unknown_band"),
    ("return { input: ['B10'], output: { bands: 1 } };", "unknown_band"),
    ("throw new Error('x');", "setup_fails"),
    ("return { input: [B04], output: { bands: 1 } };", "band_without_quotes"),
    ("return\n  { input: ['B04'], output: { bands: 1 } };", "return_alone"),
    ("return { input: ['B04'], output: { bands: 1 }, bands: 3 };", "key_ignored"),
]


@pytest.mark.parametrize(("statement", "rule"), SETUPS)
def test_declarations(statement, rule):
    text = f"//VERSION=3\nfunction setup() {{\n  {statement}\n}}\n" + pixel("return [samples.B04];")
    assert rule in rules(text)
    assert only(text, rule).line in (2, 3)


def test_suggestions_are_what_was_meant():
    text = GOOD.replace('"B02", "B03"', '"b2", "B3"')
    bands = {f.details["band"]: f.details["suggestion"] for f in found(text) if f.rule == "unknown_band"}
    assert bands == {"b2": "B02", "B3": "B03"}
    finding = only(GOOD.replace("bands: 3", "bands: 3, sampleType: 'FLOAT'"), "unknown_sample_type")
    assert finding.details["suggestion"] == "FLOAT32"


def test_bands_are_only_checked_when_the_collection_is_known():
    text = GOOD.replace('"B02"', '"Blue"').replace("sample.B02", "sample.Blue")
    assert "unknown_band" in rules(text)
    assert "unknown_band" not in rules(text, collection=None)
    assert "unknown_band" in rules(text, collection=None, bands=("B02", "B03", "B04"))
    assert "unknown_band" not in rules(text, collection=load_catalogue()["byoc"])


FUNCTIONS = [
    (pixel("return [1];").replace("evaluatePixel", "evaluatepixel"), "misspelt_function", 3),
    ("function other() { return 1; }", "no_pixel_function", 1),
    (AVERAGE + "function preprocessScenes(c) { return c; }", "misspelt_hook", 9),
    (AVERAGE + "function updateoutput(o, c) { o.default.bands = 1; }", "misspelt_hook", 9),
    (AVERAGE + "function preProcessScenes(c) { c.scenes.orbits = []; }", "hook_returns_nothing", 9),
    (AVERAGE + "function updateOutput(o, c) { o.defualt.bands = 1; }", "update_misses_output", 9),
]


@pytest.mark.parametrize(("body", "rule", "line"), FUNCTIONS)
def test_functions_the_service_calls(body, rule, line):
    assert only(script(body, mosaicking="ORBIT"), rule).line == line


def test_a_hook_without_scenes():
    text = script(pixel("return [samples.B04];") + "function preProcessScenes(c) { return c; }")
    assert only(text, "hook_without_scenes").severity == "hint"


SIMPLE = [
    ("return [samples.b04];", "misspelt_band"),
    ("return [samples.B08];", "band_not_declared"),
    ("return [samples.height];", "unknown_property"),
    ("return [samples[0].B04];", "samples_is_object"),
    (
        "let s = 0; for (let i = 0; i < samples.length; i++) s += samples[i].B04; return [s + samples.B04];",
        "samples_is_object",
    ),
    ("if (samples.B04 = 1) return [1]; return [0];", "assignment_in_condition"),
    ("if (samples.B04 === NaN) return [1]; return [0];", "compared_to_nan"),
    ("return [Math.Max(samples.B04, 1)];", "no_such_member"),
    ("return [samples.B04 + treshold];", "unknown_name"),
    (
        "const list = [samples.B04]; let s = 0; for (let i = 0; i <= list.length; i++) s += list[i]; return [s];",
        "loop_too_far",
    ),
    ("const list = [samples.B04]; return [list.lenght];", "misspelt_member"),
    ("return\n  [samples.B04];", "return_alone"),
    ("return [B04];", "band_without_sample"),
    ("if (samples.B04 > 0.2) { return [1]; }", "some_paths_return_nothing"),
    ("const a = samples.B04;", "returns_nothing"),
    ("return [samples.B04, 1];", "too_many_values"),
    ("samples.B04 = 2 * samples.B04; return [samples.B04];", "sample_changed"),
    ("throw new Error('no ' + samples.B04);", "script_fails"),
]


@pytest.mark.parametrize(("statement", "rule"), SIMPLE)
def test_simple_mosaicking(statement, rule):
    assert only(script(pixel(statement)), rule).line in (3, 4)


MANY = [
    ("return [samples[0].B04];", "empty_samples_fail"),
    ("return [samples[samples.length - 1].B04];", "empty_samples_fail"),
    ("return samples.length ? [samples[1].B04] : [0];", "few_scenes_fail"),
    ("return [samples.B04];", "samples_is_array"),
    ("return samples.map(s => s.B04);", "bands_depend_on_scenes"),
    ("samples.sort((a, b) => a.B04 - b.B04); return [samples.length ? samples[0].B04 : 0];", "samples_reordered"),
    ("scenes.orbits.reverse(); return [samples.length];", "scenes_changed"),
    ("scenes.orbits = []; return [samples.length];", "scenes_changed"),
    ("return [samples.length ? scenes[0].date.getTime() : 0];", "scenes_as_array"),
    ("return [samples.length ? scenes.orbits[0].__idx : 0];", "internal_field_read"),
    ("if (samples.length) scenes.orbits[0].__idx = 1; return [1];", "internal_field_changed"),
    ("if (samples.length) delete scenes.orbits[0].__idx; return [1];", "internal_field_changed"),
    ("return [scenes.orbits.filter(o => o.dateFrom > '2020').length];", "dates_as_texts"),
]


@pytest.mark.parametrize(("statement", "rule"), MANY)
def test_many_samples(statement, rule):
    assert only(script(pixel(statement), mosaicking="ORBIT"), rule).line == 4


def test_update_output_makes_a_changing_number_of_bands_right():
    update = "function updateOutput(o, c) { o.default.bands = c.scenes.length%s; }\n"
    body = pixel("return samples.map(s => s.B04);")
    assert not found(script(update % "" + body, mosaicking="ORBIT"))
    finding = only(script(update % " * 2" + body, mosaicking="ORBIT"), "bands_after_update")
    assert (finding.details["returned"], finding.details["declared"]) == ("12", "24")


def test_a_hook_that_needs_scenes():
    hook = "function preProcessScenes(c) { const d = c.scenes.orbits[0].dateFrom; return c; }\n"
    assert only(script(hook + AVERAGE, mosaicking="ORBIT"), "hook_fails_without_scenes").line == 3
    hook = "function preProcessScenes(c) { return c.scenes.nothing.filter(x => x); }\n"
    assert only(script(hook + AVERAGE, mosaicking="ORBIT"), "hook_fails").severity == "error"


def test_filters_for_days_the_script_names_find_scenes():
    hook = (
        "function preProcessScenes(c) { const days = ['2017-05-15', '2017-06-24'];\n"
        "  c.scenes.orbits = c.scenes.orbits.filter(o => days.includes(o.dateFrom.split('T')[0])); return c; }\n"
    )
    body = pixel("if (samples.length < 2) return [0];\n  return [samples[0].B04 - samples[1].nothing.B04];")
    assert only(script(hook + body, mosaicking="ORBIT"), "script_fails").line == 7


VALUES = [
    ("{bands: 1, sampleType: 'UINT8'}", "DN", "samples.B04", "above_range"),
    ("{bands: 1, sampleType: 'UINT16'}", "REFLECTANCE", "samples.B04", "fractions_lost"),
    ("{bands: 1, sampleType: 'UINT8'}", "REFLECTANCE", "-100 * samples.B04", "below_range"),
    ("{bands: 1}", "DN", "samples.B04", "auto_saturated"),
    ("{bands: 1}", "REFLECTANCE", "-samples.B04", "auto_negative"),
    ("{bands: 1}", "REFLECTANCE", "samples.B04 / samples.B04", "nan_without_data"),
    ("{bands: 1, sampleType: 'UINT8'}", "REFLECTANCE", "samples.B04 / 0", "nan_into_integers"),
    ("{bands: 1, sampleType: 'UINT8'}", "REFLECTANCE", "255 * 2.1 * samples.B04", "some_above_range"),
]


@pytest.mark.parametrize(("output", "units", "value", "rule"), VALUES)
def test_values_that_do_not_fit(output, units, value, rule):
    inputs = f"[{{bands: ['B04'], units: '{units}'}}]"
    assert only(script(pixel(f"return [{value}];"), inputs, output), rule).line == 4


FITTING = [
    ("UINT16", "DN", "samples.B04"), ("INT16", "REFLECTANCE", "10000 * samples.B04"),
    ("AUTO", "REFLECTANCE", "2.5 * samples.B04"), ("FLOAT32", "DN", "-samples.B04 / 0"),
    ("UINT8", "REFLECTANCE", "samples.B04 > 0.3 ? 1 : 0"),
]  # fmt: skip


@pytest.mark.parametrize(("sample_type", "units", "value"), FITTING)
def test_values_that_fit(sample_type, units, value):
    inputs = f"[{{bands: ['B04'], units: '{units}'}}]"
    assert not found(script(pixel(f"return [{value}];"), inputs, f"{{bands: 1, sampleType: '{sample_type}'}}"))


def test_ranges_of_unknown_bands_are_not_guessed():
    text = script(pixel("return [samples.height];"), "['height']", "{bands: 1, sampleType: 'UINT8'}")
    assert not found(text, collection=None)


TWO = "[{id: 'default', bands: 1, sampleType: 'FLOAT32'}, {id: 'mask', bands: 1, sampleType: 'FLOAT32'}]"


def test_outputs_by_name():
    both = script(pixel("return {default: [samples.B04], mask: [1]};"), output=TWO)
    assert not found(both, service="process")
    assert only(both, "output_unreachable").details["ids"] == "mask"
    missing = script(pixel("return {default: [samples.B04]};"), output=TWO)
    assert only(missing, "output_not_returned", service="process").details["ids"] == "mask"
    other = script(pixel("return {default: [samples.B04], mask: [1], cloud: [1]};"), output=TWO)
    assert only(other, "output_not_declared", service="process").details["ids"] == "cloud"


def test_what_ogc_services_do_not_answer():
    text = script(pixel("return {ndvi: [samples.B04]};"), output="{id: 'ndvi', bands: 1, sampleType: 'FLOAT32'}")
    assert only(text, "no_default_output").severity == "error"
    assert not found(text, service="process")
    data = "function updateOutputMetadata(scenes, input, output) { output.userData = {a: 1}; }\n"
    text = script(data + pixel("return [samples.B04];"))
    assert only(text, "user_data_unreachable").line == 3
    assert not found(text, service="process")


def test_bands_that_are_not_used_cost():
    finding = only(GOOD.replace('"B02", ', '"B02", "B08", '), "unused_band")
    assert (finding.details["band"], finding.severity, finding.line) == ("B08", "hint", 4)
    by_name = script(pixel("let s = 0; for (const b of ['B0' + 4]) s += samples[b]; return [s];"), "['B04', 'B08']")
    assert "unused_band" not in rules(by_name)


def test_transparency_without_data_mask():
    text = GOOD.replace("bands: 3", "bands: 4").replace("sample.B02]", "sample.B02, 1]")
    assert rules(text) == {"no_data_mask"}


def test_size_limits():
    long = GOOD + "// " + "x" * 6000 + "\n"
    assert only(long, "script_too_large").details["limit"] == "8000"
    assert not found(long, service="process") and not found(long, max_url_bytes=20_000)
    many = script(pixel("return new Array(300).fill(samples.B04);"), output="{bands: 300, sampleType: 'FLOAT32'}")
    assert only(many, "many_bands").details["bands"] == "300"


def test_endless_loops_and_memory_bombs_are_stopped():
    for statement in ("while (true) {} return [samples.B04];", "const a = []; while (true) a.push('x'.repeat(1e5));"):
        start = time.monotonic()
        assert rules(script(pixel(statement))) & {"script_too_slow", "script_fails", "unsupported_here"}
        assert time.monotonic() - start < 4
    assert "script_too_slow" in rules("//VERSION=3\nfunction setup() { for (;;) {} }\n" + pixel("return [1];"))


def test_deprecated_and_internal_constructs_of_good_scripts_are_no_errors():
    simple = "//VERSION=3\nreturn [B04, B03, B02];"
    assert not found(simple)
    assert only("//VERSION=3\nreturn [B04, B4, B02];", "unknown_band").line == 2


def test_constructs_our_engine_cannot_run_are_a_hint():
    text = script(pixel("last = samples.B04 + last; return [last];"), above="let last = 0;\n")
    finding = only(text, "unsupported_here")
    assert finding.severity == "hint" and check_evalscript(text).is_valid


def test_unknown_service():
    with pytest.raises(ValueError, match="ftp"):
        check_evalscript(GOOD, service="ftp")


def test_findings_are_by_line_and_have_the_details_of_their_rule():
    for text in (GOOD[: 7 * k] for k in range(len(GOOD) // 7)):
        check = check_evalscript(text, collection=L2A)
        assert [f.line for f in check.findings] == sorted(f.line for f in check.findings)
        for finding in check.findings:
            assert set(finding.details) == set(RULES[finding.rule].details)
            assert finding.severity in SEVERITIES


def fail_loudly(message):
    """The checker survives faults of the engine; its tests do not."""
    raise AssertionError(message)


PIECES = [*GOOD.split(" "), "\n", "{", "}", "(", ")", "[", "]", "=>", "...", "`", "${", "'", "/", "\u2028", "\ud800", "\\u{",
          "function setup(ds)", "samples[0]", "class A {", "0x", "1n", "async", "?.", "setup", "=", "\x00", "ORBIT"]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_no_text_raises(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trial._LOG, "exception", fail_loudly)
        check_evalscript(text, collection=L2A)
        check_evalscript("//VERSION=3\n" + text)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.text(max_size=6))
def test_no_damage_to_a_script_raises(start, length, insert):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trial._LOG, "exception", fail_loudly)
        check_evalscript(GOOD[:start] + insert + GOOD[start + length :], collection=L2A)


def test_the_hook_for_user_data_is_tried():
    hook = "function updateOutputMetadata(scenes, input, output) { output.userData = scenes.nothing.length; }\n"
    finding = only(script(hook + AVERAGE, mosaicking="ORBIT"), "hook_fails", service="process")
    assert (finding.line, finding.details["name"]) == (3, "updateOutputMetadata")


def test_a_band_the_script_can_do_without_is_a_warning():
    text = script(pixel("return [samples.B08 ? samples.B08 : samples.B04];"))
    assert {f.severity for f in found(text) if f.rule == "band_not_declared"} == {"warning"}
    assert only(script(pixel("return [samples.B08];")), "band_not_declared").severity == "error"


def test_a_fault_of_our_engine_is_logged_and_told(monkeypatch, caplog):
    from timestack.plugin.evalscript import Program

    def fail(*_, **__):
        raise IndexError("inside")

    monkeypatch.setattr(Program, "evaluate", fail)
    assert "IndexError" in only(GOOD, "unsupported_here").details["message"]
    assert "the engine failed" in caplog.text


def test_interpolation_tables_that_do_not_fit_stop_no_engine(caplog):
    for table in ("[0, 1], [3]", "[], []", "[0, 1], [[1, 2], 3]"):
        assert check_evalscript(script(pixel(f"return [valueInterpolate(samples.B04, {table})];")))
    assert check_evalscript(script(pixel("return [rgb2int([samples.B04])];")))
    assert not caplog.records
