# SPDX-License-Identifier: GPL-2.0-or-later
# ruff: noqa: E501
"""Random scripts with texts, tables, dates, classes and sorts give the values of node."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from timestack.plugin.evalscript import EvalscriptError, compile_evalscript


def _load(name):
    spec = spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference, language = _load("node_reference"), _load("random_language")
pytestmark = pytest.mark.skipif(reference.NODE is None, reason="node is not installed")
LANES, BANDS, COUNT = 24, 20, 150
HEAD = (
    "//VERSION=3\nfunction setup() { return {input: ['A', 'B', 'C', 'N'], output: {bands: 20, sampleType: 'FLOAT32'}}; }\n"
    f"{language.HELPERS}\nfunction evaluatePixel(s) {{\n"
)


def bands(seed):
    generator = np.random.default_rng(seed)
    made = {name: np.round(generator.random(LANES), 2) for name in "ABC"}
    made["N"] = np.where(
        generator.random(LANES) < 0.3, np.nan, generator.random(LANES) * generator.choice([1, 1e9, -1])
    )
    made["C"][:2] = 0.0
    made["N"][2:4] = [np.inf, -np.inf]
    return made


def compare(seeds):
    """How many scripts give node's values; the rest are refused or fail in node too."""
    texts = [HEAD + language.LanguageWriter(seed).write() + "\n}" for seed in seeds]
    answers = reference.run_in_node([(text, bands(seed), LANES) for seed, text in zip(seeds, texts)])
    same = refused = 0
    for seed, text, answer in zip(seeds, texts, answers):
        try:
            found = compile_evalscript(text, engine="block").evaluate(bands(seed), [], lanes=LANES).get("default")
        except EvalscriptError as error:
            if error.kind != "unsupported" and not isinstance(answer, str):
                raise AssertionError(f"seed {seed}: {error}\n{text}") from error
            refused += not isinstance(answer, str)
            continue
        assert isinstance(answer, list), f"seed {seed}: node says {answer}\n{text}"
        expected = reference.as_table(answer, BANDS)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12, err_msg=f"seed {seed}\n{text}")
        same += 1
    return same, refused


def test_random_scripts_give_the_values_of_node():
    same, refused = compare(range(COUNT))
    assert same > COUNT // 2
    assert refused < COUNT // 10
