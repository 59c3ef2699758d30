# SPDX-License-Identifier: GPL-2.0-or-later
"""What happened to one pixel, told in plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .encoding import encode_rows
from .model import PixelTrace, Setup
from .request import Block, BlockAnswer, Sample
from .scene_objects import scenes_tree, to_plain_tree


def cut_lane(block: Block, lane: int) -> Block:
    """A block of one pixel of another.

    :raises ValueError: when there is no such pixel.
    """
    if not 0 <= lane < block.lanes:
        raise ValueError(f"there is no pixel {lane} among {block.lanes}")
    samples = tuple(
        tuple({name: band[lane : lane + 1].copy() for name, band in sample.items()} for sample in samples)
        for samples in block.samples
    )
    return replace(block, samples=samples, lanes=1)


def make_trace(setup: Setup, block: Block, answer: BlockAnswer, engine: str) -> PixelTrace:
    """The trace of a block of one pixel."""
    outputs: dict[str, tuple[float, ...]] = {}
    for output in setup.outputs:
        if output.id in answer.outputs:
            encoded = encode_rows(answer.outputs[output.id], 1, output.sample_type, output.nodata_value)
            outputs[output.id] = tuple(value.item() for value in encoded[:, 0])
    return PixelTrace(
        samples=_plain_samples(block),
        scenes=to_plain_tree(scenes_tree(block.request)),
        returned=answer.returned,
        outputs=outputs,
        user_data=answer.user_data,
        engine=engine,
        variables=answer.variables,
    )


def _plain_samples(block: Block) -> Any:
    lists = [_plain_list(samples) for samples in block.samples]
    if block.is_one_object:
        return lists[0][0]
    if not block.request.is_fusion:
        return lists[0]
    return {source.id: one for source, one in zip(block.request.sources, lists)}


def _plain_list(samples: Sequence[Sample]) -> list[dict[str, float]]:
    return [{name: float(band[0]) for name, band in sample.items()} for sample in samples]
