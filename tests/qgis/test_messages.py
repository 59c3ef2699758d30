"""Every rule that is raised somewhere has its sentence, and the sentence names the parameter."""

from __future__ import annotations

import ast
import re

import pytest

pytest.importorskip("qgis.core")

from timestack.plugin.bridge.messages import _rules, explain
from timestack.plugin.core import errors


def raised(repo_root, name):
    """(file, arguments) of every call that makes an error of a name."""
    for path in [*repo_root.glob("plugin/**/*.py"), *repo_root.glob("processing_provider/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                yield path, node


def test_every_rule_has_a_sentence_with_the_details_that_are_given(repo_root):
    seen = 0
    for path, call in raised(repo_root, "InvalidRequest"):
        if len(call.args) < 2 or not isinstance(call.args[1], ast.Constant):
            continue
        rule, given = call.args[1].value, {keyword.arg for keyword in call.keywords}
        assert rule in _rules(), f"{path.name}: no sentence for {rule}"
        wanted = set(re.findall(r"{(\w+)}", _rules()[rule]))
        assert wanted <= given, f"{path.name}: {rule} names {wanted - given}"
        seen += 1
    assert seen > 30


def test_sentences_name_the_parameter_and_what_to_do():
    error = errors.InvalidRequest("BANDS", "unknown_band", band="B99", collection="sentinel-2-l2a", choices="B01, B02")
    assert explain(error) == "BANDS: there is no band B99; choose among B01, B02."


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.NoAcquisitions("2020-01-01", "2020-01-31", 20), ("2020-01-01", "20 %", "MAX_CLOUD_COVER")),
        (errors.Unreachable("http://127.0.0.1:1/ogc/wcs", "the connection was refused"), ("CONNECTION", "127.0.0.1")),
        (errors.ServiceError(400, "Failed to evaluate script! Error: x"), ("EVALSCRIPT: x; correct the script",)),
        (
            errors.ServiceError(400, "Failed to evaluate script! evalscript.js:3: Error: B99 is not defined"),
            ("EVALSCRIPT: line 3: B99 is not defined; correct",),
        ),
        (
            errors.ServiceError(400, "Failed to evaluate script! evalscript.js:12: ReferenceError: B99 is not defined"),
            ("EVALSCRIPT: line 12: ReferenceError: B99",),
        ),
        (errors.ServiceError(403, "no", "ACCESS_INSUFFICIENT_PROCESSING_UNITS"), ("processing units",)),
        (errors.ServiceError(418, "tea"), ("418", "tea")),
        (errors.DateMismatch(["2020-01-05"], ["2020-01-06"], "part 1"), ("2020-01-05", "2020-01-06", "part 1")),
        (errors.ScriptError(7, "B99 is not defined"), ("EVALSCRIPT", "line 7", "B99 is not defined")),
        (errors.FileProblem("/x/stack.tif", "no space", "disk_full"), ("OUTPUT", "/x/stack.tif", "full")),
        (errors.BadAnswer("5 bands", "4"), ("5 bands", "4")),
    ],
)
def test_every_kind_of_error_is_one_sentence_with_its_facts(error, words):
    sentence = explain(error)
    assert all(word in sentence for word in words), sentence
    assert "\n" not in sentence
