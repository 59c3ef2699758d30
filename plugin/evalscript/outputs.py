# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads what ``evaluatePixel`` returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .engine.conversion import to_number
from .engine.lanes import DEAD, narrow
from .engine.runtime import Runtime
from .engine.values import HOLE, UNDEFINED, Choice, JsArray, JsObject, is_nullish
from .errors import JsThrow


def read_outputs(runtime: Runtime, value: Any, bands: Mapping[str, int]) -> dict[str, np.ndarray]:
    """Output id to array (bands, lanes); ids that no lane returned are absent.

    An array or a single number is the only, else the ``default``, output.
    """
    lanes = runtime.lane_count
    found: dict[str, np.ndarray] = {}
    for mask, option in _options(value, None):
        if is_nullish(option):
            continue
        if isinstance(option, JsObject):
            parts = {name: option.props[name] for name in bands if name in option.props}
            if not parts and option.props:
                raise JsThrow(f"evaluatePixel returns none of the outputs {', '.join(bands)}")
        else:
            parts = {_main_output(bands): option}
        for name, part in parts.items():
            target = found.setdefault(name, np.full((bands[name], lanes), np.nan))
            _fill(target, part, mask)
    return found


def _main_output(bands: Mapping[str, int]) -> str:
    return "default" if "default" in bands else next(iter(bands))


def _options(value: Any, mask: Any) -> list[tuple[Any, Any]]:
    """The alternatives of a value with their lanes."""
    if not isinstance(value, Choice):
        return [(mask, value)]
    masks = [(narrow(mask, value.index == position), option) for position, option in enumerate(value.options)]
    return [(lanes, option) for lanes, option in masks if lanes is not DEAD]


def _fill(target: np.ndarray, value: Any, mask: Any) -> None:
    for lanes, option in _options(value, mask):
        if is_nullish(option):
            continue
        items: Sequence[Any] = option.items if isinstance(option, JsArray) else [option]
        count = option.count if isinstance(option, JsArray) else None
        for band in range(min(len(items), len(target))):
            part = lanes if count is None else narrow(lanes, count > band)
            item = UNDEFINED if items[band] is HOLE else items[band]
            if part is None:
                target[band] = to_number(item)
            elif part is not DEAD:
                np.copyto(target[band], to_number(item), where=part)
