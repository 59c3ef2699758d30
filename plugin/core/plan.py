# SPDX-License-Identifier: GPL-2.0-or-later
"""Cutting one big question into parts that the service can answer: runs of time steps first, then tiles of the area."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from .coverage_request import MAX_SIDE_PX, MAX_URL_BYTES
from .dates import end_of_day, start_of_day
from .errors import InvalidRequest
from .grid import PixelGrid
from .price import processing_units
from .timeline import TimeStep

BLOCK_PX = 64
"""Tiles of the area are whole blocks of the stack file, so that no block is ever written twice."""


@dataclass(frozen=True)
class PlanLimits:
    """What one question may hold."""

    side_px: int = MAX_SIDE_PX
    pixel_steps: int = 4_000_000
    """Pixels times time steps. The service's staff call a few tens of millions fine and 100 million too many; smaller
    questions keep several workers and the writing busy at the same time, and little is lost when one fails."""

    image_bands: int = 250
    url_bytes: int = MAX_URL_BYTES
    units: float = math.inf
    """Processing units that a question may cost: what the account gets in a minute. A dearer one can never pass."""

    def fit_price(self, bands: int, is_float: bool) -> PlanLimits:
        """The same limits with so few pixels times steps that no question is too dear.

        :param bands: input bands that are charged.
        :raises InvalidRequest: when not even one block of one time step is cheap enough.
        """
        if math.isinf(self.units):
            return self
        price = processing_units(BLOCK_PX, BLOCK_PX, bands, is_float, 1)
        affordable = int(self.units / processing_units(512, 512, bands, is_float, 1) * 512 * 512)
        if price > self.units:
            raise InvalidRequest("CONNECTION", "account_too_small", price=f"{price:.3g}", limit=f"{self.units:g}")
        return replace(self, pixel_steps=min(self.pixel_steps, max(affordable, BLOCK_PX * BLOCK_PX)))


@dataclass(frozen=True)
class Part:
    """One question: one tile of the area times one run of time steps."""

    column: int
    """Where the tile starts in the stack's grid, in pixels."""

    row: int
    grid: PixelGrid
    first_step: int
    steps: tuple[TimeStep, ...]
    unwanted: tuple[TimeStep, ...]
    """Steps of the run's days that exist and are not wanted, so the script must drop them."""

    time_from: datetime
    """First instant of the first day to ask for."""

    time_to: datetime
    """Last second of the last day to ask for."""


def plan_parts(
    grid: PixelGrid,
    steps: Sequence[TimeStep],
    discovered: Sequence[TimeStep],
    bands_for: Callable[[int], int],
    url_bytes_for: Callable[[Part], int],
    days: tuple[date, date],
    limits: PlanLimits = PlanLimits(),
) -> tuple[Part, ...]:
    """Parts in the order of writing: tile by tile, and in each tile run by run.

    :param steps: the steps of the stack, ascending.
    :param discovered: every step that exists in the range, wanted or not.
    :param days: first and last UTC day of the selection. Where nothing is left out, the parts' questions cover all of
        these days, so that a scene that discovery did not tell of shows up as a stray date.
    :param bands_for: image bands that a run of so many steps takes.
    :param url_bytes_for: length of the address that a part would need.
    :raises InvalidRequest: when not even one time step fits into an address or an image.
    """
    cutter = PartCutter(grid, steps, discovered, days)
    side = tile_side(grid, limits)
    while side > BLOCK_PX and _tile_pixels(grid, side) > limits.pixel_steps:
        side = max(BLOCK_PX, side // 2 // BLOCK_PX * BLOCK_PX)
    length = min(len(steps), max(1, limits.pixel_steps // _tile_pixels(grid, side)))
    while length > 1 and bands_for(length) > limits.image_bands:
        length -= 1
    while True:
        length = -(-len(steps) // -(-len(steps) // length))  # as many runs, of about the same length
        parts = cutter.cut(side, length)
        longest = max(url_bytes_for(part) for part in parts)
        if longest <= limits.url_bytes:
            return parts
        if length == 1:
            raise InvalidRequest("BANDS", "address_too_long", bytes=longest, limit=limits.url_bytes)
        length = max(1, min(length - 1, length * limits.url_bytes // longest))


def tile_side(grid: PixelGrid, limits: PlanLimits) -> int:
    """Side of the largest tiles that one question may have, in whole blocks; no larger than the grid needs."""
    needed = -(-max(grid.width, grid.height) // BLOCK_PX) * BLOCK_PX
    return min(limits.side_px // BLOCK_PX * BLOCK_PX, needed)


def _tile_pixels(grid: PixelGrid, side: int) -> int:
    return min(grid.width, side) * min(grid.height, side)


@dataclass(frozen=True)
class PartCutter:
    """Makes the parts of one stack, and halves those that turn out too large."""

    grid: PixelGrid
    steps: Sequence[TimeStep]
    """The steps of the stack, ascending."""

    discovered: Sequence[TimeStep]
    """Every step that exists in the range, wanted or not."""

    days: tuple[date, date]
    """First and last UTC day of the selection."""

    def cut(self, side: int, length: int) -> tuple[Part, ...]:
        """All parts: tiles of a side, each with runs of so many steps."""
        runs = [(first, *self._run(first, length)) for first in range(0, len(self.steps), length)]
        return tuple(
            Part(column, row, tile, first, tuple(self.steps[first : first + length]), unwanted, time_from, time_to)
            for column, row, tile in self.grid.tiles(side)
            for first, unwanted, time_from, time_to in runs
        )

    def halve(self, part: Part) -> tuple[Part, ...]:
        """Two parts in place of one: half the steps each, or half the tile each; none of a block of one step."""
        count = len(part.steps)
        if count > 1:
            half = (count + 1) // 2
            pieces = ((part.first_step, half), (part.first_step + half, count - half))
            return tuple(self._with_run(part, first, length) for first, length in pieces)
        return tuple(
            replace(part, column=column, row=row, grid=tile)
            for column, row, tile in halve_tile(self.grid, part.column, part.row, part.grid)
        )

    def _with_run(self, part: Part, first: int, length: int) -> Part:
        unwanted, time_from, time_to = self._run(first, length)
        steps = tuple(self.steps[first : first + length])
        return replace(
            part, first_step=first, steps=steps, unwanted=unwanted, time_from=time_from, time_to=time_to
        )  # fmt: skip

    def _run(self, first: int, length: int) -> tuple[tuple[TimeStep, ...], datetime, datetime]:
        """What else exists in the run's days, and the days to ask for."""
        steps, days = self.steps, self.days
        run = steps[first : first + length]
        wanted = {step.key for step in run}

        def others(start: date, end: date) -> tuple[TimeStep, ...]:
            return tuple(s for s in self.discovered if start <= s.time.date() <= end and s.key not in wanted)

        own = (run[0].time.date(), run[-1].time.date())
        behind = steps[first + length].time.date() - timedelta(days=1) if first + length < len(steps) else days[1]
        wide = (days[0] if first == 0 else own[0], max(own[1], behind))
        start, end = own if others(*wide) else wide
        return others(start, end), start_of_day(start), end_of_day(end)


def halve_tile(grid: PixelGrid, column: int, row: int, tile: PixelGrid) -> tuple[tuple[int, int, PixelGrid], ...]:
    """Halves of a tile along its longer side, in whole blocks: (column, row, grid); none of a single block.

    :param grid: the whole grid, of which every piece is cut, so that no rounding adds up.
    """
    if max(tile.width, tile.height) <= BLOCK_PX:
        return ()
    blocks = -(-max(tile.width, tile.height) // BLOCK_PX)
    half = (blocks + 1) // 2 * BLOCK_PX
    if tile.width >= tile.height:
        places = ((column, row, half, tile.height), (column + half, row, tile.width - half, tile.height))
    else:
        places = ((column, row, tile.width, half), (column, row + half, tile.width, tile.height - half))
    return tuple((x, y, grid.window(x, y, width, height)) for x, y, width, height in places)
