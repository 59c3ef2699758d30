# SPDX-License-Identifier: GPL-2.0-or-later
"""Estimate cost as Processing and the console run it, beside the fetch that it speaks of."""

from __future__ import annotations

import re
import threading

import pytest

pytest.importorskip("qgis.core")

from timestack.plugin import estimates
from timestack.plugin.bridge import http_sessions
from timestack.plugin.bridge.estimate_report import (
    describe_saving,
    estimate_line,
    report_html,
    report_text,
    spell_bytes,
    spell_minutes,
    spell_units,
)
from timestack.plugin.core.credentials import AccountLimits
from timestack.plugin.core.estimate import Estimate, Saving
from timestack.plugin.core.progress import SilentProgress

PLACE = {"EXTENT": "488000,494000,5098000,5104000 [EPSG:32633]", "RESOLUTION": 60}
SPRING = {**PLACE, "START": "2020-04-01", "END": "2020-05-31"}
REMOTE = "https://sh.dataspace.copernicus.eu/ogc/wcs/11111111-2222-3333-4444-555555555555"


@pytest.fixture
def algorithm(qgis_app):
    from qgis.core import QgsApplication

    return QgsApplication.processingRegistry().createAlgorithmById("timestack:estimatecost")


@pytest.fixture
def run(qgis_app):
    from qgis.core import (
        QgsApplication,
        QgsProcessingContext,
        QgsProcessingException,
        QgsProcessingFeedback,
        QgsProject,
    )

    def run_algorithm(name="estimatecost", **parameters):
        made = QgsApplication.processingRegistry().createAlgorithmById(f"timestack:{name}")
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
        context.setProject(QgsProject.instance())
        good, message = made.checkParameterValues(parameters, context)
        if not good:
            raise QgsProcessingException(message)
        results, succeeded = made.run(parameters, context, feedback, {}, False)
        if not succeeded:
            raise QgsProcessingException(feedback.textLog())
        return results

    return run_algorithm


SCRIPT = """//VERSION=3
function setup() {
  return {input: ["B04", "B08", "dataMask"], output: {bands: 1, sampleType: "FLOAT32"}, mosaicking: "SIMPLE"};
}
function evaluatePixel(s) { return [s.B08 - s.B04]; }
"""


@pytest.mark.parametrize(
    "asked",
    [
        {}, {"MOSAICKING": "TILE"}, {"SAMPLE_TYPE": "FLOAT32", "UNITS": "REFLECTANCE"}, {"MAX_CLOUD_COVER": 30},
        {"SCENES": "first_of_month"}, {"EVALSCRIPT": SCRIPT, "SCENES": "clearest_of_10_days"}, {"MONTHS": "5"},
    ],
    ids=lambda asked: next(iter(asked), "plain"),
)  # fmt: skip
def test_the_fetch_costs_what_was_estimated(run, tmp_path, asked):
    estimated = run(**SPRING, **asked)
    fetched = run("fetchtemporalstack", **SPRING, **asked, OUTPUT=str(tmp_path / "stack.tif"))
    assert estimated["PROCESSING_UNITS"] == pytest.approx(fetched["PROCESSING_UNITS"])
    assert fetched["REQUESTS"] == estimated["REQUESTS"]
    assert fetched["STEPS"] == estimated["STEPS"] and fetched["DATES"] == estimated["DATES"]


def test_the_parameters_are_those_of_the_fetch(algorithm):
    from qgis.core import QgsApplication

    fetch = QgsApplication.processingRegistry().createAlgorithmById("timestack:fetchtemporalstack")
    theirs = {d.name(): (d.type(), d.defaultValue(), d.flags()) for d in fetch.parameterDefinitions()}
    assert theirs.pop("OUTPUT")
    assert {d.name(): (d.type(), d.defaultValue(), d.flags()) for d in algorithm.parameterDefinitions()} == theirs
    assert algorithm.group() == fetch.group()


def test_outputs(run):
    results = run(**SPRING)
    assert set(results) >= {"PROCESSING_UNITS", "REQUESTS", "BYTES", "STEPS", "DATES", "MINUTES", "REPORT"}
    assert results["BYTES"] > 100 * 100 * 4 * 2 * results["STEPS"]
    assert results["MINUTES"] == pytest.approx(results["REQUESTS"] / 300)
    assert "charges nothing" in results["REPORT"] and "One scene a month" in results["REPORT"]


def test_what_the_fetch_would_refuse_is_refused(run):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="no band B99"):
        run(**SPRING, BANDS="B99")
    with pytest.raises(QgsProcessingException, match="2031-01-01"):
        run(**{**SPRING, "START": "2031-01-01", "END": "2031-02-01"})


def test_a_script_of_several_inputs_has_no_price(run):
    from qgis.core import QgsProcessingException

    fusion = SCRIPT.replace(
        '["B04", "B08", "dataMask"]', '[{datasource: "a", bands: ["B04"]}, {datasource: "b", bands: ["B08"]}]'
    )
    with pytest.raises(QgsProcessingException, match="several inputs"):
        run(**SPRING, EVALSCRIPT=fusion)


def test_from_the_console(qgis_app):
    import timestack

    estimate = timestack.estimate_cost(
        bands=["B04", "B08"], bbox=(500000, 5100000, 500640, 5100640), crs="EPSG:32633", start="2020-01-01",
        end="2020-12-31",
    )  # fmt: skip
    assert estimate.steps == 73 and estimate.units == pytest.approx(64 * 64 / 512**2 * 2 / 3 * 73 + 2 * 0.12)
    with pytest.raises(TypeError):
        timestack.estimate_cost(output="x.tif", bands=["B04"], start="2020-01-01", end="2020-12-31")


def prepare(parameters):
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProject

    from timestack.processing_provider.quick_estimate import prepare_estimate

    fetch = QgsApplication.processingRegistry().createAlgorithmById("timestack:fetchtemporalstack")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return prepare_estimate(fetch, parameters, context)


def test_a_remote_service_is_not_asked_by_the_dialog(qgis_app, monkeypatch):
    def refuse(*arguments, **named):
        raise AssertionError("no network")

    monkeypatch.setattr(http_sessions.requests.Session, "request", refuse)
    monkeypatch.setattr(estimates, "resolve_connection", refuse)
    work = prepare({**PLACE, "CONNECTION": REMOTE, "START": "2020-01-01", "END": "2020-12-31", "MAX_CLOUD_COVER": 50})
    estimate = work(SilentProgress())
    assert estimate.is_guess and estimate.steps == 73 and estimate.ignores_clouds
    line = estimate_line(estimate)
    assert line.startswith("At most about") and "revisit time" in line and "1111" not in line


def test_scenes_on_this_computer_are_asked_in_the_background_only(qgis_app, monkeypatch):
    asked_in = []
    real = estimates.resolve_connection

    def resolve(text):
        asked_in.append(threading.current_thread())
        return real(text)

    monkeypatch.setattr(estimates, "resolve_connection", resolve)
    work = prepare({**SPRING, "CONNECTION": "demo"})
    assert not asked_in
    found = []
    thread = threading.Thread(target=lambda: found.append(work(SilentProgress())))
    thread.start()
    thread.join(30)
    assert asked_in == [thread] and not found[0].is_guess and found[0].steps == 24


def an_estimate(**more):
    fields = {
        "units": 12.345, "discovery_units": 0.1, "requests": 45, "parts": 43, "largest_units": 8.0,
        "wire_bytes": 120_400_000, "stack_bytes": 99_000_000, "labels": ("2020-01-05",) * 30,
    }  # fmt: skip
    return Estimate(**{**fields, **more})


def test_lines():
    figures = "12.3 PU, 45 requests, 120 MB, under 1 min"
    assert estimate_line(an_estimate()) == f"{figures} for the 30 time steps that there are"
    guess = estimate_line(an_estimate(is_guess=True))
    assert guess == f"About {figures}, guessed from the collection's revisit time"


@pytest.mark.parametrize(
    ("units", "text"),
    [(0.00667, "0.00667"), (0.5, "0.5"), (12.345, "12.3"), (999.4, "999"), (10172.3, "10172"), (0, "0")],
)
def test_units_in_words(units, text):
    assert spell_units(units) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (745472, "745 kB"), (1.5e6, "1.5 MB"), (999_600_000, "1 GB"), (1.24e9, "1.24 GB")],
)
def test_bytes_in_words(count, text):
    assert spell_bytes(count) == text


@pytest.mark.parametrize(("minutes", "text"), [(0.2, "under 1 min"), (12.4, "12 min"), (600, "10 h")])
def test_minutes_in_words(minutes, text):
    assert spell_minutes(minutes) == text


def test_every_saving_has_its_sentence():
    kinds = {
        "scene_per_month": {"steps": 12}, "lower_cloud_limit": {"limit_pct": 20.0, "steps": 9},
        "coarser": {"resolution": 20.0}, "fewer_bands": {"bands": ("B02", "SCL")}, "integers": {},
    }  # fmt: skip
    sentences = [describe_saving(Saving(kind, 1.5, 3.25, details)) for kind, details in kinds.items()]
    assert all("1.5 PU, 3.25 less" in sentence for sentence in sentences)
    assert "20 %" in sentences[1] and "B02, SCL" in sentences[3] and len(set(sentences)) == 5


def test_what_comes_from_outside_cannot_write_html():
    hostile = '<script>alert("x")</script>'
    bad_band = Saving("fewer_bands", 1.0, 1.0, {"bands": (hostile,)})
    html = report_html(an_estimate(savings=(bad_band,)), hostile, is_local=True)
    assert "<script" not in html and "&lt;script&gt;" in html
    assert re.sub(r"</?(h3|h4|table|tr|td|b|p|ul|li)>", "", html).count("<") == 0
    assert hostile in report_text(an_estimate(), hostile, is_local=True)


def test_the_report_names_what_it_rests_on():
    account = AccountLimits(10, 5)
    text = report_text(an_estimate(account=account, is_guess=True), "sh.example")
    assert "10 requests and 5 processing units a minute" in text and "guess" in text and "cut smaller" in text
    assert "charges nothing" not in text
