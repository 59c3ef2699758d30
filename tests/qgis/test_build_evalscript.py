# SPDX-License-Identifier: GPL-2.0-or-later
"""Build evalscript as Processing runs it, and what its scripts show of the demo's scenes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")

PLACE = {"EXTENT": "500100,500260,5100100,5100228 [EPSG:32633]", "START": "2020-04-01", "END": "2020-06-30"}


@pytest.fixture
def run(qgis_app, tmp_path):
    """Run an algorithm through the registry, checks of the dialog included."""
    from qgis.core import (
        QgsApplication,
        QgsProcessingContext,
        QgsProcessingException,
        QgsProcessingFeedback,
        QgsProject,
    )

    def run_algorithm(name="buildevalscript", **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"timestack:{name}")
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
        context.setProject(QgsProject.instance())
        good, message = algorithm.checkParameterValues(parameters, context)
        if not good:
            raise QgsProcessingException(message)
        results, succeeded = algorithm.run(parameters, context, feedback, {}, False)
        if not succeeded:
            raise QgsProcessingException(feedback.textLog())
        return results

    return run_algorithm


@pytest.fixture
def pixels(run, tmp_path):
    """Values (band, y, x) of a script with these choices over the demo, by the algorithm that runs scripts here."""
    from osgeo import gdal

    def run_here(extra=None, **choices):
        script = run(**choices)["SCRIPT"]
        target = tmp_path / "result.tif"
        run("runevalscript", EVALSCRIPT=script, SCENES="demo", OUTPUT=str(target), **PLACE, **(extra or {}))
        dataset = gdal.Open(str(target))
        values = dataset.ReadAsArray()
        return (values if values.ndim == 3 else values[None]), dataset.GetRasterBand(1).GetNoDataValue()

    return run_here


@pytest.fixture
def stack(run, tmp_path):
    """The demo's own scenes of the same place and days, by the algorithm that fetches: (time, band, y, x) and days."""
    import timestack

    def fetch(bands, **more):
        target = str(tmp_path / "stack.tif")
        run("fetchtemporalstack", BANDS=bands, OUTPUT=target, **PLACE, **more)
        found = timestack.open_stack(target)
        return found.read().data.astype(float), [time.date() for time in found.times]

    return fetch


def test_defaults_write_a_stack_to_a_file(run, tmp_path):
    target = tmp_path / "stack.js"
    results = run(OUTPUT=str(target))
    assert target.read_text(encoding="utf-8") == results["SCRIPT"]
    assert results["OUTPUT"] == str(target)
    assert results["SCRIPT"].startswith("//VERSION=3\n// Sentinel-2 L2A")
    assert [path.name for path in tmp_path.iterdir()] == ["stack.js"]


def test_the_text_alone_needs_no_file(run):
    results = run()
    assert "updateOutput" in results["SCRIPT"] and not results.get("OUTPUT")


def test_choices_reach_the_script(run):
    script = run(
        PRODUCT="composite", METHOD="percentile", PERCENTILE=10, BANDS="B04, B08", UNITS="REFLECTANCE", MASK="CLD",
        CLOUD_PROBABILITY=25, MOSAICKING="TILE", SCENES="clearest_of_n_days", PERIOD_DAYS=20, MONTHS="5,6", NODATA=7,
        DATES="2020-05-04,2020-06-13", INTERVALS="2020-05-01/2020-06-30", LEAVE_OUT="2020-05-10/2020-05-20",
        SAMPLE_TYPE="INT16",
    )["SCRIPT"]  # fmt: skip
    for line in (
        'const BANDS = ["B04", "B08"];', "const PERCENTILE = 10;", "const CLOUD_PROBABILITY = 25;",
        "const PERIOD_DAYS = 20;", "const MONTHS = [5, 6];", 'const DAYS = ["2020-05-04", "2020-06-13"];',
        'const KEEP = [["2020-05-01", "2020-06-30"]];', 'const LEAVE_OUT = [["2020-05-10", "2020-05-20"]];',
        "const NODATA = 7;", 'sampleType: "INT16"', 'mosaicking: "TILE"', "const SCALE = 10000;",
    ):  # fmt: skip
        assert line in script
    custom = run(PRODUCT="index", INDEX="custom", EXPRESSION="B08 - B04", MONTHS_BACK=3, LIST_DATES=True)["SCRIPT"]
    assert "return sample.B08 - sample.B04;" in custom and "const MONTHS_BACK = 3;" in custom
    assert "updateOutputMetadata" in custom and 'sampleType: "INT16"' in custom


def test_a_stack_script_shows_what_fetch_shows(pixels, stack):
    found, nodata = pixels(BANDS="B04,B08")
    expected, days = stack("B04,B08")
    assert nodata == 0 and len(days) > 10
    np.testing.assert_array_equal(found, expected.reshape(found.shape))


@pytest.mark.parametrize("scenes", ["first_of_month", "clearest_of_month", "clearest_of_10_days"])
def test_scenes_are_those_that_fetch_chooses(pixels, stack, scenes):
    found, _ = pixels(BANDS="B04", SCENES=scenes)
    expected, days = stack("B04", SCENES=scenes)
    assert len(days) in (3, 9)
    np.testing.assert_array_equal(found, expected.reshape(found.shape))


def test_a_cloudless_median_is_numpys(pixels, stack):
    found, _ = pixels(PRODUCT="composite", BANDS="B04,B08")
    values, _ = stack("B04,B08,SCL,dataMask")
    good = ~np.isin(values[:, 2], (0, 1, 3, 8, 9, 10)) & (values[:, 3] == 1)
    for band in (0, 1):
        seen = np.ma.masked_array(values[:, band], ~good)
        expected = np.floor(np.ma.median(seen, axis=0).filled(0) + 0.5)
        np.testing.assert_array_equal(found[band], expected)
    assert found.min() > 0


def test_ndvi_is_numpys(pixels, stack):
    found, nodata = pixels(PRODUCT="index", SAMPLE_TYPE="FLOAT32", MASK="none")
    values, days = stack("B04,B08")
    assert nodata is None and len(found) == len(days)
    expected = (values[:, 1] - values[:, 0]) / (values[:, 1] + values[:, 0])
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert 0.3 < np.median(found) < 0.9


def test_a_built_script_goes_into_fetch(run, tmp_path):
    """As a model would chain them: Fetch runs the index day by day and gives every band its date."""
    import timestack

    script = run(PRODUCT="index", INDEX="NDVI")["SCRIPT"]
    target = str(tmp_path / "ndvi.tif")
    results = run("fetchtemporalstack", EVALSCRIPT=script, SAMPLE_TYPE="INT16", OUTPUT=target, **PLACE)
    stack = timestack.open_stack(target)
    assert stack.shape[:2] == (results["STEPS"], 1) and stack.bands == ("V1",)
    values = stack.read()
    assert 2000 < np.ma.median(values) < 9000 and values.mask.any(), "NDVI x 10000, clouds left out"


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"BANDS": "B77"}, "BANDS: there is no band B77; choose among"),
        ({"BANDS": ""}, "BANDS: no band is named"),
        ({"MONTHS": "13"}, "MONTHS: '13' is not a month"),
        ({"DATES": "May"}, "DATES: 'May' is not a date"),
        ({"INTERVALS": "2020-05-04"}, "INTERVALS: '2020-05-04' is no interval"),
        ({"LEAVE_OUT": "2020-06-01/2020-05-01"}, "LEAVE_OUT: the first day 2020-06-01 lies after the last day"),
        ({"MASK_CLASSES": "cloud"}, "MASK_CLASSES: 'cloud' is not a whole number"),
        ({"MASK": "SCL", "MASK_CLASSES": "77"}, "MASK_CLASSES: 77 is nothing that SCL knows"),
        ({"MASK": "BQA"}, "MASK: Sentinel-2 L2A (surface reflectance) does not offer BQA; choose auto, none, SCL"),
        ({"PRODUCT": "index", "INDEX": "custom"}, "EXPRESSION: there is no formula"),
        (
            {"PRODUCT": "index", "INDEX": "custom", "EXPRESSION": "B08 - alert(1)"},
            "EXPRESSION: the formula cannot be read from character 7 ('alert') on",
        ),
        ({"PRODUCT": "index", "EXPRESSION": "B08"}, "EXPRESSION: a formula has no effect on NDVI"),
        ({"PRODUCT": "index", "SAMPLE_TYPE": "UINT8"}, "SAMPLE_TYPE: an index may be negative"),
        ({"MONTHS_BACK": 3, "MOSAICKING": "TILE"}, "MONTHS_BACK: the end of the request is told to scripts with ORBIT"),
        ({"PERIOD_DAYS": 0}, "PERIOD_DAYS: 0 is not possible; give a whole number from 1 to 366"),
        ({"NODATA": -1}, "NODATA: the no-data value -1.0 does not fit into UINT16"),
        ({"COLLECTION": "sentinel-1-grd", "BANDS": "VV", "SCENES": "clearest_of_month"}, "SCENES: Sentinel-1 GRD"),
        ({"OUTPUT": "/nowhere/at/all.js"}, "OUTPUT: the folder /nowhere/at does not exist"),
    ],
    ids=str,
)  # fmt: skip
def test_a_mistake_is_told_in_one_sentence_before_the_run(run, choices, sentence):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException) as caught:
        run(**choices)
    assert str(caught.value).startswith(sentence)
    assert "?" not in str(caught.value) and "\n" not in str(caught.value)


def test_every_refusal_has_a_sentence(repo_root):
    from timestack.plugin.bridge.messages import _rules

    sources = [*(repo_root / "plugin/core/script_builder").glob("*.py")]
    sources.append(repo_root / "processing_provider/build_evalscript.py")
    texts = "".join(source.read_text(encoding="utf-8") for source in sources)
    rules = set(re.findall(r'InvalidRequest\(\s*[\w."]+,\s*"(\w+)"', texts))
    assert len(rules) > 20 and rules <= set(_rules())


def test_every_parameter_has_help_and_rare_ones_are_advanced(qgis_app):
    from qgis.core import QgsApplication, QgsProcessingParameterDefinition

    algorithm = QgsApplication.processingRegistry().algorithmById("timestack:buildevalscript")
    flag = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    shown = [p.name() for p in algorithm.parameterDefinitions() if not p.flags() & flag]
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
    assert len(shown) <= 13
    assert algorithm.groupId() == "evalscript" and Path(algorithm.svgIconPath()).is_file()
