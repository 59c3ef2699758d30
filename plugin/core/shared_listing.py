# SPDX-License-Identifier: GPL-2.0-or-later
"""Listing scenes once for many small grids near each other, instead of once for each."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from .acquisitions import Acquisition
from .coverage_request import CoverageRequest
from .footprints import TouchTest, box_ring
from .grid import PixelGrid
from .ports import CoverageService, Image
from .progress import Progress
from .stack_request import SceneSelection
from .timeline import ORBIT

_MARGIN = 0.05
"""Of a neighbourhood's side. A scene that comes that near a grid is taken along: the service may count it in."""


@dataclass
class _Neighbourhood:
    """Grids whose scenes are listed together."""

    grid: PixelGrid
    lock: threading.Lock = field(default_factory=threading.Lock)
    found: tuple[Acquisition, ...] | None = None


class SharedListings:
    """A service for each of many grids; those near each other share one list of scenes. Safe from any thread."""

    def __init__(
        self, service: CoverageService, selection: SceneSelection, grids: Sequence[PixelGrid], side: float
    ) -> None:
        """
        :param selection: its days and cloud limit are those of the lists.
        :param grids: all that will be asked for, of one CRS.
        :param side: of a neighbourhood, in CRS units.
        """
        self._service, self._selection, self._side = service, selection, side
        self._neighbourhoods: dict[tuple[int, int], _Neighbourhood] = {}
        for grid in grids:
            place = self._place(grid)
            known = self._neighbourhoods.get(place)
            self._neighbourhoods[place] = _Neighbourhood(grid if known is None else _join(known.grid, grid))

    def service_for(self, grid: PixelGrid) -> ListedService:
        """The service, with the shared list behind its discovery."""
        return ListedService(self._service, self, self._place(grid), self._side * _MARGIN)

    def list_scenes(self, place: tuple[int, int], progress: Progress) -> tuple[Acquisition, ...]:
        """The scenes of a neighbourhood; asked for once."""
        neighbourhood = self._neighbourhoods[place]
        with neighbourhood.lock:
            if neighbourhood.found is None:
                found = self._service.find_acquisitions(self._selection, neighbourhood.grid, progress)
                neighbourhood.found = tuple(found)
            return neighbourhood.found

    def _place(self, grid: PixelGrid) -> tuple[int, int]:
        xmin, ymin, xmax, ymax = grid.bounds
        return int((xmin + xmax) / 2 // self._side), int((ymin + ymax) / 2 // self._side)


class SceneLists(Protocol):
    """Lists of scenes by neighbourhood."""

    def list_scenes(self, place: tuple[int, int], progress: Progress) -> tuple[Acquisition, ...]:
        """The scenes of a neighbourhood."""
        ...


class ListedService:
    """Implements :class:`.ports.CoverageService`: discovery out of a shared list, all else by the service itself."""

    def __init__(self, service: CoverageService, listings: SceneLists, place: tuple[int, int], margin: float):
        self.name, self.coverage = service.name, service.coverage
        self._service, self._listings, self._place, self._margin = service, listings, place, margin

    def can_list(self, collection: str, mosaicking: str = ORBIT) -> bool:
        """As the service says."""
        return self._service.can_list(collection, mosaicking)

    def find_acquisitions(self, selection: SceneSelection, grid: PixelGrid, progress: Progress) -> list[Acquisition]:
        """The listed scenes of the selection's days that touch the grid, or come very near it."""
        xmin, ymin, xmax, ymax = grid.bounds
        wider = (xmin - self._margin, ymin - self._margin, xmax + self._margin, ymax + self._margin)
        test = TouchTest(box_ring(wider, grid.crs, self.to_longitude_latitude))
        return [
            scene
            for scene in self._listings.list_scenes(self._place, progress)
            if selection.start <= scene.day <= selection.end and test.touches(scene.footprint)
        ]

    def get_coverage(self, request: CoverageRequest, progress: Progress) -> Image:
        """Ask the service."""
        return self._service.get_coverage(request, progress)

    def keep_answers_in(self, folder: Path) -> None:
        """As the service does."""
        self._service.keep_answers_in(folder)

    def url_bytes(self, request: CoverageRequest) -> int:
        """Length of the address that the request needs."""
        return self._service.url_bytes(request)

    def to_longitude_latitude(self, crs: str, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Points of a CRS in degrees, longitude first."""
        return self._service.to_longitude_latitude(crs, points)

    @property
    def units_spent(self) -> float:
        """By the service, for everybody."""
        return self._service.units_spent

    @property
    def requests_made(self) -> int:
        """By the service, for everybody."""
        return self._service.requests_made


def _join(one: PixelGrid, other: PixelGrid) -> PixelGrid:
    """A grid of a single pixel over both; lists only need bounds."""
    (left, low, right, high), (xmin, ymin, xmax, ymax) = one.bounds, other.bounds
    left, low, right, high = min(left, xmin), min(low, ymin), max(right, xmax), max(high, ymax)
    return replace(one, xmin=left, ymax=high, pixel_width=right - left, pixel_height=high - low, width=1, height=1)
