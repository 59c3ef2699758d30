# SPDX-License-Identifier: GPL-2.0-or-later
"""What generated scripts compute, by our engine and by node, against numpy over random scenes."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest
from recipe_scenes import (
    LANES,
    NODE,
    describe,
    expected_composite,
    expected_index,
    expected_stack,
    in_units,
    kept_slots,
    node_case,
    random_slots,
    run_in_node,
)

from timestack.plugin.core.script_builder import INDICES, METHODS, ScriptRecipe, write_script
from timestack.plugin.evalscript import compile_evalscript

FROM, TO = datetime(2019, 11, 20, tzinfo=timezone.utc), datetime(2020, 4, 7, 23, 59, 59, tzinfo=timezone.utc)
SEEDS = range(4)
COUNTS = {0: 0, 1: 1, 2: 7, 3: 24}
"""Scenes by seed."""

BOTH = pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])
INDEX_FORMULAS = {
    "NDVI": lambda s: (s["B08"] - s["B04"]) / (s["B08"] + s["B04"]),
    "EVI": lambda s: 2.5 * (s["B08"] - s["B04"]) / (s["B08"] + 6 * s["B04"] - 7.5 * s["B02"] + 1),
    "EVI2": lambda s: 2.5 * (s["B08"] - s["B04"]) / (s["B08"] + 2.4 * s["B04"] + 1),
    "SAVI": lambda s: 1.5 * (s["B08"] - s["B04"]) / (s["B08"] + s["B04"] + 0.5),
    "MSAVI": lambda s: (
        2 * s["B08"] + 1 - np.sqrt((2 * s["B08"] + 1) ** 2 - 8 * (s["B08"] - s["B04"]))
    ) / 2,
    "GNDVI": lambda s: (s["B08"] - s["B03"]) / (s["B08"] + s["B03"]),
    "NDRE": lambda s: (s["B08"] - s["B05"]) / (s["B08"] + s["B05"]),
    "NDWI": lambda s: (s["B03"] - s["B08"]) / (s["B03"] + s["B08"]),
    "MNDWI": lambda s: (s["B03"] - s["B11"]) / (s["B03"] + s["B11"]),
    "NDMI": lambda s: (s["B08"] - s["B11"]) / (s["B08"] + s["B11"]),
    "NBR": lambda s: (s["B08"] - s["B12"]) / (s["B08"] + s["B12"]),
    "NDSI": lambda s: (s["B03"] - s["B11"]) / (s["B03"] + s["B11"]),
    "BSI": lambda s: (s["B11"] + s["B04"] - s["B08"] - s["B02"]) / (s["B11"] + s["B04"] + s["B08"] + s["B02"]),
}  # fmt: skip


def check(recipe, expect, seeds=SEEDS, bands=("B02", "B03", "B04", "B05", "B08", "B11", "B12"), exact=True):
    """Run a recipe over random scenes, in our engine and in node, and compare with what is expected."""
    script = write_script(recipe)
    program = compile_evalscript(script, engine="block")
    cases, found, kept_of = [], [], []
    for seed in seeds:
        slots = random_slots(np.random.default_rng(seed), recipe.mosaicking, COUNTS[seed], bands=bands)
        scenes = [describe(slot, recipe.mosaicking) for slot in slots]
        kept = program.select_scenes(scenes, FROM, TO)
        described = [scenes[k] for k in kept]
        samples = [in_units(slots[k], program.setup.inputs[0]) for k in kept]
        counts = program.count_output_bands(described)
        values = program.evaluate(samples, described, lanes=LANES, output_bands=counts)["default"]
        right = kept_slots(slots, recipe, TO)
        expected = expect(right)
        assert counts["default"] == len(expected) == len(values)
        assert not np.isnan(values).any() or recipe.written_type == "FLOAT32"
        if exact and recipe.written_type != "FLOAT32":
            np.testing.assert_array_equal(values, expected)
        else:
            np.testing.assert_allclose(values, expected, rtol=1e-9, atol=1e-12)
        cases.append(node_case(script, program, slots, recipe, FROM, TO))
        found.append((kept, counts["default"], values))
        kept_of.append(right)
    if NODE is not None:
        for (kept, count, values), answer in zip(found, run_in_node(cases)):
            assert answer["kept"] == kept and answer["bands"] == count
            np.testing.assert_array_equal(answer["values"], values)
    return kept_of


@BOTH
@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"bands": ("B08", "B04"), "units": "REFLECTANCE"},
        {"bands": ("B08",), "units": "REFLECTANCE", "sample_type": "UINT8"},
        {"units": "REFLECTANCE", "sample_type": "FLOAT32", "bands": ("B02", "B11")},
        {"bands": ("B08", "SCL"), "sample_type": "INT16", "mask": "SCL", "nodata": -1.0},
        {"bands": ("SCL", "CLD", "dataMask"), "sample_type": "UINT8", "nodata": 255.0},
        {"bands": ("B04", "SCL"), "units": "REFLECTANCE", "mask": "CLM"},
        {"bands": ("B04",), "mask_classes": (4, 5)},
    ],
    ids=str,
)  # fmt: skip
def test_a_stack_has_all_scenes_in_ascending_time(mosaicking, choices):
    recipe = ScriptRecipe(mosaicking=mosaicking, **choices)
    check(recipe, lambda kept: expected_stack(kept, recipe))


@BOTH
@pytest.mark.parametrize("index", INDICES)
def test_an_index_is_its_published_formula(mosaicking, index):
    for sample_type in ("INT16", "FLOAT32"):
        recipe = ScriptRecipe(product="index", index=index, mosaicking=mosaicking, sample_type=sample_type)
        check(recipe, lambda kept, r=recipe: expected_index(kept, r, INDEX_FORMULAS[index]), seeds=(0, 1, 2))


@pytest.mark.parametrize("index", INDICES)
def test_numpy_formulas_of_indices_have_their_known_values(index):
    """A meadow in summer, worked out by hand, so that both formulas cannot be wrong together."""
    meadow = {"B02": 0.03, "B03": 0.06, "B04": 0.04, "B05": 0.1, "B08": 0.44, "B11": 0.2, "B12": 0.1}
    known = {
        "NDVI": 0.4 / 0.48, "EVI": 1.0 / 1.455, "EVI2": 1.0 / 1.536, "SAVI": 0.6 / 0.98, "GNDVI": 0.38 / 0.5,
        "NDRE": 0.34 / 0.54, "NDWI": -0.38 / 0.5, "MNDWI": -0.14 / 0.26, "NDMI": 0.24 / 0.64, "NBR": 0.34 / 0.54,
        "NDSI": -0.14 / 0.26, "MSAVI": (1.88 - 0.3344**0.5) / 2, "BSI": -0.23 / 0.71,
    }  # fmt: skip
    assert INDEX_FORMULAS[index](meadow) == pytest.approx(known[index], abs=1e-12)


@BOTH
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "choices",
    [
        {"bands": ("B02", "B08")},
        {"bands": ("B04", "B08", "B11"), "units": "REFLECTANCE", "mask": "none", "percentile": 25},
        {"bands": ("B04",), "mask": "CLP", "cloud_probability_pct": 35, "percentile": 75, "sample_type": "INT16"},
        {"bands": ("B04", "SCL"), "units": "REFLECTANCE", "sample_type": "FLOAT32", "percentile": 12.3},
    ],
    ids=str,
)  # fmt: skip
def test_a_composite_is_what_numpy_makes_of_the_clear_samples(mosaicking, method, choices):
    recipe = ScriptRecipe(product="composite", method=method, mosaicking=mosaicking, **choices)
    # Reflectances times 10,000 may fall on either side of a half, in another order of multiplying.
    exact = recipe.units == "DN"
    if exact:
        check(recipe, lambda kept: expected_composite(kept, recipe))
    else:
        check(recipe, lambda kept: expected_composite(kept, recipe), exact=False, seeds=(0, 1, 2, 3))


@BOTH
@pytest.mark.parametrize("scenes", ["first_of_month", "clearest_of_month", "clearest_of_10_days", "clearest_of_n_days"])
@pytest.mark.parametrize("product", ["stack", "index", "median", "least_cloudy", "max_ndvi"])
def test_chosen_scenes_and_no_others_reach_the_image(mosaicking, scenes, product):
    choices = {"product": "composite", "method": product} if product not in ("stack", "index") else {"product": product}
    recipe = ScriptRecipe(
        bands=("B04", "B08"), mosaicking=mosaicking, scenes=scenes, months=(11, 12, 1, 2), period_days=20,
        left_out_intervals=((date(2019, 12, 10), date(2019, 12, 20)),), **choices,
    )  # fmt: skip
    expect = {
        "stack": lambda kept: expected_stack(kept, recipe),
        "index": lambda kept: expected_index(kept, recipe, INDEX_FORMULAS["NDVI"]),
    }.get(product, lambda kept: expected_composite(kept, recipe))
    kept = check(recipe, expect)
    assert len(kept[3]) < COUNTS[3] and len(kept[3]) > 1


@pytest.mark.parametrize(
    ("collection", "mask", "classes"),
    [
        ("landsat-ot-l2", "BQA", (1, 2, 3, 4)),
        ("landsat-tm-l1", "BQA", (1, 3, 4)),
        ("landsat-mss-l1", "BQA", (3,)),
        ("hls", "QA", (1, 2, 3)),
        ("sentinel-2-l1c", "CLM", ()),
        ("sentinel-2-l2a", "SCL", (0, 1, 3, 8, 9, 10)),
    ],
)
def test_each_collection_has_its_own_way_of_finding_clouds(collection, mask, classes):
    bands = ("Red", "NIR_Narrow") if collection == "hls" else ("B02", "B04")
    recipe = ScriptRecipe(
        collection=collection, bands=bands, units="REFLECTANCE", product="composite", sample_type="FLOAT32"
    )
    assert (recipe.cloud_mask.band, recipe.cloud_mask.classes) == (mask, classes)
    check(recipe, lambda kept: expected_composite(kept, recipe), bands=bands)


def test_landsat_without_data_is_nan_and_stays_out():
    recipe = ScriptRecipe(
        collection="landsat-ot-l1", bands=("B05",), units="REFLECTANCE", product="composite", method="mean"
    )
    program = compile_evalscript(write_script(recipe))
    day = datetime(2020, 5, 4, tzinfo=timezone.utc)
    slots = random_slots(np.random.default_rng(1), "ORBIT", 2, bands=("B05",))
    scenes = [describe(slot, "ORBIT") for slot in slots]
    nan, one = np.full(2, np.nan), np.ones(2)
    samples = [
        {"B05": nan, "BQA": nan, "dataMask": np.array([0.0, 1.0])},
        {"B05": np.array([np.nan, 0.25]), "BQA": 0 * one, "dataMask": one},
    ]
    assert day and program.evaluate(samples, scenes, lanes=2)["default"].tolist() == [[0, 2500]]


def test_order_of_scenes_never_matters():
    rng = np.random.default_rng(5)
    for mosaicking in ("ORBIT", "TILE"):
        slots = random_slots(rng, mosaicking, 12)
        for recipe in (
            ScriptRecipe(mosaicking=mosaicking, bands=("B04",)),
            ScriptRecipe(mosaicking=mosaicking, bands=("B04",), scenes="clearest_of_month"),
            ScriptRecipe(mosaicking=mosaicking, bands=("B04",), product="composite", method="max_ndvi"),
            ScriptRecipe(mosaicking=mosaicking, bands=("B04",), product="composite", method="least_cloudy"),
        ):
            program = compile_evalscript(write_script(recipe))
            images = []
            for _ in range(3):
                shuffled = [slots[k] for k in rng.permutation(len(slots))]
                scenes = [describe(slot, mosaicking) for slot in shuffled]
                kept = program.select_scenes(scenes, FROM, TO)
                described = [scenes[k] for k in kept]
                samples = [in_units(shuffled[k], program.setup.inputs[0]) for k in kept]
                counts = program.count_output_bands(described)
                images.append(program.evaluate(samples, described, lanes=LANES, output_bands=counts)["default"])
            np.testing.assert_array_equal(images[0], images[1])
            np.testing.assert_array_equal(images[0], images[2])


def test_user_data_lists_the_dates_of_the_image():
    for scenes in ("all", "clearest_of_month"):
        recipe = ScriptRecipe(bands=("B04",), lists_dates=True, scenes=scenes)
        script = write_script(recipe)
        program = compile_evalscript(script)
        slots = random_slots(np.random.default_rng(3), "ORBIT", 9)
        orbits = [describe(slot, "ORBIT") for slot in slots]
        kept = [orbits[k] for k in program.select_scenes(orbits, FROM, TO)]
        expected = {"dates": [f"{slot.time:%Y-%m-%dT00:00:00Z}" for slot in kept_slots(slots, recipe, TO)]}
        assert program.describe_user_data(kept) == expected
        if NODE is not None:
            (answer,) = run_in_node([node_case(script, program, slots, recipe, FROM, TO)])
            assert answer["told"]["userData"] == expected


def test_samples_that_do_not_match_the_scenes_are_an_error_and_none_at_all_are_no_data():
    from timestack.plugin.evalscript import EvalscriptError

    recipe = ScriptRecipe(bands=("B04",))
    program = compile_evalscript(write_script(recipe))
    orbits = [describe(slot, "ORBIT") for slot in random_slots(np.random.default_rng(3), "ORBIT", 3)]
    sample = {"B04": np.ones(2), "dataMask": np.ones(2)}
    with pytest.raises(EvalscriptError, match="not one sample for each scene"):
        program.evaluate([sample] * 2, orbits, lanes=2)
    none = program.evaluate([], orbits, lanes=2, output_bands=program.count_output_bands(orbits))["default"]
    assert none.tolist() == [[0, 0]] * 3


def test_scenes_in_the_future_of_the_request_are_not_needed_for_months_back():
    recipe = ScriptRecipe(bands=("B04",), months_back=3)
    program = compile_evalscript(write_script(recipe))
    end = datetime(2020, 5, 31, 23, 59, 59, tzinfo=timezone.utc)
    days = [end.replace(hour=0) - timedelta(days=k) for k in (0, 90, 91, 92, 93)]
    slots = [describe(slot, "ORBIT") for slot in random_slots(np.random.default_rng(0), "ORBIT", 5)]
    slots = [type(slot)(day, day, slot.tiles) for slot, day in zip(slots, days)]
    kept = program.select_scenes(slots, end - timedelta(days=300), end)
    assert [f"{days[k]:%m-%d}" for k in kept] == ["05-31", "03-02", "03-01", "02-29"]
