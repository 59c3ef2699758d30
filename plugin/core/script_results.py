# SPDX-License-Identifier: GPL-2.0-or-later
"""What a local run of an evalscript leaves, as the toolbox and the panel show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class ScriptNote:
    """Something to tell about a run that went well: another engine was needed, a scene was left out."""

    kind: str
    line: int = 0
    message: str = ""


@dataclass(frozen=True)
class ScriptOutcome:
    """The files of a run."""

    rasters: Mapping[str, Path]
    """Output id to GeoTIFF, in the order in which ``setup()`` declares them."""

    user_data: object
    """What the script left in ``userData``, JSON-able; None when it left nothing."""

    user_data_path: Path | None
    scene_count: int
    """Scenes that the script was given, after its own choice."""

    engine: str
    """``block`` or ``qt``."""

    notes: tuple[ScriptNote, ...] = ()


@dataclass(frozen=True)
class TracedSample:
    """One element of ``samples``, with the scene it comes from."""

    datasource: str
    """Identifier of the input in a data fusion script, else empty."""

    label: str
    """``2020-01-05`` (ORBIT), ``2020-01-05T10:05:31Z 33TVM`` (TILE), empty for SIMPLE."""

    time: datetime | None
    values: Mapping[str, float]
    """Band name to value in the units that the script declares; ``dataMask`` where it asks for it."""

    scene: object
    """The scene as the script sees it (JSON-able), None for SIMPLE."""


@dataclass(frozen=True)
class TracedVariable:
    """The last value that a variable got."""

    line: int
    name: str
    value: object


@dataclass(frozen=True)
class PixelTrace:
    """One pixel of a run, from the samples to the bytes."""

    place: tuple[float, float]
    """Centre of the pixel, x and y in ``crs``."""

    crs: str
    samples: tuple[TracedSample, ...]
    left_out: tuple[str, ...]
    """Labels of the scenes that the script's own hooks dropped."""

    returned: object
    """What evaluatePixel returned (JSON-able; NaN stays a float), None for nothing."""

    outputs: Mapping[str, tuple[float, ...]]
    """Output id to the numbers as they are written, in the declared sample type."""

    user_data: object
    engine: str
    variables: tuple[TracedVariable, ...] = ()
    notes: tuple[ScriptNote, ...] = ()


@dataclass(frozen=True)
class SceneInfo:
    """What a set of scenes holds."""

    collection: str
    bands: tuple[str, ...]
    first: datetime | None
    """Of the oldest scene, UTC; None when there are none."""

    last: datetime | None
    scene_count: int
    crs: str
    resolution: float
    """Side of a pixel in units of the CRS."""

    bounds: tuple[float, float, float, float]
    """xmin, ymin, xmax, ymax of all scenes in the CRS."""
