# SPDX-License-Identifier: GPL-2.0-or-later
"""The scripts that are measured, the pixels they are measured on, and each of them written by hand in numpy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable

import numpy as np

SIDE, DATES = 512, 24
Samples = list[dict[str, np.ndarray]]
REFLECTANCE_BANDS = ("B02", "B03", "B04", "B08")
MASKED_BANDS = (*REFLECTANCE_BANDS, "SCL", "dataMask")
DTYPES = {"AUTO": "uint8", "UINT16": "uint16", "FLOAT32": "float32", "FLOAT64": "float64"}
CLOUDY_CLASSES = (3, 8, 9, 10)

TRUE_COLOUR = """//VERSION=3
function setup() {
  return {input: ["B02", "B03", "B04"], output: {bands: 3}};
}
function evaluatePixel(sample) {
  return [2.5 * sample.B04, 2.5 * sample.B03, 2.5 * sample.B02];
}
"""

STACK = """//VERSION=3
function setup() {
  return {
    input: [{bands: ["B02", "B03", "B04", "B08"], units: "DN"}],
    output: {bands: 1, sampleType: "UINT16"},
    mosaicking: "ORBIT"
  };
}
function updateOutput(outputs, collection) {
  outputs.default.bands = collection.scenes.length * 4;
}
function evaluatePixel(samples) {
  const values = [];
  for (let i = 0; i < samples.length; i++) {
    values.push(samples[i].B02, samples[i].B03, samples[i].B04, samples[i].B08);
  }
  return values;
}
"""

_MASKED_SETUP = """//VERSION=3
function setup() {
  return {
    input: ["B02", "B03", "B04", "B08", "SCL", "dataMask"],
    output: {bands: 4, sampleType: "FLOAT32"},
    mosaicking: "ORBIT"
  };
}
function isClear(sample) {
  return sample.dataMask === 1 && sample.SCL !== 3 && sample.SCL !== 8 && sample.SCL !== 9 && sample.SCL !== 10;
}
"""

COMPOSITE = (
    _MASKED_SETUP
    + """function evaluatePixel(samples) {
  let best = null;
  let highest = -Infinity;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i];
    if (!isClear(sample)) continue;
    const ndvi = (sample.B08 - sample.B04) / (sample.B08 + sample.B04);
    if (ndvi > highest) {
      highest = ndvi;
      best = sample;
    }
  }
  return best === null ? [NaN, NaN, NaN, NaN] : [best.B02, best.B03, best.B04, best.B08];
}
"""
)

MEDIAN = (
    _MASKED_SETUP
    + """function median(values) {
  if (values.length === 0) return NaN;
  values.sort((a, b) => a - b);
  const half = Math.floor(values.length / 2);
  return values.length % 2 === 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}
function evaluatePixel(samples) {
  const clear = samples.filter(isClear);
  return [
    median(clear.map((sample) => sample.B02)),
    median(clear.map((sample) => sample.B03)),
    median(clear.map((sample) => sample.B04)),
    median(clear.map((sample) => sample.B08))
  ];
}
"""
)


def compute_true_colour(samples: Samples, out: np.ndarray) -> None:
    """Three bands, stretched; as bytes when bytes are wanted."""
    for band, name in enumerate(("B04", "B03", "B02")):
        if out.dtype == np.float64:
            np.multiply(samples[0][name], 2.5, out=out[band])
            continue
        values = samples[0][name] * 2.5
        np.clip(values, 0.0, 1.0, out=values)
        values *= 255.0
        values += 0.5
        out[band] = values


def compute_stack(samples: Samples, out: np.ndarray) -> None:
    """Every band of every date; the numbers are whole and within range, so they need no rounding."""
    band = 0
    for sample in samples:
        for name in REFLECTANCE_BANDS:
            out[band] = sample[name]
            band += 1


def _is_clear(sample: dict[str, np.ndarray]) -> np.ndarray:
    classes = sample["SCL"]
    clear = sample["dataMask"] == 1
    for cloudy in CLOUDY_CLASSES:
        clear &= classes != cloudy
    return clear


def compute_composite(samples: Samples, out: np.ndarray) -> None:
    """The bands of the greenest clear date."""
    highest = np.full(out.shape[1], -np.inf)
    out[:] = np.nan
    for sample in samples:
        near, red = sample["B08"], sample["B04"]
        ndvi = (near - red) / (near + red)
        better = _is_clear(sample)
        better &= ndvi > highest
        np.copyto(highest, ndvi, where=better)
        for band, name in enumerate(REFLECTANCE_BANDS):
            np.copyto(out[band], sample[name], where=better, casting="same_kind")


def compute_median(samples: Samples, out: np.ndarray) -> None:
    """The median of the clear dates per band: sorted with what is not clear at the end."""
    clear = np.stack([_is_clear(sample) for sample in samples], axis=1)
    count = clear.sum(axis=1)
    low, high = np.maximum((count - 1) // 2, 0)[:, None], np.minimum(count // 2, len(samples) - 1)[:, None]
    for band, name in enumerate(REFLECTANCE_BANDS):
        values = np.where(clear, np.stack([sample[name] for sample in samples], axis=1), np.inf)
        values.sort(axis=1)
        middle = (np.take_along_axis(values, low, 1) + np.take_along_axis(values, high, 1)) / 2
        out[band] = np.where(count > 0, middle[:, 0], np.nan)


@dataclass(frozen=True)
class Case:
    """A script with everything that is known about it."""

    name: str
    script: str
    bands: tuple[str, ...]
    dates: int
    is_list: bool
    answer_bands: int
    sample_type: str
    by_hand: Callable[[Samples, np.ndarray], None]
    node_factor: float | None
    """How many times as fast as Node.js the engine has to be; None where nothing is asked."""

    @property
    def dtype(self) -> np.dtype:
        """Of the answer."""
        return np.dtype(DTYPES[self.sample_type])

    def as_numbers(self) -> Case:
        """The same, answered as float64 numbers instead of an image."""
        return replace(self, sample_type="FLOAT64", node_factor=self.node_factor or 8.0)


CASES = {
    # As an image, the arithmetic of (a) is outweighed by its conversion to bytes, where numpy by hand is no faster.
    "a": Case("true colour", TRUE_COLOUR, ("B02", "B03", "B04"), 1, False, 3, "AUTO", compute_true_colour, None),
    "b": Case("stack", STACK, REFLECTANCE_BANDS, DATES, True, 96, "UINT16", compute_stack, 8.0),
    "c": Case("max NDVI", COMPOSITE, MASKED_BANDS, DATES, True, 4, "FLOAT32", compute_composite, 2.5),
    "d": Case("median", MEDIAN, MASKED_BANDS, DATES, True, 4, "FLOAT32", compute_median, 1.5),
}


def make_samples(case: Case) -> Samples:
    """Dates of a landscape with patches of cloud and a margin without data: float64, as the hub gives them."""
    rng = np.random.default_rng(7)
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    is_dn = 'units: "DN"' in case.script
    samples = []
    for date in range(case.dates):
        sample: dict[str, np.ndarray] = {}
        for number, name in enumerate(name for name in case.bands if name.startswith("B")):
            values = 1500 + 900 * np.sin(x / (90 + 13 * number)) * np.cos(y / 70 + date / 4)
            values = np.round(values + rng.normal(0, 40, x.shape) + 60 * number)
            sample[name] = np.ascontiguousarray((values if is_dn else values / 10000).ravel())
        if "SCL" in case.bands:
            cloud = np.sin(x / 37 + date) + np.cos(y / 29 - 2 * date) + rng.normal(0, 0.15, x.shape)
            classes = np.select([cloud > 1.2, cloud > 0.9, cloud > 0.7, cloud < -1.6], [9, 8, 3, 10], 4)
            sample["SCL"] = classes.astype(np.float64).ravel()
            sample["dataMask"] = (x + y > 20 * (date % 5)).astype(np.float64).ravel()
        samples.append(sample)
    return samples
