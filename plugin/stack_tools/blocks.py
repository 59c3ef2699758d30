# SPDX-License-Identifier: GPL-2.0-or-later
"""Running a computation over a stack block by block into a new file, in memory that does not grow with the stack."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from ..bridge.raster_writer import BLOCK_PX, RasterWriter
from ..bridge.stack_file import StackWriter
from ..bridge.stack_reader import StackFile, Window
from ..core.clear_sky import holds_classes
from ..core.errors import Cancelled, InvalidRequest
from ..core.progress import Progress, check_cancelled
from ..core.stack import StackInfo
from ..core.stored_values import keep_stored, to_stored

MEMORY_BYTES = 192 * 1024 * 1024
"""For all blocks that are under way together, with what is computed from them."""

WORKERS = max(1, min(2, os.cpu_count() or 1))
"""Each reads, computes and writes whole blocks; GDAL and numpy let go of the interpreter meanwhile."""

_POLL_S = 0.2
_WIDEST_PX = 4096


@dataclass(frozen=True, eq=False)
class Block:
    """Some tiles of a stack, all their time steps."""

    values: np.ma.MaskedArray
    """(time, band, y, x) as stored, of the bands that were asked for."""

    bands: tuple[int, ...]
    """Which these are, by their places in the stack."""

    window: Window
    """Where they lie, the margin included."""

    info: StackInfo
    """Of the stack."""

    def stored(self, band: int) -> np.ma.MaskedArray:
        """(time, y, x) of a band, as stored."""
        return self.values[:, self.bands.index(band)]

    def physical(self, band: int) -> np.ndarray:
        """(time, y, x) of float64 of a band, NaN where there is no data."""
        stored = self.stored(band)
        values = stored.data.astype("float64")
        if (self.info.scale, self.info.offset) != (1.0, 0.0):
            values *= self.info.scale
            values += self.info.offset
        np.putmask(values, np.ma.getmaskarray(stored), np.nan)
        return values

    def meant(self, band: int) -> np.ndarray:
        """As :meth:`physical`; but a file has one scale for all its bands, and classes are what is stored."""
        if not holds_classes(self.info.bands[band].name, self.info.collection):
            return self.physical(band)
        stored = self.stored(band)
        return np.where(np.ma.getmaskarray(stored), np.nan, stored.data.astype("float64"))


@dataclass(frozen=True, eq=False)
class Plan:
    """What becomes of a stack."""

    info: StackInfo
    """Of the result."""

    bands: tuple[int, ...]
    """Which bands of the source are read, by their places."""

    compute: Callable[[Block], np.ndarray]
    """(step, band, y, x) of the result for a block: physical values with NaN, or a masked array as stored. Called from
    several threads at once."""

    work_bytes: int
    """Memory that computing one pixel takes, beside reading it."""

    margin_px: int = 0
    """How many pixels around it a block needs; cut off after computing."""

    open_writer: Callable[[Path, StackInfo, Mapping[str, str]], RasterWriter] | None = None
    """Makes the file; None for a stack."""


class StackTool(Protocol):
    """An order of what to do with a stack. One that reads further files names them as ``other_inputs``."""

    @property
    def name(self) -> str:
        """Id of the algorithm."""
        ...

    def check(self) -> None:
        """:raises InvalidRequest: for parameters that cannot work with any stack."""
        ...

    def plan(self, source: StackFile, progress: Progress) -> AbstractContextManager[Plan]:
        """:raises InvalidRequest: for what cannot work with this stack."""
        ...

    def history(self) -> dict[str, object]:
        """The parameters, for the metadata of the result."""
        ...


@dataclass(frozen=True)
class Outcome:
    """A file that was made of a stack."""

    path: Path
    info: StackInfo
    lost: int
    """Values that the sample type of the result could not hold and that are nodata now."""


@dataclass(eq=False)
class _Run:
    """What the workers share."""

    source: StackFile
    plan: Plan
    writer: RasterWriter
    progress: Progress
    lost: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def do(self, window: Window) -> None:
        """Read, compute, write one block."""
        if self.stopped.is_set() or self.progress.is_cancelled():
            return
        plan, info = self.plan, self.plan.info
        outer, inner = _with_margin(window, plan.margin_px, self.source.info)
        values = self.source.read(bands=plan.bands, window=outer)
        computed = plan.compute(Block(values, plan.bands, outer, self.source.info))[..., inner[0], inner[1]]
        encode = keep_stored if isinstance(computed, np.ma.MaskedArray) else to_stored
        stored, lost = encode(computed, info)
        if stored.shape[:2] != info.shape[:2]:
            raise ValueError(f"computed {stored.shape}, planned {info.shape}")
        flat = stored.reshape(-1, *stored.shape[2:])
        if not self.stopped.is_set():
            self.writer.write_bands(range(1, len(flat) + 1), window[0], window[1], flat)
        with self.lock:
            self.lost += lost


def run_tool(tool: StackTool, source: str | os.PathLike[str], target: Path, progress: Progress) -> Outcome:
    """Make a file of a stack. It appears under its name when it is whole.

    :raises InvalidRequest: naming the parameter.
    :raises FileProblem: when the stack cannot be read or the file not written.
    :raises Cancelled: when the user wants to stop.
    """
    tool.check()
    with StackFile(source) as stack:
        for path in (stack.path, *getattr(tool, "other_inputs", ())):
            _check_is_other(path, target)
        with tool.plan(stack, progress) as plan:
            info = replace(plan.info, request_json="{}", evalscript="")  # it cannot be fetched again as it is
            history = json.dumps({"algorithm": tool.name, **tool.history()}, ensure_ascii=False)
            open_writer = plan.open_writer or _open_stack
            with open_writer(target, info, {"DERIVED": history}) as writer:
                run = _Run(stack, replace(plan, info=info), writer, progress)
                _run_blocks(run, list(block_windows(stack.info, plan)))
                check_cancelled(progress)
                writer.commit()
    return Outcome(target, info, run.lost)


def block_windows(info: StackInfo, plan: Plan) -> Iterator[Window]:
    """Windows of whole tiles that fit into the memory, row by row."""
    per_pixel = len(info.steps) * len(plan.bands) * (np.dtype(info.dtype).itemsize + 1) + plan.work_bytes
    pixels = MEMORY_BYTES // (WORKERS * max(1, per_pixel))
    tiles = max(1, int(pixels) // BLOCK_PX**2)
    grid = info.grid
    tiles_across = -(-min(grid.width, _WIDEST_PX) // BLOCK_PX)
    width = min(tiles, tiles_across) * BLOCK_PX
    height = max(1, tiles // tiles_across) * BLOCK_PX
    # Small stacks are cut so that every worker has something to do.
    height = min(height, max(1, -(-grid.height // (BLOCK_PX * WORKERS))) * BLOCK_PX)
    for row in range(0, grid.height, height):
        for column in range(0, grid.width, width):
            yield column, row, min(width, grid.width - column), min(height, grid.height - row)


def _run_blocks(run: _Run, windows: Sequence[Window]) -> None:
    """All windows, a few at a time; the first failure stops the rest."""
    waiting = iter(windows)
    pending: set[Future[None]] = set()
    done = 0
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            while True:
                while len(pending) < WORKERS and (window := next(waiting, None)) is not None:
                    pending.add(pool.submit(run.do, window))
                if not pending:
                    break
                finished, pending = wait(pending, timeout=_POLL_S, return_when=FIRST_COMPLETED)
                for future in finished:
                    future.result()
                    done += 1
                if run.progress.is_cancelled():
                    raise Cancelled()
                run.progress.report(done / len(windows))
        finally:
            run.stopped.set()


def _with_margin(window: Window, margin: int, info: StackInfo) -> tuple[Window, tuple[slice, slice]]:
    """A window with its margin, and where it lies therein: (y, x)."""
    column, row, width, height = window
    left, top = min(margin, column), min(margin, row)
    right = min(margin, info.grid.width - column - width)
    bottom = min(margin, info.grid.height - row - height)
    outer = (column - left, row - top, width + left + right, height + top + bottom)
    return outer, (slice(top, top + height), slice(left, left + width))


def _check_is_other(source: str, target: Path) -> None:
    try:
        is_same = target.exists() and os.path.samefile(source, target)
    except OSError:
        is_same = False
    if is_same:
        raise InvalidRequest("OUTPUT", "output_is_input", value=str(target))


def _open_stack(path: Path, info: StackInfo, extra: Mapping[str, str]) -> RasterWriter:
    return StackWriter(path, info, extra=extra)
