# SPDX-License-Identifier: GPL-2.0-or-later
"""Finding the dates of raster bands in the texts that other tools leave in their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .errors import FileProblem
from .stack import StackBand
from .timeline import TimeStep


@dataclass(frozen=True)
class BandText:
    """What a raster band says of itself."""

    description: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    """Metadata of all domains that matter."""

    units: str = ""


@dataclass(frozen=True)
class FileText:
    """What a raster file says of itself."""

    path: str
    name: str
    """File name without folder and ending."""

    items: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DatedBands:
    """The order that dates bring into bands."""

    steps: tuple[TimeStep, ...]
    bands: tuple[StackBand, ...]
    numbers: tuple[tuple[int, ...], ...]
    """Raster band number (from 1) by step and band."""


def date_bands(bands: Sequence[BandText], file: FileText) -> DatedBands:
    """Find the dates of all bands."""
    raise FileProblem(file.path, "its bands have no dates", "no_dates")
