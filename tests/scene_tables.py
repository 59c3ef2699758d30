"""Random tables of scenes for the dating tests: duplicates, gaps, same-day tiles, midnight, any order, empty areas.

Every scene has a number of its own, which is also the value of its pixels, so an image tells whose pixel is where.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from timestack.plugin.core.acquisitions import Acquisition
from timestack.plugin.core.dates import UTC

SIDE = 3
"""Images of the tests are so many pixels a side."""

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2020, 3, 31)


@dataclass(frozen=True)
class TableScene:
    acquisition: Acquisition
    number: int
    valid: np.ndarray
    """(SIDE, SIDE) bool: where the scene has data."""


def random_table(rng: np.random.Generator) -> list[TableScene]:
    """Up to 12 scenes of one quarter in random order; sometimes none at all, sometimes without any valid pixel."""
    scenes: list[TableScene] = []
    for _ in range(int(rng.integers(0, 7))):
        time = _random_time(rng)
        for tile in rng.permutation(["33TVM", "33TWM", "33TVL"])[: rng.integers(1, 4)]:
            scenes.append(_scene(rng, time + timedelta(seconds=int(rng.integers(0, 4))), str(tile), len(scenes) + 1))
            if rng.random() < 0.15:  # the same tile and time, processed again
                scenes.append(_scene(rng, scenes[-1].acquisition.time, str(tile), len(scenes) + 1))
    return [scenes[i] for i in rng.permutation(len(scenes))][:12]


def _random_time(rng: np.random.Generator) -> datetime:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    day = int(rng.choice([0, 1, 30, 31, 59, 60, 90, rng.integers(0, 91)]))
    second = int(rng.choice([0, 1, 86390, 43200, 36331, rng.integers(0, 86390)]))
    return start + timedelta(days=day, seconds=second)


def _scene(rng: np.random.Generator, time: datetime, tile: str, number: int) -> TableScene:
    path = (
        f"creo://EODATA/Sentinel-2/MSI/L2A/{time:%Y/%m/%d}/S2B_MSIL2A_{time:%Y%m%dT%H%M%S}_N05{number:02d}_R081_"
        f"T{tile}_20240827T131314.SAFE/GRANULE/L2A_T{tile}_A031710/IMG_DATA"
        if rng.random() < 0.5
        else f"s3://sentinel-s2-l2a/tiles/{tile[:2]}/{tile[2]}/{tile[3:]}/{time:%Y/%-m/%-d}/{number}"
    )
    kind = rng.random()
    valid = (
        np.zeros((SIDE, SIDE), bool)
        if kind < 0.1
        else np.ones((SIDE, SIDE), bool)
        if kind < 0.4
        else rng.random((SIDE, SIDE)) < 0.6
    )
    return TableScene(Acquisition(time, path, tile, float(rng.integers(0, 101))), number, valid)


def flatten(scenes: list[TableScene]) -> np.ndarray:
    """One image of several scenes: the number of the first with data, 0 where none has any."""
    image = np.zeros((SIDE, SIDE), int)
    for scene in scenes:
        image = np.where((image == 0) & scene.valid, scene.number, image)
    return image
