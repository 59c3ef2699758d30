# SPDX-License-Identifier: GPL-2.0-or-later
"""What a recipe refuses, how formulas are read, and what the text of a script looks like."""

from __future__ import annotations

import ast
import itertools
import math
import re
from datetime import date, datetime, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timestack.plugin.core.catalogue import load_catalogue
from timestack.plugin.core.errors import InvalidRequest
from timestack.plugin.core.script_builder import INDICES, MASKS, METHODS, SCENE_CHOICES, ScriptRecipe, write_script
from timestack.plugin.core.script_builder.expression import MAX_DEPTH, parse_expression
from timestack.plugin.core.script_builder.spectral_indices import BAND_ROLES, offered_indices
from timestack.plugin.evalscript import Orbit, compile_evalscript
from timestack.plugin.evalscript.checker import check_evalscript

DAY = date(2020, 5, 4)


def all_recipes():
    """Every product with every filter and mask, for both mosaickings."""
    for mosaicking in ("ORBIT", "TILE"):
        base = {"mosaicking": mosaicking, "bands": ("B04", "B08")}
        for scenes in SCENE_CHOICES:
            yield ScriptRecipe(**base, scenes=scenes)
            yield ScriptRecipe(**base, scenes=scenes, product="index")
            for method in METHODS:
                yield ScriptRecipe(**base, scenes=scenes, product="composite", method=method)
        for mask in ("none", "SCL", "CLM", "CLP", "CLD"):
            yield ScriptRecipe(**base, product="composite", mask=mask)
            yield ScriptRecipe(**base, units="REFLECTANCE", mask=mask, sample_type="FLOAT32", nodata=-9999.0)
        for index in INDICES:
            yield ScriptRecipe(**base, product="index", index=index)
        yield ScriptRecipe(**base, product="index", index="custom", expression="sqrt(B8A) - B04^2", units="REFLECTANCE")
        yield ScriptRecipe(
            **base, months=(5, 6), dates=(DAY,), intervals=((DAY, DAY),), left_out_intervals=((DAY, DAY),)
        )
    yield ScriptRecipe(months_back=3, months=(1, 2))
    yield ScriptRecipe(lists_dates=True)
    for collection in sorted(BAND_ROLES):
        for index in offered_indices(collection):
            yield ScriptRecipe(collection=collection, product="index", index=index)
    yield ScriptRecipe(collection="sentinel-1-grd", bands=("VV", "VH"), product="composite", method="mean")
    yield ScriptRecipe(collection="byoc-1234", bands=("mine",), product="composite")


RECIPES = tuple(all_recipes())


def test_every_script_runs_in_the_block_engine_declares_what_was_asked_and_is_short():
    for recipe in RECIPES:
        text = write_script(recipe)
        program = compile_evalscript(text, engine="block")
        (output,) = program.setup.outputs
        nodata = None if math.isnan(recipe.nodata_value) else recipe.nodata_value
        assert (output.id, output.sample_type, output.nodata_value) == ("default", recipe.written_type, nodata)
        assert program.setup.mosaicking == recipe.mosaicking
        (given_input,) = program.setup.inputs
        assert given_input.bands[-1] == "dataMask" or "dataMask" in given_input.bands
        known = load_catalogue().get(recipe.collection)
        for band, unit in zip(given_input.bands, given_input.units):
            assert known is None or unit in known.bands[band].units
        assert text.startswith("//VERSION=3\n// ") and text.endswith("}\n") and text.isascii()
        assert max(map(len, text.splitlines())) <= 135
        assert len(text) < 3800
        assert write_script(recipe) == text


def scripts_of_every_shape():
    """One script for each set of functions, whatever its bands and numbers; and one for each mask and collection."""
    shapes = {}
    for recipe in RECIPES:
        functions = re.findall(r"function (\w+)", write_script(recipe))
        shapes.setdefault((recipe.mosaicking, *functions), recipe)
        shapes.setdefault((recipe.cloud_mask.band, recipe.collection, recipe.written_type), recipe)
    return shapes.values()


def test_our_checker_finds_nothing_to_say():
    """No error and no warning; user data, which people have to ask for, is the one thing it points out."""
    for recipe in scripts_of_every_shape():
        check = check_evalscript(write_script(recipe), collection=load_catalogue().get(recipe.collection))
        rules = [finding.rule for finding in check.findings if finding.severity != "hint"]
        assert rules == (["user_data_unreachable"] if recipe.lists_dates else []), recipe


def test_typical_scripts_stay_under_3000_characters():
    typical = [
        ScriptRecipe(), ScriptRecipe(product="index"), ScriptRecipe(product="composite"),
        ScriptRecipe(product="composite", method="max_ndvi"), ScriptRecipe(product="composite", method="least_cloudy"),
        ScriptRecipe(scenes="first_of_month"), ScriptRecipe(product="index", months=(5, 6, 7)),
    ]  # fmt: skip
    assert max(len(write_script(recipe)) for recipe in typical) < 3000


def test_every_text_is_another_one():
    texts = [write_script(recipe) for recipe in RECIPES]
    same = [(a, b) for (a, s), (b, t) in itertools.combinations(zip(RECIPES, texts), 2) if s == t]
    for one, other in same:
        assert {one.mask, other.mask} == {"auto", "SCL"} or one == other or one.product == other.product == "index"


# ---- refusals


@pytest.mark.parametrize(
    ("choices", "parameter", "rule"),
    [
        ({"bands": ()}, "BANDS", "no_bands"),
        ({"bands": (" ",)}, "BANDS", "no_bands"),
        ({"bands": ("B04", "B04")}, "BANDS", "band_twice"),
        ({"bands": ("B77",)}, "BANDS", "unknown_band"),
        ({"bands": ('B04"];process.exit()//',)}, "BANDS", "not_a_band_name"),
        ({"collection": "mine", "bands": ("__proto__",)}, "BANDS", "not_a_band_name"),
        ({"collection": "x\nprocess.exit()"}, "COLLECTION", "unknown_collection"),
        ({"product": "film"}, "PRODUCT", "unknown_choice"),
        ({"mosaicking": "SIMPLE"}, "MOSAICKING", "unknown_choice"),
        ({"collection": "sentinel-1-grd", "bands": ("VV",), "mosaicking": "TILE"}, "MOSAICKING", "not_offered"),
        ({"collection": "dem", "bands": ("DEM",)}, "MOSAICKING", "not_offered"),
        ({"units": "KELVIN"}, "UNITS", "unknown_choice"),
        ({"sample_type": "AUTO"}, "SAMPLE_TYPE", "unknown_choice"),
        ({"sample_type": "UINT8"}, "SAMPLE_TYPE", "numbers_too_large"),
        ({"product": "index", "sample_type": "UINT16"}, "SAMPLE_TYPE", "index_needs_sign"),
        ({"bands": ("sunZenithAngles",), "sample_type": "INT16"}, "SAMPLE_TYPE", "needs_floats"),
        ({"product": "index", "index": "VARI"}, "INDEX", "unknown_choice"),
        ({"product": "index", "index": "NDRE", "collection": "landsat-ot-l2"}, "INDEX", "not_offered"),
        ({"product": "index", "index": "NDVI", "collection": "byoc-1"}, "INDEX", "not_offered"),
        ({"product": "index", "index": "custom"}, "EXPRESSION", "expression_missing"),
        ({"product": "index", "expression": "B08"}, "EXPRESSION", "expression_unused"),
        ({"product": "index", "index": "custom", "expression": "B08-B99"}, "EXPRESSION", "unknown_band"),
        ({"product": "composite", "method": "mode"}, "METHOD", "unknown_choice"),
        (
            {"product": "composite", "method": "max_ndvi", "collection": "sentinel-1-grd", "bands": ("VV",)},
            "METHOD",
            "no_ndvi",
        ),
        (
            {"product": "composite", "method": "least_cloudy", "collection": "sentinel-1-grd", "bands": ("VV",)},
            "METHOD",
            "no_cloud_cover",
        ),
        ({"collection": "modis", "bands": ("B01",), "scenes": "clearest_of_month"}, "SCENES", "no_cloud_cover"),
        ({"percentile": 101}, "PERCENTILE", "not_a_percentage"),
        ({"percentile": math.nan}, "PERCENTILE", "not_a_percentage"),
        ({"cloud_probability_pct": -1}, "CLOUD_PROBABILITY", "not_a_percentage"),
        ({"mask": "BQA"}, "MASK", "not_offered"),
        ({"mask": "fmask"}, "MASK", "unknown_choice"),
        ({"mask": "SCL", "collection": "sentinel-2-l1c"}, "MASK", "not_offered"),
        ({"mask": "SCL", "mask_classes": (12,)}, "MASK_CLASSES", "not_a_mask_class"),
        ({"mask": "CLM", "mask_classes": (1,)}, "MASK_CLASSES", "no_mask_classes"),
        ({"mask": "none", "mask_classes": (1,)}, "MASK_CLASSES", "no_mask_classes"),
        ({"nodata": 70000.0}, "NODATA", "outside_sample_type"),
        ({"nodata": 0.5}, "NODATA", "outside_sample_type"),
        ({"nodata": math.nan}, "NODATA", "outside_sample_type"),
        ({"nodata": math.inf, "sample_type": "FLOAT32"}, "NODATA", "outside_sample_type"),
        ({"scenes": "last_of_month"}, "SCENES", "unknown_choice"),
        ({"period_days": 0}, "PERIOD_DAYS", "not_in_range"),
        ({"months": (13,)}, "MONTHS", "not_a_month"),
        ({"intervals": ((DAY, date(2020, 1, 1)),)}, "INTERVALS", "reversed_dates"),
        ({"left_out_intervals": ((DAY, date(2020, 1, 1)),)}, "LEAVE_OUT", "reversed_dates"),
        ({"months_back": -1}, "MONTHS_BACK", "not_in_range"),
        ({"months_back": 3, "mosaicking": "TILE"}, "MONTHS_BACK", "months_back_needs_orbit"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_its_parameter(choices, parameter, rule):
    with pytest.raises(InvalidRequest) as caught:
        ScriptRecipe(**choices)
    assert (caught.value.parameter, caught.value.rule) == (parameter, rule)


def test_sample_types_are_chosen_to_fit():
    assert ScriptRecipe().written_type == "UINT16"
    assert ScriptRecipe(units="REFLECTANCE").written_type == "UINT16"
    assert ScriptRecipe(product="index").written_type == "INT16"
    assert ScriptRecipe(bands=("B04", "sunZenithAngles")).written_type == "FLOAT32"
    assert ScriptRecipe(collection="sentinel-1-grd", bands=("VV",)).written_type == "FLOAT32"
    assert ScriptRecipe(collection="sentinel-5p-l2", bands=("NO2",)).written_type == "FLOAT32"


def test_a_stack_keeps_its_clouds_unless_asked():
    assert ScriptRecipe().cloud_mask.band == ""
    assert ScriptRecipe(mask_classes=(9,)).cloud_mask.classes == (9,)
    assert ScriptRecipe(product="composite").cloud_mask.band == "SCL"
    assert set(MASKS) >= {"auto", "none", "SCL", "CLM"}


def test_bands_of_roles_are_in_the_catalogue_and_measure_light():
    for collection, roles in BAND_ROLES.items():
        bands = load_catalogue()[collection].bands
        waves = {role: bands[band].wavelength_nm for role, band in roles.items()}
        assert all("REFLECTANCE" in bands[band].units for band in roles.values())
        order = [waves[role] for role in ("blue", "green", "red", "red_edge", "nir", "swir1", "swir2") if role in waves]
        assert order == sorted(order) and len(set(order)) == len(order), collection


# ---- formulas


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(B08-B04)/(B08+B04)", "(sample.B08 - sample.B04) / (sample.B08 + sample.B04)"),
        ("B08 - (B04 - B02)", "sample.B08 - (sample.B04 - sample.B02)"),
        ("B08 / (B04 * B02)", "sample.B08 / (sample.B04 * sample.B02)"),
        ("--B08", "-(-sample.B08)"),
        ("-B08^2", "-Math.pow(sample.B08, 2)"),
        ("B08**2^3", "Math.pow(sample.B08, Math.pow(2, 3))"),
        ("max(B08, 1e-3, .5)", "Math.max(sample.B08, 0.001, 0.5)"),
        ("+ln( B08 )", "Math.log(sample.B08)"),
    ],
)
def test_formulas_become_javascript(text, expected):
    assert parse_expression(text).javascript == expected


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("B08 +", 6), ("(B08", 5), ("B08)", 4), ("B08 B04", 5), ("B08; B04", 4), ("fetch('x')", 7), ("B08[0]", 4),
        ("B08.constructor", 4), ("B08 ? 1 : 2", 5), ("abs(B08, 1)", 11), ("min()", 5), ("1e999 + B08", 1),
        ("B08 - `x`", 7), ("_B08", 1), ("2 B08", 3), ("é + B08", 1), ("B08 // x", 6), ("B08 /* x */", 6),
        ("B08 = 1", 5), ("0x10 + B08", 2), ("B08\x00", 4), ("constructor(B08)", 1),
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused_where_it_goes_wrong(text, position):
    with pytest.raises(InvalidRequest) as caught:
        parse_expression(text)
    assert (caught.value.rule, caught.value.details["position"]) == ("expression_unreadable", position)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "expression_missing"),
        ("1 + 2", "expression_without_band"),
        ("B08+" * 130 + "1", "expression_too_long"),
        ("(" * (MAX_DEPTH + 2) + "B08" + ")" * (MAX_DEPTH + 2), "expression_too_deep"),
        ("-" * 200 + "B08", "expression_too_deep"),
        ("2^" * 200 + "B08", "expression_too_deep"),
    ],
)
def test_formulas_have_bounds(text, rule):
    with pytest.raises(InvalidRequest) as caught:
        parse_expression(text)
    assert caught.value.rule == rule


LEAVES = st.one_of(st.sampled_from(["B04", "B08", "B11"]), st.sampled_from(["2", "0.5", "3.", "1e-2", ".25"]))
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map("".join),
        st.tuples(inner, st.sampled_from([" ^ ", "**"]), st.sampled_from(["2", "0.5", "-1"])).map("".join),
        inner.map("({})".format),
        inner.map("-{}".format),
        inner.map("abs({})".format),
        st.tuples(inner, inner).map(lambda pair: f"max({pair[0]}, {pair[1]})"),
    ),
    max_leaves=8,
)


def python_value(text, bands):
    """The formula by Python's own parser, which knows the same rules of binding."""
    tree = ast.parse(text.replace("^", "**"), mode="eval")
    with np.errstate(all="ignore"):
        names = {"abs": np.abs, "max": np.maximum, **bands}
        return eval(compile(tree, "formula", "eval"), {"__builtins__": {}}, names)


@settings(max_examples=120, deadline=None)
@given(text=FORMULAS)
def test_formulas_mean_what_they_mean_in_python(text):
    text = f"({text}) + 0*B08"
    arrays = {"B04": np.array([0.25, 1.5, 3.0]), "B08": np.array([0.5, 0.0, 2.0]), "B11": np.array([7.0, 0.125, 1.0])}
    try:
        expected = python_value(text, {name: array.copy() for name, array in arrays.items()})
    except ZeroDivisionError:  # of two plain numbers; Python raises where numpy and JavaScript go on
        return
    if np.iscomplexobj(expected):
        return
    recipe = ScriptRecipe(product="index", index="custom", expression=text, sample_type="FLOAT32", mask="none")
    program = compile_evalscript(write_script(recipe), engine="block")
    moment = datetime(2020, 1, 1, tzinfo=timezone.utc)
    samples = [{**{name: arrays[name] for name in recipe.formula.bands}, "dataMask": np.ones(3)}]
    found = program.evaluate(samples, [Orbit(moment, moment)], lanes=3)["default"][0]
    expected = np.where(np.isfinite(expected), expected, np.nan)
    np.testing.assert_allclose(found, expected, rtol=1e-9)
