# ruff: noqa: E501
# SPDX-License-Identifier: GPL-2.0-or-later
"""The service's helpers give the values its documentation prints, or that follow from its words."""

from __future__ import annotations

import numpy as np
import pytest

from timestack.plugin.evalscript import compile_evalscript

pytestmark = pytest.mark.usefixtures("engine")

TEXT = "//VERSION=3\nfunction setup() {{ return {{input: ['A'], output: {{bands: {0}}}}}; }}\nfunction evaluatePixel(s) {{ {1} }}"

VALUES = {
    "index(0.6, 0.4)": 0.2,
    "index(2, -2)": 0,
    "inverse(4)": 0.25,
    "inverse(0)": 1.7976931348623157e308,
    "JAVA_DOUBLE_MAX_VAL": 1.7976931348623157e308,
    "valueInterpolate(9, [-10, -5, 0, 5, 10], [-1000, -50, 0, 50, 1000])": 810,
    "valueInterpolate(-11, [-10, 10], [3, 4])": 3,
    "valueInterpolate(11, [-10, 10], [3, 4])": 4,
    "valueInterpolate(7)": 7,
    "valueInterpolate(5, [0, 10], [[0, 10], [10, 30]])": [5, 20],
    "colorBlend(0.5, [0, 1], [[0, 0, 0], [1, 0.5, 0.25]])": [0.5, 0.25, 0.125],
    "valueMap(2, [1, 3, 5, 7, 10], [100, 300, 500, 700, 900])": 300,
    "valueMap(3, [1, 3, 5, 7, 10], [100, 300, 500, 700, 900])": 300,
    "valueMap(0, [1, 3], [100, 300])": 100,
    "valueMap(4, [1, 3], [100, 300])": 300,
    "valueMap(4)": 4,
    "int2rgb(0xFF8001)": [255, 128, 1],
    "rgb2int([255, 128, 1])": 0xFF8001,
    "normalizeRGB([255, 0, 51])": [1, 0, 0.2],
    "combine([1, 0], [0, 0.5], 0.25)": [0.25, 0.375],
    "['minValue', 'maxValue', 'gamma'].map(k => new DefaultVisualizer(0.1, 0.4)[k])": [0.1, 0.4, 1],
    "['gain', 'offset'].map(k => new HighlightCompressVisualizer(0.1, 0.4, 2, 3)[k])": [2, 3],
    "new HighlightCompressVisualizer().maxValue": 1,
    "new HighlightCompressVisualizerSingle(2).minValue": 2,
    "['minVal', 'maxVal'].map(k => new ColorGradientVisualizer([[0, 0], [1, 255]], 3)[k])": [3, 1],
    "new ColorMapVisualizer([[200, 0xff0000], [300, 0x0000ff]]).process(250)": [1, 0, 0],
    "new ColorMapVisualizer([[200, 0xff0000], [300, 0x0000ff]]).process(100)": [1, 0, 0],
    "new ColorMapVisualizer([[200, 0xff0000], [300, 0x0000ff]]).process(300)": [0, 0, 1],
    "ColorMapVisualizer.createDefaultColorMap().process(0.25)": [0.8, 0.8, 0.2],
    "new ColorRampVisualizer([[200, 0xff0000], [300, 0x0000ff]]).process(250)": [127 / 255, 0, 127 / 255],
    "new ColorRampVisualizer([[200, 0xff0000], [300, 0x0000ff]]).process(199)": [1, 0, 0],
    "new ColorRampVisualizer([[200, [1, 0, 0]], [300, [0, 0, 1]]]).process(301)": [0, 0, 1],
    "new ColorRampVisualizer([[0, 0xff0000], [1, 0x0000ff]], 200, 300).process(250)": [127 / 255, 0, 127 / 255],
    "new ColorRampVisualizer([[200, 0xff0000], [300, 0x0000ff]]).inverse().process(200)": [0, 0, 1],
    "ColorRampVisualizer.createRedTemperature(0, 1).process(0)": [0, 0, 0],
    "ColorRampVisualizer.createWhiteGreen(0, 1).process(1)": [1, 1, 1],
    "ColorRampVisualizer.createBlueRed(0, 1).process(0)": [0, 0, 128 / 255],
    "ColorRampVisualizer.createOceanColor(0, 1).process(0.2)": [0, 10 / 255, 1],
    "ColorGradientVisualizer.createBlueRed(0, 1).process(0)": [0, 0, 128 / 255],
    "new HighlightCompressVisualizer(0.1, 0.4).process(0.25)": 0.5,
    "new HighlightCompressVisualizer(0.1, 0.4).process(0.376)": 0.92,
    "new HighlightCompressVisualizer(0.1, 0.4).process(0.4)": 0.92 + 0.08 * 0.08 / 1.08,
    "new HighlightCompressVisualizer(0.1, 0.4).process(0.7)": 1,
    "new HighlightCompressVisualizer(0.1, 0.4).process(0)": 0,
    "new HighlightCompressVisualizer(0.1, 0.4).processList([0.25, 0.7])": [0.5, 1],
    "new HighlightCompressVisualizerSingle(0.1, 0.4).process(0.25)": [0.5],
    "new DefaultVisualizer(0, 0.5).process(0.48)": 0.96,
    "new Identity().process(0.3)": [0.3],
    "blueRed[0]": [1, 0x80],
    "redTemperature.length": 5,
    "greenWhite[1]": [0.6, 0x6600],
    "oceanColor.length": 21,
    "decodeL8C2Qa(1 + 8 + 128 + (2 << 8) + (3 << 14)).cloud": 1,
    "decodeL8C2Qa(1 + 8 + 128 + (2 << 8) + (3 << 14)).snow": 0,
    "decodeL8C2Qa(1 + 8 + 128 + (2 << 8) + (3 << 14)).cloudConfidence": 2,
    "decodeL8C2Qa(1 + 8 + 128 + (2 << 8) + (3 << 14)).cirrusConfidence": 3,
    "decodeS3OLCIQualityFlags(2147483648).land": 1,
    "decodeS3OLCIQualityFlags(2147483648).coastline": 0,
    "decodeS3OLCIQualityFlags(2097152).dubious": 1,
    "decodeS3OLCIQualityFlags(1048576).saturatedB01": 1,
    "decodeS3OLCIQualityFlags(1).saturatedB21": 1,
}


def evaluate(expression, values):
    wanted = 3 if "Visualizer" in expression else 4
    program = compile_evalscript(TEXT.format(wanted, f"return {expression};"))
    return program.evaluate({"A": np.asarray(values, float)}, [], lanes=len(values))["default"]


@pytest.mark.parametrize("expression", VALUES)
def test_documented_value(expression):
    expected = np.atleast_1d(np.asarray(VALUES[expression], float))
    found = evaluate(expression, [0.0, 1.0])
    np.testing.assert_allclose(found[: len(expected)], np.repeat(expected[:, None], 2, 1), rtol=0, atol=1e-12)
    assert np.isnan(found[len(expected) :]).all()


@pytest.mark.parametrize(
    ("expression", "values", "first_band"),
    [
        ("index(s.A, 0.4)", [0.6, -0.4], [0.2, 0]),
        ("inverse(s.A)", [0, 2], [1.7976931348623157e308, 0.5]),
        ("valueMap(s.A, [1, 3], [100, 300])", [0, 1, 2, 3, 4], [100, 100, 300, 300, 300]),
        ("colorMap(s.A, [1, 3], [100, 300])", [0, 1, 3], [100, 300, 300]),
        ("valueInterpolate(s.A, [0, 10], [0, 1])", [-1, 0, 2.5, 10, 11, np.nan], [0, 0, 0.25, 1, 1, 1]),
        ("new ColorMapVisualizer([[0, 0xff0000], [1, 0]]).process(s.A)", [-1, 0.5, 1], [1, 1, 0]),
        ("new ColorRampVisualizer([[0, 0], [1, 0xff0000]]).process(s.A)", [-1, 0.5, 2], [0, 127 / 255, 1]),
        ("new HighlightCompressVisualizer(0.1, 0.4).process(s.A)", [0, 0.25, 0.7], [0, 0.5, 1]),
        ("decodeL8C2Qa(s.A).cloud", [0, 8, 7, 15], [0, 1, 0, 1]),
    ],
)
def test_pixels_that_differ(expression, values, first_band):
    np.testing.assert_allclose(evaluate(expression, values)[0], first_band, rtol=0, atol=1e-12)
