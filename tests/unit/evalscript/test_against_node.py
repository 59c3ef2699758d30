# SPDX-License-Identifier: GPL-2.0-or-later
"""The block engine gives node's values for every supported shape of script."""

from __future__ import annotations

from datetime import datetime, timezone
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from timestack.plugin.evalscript import EvalscriptError, Orbit, compile_evalscript, encode_samples


def _load(name):
    spec = spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference, shapes = _load("node_reference"), _load("script_shapes")
pytestmark = [
    pytest.mark.skipif(reference.NODE is None, reason="node is not installed"),
    pytest.mark.usefixtures("engine"),
]
LANES, BANDS, SCENES = 60, 16, 7


def bands(seed):
    generator = np.random.default_rng(seed)
    made = {name: np.round(generator.random(LANES), 3) for name in "ABC"}
    made["N"] = np.where(generator.random(LANES) < 0.3, np.nan, generator.random(LANES))
    return made


def script(body, mosaicking):
    return (
        "//VERSION=3\nfunction setup() { return {input: ['A', 'B', 'C', 'N'], "
        f"output: {{bands: {BANDS}, sampleType: 'FLOAT32'}}, mosaicking: '{mosaicking}'}}; }}\n"
        f"function evaluatePixel(s, scenes) {{ {body} }}"
    )


def evaluate(text, samples, count=0):
    scenes = [Orbit(*(datetime(2020, 1 + k, 1, tzinfo=timezone.utc),) * 2) for k in range(count)]
    try:
        found = compile_evalscript(text).evaluate(samples, scenes, lanes=LANES)
    except EvalscriptError as error:
        if error.kind == "parse":
            pytest.skip(f"Qt 5 does not know this syntax: {error}")
        raise
    return found.get("default", np.full((BANDS, LANES), np.nan))


def check_same(found, expected):
    """Equal to the last digits as doubles, and bit for bit in every integer type."""
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
    for name in ("AUTO", "UINT8", "INT8", "UINT16", "INT16"):
        np.testing.assert_array_equal(encode_samples(found, name, None), encode_samples(expected, name, None))
    encoded = [encode_samples(values, "FLOAT32", None) for values in (found, expected)]
    np.testing.assert_allclose(*encoded, rtol=1e-6, atol=0)


@pytest.fixture(scope="module")
def answers():
    jobs = {name: (script(body, "SIMPLE"), bands(1), LANES) for name, body in shapes.SIMPLE.items()}
    stack = [bands(k) for k in range(SCENES)]
    jobs.update({f"multi {name}": (script(body, "ORBIT"), stack, LANES) for name, body in shapes.MULTI.items()})
    return dict(zip(jobs, reference.run_in_node(list(jobs.values()))))


@pytest.mark.parametrize("name", shapes.SIMPLE)
def test_one_sample(name, answers):
    assert isinstance(answers[name], list), answers[name]
    expected = reference.as_table(answers[name], BANDS)
    assert np.isfinite(expected).any()
    found = evaluate(script(shapes.SIMPLE[name], "SIMPLE"), bands(1))
    check_same(found, expected)


@pytest.mark.parametrize("name", shapes.MULTI)
def test_several_samples(name, answers):
    answer = answers[f"multi {name}"]
    assert isinstance(answer, list), answer
    expected = reference.as_table(answer, BANDS)
    assert np.isfinite(expected).any()
    found = evaluate(script(shapes.MULTI[name], "ORBIT"), [bands(k) for k in range(SCENES)], SCENES)
    check_same(found, expected)
