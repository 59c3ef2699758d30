# ruff: noqa: E501
# SPDX-License-Identifier: GPL-2.0-or-later
"""The examples of the service's Evalscript V3 page do what the page says."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from timestack.plugin.evalscript import EvalscriptError, Orbit, OutputSpec, Tile, compile_evalscript, encode_samples

pytestmark = pytest.mark.usefixtures("engine")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def orbits(*days):
    return [Orbit(at(day), at(day) + timedelta(hours=23), (Tile(at(day), 10.5, tile_id=day),)) for day in days]


def tiles(*days):
    return [
        Tile(at(day), cloud, tile_id=day, sh_id=k)
        for k, (day, cloud) in enumerate((d, 5.0 * k) for k, d in enumerate(days))
    ]


def program(functions, inputs="'B02'", output="{bands: 1, sampleType: 'FLOAT32'}", mosaicking="ORBIT"):
    setup = f"function setup() {{ return {{input: [{inputs}], output: {output}, mosaicking: '{mosaicking}'}}; }}"
    return compile_evalscript(f"//VERSION=3\n{setup}\n{functions}")


BANDS = {
    "B02": np.array([0.1, 0.5]),
    "B03": np.array([0.2, 0.6]),
    "B04": np.array([0.3, 0.7]),
    "B08": np.array([0.4, 0.8]),
}


def test_true_colour():
    script = compile_evalscript(
        "//VERSION=3\nfunction setup() { return { input: ['B02', 'B03', 'B04'], output: { bands: 3 } }; }\n"
        "function evaluatePixel(sample) { return [2.5 * sample.B04, 2.5 * sample.B03, 2.5 * sample.B02]; }"
    )
    assert script.setup.inputs[0].bands == ("B02", "B03", "B04")
    assert script.setup.outputs == (OutputSpec("default", 3, "AUTO", None),)
    assert script.setup.mosaicking == "SIMPLE"
    found = script.evaluate(BANDS, [], lanes=2)
    np.testing.assert_allclose(found["default"], [[0.75, 1.75], [0.5, 1.5], [0.25, 1.25]])


def test_digital_numbers_as_16_bit():
    script = compile_evalscript(
        """//VERSION=3
        function setup() { return { input: [{ bands: ["B02", "B03", "B04"], // which bands
            units: "DN" // all in this unit
            }], output: { // the image
            bands: 3, sampleType: "UINT16" } }; }
        function evaluatePixel(sample) { return [sample.B04, sample.B03, sample.B02]; }"""
    )
    assert script.setup.inputs[0].units == ("DN", "DN", "DN")
    assert script.setup.outputs == (OutputSpec("default", 3, "UINT16", None),)
    bands = {"B02": np.array([0.0, 65535.0]), "B03": np.array([1200.0, 70000.0]), "B04": np.array([3400.0, 12.0])}
    found = encode_samples(script.evaluate(bands, [], lanes=2)["default"], "UINT16", None)
    assert found.dtype == np.uint16
    assert found.tolist() == [[3400, 12], [1200, 65535], [0, 65535]]


@pytest.mark.parametrize(
    ("sample_type", "factor", "expected"),
    [("UINT8", 255, [[51, 255], [102, 204], [0, 153]]), ("UINT16", 65535, [[13107, 65535], [26214, 52428], [0, 39321]])],
)  # fmt: skip
def test_reflectance_as_integers(sample_type, factor, expected):
    script = compile_evalscript(
        f"""//VERSION=3
        function setup() {{ return {{ input: [{{ bands: ["B02", "B03", "B04"], }}],
            output: {{ bands: 3, sampleType: "{sample_type}" }} }}; }}
        function evaluatePixel(sample) {{ return [sample.B04 * {factor}, sample.B03 * {factor}, sample.B02 * {factor}]; }}"""
    )
    bands = {"B02": np.array([-0.2, 0.6]), "B03": np.array([0.4, 0.8]), "B04": np.array([0.2, 1.7])}
    found = encode_samples(script.evaluate(bands, [], lanes=2)["default"], sample_type, None)
    assert found.tolist() == expected


MIXED_UNITS = """//VERSION=3
function setup() {
return {
input: [{
bands: ["B02", "B03", "B04", "B08"],
units: ["reflectance", "reflectance", "reflectance", "DN"]
}],
output: [{
id: "rgb"
bands: 3
}, {
id: "falseColor"
bands: 3
}]
}
}
function evaluatePixel(sample) {
return { rgb: [sample.B04, sample.B03, sample.B02], falseColor: [sample.B08 / 10000, sample.B04, sample.B03] };
}"""


def test_mixed_units_as_printed_lack_a_comma():
    with pytest.raises(EvalscriptError) as caught:
        compile_evalscript(MIXED_UNITS)
    assert (caught.value.kind, caught.value.line) == ("parse", 10)


def test_mixed_units_with_the_commas():
    script = compile_evalscript(MIXED_UNITS.replace('"rgb"', '"rgb",').replace('"falseColor"', '"falseColor",'))
    assert script.setup.inputs[0].units == ("REFLECTANCE", "REFLECTANCE", "REFLECTANCE", "DN")
    assert [(output.id, output.bands) for output in script.setup.outputs] == [("rgb", 3), ("falseColor", 3)]
    found = script.evaluate({**BANDS, "B08": np.array([4000.0, 8000.0])}, [], lanes=2)
    np.testing.assert_allclose(found["rgb"], [[0.3, 0.7], [0.2, 0.6], [0.1, 0.5]])
    np.testing.assert_allclose(found["falseColor"], [[0.4, 0.8], [0.3, 0.7], [0.2, 0.6]])


def test_two_outputs_with_their_own_units():
    script = compile_evalscript(
        """//VERSION=3
        function setup() { return {
            input: [{ bands: ["B02", "B03", "B04", "B08", "B04"],
                      units: ["reflectance", "reflectance", "reflectance", "DN", "reflectance"], metadata: ["bounds"] }],
            output: [{ id: "trueColor", bands: 3 }, { id: "falseColor", bands: 3, nodataValue: -1, sampleType: "INT16" }] } }
        function evaluatePixel(sample) { return {
            trueColor: [2.5 * sample.B04, 2.5 * sample.B03, 2.5 * sample.B02],
            falseColor: [2.5 * sample.B08, 2.5 * sample.B04, 2.5 * sample.B03] }; }"""
    )
    assert script.setup.inputs[0].bands == ("B02", "B03", "B04", "B08")
    assert script.setup.inputs[0].units == ("REFLECTANCE", "REFLECTANCE", "REFLECTANCE", "DN")
    assert script.setup.inputs[0].metadata == ("bounds",)
    assert script.setup.outputs[1] == OutputSpec("falseColor", 3, "INT16", -1.0)
    found = script.evaluate(BANDS, [], lanes=2)
    np.testing.assert_allclose(found["falseColor"], [[1.0, 2.0], [0.75, 1.75], [0.5, 1.5]])
    assert set(found) == {"trueColor", "falseColor"}


SCENES = {"ORBIT": orbits, "TILE": tiles}


@pytest.mark.parametrize("mosaicking", SCENES)
def test_average_of_samples_that_are_not_zero(mosaicking):
    script = program(
        """function evaluatePixel(samples) { var sum = 0; var nonZeroSamples = 0;
        for (var i = 0; i < samples.length; i++) { var value = samples[i].B04; if (value != 0) { sum += value; nonZeroSamples++; } }
        return [sum / nonZeroSamples]; }""",
        "'B04'", mosaicking=mosaicking,
    )  # fmt: skip
    samples = [{"B04": np.array(v, float)} for v in ([0.2, 0, 0], [0.4, 0.5, 0], [0, 0.7, 0])]
    scenes = SCENES[mosaicking]("2020-01-01", "2020-01-02", "2020-01-03")
    found = script.evaluate(samples, scenes, lanes=3)["default"]
    np.testing.assert_allclose(found, [[0.3, 0.6, np.nan]])


@pytest.mark.parametrize("mosaicking", SCENES)
def test_all_observations_as_bands(mosaicking):
    script = program(
        """function updateOutput(output, collection) { output.my_output.bands = collection.scenes.length }
        function evaluatePixel(samples) { var n_scenes = samples.length; let band_b02 = new Array(n_scenes)
        for (var i = 0; i < n_scenes; i++){ band_b02[i] = samples[i].B02 } return { my_output: band_b02 } }""",
        output="[{id: 'my_output', bands: 1, sampleType: SampleType.UINT16}]", mosaicking=mosaicking,
    )  # fmt: skip
    scenes = SCENES[mosaicking]("2020-01-01", "2020-01-06", "2020-01-11")
    assert script.setup.outputs[0].bands == 1
    counts = script.count_output_bands(scenes)
    assert counts == {"my_output": 3}
    samples = [{"B02": np.array([k, k + 10.0])} for k in range(3)]
    found = script.evaluate(samples, scenes, lanes=2, output_bands=counts)["my_output"]
    assert found.tolist() == [[0, 10], [1, 11], [2, 12]]


FILTERS = {
    "particular days": (
        """var allowedDates = ["2017-05-15", "2017-06-24"];
        collections.scenes.KIND = collections.scenes.KIND.filter(function (orbit) {
        var orbitDateFrom = orbit.DATE.split("T")[0]; return allowedDates.includes(orbitDateFrom); }); return collections""",
        ("2017-05-01", "2017-05-15", "2017-06-24"), [1, 2],
    ),
    "before a day": (
        """collections.scenes.KIND = collections.scenes.KIND.filter(function (scene) {
        return new Date(scene.DATE) < new Date("2019-02-01T00:00:00Z") }); return collections""",
        ("2019-01-31T23:59:59", "2019-02-01", "2018-01-01"), [0, 2],
    ),
    "outside an interval": (
        """collections.scenes.KIND = collections.scenes.KIND.filter(function (orbit) {
        return (new Date(orbit.DATE) < new Date("2019-01-31T00:00:00Z")) ||
        (new Date(orbit.DATE) >= new Date("2019-06-01T00:00:00Z")) }); return collections""",
        ("2019-01-30", "2019-01-31", "2019-05-31", "2019-06-01"), [0, 3],
    ),
    "one per month": (
        """collections.scenes.KIND.sort(function (s1, s2) { var date1 = new Date(s1.DATE); var date2 = new Date(s2.DATE);
        return date1 - date2})
        firstOrbitDate = new Date(collections.scenes.KIND[0].DATE)
        var previousOrbitMonth = firstOrbitDate.getMonth() - 1
        collections.scenes.KIND = collections.scenes.KIND.filter(function (orbit) {
        var currentOrbitDate = new Date(orbit.DATE)
        if (currentOrbitDate.getMonth() != previousOrbitMonth){ previousOrbitMonth = currentOrbitDate.getMonth(); return true;
        } else return false; }); return collections""",
        ("2020-02-20", "2020-01-15", "2020-02-10", "2020-01-05", "2020-03-01"), [3, 2, 4],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
def test_scene_filters(name, mosaicking):
    body, days, expected = FILTERS[name]
    kind, date, make = ("orbits", "dateFrom", orbits) if mosaicking == "ORBIT" else ("tiles", "date", tiles)
    text = body.replace("KIND", kind).replace("DATE", date)
    script = program(
        f"function preProcessScenes(collections) {{ {text} }}\nfunction evaluatePixel() {{}}", mosaicking=mosaicking
    )
    assert script.select_scenes(make(*days), at("2016-01-01"), at("2021-01-01")) == expected


def test_last_three_months():
    script = program(
        """function preProcessScenes (collections) { collections.scenes.orbits = collections.scenes.orbits.filter(function (orbit) {
        var orbitDateFrom = new Date(orbit.dateFrom)
        return orbitDateFrom.getTime() >= (collections.to.getTime()-3*31*24*3600*1000); }); return collections }
        function evaluatePixel() {}"""
    )
    days = orbits("2020-03-29", "2020-03-30", "2020-05-01")
    assert script.select_scenes(days, at("2020-01-01"), at("2020-07-01")) == [1, 2]


def test_without_hooks_all_scenes_stay():
    script = program("function evaluatePixel(s) { return [1]; }")
    assert script.select_scenes(orbits("2020-01-01", "2020-02-01"), at("2020-01-01"), at("2021-01-01")) == [0, 1]
    assert script.count_output_bands(orbits("2020-01-01")) == {"default": 1}
    assert script.describe_user_data(orbits("2020-01-01")) is None


def test_filter_scenes_of_older_scripts():
    script = program(
        """function filterScenes(scenes, inputMetadata) { return scenes.filter(function (scene) {
        return scene.date.getTime() >= inputMetadata.to.getTime() - 10 * 24 * 3600 * 1000; }); }
        function evaluatePixel() {}"""
    )
    assert script.select_scenes(
        orbits("2020-01-01", "2020-01-25", "2020-01-30"), at("2020-01-01"), at("2020-01-31")
    ) == [1, 2]


def test_scenes_in_both_forms():
    script = program(
        """function evaluatePixel(samples, scenes, inputMetadata) {
        return [scenes.orbits.length, scenes.length, scenes[1].date.getTime(), new Date(scenes.orbits[1].dateFrom).getTime(),
        scenes.orbits[0].tiles[0].cloudCoverage, inputMetadata.normalizationFactor * 10000, scenes.orbits[1].dateFrom.length,
        Number(scenes.orbits[0].tiles[0].date === "2020-01-01T00:00:00Z")]; }""",
        output="{bands: 8}",
    )
    found = script.evaluate([BANDS, BANDS], orbits("2020-01-01", "2020-02-01T10:20:30"), lanes=2)["default"]
    moment = at("2020-02-01T10:20:30").timestamp() * 1000
    assert found[:, 0].tolist() == [2, 2, moment, moment, 10.5, 1, 20, 1]


def test_tiles_carry_their_metadata():
    script = program(
        """function evaluatePixel(samples, scenes) { const t = scenes.tiles[1];
        return [t.cloudCoverage, t.shId, t.dataGeometry.coordinates[0][1], t.extraNumber, t.date.length,
        t.dataEnvelope === undefined ? 1 : 0]; }""",
        output="{bands: 6}", mosaicking="TILE",
    )  # fmt: skip
    first = Tile(at("2020-01-01"))
    second = Tile(
        at("2020-01-02T00:00:00.250"), 2.5, "s3://x", 77, "t", {"coordinates": [[1, 9]]}, None, {"extraNumber": 4}
    )
    found = script.evaluate([BANDS, BANDS], [first, second], lanes=2)["default"]
    assert found[:, 0].tolist() == [2.5, 77, 9, 4, 24, 1]


def test_user_data():
    script = program(
        """function evaluatePixel(s) { return [1]; }
        function updateOutputMetadata(scenes, inputMetadata, outputMetadata) {
        outputMetadata.userData = { "scenes": JSON.stringify(scenes.orbits.length), list: scenes.orbits.map(o => o.dateFrom),
        n: inputMetadata.normalizationFactor, none: undefined, nothing: null } }"""
    )
    assert script.describe_user_data(orbits("2020-01-01")) == {
        "scenes": "1", "list": ["2020-01-01T00:00:00Z"], "n": 0.0001, "nothing": None,
    }  # fmt: skip


def test_values_left_by_a_hook_reach_the_pixels():
    script = program(
        """var months = []; function preProcessScenes(c) { months = c.scenes.orbits.map(o => new Date(o.dateFrom).getMonth()); return c; }
        function evaluatePixel(s) { return [months.length * 100 + months[1]]; }"""
    )
    scenes = orbits("2020-01-01", "2020-06-01")
    script.select_scenes(scenes, at("2020-01-01"), at("2020-12-31"))
    assert script.evaluate([BANDS, BANDS], scenes, lanes=2)["default"].tolist() == [[205, 205]]


def test_no_samples_raises_what_javascript_says():
    script = program("function evaluatePixel(samples) {\n  return [samples[0].B02];\n}")
    with pytest.raises(EvalscriptError) as caught:
        script.evaluate([], [], lanes=2)
    assert caught.value.message == "Cannot read properties of undefined (reading 'B02')"
    assert (caught.value.line, caught.value.kind) == (4, "runtime")
