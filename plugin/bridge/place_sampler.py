# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading the series of places out of a stack that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..core.grid import PixelGrid
from ..core.place_groups import PixelBox
from ..core.place_sampling import PlacePixels, PlaceSeries, sample_pixel, summarise
from ..core.price import DATA_MASK
from ..core.progress import Progress, check_cancelled
from ..core.timeline import TimeStep
from .place_pixels import LocatedPlace, polygon_mask
from .stack_reader import StackFile

_HELD_VALUES = 8_000_000
"""Values of one time step of a group that are read at once; larger groups are read place by place."""


@dataclass(frozen=True)
class PlaceGroup:
    """Places that are asked for together."""

    grid: PixelGrid
    """The pixels that hold all of them."""

    box: PixelBox
    """The same on the lattice."""

    places: tuple[LocatedPlace, ...]


def sample_group(stack: StackFile, group: PlaceGroup, bands: Sequence[str], progress: Progress) -> list[PlaceSeries]:
    """The series of each place of a group, time steps without data left out.

    :param stack: of the group's grid, with the bands and ``dataMask``.
    :raises FileProblem: when it cannot be read.
    """
    columns, mask_column = [stack.bands.index(band) for band in bands], stack.bands.index(DATA_MASK)
    pixels = [_pixels(one, group) for one in group.places]
    steps: list[list[TimeStep]] = [[] for _ in pixels]
    values: list[list[np.ndarray]] = [[] for _ in pixels]
    is_small = group.grid.pixel_count * len(stack.bands) <= _HELD_VALUES
    for number, step in enumerate(stack.info.steps):
        check_cancelled(progress)
        whole = stack.read(times=[number]).data[0] if is_small else None
        for index, (one, place) in enumerate(zip(group.places, pixels)):
            column, row, width, height = place.window
            image = (
                whole[:, row : row + height, column : column + width]
                if whole is not None
                else stack.read(times=[number], window=place.window).data[0]
            )
            valid = image[mask_column] == 1
            if not (valid & place.mask).any():
                continue
            chosen = image[columns]
            steps[index].append(step)
            values[index].append(sample_pixel(chosen, valid) if one.is_point else summarise(chosen, valid, place.mask))
    return [
        PlaceSeries(one.place, one.is_point, tuple(found), np.array(numbers))
        for one, found, numbers in zip(group.places, steps, values)
    ]


def _pixels(one: LocatedPlace, group: PlaceGroup) -> PlacePixels:
    column, row = one.box.left - group.box.left, one.box.top - group.box.top
    if one.is_point:
        return PlacePixels(column, row, np.ones((1, 1), bool))
    grid = group.grid.window(column, row, one.box.width, one.box.height)
    return PlacePixels(column, row, polygon_mask(one.wkt, grid))
