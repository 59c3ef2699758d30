# SPDX-License-Identifier: GPL-2.0-or-later
"""Random scenes for generated scripts, what numpy makes of them, and node running the whole life of a script."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest

from timestack.plugin.core.acquisitions import Acquisition
from timestack.plugin.core.selection import SCENE_FILTERS, select_steps
from timestack.plugin.core.stack_request import SceneSelection
from timestack.plugin.core.timeline import ORBIT, TimeStep
from timestack.plugin.evalscript import Orbit, Tile

NODE = shutil.which("node")
LANES = 24
FACTORS = {"REFLECTANCE": 1e-4, "DN": 1.0}


@dataclass(frozen=True)
class Slot:
    """One scene as a script sees it: an orbit or a tile, with its pixels in digital numbers."""

    time: datetime
    path: str
    clouds: tuple
    """Of its tiles; None where a tile does not tell."""

    bands: dict

    @property
    def day(self) -> date:
        return self.time.date()

    @property
    def cloud(self) -> float:
        known = [cloud for cloud in self.clouds if cloud is not None]
        return sum(known) / len(known) if known else 101.0


def random_slots(rng, mosaicking, count, start=date(2019, 11, 20), span=140, bands=("B02", "B04", "B08", "B11")):
    """Scenes in random order, with gaps, clouds, equal cloud covers, several tiles of a day and of a second."""
    slots = []
    days = rng.choice(span, size=min(count, span), replace=mosaicking != ORBIT)
    for number, offset in enumerate(days):
        seconds = 0 if mosaicking == ORBIT else int(rng.choice([0, 36000, 86399]))
        time = datetime(start.year, start.month, start.day, tzinfo=timezone.utc)
        time += timedelta(days=int(offset), seconds=seconds)
        clouds = tuple(
            None if rng.random() < 0.15 else float(rng.integers(0, 5)) * 2.5
            for _ in range(int(rng.integers(1, 4)) if mosaicking == ORBIT else 1)
        )
        slots.append(Slot(time, f"s3://tiles/{rng.integers(0, 99):02d}/{number}", clouds, random_bands(rng, bands)))
    return slots


def random_bands(rng, bands):
    """Values up to 1.2 of reflectance, one in eight 0; masks with some pixels that never have data."""
    made = {band: rng.integers(0, 12000, LANES) * (rng.random(LANES) > 0.12) * 1.0 for band in bands}
    made["dataMask"] = (rng.random(LANES) > rng.choice([0.0, 0.3, 1.0], p=[0.5, 0.45, 0.05])).astype(float)
    made["dataMask"][0] = 0
    made["SCL"] = rng.integers(0, 12, LANES).astype(float)
    made["CLM"] = rng.choice([0.0, 1.0, 255.0], LANES)
    made["CLP"] = rng.integers(0, 256, LANES).astype(float)
    made["CLD"] = rng.integers(0, 101, LANES).astype(float)
    made["BQA"] = rng.integers(0, 65536, LANES).astype(float)
    made["QA"] = rng.integers(0, 256, LANES).astype(float)
    made["SCL"][1], made["BQA"][1], made["QA"][1] = 9.0, 8.0, 2.0  # a pixel that is never clear
    return made


def in_units(slot, setup_input):
    """The slot's pixels as the script's setup asks for them."""
    return {
        band: slot.bands[band] * FACTORS.get(unit or "DN", 1.0)
        for band, unit in zip(setup_input.bands, setup_input.units)
    }


def describe(slot, mosaicking):
    """The slot as the engine takes it."""
    tiles = tuple(Tile(slot.time, cloud, slot.path, k) for k, cloud in enumerate(slot.clouds))
    return Orbit(slot.time, slot.time + timedelta(seconds=86399), tiles) if mosaicking == ORBIT else tiles[0]


# ---- what must come out, without JavaScript


def kept_slots(slots, recipe, time_to):
    """The slots that a recipe keeps, oldest first; by selection.py where that knows the filter."""
    kept = [slot for slot in slots if _is_kept(slot.day, recipe, time_to)]
    steps = [_step(slot, recipe.mosaicking) for slot in sorted(kept, key=lambda slot: (slot.time, slot.path))]
    if recipe.scenes in SCENE_FILTERS:
        wish = SceneSelection(
            "none", date(2000, 1, 1), date(2050, 1, 1), recipe.mosaicking, 100.0, recipe.scenes, recipe.months,
            recipe.dates,
        )  # fmt: skip
        steps = list(select_steps(steps, wish))
    else:
        steps = _clearest_of_n_days(steps, recipe.period_days)
    by_key = {(slot.time, slot.path): slot for slot in slots}
    return [by_key[step.time, step.key] for step in steps]


def _step(slot, mosaicking):
    found = tuple(Acquisition(slot.time, f"{slot.path}/{k}", "", cloud) for k, cloud in enumerate(slot.clouds))
    return TimeStep(mosaicking, slot.time, slot.path, found)


def _is_kept(day, recipe, time_to):
    return (
        (not recipe.months or day.month in recipe.months)
        and (not recipe.dates or day in recipe.dates)
        and (not recipe.intervals or any(first <= day <= last for first, last in recipe.intervals))
        and not any(first <= day <= last for first, last in recipe.left_out_intervals)
        and (not recipe.months_back or day >= months_before(time_to.date(), recipe.months_back))
    )


def months_before(day, months):
    """The same day so many months before, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _clearest_of_n_days(steps, length):
    days = {}
    for step in steps:
        days.setdefault(step.time.date(), []).append(step)
    best = {}
    for day in sorted(days):
        known = [step.cloud_cover_pct for step in days[day] if step.cloud_cover_pct is not None]
        cloud = sum(known) / len(known) if known else 101.0
        period = (day.year, (day - date(day.year, 1, 1)).days // length)
        if period not in best or cloud < best[period][0]:
            best[period] = (cloud, day)
    chosen = {day for _, day in best.values()}
    return [step for step in steps if step.time.date() in chosen]


# ---- node


_RUNNER = """
const vm = require('vm'), cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const plain = (v) => typeof v === 'number' && !Number.isFinite(v) ? String(v) : v;
console.log(JSON.stringify(cases.map(({script, scenes, group, from, to, pixels}) => {
  const box = vm.createContext({});
  vm.runInContext(script + ';this.api = {setup, evaluatePixel,' +
    'pre: typeof preProcessScenes === "function" ? preProcessScenes : null,' +
    'tell: typeof updateOutputMetadata === "function" ? updateOutputMetadata : null,' +
    'upd: typeof updateOutput === "function" ? updateOutput : null}', box);
  let order = scenes.map((scene, i) => Object.assign({__at: i}, scene));
  if (box.api.pre) {
    const lean = order.map((scene) => { const copy = Object.assign({}, scene); delete copy.tiles; return copy; });
    const times = group === 'orbits' ? {from: new Date(from), to: new Date(to)} : {};
    order = box.api.pre(Object.assign({scenes: {[group]: lean}}, times)).scenes[group].map((s) => order[s.__at]);
  }
  const output = {default: {bands: box.api.setup().output.bands}};
  if (box.api.upd) box.api.upd(output, {scenes: order.map((s) => ({date: new Date(s.dateFrom || s.date)}))});
  const told = {};
  if (box.api.tell) box.api.tell({[group]: order}, {}, told);
  return {bands: output.default.bands, kept: order.map((s) => s.__at), told: told,
          pixels: pixels.map((p) => box.api.evaluatePixel(order.map((s) => p[s.__at]), {[group]: order}).map(plain))};
})));
"""


def node_case(script, program, slots, recipe, time_from, time_to):
    """One job for :func:`run_in_node`."""
    samples = [in_units(slot, program.setup.inputs[0]) for slot in slots]
    pixels = [[{band: values[k] for band, values in one.items()} for one in samples] for k in range(LANES)]
    is_orbit = recipe.mosaicking == ORBIT
    scenes = []
    for slot in slots:
        stamp = f"{slot.time:%Y-%m-%dT%H:%M:%SZ}"
        tiles = [{"date": stamp, "dataPath": slot.path} for _ in slot.clouds]
        for tile, cloud in zip(tiles, slot.clouds):
            if cloud is not None:
                tile["cloudCoverage"] = cloud
        scenes.append({"dateFrom": stamp, "dateTo": stamp, "tiles": tiles} if is_orbit else tiles[0])
    return {
        "script": script, "scenes": scenes, "group": "orbits" if is_orbit else "tiles", "from": time_from.isoformat(),
        "to": time_to.isoformat(), "pixels": pixels,
    }  # fmt: skip


def run_in_node(cases):
    """What node answers: bands, scenes kept, user data and values (band, pixel) of each case."""
    if NODE is None:
        pytest.skip("node is not installed")
    done = subprocess.run([NODE, "-e", _RUNNER], input=json.dumps(cases), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    for answer in answers:
        answer["values"] = np.array([[float(v) for v in pixel] for pixel in answer["pixels"]]).T
    return answers


# ---- numpy


def clear_of(slot, recipe):
    """Where a slot counts; written from the tables of the products, not from the builder."""
    bands, mask = slot.bands, recipe.cloud_mask
    good = bands["dataMask"] == 1
    if mask.band == "SCL":
        good &= ~np.isin(bands["SCL"], mask.classes)
    elif mask.band == "CLM":
        good &= bands["CLM"] == 0
    elif mask.band == "CLP":
        good &= bands["CLP"] / 255 * 100 < recipe.cloud_probability_pct
    elif mask.band == "CLD":
        good &= bands["CLD"] < recipe.cloud_probability_pct
    elif mask.band in ("BQA", "QA"):
        values = bands[mask.band].astype(np.int64)
        good &= ~np.any([(values >> bit) & 1 == 1 for bit in mask.classes], axis=0)
    return good


def to_pixel(values, is_good, recipe, scale):
    """Whole numbers, half up and clamped, or floats; nodata where there is nothing."""
    with np.errstate(invalid="ignore"):
        scaled = values * scale
        if recipe.written_type != "FLOAT32":
            info = np.iinfo(recipe.written_type.lower())
            scaled = np.clip(np.floor(scaled + 0.5), info.min, info.max)
    return np.where(is_good & np.isfinite(values), scaled, recipe.nodata_value)


def expected_stack(kept, recipe):
    """(scene x band, pixel) of the product ``stack``."""
    rows = []
    for slot in kept:
        for band in recipe.bands:
            values = slot.bands[band] * FACTORS.get(recipe.unit_of(band), 1.0)
            rows.append(to_pixel(values, clear_of(slot, recipe), recipe, recipe.factor_of(band)))
    return np.array(rows or [np.full(LANES, recipe.nodata_value)] * len(recipe.bands))


def expected_index(kept, recipe, formula, factor=1e-4):
    """(scene, pixel) of the product ``index``; ``formula`` takes a band's values by name."""
    rows = []
    for slot in kept:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = formula({band: array * factor for band, array in slot.bands.items()})
        rows.append(to_pixel(values, clear_of(slot, recipe), recipe, 1 if recipe.written_type == "FLOAT32" else 10000))
    return np.array(rows or [np.full(LANES, recipe.nodata_value)])


def expected_composite(kept, recipe):
    """(band, pixel) of the product ``composite``."""
    if not kept:
        return np.full((len(recipe.bands), LANES), recipe.nodata_value)
    clear = np.array([clear_of(slot, recipe) for slot in kept])
    rows = []
    for band in recipe.bands:
        values = np.array([slot.bands[band] * FACTORS.get(recipe.unit_of(band), 1.0) for slot in kept])
        rows.append(_combine(values, clear, kept, recipe))
    scales = [recipe.factor_of(band) for band in recipe.bands]
    return np.array([to_pixel(row, ~np.isnan(row), recipe, scale) for row, scale in zip(rows, scales)])


def _combine(values, clear, kept, recipe):
    seen = np.where(clear, values, np.nan)
    result = np.full(LANES, math.nan)
    for lane in range(LANES):
        column = seen[:, lane]
        some = column[~np.isnan(column)]
        if recipe.method == "max_ndvi":
            some = column[[k for k in _by_ndvi(kept, lane, recipe) if clear[k, lane]]]
        elif recipe.method == "least_cloudy":
            some = column[[k for k in sorted(range(len(kept)), key=lambda k: kept[k].cloud) if clear[k, lane]]]
        if not len(some):
            continue
        result[lane] = {
            "median": np.median, "mean": np.mean, "percentile": lambda some: np.percentile(some, recipe.percentile),
            "max_ndvi": lambda some: some[0], "least_cloudy": lambda some: some[0],
        }[recipe.method](some)  # fmt: skip
    return result


def _by_ndvi(kept, lane, recipe):
    factor = FACTORS[recipe.unit_of("B08")]
    pairs = [(k, slot.bands["B08"][lane] * factor, slot.bands["B04"][lane] * factor) for k, slot in enumerate(kept)]
    pairs = [(k, (nir - red) / (nir + red)) for k, nir, red in pairs if nir + red > 0]
    return [k for k, _ in sorted(pairs, key=lambda pair: -pair[1])]
