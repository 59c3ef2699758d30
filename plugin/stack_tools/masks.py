# SPDX-License-Identifier: GPL-2.0-or-later
"""``maskstack``: nodata where a mask says so."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import numpy as np

from ..bridge.stack_reader import StackFile
from ..core.clear_sky import grow
from ..core.errors import FileProblem, InvalidRequest
from ..core.progress import Progress
from ..core.stack import StackInfo
from ..core.stored_values import choose_nodata
from .bands import check_range
from .blocks import Block, Plan
from .clear_pixels import ClearReader, MaskChoice

MOST_DILATED_PX = 100.0
_ALIKE = 1e-6


@dataclass(frozen=True)
class MaskTool:
    """Which mask."""

    mask: MaskChoice
    mask_stack: str = ""
    """Path of the stack that holds the mask band; empty for the stack itself."""

    dilate_px: float = 0.0
    """By how much what is masked grows."""

    is_inverted: bool = False
    """Whether what is clear is masked instead."""

    name = "maskstack"

    @property
    def other_inputs(self) -> tuple[str, ...]:
        """Files that are read beside the stack."""
        return (self.mask_stack,) if self.mask_stack else ()

    def check(self) -> None:
        """:raises InvalidRequest: for parameters that cannot work with any stack."""
        self.mask.check()
        if not self.mask.band.strip():
            raise InvalidRequest("MASK_BAND", "mask_band_missing")
        check_range(self.dilate_px, 0.0, MOST_DILATED_PX, "DILATE")

    def history(self) -> dict[str, object]:
        """The parameters."""
        return {
            "MASK_BAND": self.mask.band, "CLASSES": list(self.mask.classes), "BITS": list(self.mask.bits),
            "DILATE": self.dilate_px, "INVERT": self.is_inverted, "HAS_MASK_STACK": bool(self.mask_stack),
        }  # fmt: skip

    @contextmanager
    def plan(self, source: StackFile, progress: Progress) -> Iterator[Plan]:
        """:raises InvalidRequest: when a band is missing, or the second stack does not fit."""
        with ExitStack() as opened:
            other = opened.enter_context(_open_mask(self.mask_stack)) if self.mask_stack else None
            holder = other or source
            rule = self.mask.find_rule(holder.info)
            if rule is None:
                raise InvalidRequest("MASK_BAND", "mask_band_missing")
            steps = match_steps(source.info, other.info) if other is not None else ()
            reader = ClearReader(rule, holder.info)

            def compute(block: Block) -> np.ndarray:
                asked = block
                if other is not None:
                    asked = Block(other.read(reader.bands, steps, block.window), reader.bands, block.window, other.info)
                clear, cloudy = reader.read(asked)
                hidden, shown = (clear, cloudy) if self.is_inverted else (cloudy, clear)
                if self.dilate_px > 0:
                    hidden = grow(hidden, self.dilate_px)
                hidden = hidden | ~shown
                mask = np.ma.getmaskarray(block.values) | hidden[:, None]
                if other is None:
                    mask[:, reader.place] = np.ma.getmaskarray(block.stored(reader.place))
                return np.ma.MaskedArray(block.values.data, mask=mask)

            info = source.info
            result = replace(info, nodata=choose_nodata(info.dtype, info.nodata))
            work = len(info.steps) * (len(info.bands) * (2 * np.dtype(info.dtype).itemsize + 2) + 40)
            work += len(steps) * len(reader.bands) * 9
            margin = math.ceil(self.dilate_px)
            yield Plan(result, tuple(range(len(info.bands))), compute, work, margin)


def match_steps(info: StackInfo, mask: StackInfo) -> list[int]:
    """For each step of a stack the step of its mask: of the same moment, else the first of the same UTC day.

    :raises InvalidRequest: when the grids differ or a step has no partner.
    """
    grids = (info.grid, mask.grid)
    numbers = [(*grid.geotransform, grid.width, grid.height) for grid in grids]
    step = info.grid.pixel_width
    if grids[0].crs != grids[1].crs or not np.allclose(*numbers, rtol=0, atol=_ALIKE * step):
        raise InvalidRequest("MASK_STACK", "mask_other_grid")
    moments = {(s.time, s.tile_id): place for place, s in reversed(list(enumerate(mask.steps)))}
    days = {s.time.date(): place for place, s in reversed(list(enumerate(mask.steps)))}
    found = [moments.get((s.time, s.tile_id), days.get(s.time.date())) for s in info.steps]
    missing = [s.label for s, place in zip(info.steps, found) if place is None]
    if missing:
        raise InvalidRequest("MASK_STACK", "mask_without_date", count=len(missing), value=missing[0])
    return [place for place in found if place is not None]


def _open_mask(path: str) -> StackFile:
    try:
        return StackFile(path)
    except FileProblem as error:
        raise InvalidRequest("MASK_STACK", "mask_unreadable", value=path, reason=error.reason) from error
