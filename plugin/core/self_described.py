# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading an image of the self-describing form: which time steps are in it, and where their pixels are.

Every pixel's blocks are sorted by the date that the pixel itself carries in them, so the result is right even if
the service gives each pixel its own subset of scenes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from .acquisitions import Acquisition
from .date_bands import MISMATCH
from .dates import day_from_number, start_of_day
from .errors import DateMismatch
from .stack_script import SlotLayout
from .timeline import ORBIT, TILE, TimeStep

SceneKey = tuple[int, ...]
"""Date numbers of a scene: (day,) for ORBIT; (day, minute, second, id / 32768, id % 32768) for TILE."""


def collect_keys(image: np.ndarray, layout: SlotLayout) -> set[SceneKey]:
    """The distinct scenes in an image or a block of its rows, shape (band, y, x).

    :raises DateMismatch: when the script could not tell which sample belongs to which scene.
    """
    keys: set[SceneKey] = set()
    for block in range(layout.steps):
        numbers = _numbers(image, layout, block).reshape(layout.numbers, -1)
        keys.update(tuple(column) for column in np.unique(numbers, axis=1).T.tolist() if column[0])
    if any(key[0] == MISMATCH for key in keys):
        raise DateMismatch([], ["samples and scenes of different number"], "self-describing image")
    return keys


def scatter(image: np.ndarray, layout: SlotLayout, keys: Sequence[SceneKey], nodata: float) -> np.ndarray:
    """Values by scene: (scene, band, y, x) in the order of ``keys``, nodata where a pixel has none.

    Of two blocks with one key the one with the lower position keeps a pixel it has data for.
    """
    rows, columns = image.shape[1:]
    values = np.full((len(keys), layout.bands, rows, columns), nodata, image.dtype)
    at = {key: index for index, key in enumerate(keys)}
    for block in range(layout.steps - 1, -1, -1):
        numbers = _numbers(image, layout, block)
        pixels = image[block * layout.width : block * layout.width + layout.bands]
        filled = (~np.isnan(pixels) if np.isnan(nodata) else pixels != nodata).any(axis=0)
        for key in {tuple(c) for c in np.unique(numbers.reshape(layout.numbers, -1), axis=1).T.tolist() if c[0]}:
            here = filled & (numbers == np.asarray(key).reshape(-1, 1, 1)).all(axis=0)
            values[at[key]][:, here] = pixels[:, here]
    return values


def steps_of(keys: Sequence[SceneKey], mosaicking: str) -> tuple[TimeStep, ...]:
    """Time steps in the order of ``keys``; sort the keys first for ascending time."""
    return tuple(_step(key, mosaicking) for key in keys)


def _step(key: SceneKey, mosaicking: str) -> TimeStep:
    day = day_from_number(key[0])
    if mosaicking == ORBIT:
        return TimeStep(ORBIT, start_of_day(day), day.isoformat())
    moment = start_of_day(day) + timedelta(minutes=key[1], seconds=key[2])
    scene_id = key[3] * 32768 + key[4]
    name = str(scene_id) if scene_id else ""
    path = f"{moment.isoformat()}#{scene_id}"
    return TimeStep(TILE, moment, path, (Acquisition(moment, path, name),), name)


def _numbers(image: np.ndarray, layout: SlotLayout, block: int) -> np.ndarray:
    return np.stack([layout.code.decode(_digits(image, layout, block, n)) for n in range(layout.numbers)])


def _digits(image: np.ndarray, layout: SlotLayout, block: int, number: int) -> np.ndarray:
    bands = layout.date_bands(block, number)
    return image[bands.start : bands.stop]
