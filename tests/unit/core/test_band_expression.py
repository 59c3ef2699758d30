# SPDX-License-Identifier: GPL-2.0-or-later
"""Formulas over bands, on arrays: against plain numpy, hostile texts, and values without data."""

from __future__ import annotations

import ast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timestack.plugin.core.band_expression import BandFormula, choose_reflectance_factor, compile_bands
from timestack.plugin.core.band_roles import find_roles
from timestack.plugin.core.errors import InvalidRequest, TimestackError
from timestack.plugin.core.formula import MAX_CHARACTERS, MAX_DEPTH
from timestack.plugin.core.indices import INDICES, available_indices, index_bands
from timestack.plugin.core.stack import StackBand

NAN = np.nan
BANDS = [StackBand(name) for name in ("B02", "B03", "B04", "B05", "B08", "B11", "B12", "SCL", "band 1")]
REFLECTANCES = {"B02": 0.04, "B03": 0.08, "B04": 0.05, "B05": 0.12, "B08": 0.40, "B11": 0.20, "B12": 0.10}


def value_of(text: str, **arrays: object) -> np.ndarray:
    given = {"band 1" if name == "band_1" else name: np.asarray(array) for name, array in arrays.items()}
    return compile_bands(text, BANDS).evaluate(given)


# By hand from the published formulas, for the reflectances above.
PUBLISHED = {
    "NDVI": 0.35 / 0.45,
    "EVI": 2.5 * 0.35 / (0.40 + 0.30 - 0.30 + 1),
    "EVI2": 2.5 * 0.35 / (0.40 + 0.12 + 1),
    "SAVI": 1.5 * 0.35 / 0.95,
    "MSAVI": (1.8 - (1.8**2 - 8 * 0.35) ** 0.5) / 2,
    "GNDVI": 0.32 / 0.48,
    "NDRE": 0.28 / 0.52,
    "NDWI": -0.32 / 0.48,
    "MNDWI": -0.12 / 0.28,
    "NDMI": 0.20 / 0.60,
    "NBR": 0.30 / 0.50,
    "NDSI": -0.12 / 0.28,
    "BSI": (0.25 - 0.44) / 0.69,
}


@pytest.mark.parametrize("name", INDICES)
@pytest.mark.parametrize("factor", [1.0, 0.0001])
def test_indices_have_their_published_values_from_reflectances_and_from_digital_numbers(name, factor):
    formula = compile_bands(name.lower(), BANDS)
    arrays = {band: np.array([value / factor]) for band, value in REFLECTANCES.items()}
    np.testing.assert_allclose(formula.evaluate(arrays, factor), [PUBLISHED[name]], rtol=1e-12)
    assert formula.bands == index_bands(name, find_roles(BANDS))
    assert formula.needs_reflectance == (name in ("EVI", "EVI2", "SAVI", "MSAVI"))


def test_an_index_is_offered_where_its_bands_are():
    assert available_indices([StackBand("RED"), StackBand("NIR"), StackBand("SWIR1"), StackBand("FMASK")]) == (
        "NDVI", "EVI2", "SAVI", "MSAVI", "NDMI",
    )  # fmt: skip
    landsat = [StackBand(name) for name in ("B03", "B04", "B05", "B06")]
    assert compile_bands("NDVI", landsat, "landsat-ot-l2").bands == ("B05", "B04")
    assert compile_bands("NDVI", [StackBand("a", "", 842.0), StackBand("b", "", 655.0)]).bands == ("a", "b")
    with pytest.raises(InvalidRequest) as caught:
        compile_bands("NBR", [StackBand("B04"), StackBand("B08")])
    assert (caught.value.rule, caught.value.details["choices"]) == (
        "index_lacks_bands", "B04, B08, NDVI, EVI2, SAVI, MSAVI"
    )  # fmt: skip


def test_a_band_wins_over_an_index_of_its_name():
    formula = compile_bands("NDVI * 2", [StackBand("NDVI"), StackBand("B04"), StackBand("B08")])
    assert formula.bands == ("NDVI",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("B04 + 2 * B08", [9.0, 0.0, NAN]),
        ("B08 / B04", [4.0, NAN, NAN]),
        ("min(B08 / B04, 5)", [4.0, NAN, NAN]),
        ("sqrt(-B08)", [NAN, -0.0, NAN]),
        ("exp(1000 * B08)", [NAN, 1.0, NAN]),
        ("(-1)^B04 + nan^0 * 0", [NAN, NAN, NAN]),
        ("B08 > 1", [1.0, 0.0, NAN]),
        ("B08 == 4 or B04 == 0", [1.0, 1.0, NAN]),
        ("not B08 and B04 < 1", [0.0, 1.0, NAN]),
        ("where(B08 > 1, B04, -1)", [1.0, -1.0, NAN]),
        ("where(B08 > 1, nan, 7)", [NAN, 7.0, NAN]),
        ("clip(B08, 1, 3)", [3.0, 1.0, NAN]),
        ("max(B04, B08, 2)", [4.0, 2.0, NAN]),
        ("log10(B08 * 25) + ln(exp(B04)) - log(1)", [3.0, NAN, NAN]),
        ("bit(B08, 2) * 10 + bit(B08, 1)", [10.0, 0.0, NAN]),
        ("round(B08 / 8) + floor(B08 / 3) + ceil(B08 / 3)", [4.0, 0.0, NAN]),
        ("-B08 ^ 2", [-16.0, -0.0, NAN]),
        ("b08 * pi / pi", [4.0, 0.0, NAN]),
        ("B08 + 1e300 * 1e300", [NAN, NAN, NAN]),
    ],
)
def test_values(text, expected):
    np.testing.assert_allclose(value_of(text, B04=[1.0, 0.0, 1.0], B08=[4.0, 0.0, NAN]), expected, rtol=1e-14)


def test_shapes_are_those_of_the_arrays():
    whole = compile_bands("B08 - B04", BANDS).evaluate(
        {"B04": np.ones((3, 1, 1), "uint16"), "B08": np.zeros((3, 4, 5), "uint16")}
    )
    assert (whole.shape, whole.dtype.name, whole.max()) == ((3, 4, 5), "float64", -1.0)
    assert value_of('"band 1" + 1', band_1=np.zeros((0, 2))).shape == (0, 2)
    assert value_of('"band 1"', band_1=3).shape == ()


def test_inputs_are_left_alone():
    array = np.array([1.0, np.inf])
    assert compile_bands("B04", BANDS).evaluate({"B04": array})[0] == 1.0
    assert np.isinf(array[1])


@pytest.mark.parametrize(
    ("text", "rule", "position"),
    [
        ("", "expression_missing", None),
        ("1 + 2 < 4", "expression_without_band", None),
        ("B04" + " " * MAX_CHARACTERS, "expression_too_long", None),
        ("(" * (MAX_DEPTH + 2) + "B04" + ")" * (MAX_DEPTH + 2), "expression_too_deep", None),
        ("not " * (MAX_DEPTH + 2) + "B04", "expression_too_deep", None),
        ("-" * 400 + "B04", "expression_too_deep", None),
        ("abs(" * (MAX_DEPTH + 2) + "B04" + ")" * (MAX_DEPTH + 2), "expression_too_deep", None),
        ("B04 < B08 < 2", "expression_unreadable", 11),
        ("B04 = 1", "expression_unreadable", 5),
        ("B04 & 1", "expression_unreadable", 5),
        ("__import__('os')", "expression_unreadable", 1),
        ("open(B04)", "expression_unreadable", 1),
        ("B04.shape", "expression_unreadable", 4),
        ("B04[0]", "expression_unreadable", 4),
        ("lambda: B04", "expression_unreadable", 7),
        ("reflectance(B04)", "expression_unreadable", 1),
        ("where(B04, 1)", "expression_unreadable", 13),
        ('"B04', "expression_unreadable", 1),
        ("B04 and", "expression_unreadable", 8),
        ("B99", "unknown_band", None),
        ('"NDVI"', "unknown_band", None),
        ('"nan" + B04', "unknown_band", None),
    ],
)
def test_what_is_no_formula_is_refused(text, rule, position):
    with pytest.raises(InvalidRequest) as caught:
        compile_bands(text, BANDS, parameter="INDEX")
    assert (caught.value.parameter, caught.value.rule, caught.value.details.get("position")) == (
        "INDEX",
        rule,
        position,
    )
    if position:
        assert "where" in str(caught.value.details["functions"])


def test_the_longest_chain_is_computed():
    text = "B04" + "+B04" * ((MAX_CHARACTERS - 3) // 4)
    assert value_of(text, B04=[1.0])[0] == (MAX_CHARACTERS - 3) // 4 + 1


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='B04()+-*/^<>=!,. "and or not min1e9nNDVI\x00é', max_size=60))
def test_no_text_breaks_the_parser(text):
    try:
        formula = compile_bands(text, BANDS)
    except TimestackError:
        return
    assert isinstance(formula, BandFormula)
    formula.evaluate({name: np.array([0.0, 1.0, NAN]) for name in formula.bands})


LEAVES = st.one_of(st.sampled_from(["B04", "B08"]), st.sampled_from(["2", "0.5", "3.", "1e-2"]))
TEXTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map("".join),
        st.tuples(inner, st.just("**"), st.sampled_from(["2", "3"])).map("".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        inner.map("abs({})".format),
        st.tuples(inner, st.sampled_from([" < ", ">=", "=="]), inner).map(lambda parts: f"({''.join(parts)})"),
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_formulas_mean_what_they_mean_in_python(text):
    """Held against Python's own parser and numpy; relative tolerance 1e-12, NaN where numpy has no finite number."""
    text = f"({text}) + 0*B08"
    arrays = {"B04": np.array([0.25, 1.5, 3.0]), "B08": np.array([0.5, -1.25, 2.0])}
    try:
        with np.errstate(all="ignore"):
            tree = compile(ast.parse(text, mode="eval"), "formula", "eval")
            expected = eval(tree, {"__builtins__": {}}, {"abs": np.abs, **arrays})
    except (ZeroDivisionError, OverflowError, TypeError):  # of plain numbers; of True - True
        return
    found = compile_bands(text, BANDS).evaluate(arrays)
    finite = np.isfinite(expected)
    np.testing.assert_allclose(found[finite & np.isfinite(found)], expected[finite & np.isfinite(found)], rtol=1e-12)
    assert not np.isfinite(found[~finite]).any()
    assert np.isnan(found[~np.isfinite(found)]).all()


def test_the_factor_follows_the_units_and_else_the_values():
    dn, reflectance = np.array([0.0, 4000.0, NAN]), np.array([0.0, 0.4, NAN])
    unknown, told = [StackBand("a")], [StackBand("a", "REFLECTANCE")]
    assert choose_reflectance_factor(unknown, {"a": dn}, ["a"]) == 0.0001
    assert choose_reflectance_factor(unknown, {"a": reflectance}, ["a"]) == 1.0
    assert choose_reflectance_factor(told, {}, ["a"]) == 1.0
    assert choose_reflectance_factor([StackBand("a", "DN")], {"a": reflectance}, ["a"]) == 1.0, "scale was applied"
    assert choose_reflectance_factor(unknown, {"a": np.array([NAN])}, ["a"]) == 1.0
