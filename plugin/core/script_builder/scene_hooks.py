# SPDX-License-Identifier: GPL-2.0-or-later
"""Choosing scenes, as JavaScript: the same days as :func:`..selection.select_steps` keeps.

A filter by date drops scenes in preProcessScenes, before they are read and paid for. There the orbits of ORBIT have no
tiles and so no cloud cover; the clearest day of a period is then found where the tiles are known, in evaluatePixel.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ..dates import day_number
from ..timeline import ORBIT
from .recipe import CLEAREST_OF_N_DAYS, Interval, ScriptRecipe

FIRST_OF_MONTH = "first_of_month"


@dataclass(frozen=True)
class SceneWords:
    """What the mosaicking calls things."""

    group: str
    """``orbits`` or ``tiles``."""

    stamp: str
    """Property with the time of a scene."""


def scene_words(recipe: ScriptRecipe) -> SceneWords:
    """Names of the recipe's mosaicking."""
    return SceneWords("orbits", "dateFrom") if recipe.mosaicking == ORBIT else SceneWords("tiles", "date")


def picks_late(recipe: ScriptRecipe) -> bool:
    """Whether the clearest days are found in evaluatePixel."""
    return recipe.mosaicking == ORBIT and recipe.scenes.startswith("clearest")


def filter_constants(recipe: ScriptRecipe) -> list[str]:
    """Lines at the top of the script, where the filter can be changed."""
    lines = []
    if recipe.months:
        lines.append(f"const MONTHS = {sorted(set(recipe.months))}; // months to keep, 1 is January")
    if recipe.dates:
        lines.append(f"const DAYS = {_list([day.isoformat() for day in sorted(set(recipe.dates))])}; // days to keep")
    if recipe.intervals:
        lines.append(f"const KEEP = {_intervals(recipe.intervals)}; // first and last day to keep")
    if recipe.left_out_intervals:
        lines.append(f"const LEAVE_OUT = {_intervals(recipe.left_out_intervals)}; // first and last day to leave out")
    if recipe.months_back:
        lines.append(f"const MONTHS_BACK = {recipe.months_back}; // months to keep before the end of the request")
    if recipe.scenes == CLEAREST_OF_N_DAYS:
        lines.append(f"const PERIOD_DAYS = {recipe.period_days}; // days of a period, counted from 1 January")
    if knows_clouds(recipe):
        numbers = [day_number(day) for day in recipe.days_by_cloud]
        lines.append(f"const DAYS_BY_CLOUD = {_list(numbers)}; // days since 1970, the least cloudy first")
    return lines


def filter_functions(recipe: ScriptRecipe) -> list[str]:
    """preProcessScenes and what it needs; empty when all scenes stay."""
    parts = []
    conditions = _conditions(recipe)
    picks_early = recipe.scenes != "all" and not picks_late(recipe)
    words = scene_words(recipe)
    if conditions or recipe.scenes != "all":
        parts.append(_DAY_OF.format(stamp=words.stamp))
    if recipe.scenes != "all":
        parts.append(_PERIOD_OF[recipe.scenes])
    if picks_early:
        parts.append(_KEEP_FIRST if recipe.scenes == FIRST_OF_MONTH else _KEEP_CLEAREST)
    if conditions or picks_early:
        parts.append(_hook(recipe, conditions, picks_early))
    return parts


def needs_mean_cloud(recipe: ScriptRecipe) -> bool:
    """Whether the script asks for the cloud cover of scenes."""
    wants_least = recipe.product == "composite" and recipe.method == "least_cloudy" and not knows_clouds(recipe)
    return recipe.scenes.startswith("clearest") or wants_least


def knows_clouds(recipe: ScriptRecipe) -> bool:
    """Whether the script is told which days are the clearest."""
    is_least_cloudy = recipe.product == "composite" and recipe.method == "least_cloudy"
    return is_least_cloudy and recipe.mosaicking == ORBIT and bool(recipe.days_by_cloud)


def update_output(recipe: ScriptRecipe, per_scene: str) -> str:
    """The hook that gives the image its bands.

    :param per_scene: JavaScript for the bands of one scene, empty for one.
    """
    times = f" * {per_scene}" if per_scene else ""
    if not picks_late(recipe):
        return _UPDATE_OUTPUT.format(times=times)
    return _UPDATE_OUTPUT_LATE.format(times=times)


def scenes_in_order(recipe: ScriptRecipe) -> str:
    """The function that lists the scenes in use, oldest first."""
    words = scene_words(recipe)
    tie = "" if recipe.mosaicking == ORBIT else " || (a.scene.dataPath < b.scene.dataPath ? -1 : 1)"
    if picks_late(recipe):
        return _IN_ORDER_CLEAREST.format(group=words.group, stamp=words.stamp, tie=tie)
    return _IN_ORDER.format(group=words.group, stamp=words.stamp, tie=tie)


def _conditions(recipe: ScriptRecipe) -> list[str]:
    found = []
    if recipe.months:
        found.append("MONTHS.includes(Number(day.slice(5, 7)))")
    if recipe.dates:
        found.append("DAYS.includes(day)")
    if recipe.intervals:
        found.append("KEEP.some((days) => days[0] <= day && day <= days[1])")
    if recipe.left_out_intervals:
        found.append("!LEAVE_OUT.some((days) => days[0] <= day && day <= days[1])")
    if recipe.months_back:
        found.append("day >= start.toISOString().slice(0, 10)")
    return found


def _hook(recipe: ScriptRecipe, conditions: Sequence[str], picks_early: bool) -> str:
    path = f"collections.scenes.{scene_words(recipe).group}"
    keep = "keepFirst" if recipe.scenes == FIRST_OF_MONTH else "keepClearest"
    lines = [
        "// Scenes that are left out here are not read and cost nothing.",
        "function preProcessScenes(collections) {",
    ]
    if recipe.months_back:
        lines += _START_LINES
    if conditions:
        lines += [
            f"  {path} = {path}.filter((scene) => {{",
            "    const day = dayOf(scene);",
            f"    return {_folded(conditions)};",
            "  });",
        ]
    if picks_early:
        lines.append(f"  {path} = {keep}({path});")
    return "\n".join([*lines, "  return collections;", "}"])


def _folded(conditions: Sequence[str]) -> str:
    return " &&\n      ".join(conditions)


def _intervals(intervals: Sequence[Interval]) -> str:
    return _list([[first.isoformat(), last.isoformat()] for first, last in sorted(set(intervals))])


def _list(values: Sequence[object]) -> str:
    return json.dumps(values)


_START_LINES = [
    "  const to = collections.to; // the end of the request",
    "  const start = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() - MONTHS_BACK + 1, 0)); // a month's end",
    "  start.setUTCDate(Math.min(start.getUTCDate(), to.getUTCDate())); // the same day of that month",
]

_DAY_OF = """// The UTC day of a scene, such as 2020-05-04.
function dayOf(scene) {{
  return scene.{stamp}.slice(0, 10);
}}"""

_MONTH_OF = """// The month of a day, such as 2020-05.
function periodOf(day) {
  return day.slice(0, 7);
}"""

_PERIOD_OF = {
    "first_of_month": _MONTH_OF,
    "clearest_of_month": _MONTH_OF,
    "clearest_of_10_days": """// The third of the month: days 1 to 10, 11 to 20, 21 to the end.
function periodOf(day) {
  return day.slice(0, 7) + "/" + Math.min(2, Math.floor((Number(day.slice(8)) - 1) / 10));
}""",
    CLEAREST_OF_N_DAYS: """// The period of a day: its year and a number.
function periodOf(day) {
  const year = day.slice(0, 4), days = (Date.parse(day) - Date.parse(year + "-01-01")) / 86400000;
  return year + "/" + Math.floor(days / PERIOD_DAYS);
}""",
}

_KEEP_FIRST = """// Keeps the first day of each month that has a scene.
function keepFirst(scenes) {
  const first = {};
  for (const day of scenes.map(dayOf).sort().reverse()) first[periodOf(day)] = day;
  return scenes.filter((scene) => first[periodOf(dayOf(scene))] === dayOf(scene));
}"""

_KEEP_CLEAREST = """// Keeps the clearest day of each period: least clouds over all its tiles, of equals the first.
function keepClearest(scenes) {
  const best = {};
  for (const day of scenes.map(dayOf).sort()) {
    const period = periodOf(day), cloud = meanCloud(scenes.filter((scene) => dayOf(scene) === day));
    if (best[period] === undefined || cloud < best[period].cloud) best[period] = { day: day, cloud: cloud };
  }
  return scenes.filter((scene) => best[periodOf(dayOf(scene))].day === dayOf(scene));
}"""

MEAN_CLOUD = """// Mean cloud cover of tiles in percent; 101 where no tile tells, so these come last.
function meanCloud(tiles) {
  const known = tiles.map((tile) => tile.cloudCoverage).filter((cloud) => typeof cloud === "number");
  return known.length > 0 ? known.reduce((sum, cloud) => sum + cloud, 0) / known.length : 101;
}"""

RANK_OF = """// The place of a scene's day among all days, the least cloudy first; days that are not listed never count.
function rankOf(time) {
  const rank = DAYS_BY_CLOUD.indexOf(Math.floor(time / 86400000));
  return rank < 0 ? Infinity : rank;
}"""

_UPDATE_OUTPUT = """// The image gets as many bands as the scenes need.
function updateOutput(output, collection) {{
  output.default.bands = Math.max(1, collection.scenes.length){times};
}}"""

_UPDATE_OUTPUT_LATE = """// The image gets as many bands as the scenes need: one scene for each period.
function updateOutput(output, collection) {{
  const periods = new Set(collection.scenes.map((scene) => periodOf(scene.date.toISOString().slice(0, 10))));
  output.default.bands = Math.max(1, periods.size){times};
}}"""

_IN_ORDER = """// The scenes, oldest first: the service promises no order.
function scenesInOrder(scenes) {{
  return (scenes.{group} || [])
    .map((scene, index) => ({{ scene: scene, index: index, time: Date.parse(scene.{stamp}) }}))
    .sort((a, b) => a.time - b.time{tie});
}}"""

_IN_ORDER_CLEAREST = """// The clearest scene of each period (of equals the first), oldest first.
// The clouds of a day are known only here, so all scenes are read and paid for; with TILE only the clearest would be.
function scenesInOrder(scenes) {{
  const all = (scenes.{group} || [])
    .map((scene, index) => ({{ scene: scene, index: index, time: Date.parse(scene.{stamp}) }}))
    .sort((a, b) => a.time - b.time{tie});
  const best = {{}};
  for (const item of all) {{
    const period = periodOf(dayOf(item.scene)), cloud = meanCloud(item.scene.tiles || []);
    if (best[period] === undefined || cloud < best[period].cloud) best[period] = {{ index: item.index, cloud: cloud }};
  }}
  return all.filter((item) => best[periodOf(dayOf(item.scene))].index === item.index);
}}"""
