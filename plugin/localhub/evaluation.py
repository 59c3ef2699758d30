# SPDX-License-Identifier: GPL-2.0-or-later
"""An evalscript on its scenes over a grid: choose scenes, group them, run the script block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..core.grid import PixelGrid
from ..evalscript import Budget, PixelTrace, Program, encode_samples
from ..evalscript.request import input_ids, input_mosaickings
from .answers import Refusal
from .grouping import SceneGroup, Told, group_scenes
from .limits import HubLimits
from .places import Polygons
from .resampling import NEAREST_ONLY, Resampling
from .sampling import DATA_MASK, Sampler, WantedBand, wanted_bands
from .selection import SceneQuery, keep_newest_day, select_scenes
from .source import SceneSource

_MAX_BANDS = 60_000


@dataclass(frozen=True)
class ScriptInput:
    """One input of the script with what it is given."""

    source: SceneSource
    mosaicking: str
    resampling: Resampling
    wanted: Mapping[str, WantedBand]
    has_mask: bool
    """The script declares dataMask; otherwise it does not see it, as on the service."""

    groups: tuple[SceneGroup, ...]
    left_out: tuple[SceneGroup, ...]
    """Groups that the script's own hooks dropped."""

    @property
    def told(self) -> list[Told]:
        """What the script hears of its samples: all tiles, or all orbits, or nothing."""
        return [group.told for group in self.groups if group.told is not None]


@dataclass(frozen=True)
class EvaluationQuestion:
    """What is to be computed."""

    program: Program
    sources: tuple[SceneSource, ...]
    """One for each input of the script, in its order."""

    grid: PixelGrid
    query: SceneQuery
    geometry: Polygons | None = None
    resampling: Resampling = NEAREST_ONLY
    wants_user_data: bool = False
    queries: tuple[SceneQuery, ...] = ()
    """One for each input where they differ; empty when :attr:`query` is for all. The period that scripts hear of is
    that of :attr:`query`."""

    resamplings: tuple[Resampling, ...] = ()
    """Likewise."""


@dataclass(frozen=True)
class PixelBlock:
    """Whole rows of all outputs."""

    row: int
    outputs: Mapping[str, np.ndarray]
    """Output id to (band, row, column) in the declared sample type; without those that no pixel returned."""


class Evaluation:
    """One script over one grid; the scenes are chosen and the bands counted when it is made."""

    def __init__(self, question: EvaluationQuestion, limits: HubLimits, budget: Budget) -> None:
        """
        :raises Refusal: when the sources do not have the bands, or it is too much.
        :raises EvalscriptError: when one of the script's hooks fails.
        """
        self._question, self._limits, self._budget = question, limits, budget
        program = question.program
        if question.wants_user_data:
            program.expect_user_data(budget)
        self.inputs = self._select_inputs()
        told = self._in_form([one.told for one in self.inputs])
        self.counts: dict[str, int] = dict(program.count_output_bands(told, budget=budget))
        self._check_size()

    @property
    def scene_count(self) -> int:
        """Samples of one pixel, over all inputs."""
        return sum(len(one.groups) for one in self.inputs)

    @property
    def output_bytes(self) -> int:
        """Size of all outputs."""
        return sum(self.counts[o.id] * self._itemsize(o.sample_type) for o in self._question.program.setup.outputs)

    def blocks(self) -> Iterator[PixelBlock]:
        """All rows from the top. When another engine takes over on the way it starts again from the first row.

        :raises EvalscriptError: when the script fails or is stopped.
        """
        program = self._question.program
        program.restart_pixels()
        row = 0
        while row < self._question.grid.height:
            engine = program.engine
            block = self._question.grid.window(0, row, self._question.grid.width, self._rows())
            values = self._evaluate(block)
            if program.engine != engine and row:
                program.restart_pixels()
                row = 0
                continue
            yield PixelBlock(
                row, {name: array.reshape(-1, block.height, block.width) for name, array in values.items()}
            )
            row += block.height

    def user_data(self) -> object:
        """What the script left in ``userData``, after the last block."""
        told = self._in_form([one.told for one in self.inputs])
        return self._question.program.describe_user_data(told, budget=self._budget, **self._metadata())

    def trace(self, column: int, row: int) -> PixelTrace:
        """Everything about one pixel of the grid.

        :raises EvalscriptError: when the script fails or is stopped.
        """
        block = self._question.grid.window(column, row, 1, 1)
        told = self._in_form([one.told for one in self.inputs])
        return self._question.program.trace(
            self._samples(block), told, output_bands=self.counts, budget=self._budget, **self._metadata()
        )

    def read_samples(self, column: int, row: int) -> list[list[dict[str, float]]]:
        """Per input, per sample: the values of one pixel by band."""
        block = self._question.grid.window(column, row, 1, 1)
        return [
            [{name: float(values[0]) for name, values in sample.items()} for sample in self._read(one, block)]
            for one in self.inputs
        ]

    def _select_inputs(self) -> tuple[ScriptInput, ...]:
        question = self._question
        setup = question.program.setup
        found = []
        queries = question.queries or (question.query,) * len(setup.inputs)
        resamplings = question.resamplings or (question.resampling,) * len(setup.inputs)
        mosaickings = input_mosaickings(setup)
        for declared, mosaicking, source, query, resampling in zip(
            setup.inputs, mosaickings, question.sources, queries, resamplings
        ):
            wanted = wanted_bands(declared, source)
            records = select_scenes(source, query)
            if query.period.is_open and mosaicking != "SIMPLE":
                records = keep_newest_day(records)
            groups = group_scenes(records, mosaicking, "bounds" in declared.metadata)
            has_mask = DATA_MASK in declared.bands
            found.append(ScriptInput(source, mosaicking, resampling, wanted, has_mask, tuple(groups), ()))
        if all(one.mosaicking == "SIMPLE" for one in found):
            return tuple(found)
        period = question.query.period
        told = self._in_form([one.told for one in found])
        kept = question.program.select_scenes(told, period.start, period.end, budget=self._budget)
        lists = kept.values() if question.program.is_fusion else [kept]
        return tuple(_keep(one, indices) for one, indices in zip(found, lists))

    def _check_size(self) -> None:
        grid, limits = self._question.grid, self._limits
        scenes = self.scene_count or 1
        if grid.pixel_count * scenes > limits.max_pixel_scenes:
            if limits.too_large_is_timeout:
                raise Refusal("The gateway waited too long.", 504, "COMMON_EXCEPTION")
            raise Refusal(
                f"{grid.pixel_count} pixels of {scenes} scenes are too large! "
                f"Should be at most {limits.max_pixel_scenes} pixels times scenes."
            )
        for output in self._question.program.setup.outputs:
            count = self.counts[output.id]
            size = count * grid.pixel_count * self._itemsize(output.sample_type)
            if not 1 <= count <= _MAX_BANDS or size > limits.max_output_bytes:
                raise Refusal(f"Output of {count} bands on {grid.width} x {grid.height} pixels is too large!")

    def _rows(self) -> int:
        """Whole rows that are few enough to be held at once."""
        grid, limits = self._question.grid, self._limits
        arrays = sum((len(one.wanted) + 1) * max(1, len(one.groups)) for one in self.inputs)
        bytes_per_pixel = 8 * (arrays + sum(self.counts.values()))
        pixels = min(limits.block_pixels, limits.block_bytes // bytes_per_pixel)
        return max(1, pixels // grid.width)

    def _evaluate(self, block: PixelGrid) -> dict[str, np.ndarray]:
        return self._question.program.evaluate(
            self._samples(block),
            self._in_form([one.told for one in self.inputs]),
            lanes=block.pixel_count,
            output_bands=self.counts,
            budget=self._budget,
            is_encoded=True,
            **self._metadata(),
        )

    def _samples(self, block: PixelGrid) -> Any:
        lists = [self._read(one, block) for one in self.inputs]
        if self._question.program.is_fusion:
            return self._in_form(lists)
        return lists[0][0] if self.inputs[0].mosaicking == "SIMPLE" else lists[0]

    def _read(self, one: ScriptInput, block: PixelGrid) -> list[dict[str, np.ndarray]]:
        question = self._question
        inside = question.geometry.mask(block).ravel() if question.geometry else None
        sampler = Sampler(one.source, one.wanted, one.resampling)
        samples = []
        for group in one.groups:
            stop_if_cancelled(self._budget)
            sample = sampler.read(group.records, block, inside)
            if not one.has_mask:
                del sample[DATA_MASK]
            samples.append(sample)
        return samples

    def _metadata(self) -> dict[str, Any]:
        period = self._question.query.period
        return {
            "normalization_factor": self.inputs[0].source.normalization_factor,
            "time_from": period.start,
            "time_to": period.end,
        }

    def _in_form(self, lists: Sequence[Any]) -> Any:
        """One list as it is, or several by input."""
        program = self._question.program
        return dict(zip(input_ids(program.setup), lists)) if program.is_fusion else lists[0]

    @staticmethod
    def _itemsize(sample_type: str) -> int:
        return encode_samples(np.zeros(1), sample_type, None).dtype.itemsize


def stop_if_cancelled(budget: Budget) -> None:
    """:raises Refusal: when whoever asked does not want the answer any more."""
    if budget.is_cancelled is not None and budget.is_cancelled():
        raise Refusal("The service is shutting down.", 503, "COMMON_EXCEPTION")


def _keep(one: ScriptInput, indices: Sequence[int]) -> ScriptInput:
    if one.mosaicking == "SIMPLE":
        return one
    groups = tuple(one.groups[index] for index in indices)
    left_out = tuple(group for index, group in enumerate(one.groups) if index not in set(indices))
    return replace(one, groups=groups, left_out=left_out)
