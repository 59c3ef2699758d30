# SPDX-License-Identifier: GPL-2.0-or-later
"""Presets of cloud masks against the published tables of their values, and dilation against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timestack.plugin.core.band_expression import compile_bands
from timestack.plugin.core.clear_sky import DISC, PRESETS, SQUARE, choose_clear_rule, grow, is_clear_by
from timestack.plugin.core.stack import StackBand

NAN = np.nan


@pytest.mark.parametrize(
    ("key", "values", "clear"),
    [
        ("SCL", range(12), "0 0 1 0 1 1 1 1 0 0 0 1"),
        ("CLM", [0, 1, 255, NAN], "1 0 0 0"),
        ("CLP", [0, 101, 102, 255], "1 1 0 0"),
        ("CLD", [0, 39, 40, NAN], "1 1 0 0"),
        ("FMASK", [0, 1, 2, 3, 4, 255, NAN], "1 1 0 1 0 0 0"),
        # Collection 2 values as the USGS lists them: clear, water, fill, cloud, shadow, cirrus, dilated cloud, snow.
        ("QA_PIXEL", [21824, 21952, 1, 22280, 23888, 54596, 21826, 30048], "1 1 0 0 0 0 0 1"),
        ("HLS", [64, 224, 2, 4, 8, 16, 32], "1 1 0 0 0 1 1"),
        ("dataMask", [0, 1, NAN], "0 1 0"),
        ("IS_VALID", [0, 1, 255], "0 1 1"),
    ],
)
def test_presets_know_their_tables(key, values, clear):
    found = PRESETS[key].is_clear(np.array(list(values), "float64"))
    assert " ".join(str(int(value)) for value in found) == clear


@pytest.mark.parametrize(
    ("bands", "collection", "expected"),
    [
        (["B04", "dataMask", "CLM", "SCL"], "", ("SCL", "SCL", (0, 1, 3, 8, 9, 10))),
        (["B04", "scl"], "", ("SCL", "scl", (0, 1, 3, 8, 9, 10))),
        (["B04", "BQA"], "landsat-ot-l2", ("BQA", "BQA", (0, 1, 2, 3, 4))),
        (["B04", "BQA"], "landsat-tm-l2", ("BQA", "BQA", (0, 1, 3, 4))),
        (["RED", "NIR", "FMASK"], "", ("FMASK", "FMASK", (2, 4, 255))),
        (["Red", "Fmask"], "hls", ("HLS", "Fmask", (1, 2, 3))),
        (["Red", "QA"], "hls", ("HLS", "QA", (1, 2, 3))),
        (["NDVI", "CLP", "CLM", "IS_VALID"], "", ("CLM", "CLM", (0,))),
    ],
)
def test_the_preset_follows_the_bands(bands, collection, expected):
    rule = choose_clear_rule(bands, collection)
    assert (rule.key, rule.band, rule.values) == expected


@pytest.mark.parametrize("bands", [[], ["B04", "B08"], ["QA"]])
def test_no_band_no_preset(bands):
    assert choose_clear_rule(bands) is None


def test_a_condition_of_ones_own():
    bands = [StackBand("SCL"), StackBand("B02")]
    formula = compile_bands("SCL >= 4 and SCL <= 7 and B02 < 0.2", bands)
    arrays = {"SCL": np.array([4, 8, NAN, 5]), "B02": np.array([0.1, 0.1, 0.1, NAN])}
    assert is_clear_by(formula, arrays).tolist() == [True, False, False, False]


def test_any_shape_any_type():
    assert PRESETS["SCL"].is_clear(np.full((3, 2, 2), 4, "uint8")).all()
    assert PRESETS["BQA"].is_clear(np.array([-32768 + 64], "int16")).tolist() == [True]
    assert PRESETS["SCL"].is_clear(np.array([np.inf])).tolist() == [False]


def _footprint(radius, shape):
    reach = int(radius)
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    return x**2 + y**2 <= radius**2 if shape == DISC else np.ones_like(x, bool)


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    height=st.integers(1, 12),
    width=st.integers(1, 12),
    radius=st.sampled_from([0, 0.5, 1, 1.5, 2, 2.9, 3, 5, 20]),
    shape=st.sampled_from([DISC, SQUARE]),
)
def test_growing_is_dilation(seed, height, width, radius, shape):
    ndimage = pytest.importorskip("scipy.ndimage")
    mask = np.random.default_rng(seed).random((2, height, width)) < 0.15
    expected = np.stack([ndimage.binary_dilation(one, _footprint(radius, shape)) for one in mask])
    before = mask.copy()
    np.testing.assert_array_equal(grow(mask, radius, shape), expected)
    np.testing.assert_array_equal(mask, before)


@pytest.mark.parametrize(("radius", "shape"), [(-1, DISC), (NAN, DISC), (np.inf, SQUARE), (1, "star")])
def test_impossible_growth_is_refused(radius, shape):
    with pytest.raises(ValueError, match="radius"):
        grow(np.zeros((2, 2), bool), radius, shape)
