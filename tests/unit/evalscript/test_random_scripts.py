# SPDX-License-Identifier: GPL-2.0-or-later
# ruff: noqa: E501
"""Random scripts give the values of node."""

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


reference, scripts = _load("node_reference"), _load("random_scripts")
pytestmark = [
    pytest.mark.skipif(reference.NODE is None, reason="node is not installed"),
    pytest.mark.usefixtures("engine"),
]
LANES, BANDS, COUNT = 24, 12, 250
HEAD = (
    "//VERSION=3\nfunction setup() { return {input: ['A', 'B', 'C', 'N'], output: {bands: 12, sampleType: 'FLOAT32'}}; }\n"
    "function evaluatePixel(s) {\n"
)


def bands(seed):
    generator = np.random.default_rng(seed)
    made = {name: np.round(generator.random(LANES), 2) for name in "ABC"}
    made["N"] = np.where(generator.random(LANES) < 0.3, np.nan, generator.random(LANES))
    return made


def test_random_scripts_give_the_values_of_node(engine):
    seeds = range(COUNT)
    texts = [HEAD + scripts.ScriptWriter(seed).write() + "\n}" for seed in seeds]
    answers = reference.run_in_node([(text, bands(seed), LANES) for seed, text in zip(seeds, texts)])
    same = 0
    for seed, text, answer in zip(seeds, texts, answers):
        try:
            found = compile_evalscript(text).evaluate(bands(seed), [], lanes=LANES).get("default")
        except EvalscriptError as error:
            if error.kind not in ("unsupported", "parse") and not isinstance(answer, str):
                raise AssertionError(f"seed {seed}: {error}\n{text}") from error
            continue
        assert isinstance(answer, list), f"seed {seed}: node says {answer}"
        expected = reference.as_table(answer, BANDS)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12, err_msg=f"seed {seed}\n{text}")
        same += 1
    assert same > COUNT // (2 if engine == "block" else 4)  # Qt 5 does not know all their syntax
