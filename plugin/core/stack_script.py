# SPDX-License-Identifier: GPL-2.0-or-later
"""The generated evalscript of a stack, and the layout of the image that it makes the service answer.

Two forms, the same dates:

* **slots**: the script carries the list of expected time steps and puts every sample where its own scene's
  date (ORBIT) or data path (TILE) says it belongs. Image bands: for each step its bands, then its date bands;
  last a *stray* date, which is not 0 when the service offered a scene that no slot expects.
* **self-describing**: no list is needed; every scene fills a block of its own in the order in which the service
  offers it, with its date in the block, and :mod:`.self_described` sorts the blocks out.

Neither form depends on the order or the number of scenes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .date_bands import DUPLICATE, MISMATCH, NumberCode
from .slot_keys import DAY_CUT, KeyCut, find_cut
from .timeline import ORBIT, TimeStep

_RANGES = {"INT8": (-128, 127), "UINT8": (0, 255), "INT16": (-32768, 32767), "UINT16": (0, 65535)}


@dataclass(frozen=True)
class ScriptBands:
    """What a script reads and how it writes it."""

    bands: tuple[str, ...]
    units: tuple[str, ...]
    """One per band."""

    sample_type: str
    nodata: float
    mosaicking: str

    @property
    def code(self) -> NumberCode:
        """How dates are spelled in this sample type."""
        return NumberCode(self.sample_type)


@dataclass(frozen=True)
class SlotLayout:
    """Where things are in the image of a slot script."""

    bands: int
    """Value bands of one step."""

    steps: int
    code: NumberCode
    numbers: int
    """Date numbers of one step: day (ORBIT), day and minute of day (TILE)."""

    @property
    def width(self) -> int:
        """Image bands of one step."""
        return self.bands + self.numbers * self.code.digits

    @property
    def band_count(self) -> int:
        """Image bands in all, the stray date included."""
        return self.steps * self.width + self.code.digits

    def date_bands(self, step: int, number: int) -> range:
        """Image bands (from 0) that spell a date number of a step."""
        first = step * self.width + self.bands + number * self.code.digits
        return range(first, first + self.code.digits)

    @property
    def all_date_bands(self) -> tuple[int, ...]:
        """Image bands (from 0) of every date number, step by step, and last those of the stray date."""
        dated = (band for s in range(self.steps) for n in range(self.numbers) for band in self.date_bands(s, n))
        return (*dated, *self.stray_bands)

    @property
    def stray_bands(self) -> range:
        """Image bands (from 0) of the stray date."""
        return range(self.steps * self.width, self.band_count)


def slot_layout(script: ScriptBands, step_count: int) -> SlotLayout:
    """The image layout of :func:`write_slot_script` for so many steps."""
    return SlotLayout(len(script.bands), step_count, script.code, 1 if script.mosaicking == ORBIT else 2)


def self_described_layout(script: ScriptBands, scene_count: int) -> SlotLayout:
    """Layout of the self-describing form: day (ORBIT), or day, minute, second and two numbers of the scene id."""
    return SlotLayout(len(script.bands), scene_count, script.code, 1 if script.mosaicking == ORBIT else 5)


def write_slot_script(script: ScriptBands, steps: Sequence[TimeStep], unwanted: Sequence[TimeStep] = ()) -> str:
    """The evalscript for a list of time steps.

    :param unwanted: steps of the same days that exist and shall stay out. With any of them the script drops every
        scene without a slot before it is read (and paid for); without them an unexpected scene shows as a stray date.
    """
    layout = slot_layout(script, len(steps))
    keys, cut = _slot_keys(steps, unwanted)
    return _fill(_SLOT_BODY, script, {
        "about": f"{len(steps)} time steps; each is {layout.width} bands: values, then its date",
        "keys": _javascript(keys), "width": str(layout.width), "bands_out": str(layout.band_count),
        "cut": f"{cut.start}, {cut.stop}", "steps": str(len(steps)), "stray": str(layout.stray_bands[0]),
        "date": _SLOT_DATE[script.mosaicking], "accept": _SLOT_ACCEPT[script.mosaicking],
        "filter": _FILTER if unwanted else "",
    })  # fmt: skip


def write_self_describing_script(script: ScriptBands) -> str:
    """The evalscript that needs no list of time steps: as many blocks as there are scenes."""
    layout = self_described_layout(script, 1)
    return _fill(_SELF_BODY, script, {
        "about": f"one block of {layout.width} bands for each scene: values, then its date",
        "width": str(layout.width), "date": _SELF_DATE[script.mosaicking],
    })  # fmt: skip


def _slot_keys(steps: Sequence[TimeStep], unwanted: Sequence[TimeStep]) -> tuple[list[str], KeyCut]:
    if not steps or steps[0].mosaicking == ORBIT:
        return [step.key for step in steps], DAY_CUT
    cut = find_cut([step.key for step in (*steps, *unwanted)])
    return [cut.apply(step.key) for step in steps], cut


def _fill(template: str, script: ScriptBands, values: dict[str, str]) -> str:
    low_high = _RANGES.get(script.sample_type)
    scenes, stamp = ("orbits", "dateFrom") if script.mosaicking == ORBIT else ("tiles", "date")
    words = {
        "bands": _javascript(list(script.bands)),
        "inputs": _javascript([*script.bands, "dataMask"]),
        "units": _javascript([*script.units, "DN"]),
        "sample_type": script.sample_type,
        "mosaicking": script.mosaicking,
        "nodata": _number(script.nodata),
        "scenes": scenes,
        "stamp": stamp,
        "name": stamp if script.mosaicking == ORBIT else "dataPath",
        "base": str(script.code.base),
        "divisor": str(script.code.divisor),
        "digits": str(script.code.digits),
        "mismatch": str(MISMATCH),
        "duplicate": str(DUPLICATE),
        "fit": _FIT.format(low=low_high[0], high=low_high[1]) if low_high else "v",
        **values,
    }
    write = _WRITE if script.code.digits > 1 or script.code.divisor > 1 else _WRITE_ONE
    for key, part in {"accept": "", "filter": "", **values, "write": write}.items():
        if key in ("write", "date", "accept", "filter"):
            template = template.replace(f"@{key}@", part)
    return re.sub(r"@(\w+)@", lambda match: words[match[1]], template)


def _javascript(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _number(value: float) -> str:
    return "NaN" if math.isnan(value) else repr(int(value)) if value == int(value) else repr(value)


_FIT = "Math.min({high}, Math.max({low}, Math.round(v)))"

_WRITE_ONE = """function write(out, at, number) {
  out[at] = number;
}"""

_WRITE = """function write(out, at, number) {
  for (let d = @digits@ - 1; d >= 0; d--) {
    out[at + d] = (number % @base@) / @divisor@;
    number = Math.floor(number / @base@);
  }
}"""

_SLOT_DATE = {
    ORBIT: "write(out, at + BANDS.length, day);",
    "TILE": "write(out, at + BANDS.length, day);\n"
    "    write(out, at + BANDS.length + @digits@, Math.floor(t / 60000) - day * 1440);",
}

# ORBIT: of two scenes of one day the earlier keeps the pixel, whatever their order.
_SLOT_ACCEPT = {
    ORBIT: "if (s.dataMask === 1 && t < since[k]) {\n      since[k] = t;",
    "TILE": "if (since[k] !== Infinity) write(out, STRAY, @duplicate@);\n"
    "    since[k] = t;\n    if (s.dataMask === 1) {",
}

_FILTER = """
function preProcessScenes(collections) {
  collections.scenes.@scenes@ = collections.scenes.@scenes@.filter(function (scene) {
    return SLOT[scene.@name@.slice(@cut@)] !== undefined;
  });
  return collections;
}
"""

_SLOT_BODY = """//VERSION=3
// Timestack: @about@.
const KEYS = @keys@;
const BANDS = @bands@;
const WIDTH = @width@, STRAY = @stray@, NODATA = @nodata@;
const SLOT = {}, EMPTY = [];
for (let k = 0; k < KEYS.length; k++) {
  SLOT[KEYS[k]] = k;
  for (let j = 0; j < WIDTH; j++) EMPTY.push(j < BANDS.length ? NODATA : 0);
}
for (let d = 0; d < @digits@; d++) EMPTY.push(0);

function setup() {
  return {
    input: [{ bands: @inputs@, units: @units@ }],
    output: { bands: @bands_out@, sampleType: "@sample_type@" },
    mosaicking: "@mosaicking@"
  };
}
@filter@
@write@

function fit(v) {
  return isNaN(v) ? NODATA : @fit@;
}

function evaluatePixel(samples, scenes) {
  const out = EMPTY.slice(), since = new Array(KEYS.length).fill(Infinity);
  const list = scenes.@scenes@ || [];
  if (samples.length !== list.length) {
    write(out, STRAY, @mismatch@);
    return out;
  }
  for (let i = 0; i < list.length; i++) {
    const s = samples[i], t = Date.parse(list[i].@stamp@), day = Math.floor(t / 86400000);
    const k = SLOT[list[i].@name@.slice(@cut@)];
    if (k === undefined) {
      write(out, STRAY, day);
      continue;
    }
    const at = k * WIDTH;
    @date@
    @accept@
      for (let j = 0; j < BANDS.length; j++) out[at + j] = fit(s[BANDS[j]]);
    }
  }
  return out;
}
"""

_SELF_DATE = {
    ORBIT: "write(out, at, day);",
    "TILE": "write(out, at, day);\n"
    "    write(out, at + @digits@, Math.floor(t / 60000) - day * 1440);\n"
    "    write(out, at + 2 * @digits@, Math.floor(t / 1000) % 60);\n"
    "    const id = list[i].shId || 0;\n"
    "    write(out, at + 3 * @digits@, Math.floor(id / 32768) % 32768);\n"
    "    write(out, at + 4 * @digits@, id % 32768);",
}

_SELF_BODY = """//VERSION=3
// Timestack: @about@.
const BANDS = @bands@;
const WIDTH = @width@, NODATA = @nodata@;

function setup() {
  return {
    input: [{ bands: @inputs@, units: @units@ }],
    output: { bands: @width@, sampleType: "@sample_type@" },
    mosaicking: "@mosaicking@"
  };
}

function updateOutput(output, collection) {
  output.default.bands = Math.max(1, collection.scenes.length) * WIDTH;
}

@write@

function fit(v) {
  return isNaN(v) ? NODATA : @fit@;
}

function evaluatePixel(samples, scenes) {
  const list = scenes.@scenes@ || [], out = [];
  const blocks = Math.max(1, list.length);
  for (let i = 0; i < blocks; i++) {
    for (let j = 0; j < WIDTH; j++) out.push(j < BANDS.length ? NODATA : 0);
  }
  if (samples.length !== list.length) {
    for (let i = 0; i < blocks; i++) write(out, i * WIDTH + BANDS.length, @mismatch@);
    return out;
  }
  for (let i = 0; i < list.length; i++) {
    const s = samples[i], t = Date.parse(list[i].@stamp@), day = Math.floor(t / 86400000);
    const at = i * WIDTH + BANDS.length;
    @date@
    if (s.dataMask === 1) {
      for (let j = 0; j < BANDS.length; j++) out[i * WIDTH + j] = fit(s[BANDS[j]]);
    }
  }
  return out;
}
"""
