# SPDX-License-Identifier: GPL-2.0-or-later
"""``checkevalscript`` as the toolbox runs it, and its reports: words for every rule, nothing unescaped."""

from __future__ import annotations

import re
import string
from html.parser import HTMLParser

import pytest

pytest.importorskip("qgis.core")

from timestack.plugin.bridge.script_report import describe_finding, html_page, report_html, report_text
from timestack.plugin.bridge.script_words import words_of_rules
from timestack.plugin.core.catalogue import load_catalogue
from timestack.plugin.core.script_findings import ScriptCheck, ScriptFinding
from timestack.plugin.evalscript.checker import RULES, check_evalscript

GOOD = (
    "//VERSION=3\nfunction setup() {\n  return { input: ['B04'], output: { bands: 1 } };\n}\n"
    "function evaluatePixel(sample) {\n  return [2.5 * sample.B04];\n}\n"
)
HOSTILE = "<script>alert(1)</script><img src=x onerror=y>&\"'"


@pytest.fixture
def run(qgis_app):
    """Run through the registry, with the checks of the dialog; gives results and log."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

    def run_algorithm(**parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:checkevalscript")
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
        good, message = algorithm.checkParameterValues(parameters, context)
        if not good:
            raise QgsProcessingException(message)
        results, succeeded = algorithm.run(parameters, context, feedback, {}, False)
        assert succeeded, feedback.textLog()
        return results, feedback.textLog()

    return run_algorithm


def test_a_good_script_is_valid(run):
    results, log = run(EVALSCRIPT=GOOD, COLLECTION="sentinel-2-l2a")
    assert results["VALID"] is True
    assert (results["ERRORS"], results["WARNINGS"], results["HINTS"]) == (0, 0, 0)
    assert "nothing was found" in log and "nothing was found" in results["REPORT_TEXT"]


def test_an_invalid_script_is_an_answer_and_no_failure(run, tmp_path):
    path, page = tmp_path / "script.js", tmp_path / "report.html"
    path.write_text(GOOD.replace("'B04'", "'B4'"), encoding="utf-8")
    results, log = run(EVALSCRIPT=str(path), COLLECTION="sentinel-2-l2a", REPORT_FILE=str(page))
    assert results["VALID"] is False and results["ERRORS"] == 1
    assert "line 3, column 20" in log and "Did you mean B04?" in log
    assert "return { input: ['B4'], output: { bands: 1 } };" in results["REPORT_TEXT"]
    assert "Did you mean B04?" in page.read_text(encoding="utf-8")
    assert results["REPORT_FILE"] == str(page)


def test_the_service_decides_what_can_be_reached(run):
    text = GOOD.replace("bands: 1", "id: 'ndvi', bands: 1").replace("[2.5 * sample.B04]", "{ndvi: [sample.B04]}")
    assert run(EVALSCRIPT=text)[0]["VALID"] is False
    assert run(EVALSCRIPT=text, SERVICE="PROCESS")[0]["VALID"] is True


def test_bad_parameters_are_told_before_the_run(run, tmp_path):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="COLLECTION: 'sentinel-9'"):
        run(EVALSCRIPT=GOOD, COLLECTION="sentinel-9")
    with pytest.raises(QgsProcessingException, match="EVALSCRIPT: the script cannot be read"):
        run(EVALSCRIPT=str(tmp_path / "none.js"))


def test_the_toolbox_shows_help(qgis_app):
    from qgis.core import QgsApplication

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("timestack:checkevalscript")
    assert algorithm.shortHelpString() and algorithm.shortDescription() and algorithm.tags()
    assert algorithm.groupId() == "evalscript"
    assert all(definition.help() for definition in algorithm.parameterDefinitions())


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_words_for_its_details(rule):
    details = RULES[rule].details
    finding = ScriptFinding(RULES[rule].severity, rule, 1, 1, {name: f"@{name}@" for name in details})
    problem, remedy = describe_finding(finding)
    assert problem and remedy and not re.search(r"\{\w+\}", problem + remedy)
    templates = " ".join(words_of_rules()[rule])
    used = {name for _, name, _, _ in string.Formatter().parse(templates) if name}
    assert used - {"did_you_mean"} <= set(details)
    assert problem.endswith((".", "?")) and len(problem) < 320


def test_there_are_no_words_without_a_rule():
    assert set(words_of_rules()) == set(RULES)


class Tags(HTMLParser):
    """Names of all tags in a page."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        assert not [name for name, _ in attrs if name not in ("style", "charset")]


def tags_of(page):
    parser = Tags()
    parser.feed(page)
    return parser.names


HARMLESS = {"h3", "p", "b", "span", "pre", "html", "head", "meta", "title", "body"}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_details_cannot_bring_markup_into_any_rule(rule):
    details = dict.fromkeys(RULES[rule].details, HOSTILE)
    check = ScriptCheck((ScriptFinding(RULES[rule].severity, rule, 1, 1, details),))
    assert tags_of(html_page(check, HOSTILE)) <= HARMLESS


NASTY = [
    f"//VERSION=3 {HOSTILE}\nfunction setup() {{ return {{ input: ['{HOSTILE[:25]}'], output: {{ bands: 1 }} }}; }}\n",
    GOOD.replace("return [2.5", "throw new Error('" + HOSTILE[:25] + "'); return [2.5"),
    GOOD.replace("bands: 1", "id: '<script>x</script>', bands: 1, sampleType: '<b onclick=1>'"),
    GOOD.replace("// ", "") + "// <script>alert(1)</script>\n}",
    "<html><body onload=x>//VERSION=3",
]


@pytest.mark.parametrize("text", NASTY)
def test_scripts_cannot_bring_markup_into_the_report(text):
    check = check_evalscript(text, collection=load_catalogue()["sentinel-2-l2a"])
    assert check.findings
    page = report_html(check, text)
    assert tags_of(page) <= HARMLESS and "<script" not in page


def test_details_are_no_templates():
    finding = ScriptFinding("error", "parse_error", 1, 1, {"message": "{suggestion.__class__} {0} %s"})
    assert "{suggestion.__class__} {0} %s" in describe_finding(finding)[0]


def test_signs_that_would_turn_the_text_around_are_replaced():
    text = (
        "//VERSION=3\nfunction setup() { return { input: ['B\u202e04\x1b[31m'], output: { bands: 1 } }; }\n" + GOOD[60:]
    )
    check = check_evalscript(text, collection=load_catalogue()["sentinel-2-l2a"])
    for report in (report_text(check, text), report_html(check, text)):
        assert not set("\u202e\x1b") & set(report)


def test_the_text_report_quotes_the_line():
    check = check_evalscript(GOOD.replace("sample.B04", "sample.b04"))
    report = report_text(check, GOOD.replace("sample.B04", "sample.b04"))
    assert "Error in line 6, column 24" in report and "    return [2.5 * sample.b04];" in report
    assert "Did you mean B04?" in report
