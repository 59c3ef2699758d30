# SPDX-License-Identifier: GPL-2.0-or-later
"""The lines that the plan of the house shows for the console work as shown."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

TEXT = """//VERSION=3
function setup() {
  return {
    input: [{bands: ["B04", "SCL"], units: ["REFLECTANCE", "DN"]}],
    output: {bands: 2, sampleType: "UINT16"},
    mosaicking: "TILE"
  };
}
function evaluatePixel(samples, scenes, inputMetadata, customData, outputMetadata) {
  outputMetadata.userData = {tiles: scenes.tiles.map(tile => tile.tileId), cloud: scenes.tiles[0].cloudCoverage};
  return [samples[0].B04 * 10000, samples.filter(sample => sample.SCL === 4).length];
}"""


def test_lines_of_the_plan():
    import timestack

    program = timestack.compile_evalscript(TEXT)
    assert program.setup.inputs[0].bands == ("B04", "SCL")
    assert program.setup.inputs[0].units == ("REFLECTANCE", "DN")
    output = program.setup.outputs[0]
    assert (output.id, output.bands, output.sample_type) == ("default", 2, "UINT16")
    assert (program.engine, program.notes, program.is_fusion) == ("block", (), False)
    array_2d, other = np.array([[0.1, 0.25], [0.5, 9.0]]), np.array([[4, 5], [4, 4]])
    scene = timestack.Scene(datetime(2020, 1, 5, 10), {"B04": array_2d, "SCL": other}, cloud_cover=2.1, tile_id="33TVM")
    result = program.run([scene, timestack.Scene(datetime(2020, 1, 6, 10), {"B04": array_2d, "SCL": other * 0})])
    assert result.outputs["default"].dtype == np.uint16
    assert result.outputs["default"].tolist() == [[[1000, 2500], [5000, 65535]], [[1, 0], [1, 1]]]
    assert result.user_data == {"tiles": ["33TVM", ""], "cloud": 2.1}


def test_what_cannot_run_says_where():
    import timestack
    from timestack.plugin.evalscript import EvalscriptError

    with pytest.raises(EvalscriptError) as caught:
        timestack.compile_evalscript(TEXT.replace("mosaicking:", "mosaicking"))
    assert (caught.value.line, bool(caught.value.message)) == (6, True)
