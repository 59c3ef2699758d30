# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a program over whole scenes: groups them as the mosaicking says, cuts blocks, encodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import numpy as np

from .budget import Budget
from .encoding import encode_samples
from .model import Orbit, Result, Scene, Tile
from .request import AnyScene, input_ids, input_mosaickings, make_sources

if TYPE_CHECKING:
    from .program import Program

BLOCK_LANES = 65_536


@dataclass(frozen=True)
class _Input:
    """One input of the script: its samples and what the script is told of them."""

    mosaicking: str
    descriptions: list[AnyScene]
    groups: list[list[Scene]]


def run_scenes(
    program: Program, scenes: Sequence[Scene] | Mapping[str, Sequence[Scene]], budget: Budget | None = None
) -> Result:
    """Evaluate scenes and encode the outputs.

    :param scenes: per input in a data fusion script, where an input may have none.
    :raises EvalscriptError: when the script fails, or scenes are not given by input as its inputs want.
    :raises ValueError: when there are no scenes, a band is missing or shapes differ.
    """
    budget = budget or Budget()
    program.expect_user_data(budget)
    names = input_ids(program.setup)
    given = dict(scenes) if isinstance(scenes, Mapping) else {names[0]: scenes}
    if program.is_fusion or isinstance(scenes, Mapping):
        make_sources(program.setup, scenes)  # type: ignore[arg-type]  # only for its check of the names
    every = [scene for name in names for scene in given[name]]
    if not every:
        raise ValueError("there are no scenes")
    shape = _common_shape(every)
    times = [_utc(scene.date) for scene in every]
    period = min(times), max(times)
    inputs = [_make_input(given[name], m) for name, m in zip(names, input_mosaickings(program.setup))]
    if any(one.mosaicking != "SIMPLE" for one in inputs):
        kept = program.select_scenes(_in_form(program, [one.descriptions for one in inputs]), *period, budget)
        inputs = [_keep(one, kept[name] if program.is_fusion else kept) for name, one in zip(names, inputs)]
    described = _in_form(program, [one.descriptions for one in inputs])
    counts = program.count_output_bands(described, budget)
    samples = [
        [_mosaic(group, spec.bands, shape) for group in one.groups] for one, spec in zip(inputs, program.setup.inputs)
    ]
    values = _evaluate_blocks(program, samples, described, counts, period, shape[0] * shape[1], budget)
    encoded = {name: image.reshape(-1, *shape) for name, image in values.items()}
    user_data = program.describe_user_data(described, time_from=period[0], time_to=period[1], budget=budget)
    return Result(encoded, user_data)


def _evaluate_blocks(
    program: Program,
    samples: list,
    described: Any,
    counts: Mapping[str, int],
    period: tuple,
    pixels: int,
    budget: Budget,
) -> dict[str, np.ndarray]:
    """Output id to (bands, pixels) in its sample type."""
    outputs = program.setup.outputs
    blank = {o.id: encode_samples(np.array(np.nan), o.sample_type, o.nodata_value) for o in outputs}
    values = {o.id: np.empty((counts[o.id], pixels), blank[o.id].dtype) for o in outputs}
    program.restart_pixels()
    start = 0
    while start < pixels:
        engine = program.engine
        block = slice(start, min(start + BLOCK_LANES, pixels))
        cut = [[{name: band[block] for name, band in sample.items()} for sample in one] for one in samples]
        is_object = not program.is_fusion and input_mosaickings(program.setup)[0] == "SIMPLE"
        found = program.evaluate(
            cut[0][0] if is_object else _in_form(program, cut), described, lanes=block.stop - block.start,
            output_bands=counts, time_from=period[0], time_to=period[1], budget=budget,
            is_encoded=True, out={name: image[:, block] for name, image in values.items()},
        )  # fmt: skip
        if program.engine != engine and start:
            program.restart_pixels()  # the other engine may carry values from pixel to pixel
            start = 0
            continue
        for name in values.keys() - found.keys():
            values[name][:, block] = blank[name]
        start = block.stop
    return values


def _in_form(program: Program, lists: list) -> Any:
    """One list as it is, or several by input."""
    return dict(zip(input_ids(program.setup), lists)) if program.is_fusion else lists[0]


def _make_input(scenes: Sequence[Scene], mosaicking: str) -> _Input:
    groups = _group(sorted(scenes, key=lambda scene: _utc(scene.date)), mosaicking)
    return _Input(mosaicking, [_describe(group, mosaicking) for group in groups], groups)


def _keep(one: _Input, kept: Sequence[int]) -> _Input:
    return replace(one, descriptions=[one.descriptions[k] for k in kept], groups=[one.groups[k] for k in kept])


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)


def _common_shape(scenes: Sequence[Scene]) -> tuple[int, int]:
    shapes = {np.shape(array) for scene in scenes for array in scene.bands.values()}
    if len(shapes) != 1 or len(next(iter(shapes))) != 2:
        raise ValueError(f"the bands are not arrays (y, x) of one shape: {sorted(shapes)}")
    return next(iter(shapes))


def _group(scenes: Sequence[Scene], mosaicking: str) -> list[list[Scene]]:
    if mosaicking == "SIMPLE":
        return [list(scenes)] if scenes else []
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
            if name == "dataMask":
                here &= (array != 0) & ~np.isnan(array)
            elif _has_nan(array):
                here &= ~np.isnan(array)
        take = here & ~valid
        if take.all():
            result.update(arrays)  # no need to copy; there is nothing left to put into them
        elif take.any():
            for name, array in arrays.items():
                np.copyto(result[name], array, where=take)
        valid |= here
    if "dataMask" in result:
        result["dataMask"] = valid.astype(np.float64)
    return result


def _has_nan(array: np.ndarray) -> bool:
    """Is NaN among the values? The least of them is NaN then, and that is found several times as fast."""
    with np.errstate(invalid="ignore"):
        return array.size > 0 and bool(np.isnan(array.min()))
