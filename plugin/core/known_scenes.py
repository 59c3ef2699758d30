# SPDX-License-Identifier: GPL-2.0-or-later
"""Scenes that somebody has listed already, as a service that plans can be made for and nothing fetched from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .acquisitions import Acquisition
from .coverage_request import CoverageRequest
from .footprints import ToDegrees
from .grid import PixelGrid
from .ports import CoverageService, Image
from .progress import Progress
from .stack_request import SceneSelection
from .timeline import ORBIT


@dataclass(eq=False)
class KnownScenes:
    """Implements :class:`.ports.CoverageService` for plans."""

    name: str
    coverage: str
    acquisitions: tuple[Acquisition, ...]
    url_length: Callable[[CoverageRequest], int]
    to_degrees: ToDegrees
    has_list: bool = True
    """Whether a fetch goes by the service's list of scenes; where it cannot, it reads the dates from the pixels."""

    units_spent: float = 0.0
    requests_made: int = 0

    @classmethod
    def of(
        cls, service: CoverageService, selection: SceneSelection, acquisitions: Sequence[Acquisition]
    ) -> KnownScenes:
        """What a service has listed; it stays open as long as plans are made."""
        return cls(
            service.name, service.coverage, tuple(acquisitions), service.url_bytes, service.to_longitude_latitude,
            service.can_list(selection.collection, selection.mosaicking),
        )  # fmt: skip

    def with_scenes(self, acquisitions: Sequence[Acquisition]) -> KnownScenes:
        """The same service with other scenes."""
        return replace(self, acquisitions=tuple(acquisitions))

    def can_list(self, collection: str, mosaicking: str = ORBIT) -> bool:
        """As the service says."""
        return self.has_list

    def find_acquisitions(self, selection: SceneSelection, grid: PixelGrid, progress: Progress) -> list[Acquisition]:
        """The listed scenes of the selection's days and cloud limit; those without a figure pass, as on the service."""
        return [
            scene
            for scene in self.acquisitions
            if selection.start <= scene.day <= selection.end
            and (scene.cloud_cover_pct is None or scene.cloud_cover_pct <= selection.max_cloud_cover_pct)
        ]

    def get_coverage(self, request: CoverageRequest, progress: Progress) -> Image:
        """:raises TypeError: always; this is a list and no service."""
        raise TypeError("known scenes have no pixels")

    def keep_answers_in(self, folder: Path) -> None:
        """There are no answers."""

    def url_bytes(self, request: CoverageRequest) -> int:
        """Length of the address that the service would need."""
        return self.url_length(request)

    def to_longitude_latitude(self, crs: str, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Points of a CRS in degrees, longitude first."""
        return self.to_degrees(crs, points)
