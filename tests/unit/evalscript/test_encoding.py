# SPDX-License-Identifier: GPL-2.0-or-later
"""Returned numbers become the declared sample type as the service documents it."""

from __future__ import annotations

import numpy as np
import pytest

from timestack.plugin.evalscript import encode_samples

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
