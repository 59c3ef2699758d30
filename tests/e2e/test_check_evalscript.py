# SPDX-License-Identifier: GPL-2.0-or-later
"""The packed plugin checks a script from the command line."""

from __future__ import annotations

WRONG = """//VERSION=3
function setup() {
  return { input: ["B04"], output: { bands: 1 }, mosaicking: "ORBIT" };
}
function evaluatePixel(samples) {
  return [samples[0].B04];
}
"""


def test_a_script_is_checked(run_algorithm, tmp_path):
    path = tmp_path / "script.js"
    path.write_text(WRONG, encoding="utf-8")
    page = tmp_path / "report.html"
    results = run_algorithm("checkevalscript", EVALSCRIPT=path, COLLECTION="sentinel-2-l2a", REPORT_FILE=page)
    assert results["VALID"] is True and (results["ERRORS"], results["WARNINGS"]) == (0, 1)
    assert "samples is an empty list" in results["REPORT_TEXT"] and "line 6" in results["REPORT_TEXT"]
    assert "<!DOCTYPE html>" in page.read_text(encoding="utf-8")


def test_a_broken_script_is_no_failure_of_the_run(run_algorithm, tmp_path):
    path = tmp_path / "script.js"
    path.write_text(WRONG.replace("];\n}", "\n}"), encoding="utf-8")
    results = run_algorithm("checkevalscript", EVALSCRIPT=path)
    assert results["VALID"] is False and results["ERRORS"] == 1
