# SPDX-License-Identifier: GPL-2.0-or-later
"""The scripts that Timestack writes itself pass the checker, with nothing but what is true of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from timestack.plugin.core.acquisitions import Acquisition
from timestack.plugin.core.catalogue import load_catalogue
from timestack.plugin.core.script_builder import INDICES, METHODS, ScriptRecipe, write_script
from timestack.plugin.core.stack_script import ScriptBands, write_self_describing_script, write_slot_script
from timestack.plugin.core.timeline import build_timeline
from timestack.plugin.evalscript.checker import check_evalscript

L2A = load_catalogue()["sentinel-2-l2a"]
UNITS = {"UINT16": "DN", "INT16": "DN", "FLOAT32": "REFLECTANCE"}
BOTH = pytest.mark.parametrize("mosaicking", ["ORBIT", "TILE"])


def acquisitions(count):
    start = datetime(2020, 1, 5, 10, 7, 31, tzinfo=timezone.utc)
    moments = [start + timedelta(days=5 * k) for k in range(count)]
    return [Acquisition(m, f"s3://tiles/33/T/VM/{m:%Y/%m/%d}/0", "33TVM", 10.0) for m in moments]


@BOTH
@pytest.mark.parametrize("sample_type", list(UNITS))
def test_stack_scripts(mosaicking, sample_type):
    bands = ScriptBands(("B02", "B04"), (UNITS[sample_type],) * 2, sample_type, 0.0, mosaicking)
    steps = build_timeline(acquisitions(6), mosaicking)
    texts = [
        write_slot_script(bands, steps), write_slot_script(bands, steps[:4], steps[4:]),
        write_self_describing_script(bands),
    ]  # fmt: skip
    for text in texts:
        assert not check_evalscript(text, collection=L2A).findings, text


RECIPES = [
    *(ScriptRecipe(product="index", index=index) for index in list(INDICES)[:2]),
    *(ScriptRecipe(product="composite", method=method) for method in list(METHODS)[:3]),
    *(ScriptRecipe(scenes=scenes) for scenes in ("first_of_month", "clearest_of_month", "clearest_of_n_days")),
    ScriptRecipe(), ScriptRecipe(months=(5, 6, 7)), ScriptRecipe(months_back=3),
    ScriptRecipe(units="REFLECTANCE", sample_type="FLOAT32"), ScriptRecipe(units="REFLECTANCE"),
    ScriptRecipe(collection="sentinel-1-grd", bands=("VV", "VH"), product="composite", method="mean"),
]  # fmt: skip


@BOTH
def test_generated_scripts(mosaicking):
    for recipe in RECIPES:
        if mosaicking == "TILE" and (
            recipe.months_back or "TILE" not in load_catalogue()[recipe.collection].mosaicking
        ):
            continue
        text = write_script(replace(recipe, mosaicking=mosaicking))
        findings = check_evalscript(text, collection=load_catalogue()[recipe.collection]).findings
        assert not [f for f in findings if f.rule != "script_too_large"], (recipe, findings, text)
