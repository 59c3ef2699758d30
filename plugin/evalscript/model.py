# SPDX-License-Identifier: GPL-2.0-or-later
"""What a script declares, and the scenes it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np


@dataclass(frozen=True)
class InputSpec:
    """One element of ``setup().input``."""

    datasource: str
    """Identifier in a data fusion script, else empty."""

    bands: tuple[str, ...]
    """Band names without duplicates; may include ``dataMask``."""

    units: tuple[str | None, ...]
    """Upper case, one per band; None is the band's default unit."""

    metadata: tuple[str, ...] = ()
    mosaicking: str | None = None
    """Only set when the input overrides the script's mosaicking."""


@dataclass(frozen=True)
class OutputSpec:
    """One element of ``setup().output``."""

    id: str = "default"
    bands: int = 1
    sample_type: str = "AUTO"
    nodata_value: float | None = None


@dataclass(frozen=True)
class Setup:
    """What ``setup()`` returned, in normal form."""

    inputs: tuple[InputSpec, ...]
    outputs: tuple[OutputSpec, ...]
    mosaicking: str = "SIMPLE"


@dataclass(frozen=True)
class Tile:
    """Metadata of one source tile."""

    date: datetime
    """Acquisition, aware, UTC."""

    cloud_cover_pct: float | None = None
    data_path: str = ""
    sh_id: int = 0
    tile_id: str = ""
    geometry: dict | None = None
    envelope: dict | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
    """Further JSON-able properties the script may read."""


@dataclass(frozen=True)
class Orbit:
    """One day of acquisitions."""

    date_from: datetime
    date_to: datetime
    tiles: tuple[Tile, ...] = ()


@dataclass(frozen=True)
class Scene:
    """One acquisition with its pixels, for :meth:`Program.run`."""

    date: datetime
    bands: Mapping[str, np.ndarray]
    """Arrays (y, x) of equal shape, in the units the script declares."""

    cloud_cover: float | None = None
    """Percent."""

    tile_id: str = ""


@dataclass(frozen=True)
class Note:
    """Something about a program that its user may want to know."""

    kind: str
    """``engine``: the block engine refused the script and Qt's JavaScript runs it."""

    line: int
    """1-based; 0 when it is about no line."""

    message: str


@dataclass(frozen=True)
class PixelTrace:
    """What happened to one pixel, as plain data; numbers may be NaN."""

    samples: object
    """As the script saw them: an object for SIMPLE, a list of objects else, such lists by input in data fusion."""

    scenes: object
    """As the script saw them, with texts for dates."""

    returned: object
    """What evaluatePixel returned; None for undefined."""

    outputs: dict[str, tuple[float, ...]]
    """Output id to the numbers in its declared sample type; without the outputs that the pixel did not return."""

    user_data: object
    """What this pixel left in ``outputMetadata.userData``; None when nothing."""

    engine: str
    variables: tuple[tuple[int, str, object], ...] = ()
    """Line, name and last value of each variable of evaluatePixel; empty where the engine cannot tell."""


@dataclass(frozen=True)
class Result:
    """What :meth:`Program.run` computed."""

    outputs: dict[str, np.ndarray]
    """Output id to array (band, y, x) in the declared sample type."""

    user_data: object = None
