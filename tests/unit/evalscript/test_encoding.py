# SPDX-License-Identifier: GPL-2.0-or-later
"""Returned numbers become the declared sample type as the service documents it."""

from __future__ import annotations

import numpy as np
import pytest

from timestack.plugin.evalscript import compile_evalscript, encode_samples

NAN, INF = np.nan, np.inf


@pytest.mark.parametrize(
    ("sample_type", "values", "nodata", "expected", "dtype"),
    [
        ("AUTO", [0, 1, 0.5, -3, 7, 0.00196, 0.00197, INF, -INF], None, [0, 255, 128, 0, 255, 0, 1, 255, 0], np.uint8),
        ("UINT8", [40.6, 310, -1, 0.5, 1.5, 254.49], None, [41, 255, 0, 1, 2, 254], np.uint8),
        ("INT8", [127.6, -128.6, -0.5, -1.5, 0.49], None, [127, -128, 0, -1, 0], np.int8),
        ("UINT16", [65535.4, 70000, -5, 2.5], None, [65535, 65535, 0, 3], np.uint16),
        ("INT16", [32767.5, -32768.9, -2.5, INF, -INF], None, [32767, -32768, -2, 32767, -32768], np.int16),
        ("UINT8", [NAN, 3], None, [0, 3], np.uint8),
        ("INT16", [NAN, 3], -9999, [-9999, 3], np.int16),
        ("UINT8", [NAN], -9999, [0], np.uint8),
        ("AUTO", [NAN, 1], 7, [7, 255], np.uint8),
        ("UINT16", [NAN], NAN, [0], np.uint16),
    ],
)
def test_integer_types(sample_type, values, nodata, expected, dtype):
    found = encode_samples(np.array(values, float), sample_type, nodata)
    assert found.dtype == dtype
    assert found.tolist() == expected


def test_float_keeps_everything():
    found = encode_samples(np.array([NAN, INF, -INF, 0.1]), "FLOAT32", -1)
    assert found.dtype == np.float32
    assert np.isnan(found[0])
    assert found[1:].tolist() == [INF, -INF, np.float32(0.1)]


@pytest.mark.parametrize("sample_type", ["AUTO", "UINT8", "INT8", "UINT16", "INT16", "FLOAT32"])
def test_long_rows_are_encoded_as_single_numbers(sample_type):
    """Within limits and beyond, with NaN in some pieces only, over the edges of pieces."""
    rng = np.random.default_rng(3)
    scale = 1.0 if sample_type == "AUTO" else 127.0
    values = rng.uniform(0, scale, 50_000)
    values[:4] = [0.0, scale, 0.5, scale - 0.5]
    values[17_000:17_003] = [NAN, INF, -INF]
    values[33_000:] *= rng.uniform(-900, 900, 17_000)
    together = encode_samples(values, sample_type, 5)
    alone = [encode_samples(values[k], sample_type, 5) for k in range(0, len(values), 97)]
    assert np.array_equal(together[::97], alone, equal_nan=sample_type == "FLOAT32")
    limits = {"AUTO": (0, 255), "UINT8": (0, 255), "INT8": (-128, 127), "UINT16": (0, 65535), "INT16": (-32768, 32767)}
    if sample_type in limits:
        stretched = np.clip(values, 0, 1) * 255 if sample_type == "AUTO" else values
        expected = np.clip(np.floor(np.where(np.isnan(values), 5, stretched) + 0.5), *limits[sample_type])
        assert np.array_equal(together, expected)


@pytest.mark.parametrize("sample_type", ["AUTO", "INT16", "FLOAT32"])
def test_a_program_encodes_what_it_would_return(sample_type):
    """Rows that are one number, that are missing, that only some pixels return, and that are bands as they are."""
    text = """//VERSION=3
    function setup() { return {input: ['B1'], output: {bands: 4, sampleType: '%s', nodataValue: 3}}; }
    function evaluatePixel(s) { return s.B1 > 0.5 ? [s.B1, 1, s.B1 * 300] : [s.B1, 1]; }
    """
    program = compile_evalscript(text % sample_type)
    band = np.linspace(-1, 2, 40_000)
    plain = program.evaluate({"B1": band}, [], lanes=len(band))["default"]
    encoded = program.evaluate({"B1": band}, [], lanes=len(band), is_encoded=True)["default"]
    assert np.isnan(plain[3]).all() and np.isnan(plain[2]).any() and not np.isnan(plain[2]).all()
    expected = encode_samples(plain, sample_type, 3)
    assert encoded.dtype == expected.dtype
    assert np.array_equal(encoded, expected, equal_nan=sample_type == "FLOAT32")
    assert plain[0].base is not band and np.array_equal(band, np.linspace(-1, 2, 40_000))
