# SPDX-License-Identifier: GPL-2.0-or-later
"""Lists of scenes by neighbourhood, kept from one question to the next."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from .acquisitions import Acquisition
from .footprints import ToDegrees
from .known_scenes import KnownScenes
from .live_block import LiveBlock
from .ports import CoverageService
from .progress import Progress, SilentProgress
from .shared_listing import ListedService
from .stack_request import SceneSelection
from .turns import Turns

_MARGIN = 0.05
"""Of a neighbourhood's side; see :mod:`.shared_listing`."""

_Key = tuple[str, str, tuple[int, int]]


class KeptLists:
    """Each neighbourhood of blocks is listed once for one selection of scenes. Safe from any thread."""

    def __init__(
        self, selection: SceneSelection, life_s: float = math.inf, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """:param life_s: for how long a list is used."""
        self.selection = selection
        self._life_s, self._clock = life_s, clock
        self._lists: dict[_Key, tuple[tuple[Acquisition, ...], float]] = {}
        self._turns = Turns()

    def service_for(self, service: CoverageService, block: LiveBlock, kind: str) -> ListedService:
        """A service whose scenes of a block come from these lists; it is asked for those that are not there.

        :param kind: of the service; each kind calls scenes by names of its own.
        """
        return _listed(service, _NearbyScenes(self, service, block, kind), block)

    def knows(self, block: LiveBlock, kind: str) -> bool:
        """Whether a block's neighbourhood has been listed."""
        return self._known(_key(block, kind)) is not None

    def find(self, block: LiveBlock, kind: str, to_degrees: ToDegrees) -> list[Acquisition] | None:
        """Scenes of a block, None where its neighbourhood has not been listed."""
        found = self._known(_key(block, kind))
        if found is None:
            return None
        nobody = KnownScenes("", "", (), lambda question: 0, to_degrees)
        return _listed(nobody, _Listed(found), block).find_acquisitions(self.selection, block.grid, SilentProgress())

    def list_scenes(
        self, service: CoverageService, block: LiveBlock, kind: str, progress: Progress
    ) -> tuple[Acquisition, ...]:
        """All scenes of a block's neighbourhood."""
        key = _key(block, kind)
        with self._turns.take(key, progress):
            found = self._known(key)
            if found is None:
                found = tuple(service.find_acquisitions(self.selection, block.neighbourhood_grid, progress))
                self._lists[key] = (found, self._clock())
            return found

    def _known(self, key: _Key) -> tuple[Acquisition, ...] | None:
        found, at_s = self._lists.get(key, (None, 0.0))
        return found if self._clock() - at_s < self._life_s else None


@dataclass(frozen=True, eq=False)
class _NearbyScenes:
    """Implements :class:`.shared_listing.SceneLists` for one block and one service."""

    lists: KeptLists
    service: CoverageService
    block: LiveBlock
    kind: str

    def list_scenes(self, place: tuple[int, int], progress: Progress) -> tuple[Acquisition, ...]:
        """Those of the block's neighbourhood."""
        return self.lists.list_scenes(self.service, self.block, self.kind, progress)


@dataclass(frozen=True, eq=False)
class _Listed:
    """Implements :class:`.shared_listing.SceneLists` with a list that is there."""

    scenes: tuple[Acquisition, ...]

    def list_scenes(self, place: tuple[int, int], progress: Progress) -> tuple[Acquisition, ...]:
        """All of it."""
        return self.scenes


def _listed(service: CoverageService, lists: _NearbyScenes | _Listed, block: LiveBlock) -> ListedService:
    return ListedService(service, lists, block.neighbourhood, block.neighbourhood_grid.pixel_width * _MARGIN)


def _key(block: LiveBlock, kind: str) -> _Key:
    return kind, block.crs, block.neighbourhood
