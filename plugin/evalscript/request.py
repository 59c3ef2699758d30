# SPDX-License-Identifier: GPL-2.0-or-later
"""What a script is run on, in a form that does not depend on the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Union

import numpy as np

from .encoding import Row
from .errors import EvalscriptError
from .model import Orbit, Setup, Tile

AnyScene = Union[Tile, Orbit]
SceneList = Sequence[AnyScene]
Scenes = Union[SceneList, Mapping[str, SceneList]]
Sample = Mapping[str, np.ndarray]
Samples = Union[Sample, Sequence[Sample], Mapping[str, Sequence[Sample]]]
DEFAULT_FACTOR = 0.0001
DEFAULT_VERSION = "timestack"


@dataclass(frozen=True)
class Source:
    """One input of a script and the scenes there are for it."""

    id: str
    mosaicking: str
    scenes: tuple[AnyScene, ...]


@dataclass(frozen=True)
class Request:
    """All inputs, and what ``inputMetadata`` tells."""

    sources: tuple[Source, ...]
    is_fusion: bool
    normalization_factor: float = DEFAULT_FACTOR
    service_version: str = DEFAULT_VERSION
    time_from: datetime | None = None
    time_to: datetime | None = None


@dataclass(frozen=True)
class Block:
    """Pixels to evaluate."""

    request: Request
    samples: tuple[tuple[Sample, ...], ...]
    """Per source, per sample: contiguous float64 arrays (lanes,) by band."""

    lanes: int
    bands: Mapping[str, int]
    """Bands to compute per output."""

    @property
    def is_one_object(self) -> bool:
        """Is ``samples`` an object instead of an array?"""
        return not self.request.is_fusion and self.request.sources[0].mosaicking == "SIMPLE"


@dataclass(frozen=True)
class BlockAnswer:
    """What evaluatePixel computed for a block."""

    outputs: Mapping[str, Sequence[Row]]
    """Output id to its bands, NaN where a pixel returned nothing; without ids that no pixel returned."""

    user_data: object = None
    """Plain data of the last pixel, in the order of lanes, that filled ``outputMetadata.userData``; else None."""

    returned: object = None
    """What the first pixel returned, as plain data; only when the engine was asked to trace."""

    variables: tuple[tuple[int, str, object], ...] = ()
    """Line, name and last value of the variables of the first pixel; only when tracing, and only if the engine can."""


def input_ids(setup: Setup) -> tuple[str, ...]:
    """The names under which a data fusion script finds its inputs."""
    return tuple(spec.datasource or str(position) for position, spec in enumerate(setup.inputs))


def input_mosaickings(setup: Setup) -> tuple[str, ...]:
    """Mosaicking per input; an input's own beats the script's."""
    return tuple(spec.mosaicking or setup.mosaicking for spec in setup.inputs)


def make_sources(setup: Setup, scenes: Scenes) -> tuple[Source, ...]:
    """Scenes sorted to the inputs of the script.

    :raises EvalscriptError: of kind ``setup`` when a data fusion script gets one list, or the reverse.
    """
    lists = _by_input(setup, scenes, "scenes")
    return tuple(
        Source(name, mosaicking, tuple(items))
        for name, mosaicking, items in zip(input_ids(setup), input_mosaickings(setup), lists)
    )


def make_samples(setup: Setup, samples: Samples, lanes: int) -> tuple[tuple[Sample, ...], ...]:
    """Samples sorted to the inputs, as contiguous float64 arrays of one value per lane.

    :raises ValueError: when an array has another shape.
    """
    if len(setup.inputs) == 1 and input_mosaickings(setup)[0] == "SIMPLE":
        lists: list[Any] = [[samples]]
    else:
        lists = _by_input(setup, samples, "samples")
    return tuple(tuple(_sample(bands, lanes) for bands in items) for items in lists)


def _sample(bands: Sample, lanes: int) -> Sample:
    made = {}
    for name, value in bands.items():
        array = np.ascontiguousarray(value, np.float64)
        if np.ndim(value) == 0:
            array = np.full(lanes, float(value))
        if array.shape != (lanes,):
            raise ValueError(f"band {name} has shape {np.shape(value)}, not ({lanes},)")
        made[name] = array
    return made


def _by_input(setup: Setup, given: Any, what: str) -> list[Any]:
    """One list per input."""
    names = input_ids(setup)
    if len(names) == 1:
        if isinstance(given, Mapping):
            message = f"this script has one input; give its {what} as one list, not by name of the input"
            raise EvalscriptError(0, 0, message, "setup")
        return [given]
    if not isinstance(given, Mapping):
        message = f"this is a data fusion script; give {what} for each of its inputs {', '.join(names)}"
        raise EvalscriptError(0, 0, message, "setup")
    missing = [name for name in names if name not in given]
    unknown = [str(name) for name in given if name not in names]
    if missing or unknown:
        message = f"there are no {what} for {', '.join(missing)}" if missing else f"no input is called {unknown[0]}"
        raise EvalscriptError(0, 0, f"{message}; the script has the inputs {', '.join(names)}", "setup")
    return [given[name] for name in names]
