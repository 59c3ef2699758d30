# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a program over whole scenes: groups them as the mosaicking says, cuts blocks, encodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import numpy as np

from .budget import Budget
from .encoding import encode_samples
from .model import Orbit, Result, Scene, Tile

if TYPE_CHECKING:
    from .program import Program

BLOCK_LANES = 65_536


def run_scenes(program: Program, scenes: Sequence[Scene], budget: Budget | None = None) -> Result:
    """Evaluate scenes and encode the outputs.

    :raises ValueError: when there are no scenes, a band is missing or shapes differ.
    """
    if not scenes:
        raise ValueError("there are no scenes")
    budget = budget or Budget()
    bands = program.setup.inputs[0].bands
    shape = _common_shape(scenes)
    ordered = sorted(scenes, key=lambda scene: _utc(scene.date))
    first, last = _utc(ordered[0].date), _utc(ordered[-1].date)
    groups = _group(ordered, program.setup.mosaicking)
    descriptions = [_describe(group, program.setup.mosaicking) for group in groups]
    if program.setup.mosaicking != "SIMPLE":
        kept = program.select_scenes(descriptions, first, last, budget)
        groups, descriptions = [groups[k] for k in kept], [descriptions[k] for k in kept]
    samples = [_mosaic(group, bands, shape) for group in groups]
    counts = program.count_output_bands(descriptions, budget)
    values = {name: np.full((count, shape[0] * shape[1]), np.nan) for name, count in counts.items()}
    for start in range(0, shape[0] * shape[1], BLOCK_LANES):
        block = slice(start, min(start + BLOCK_LANES, shape[0] * shape[1]))
        cut = [{name: band[block] for name, band in sample.items()} for sample in samples]
        found = program.evaluate(
            cut[0] if program.setup.mosaicking == "SIMPLE" else cut, descriptions, lanes=block.stop - block.start,
            output_bands=counts, time_from=first, time_to=last, budget=budget,
        )  # fmt: skip
        for name, part in found.items():
            values[name][:, block] = part
    encoded = {
        output.id: encode_samples(values[output.id], output.sample_type, output.nodata_value).reshape(-1, *shape)
        for output in program.setup.outputs
    }
    return Result(encoded, program.describe_user_data(descriptions, time_from=first, time_to=last, budget=budget))


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)


def _common_shape(scenes: Sequence[Scene]) -> tuple[int, int]:
    shapes = {np.shape(array) for scene in scenes for array in scene.bands.values()}
    if len(shapes) != 1 or len(next(iter(shapes))) != 2:
        raise ValueError(f"the bands are not arrays (y, x) of one shape: {sorted(shapes)}")
    return next(iter(shapes))


def _group(scenes: Sequence[Scene], mosaicking: str) -> list[list[Scene]]:
    if mosaicking == "SIMPLE":
        return [list(scenes)]
    if mosaicking == "TILE":
        return [[scene] for scene in scenes]
    days: dict[Any, list[Scene]] = {}
    for scene in scenes:
        days.setdefault(_utc(scene.date).date(), []).append(scene)
    return list(days.values())


def _describe(group: Sequence[Scene], mosaicking: str) -> Any:
    tiles = tuple(Tile(_utc(s.date), s.cloud_cover, tile_id=s.tile_id, sh_id=k) for k, s in enumerate(group))
    if mosaicking == "TILE":
        return tiles[0]
    start = tiles[0].date.replace(hour=0, minute=0, second=0, microsecond=0)
    return Orbit(start, start + timedelta(days=1, seconds=-1), tiles)


def _mosaic(group: Sequence[Scene], bands: Sequence[str], shape: tuple[int, int]) -> Mapping[str, np.ndarray]:
    """The newest valid pixel of a group; dataMask says where there is one."""
    result = {name: np.zeros(shape[0] * shape[1]) for name in bands}
    valid = np.zeros(shape[0] * shape[1], np.bool_)
    for scene in reversed(group):
        arrays = {name: np.asarray(scene.bands[name], np.float64).ravel() for name in bands if name in scene.bands}
        missing = [name for name in bands if name not in arrays and name != "dataMask"]
        if missing:
            raise ValueError(f"the scene of {scene.date} has no band {', '.join(missing)}")
        here = np.ones(len(valid), np.bool_)
        for name, array in arrays.items():
            here &= (array != 0) & ~np.isnan(array) if name == "dataMask" else ~np.isnan(array)
        take = here & ~valid
        for name, array in arrays.items():
            result[name][take] = array[take]
        valid |= here
    if "dataMask" in result:
        result["dataMask"] = valid.astype(np.float64)
    return result
