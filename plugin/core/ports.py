# SPDX-License-Identifier: GPL-2.0-or-later
"""What the use cases need from the outside: a service that answers, images to read, a stack to write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from .acquisitions import Acquisition
from .coverage_request import CoverageRequest
from .grid import PixelGrid
from .progress import Progress
from .stack import StackInfo
from .stack_request import SceneSelection
from .timeline import ORBIT


class Image(Protocol):
    """One answer on disk."""

    band_count: int
    width: int
    height: int
    dtype: str
    """numpy name of the sample type."""
    nodata: float | None
    """What the file says of pixels without data, None where it says nothing."""
    byte_count: int
    """Size of the file."""

    def read(self, bands: Sequence[int], row: int, rows: int) -> np.ndarray:
        """(band, y, x) of whole rows; bands counted from 0."""
        ...

    def georeference(self) -> tuple[float, float, float, float, float, float] | None:
        """The six geotransform numbers, None when the file has none."""
        ...

    def rest(self) -> None:
        """Let go of the file until the next read."""
        ...

    def close(self) -> None:
        """Let go of the file, and remove it unless it is kept elsewhere."""
        ...


class CoverageService(Protocol):
    """A service that lists scenes and answers coverage questions."""

    name: str
    """Name of the connection, fit for metadata: never an address with a secret."""

    coverage: str
    """Layer to ask for."""

    def can_list(self, collection: str, mosaicking: str = ORBIT) -> bool:
        """Whether scenes of the collection can be listed by what scripts know them by."""
        ...

    def find_acquisitions(self, selection: SceneSelection, grid: PixelGrid, progress: Progress) -> list[Acquisition]:
        """Every acquisition of the selection's days and cloud limit that touches the grid."""
        ...

    def get_coverage(self, request: CoverageRequest, progress: Progress) -> Image:
        """Ask, wait, and hand over the answer."""
        ...

    def keep_answers_in(self, folder: Path) -> None:
        """Have answers written where they can stay, instead of the system's temporary folder."""
        ...

    def url_bytes(self, request: CoverageRequest) -> int:
        """Length of the address that the request needs."""
        ...

    def to_longitude_latitude(self, crs: str, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Points of a CRS in degrees, longitude first."""
        ...

    @property
    def units_spent(self) -> float:
        """Processing units that the answers so far have cost."""
        ...

    @property
    def requests_made(self) -> int:
        """Questions asked so far, discovery included."""
        ...


class StackSink(Protocol):
    """Where a stack is written, window by window; nothing is seen under the final name before it is whole."""

    def write(self, step: int, column: int, row: int, values: np.ndarray) -> None:
        """Values (band, y, x) of one time step at a pixel position; what is never written reads as nodata."""
        ...

    def commit(self) -> None:
        """Everything is written: put the file under its final name."""
        ...


OpenSink = Callable[[StackInfo], AbstractContextManager[StackSink]]
"""Makes the stack file, not yet visible, for a stack's description."""


@dataclass(frozen=True)
class FetchResult:
    """What a fetch has made."""

    info: StackInfo
    parts: int
