# SPDX-License-Identifier: GPL-2.0-or-later
"""The text of a script, put together from its recipe: the same recipe always gives the same text."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from ..timeline import ORBIT
from . import scene_hooks
from .recipe import COMPOSITE, INDEX, RANGES, STACK, ScriptRecipe
from .spectral_indices import CUSTOM, INDICES

_PICKING = ("max_ndvi", "least_cloudy")


def write_script(recipe: ScriptRecipe) -> str:
    """An Evalscript V3 for a recipe.

    A stack and an index have the bands of the oldest scene first. The median of an even count is the mean of the two in
    the middle; a percentile is interpolated linearly between its neighbours, as numpy does by default. A pixel without
    any clear sample is NODATA.
    """
    parts = [
        "\n".join(["//VERSION=3", *(f"// {line}" for line in _about(recipe)), "", *_constants(recipe)]),
        _setup(recipe),
        *scene_hooks.filter_functions(recipe),
    ]
    if scene_hooks.needs_mean_cloud(recipe):
        parts.append(scene_hooks.MEAN_CLOUD)
    if scene_hooks.knows_clouds(recipe):
        parts.append(scene_hooks.RANK_OF)
    if recipe.product != COMPOSITE:
        parts.append(scene_hooks.update_output(recipe, "" if recipe.product == INDEX else "BANDS.length"))
    if _uses_order(recipe) or recipe.lists_dates:
        parts.append(scene_hooks.scenes_in_order(recipe))
    parts.append(_is_clear(recipe))
    parts += _value_functions(recipe)
    parts.append(_evaluate_pixel(recipe))
    if recipe.lists_dates:
        parts.append(_USER_DATA.format(stamp=scene_hooks.scene_words(recipe).stamp))
    return "\n\n".join(parts) + "\n"


def _uses_order(recipe: ScriptRecipe) -> bool:
    return recipe.product != COMPOSITE or recipe.method in _PICKING or scene_hooks.picks_late(recipe)


def _about(recipe: ScriptRecipe) -> list[str]:
    scene = "day" if recipe.mosaicking == ORBIT else "source tile"
    if recipe.product == COMPOSITE:
        lines = [
            f"{recipe.title}: one image of many scenes.",
            _METHOD_WORDS[recipe.method].format(clear="clear " if recipe.cloud_mask.band else ""),
        ]
    elif recipe.product == STACK:
        lines = [
            f"{recipe.title}: one image with the bands of each {scene}, in ascending time:",
            "all BANDS of the oldest scene, then all BANDS of the next one.",
        ]
    else:
        index = INDICES.get(recipe.index)
        name = f"{recipe.index} ({index.title}, {index.source})" if index else "a formula of your own"
        lines = [f"{recipe.title}: {name},", f"one band for each {scene}, in ascending time."]
    if recipe.product != COMPOSITE:
        lines.append("The dates are not in the image; Timestack's Fetch temporal stack adds them.")
    if recipe.product != INDEX and recipe.units == "DN" and all(map(recipe.is_scaled_reflectance, recipe.bands)):
        lines.append("Values are digital numbers: reflectance x 10000.")
    if recipe.cloud_mask.band == "CLM":
        lines.append("CLM is not offered by every service: Copernicus Data Space has none.")
    return lines


def _constants(recipe: ScriptRecipe) -> list[str]:
    lines = ["// What you may change:"]
    if recipe.product != INDEX:
        lines.append(f"const BANDS = {json.dumps(recipe.bands)};")
    lines += _scale(recipe)
    if recipe.product == COMPOSITE and recipe.method == "percentile":
        lines.append(
            f"const PERCENTILE = {_number(recipe.percentile)}; // 0 is the lowest, 50 the median, 100 the highest"
        )
    lines.append(f"const NODATA = {_number(recipe.nodata_value)}; // where there is no data{_or_cloud(recipe)}")
    lines += recipe.cloud_mask.constants
    return lines + scene_hooks.filter_constants(recipe)


def _or_cloud(recipe: ScriptRecipe) -> str:
    if not recipe.cloud_mask.band:
        return ""
    return " or nothing but clouds" if recipe.product == COMPOSITE else " or a cloud"


def _scale(recipe: ScriptRecipe) -> list[str]:
    """The line with the factor, where values have one."""
    if recipe.product == INDEX:
        return [] if recipe.written_type == "FLOAT32" else ["const SCALE = 10000; // 0.25 is written as 2500"]
    factors = {band: recipe.factor_of(band) for band in recipe.bands}
    if set(factors.values()) == {1}:
        return []
    if len(set(factors.values())) > 1:
        return [f"const SCALE = {json.dumps(factors)}; // what values are multiplied by, because only whole ones fit"]
    factor = next(iter(factors.values()))
    if all(recipe.unit_of(band) == "REFLECTANCE" for band in recipe.bands):
        return [f"const SCALE = {factor}; // reflectance 0.2 is written as {factor // 5}"]
    return [f"const SCALE = {factor}; // what values are multiplied by, because only whole ones fit"]


def _setup(recipe: ScriptRecipe) -> str:
    needed = ["dataMask"]
    if recipe.cloud_mask.band:
        needed.insert(0, recipe.cloud_mask.band)
    if recipe.product == COMPOSITE and recipe.method == "max_ndvi":
        needed[:0] = recipe.ndvi_bands
    own = recipe.formula.bands if recipe.product == INDEX else recipe.bands
    others = [band for band in dict.fromkeys(needed) if band not in own]
    nodata = "" if math.isnan(recipe.nodata_value) else ", nodataValue: NODATA"
    bands, units = _inputs(recipe, own, others)
    width = "BANDS.length" if recipe.product != INDEX else "1"
    return _SETUP.format(
        bands=bands, units=units, width=width,
        sample_type=recipe.written_type, nodata=nodata, mosaicking=recipe.mosaicking,
    )  # fmt: skip


def _inputs(recipe: ScriptRecipe, own: Sequence[str], others: Sequence[str]) -> tuple[str, str]:
    """Bands and units as JavaScript; written by way of BANDS where they are all alike, so that BANDS can be edited."""
    units = [recipe.unit_of(band) for band in (*own, *others)]
    more, more_units = _more(others), _more(units[len(own) :])
    is_alike = len(set(units[: len(own)])) == 1
    if recipe.product == INDEX or not is_alike:
        bands = json.dumps([*own, *others])
        return bands, json.dumps(units[0]) if len(set(units)) == 1 else json.dumps(units)
    if len(set(units)) == 1:
        return f"[...BANDS{more}]", json.dumps(units[0])
    return f"[...BANDS{more}]", f"[...BANDS.map(() => {json.dumps(units[0])}){more_units}]"


def _more(items: Sequence[str]) -> str:
    return "".join(f", {json.dumps(item)}" for item in items)


def _is_clear(recipe: ScriptRecipe) -> str:
    condition = recipe.cloud_mask.condition
    text = "sample !== undefined && sample.dataMask === 1" + (f" && {condition}" if condition else "")
    words = "there is data and no cloud" if condition else "there is data"
    return _IS_CLEAR.format(words=words, condition=text)


def _value_functions(recipe: ScriptRecipe) -> list[str]:
    parts = []
    if recipe.product == INDEX:
        title = "The formula for one sample" if recipe.index == CUSTOM else f"{recipe.index} of one sample"
        parts.append(f"// {title}.\nfunction formula(sample) {{\n  return {recipe.formula.javascript};\n}}")
    elif recipe.product == COMPOSITE and recipe.method in ("median", "percentile"):
        parts.append(_MEDIAN if recipe.method == "median" else _PERCENTILE)
    elif recipe.product == COMPOSITE and recipe.method == "mean":
        parts.append(_MEAN)
    low_high = RANGES.get(recipe.written_type)
    if low_high is None:
        parts.append(_TO_FLOAT)
    else:
        parts.append(_TO_WHOLE.format(low=low_high[0], high=low_high[1]))
    return parts


def _evaluate_pixel(recipe: ScriptRecipe) -> str:
    group = scene_hooks.scene_words(recipe).group
    scale = _scale_factor(recipe)
    if recipe.product == INDEX:
        return _INDEX_PIXEL.format(group=group, scale=scale)
    if recipe.product == STACK:
        return _STACK_PIXEL.format(group=group, scale=scale)
    if recipe.method == "max_ndvi":
        nir, red = recipe.ndvi_bands
        return _MAX_NDVI_PIXEL.format(group=group, scale=scale, nir=nir, red=red)
    if recipe.method == "least_cloudy":
        tiles = "item.scene.tiles || []" if recipe.mosaicking == ORBIT else "[item.scene]"
        cloud = "rankOf(item.time)" if scene_hooks.knows_clouds(recipe) else f"meanCloud({tiles})"
        return _LEAST_CLOUDY_PIXEL.format(group=group, scale=scale, cloud=cloud)
    template = _CHOSEN_STATISTIC_PIXEL if scene_hooks.picks_late(recipe) else _STATISTIC_PIXEL
    return template.format(group=group, scale=scale, function=recipe.method)


def _scale_factor(recipe: ScriptRecipe) -> str:
    lines = _scale(recipe)
    if not lines:
        return ""
    return " * SCALE[band]" if "{" in lines[0] else " * SCALE"


def _number(value: float) -> str:
    return "NaN" if math.isnan(value) else repr(int(value)) if value == int(value) else repr(value)


_METHOD_WORDS = {
    "median": "Each band is the median of the {clear}samples of a pixel.",
    "mean": "Each band is the mean of the {clear}samples of a pixel.",
    "percentile": "Each band is a percentile of the {clear}samples of a pixel.",
    "max_ndvi": "A pixel has the bands of its {clear}sample with the highest NDVI, of equals the oldest.",
    "least_cloudy": "A pixel has the bands of the least cloudy scene that counts there, of equals the oldest.",
}

_SETUP = """// What is read and what comes out.
function setup() {{
  return {{
    input: [{{
      bands: {bands},
      units: {units}
    }}],
    output: {{ bands: {width}, sampleType: "{sample_type}"{nodata} }},
    mosaicking: "{mosaicking}"
  }};
}}"""

_IS_CLEAR = """// A sample, which is what one scene shows of one pixel, counts where {words}.
function isClear(sample) {{
  return {condition};
}}"""

_TO_WHOLE = """// What is written: a whole number from {low} to {high}, or NODATA where there is none.
function toPixel(value) {{
  return isFinite(value) ? Math.min({high}, Math.max({low}, Math.round(value))) : NODATA;
}}"""

_TO_FLOAT = """// What is written: the number, or NODATA where there is none (as after a division by zero).
function toPixel(value) {
  return isFinite(value) ? value : NODATA;
}"""

_MEDIAN = """// The number in the middle; of an even count the mean of the two in the middle.
function median(values) {
  values.sort((a, b) => a - b);
  const half = values.length / 2;
  return (values[Math.ceil(half) - 1] + values[Math.floor(half)]) / 2;
}"""

_PERCENTILE = """// The percentile of some numbers, interpolated between the two nearest.
function percentile(values) {
  values.sort((a, b) => a - b);
  const place = (values.length - 1) * PERCENTILE / 100, low = Math.floor(place);
  return values[low] + (values[Math.ceil(place)] - values[low]) * (place - low);
}"""

_MEAN = """// The mean of some numbers.
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}"""

_CHECK_LENGTH = """  if (samples.length > 0 && samples.length !== scenes.{group}.length) {{
    throw new Error("There is not one sample for each scene.");
  }}
"""

_STACK_PIXEL = (
    """// Runs for each pixel: the bands of all scenes.
function evaluatePixel(samples, scenes) {{
"""
    + _CHECK_LENGTH
    + """  const out = [];
  for (const item of scenesInOrder(scenes)) {{
    const sample = samples[item.index], clear = isClear(sample);
    for (const band of BANDS) out.push(clear ? toPixel(sample[band]{scale}) : NODATA);
  }}
  return out.length > 0 ? out : BANDS.map(() => NODATA);
}}"""
)

_INDEX_PIXEL = (
    """// Runs for each pixel: the index of all scenes.
function evaluatePixel(samples, scenes) {{
"""
    + _CHECK_LENGTH
    + """  const out = scenesInOrder(scenes).map((item) => {{
    const sample = samples[item.index];
    return isClear(sample) ? toPixel(formula(sample){scale}) : NODATA;
  }});
  return out.length > 0 ? out : [NODATA];
}}"""
)

_STATISTIC_PIXEL = """// Runs for each pixel: one value for each band.
function evaluatePixel(samples) {{
  const clear = samples.filter(isClear);
  return BANDS.map((band) => {{
    const values = clear.map((sample) => sample[band]).filter((value) => isFinite(value));
    return values.length > 0 ? toPixel({function}(values){scale}) : NODATA;
  }});
}}"""

_CHOSEN_STATISTIC_PIXEL = (
    """// Runs for each pixel: one value for each band.
function evaluatePixel(samples, scenes) {{
"""
    + _CHECK_LENGTH
    + """  const clear = scenesInOrder(scenes).map((item) => samples[item.index]).filter(isClear);
  return BANDS.map((band) => {{
    const values = clear.map((sample) => sample[band]).filter((value) => isFinite(value));
    return values.length > 0 ? toPixel({function}(values){scale}) : NODATA;
  }});
}}"""
)

_MAX_NDVI_PIXEL = (
    """// Runs for each pixel: one value for each band.
function evaluatePixel(samples, scenes) {{
"""
    + _CHECK_LENGTH
    + """  let highest = -Infinity, best = null;
  for (const item of scenesInOrder(scenes)) {{
    const sample = samples[item.index];
    if (!isClear(sample) || !(sample.{nir} + sample.{red} > 0)) continue;
    const ndvi = (sample.{nir} - sample.{red}) / (sample.{nir} + sample.{red});
    if (ndvi > highest) {{
      highest = ndvi;
      best = sample;
    }}
  }}
  return BANDS.map((band) => best === null ? NODATA : toPixel(best[band]{scale}));
}}"""
)

_LEAST_CLOUDY_PIXEL = (
    """// Runs for each pixel: one value for each band.
function evaluatePixel(samples, scenes) {{
"""
    + _CHECK_LENGTH
    + """  let least = Infinity, best = null;
  for (const item of scenesInOrder(scenes)) {{
    const cloud = {cloud};
    if (cloud < least && isClear(samples[item.index])) {{
      least = cloud;
      best = samples[item.index];
    }}
  }}
  return BANDS.map((band) => best === null ? NODATA : toPixel(best[band]{scale}));
}}"""
)

_USER_DATA = """// The dates, for the Process API; other services do not hand them out.
function updateOutputMetadata(scenes, inputMetadata, outputMetadata) {{
  outputMetadata.userData = {{ dates: scenesInOrder(scenes).map((item) => item.scene.{stamp}) }};
}}"""
